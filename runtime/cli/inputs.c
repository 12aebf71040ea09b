/* Reading results of earlier years and decisions, which are CSV files with fixed headings. */
#include "cli/inputs.h"

#include <stdlib.h>
#include <string.h>

#include "data/column.h"
#include "decode/normal.h"

enum { COLUMNS = 6 };

struct sheet_row {
  uint32_t line;
  struct slice cells[COLUMNS];
};

struct sheet_reading {
  struct arena *arena;
  const char *path;
  const char *const *names; /* wanted headings */
  size_t count, required;   /* the first `required` of them must be there */
  struct fault *fault;
  bool (*take)(struct sheet_reading *reading, const struct sheet_row *row);
  struct run_options *run;
  const struct model *model;
};

static bool match_columns(struct sheet_reading *reading, const struct listing *listing, int *positions)
{
  for (size_t i = 0; i < reading->count; i++) {
    positions[i] = -1;
    for (size_t h = 0; h < listing->heading_count; h++) {
      struct heading wanted = heading_parse(reading->arena, slice_of(reading->names[i]));
      if (slice_equal(listing->headings[h].name, wanted.name)) positions[i] = (int)h;
    }
    if (positions[i] >= 0 || i >= reading->required) continue;
    fault_set(reading->fault, FAULT_FILE, MSG_FILE_COLUMNS, reading->names[i], NULL);
    return fault_at(reading->fault, reading->path, 0, 0);
  }
  return true;
}

static bool take_rows(struct sheet_reading *reading, const struct rows *rows, const int *positions, uint32_t first_line)
{
  for (size_t row = 0; row < rows->count; row++) {
    struct sheet_row cells = { .line = first_line + rows->line[row] };
    for (size_t i = 0; i < reading->count; i++)
      if (positions[i] >= 0 && rows->cells[positions[i]][row].at)
        cells.cells[i] = normal_cell(reading->arena, slice_copy(reading->arena, rows->cells[positions[i]][row]), NULL);
    if (!reading->take(reading, &cells)) return false;
  }
  return true;
}

static bool read_blocks(struct sheet_reading *reading, struct listing *listing, const int *positions)
{
  struct buffer buffer = { 0 };
  struct slice block;
  struct arena scratch = { 0 };
  uint32_t first_line = listing->first_line;
  uint32_t *wanted = arena_array(reading->arena, listing->heading_count, sizeof *wanted);
  for (size_t i = 0; i < listing->heading_count; i++) wanted[i] = (uint32_t)i;
  struct rows *rows = rows_new(reading->arena, BATCH_ROWS, listing->heading_count);
  bool read;
  while ((read = listing_block(listing, &buffer, &block, reading->fault)) && block.length) {
    size_t offset = 0;
    uint32_t line = 0;
    while (read && offset < block.length) {
      rows->count = 0;
      read = rows_split(rows, &scratch, block, listing->separator, &listing->limits, wanted, &offset, &line, reading->fault) &&
             take_rows(reading, rows, positions, first_line);
    }
    if (!read) break;
    first_line += line;
  }
  if (!read && !reading->fault->file) fault_at(reading->fault, reading->path, 0, 0);
  buffer_free(&buffer);
  arena_free(&scratch);
  return read;
}

static bool read_sheet(struct sheet_reading *reading)
{
  static const struct table_kind none = { .name = "" };
  struct listing listing;
  struct listing_options options = { .limits = rows_default_limits };
  int positions[COLUMNS];
  if (!listing_open(reading->arena, reading->path, &none, &options, &listing, reading->fault)) return false;
  bool read = match_columns(reading, &listing, positions) && read_blocks(reading, &listing, positions);
  listing_close(&listing);
  return read;
}

static bool take_grant(struct sheet_reading *reading, const struct sheet_row *row)
{
  char *end, year[16] = "";
  if (row->cells[0].length < sizeof year && row->cells[0].length) memcpy(year, row->cells[0].at, row->cells[0].length);
  long number = strtol(year, &end, 10);
  bool granted = slice_is(row->cells[3], "符合") && end != year && !*end;
  struct slice code = slice_upper(reading->arena, row->cells[2]);
  if (granted) history_add((struct history *)(uintptr_t)reading->run->history, row->cells[1], code, (int)number);
  return true;
}

