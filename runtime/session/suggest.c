/* Where a condition turns: found by asking it, with one datum changed at a time. */
#include "session/suggest_parts.h"

#include <string.h>

#include "data/column.h"
#include "data/list_reader.h"
#include "write/file_columns.h"

enum { VALUES_MAX = 8 };

/* What is asked next to be seen: a field and values for it. */
struct boundary {
  const struct field *field;
  struct cell values[VALUES_MAX];
  size_t count;
  bool unknown; /* and nobody knows */
};

/* Asking */

static void cell_of(const struct row_context *subject, int table, const struct field *field, struct cell *out)
{
  const struct suggesting *suggesting = subject->context;
  if (table != 0) *out = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
  else if (field == suggesting->changed) *out = suggesting->change;
  else *out = suggesting->cells[field - suggesting->model->tables[0].kind.fields];
}

static struct value no_count(const struct row_context *subject, const struct node *node)
{
  (void)subject, (void)node;
  return (struct value){ .state = STATE_UNKNOWN, .answer = ANSWER_UNKNOWN };
}

static struct row_context subject_of(const struct suggesting *suggesting)
{
  return (struct row_context){ .as_of = suggesting->as_of, .cell = cell_of, .aggregate = no_count, .context = suggesting };
}

static struct cell known(int64_t num, int64_t den)
{
  return (struct cell){ .state = STATE_KNOWN, .num = num, .den = den };
}

static enum answer ask(struct suggesting *suggesting, const struct node *node, const struct field *field, struct cell cell)
{
  suggesting->changed = field;
  suggesting->change = cell;
  struct row_context subject = subject_of(suggesting);
  return value_answer(&subject, node);
}

/* The data of the case that is met; without one, nothing is known but the region. */

/* As a list has it that lacks the column. */
static struct cell unwritten(const struct field *field)
{
  return (struct cell){ .state = field->optional ? STATE_KNOWN : STATE_UNKNOWN, .den = 1 };
}

static void read_case(struct suggesting *suggesting)
{
  const struct table *companies = &suggesting->model->tables[0];
  const struct sheet *sheet = &suggesting->book->sheet;
  const struct policy *policy = suggesting->measure->policy;
  for (size_t i = 0; i < companies->kind.field_count; i++) suggesting->cells[i] = unwritten(&companies->kind.fields[i]);
  suggesting->cells[companies->region] = known(policy->region_count ? policy->regions[0] : 0, 1);
  if (suggesting->expectation == SIZE_MAX) return;
  size_t row = suggesting->book->expectations[suggesting->expectation].row;
  for (size_t k = 0; k < sheet->columns; k++) {
    const struct field *field = field_find(&companies->kind, sheet->names[k]);
    struct heading heading = heading_parse(suggesting->arena, sheet->headings[k]);
    struct cell_problem problem;
    if (field)
      cell_read(suggesting->arena, field, &heading, sheet->rows[row].cells[k], &suggesting->cells[field - companies->kind.fields],
                &problem);
  }
}

static void find_case(struct suggesting *suggesting)
{
  const struct test_suite *book = suggesting->book;
  int year = date_civil(suggesting->measure->policy->from).year;
  suggesting->expectation = SIZE_MAX;
  for (size_t i = 0; i < book->count && suggesting->expectation == SIZE_MAX; i++) {
    const struct expectation *expectation = &book->expectations[i];
    bool met = expectation->judged && !expectation->object && expectation->verdict.outcome == OUTCOME_YES;
    if (met && slice_is(expectation->measure, suggesting->measure->id)) suggesting->expectation = i;
  }
  suggesting->as_of.year = year;
  date_make(year, 12, 31, &suggesting->as_of.on);
  if (suggesting->expectation == SIZE_MAX) return;
  const struct scenario *here = &book->circumstances[book->expectations[suggesting->expectation].scenario];
  suggesting->as_of = (struct as_of){ .year = here->year, .on = here->on };
}

/* Boundaries */

static void add_value(struct boundary *boundary, struct cell cell)
{
  if (boundary->count < VALUES_MAX) boundary->values[boundary->count++] = cell;
}

