/* One company at the prompt: chosen or invented, asked why, what it lacks, and what would be if. */
#include <string.h>

#include "cli/command.h"
#include "cli/repl.h"
#include "explain/explain_verdict.h"
#include "session/company.h"
#include "write/entity_text.h"

enum { LISTED = 20 };

/* Who is asked about */

void repl_forget_current(struct repl *repl)
{
  if (repl->current.one) memory_list_free(repl->current.one);
  repl->current = (struct current){ .one = NULL };
}

static const struct table_kind *companies(const struct repl *repl)
{
  return &repl->version->model->tables[0].kind;
}

static bool apply(struct repl *repl, struct memory_list *one, const struct request_setting *settings, size_t count,
                  struct fault *fault)
{
  return company_set(&repl->arena, companies(repl), repl->options.language, one, settings, count, fault);
}

static struct slice text_of(const struct repl *repl, const struct memory_list *one, int field)
{
  struct column *column;
  size_t at;
  bool has = field >= 0 && memory_list_cell(one, &companies(repl)->fields[field], 0, &column, &at);
  return has && column->state[at] == STATE_KNOWN && column->text ? column->text[at] : (struct slice){ "", 0 };
}

static void name_current(struct repl *repl)
{
  const struct table *table = &repl->version->model->tables[0];
  repl->current.match.code = text_of(repl, repl->current.one, table->code);
  repl->current.match.name = text_of(repl, repl->current.one, table->label);
  if (repl->current.invented && !repl->current.match.name.length)
    repl->current.match.name = slice_of(repl_string(repl, "（新建）", "(invented)"));
}

/* What was typed lives in the version's arena, the company outlives it. */
static const struct request_setting *settings_kept(struct repl *repl, const struct request_setting *settings, size_t count)
{
  struct request_setting *kept = arena_array(&repl->arena, count, sizeof *kept);
  for (size_t i = 0; i < count; i++)
    kept[i] = (struct request_setting){ arena_string(&repl->arena, settings[i].key), arena_string(&repl->arena, settings[i].text),
                                        settings[i].site };
  return kept;
}

static bool invent(struct repl *repl, const struct request_setting *settings, size_t count, struct fault *fault)
{
  struct memory_list *one = memory_list_blank(companies(repl));
  if (!apply(repl, one, settings, count, fault)) return memory_list_free(one), false;
  repl_forget_current(repl);
  repl->current = (struct current){ .one = one, .invented = true, .settings = settings, .setting_count = count };
  name_current(repl);
  return true;
}

void repl_keep_current(struct repl *repl)
{
  struct fault fault;
  struct current current = repl->current;
  if (!current.one) return;
  if (current.invented) {
    if (!invent(repl, current.settings, current.setting_count, &fault)) repl_forget_current(repl);
    return;
  }
  if (current.match.object || !repl->workspace.list) return;
  repl->current.one = company_row(&repl->arena, companies(repl), repl->workspace.list, current.match.row);
  memory_list_free(current.one);
  name_current(repl);
}

static void print_current(struct repl *repl)
{
  const struct match *match = &repl->current.match;
  terminal_entry(&repl->out, "%.*s%s%.*s", (int)match->name.length, match->name.at, match->code.length ? "  " : "",
                 (int)match->code.length, match->code.at);
}

static void take_match(struct repl *repl, const struct match *match)
{
  repl_forget_current(repl);
  repl->current.match = *match;
  if (!match->object)
    repl->current.one = company_row(&repl->arena, companies(repl), repl->workspace.list, match->row), name_current(repl);
  print_current(repl);
}

static void list_matches(struct repl *repl, const char *who, const struct matches *matches)
{
  message_text(&repl->out, repl->options.language, MSG_EXPLAIN_SEVERAL, who, arena_printf(&repl->arena, "%zu", matches->count),
               NULL);
  buffer_char(&repl->out, '\n');
  for (size_t i = 0; i < matches->count && i < LISTED; i++) {
    const struct match *match = &matches->items[i];
    match_print(&repl->out, match);
  }
  if (matches->count > LISTED) buffer_text(&repl->out, "  …\n");
}

static bool has_current(const struct repl *repl)
{
  return repl->current.one || repl->current.match.object;
}

