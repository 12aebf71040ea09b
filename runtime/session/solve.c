/* 求解: which value of a parameter keeps a total within a limit.
 *
 * The list is judged with one value after the other, each time for money alone: only what pays, and what stands in relations with
 * that. Three things make this quick.
 *
 * Few measures. One that does not read the parameter, is certain for every row and stands in no relation adds the same to every
 * total: what the first judgement gave.
 *
 * Few rows. A company for whom no measure that reads the parameter can hold, whatever its value, adds the same to every total. So
 * the list is judged once as a whole, and the rows for which such a measure is not plainly refused by its other conditions are
 * copied into a list of their own; what the others add is the difference. Open measures are not parted, because what missing data
 * can come to is found for all open measures of a company together (evaluate/completions). That does not do where rows
 * depend on one another: budgets, values of the whole list, records that ask other companies, decisions; there the whole list is
 * judged each time.
 *
 * Few values. Values are whole steps. Where the total is proved to rise or to fall with the parameter (explain/parameter_effect)
 * two neighbours, one of which keeps the limit while the other does not, are the answer: found by galloping from the value in
 * force, then between the two by the straight line through them, which is exact for what is proportional, in turn with halving.
 * Where nothing is proved, values over a wide range are tried, and two between which the limit is crossed are narrowed down in
 * the same way: then the two neighbours are true, and that no other value is better is not claimed. Of a long list a sample shows
 * where to look, so that the whole is judged for a few values only.
 *
 * The model is frozen but for one thing: while a trial runs, the parameter has its value, as if by --set. */
#include <stdlib.h>
#include <string.h>

#include "session/run_context.h"
#include "session/session_state.h"
#include "session/solve_request.h"

enum { GRID = 32, GRID_LINE = 24, TRIALS = 512, SAMPLE = 16384, SAMPLE_ROUNDS = 8 };
#define MONEY_MOST  (INT64_C(1000) * FEN_YI) /* no district pays more to one company */
#define NUMBER_MOST INT64_C(1000000000)
enum { DAYS_AROUND = 36525, DAYS_GRID = 3652 };

struct solve_trial {
  int64_t index;
  int64_t total; /* INT64_MAX: it has no end, or does not fit */
  struct solve_point point;
};

struct solving {
  struct huiqi *session;
  struct arena *arena;
  struct solution *solution;
  struct parameter_set set;
  const char **ids; /* of what is judged */
  size_t id_count;
  bool *reads;                        /* by measure of the model */
  struct solve_point now;             /* of all rows, with the value in force, or 0 */
  struct tally *tallies;              /* by measure of the model, of the same */
  bool together;                      /* what a row gets depends on which others are judged with it */
  struct memory_list *rows;           /* NULL: the whole list */
  int64_t scale;                      /* of a sample: for how many rows each stands */
  struct solve_point rest;            /* what other rows and other measures add */
  int64_t limit;                      /* fen; of a sample moved by what it is off */
  struct ratio base;                  /* value = base + index × step */
  int64_t first, last;                /* index */
  struct solve_trial *trials;         /* by order of asking */
  const struct measure *open_measure; /* that leaves a total without an end; NULL: none was met */
};

/* One trial */

struct grantee_sink {
  const struct solving *solving;
  const struct sink *inner;
  uint64_t companies;
};

struct grantee_worker {
  struct arena *arena;
  void *inner;
  uint32_t *rows; /* of the block, ascending */
  size_t count, capacity;
};

static void *grantee_new(void *context, struct arena *arena)
{
  const struct grantee_sink *sink = context;
  struct grantee_worker *worker = arena_alloc(arena, sizeof *worker);
  worker->arena = arena;
  worker->inner = sink->inner->worker(sink->inner->context, arena);
  return worker;
}

static void grantee_close(void *context, void *worker)
{
  const struct grantee_sink *sink = context;
  sink->inner->close(sink->inner->context, ((struct grantee_worker *)worker)->inner);
}

static void grantee_begin(void *context, void *worker)
{
  const struct grantee_sink *sink = context;
  struct grantee_worker *grantees = worker;
  grantees->count = 0;
  sink->inner->begin(sink->inner->context, grantees->inner);
}