static bool read_history(struct arena *arena, const char *path, struct run_options *run, struct fault *fault)
{
  static const char *const names[] = { "年度", "措施编号", "对象代码", "结果" };
  struct sheet_reading reading = { .arena = arena, .path = path, .names = names, .count = 4, .required = 4, .fault = fault, .take = take_grant, .run = run };
  return read_sheet(&reading);
}

static bool outcome_read(struct slice text, enum outcome *outcome)
{
  static const char *const words[] = { "不符合", "待核实", "符合" };
  for (int i = 0; i < 3; i++)
    if (slice_is(text, words[i])) return *outcome = (enum outcome)i, true;
  return false;
}

/* A cell of a decision that cannot be read stops the run: what an authority decided is never guessed. */
static bool refuse_cell(struct sheet_reading *reading, const struct sheet_row *row, enum message message)
{
  fault_set(reading->fault, FAULT_FILE, message, NULL);
  return fault_at(reading->fault, reading->path, (int)row->line, 0);
}

static bool take_decision(struct sheet_reading *reading, const struct sheet_row *row)
{
  static const struct field money = { .name = "金额", .kind = FIELD_MONEY };
  struct decisions *decisions = reading->run->decisions;
  struct decision decision = { .measure = row->cells[0], .code = slice_upper(reading->arena, row->cells[1]), .ground = row->cells[4], .line = row->line };
  struct cell amount;
  struct cell_problem problem;
  if (!outcome_read(row->cells[2], &decision.outcome)) return refuse_cell(reading, row, MSG_DECISION_OUTCOME);
  if (row->cells[3].length) {
    if (!cell_read(reading->arena, &money, NULL, row->cells[3], &amount, &problem)) return refuse_cell(reading, row, problem.message);
    decision.has_amount = amount.state == STATE_KNOWN;
    decision.amount = amount.num;
  }
  const char *id = arena_copy(reading->arena, decision.measure.at ? decision.measure.at : "", decision.measure.length);
  decision.unknown_measure = !model_measure(reading->model, id);
  decisions->items = arena_grow(reading->arena, decisions->items, decisions->count, &decisions->capacity, sizeof decision);
  decisions->items[decisions->count++] = decision;
  return true;
}

static bool read_decisions(struct arena *arena, const char *path, const struct model *model, struct run_options *run, struct fault *fault)
{
  static const char *const names[] = { "措施编号", "对象代码", "结果", "金额", "依据" };
  struct sheet_reading reading = { arena, path, names, 5, 3, fault, take_decision, run, model };
  return read_sheet(&reading);
}

bool inputs_read(struct arena *arena, const struct options *options, const struct model *model, struct run_options *run, struct fault *fault)
{
  if (options->history.count) run->history = history_new();
  for (size_t i = 0; i < options->history.count; i++)
    if (!read_history(arena, options->history.items[i], run, fault)) return false;
  if (!options->decisions) return true;
  run->decisions = arena_alloc(arena, sizeof *run->decisions);
  return read_decisions(arena, options->decisions, model, run, fault);
}

void inputs_unused(struct results *results, const struct options *options, const struct run_options *run)
{
  static const struct slice id_heading = { "措施编号", sizeof "措施编号" - 1 }, code_heading = { "对象代码", sizeof "对象代码" - 1 };
  for (size_t i = 0; run->decisions && i < run->decisions->count; i++) {
    const struct decision *decision = &run->decisions->items[i];
    struct buffer said = { 0 };
    if (decision->used) continue;
    message_text(&said, options->language, decision->unknown_measure ? MSG_DECISION_UNKNOWN_MEASURE : MSG_DECISION_UNKNOWN_OBJECT, NULL);
    results_problem(results, slice_of(options->decisions), decision->line, decision->unknown_measure ? id_heading : code_heading,
                    decision->unknown_measure ? decision->measure : decision->code, buffer_view(&said));
    buffer_free(&said);
  }
}
