/* Differences on the terminal. */
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "write/difference_text.h"
#include "decode/unicode.h"
#include "write/terminal.h"

static const char *word(const struct difference *difference, const char *chinese, const char *english)
{
  return difference->language == LANGUAGE_ENGLISH ? english : chinese;
}

const char *outcome_word(enum outcome outcome, enum language language)
{
  static const char *const words[][2] = { { "不符合", "no" }, { "待核实", "pending" }, { "符合", "yes" } };
  return words[outcome][language];
}

static void format_outcome(struct buffer *out, const struct outcome_kept *kept, enum language language)
{
  if (kept->outcome == OUTCOME_YES && kept->has_amount) {
    format_money(out, kept->amount);
    return;
  }
  buffer_text(out, outcome_word(kept->outcome, language));
  if (kept->outcome != OUTCOME_PENDING || !kept->has_high) return;
  buffer_text(out, language == LANGUAGE_ENGLISH ? " (" : "（");
  format_money(out, kept->low);
  buffer_text(out, language == LANGUAGE_ENGLISH ? " to " : "至");
  format_money(out, kept->high);
  buffer_text(out, language == LANGUAGE_ENGLISH ? ")" : "）");
}

void difference_why(struct buffer *out, const struct difference *difference, size_t at)
{
  const char *before = difference->objects[at].before, *after = difference->objects[at].after;
  if (!before) return;
  const struct change *change = &difference->results.changes[at];
  if (!change->before) buffer_text(out, word(difference, "新增的措施", "a new measure"));
  if (!change->after) buffer_text(out, word(difference, "措施已删去", "the measure is gone"));
  bool open = change->old.outcome == OUTCOME_PENDING && change->now.outcome == OUTCOME_PENDING; /* the same data are missing */
  if (*before && change->old.outcome != OUTCOME_YES && change->before && !open) {
    if (out->length) buffer_text(out, word(difference, "；", "; "));
    buffer_printf(out, "%s%s", word(difference, "原来：", "before: "), before);
  }
  if (*after && change->now.outcome != OUTCOME_YES && change->after) {
    if (out->length) buffer_text(out, word(difference, "；", "; "));
    buffer_printf(out, "%s%s", word(difference, "现在：", "now: "), after);
  }
}

/* +24万元, −100万元 */
static void difference_money(struct buffer *out, int64_t fen)
{
  if (fen > 0) buffer_char(out, '+');
  format_money(out, fen);
}

static struct slice kept(struct arena *arena, struct buffer *text)
{
  struct slice copy = slice_copy(arena, buffer_view(text));
  buffer_free(text);
  return copy;
}

/* The terminal */

struct page {
  const struct difference *difference;
  struct arena *arena;
  struct buffer *out;
  struct terminal terminal;
};

static void heading(struct page *page, const char *chinese, const char *english)
{
  if (page->out->length) buffer_char(page->out, '\n');
  style_begin(page->out, &page->terminal, STYLE_STRONG);
  buffer_text(page->out, word(page->difference, chinese, english));
  style_end(page->out, &page->terminal, STYLE_STRONG);
  buffer_char(page->out, '\n');
}

static void print_rules(struct page *page)
{
  static const struct table_column columns[] = { { NULL, false, FIT_WHOLE }, { NULL, false, FIT_WRAP } };
  const struct rule_changes *rules = &page->difference->rules;
  heading(page, "规则的变化", "What changed in the rules");
  if (!rules->count) buffer_text(page->out, word(page->difference, "  没有变化\n", "  nothing\n"));
  struct text_table *table = text_table_new(page->arena, columns, 2);
  for (size_t i = 0; i < rules->count; i++) {
    const struct rule_change *rule = &rules->items[i];
    const char *last = i ? rules->items[i - 1].name : "";
    const char *arrow = *rule->before && *rule->after ? " → " : "";
    const char *head =
        strcmp(last, rule->name) ? arena_printf(page->arena, "%s%s%s", rule->id, *rule->id ? " " : "", rule->name) : "";
    text_table_add(table, slice_of(head), STYLE_STRONG);
    text_table_add(table,
                   slice_of(arena_printf(page->arena, "%s%s%s%s%s", rule->what, word(page->difference, "：", ": "), rule->before,
                                         arrow, rule->after)),
                   STYLE_PLAIN);
  }
  text_table_write(page->out, table, &page->terminal, 2);
}

static const char *pair(struct arena *arena, uint64_t before, uint64_t after)
{
  if (before == after) return arena_printf(arena, "%llu", (unsigned long long)after);
  return arena_printf(arena, "%llu → %llu", (unsigned long long)before, (unsigned long long)after);
}

static bool has_changed(const struct measure_change *measure)
{
  for (int i = 0; i < CHANGE_KINDS; i++)
    if (measure->counts[i]) return true;
  return false;
}

