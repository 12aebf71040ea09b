/* Differences on the terminal. */
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "write/difference_text.h"
#include "decode/unicode.h"
#include "write/terminal.h"

static void format_outcome(struct buffer *out, const struct measure *measure, const struct outcome_kept *kept,
                           enum language language)
{
  bool amount = kept->outcome == OUTCOME_YES && kept->has_amount, owed = measure_kind_owes(measure->kind);
  if (!amount || owed) buffer_text(out, outcome_name(measure, kept->outcome, language));
  if (amount) {
    if (owed) buffer_char(out, ' ');
    format_money(out, kept->amount);
    return;
  }
  if (kept->outcome != OUTCOME_PENDING || !kept->has_high) return;
  format_words(out, language, MSG_PARENTHESIS);
  format_money(out, kept->low);
  format_words(out, language, MSG_RANGE_TO);
  format_money(out, kept->high);
  format_words(out, language, MSG_PARENTHESIS_END);
}

void difference_why(struct buffer *out, const struct difference *difference, size_t at)
{
  const char *before = difference->objects[at].before, *after = difference->objects[at].after;
  if (!before) return;
  const struct change *change = &difference->results.changes[at];
  const char *data = difference->objects[at].data;
  if (data && *data) buffer_printf(out, "%s%s", message_name(MSG_DIFF_DATA, difference->language), data);
  if (out->length && (!change->before || !change->after)) format_words(out, difference->language, MSG_SEMICOLON);
  if (!change->before) format_words(out, difference->language, MSG_DIFF_NEW);
  if (!change->after) format_words(out, difference->language, MSG_DIFF_GONE);
  bool open = change->old.outcome == OUTCOME_PENDING && change->now.outcome == OUTCOME_PENDING; /* the same data are missing */
  if (*before && change->old.outcome != OUTCOME_YES && change->before && !open) {
    if (out->length) format_words(out, difference->language, MSG_SEMICOLON);
    buffer_printf(out, "%s%s", message_name(MSG_DIFF_BEFORE, difference->language), before);
  }
  if (*after && change->now.outcome != OUTCOME_YES && change->after) {
    if (out->length) format_words(out, difference->language, MSG_SEMICOLON);
    buffer_printf(out, "%s%s", message_name(MSG_DIFF_NOW, difference->language), after);
  }
}

/* +24万元, −100万元 */
static void difference_money(struct buffer *out, int64_t fen)
{
  if (fen > 0) buffer_char(out, '+');
  format_money(out, fen);
}

/* The terminal */

struct page {
  const struct difference *difference;
  struct arena *arena;
  struct buffer *out;
  struct terminal terminal;
};

static void format_heading(struct buffer *out, enum language language, const struct terminal *terminal, enum message message)
{
  if (out->length) buffer_char(out, '\n');
  style_begin(out, terminal, STYLE_STRONG);
  format_words(out, language, message);
  style_end(out, terminal, STYLE_STRONG);
  buffer_char(out, '\n');
}

static void heading(struct page *page, enum message message)
{
  format_heading(page->out, page->difference->language, &page->terminal, message);
}

