/* Conditions that exclude or repeat one another, and tiers, for check.c. */
#include "explain/check_parts.h"

/* The later of two places, where the finding is shown; the other is named. */
static const struct constraint *later(const struct constraint *a, const struct constraint *b)
{
  struct source_place x = a->from->site, y = b->from->site;
  return x.line > y.line || (x.line == y.line && x.column > y.column) ? a : b;
}

static void report_clash(struct checking *checking, const struct constraint *a, const struct constraint *b)
{
  const struct constraint *shown = later(a, b), *other = shown == a ? b : a;
  diagnostic_add(checking, MSG_CHECK_EXCLUDE, shown->from->path, shown->from->site, diagnostic_string(checking, shown->from),
                 diagnostic_string(checking, other->from), diagnostic_line(checking, other->from->site), NULL);
}

static bool never_alone(struct checking *checking, const struct constraint *constraint)
{
  struct constraint natural;
  if (constraint->never_too || !constraint_natural(constraint, &natural)) return false;
  if (!constraints_exclude(&natural, constraint)) return false;
  diagnostic_add(checking, MSG_CHECK_NEVER, constraint->from->path, constraint->from->site,
                 diagnostic_string(checking, constraint->from), NULL);
  return true;
}

/* An event may not have happened, and a choice among all is a way to ask whether the choice is known. */
static void always_alone(struct checking *checking, const struct constraint *constraint)
{
  struct constraint natural;
  if (constraint->kind != CONSTRAINT_RANGE || !constraint_natural(constraint, &natural) ||
      !constraint_implies(&natural, constraint))
    return;
  diagnostic_add(checking, MSG_CHECK_ALWAYS, constraint->from->path, constraint->from->site,
                 diagnostic_string(checking, constraint->from), NULL);
}

static bool same_place(struct source_place a, struct source_place b)
{
  return a.line == b.line && a.column == b.column;
}

/* What one call of the standard library made stands at one place: its parts are no business of the script's. */
static bool of_one_call(const struct constraint *a, const struct constraint *b)
{
  return same_place(a->from->site, b->from->site);
}

/* `other` says what `constraint` says already; of two alike the later one is reported. */
static bool is_implied(const struct constraints *atoms, size_t at, size_t other)
{
  const struct constraint *constraint = &atoms->items[at], *by = &atoms->items[other];
  if (other == at || of_one_call(constraint, by)) return false;
  if (constraint->from->added && by->from->added) return false; /* a measure that asks a criterion of its own policy */
  bool twice = constraint_implies(constraint, by) && other > at;
  return constraint_implies(by, constraint) && !twice;
}

static void report_implied(struct checking *checking, const struct constraints *atoms, size_t at)
{
  const struct constraint *constraint = &atoms->items[at], *first = NULL;
  if (constraint->kind == CONSTRAINT_NEVER) return;
  for (uint32_t k = constraints_about(atoms, constraint); k; k = atoms->items[k - 1].before) {
    workload_add(checking->model->workload, 2 * constraint_work(&atoms->items[k - 1], constraint));
    if (is_implied(atoms, at, k - 1)) first = &atoms->items[k - 1];
  }
  if (first)
    diagnostic_add(checking, MSG_CHECK_IMPLIED, constraint->from->path, constraint->from->site,
                   diagnostic_string(checking, constraint->from), diagnostic_string(checking, first->from),
                   diagnostic_line(checking, first->from->site), NULL);
}

/* An alternative that the conditions around it rule out. */
static void check_alternatives(struct checking *checking, const struct constraints *around, const struct node *any)
{
  for (size_t i = 0; i < any->operand_count; i++) {
    const struct constraint *a, *b;
    struct arena_mark mark = arena_mark(&checking->lists);
    struct constraints with = { .program = checking->program, .arena = &checking->lists };
    if (same_place(any->operands[i]->site, any->site)) continue;
    workload_add(checking->model->workload, 8 * around->count);
    for (size_t k = 0; k < around->count; k++)
      if (around->items[k].from != any) constraints_push(&with, around->items[k]);
    constraints_add(&with, any->operands[i], false);
    if (constraints_clash(&with, &a, &b))
      diagnostic_add(checking, MSG_CHECK_NO_ALTERNATIVE, b->from->path, b->from->site, diagnostic_string(checking, b->from),
                     diagnostic_string(checking, a->from), diagnostic_line(checking, a->from->site), NULL);
    arena_rewind(&checking->lists, mark);
  }
}

