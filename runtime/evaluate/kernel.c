/* The kernels. States combine by their strength (data/column.h), answers by Kleene's logic. */
#include "evaluate/kernel.h"

#include <string.h>

#include "evaluate/call.h"

static uint8_t weaker(uint8_t a, uint8_t b)
{
  return a < b ? a : b;
}

static int64_t den_at(const struct column *column, size_t i)
{
  return column->den ? column->den[i] : 1;
}

static struct ratio ratio_at(const struct column *column, size_t i)
{
  return (struct ratio){ column->num[i], den_at(column, i) };
}

/* In lowest terms, as arithmetic expects it: quotients are kept as they stand. */
static struct ratio reduced_at(const struct column *column, size_t i)
{
  struct ratio value = ratio_at(column, i);
  if (value.den != 1) ratio_make(value.num, value.den, &value);
  return value;
}

static void put(struct column *out, size_t i, bool fits, struct ratio value)
{
  if (!fits) out->state[i] = STATE_OVERFLOW;
  out->num[i] = fits ? value.num : 0;
  if (out->den) out->den[i] = fits ? value.den : 1;
}

bool ratio_combine(enum node_op op, struct ratio a, struct ratio b, struct ratio *out)
{
  if (op == NODE_ADD) return ratio_add(a, b, out);
  if (op == NODE_SUBTRACT) return ratio_subtract(a, b, out);
  return op == NODE_MULTIPLY ? ratio_multiply(a, b, out) : ratio_divide(a, b, out);
}

/* Whole numbers only: money and counts added, subtracted, multiplied. */
static void arithmetic_whole(enum node_op op, const struct column *a, const struct column *b, struct column *out, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    int64_t value;
    bool over = op == NODE_ADD        ? __builtin_add_overflow(a->num[i], b->num[i], &value)
                : op == NODE_SUBTRACT ? __builtin_sub_overflow(a->num[i], b->num[i], &value)
                                      : __builtin_mul_overflow(a->num[i], b->num[i], &value);
    uint8_t state = weaker(a->state[i], b->state[i]);
    out->num[i] = over ? 0 : value;
    out->state[i] = over && state == STATE_KNOWN ? STATE_OVERFLOW : state;
  }
}

static void arithmetic_exact(enum node_op op, const struct column *a, const struct column *b, struct column *out, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    struct ratio value = { 0, 1 };
    out->state[i] = weaker(a->state[i], b->state[i]);
    if (out->state[i] != STATE_KNOWN) {
      put(out, i, true, value);
    } else if (op == NODE_DIVIDE && b->num[i] == 0) {
      out->state[i] = STATE_UNKNOWN; /* a share of nothing is unknown */
      put(out, i, true, value);
    } else {
      bool fits = ratio_combine(op, reduced_at(a, i), reduced_at(b, i), &value);
      put(out, i, fits, value);
    }
  }
}

/* A quotient of whole numbers stays as it stands: it is compared by cross-multiplication, so it need not be reduced. */
static void quotient_whole(const struct column *a, const struct column *b, struct column *out, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    int64_t den = b->num[i];
    uint8_t state = weaker(a->state[i], b->state[i]);
    bool usable = state == STATE_KNOWN && den > 0;
    out->num[i] = usable ? a->num[i] : 0;
    out->den[i] = usable ? den : 1;
    out->state[i] = state == STATE_KNOWN && den == 0 ? (uint8_t)STATE_UNKNOWN : state;
    if (state == STATE_KNOWN && den < 0) {
      struct ratio value = { 0, 1 };
      bool fits = ratio_make(a->num[i], den, &value);
      put(out, i, fits, value);
    }
  }
}

date date_shifted(date day, enum node_op op, const struct node *duration)
{
  int by = (int)duration->number.num * (op == NODE_SUBTRACT ? -1 : 1);
  return duration->duration == DURATION_DAYS ? date_add_days(day, by) : date_add_months(day, by);
}

static void shift_date(const struct step *step, const struct column *a, struct column *out, size_t count)
{
  const struct node *duration = step->node->operands[1];
  bool known = duration->op == NODE_CONSTANT;
  for (size_t i = 0; i < count; i++) {
    out->state[i] = known ? a->state[i] : weaker(a->state[i], STATE_UNKNOWN);
    out->num[i] = out->state[i] == STATE_KNOWN ? date_shifted((date)a->num[i], step->node->op, duration) : 0;
  }
}

