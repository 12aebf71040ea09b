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
  query->options.held = one ? one : session->lists.list;
  if (one) query->options.threads = 1;
  query->run = run_open(query->arena, query->plan, &query->options);
  return run_tables(query->run, NULL, fault) && run_companies(query->run, NULL, sink, fault);
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
  struct wording reason = { explaining->session->lists.options->notifier->language, 2, explaining->session->now->model->regions,
                            false };
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
  explaining->answer->value = arena_copy(explaining->arena, value.at ? value.at : "", value.length);
  buffer_free(&value);
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

/* Over the list: for which companies a condition holds */

struct counting {
  const struct huiqi *session;
  struct arena *arena;
  size_t most;
  struct company_counts *answer;
};

/* A worker's block: the rows that are not no. */
struct company_counter {
  struct counted_row {
    uint32_t row;
    struct counted_company company;
  } * rows;
  size_t count, capacity;
};

static void *company_counter_new(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct company_counter));
}

static void company_counter_close(void *context, void *worker)
{
  (void)context;
  memory_free(((struct company_counter *)worker)->rows);
}

static void company_counter_begin(void *context, void *worker)
{
  (void)context;
  ((struct company_counter *)worker)->count = 0;
}

static void company_counter_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct company_counter *counter = worker;
  (void)context;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    if (judgement->verdict.answer == ANSWER_NO) continue;
    if (counter->count == counter->capacity) {
      counter->capacity = counter->capacity ? counter->capacity * 2 : 256;
      counter->rows = memory_resize(counter->rows, counter->capacity * sizeof *counter->rows);
    }
    counter->rows[counter->count++] =
        (struct counted_row){ (uint32_t)batch->first_row + judgement->row,
                              { judgement->verdict.answer, batch->codes[judgement->row], batch->names[judgement->row] } };
  }
}

static bool company_counter_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct counting *counting = context;
  struct company_counts *answer = counting->answer;
  const struct company_counter *counter = worker;
  for (size_t i = 0; i < block->rows; i++) answer->companies += !block->repeats[i];
  for (size_t i = 0; i < counter->count; i++) {
    const struct counted_company *company = &counter->rows[i].company;
    if (block->repeats[counter->rows[i].row]) continue;
    answer->yes += company->answer == ANSWER_YES;
    answer->open += company->answer == ANSWER_UNKNOWN;
    if (answer->count < counting->most)
      answer->items[answer->count++] = (struct counted_company){ company->answer, slice_copy(counting->arena, company->code),
                                                                 slice_copy(counting->arena, company->name) };
  }
  return goes_on(counting->session, fault);
}

bool huiqi_count(struct huiqi *session, struct arena *arena, const struct node *condition, size_t most,
                 struct company_counts *answer, struct fault *fault)
{
  struct counting counting = { session, arena, most, answer };
  const struct sink sink = { &counting,
                             company_counter_new,
                             company_counter_close,
                             company_counter_begin,
                             company_counter_batch,
                             company_counter_block,
                             NULL,
                             NULL };
  if (!over_list(session, fault)) return false;
  *answer = (struct company_counts){ .items = arena_array(arena, most, sizeof *answer->items) };
  struct adhoc_query *query = adhoc_query_new(session, arena, MEASURE_CRITERION);
  if (condition) query->measure.condition = condition;
  bool judged = adhoc_query_judge(query, session, NULL, &sink, fault);
  adhoc_query_close(query);
  return judged;
}

/* How a value is spread */

struct values {
  struct ratio *items;
  size_t count, capacity;
};

struct spreading {
  const struct huiqi *session;
  const struct node *node;
  struct values all;
  struct distribution *answer;
};

static void add_value(struct values *values, struct ratio value)
{
  if (values->count == values->capacity) {
    values->capacity = values->capacity ? values->capacity * 2 : 1024;
    values->items = memory_resize(values->items, values->capacity * sizeof *values->items);
  }
  values->items[values->count++] = value;
}

static void *spreader_new(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct values));
}

static void spreader_close(void *context, void *worker)
{
  (void)context;
  memory_free(((struct values *)worker)->items);
}

static void spreader_begin(void *context, void *worker)
{
  (void)context;
  ((struct values *)worker)->count = 0;
}