static void grantee_batch(void *context, void *worker, const struct judged_batch *batch)
{
  const struct grantee_sink *sink = context;
  struct grantee_worker *grantees = worker;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    uint32_t row = (uint32_t)batch->first_row + judgement->row;
    bool reads = sink->solving->reads[batch->subjects->measures[judgement->planned].measure->index];
    if (!reads || judgement->verdict.outcome != OUTCOME_YES) continue;
    if (grantees->count && grantees->rows[grantees->count - 1] == row) continue;
    grantees->rows = arena_grow(grantees->arena, grantees->rows, grantees->count, &grantees->capacity, sizeof *grantees->rows);
    grantees->rows[grantees->count++] = row;
  }
  sink->inner->batch(sink->inner->context, grantees->inner, batch);
}

static bool grantee_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct grantee_sink *sink = context;
  const struct grantee_worker *grantees = worker;
  const volatile sig_atomic_t *interrupted = sink->solving->session->lists.options->interrupted;
  for (size_t i = 0; i < grantees->count; i++) sink->companies += !block->repeats[grantees->rows[i]];
  if (interrupted && *interrupted) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_STOPPED, NULL);
  return sink->inner->block(sink->inner->context, grantees->inner, block, fault);
}

static void grantee_table_block(void *context, const struct list_reader *listing, const struct scan_block *block)
{
  const struct grantee_sink *sink = context;
  sink->inner->table_block(sink->inner->context, listing, block);
}

static void grantee_table_end(void *context, const struct list_reader *listing)
{
  const struct grantee_sink *sink = context;
  sink->inner->table_end(sink->inner->context, listing);
}

static void note_open(struct solving *solving, const struct totals *totals)
{
  const struct model *model = solving->session->now->model;
  for (size_t i = 0; i < model->measure_count && !solving->open_measure; i++)
    if (results_tally(totals->results, model->measures[i]).bounds.open && !measure_kind_owes(model->measures[i]->kind))
      solving->open_measure = model->measures[i];
}

static void note_tallies(struct solving *solving, const struct results *results)
{
  const struct model *model = solving->session->now->model;
  solving->tallies = arena_array(solving->arena, model->measure_count, sizeof *solving->tallies);
  for (size_t i = 0; i < model->measure_count; i++) solving->tallies[i] = results_tally(results, model->measures[i]);
}

static struct plan *solve_plan(const struct solving *solving, struct arena *arena)
{
  struct plan_options options = run_context_plan_options(&solving->session->now->options);
  options.only = solving->ids;
  options.only_count = solving->id_count;
  options.without_targets = true;
  return plan_new(arena, solving->session->now->model, solving->session->now->as_of, &options);
}

/* `rows` NULL: the whole list, and what is not in it. */
static bool judge_rows_of(struct solving *solving, struct memory_list *rows, struct solve_point *point, struct fault *fault)
{
  const struct version *version = solving->session->now;
  struct totals totals = { .run = NULL };
  struct run_options options = version->run;
  struct grantee_sink grantees = { .solving = solving };
  const struct plan *plan = solve_plan(solving, &totals.arena);
  if (rows) options.held = rows;
  bool done = totals_open(&totals, solving->session, plan, &options, fault);
  if (done) {
    const struct sink sink = { &grantees,     grantee_new,   grantee_close,       grantee_begin,
                               grantee_batch, grantee_block, grantee_table_block, grantee_table_end };
    grantees.inner = results_sink(totals.results);
    done = totals_judge(&totals, NULL, &sink, rows != NULL, fault);
  }
  if (done) {
    const struct results_total granted = results_granted(totals.results);
    point->companies = grantees.companies;
    point->certain = granted.amount, point->bounds = granted.bounds;
    point->overflowed = granted.overflowed;
    if (granted.bounds.open) note_open(solving, &totals);
    if (!rows) solving->solution->problems = results_problems(totals.results);
    if (!solving->tallies) note_tallies(solving, totals.results);
  }
  totals_close(&totals);
  return done;
}

/* The parameter's value while the trial runs; its own afterwards. */
static bool judge_with(struct solving *solving, struct memory_list *rows, struct solve_point *point, struct fault *fault)
{
  const struct parameter *parameter = solving->solution->parameter;
  struct workload *workload = solving->session->now->model->workload;
  uint64_t spent = workload ? workload->spent : 0;
  const struct node **before = arena_array(solving->arena, solving->set.count, sizeof *before);
  const struct node value = parameter_constant(parameter, point->value);
  for (size_t i = 0; i < solving->set.count; i++) {
    before[i] = solving->set.items[i]->set;
    if (point->has_value) solving->set.items[i]->set = &value;
  }
  bool done = judge_rows_of(solving, rows, point, fault);
  for (size_t i = 0; i < solving->set.count; i++) solving->set.items[i]->set = before[i];
  if (workload) workload->spent = spent;
  return done;
}

