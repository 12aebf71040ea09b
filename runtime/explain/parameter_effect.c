/* The direction in which amounts move with a parameter, expression by expression.
 *
 * A payment is never below nothing, so what happens to an amount while it is negative does not matter: a rate of a figure that
 * may be a loss still only rises. Such an expression is noted as BELOW_ZERO (it may fall there), which is forgotten at the top
 * and spoils whatever is added to it. */
#include "explain/parameter_effect.h"

#include "evaluate/verdict.h"

enum { EITHER = TOTAL_RISES | TOTAL_FALLS, BELOW_ZERO = 4 };

static bool is_parameter(const struct node *node, const void *context)
{
  const struct parameter_set *set = context;
  bool is = false;
  for (size_t i = 0; node->op == NODE_PARAMETER && i < set->count; i++) is |= node->parameter == set->items[i];
  return is;
}

bool node_reads_parameter(const struct node *node, const struct parameter_set *set)
{
  return node && node_any(node, is_parameter, set);
}

static bool role_is_shown(enum expression_role role)
{
  return role == ROLE_ACTUAL || role == ROLE_GOAL || role == ROLE_RUNG || role == ROLE_AGAINST || role == ROLE_SHOWN;
}

bool measure_reads_parameter(const struct measure *measure, const struct parameter_set *set)
{
  for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);)
    if (!role_is_shown(walk.role) && node_reads_parameter(walk.node, set)) return true;
  return false;
}

/* Whatever the data are, and whatever value from 0 on the parameter has. */
static bool never_negative(const struct node *node, const struct parameter_set *set)
{
  bool all = true, any = false;
  node = node_unnamed(node);
  if (node->op == NODE_CONSTANT) return node->number.num >= 0;
  if (node->op == NODE_FIELD) return node->field->kind == FIELD_COUNT;
  if (node->op == NODE_AGGREGATE) return node->aggregate->kind < AGGREGATE_SUM;
  if (node->op == NODE_PARAMETER) return is_parameter(node, set);
  if (node->op == NODE_PAID || node->op == NODE_FULL_STEPS || node->op == NODE_ROUNDED) return true;
  bool cases = node->op == NODE_CASES;
  for (size_t i = cases; i < node->operand_count; i += 1 + cases) {
    bool one = never_negative(node->operands[i], set);
    all &= one, any |= one;
  }
  if (node->op == NODE_LARGEST) return any;
  return all &&
         (cases || node->op == NODE_SMALLEST || node->op == NODE_ADD || node->op == NODE_MULTIPLY || node->op == NODE_DIVIDE);
}

static unsigned moves_flipped(unsigned moves)
{
  if (moves & BELOW_ZERO) return EITHER;
  return (moves & TOTAL_RISES ? TOTAL_FALLS : 0) | (moves & TOTAL_FALLS ? TOTAL_RISES : 0);
}

static unsigned node_moves(const struct node *node, const struct parameter_set *set);

static unsigned sum_moves(const struct node *node, const struct parameter_set *set)
{
  unsigned a = node_moves(node->operands[0], set), b = node_moves(node->operands[1], set);
  if (node->op == NODE_SUBTRACT) b = moves_flipped(b);
  return (a | b) & BELOW_ZERO ? EITHER : a | b;
}

/* One of the two moves; a quotient by the parameter is not looked into. */
static unsigned product_moves(const struct node *node, const struct parameter_set *set)
{
  const struct node *moving = node->operands[0], *factor = node->operands[1];
  if (node->op == NODE_MULTIPLY && node_reads_parameter(factor, set)) moving = node->operands[1], factor = node->operands[0];
  if (node_reads_parameter(factor, set)) return EITHER;
  unsigned moves = node_moves(moving, set);
  if (never_negative(factor, set)) return moves;
  return never_negative(moving, set) && !(moves & BELOW_ZERO) ? moves | BELOW_ZERO : EITHER;
}

/* Operands from `first` on, every `step`th, one of which is the value. */
static unsigned operands_move(const struct node *node, size_t first, size_t step, const struct parameter_set *set)
{
  unsigned moves = 0;
  for (size_t i = first; i < node->operand_count; i += step) moves |= node_moves(node->operands[i], set);
  return moves;
}

static bool asks_parameter(const struct node *node, size_t first, size_t step, const struct parameter_set *set)
{
  for (size_t i = first; i < node->operand_count; i += step)
    if (node_reads_parameter(node->operands[i], set)) return true;
  return false;
}

/* Of a condition: yes is more than unknown, and that more than no. */
static unsigned comparison_moves(const struct node *node, const struct parameter_set *set)
{
  unsigned left = node_moves(node->operands[0], set), right = node_moves(node->operands[1], set);
  bool ordered = node->relation != EQUAL && node->relation != UNEQUAL;
  if (!ordered || (left | right) & BELOW_ZERO) return EITHER;
  bool upwards = node->relation == AT_LEAST || node->relation == MORE_THAN;
  return upwards ? left | moves_flipped(right) : moves_flipped(left) | right;
}

