/* Cuts, witnesses and assignments. */
#include "evaluate/cell_sources.h"

#include <stdlib.h>
#include <string.h>

#include "data/region.h"
#include "evaluate/kernel.h"

enum {
  FORMS = 24,
  CUTS = 192,
  WITNESSES = 640,
  PATTERNS = 6,
  SOME_DAY = 18993,
  FAR = 1000003,
  FAR_DAYS = 3003 /* beyond the last cut */
};

/* What is read */

static bool is_figure(const struct node *node)
{
  return node_roles[node->op] != NODE_ROLE_CONDITION;
}

static void mark(struct cells *cells, uint32_t slot)
{
  const struct step *step = &cells->program->steps[slot];
  if (cells->reached[slot]) return;
  cells->reached[slot] = true;
  if (cells_supposed(cells, step->node)) return;
  for (size_t i = 0; i < step->input_count; i++) mark(cells, step->inputs[i]);
}

void cells_add_cut(struct cells *cells, uint32_t left, uint32_t right)
{
  struct cut_equation equation = { left, right, cells->figures[left] | (right == NO_SLOT ? 0 : cells->figures[right]) };
  if (!equation.fields) return;
  cells->equations =
      arena_grow(cells->arena, cells->equations, cells->equation_count, &cells->equation_capacity, sizeof equation);
  cells->equations[cells->equation_count++] = equation;
}

/* Which side of which cut a figure stands on is asked by comparisons; the larger of two has a kink where they are equal. */
static void find_cuts(struct cells *cells, const struct step *step)
{
  enum node_op op = step->node->op;
  const struct step *period = op == NODE_WITHIN ? &cells->program->steps[step->inputs[1]] : NULL;
  if (op == NODE_COMPARE) cells_add_cut(cells, step->inputs[0], step->inputs[1]);
  if (op == NODE_DIVIDE) cells_add_cut(cells, step->inputs[1], NO_SLOT);
  for (int i = 0; period && i < 2; i++) cells_add_cut(cells, step->inputs[0], period->inputs[i]);
  for (size_t i = 1; (op == NODE_LARGEST || op == NODE_SMALLEST) && i < step->input_count; i++)
    for (size_t k = 0; k < i; k++) cells_add_cut(cells, step->inputs[k], step->inputs[i]);
}

static void find_members(struct cells *cells);

struct cells *cells_new(struct arena *arena, const struct program *program, const uint32_t *slots, size_t count,
                        const struct cells_supposing *supposing)
{
  struct cells *cells = arena_alloc(arena, sizeof *cells);
  *cells = (struct cells){ .arena = arena, .program = program, .supposing = supposing };
  cells->step_count = program->step_count;
  cells->reached = arena_array(arena, program->step_count + 1, 1);
  cells->asked = arena_array(arena, program->step_count + 1, sizeof *cells->asked);
  cells->figures = arena_array(arena, program->step_count + 1, sizeof *cells->figures);
  cells->all = arena_array(arena, program->step_count + 1, sizeof *cells->all);
  for (size_t i = 0; i < count; i++)
    if (slots[i] != NO_SLOT) mark(cells, slots[i]);
  for (uint32_t slot = 0; slot < program->step_count; slot++) { /* operands stand before what is made of them */
    const struct step *step = &program->steps[slot];
    if (!cells->reached[slot]) continue;
    if (step->node->op == NODE_FIELD) cells->figures[slot] = cells->all[slot] = cells_field_source(cells, step->node);
    if (cells_supposed(cells, step->node)) {
      cells->figures[slot] = cells->all[slot] = cells_figure_source(cells, step->node);
      continue;
    }
    if (cells_opaque(step->node->op) && !cells->obstacle) cells->obstacle = step->node;
    for (size_t i = 0; i < step->input_count; i++) {
      cells->all[slot] |= cells->all[step->inputs[i]];
      if (is_figure(step->node)) cells->figures[slot] |= cells->figures[step->inputs[i]];
    }
    if (!is_figure(step->node)) cells->figures[slot] = 0;
    if (step->node->op == NODE_ROUNDED) cells->rounded |= cells->figures[slot];
    find_cuts(cells, step);
    bool asked = step->node->op == NODE_IN_SET || step->node->op == NODE_IN_REGION || step->node->op == NODE_CONTAINS;
    if (asked) cells->asked[cells->asked_count++] = slot;
  }
  find_members(cells);
  return cells;
}

/* A figure as a function of one field: (n0 + n1 x) / (d0 + d1 x), of a day `months` later. */

struct form {
  struct ratio n0, n1, d0, d1;
  int months;
};