static void scale_point(struct solve_point *point, int64_t scale)
{
  struct bounds *bounds = &point->bounds;
  point->overflowed |= __builtin_mul_overflow(point->certain, scale, &point->certain);
  bounds->overflowed |= __builtin_mul_overflow(bounds->least, scale, &bounds->least);
  bounds->overflowed |= __builtin_mul_overflow(bounds->most, scale, &bounds->most);
}

static void tell_trials(const struct solving *solving)
{
  const struct session_options *options = solving->session->lists.options;
  const struct progress_place place = { .stage = PROGRESS_SOLVING,
                                        .path = options->list,
                                        .position = (uint64_t)solving->solution->trials };
  progress_tell(options->progress, &place);
}

/* What all rows come to. */
static bool judge_value(struct solving *solving, struct solve_point *point, struct fault *fault)
{
  const struct solve_point *rest = &solving->rest;
  solving->solution->trials++;
  if (!judge_with(solving, solving->rows, point, fault)) return false;
  tell_trials(solving);
  if (solving->rows) scale_point(point, solving->scale);
  point->overflowed |= __builtin_add_overflow(point->certain, rest->certain, &point->certain);
  bounds_add(&point->bounds, &rest->bounds);
  return true;
}

/* Which measures, which rows */

static bool joins_payers(const struct planned *planned)
{
  return planned->exclusive_group || planned->measure->joint_limit_count;
}

static void find_measures(struct solving *solving)
{
  const struct plan *plan = solving->session->now->plan;
  const struct model *model = plan->model;
  struct solution *solution = solving->solution;
  solving->ids = arena_array(solving->arena, model->measure_count, sizeof *solving->ids);
  solving->reads = arena_array(solving->arena, model->measure_count, sizeof *solving->reads);
  solution->measures = arena_array(solving->arena, model->measure_count, sizeof(struct measure *));
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct planned *planned = &plan->subjects[s].measures[i];
      const struct measure *measure = planned->measure;
      bool pays = planned->amount != NO_SLOT || planned->discretionary || joins_payers(planned);
      if (!pays || !measure_kind_grants(measure->kind) || measure_kind_owes(measure->kind)) continue;
      solving->ids[solving->id_count++] = measure->id;
      if (!measure_reads_parameter(measure, &solving->set)) continue;
      solving->reads[measure->index] = true;
      solution->measures[solution->measure_count++] = measure;
    }
}

static bool is_unstable(const struct node *node, const void *context)
{
  return node->op == NODE_PAID || node->op == NODE_POPULATION || node_reads_parameter(node, context);
}

static const struct node *group_node(struct arena *arena, enum node_op op, const struct node **operands, size_t count)
{
  struct node *node = arena_alloc(arena, sizeof *node);
  *node = (struct node){
    .op = op, .type = TYPE_TRUTH, .number = { 0, 1 }, .operands = operands, .operand_count = count, .weight = 1
  };
  return node;
}

/* What must not be no for a measure that reads the parameter, whatever its value. */
static const struct node *may_matter(const struct solving *solving)
{
  const struct solution *solution = solving->solution;
  const struct node **any = arena_array(solving->arena, solution->measure_count, sizeof *any);
  for (size_t i = 0; i < solution->measure_count; i++) {
    const struct measure *measure = solution->measures[i];
    const struct node **all = arena_array(solving->arena, measure->condition_count, sizeof *all);
    size_t count = 0;
    for (size_t k = 0; k < measure->condition_count; k++)
      if (!node_any(measure->conditions[k], is_unstable, &solving->set)) all[count++] = measure->conditions[k];
    any[i] = group_node(solving->arena, NODE_ALL, all, count);
  }
  return group_node(solving->arena, NODE_ANY, any, solution->measure_count);
}

/* Does what a row gets depend on which other rows are judged with it? */
static bool rows_hang_together(const struct solving *solving)
{
  struct arena arena = { 0 };
  const struct run_options *run = &solving->session->now->run;
  const struct plan *plan = solve_plan(solving, &arena);
  bool together = run->decisions || plan->population_count || plan_asks_other_companies(plan);
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct measure *measure = plan->subjects[s].measures[i].measure;
      together |= measure->budget != NULL;
      together |= solving->reads[measure->index] && (measure->object || (run->history && measure->instalment_count));
    }
  arena_free(&arena);
  return together;
}

