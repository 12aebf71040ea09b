/* Reading a run's folder again. */
#include "write/recorded_run.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/json_value.h"
#include "decode/digest.h"
#include "evaluate/decision.h"
#include "write/csv.h"
#include "write/manifest.h"

static bool is_broken(struct fault *fault, const struct recorded_run *run)
{
  fault_set(fault, FAULT_FILE, MSG_RUN_UNREADABLE, run->folder, NULL);
  return false;
}

static const struct json_value *list_of(const struct json_value *root, const char *key, size_t *count)
{
  const struct json_value *list = json_member(root, key);
  *count = list ? list->count : 0;
  return list ? list->first : NULL;
}

static void take_policies(struct arena *arena, const struct json_value *root, struct recorded_run *run)
{
  const struct json_value *item = list_of(root, "policies", &run->policy_count);
  struct recorded_policy *policy = run->policies = arena_array(arena, run->policy_count, sizeof *policy);
  for (; item; item = item->next)
    *policy++ = (struct recorded_policy){ .id = json_member_string(item, "id"),
                                          .title = json_member_string(item, "title"),
                                          .status = json_member_string(item, "status"),
                                          .number = json_member_string(item, "number"),
                                          .publication = json_member_string(item, "publication"),
                                          .contact = json_member_string(item, "contact") };
}

static void take_inputs(struct arena *arena, const struct json_value *root, struct recorded_run *run)
{
  const struct json_value *item = list_of(root, "files", &run->input_count);
  struct recorded_file *file = run->inputs = arena_array(arena, run->input_count, sizeof *file);
  for (; item; item = item->next)
    *file++ = (struct recorded_file){ json_member_string(item, "role"), json_member_string(item, "path"),
                                      json_member_string(item, "sha256") };
}

static void take_outputs(struct arena *arena, const struct json_value *root, struct recorded_run *run)
{
  const struct json_value *item = list_of(root, "outputs", &run->output_count);
  struct recorded_file *file = run->outputs = arena_array(arena, run->output_count, sizeof *file);
  for (; item; item = item->next)
    *file++ =
        (struct recorded_file){ .path = item->key ? item->key : "", .digest = json_string_of(item) ? json_string_of(item) : "" };
}

/* False when one of them is no text. */
static bool take_words(struct arena *arena, const struct json_value *root, struct recorded_run *run)
{
  const struct json_value *item = list_of(root, "command", &run->word_count);
  const char **word = run->words = arena_array(arena, run->word_count, sizeof *word);
  bool texts = true;
  for (; item; item = item->next) {
    texts = texts && json_string_of(item);
    *word++ = json_string_of(item) ? json_string_of(item) : "";
  }
  return texts;
}

static struct recorded_value *take_values(struct arena *arena, const struct json_value *root, const char *key, size_t *count)
{
  const struct json_value *item = list_of(root, key, count);
  struct recorded_value *values = arena_array(arena, *count, sizeof *values), *value = values;
  for (; item; item = item->next) *value++ = (struct recorded_value){ item->key ? item->key : "", json_string_of(item) };
  return values;
}

static bool take_root(struct arena *arena, const struct json_value *root, struct recorded_run *run)
{
  const struct json_value *year = json_member(root, "year"), *seconds = json_member(root, "seconds");
  const char *program = json_member_string(root, "program");
  if (!json_is(year, JSON_NUMBER) || !program || strcmp(program, "huiqi") != 0) return false;
  run->year = (int)json_integer_of(year, INT_MIN, INT_MAX, 0);
  run->version = json_member_string(root, "version");
  run->on = json_member_string(root, "on");
  run->all = json_is(json_member(root, "all"), JSON_TRUE);
  run->seconds = arena_printf(arena, "%.3f", json_is(seconds, JSON_NUMBER) ? seconds->number : 0.0);
  take_policies(arena, root, run);
  take_inputs(arena, root, run);
  take_outputs(arena, root, run);
  if (!take_words(arena, root, run)) return false;
  run->parameters = take_values(arena, root, "parameters", &run->parameter_count);
  run->budgets = take_values(arena, root, "budgets", &run->budget_count);
  for (size_t i = 0; i < run->policy_count; i++)
    if (!run->policies[i].id || !run->policies[i].title) return false;
  for (size_t i = 0; i < run->input_count; i++)
    if (!run->inputs[i].role || !run->inputs[i].path || !run->inputs[i].digest) return false;
  return run->version && run->on && run->policy_count > 0;
}

static bool read_whole(const char *path, struct buffer *text, struct fault *fault)
{
  enum { PIECE = 1 << 16, LONGEST = 64 << 20 };
  FILE *file = fopen(path, "rb");
  size_t got = 0;
  if (!file) return fault_set(fault, FAULT_FILE, MSG_RUN_NONE, path, strerror(errno), NULL);
  do {
    buffer_reserve(text, PIECE);
    got = fread(text->at + text->length, 1, PIECE, file);
    text->length += got;
  } while (got && text->length < LONGEST);
  bool read = !ferror(file);
  fclose(file);
  return read || fault_set(fault, FAULT_FILE, MSG_CANNOT_READ, path, strerror(errno), NULL);
}

