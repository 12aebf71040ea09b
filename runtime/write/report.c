/* The page of a run, for cli/command_report.c. */
#include "write/report.h"

#include <string.h>

#include "write/json.h"
#include "write/packed.h"
#include "write/report_page.h"
#include "write/atomic_file.h"
#include "write/targets.h"

enum { MOST_PROBLEMS = 5000 };

void report_problem(void *context, struct slice file, uint32_t line, struct slice heading, struct slice raw, struct slice said)
{
  struct report *report = context;
  struct buffer *out = &report->problems;
  const struct slice texts[] = { heading, raw, said };
  if (++report->problem_count > MOST_PROBLEMS) return;
  buffer_slice(out, file);
  buffer_char(out, '\t');
  if (line) buffer_integer(out, line);
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    buffer_char(out, '\t');
    for (size_t k = 0; k < texts[i].length; k++) buffer_char(out, (unsigned char)texts[i].at[k] < ' ' ? ' ' : texts[i].at[k]);
  }
  buffer_char(out, '\n');
}

/* JSON */

static void agencies(struct json *json, const struct measure *measure)
{
  struct buffer names = { 0 };
  if (!measure->agency_count) return;
  format_agencies(&names, measure);
  json_key(json, "agency");
  json_string(json, buffer_view(&names));
  buffer_free(&names);
}

static void number(struct json *json, const char *key, int64_t value)
{
  json_key(json, key);
  json_integer(json, value);
}

static void day(struct json *json, const char *key, date value)
{
  struct buffer text = { 0 };
  date_write(&text, value);
  json_key(json, key);
  json_string(json, buffer_view(&text));
  buffer_free(&text);
}

/* Of a total; empty when nothing is open. */
static void range(struct json *json, const struct report *report, const char *key, const struct bounds *bounds, int64_t amount,
                  bool overflowed)
{
  struct buffer text = { 0 };
  if (!overflowed) format_bounds(&text, report->language, bounds, amount);
  json_key(json, key);
  json_string(json, buffer_view(&text));
  buffer_free(&text);
}

static void policies(struct json *json, const struct report *report)
{
  const struct model *model = report->plan->model;
  json_key(json, "policies");
  json_array(json);
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    if (!policy_covers(policy, report->plan->as_of.year)) continue;
    json_object(json);
    json_entry(json, "id", policy->id);
    json_entry(json, "name", policy->name);
    json_entry(json, "status", policy->status);
    json_entry(json, "number", policy->number);
    json_object_end(json);
  }
  json_array_end(json);
}

/* In fen; `most` null: without end. Only where something is open. */
static void least_and_most(struct json *json, const struct bounds *bounds, int64_t amount, bool overflowed)
{
  bool narrow = !bounds->open && bounds->least == amount && bounds->most == amount;
  if (overflowed || bounds->overflowed || narrow) return;
  number(json, "least", bounds->least);
  json_key(json, "most");
  if (bounds->open) json_null(json);
  else json_integer(json, bounds->most);
}

static void measure_entry(struct json *json, const struct report *report, const struct planned *planned)
{
  const struct measure *measure = planned->measure;
  struct tally tally = results_tally(report->results, measure);
  json_object(json);
  json_entry(json, "id", measure->id);
  json_entry(json, "name", measure->name);
  json_entry(json, "clause", measure->clause);
  agencies(json, measure);
  json_entry(json, "policy", measure->policy->id);
  json_entry(json, "kind", measure_kind_name(measure->kind, LANGUAGE_ENGLISH));
  json_key(json, "discretionary");
  json_boolean(json, planned->discretionary);
  json_key(json, "paid");
  json_boolean(json, measure->amount != NULL);
  number(json, "yes", (int64_t)tally.yes);
  number(json, "no", (int64_t)tally.no);
  number(json, "pending", (int64_t)tally.pending);
  number(json, "amount", tally.amount);
  json_key(json, "overflowed");
  json_boolean(json, tally.overflowed);
  least_and_most(json, &tally.bounds, tally.amount, tally.overflowed);
  json_object_end(json);
}

