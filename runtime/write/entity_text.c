/* The report on the terminal. */
#include "write/entity_text.h"

#include <stdio.h>
#include <string.h>

#include "decode/unicode.h"

const char *outcome_string(const struct wording *reason, const struct measure *measure, enum outcome outcome)
{
  if (outcome == OUTCOME_PENDING) return wording_name(reason, MSG_EXPLAIN_PENDING);
  return outcome_name(measure, outcome, reason->language);
}

static enum style outcome_style(const struct measure *measure, enum outcome outcome)
{
  if (measure_kind_owes(measure->kind) && outcome != OUTCOME_PENDING) return outcome == OUTCOME_YES ? STYLE_BAD : STYLE_PLAIN;
  return outcome == OUTCOME_YES ? STYLE_GOOD : outcome == OUTCOME_NO ? STYLE_BAD : STYLE_OPEN;
}

static void spaces(struct buffer *out, size_t count)
{
  for (size_t i = 0; i < count; i++) buffer_char(out, ' ');
}

void paragraph_print(struct buffer *out, const struct terminal *terminal, const char *first, size_t hang, const char *text)
{
  struct slice rest = slice_of(text);
  size_t width = terminal->width > hang + 20 ? terminal->width - hang : 20;
  buffer_text(out, first);
  while (rest.length) {
    size_t taken = terminal_break(rest, width);
    terminal_name(out, slice_trim((struct slice){ rest.at, taken }));
    buffer_char(out, '\n');
    rest = slice_trim((struct slice){ rest.at + taken, rest.length - taken });
    if (rest.length) spaces(out, hang);
  }
}

void entity_report_head_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal)
{
  const struct wording *reason = &report->reason;
  struct buffer line = { 0 };
  style_begin(out, terminal, STYLE_STRONG);
  terminal_name(out, report->name);
  style_end(out, terminal, STYLE_STRONG);
  buffer_text(out, report->name.length ? "  " : "");
  terminal_name(out, report->code);
  buffer_char(out, '\n');
  if (report->object) buffer_printf(&line, "%s%s", report->object->name, wording_name(reason, MSG_COMMA));
  message_text(&line, reason->language, MSG_REPORT_YEAR, INTEGER(report->plan->as_of.year), NULL);
  date_write(&line, report->plan->as_of.on);
  if (report->line) message_text(&line, reason->language, MSG_REPORT_LINE, INTEGER(report->line), NULL);
  buffer_char(&line, '\n');
  buffer_slice(out, buffer_view(&line));
  buffer_free(&line);
  if (!report->repeats) return;
  message_text(out, reason->language, MSG_REASON_REPEATED, INTEGER(report->repeats), NULL);
  buffer_char(out, '\n');
}

void format_outcome_amount(struct buffer *out, const struct wording *reason, const struct measure *measure,
                           const struct verdict *verdict)
{
  buffer_text(out, outcome_string(reason, measure, verdict->outcome));
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount) buffer_char(out, ' '), format_money(out, verdict->amount);
}

/* `U22-1 高企首次认定奖励` on the left, result and amount on the right. */
static void measure_head(struct buffer *out, const struct entity_report *report, const struct entity_report_measure *judged,
                         const struct terminal *terminal)
{
  const struct measure *measure = judged->planned->measure;
  struct buffer left = { 0 }, right = { 0 };
  buffer_printf(&left, "%s %s", measure->id, measure->name);
  if (judged->rung[0]) buffer_printf(&left, "%s%s", wording_name(&report->reason, MSG_COLON), judged->rung);
  format_outcome_amount(&right, &report->reason, measure, &judged->verdict);
  size_t used = display_width(buffer_view(&right)) + 2, room = terminal->width > used + 10 ? terminal->width - used : 10;
  style_begin(out, terminal, STYLE_STRONG);
  size_t from = out->length;
  terminal_cut(out, buffer_view(&left), room);
  size_t width = display_width((struct slice){ out->at + from, out->length - from });
  style_end(out, terminal, STYLE_STRONG);
  spaces(out, room > width ? room - width + 2 : 2);
  style_begin(out, terminal, outcome_style(measure, judged->verdict.outcome));
  buffer_slice(out, buffer_view(&right));
  style_end(out, terminal, outcome_style(measure, judged->verdict.outcome));
  buffer_char(out, '\n');
  buffer_free(&left);
  buffer_free(&right);
}