void kernel_arithmetic(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *a = &slots[step->inputs[0]].column, *b = &slots[step->inputs[1]].column;
  enum node_op op = step->node->op;
  if (step->node->operands[1]->type == TYPE_DURATION) shift_date(step, a, &out->column, count);
  else if (op == NODE_DIVIDE && !a->den && !b->den) quotient_whole(a, b, &out->column, count);
  else if (op != NODE_DIVIDE && !a->den && !b->den) arithmetic_whole(op, a, b, &out->column, count);
  else arithmetic_exact(op, a, b, &out->column, count);
}

void kernel_extreme(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  int wanted = step->node->op == NODE_LARGEST ? 1 : -1;
  for (size_t i = 0; i < count; i++) {
    struct ratio best = ratio_at(&slots[step->inputs[0]].column, i);
    uint8_t state = STATE_KNOWN;
    for (size_t k = 0; k < step->input_count; k++) {
      const struct column *column = &slots[step->inputs[k]].column;
      state = weaker(state, column->state[i]);
      if (state == STATE_KNOWN && ratio_compare(ratio_at(column, i), best) == wanted) best = ratio_at(column, i);
    }
    out->column.state[i] = state;
    put(&out->column, i, true, state == STATE_KNOWN ? best : ratio_whole(0));
  }
}

/* One tier over those behind it: what applies for certain decides, and what may apply leaves it open. */
static void put_tier(const uint8_t *answer, const struct column *tier, struct column *out, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    bool none = answer[i] == ANSWER_NO, certain = answer[i] == ANSWER_YES;
    uint8_t state = certain ? tier->state[i] : (uint8_t)STATE_UNKNOWN;
    int64_t num = certain ? tier->num[i] : 0, den = certain ? den_at(tier, i) : 1;
    out->state[i] = none ? out->state[i] : state;
    out->num[i] = none ? out->num[i] : num;
    if (out->den) out->den[i] = none ? out->den[i] : den;
  }
}

void kernel_cases(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  for (size_t i = 0; i < count; i++) put(&out->column, i, true, (struct ratio){ 0, 1 });
  memset(out->column.state, STATE_NOT_OCCURRED,
         count); /* where none applies there is no value, as of an event that has not happened */
  for (size_t k = step->input_count / 2; k-- > 0;)
    put_tier(slots[step->inputs[2 * k]].answer, &slots[step->inputs[2 * k + 1]].column, &out->column, count);
}

/* Row by row (evaluate/value.h) as little is known of the condition as here; not so where an interval could decide it. */
static bool is_plain(const struct node *node)
{
  enum node_role role = (enum node_role)node_roles[node->op];
  if ((role == NODE_ROLE_COMBINED && node->op != NODE_COUNT_FALSE) || node->op == NODE_AGGREGATE || node->op == NODE_POPULATION)
    return false;
  if (node->op == NODE_FIELD) return node->field->kind != FIELD_COUNT;
  if (node->op == NODE_IS_KNOWN) return true;
  if (node->op == NODE_NOT_OCCURRED && node->operands[0]->op == NODE_FIELD)
    return true; /* no bound tells whether it has happened */
  for (size_t i = 0; i < node->operand_count; i++)
    if (!is_plain(node->operands[i])) return false;
  return true;
}

/* How many certainly fail. Where one is open that a closer look may decide, the count is left to that look. */
void kernel_count_false(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  uint16_t failing[BATCH_ROWS] = { 0 };
  uint8_t unknown[BATCH_ROWS] = { 0 };
  for (size_t k = 0; k < step->input_count; k++) {
    const uint8_t *answer = slots[step->inputs[k]].answer;
    uint8_t open = !is_plain(step->node->operands[k]);
    for (size_t i = 0; i < count; i++) failing[i] = (uint16_t)(failing[i] + (answer[i] == ANSWER_NO));
    for (size_t i = 0; i < count; i++) unknown[i] |= (answer[i] == ANSWER_UNKNOWN) & open;
  }
  for (size_t i = 0; i < count; i++) out->column.num[i] = failing[i];
  for (size_t i = 0; i < count; i++) out->column.state[i] = unknown[i] ? STATE_UNKNOWN : STATE_KNOWN;
}

/* An event that never happened fails whatever is asked; what is unknown stays so. */
/* From whether it holds (0 or 1) to the answer, by the state of what was asked. Loops over bytes alone, of arrays that do not
 * overlap, become loops over sixteen at a time. */
static void settle(uint8_t *restrict holds, const uint8_t *restrict state, size_t count)
{
  for (size_t i = 0; i < count; i++) holds[i] = answer_where(holds[i], state[i]);
}

/* The same where two things were asked. */
static void settle_both(uint8_t *restrict holds, const uint8_t *restrict state, const uint8_t *restrict other, size_t count)
{
  for (size_t i = 0; i < count; i++) holds[i] = answer_where(holds[i], weaker(state[i], other[i]));
}