/* For each gap the two that it divides, or null. */
static void shares(struct json *json, const struct report *report, size_t subjects)
{
  size_t parts[2];
  json_key(json, "shares");
  json_array(json);
  for (size_t i = 0; i < explanation_store_gap_count(report->store, subjects); i++) {
    if (!explanation_store_gap_shares(report->store, subjects, i, parts)) {
      json_null(json);
      continue;
    }
    json_array(json);
    for (size_t k = 0; k < 2; k++) json_integer(json, (int64_t)parts[k]);
    json_array_end(json);
  }
  json_array_end(json);
}

/* Each kind of subjects with its measures, and the labels of its gaps: what is needed to read its columns. */
static void kinds(struct json *json, const struct report *report)
{
  json_key(json, "kinds");
  json_array(json);
  for (size_t s = 0; s < report->plan->subject_count; s++) {
    const struct planned_subjects *subjects = &report->plan->subjects[s];
    json_object(json);
    json_entry(json, "name", subjects->object ? subjects->object->name : report->plan->model->tables[0].kind.name);
    number(json, "rows", (int64_t)explanation_store_rows(report->store, s));
    json_key(json, "measures");
    json_array(json);
    for (size_t i = 0; i < subjects->count; i++) measure_entry(json, report, &subjects->measures[i]);
    json_array_end(json);
    json_key(json, "gaps");
    json_array(json);
    for (size_t i = 0; i < explanation_store_gap_count(report->store, s); i++)
      json_string(json, explanation_store_gap_label(report->store, s, i));
    json_array_end(json);
    shares(json, report, s);
    json_object_end(json);
  }
  json_array_end(json);
}

static void regions(struct json *json, const struct report *report)
{
  size_t count;
  const int32_t *codes = explanation_store_regions(report->store, &count);
  struct buffer code = { 0 };
  json_key(json, "regions");
  json_object(json);
  for (size_t i = 0; i < count; i++) {
    const char *name = region_name(report->plan->model->regions, codes[i]);
    buffer_reset(&code);
    buffer_integer(&code, codes[i]);
    buffer_char(&code, 0);
    json_entry(json, code.at, name);
  }
  json_object_end(json);
  buffer_free(&code);
}

static bool reads_day(const struct node *node)
{
  if (!node) return false;
  if (node->op == NODE_AS_OF) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (reads_day(node->operands[i])) return true;
  return false;
}

static const char *unit_name(const struct report *report, struct slice unit)
{
  int32_t code = 0;
  if (unit.length != 6) return NULL;
  for (size_t i = 0; i < unit.length; i++) {
    if (unit.at[i] < '0' || unit.at[i] > '9') return NULL;
    code = code * 10 + (unit.at[i] - '0');
  }
  return region_name(report->plan->model->regions, code);
}

static void figure(struct json *json, const char *key, bool known, enum figure_style style, struct ratio value)
{
  struct buffer text = { 0 };
  if (known) format_figure(&text, style, value);
  json_key(json, key);
  json_string(json, buffer_view(&text));
  buffer_free(&text);
}

/* Thousandths of the goal; negative when there is none to be had. */
static int64_t reached(const struct target_result *result)
{
  struct ratio rate;
  int64_t thousandths;
  bool rated =
      result->has_goal && result->has_actual && result->goal.num > 0 && ratio_divide(result->actual, result->goal, &rate);
  if (!rated || rate.num < 0 || !ratio_multiply(rate, ratio_whole(1000), &rate)) return -1;
  return ratio_round(rate, 1, ROUND_HALF_AWAY, &thousandths) ? thousandths : -1;
}

static void targets(struct json *json, const struct report *report)
{
  struct buffer note = { 0 };
  json_key(json, "targets");
  json_array(json);
  for (size_t i = 0; i < report->target_count; i++) {
    const struct target_result *result = &report->targets[i];
    json_object(json);
    json_entry(json, "id", result->measure->id);
    json_entry(json, "name", result->measure->name);
    json_entry(json, "clause", result->measure->clause);
    agencies(json, result->measure);
    json_key(json, "unit");
    json_string(json, result->unit);
    json_entry(json, "place", unit_name(report, result->unit));
    figure(json, "goal", result->has_goal, result->style, result->goal);
    figure(json, "actual", result->has_actual, result->style, result->actual);
    number(json, "reached", reached(result));
    json_key(json, "dayByDay"); /* the goal itself follows the straight line */
    json_boolean(json, reads_day(result->measure->goal));
    json_entry(json, "outcome", target_word(result->outcome));
    buffer_reset(&note);
    format_target_note(&note, report->language, result);
    json_key(json, "note");
    json_string(json, buffer_view(&note));
    json_object_end(json);
  }
  json_array_end(json);
  buffer_free(&note);
}

