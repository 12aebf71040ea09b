/* Expressions typed at the prompt: the answers of the session, printed. */
#include <string.h>

#include "cli/command.h"
#include "cli/repl.h"
#include "cli/summary.h"
#include "explain/explain_verdict.h"
#include "session/answer.h"
#include "write/entity_text.h"
#include "write/targets.h"

enum { LISTED = 20 };

/* One company */

static void print_tree(struct repl *repl, const struct explain_tree *tree)
{
  for (size_t i = 0; i < tree->count; i++) {
    const struct explain_tree_line *line = &tree->lines[i];
    struct slice text = explain_tree_text(tree, i);
    struct buffer first = { 0 };
    for (int k = 0; k < line->indent; k++) buffer_text(&first, "  ");
    if (line->marked) buffer_printf(&first, "%s ", answer_mark(line->answer));
    buffer_char(&first, 0);
    paragraph_print(&repl->out, &repl->terminal, first.at, 2 * (size_t)line->indent + (line->marked ? 2 : 0),
                    arena_copy(&repl->answer, text.at, text.length));
    buffer_free(&first);
  }
}

static bool answer_one(struct repl *repl, const struct node *node, struct fault *fault)
{
  struct expression_answer answer;
  const struct huiqi_who who = repl_current(repl);
  bool done = huiqi_value(repl->session, &repl->answer, &who, node, &answer, fault);
  if (done && answer.value) buffer_printf(&repl->out, "%s\n", answer.value);
  if (done) print_tree(repl, &answer.tree);
  explain_tree_free(&answer.tree);
  return done;
}

/* Over the list */

static bool find_companies(struct repl *repl, const struct node *condition, struct fault *fault)
{
  struct company_counts answer;
  if (!huiqi_count(repl->session, &repl->answer, condition, LISTED, &answer, fault)) return false;
  message_text(&repl->out, repl->options.language, MSG_PROMPT_COUNTS, INTEGER(answer.yes), INTEGER(answer.open),
               INTEGER(answer.companies - answer.yes - answer.open), INTEGER(answer.companies), NULL);
  buffer_char(&repl->out, '\n');
  for (size_t i = 0; i < answer.count; i++) {
    const struct counted_company *company = &answer.items[i];
    terminal_entry(&repl->out, "  %s %.*s  %.*s", answer_mark(company->answer), (int)company->code.length, company->code.at,
                   (int)company->name.length, company->name.at);
  }
  if (answer.yes + answer.open > answer.count) buffer_text(&repl->out, "  …\n");
  return true;
}

bool repl_who(struct repl *repl, const struct request *request, struct fault *fault)
{
  if (request->text || request->measure) return repl_who_gets(repl, request, fault);
  return find_companies(repl, request->condition, fault);
}

static void argument_count(struct arguments *arguments, size_t count)
{
  if (count) argument_integer(arguments, (int64_t)count);
  else argument_end(arguments);
}

static bool print_distribution(struct repl *repl, const struct node *node, struct fault *fault)
{
  struct distribution answer;
  struct arguments arguments = { .count = 0 };
  const struct wording reason = { .language = repl->options.language,
                                  .depth = 1,
                                  .regions = huiqi_model(repl->session)->regions };
  if (!huiqi_distribution(repl->session, &repl->answer, node, &answer, fault)) return false;
  argument_integer(&arguments, (int64_t)answer.known);
  argument_count(&arguments, answer.unknown);
  argument_count(&arguments, answer.not_occurred);
  const struct ratio values[] = { answer.least, answer.middle, answer.greatest, answer.sum };
  for (size_t i = 0; answer.known && i < (answer.has_sum ? 4 : 3); i++)
    format_known_value(&arguments.text, &reason, node, values[i]), argument_end(&arguments);
  arguments_say(&repl->out, repl->options.language, MSG_PROMPT_DISTRIBUTION, &arguments);
  buffer_char(&repl->out, '\n');
  return true;
}

/* Figures: counts and sums over companies, the whole or by group. */

