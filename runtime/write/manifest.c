/* run.json. */
#include "write/manifest.h"

#include "decode/digest.h"
#include "write/json.h"

#include <stdio.h>
#include <string.h>

void manifest_add(struct manifest *manifest, const char *role, const char *path, const char *digest, int64_t rows)
{
  manifest->files = arena_grow(manifest->arena, manifest->files, manifest->count, &manifest->capacity, sizeof *manifest->files);
  struct manifest_file *file = &manifest->files[manifest->count++];
  *file = (struct manifest_file){ .role = role, .path = path, .rows = rows };
  snprintf(file->digest, sizeof file->digest, "%s", digest);
}

void manifest_listing(struct manifest *manifest, const char *role, const struct list_reader *listing, int64_t rows)
{
  char digest[65];
  if (listing->source) source_digest(listing->source, digest);
  manifest_add(manifest, role, listing->path, listing->source ? digest : listing->digest, rows);
}

void manifest_files(struct json *json, const struct manifest *manifest, bool rows)
{
  json_key(json, "files");
  json_array(json);
  for (size_t i = 0; i < manifest->count; i++) {
    json_object(json);
    json_entry(json, "role", manifest->files[i].role);
    json_entry(json, "path", manifest->files[i].path);
    json_entry(json, "sha256", manifest->files[i].digest);
    if (rows && manifest->files[i].rows >= 0) json_key(json, "rows"), json_integer(json, manifest->files[i].rows);
    json_object_end(json);
  }
  json_array_end(json);
}

static void texts(struct json *json, const char *key, const char *const *items, size_t count)
{
  json_key(json, key);
  json_array(json);
  for (size_t i = 0; i < count; i++) json_text(json, items[i]);
  json_array_end(json);
}

/* What was asked on the command line and changes the results; files stand with their digests. */
static void asked(struct json *json, const struct manifest *manifest)
{
  texts(json, "command", manifest->words, manifest->word_count);
  texts(json, "only", manifest->only, manifest->only_count);
  json_key(json, "map");
  json_object(json);
  for (size_t i = 0; i < manifest->map_count; i++) json_entry(json, manifest->maps[i].heading, manifest->maps[i].field);
  json_object_end(json);
  if (manifest->carried_count) texts(json, "carry", manifest->carried, manifest->carried_count);
  json_key(json, "all");
  json_raw(json, slice_of(manifest->all ? "true" : "false"));
  json_key(json, "explain");
  json_integer(json, manifest->explain);
}

/* Values of parameters that the scripts do not have, in the order in which they were applied. */
static void settings(struct json *json, const struct model *model)
{
  json_key(json, "set");
  json_array(json);
  for (size_t i = 0; i < model->setting_count; i++) {
    const struct setting *setting = &model->settings[i];
    json_object(json);
    json_entry(json, "parameter", setting->name);
    json_entry(json, "value", setting->value);
    if (setting->file) json_entry(json, "file", setting->file);
    json_object_end(json);
  }
  json_array_end(json);
}

static void output_entry(void *context, const char *name, const char *digest)
{
  struct json *json = context;
  if (strcmp(name, "run.json") != 0) json_entry(json, name, digest);
}

/* Whose files they are: a later run into the folder replaces those alone that still are what is said here. */
static void outputs(struct json *json, struct output *output)
{
  json_key(json, "outputs");
  json_object(json);
  output_each(output, output_entry, json);
  json_object_end(json);
}

static void total(struct json *json, const char *key, bool known, int64_t fen)
{
  struct buffer text = { 0 };
  json_key(json, key);
  if (known) money_write(&text, fen), json_string(json, buffer_view(&text));
  else json_null(json);
  buffer_free(&text);
}

/* Of measures together, in 元. */
static void totals(struct json *json, const char *key, const struct results_total *sum)
{
  if (!sum->any) return;
  json_key(json, key);
  json_object(json);
  total(json, "amount", !sum->overflowed, sum->amount);
  total(json, "least", !sum->overflowed, sum->bounds.least);
  total(json, "most", !sum->overflowed && !sum->bounds.open, sum->bounds.most);
  json_object_end(json);
}

