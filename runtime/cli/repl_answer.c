/* Expressions typed at the prompt: for one company, or over the list.
 *
 * What was typed becomes the one measure of a model of its own, planned and judged like any other, so that counts over related
 * rows, periods and parameters mean what they mean in a script. */
#include <string.h>

#include "cli/command.h"
#include "cli/line_editor.h"
#include "cli/adhoc_query.h"
#include "cli/repl.h"
#include "cli/summary.h"
#include "evaluate/target.h"
#include "explain/explain_verdict.h"
#include "write/entity_text.h"
#include "write/manifest.h"
#include "write/results.h"
#include "write/targets.h"

enum { LISTED = 20 };

/* One company */

struct reporting {
  struct repl *repl;
  const struct node *node;
};

static void print_row(void *context, void *worker, const struct judged_batch *batch)
{
  struct reporting *reporting = context;
  struct repl *repl = reporting->repl;
  struct wording reason = { repl->options.language, 2, repl->version->model->regions, false };
  const struct node *node = reporting->node;
  struct explain_tree tree = { 0 };
  struct row_context subject = *batch->subject;
  (void)worker;
  subject.row = 0;
  if (node->type == TYPE_TRUTH) {
    explain_tree_condition(&tree, &reason, &subject, node, 0);
    reason.depth = 3;
    for (size_t i = 0; node->op == NODE_COMPARE && i < 2; i++) explain_tree_value(&tree, &reason, &subject, node->operands[i], 1);
  } else {
    reason.depth = 3;
    format_datum(&repl->out, &reason, &subject, node);
    buffer_char(&repl->out, '\n');
    explain_tree_value(&tree, &reason, &subject, node, 1);
  }
  for (size_t i = 0; i < tree.count; i++) {
    const struct explain_tree_line *line = &tree.lines[i];
    struct slice text = explain_tree_text(&tree, i);
    struct buffer first = { 0 };
    for (int k = 0; k < line->indent; k++) buffer_text(&first, "  ");
    if (line->marked) buffer_printf(&first, "%s ", answer_mark(line->answer));
    buffer_char(&first, 0);
    paragraph_print(&repl->out, &repl->terminal, first.at, 2 * (size_t)line->indent + (line->marked ? 2 : 0),
                    arena_copy(&repl->version->arena, text.at, text.length));
    buffer_free(&first);
  }
  explain_tree_free(&tree);
}

static bool one_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)context, (void)worker, (void)block;
  return repl_goes_on(fault);
}

static bool answer_one(struct repl *repl, const struct node *node, struct fault *fault)
{
  struct adhoc_query question;
  struct reporting reporting = { repl, node };
  struct sink sink = { .context = &reporting, .batch = print_row, .block = one_block };
  adhoc_query_open(&question, repl, MEASURE_CRITERION);
  question.options.all = true;
  if (node->type == TYPE_TRUTH) question.measure.condition = node;
  else question.measure.amount = node;
  adhoc_query_plan(&question, repl);
  question.options.all = true;
  bool judged = adhoc_query_judge(&question, repl->current.one, 1, &sink, NULL, fault);
  adhoc_query_close(&question);
  return judged;
}

/* Over the list: which companies a condition holds for. */

struct found {
  struct repl *repl;
  size_t rows, counts[3]; /* by answer */
  struct buffer names;
  size_t listed;
};

struct finder {
  struct slice names[2][LISTED];
  uint32_t rows[2][LISTED];
  size_t named[2];
  struct judged_found {
    uint32_t row;
    enum answer answer;
    struct slice code, name;
  } * items;
  size_t count, capacity;
};

static void *finder_new(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct finder));
}

static void finder_close(void *context, void *worker)
{
  (void)context;
  memory_free(((struct finder *)worker)->items);
}

static void finder_begin(void *context, void *worker)
{
  (void)context;
  ((struct finder *)worker)->count = 0;
}

static void finder_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct finder *finder = worker;
  (void)context;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    if (judgement->verdict.answer == ANSWER_NO) continue;
    if (finder->count == finder->capacity) {
      finder->capacity = finder->capacity ? finder->capacity * 2 : 256;
      finder->items = memory_resize(finder->items, finder->capacity * sizeof *finder->items);
    }
    finder->items[finder->count++] =
        (struct judged_found){ (uint32_t)batch->first_row + judgement->row, judgement->verdict.answer,
                               batch->codes[judgement->row], batch->names[judgement->row] };
  }
}

static bool finder_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct found *found = context;
  const struct finder *finder = worker;
  for (size_t i = 0; i < block->rows; i++) found->rows += !block->repeats[i];
  for (size_t i = 0; i < finder->count; i++) {
    const struct judged_found *item = &finder->items[i];
    if (block->repeats[item->row]) continue;
    found->counts[item->answer]++;
    if (found->listed == LISTED) continue;
    found->listed++;
    terminal_entry(&found->names, "  %s %.*s  %.*s", answer_mark(item->answer), (int)item->code.length, item->code.at,
                   (int)item->name.length, item->name.at);
  }
  return repl_goes_on(fault);
}