/* A mean is told exactly. */
static void format_exactly(struct buffer *out, const struct target_result *result, struct ratio figure)
{
  if (result->style == FIGURE_NUMBER) ratio_write(out, figure);
  else format_figure(out, result->style, figure);
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
  struct arguments arguments = { .count = 0 };
  argument_count(&arguments, result->unknown);
  argument_text(&arguments, result->unknown_at_least ? "≥" : "");
  if (result->has_low) format_exactly(&arguments.text, result, result->low);
  else if (result->has_high) buffer_char(&arguments.text, '?');
  argument_end(&arguments);
  if (result->has_high) format_exactly(&arguments.text, result, result->high);
  else format_words(&arguments.text, repl->options.language, MSG_FIGURE_NO_END);
  argument_end(&arguments);
  arguments_say(&repl->out, repl->options.language, result->unknown ? MSG_FIGURE_UNKNOWN : MSG_FIGURE_OPEN, &arguments);
}

static void print_result(struct repl *repl, const struct node *node, const struct target_result *result)
{
  if (node->type == TYPE_TRUTH) buffer_text(&repl->out, answer_mark(result->answer));
  else if (result->has_actual) format_exactly(&repl->out, result, result->actual);
  else if (!result->has_low) format_words(&repl->out, repl->options.language, MSG_STATE_UNKNOWN);
  if (is_open(result)) print_unknown(repl, result);
  buffer_char(&repl->out, '\n');
}

static struct slice figure_copy(struct repl *repl, const struct target_result *result, bool known, struct ratio figure)
{
  struct buffer said = { 0 };
  if (known) format_exactly(&said, result, figure);
  return buffer_take(&repl->answer, &said);
}

/* A unit of a group: choices and texts as they are, a region with its name. */
static struct slice unit_string(struct repl *repl, const struct field *field, const struct target_result *result)
{
  struct slice unit = result->unit;
  int32_t code = 0;
  if (!field || field->kind != FIELD_REGION || unit.length != 6) return unit;
  for (size_t i = 0; i < 6; i++) code = code * 10 + (unit.at[i] - '0');
  const char *name = region_name(huiqi_model(repl->session)->regions, code);
  return name ? slice_of(arena_printf(&repl->answer, "%.*s %s", 6, unit.at, name)) : unit;
}

static struct slice unknown_string(struct repl *repl, const struct target_result *result)
{
  if (!result->unknown) return slice_of(is_open(result) ? "?" : "");
  return slice_of(arena_printf(&repl->answer, "%s%u", result->unknown_at_least ? "≥" : "", result->unknown));
}

static void print_groups(struct repl *repl, const struct field *field, const struct figure_answer *answer)
{
  static const struct table_column columns[] = { { MSG_GROUP, false, FIT_CUT },
                                                 { MSG_GROUP_CERTAIN, true, FIT_WHOLE },
                                                 { MSG_GROUP_UNKNOWN, true, FIT_WHOLE },
                                                 { MSG_GROUP_LEAST, true, FIT_WHOLE },
                                                 { MSG_GROUP_MOST, true, FIT_WHOLE } };
  bool open = false;
  for (size_t i = 0; i < answer->count; i++) open |= is_open(&answer->results[i]);
  struct text_table *table = text_table_new(&repl->answer, columns, open ? 5 : 2, repl->options.language);
  for (size_t i = 0; i < answer->count; i++) {
    const struct target_result *result = &answer->results[i];
    text_table_add(table, unit_string(repl, field, result), STYLE_PLAIN);
    text_table_add(table, figure_copy(repl, result, result->has_actual, result->actual), STYLE_PLAIN);
    if (open) text_table_add(table, unknown_string(repl, result), STYLE_FAINT);
    if (open) text_table_add(table, figure_copy(repl, result, is_open(result) && result->has_low, result->low), STYLE_FAINT);
    if (open) text_table_add(table, figure_copy(repl, result, is_open(result) && result->has_high, result->high), STYLE_FAINT);
  }
  if (answer->count) text_table_write(&repl->out, table, &repl->terminal, 2);
  else buffer_printf(&repl->out, "%s\n", message_name(MSG_GROUP_NONE, repl->options.language));
}