static void check_alone(struct checking *checking, const struct constraints *atoms)
{
  for (size_t i = 0; i < atoms->count; i++)
    if (!never_alone(checking, &atoms->items[i])) always_alone(checking, &atoms->items[i]);
}

static void check_together(struct checking *checking, const struct constraints *atoms)
{
  const struct constraint *a, *b;
  if (constraints_clash(atoms, &a, &b)) {
    report_clash(checking, a, b);
    return;
  }
  for (size_t i = 0; i < atoms->count; i++) {
    const struct constraint *constraint = &atoms->items[i];
    report_implied(checking, atoms, i);
    if (constraint->kind == CONSTRAINT_WHOLE && !constraint->negated && constraint->from->op == NODE_ANY)
      check_alternatives(checking, atoms, constraint->from);
  }
}

void check_conditions(struct checking *checking, const struct node *const *conditions, size_t count, bool together)
{
  struct arena_mark mark = arena_mark(&checking->lists);
  for (size_t i = 0; i < count; i++) check_rates(checking, conditions[i], false);
  struct constraints atoms = diagnostic_atoms(checking, &checking->lists, conditions, count);
  check_alone(checking, &atoms);
  if (together) check_together(checking, &atoms);
  arena_rewind(&checking->lists, mark);
}

/* Tiers */

struct tier_range {
  struct constraint constraint; /* an interval; without ends: all the rest */
  const struct node *from;
};

/* What one tier asks of the subject, as an interval; false for anything else. */
static bool tier_read(struct checking *checking, const struct node *condition, struct tier_range *tier)
{
  struct constraints atoms = { .program = checking->program, .arena = &checking->lists };
  constraints_add(&atoms, condition, false);
  *tier = (struct tier_range){ .from = condition, .constraint = { .kind = CONSTRAINT_RANGE, .from = condition } };
  for (size_t i = 0; i < atoms.count; i++) {
    const struct constraint *constraint = &atoms.items[i];
    if (constraint->kind != CONSTRAINT_RANGE || constraint->outside) return false;
    if (tier->constraint.subject && !constraint_same_subject(&tier->constraint, constraint)) return false;
    tier->constraint.subject = constraint->subject;
    tier->constraint.about = constraint->about;
    if (constraint->has_low)
      tier->constraint.has_low = true, tier->constraint.low = constraint->low, tier->constraint.low_open = constraint->low_open;
    if (constraint->has_high)
      tier->constraint.has_high = true, tier->constraint.high = constraint->high,
      tier->constraint.high_open = constraint->high_open;
  }
  return true;
}

/* A tier reaches into an earlier one without containing it: between the two the earlier one decides, which nobody sees. */
static void check_overlap(struct checking *checking, const struct tier_range *tiers, size_t at)
{
  for (size_t k = 0; k < at; k++) {
    const struct tier_range *tier = &tiers[at], *before = &tiers[k];
    if (!tier->constraint.subject || constraints_exclude(&tier->constraint, &before->constraint)) continue;
    if (constraint_implies(&before->constraint, &tier->constraint)) continue;
    bool unused = constraint_implies(&tier->constraint, &before->constraint);
    diagnostic_add(checking, unused ? MSG_CHECK_TIER_UNUSED : MSG_CHECK_TIERS_OVERLAP, tier->from->path, tier->from->site,
                   diagnostic_string(checking, tier->from), diagnostic_string(checking, before->from),
                   diagnostic_line(checking, before->from->site), NULL);
    return;
  }
}

/* Nothing lies between the end of `a` and the beginning of `b`. */
static bool adjoins(const struct constraint *a, const struct constraint *b)
{
  struct constraint gap = { .kind = CONSTRAINT_RANGE, .subject = a->subject, .has_low = true, .has_high = true };
  gap.low = a->high;
  gap.high = b->low;
  int order = ratio_compare(gap.low, gap.high);
  if (order > 0) return true;
  if (order == 0) return !(a->high_open && b->low_open);
  bool whole = a->high.den == 1 && b->low.den == 1 && !a->high_open && !b->low_open && a->subject->type != TYPE_NUMBER;
  bool counted = a->subject->op == NODE_FIELD && a->subject->field->kind == FIELD_COUNT;
  return (whole || counted) && a->high.num + 1 == b->low.num;
}

