/* Conditions as sets, for the static checks. */
#include "explain/constraint.h"

#include <string.h>

#include "data/region.h"
#include "evaluate/kernel.h"

/* Reading conditions */

static bool reads_event(const struct node *node)
{
  if (node->op == NODE_FIELD) return node->field->event;
  for (size_t i = 0; i < node->operand_count; i++)
    if (reads_event(node->operands[i])) return true;
  return false;
}

/* Days and counts have no values between two whole ones; of money nobody means the fen between two bounds. */
static bool is_whole(const struct node *subject)
{
  if (subject->type == TYPE_DATE || subject->op == NODE_COUNT_FALSE) return true;
  if (subject->op == NODE_FIELD) return subject->field->kind == FIELD_COUNT;
  if (subject->op == NODE_FULL_STEPS || subject->op == NODE_MONTHS) return true;
  return subject->op == NODE_AGGREGATE && subject->aggregate->kind < AGGREGATE_SUM;
}

static int64_t floor_of(struct ratio value)
{
  return value.num / value.den - (value.num % value.den < 0);
}

/* More than 4.5 people are at least 5; more than 4 as well. */
static void close_ends(struct constraint *constraint)
{
  if (!is_whole(constraint->subject) || constraint->outside) return;
  if (constraint->has_low) {
    bool exact = constraint->low.den == 1;
    constraint->low = ratio_whole(floor_of(constraint->low) + (!exact || constraint->low_open));
    constraint->low_open = false;
  }
  if (constraint->has_high) {
    constraint->high = ratio_whole(floor_of(constraint->high) - (constraint->high.den == 1 && constraint->high_open));
    constraint->high_open = false;
  }
}

static void set_relation(struct constraint *constraint, enum relation relation, struct ratio limit)
{
  bool low = relation == AT_LEAST || relation == MORE_THAN, high = relation == AT_MOST || relation == LESS_THAN;
  bool point = relation == EQUAL || relation == UNEQUAL;
  constraint->kind = CONSTRAINT_RANGE;
  constraint->has_low = low || point;
  constraint->has_high = high || point;
  constraint->low = constraint->high = limit;
  constraint->low_open = relation == MORE_THAN;
  constraint->high_open = relation == LESS_THAN;
  constraint->outside = relation == UNEQUAL;
}

static enum relation mirrored(enum relation relation)
{
  static const enum relation mirror[] = { AT_MOST, LESS_THAN, AT_LEAST, MORE_THAN, EQUAL, UNEQUAL };
  return mirror[relation];
}

bool constrain_compare(const struct node *folded, bool negated, struct constraint *constraint)
{
  const struct node *a = folded->operands[0], *b = folded->operands[1];
  enum relation relation = negated ? relation_opposite(folded->relation) : folded->relation;
  if (a->op == NODE_CONSTANT && b->op == NODE_CONSTANT) return false;
  if (a->op != NODE_CONSTANT && b->op != NODE_CONSTANT) return false;
  constraint->subject = a->op == NODE_CONSTANT ? b : a;
  set_relation(constraint, a->op == NODE_CONSTANT ? mirrored(relation) : relation,
               a->op == NODE_CONSTANT ? a->number : b->number);
  close_ends(constraint);
  return true;
}

bool constrain_within(const struct node *folded, bool negated, struct constraint *constraint)
{
  const struct node *period = folded->operands[1];
  bool known = period->op == NODE_PERIOD && period->operands[0]->op == NODE_CONSTANT && period->operands[1]->op == NODE_CONSTANT;
  if (!known) return false;
  constraint->kind = CONSTRAINT_RANGE;
  constraint->subject = folded->operands[0];
  constraint->has_low = constraint->has_high = true;
  constraint->low = period->operands[0]->number;
  constraint->high = period->operands[1]->number;
  constraint->outside = folded->negated != negated;
  return true;
}

bool constrain_in_set(const struct node *folded, bool negated, struct constraint *constraint)
{
  bool opposite = folded->negated != negated;
  const struct field *field = folded->operands[0]->field;
  constraint->subject = folded->operands[0];
  constraint->kind = folded->codes ? CONSTRAINT_CHOICES : CONSTRAINT_TEXTS;
  constraint->set = folded;
  constraint->negated = opposite;
  if (!folded->codes) return true;
  if (!field || field->choice_count > 64) return false;
  for (size_t i = 0; i < folded->set_count; i++) constraint->choices |= UINT64_C(1) << folded->codes[i];
  if (opposite) constraint->choices ^= field->choice_count == 64 ? UINT64_MAX : (UINT64_C(1) << field->choice_count) - 1;
  return true;
}

bool constrain_in_region(const struct node *folded, bool negated, struct constraint *constraint)
{
  constraint->kind = CONSTRAINT_REGIONS;
  constraint->subject = folded->operands[0];
  constraint->set = folded;
  constraint->negated = folded->negated != negated;
  return true;
}

bool constrain_is_true(const struct node *folded, bool negated, struct constraint *constraint)
{
  constraint->kind = CONSTRAINT_CHOICES;
  constraint->subject = folded->operands[0];
  constraint->choices = negated ? 1 : 2;
  return true;
}

