/* What the editor server answers about results: methods of its own, huiqi/…, over the list of the script's project. The page asks
 * them, an editor may.
 *
 * Every answer has `huiqi` 1 (while it is 1, entries are only added), `text`, the version of the document, and `fresh`: false
 * where that text does not load and the figures are those of the last one that did. Money is fen; a sum is what is `sure`, the
 * `least` and the `most` (null: no end, or too large). `settings` of a request are values of parameters that count for it
 * alone. */
#include <stdlib.h>
#include <string.h>

#include "cli/clause_patterns.h"
#include "cli/lsp.h"
#include "decode/unicode.h"
#include "session/result_rows.h"
#include "write/difference_text.h"
#include "write/entity_text.h"
#include "write/solution_text.h"

enum { PAGE = 200, PAGE_MOST = 20000, DEPTH = 2 };

/* A request under way. */
struct results_request {
  struct lsp_server *server;
  struct lsp_document *document;
  const struct json_value *params;
  struct script_question question;
  struct script_answer answer;
};

static const char *const outcome_words[] = { [OUTCOME_NO] = "no", [OUTCOME_PENDING] = "open", [OUTCOME_YES] = "yes" };

static void json_count(struct json *json, const char *key, uint64_t count)
{
  json_key(json, key), json_integer(json, (int64_t)count);
}

static void json_slice(struct json *json, const char *key, struct slice text)
{
  json_key(json, key), json_string(json, text);
}

static void json_fen(struct json *json, const char *key, bool known, int64_t fen)
{
  json_key(json, key);
  if (known) json_integer(json, fen);
  else json_null(json);
}

static void json_flag(struct json *json, const char *key, bool value)
{
  json_key(json, key), json_boolean(json, value);
}

/* { sure, least, most } */
static void json_sum(struct json *json, const char *key, bool known, int64_t sure, const struct bounds *bounds)
{
  json_key(json, key), json_object(json);
  json_fen(json, "sure", known, sure);
  json_fen(json, "least", !bounds->overflowed, bounds->least);
  json_fen(json, "most", !bounds->overflowed && !bounds->open, bounds->most);
  json_object_end(json);
}

/* Against what is saved; an end that there is not stays open. */
static void json_change(struct json *json, bool known, int64_t amount, int64_t amount_before, const struct bounds *now,
                        const struct bounds *before)
{
  struct bounds change = { .open = now->open || before->open };
  int64_t sure;
  bool large = __builtin_sub_overflow(amount, amount_before, &sure);
  change.overflowed = __builtin_sub_overflow(now->least, before->least, &change.least) |
                      __builtin_sub_overflow(now->most, before->most, &change.most) | now->overflowed | before->overflowed;
  json_sum(json, "change", known && !large, sure, &change);
}

static size_t count_asked(const struct json_value *params, const char *key, size_t otherwise)
{
  return (size_t)json_integer_of(json_member(params, key), 0, PAGE_MOST, (int64_t)otherwise);
}

/* `{ "标准": "12万元" }` */
static struct request_setting *take_pairs(struct arena *arena, const struct json_value *object, size_t *count)
{
  struct request_setting *pairs = arena_array(arena, object ? object->count + 1 : 1, sizeof *pairs);
  *count = 0;
  for (const struct json_value *item = json_is(object, JSON_OBJECT) ? object->first : NULL; item; item = item->next)
    if (json_string_of(item)) pairs[(*count)++] = (struct request_setting){ .key = item->key, .text = item->text };
  return pairs;
}

static void take_settings(struct results_request *request)
{
  size_t count;
  struct arena *arena = &request->server->arena;
  const struct request_setting *pairs = take_pairs(arena, json_member(request->params, "settings"), &count);
  request->question.settings = arena_array(arena, count + 1, sizeof *request->question.settings);
  request->question.setting_count = count;
  for (size_t i = 0; i < count; i++)
    request->question.settings[i] = (struct setting){ .name = pairs[i].key, .value = pairs[i].text };
}

static void request_begin(struct results_request *request, struct lsp_server *server, struct lsp_document *document,
                          const struct json_value *params)
{
  *request = (struct results_request){ .server = server, .document = document, .params = params };
  request->question.path = document->script.path;
  request->question.text = document->script.text;
  take_settings(request);
}