static bool pays(const struct measure_change *measure)
{
  return (measure->after ? measure->after : measure->before)->measure->amount != NULL;
}

static void measure_row(struct page *page, struct text_table *table, const struct measure_change *measure)
{
  const struct measure *named = (measure->after ? measure->after : measure->before)->measure;
  struct buffer after = { 0 }, difference = { 0 };
  uint64_t yes = measure->before ? measure->before->yes : 0, pending = measure->before ? measure->before->pending : 0;
  text_table_add(table, slice_of(named->id), STYLE_PLAIN);
  text_table_add(table, slice_of(named->name), STYLE_PLAIN);
  text_table_add(table, slice_of(pair(page->arena, yes, measure->after ? measure->after->yes : 0)), STYLE_PLAIN);
  text_table_add(table, slice_of(pair(page->arena, pending, measure->after ? measure->after->pending : 0)), STYLE_PLAIN);
  if (pays(measure)) {
    format_money(&after, outcome_list_amount(measure->after));
    difference_money(&difference, outcome_list_amount(measure->after) - outcome_list_amount(measure->before));
  }
  text_table_add(table, kept(page->arena, &after), STYLE_PLAIN);
  text_table_add(table, kept(page->arena, &difference), STYLE_STRONG);
}

static void total_row(struct page *page, struct text_table *table)
{
  int64_t totals[2] = { 0, 0 };
  bool overflowed = false;
  for (size_t i = 0; i < page->difference->results.measure_count; i++) {
    const struct measure_change *measure = &page->difference->results.measures[i];
    overflowed |= __builtin_add_overflow(totals[0], outcome_list_amount(measure->before), &totals[0]);
    overflowed |= __builtin_add_overflow(totals[1], outcome_list_amount(measure->after), &totals[1]);
  }
  struct buffer cells[2] = { { 0 }, { 0 } };
  format_money(&cells[0], totals[1]);
  difference_money(&cells[1], totals[1] - totals[0]);
  const char *texts[] = { "", word(page->difference, "合计（全部措施）", "total of all measures"), "", "" };
  for (int i = 0; i < 4; i++) text_table_add(table, slice_of(texts[i]), STYLE_STRONG);
  for (int i = 0; i < 2; i++) {
    struct slice text = kept(page->arena, &cells[i]);
    text_table_add(table, overflowed ? SLICE("?") : text, STYLE_STRONG);
  }
}

static void print_measures(struct page *page)
{
  static const struct table_column columns[2][6] = {
    { { "编号", false, FIT_WHOLE },
      { "措施", false, FIT_CUT },
      { "符合", true, FIT_WHOLE },
      { "待核实", true, FIT_WHOLE },
      { "现金额", true, FIT_WHOLE },
      { "增减", true, FIT_WHOLE } },
    { { "id", false, FIT_WHOLE },
      { "measure", false, FIT_CUT },
      { "yes", true, FIT_WHOLE },
      { "pending", true, FIT_WHOLE },
      { "now", true, FIT_WHOLE },
      { "change", true, FIT_WHOLE } },
  };
  const struct comparison *results = &page->difference->results;
  struct text_table *table = text_table_new(page->arena, columns[page->difference->language], 6);
  size_t same = 0;
  for (size_t i = 0; i < results->measure_count; i++)
    if (has_changed(&results->measures[i])) measure_row(page, table, &results->measures[i]);
    else same++;
  total_row(page, table);
  text_table_write(page->out, table, &page->terminal, 2);
  const char *said = arena_printf(page->arena, "%zu", same);
  buffer_text(page->out, "  ");
  message_text(page->out, page->difference->language, MSG_DIFF_SAME, said, NULL);
  buffer_char(page->out, '\n');
}

static void print_kinds(struct page *page)
{
  size_t counts[CHANGE_KINDS] = { 0 };
  int64_t sums[CHANGE_KINDS] = { 0 };
  const struct comparison *results = &page->difference->results;
  for (size_t i = 0; i < results->count; i++) {
    counts[results->changes[i].kind]++;
    sums[results->changes[i].kind] += results->changes[i].difference;
  }
  static const enum message messages[CHANGE_KINDS] = { MSG_DIFF_GAIN, MSG_DIFF_LOSS, MSG_DIFF_OPEN, MSG_DIFF_CLEAR };
  for (int i = 0; i < CHANGE_KINDS; i++) {
    if (!counts[i]) continue;
    struct buffer sum = { 0 };
    if (sums[i]) difference_money(&sum, sums[i]);
    buffer_char(&sum, 0);
    buffer_text(page->out, "  ");
    message_text(page->out, page->difference->language, messages[i], arena_printf(page->arena, "%zu", counts[i]), sum.at, NULL);
    buffer_char(page->out, '\n');
    buffer_free(&sum);
  }
}