/* The figures of a field in steps of its unit: fen, one, a hundredth, a day. */
struct steps {
  int64_t first, last, den;
};

static bool steps_of(const struct field *field, struct steps *steps)
{
  static const struct steps kinds[FIELD_KINDS] = { [FIELD_MONEY] = { 1, INT64_C(1000000000000000), 1 },
                                                   [FIELD_COUNT] = { 0, 10000000, 1 },
                                                   [FIELD_NUMBER] = { 0, 1000000, 100 },
                                                   [FIELD_DATE] = { -7305, 36524, 1 } };
  *steps = kinds[field->kind];
  return steps->den != 0;
}

static struct cell step_cell(const struct steps *steps, int64_t at)
{
  struct ratio number = { at, 1 };
  if (steps->den != 1) ratio_make(at, steps->den, &number);
  return known(number.num, number.den);
}

/* The two neighbours between which the answer changes; false when it is the same at both ends. */
static bool find_turn(struct suggesting *suggesting, const struct node *node, const struct field *field,
                      const struct steps *steps, int64_t low, int64_t high, int64_t *turn)
{
  enum answer below = ask(suggesting, node, field, step_cell(steps, low));
  if (below == ask(suggesting, node, field, step_cell(steps, high))) return false;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (ask(suggesting, node, field, step_cell(steps, middle)) == below) low = middle;
    else high = middle;
  }
  *turn = low;
  return true;
}

/* 等于 turns twice, around the value itself. */
static int64_t middle_of(struct suggesting *suggesting, const struct node *node, const struct steps *steps)
{
  struct row_context subject = subject_of(suggesting);
  bool equal = node->op == NODE_COMPARE && (node->relation == EQUAL || node->relation == UNEQUAL);
  struct value value = equal                     ? value_of(&subject, node->operands[1])
                       : node->op == NODE_WITHIN ? value_of(&subject, node->operands[1])
                                                 : (struct value){ .state = STATE_UNKNOWN };
  if (value.state != STATE_KNOWN || value.low.num < steps->first || value.low.num > steps->last) return steps->first;
  return value.low.den == 1 ? value.low.num * steps->den : steps->first;
}

static void find_figures(struct suggesting *suggesting, const struct node *node, struct boundary *boundary)
{
  struct steps steps;
  int64_t turn;
  if (!steps_of(boundary->field, &steps)) return;
  int64_t middle = middle_of(suggesting, node, &steps);
  int64_t parts[][2] = { { steps.first, middle }, { middle, steps.last } };
  for (int i = 0; i < 2; i++) {
    if (parts[i][0] == parts[i][1] || !find_turn(suggesting, node, boundary->field, &steps, parts[i][0], parts[i][1], &turn))
      continue;
    add_value(boundary, step_cell(&steps, turn));
    add_value(boundary, step_cell(&steps, turn + 1));
  }
}

/* What is inside, outside, or too coarse: of each the first, and only what the condition has not been seen to answer. */
static void find_members(const struct node *node, unsigned seen, struct boundary *boundary)
{
  const struct field *field = boundary->field;
  int32_t outside = node->op == NODE_IN_REGION && node->codes[0] / 10000 == 11 ? 310000 : 110000;
  if (node->op == NODE_IN_REGION) {
    if (!(seen & 1u << ANSWER_YES)) add_value(boundary, known(node->codes[0], 1));
    if (!(seen & 1u << ANSWER_NO)) add_value(boundary, known(outside, 1));
    if (node->codes[0] % 10000 && !(seen & 1u << ANSWER_UNKNOWN)) add_value(boundary, known(node->codes[0] / 10000 * 10000, 1));
  }
  bool in = seen & 1u << ANSWER_YES, out = seen & 1u << ANSWER_NO;
  for (size_t i = 0; node->op == NODE_IN_SET && node->codes && i < field->choice_count; i++) {
    bool member = false;
    for (size_t k = 0; k < node->set_count; k++) member |= node->codes[k] == (int32_t)i;
    bool *there = member ? &in : &out;
    if (!*there) add_value(boundary, known((int64_t)i, 1));
    *there = true;
  }
}