bool constrain_not_occurred(const struct node *folded, bool negated, struct constraint *constraint)
{
  constraint->kind = CONSTRAINT_NEVER;
  constraint->subject = folded->operands[0];
  constraint->negated = negated;
  return true;
}

bool constrain_nothing(const struct node *folded, bool negated, struct constraint *constraint)
{
  (void)folded, (void)negated, (void)constraint;
  return false;
}

static bool condition_constraint(const struct node *folded, bool negated, struct constraint *constraint)
{
  static node_constrain *const constrains[NODE_OPS] = {
#define NODE(kind, role, format, fold, row, answer, kernel, explain, constrain) [NODE_##kind] = constrain,
#include "model/nodes.def"
#undef NODE
  };
  return constrains[folded->op](folded, negated, constraint);
}

static const void *subject_key(const struct constraint *constraint)
{
  return (const void *)(uintptr_t)constraint->about;
}

void constraints_push(struct constraints *atoms, struct constraint constraint)
{
  if (!atoms->arena) atoms->arena = atoms->program->arena;
  atoms->last.arena = atoms->arena;
  void **last = pointer_map_at(&atoms->last, subject_key(&constraint));
  constraint.before = (uint32_t)(uintptr_t)*last;
  atoms->items = arena_grow(atoms->arena, atoms->items, atoms->count, &atoms->capacity, sizeof constraint);
  atoms->items[atoms->count++] = constraint;
  *last = (void *)(uintptr_t)atoms->count;
}

uint32_t constraints_about(const struct constraints *atoms, const struct constraint *constraint)
{
  return (uint32_t)(uintptr_t)pointer_map_find(&atoms->last, subject_key(constraint));
}

static void add_constraint(struct constraints *atoms, const struct node *from, const struct node *condition, bool negated)
{
  const struct node *folded = program_fold(atoms->program, condition);
  struct constraint constraint = { .from = from };
  if (!condition_constraint(folded, negated, &constraint))
    constraint = (struct constraint){ .kind = CONSTRAINT_WHOLE, .from = from, .subject = folded, .negated = negated };
  constraint.never_too =
      negated && constraint.kind != CONSTRAINT_NEVER && constraint.kind != CONSTRAINT_WHOLE && reads_event(constraint.subject);
  constraint.about = program_slot(atoms->program, constraint.subject) * 2 + 2 + (constraint.kind == CONSTRAINT_WHOLE);
  constraints_push(atoms, constraint);
}

/* `from`: the condition that is reported, with its 非. */
static void add_from(struct constraints *atoms, const struct node *from, const struct node *condition, bool negated)
{
  bool whole = from == condition;
  condition = node_unnamed(condition);
  if (whole) from = condition;
  bool splits = condition->op == (negated ? NODE_ANY : NODE_ALL);
  if (condition->op == NODE_NOT) add_from(atoms, from, condition->operands[0], !negated);
  else if (!splits) add_constraint(atoms, from, condition, negated);
  for (size_t i = 0; splits && i < condition->operand_count; i++)
    add_from(atoms, negated ? from : condition->operands[i], condition->operands[i], negated);
}

void constraints_add(struct constraints *atoms, const struct node *condition, bool negated)
{
  add_from(atoms, condition, condition, negated);
}

static bool is_part(const struct node *part, const struct node *whole)
{
  return part->op == NODE_FIELD && whole->op == NODE_FIELD && part->field->whole && part->field->whole == whole->field;
}

bool constraint_natural(const struct constraint *constraint, struct constraint *natural)
{
  const struct node *subject = constraint->subject;
  *natural = (struct constraint){ .kind = constraint->kind, .subject = subject };
  if (constraint->kind == CONSTRAINT_CHOICES) {
    bool choice = subject->op == NODE_FIELD && subject->field->kind == FIELD_CHOICE && subject->field->choice_count < 64;
    natural->choices = choice ? (UINT64_C(1) << subject->field->choice_count) - 1 : 3;
    return choice || subject->type == TYPE_TRUTH;
  }
  if (constraint->kind != CONSTRAINT_RANGE || subject->type == TYPE_DATE) return false;
  bool share = subject->op == NODE_DIVIDE && is_part(subject->operands[0], subject->operands[1]);
  natural->has_low = share || is_whole(subject);
  natural->has_high = share || subject->op == NODE_COUNT_FALSE;
  natural->low = ratio_whole(0);
  natural->high = ratio_whole(share ? 1 : (int64_t)subject->operand_count);
  return natural->has_low;
}

bool constraint_same_subject(const struct constraint *a, const struct constraint *b)
{
  if (a->about && b->about) return a->about == b->about;
  return (a->kind == CONSTRAINT_WHOLE) == (b->kind == CONSTRAINT_WHOLE) && node_equal(a->subject, b->subject);
}

/* Ranges */

/* a lies wholly below b. */
static bool below(const struct constraint *a, const struct constraint *b)
{
  if (!a->has_high || !b->has_low) return false;
  int order = ratio_compare(a->high, b->low);
  return order < 0 || (order == 0 && (a->high_open || b->low_open));
}