struct forms {
  struct form items[FORMS];
  size_t count;
  bool good; /* false: it is none */
};

struct solving {
  const struct cells *cells;
  const struct assignment *assignment; /* what is decided */
  const struct cells_options *options;
  size_t field; /* what is solved for */
};

static const struct ratio zero = { 0, 1 }, one = { 1, 1 };

static bool has_ends(const struct solving *solving)
{
  return solving->options->ends >> solving->field & 1;
}

static struct form constant_form(struct ratio number)
{
  return (struct form){ number, zero, one, zero, 0 };
}

static bool is_constant(const struct form *form)
{
  return form->n1.num == 0 && form->d1.num == 0;
}

static bool constant_of(const struct form *form, struct ratio *value)
{
  return is_constant(form) && ratio_divide(form->n0, form->d0, value);
}

/* a + sign × b, b constant; or both without a field below the line. */
static bool add_forms(const struct form *a, const struct form *b, bool minus, struct form *out)
{
  struct ratio c, scaled0, scaled1;
  *out = *a;
  if (a->months || b->months) return !b->months && is_constant(b) && b->n0.num == 0;
  if (constant_of(b, &c)) {
    if (minus && !ratio_subtract(zero, c, &c)) return false;
    return ratio_multiply(c, a->d0, &scaled0) && ratio_multiply(c, a->d1, &scaled1) && ratio_add(a->n0, scaled0, &out->n0) &&
           ratio_add(a->n1, scaled1, &out->n1);
  }
  if (!constant_of(a, &c)) {
    bool whole = a->d1.num == 0 && b->d1.num == 0 && ratio_compare(a->d0, b->d0) == 0;
    bool (*combine)(struct ratio, struct ratio, struct ratio *) = minus ? ratio_subtract : ratio_add;
    return whole && combine(a->n0, b->n0, &out->n0) && combine(a->n1, b->n1, &out->n1);
  }
  struct form turned = *b;
  if (minus && !(ratio_subtract(zero, b->n0, &turned.n0) && ratio_subtract(zero, b->n1, &turned.n1))) return false;
  return add_forms(&turned, a, false, out);
}

static bool multiply_forms(const struct form *a, const struct form *b, struct form *out)
{
  struct ratio c;
  if (a->months || b->months) return false;
  if (!constant_of(b, &c)) return constant_of(a, &c) && multiply_forms(b, a, out);
  *out = *a;
  return ratio_multiply(a->n0, c, &out->n0) && ratio_multiply(a->n1, c, &out->n1);
}

static bool divide_forms(const struct form *a, const struct form *b, struct form *out)
{
  struct form turned = { b->d0, b->d1, b->n0, b->n1, b->months };
  bool nothing = b->n0.num == 0 && b->n1.num == 0;
  return !nothing && multiply_forms(a, &turned, out);
}

typedef void form_finder(const struct solving *solving, uint32_t slot, struct forms *out);
static void forms_of(const struct solving *solving, uint32_t slot, struct forms *out);

static void add_form(struct forms *forms, const struct form *form)
{
  if (forms->count == FORMS) forms->good = false;
  else forms->items[forms->count++] = *form;
}

static void number_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  struct form form = constant_form(solving->cells->program->steps[slot].node->number);
  add_form(out, &form);
}

static void field_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  uint64_t self = solving->cells->figures[slot];
  int at = self ? __builtin_ctzll(self) : -1;
  const struct cell *cell = at < 0 ? NULL : &solving->assignment->cells[at];
  struct form form = { zero, one, one, zero, 0 };
  bool decided = at >= 0 && solving->assignment->decided >> at & 1;
  if (at < 0 || ((size_t)at != solving->field && !decided)) out->good = false;
  else if ((size_t)at == solving->field) add_form(out, &form);
  else if (cell->state == STATE_KNOWN)
    form = constant_form((struct ratio){ cell->num, cell->den ? cell->den : 1 }), add_form(out, &form);
}

/* Counts and the like: as they are. One that nobody knows has no cut. */
static void given_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  struct ratio value;
  const struct cells_options *options = solving->options;
  struct form form;
  if (cells_supposed(solving->cells, solving->cells->program->steps[slot].node)) field_form(solving, slot, out);
  else if (!options->value) out->good = false;
  else if (options->value(options->value_context, slot, &value)) form = constant_form(value), add_form(out, &form);
}