/* The field that the question is about: the first that is read, on the left before the right. */
const struct field *suggest_field_asked(const struct node *node, int table)
{
  if (node->op == NODE_FIELD) return node->table == table ? node->field : NULL;
  const struct field *found = NULL;
  for (size_t i = 0; !found && i < node->operand_count; i++) found = suggest_field_asked(node->operands[i], table);
  return found;
}

static const struct field *field_asked(const struct node *node)
{
  return suggest_field_asked(node, 0);
}

static bool is_same_cell(const struct cell *a, const struct cell *b)
{
  return a->state == b->state && a->num == b->num && a->den == b->den && slice_equal(a->text, b->text);
}

/* Has a case of the measure this value? Unknown ones are reported by what the condition has been seen to answer. */
static bool has_case(const struct suggesting *suggesting, const struct field *field, const struct cell *cell)
{
  const struct test_suite *book = suggesting->book;
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  if (suggesting->all) return false;
  workload_add(suggesting->model->workload, 2 * book->count);
  for (size_t i = 0; i < book->count; i++) {
    if (!slice_is(book->expectations[i].measure, suggesting->measure->id)) continue;
    for (size_t k = 0; k < book->sheet.columns; k++) {
      struct cell there;
      struct cell_problem problem;
      if (field_find(companies, book->sheet.names[k]) != field) continue;
      struct heading heading = heading_parse(suggesting->arena, book->sheet.headings[k]);
      cell_read(suggesting->arena, field, &heading, book->sheet.rows[book->expectations[i].row].cells[k], &there, &problem);
      if (is_same_cell(&there, cell)) return true;
    }
  }
  return false;
}

struct suggestion *suggest_row(struct suggesting *suggesting)
{
  suggesting->items =
      arena_grow(suggesting->arena, suggesting->items, suggesting->count, &suggesting->capacity, sizeof *suggesting->items);
  struct suggestion *suggestion = &suggesting->items[suggesting->count++];
  *suggestion = (struct suggestion){ .measure = suggesting->measure };
  suggestion->expectation = suggesting->expectation;
  suggestion->base = suggesting->base;
  suggestion->year = suggesting->as_of.year;
  return suggestion;
}

static void suggest(struct suggesting *suggesting, const struct field *field, struct cell cell)
{
  for (size_t i = suggesting->count; i-- > 0 && suggesting->items[i].measure == suggesting->measure;) {
    const struct suggestion *other = &suggesting->items[i];
    workload_add(suggesting->model->workload, 1);
    if (other->field == field && is_same_cell(&other->cell, &cell)) return;
  }
  struct suggestion *suggestion = suggest_row(suggesting);
  suggestion->field = field;
  suggestion->cell = cell;
}

void suggest_note(struct suggesting *suggesting, enum message message, const char *a)
{
  struct suggestions *out = suggesting->out;
  out->notes = arena_grow(suggesting->arena, out->notes, out->note_count, &suggesting->note_capacity, sizeof *out->notes);
  out->notes[out->note_count++] = (struct suggestion_note){ message, suggesting->measure->id, a };
}

struct value suggest_value(const struct suggesting *suggesting, const struct node *node)
{
  struct row_context subject = subject_of(suggesting);
  return value_of(&subject, node);
}

bool suggest_find_turn(struct suggesting *suggesting, const struct node *condition, const struct field *field,
                       struct cell turn[2])
{
  struct steps steps;
  int64_t at;
  if (!steps_of(field, &steps) || !find_turn(suggesting, condition, field, &steps, steps.first, steps.last, &at)) return false;
  turn[0] = step_cell(&steps, at);
  turn[1] = step_cell(&steps, at + 1);
  return true;
}

bool suggest_step_on(const struct suggesting *suggesting, const struct field *field, int64_t further, struct cell *cell)
{
  struct cell met = suggesting->cells[field - suggesting->model->tables[0].kind.fields];
  struct steps steps;
  if (!steps_of(field, &steps) || met.state != STATE_KNOWN || steps.den % met.den) return false;
  *cell = step_cell(&steps, met.num * (steps.den / met.den) + further);
  return true;
}

/* History: what earlier years gave */