static bool is_empty(const struct constraint *a)
{
  return below(a, a);
}

static bool low_inside(const struct constraint *a, const struct constraint *b)
{
  if (!b->has_low) return true;
  if (!a->has_low) return false;
  int order = ratio_compare(a->low, b->low);
  return order > 0 || (order == 0 && (a->low_open || !b->low_open));
}

static bool high_inside(const struct constraint *a, const struct constraint *b)
{
  if (!b->has_high) return true;
  if (!a->has_high) return false;
  int order = ratio_compare(a->high, b->high);
  return order < 0 || (order == 0 && (a->high_open || !b->high_open));
}

/* The interval of a within that of b, `outside` left aside. */
static bool inside(const struct constraint *a, const struct constraint *b)
{
  return is_empty(a) || (low_inside(a, b) && high_inside(a, b));
}

static bool ranges_exclude(const struct constraint *a, const struct constraint *b)
{
  if (a->outside && b->outside) return false;
  if (a->outside) return inside(b, a);
  if (b->outside) return inside(a, b);
  return below(a, b) || below(b, a) || is_empty(a) || is_empty(b);
}

static bool range_implies(const struct constraint *a, const struct constraint *b)
{
  if (a->outside) return b->outside && inside(b, a);
  if (b->outside) return below(a, b) || below(b, a) || is_empty(b);
  return inside(a, b);
}

/* Sets of texts and of regions: does `b` cover what stands at a position of `a`? */

static bool covered(const struct node *a, size_t at, const struct node *b)
{
  if (a->op == NODE_IN_SET) {
    const struct field *field = a->operands[0]->field;
    return text_among(slice_of(a->keys[at]), b->keys, b->set_count, field ? field->suffix : NULL);
  }
  for (size_t i = 0; i < b->set_count; i++)
    if (region_within(a->codes[at], b->codes[i]) == REGION_INSIDE) return true;
  return false;
}

static size_t covered_count(const struct node *a, const struct node *b)
{
  size_t count = 0;
  for (size_t i = 0; i < a->set_count; i++) count += covered(a, i, b);
  return count;
}

static bool sets_exclude(const struct constraint *a, const struct constraint *b)
{
  if (a->negated && b->negated) return false;
  if (a->negated) return covered_count(b->set, a->set) == b->set->set_count;
  if (b->negated) return covered_count(a->set, b->set) == a->set->set_count;
  return covered_count(a->set, b->set) == 0 && covered_count(b->set, a->set) == 0;
}

static bool set_implies(const struct constraint *a, const struct constraint *b)
{
  if (a->negated) return b->negated && covered_count(b->set, a->set) == b->set->set_count;
  if (b->negated) return covered_count(a->set, b->set) == 0 && covered_count(b->set, a->set) == 0;
  return covered_count(a->set, b->set) == a->set->set_count;
}

bool constraints_exclude(const struct constraint *a, const struct constraint *b)
{
  if (a->kind == CONSTRAINT_NEVER || b->kind == CONSTRAINT_NEVER) {
    const struct constraint *never = a->kind == CONSTRAINT_NEVER ? a : b, *other = never == a ? b : a;
    if (other->kind == CONSTRAINT_NEVER) return never->negated != other->negated;
    return !never->negated && !other->never_too;
  }
  if (a->never_too && b->never_too) return false;
  if (a->kind != b->kind) return false;
  switch (a->kind) {
  case CONSTRAINT_RANGE: return ranges_exclude(a, b);
  case CONSTRAINT_CHOICES: return (a->choices & b->choices) == 0;
  case CONSTRAINT_TEXTS:
  case CONSTRAINT_REGIONS: return sets_exclude(a, b);
  default: return a->negated != b->negated;
  }
}

bool constraint_implies(const struct constraint *a, const struct constraint *b)
{
  if (a->kind != b->kind || (a->never_too && !b->never_too)) return false;
  switch (a->kind) {
  case CONSTRAINT_RANGE: return range_implies(a, b);
  case CONSTRAINT_CHOICES: return (a->choices & ~b->choices) == 0;
  case CONSTRAINT_TEXTS:
  case CONSTRAINT_REGIONS: return set_implies(a, b);
  default: return a->negated == b->negated;
  }
}

uint64_t constraint_work(const struct constraint *a, const struct constraint *b)
{
  return a->set && b->set ? 2 * (uint64_t)(a->set->set_count + 1) * (b->set->set_count + 1) : 1;
}

bool constraints_clash(const struct constraints *atoms, const struct constraint **a, const struct constraint **b)
{
  for (size_t i = 0; i < atoms->count; i++) {
    const struct constraint *later = &atoms->items[i], *first = NULL;
    for (uint32_t k = later->before; k; k = atoms->items[k - 1].before) {
      workload_add(atoms->program->workload, constraint_work(&atoms->items[k - 1], later));
      if (constraints_exclude(&atoms->items[k - 1], later)) first = &atoms->items[k - 1];
    }
    if (!first) continue;
    *a = first;
    *b = later;
    return true;
  }
  return false;
}
