/* Conditions that exclude or repeat one another, and tiers, for check.c. */
#include "explain/check_parts.h"

/* The later of two places, where the finding is shown; the other is named. */
static const struct atom *later(const struct atom *a, const struct atom *b)
{
  struct site x = a->from->site, y = b->from->site;
  return x.line > y.line || (x.line == y.line && x.column > y.column) ? a : b;
}

static void say_clash(struct checking *checking, const struct atom *a, const struct atom *b)
{
  const struct atom *shown = later(a, b), *other = shown == a ? b : a;
  finding_add(checking, MSG_CHECK_EXCLUDE, shown->from->path, shown->from->site, finding_said(checking, shown->from),
              finding_said(checking, other->from), finding_line(checking, other->from->site), NULL);
}

static bool never_alone(struct checking *checking, const struct atom *atom)
{
  struct atom natural;
  if (atom->never_too || !atom_natural(atom, &natural)) return false;
  if (!atoms_exclude(&natural, atom)) return false;
  finding_add(checking, MSG_CHECK_NEVER, atom->from->path, atom->from->site, finding_said(checking, atom->from), NULL);
  return true;
}

/* An event may not have happened, and a choice among all is a way to ask whether the choice is known. */
static void always_alone(struct checking *checking, const struct atom *atom)
{
  struct atom natural;
  if (atom->kind != ATOM_RANGE || !atom_natural(atom, &natural) || !atom_implies(&natural, atom)) return;
  finding_add(checking, MSG_CHECK_ALWAYS, atom->from->path, atom->from->site, finding_said(checking, atom->from), NULL);
}

static bool same_place(struct site a, struct site b)
{
  return a.line == b.line && a.column == b.column;
}

/* What one call of the standard library made stands at one place: its parts are no business of the script's. */
static bool of_one_call(const struct atom *a, const struct atom *b)
{
  return same_place(a->from->site, b->from->site);
}

static void say_implied(struct checking *checking, const struct atoms *atoms, size_t at)
{
  const struct atom *atom = &atoms->items[at];
  for (size_t k = 0; k < atoms->count; k++) {
    const struct atom *other = &atoms->items[k];
    if (k == at || atom->kind == ATOM_NEVER || !atom_same_subject(other, atom) || of_one_call(atom, other)) continue;
    if (atom->from->added && other->from->added) continue; /* a measure that asks a criterion of its own policy */
    bool twice = atom_implies(atom, other) && k > at; /* of two alike the later one is told */
    if (!atom_implies(other, atom) || twice) continue;
    finding_add(checking, MSG_CHECK_IMPLIED, atom->from->path, atom->from->site, finding_said(checking, atom->from),
                finding_said(checking, other->from), finding_line(checking, other->from->site), NULL);
    return;
  }
}

/* An alternative that the conditions around it rule out. */
static void check_alternatives(struct checking *checking, const struct atoms *around, const struct node *any)
{
  for (size_t i = 0; i < any->operand_count; i++) {
    const struct atom *a, *b;
    struct atoms with = { .program = checking->program };
    if (same_place(any->operands[i]->site, any->site)) continue;
    for (size_t k = 0; k < around->count; k++) {
      if (around->items[k].from == any) continue;
      with.items = arena_grow(checking->arena, with.items, with.count, &with.capacity, sizeof *with.items);
      with.items[with.count++] = around->items[k];
    }
    atoms_add(&with, any->operands[i], false);
    if (atoms_clash(&with, &a, &b))
      finding_add(checking, MSG_CHECK_NO_ALTERNATIVE, b->from->path, b->from->site, finding_said(checking, b->from),
                  finding_said(checking, a->from), finding_line(checking, a->from->site), NULL);
  }
}

static void check_alone(struct checking *checking, const struct atoms *atoms)
{
  for (size_t i = 0; i < atoms->count; i++)
    if (!never_alone(checking, &atoms->items[i])) always_alone(checking, &atoms->items[i]);
}

void check_conditions(struct checking *checking, const struct node *const *conditions, size_t count, bool together)
{
  const struct atom *a, *b;
  for (size_t i = 0; i < count; i++) check_rates(checking, conditions[i], false);
  struct atoms atoms = finding_atoms(checking, conditions, count);
  check_alone(checking, &atoms);
  if (!together) return;
  if (atoms_clash(&atoms, &a, &b)) {
    say_clash(checking, a, b);
    return;
  }
  for (size_t i = 0; i < atoms.count; i++) {
    const struct atom *atom = &atoms.items[i];
    say_implied(checking, &atoms, i);
    if (atom->kind == ATOM_WHOLE && !atom->negated && atom->from->op == NODE_ANY)
      check_alternatives(checking, &atoms, atom->from);
  }
}

/* Tiers */

struct tier_range {
  struct atom atom; /* an interval; without ends: all the rest */
  const struct node *from;
};

/* What one tier asks of the subject, as an interval; false for anything else. */
static bool tier_read(struct checking *checking, const struct node *condition, struct tier_range *tier)
{
  struct atoms atoms = { .program = checking->program };
  atoms_add(&atoms, condition, false);
  *tier = (struct tier_range){ .from = condition, .atom = { .kind = ATOM_RANGE, .from = condition } };
  for (size_t i = 0; i < atoms.count; i++) {
    const struct atom *atom = &atoms.items[i];
    if (atom->kind != ATOM_RANGE || atom->outside) return false;
    if (tier->atom.subject && !atom_same_subject(&tier->atom, atom)) return false;
    tier->atom.subject = atom->subject;
    if (atom->has_low) tier->atom.has_low = true, tier->atom.low = atom->low, tier->atom.low_open = atom->low_open;
    if (atom->has_high) tier->atom.has_high = true, tier->atom.high = atom->high, tier->atom.high_open = atom->high_open;
  }
  return true;
}