static void shifted_form(const struct solving *solving, const struct step *step, struct forms *out)
{
  const struct node *duration = step->node->operands[1];
  int sign = step->node->op == NODE_SUBTRACT ? -1 : 1;
  struct forms days = { .good = true };
  forms_of(solving, step->inputs[0], &days);
  out->good &= days.good && duration->op == NODE_CONSTANT;
  for (size_t i = 0; out->good && i < days.count; i++) {
    struct form form = days.items[i];
    struct ratio value;
    if (duration->duration == DURATION_MONTHS && constant_of(&form, &value))
      form = constant_form(ratio_whole(date_add_months((date)value.num, sign * (int)duration->number.num)));
    else if (duration->duration == DURATION_MONTHS) form.months += sign * (int)duration->number.num;
    else out->good &= !form.months && ratio_add(form.n0, ratio_whole(sign * duration->number.num), &form.n0);
    add_form(out, &form);
  }
}

static void arithmetic_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  const struct step *step = &solving->cells->program->steps[slot];
  enum node_op op = step->node->op;
  struct forms a = { .good = true }, b = { .good = true };
  if (step->node->operands[1]->type == TYPE_DURATION) {
    shifted_form(solving, step, out);
    return;
  }
  forms_of(solving, step->inputs[0], &a);
  forms_of(solving, step->inputs[1], &b);
  out->good &= a.good && b.good;
  for (size_t i = 0; out->good && i < a.count; i++)
    for (size_t k = 0; out->good && k < b.count; k++) {
      struct form form;
      const struct form *x = &a.items[i], *y = &b.items[k];
      bool nothing = op == NODE_DIVIDE && y->n0.num == 0 && y->n1.num == 0; /* unknown, whatever the field is */
      if (nothing) continue;
      out->good = op == NODE_MULTIPLY ? multiply_forms(x, y, &form)
                  : op == NODE_DIVIDE ? divide_forms(x, y, &form)
                                      : add_forms(x, y, op == NODE_SUBTRACT, &form);
      if (out->good) add_form(out, &form);
    }
}

static void each_form(const struct solving *solving, const struct step *step, size_t first, size_t by, struct forms *out)
{
  for (size_t i = first; i < step->input_count; i += by) forms_of(solving, step->inputs[i], out);
}

/* One of several: where each of them is cut. */
static void extreme_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  each_form(solving, &solving->cells->program->steps[slot], 0, 1, out);
}

static void cases_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  each_form(solving, &solving->cells->program->steps[slot], 1, 2, out);
}

static void operand_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  forms_of(solving, solving->cells->program->steps[slot].inputs[0], out);
}

/* What is rounded is cut within a unit of where it would be; between, it rises or falls, so both ends tell all of it. */
static void rounded_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  const struct step *step = &solving->cells->program->steps[slot];
  const struct node *node = step->node;
  struct forms exact = { .good = true };
  struct ratio value;
  int64_t fen;
  forms_of(solving, step->inputs[0], &exact);
  out->good &= exact.good;
  for (size_t i = 0; out->good && i < exact.count; i++) {
    struct form form = exact.items[i], unit = constant_form(ratio_whole(node->number.num)), moved;
    if (constant_of(&form, &value)) {
      out->good = ratio_round(value, node->number.num, (enum rounding)node->first, &fen);
      form = constant_form(ratio_whole(out->good && fen > 0 ? fen : 0));
    } else {
      out->good = has_ends(solving);
      for (int minus = 0; out->good && minus < 2; minus++)
        if ((out->good = add_forms(&form, &unit, minus, &moved))) add_form(out, &moved);
    }
    if (out->good) add_form(out, &form);
  }
}

/* How many conditions fail: every number of them. */
static void count_form(const struct solving *solving, uint32_t slot, struct forms *out)
{
  struct form form = constant_form(zero);
  (void)solving, (void)slot;
  add_form(out, &form); /* its fields stand in the conditions, which have cuts of their own */
}

static form_finder *const finders[NODE_OPS] = {
  [NODE_CONSTANT] = number_form,     [NODE_FIELD] = field_form,         [NODE_ADD] = arithmetic_form,
  [NODE_SUBTRACT] = arithmetic_form, [NODE_MULTIPLY] = arithmetic_form, [NODE_DIVIDE] = arithmetic_form,
  [NODE_LARGEST] = extreme_form,     [NODE_SMALLEST] = extreme_form,    [NODE_CASES] = cases_form,
  [NODE_GUARDED] = operand_form,     [NODE_ROUNDED] = rounded_form,     [NODE_DIVISION] = operand_form,
  [NODE_COUNT_FALSE] = count_form,   [NODE_AGGREGATE] = given_form,     [NODE_POPULATION] = given_form,
  [NODE_PAID] = given_form,          [NODE_INDICATOR] = given_form,     [NODE_COMPUTED] = given_form,
};