static void line_print(struct buffer *out, const struct terminal *terminal, const struct entity_report_line *line)
{
  size_t indent = 2 + 2 * (size_t)line->indent;
  enum style style = line->answer == ANSWER_YES ? STYLE_GOOD : line->answer == ANSWER_NO ? STYLE_BAD : STYLE_OPEN;
  spaces(out, indent);
  if (line->marked) {
    style_begin(out, terminal, style);
    buffer_text(out, answer_mark(line->answer));
    style_end(out, terminal, style);
  }
  paragraph_print(out, terminal, line->marked ? " " : "", indent + (line->marked ? 2 : 0), line->text);
}

static void labelled(struct buffer *out, const struct terminal *terminal, const char *label, const char *text)
{
  struct buffer first = { 0 };
  if (!text[0]) return;
  buffer_printf(&first, "  %s", label);
  buffer_char(&first, 0);
  paragraph_print(out, terminal, first.at, display_width(slice_of(first.at)), text);
  buffer_free(&first);
}

static const char *amount_note(const struct entity_report_measure *judged)
{
  const struct verdict *verdict = &judged->verdict;
  bool sentence = verdict->outcome != OUTCOME_NO || verdict_decided_by(verdict) || verdict->by_hand || verdict->nothing;
  return sentence ? judged->why : "";
}

void entity_report_measure_print(struct buffer *out, const struct entity_report *report,
                                 const struct entity_report_measure *measure, const struct terminal *terminal)
{
  const struct wording *reason = &report->reason;
  measure_head(out, report, measure, terminal);
  for (size_t i = 0; i < measure->line_count; i++) line_print(out, terminal, &measure->lines[i]);
  labelled(out, terminal, wording_name(reason, MSG_EXPLAIN_SO), amount_note(measure));
  labelled(out, terminal, wording_name(reason, MSG_EXPLAIN_LACKS), measure->lack);
  labelled(out, terminal, wording_name(reason, MSG_EXPLAIN_AGAINST), measure->against);
  labelled(out, terminal, wording_name(reason, MSG_EXPLAIN_CLAUSE), measure->planned->measure->clause);
  struct buffer agencies = { 0 };
  format_agencies(&agencies, measure->planned->measure);
  buffer_char(&agencies, 0);
  labelled(out, terminal, wording_name(reason, MSG_EXPLAIN_AGENCY), agencies.at);
  buffer_free(&agencies);
}

static void title(struct buffer *out, const struct terminal *terminal, const char *text)
{
  buffer_char(out, '\n');
  style_begin(out, terminal, STYLE_STRONG);
  buffer_text(out, text);
  style_end(out, terminal, STYLE_STRONG);
  buffer_char(out, '\n');
}

static void problems_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal)
{
  if (!report->problem_count) return;
  title(out, terminal, wording_name(&report->reason, MSG_REPORT_PROBLEMS));
  for (size_t i = 0; i < report->problem_count; i++) paragraph_print(out, terminal, "  ", 4, report->problems[i]);
}

void entity_report_measures_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal)
{
  entity_report_head_print(out, report, terminal);
  for (size_t i = 0; i < report->measure_count; i++) {
    buffer_char(out, '\n');
    entity_report_measure_print(out, report, &report->measures[i], terminal);
  }
  problems_print(out, report, terminal);
}

/* Parts */

enum entity_report_part entity_report_part_of(const struct entity_report_measure *measure)
{
  const struct verdict *verdict = &measure->verdict;
  if (measure_kind_owes(measure->planned->measure->kind)) return verdict->outcome == OUTCOME_NO ? PART_NOT_OWED : PART_OWED;
  if (verdict->outcome == OUTCOME_PENDING) return PART_OPEN;
  if (verdict->outcome == OUTCOME_YES) return measure_kind_grants(measure->planned->measure->kind) ? PART_GRANTED : PART_LISTED;
  return measure->lacking->statement_count && !measure->lacking->impossible_count ? PART_LACKING : PART_OUT;
}