static void format_yuan(struct buffer *out, char before, int64_t fen)
{
  if (fen == NO_MONEY) return;
  buffer_char(out, before);
  money_write(out, fen);
  buffer_text(out, yuan_unit_name(FEN_YUAN));
}

/* `2023`, `T-2=2023:10万元`, `2023:4万元/10万元`, one behind the other; the own measure goes without its id. */
static void format_grant(struct buffer *out, const struct measure *own, const char *id, int year, int64_t fen, int64_t total)
{
  if (out->length) format_words(out, LANGUAGE_CHINESE, MSG_SEMICOLON);
  if (strcmp(id, own->id) != 0) buffer_printf(out, "%s=", id);
  buffer_integer(out, year);
  format_yuan(out, ':', fen);
  format_yuan(out, '/', total);
}

/* Takes what was written; not what a case of the measure, or an earlier suggestion, says already. */
static void suggest_history(struct suggesting *suggesting, struct buffer *text)
{
  const struct test_suite *book = suggesting->book;
  struct slice history = slice_copy(suggesting->arena, buffer_view(text));
  bool there = false;
  buffer_reset(text);
  for (size_t i = 0; book->history_column >= 0 && i < book->count; i++)
    there |= slice_is(book->expectations[i].measure, suggesting->measure->id) &&
             slice_equal(book->sheet.rows[book->expectations[i].row].cells[book->history_column], history);
  for (size_t i = 0; i < suggesting->count; i++)
    there |= suggesting->items[i].measure == suggesting->measure && slice_equal(suggesting->items[i].history, history);
  workload_add(suggesting->model->workload, book->count + suggesting->count);
  if (!there) suggest_row(suggesting)->history = history;
}

/* Both sides of a sum that earlier years gave. */
static void suggest_paid(struct suggesting *suggesting, const char *id, int64_t fen)
{
  struct buffer text = { 0 };
  for (int less = 1; less >= 0 && fen > 1; less--) {
    format_grant(&text, suggesting->measure, id, suggesting->as_of.year - 1, fen - less, NO_MONEY);
    suggest_history(suggesting, &text);
  }
  buffer_free(&text);
}

static void suggest_years(struct suggesting *suggesting, int times)
{
  struct buffer text = { 0 };
  for (int years = times > 1 ? times - 1 : times; years <= times; years++) {
    for (int back = years; back > 0; back--)
      format_grant(&text, suggesting->measure, suggesting->measure->id, suggesting->as_of.year - back, NO_MONEY, NO_MONEY);
    suggest_history(suggesting, &text);
  }
  buffer_free(&text);
}

int64_t amount_met(const struct suggesting *suggesting)
{
  if (suggesting->expectation == SIZE_MAX) return suggesting->base ? suggesting->base_amount : NO_MONEY;
  const struct verdict *verdict = &suggesting->book->expectations[suggesting->expectation].verdict;
  if (verdict->outcome != OUTCOME_YES) return NO_MONEY;
  return verdict->has_total ? verdict->total : verdict->has_amount ? verdict->amount : NO_MONEY;
}

/* The second part due, and where there are more the third with the row of the second lacking. */
static void suggest_parts(struct suggesting *suggesting)
{
  const struct measure *measure = suggesting->measure;
  const struct node *share = measure->instalments[0].share;
  int64_t total = amount_met(suggesting), first;
  struct buffer text = { 0 };
  if (total == NO_MONEY || !share || share->op != NODE_CONSTANT) return;
  struct ratio part = share->number;
  if (share->type != TYPE_MONEY && !ratio_multiply(part, ratio_whole(total), &part)) return;
  if (!ratio_round(part, measure->round_unit, measure->rounding, &first) || first > total) return;
  for (int back = 1; back < (int)measure->instalment_count && back <= 2; back++) {
    format_grant(&text, measure, measure->id, suggesting->as_of.year - back, first, total);
    suggest_history(suggesting, &text);
  }
  buffer_free(&text);
}