bool repl_pick(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct matches matches;
  if (!request->text && has_current(repl)) return print_current(repl), true;
  if (!request->text) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
  if (!repl->workspace.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (!repl_ready(repl, fault)) return false;
  entity_query_find(&repl->query, slice_of(request->text), &matches);
  if (!matches.count) return fault_set(fault, FAULT_USAGE, MSG_EXPLAIN_NOBODY, request->text, NULL);
  if (matches.count == 1) take_match(repl, &matches.items[0]);
  else list_matches(repl, request->text, &matches);
  return true;
}

bool repl_create(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct request_setting *settings = settings_kept(repl, request->settings, request->setting_count);
  if (!invent(repl, settings, request->setting_count, fault)) return false;
  print_current(repl);
  return true;
}

/* Asking */

static bool find_report(struct repl *repl, struct memory_list *one, int depth, struct entity_report *report, struct fault *fault)
{
  *report = (struct entity_report){ .arena = &repl->version->arena,
                                    .reason = { repl->options.language, depth, NULL, false },
                                    .steps = true };
  if (!has_current(repl)) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
  if (!repl_ready(repl, fault)) return false;
  if (!repl->version->model->measure_count) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_MEASURES, NULL);
  if (!entity_query_dossier(&repl->query, &repl->current.match, one, report, fault)) return false;
  if (!report->name.length) report->name = repl->current.match.name;
  return report->found || fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOT_JUDGED, NULL);
}

static const struct entity_report_measure *measure_in(const struct entity_report *report, const struct measure *measure)
{
  for (size_t i = 0; i < report->measure_count; i++)
    if (report->measures[i].planned->measure == measure) return &report->measures[i];
  return NULL;
}

/* `U22-1 高企首次认定奖励  符合 10万元`, and the reason below. */
static void brief(struct repl *repl, const struct entity_report *report, const struct entity_report_measure *judged,
                  const char *text)
{
  const struct measure *measure = judged->planned->measure;
  const struct verdict *verdict = &judged->verdict;
  terminal_name(&repl->out, slice_of(measure->id));
  buffer_char(&repl->out, ' ');
  terminal_name(&repl->out, slice_of(measure->name));
  buffer_printf(&repl->out, "  %s", outcome_string(&report->reason, verdict->outcome));
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount)
    buffer_char(&repl->out, ' '), format_money(&repl->out, verdict->amount);
  buffer_char(&repl->out, '\n');
  if (text[0]) paragraph_print(&repl->out, &repl->terminal, "    ", 4, text);
}

static bool print_gap_of(struct repl *repl, const struct entity_report *report, const struct measure *measure,
                         struct fault *fault)
{
  const struct entity_report_measure *judged = measure_in(report, measure);
  if (!judged) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOT_JUDGED, NULL);
  entity_report_measure_print(&repl->out, report, judged, &repl->terminal);
  return true;
}

bool repl_why(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct entity_report report;
  const struct measure *measure;
  if (!repl_measure(repl, request, &measure, fault)) return false;
  if (!find_report(repl, repl->current.one, 2, &report, fault)) return false;
  if (measure) return print_gap_of(repl, &report, measure, fault);
  for (size_t i = 0; i < report.measure_count; i++) brief(repl, &report, &report.measures[i], report.measures[i].why);
  return true;
}

static const char *lacking_text(const struct entity_report_measure *judged)
{
  if (judged->lack[0]) return judged->lack;
  return judged->against[0] ? judged->against : judged->verdict.outcome == OUTCOME_YES ? "" : judged->why;
}

bool repl_lacking(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct entity_report report;
  const struct measure *measure;
  if (!repl_measure(repl, request, &measure, fault) || !find_report(repl, repl->current.one, 2, &report, fault)) return false;
  for (size_t i = 0; i < report.measure_count; i++)
    if (!measure || report.measures[i].planned->measure == measure)
      brief(repl, &report, &report.measures[i], lacking_text(&report.measures[i]));
  return true;
}

bool repl_report(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct entity_report report;
  (void)request;
  if (!find_report(repl, repl->current.one, 2, &report, fault)) return false;
  entity_report_print(&repl->out, &report, &repl->terminal);
  return true;
}

/* 如果 */

static void outcome_text(struct buffer *out, const struct entity_report *report, const struct entity_report_measure *judged)
{
  const struct verdict *verdict = &judged->verdict;
  buffer_text(out, outcome_string(&report->reason, verdict->outcome));
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount) buffer_char(out, ' '), format_money(out, verdict->amount);
  if (verdict->outcome == OUTCOME_PENDING && verdict->has_high) {
    buffer_char(out, ' ');
    format_money(out, verdict->low);
    format_wording(out, &report->reason, MSG_RANGE_TO);
    format_money(out, verdict->high);
  }
  if (judged->rung[0]) buffer_printf(out, " %s", judged->rung);
}

