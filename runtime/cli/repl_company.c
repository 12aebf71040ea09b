/* One company at the prompt: chosen or invented, asked why, what it lacks, and what would be if. */
#include <string.h>

#include "cli/command.h"
#include "cli/repl.h"
#include "explain/explain_verdict.h"
#include "write/entity_text.h"

/* Who is asked about */

struct huiqi_who repl_current(const struct repl *repl)
{
  static const struct request_setting none;
  const struct current *current = &repl->current;
  return (struct huiqi_who){ current->invented ? NULL : &current->match, current->settings ? current->settings : &none,
                             current->setting_count };
}

/* What was typed lives with the version, the company outlives it. */
static const struct request_setting *settings_kept(struct repl *repl, const struct request *request)
{
  struct request_setting *kept = arena_array(&repl->arena, request->setting_count, sizeof *kept);
  for (size_t i = 0; i < request->setting_count; i++) {
    const struct request_setting *setting = &request->settings[i];
    kept[i] = (struct request_setting){ arena_string(&repl->arena, setting->key), arena_string(&repl->arena, setting->text),
                                        setting->site };
  }
  return kept;
}

static bool invent(struct repl *repl, const struct request_setting *settings, size_t count, struct fault *fault)
{
  struct current current = { .chosen = true, .invented = true, .settings = settings, .setting_count = count };
  const struct huiqi_who who = { NULL, settings, count };
  if (!huiqi_invent(repl->session, &repl->arena, &who, &current.match, fault)) return false;
  if (!current.match.name.length) current.match.name = slice_of(message_name(MSG_INVENTED, repl->options.language));
  repl->current = current;
  return true;
}

void repl_keep_current(struct repl *repl)
{
  struct fault fault;
  struct current *current = &repl->current;
  if (current->invented && !invent(repl, current->settings, current->setting_count, &fault))
    *current = (struct current){ .chosen = false };
}

static void print_current(struct repl *repl)
{
  const struct match *match = &repl->current.match;
  terminal_entry(&repl->out, "%.*s%s%.*s", (int)match->name.length, match->name.at, match->code.length ? "  " : "",
                 (int)match->code.length, match->code.at);
}

static void take_match(struct repl *repl, const struct match *match)
{
  repl->current = (struct current){ .chosen = true, .match = *match };
  repl->current.match.code = slice_copy(&repl->arena, match->code);
  repl->current.match.name = slice_copy(&repl->arena, match->name);
  print_current(repl);
}

bool repl_pick(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct matches matches;
  if (!request->text && repl->current.chosen) return print_current(repl), true;
  if (!request->text) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
  if (!repl->options.inputs.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (!huiqi_find(repl->session, slice_of(request->text), &matches, fault)) return false;
  if (!matches.count) return fault_set(fault, FAULT_USAGE, MSG_EXPLAIN_NOBODY, request->text, NULL);
  if (matches.count == 1) take_match(repl, &matches.items[0]);
  else matches_print(&repl->out, repl->options.language, request->text, &matches);
  return true;
}

bool repl_create(struct repl *repl, const struct request *request, struct fault *fault)
{
  if (!invent(repl, settings_kept(repl, request), request->setting_count, fault)) return false;
  print_current(repl);
  return true;
}

/* Asking */

static struct entity_report new_report(struct repl *repl, int depth)
{
  return (struct entity_report){ .arena = &repl->answer,
                                 .reason = { .language = repl->options.language, .depth = depth },
                                 .steps = true };
}

static bool can_report(const struct repl *repl, struct fault *fault)
{
  if (!repl->current.chosen) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
  return huiqi_model(repl->session)->measure_count || fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_MEASURES, NULL);
}

