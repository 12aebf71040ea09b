/* huiqi check: everything that can be known of scripts without judging, and all data problems of a list. */
#include <string.h>

#include "cli/command_check.h"
#include "session/files_below.h"
#include "cli/command.h"
#include "cli/command_fix.h"
#include "session/scripts.h"
#include "session/findings.h"
#include "data/small_table.h"
#include "explain/check.h"
#include "explain/check_across.h"
#include "explain/check_text.h"
#include "syntax/fix.h"
#include "write/json.h"
#include "write/file_columns.h"

struct review {
  struct arena *arena;
  const struct options *options;
  struct huiqi *session;
  const struct script_text *scripts;
  size_t script_count;
  const struct model *model;
  struct faults found; /* as said, after silencing */
  struct text_figure_counts figures;
  struct crowd_places places; /* of the list: thresholds and cliffs */
  struct silences silences;
};

/* Cases: a measure that is judged and stands in no row of the cases, where there are any. */

static bool has_case(const struct sheet *sheet, int column, const char *id)
{
  for (size_t i = 0; i < sheet->count; i++)
    if (slice_is(sheet_cell(sheet, i, column), id)) return true;
  return false;
}

static void check_cases(struct review *review, const struct script_text *script, struct faults *faults)
{
  struct sheet sheet;
  struct fault fault;
  const char *path = arena_printf(review->arena, "%s.cases.csv", script_base(review->arena, script->path));
  bool there;
  if (!file_beside(path, &there, &fault) || !there || !sheet_read(review->arena, path, &sheet, &fault)) return;
  int column = sheet_column(&sheet, file_column_name(COLUMN_MEASURE_ID));
  for (size_t i = 0; column >= 0 && i < review->model->measure_count; i++) {
    const struct measure *measure = review->model->measures[i];
    bool judged = measure_kind_judged(measure->kind) && !measure->unlisted;
    if (strcmp(measure->path, script->path) != 0 || !judged || has_case(&sheet, column, measure->id)) continue;
    struct fault *finding = faults_add(review->arena, faults);
    fault_set(finding, FAULT_NONE, MSG_CHECK_NO_CASE, measure->id, path, NULL);
    fault_at(finding, measure->path, measure->site.line, measure->site.column);
  }
}

/* Output */