static bool print_figure(struct repl *repl, const struct node *node, struct fault *fault)
{
  struct figure_answer answer;
  if (!huiqi_figures(repl->session, &repl->answer, node, NULL, NULL, &answer, fault)) return false;
  if (answer.count) print_result(repl, node, &answer.results[0]);
  return true;
}

bool repl_group(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct node *by = request->value;
  if (by) by = node_unnamed(by);
  bool field = by && by->op == NODE_FIELD && by->table == 0;
  enum field_kind kind = field ? by->field->kind : FIELD_KINDS;
  bool groups = kind == FIELD_REGION || kind == FIELD_CHOICE || kind == FIELD_TEXT;
  if (!groups) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_GROUP, NULL);
  if (request->figure && !node_counts_companies(request->figure)) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_FIGURE, NULL);
  struct figure_answer answer;
  if (!huiqi_figures(repl->session, &repl->answer, request->figure, request->condition, by->field, &answer, fault)) return false;
  print_groups(repl, by->field, &answer);
  return true;
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
  struct wording reason = { .language = repl->options.language, .depth = 3, .regions = huiqi_model(repl->session)->regions };
  const struct as_of as_of = huiqi_as_of(repl->session);
  struct value value = as_of_value(as_of, node);
  if (node->type == TYPE_PERIOD && value.state == STATE_KNOWN) {
    date_write(&repl->out, (date)value.low.num);
    format_words(&repl->out, repl->options.language, MSG_PERIOD_TO);
    date_write(&repl->out, (date)value.high.num);
  } else if (node->type == TYPE_DURATION) {
    format_node(&repl->out, repl->options.language, node);
  } else {
    struct row_context subject = { .as_of = as_of };
    if (node->type == TYPE_TRUTH) buffer_printf(&repl->out, "%s ", answer_mark(value.answer));
    format_datum(&repl->out, &reason, &subject, node);
  }
  buffer_char(&repl->out, '\n');
}

static bool answer_list(struct repl *repl, const struct node *node, struct fault *fault)
{
  if (node->type == TYPE_TRUTH) return find_companies(repl, node, fault);
  if (node->type == TYPE_MONEY || node->type == TYPE_NUMBER || node->type == TYPE_DATE)
    return print_distribution(repl, node, fault);
  return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
}

bool repl_answer(struct repl *repl, const struct node *node, struct fault *fault)
{
  const struct node *inner = node_unnamed(node);
  if (node->type == TYPE_TRUTH && inner->op == NODE_FIELD) {
    struct node *holds = arena_alloc(&repl->answer, sizeof *holds);
    const struct node **operand = arena_alloc(&repl->answer, sizeof *operand);
    *operand = node;
    *holds = (struct node){
      .op = NODE_IS_TRUE, .type = TYPE_TRUTH, .number = { 0, 1 }, .operands = operand, .operand_count = 1, .weight = 2
    };
    node = holds;
  }
  if (node_counts_companies(node)) return print_figure(repl, node, fault);
  if (is_constant(node)) return answer_constant(repl, node), true;
  if (repl->current.chosen && !repl->current.match.object) return answer_one(repl, node, fault);
  if (repl->options.inputs.list) return answer_list(repl, node, fault);
  format_node(&repl->out, repl->options.language, node);
  buffer_char(&repl->out, '\n');
  return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
}

bool repl_print_totals(struct repl *repl, const char *only, struct fault *fault)
{
  struct totals totals;
  bool judged = huiqi_totals(repl->session, only, &totals, fault);
  if (judged) {
    summary_print(stdout, totals.plan, totals.results, repl->options.language);
    targets_print(stdout, totals.targets, totals.target_count, repl->options.language);
  }
  totals_close(&totals);
  return judged;
}

/* 合计: the whole run, as run prints it; with other values of parameters, and then what is different. */
bool repl_totals(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct measure *measure;
  if (!repl->options.inputs.list) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
  if (request->setting_count) return repl_totals_with(repl, request, fault);
  return repl_measure(repl, request, &measure, fault) && repl_print_totals(repl, measure ? measure->id : NULL, fault);
}