static const char *region_string(struct page *page, const struct region_change *region)
{
  if (region->objects) return word(page->difference, "不是企业的对象", "objects that are no companies");
  if (!region->code) return word(page->difference, "地区不详", "unknown");
  return arena_printf(page->arena, "%06d %s", (int)region->code, region->name ? region->name : "");
}

static void print_regions(struct page *page)
{
  static const struct table_column columns[2][6] = {
    { { "地区", false, FIT_CUT },
      { "得到更多", true, FIT_WHOLE },
      { "失去或减少", true, FIT_WHOLE },
      { "变为待核实", true, FIT_WHOLE },
      { "其他", true, FIT_WHOLE },
      { "增减", true, FIT_WHOLE } },
    { { "district", false, FIT_CUT },
      { "gain", true, FIT_WHOLE },
      { "lose", true, FIT_WHOLE },
      { "open", true, FIT_WHOLE },
      { "other", true, FIT_WHOLE },
      { "change", true, FIT_WHOLE } },
  };
  size_t count = page->difference->region_count;
  if (!count) return;
  heading(page, "按地区", "By district");
  struct text_table *table = text_table_new(page->arena, columns[page->difference->language], 6);
  for (size_t i = 0; i < count; i++) {
    const struct region_change *region = &page->difference->regions[i];
    struct buffer sum = { 0 };
    difference_money(&sum, region->difference);
    text_table_add(table, slice_of(region_string(page, region)), STYLE_PLAIN);
    for (int k = 0; k < CHANGE_KINDS; k++)
      text_table_add(table, slice_of(arena_printf(page->arena, "%zu", region->counts[k])), STYLE_PLAIN);
    text_table_add(table, kept(page->arena, &sum), STYLE_STRONG);
  }
  text_table_write(page->out, table, &page->terminal, 2);
}

enum { WHY_INDENT = 6 };

/* The reason under its line, broken at the width of the terminal. */
static void print_why(struct page *page, size_t at)
{
  struct buffer why = { 0 };
  difference_why(&why, page->difference, at);
  for (struct slice rest = buffer_view(&why); rest.length;) {
    size_t length = terminal_break(rest, page->terminal.width - WHY_INDENT);
    struct slice line = slice_trim((struct slice){ rest.at, length });
    buffer_printf(page->out, "%*s%.*s\n", WHY_INDENT, "", (int)line.length, line.at);
    rest = slice_trim((struct slice){ rest.at + length, rest.length - length });
  }
  buffer_free(&why);
}

static void print_change(struct page *page, size_t at)
{
  static const enum style styles[CHANGE_KINDS] = { STYLE_GOOD, STYLE_BAD, STYLE_OPEN, STYLE_PLAIN };
  const struct change *change = &page->difference->results.changes[at];
  struct slice name = page->difference->objects[at].name, code = page->difference->objects[at].code;
  struct buffer head = { 0 }, turned = { 0 };
  buffer_text(&head, "  ");
  terminal_cut(&head, name.length ? name : code, page->terminal.width / 3);
  if (name.length && code.length) buffer_printf(&head, " %.*s", (int)code.length, code.at);
  buffer_printf(&head, "  %s", change_measure(change)->id);
  format_outcome(&turned, &change->old, page->difference->language);
  buffer_text(&turned, " → ");
  format_outcome(&turned, &change->now, page->difference->language);
  bool fits = display_width(buffer_view(&head)) + display_width(buffer_view(&turned)) + 2 <= page->terminal.width;
  buffer_slice(page->out, buffer_view(&head));
  if (fits) buffer_text(page->out, "  ");
  else buffer_printf(page->out, "\n%*s", WHY_INDENT, "");
  style_begin(page->out, &page->terminal, styles[change->kind]);
  buffer_slice(page->out, buffer_view(&turned));
  style_end(page->out, &page->terminal, styles[change->kind]);
  buffer_char(page->out, '\n');
  buffer_free(&head);
  buffer_free(&turned);
  print_why(page, at);
}

static void print_changes(struct page *page, size_t most)
{
  const struct comparison *results = &page->difference->results;
  size_t count = results->count < most ? results->count : most;
  if (!count) return;
  heading(page, "谁变了", "Who changed");
  for (size_t i = 0; i < count; i++) print_change(page, i);
  if (results->count == count) return;
  buffer_text(page->out, "  ");
  message_text(page->out, page->difference->language, MSG_DIFF_MORE, arena_printf(page->arena, "%zu", results->count - count),
               NULL);
  buffer_char(page->out, '\n');
}

void difference_print(FILE *to, const struct difference *difference, size_t most)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct page page = { difference, &arena, &out, terminal_of(fileno(to)) };
  print_rules(&page);
  heading(&page, "结果的变化", "What changed in the results");
  if (difference->results.count) {
    print_measures(&page);
    print_kinds(&page);
    print_regions(&page);
    print_changes(&page, most);
  } else {
    buffer_text(&out, word(difference, "  没有变化\n", "  nothing\n"));
  }
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
  arena_free(&arena);
}