static void add_fixes(struct json *json, const struct fault *fault)
{
  if (fault->fix_count) json_key(json, "fixes"), json_array(json);
  for (size_t i = 0; i < fault->fix_count; i++) {
    json_object(json);
    json_key(json, "certain"), json_boolean(json, fault->fixes[i].certain);
    json_key(json, "edits"), json_array(json);
    for (size_t k = 0; k < fault->fixes[i].edit_count; k++) {
      const struct source_edit *edit = &fault->fixes[i].edits[k];
      json_object(json);
      json_key(json, "begin"), json_integer(json, (int64_t)edit->begin);
      json_key(json, "end"), json_integer(json, (int64_t)edit->end);
      json_entry(json, "text", edit->text);
      json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
  }
  if (fault->fix_count) json_array_end(json);
}

static void add_json(struct json *json, const struct review *review, const struct faults *found)
{
  struct buffer said = { 0 };
  for (size_t i = 0; i < found->count; i++) {
    struct fault fault = found->items[i];
    json_object(json);
    json_entry(json, "file", fault.file ? fault.file : "");
    json_key(json, "line"), json_integer(json, fault.line);
    json_key(json, "column"), json_integer(json, fault.column);
    json_key(json, "end_line"), json_integer(json, fault.end_line);
    json_key(json, "end_column"), json_integer(json, fault.end_column);
    json_entry(json, "code", message_code(fault.message));
    json_entry(json, "severity", fault.kind != FAULT_NONE ? "error" : finding_is_advice(&fault) ? "advice" : "warning");
    fault_at(&fault, NULL, 0, 0);
    buffer_reset(&said);
    format_fault(&said, review->options->language, &fault);
    json_key(json, "message"), json_string(json, buffer_view(&said));
    add_fixes(json, &found->items[i]);
    json_object_end(json);
  }
  buffer_free(&said);
}

static void print_text_counts(const struct review *review)
{
  const struct text_figure_counts *counts = &review->figures;
  if (!review->options->text || review->options->json || !review->model) return;
  message_print(review->options->language, MSG_CHECK_TEXT_COUNTS, INTEGER(counts->figures), INTEGER(counts->in_rules),
                INTEGER(counts->in_notes), INTEGER(counts->unused), NULL);
}

/* Below the findings, without their brackets: who counts or filters findings is left alone. */
static void print_advice(const struct review *review)
{
  enum language language = review->options->language;
  for (size_t i = 0; i < review->found.count; i++) {
    const struct fault *fault = &review->found.items[i];
    struct buffer text = { 0 };
    if (!finding_is_advice(fault)) continue;
    format_message(&text, language, fault->message, &(struct slice){ fault->text, fault->argument_end[0] }, 1);
    message_print(language, MSG_CHECK_ADVICE, fault->file, INTEGER(fault->line), buffer_take(review->arena, &text).at,
                  message_code(fault->message), NULL);
  }
}

static int print_findings(const struct review *review)
{
  int status = COMMAND_DONE;
  size_t count = 0;
  for (size_t i = 0; i < review->found.count; i++) {
    if (finding_is_advice(&review->found.items[i])) continue;
    count++;
    if (review->found.items[i].kind != FAULT_NONE) status = COMMAND_WRONG;
    else if (status == COMMAND_DONE) status = COMMAND_PROBLEMS;
  }
  if (review->options->json) return status;
  struct faults findings = { 0 };
  for (size_t i = 0; i < review->found.count; i++)
    if (!finding_is_advice(&review->found.items[i])) *faults_add(review->arena, &findings) = review->found.items[i];
  faults_print(stdout, review->options->language, &findings, review->scripts, review->script_count);
  print_advice(review);
  print_text_counts(review);
  const char *first = count ? message_code(findings.items[0].message) : "", *others = "";
  for (size_t i = 1; i < findings.count; i++)
    if (strcmp(message_code(findings.items[i].message), first) != 0) others = "…";
  message_print(review->options->language, count ? MSG_CHECK_FOUND : MSG_CHECK_CLEAN, INTEGER(review->script_count),
                INTEGER(count), first, others, NULL);
  return status;
}

/* The policy as it was published, in UTF-8. */
static bool read_policy_text(struct arena *arena, const char *path, struct slice *text, struct fault *fault)
{
  enum { MOST = 4 << 20, STEP = 64 << 10 };
  struct buffer bytes = { 0 };
  size_t got = 1;
  struct source *source = source_open(arena, path, false, fault);
  bool read = source != NULL;
  while (read && got && bytes.length <= MOST) {
    buffer_reserve(&bytes, STEP);
    read = source_read(source, bytes.at + bytes.length, STEP, &got, fault);
    if (read) bytes.length += got;
  }
  if (source) source_close(source);
  if (read && bytes.length > MOST) read = fault_set(fault, FAULT_FILE, MSG_CHECK_TEXT_TOO_LONG, path, INTEGER(MOST), NULL);
  *text = slice_copy(arena, buffer_view(&bytes));
  buffer_free(&bytes);
  return read;
}

static bool check_text(struct review *review, struct faults *found, struct fault *fault)
{
  struct policy_text text = { .path = review->options->text };
  if (!text.path) return true;
  if (!read_policy_text(review->arena, text.path, &text.text, fault)) return false;
  check_policy_text(review->arena, review->model, review->options->language, &text, found, &review->figures);
  return true;
}

/* Ends and fixes of findings, as far as the load has not filled them in. */
static void complete_faults(const struct review *review, struct faults *faults)
{
  for (size_t i = 0; i < faults->count; i++)
    for (size_t k = 0; faults->items[i].file && k < review->script_count; k++)
      if (strcmp(review->scripts[k].path, faults->items[i].file) == 0)
        fault_complete(review->arena, review->scripts[k].text, &faults->items[i]);
}

static int check_scripts(struct review *review)
{
  const struct options *options = review->options;
  struct fault fault;
  struct faults found = { 0 };
  struct crowd_places *places = options->inputs.list ? &review->places : NULL;
  struct check_options check = { options->language, options->inputs.on_given ? options->inputs.on : date_today(), places };
  if (huiqi_load(review->session, &(struct huiqi_scripts){ .paths = &options->scripts }, &fault) == HUIQI_CANNOT)
    return fault_print(options->language, &fault);
  review->model = huiqi_model(review->session);
  const struct faults *findings = huiqi_findings(review->session, &review->scripts, &review->script_count);
  for (size_t i = 0; i < findings->count; i++) *faults_add(review->arena, &found) = findings->items[i];
  silences_read(review->arena, review->scripts, review->script_count, &review->silences);
  if (review->model) {
    check_model(review->arena, review->model, &check, &found);
    if (places) crowding_thresholds(review->arena, review->model, &check, places);
    check_documents(review->arena, review->model, options->language, &found);
    check_competition(review->arena, review->model, options->language, &found);
    for (size_t i = 0; i < review->script_count; i++) check_cases(review, &review->scripts[i], &found);
    if (!check_text(review, &found, &fault)) return fault_print(options->language, &fault);
  }
  complete_faults(review, &found);
  for (size_t i = 0; i < found.count; i++)
    if (found.items[i].kind != FAULT_NONE || !silences_cover(&review->silences, review->scripts, &found.items[i]))
      *faults_add(review->arena, &review->found) = found.items[i];
  if (review->model) silences_check(review->arena, &review->silences, review->scripts, &review->found);
  return print_findings(review);
}

/* A cliff that is silenced is no place to count at. */
static bool is_told(const struct review *review, const struct crowd_place *place)
{
  for (size_t i = 0; place->cliff && i < review->found.count; i++) {
    const struct fault *fault = &review->found.items[i];
    bool here = fault->message == MSG_CHECK_CLIFF && fault->line == place->site.line && fault->column == place->site.column;
    if (here && strcmp(fault->file, place->path) == 0) return true;
  }
  return !place->cliff;
}

/* Who of the list stands close to thresholds and cliffs. */
static int tell_crowds(struct review *review, const struct crowd_count *counts, struct json *json)
{
  const struct options *options = review->options;
  struct faults found = { 0 }, told = { 0 };
  int status = COMMAND_DONE;
  for (size_t i = 0; options->inputs.list && i < review->places.count; i++)
    if (is_told(review, &review->places.items[i])) crowding_tell(review->arena, &review->places.items[i], &counts[i], &found);
  complete_faults(review, &found);
  for (size_t i = 0; i < found.count; i++) {
    if (silences_cover(&review->silences, review->scripts, &found.items[i])) continue;
    if (!finding_is_advice(&found.items[i])) status = COMMAND_PROBLEMS;
    *faults_add(review->arena, &told) = found.items[i];
  }
  if (json) add_json(json, review, &told);
  else faults_print(stdout, options->language, &told, review->scripts, review->script_count);
  return status;
}

/* Findings in scripts and problems of lists, one after the other. */
static int check_all(struct review *review, struct json *json)
{
  const struct options *options = review->options;
  struct faults faults = { 0 };
  int status = COMMAND_DONE;
  if (options->scripts.count) status = check_scripts(review);
  if (json) add_json(json, review, &review->found);
  if (status == COMMAND_WRONG || status == COMMAND_FILES || (!options->inputs.list && !options->inputs.with_count)) return status;
  if (!review->model) review->model = model_dictionary(review->arena, &faults);
  struct crowd_count *counts = arena_array(review->arena, review->places.count + 1, sizeof *counts);
  int lists = check_lists(review->arena, options, review->model, json, &review->places, counts);
  if (lists != COMMAND_FILES && lists != COMMAND_WRONG && tell_crowds(review, counts, json) > lists) lists = COMMAND_PROBLEMS;
  return lists > status ? lists : status;
}

int command_check(struct arena *arena, const struct options *options)
{
  struct review review = { .arena = arena, .options = options };
  struct fault fault;
  if (!options->scripts.count && !options->inputs.list)
    return fault_set(&fault, FAULT_USAGE, MSG_NEEDS_SCRIPT, NULL), fault_print(options->language, &fault);
  if (!options->scripts.count && options->text)
    return fault_set(&fault, FAULT_USAGE, MSG_CHECK_TEXT_ALONE, NULL), fault_print(options->language, &fault);
  if ((options->fix && options->json) || (options->yes && !options->fix))
    return fault_set(&fault, FAULT_USAGE, MSG_FIX_JSON, NULL), fault_print(options->language, &fault);
  struct buffer out = { 0 };
  struct json json = json_into(&out, true);
  review.session = huiqi_open(&options->inputs);
  int fixed = options->fix ? fix_scripts(arena, options, review.session) : COMMAND_DONE;
  if (fixed != COMMAND_DONE) return huiqi_close(review.session), fixed;
  if (options->json) json_array(&json);
  int status = check_all(&review, options->json ? &json : NULL);
  if (options->json) json_array_end(&json), terminal_line(stdout, buffer_view(&out));
  buffer_free(&out);
  huiqi_close(review.session);
  return status;
}
