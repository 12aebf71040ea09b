/* The figures of a script gathered from everything that it declares, and those of a text compared with them, both ways. */
#include "explain/check_text.h"

#include <stdlib.h>

#include "base/pointer_map.h"
#include "data/text_figures.h"
#include "decode/unicode.h"

enum { TOLD_MOST = 1000, CONTEXT_CHARACTERS = 12 };

struct script_figure {
  enum value_type type; /* money, number, date, duration */
  enum duration_unit unit;
  struct ratio value;
  int month, day;   /* of a day in any year; else 0 */
  const char *path; /* where a script wrote it; NULL: the library's, or counted */
  struct source_place site;
  bool found; /* in the text */
};

struct script_figures {
  struct arena *arena;
  const struct model *model;
  struct script_figure *items;
  size_t count, capacity;
  struct text_figure *notes;
  size_t note_count, note_capacity;
  struct pointer_map seen; /* nodes */
};

/* What the script has */

static void add_figure(struct script_figures *figures, struct script_figure figure)
{
  for (size_t i = 0; i < figures->count; i++) {
    struct script_figure *known = &figures->items[i];
    bool same = known->type == figure.type && known->unit == figure.unit && ratio_compare(known->value, figure.value) == 0 &&
                known->month == figure.month && known->day == figure.day;
    if (!same) continue;
    if (!known->path) known->path = figure.path, known->site = figure.site;
    return;
  }
  workload_add(figures->model->workload, figures->count);
  figures->items = arena_grow(figures->arena, figures->items, figures->count, &figures->capacity, sizeof figure);
  figures->items[figures->count++] = figure;
}

static void add_counted(struct script_figures *figures, int64_t number)
{
  if (number > 1) add_figure(figures, (struct script_figure){ .type = TYPE_NUMBER, .value = ratio_whole(number) });
}

static bool is_written(const struct script_figures *figures, const struct node *node)
{
  if (!node->path || node->derived || !node->site.line) return false;
  for (size_t i = 0; i < figures->model->policy_count; i++)
    if (strcmp(node->path, figures->model->policies[i]->path) == 0) return true;
  return false;
}

/* 0 and 1 are arithmetic, no figures. */
static bool is_plain(const struct node *node)
{
  int64_t number = node->number.num;
  return number == 0 || (node->type == TYPE_NUMBER && !node->percent && node->number.den == 1 && llabs(number) == 1);
}

static void add_constant(struct script_figures *figures, const struct node *node)
{
  bool figure = node->type == TYPE_MONEY || node->type == TYPE_NUMBER || node->type == TYPE_DATE || node->type == TYPE_DURATION;
  if (!figure || is_plain(node)) return;
  bool written = is_written(figures, node);
  add_figure(figures, (struct script_figure){ .type = node->type,
                                              .unit = node->type == TYPE_DURATION ? node->duration : DURATION_DAYS,
                                              .value = node->number,
                                              .path = written ? node->path : NULL,
                                              .site = node->site });
}

static void add_parameter(struct script_figures *figures, const struct parameter *parameter)
{
  for (size_t i = 0; i < parameter->count; i++) add_constant(figures, parameter->values[i].value);
}

static bool note_node(const struct node *node, const void *context)
{
  struct script_figures *figures = *(struct script_figures *const *)context;
  void **seen = pointer_map_at(&figures->seen, node);
  if (*seen) return false;
  *seen = figures;
  if (node->op == NODE_CONSTANT) add_constant(figures, node);
  if (node->op == NODE_PARAMETER) add_parameter(figures, node->parameter);
  if (node->op == NODE_IN_SET || node->op == NODE_CONTAINS) add_counted(figures, (int64_t)node->set_count);
  if (node->op == NODE_YEAR || node->op == NODE_INDICATOR) add_counted(figures, llabs(node->number.num));
  if (node->op == NODE_YEAR_DAY)
    add_figure(figures,
               (struct script_figure){ .type = TYPE_DATE, .value = ratio_whole(0), .month = node->first, .day = node->last });
  return false;
}

static void add_note(struct script_figures *figures, const char *text)
{
  struct text_figure figure;
  if (!text) return;
  struct slice line = unicode_cell(figures->arena, slice_of(text), NULL);
  for (size_t at = 0; text_figure_next(line, &at, &figure);) {
    figures->notes =
        arena_grow(figures->arena, figures->notes, figures->note_count, &figures->note_capacity, sizeof *figures->notes);
    figures->notes[figures->note_count++] = figure;
  }
}