/* Kinds that have no row here have no form: nothing is claimed of them. */
static void forms_of(const struct solving *solving, uint32_t slot, struct forms *out)
{
  form_finder *find = finders[solving->cells->program->steps[slot].node->op];
  if (find) find(solving, slot, out);
  else out->good = false;
}

/* Where the two are equal. None, where that hangs on nothing; false when it does not fit. */
static bool solve(const struct form *left, const struct form *right, struct ratio *cut, bool *any)
{
  struct form difference;
  struct ratio minus;
  *any = false;
  if (left->months || right->months || !add_forms(left, right, true, &difference)) return false;
  if (difference.n1.num == 0) return true;
  *any = true;
  return ratio_subtract(zero, difference.n0, &minus) && ratio_divide(minus, difference.n1, cut);
}

struct cuts {
  struct ratio items[CUTS];
  size_t count;
  bool good;
  const struct cut_equation *unsolved; /* why it is not good; NULL: there are too many */
};

static void add_cut(struct cuts *cuts, struct ratio cut)
{
  for (size_t i = 0; i < cuts->count; i++)
    if (ratio_compare(cuts->items[i], cut) == 0) return;
  if (cuts->count == CUTS) cuts->good = false;
  else cuts->items[cuts->count++] = cut;
}

/* A day and some months later: the first days with which `day` is reached, and is passed. Ends of months are clamped, so the way
 * back is only nearly the same. */
static void add_day_cuts(const struct form *shifted, struct ratio day, struct cuts *cuts)
{
  struct ratio start;
  date back = date_add_months((date)day.num, -shifted->months);
  bool fits = day.den == 1 && shifted->n1.num == shifted->n1.den && shifted->n0.den == 1;
  cuts->good &= fits;
  for (int reach = 0; fits && reach < 2; reach++) {
    date first = back - 4;
    while (date_add_months(first, shifted->months) + (reach == 0) <= day.num) first++;
    if (ratio_subtract(ratio_whole(first), shifted->n0, &start)) add_cut(cuts, start);
    else cuts->good = false;
  }
}

static void solve_all(const struct forms *left, const struct forms *right, struct cuts *cuts)
{
  for (size_t i = 0; i < left->count; i++)
    for (size_t k = 0; k < right->count; k++) {
      const struct form *a = &left->items[i], *b = &right->items[k];
      struct ratio cut;
      bool any;
      if (a->months && constant_of(b, &cut)) add_day_cuts(a, cut, cuts);
      else if (b->months && constant_of(a, &cut)) add_day_cuts(b, cut, cuts);
      else if (!solve(a, b, &cut, &any)) cuts->good = false;
      else if (any) add_cut(cuts, cut);
    }
}

static void solve_equation(const struct solving *solving, const struct cut_equation *equation, struct cuts *cuts)
{
  struct forms left = { .good = true }, right = { .good = true };
  struct form nothing = constant_form(zero);
  forms_of(solving, equation->left, &left);
  if (equation->right == NO_SLOT) add_form(&right, &nothing);
  else forms_of(solving, equation->right, &right);
  cuts->good &= left.good && right.good;
  if (left.good && right.good) solve_all(&left, &right, cuts);
  if (!cuts->good && !cuts->unsolved) cuts->unsolved = equation;
}

/* Cuts of a field by equations that read nothing else that is not decided. */
static void own_cuts(const struct solving *solving, struct cuts *cuts)
{
  const struct cells *cells = solving->cells;
  uint64_t self = UINT64_C(1) << solving->field;
  for (size_t i = 0; i < cells->equation_count; i++) {
    const struct cut_equation *equation = &cells->equations[i];
    if (equation->fields & self && !(equation->fields & ~self & ~solving->assignment->decided))
      solve_equation(solving, equation, cuts);
  }
}

static bool counts_from_zero(const struct field *field)
{
  return field->kind == FIELD_MONEY || field->kind == FIELD_COUNT || field->kind == FIELD_NUMBER;
}

static int64_t floor_of(struct ratio value)
{
  return value.num / value.den - (value.num % value.den != 0 && value.num < 0);
}

/* The values right at a cut: of whole numbers the next ones on either side, and itself where it is one. */
static size_t around(const struct field *field, struct ratio cut, struct ratio values[3])
{
  int64_t floor = floor_of(cut);
  if (field->kind == FIELD_NUMBER) return values[0] = cut, 1;
  if (floor <= -INT64_MAX / 2 || floor >= INT64_MAX / 2) return 0;
  values[0] = ratio_whole(cut.den == 1 ? floor - 1 : floor);
  values[1] = ratio_whole(floor + 1);
  values[2] = ratio_whole(floor);
  return cut.den == 1 ? 3 : 2;
}

