/* One line a company, for workbooks and copies of the list. */
#include "write/company_lines.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "write/csv.h"

struct company_lines {
  struct arena *arena;
  struct company_layout layout;
  struct buffer waiting;
  int descriptor;
  int reason; /* errno of the first write that failed, 0: none has */
};

bool company_measure_pays(const struct measure *measure)
{
  return measure_kind_grants(measure->kind) || measure_kind_owes(measure->kind);
}

/* In the order of the model. */
static struct company_layout layout_of(struct arena *arena, const struct plan *plan)
{
  const struct model *model = plan->model;
  struct company_layout layout = { .measures = arena_array(arena, model->measure_count + 1, sizeof *layout.measures),
                                   .positions = arena_array(arena, model->measure_count + 1, sizeof *layout.positions) };
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct measure *measure = plan->subjects[s].measures[i].measure;
      layout.positions[measure->index] = measure->kind != MEASURE_CRITERION;
    }
  for (size_t i = 0; i < model->measure_count; i++) {
    if (!layout.positions[i]) continue;
    layout.measures[layout.count++] = model->measures[i];
    layout.positions[i] = layout.count;
  }
  return layout;
}

const enum column_content *company_contents(struct arena *arena, const struct company_layout *layout, size_t *count)
{
  static const enum column_content first[COMPANY_COLUMNS] = { [COMPANY_ROW] = CONTENT_YEAR,
                                                              [COMPANY_CODE] = CONTENT_CODE,
                                                              [COMPANY_NAME] = CONTENT_TEXT,
                                                              [COMPANY_MISSING] = CONTENT_LONG,
                                                              [COMPANY_TOTAL] = CONTENT_MONEY };
  enum column_content *contents = arena_array(arena, COMPANY_COLUMNS + 2 * layout->count, sizeof *contents);
  memcpy(contents, first, sizeof first);
  *count = COMPANY_COLUMNS;
  for (size_t i = 0; i < layout->count; i++) {
    contents[(*count)++] = CONTENT_OUTCOME;
    if (company_measure_pays(layout->measures[i])) contents[(*count)++] = CONTENT_MONEY;
  }
  return contents;
}

static void heading_cell(struct company_lines *lines, const struct measure *measure, enum file_column column)
{
  const char *heading = file_column_heading(lines->arena, column);
  csv_next(&lines->waiting, slice_of(arena_printf(lines->arena, "%s %s %s", measure->id, measure->name, heading)));
}

static void put_headings(struct company_lines *lines)
{
  struct buffer *out = &lines->waiting;
  const struct company_layout *layout = &lines->layout;
  buffer_text(out, CSV_MARK);
  format_headings(out, HEADINGS(COLUMN_ROW, COLUMN_OBJECT_CODE, COLUMN_OBJECT_NAME, COLUMN_MISSING, COLUMN_TOTAL));
  for (size_t i = 0; i < layout->count; i++) {
    heading_cell(lines, layout->measures[i], COLUMN_OUTCOME);
    if (company_measure_pays(layout->measures[i])) heading_cell(lines, layout->measures[i], COLUMN_AMOUNT);
  }
  csv_end(out);
}

struct company_lines *company_lines_new(struct arena *arena, const struct plan *plan, struct fault *fault)
{
  struct company_lines *lines = arena_alloc(arena, sizeof *lines);
  *lines = (struct company_lines){ .arena = arena, .layout = layout_of(arena, plan), .descriptor = file_unnamed() };
  if (lines->descriptor < 0) return fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, "", strerror(errno), NULL), NULL;
  put_headings(lines);
  return lines;
}

const struct company_layout *company_lines_layout(const struct company_lines *lines)
{
  return &lines->layout;
}

/* Cells */

static const struct judgement *judgement_of(const struct company_cells *cells, const struct measure *measure, bool *judged)
{
  *judged = measure->object == cells->subjects->object;
  for (size_t i = 0; i < cells->count; i++)
    if (cells->subjects->measures[cells->judgements[i].planned].measure == measure) return &cells->judgements[i];
  return NULL;
}