static void add_measure(struct script_figures *figures, const struct measure *measure)
{
  struct script_figures *context = figures;
  model_looks_at(figures->model, measure);
  measure_any(measure, note_node, &context);
  add_counted(figures, measure->times);
  add_counted(figures, (int64_t)measure->instalment_count);
  add_counted(figures, (int64_t)measure->rung_count);
  for (size_t i = 0; i < measure->year_count; i++) add_counted(figures, measure->years[i]);
  for (size_t i = 0; i < measure->cost_share_count; i++)
    add_figure(figures, (struct script_figure){ .type = TYPE_NUMBER, .value = measure->cost_shares[i].share });
  if (measure->round_unit > FEN_YUAN)
    add_figure(figures, (struct script_figure){ .type = TYPE_MONEY, .value = ratio_whole(measure->round_unit) });
  add_note(figures, measure->name);
  add_note(figures, measure->note);
  for (size_t i = 0; i < measure->reading_count; i++) add_note(figures, measure->readings[i]);
  for (size_t i = 0; i < measure->agency_count; i++) add_note(figures, measure->agencies[i]);
}

static void add_period(struct script_figures *figures, const struct policy *policy)
{
  struct script_figure day = { .type = TYPE_DATE, .path = policy->path, .site = policy->site };
  day.value = ratio_whole(policy->from);
  add_figure(figures, day);
  if (policy->open_ended) return;
  day.value = ratio_whole(policy->to);
  add_figure(figures, day);
  for (int months = 1; months <= 240; months++)
    if (date_add_months(policy->from, months) == date_add_days(policy->to, 1))
      add_figure(figures, (struct script_figure){ .type = TYPE_DURATION, .unit = DURATION_MONTHS, .value = ratio_whole(months) });
}

static void add_policy(struct script_figures *figures, const struct policy *policy)
{
  add_period(figures, policy);
  add_note(figures, policy->name);
  add_note(figures, policy->number);
  for (size_t i = 0; i < policy->parameter_count; i++) {
    add_parameter(figures, policy->parameters[i]);
    add_note(figures, policy->parameters[i]->name);
    add_note(figures, policy->parameters[i]->help);
  }
  for (size_t i = 0; i < policy->measure_count; i++) add_measure(figures, policy->measures[i]);
}

/* Is it the same? */

static bool is_number(const struct script_figure *figure, struct ratio value)
{
  return figure->type == TYPE_NUMBER && ratio_compare(figure->value, value) == 0;
}

static bool is_duration(const struct script_figure *figure, enum duration_unit unit, struct ratio value)
{
  return figure->type == TYPE_DURATION && figure->unit == unit && ratio_compare(figure->value, value) == 0;
}

/* Three years are 36 months, and 3 times or parts. */
static bool is_period(const struct script_figure *figure, struct ratio months)
{
  struct ratio years;
  if (is_duration(figure, DURATION_MONTHS, months) || is_number(figure, months)) return true;
  return ratio_divide(months, ratio_whole(12), &years) && is_number(figure, years);
}

static bool is_day(const struct script_figure *figure, const struct text_figure *figure_of_text)
{
  if (figure->type != TYPE_DATE) return false;
  struct civil day = date_civil((date)figure->value.num), of_text;
  if (figure->month) day = (struct civil){ 0, figure->month, figure->day };
  switch (figure_of_text->kind) {
  case TEXT_FIGURE_DATE:
    of_text = date_civil((date)figure_of_text->value.num);
    return day.month == of_text.month && day.day == of_text.day && (!day.year || day.year == of_text.year);
  case TEXT_FIGURE_MONTH: return day.year == figure_of_text->value.num && day.month == figure_of_text->month;
  case TEXT_FIGURE_YEAR: return day.year == figure_of_text->value.num;
  case TEXT_FIGURE_DAY_OF_YEAR: return day.month == figure_of_text->month && day.day == figure_of_text->day;
  case TEXT_FIGURE_MONEY:
  case TEXT_FIGURE_SHARE:
  case TEXT_FIGURE_COUNT:
  case TEXT_FIGURE_MONTHS:
  case TEXT_FIGURE_DAYS: return false;
  }
  return false;
}

static bool is_same_figure(const struct script_figure *figure, const struct text_figure *of_text)
{
  switch (of_text->kind) {
  case TEXT_FIGURE_MONEY: return figure->type == TYPE_MONEY && ratio_compare(figure->value, of_text->value) == 0;
  case TEXT_FIGURE_SHARE:
  case TEXT_FIGURE_COUNT: return is_number(figure, of_text->value);
  case TEXT_FIGURE_MONTHS: return is_period(figure, of_text->value);
  case TEXT_FIGURE_DAYS: return is_duration(figure, DURATION_DAYS, of_text->value) || is_number(figure, of_text->value);
  case TEXT_FIGURE_YEAR: return is_day(figure, of_text) || is_number(figure, of_text->value);
  case TEXT_FIGURE_DATE:
  case TEXT_FIGURE_MONTH:
  case TEXT_FIGURE_DAY_OF_YEAR: return is_day(figure, of_text);
  }
  return false;
}

