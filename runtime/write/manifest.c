/* run.json. */
#include "write/manifest.h"

#include <stdio.h>


void manifest_add(struct manifest *manifest, const char *role, const char *path, const char *digest)
{
  manifest->files = arena_grow(manifest->arena, manifest->files, manifest->count, &manifest->capacity, sizeof *manifest->files);
  struct manifest_file *file = &manifest->files[manifest->count++];
  *file = (struct manifest_file){ .role = role, .path = path };
  snprintf(file->digest, sizeof file->digest, "%s", digest);
}

void manifest_listing(struct manifest *manifest, const char *role, const struct listing *listing)
{
  char digest[65];
  source_digest(listing->source, digest);
  manifest_add(manifest, role, listing->path, digest);
}

static void json_string(struct buffer *out, struct slice text)
{
  buffer_char(out, '"');
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c == '"' || c == '\\') buffer_char(out, '\\');
    if (c < 0x20)
      buffer_printf(out, "\\u%04x", c);
    else
      buffer_char(out, (char)c);
  }
  buffer_char(out, '"');
}

static void text(struct buffer *out, const char *name, struct slice value, const char *after)
{
  buffer_printf(out, "\"%s\": ", name);
  json_string(out, value);
  buffer_text(out, after);
}

static void files(struct buffer *out, const struct manifest *manifest)
{
  buffer_text(out, "  \"files\": [");
  for (size_t i = 0; i < manifest->count; i++) {
    buffer_text(out, i ? ",\n    { " : "\n    { ");
    text(out, "role", slice_of(manifest->files[i].role), ", ");
    text(out, "path", slice_of(manifest->files[i].path), ", ");
    text(out, "sha256", slice_of(manifest->files[i].digest), " }");
  }
  buffer_text(out, "\n  ],\n");
}

static void parameters(struct buffer *out, const struct plan *plan)
{
  bool any = false;
  buffer_text(out, "  \"parameters\": {");
  for (size_t i = 0; i < plan->model->policy_count; i++)
    for (size_t k = 0; k < plan->model->policies[i]->parameter_count; k++) {
      const struct parameter *parameter = plan->model->policies[i]->parameters[k];
      const struct node *value = parameter_value(parameter, plan->occasion.on);
      struct buffer name = { 0 }, said = { 0 };
      buffer_printf(&name, "%s.%s", plan->model->policies[i]->id, parameter->name);
      if (value) value_say(&said, LANGUAGE_CHINESE, value->type, value->number);
      buffer_text(out, any ? ",\n    " : "\n    ");
      json_string(out, buffer_view(&name));
      buffer_text(out, ": ");
      if (value)
        json_string(out, buffer_view(&said));
      else
        buffer_text(out, "null");
      any = true;
      buffer_free(&name);
      buffer_free(&said);
    }
  buffer_text(out, any ? "\n  },\n" : "},\n");
}

bool manifest_write(struct manifest *manifest, struct output *output, const struct results *results, struct fault *fault)
{
  struct output_file *file = output_file(output, "run.json", fault);
  if (!file) return false;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  long milliseconds = (now.tv_sec - manifest->start.tv_sec) * 1000 + (now.tv_nsec - manifest->start.tv_nsec) / 1000000;
  struct buffer out = { 0 };
  buffer_text(&out, "{\n  ");
  text(&out, "program", slice_of("huiqi"), ",\n  ");
  text(&out, "version", slice_of(manifest->version), ",\n");
  buffer_printf(&out, "  \"year\": %d,\n  \"on\": \"", manifest->plan->occasion.year);
  date_write(&out, manifest->plan->occasion.on);
  buffer_text(&out, "\",\n");
  files(&out, manifest);
  parameters(&out, manifest->plan);
  buffer_printf(&out, "  \"companies\": %llu,\n  \"problems\": %llu,\n  \"seconds\": %ld.%03ld\n}\n",
                (unsigned long long)results_rows(results), (unsigned long long)results_problems(results), milliseconds / 1000,
                milliseconds % 1000);
  output_bytes(file, out.at, out.length);
  buffer_free(&out);
  return true;
}