static void decisions(struct json *json, const struct decisions *decisions)
{
  int64_t used = 0;
  for (size_t i = 0; decisions && i < decisions->count; i++) used += decisions->items[i].used;
  json_key(json, "decisions");
  json_object(json);
  json_key(json, "rows");
  json_integer(json, decisions ? (int64_t)decisions->count : 0);
  json_key(json, "applied");
  json_integer(json, used);
  json_object_end(json);
}

/* What is recorded is in Chinese, as the results are. */
static const char *record_name(enum message message)
{
  return message_name(message, LANGUAGE_CHINESE);
}

void manifest_settings(struct manifest *manifest, const struct model *model)
{
  for (size_t i = 0; i < model->setting_count; i++) {
    const struct setting *setting = &model->settings[i];
    bool there = !setting->file;
    for (size_t k = 0; !there && k < manifest->count; k++) there = manifest->files[k].path == setting->file;
    if (!there) manifest_add(manifest, record_name(MSG_RECORD_PARAMETERS), setting->file, setting->digest, -1);
  }
}

static void parameter_entry(struct json *json, const struct parameter *parameter, date on)
{
  struct buffer name = { 0 }, said = { 0 };
  const struct node *value = parameter_value(parameter, on);
  buffer_printf(&name, "%s.%s", parameter->policy->id, parameter->name);
  buffer_char(&name, 0);
  json_key(json, name.at);
  if (value) {
    format_parameter_value(&said, LANGUAGE_CHINESE, parameter, value);
    json_string(json, buffer_view(&said));
  } else {
    json_null(json);
  }
  buffer_free(&name);
  buffer_free(&said);
}

/* What documents made from the folder say of the policies (write/recorded_run). */
static void policies(struct json *json, const struct model *model)
{
  json_key(json, "policies");
  json_array(json);
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    json_object(json);
    json_entry(json, "id", policy->id);
    json_entry(json, "title", policy->name);
    if (policy->status) json_entry(json, "status", policy->status);
    if (policy->number) json_entry(json, "number", policy->number);
    if (policy->publication) json_entry(json, "publication", policy->publication);
    if (policy->contact) json_entry(json, "contact", policy->contact);
    json_object_end(json);
  }
  json_array_end(json);
}

/* The money that is planned, in 元: budgets that are one envelope. */
static void budgets(struct json *json, const struct plan *plan)
{
  json_key(json, "budgets");
  json_object(json);
  for (size_t i = 0; i < plan->subject_count; i++)
    for (size_t k = 0; k < plan->subjects[i].count; k++) {
      const struct planned *planned = &plan->subjects[i].measures[k];
      if (planned->measure->budget && !planned->measure->budget_each)
        total(json, planned->measure->id, planned->budget < INT64_MAX, planned->budget);
    }
  json_object_end(json);
}

static void parameters(struct json *json, const struct plan *plan)
{
  json_key(json, "parameters");
  json_object(json);
  for (size_t i = 0; i < plan->model->policy_count; i++)
    for (size_t k = 0; k < plan->model->policies[i]->parameter_count; k++)
      parameter_entry(json, plan->model->policies[i]->parameters[k], plan->as_of.on);
  json_object_end(json);
}

static void seconds(struct json *json, const struct manifest *manifest)
{
  struct timespec now;
  char text[32];
  clock_gettime(CLOCK_MONOTONIC, &now);
  long milliseconds = (now.tv_sec - manifest->start.tv_sec) * 1000 + (now.tv_nsec - manifest->start.tv_nsec) / 1000000;
  snprintf(text, sizeof text, "%ld.%03ld", milliseconds / 1000, milliseconds % 1000);
  json_key(json, "seconds");
  json_raw(json, slice_of(manifest->seconds ? manifest->seconds : text));
}

/* What says later whether the record is as it was written: of all that stands before it. Behind it stands only what differs
 * between two runs that are alike. */