static bool is_paid(const struct verdict *verdict)
{
  return verdict->outcome == OUTCOME_YES && verdict->has_amount;
}

/* Of what is granted; blank where nothing is. What is due back is no part of it. */
static void total_cell(struct buffer *out, const struct company_cells *cells)
{
  int64_t total = 0;
  bool any = false, overflowed = false;
  for (size_t i = 0; i < cells->count; i++) {
    const struct judgement *judgement = &cells->judgements[i];
    const struct measure *measure = cells->subjects->measures[judgement->planned].measure;
    if (!measure_kind_grants(measure->kind) || !is_paid(&judgement->verdict)) continue;
    any = true;
    overflowed |= __builtin_add_overflow(total, judgement->verdict.amount, &total);
  }
  buffer_char(out, ',');
  if (any && !overflowed) money_write(out, total);
}

static void outcome_cell(struct buffer *out, const struct measure *measure, enum outcome outcome)
{
  buffer_char(out, ',');
  buffer_text(out, outcome_name(measure, outcome, LANGUAGE_CHINESE));
}

void format_company(struct buffer *out, const struct company_layout *layout, const struct company_cells *cells)
{
  buffer_slice(out, cells->object);
  csv_cell(out, cells->missing);
  total_cell(out, cells);
  for (size_t i = 0; i < layout->count; i++) {
    bool judged;
    const struct measure *measure = layout->measures[i];
    const struct judgement *judgement = judgement_of(cells, measure, &judged);
    if (judged) outcome_cell(out, measure, judgement ? judgement->verdict.outcome : OUTCOME_NO);
    else buffer_char(out, ',');
    if (!company_measure_pays(measure)) continue;
    buffer_char(out, ',');
    if (judgement && is_paid(&judgement->verdict)) money_write(out, judgement->verdict.amount);
  }
  csv_end(out);
}

void format_company_repeated(struct buffer *out, const struct company_layout *layout, struct slice object, struct slice said,
                             const uint8_t *outcomes)
{
  buffer_slice(out, object);
  csv_cell(out, said);
  buffer_char(out, ',');
  for (size_t i = 0; i < layout->count; i++) {
    const struct measure *measure = layout->measures[i];
    enum outcome outcome = (enum outcome)outcomes[measure->index];
    if (outcome == OUTCOME_YES) outcome = measure->kind == MEASURE_LIST ? OUTCOME_NO : OUTCOME_PENDING;
    if (measure->object) buffer_char(out, ',');
    else outcome_cell(out, measure, outcome);
    if (company_measure_pays(measure)) buffer_char(out, ',');
  }
  csv_end(out);
}

/* The file */

static void flush(struct company_lines *lines)
{
  struct slice waiting = buffer_view(&lines->waiting);
  if (!lines->reason && !file_write(lines->descriptor, waiting.at, waiting.length)) lines->reason = errno;
  buffer_reset(&lines->waiting);
}

void company_lines_add(struct company_lines *lines, uint32_t line, struct slice cells)
{
  enum { SHARE = 1 << 16 };
  if (line) buffer_integer(&lines->waiting, line);
  buffer_char(&lines->waiting, ',');
  buffer_slice(&lines->waiting, cells);
  if (lines->waiting.length > SHARE) flush(lines);
}

const char *company_lines_path(struct company_lines *lines, struct fault *fault)
{
  flush(lines);
  if (!lines->reason) return descriptor_path(lines->arena, lines->descriptor);
  fault_set(fault, FAULT_FILE, MSG_CANNOT_WRITE, "", strerror(lines->reason), NULL);
  return NULL;
}

void company_lines_close(struct company_lines *lines)
{
  if (lines->descriptor >= 0) close(lines->descriptor);
  lines->descriptor = -1;
  buffer_free(&lines->waiting);
}