static bool is_in_rules(struct script_figures *figures, const struct text_figure *of_text)
{
  bool found = false;
  workload_add(figures->model->workload, figures->count);
  for (size_t i = 0; i < figures->count; i++)
    if (is_same_figure(&figures->items[i], of_text)) figures->items[i].found = found = true;
  return found;
}

static bool is_in_notes(const struct script_figures *figures, const struct text_figure *of_text)
{
  workload_add(figures->model->workload, figures->note_count);
  for (size_t i = 0; i < figures->note_count; i++) {
    const struct text_figure *note = &figures->notes[i];
    bool same = note->kind == of_text->kind && ratio_compare(note->value, of_text->value) == 0;
    if (same && note->month == of_text->month && note->day == of_text->day) return true;
  }
  return false;
}

/* What is told */

/* The figure with what stands before it in its sentence, a few characters: `每家5万元`. */
static const char *excerpt(struct arena *arena, struct slice line, const struct text_figure *figure)
{
  static const char *const ends[] = { "、", "。", "“", "”", "《", "》", ",", ";", ":", "(", ")" };
  size_t from = figure->at;
  for (int characters = 0; from && characters < CONTEXT_CHARACTERS; characters++) {
    size_t before = from - 1;
    while (before && ((unsigned char)line.at[before] & 0xC0) == 0x80) before--;
    struct slice character = { line.at + before, from - before };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
      if (slice_is(character, ends[i])) return arena_copy(arena, line.at + from, figure->end - from);
    from = before;
  }
  return arena_copy(arena, line.at + from, figure->end - from);
}

static void tell_unused(struct arena *arena, const struct policy_text *text, int number, struct slice line,
                        const struct text_figure *figure, struct faults *faults)
{
  struct fault *fault = faults_add(arena, faults);
  fault_set(fault, FAULT_NONE, MSG_CHECK_TEXT_UNUSED, INTEGER(number), excerpt(arena, line, figure), NULL);
  fault_at(fault, text->path, number, 0);
}

static void read_line(struct script_figures *figures, const struct policy_text *text, int number, struct slice line,
                      struct faults *faults, struct text_figure_counts *counts)
{
  struct text_figure figure;
  for (size_t at = 0; text_figure_next(line, &at, &figure);) {
    counts->figures++;
    if (is_in_rules(figures, &figure)) counts->in_rules++;
    else if (is_in_notes(figures, &figure)) counts->in_notes++;
    else if (counts->unused++ < TOLD_MOST) tell_unused(figures->arena, text, number, line, &figure, faults);
  }
}

static int by_place(const void *a, const void *b)
{
  const struct script_figure *one = a, *other = b;
  int paths = strcmp(one->path ? one->path : "", other->path ? other->path : "");
  if (paths) return paths;
  if (one->site.line != other->site.line) return one->site.line < other->site.line ? -1 : 1;
  return (one->site.column > other->site.column) - (one->site.column < other->site.column);
}

static const char *figure_string(struct arena *arena, enum language language, const struct script_figure *figure)
{
  struct node node = { .op = NODE_CONSTANT, .type = figure->type, .number = figure->value, .duration = figure->unit };
  struct buffer text = { 0 };
  if (figure->type == TYPE_NUMBER && figure->value.den > 1) format_share(&text, figure->value);
  else format_node(&text, language, &node);
  return buffer_take(arena, &text).at;
}

static void tell_missing(struct script_figures *figures, enum language language, struct faults *faults)
{
  if (figures->count) qsort(figures->items, figures->count, sizeof *figures->items, by_place);
  for (size_t i = 0; i < figures->count; i++) {
    const struct script_figure *figure = &figures->items[i];
    if (figure->found || !figure->path) continue;
    struct fault *fault = faults_add(figures->arena, faults);
    fault_set(fault, FAULT_NONE, MSG_CHECK_TEXT_MISSING, figure_string(figures->arena, language, figure), NULL);
    fault_at(fault, figure->path, figure->site.line, figure->site.column);
  }
}

void check_policy_text(struct arena *arena, const struct model *model, enum language language, const struct policy_text *text,
                       struct faults *faults, struct text_figure_counts *counts)
{
  struct script_figures figures = { .arena = arena, .model = model, .seen = { .arena = arena } };
  struct slice rest = text->text;
  for (size_t i = 0; i < model->policy_count; i++) add_policy(&figures, model->policies[i]);
  for (int number = 1; rest.length; number++) {
    const char *end = memchr(rest.at, '\n', rest.length);
    size_t length = end ? (size_t)(end - rest.at) : rest.length, step = length + (end != NULL);
    struct slice line = unicode_cell(arena, (struct slice){ rest.at, length }, NULL);
    read_line(&figures, text, number, line, faults, counts);
    rest = (struct slice){ rest.at + step, rest.length - step };
  }
  tell_missing(&figures, language, faults);
}
