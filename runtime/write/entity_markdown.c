/* The report as Markdown and as JSON. */
#include "write/entity_text.h"
#include "write/file_columns.h"

/* Markdown */

/* Signs that would mean something in Markdown, and line ends, are taken for what they are. */
static void escaped(struct buffer *out, struct slice text)
{
  for (size_t i = 0; i < text.length; i++) {
    char c = text.at[i];
    if (c == '|' || c == '*' || c == '_' || c == '<' || c == '>' || c == '#' || c == '[' || c == ']' || c == '`' || c == '\\')
      buffer_char(out, '\\');
    buffer_char(out, (unsigned char)c < ' ' ? ' ' : c);
  }
}

static void heading(struct buffer *out, const char *text)
{
  buffer_printf(out, "\n## %s\n\n", text);
}

static void markdown_data(struct buffer *out, const struct entity_report *report)
{
  const struct wording *reason = &report->reason;
  bool english = reason->language == LANGUAGE_ENGLISH;
  if (!report->datum_count) return;
  heading(out, wording_name(reason, MSG_REPORT_DATA));
  format_wording(out, reason, MSG_REPORT_DATA_HEAD);
  for (size_t i = 0; i < report->datum_count; i++) {
    const struct field *field = report->data[i].field;
    buffer_text(out, "| ");
    escaped(out, slice_of(english && field->english ? field->english : field->name));
    buffer_text(out, " | ");
    escaped(out, slice_of(report->data[i].value));
    buffer_text(out, " |\n");
  }
}

static void markdown_problems(struct buffer *out, const struct entity_report *report)
{
  if (!report->problem_count) return;
  heading(out, wording_name(&report->reason, MSG_REPORT_PROBLEMS));
  for (size_t i = 0; i < report->problem_count; i++) {
    buffer_text(out, "- ");
    escaped(out, slice_of(report->problems[i]));
    buffer_char(out, '\n');
  }
}

static void markdown_grants(struct buffer *out, const struct entity_report *report)
{
  if (!report->grant_count) return;
  heading(out, wording_name(&report->reason, MSG_REPORT_GRANTS));
  for (size_t i = 0; i < report->grant_count; i++) {
    const struct entity_report_grant *grant = &report->grants[i];
    buffer_printf(out, "- %d ", grant->year);
    escaped(out, slice_of(grant->id));
    buffer_char(out, ' ');
    escaped(out, slice_of(grant->name));
    if (grant->has_amount) buffer_text(out, "：**"), format_money(out, grant->amount), buffer_text(out, "**");
    buffer_char(out, '\n');
  }
}

static void markdown_lines(struct buffer *out, const struct entity_report_measure *measure)
{
  for (size_t i = 0; i < measure->line_count; i++) {
    const struct entity_report_line *line = &measure->lines[i];
    for (int k = 0; k <= line->indent; k++) buffer_text(out, "  ");
    buffer_text(out, "- ");
    if (line->marked) buffer_printf(out, "%s ", answer_mark(line->answer));
    escaped(out, slice_of(line->text));
    buffer_char(out, '\n');
  }
}

static void markdown_note(struct buffer *out, const char *label, const char *text)
{
  if (!text[0]) return;
  buffer_printf(out, "  - %s", label);
  escaped(out, slice_of(text));
  buffer_char(out, '\n');
}

static void json_agencies(struct json *json, const struct measure *measure)
{
  struct buffer agencies = { 0 };
  if (!measure->agency_count) return;
  format_agencies(&agencies, measure);
  json_key(json, "agency");
  json_string(json, buffer_view(&agencies));
  buffer_free(&agencies);
}

static void markdown_agencies(struct buffer *out, const struct wording *reason, const struct measure *measure)
{
  struct buffer agencies = { 0 };
  format_agencies(&agencies, measure);
  buffer_char(&agencies, 0);
  markdown_note(out, wording_name(reason, MSG_REPORT_AGENCY), agencies.at);
  buffer_free(&agencies);
}