static bool find_companies(struct repl *repl, const struct node *condition, struct fault *fault)
{
  struct adhoc_query question;
  struct found found = { .repl = repl };
  struct sink sink = { &found, finder_new, finder_close, finder_begin, finder_batch, finder_block, NULL, NULL };
  if (!repl->workspace.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  adhoc_query_open(&question, repl, MEASURE_CRITERION);
  if (condition) question.measure.condition = condition;
  adhoc_query_plan(&question, repl);
  question.options.all = false;
  bool judged = adhoc_query_judge(&question, repl->workspace.list, repl->options.inputs.threads, &sink, NULL, fault);
  if (judged) {
    size_t yes = found.counts[ANSWER_YES], open = found.counts[ANSWER_UNKNOWN];
    buffer_printf(
        &repl->out,
        repl_string(repl, "%zu 家符合，%zu 家待核实，%zu 家不符合（共 %zu 家）\n", "%zu yes, %zu open, %zu no (of %zu)\n"), yes,
        open, found.rows - yes - open, found.rows);
    buffer_slice(&repl->out, buffer_view(&found.names));
    if (yes + open > LISTED) buffer_text(&repl->out, "  …\n");
  }
  buffer_free(&found.names);
  adhoc_query_close(&question);
  return judged;
}

bool repl_who(struct repl *repl, const struct request *request, struct fault *fault)
{
  return find_companies(repl, request->condition, fault);
}

/* Figures: counts and sums over companies, the whole or by group. */

struct figuring {
  struct repl *repl;
  struct adhoc_query *question;
  struct target_result *results;
  size_t count;
};

static void take_figures(void *context, struct run *run)
{
  struct figuring *figuring = context;
  struct figures none = { 0 };
  figuring->results =
      targets_reach(&figuring->question->arena, figuring->question->plan, run_tally(run), &none, &figuring->count);
  /* Units of groups lie in the run, which ends now. */
  for (size_t i = 0; i < figuring->count; i++)
    figuring->results[i].unit = slice_copy(&figuring->question->arena, figuring->results[i].unit);
}

static void format_figure(struct buffer *out, const struct target_result *result, struct ratio figure)
{
  int64_t fen;
  if (result->style == FIGURE_PERCENT) format_percent(out, figure);
  else if (result->style == FIGURE_MONEY && ratio_round(figure, 1, ROUND_HALF_AWAY, &fen)) format_money(out, fen);
  else ratio_write(out, figure);
}

/* Unknown data leave it open. */
static bool is_open(const struct target_result *result)
{
  bool exact = result->has_low && result->has_high && ratio_compare(result->low, result->high) == 0;
  return result->unknown || (result->has_actual && !exact);
}

/* `（另有 3 家未知：至少 …，至多 …）`: what the certain figure leaves out. */
static void print_unknown(struct repl *repl, const struct target_result *result)
{
  struct buffer *out = &repl->out;
  bool range = result->has_low || result->has_high;
  buffer_text(out, repl_string(repl, "（另有", " (besides,"));
  if (result->unknown_at_least) buffer_text(out, repl_string(repl, "至少", " at least"));
  if (result->unknown) buffer_printf(out, repl_string(repl, " %u 家未知", " %u unknown"), result->unknown);
  else buffer_text(out, repl_string(repl, "数据未知", " some data are unknown"));
  if (range) {
    buffer_text(out, repl_string(repl, "：至少 ", ": at least "));
    if (result->has_low) format_figure(out, result, result->low);
    else buffer_char(out, '?');
    buffer_text(out, repl_string(repl, "，至多 ", ", at most "));
    if (result->has_high) format_figure(out, result, result->high);
    else buffer_text(out, repl_string(repl, "不限", "any"));
  }
  buffer_text(out, repl_string(repl, "）", ")"));
}

static void print_result(struct repl *repl, const struct target_result *result)
{
  bool truth = result->measure->actual->type == TYPE_TRUTH;
  if (truth) buffer_text(&repl->out, answer_mark(result->answer));
  else if (result->has_actual) format_figure(&repl->out, result, result->actual);
  else if (!result->has_low) buffer_text(&repl->out, repl_string(repl, "未知", "unknown"));
  if (is_open(result)) print_unknown(repl, result);
}

static struct slice figure_copy(struct repl *repl, const struct target_result *result, bool known, struct ratio figure)
{
  struct buffer said = { 0 };
  if (known) format_figure(&said, result, figure);
  struct slice copy = slice_copy(&repl->version->arena, buffer_view(&said));
  buffer_free(&said);
  return copy;
}

/* A unit of a group: choices and texts as they are, a region with its name. */
static struct slice unit_string(struct repl *repl, const struct field *field, const struct target_result *result)
{
  struct slice unit = result->unit;
  int32_t code = 0;
  if (!field || field->kind != FIELD_REGION || unit.length != 6) return unit;
  for (size_t i = 0; i < 6; i++) code = code * 10 + (unit.at[i] - '0');
  const char *name = region_name(repl->version->model->regions, code);
  return name ? slice_of(arena_printf(&repl->version->arena, "%.*s %s", 6, unit.at, name)) : unit;
}

static struct slice unknown_string(struct repl *repl, const struct target_result *result)
{
  if (!result->unknown) return slice_of(is_open(result) ? "?" : "");
  return slice_of(arena_printf(&repl->version->arena, "%s%u", result->unknown_at_least ? "≥" : "", result->unknown));
}

static void print_groups(struct repl *repl, const struct field *field, const struct figuring *figuring)
{
  static const struct table_column columns[] = { { MSG_GROUP, false, FIT_CUT },
                                                 { MSG_GROUP_CERTAIN, true, FIT_WHOLE },
                                                 { MSG_GROUP_UNKNOWN, true, FIT_WHOLE },
                                                 { MSG_GROUP_LEAST, true, FIT_WHOLE },
                                                 { MSG_GROUP_MOST, true, FIT_WHOLE } };
  bool open = false;
  for (size_t i = 0; i < figuring->count; i++) open |= is_open(&figuring->results[i]);
  struct text_table *table = text_table_new(&repl->version->arena, columns, open ? 5 : 2, repl->options.language);
  for (size_t i = 0; i < figuring->count; i++) {
    const struct target_result *result = &figuring->results[i];
    text_table_add(table, unit_string(repl, field, result), STYLE_PLAIN);
    text_table_add(table, figure_copy(repl, result, result->has_actual, result->actual), STYLE_PLAIN);
    if (open) text_table_add(table, unknown_string(repl, result), STYLE_FAINT);
    if (open) text_table_add(table, figure_copy(repl, result, is_open(result) && result->has_low, result->low), STYLE_FAINT);
    if (open) text_table_add(table, figure_copy(repl, result, is_open(result) && result->has_high, result->high), STYLE_FAINT);
  }
  if (figuring->count) text_table_write(&repl->out, table, &repl->terminal, 2);
  else buffer_printf(&repl->out, "%s\n", repl_string(repl, "没有可分的组", "no groups"));
}

static bool figure_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)context, (void)worker, (void)block;
  return repl_goes_on(fault);
}