/* A value for each row; `den` 0 where there is none: `num` is its state. */
static void spreader_batch(void *context, void *worker, const struct judged_batch *batch)
{
  const struct spreading *spreading = context;
  struct row_context subject = *batch->subject;
  for (subject.row = batch->start; subject.row < batch->end; subject.row++) {
    struct value value = value_of(&subject, spreading->node);
    add_value(worker, value.state == STATE_KNOWN ? value.low : (struct ratio){ value.state, 0 });
  }
}

static bool spreader_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct spreading *spreading = context;
  const struct values *rows = worker;
  for (size_t i = 0; i < rows->count; i++) {
    if (block->repeats[i]) continue;
    if (rows->items[i].den) add_value(&spreading->all, rows->items[i]);
    else if (rows->items[i].num == STATE_NOT_OCCURRED) spreading->answer->not_occurred++;
    else spreading->answer->unknown++;
  }
  return goes_on(spreading->session, fault);
}

static int value_order(const void *a, const void *b)
{
  return ratio_compare(*(const struct ratio *)a, *(const struct ratio *)b);
}

static void measure_spread(struct values *all, bool amounts, struct distribution *answer)
{
  answer->known = all->count;
  answer->has_sum = amounts;
  answer->sum = ratio_whole(0);
  if (!all->count) return;
  qsort(all->items, all->count, sizeof *all->items, value_order);
  answer->least = all->items[0];
  answer->middle = all->items[(all->count - 1) / 2];
  answer->greatest = all->items[all->count - 1];
  for (size_t i = 0; answer->has_sum && i < all->count; i++)
    answer->has_sum = ratio_add(answer->sum, all->items[i], &answer->sum);
}

bool huiqi_distribution(struct huiqi *session, struct arena *arena, const struct node *value, struct distribution *answer,
                        struct fault *fault)
{
  struct spreading spreading = { .session = session, .node = value, .answer = answer };
  const struct sink sink = {
    &spreading, spreader_new, spreader_close, spreader_begin, spreader_batch, spreader_block, NULL, NULL
  };
  if (!over_list(session, fault)) return false;
  *answer = (struct distribution){ .known = 0 };
  struct adhoc_query *query = adhoc_query_new(session, arena, MEASURE_CRITERION);
  query->measure.amount = value;
  bool judged = adhoc_query_judge(query, session, NULL, &sink, fault);
  if (judged) measure_spread(&spreading.all, value->type == TYPE_MONEY, answer);
  memory_free(spreading.all.items);
  adhoc_query_close(query);
  return judged;
}

/* Figures: counts and sums over companies, the whole or by group */

static void no_batch(void *context, void *worker, const struct judged_batch *batch)
{
  (void)context, (void)worker, (void)batch;
}

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
  const struct sink sink = { .context = session, .batch = no_batch, .block = figure_block };
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

bool huiqi_totals(struct huiqi *session, const char *only, struct totals *totals, struct fault *fault)
{
  *totals = (struct totals){ .run = NULL };
  if (!over_list(session, fault)) return false;
  struct arena *arena = &totals->arena;
  const struct version *version = session->now;
  const struct wording reason = { session->lists.options->notifier->language, 1, version->model->regions, false };
  const struct plan_options alone = { .only = &only, .only_count = 1 };
  const struct figures none = { 0 };
  totals->manifest.arena = arena;
  totals->plan = only ? plan_new(arena, version->model, version->as_of, &alone) : version->plan;
  totals->results = results_new(arena, totals->plan, &reason, false, NULL, &totals->manifest, fault);
  if (!totals->results) return false;
  const struct sink *sink = results_sink(totals->results);
  totals->run = run_open(arena, totals->plan, &version->run);
  results_of(totals->results, totals->run);
  if (!run_tables(totals->run, NULL, fault) || !run_ahead(totals->run, fault) || !run_companies(totals->run, NULL, sink, fault) ||
      !run_objects(totals->run, sink, fault))
    return false;
  totals->targets = targets_reach(arena, totals->plan, run_tally(totals->run), &none, &totals->target_count);
  return true;
}

void totals_close(struct totals *totals)
{
  if (totals->run) run_close(totals->run);
  if (totals->results) results_close(totals->results);
  arena_free(&totals->arena);
}