void rule_changes_print(struct buffer *out, struct arena *arena, enum language language, const struct terminal *terminal,
                        const struct rule_changes *rules)
{
  static const struct table_column columns[] = { { NO_MESSAGE, false, FIT_WHOLE }, { NO_MESSAGE, false, FIT_WRAP } };
  format_heading(out, language, terminal, MSG_DIFF_RULES);
  if (!rules->count) format_words(out, language, MSG_DIFF_NOTHING);
  struct text_table *table = text_table_new(arena, columns, 2, language);
  for (size_t i = 0; i < rules->count; i++) {
    const struct rule_change *rule = &rules->items[i];
    const char *last = i ? rules->items[i - 1].name : "";
    const char *arrow = *rule->before && *rule->after ? " → " : "";
    const char *head = strcmp(last, rule->name) ? arena_printf(arena, "%s%s%s", rule->id, *rule->id ? " " : "", rule->name) : "";
    text_table_add(table, slice_of(head), STYLE_STRONG);
    text_table_add(table,
                   slice_of(arena_printf(arena, "%s%s%s%s%s", rule->what, message_name(MSG_COLON, language), rule->before, arrow,
                                         rule->after)),
                   STYLE_PLAIN);
  }
  text_table_write(out, table, terminal, 2);
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

static const struct measure *measure_of(const struct measure_change *change)
{
  return (change->after ? change->after : change->before)->measure;
}

static void measure_row(struct page *page, struct text_table *table, const struct measure_change *measure)
{
  const struct measure *named = measure_of(measure);
  struct buffer after = { 0 }, difference = { 0 };
  uint64_t yes = measure->before ? measure->before->yes : 0, pending = measure->before ? measure->before->pending : 0;
  text_table_add(table, slice_of(named->id), STYLE_PLAIN);
  text_table_add(table, slice_of(named->name), STYLE_PLAIN);
  text_table_add(table, slice_of(pair(page->arena, yes, measure->after ? measure->after->yes : 0)), STYLE_PLAIN);
  text_table_add(table, slice_of(pair(page->arena, pending, measure->after ? measure->after->pending : 0)), STYLE_PLAIN);
  if (named->amount) {
    format_money(&after, outcome_list_amount(measure->after));
    difference_money(&difference, outcome_list_amount(measure->after) - outcome_list_amount(measure->before));
  }
  text_table_add(table, buffer_take(page->arena, &after), STYLE_PLAIN);
  text_table_add(table, buffer_take(page->arena, &difference), STYLE_STRONG);
}

/* Of what is given, or of what is due back, which has a total only where there is some. */
static void total_row(struct page *page, struct text_table *table, bool owed)
{
  int64_t totals[2] = { 0, 0 };
  bool overflowed = false, any = !owed;
  for (size_t i = 0; i < page->difference->results.measure_count; i++) {
    const struct measure_change *measure = &page->difference->results.measures[i];
    if (measure_kind_owes(measure_of(measure)->kind) != owed) continue;
    any = true;
    overflowed |= __builtin_add_overflow(totals[0], outcome_list_amount(measure->before), &totals[0]);
    overflowed |= __builtin_add_overflow(totals[1], outcome_list_amount(measure->after), &totals[1]);
  }
  if (!any) return;
  struct buffer cells[2] = { { 0 }, { 0 } };
  format_money(&cells[0], totals[1]);
  difference_money(&cells[1], totals[1] - totals[0]);
  enum message total = owed ? MSG_OUTCOME_OWED : MSG_DIFF_TOTAL;
  const char *texts[] = { "", message_name(total, page->difference->language), "", "" };
  for (int i = 0; i < 4; i++) text_table_add(table, slice_of(texts[i]), STYLE_STRONG);
  for (int i = 0; i < 2; i++) {
    struct slice text = buffer_take(page->arena, &cells[i]);
    text_table_add(table, overflowed ? SLICE("?") : text, STYLE_STRONG);
  }
}

static void print_measures(struct page *page)
{
  static const struct table_column columns[] = {
    { MSG_HEADING_ID, false, FIT_WHOLE },     { MSG_HEADING_MEASURE, false, FIT_CUT },     { MSG_OUTCOME_YES, true, FIT_WHOLE },
    { MSG_OUTCOME_PENDING, true, FIT_WHOLE }, { MSG_HEADING_AMOUNT_NOW, true, FIT_WHOLE }, { MSG_HEADING_CHANGE, true, FIT_WHOLE }
  };
  const struct comparison *results = &page->difference->results;
  struct text_table *table = text_table_new(page->arena, columns, 6, page->difference->language);
  size_t same = 0;
  for (size_t i = 0; i < results->measure_count; i++)
    if (has_changed(&results->measures[i])) measure_row(page, table, &results->measures[i]);
    else same++;
  total_row(page, table, false);
  total_row(page, table, true);
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
    if (!measure_kind_owes(change_measure(&results->changes[i])->kind))
      sums[results->changes[i].kind] += results->changes[i].difference;
  }
  static const enum message rules[CHANGE_KINDS] = { MSG_DIFF_GAIN, MSG_DIFF_LOSS, MSG_DIFF_OPEN, MSG_DIFF_CLEAR };
  static const enum message lists[CHANGE_KINDS] = { MSG_DIFF_PAY, MSG_DIFF_TAKE, MSG_DIFF_OPEN, MSG_DIFF_CLEAR };
  const enum message *messages = page->difference->lists ? lists : rules;
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
  if (region->objects) return message_name(MSG_DIFF_OBJECTS, page->difference->language);
  if (!region->code) return message_name(MSG_DIFF_NO_DISTRICT, page->difference->language);
  return arena_printf(page->arena, "%06d %s", (int)region->code, region->name ? region->name : "");
}

static void print_regions(struct page *page)
{
  static const struct table_column columns[] = {
    { MSG_HEADING_DISTRICT, false, FIT_CUT }, { MSG_HEADING_GAIN, true, FIT_WHOLE },  { MSG_HEADING_LOSS, true, FIT_WHOLE },
    { MSG_HEADING_OPEN, true, FIT_WHOLE },    { MSG_HEADING_OTHER, true, FIT_WHOLE }, { MSG_HEADING_CHANGE, true, FIT_WHOLE }
  };
  size_t count = page->difference->region_count;
  if (!count) return;
  heading(page, MSG_DIFF_DISTRICTS);
  struct text_table *table = text_table_new(page->arena, columns, 6, page->difference->language);
  for (size_t i = 0; i < count; i++) {
    const struct region_change *region = &page->difference->regions[i];
    struct buffer sum = { 0 };
    difference_money(&sum, region->difference);
    text_table_add(table, slice_of(region_string(page, region)), STYLE_PLAIN);
    for (int k = 0; k < CHANGE_KINDS; k++)
      text_table_add(table, slice_of(arena_printf(page->arena, "%zu", region->counts[k])), STYLE_PLAIN);
    text_table_add(table, buffer_take(page->arena, &sum), STYLE_STRONG);
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
  format_outcome(&turned, change_measure(change), &change->old, page->difference->language);
  buffer_text(&turned, " → ");
  format_outcome(&turned, change_measure(change), &change->now, page->difference->language);
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
  heading(page, MSG_DIFF_WHO);
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
  rule_changes_print(&out, &arena, difference->language, &page.terminal, &difference->rules);
  heading(&page, MSG_DIFF_RESULTS);
  if (difference->results.count) {
    print_measures(&page);
    print_kinds(&page);
    print_regions(&page);
    print_changes(&page, most);
  } else {
    format_words(&out, difference->language, MSG_DIFF_NOTHING);
  }
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
  arena_free(&arena);
}
