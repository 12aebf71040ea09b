/* Conditions solved without a search. */
#include "explain/threshold.h"

typedef __int128 wide;

static bool reads(const struct node *node, const struct field *field)
{
  if (node->op == NODE_FIELD && node->field == field) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (reads(node->operands[i], field)) return true;
  return false;
}

static const struct field *company_field(const struct node *node)
{
  return node->op == NODE_FIELD && node->table == 0 ? node->field : NULL;
}

static bool can_rise(const struct field *field)
{
  return field && (field->motion == MOTION_RISE || field->motion == MOTION_BOTH);
}

static bool is_whole(const struct field *field)
{
  return field && (field->kind == FIELD_MONEY || field->kind == FIELD_COUNT);
}

static struct threshold figure_of(const struct node *compare)
{
  const struct node *left = node_unnamed(compare->operands[0]);
  bool share = left->op == NODE_DIVIDE;
  struct threshold line = { .kind = LINE_FIGURE, .right = compare->operands[1], .strict = compare->relation == MORE_THAN };
  line.field = company_field(share ? node_unnamed(left->operands[0]) : left);
  if (share) line.whole = company_field(node_unnamed(left->operands[1]));
  bool rises = compare->relation == AT_LEAST || compare->relation == MORE_THAN;
  bool figure = can_rise(line.field) && (is_whole(line.field) || line.field->kind == FIELD_NUMBER);
  bool apart = !share || (is_whole(line.whole) && line.whole != line.field);
  if (!rises || !figure || !apart || reads(line.right, line.field)) return (struct threshold){ .kind = LINE_NONE };
  return line;
}

struct threshold line_of(const struct node *condition)
{
  const struct node *node = node_unnamed(condition);
  if (!adjustments_possible(node)) return (struct threshold){ .kind = LINE_FIXED };
  if (node->op == NODE_COMPARE) return figure_of(node);
  const struct field *field = node->op == NODE_IS_TRUE ? company_field(node_unnamed(node->operands[0])) : NULL;
  if (!can_rise(field) || field->kind != FIELD_YESNO) return (struct threshold){ .kind = LINE_NONE };
  return (struct threshold){ .kind = LINE_TOGGLE, .field = field };
}

/* Of a share, what lies behind its fraction line; 0 when that is not known, or no figure to divide by. */
static int64_t divisor(const struct threshold *line, const struct row_context *subject)
{
  struct cell room;
  if (!line->whole) return 1;
  const struct cell *whole = subject_cell(subject, 0, line->whole, &room);
  return whole->state == STATE_KNOWN && whole->num > 0 ? whole->num : 0;
}

static bool fits(wide value)
{
  return value >= INT64_MIN && value <= INT64_MAX;
}

/* The least whole number not below a / b, or above it; b > 0. In 64 bits, which is much faster, where that does. */
static wide least_whole(wide a, int64_t b, bool above)
{
  wide floor = fits(a) ? (int64_t)a / b : a / b, rest = a - floor * b;
  if (rest < 0) floor--, rest += b;
  return above || rest ? floor + 1 : floor;
}

bool line_least(const struct threshold *line, struct ratio right, int64_t whole, int64_t *least)
{
  wide first = least_whole((wide)right.num * whole, right.den, line->strict);
  *least = (int64_t)first;
  return fits(first);
}

bool line_solve(const struct threshold *line, const struct row_context *subject, struct ratio *least)
{
  struct cell room;
  struct ratio right;
  const struct cell *now = subject_cell(subject, 0, line->field, &room);
  if (now->state != STATE_KNOWN || now->den != 1) return false;
  *least = ratio_whole(1);
  if (line->kind == LINE_TOGGLE) return now->num == 0;
  int64_t whole = divisor(line, subject), first;
  if (!whole || !value_fraction(subject, line->right, &right) || !line_least(line, right, whole, &first)) return false;
  if (first <= now->num || first > adjustment_most(subject, line->field)) return false;
  *least = ratio_whole(first);
  return true;
}