/* Loads and judges what is owed. A fault where there is no list, or no text that has loaded. */
static bool request_open(struct results_request *request, struct lsp_server *server, struct lsp_document *document,
                         const struct json_value *params, struct fault *fault)
{
  request_begin(request, server, document, params);
  if (!script_results_find(server->results, &request->question, &request->answer, fault)) return false;
  if (!request->answer.session) return fault_set(fault, FAULT_USAGE, MSG_LSP_NO_PROJECT, NULL);
  return request->answer.now || fault_set(fault, FAULT_USAGE, MSG_LSP_NO_FIGURES, NULL);
}

static bool request_listed(struct results_request *request, struct fault *fault)
{
  return request->answer.now->listed || fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
}

static void answer_begin(struct json *json, const struct results_request *request)
{
  json_object(json);
  json_key(json, "huiqi"), json_integer(json, 1);
  json_key(json, "text"), json_integer(json, request->document->version);
  json_flag(json, "fresh", !request->answer.wrong);
}

/* huiqi/summary */

static void json_cases_of(struct json *json, const struct script_cases *cases, const char *id)
{
  for (size_t i = 0; i < cases->measure_count; i++) {
    if (strcmp(cases->measures[i].id, id) != 0) continue;
    json_key(json, "cases"), json_object(json);
    json_count(json, "pass", cases->measures[i].passed);
    json_count(json, "fail", cases->measures[i].failed);
    json_object_end(json);
  }
}

/* What it asks besides the company itself: `list`, or names of related tables. */
static void json_needs(struct json *json, const struct measure_figures *figures)
{
  if (!figures->asks_others && !figures->table_count) return;
  json_key(json, "needs"), json_array(json);
  if (figures->asks_others) json_text(json, "list");
  for (size_t i = 0; i < figures->table_count; i++) json_text(json, figures->tables[i]);
  json_array_end(json);
}

static void json_measure_figures(struct json *json, const struct results_request *request, const struct script_cases *cases,
                                 const struct measure_figures *figures)
{
  const struct measure_figures *before =
      request->answer.saved ? script_figures_measure(request->answer.saved, figures->id) : NULL;
  static const struct measure_figures none = { .id = "" };
  if (request->answer.saved && !before) before = &none;
  json_object(json);
  json_entry(json, "id", figures->id);
  json_entry(json, "name", figures->name);
  json_entry(json, "clause", figures->clause);
  json_entry(json, "kind", measure_kind_name(figures->kind, LANGUAGE_CHINESE));
  if (figures->judged) {
    json_count(json, "yes", figures->yes);
    json_count(json, "open", figures->pending);
    json_count(json, "no", figures->no);
    if (before) json_key(json, "yes_change"), json_integer(json, (int64_t)figures->yes - (int64_t)before->yes);
  }
  if (figures->judged && figures->priced) {
    json_sum(json, "sum", !figures->overflowed, figures->amount, &figures->bounds);
    if (before)
      json_change(json, !figures->overflowed && !before->overflowed, figures->amount, before->amount, &figures->bounds,
                  &before->bounds);
  }
  json_needs(json, figures);
  json_cases_of(json, cases, figures->id);
  json_object_end(json);
}

static void json_total(struct json *json, const char *key, const struct results_total *total)
{
  json_sum(json, key, !total->overflowed, total->amount, &total->bounds);
}

static const struct parameter_figure *parameter_before(const struct script_figures *saved, const struct parameter_figure *figure)
{
  for (size_t i = 0; saved && i < saved->parameter_count; i++)
    if (strcmp(saved->parameters[i].name, figure->name) == 0 && strcmp(saved->parameters[i].policy, figure->policy) == 0)
      return &saved->parameters[i];
  return NULL;
}

static void json_parameter(struct json *json, const struct results_request *request, const struct parameter_figure *figure)
{
  const struct parameter_figure *before = parameter_before(request->answer.saved, figure);
  struct text_span at;
  json_object(json);
  json_entry(json, "name", figure->name);
  json_entry(json, "policy", figure->policy);
  json_entry(json, "value", figure->value);
  if (before && strcmp(before->value, figure->value) != 0) json_entry(json, "was", before->value);
  if (figure->given) json_flag(json, "given", true);
  if (figure->dated && !request->answer.wrong &&
      editor_parameter_value(&request->document->script, &request->server->arena, figure->name, figure->from, &at)) {
    lsp_range(request->server, request->document, json, "range", at);
    json_slice(json, "written", (struct slice){ request->document->script.text.at + at.begin, at.end - at.begin });
  }
  json_object_end(json);
}

