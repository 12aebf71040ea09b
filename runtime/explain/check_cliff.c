/* Cliffs: a figure that rises by one unit, and money is lost: 5,000万元 of revenue give 10万元, a fen more gives 8万元.
 *
 * Each measure (with those of its 择一, of which the highest counts) is judged for every cell, one figure after the other decided
 * last, so that its values follow one another; where what is paid falls from one to the next by more than it falls
 * inside the cells on either side, there is a cliff. What rises can have none, and is not gone through. Where another measure of
 * the policy begins just there and pays as much, nothing is lost. */
#include <stdlib.h>
#include <string.h>

#include "explain/check_parts.h"
#include "explain/crowding.h"
#include "explain/witnesses.h"

enum { CELLS_MOST = 20000, VALUES_MOST = 512, CLIFFS_MOST = 16, TOLD_MOST = 3, NOT_KNOWN = -1 };

struct cliff {
  struct ratio at; /* the last value before it */
  struct ratio beyond;
  int64_t before, after; /* fen */
};

/* What is paid along one figure, all others the same. */
struct walking {
  const struct field *field;
  size_t position; /* of the field among the cells */
  bool rises;      /* steps up are looked for, not down */
  struct ratio values[VALUES_MOST];
  int64_t paid[VALUES_MOST];
  uint64_t shares[VALUES_MOST]; /* answers of the conditions about several figures */
  size_t count;
  struct assignment others;
  struct cliff cliffs[CLIFFS_MOST];
  size_t cliff_count;
};

/* Can the measure pay less when the figure rises? */

static bool falls_within(const struct cells *cells, uint32_t slot, uint64_t field, bool negated, bool paid)
{
  const struct step *step = &cells->program->steps[slot];
  const struct node *node = step->node;
  enum node_op op = node->op;
  if (!(cells->all[slot] & field)) return false;
  if (op == NODE_FIELD) return negated && node->type != TYPE_TRUTH;
  if (op == NODE_CASES || op == NODE_COUNT_FALSE || op == NODE_COMPUTED || op == NODE_WITHIN) return true;
  if (op == NODE_COMPARE) {
    bool up = node->relation == AT_LEAST || node->relation == MORE_THAN,
         down = node->relation == AT_MOST || node->relation == LESS_THAN;
    if (!up && !down) return false; /* 认定次数 { 等于 = 1 } is a case of its own, no height */
    return falls_within(cells, step->inputs[0], field, negated != down, true) ||
           falls_within(cells, step->inputs[1], field, negated != up, true);
  }
  bool turned = negated != (op == NODE_NOT);
  for (size_t i = 0; i < step->input_count; i++) {
    bool second = i == 1 && (op == NODE_SUBTRACT || op == NODE_DIVIDE);
    if (falls_within(cells, step->inputs[i], field, turned != second, paid)) return true;
  }
  return false;
}

static bool can_fall(const struct witness_bench *bench, size_t position, bool rises)
{
  uint64_t field = UINT64_C(1) << position;
  bool falls = false;
  for (size_t i = 0; i < bench->count; i++) {
    const struct planned *planned = &bench->planned[i];
    const uint32_t slots[] = { planned->condition, planned->amount, planned->cap };
    for (size_t k = 0; k < 3 && !falls; k++)
      falls = slots[k] != NO_SLOT && falls_within(bench->cells, slots[k], field, rises, k > 0);
  }
  return falls;
}

/* Along one figure */

static double number_of(struct ratio value)
{
  return (double)value.num / (double)value.den;
}

/* How fast it falls between two values, per unit of the figure. */
static double fall_between(const struct walking *walking, size_t a, size_t b)
{
  double width = number_of(walking->values[b]) - number_of(walking->values[a]);
  return width > 0 ? (double)(walking->paid[a] - walking->paid[b]) / width : 0;
}

/* Is the figure asked to be just that? Then it is a case, and the next one is another. */
static bool is_case(const struct witness_bench *bench, const struct walking *walking, struct ratio value)
{
  const struct program *program = bench->program;
  for (size_t s = 0; s < program->step_count; s++) {
    const struct node *node = program->steps[s].node;
    bool asked = bench->cells->reached[s] && node->op == NODE_COMPARE && node->relation >= EQUAL;
    if (!asked || !(bench->cells->all[s] >> walking->position & 1)) continue;
    for (size_t i = 0; i < 2; i++) {
      const struct node *side = program->steps[program->steps[s].inputs[i]].node;
      if (side->op == NODE_CONSTANT && ratio_compare(side->number, value) == 0) return true;
    }
  }
  return false;
}