static void markdown_part(struct buffer *out, const struct entity_report *report, enum entity_report_part part)
{
  const struct wording *reason = &report->reason;
  bool any = false;
  for (size_t i = 0; i < report->measure_count; i++) {
    const struct entity_report_measure *measure = &report->measures[i];
    if (entity_report_part_of(measure) != part) continue;
    if (!any) heading(out, entity_report_part_title(reason, part));
    any = true;
    buffer_text(out, "- **");
    escaped(out, slice_of(measure->planned->measure->id));
    buffer_char(out, ' ');
    escaped(out, slice_of(measure->planned->measure->name));
    buffer_text(out, "**");
    if (measure->rung[0]) buffer_text(out, "："), escaped(out, slice_of(measure->rung));
    bool told = part == PART_GRANTED || part == PART_OWED;
    if (told && measure->verdict.has_amount) buffer_text(out, " "), format_money(out, measure->verdict.amount);
    format_wording(out, reason, MSG_CLAUSE_PARENTHESIS);
    escaped(out, slice_of(measure->planned->measure->clause));
    format_wording(out, reason, MSG_PARENTHESIS_END_LINE);
    markdown_lines(out, measure);
    markdown_agencies(out, reason, measure->planned->measure);
    if (part == PART_OPEN || told) markdown_note(out, "", measure->why);
    markdown_note(out, wording_name(reason, MSG_REPORT_LACKING), measure->lack);
    markdown_note(out, wording_name(reason, MSG_REPORT_AGAINST), measure->against);
  }
}

static void markdown_days(struct buffer *out, const struct entity_report *report)
{
  if (!report->day_count) return;
  heading(out, wording_name(&report->reason, MSG_REPORT_DAYS));
  for (size_t i = 0; i < report->day_count; i++) {
    buffer_text(out, "- ");
    date_write(out, report->days[i].day);
    buffer_char(out, ' ');
    escaped(out, slice_of(report->days[i].text));
    buffer_char(out, '\n');
  }
}

void entity_report_markdown(struct buffer *out, const struct entity_report *report)
{
  const struct wording *reason = &report->reason;
  buffer_text(out, "# ");
  escaped(out, report->name.length ? report->name : report->code);
  buffer_text(out, "\n\n");
  escaped(out, report->code);
  format_wording(out, reason, MSG_COMMA);
  message_text(out, reason->language, MSG_REPORT_YEAR, INTEGER(report->plan->as_of.year), NULL);
  date_write(out, report->plan->as_of.on);
  buffer_char(out, '\n');
  markdown_data(out, report);
  markdown_problems(out, report);
  markdown_grants(out, report);
  for (int part = 0; part < ENTITY_REPORT_PARTS; part++) markdown_part(out, report, (enum entity_report_part)part);
  markdown_days(out, report);
}

/* JSON */

static void json_money(struct json *json, const char *key, int64_t fen)
{
  struct buffer said = { 0 };
  money_write(&said, fen);
  json_key(json, key);
  json_raw(json, buffer_view(&said));
  buffer_free(&said);
}

static void json_day(struct json *json, const char *key, date day)
{
  struct buffer said = { 0 };
  date_write(&said, day);
  json_key(json, key);
  json_string(json, buffer_view(&said));
  buffer_free(&said);
}

static void json_ratio(struct json *json, const char *key, const struct field *field, struct ratio value)
{
  struct buffer said = { 0 };
  json_key(json, key);
  if (field->kind == FIELD_MONEY) money_write(&said, value.num);
  else ratio_write(&said, value);
  if (field->kind == FIELD_NUMBER && value.den != 1) json_string(json, buffer_view(&said));
  else json_raw(json, buffer_view(&said));
  buffer_free(&said);
}

static void json_cell(struct json *json, const char *key, const struct field *field, const struct cell *cell)
{
  struct buffer said = { 0 };
  bool figure = field->kind == FIELD_MONEY || field->kind == FIELD_COUNT || field->kind == FIELD_NUMBER;
  if (figure) {
    json_ratio(json, key, field, (struct ratio){ cell->num, cell->den });
    return;
  }
  format_cell(&said, field, cell);
  json_key(json, key);
  json_string(json, buffer_view(&said));
  buffer_free(&said);
}

static void json_shift(struct json *json, const struct day_shift *shift)
{
  json_object(json);
  if (shift->field) {
    json_entry(json, "field", shift->field->name);
    json_cell(json, "from", shift->field, &shift->before);
    json_cell(json, "to", shift->field, &shift->after);
    if (shift->field->unit) json_entry(json, "unit", shift->field->unit);
  } else {
    json_entry(json, "field", file_column_name(COLUMN_AS_OF));
    json_day(json, "from", (date)shift->before.num);
    json_day(json, "to", (date)shift->after.num);
  }
  json_object_end(json);
}