static void no_batch(void *context, void *worker, const struct judged_batch *batch)
{
  (void)context, (void)worker, (void)batch;
}

static bool figure(struct repl *repl, const struct node *actual, const struct field *by, struct fault *fault)
{
  struct adhoc_query question;
  struct figuring figuring = { repl, &question, NULL, 0 };
  struct sink sink = { .context = &figuring, .batch = no_batch, .block = figure_block };
  if (!repl->workspace.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  adhoc_query_open(&question, repl, MEASURE_TARGET);
  question.measure.actual = actual;
  question.measure.breakdown = by;
  adhoc_query_plan(&question, repl);
  question.options.all = false;
  bool judged = adhoc_query_judge(&question, repl->workspace.list, repl->options.inputs.threads, &sink, take_figures, fault);
  if (judged && by) print_groups(repl, by, &figuring);
  else if (judged && figuring.count) print_result(repl, &figuring.results[0]), buffer_char(&repl->out, '\n');
  adhoc_query_close(&question);
  return judged;
}

/* How many companies: a count with the conditions given, made of own nodes. */
static const struct node *count_of(struct repl *repl, const struct node *condition)
{
  struct arena *arena = &repl->version->arena;
  struct aggregate *aggregate = arena_alloc(arena, sizeof *aggregate);
  struct node *node = arena_alloc(arena, sizeof *node);
  *aggregate = (struct aggregate){ .kind = AGGREGATE_COUNT,
                                   .table_name = repl->version->model->tables[0].kind.name,
                                   .link = -1,
                                   .group = -1,
                                   .condition = condition };
  *node = (struct node){ .op = NODE_AGGREGATE, .type = TYPE_NUMBER, .number = { 0, 1 }, .aggregate = aggregate, .weight = 1 };
  return node;
}

bool repl_group(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct node *by = request->value;
  if (by) by = node_unnamed(by);
  bool field = by && by->op == NODE_FIELD && by->table == 0;
  enum field_kind kind = field ? by->field->kind : FIELD_KINDS;
  bool groups = kind == FIELD_REGION || kind == FIELD_CHOICE || kind == FIELD_TEXT;
  if (!groups) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_GROUP, NULL);
  const struct node *figure_asked = request->figure ? request->figure : count_of(repl, request->condition);
  if (request->figure && !node_counts_companies(request->figure)) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_FIGURE, NULL);
  return figure(repl, figure_asked, by->field, fault);
}