/* Certain for every row, and in no relation with others: it adds the same whatever the value. */
static bool is_settled(const struct solving *solving, const struct measure *measure)
{
  const struct tally *tally = &solving->tallies[measure->index];
  const struct bounds *bounds = &tally->bounds;
  bool joined = measure->exclusive_group || measure->joint_limit_count || measure->budget || measure->instalment_count;
  if (solving->reads[measure->index] || joined) return false;
  bool certain = bounds->least == tally->amount && bounds->most == tally->amount && !bounds->open && !bounds->wider;
  return !tally->pending && certain && !tally->overflowed && !bounds->overflowed;
}

/* Measures that are settled are judged no more: what they add is known. */
static void leave_out_settled(struct solving *solving)
{
  const struct model *model = solving->session->now->model;
  struct solve_point *rest = &solving->rest;
  size_t kept = 0;
  for (size_t i = 0; i < solving->id_count; i++)
    if (model_measure(model, solving->ids[i])->top_up.count) return; /* takes off what others pay */
  for (size_t i = 0; i < solving->id_count; i++) {
    const struct measure *measure = model_measure(model, solving->ids[i]);
    if (!is_settled(solving, measure)) solving->ids[kept++] = solving->ids[i];
    else rest->certain += solving->tallies[measure->index].amount;
  }
  rest->bounds.least = rest->bounds.most = rest->certain;
  solving->id_count = kept;
}

/* From now on those rows are judged, each for `scale` of them: what the others add is the difference, which takes over `rows`. */
static bool part(struct solving *solving, struct memory_list *rows, int64_t scale, struct fault *fault)
{
  const struct solve_point *now = &solving->now;
  struct solve_point judged = *now, *rest = &solving->rest;
  if (!judge_with(solving, rows, &judged, fault)) return memory_list_free(rows), false;
  scale_point(&judged, scale);
  if (now->overflowed || now->bounds.overflowed || judged.overflowed || judged.bounds.overflowed)
    return memory_list_free(rows), true;
  solving->rows = rows;
  solving->scale = scale;
  rest->certain = now->certain - judged.certain;
  rest->bounds = now->bounds;
  rest->bounds.least -= judged.bounds.least;
  rest->bounds.most -= judged.bounds.most;
  return true;
}

/* With the value in force the whole is judged, and once more the rows that matter: the difference is what stays. */
static bool part_rows(struct solving *solving, struct fault *fault)
{
  uint32_t *rows;
  size_t count;
  struct memory_list *list = solving->session->lists.list;
  solving->solution->trials++;
  solving->scale = 1;
  if (!judge_with(solving, NULL, &solving->now, fault)) return false;
  if (!solving->now.overflowed && !solving->now.bounds.overflowed) leave_out_settled(solving);
  solving->together = rows_hang_together(solving);
  if (solving->together) return true;
  if (!rows_where(solving->session, solving->arena, may_matter(solving), &rows, &count, fault)) return false;
  if (count > list->rows / 2) return true; /* copying them gains little */
  return part(solving, memory_list_pick(list, rows, count), 1, fault);
}

/* Values */

static bool value_at(const struct solving *solving, int64_t index, struct ratio *value)
{
  return ratio_multiply(solving->solution->step, ratio_whole(index), value) && ratio_add(solving->base, *value, value);
}

static int64_t total_of(const struct solving *solving, const struct solve_point *point)
{
  switch (solving->solution->end) {
  case TOTAL_CERTAIN: return point->overflowed ? INT64_MAX : point->certain;
  case TOTAL_LEAST: return point->bounds.overflowed ? INT64_MAX : point->bounds.least;
  case TOTAL_MOST: break;
  }
  return point->bounds.overflowed || point->bounds.open ? INT64_MAX : point->bounds.most;
}

static bool is_kept(const struct solving *solving, const struct solve_trial *trial)
{
  return solving->solution->at_least ? trial->total >= solving->limit : trial->total <= solving->limit;
}

/* Each value once; NULL with a fault. */
static const struct solve_trial *trial_at(struct solving *solving, int64_t index, size_t *count, struct fault *fault)
{
  for (size_t i = 0; i < *count; i++)
    if (solving->trials[i].index == index) return &solving->trials[i];
  struct solve_trial trial = { .index = index, .point = { .has_value = true } };
  if (*count == TRIALS || !value_at(solving, index, &trial.point.value))
    return fault_set(fault, FAULT_USAGE, MSG_SOLVE_TOO_FINE, solving->solution->parameter->name, NULL), NULL;
  if (!judge_value(solving, &trial.point, fault)) return NULL;
  trial.total = total_of(solving, &trial.point);
  solving->trials[*count] = trial;
  return &solving->trials[(*count)++];
}

