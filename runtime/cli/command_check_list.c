/* Reading whole lists for their problems. */
#include <string.h>
#include <unistd.h>

#include "cli/command_check.h"
#include "cli/command.h"
#include "data/code_index.h"
#include "decode/unicode.h"
#include "evaluate/scan.h"
#include "session/list_sheets.h"
#include "session/run_context.h"
#include "write/terminal.h"

enum { SHOWN = 1000 }; /* problems printed of one file; the rest is counted */

struct list_check {
  struct arena *arena;
  enum language language;
  const struct list_reader *listing;
  int code; /* position of the key among the fields that are read, -1: none */
  size_t code_heading;
  struct codes *seen;
  struct text_table *table;
  struct json *json; /* NULL: a table is printed */
  size_t problems, rows;
  const struct crowd_places *places; /* of the company list; NULL: of another */
  int *place_columns;                /* of each place, -1: the list lacks it */
  struct crowd_count *crowds;
};

/* A worker's codes of its block. */
struct reader {
  struct slice *codes;
  uint32_t *lines;
  size_t count, capacity;
  struct crowd_count *crowds; /* of its block */
};

static void *reader_new(void *context, struct arena *arena)
{
  const struct list_check *reading = context;
  struct reader *reader = arena_alloc(arena, sizeof *reader);
  if (reading->places) reader->crowds = arena_array(arena, reading->places->count + 1, sizeof *reader->crowds);
  return reader;
}

static void reader_close(void *context, void *worker)
{
  struct reader *reader = worker;
  (void)context;
  memory_free(reader->codes);
  memory_free(reader->lines);
}

static void reader_begin(void *context, void *worker)
{
  const struct list_check *reading = context;
  struct reader *reader = worker;
  reader->count = 0;
  for (size_t i = 0; reading->places && i < reading->places->count; i++) reader->crowds[i] = (struct crowd_count){ 0 };
}

static void count_crowds(const struct list_check *reading, struct reader *reader, const struct scan_batch *batch)
{
  for (size_t i = 0; reading->places && i < reading->places->count; i++) {
    int column = reading->place_columns[i];
    if (column >= 0) crowding_add(&reading->places->items[i], &batch->columns[column], batch->count, &reader->crowds[i]);
  }
}

static void reader_batch(void *context, void *worker, const struct scan_batch *batch)
{
  const struct list_check *reading = context;
  struct reader *reader = worker;
  count_crowds(reading, reader, batch);
  if (reading->code < 0) return;
  if (reader->count + batch->count > reader->capacity) {
    reader->capacity = (reader->count + batch->count) * 2;
    reader->codes = memory_resize(reader->codes, reader->capacity * sizeof *reader->codes);
    reader->lines = memory_resize(reader->lines, reader->capacity * sizeof *reader->lines);
  }
  const struct column *codes = &batch->columns[reading->code];
  for (size_t i = 0; i < batch->count; i++) {
    reader->codes[reader->count] = codes->state[i] == STATE_KNOWN ? codes->text[i] : (struct slice){ "", 0 };
    reader->lines[reader->count++] = batch->lines[i];
  }
}

/* One problem among the findings of `--json`. */
static void add_entry(struct list_check *reading, uint32_t line, struct slice heading, struct slice raw, enum message message,
                      struct slice said)
{
  struct json *json = reading->json;
  json_object(json);
  json_entry(json, "file", reading->listing->path);
  json_key(json, "line"), json_integer(json, line);
  json_key(json, "heading"), json_string(json, heading);
  json_key(json, "cell"), json_string(json, readable_text(reading->arena, raw));
  json_entry(json, "code", message_code(message));
  json_entry(json, "severity", "problem");
  json_key(json, "message"), json_string(json, said);
  json_object_end(json);
}

static void add_problem(struct list_check *reading, uint32_t line, struct slice heading, struct slice raw, enum message message,
                        struct slice said)
{
  if (reading->json) {
    reading->problems++;
    add_entry(reading, line, heading, raw, message, said);
    return;
  }
  if (reading->problems++ >= SHOWN) return;
  text_table_add(reading->table, slice_of(arena_printf(reading->arena, "%u", line)), STYLE_PLAIN);
  text_table_add(reading->table, slice_copy(reading->arena, heading), STYLE_PLAIN);
  text_table_add(reading->table, slice_copy(reading->arena, readable_text(reading->arena, raw)), STYLE_BAD);
  text_table_add(reading->table, slice_copy(reading->arena, said), STYLE_PLAIN);
}

static void print_problem(struct list_check *reading, uint32_t first_line, const struct scan_problem *problem)
{
  struct buffer said = { 0 };
  struct slice heading = problem->heading >= 0 ? reading->listing->headings[problem->heading].text : (struct slice){ "", 0 };
  message_text(&said, reading->language, problem->message, problem->argument[0], problem->argument[1], NULL);
  add_problem(reading, first_line + problem->line, heading, problem->raw.at ? problem->raw : (struct slice){ "", 0 },
              problem->message, buffer_view(&said));
  buffer_free(&said);
}