/* `seen`: the answers that the condition around the question has been seen to give; `alone`: it is the question itself. */
static void suggest_leaf(struct suggesting *suggesting, const struct node *node, unsigned seen, bool alone)
{
  struct boundary boundary = { .field = field_asked(node) };
  if (!boundary.field) return;
  if (node->op == NODE_COMPARE || node->op == NODE_WITHIN) find_figures(suggesting, node, &boundary);
  else if (node->op == NODE_IN_SET || node->op == NODE_IN_REGION) find_members(node, alone ? seen : 0, &boundary);
  else if (node->op == NODE_IS_TRUE && node->operands[0]->op == NODE_FIELD)
    add_value(&boundary, known(1, 1)), add_value(&boundary, known(0, 1));
  for (size_t i = 0; i < boundary.count; i++)
    if (!has_case(suggesting, boundary.field, &boundary.values[i])) suggest(suggesting, boundary.field, boundary.values[i]);
  if (!(seen & 1u << ANSWER_UNKNOWN) && !boundary.field->optional)
    suggest(suggesting, boundary.field, (struct cell){ .state = STATE_UNKNOWN, .den = 1 });
}

/* Values between which a figure comes to another relation with a bound. */
static void suggest_crossing(struct suggesting *suggesting, const struct node *figure, const struct node *bound,
                             enum relation relation)
{
  const struct node *operands[] = { figure, bound };
  const struct node crossing = {
    .op = NODE_COMPARE, .type = TYPE_TRUTH, .relation = relation, .operands = operands, .operand_count = 2
  };
  bool nothing = bound->op == NODE_CONSTANT && bound->number.num == 0;
  if (!nothing) suggest_leaf(suggesting, &crossing, 7, false);
}

/* The first full step; the bounds of steps and extremes. */
static void suggest_turn(struct suggesting *suggesting, const struct node *node)
{
  if (node->op == NODE_FULL_STEPS) suggest_crossing(suggesting, node->operands[0], node->operands[1], AT_LEAST);
  else if (node->operand_count == 2) suggest_crossing(suggesting, node->operands[0], node->operands[1], MORE_THAN);
}

/* All cases of a year are one list: one just before the case that is met, one beside it, one behind it. */
static void suggest_place(struct suggesting *suggesting, const struct node *node)
{
  const struct field *field = node->operand_count > 1 ? field_asked(node->operands[1]) : NULL;
  struct cell cell;
  if (!field || suggesting->expectation == SIZE_MAX || !suggest_step_on(suggesting, field, 0, &cell)) return;
  for (int64_t step = 1; step >= -1; step--)
    if (suggest_step_on(suggesting, field, step, &cell)) suggest(suggesting, field, cell);
  suggest(suggesting, field, (struct cell){ .state = STATE_UNKNOWN, .den = 1 });
}

static const struct node *population_of(const struct node *node)
{
  const struct node *asked = node->op == NODE_COMPARE ? node_unnamed(node->operands[0]) : node;
  return asked->op == NODE_POPULATION ? asked : NULL;
}

/* What earlier years gave, compared with a figure that is written. */
static void suggest_compared_history(struct suggesting *suggesting, const struct node *node)
{
  const struct node *paid = node_unnamed(node->operands[0]), *bound = node_unnamed(node->operands[1]);
  if (paid->op != NODE_PAID || !paid->set_count || bound->op != NODE_CONSTANT || bound->number.den != 1) return;
  suggest_paid(suggesting, paid->texts[0], bound->number.num);
}

static void suggest_node(struct suggesting *suggesting, const struct node *node, unsigned seen, bool alone)
{
  const struct node *population = population_of(node);
  if (population) {
    const struct node *condition = population->operands[0];
    suggest_place(suggesting, population);
    if (condition->added) condition = condition->operands[condition->operand_count - 1]; /* behind region and policy */
    suggest_node(suggesting, condition, 7, false);
    return;
  }
  if (node->op == NODE_COMPARE) suggest_compared_history(suggesting, node);
  if (node->op == NODE_SMALLEST || node->op == NODE_LARGEST || node->op == NODE_FULL_STEPS) suggest_turn(suggesting, node);
  bool leaf = node->op == NODE_COMPARE || node->op == NODE_WITHIN || node->op == NODE_IN_SET || node->op == NODE_IN_REGION ||
              node->op == NODE_IS_TRUE;
  bool inner = leaf && node->operands[0]->op == NODE_COUNT_FALSE;
  if (leaf && !inner) suggest_leaf(suggesting, node, seen, alone);
  for (size_t i = 0; (!leaf || inner) && i < node->operand_count; i++) suggest_node(suggesting, node->operands[i], seen, false);
}

