/* Expressions answered: for one company, or over the list; and the totals of a run over it.
 *
 * What was typed becomes the one measure of a model of its own, planned and judged like any other, so that counts over related
 * rows, periods and parameters mean what they mean in a script. */
#include "session/answer.h"

#include <stdlib.h>

#include "explain/explain_condition.h"
#include "session/session_state.h"

/* An expression as a model with one measure, whose condition holds unless it is set. */
struct adhoc_query {
  struct arena *arena;
  struct policy policy;
  struct measure measure;
  struct measure *measures[1];
  struct model model;
  struct node always;
  struct plan *plan;
  struct run_options options;
  struct run *run;
};

static struct adhoc_query *adhoc_query_new(struct huiqi *session, struct arena *arena, enum measure_kind kind)
{
  struct adhoc_query *query = arena_alloc(arena, sizeof *query);
  *query = (struct adhoc_query){ .arena = arena, .model = *session->now->model };
  query->policy = (struct policy){ .id = "?", .name = "?", .from = -700000, .open_ended = true };
  query->always = (struct node){ .op = NODE_ALL, .type = TYPE_TRUTH, .number = { 0, 1 }, .weight = 1 };
  query->measure = (struct measure){
    .kind = kind, .id = "?", .name = "?", .clause = "", .policy = &query->policy, .condition = &query->always, .round_unit = 1
  };
  query->measures[0] = &query->measure;
  query->model.measures = query->measures;
  query->model.measure_count = 1;
  query->model.choice_count = query->model.joint_limit_count = 0;
  return query;
}

/* `one` NULL: the list. The run stays open until adhoc_query_close. */
static bool adhoc_query_judge(struct adhoc_query *query, const struct huiqi *session, struct memory_list *one,
                              const struct sink *sink, struct fault *fault)
{
  const struct version *version = session->now;
  query->plan = plan_new(query->arena, &query->model, version->as_of, &(struct plan_options){ 0 });
  query->options = version->run;
  query->options.history = NULL;
  query->options.decisions = NULL;
  query->options.all = one != NULL;
  query->options.held = session->lists.list; /* one company stands among those of the list */
  query->run = run_open(query->arena, query->plan, &query->options);
  bool ready = run_tables(query->run, NULL, fault) && (!session->lists.list || run_ahead(query->run, fault));
  if (one) query->options.held = one, query->options.threads = 1;
  return ready && run_companies(query->run, NULL, sink, fault);
}

static void adhoc_query_close(struct adhoc_query *query)
{
  if (query->run) run_close(query->run);
}

static bool over_list(struct huiqi *session, struct fault *fault)
{
  if (!session->lists.options->list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  return huiqi_prepare(session, fault);
}

static bool goes_on(const struct huiqi *session, struct fault *fault)
{
  const volatile sig_atomic_t *interrupted = session->lists.options->interrupted;
  return !interrupted || !*interrupted || fault_set(fault, FAULT_USAGE, MSG_PROMPT_STOPPED, NULL);
}

/* One company */

struct explaining {
  const struct huiqi *session;
  struct arena *arena;
  const struct node *node;
  struct expression_answer *answer;
};

static void explain_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct explaining *explaining = context;
  const struct node *node = explaining->node;
  struct explain_tree *tree = &explaining->answer->tree;
  struct wording reason = { .language = explaining->session->lists.options->notifier->language,
                            .depth = 2,
                            .regions = explaining->session->now->model->regions };
  struct row_context subject = *batch->subject;
  (void)worker;
  subject.row = 0;
  if (node->type == TYPE_TRUTH) {
    explain_tree_condition(tree, &reason, &subject, node, 0);
    reason.depth = 3;
    for (size_t i = 0; node->op == NODE_COMPARE && i < 2; i++) explain_tree_value(tree, &reason, &subject, node->operands[i], 1);
    return;
  }
  struct buffer value = { 0 };
  reason.depth = 3;
  format_datum(&value, &reason, &subject, node);
  explaining->answer->value = buffer_take(explaining->arena, &value).at;
  explain_tree_value(tree, &reason, &subject, node, 1);
}