static void parameters(struct json *json, const struct report *report)
{
  const struct model *model = report->plan->model;
  struct buffer said = { 0 };
  json_key(json, "parameters");
  json_array(json);
  for (size_t i = 0; i < model->policy_count; i++)
    for (size_t k = 0; k < model->policies[i]->parameter_count; k++) {
      const struct parameter *parameter = model->policies[i]->parameters[k];
      const struct node *value = parameter_value(parameter, report->plan->as_of.on);
      buffer_reset(&said);
      if (value) format_parameter_value(&said, report->language, parameter, value);
      json_object(json);
      json_entry(json, "policy", model->policies[i]->id);
      json_entry(json, "name", parameter->name);
      json_key(json, "value");
      json_string(json, buffer_view(&said));
      json_object_end(json);
    }
  json_array_end(json);
  buffer_free(&said);
}

/* `<` cannot begin anything in the page. */
static void put_harmless(struct buffer *out, struct slice json)
{
  for (size_t i = 0; i < json.length; i++)
    if (json.at[i] == '<') buffer_text(out, "\\u003c");
    else buffer_char(out, json.at[i]);
}

static void figures_write(struct buffer *out, const struct report *report)
{
  struct buffer text = { 0 };
  struct json json = json_into(&text, false);
  struct as_of as_of = report->plan->as_of;
  date first = 0, last = 0;
  const struct results_total granted = results_granted(report->results), owed = results_owed(report->results);
  json_object(&json);
  json_entry(&json, "language", report->language == LANGUAGE_ENGLISH ? "en" : "zh");
  json_entry(&json, "version", report->manifest->version);
  json_entry(&json, "time", report->time);
  number(&json, "year", as_of.year);
  day(&json, "on", as_of.on);
  bool within = date_make(as_of.year, 1, 1, &first) && date_make(as_of.year, 12, 31, &last) && as_of.on >= first;
  number(&json, "daysGone", !within ? 0 : as_of.on > last ? last - first + 1 : as_of.on - first + 1);
  number(&json, "daysAll", last - first + 1);
  number(&json, "companies", (int64_t)results_rows(report->results));
  number(&json, "problems", (int64_t)report->problem_count);
  range(&json, report, "range", &granted.bounds, granted.amount, granted.overflowed);
  least_and_most(&json, &granted.bounds, granted.amount, granted.overflowed);
  if (owed.any) range(&json, report, "owedRange", &owed.bounds, owed.amount, owed.overflowed);
  policies(&json, report);
  kinds(&json, report);
  regions(&json, report);
  targets(&json, report);
  manifest_files(&json, report->manifest, false);
  parameters(&json, report);
  json_object_end(&json);
  put_harmless(out, buffer_view(&text));
  buffer_free(&text);
}

/* The page */

/* Everything up to `mark`, which is left out; `page` goes on behind it. */
static void put_before(struct buffer *out, struct slice *page, const char *mark)
{
  const char *at = memmem(page->at, page->length, mark, strlen(mark));
  size_t length = at ? (size_t)(at - page->at) : page->length, used = at ? length + strlen(mark) : length;
  buffer_bytes(out, page->at, length);
  page->at += used;
  page->length -= used;
}

bool report_write(const struct report *report, const char *path, struct fault *fault)
{
  struct buffer out = { 0 }, columns = { 0 };
  struct slice page = { page_report_html, page_report_html_length };
  for (size_t s = 0; s < report->plan->subject_count; s++) explanation_store_write(&columns, report->store, s);
  buffer_slice(&columns, buffer_view(&report->problems));
  put_before(&out, &page, "/* STYLE */");
  buffer_bytes(&out, page_report_css, page_report_css_length);
  put_before(&out, &page, "FIGURES");
  figures_write(&out, report);
  put_before(&out, &page, "COLUMNS");
  packed_write(&out, buffer_view(&columns));
  put_before(&out, &page, "/* PROGRAM */");
  buffer_bytes(&out, page_report_js, page_report_js_length);
  buffer_slice(&out, page);
  bool written = atomic_file_open(path, out.at, out.length, fault);
  buffer_free(&columns);
  buffer_free(&out);
  return written;
}