static void keep_cliff(const struct witness_bench *bench, struct walking *walking, size_t at)
{
  if (!cells_cut_between(bench->cells, walking->position, walking->values[at], walking->values[at + 1])) return;
  if (is_case(bench, walking, walking->values[at]) || is_case(bench, walking, walking->values[at + 1])) return;
  const struct cliff cliff = { walking->values[at], walking->values[at + 1], walking->paid[at], walking->paid[at + 1] };
  for (size_t i = 0; i < walking->cliff_count; i++) {
    struct cliff *known = &walking->cliffs[i];
    if (ratio_compare(known->at, cliff.at) != 0) continue;
    if (llabs(cliff.before - cliff.after) > llabs(known->before - known->after)) *known = cliff;
    return;
  }
  if (walking->cliff_count < CLIFFS_MOST) walking->cliffs[walking->cliff_count++] = cliff;
}

/* Neighbours only: of whole numbers the next one; of others the cut and what lies beside it. */
static bool are_next(const struct walking *walking, size_t at)
{
  struct ratio step;
  if (walking->field->kind == FIELD_NUMBER) return true;
  return ratio_subtract(walking->values[at + 1], walking->values[at], &step) && step.num == step.den;
}

static void look_back(const struct witness_bench *bench, struct walking *walking)
{
  for (size_t i = 0; i + 1 < walking->count; i++) {
    int64_t before = walking->paid[i], after = walking->paid[i + 1];
    bool known =
        before != NOT_KNOWN && after != NOT_KNOWN && are_next(walking, i) && walking->shares[i] == walking->shares[i + 1];
    if (!known || (walking->rises ? after <= before : after >= before)) continue;
    double inside = 0, width = number_of(walking->values[i + 1]) - number_of(walking->values[i]);
    bool left = i > 0 && walking->paid[i - 1] != NOT_KNOWN, right = i + 2 < walking->count && walking->paid[i + 2] != NOT_KNOWN;
    if (left && fall_between(walking, i - 1, i) > inside) inside = fall_between(walking, i - 1, i);
    if (right && fall_between(walking, i + 1, i + 2) > inside) inside = fall_between(walking, i + 1, i + 2);
    if (walking->rises || (double)(before - after) > 2 * inside * width + 1) keep_cliff(bench, walking, i);
  }
  walking->count = 0;
}

static bool same_others(const struct walking *walking, const struct assignment *now, size_t fields)
{
  for (size_t i = 0; i < fields; i++) {
    const struct cell *a = &walking->others.cells[i], *b = &now->cells[i];
    if (i == walking->position) continue;
    if (a->state != b->state || a->num != b->num || a->den != b->den || !slice_equal(a->text, b->text)) return false;
  }
  return true;
}

/* The highest of the measures, which stand in one relation. */
static int64_t paid_by(struct witness_bench *bench, size_t row)
{
  int64_t most = 0;
  for (size_t i = 0; i < bench->count; i++) {
    struct verdict verdict = witnesses_verdict(bench, row, i);
    if (verdict.outcome == OUTCOME_NO) continue;
    if (verdict.outcome != OUTCOME_YES || !verdict.has_amount) return NOT_KNOWN;
    if (verdict.amount > most) most = verdict.amount;
  }
  return most;
}

/* A share falls when what is below its line rises: where that decides, the figure alone is no height. */
static uint64_t answers_of_shares(const struct witness_bench *bench, size_t row)
{
  uint64_t answers = 0;
  for (size_t s = 0; s < bench->program->step_count; s++) {
    const struct step *step = &bench->program->steps[s];
    if (!bench->cells->reached[s] || step->node->op != NODE_COMPARE) continue;
    uint64_t fields = bench->cells->figures[step->inputs[0]] | bench->cells->figures[step->inputs[1]];
    if (fields & (fields - 1)) answers = answers * 31 + bench->slots[s].answer[row];
  }
  return answers;
}

static void walk(void *context, struct witness_bench *bench, size_t row)
{
  struct walking *walking = context;
  const struct assignment *now = &bench->batch[row];
  const struct cell *cell = &now->cells[walking->position];
  if (walking->count && !same_others(walking, now, bench->cells->field_count)) look_back(bench, walking);
  if (!walking->count) walking->others = *now;
  if (walking->count == VALUES_MOST || cell->state != STATE_KNOWN) return;
  walking->values[walking->count] = (struct ratio){ cell->num, cell->den ? cell->den : 1 };
  walking->shares[walking->count] = answers_of_shares(bench, row);
  walking->paid[walking->count++] = paid_by(bench, row);
}