/* From 0 on; of rates to the whole; of days around the one in force. */
static void find_range(struct solving *solving)
{
  const struct solution *solution = solving->solution;
  const struct parameter *parameter = solution->parameter;
  struct ratio most = ratio_whole(parameter->type == TYPE_MONEY ? MONEY_MOST : NUMBER_MOST), count;
  if (parameter->type == TYPE_NUMBER && parameter_is_rate(parameter)) most = ratio_whole(1);
  solving->base = ratio_whole(0);
  if (parameter->type == TYPE_DATE) {
    solving->base = solution->now.value;
    solving->first = -DAYS_AROUND / solution->step.num;
    most = ratio_whole(DAYS_AROUND);
  }
  solving->last = ratio_divide(most, solution->step, &count) ? count.num / count.den : 0;
}

/* Where to begin: at the value in force, or just below it. */
static int64_t start_index(const struct solving *solving)
{
  struct ratio steps;
  const struct solution *solution = solving->solution;
  if (!solution->now.has_value || solution->parameter->type == TYPE_DATE) return 0;
  if (!ratio_divide(solution->now.value, solution->step, &steps) || steps.num < 0) return 0;
  int64_t index = steps.num / steps.den;
  return index < solving->last ? index : solving->last;
}

/* Two values of which one keeps the limit. */
struct bracket {
  struct solve_trial keeps, breaks;
  bool found;
};

static void bracket_take(const struct solving *solving, struct bracket *bracket, const struct solve_trial *a,
                         const struct solve_trial *b)
{
  bool kept = is_kept(solving, a);
  bracket->found = kept != is_kept(solving, b);
  bracket->keeps = kept ? *a : *b;
  bracket->breaks = kept ? *b : *a;
}

/* Away from the start, ever faster, until the limit is crossed or there are no more values. `up`: towards larger ones. */
static bool gallop(struct solving *solving, int64_t start, bool up, int64_t distance, struct bracket *bracket, size_t *count,
                   struct fault *fault)
{
  const struct solve_trial *first = trial_at(solving, start, count, fault);
  if (!first) return false;
  struct solve_trial from = *first;
  for (; !bracket->found; distance *= 4) {
    int64_t room = up ? solving->last - from.index : from.index - solving->first;
    if (!room) return true;
    int64_t move = distance < room ? distance : room;
    const struct solve_trial *next = trial_at(solving, from.index + (up ? move : -move), count, fault);
    if (!next) return false;
    bracket_take(solving, bracket, &from, next);
    from = *next;
  }
  return true;
}

/* Where the straight line through both meets the limit, between them; the middle where there is no such line. */
static int64_t line_meets(const struct solving *solving, const struct bracket *bracket)
{
  const struct solve_trial *low = &bracket->keeps, *high = &bracket->breaks;
  int64_t limit = solving->limit, span = high->index - low->index, middle = low->index + span / 2;
  if (low->total == INT64_MAX || high->total == INT64_MAX || low->total == high->total) return middle;
  __int128 offset = (__int128)span * (limit - low->total) / ((__int128)high->total - low->total);
  int64_t index = low->index + (int64_t)offset, inwards = span > 0 ? 1 : -1;
  if (index == low->index) return low->index + inwards;
  return index == high->index ? high->index - inwards : index;
}

/* Is the total that was met on the line as near to the limit as the line goes in two steps? Then its neighbour is worth a look.
 */
static bool is_near(const struct solving *solving, const struct bracket *bracket, const struct solve_trial *trial)
{
  const struct solve_trial *low = &bracket->keeps, *high = &bracket->breaks;
  if (low->total == INT64_MAX || high->total == INT64_MAX || trial->total == INT64_MAX) return false;
  __int128 gap = (__int128)trial->total - solving->limit, rise = (__int128)high->total - low->total;
  __int128 span = (__int128)high->index - low->index;
  gap = gap < 0 ? -gap : gap, rise = rise < 0 ? -rise : rise, span = span < 0 ? -span : span;
  return gap * span <= 2 * rise;
}