/* Each file that the run says it wrote, as it was written. */
static bool read_file(struct arena *arena, struct recorded_run *run, enum result_file kind, struct fault *fault)
{
  const char *name = result_files[kind].name, *path = arena_printf(arena, "%s/%s", run->folder, name);
  const char *digest = NULL;
  for (size_t i = 0; i < run->output_count; i++)
    if (strcmp(run->outputs[i].path, name) == 0) digest = run->outputs[i].digest;
  if (!digest) return true;
  run->files[kind] = arena_alloc(arena, sizeof *run->files[kind]);
  if (!sheet_read(arena, path, run->files[kind], fault)) return false;
  if (strcmp(run->files[kind]->digest, digest) == 0) return true;
  return fault_set(fault, FAULT_FILE, MSG_RUN_CHANGED, path, NULL);
}

struct slice recorded_cell(const struct sheet *sheet, size_t row, enum file_column column)
{
  int at = sheet_column(sheet, file_column_name(column));
  return at < 0 ? SLICE("") : csv_text(sheet->rows[row].raw[at]);
}

bool recorded_money(struct slice text, int64_t *fen)
{
  struct ratio yuan;
  bool exact;
  return decimal_parse(text, &yuan) && money_make(yuan, FEN_YUAN, &exact, fen) && exact;
}

/* The policy of a measure, by its id: that whose id it begins with, else the first. */
static const struct recorded_policy *policy_of(const struct recorded_run *run, struct slice measure)
{
  const struct recorded_policy *best = &run->policies[0];
  size_t longest = 0;
  for (size_t i = 0; i < run->policy_count; i++) {
    size_t length = strlen(run->policies[i].id);
    if (length <= longest || !slice_starts(measure, run->policies[i].id)) continue;
    best = &run->policies[i];
    longest = length;
  }
  return best;
}

static void take_results(struct arena *arena, struct recorded_run *run)
{
  const struct sheet *sheet = run->files[RESULT_FILE_RESULTS];
  run->results = arena_array(arena, sheet->count, sizeof *run->results);
  run->result_count = sheet->count;
  for (size_t i = 0; i < sheet->count; i++) {
    struct recorded_result *result = &run->results[i];
    enum outcome outcome;
    *result = (struct recorded_result){ .measure_id = recorded_cell(sheet, i, COLUMN_MEASURE_ID),
                                        .measure = recorded_cell(sheet, i, COLUMN_MEASURE),
                                        .clause = recorded_cell(sheet, i, COLUMN_CLAUSE),
                                        .code = recorded_cell(sheet, i, COLUMN_OBJECT_CODE),
                                        .name = recorded_cell(sheet, i, COLUMN_OBJECT_NAME),
                                        .outcome = recorded_cell(sheet, i, COLUMN_OUTCOME),
                                        .amount = recorded_cell(sheet, i, COLUMN_AMOUNT),
                                        .note = recorded_cell(sheet, i, COLUMN_NOTE) };
    result->policy = policy_of(run, result->measure_id);
    result->granted = outcome_read(result->outcome, NULL, &outcome) && outcome == OUTCOME_YES;
    result->paid = result->granted && recorded_money(result->amount, &result->fen) && result->fen != 0;
  }
}

/* The record ends as it was sealed: its own SHA-256, the seconds, and nothing else. */
static bool is_sealed(const struct buffer *text)
{
  enum { HEX = 64 };
  static const char mark[] = ",\n  \"" MANIFEST_SEAL "\": \"", seconds[] = "\",\n  \"seconds\": ", end[] = "\n}\n";
  char digest[HEX + 1], *at = NULL;
  for (size_t i = 0; i + sizeof mark <= text->length; i++)
    if (memcmp(text->at + i, mark, sizeof mark - 1) == 0) at = text->at + i;
  if (!at) return false;
  struct digest *whole = digest_new();
  digest_add(whole, text->at, (size_t)(at - text->at));
  digest_hex(whole, digest);
  digest_free(whole);
  struct slice rest = { at + sizeof mark - 1, text->length - (size_t)(at - text->at) - (sizeof mark - 1) };
  size_t before = HEX + sizeof seconds - 1, behind = sizeof end - 1;
  if (rest.length < before + behind || memcmp(rest.at, digest, HEX) != 0) return false;
  if (memcmp(rest.at + HEX, seconds, sizeof seconds - 1) != 0 || !slice_ends(rest, end)) return false;
  struct slice number = { rest.at + before, rest.length - before - behind };
  struct ratio ignored;
  return decimal_parse(number, &ignored);
}

bool recorded_run_open(struct arena *arena, const char *folder, struct recorded_run *run, struct fault *fault)
{
  struct buffer text = { 0 };
  *run = (struct recorded_run){ .folder = folder };
  bool read = read_whole(arena_printf(arena, "%s/run.json", folder), &text, fault);
  if (read && !is_sealed(&text)) {
    read = fault_set(fault, FAULT_FILE, MSG_RUN_RECORD, folder, NULL);
  } else if (read) {
    const struct json_value *root = json_read(arena, buffer_view(&text));
    read = (json_is(root, JSON_OBJECT) && take_root(arena, root, run)) || is_broken(fault, run);
  }
  buffer_free(&text);
  return read;
}

bool recorded_run_read(struct arena *arena, const char *folder, struct recorded_run *run, struct fault *fault)
{
  if (!recorded_run_open(arena, folder, run, fault)) return false;
  for (int i = 0; i < RESULT_FILES; i++)
    if (!read_file(arena, run, (enum result_file)i, fault)) return false;
  if (!run->files[RESULT_FILE_RESULTS]) return is_broken(fault, run);
  take_results(arena, run);
  return true;
}