/* Of the company's own. */
static bool is_figure(const struct cells *cells, size_t at)
{
  const struct field *field = cells->fields[at];
  if (cells->sources[at]->op != NODE_FIELD) return false;
  return field->kind == FIELD_MONEY || field->kind == FIELD_COUNT || field->kind == FIELD_NUMBER;
}

static bool is_paying(const struct measure *measure)
{
  return measure_kind_pays(measure->kind) && measure->amount && !measure->object && !measure->unlisted;
}

/* The steps of what the measures pay along one figure. */
static bool find_steps(struct witness_bench *bench, size_t position, bool rises, struct walking *walking)
{
  const struct cells_options options = { .ends = UINT64_MAX, .limit = CELLS_MOST, .last = position + 1 };
  const struct node *obstacle;
  *walking = (struct walking){ .field = bench->cells->fields[position], .position = position, .rises = rises };
  if (!can_fall(bench, position, rises)) return true;
  if (!witnesses_run(bench, &options, walk, walking, &obstacle)) return false;
  look_back(bench, walking);
  return true;
}

static void open_group(struct witness_bench *bench, const struct checking *checking, const struct measure *measure)
{
  const struct exclusive_group *choice = measure->exclusive_group;
  /* What is counted is as it is, whatever the company's own figures are. */
  static const struct cells_supposing supposing = { NULL, NULL };
  witnesses_open(bench, checking->model, checking->program->as_of);
  bench->supposing = &supposing;
  witnesses_add(bench, checking->model, measure);
  for (size_t i = 0; choice && !choice->by && i < choice->count; i++)
    if (choice->members[i] != measure && is_paying(choice->members[i])) witnesses_add(bench, checking->model, choice->members[i]);
  witnesses_ready(bench);
}

/* Where measures of the policy begin to pay more: found once a year, when the first cliff asks. */
struct rise {
  const struct measure *measure;
  const struct field *field;
  struct ratio at;
  int64_t by;
};

struct rises {
  struct rise *items;
  size_t count, capacity;
};

static void find_rises_of(struct checking *checking, const struct measure *measure)
{
  struct rises *rises = checking->rises;
  struct witness_bench bench;
  open_group(&bench, checking, measure);
  struct walking *walking = arena_alloc(&bench.arena, sizeof *walking);
  for (size_t i = 0; !bench.cells->obstacle && i < bench.cells->field_count; i++) {
    if (!is_figure(bench.cells, i) || !find_steps(&bench, i, true, walking)) continue;
    for (size_t k = 0; k < walking->cliff_count; k++) {
      const struct cliff *cliff = &walking->cliffs[k];
      rises->items = arena_grow(&checking->year, rises->items, rises->count, &rises->capacity, sizeof *rises->items);
      rises->items[rises->count++] = (struct rise){ measure, walking->field, cliff->at, cliff->after - cliff->before };
    }
  }
  witnesses_close(&bench);
}

/* The measure of the policy that begins to pay just there, and most; NULL: none does. */
static const struct rise *taken_over(struct checking *checking, const struct measure *measure, const struct field *field,
                                     const struct cliff *cliff)
{
  const struct rise *most = NULL;
  if (!checking->rises) {
    checking->rises = arena_alloc(&checking->year, sizeof *checking->rises);
    for (size_t i = 0; i < checking->policy->measure_count; i++)
      if (is_paying(checking->policy->measures[i])) find_rises_of(checking, checking->policy->measures[i]);
  }
  workload_add(checking->program->workload, checking->rises->count / 4);
  for (size_t i = 0; i < checking->rises->count; i++) {
    const struct rise *rise = &checking->rises->items[i];
    bool there = rise->measure != measure && rise->field == field && ratio_compare(rise->at, cliff->at) == 0;
    if (there && (!most || rise->by > most->by)) most = rise;
  }
  return most;
}

static const char *value_string(struct checking *checking, const struct field *field, struct ratio value)
{
  struct cell cell = { .state = STATE_KNOWN, .num = value.num, .den = value.den };
  struct buffer text = { 0 };
  format_cell(&text, field, &cell);
  return buffer_take(checking->arena, &text).at;
}

static int by_loss(const void *a, const void *b)
{
  const struct cliff *one = a, *other = b;
  int64_t x = one->before - one->after, y = other->before - other->after;
  return (x < y) - (x > y);
}