static bool explain_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  const struct explaining *explaining = context;
  (void)worker, (void)block;
  return goes_on(explaining->session, fault);
}

bool huiqi_value(struct huiqi *session, struct arena *arena, const struct huiqi_who *who, const struct node *node,
                 struct expression_answer *answer, struct fault *fault)
{
  struct explaining explaining = { session, arena, node, answer };
  const struct sink sink = { .context = &explaining, .batch = explain_batch, .block = explain_block };
  *answer = (struct expression_answer){ .value = NULL };
  if (!huiqi_prepare(session, fault)) return false;
  struct memory_list *one = company_of(session, arena, who, fault);
  if (!one) return false;
  struct adhoc_query *query = adhoc_query_new(session, arena, MEASURE_CRITERION);
  if (node->type == TYPE_TRUTH) query->measure.condition = node;
  else query->measure.amount = node;
  bool judged = adhoc_query_judge(query, session, one, &sink, fault);
  adhoc_query_close(query);
  memory_list_free(one);
  return judged;
}

/* Over the list. A worker's block: what was found of its rows, in their order. */

struct answer_rows {
  struct arena *arena;
  struct answer_row {
    uint32_t row;
    enum answer answer;
    struct slice code, name;
    struct ratio value; /* `den` 0 where there is none: `num` is its state */
  } * items;
  size_t count, capacity;
};

static void *answer_rows_new(void *context, struct arena *arena)
{
  struct answer_rows *rows = arena_alloc(arena, sizeof *rows);
  (void)context;
  rows->arena = arena;
  return rows;
}

static void answer_rows_begin(void *context, void *worker)
{
  (void)context;
  ((struct answer_rows *)worker)->count = 0;
}

static void answer_rows_add(struct answer_rows *rows, const struct answer_row *row)
{
  rows->items = arena_grow(rows->arena, rows->items, rows->count, &rows->capacity, sizeof *row);
  rows->items[rows->count++] = *row;
}

/* For which companies a condition holds */

struct counting {
  const struct huiqi *session;
  struct arena *arena;
  size_t most;
  struct company_counts *answer;
};

static void count_batch(void *context, void *worker, const struct judged_batch *batch)
{
  (void)context;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct answer_row row = { .row = (uint32_t)batch->first_row + judgement->row,
                                    .answer = judgement->verdict.answer,
                                    .code = batch->codes[judgement->row],
                                    .name = batch->names[judgement->row] };
    if (row.answer != ANSWER_NO) answer_rows_add(worker, &row);
  }
}

static bool count_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct counting *counting = context;
  struct company_counts *answer = counting->answer;
  const struct answer_rows *rows = worker;
  for (size_t i = 0; i < block->rows; i++) answer->companies += !block->repeats[i];
  for (size_t i = 0; i < rows->count; i++) {
    const struct answer_row *row = &rows->items[i];
    if (block->repeats[row->row]) continue;
    answer->yes += row->answer == ANSWER_YES;
    answer->open += row->answer == ANSWER_UNKNOWN;
    if (answer->count < counting->most)
      answer->items[answer->count++] =
          (struct counted_company){ row->answer, slice_copy(counting->arena, row->code), slice_copy(counting->arena, row->name) };
  }
  return goes_on(counting->session, fault);
}

bool huiqi_count(struct huiqi *session, struct arena *arena, const struct node *condition, size_t most,
                 struct company_counts *answer, struct fault *fault)
{
  struct counting counting = { session, arena, most, answer };
  const struct sink sink = {
    .context = &counting, .worker = answer_rows_new, .begin = answer_rows_begin, .batch = count_batch, .block = count_block
  };
  if (!over_list(session, fault)) return false;
  *answer = (struct company_counts){ .items = arena_array(arena, most, sizeof *answer->items) };
  struct adhoc_query *query = adhoc_query_new(session, arena, MEASURE_CRITERION);
  if (condition) query->measure.condition = condition;
  bool judged = adhoc_query_judge(query, session, NULL, &sink, fault);
  adhoc_query_close(query);
  return judged;
}

/* The rows of those for whom it is not no */