static void print_repeat(struct list_check *reading, const struct reader *reader, size_t row, uint32_t first_line)
{
  bool fresh;
  uint32_t line = first_line + reader->lines[row];
  if (!reader->codes[row].length) return;
  int64_t before = code_index_put(reading->seen, reader->codes[row], line, &fresh);
  if (fresh) return;
  struct buffer said = { 0 };
  char number[24];
  snprintf(number, sizeof number, "%lld", (long long)before);
  message_text(&said, reading->language, MSG_CODE_TWICE, number, NULL);
  add_problem(reading, line, reading->listing->headings[reading->code_heading].text, reader->codes[row], MSG_CODE_TWICE,
              buffer_view(&said));
  buffer_free(&said);
}

static bool reader_merge(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct list_check *reading = context;
  const struct reader *reader = worker;
  size_t at = 0;
  (void)fault;
  for (size_t row = 0; reading->code >= 0 && row < reader->count; row++) {
    for (; at < block->problem_count && block->problems[at].row <= row; at++)
      print_problem(reading, block->first_line, &block->problems[at]);
    print_repeat(reading, reader, row, block->first_line);
  }
  for (; at < block->problem_count; at++) print_problem(reading, block->first_line, &block->problems[at]);
  for (size_t i = 0; reading->places && i < reading->places->count; i++) {
    reading->crowds[i].below += reader->crowds[i].below;
    reading->crowds[i].above += reader->crowds[i].above;
  }
  reading->rows += block->rows;
  return true;
}

static void print_table(const struct list_check *reading, const char *path)
{
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(STDOUT_FILENO);
  const char *rows = arena_printf(reading->arena, "%zu", reading->rows),
             *problems = arena_printf(reading->arena, "%zu", reading->problems);
  message_text(&out, reading->language, MSG_CHECK_LIST, path, rows, problems, NULL);
  buffer_char(&out, '\n');
  if (reading->problems) text_table_write(&out, reading->table, &terminal, 2);
  if (reading->problems > SHOWN) buffer_text(&out, "  …\n");
  terminal_write(stdout, buffer_view(&out));
  buffer_free(&out);
}

/* In which column of the scan each place's field is. */
static void bind_places(struct list_check *reading, const struct scan *scan)
{
  if (!reading->places) return;
  reading->place_columns = arena_array(reading->arena, reading->places->count + 1, sizeof *reading->place_columns);
  for (size_t i = 0; i < reading->places->count; i++) {
    reading->place_columns[i] = -1;
    for (size_t k = 0; k < scan->field_count; k++)
      if (scan->fields[k] == reading->places->items[i].field) reading->place_columns[i] = (int)k;
  }
}

static bool read_list(struct list_check *reading, const struct options *options, const char *path, const struct table *table,
                      struct fault *fault)
{
  static const struct table_column columns[] = { { MSG_HEADING_LINE, true, FIT_WHOLE },
                                                 { MSG_HEADING_COLUMN, false, FIT_WHOLE },
                                                 { MSG_HEADING_CELL, false, FIT_CUT },
                                                 { MSG_HEADING_PROBLEM, false, FIT_WRAP } };
  struct list_reader listing;
  const struct list_reader_options list_reader_options = run_context_listing(&options->inputs);
  if (!list_reader_open(reading->arena, path, &table->kind, &list_reader_options, &listing, fault)) return false;
  const struct field **fields = arena_array(reading->arena, listing.heading_count, sizeof *fields);
  struct scan scan = { .listing = &listing,
                       .fields = fields,
                       .threads = options->inputs.threads,
                       .context = reading,
                       .worker = reader_new,
                       .close = reader_close,
                       .begin = reader_begin,
                       .batch = reader_batch,
                       .merge = reader_merge };
  reading->listing = &listing;
  reading->code = -1;
  reading->seen = code_index_new();
  reading->table = text_table_new(reading->arena, columns, 4, reading->language);
  for (size_t i = 0; i < listing.heading_count; i++) {
    if (!listing.fields[i]) continue;
    bool key = table->link_count == 0 && listing.fields[i] == &table->kind.fields[table->code < 0 ? 0 : table->code];
    if (key && listing.fields[i]->kind == FIELD_CODE) reading->code = (int)scan.field_count, reading->code_heading = i;
    fields[scan.field_count++] = listing.fields[i];
  }
  bind_places(reading, &scan);
  bool read = scan_run(&scan, fault);
  if (read && !reading->json) print_table(reading, path);
  list_reader_close(&listing);
  code_index_free(reading->seen);
  return read;
}

int check_lists(struct arena *arena, const struct options *options, const struct model *model, struct json *json,
                const struct crowd_places *places, struct crowd_count *counts)
{
  struct fault fault;
  size_t problems = 0;
  const struct session_options inputs = list_sheets_find(arena, &options->inputs, model);
  for (size_t i = 0; i <= inputs.with_count; i++) {
    const char *path = i ? inputs.with[i - 1].path : inputs.list;
    int table = i ? model_find_table(model, inputs.with[i - 1].name) : 0;
    struct list_check reading = { .arena = arena, .language = options->language, .json = json };
    if (!i) reading.places = places, reading.crowds = counts;
    if (!path) continue;
    if (table < 0) {
      fault_set(&fault, FAULT_USAGE, MSG_WITH_UNKNOWN, inputs.with[i - 1].name, "", NULL);
      return fault_print(options->language, &fault);
    }
    if (!read_list(&reading, options, path, &model->tables[table], &fault)) return fault_print(options->language, &fault);
    problems += reading.problems;
  }
  return problems ? COMMAND_PROBLEMS : COMMAND_DONE;
}