/* Through an equation with one other open field: where it meets the values at that field's own cuts. */
static void met_cuts(const struct solving *solving, const struct cut_equation *equation, size_t other, struct cuts *cuts)
{
  const struct field *field = solving->cells->fields[other];
  struct assignment assumed = *solving->assignment;
  struct cuts others = { .good = true };
  struct solving there = *solving, here = *solving;
  struct ratio values[3];
  there.field = other;
  own_cuts(&there, &others);
  if (counts_from_zero(field)) add_cut(&others, zero);
  here.assignment = &assumed;
  assumed.decided |= UINT64_C(1) << other;
  for (size_t i = 0; others.good && i < others.count; i++)
    for (size_t k = around(field, others.items[i], values); k-- > 0;) {
      if (field->kind == FIELD_COUNT && values[k].num < 0) continue;
      assumed.cells[other] = (struct cell){ .state = STATE_KNOWN, .num = values[k].num, .den = values[k].den };
      solve_equation(&here, equation, cuts);
    }
  cuts->good &= others.good;
  if (!others.good && !cuts->unsolved) cuts->unsolved = others.unsolved;
}

static void find_field_cuts(const struct solving *solving, struct cuts *cuts)
{
  const struct cells *cells = solving->cells;
  uint64_t self = UINT64_C(1) << solving->field;
  own_cuts(solving, cuts);
  for (size_t i = 0; i < cells->equation_count; i++) {
    uint64_t others = cells->equations[i].fields & ~self & ~solving->assignment->decided;
    if (!(cells->equations[i].fields & self) || !others) continue;
    if (others & (others - 1)) cuts->good = false, cuts->unsolved = &cells->equations[i];
    else met_cuts(solving, &cells->equations[i], (size_t)__builtin_ctzll(others), cuts);
    if (counts_from_zero(cells->fields[solving->field])) add_cut(cuts, zero);
  }
}

bool cells_cut_between(const struct cells *cells, size_t field, struct ratio low, struct ratio high)
{
  static const struct assignment nothing;
  static const struct cells_options options;
  const struct solving solving = { cells, &nothing, &options, field };
  struct cuts cuts = { .good = true };
  own_cuts(&solving, &cuts);
  for (size_t i = 0; i < cuts.count; i++)
    if (ratio_compare(low, cuts.items[i]) <= 0 && ratio_compare(cuts.items[i], high) <= 0) return true;
  return false;
}

static int by_value(const void *a, const void *b)
{
  return ratio_compare(*(const struct ratio *)a, *(const struct ratio *)b);
}

size_t cells_cuts(const struct cells *cells, const struct assignment *others, size_t field, const struct cells_options *options,
                  struct ratio *cuts, size_t most)
{
  struct solving solving = { cells, others, options, field };
  struct cuts found = { .good = true };
  find_field_cuts(&solving, &found);
  if (!found.good || found.count > most) return SIZE_MAX;
  qsort(found.items, found.count, sizeof *found.items, by_value);
  memcpy(cuts, found.items, found.count * sizeof *cuts);
  return found.count;
}

/* Witnesses */

struct witnesses {
  struct cell *items;
  size_t count, capacity;
  struct arena *arena;
};

static void add_cell(struct witnesses *witnesses, struct cell cell)
{
  for (size_t i = 0; i < witnesses->count; i++) {
    const struct cell *item = &witnesses->items[i];
    if (item->state == cell.state && item->num == cell.num && item->den == cell.den && slice_equal(item->text, cell.text)) return;
  }
  witnesses->items =
      arena_grow(witnesses->arena, witnesses->items, witnesses->count, &witnesses->capacity, sizeof *witnesses->items);
  witnesses->items[witnesses->count++] = cell;
}

static void add_number(struct witnesses *witnesses, const struct field *field, struct ratio value)
{
  if (field->kind == FIELD_COUNT && value.num < 0) return;
  add_cell(witnesses, (struct cell){ .state = STATE_KNOWN, .num = value.num, .den = value.den });
}

static bool is_between(const struct cuts *cuts, struct ratio value, size_t at)
{
  bool above = at == 0 || ratio_compare(value, cuts->items[at - 1]) > 0;
  return above && (at == cuts->count || ratio_compare(value, cuts->items[at]) < 0);
}