/* A tier reaches into an earlier one without containing it: between the two the earlier one decides, which nobody sees. */
static void check_overlap(struct checking *checking, const struct tier_range *tiers, size_t at)
{
  for (size_t k = 0; k < at; k++) {
    const struct tier_range *tier = &tiers[at], *before = &tiers[k];
    if (!tier->atom.subject || atoms_exclude(&tier->atom, &before->atom)) continue;
    if (atom_implies(&before->atom, &tier->atom)) continue;
    bool unused = atom_implies(&tier->atom, &before->atom);
    finding_add(checking, unused ? MSG_CHECK_TIER_UNUSED : MSG_CHECK_TIERS_OVERLAP, tier->from->path, tier->from->site,
                finding_said(checking, tier->from), finding_said(checking, before->from),
                finding_line(checking, before->from->site), NULL);
    return;
  }
}

/* Nothing lies between the end of `a` and the beginning of `b`. */
static bool adjoins(const struct atom *a, const struct atom *b)
{
  struct atom gap = { .kind = ATOM_RANGE, .subject = a->subject, .has_low = true, .has_high = true };
  gap.low = a->high;
  gap.high = b->low;
  int order = ratio_compare(gap.low, gap.high);
  if (order > 0) return true;
  if (order == 0) return !(a->high_open && b->low_open);
  bool whole = a->high.den == 1 && b->low.den == 1 && !a->high_open && !b->low_open && a->subject->type != TYPE_NUMBER;
  bool counted = a->subject->op == NODE_FIELD && a->subject->field->kind == FIELD_COUNT;
  return (whole || counted) && a->high.num + 1 == b->low.num;
}

static bool ruled_out(const struct atom *gap, const struct atoms *around)
{
  struct atom natural;
  if (atom_natural(gap, &natural) && atoms_exclude(&natural, gap)) return true;
  for (size_t i = 0; around && i < around->count; i++)
    if (atom_same_subject(&around->items[i], gap) && atoms_exclude(&around->items[i], gap)) return true;
  return false;
}

static void say_gap(struct checking *checking, const struct node *tiers, const struct atom *gap, const struct atoms *around)
{
  if (ruled_out(gap, around)) return;
  enum value_type type = gap->subject->type;
  const char *low = gap->has_low ? finding_value(checking, type, gap->low) : "";
  const char *high = gap->has_high ? finding_value(checking, type, gap->high) : "";
  enum message message = !gap->has_low ? MSG_CHECK_TIERS_BELOW : !gap->has_high ? MSG_CHECK_TIERS_ABOVE : MSG_CHECK_TIERS_GAP;
  finding_add(checking, message, tiers->path, tiers->site, finding_said(checking, gap->subject), gap->has_low ? low : high, high,
              NULL);
}

/* Sorted by where they begin; a handful, so the simplest way. */
static void sort_tiers(struct tier_range *tiers, size_t count)
{
  for (size_t i = 1; i < count; i++)
    for (size_t k = i; k > 0; k--) {
      const struct atom *a = &tiers[k - 1].atom, *b = &tiers[k].atom;
      bool before = !b->has_low ? a->has_low : a->has_low && ratio_compare(b->low, a->low) < 0;
      if (!before) break;
      struct tier_range held = tiers[k];
      tiers[k] = tiers[k - 1];
      tiers[k - 1] = held;
    }
}

static void check_gaps(struct checking *checking, const struct node *node, struct tier_range *tiers, size_t count,
                       const struct atoms *around)
{
  struct atom gap = { .kind = ATOM_RANGE, .subject = tiers[0].atom.subject, .from = node };
  sort_tiers(tiers, count);
  const struct atom *reach = &tiers[0].atom;
  if (reach->has_low) {
    gap.has_high = true;
    gap.high = reach->low;
    gap.high_open = !reach->low_open;
    say_gap(checking, node, &gap, around);
  }
  for (size_t i = 1; i < count && reach->has_high; i++) {
    const struct atom *next = &tiers[i].atom;
    if (next->has_low && !adjoins(reach, next)) {
      gap.has_low = gap.has_high = true;
      gap.low = reach->high, gap.low_open = !reach->high_open;
      gap.high = next->low, gap.high_open = !next->low_open;
      say_gap(checking, node, &gap, around);
    }
    if (!next->has_high || ratio_compare(next->high, reach->high) > 0 ||
        (ratio_compare(next->high, reach->high) == 0 && reach->high_open))
      reach = next;
  }
  if (!reach->has_high) return;
  gap.has_low = true, gap.has_high = false;
  gap.low = reach->high, gap.low_open = !reach->high_open;
  say_gap(checking, node, &gap, around);
}

void check_tiers(struct checking *checking, const struct node *node, const struct atoms *around)
{
  size_t count = node->operand_count / 2;
  struct tier_range *tiers = arena_array(checking->arena, count, sizeof *tiers);
  for (size_t i = 0; i < count; i++) {
    if (!tier_read(checking, node->operands[2 * i], &tiers[i])) return;
    if (tiers[i].atom.subject && tiers[0].atom.subject && !atom_same_subject(&tiers[i].atom, &tiers[0].atom)) return;
  }
  if (!tiers[0].atom.subject) return;
  for (size_t i = 1; i < count; i++) check_overlap(checking, tiers, i);
  for (size_t i = 0; i < count; i++)
    if (!tiers[i].atom.subject) return; /* a tier that takes all the rest */
  check_gaps(checking, node, tiers, count, around);
}
