/* What the editor server answers about results: methods of its own, huiqi/…, over the list of the script's project. The page asks
 * them, an editor may.
 *
 * Every answer has `huiqi` 1 (while it is 1, entries are only added), `text`, the version of the document, and `fresh`: false
 * where that text does not load and the figures are those of the last one that did. Money is fen; a sum is what is `sure`, the
 * `least` and the `most` (null: no end, or too large). `settings` of a request are values of parameters that count for it
 * alone. */
#include <stdlib.h>
#include <string.h>

#include "cli/lsp_request.h"
#include "decode/digest.h"
#include "decode/unicode.h"
#include "session/result_rows.h"
#include "write/difference_text.h"
#include "write/solution_text.h"

static const char *const outcome_words[] = { [OUTCOME_NO] = "no", [OUTCOME_PENDING] = "open", [OUTCOME_YES] = "yes" };

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

/* Of the document's text: what run.json says of a script. */
static void json_digest(struct json *json, struct slice text)
{
  char hex[65];
  struct digest *digest = digest_new();
  digest_add(digest, text.at, text.length);
  digest_hex(digest, hex);
  digest_free(digest);
  json_entry(json, "sha256", hex);
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
  if (!request.answer.wrong) json_digest(json, document->script.text);
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
  json_array_end(json), json_object_end(json);
}

/* Fields, with how many open rows lack them. */
static void json_lacking(struct json *json, const struct result_rows *rows)
{
  json_key(json, "lacking"), json_array(json);
  for (size_t i = 0; i < rows->lack_count; i++) {
    json_object(json);
    json_entry(json, "field", rows->lacks[i].field->name);
    json_count(json, "count", rows->lacks[i].count);
    json_object_end(json);
  }
  json_array_end(json);
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
                                      .lacks = lacks ? field_asked(&request, lacks) : NULL,
                                      .lacking = json_is(json_member(params, "lacking"), JSON_TRUE) };
  if (lacks && !asked.lacks) return refuse_field(&request, lacks, fault);
  if (!huiqi_rows(request.answer.session, &server->arena, &asked, &rows, fault)) return false;
  answer_begin(json, &request);
  json_entry(json, "measure", id);
  json_count(json, "total", rows.total);
  json_facets(json, &request, &rows);
  if (asked.lacking) json_lacking(json, &rows);
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

/* huiqi/problems, huiqi/solve */

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