static struct slice outcome_copy(struct repl *repl, const struct entity_report *report,
                                 const struct entity_report_measure *judged)
{
  struct buffer text = { 0 };
  outcome_text(&text, report, judged);
  struct slice copy = slice_copy(&repl->version->arena, buffer_view(&text));
  buffer_free(&text);
  return copy;
}

static void print_settings(struct repl *repl, const struct request *request)
{
  for (size_t i = 0; i < request->setting_count; i++) {
    const struct field *field;
    struct cell cell, before = { .state = STATE_UNKNOWN, .den = 1 };
    struct fault fault;
    struct column *column;
    size_t at;
    if (!company_cell(&repl->arena, companies(repl), repl->options.language, &request->settings[i], &field, &cell, &fault))
      continue;
    if (memory_list_cell(repl->current.one, field, 0, &column, &at)) {
      before = (struct cell){ (enum state)column->state[at], column->num[at], column->den ? column->den[at] : 1, { NULL, 0 } };
      if (column->text) before.text = column->text[at];
    }
    bool english = repl->options.language == LANGUAGE_ENGLISH && field->english;
    buffer_printf(&repl->out, "%s  ", english ? field->english : field->name);
    format_cell(&repl->out, field, &before);
    buffer_text(&repl->out, " → ");
    format_cell(&repl->out, field, &cell);
    buffer_char(&repl->out, '\n');
  }
}

/* Measures whose result would be another, then why it would. */
static void print_changes(struct repl *repl, const struct entity_report *before, const struct entity_report *after)
{
  static const struct table_column columns[] = { { MSG_HEADING_MEASURE, false, FIT_CUT },
                                                 { MSG_WHAT_IF_NOW, false, FIT_WHOLE },
                                                 { MSG_WHAT_IF_THEN, false, FIT_WHOLE } };
  struct arena *arena = &repl->version->arena;
  struct text_table *table = text_table_new(arena, columns, 3, repl->options.language);
  size_t changed = 0;
  for (size_t i = 0; i < before->measure_count && i < after->measure_count; i++) {
    const struct measure *measure = before->measures[i].planned->measure;
    struct slice now = outcome_copy(repl, before, &before->measures[i]), then = outcome_copy(repl, after, &after->measures[i]);
    if (slice_equal(now, then)) continue;
    changed++;
    text_table_add(table, slice_of(arena_printf(arena, "%s %s", measure->id, measure->name)), STYLE_PLAIN);
    text_table_add(table, now, STYLE_PLAIN);
    text_table_add(table, then, STYLE_STRONG);
  }
  if (changed) text_table_write(&repl->out, table, &repl->terminal, 0);
  else buffer_printf(&repl->out, "%s\n", repl_string(repl, "各项措施的结果不变", "no result would change"));
  if (!before->object && repl->query.version->plan && plan_passes(repl->version->plan))
    buffer_printf(&repl->out, "%s\n",
                  repl_string(repl, "注意：有预算的措施按现有申请计，没有重新分配",
                              "note: shares of envelopes are those of the present claims"));
}

/* What a list says its members lack changes, too. */
static void print_lacking_changes(struct repl *repl, const struct entity_report *before, const struct entity_report *after)
{
  for (size_t i = 0; i < before->measure_count && i < after->measure_count; i++) {
    const struct entity_report_measure *now = &before->measures[i], *then = &after->measures[i];
    if (strcmp(now->against, then->against) == 0 || !then->against[0]) continue;
    struct buffer head = { 0 };
    buffer_printf(&head, "%s %s%s", then->planned->measure->id, repl_string(repl, "对照：", "compared: "), then->against);
    buffer_char(&head, 0);
    paragraph_print(&repl->out, &repl->terminal, "", 4, head.at);
    buffer_free(&head);
  }
}

static struct memory_list *copy_of_current(const struct repl *repl, struct fault *fault)
{
  static const uint32_t first = 0;
  if (repl->current.one) return memory_list_pick(repl->current.one, &first, 1);
  fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
  return NULL;
}

bool repl_what_if(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct entity_report before, after;
  struct memory_list *one = copy_of_current(repl, fault);
  if (!one) return false;
  bool done = apply(repl, one, request->settings, request->setting_count, fault) &&
              find_report(repl, repl->current.one, 1, &before, fault) && find_report(repl, one, 1, &after, fault);
  if (done) {
    print_settings(repl, request);
    print_changes(repl, &before, &after);
    print_lacking_changes(repl, &before, &after);
  }
  memory_list_free(one);
  return done;
}