/* Until they are neighbours: where the line meets the limit, the value beside it on the other side, the middle; in turn. */
static bool narrow(struct solving *solving, struct bracket *bracket, size_t *count, struct fault *fault)
{
  enum { LINE, BESIDE, MIDDLE };
  bool kept = false;
  for (int turn = LINE; bracket->found;) {
    int64_t keeps = bracket->keeps.index, breaks = bracket->breaks.index, inwards = breaks > keeps ? 1 : -1;
    if (breaks - keeps == inwards) return true;
    int64_t index = keeps + (breaks - keeps) / 2;
    if (turn == LINE) index = line_meets(solving, bracket);
    if (turn == BESIDE) index = kept ? keeps + inwards : breaks - inwards;
    const struct solve_trial *trial = trial_at(solving, index, count, fault);
    if (!trial) return false;
    turn = turn == MIDDLE ? LINE : turn == LINE && is_near(solving, bracket, trial) ? BESIDE : MIDDLE;
    kept = is_kept(solving, trial);
    if (kept) bracket->keeps = *trial;
    else bracket->breaks = *trial;
  }
  return true;
}

/* Where the total goes one way: from the start towards what it is not there. */
static bool find_proved(struct solving *solving, unsigned moves, struct bracket *bracket, size_t *count, struct fault *fault)
{
  int64_t start = start_index(solving);
  const struct solve_trial *first = trial_at(solving, start, count, fault);
  bool kept_low = (moves == TOTAL_RISES) != solving->solution->at_least;
  return first && gallop(solving, start, is_kept(solving, first) == kept_low, start > 0 ? start : 1, bracket, count, fault);
}

/* The values that are tried where nothing is proved, ascending: eighths of the one in force to its threefold, then doubled; of
 * rates and days evenly. */
static int64_t grid_index(const struct solving *solving, int64_t start, int at)
{
  const struct parameter *parameter = solving->solution->parameter;
  int64_t index = start <= 0        ? (at ? INT64_C(1) << (at - 1) : 0)
                  : at <= GRID_LINE ? start * at / 8
                                    : (start * GRID_LINE / 8) << (at - GRID_LINE);
  if (parameter->type == TYPE_DATE) index = (int64_t)(at - GRID / 2) * (2 * DAYS_GRID / GRID) / solving->solution->step.num;
  if (parameter->type == TYPE_NUMBER && parameter_is_rate(parameter)) index = solving->last * at / GRID;
  return index < solving->last ? index : solving->last;
}

/* Of several places where the limit is crossed the one furthest up where the total rises on the whole (or is to reach a least and
 * falls), else the one furthest down. */
static bool find_searched(struct solving *solving, struct bracket *bracket, size_t *count, struct fault *fault)
{
  struct solve_trial grid[GRID + 1];
  int64_t start = start_index(solving);
  for (int i = 0; i <= GRID; i++) {
    const struct solve_trial *trial = trial_at(solving, grid_index(solving, start, i), count, fault);
    if (!trial) return false;
    grid[i] = *trial;
  }
  bool rises = grid[GRID].total >= grid[0].total, up = rises != solving->solution->at_least;
  for (int right = 1; right >= 0 && !bracket->found; right--) /* first as it should be, then either way round */
    for (int i = 0; i < GRID && !bracket->found; i++) {
      int at = up ? GRID - 1 - i : i;
      if (is_kept(solving, &grid[at]) != is_kept(solving, &grid[at + 1]) && (!right || is_kept(solving, &grid[at]) == up))
        bracket_take(solving, bracket, &grid[at], &grid[at + 1]);
    }
  return true;
}

static bool find_crossing(struct solving *solving, unsigned moves, struct bracket *bracket, size_t *count, struct fault *fault)
{
  return solving->solution->proved ? find_proved(solving, moves, bracket, count, fault)
                                   : find_searched(solving, bracket, count, fault);
}

/* Of the list, or of the rows that matter. Its total is that of all with the value in force, and near it elsewhere. */
static bool open_sample(const struct solving *solving, struct solving *sample, struct fault *fault)
{
  const struct memory_list *list = solving->rows ? solving->rows : solving->session->lists.list;
  size_t every = list->rows / SAMPLE, count = 0;
  uint32_t *rows = arena_array(solving->arena, list->rows / every + 1, sizeof *rows);
  for (size_t row = every / 2; row < list->rows; row += every) rows[count++] = (uint32_t)row;
  *sample = *solving;
  sample->rows = NULL;
  sample->trials = arena_array(solving->arena, TRIALS, sizeof *sample->trials);
  return part(sample, memory_list_pick(list, rows, count), (int64_t)every, fault);
}