#define COMPARE_WHOLE(sign)                                                                                                      \
  for (size_t i = 0; limit && i < count; i++) holds[i] = a[i] sign * limit;                                                      \
  for (size_t i = 0; !limit && i < count; i++) holds[i] = a[i] sign b[i]

/* `limit` is what all of `b` is, NULL when it is not one figure. */
static void compare_whole(enum relation relation, const int64_t *restrict a, const int64_t *restrict b, const int64_t *limit,
                          uint8_t *restrict holds, size_t count)
{
  switch (relation) {
  case AT_LEAST: COMPARE_WHOLE(>=); break;
  case MORE_THAN: COMPARE_WHOLE(>); break;
  case AT_MOST: COMPARE_WHOLE(<=); break;
  case LESS_THAN: COMPARE_WHOLE(<); break;
  case EQUAL: COMPARE_WHOLE(==); break;
  case UNEQUAL: COMPARE_WHOLE(!=); break;
  }
}

void kernel_compare(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *a = &slots[step->inputs[0]].column, *b = &slots[step->inputs[1]].column;
  if (!a->den && !b->den) {
    const struct node *limit = step->node->operands[1];
    compare_whole(step->node->relation, a->num, b->num, limit->op == NODE_CONSTANT ? &limit->number.num : NULL, out->answer,
                  count);
    settle_both(out->answer, a->state, b->state, count);
    return;
  }
  for (size_t i = 0; i < count; i++) {
    int order = ratio_compare(ratio_at(a, i), ratio_at(b, i));
    out->answer[i] = answer_where(relation_fits(step->node->relation, order), weaker(a->state[i], b->state[i]));
  }
}

void kernel_within(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *day = &slots[step->inputs[0]].column;
  const struct node *period = step->node->operands[1];
  const int64_t *num = day->num, first = period->operands[0]->number.num, last = period->operands[1]->number.num;
  bool unset = period->operands[0]->op == NODE_UNSET || period->operands[1]->op == NODE_UNSET, negated = step->node->negated;
  uint8_t *holds = out->answer;
  for (size_t i = 0; i < count; i++) holds[i] = (uint8_t)((num[i] >= first) & (num[i] <= last)) ^ negated;
  settle(holds, day->state, count);
  for (size_t i = 0; unset && i < count; i++) holds[i] = answer_where(false, weaker(day->state[i], STATE_UNKNOWN));
}

static struct slice without_suffix(struct slice text, const char *suffix)
{
  if (suffix && slice_ends(text, suffix) && text.length > strlen(suffix)) text.length -= strlen(suffix);
  return text;
}

bool text_among(struct slice text, const char *const *texts, size_t count, const char *suffix)
{
  text = without_suffix(text, suffix);
  for (size_t i = 0; i < count; i++)
    if (slice_equal(text, without_suffix(slice_of(texts[i]), suffix))) return true;
  return false;
}

static void codes_among(const int64_t *restrict num, const struct node *node, uint8_t *restrict found, size_t count)
{
  enum { POSITIONS = 64 }; /* of choices there are hardly more: then one look tells for all codes */
  uint64_t among = 0;
  bool few = true;
  for (size_t k = 0; k < node->set_count; k++) {
    few &= node->codes[k] >= 0 && node->codes[k] < POSITIONS;
    among |= UINT64_C(1) << (node->codes[k] & (POSITIONS - 1));
  }
  for (size_t i = 0; few && i < count; i++) found[i] = (uint64_t)num[i] < POSITIONS && (among >> num[i] & 1);
  if (few) return;
  memset(found, false, count);
  for (size_t k = 0; k < node->set_count; k++) {
    int64_t code = node->codes[k];
    for (size_t i = 0; i < count; i++) found[i] |= num[i] == code;
  }
}

void kernel_in_set(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *value = &slots[step->inputs[0]].column;
  const struct node *node = step->node;
  const struct field *field = node->operands[0]->field;
  const uint8_t *state = value->state;
  uint8_t *holds = out->answer;
  for (size_t i = 0; !node->codes && i < count; i++) {
    bool known = state[i] == STATE_KNOWN;
    holds[i] = known && text_among(value->text[i], node->keys, node->set_count, field ? field->suffix : NULL);
  }
  if (node->codes) codes_among(value->num, node, holds, count);
  for (size_t i = 0; node->negated && i < count; i++) holds[i] ^= 1;
  settle(holds, state, count);
}