/* A limit over several measures that the amount of this one alone reaches, or not. */
static void suggest_limit(struct suggesting *suggesting, const struct node *limit, int64_t amount)
{
  const struct node granted = { .op = NODE_CONSTANT, .type = TYPE_MONEY, .number = ratio_whole(amount) };
  suggest_crossing(suggesting, limit, &granted, AT_LEAST);
}

/* Each measure that the company may name, and none. */
static void suggest_choice(struct suggesting *suggesting, const struct exclusive_group *choice)
{
  const struct field *field = field_asked(choice->by);
  if (!field || field->kind != FIELD_TEXT) return;
  for (size_t i = 0; i < choice->count; i++) {
    struct cell named = { .state = STATE_KNOWN, .den = 1, .text = slice_of(choice->members[i]->id) };
    if (!has_case(suggesting, field, &named)) suggest(suggesting, field, named);
  }
  suggest(suggesting, field, (struct cell){ .state = STATE_UNKNOWN, .den = 1 });
}

static void suggest_rules(struct suggesting *suggesting)
{
  const struct measure *measure = suggesting->measure;
  const struct node *limit = measure->cumulative_cap ? node_unnamed(measure->cumulative_cap) : NULL;
  int64_t amount = amount_met(suggesting);
  for (size_t i = 0; amount != NO_MONEY && i < measure->top_up.count; i++)
    suggest_paid(suggesting, measure->top_up.ids[i], amount);
  if (limit && limit->op == NODE_CONSTANT && limit->number.den == 1) suggest_paid(suggesting, measure->id, limit->number.num);
  if (measure->times) suggest_years(suggesting, measure->times);
  else if (measure->once && !measure->instalment_count) suggest_years(suggesting, 1);
  if (measure->instalment_count > 1) suggest_parts(suggesting);
  if (measure->amount && measure->cap) suggest_crossing(suggesting, measure->amount, measure->cap, MORE_THAN);
  for (size_t i = 0; amount != NO_MONEY && i < measure->joint_limit_count; i++)
    suggest_limit(suggesting, measure->joint_limits[i].most, amount);
  if (measure->exclusive_group && measure->exclusive_group->by) suggest_choice(suggesting, measure->exclusive_group);
  if (measure->budget) suggest_budget(suggesting);
  suggest_records(suggesting);
  if (measure->cost_share_count) suggest_note(suggesting, MSG_SUGGEST_COST_SHARE, NULL);
}

static void suggest_measure(struct suggesting *suggesting)
{
  const struct measure *measure = suggesting->measure;
  const struct coverage *sight = &suggesting->book->sights[measure->index];
  const unsigned all = 7;
  model_looks_at(suggesting->model, measure);
  workload_add(suggesting->model->workload, 2 * suggesting->book->count);
  find_case(suggesting);
  suggesting->base = NULL;
  read_case(suggesting);
  if (suggesting->expectation == SIZE_MAX && suggest_base(suggesting)) {
    struct buffer name = { 0 };
    message_text(&name, LANGUAGE_CHINESE, MSG_SUGGEST_BASE_CASE, measure->id, NULL);
    suggest_row(suggesting)->name = buffer_take(suggesting->arena, &name).at;
  }
  for (size_t i = 0; i < measure->condition_count; i++)
    suggest_node(suggesting, measure->conditions[i], sight->conditions[i], true);
  if (measure->amount) suggest_node(suggesting, measure->amount, all, false);
  for (size_t i = 0; i < measure->against_count; i++) suggest_node(suggesting, measure->against[i], all, false);
  for (size_t i = 0; i < measure->rung_count; i++) suggest_node(suggesting, measure->rungs[i].condition, all, false);
  for (size_t i = 0; i < measure->instalment_count; i++)
    if (measure->instalments[i].condition) suggest_node(suggesting, measure->instalments[i].condition, all, false);
  suggest_rules(suggesting);
}

/* Rows */