/* The side of the limit on which it lies moves up to it, where the other side is known; else it is where to go on from. */
static void bracket_note(const struct solving *solving, struct bracket *bracket, const struct solve_trial *trial, bool *sides)
{
  bool kept = is_kept(solving, trial);
  struct solve_trial *mine = kept ? &bracket->keeps : &bracket->breaks;
  int64_t other = kept ? bracket->breaks.index : bracket->keeps.index;
  if (!sides[kept] || !sides[!kept] || llabs(trial->index - other) < llabs(mine->index - other)) *mine = *trial;
  sides[kept] = true;
  bracket->found = sides[0] && sides[1];
}

/* A long list is searched in a sample of its rows first. What the whole comes to at the value found shows by how much the sample
 * is off there: with the limit moved by that it is asked again, until it says nothing new. Nothing is claimed of the sample;
 * where the whole does not cross the limit at its values, it is looked for around them. */
static bool find_by_sample(struct solving *solving, unsigned moves, struct bracket *bracket, size_t *count, struct fault *fault)
{
  struct solving sample;
  struct bracket guess = { .found = true };
  size_t trials = solving->solution->trials, sampled = 0;
  bool sides[2] = { false, false }, done = open_sample(solving, &sample, fault);
  for (int round = 0; done && sample.rows && guess.found && round < SAMPLE_ROUNDS; round++) {
    size_t before = *count;
    guess.found = false;
    done = find_crossing(&sample, moves, &guess, &sampled, fault) && (!guess.found || narrow(&sample, &guess, &sampled, fault));
    const struct solve_trial *at = &guess.keeps, *trial = NULL;
    if (done && guess.found) trial = trial_at(solving, at->index, count, fault);
    if (trial && *count == before) at = &guess.breaks, trial = trial_at(solving, at->index, count, fault);
    done &= !guess.found || trial;
    if (!trial || *count == before || trial->total == INT64_MAX || at->total == INT64_MAX) break;
    bracket_note(solving, bracket, trial, sides);
    sample.limit = solving->limit + (at->total - trial->total);
  }
  if (sample.rows) memory_list_free(sample.rows);
  solving->solution->trials = trials + *count;
  if (!done || bracket->found || !(sides[0] || sides[1])) return done;
  int64_t start = (sides[1] ? bracket->keeps : bracket->breaks).index, distance = llabs(start) / 128;
  bool breaks_up = guess.breaks.index > guess.keeps.index;
  return gallop(solving, start, sides[1] == breaks_up, distance ? distance : 1, bracket, count, fault);
}

/* Answers */

static const char *money_text(struct arena *arena, int64_t fen)
{
  struct buffer text = { 0 };
  format_money(&text, fen);
  return buffer_take(arena, &text).at;
}

/* The limit is kept nowhere, or everywhere, among what was tried. */
static bool refuse_all(const struct solving *solving, size_t count, struct fault *fault)
{
  const struct solution *solution = solving->solution;
  const struct solve_trial *extreme = &solving->trials[0];
  struct buffer value = { 0 };
  bool kept = is_kept(solving, extreme), larger = kept != solution->at_least;
  for (size_t i = 1; i < count; i++)
    if (larger ? solving->trials[i].total > extreme->total : solving->trials[i].total < extreme->total)
      extreme = &solving->trials[i];
  if (extreme->total == INT64_MAX && !solution->at_least)
    return fault_set(fault, FAULT_USAGE, MSG_SOLVE_OPEN, solving->open_measure ? solving->open_measure->id : "", NULL);
  const struct node constant = parameter_constant(solution->parameter, extreme->point.value);
  format_parameter_value(&value, solving->session->lists.options->notifier->language, solution->parameter, &constant);
  return fault_set(fault, FAULT_USAGE, kept ? MSG_SOLVE_EVERY : MSG_SOLVE_NONE, solution->parameter->name,
                   buffer_take(solving->arena, &value).at,
                   extreme->total == INT64_MAX ? "∞" : money_text(solving->arena, extreme->total),
                   solution->proved ? "" : INTEGER(count), NULL);
}

static bool find_value(struct solving *solving, struct fault *fault)
{
  struct bracket bracket = { .found = false };
  struct solution *solution = solving->solution;
  struct arena scratch = { 0 };
  size_t count = 0;
  unsigned moves = total_moves(solve_plan(solving, &scratch), &solving->set, solution->end == TOTAL_CERTAIN);
  arena_free(&scratch);
  solution->proved = moves == TOTAL_RISES || moves == TOTAL_FALLS;
  solving->trials = arena_array(solving->arena, TRIALS, sizeof *solving->trials);
  find_range(solving);
  solving->limit = solution->limit;
  const struct memory_list *judged = solving->rows ? solving->rows : solving->session->lists.list;
  bool is_long = !solving->together && judged->rows >= 4 * SAMPLE;
  bool done = !is_long || find_by_sample(solving, moves, &bracket, &count, fault);
  if (done && !bracket.found) done = find_crossing(solving, moves, &bracket, &count, fault);
  if (!done || (bracket.found && !narrow(solving, &bracket, &count, fault))) return false;
  if (!bracket.found) return refuse_all(solving, count, fault);
  solution->value = bracket.keeps.point;
  solution->next = bracket.breaks.point;
  return true;
}