/* For counting who of a list stands there: once, though several years have it. */
static void keep_place(struct checking *checking, const struct measure *measure, const struct field *field, struct ratio at,
                       bool reached, const char *words)
{
  struct crowd_places *places = checking->options->cliffs;
  if (!places) return;
  for (size_t i = 0; i < places->count; i++) {
    const struct crowd_place *known = &places->items[i];
    if (known->field == field && ratio_compare(known->at, at) == 0 && strcmp(known->ids, measure->id) == 0) return;
  }
  places->items = arena_grow(checking->arena, places->items, places->count, &places->capacity, sizeof *places->items);
  places->items[places->count++] = (struct crowd_place){ .field = field,
                                                         .at = at,
                                                         .cliff = true,
                                                         .at_itself = reached,
                                                         .ids = measure->id,
                                                         .words = words,
                                                         .path = measure->path,
                                                         .site = measure->amount->site };
}

/* What is left beyond it, and what the measure that takes over adds. */
static const char *after_string(struct checking *checking, const struct cliff *cliff, const struct rise *other)
{
  const char *left = diagnostic_value(checking, TYPE_MONEY, ratio_whole(cliff->after));
  struct buffer text = { 0 };
  if (!other) return left;
  message_text(&text, checking->options->language, MSG_CHECK_TAKEN_OVER, left, other->measure->id,
               diagnostic_value(checking, TYPE_MONEY, ratio_whole(other->by)), NULL);
  return buffer_take(checking->arena, &text).at;
}

static void tell_cliffs(struct checking *checking, const struct measure *measure, const struct cells *cells,
                        struct walking *walking)
{
  const struct field *field = walking->field;
  bool english = checking->options->language == LANGUAGE_ENGLISH && field->english;
  qsort(walking->cliffs, walking->cliff_count, sizeof *walking->cliffs, by_loss);
  for (size_t i = 0, told = 0; i < walking->cliff_count && told < TOLD_MOST; i++) {
    const struct cliff *cliff = &walking->cliffs[i];
    const struct rise *other = taken_over(checking, measure, field, cliff);
    if (other && other->by >= cliff->before - cliff->after) continue; /* nothing is lost */
    bool reached = field->kind == FIELD_NUMBER && cells_cut_between(cells, walking->position, cliff->beyond, cliff->beyond);
    struct buffer place = { 0 };
    message_text(&place, checking->options->language, reached ? MSG_CHECK_REACHES : MSG_CHECK_EXCEEDS,
                 english ? field->english : field->name, value_string(checking, field, reached ? cliff->beyond : cliff->at),
                 NULL);
    const char *words = buffer_take(checking->arena, &place).at;
    keep_place(checking, measure, field, reached ? cliff->beyond : cliff->at, reached, words);
    diagnostic_add(checking, MSG_CHECK_CLIFF, measure->path, measure->amount->site, words, measure->id,
                   diagnostic_value(checking, TYPE_MONEY, ratio_whole(cliff->before)), after_string(checking, cliff, other),
                   NULL);
    told++;
  }
}

static bool stands_at(const struct node *node, const void *context)
{
  const struct source_place *site = context;
  return node->site.line == site->line && node->site.column == site->column;
}

/* A mistake in the amount was found there already, or a slip of units within it: what falls may come from it. */
static bool is_doubtful(const struct checking *checking, const struct measure *measure)
{
  for (size_t i = 0; i < checking->count; i++) {
    const struct diagnostic *known = &checking->findings[i];
    bool here = known->message == MSG_CHECK_AMOUNT_SLIP ? node_any(measure->amount, stands_at, &known->site)
                                                        : stands_at(measure->amount, &known->site);
    if (here && known->message != MSG_CHECK_CLIFF && strcmp(known->path, measure->path) == 0) return true;
  }
  return false;
}

/* Of a relation, told with the first that pays. */
static bool is_first(const struct measure *measure)
{
  const struct exclusive_group *choice = measure->exclusive_group;
  for (size_t i = 0; choice && !choice->by && i < choice->count; i++) {
    if (choice->members[i] == measure) return true;
    if (is_paying(choice->members[i])) return false;
  }
  return true;
}

void check_cliffs(struct checking *checking, const struct measure *measure)
{
  struct witness_bench bench;
  struct walking *walking;
  if (!is_paying(measure) || !is_first(measure) || is_doubtful(checking, measure)) return;
  open_group(&bench, checking, measure);
  walking = arena_alloc(&bench.arena, sizeof *walking);
  for (size_t i = 0; !bench.cells->obstacle && i < bench.cells->field_count; i++) {
    if (!is_figure(bench.cells, i)) continue;
    if (find_steps(&bench, i, false, walking)) tell_cliffs(checking, measure, bench.cells, walking);
  }
  witnesses_close(&bench);
}