/* The outermost values between the cuts before and behind `at`: the next whole numbers, or far away where there is no cut. */
static size_t gap_ends(const struct solving *solving, const struct cuts *cuts, size_t at, struct ratio ends[])
{
  const struct field *field = solving->cells->fields[solving->field];
  struct ratio quarter;
  bool before = at > 0, behind = at < cuts->count, whole = field->kind != FIELD_NUMBER;
  int64_t far = field->kind == FIELD_DATE ? FAR_DAYS : FAR;
  size_t count = 0;
  if (!whole && before && behind) {
    const struct ratio low = cuts->items[at - 1], high = cuts->items[at];
    int64_t parts = has_ends(solving) ? 4 : 2;
    bool fits = ratio_subtract(high, low, &quarter) && ratio_divide(quarter, ratio_whole(parts), &quarter);
    return fits && ratio_add(low, quarter, &ends[0]) && ratio_subtract(high, quarter, &ends[1]) ? 2 : 0;
  }
  if (whole && before) ends[count++] = ratio_whole(floor_of(cuts->items[at - 1]) + 1);
  if (whole && behind) ends[count++] = ratio_whole(-floor_of((struct ratio){ -cuts->items[at].num, cuts->items[at].den }) - 1);
  if (!whole && before) count += ratio_add(cuts->items[at - 1], one, &ends[count]);
  if (!whole && behind) count += ratio_subtract(cuts->items[at], one, &ends[count]);
  if (count == 1 && has_ends(solving)) count += ratio_add(ends[0], ratio_whole(before ? far : -far), &ends[1]);
  if (field->kind == FIELD_COUNT && count == 2 && ends[1].num < 0) ends[1] = zero;
  if (count == 2 && ratio_compare(ends[0], ends[1]) > 0) quarter = ends[0], ends[0] = ends[1], ends[1] = quarter;
  return count;
}

/* One value of what lies between two cuts. Where ends count, both of them and one halfway: two quotients of straight lines that
 * are the same in three places are the same. */
static void gap_witnesses(const struct solving *solving, struct witnesses *witnesses, const struct cuts *cuts, size_t at)
{
  const struct field *field = solving->cells->fields[solving->field];
  struct ratio values[3];
  size_t count = gap_ends(solving, cuts, at, values);
  if (count == 2 && has_ends(solving)) {
    values[2] = values[1];
    bool halved = ratio_add(values[0], values[2], &values[1]) && ratio_divide(values[1], ratio_whole(2), &values[1]);
    if (!halved) values[1] = values[0];
    else if (field->kind != FIELD_NUMBER) values[1] = ratio_whole(floor_of(values[1]));
    count = 3;
  }
  for (size_t i = 0; i < count && (i == 0 || has_ends(solving)); i++) /* ascending */
    if (is_between(cuts, values[i], at)) add_number(witnesses, field, values[i]);
}

/* Each cut, where the field can be on it, and what lies between. */
static void figure_witnesses(const struct solving *solving, struct witnesses *witnesses, struct cuts *cuts)
{
  const struct field *field = solving->cells->fields[solving->field];
  qsort(cuts->items, cuts->count, sizeof *cuts->items, by_value);
  for (size_t i = 0; i <= cuts->count && cuts->count; i++) {
    gap_witnesses(solving, witnesses, cuts, i);
    if (i < cuts->count && (field->kind == FIELD_NUMBER || cuts->items[i].den == 1)) add_number(witnesses, field, cuts->items[i]);
  }
  if (witnesses->count) return;
  add_number(witnesses, field, field->kind == FIELD_DATE ? ratio_whole(SOME_DAY) : zero);
  for (int part = 2; has_ends(solving) && part > 0; part--)
    add_number(witnesses, field, ratio_whole(field->kind == FIELD_DATE ? SOME_DAY + FAR_DAYS / part : FAR / part));
}

static bool choice_among(const struct node *node, int64_t choice)
{
  for (size_t i = 0; node->codes && i < node->set_count; i++)
    if (node->codes[i] == choice) return true;
  return false;
}

/* How the conditions of the field answer a code or a choice, as bits: what they answer alike is one cell. */
static uint64_t answers_to(const struct solving *solving, int64_t number)
{
  const struct cells *cells = solving->cells;
  uint64_t answers = 14695981039346656037u;
  for (size_t i = 0; i < cells->asked_count; i++) {
    const struct node *node = cells->program->steps[cells->asked[i]].node;
    if (cells->all[cells->asked[i]] != UINT64_C(1) << solving->field) continue;
    answers = (answers ^ (node->op == NODE_IN_REGION ? (uint64_t)region_answer((int32_t)number, node)
                                                     : (uint64_t)choice_among(node, number))) *
              1099511628211u;
  }
  return answers;
}