/* Of a rate not above the whole; of a day there is none. */
static bool find_sensitivity(struct solving *solving, struct fault *fault)
{
  static const int percents[SENSITIVITY_ROWS] = { -20, -10, 0, 10, 20 };
  struct solution *solution = solving->solution;
  const struct parameter *parameter = solution->parameter;
  bool rate = parameter->type == TYPE_NUMBER && parameter_is_rate(parameter);
  if (!solution->now.has_value || parameter->type == TYPE_DATE || solution->now.value.num <= 0) return true;
  for (size_t i = 0; i < SENSITIVITY_ROWS; i++) {
    struct solve_point point = solution->now;
    int64_t fen;
    if (!ratio_multiply(solution->now.value, (struct ratio){ (100 + percents[i]) / 10, 10 }, &point.value)) continue;
    if (rate && point.value.num > point.value.den) continue;
    if (parameter->type == TYPE_MONEY && ratio_round(point.value, 1, ROUND_HALF_AWAY, &fen)) point.value = ratio_whole(fen);
    if (percents[i] && !judge_value(solving, &point, fault)) return false;
    solution->sensitivity[solution->sensitivity_count].percent = percents[i];
    solution->sensitivity[solution->sensitivity_count++].point = point;
  }
  return true;
}

/* Everything before the first value: who reads the parameter, the totals of now, and the rows that matter. */
static bool open_solving(struct solving *solving, const char *name, struct fault *fault)
{
  struct huiqi *session = solving->session;
  struct solution *solution = solving->solution;
  if (!session->lists.options->list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (!huiqi_prepare(session, fault)) return false;
  session->lists.listing.progress.hear = NULL; /* how far one of many judgings is says nothing */
  if (!solve_parameter_read(solving->arena, session->now->model, name, &solving->set, solution, fault)) return false;
  find_measures(solving);
  if (!solution->measure_count)
    return fault_set(fault, FAULT_USAGE, MSG_SOLVE_UNUSED, solution->parameter->name, INTEGER(session->now->as_of.year), NULL);
  const struct node *value = parameter_value(solution->parameter, session->now->as_of.on);
  if (!value && solution->parameter->type == TYPE_DATE)
    return fault_set(fault, FAULT_USAGE, MSG_SOLVE_NO_DAY, solution->parameter->name, NULL);
  solving->now = (struct solve_point){ .value = value ? value->number : ratio_whole(0), .has_value = true };
  if (!part_rows(solving, fault)) return false;
  if (value) solution->now = solving->now;
  return true;
}

static void close_solving(struct solving *solving)
{
  const struct session_options *options = solving->session->lists.options;
  solving->session->lists.listing.progress = options->progress;
  progress_tell(options->progress, NULL);
  if (solving->rows) memory_list_free(solving->rows);
}

bool huiqi_solve(struct huiqi *session, struct arena *arena, const struct solve_request *request, struct solution *solution,
                 struct fault *fault)
{
  struct solving solving = { .session = session, .arena = arena, .solution = solution };
  struct parameter_set set;
  *solution = (struct solution){ .end = TOTAL_MOST };
  bool read = solve_parameter_read(arena, session->now->model, request->parameter, &set, solution, fault) &&
              solve_request_read(arena, request, solution, fault);
  bool done = read && open_solving(&solving, request->parameter, fault) && find_value(&solving, fault) &&
              find_sensitivity(&solving, fault);
  close_solving(&solving);
  return done;
}

bool huiqi_sensitivity(struct huiqi *session, struct arena *arena, const char *parameter, struct solution *solution,
                       struct fault *fault)
{
  struct solving solving = { .session = session, .arena = arena, .solution = solution };
  *solution = (struct solution){ .end = TOTAL_MOST };
  bool done = open_solving(&solving, parameter, fault) && find_sensitivity(&solving, fault);
  close_solving(&solving);
  if (done && !solution->sensitivity_count)
    return fault_set(fault, FAULT_USAGE, MSG_SOLVE_NO_CHANGES, solution->parameter->name, NULL);
  return done;
}