static bool find_report(struct repl *repl, struct entity_report *report, struct fault *fault)
{
  const struct huiqi_who who = repl_current(repl);
  *report = new_report(repl, 2);
  if (!can_report(repl, fault) || !huiqi_report(repl->session, &who, report, fault)) return false;
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
  terminal_name(&repl->out, slice_of(measure->id));
  buffer_char(&repl->out, ' ');
  terminal_name(&repl->out, slice_of(measure->name));
  buffer_text(&repl->out, "  ");
  format_outcome_amount(&repl->out, &report->reason, measure, &judged->verdict);
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
  if (!find_report(repl, &report, fault)) return false;
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
  if (!repl_measure(repl, request, &measure, fault) || !find_report(repl, &report, fault)) return false;
  for (size_t i = 0; i < report.measure_count; i++) {
    const struct measure *judged = report.measures[i].planned->measure;
    bool asked = measure ? judged == measure : !measure_kind_owes(judged->kind); /* nobody wants to owe */
    if (asked) brief(repl, &report, &report.measures[i], lacking_text(&report.measures[i]));
  }
  return true;
}

bool repl_report(struct repl *repl, const struct request *request, struct fault *fault)
{
  struct entity_report report;
  (void)request;
  if (!find_report(repl, &report, fault)) return false;
  entity_report_print(&repl->out, &report, &repl->terminal);
  return true;
}

/* 如果 */

static void outcome_text(struct buffer *out, const struct entity_report *report, const struct entity_report_measure *judged)
{
  const struct verdict *verdict = &judged->verdict;
  format_outcome_amount(out, &report->reason, judged->planned->measure, verdict);
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
  return buffer_take(&repl->answer, &text);
}

static void print_cells(struct repl *repl, const struct what_if *answer)
{
  for (size_t i = 0; i < answer->change_count; i++) {
    const struct cell_change *change = &answer->changes[i];
    bool english = repl->options.language == LANGUAGE_ENGLISH && change->field->english;
    buffer_printf(&repl->out, "%s  ", english ? change->field->english : change->field->name);
    format_cell(&repl->out, change->field, &change->before);
    buffer_text(&repl->out, " → ");
    format_cell(&repl->out, change->field, &change->after);
    buffer_char(&repl->out, '\n');
  }
}

/* Measures whose result would be another, then why it would. */
static void print_changes(struct repl *repl, const struct entity_report *before, const struct entity_report *after)
{
  static const struct table_column columns[] = { { MSG_HEADING_MEASURE, false, FIT_CUT },
                                                 { MSG_WHAT_IF_NOW, false, FIT_WHOLE },
                                                 { MSG_WHAT_IF_THEN, false, FIT_WHOLE } };
  struct arena *arena = &repl->answer;
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
  else buffer_printf(&repl->out, "%s\n", message_name(MSG_WHAT_IF_SAME, repl->options.language));
  size_t passes = before->object ? 0 : plan_passes(before->plan), places = before->object ? 0 : before->plan->population_depth;
  if (places) buffer_printf(&repl->out, "%s\n", message_name(MSG_WHAT_IF_LIST, repl->options.language));
  if (passes > places + plan_asks_other_companies(before->plan))
    buffer_printf(&repl->out, "%s\n", message_name(MSG_WHAT_IF_BUDGETS, repl->options.language));
}

/* What a list says its members lack changes, too. */
static void print_lacking_changes(struct repl *repl, const struct entity_report *before, const struct entity_report *after)
{
  for (size_t i = 0; i < before->measure_count && i < after->measure_count; i++) {
    const struct entity_report_measure *now = &before->measures[i], *then = &after->measures[i];
    if (strcmp(now->against, then->against) == 0 || !then->against[0]) continue;
    struct buffer head = { 0 };
    buffer_printf(&head, "%s %s%s", then->planned->measure->id, message_name(MSG_REPORT_AGAINST, repl->options.language),
                  then->against);
    buffer_char(&head, 0);
    paragraph_print(&repl->out, &repl->terminal, "", 4, head.at);
    buffer_free(&head);
  }
}

bool repl_what_if(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct huiqi_who who = repl_current(repl);
  struct what_if answer = { .before = new_report(repl, 1), .after = new_report(repl, 1) };
  if (!can_report(repl, fault)) return false;
  if (!huiqi_what_if(repl->session, &who, request->settings, request->setting_count, &answer, fault)) return false;
  if (!answer.before.found || !answer.after.found) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOT_JUDGED, NULL);
  print_cells(repl, &answer);
  print_changes(repl, &answer.before, &answer.after);
  print_lacking_changes(repl, &answer.before, &answer.after);
  return true;
}