static bool is_constant(const struct node *node)
{
  if (node->op == NODE_FIELD || node->op == NODE_AGGREGATE || node->op == NODE_COMPUTED) return false;
  for (size_t i = 0; i < node->operand_count; i++)
    if (!is_constant(node->operands[i])) return false;
  return true;
}

/* What needs no company: an amount, a parameter, a day. */
static void answer_constant(struct repl *repl, const struct node *node)
{
  struct wording reason = { repl->options.language, 3, repl->version->model->regions, false };
  struct value value = as_of_value(repl->version->as_of, node);
  if (node->type == TYPE_PERIOD && value.state == STATE_KNOWN) {
    date_write(&repl->out, (date)value.low.num);
    buffer_text(&repl->out, repl_string(repl, " 至 ", " to "));
    date_write(&repl->out, (date)value.high.num);
  } else if (node->type == TYPE_DURATION) {
    format_node(&repl->out, repl->options.language, node);
  } else {
    struct adhoc_query question;
    adhoc_query_open(&question, repl, MEASURE_CRITERION);
    struct row_context subject = { .as_of = repl->version->as_of };
    if (node->type == TYPE_TRUTH) buffer_printf(&repl->out, "%s ", answer_mark(value.answer));
    format_datum(&repl->out, &reason, &subject, node);
    adhoc_query_close(&question);
  }
  buffer_char(&repl->out, '\n');
}

static bool answer_list(struct repl *repl, const struct node *node, struct fault *fault)
{
  if (node->type == TYPE_TRUTH) return find_companies(repl, node, fault);
  if (node->type == TYPE_MONEY || node->type == TYPE_NUMBER || node->type == TYPE_DATE) return repl_spread(repl, node, fault);
  return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
}

bool repl_answer(struct repl *repl, const struct node *node, struct fault *fault)
{
  const struct node *inner = node_unnamed(node);
  if (node->type == TYPE_TRUTH && inner->op == NODE_FIELD) {
    struct node *holds = arena_alloc(&repl->version->arena, sizeof *holds);
    const struct node **operand = arena_alloc(&repl->version->arena, sizeof *operand);
    *operand = node;
    *holds = (struct node){
      .op = NODE_IS_TRUE, .type = TYPE_TRUTH, .number = { 0, 1 }, .operands = operand, .operand_count = 1, .weight = 2
    };
    node = holds;
  }
  if (node_counts_companies(node)) return figure(repl, node, NULL, fault);
  if (is_constant(node)) return answer_constant(repl, node), true;
  if (repl->current.one) return answer_one(repl, node, fault);
  if (repl->workspace.list) return answer_list(repl, node, fault);
  format_node(&repl->out, repl->options.language, node);
  buffer_char(&repl->out, '\n');
  return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
}

bool repl_print_totals(struct repl *repl, struct version *version, struct fault *fault)
{
  struct arena arena = { 0 };
  struct wording reason = { repl->options.language, 1, version->model->regions, false };
  struct manifest manifest = { .arena = &arena };
  struct figures none = { 0 };
  size_t count;
  struct results *results = results_new(&arena, version->plan, &reason, false, NULL, &manifest, fault);
  const struct sink *sink = results_sink(results);
  struct run *run = run_open(&arena, version->plan, &version->run);
  if (results) results_of(results, run);
  bool judged = run_tables(run, NULL, fault) && run_ahead(run, fault) && run_companies(run, NULL, sink, fault) &&
                run_objects(run, sink, fault);
  if (judged) {
    struct target_result *targets = targets_reach(&arena, version->plan, run_tally(run), &none, &count);
    summary_print(stdout, version->plan, results, repl->options.language);
    targets_print(stdout, targets, count, repl->options.language);
  }
  run_close(run);
  results_close(results);
  arena_free(&arena);
  return judged;
}

/* 合计: the whole run, as run prints it; with other values of parameters, and then what is different. */
bool repl_totals(struct repl *repl, const struct request *request, struct fault *fault)
{
  if (!repl->workspace.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (!repl_ready(repl, fault)) return false;
  if (request->setting_count) return repl_totals_with(repl, request, fault);
  const struct measure *measure;
  if (!repl_measure(repl, request, &measure, fault)) return false;
  if (!measure) return repl_print_totals(repl, repl->version, fault);
  struct version alone = *repl->version;
  alone.plan = plan_new(&repl->arena, alone.model, alone.as_of, &(struct plan_options){ .only = &measure->id, .only_count = 1 });
  return repl_print_totals(repl, &alone, fault);
}