/* A witness, unless one before is in its cell. */
static void add_member(const struct solving *solving, struct witnesses *witnesses, int64_t number)
{
  uint64_t answers = answers_to(solving, number);
  for (size_t i = 0; i < witnesses->count; i++)
    if (answers_to(solving, witnesses->items[i].num) == answers) return;
  add_number(witnesses, solving->cells->fields[solving->field], ratio_whole(number));
}

static void choice_witnesses(const struct solving *solving, struct witnesses *witnesses)
{
  const struct field *field = solving->cells->fields[solving->field];
  for (size_t i = 0; i < field->choice_count; i++) add_member(solving, witnesses, (int64_t)i);
}

/* A code of which each condition can say for certain whether it lies inside; a smaller division where another code lies in it. */
static void region_witnesses(const struct solving *solving, struct witnesses *witnesses)
{
  static const int32_t outside[] = { 110101, 310101, 440103 };
  const struct cells *cells = solving->cells;
  const struct field *field = cells->fields[solving->field];
  for (size_t s = 0; s < cells->asked_count; s++) {
    const struct node *node = cells->program->steps[cells->asked[s]].node;
    if (cells->all[cells->asked[s]] != UINT64_C(1) << solving->field) continue;
    for (size_t i = 0; i < node->set_count; i++) {
      int32_t code = node->codes[i], length = region_prefix_length(code), step = length == 2 ? 100 : 1;
      add_member(solving, witnesses, code);
      for (int32_t k = 1; k < 100 && length < 6; k++) { /* the divisions below */
        int32_t below = code + k * step + (step == 100 ? 1 : 0);
        if (field->regions && region_exists(field->regions, below)) add_member(solving, witnesses, below);
      }
    }
  }
  for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) add_member(solving, witnesses, outside[i]);
}

/* Every text that is asked, all of them joined in every choice of a few, and one that is none. */
static bool text_witnesses(const struct solving *solving, struct witnesses *witnesses)
{
  const struct cells *cells = solving->cells;
  uint64_t self = UINT64_C(1) << solving->field;
  const char *patterns[PATTERNS];
  size_t count = 0;
  for (size_t s = 0; s < cells->asked_count; s++) {
    const struct node *node = cells->program->steps[cells->asked[s]].node;
    bool contains = node->op == NODE_CONTAINS;
    if (!(cells->all[cells->asked[s]] & self)) continue;
    for (size_t i = 0; i < node->set_count; i++) {
      add_cell(witnesses, (struct cell){ .state = STATE_KNOWN, .den = 1, .text = slice_of(node->keys[i]) });
      if (contains && count == PATTERNS) return false;
      if (contains) patterns[count++] = node->keys[i];
    }
  }
  for (unsigned chosen = 0; chosen < 1u << count; chosen++) {
    struct buffer text = { 0 };
    buffer_text(&text, "◇");
    for (size_t i = 0; i < count; i++)
      if (chosen >> i & 1) buffer_printf(&text, "%s◇", patterns[i]);
    add_cell(witnesses,
             (struct cell){ .state = STATE_KNOWN, .den = 1, .text = slice_copy(witnesses->arena, buffer_view(&text)) });
    buffer_free(&text);
  }
  return true;
}

static bool has_members(enum field_kind kind)
{
  return kind == FIELD_YESNO || kind == FIELD_CHOICE || kind == FIELD_REGION || kind == FIELD_TEXT || kind == FIELD_CODE;
}

/* The same whatever stands in other fields: found once. */
static void find_members(struct cells *cells)
{
  for (size_t i = 0; i < cells->field_count; i++) {
    const struct solving solving = { cells, NULL, NULL, i };
    struct witnesses witnesses = { .arena = cells->arena };
    enum field_kind kind = cells->fields[i]->kind;
    if (kind == FIELD_YESNO)
      add_number(&witnesses, cells->fields[i], ratio_whole(1)), add_number(&witnesses, cells->fields[i], zero);
    else if (kind == FIELD_CHOICE) choice_witnesses(&solving, &witnesses);
    else if (kind == FIELD_REGION) region_witnesses(&solving, &witnesses);
    else if (has_members(kind)) cells->crowded |= !text_witnesses(&solving, &witnesses);
    cells->members[i] = witnesses.items;
    cells->member_count[i] = witnesses.count;
  }
}

