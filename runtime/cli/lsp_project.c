/* What the editor server answers about what lies around a script: its cases, the files of its project, patterns and regions. */
#include <stdlib.h>
#include <string.h>

#include "cli/clause_patterns.h"
#include "cli/lsp_request.h"

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

bool answer_cases(struct lsp_server *server, struct lsp_document *document, const struct json_value *params, struct json *json,
                  struct fault *fault)
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

bool answer_tables(struct lsp_server *server, struct lsp_document *document, const struct json_value *params, struct json *json,
                   struct fault *fault)
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

/* huiqi/patterns, huiqi/regions */

/* How clauses are written, with ids that begin like those of the policy `id`. */
bool answer_patterns(struct lsp_server *server, struct lsp_document *document, const struct json_value *params, struct json *json,
                     struct fault *fault)
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
bool answer_regions(struct lsp_server *server, struct lsp_document *document, const struct json_value *params, struct json *json,
                    struct fault *fault)
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