struct picking {
  const struct huiqi *session;
  struct arena *arena;
  uint32_t *rows;
  size_t count, capacity, first_row;
};

static bool pick_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct picking *picking = context;
  const struct answer_rows *rows = worker;
  for (size_t i = 0; i < rows->count; i++) {
    picking->rows = arena_grow(picking->arena, picking->rows, picking->count, &picking->capacity, sizeof *picking->rows);
    picking->rows[picking->count++] = (uint32_t)(picking->first_row + rows->items[i].row);
  }
  picking->first_row += block->rows;
  return goes_on(picking->session, fault);
}

bool rows_where(struct huiqi *session, struct arena *arena, const struct node *condition, uint32_t **rows, size_t *count,
                struct fault *fault)
{
  struct picking picking = { .session = session, .arena = arena };
  const struct sink sink = {
    .context = &picking, .worker = answer_rows_new, .begin = answer_rows_begin, .batch = count_batch, .block = pick_block
  };
  if (!over_list(session, fault)) return false;
  struct adhoc_query *query = adhoc_query_new(session, arena, MEASURE_CRITERION);
  query->measure.condition = condition;
  bool judged = adhoc_query_judge(query, session, NULL, &sink, fault);
  adhoc_query_close(query);
  *rows = picking.rows, *count = picking.count;
  return judged;
}

/* How a value is spread */

struct spreading {
  const struct huiqi *session;
  struct arena *arena;
  const struct node *node;
  struct ratio *values; /* of all blocks */
  size_t count, capacity;
  struct distribution *answer;
};

static void spread_batch(void *context, void *worker, const struct judged_batch *batch)
{
  const struct spreading *spreading = context;
  struct row_context subject = *batch->subject;
  for (subject.row = batch->start; subject.row < batch->end; subject.row++) {
    struct value value = value_of(&subject, spreading->node);
    const struct answer_row row = { .value = value.state == STATE_KNOWN ? value.low : (struct ratio){ value.state, 0 } };
    answer_rows_add(worker, &row);
  }
}

static bool spread_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct spreading *spreading = context;
  const struct answer_rows *rows = worker;
  for (size_t i = 0; i < rows->count; i++) {
    struct ratio value = rows->items[i].value;
    if (block->repeats[i]) continue;
    spreading->answer->not_occurred += !value.den && value.num == STATE_NOT_OCCURRED;
    spreading->answer->unknown += !value.den && value.num != STATE_NOT_OCCURRED;
    if (!value.den) continue;
    spreading->values = arena_grow(spreading->arena, spreading->values, spreading->count, &spreading->capacity, sizeof value);
    spreading->values[spreading->count++] = value;
  }
  return goes_on(spreading->session, fault);
}

static int value_order(const void *a, const void *b)
{
  return ratio_compare(*(const struct ratio *)a, *(const struct ratio *)b);
}

static void measure_spread(struct ratio *values, size_t count, bool amounts, struct distribution *answer)
{
  answer->known = count;
  answer->has_sum = amounts;
  answer->sum = ratio_whole(0);
  if (!count) return;
  qsort(values, count, sizeof *values, value_order);
  answer->least = values[0];
  answer->middle = values[(count - 1) / 2];
  answer->greatest = values[count - 1];
  for (size_t i = 0; answer->has_sum && i < count; i++) answer->has_sum = ratio_add(answer->sum, values[i], &answer->sum);
}

bool huiqi_distribution(struct huiqi *session, struct arena *arena, const struct node *value, struct distribution *answer,
                        struct fault *fault)
{
  struct spreading spreading = { .session = session, .arena = arena, .node = value, .answer = answer };
  const struct sink sink = {
    .context = &spreading, .worker = answer_rows_new, .begin = answer_rows_begin, .batch = spread_batch, .block = spread_block
  };
  if (!over_list(session, fault)) return false;
  *answer = (struct distribution){ .known = 0 };
  struct adhoc_query *query = adhoc_query_new(session, arena, MEASURE_CRITERION);
  query->measure.amount = value;
  bool judged = adhoc_query_judge(query, session, NULL, &sink, fault);
  if (judged) measure_spread(spreading.values, spreading.count, value->type == TYPE_MONEY, answer);
  adhoc_query_close(query);
  return judged;
}