static void plan_column(struct suggesting *suggesting, const struct field *field)
{
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  bool there = !field;
  for (size_t k = 0; k < suggesting->book->sheet.columns; k++)
    there |= field && field_find(companies, suggesting->book->sheet.names[k]) == field;
  for (size_t k = 0; k < suggesting->column_count; k++) there |= suggesting->columns[k] == field;
  if (there) return;
  suggesting->columns = arena_grow(suggesting->arena, suggesting->columns, suggesting->column_count, &suggesting->column_capacity,
                                   sizeof *suggesting->columns);
  suggesting->columns[suggesting->column_count++] = field;
}

static void plan_columns(struct suggesting *suggesting)
{
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  for (size_t i = 0; i < suggesting->count; i++) {
    suggesting->history |= suggesting->items[i].history.length && suggesting->book->history_column < 0;
    plan_column(suggesting, suggesting->items[i].field);
    plan_column(suggesting, suggesting->items[i].also);
    const struct cell *base = suggesting->items[i].base;
    for (size_t k = 0; base && k < companies->field_count; k++)
      if (base[k].state == STATE_KNOWN) plan_column(suggesting, &companies->fields[k]);
  }
}

/* As staff would write it, with a unit where the column may have another; `未知` where a blank would mean something else. */
static void format_case_value(struct buffer *out, const struct field *field, const struct cell *cell)
{
  if (cell->state != STATE_KNOWN) {
    buffer_text(out, field->event ? message_name(MSG_STATE_UNKNOWN, LANGUAGE_CHINESE) : "");
    return;
  }
  switch (field->kind) {
  case FIELD_MONEY:
    money_write(out, cell->num);
    buffer_text(out, yuan_unit_name(FEN_YUAN));
    break;
  case FIELD_NUMBER: ratio_write(out, (struct ratio){ cell->num, cell->den }); break;
  case FIELD_COUNT: buffer_integer(out, cell->num); break;
  default: format_cell(out, field, cell);
  }
}

/* A datum of the row, changed or as it stands in the company made up; nothing where neither says anything. */
static void format_case_datum(const struct suggesting *suggesting, const struct suggestion *suggestion, const struct field *field,
                              struct buffer *cell)
{
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  const struct cell *made_up = suggestion->base ? &suggestion->base[field - companies->fields] : NULL;
  if (field == suggestion->field) format_case_value(cell, field, &suggestion->cell);
  else if (field == suggestion->also) format_case_value(cell, field, &suggestion->also_cell);
  else if (made_up && made_up->state == STATE_KNOWN) format_case_value(cell, field, made_up);
}

static void format_case_name(struct buffer *out, const struct suggestion *suggestion)
{
  if (suggestion->name) {
    buffer_text(out, suggestion->name);
    return;
  }
  const char *changed = suggestion->field ? suggestion->field->name : file_column_name(COLUMN_HISTORY);
  buffer_printf(out, "%s %s ", suggestion->measure->id, changed);
  if (!suggestion->field) buffer_slice(out, suggestion->history);
  else if (suggestion->cell.state == STATE_KNOWN) format_case_value(out, suggestion->field, &suggestion->cell);
  else format_words(out, LANGUAGE_CHINESE, MSG_STATE_UNKNOWN);
}

/* What is expected is for staff to say. */
static bool is_expected(struct slice heading)
{
  bool expected = false;
  for (int i = COLUMN_EXPECTED; i <= COLUMN_EXPECTED_ACTUAL; i++)
    expected |= slice_is(heading, file_column_name((enum file_column)i));
  return expected;
}