const char *entity_report_part_title(const struct wording *reason, enum entity_report_part part)
{
  static const enum message titles[] = {
    [PART_GRANTED] = MSG_REPORT_GRANTED, [PART_OWED] = MSG_REPORT_OWED,     [PART_NOT_OWED] = MSG_REPORT_NOT_OWED,
    [PART_OPEN] = MSG_REPORT_OPEN,       [PART_LISTED] = MSG_REPORT_LISTED, [PART_LACKING] = MSG_REPORT_WITHIN_REACH,
    [PART_OUT] = MSG_REPORT_OUT_OF_REACH
  };
  return wording_name(reason, titles[part]);
}

static void data_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal)
{
  static const struct table_column columns[] = { { NO_MESSAGE, false, FIT_WHOLE }, { NO_MESSAGE, false, FIT_WRAP } };
  struct text_table *table = text_table_new(report->arena, columns, 2, report->reason.language);
  bool english = report->reason.language == LANGUAGE_ENGLISH;
  if (!report->datum_count) return;
  title(out, terminal, wording_name(&report->reason, MSG_REPORT_DATA));
  for (size_t i = 0; i < report->datum_count; i++) {
    const struct field *field = report->data[i].field;
    text_table_add(table, slice_of(english && field->english ? field->english : field->name), STYLE_FAINT);
    text_table_add(table, slice_of(report->data[i].value), STYLE_PLAIN);
  }
  text_table_write(out, table, terminal, 2);
}

static void grants_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal)
{
  if (!report->grant_count) return;
  title(out, terminal, wording_name(&report->reason, MSG_REPORT_GRANTS));
  for (size_t i = 0; i < report->grant_count; i++) {
    const struct entity_report_grant *grant = &report->grants[i];
    struct buffer line = { 0 };
    buffer_printf(&line, "%d  %s %s", grant->year, grant->id, grant->name);
    if (grant->has_amount) buffer_text(&line, "  "), format_money(&line, grant->amount);
    buffer_char(&line, 0);
    paragraph_print(out, terminal, "  ", 8, line.at);
    buffer_free(&line);
  }
}

/* What is reported of a measure in one part: nothing of its conditions, but what comes of them. */
static const char *text_of_part(const struct entity_report_measure *measure, enum entity_report_part part)
{
  if (part == PART_LACKING) return measure->lack;
  if (part == PART_LISTED) return measure->against;
  return measure->why;
}

static void part_print(struct buffer *out, const struct entity_report *report, enum entity_report_part part,
                       const struct terminal *terminal)
{
  bool any = false;
  for (size_t i = 0; i < report->measure_count; i++) {
    const struct entity_report_measure *measure = &report->measures[i];
    if (entity_report_part_of(measure) != part) continue;
    if (!any) title(out, terminal, entity_report_part_title(&report->reason, part));
    any = true;
    struct buffer head = { 0 };
    buffer_printf(&head, "%s %s", measure->planned->measure->id, measure->planned->measure->name);
    if (measure->rung[0]) buffer_printf(&head, "%s%s", wording_name(&report->reason, MSG_COLON), measure->rung);
    if ((part == PART_GRANTED || part == PART_OWED) && measure->verdict.has_amount)
      buffer_text(&head, "  "), format_money(&head, measure->verdict.amount);
    buffer_char(&head, 0);
    paragraph_print(out, terminal, "  ", 2, head.at);
    if (text_of_part(measure, part)[0]) paragraph_print(out, terminal, "      ", 6, text_of_part(measure, part));
    buffer_free(&head);
  }
}

static void days_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal)
{
  if (!report->day_count) return;
  title(out, terminal, wording_name(&report->reason, MSG_REPORT_DAYS));
  for (size_t i = 0; i < report->day_count; i++) {
    struct buffer day = { 0 };
    buffer_text(&day, "  ");
    date_write(&day, report->days[i].day);
    buffer_text(&day, "  ");
    buffer_char(&day, 0);
    paragraph_print(out, terminal, day.at, 14, report->days[i].text);
    buffer_free(&day);
  }
}

void entity_report_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal)
{
  entity_report_head_print(out, report, terminal);
  data_print(out, report, terminal);
  problems_print(out, report, terminal);
  grants_print(out, report, terminal);
  for (int part = 0; part < ENTITY_REPORT_PARTS; part++) part_print(out, report, (enum entity_report_part)part, terminal);
  days_print(out, report, terminal);
}