/* The statements as data: alternatives, each a list of changes that together make the measure hold. */
static void json_lacking(struct json *json, const char *key, const struct gap *lacking)
{
  if (!lacking->statement_count) return;
  json_key(json, key);
  json_array(json);
  for (size_t i = 0; i < lacking->statement_count; i++) {
    json_array(json);
    for (size_t k = 0; k < lacking->statements[i].count; k++) json_shift(json, &lacking->statements[i].changes[k]);
    json_array_end(json);
  }
  json_array_end(json);
}

static void json_lines(struct json *json, const struct entity_report_measure *measure)
{
  static const char *const answers[] = { "no", "unknown", "yes" };
  json_key(json, "conditions");
  json_array(json);
  for (size_t i = 0; i < measure->line_count; i++) {
    json_object(json);
    json_key(json, "level");
    json_integer(json, measure->lines[i].indent);
    if (measure->lines[i].marked) json_entry(json, "answer", answers[measure->lines[i].answer]);
    json_entry(json, "text", measure->lines[i].text);
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_measure(struct json *json, const struct entity_report_measure *measure)
{
  const struct verdict *verdict = &measure->verdict;
  static const struct wording chinese = { .language = LANGUAGE_CHINESE, .depth = 1 };
  json_object(json);
  json_entry(json, "id", measure->planned->measure->id);
  json_entry(json, "name", measure->planned->measure->name);
  json_entry(json, "clause", measure->planned->measure->clause);
  json_agencies(json, measure->planned->measure);
  json_entry(json, "result", outcome_string(&chinese, measure->planned->measure, verdict->outcome));
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount) json_money(json, "amount", verdict->amount);
  if (verdict->outcome == OUTCOME_PENDING && verdict->has_high) {
    json_money(json, "least", verdict->low);
    json_money(json, "most", verdict->high);
  }
  json_entry(json, "why", measure->why);
  if (measure->rung[0]) json_entry(json, "rung", measure->rung);
  json_lines(json, measure);
  if (measure->lack[0]) json_entry(json, "lacking", measure->lack);
  json_lacking(json, "changes", measure->lacking);
  if (measure->against[0]) json_entry(json, "compared", measure->against);
  json_lacking(json, "compared_changes", measure->compared);
  json_object_end(json);
}

static void json_data(struct json *json, const struct entity_report *report)
{
  json_key(json, "data");
  json_object(json);
  for (size_t i = 0; i < report->datum_count; i++) json_entry(json, report->data[i].field->name, report->data[i].value);
  json_object_end(json);
}

static void json_problems(struct json *json, const struct entity_report *report)
{
  json_key(json, "problems");
  json_array(json);
  for (size_t i = 0; i < report->problem_count; i++) json_text(json, report->problems[i]);
  json_array_end(json);
}

static void json_grants(struct json *json, const struct entity_report *report)
{
  json_key(json, "granted");
  json_array(json);
  for (size_t i = 0; i < report->grant_count; i++) {
    json_object(json);
    json_key(json, "year");
    json_integer(json, report->grants[i].year);
    json_entry(json, "id", report->grants[i].id);
    json_entry(json, "name", report->grants[i].name);
    if (report->grants[i].has_amount) json_money(json, "amount", report->grants[i].amount);
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_days(struct json *json, const struct entity_report *report)
{
  json_key(json, "days");
  json_array(json);
  for (size_t i = 0; i < report->day_count; i++) {
    json_object(json);
    json_day(json, "day", report->days[i].day);
    json_entry(json, "text", report->days[i].text);
    json_object_end(json);
  }
  json_array_end(json);
}

void json_entity_report(struct json *json, const struct entity_report *report)
{
  json_object(json);
  json_key(json, "code");
  json_string(json, report->code);
  json_key(json, "name");
  json_string(json, report->name);
  json_key(json, "year");
  json_integer(json, report->plan->as_of.year);
  json_day(json, "on", report->plan->as_of.on);
  if (report->repeats) json_key(json, "repeats_line"), json_integer(json, report->repeats);
  json_data(json, report);
  json_problems(json, report);
  json_grants(json, report);
  json_key(json, "measures");
  json_array(json);
  for (size_t i = 0; i < report->measure_count; i++) json_measure(json, &report->measures[i]);
  json_array_end(json);
  json_days(json, report);
  json_object_end(json);
}

void entity_report_json(struct buffer *out, const struct entity_report *report)
{
  struct json json = json_into(out, true);
  json_entity_report(&json, report);
  buffer_char(out, '\n');
}