/* A cell of the row: what the case says, but for what is expected, and for the datum that is changed. */
static void format_case_cell(const struct suggesting *suggesting, const struct suggestion *suggestion, size_t column,
                             struct buffer *cell)
{
  const struct test_suite *book = suggesting->book;
  const struct sheet *sheet = &book->sheet;
  struct slice name = sheet->names[column];
  bool code = (int)column == book->code_column && !suggestion->keeps_code;
  bool blank = is_expected(name) || code || (int)column == book->object_column;
  const struct field *field = field_find(&suggesting->model->tables[0].kind, name);
  if ((int)column == book->name_column) format_case_name(cell, suggestion);
  else if ((int)column == book->year_column) buffer_integer(cell, suggestion->year);
  else if ((int)column == book->measure_column) buffer_text(cell, suggestion->measure->id);
  else if (slice_is(name, file_column_name(COLUMN_GROUND))) buffer_text(cell, suggestion->measure->clause);
  else if ((int)column == book->history_column) buffer_slice(cell, suggestion->history);
  else if (field && (field == suggestion->field || field == suggestion->also || suggestion->base))
    format_case_datum(suggesting, suggestion, field, cell);
  else if (!blank && suggestion->expectation != SIZE_MAX)
    buffer_slice(cell, sheet->rows[book->expectations[suggestion->expectation].row].cells[column]);
}

static struct sheet rows_new(const struct suggesting *suggesting)
{
  const struct sheet *sheet = &suggesting->book->sheet;
  struct sheet rows = sheet_new(suggesting->arena, sheet->columns + suggesting->column_count + suggesting->history);
  for (size_t k = 0; k < sheet->columns; k++) rows.headings[k] = sheet->headings[k];
  for (size_t k = 0; k < suggesting->column_count; k++)
    rows.headings[sheet->columns + k] = slice_of(suggesting->columns[k]->name);
  if (suggesting->history) rows.headings[rows.columns - 1] = slice_of(file_column_name(COLUMN_HISTORY));
  return rows;
}

static void add_row(const struct suggesting *suggesting, const struct suggestion *suggestion, struct sheet *rows)
{
  const size_t own = suggesting->book->sheet.columns;
  struct slice *cells = sheet_add_row(suggesting->arena, rows);
  struct buffer cell = { 0 };
  for (size_t k = 0; k < rows->columns; k++) {
    buffer_reset(&cell);
    if (k < own) format_case_cell(suggesting, suggestion, k, &cell);
    else if (k - own == suggesting->column_count) buffer_slice(&cell, suggestion->history);
    else format_case_datum(suggesting, suggestion, suggesting->columns[k - own], &cell);
    cells[k] = slice_copy(suggesting->arena, buffer_view(&cell));
  }
  buffer_free(&cell);
}

/* Headings for a script that has no cases yet. */
static struct sheet empty_sheet(struct arena *arena, const struct table *companies)
{
  static const enum file_column columns[] = {
    COLUMN_CASE, COLUMN_YEAR, COLUMN_MEASURE_ID, COLUMN_EXPECTED, COLUMN_EXPECTED_AMOUNT, COLUMN_EXPECTED_MISSING, COLUMN_GROUND
  };
  enum { COUNT = sizeof columns / sizeof *columns };
  struct sheet sheet = sheet_new(arena, COUNT + 1);
  for (size_t i = 0; i < COUNT; i++) sheet.headings[i] = slice_of(file_column_name(columns[i]));
  sheet.headings[COUNT] = slice_of(companies->kind.fields[companies->region].name);
  sheet.names = sheet.headings;
  return sheet;
}

struct suggestions cases_suggest(struct arena *arena, const struct model *model, const struct test_suite *book, bool all)
{
  struct suggestions out = { .note_count = 0 };
  struct test_suite own = *book;
  if (!own.found) {
    own.sheet = empty_sheet(arena, &model->tables[0]);
    own.year_column = 1;
    own.measure_column = 2;
    own.code_column = own.object_column = own.history_column = -1;
  }
  struct suggesting suggesting = { .arena = arena, .model = model, .book = &own, .all = all, .out = &out };
  suggesting.cells = arena_array(arena, model->tables[0].kind.field_count, sizeof *suggesting.cells);
  for (size_t i = 0; i < model->measure_count; i++) {
    suggesting.measure = model->measures[i];
    bool judged = measure_kind_judged(suggesting.measure->kind) && !suggesting.measure->unlisted && !suggesting.measure->object;
    if (judged) suggest_measure(&suggesting);
  }
  plan_columns(&suggesting);
  out.rows = rows_new(&suggesting);
  for (size_t i = 0; i < suggesting.count; i++) add_row(&suggesting, &suggesting.items[i], &out.rows);
  return out;
}