/* False when what stands in the field cannot be enumerated. */
static bool find_witnesses(const struct solving *solving, struct witnesses *witnesses, const struct cut_equation **unsolved)
{
  const struct field *field = solving->cells->fields[solving->field];
  struct cuts cuts = { .good = true };
  const struct cells *cells = solving->cells;
  if (has_members(field->kind))
    for (size_t i = 0; i < cells->member_count[solving->field]; i++) add_cell(witnesses, cells->members[solving->field][i]);
  else find_field_cuts(solving, &cuts), figure_witnesses(solving, witnesses, &cuts);
  if (field->event) add_cell(witnesses, (struct cell){ .state = STATE_NOT_OCCURRED, .den = 1 });
  if (solving->options->unknown) add_cell(witnesses, (struct cell){ .state = STATE_UNKNOWN, .den = 1 });
  *unsolved = cuts.unsolved;
  return cuts.good && witnesses->count <= WITNESSES;
}

/* Assignments */

struct enumeration {
  const struct cells *cells;
  const struct cells_options *options;
  void (*visit)(void *context, const struct assignment *assignment);
  void *context;
  struct arena arena;
  struct assignment assignment;
  size_t count;
  bool enumerable;
  const struct cut_equation *unsolved;
};

static void each_below(struct enumeration *all, uint64_t open)
{
  if (!all->enumerable || all->count > all->options->limit) return;
  if (!open) {
    all->count++;
    if (all->count <= all->options->limit) all->visit(all->context, &all->assignment);
    return;
  }
  uint64_t last = all->options->last ? UINT64_C(1) << (all->options->last - 1) : 0;
  size_t field = (size_t)__builtin_ctzll(open & ~last ? open & ~last : open);
  struct arena_mark mark = arena_mark(&all->arena);
  struct witnesses witnesses = { .arena = &all->arena };
  struct solving solving = { all->cells, &all->assignment, all->options, field };
  all->enumerable = find_witnesses(&solving, &witnesses, &all->unsolved);
  all->assignment.decided |= UINT64_C(1) << field;
  for (size_t i = 0; i < witnesses.count; i++) {
    all->assignment.cells[field] = witnesses.items[i];
    each_below(all, open & ~(UINT64_C(1) << field));
  }
  all->assignment.decided &= ~(UINT64_C(1) << field);
  arena_rewind(&all->arena, mark);
}

/* Something that depends on what is open and has no form. */
static const struct node *obstacle_of(const struct cells *cells, uint64_t open)
{
  for (size_t s = 0; s < cells->program->step_count; s++)
    if (cells->reached[s] && cells_opaque(cells->program->steps[s].node->op) && cells->all[s] & open &&
        !cells_supposed(cells, cells->program->steps[s].node))
      return cells->program->steps[s].node;
  return NULL;
}

/* What of the comparison is no quotient of straight lines: the side that is made of more. */
static const struct node *unsolved_side(const struct cells *cells, const struct cut_equation *equation)
{
  const struct node *left = cells->program->steps[equation->left].node;
  if (equation->right == NO_SLOT) return left;
  const struct node *right = cells->program->steps[equation->right].node;
  return right->weight > left->weight ? right : left;
}

size_t cells_each(const struct cells *cells, const struct assignment *known, uint64_t open, const struct cells_options *options,
                  void (*visit)(void *context, const struct assignment *assignment), void *context, const struct node **obstacle)
{
  struct enumeration all = { .cells = cells, .options = options, .visit = visit, .context = context, .assignment = *known };
  all.enumerable = !cells->too_many && !cells->crowded && !cells->unlike;
  *obstacle = obstacle_of(cells, open);
  if (*obstacle) return 0;
  arena_alloc(&all.arena, 1); /* so that its first piece stays */
  each_below(&all, open);
  arena_free(&all.arena);
  if (all.unsolved) *obstacle = unsolved_side(cells, all.unsolved);
  return all.enumerable && all.count <= options->limit ? all.count : 0;
}

size_t cells_estimate(const struct cells *cells, uint64_t open, const struct cells_options *options)
{
  static const struct assignment nothing;
  struct arena arena = { 0 };
  size_t ways = 1;
  for (uint64_t left = open; left; left &= left - 1) {
    const struct solving solving = { cells, &nothing, options, (size_t)__builtin_ctzll(left) };
    struct witnesses witnesses = { .arena = &arena };
    const struct cut_equation *unsolved;
    find_witnesses(&solving, &witnesses, &unsolved);
    if (witnesses.count && __builtin_mul_overflow(ways, witnesses.count, &ways)) ways = SIZE_MAX;
  }
  arena_free(&arena);
  return ways;
}