enum answer region_answer(int32_t code, const struct node *node)
{
  bool open = false;
  for (size_t k = 0; k < node->set_count; k++) {
    enum region_relation relation = region_within(code, node->codes[k]);
    if (relation == REGION_INSIDE) return node->negated ? ANSWER_NO : ANSWER_YES;
    open |= relation == REGION_COARSER;
  }
  return open ? ANSWER_UNKNOWN : node->negated ? ANSWER_YES : ANSWER_NO;
}

void kernel_in_region(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  enum { RECENT = 64 }; /* nearly every row is of a district that was met before */
  struct {
    int64_t code;
    uint8_t answer;
  } recent[RECENT];
  const struct column *region = &slots[step->inputs[0]].column;
  for (size_t i = 0; i < RECENT; i++) recent[i].code = -1;
  for (size_t i = 0; i < count; i++) {
    uint8_t state = region->state[i];
    if (state != STATE_KNOWN) {
      out->answer[i] = answer_where(false, state);
      continue;
    }
    int64_t code = region->num[i];
    size_t at = (size_t)code % RECENT;
    if (recent[at].code != code) {
      recent[at].code = code;
      recent[at].answer = (uint8_t)region_answer((int32_t)code, step->node);
    }
    out->answer[i] = recent[at].answer;
  }
}

/* A condition is known when it is decided. */
void kernel_is_known(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const uint8_t *restrict answer = slots[step->inputs[0]].answer, *restrict state = slots[step->inputs[0]].column.state;
  uint8_t *restrict into = out->answer;
  for (size_t i = 0; answer && i < count; i++) into[i] = answer[i] != ANSWER_UNKNOWN ? ANSWER_YES : ANSWER_NO;
  for (size_t i = 0; !answer && i < count; i++) into[i] = state[i] == STATE_KNOWN ? ANSWER_YES : ANSWER_NO;
}

/* A condition is no event: when it is decided, it has happened. */
void kernel_not_occurred(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const uint8_t *restrict answer = slots[step->inputs[0]].answer, *restrict state = slots[step->inputs[0]].column.state;
  uint8_t *restrict into = out->answer;
  for (size_t i = 0; answer && i < count; i++) into[i] = answer[i] != ANSWER_UNKNOWN ? ANSWER_NO : ANSWER_UNKNOWN;
  for (size_t i = 0; !answer && i < count; i++) into[i] = (uint8_t)never_answer((enum state)state[i]);
}

void kernel_is_true(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *value = &slots[step->inputs[0]].column;
  const int64_t *num = value->num;
  uint8_t *holds = out->answer;
  for (size_t i = 0; i < count; i++) holds[i] = num[i] != 0;
  settle(holds, value->state, count);
}

static void least(uint8_t *restrict into, const uint8_t *restrict answer, size_t count)
{
  for (size_t i = 0; i < count; i++) into[i] = into[i] < answer[i] ? into[i] : answer[i];
}

static void greatest(uint8_t *restrict into, const uint8_t *restrict answer, size_t count)
{
  for (size_t i = 0; i < count; i++) into[i] = into[i] > answer[i] ? into[i] : answer[i];
}

void kernel_group(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  bool all = step->node->op == NODE_ALL;
  memset(out->answer, all ? ANSWER_YES : ANSWER_NO, count);
  for (size_t k = 0; k < step->input_count; k++) {
    const uint8_t *answer = slots[step->inputs[k]].answer;
    if (all) least(out->answer, answer, count);
    else greatest(out->answer, answer, count);
  }
}

void kernel_not(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const uint8_t *restrict answer = slots[step->inputs[0]].answer;
  uint8_t *restrict into = out->answer;
  for (size_t i = 0; i < count; i++) into[i] = (uint8_t)(ANSWER_YES - answer[i]);
}

void kernel_division(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *industry = &slots[step->inputs[0]].column;
  memcpy(out->column.num, industry->num, count * sizeof *industry->num);
  memcpy(out->column.state, industry->state, count);
}

void kernel_ladder_level(const uint8_t *restrict answer, uint8_t rung, uint8_t *restrict stands, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    uint8_t open = answer[i] == ANSWER_UNKNOWN ? (uint8_t)RUNG_OPEN : stands[i];
    stands[i] = answer[i] == ANSWER_YES ? rung : open;
  }
}

void kernel_none(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  (void)step, (void)slots, (void)out, (void)count;
}

void kernel_step(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  static node_kernel *const kernels[NODE_OPS] = {
#define NODE(kind, role, format, fold, row, answer, kernel, ...) [NODE_##kind] = kernel,
#include "model/nodes.def"
#undef NODE
  };
  kernels[step->node->op](step, slots, out, count);
}