/* A kind that is not named here may move either way. */
static unsigned node_moves(const struct node *node, const struct parameter_set *set)
{
  node = node_unnamed(node);
  if (!node_reads_parameter(node, set)) return 0;
  if (node->op == NODE_PARAMETER) return TOTAL_RISES;
  if (node->op == NODE_ADD || node->op == NODE_SUBTRACT) return sum_moves(node, set);
  if (node->op == NODE_MULTIPLY || node->op == NODE_DIVIDE) return product_moves(node, set);
  if (node->op == NODE_COMPARE) return comparison_moves(node, set);
  if (node->op == NODE_NOT || node->op == NODE_COUNT_FALSE) return moves_flipped(operands_move(node, 0, 1, set));
  bool whichever = node->op == NODE_LARGEST || node->op == NODE_SMALLEST || node->op == NODE_RANGE;
  if (whichever || node->op == NODE_ALL || node->op == NODE_ANY) return operands_move(node, 0, 1, set);
  if (node->op == NODE_CASES && !asks_parameter(node, 0, 2, set)) return operands_move(node, 1, 2, set);
  bool first_alone = node->op == NODE_ROUNDED || node->op == NODE_GUARDED || node->op == NODE_FULL_STEPS;
  return first_alone && !asks_parameter(node, 1, 1, set) ? node_moves(node->operands[0], set) : EITHER;
}

static bool is_datum(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_FIELD || node_roles[node->op] == NODE_ROLE_READ;
}

/* The parameter times a datum of which nothing, or no upper end, is known where it is missing; or times a count, whose ends stay
 * apart when whole fen are multiplied. */
static bool is_parameter_times_datum(const struct measure *measure, const struct parameter_set *set)
{
  const struct node *amount = measure->amount ? node_unnamed(measure->amount) : NULL;
  if (!amount || amount->op != NODE_MULTIPLY) return false;
  for (int i = 0; i < 2; i++) {
    const struct node *parameter = node_unnamed(amount->operands[i]), *datum = node_unnamed(amount->operands[1 - i]);
    if (!is_parameter(parameter, set)) continue;
    bool counts = datum->op == NODE_AGGREGATE && datum->aggregate->kind < AGGREGATE_SUM;
    if (datum->op == NODE_FIELD || (counts && parameter->type == TYPE_MONEY && measure->round_unit <= 1)) return true;
  }
  return false;
}

/* An amount or limit of data that may be missing can cease to be certain when the parameter rises: 取小(参数, 甲) with 甲 from 5
 * on. */
static bool may_cease_to_be_certain(const struct measure *measure, const struct parameter_set *set)
{
  const struct node *const limits[] = { measure->cap, measure->cumulative_cap };
  bool data = measure->amount && node_any(measure->amount, is_datum, NULL), may = measure->top_up.count > 0;
  may |= data && !is_parameter_times_datum(measure, set);
  for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
    may |= limits[i] && (node_any(limits[i], is_datum, NULL) || (data && node_reads_parameter(limits[i], set)));
  return may;
}

static unsigned measure_moves(const struct measure *measure, const struct parameter_set *set, bool certain)
{
  /* Where the object chooses what it gets, the loss of that is not made up for by what is higher. */
  bool chosen = measure->exclusive_group && measure->exclusive_group->by;
  unsigned moves = measure->instalment_count || (certain && may_cease_to_be_certain(measure, set)) ? EITHER : 0;
  for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);) {
    bool amount = walk.role == ROLE_AMOUNT, limit = walk.role == ROLE_CAP || walk.role == ROLE_CUMULATIVE_CAP;
    bool condition = walk.role == ROLE_CONDITION && !chosen;
    if (role_is_shown(walk.role) || !node_reads_parameter(walk.node, set)) continue;
    moves |= amount || limit || condition || walk.role == ROLE_JOINT_LIMIT ? node_moves(walk.node, set) : (unsigned)EITHER;
  }
  return moves & EITHER;
}

/* What stands between measures in the plan. */
struct plan_relations {
  bool budgets, limits;
};

/* A choice between measures of which a limit cuts one, and shares of a budget, may go down when one of the amounts goes up. */
static bool relations_spoil(const struct planned *planned, const struct plan_relations *relations, bool certain)
{
  bool grouped = planned->exclusive_group != NULL, limited = planned->measure->joint_limit_count > 0;
  if (planned->measure->budget) return true;
  return (grouped || limited) && (certain || relations->budgets || (grouped && relations->limits));
}

unsigned total_moves(const struct plan *plan, const struct parameter_set *set, bool certain)
{
  struct plan_relations relations = { false, false };
  unsigned moves = 0;
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      relations.budgets |= plan->subjects[s].measures[i].measure->budget != NULL;
      relations.limits |= plan->subjects[s].measures[i].measure->joint_limit_count > 0;
    }
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) {
      const struct planned *planned = &plan->subjects[s].measures[i];
      if (measure_kind_owes(planned->measure->kind) || !measure_reads_parameter(planned->measure, set)) continue;
      moves |= relations_spoil(planned, &relations, certain) ? (unsigned)EITHER : measure_moves(planned->measure, set, certain);
    }
  return moves;
}