static bool ruled_out(const struct constraint *gap, const struct constraints *around)
{
  struct constraint natural;
  if (constraint_natural(gap, &natural) && constraints_exclude(&natural, gap)) return true;
  for (size_t i = 0; around && i < around->count; i++)
    if (constraint_same_subject(&around->items[i], gap) && constraints_exclude(&around->items[i], gap)) return true;
  return false;
}

static void report_gap(struct checking *checking, const struct node *tiers, const struct constraint *gap,
                       const struct constraints *around)
{
  if (ruled_out(gap, around)) return;
  enum value_type type = gap->subject->type;
  const char *low = gap->has_low ? diagnostic_value(checking, type, gap->low) : "";
  const char *high = gap->has_high ? diagnostic_value(checking, type, gap->high) : "";
  enum message message = !gap->has_low ? MSG_CHECK_TIERS_BELOW : !gap->has_high ? MSG_CHECK_TIERS_ABOVE : MSG_CHECK_TIERS_GAP;
  diagnostic_add(checking, message, tiers->path, tiers->site, diagnostic_string(checking, gap->subject),
                 gap->has_low ? low : high, high, NULL);
}

/* Sorted by where they begin; a handful, so the simplest way. */
static void sort_tiers(struct tier_range *tiers, size_t count)
{
  for (size_t i = 1; i < count; i++)
    for (size_t k = i; k > 0; k--) {
      const struct constraint *a = &tiers[k - 1].constraint, *b = &tiers[k].constraint;
      bool before = !b->has_low ? a->has_low : a->has_low && ratio_compare(b->low, a->low) < 0;
      if (!before) break;
      struct tier_range held = tiers[k];
      tiers[k] = tiers[k - 1];
      tiers[k - 1] = held;
    }
}

static void check_gaps(struct checking *checking, const struct node *node, struct tier_range *tiers, size_t count,
                       const struct constraints *around)
{
  struct constraint gap = {
    .kind = CONSTRAINT_RANGE, .subject = tiers[0].constraint.subject, .about = tiers[0].constraint.about, .from = node
  };
  sort_tiers(tiers, count);
  const struct constraint *reach = &tiers[0].constraint;
  if (reach->has_low) {
    gap.has_high = true;
    gap.high = reach->low;
    gap.high_open = !reach->low_open;
    report_gap(checking, node, &gap, around);
  }
  for (size_t i = 1; i < count && reach->has_high; i++) {
    const struct constraint *next = &tiers[i].constraint;
    if (next->has_low && !adjoins(reach, next)) {
      gap.has_low = gap.has_high = true;
      gap.low = reach->high, gap.low_open = !reach->high_open;
      gap.high = next->low, gap.high_open = !next->low_open;
      report_gap(checking, node, &gap, around);
    }
    if (!next->has_high || ratio_compare(next->high, reach->high) > 0 ||
        (ratio_compare(next->high, reach->high) == 0 && reach->high_open))
      reach = next;
  }
  if (!reach->has_high) return;
  gap.has_low = true, gap.has_high = false;
  gap.low = reach->high, gap.low_open = !reach->high_open;
  report_gap(checking, node, &gap, around);
}

void check_tiers(struct checking *checking, const struct node *node, const struct constraints *around)
{
  size_t count = node->operand_count / 2;
  workload_add(checking->model->workload, (uint64_t)count * count);
  struct tier_range *tiers = arena_array(&checking->lists, count, sizeof *tiers);
  for (size_t i = 0; i < count; i++) {
    if (!tier_read(checking, node->operands[2 * i], &tiers[i])) return;
    if (tiers[i].constraint.subject && tiers[0].constraint.subject &&
        !constraint_same_subject(&tiers[i].constraint, &tiers[0].constraint))
      return;
  }
  if (!tiers[0].constraint.subject) return;
  for (size_t i = 1; i < count; i++) check_overlap(checking, tiers, i);
  for (size_t i = 0; i < count; i++)
    if (!tiers[i].constraint.subject) return; /* a tier that takes all the rest */
  check_gaps(checking, node, tiers, count, around);
}