/* Figures: counts and sums over companies, the whole or by group */

static bool figure_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)worker, (void)block;
  return goes_on(context, fault);
}

/* How many companies: a count with the conditions given, made of own nodes. */
static const struct node *count_node(const struct huiqi *session, struct arena *arena, const struct node *condition)
{
  struct aggregate *aggregate = arena_alloc(arena, sizeof *aggregate);
  struct node *node = arena_alloc(arena, sizeof *node);
  *aggregate = (struct aggregate){ .kind = AGGREGATE_COUNT,
                                   .table_name = session->now->model->tables[0].kind.name,
                                   .link = -1,
                                   .group = -1,
                                   .condition = condition };
  *node = (struct node){ .op = NODE_AGGREGATE, .type = TYPE_NUMBER, .number = { 0, 1 }, .aggregate = aggregate, .weight = 1 };
  return node;
}

bool huiqi_figures(struct huiqi *session, struct arena *arena, const struct node *figure, const struct node *condition,
                   const struct field *by, struct figure_answer *answer, struct fault *fault)
{
  const struct sink sink = { .context = session, .block = figure_block };
  const struct figures none = { 0 };
  if (!over_list(session, fault)) return false;
  *answer = (struct figure_answer){ .count = 0 };
  struct adhoc_query *query = adhoc_query_new(session, arena, MEASURE_TARGET);
  query->measure.actual = figure ? figure : count_node(session, arena, condition);
  query->measure.breakdown = by;
  bool judged = adhoc_query_judge(query, session, NULL, &sink, fault);
  if (judged) {
    struct target_result *results = targets_reach(arena, query->plan, run_tally(query->run), &none, &answer->count);
    for (size_t i = 0; i < answer->count; i++) results[i].unit = slice_copy(arena, results[i].unit); /* they lie in the run */
    answer->results = results;
  }
  adhoc_query_close(query);
  return judged;
}

/* Totals */

bool totals_open(struct totals *totals, const struct huiqi *session, const struct plan *plan, const struct run_options *options,
                 struct fault *fault)
{
  struct arena *arena = &totals->arena;
  struct wording *reason = arena_alloc(arena, sizeof *reason);
  *reason = (struct wording){ .language = session->lists.options->notifier->language,
                              .depth = 1,
                              .regions = session->now->model->regions };
  totals->manifest.arena = arena;
  totals->plan = plan;
  totals->results = results_new(arena, plan, reason, false, NULL, &totals->manifest, fault);
  if (!totals->results) return false;
  totals->run = run_open(arena, plan, options);
  results_of(totals->results, totals->run);
  return true;
}

bool totals_judge(struct totals *totals, const struct sink *tables, const struct sink *sink, bool companies_alone,
                  struct fault *fault)
{
  struct run *run = totals->run;
  if (!run_tables(run, tables, fault) || !run_ahead(run, fault) || !run_companies(run, NULL, sink, fault)) return false;
  return companies_alone || (run_absent(run, sink, fault) && run_objects(run, sink, fault));
}

bool huiqi_totals(struct huiqi *session, const char *only, struct totals *totals, struct fault *fault)
{
  *totals = (struct totals){ .run = NULL };
  if (!over_list(session, fault)) return false;
  const struct version *version = session->now;
  const struct plan_options alone = { .only = &only, .only_count = 1 };
  const struct figures none = { 0 };
  const struct plan *plan = only ? plan_new(&totals->arena, version->model, version->as_of, &alone) : version->plan;
  if (!totals_open(totals, session, plan, &version->run, fault) ||
      !totals_judge(totals, NULL, results_sink(totals->results), false, fault))
    return false;
  totals->targets = targets_reach(&totals->arena, totals->plan, run_tally(totals->run), &none, &totals->target_count);
  return true;
}

void totals_close(struct totals *totals)
{
  if (totals->run) run_close(totals->run);
  if (totals->results) results_close(totals->results);
  arena_free(&totals->arena);
}