static void json_parameters(struct json *json, const struct results_request *request)
{
  const struct script_figures *now = request->answer.now;
  json_key(json, "parameters"), json_array(json);
  for (size_t i = 0; i < now->parameter_count; i++) json_parameter(json, request, &now->parameters[i]);
  json_array_end(json);
}

static void json_targets(struct json *json, const struct script_figures *figures)
{
  json_key(json, "targets"), json_array(json);
  for (size_t i = 0; i < figures->target_count; i++) {
    const struct target_figure *target = &figures->targets[i];
    json_object(json);
    json_entry(json, "id", target->id), json_entry(json, "name", target->name);
    json_entry(json, "unit", target->unit);
    json_entry(json, "goal", target->goal), json_entry(json, "actual", target->actual);
    json_entry(json, "outcome", target->outcome), json_entry(json, "note", target->note);
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_stakes(struct json *json, const struct script_figures *figures)
{
  json_key(json, "stakes"), json_array(json);
  for (size_t i = 0; i < figures->stake_count; i++) {
    json_object(json);
    json_entry(json, "lacks", figures->stakes[i].missing);
    json_count(json, "rows", figures->stakes[i].rows);
    json_key(json, "width"), json_integer(json, figures->stakes[i].width);
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_notices(struct json *json, const struct script_figures *figures)
{
  json_key(json, "notices"), json_array(json);
  for (size_t i = 0; i < figures->notice_count; i++) json_text(json, figures->notices[i]);
  json_array_end(json);
}

static void json_listed(struct json *json, const struct results_request *request)
{
  const struct script_figures *now = request->answer.now, *saved = request->answer.saved;
  json_count(json, "objects", now->companies);
  json_total(json, "total", &now->granted);
  if (saved && saved->listed)
    json_change(json, !now->granted.overflowed && !saved->granted.overflowed, now->granted.amount, saved->granted.amount,
                &now->granted.bounds, &saved->granted.bounds);
  if (now->owed.any) json_total(json, "owed", &now->owed);
  json_targets(json, now);
  json_stakes(json, now);
  json_count(json, "problems", now->problem_total);
}

static void json_day(struct json *json, const char *key, date day)
{
  struct buffer text = { 0 };
  date_write(&text, day);
  json_slice(json, key, buffer_view(&text));
  buffer_free(&text);
}

static bool answer_summary(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                           struct json *json, struct fault *fault)
{
  struct results_request request;
  struct script_cases cases;
  if (!request_open(&request, server, document, params, fault)) return false;
  if (!script_results_cases(server->results, &request.question, false, &cases, fault)) return false;
  const struct script_figures *now = request.answer.now;
  answer_begin(json, &request);
  json_entry(json, "title", now->title);
  json_entry(json, "status", now->status);
  json_key(json, "year"), json_integer(json, now->as_of.year);
  json_day(json, "on", now->as_of.on);
  if (now->listed) json_listed(json, &request);
  json_key(json, "measures"), json_array(json);
  for (size_t i = 0; i < now->measure_count; i++) json_measure_figures(json, &request, &cases, &now->measures[i]);
  json_array_end(json);
  json_parameters(json, &request);
  json_notices(json, now);
  json_object_end(json);
  return true;
}

/* huiqi/rows */

static void json_region(struct json *json, const struct results_request *request, int32_t code)
{
  struct buffer digits = { 0 };
  if (!code) return json_entry(json, "region", "");
  region_code_write(&digits, code);
  json_slice(json, "region", buffer_view(&digits));
  buffer_free(&digits);
  json_entry(json, "region_name", region_name(huiqi_model(request->answer.session)->regions, code));
}

static void json_result_line(struct json *json, const struct results_request *request, const struct result_line *line)
{
  json_object(json);
  json_count(json, "row", line->row);
  json_slice(json, "code", line->code), json_slice(json, "name", line->name);
  json_region(json, request, line->region);
  json_entry(json, "outcome", outcome_words[line->outcome]);
  json_fen(json, "fen", line->has_amount, line->amount);
  if (line->has_most) json_fen(json, "least", true, line->least), json_fen(json, "most", true, line->most);
  if (line->differs) {
    json_key(json, "change"), json_integer(json, line->change);
    json_entry(json, "was", outcome_words[line->outcome_before]);
  }
  if (line->why) json_entry(json, "why", line->why);
  json_object_end(json);
}

static void json_facets(struct json *json, const struct results_request *request, const struct result_rows *rows)
{
  json_key(json, "facets"), json_object(json);
  for (int i = OUTCOME_NO; i <= OUTCOME_YES; i++) json_count(json, outcome_words[i], rows->outcomes[i]);
  json_key(json, "regions"), json_array(json);
  for (size_t i = 0; i < rows->region_count; i++) {
    json_object(json);
    json_region(json, request, rows->regions[i].code);
    json_count(json, "count", rows->regions[i].count);
    json_object_end(json);
  }
  json_array_end(json);
  json_key(json, "lacks"), json_array(json);
  for (size_t i = 0; i < rows->lack_count; i++) {
    json_object(json);
    json_entry(json, "field", rows->lacks[i].field->name);
    json_count(json, "count", rows->lacks[i].count);
    json_object_end(json);
  }
  json_array_end(json), json_object_end(json);
}

static enum row_order order_asked(const struct json_value *params)
{
  static const char *const names[ROW_ORDERS] = { "", "code", "name", "region", "outcome", "amount", "change" };
  const char *sort = json_member_string(params, "sort");
  for (int i = 0; sort && i < ROW_ORDERS; i++)
    if (strcmp(names[i], sort) == 0) return (enum row_order)i;
  return ROWS_AS_LISTED;
}

/* One word, or several. */
static unsigned outcomes_asked(const struct json_value *params)
{
  const struct json_value *value = json_member(params, "outcome");
  unsigned outcomes = 0;
  for (const struct json_value *item = json_is(value, JSON_ARRAY) ? value->first : value; item;
       item = json_is(value, JSON_ARRAY) ? item->next : NULL)
    for (int i = OUTCOME_NO; i <= OUTCOME_YES; i++)
      if (json_string_of(item) && strcmp(item->text, outcome_words[i]) == 0) outcomes |= 1u << i;
  return outcomes;
}

static const struct field *field_asked(const struct results_request *request, const char *name)
{
  const struct table_kind *companies = &huiqi_model(request->answer.session)->tables[0].kind;
  return field_find(companies, unicode_heading(&request->server->arena, slice_of(name)));
}

static bool refuse_field(const struct results_request *request, const char *name, struct fault *fault)
{
  const struct table_kind *companies = &huiqi_model(request->answer.session)->tables[0].kind;
  const char *near = field_nearest(companies, unicode_heading(&request->server->arena, slice_of(name)));
  return fault_set(fault, FAULT_USAGE, MSG_PROMPT_FIELD, name, near ? near : "", NULL);
}

static bool answer_rows(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                        struct json *json, struct fault *fault)
{
  struct results_request request;
  struct result_rows rows;
  const char *id = json_member_string(params, "measure"), *region = json_member_string(params, "region"),
             *find = json_member_string(params, "find"), *lacks = json_member_string(params, "lacks");
  if (!request_open(&request, server, document, params, fault) || !request_listed(&request, fault)) return false;
  const struct measure *measure = id ? model_measure(huiqi_model(request.answer.session), id) : NULL;
  const struct measure_figures *figures = measure ? script_figures_measure(request.answer.now, id) : NULL;
  if (!figures || !figures->judged) return fault_set(fault, FAULT_USAGE, MSG_LSP_MEASURE, id ? id : "", NULL);
  const struct rows_request asked = { .measure = measure,
                                      .from = count_asked(params, "from", 0),
                                      .count = count_asked(params, "count", PAGE),
                                      .order = order_asked(params),
                                      .down = json_is(json_member(params, "down"), JSON_TRUE),
                                      .outcomes = outcomes_asked(params),
                                      .region = region ? (int32_t)strtol(region, NULL, 10) : 0,
                                      .find = slice_of(find ? find : ""),
                                      .lacks = lacks ? field_asked(&request, lacks) : NULL };
  if (lacks && !asked.lacks) return refuse_field(&request, lacks, fault);
  if (!huiqi_rows(request.answer.session, &server->arena, &asked, &rows, fault)) return false;
  answer_begin(json, &request);
  json_entry(json, "measure", id);
  json_count(json, "total", rows.total);
  json_facets(json, &request, &rows);
  json_key(json, "rows"), json_array(json);
  for (size_t i = 0; i < rows.count; i++) json_result_line(json, &request, &rows.items[i]);
  json_array_end(json), json_object_end(json);
  return true;
}

/* huiqi/gaps */

static bool answer_gaps(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                        struct json *json, struct fault *fault)
{
  struct results_request request;
  struct gap_lines gaps;
  if (!request_open(&request, server, document, params, fault) || !request_listed(&request, fault)) return false;
  if (!huiqi_gaps(request.answer.session, &server->arena, &gaps, fault)) return false;
  size_t from = count_asked(params, "from", 0), count = count_asked(params, "count", PAGE);
  answer_begin(json, &request);
  json_count(json, "total", gaps.count);
  json_key(json, "rows"), json_array(json);
  for (size_t i = from; i < gaps.count && i - from < count; i++) {
    const struct gap_line *gap = &gaps.items[i];
    json_object(json);
    json_count(json, "row", gap->row);
    json_slice(json, "code", gap->code), json_slice(json, "name", gap->name);
    json_region(json, &request, gap->region);
    json_entry(json, "lacks", gap->missing), json_entry(json, "measures", gap->measures);
    json_fen(json, "stake", !gap->endless, gap->width);
    json_object_end(json);
  }
  json_array_end(json), json_object_end(json);
  return true;
}

/* huiqi/find */

static bool answer_find(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                        struct json *json, struct fault *fault)
{
  struct results_request request;
  struct matches matches = { .count = 0 };
  const char *who = json_member_string(params, "who");
  size_t count = count_asked(params, "count", PAGE);
  if (!request_open(&request, server, document, params, fault) || !request_listed(&request, fault)) return false;
  if (!huiqi_find(request.answer.session, slice_of(who ? who : ""), &matches, fault)) return false;
  answer_begin(json, &request);
  json_count(json, "total", matches.count);
  json_key(json, "matches"), json_array(json);
  for (size_t i = 0; i < matches.count && i < count && i < MATCHES_MAX; i++) {
    const struct match *match = &matches.items[i];
    json_object(json);
    if (!match->object) json_count(json, "row", match->row);
    else json_entry(json, "object", match->object->name);
    json_slice(json, "code", match->code), json_slice(json, "name", match->name);
    json_object_end(json);
  }
  json_array_end(json), json_object_end(json);
  return true;
}

/* huiqi/company */

static const char *datum_of(const struct entity_report *report, const struct field *field)
{
  for (size_t i = 0; i < report->datum_count; i++)
    if (report->data[i].field == field) return report->data[i].value;
  return NULL;
}

/* Would another value of it change what some measure comes to? */
static bool is_deciding(const struct entity_report *report, const struct field *field)
{
  for (size_t m = 0; m < report->measure_count; m++) {
    const struct gap *gap = report->measures[m].lacking;
    for (size_t i = 0; i < gap->statement_count; i++)
      for (size_t k = 0; k < gap->statements[i].count; k++)
        if (gap->statements[i].changes[k].field == field) return true;
    for (size_t i = 0; i < gap->statement_count; i++)
      for (size_t k = 0; k < gap->statements[i].missing.field_count; k++)
        if (gap->statements[i].missing.fields[k] == field) return true;
  }
  return false;
}

/* What the measures ask of companies, as it is: for who wants to try another value. */
static void json_fields(struct json *json, const struct entity_report *report)
{
  json_key(json, "fields"), json_array(json);
  for (size_t i = 0; i < report->plan->company_field_count; i++) {
    const struct field *field = report->plan->company_fields[i];
    const char *value = datum_of(report, field);
    json_object(json);
    json_entry(json, "name", field->name);
    json_entry(json, "kind", field_kind_name(field->kind, true));
    if (field->unit) json_entry(json, "unit", field->unit);
    if (field->help) json_entry(json, "note", field->help);
    if (field->event) json_flag(json, "event", true);
    if (value) json_entry(json, "value", value);
    json_flag(json, "deciding", is_deciding(report, field));
    if (field->choice_count) {
      json_key(json, "choices"), json_array(json);
      for (size_t k = 0; k < field->choice_count; k++) json_text(json, field->choices[k]);
      json_array_end(json);
    }
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_side(struct json *json, const char *key, const struct entity_report *report)
{
  json_key(json, key), json_object(json);
  json_sum(json, "total", !report->total.overflowed, report->granted, &report->total);
  json_key(json, "report"), json_entity_report(json, report);
  json_object_end(json);
}

/* By the row of the list, or by code; the first where several have it. */
static bool find_one(struct results_request *request, struct matches *matches, const struct match **found, struct fault *fault)
{
  const char *who = json_member_string(request->params, "code");
  int64_t row = json_integer_of(json_member(request->params, "row"), 0, INT32_MAX, -1);
  *found = NULL;
  if (!who) return true; /* made up of what is set */
  if (!huiqi_find(request->answer.session, slice_of(who), matches, fault)) return false;
  for (size_t i = 0; i < matches->count && i < MATCHES_MAX; i++) {
    const struct match *match = &matches->items[i];
    bool meant = row < 0 ? !*found : !match->object && match->row == row;
    if (meant) *found = match;
  }
  if (!*found && matches->count) *found = &matches->items[0];
  return *found || fault_set(fault, FAULT_USAGE, MSG_EXPLAIN_NOBODY, who, NULL);
}

static struct entity_report report_for(struct lsp_server *server)
{
  return (struct entity_report){ .arena = &server->arena, .reason = { .language = server->options->language, .depth = DEPTH } };
}

static bool answer_company(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                           struct json *json, struct fault *fault)
{
  struct results_request request;
  struct matches matches = { .count = 0 };
  struct huiqi_who who = { .match = NULL };
  struct what_if what_if = { .before = report_for(server), .after = report_for(server) };
  size_t count;
  if (!request_open(&request, server, document, params, fault)) return false;
  struct huiqi *session = request.answer.session;
  const struct request_setting *set = take_pairs(&server->arena, json_member(params, "set"), &count);
  if (!find_one(&request, &matches, &who.match, fault)) return false;
  bool supposed = who.match && count;
  if (!who.match) who.settings = set, who.setting_count = count;
  bool done = supposed ? huiqi_what_if(session, &who, set, count, &what_if, fault)
                       : huiqi_report(session, &who, &what_if.after, fault) && huiqi_grants(session, &what_if.after, fault);
  if (!done) return false;
  answer_begin(json, &request);
  json_slice(json, "code", what_if.after.code), json_slice(json, "name", what_if.after.name);
  if (what_if.after.line) json_count(json, "line", what_if.after.line);
  if (supposed) json_side(json, "before", &what_if.before);
  json_side(json, "now", &what_if.after);
  json_fields(json, &what_if.after);
  json_object_end(json);
  return true;
}

/* huiqi/diff */

static void json_regions(struct json *json, const struct difference *difference)
{
  json_key(json, "regions"), json_array(json);
  for (size_t i = 0; i < difference->region_count; i++) {
    const struct region_change *region = &difference->regions[i];
    struct buffer digits = { 0 };
    json_object(json);
    if (region->code) region_code_write(&digits, region->code);
    json_slice(json, "region", buffer_view(&digits));
    json_entry(json, "name", region->name);
    if (region->objects) json_flag(json, "objects", true);
    json_count(json, "gain", region->counts[CHANGE_GAIN]), json_count(json, "lose", region->counts[CHANGE_LOSS]);
    json_count(json, "open", region->counts[CHANGE_OPEN]), json_count(json, "clear", region->counts[CHANGE_CLEAR]);
    json_key(json, "fen"), json_integer(json, region->difference);
    json_object_end(json);
    buffer_free(&digits);
  }
  json_array_end(json);
}

static bool answer_diff(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                        struct json *json, struct fault *fault)
{
  struct results_request request;
  struct difference difference;
  size_t from = count_asked(params, "from", 0), count = count_asked(params, "count", PAGE);
  if (!request_open(&request, server, document, params, fault) || !request_listed(&request, fault)) return false;
  answer_begin(json, &request);
  if (request.answer.saved) {
    huiqi_difference(request.answer.session, NULL, from + count, &difference);
    json_count(json, "changed", difference.results.count);
    json_difference(json, &difference, from, count);
    json_regions(json, &difference);
    difference_free(&difference);
  } else {
    json_count(json, "changed", 0);
  }
  json_object_end(json);
  return true;
}

/* huiqi/cases */

static void json_case(struct json *json, const struct test_suite *suite, const struct expectation *expectation)
{
  struct buffer expected = { 0 }, found = { 0 };
  enum mismatch mismatch = expectation_mismatch(expectation);
  format_case_expected(&expected, expectation, mismatch);
  format_case_found(&found, expectation, mismatch);
  json_object(json);
  json_slice(json, "case", expectation->name);
  json_slice(json, "measure", expectation->measure);
  json_entry(json, "file", suite->path);
  json_count(json, "row", suite->sheet.rows[expectation->row].line);
  json_entry(json, "column", mismatch_column(mismatch));
  json_slice(json, "expected", buffer_view(&expected)), json_slice(json, "got", buffer_view(&found));
  json_slice(json, "why", expectation->reason);
  json_object_end(json);
  buffer_free(&expected);
  buffer_free(&found);
}

static bool answer_cases(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                         struct json *json, struct fault *fault)
{
  struct results_request request = { .server = server, .document = document, .params = params };
  struct script_cases cases;
  size_t passed = 0, failed = 0, shown = count_asked(params, "count", PAGE), from = count_asked(params, "from", 0);
  request.question = (struct script_question){ .path = document->script.path, .text = document->script.text };
  if (!script_results_cases(server->results, &request.question, true, &cases, fault)) return false;
  request.answer.wrong = !cases.current;
  answer_begin(json, &request);
  json_key(json, "rows"), json_array(json);
  for (size_t i = 0; cases.suite && i < cases.suite->count; i++) {
    const struct expectation *expectation = &cases.suite->expectations[i];
    bool met = expectation_mismatch(expectation) == MET;
    if (!met && failed >= from && failed - from < shown) json_case(json, cases.suite, expectation);
    passed += met, failed += !met;
  }
  json_array_end(json);
  json_count(json, "pass", passed), json_count(json, "fail", failed);
  json_key(json, "measures"), json_array(json);
  for (size_t i = 0; i < cases.measure_count; i++) {
    json_object(json);
    json_entry(json, "id", cases.measures[i].id);
    json_count(json, "pass", cases.measures[i].passed), json_count(json, "fail", cases.measures[i].failed);
    json_object_end(json);
  }
  json_array_end(json), json_object_end(json);
  return true;
}

/* huiqi/tables */

static void json_column(struct json *json, const struct column_use *column)
{
  json_object(json);
  json_slice(json, "heading", column->heading);
  json_key(json, "field");
  if (column->field) json_text(json, column->field);
  else json_null(json);
  if (column->nearest) json_entry(json, "nearest", column->nearest);
  if (column->mapped) json_flag(json, "mapped", true);
  json_object_end(json);
}

static void json_project_table(struct json *json, const struct project_table *table)
{
  json_object(json);
  json_entry(json, "file", table->file);
  if (table->sheet) json_entry(json, "sheet", table->sheet);
  json_key(json, "as");
  if (table->as) json_text(json, *table->as ? table->as : "list");
  else json_null(json);
  json_key(json, "rows");
  if (table->counted) json_integer(json, (int64_t)table->rows);
  else json_null(json);
  json_key(json, "columns"), json_array(json);
  for (size_t i = 0; i < table->column_count; i++) json_column(json, &table->columns[i]);
  json_array_end(json), json_object_end(json);
}

static bool answer_tables(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                          struct json *json, struct fault *fault)
{
  struct results_request request;
  struct project_tables tables;
  const char *said;
  request_begin(&request, server, document, params);
  if (!script_results_tables(server->results, &request.question, &server->arena, &tables, &request.answer, &said, fault))
    return false;
  answer_begin(json, &request);
  if (said) json_entry(json, "error", said);
  json_key(json, "tables"), json_array(json);
  for (size_t i = 0; i < tables.count; i++) json_project_table(json, &tables.items[i]);
  json_array_end(json);
  json_key(json, "fields"), json_array(json);
  for (size_t i = 0; i < tables.lacking_count; i++) json_text(json, tables.lacking[i]);
  json_array_end(json), json_object_end(json);
  return true;
}

/* huiqi/problems, huiqi/solve, huiqi/patterns */

static bool answer_problems(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                            struct json *json, struct fault *fault)
{
  struct results_request request;
  size_t from = count_asked(params, "from", 0), count = count_asked(params, "count", PAGE);
  if (!request_open(&request, server, document, params, fault) || !request_listed(&request, fault)) return false;
  const struct script_figures *now = request.answer.now;
  answer_begin(json, &request);
  json_count(json, "total", now->problem_total);
  json_key(json, "rows"), json_array(json);
  for (size_t i = from; i < now->problem_count && i - from < count; i++) {
    json_object(json);
    json_entry(json, "file", now->problems[i].file);
    json_count(json, "row", now->problems[i].line);
    json_entry(json, "column", now->problems[i].column);
    json_entry(json, "cell", now->problems[i].cell);
    json_entry(json, "message", now->problems[i].said);
    json_object_end(json);
  }
  json_array_end(json), json_object_end(json);
  return true;
}

static bool answer_solve(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                         struct json *json, struct fault *fault)
{
  struct results_request request;
  struct solution solution;
  const struct solve_request asked = { .parameter = json_member_string(params, "parameter"),
                                       .limit = json_member_string(params, "limit"),
                                       .step = json_member_string(params, "step"),
                                       .end = json_member_string(params, "end") };
  if (!asked.parameter || !asked.limit) return fault_set(fault, FAULT_USAGE, MSG_SOLVE_ASKS, NULL);
  if (!request_open(&request, server, document, params, fault) || !request_listed(&request, fault)) return false;
  if (!huiqi_solve(request.answer.session, &server->arena, &asked, &solution, fault)) return false;
  json_solution(json, &server->arena, server->options->language, &solution);
  return true;
}

/* How clauses are written, with ids that begin like those of the policy `id`. */
static bool answer_patterns(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                            struct json *json, struct fault *fault)
{
  const char *id = json_member_string(params, "id");
  (void)document, (void)fault;
  json_array(json);
  for (size_t i = 0; i < clause_pattern_count; i++) {
    struct buffer text = { 0 };
    const char *name = clause_patterns[i].name;
    const struct texts one = { &name, 1, 1 };
    new_patterns_write(&text, &one, id ? id : "X");
    json_object(json);
    json_entry(json, "name", name);
    json_entry(json, "saying", clause_patterns[i].saying[server->options->language]);
    json_slice(json, "text", buffer_view(&text));
    json_object_end(json);
    buffer_free(&text);
  }
  json_array_end(json);
  return true;
}

static void json_division(struct json *json, const struct regions *regions, int32_t code, bool whole)
{
  struct buffer digits = { 0 }, name = { 0 };
  region_code_write(&digits, code);
  if (whole) format_region(&name, regions, code);
  else buffer_text(&name, region_name(regions, code));
  json_object(json);
  json_slice(json, "code", buffer_view(&digits));
  json_slice(json, "name", buffer_view(&name));
  json_object_end(json);
  buffer_free(&digits), buffer_free(&name);
}

/* Divisions in force: those right below the one of a code, or all that bear a name. */
static bool answer_regions(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                           struct json *json, struct fault *fault)
{
  const struct regions *regions = regions_load(&server->arena, stdlib_regions_txt, stdlib_regions_txt_length);
  const char *name = json_member_string(params, "name"), *below = json_member_string(params, "below");
  bool digits = below && *below && !below[strspn(below, "0123456789")];
  int32_t larger = digits ? (int32_t)strtol(below, NULL, 10) : -1;
  (void)document, (void)fault;
  json_object(json);
  json_key(json, "rows"), json_array(json);
  for (int32_t code = region_next(regions, 0); code; code = region_next(regions, code)) {
    bool named = name && strcmp(region_name(regions, code), name) == 0;
    bool within = region_parent(regions, code) == larger && !region_is_filler(regions, code);
    if (named || within) json_division(json, regions, code, named);
  }
  json_array_end(json), json_object_end(json);
  return true;
}

lsp_answer *lsp_results_find(const char *method)
{
  static const struct {
    const char *method;
    lsp_answer *answer;
  } answers[] = {
    { "huiqi/summary", answer_summary },   { "huiqi/rows", answer_rows },         { "huiqi/gaps", answer_gaps },
    { "huiqi/find", answer_find },         { "huiqi/company", answer_company },   { "huiqi/diff", answer_diff },
    { "huiqi/cases", answer_cases },       { "huiqi/problems", answer_problems }, { "huiqi/solve", answer_solve },
    { "huiqi/patterns", answer_patterns }, { "huiqi/tables", answer_tables },     { "huiqi/regions", answer_regions },
  };
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
    if (strcmp(answers[i].method, method) == 0) return answers[i].answer;
  return NULL;
}