static void seal(struct json *json, const struct buffer *text)
{
  char digest[65];
  struct digest *whole = digest_new();
  digest_add(whole, text->at, text->length);
  digest_hex(whole, digest);
  digest_free(whole);
  json_entry(json, MANIFEST_SEAL, digest);
}

/* The same for the sheet of a workbook, in words. */
static void records(const struct manifest *manifest, struct output *output, const struct results *results)
{
  struct buffer text = { 0 };
  output_record(output, record_name(MSG_RECORD_PROGRAM), slice_of(arena_printf(manifest->arena, "huiqi %s", manifest->version)));
  buffer_integer(&text, manifest->plan->as_of.year);
  output_record(output, record_name(MSG_RECORD_YEAR), buffer_view(&text));
  buffer_reset(&text);
  date_write(&text, manifest->plan->as_of.on);
  output_record(output, record_name(MSG_RECORD_AS_OF), buffer_view(&text));
  for (size_t i = 0; i < manifest->count; i++) {
    output_record(output, manifest->files[i].role, slice_of(manifest->files[i].path));
    output_record(output, "SHA-256", slice_of(manifest->files[i].digest));
  }
  for (size_t i = 0; i < manifest->plan->model->policy_count; i++)
    for (size_t k = 0; k < manifest->plan->model->policies[i]->parameter_count; k++) {
      const struct parameter *parameter = manifest->plan->model->policies[i]->parameters[k];
      const struct node *value = parameter_value(parameter, manifest->plan->as_of.on);
      buffer_reset(&text);
      if (value) format_parameter_value(&text, LANGUAGE_CHINESE, parameter, value);
      else buffer_text(&text, record_name(MSG_RECORD_NO_VALUE));
      output_record(
          output,
          arena_printf(manifest->arena, "%s %s.%s", record_name(MSG_RECORD_PARAMETER), parameter->policy->id, parameter->name),
          buffer_view(&text));
    }
  buffer_reset(&text);
  buffer_integer(&text, (int64_t)results_rows(results));
  output_record(output, record_name(MSG_RECORD_COMPANIES), buffer_view(&text));
  buffer_reset(&text);
  buffer_integer(&text, (int64_t)results_problems(results));
  output_record(output, record_name(MSG_RECORD_PROBLEMS), buffer_view(&text));
  buffer_free(&text);
}

bool manifest_write(struct manifest *manifest, struct output *output, const struct results *results, struct fault *fault)
{
  struct output_file *file = output_file(output, "run.json", fault);
  if (!file) return false;
  const struct results_total granted = results_granted(results), owed = results_owed(results);
  manifest_settings(manifest, manifest->plan->model);
  records(manifest, output, results);
  struct buffer out = { 0 }, on = { 0 };
  struct json json = json_into(&out, true);
  json_object(&json);
  json_entry(&json, "program", "huiqi");
  json_entry(&json, "version", manifest->version);
  json_key(&json, "year");
  json_integer(&json, manifest->plan->as_of.year);
  date_write(&on, manifest->plan->as_of.on);
  json_key(&json, "on");
  json_string(&json, buffer_view(&on));
  policies(&json, manifest->plan->model);
  manifest_files(&json, manifest, true);
  outputs(&json, output);
  asked(&json, manifest);
  parameters(&json, manifest->plan);
  budgets(&json, manifest->plan);
  settings(&json, manifest->plan->model);
  decisions(&json, manifest->decisions);
  json_key(&json, "companies");
  json_integer(&json, (int64_t)results_rows(results));
  json_key(&json, "problems");
  json_integer(&json, (int64_t)results_problems(results));
  totals(&json, "totals", &granted);
  totals(&json, "due_back", &owed);
  seal(&json, &out);
  seconds(&json, manifest);
  json_object_end(&json);
  buffer_char(&out, '\n');
  output_bytes(file, out.at, out.length);
  buffer_free(&out);
  buffer_free(&on);
  return true;
}
