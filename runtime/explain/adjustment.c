/* Searching the smallest movement of one datum. */
#include "explain/adjustment.h"

enum { WAIT_YEARS = 10 };
#define MOST_FEN    INT64_C(1000000000000000) /* ten trillion 元: far above any company, far below overflow */
#define MOST_OTHERS INT64_C(1000000000)

/* Finding */

static bool moves(const struct field *field, int direction)
{
  if (field->motion == MOTION_BOTH) return true;
  return field->motion == (direction > 0 ? MOTION_RISE : MOTION_FALL);
}

static bool is_movable_kind(enum field_kind kind)
{
  return kind <= FIELD_CHOICE;
}

static void add(struct adjustments *adjustments, const struct field *field, int direction)
{
  if (adjustments->count < LEVERS_MAX) adjustments->items[adjustments->count++] = (struct adjustment){ field, direction };
}

/* Fields that can move, and whether time is read. */
struct movable {
  const struct field *fields[LEVERS_MAX];
  size_t count;
  bool time;
};

static bool reads_time(const struct node *node)
{
  return node->op == NODE_AS_OF || node->op == NODE_YEAR || node->op == NODE_YEAR_DAY || node->op == NODE_YEAR_NUMBER;
}

static void add_movable(struct movable *movable, const struct row_context *subject, const struct field *field)
{
  struct cell room;
  if (!is_movable_kind(field->kind) || field->motion == MOTION_NONE || movable->count == LEVERS_MAX) return;
  for (size_t i = 0; i < movable->count; i++)
    if (movable->fields[i] == field) return;
  if (subject_cell(subject, 0, field, &room)->state == STATE_KNOWN) movable->fields[movable->count++] = field;
}

static void find_movable(const struct node *node, const struct row_context *subject, struct movable *movable)
{
  if (node->op == NODE_FIELD && node->table == 0) add_movable(movable, subject, node->field);
  movable->time |= reads_time(node);
  for (size_t i = 0; i < node->operand_count; i++) find_movable(node->operands[i], subject, movable);
}

bool adjustments_possible(const struct node *node)
{
  bool field = node->op == NODE_FIELD && node->table == 0;
  if (reads_time(node) || (field && is_movable_kind(node->field->kind) && node->field->motion != MOTION_NONE)) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (adjustments_possible(node->operands[i])) return true;
  return false;
}

void adjustments_find(const struct node *node, const struct row_context *subject, struct adjustments *adjustments)
{
  struct movable movable;
  movable.count = adjustments->count = 0;
  movable.time = false;
  find_movable(node, subject, &movable);
  for (int direction = 1; direction >= -1; direction -= 2)
    for (size_t i = 0; i < movable.count; i++)
      if (moves(movable.fields[i], direction)) add(adjustments, movable.fields[i], direction);
  if (movable.time) add(adjustments, NULL, 1);
}

/* Moving */

/* Units to a whole: a score that stands at 69.5 is counted in tenths. */
static int64_t scale_of(const struct whatif *s, const struct field *field)
{
  int64_t scale = 1;
  if (field->kind != FIELD_NUMBER) return 1;
  const struct cell *cell = subject_datum(&s->subject, field);
  while (scale < MOST_OTHERS && cell->den > 1 && scale % cell->den != 0) scale *= 10;
  return scale;
}

static bool move(struct whatif *s, const struct field *field, const struct cell *from, int64_t steps)
{
  struct ratio moved = { from->num + steps, 1 }, by;
  if (field->kind == FIELD_NUMBER && !ratio_make(steps, scale_of(s, field), &by)) return false;
  if (field->kind == FIELD_NUMBER && !ratio_add((struct ratio){ from->num, from->den }, by, &moved)) return false;
  return whatif_figure(s, field, moved);
}

static struct cell cell_in(struct whatif *s, const struct field *field)
{
  struct cell room;
  return *subject_cell(whatif_value(s), 0, field, &room);
}

int64_t adjustment_limit(const struct field *field)
{
  return field->kind == FIELD_MONEY ? MOST_FEN : MOST_OTHERS;
}

int64_t adjustment_most(const struct row_context *subject, const struct field *field)
{
  int64_t most = adjustment_limit(field);
  struct cell room;
  if (!field->whole) return most;
  const struct cell *whole = subject_cell(subject, 0, field->whole, &room);
  return whole->state == STATE_KNOWN && whole->num < most ? whole->num : most;
}

static int64_t room_above(struct whatif *s, const struct field *field, int64_t at)
{
  return field->kind == FIELD_DATE ? 3653 : adjustment_most(whatif_value(s), field) - at;
}

static int64_t room_below(struct whatif *s, const struct field *field, int64_t at, const struct table_kind *companies)
{
  int64_t least = field->kind == FIELD_DATE ? at - 3653 : 0;
  for (size_t i = 0; i < companies->field_count; i++) {
    if (companies->fields[i].whole != field) continue;
    struct cell cell = cell_in(s, &companies->fields[i]);
    if (cell.state == STATE_KNOWN && cell.num > least) least = cell.num;
  }
  return at - least;
}

/* How many units an adjustment can be moved. */
static int64_t room(struct whatif *s, const struct adjustment *adjustment, struct cell from, const struct table_kind *companies)
{
  int64_t scale = scale_of(s, adjustment->field);
  int64_t at = adjustment->field->kind == FIELD_NUMBER ? from.num / from.den : from.num;
  int64_t units =
      adjustment->direction > 0 ? room_above(s, adjustment->field, at) : room_below(s, adjustment->field, at, companies);
  return units > INT64_MAX / scale ? INT64_MAX / 2 : units * scale;
}

/* A search along one adjustment: `at(steps)` supposes so many units and judges. */
struct search {
  struct whatif *s;
  const struct adjustment *adjustment;
  const struct trial *trial;
  struct cell from; /* of a figure */
  date day;         /* of waiting */
};

static bool put(struct search *search, int64_t steps)
{
  if (!search->adjustment->field) return whatif_day(search->s, (date)(search->day + steps));
  return move(search->s, search->adjustment->field, &search->from, steps * search->adjustment->direction);
}

static bool at(struct search *search, int64_t steps)
{
  return put(search, steps) && search->trial->holds(search->trial, search->s);
}

typedef __int128 wide;

/* Left side minus right side: num / den. */
struct gap {
  wide num, den;
};

static bool gap_here(struct search *search, struct gap *out)
{
  struct ratio left, right;
  const struct row_context *subject = whatif_value(search->s);
  const struct node *compare = search->trial->compare;
  if (!value_fraction(subject, compare->operands[0], &left) || !value_fraction(subject, compare->operands[1], &right))
    return false;
  out->den = (wide)left.den * right.den;
  return !__builtin_sub_overflow((wide)left.num * right.den, (wide)right.num * left.den, &out->num);
}

/* Both over one denominator. */
static bool level(struct gap *a, struct gap *b)
{
  if (a->den == b->den) return true;
  return !__builtin_mul_overflow(a->num, b->den, &a->num) && !__builtin_mul_overflow(b->num, a->den, &b->num);
}

/* Nothing was moved yet. Where a straight line through the first two points meets 0; 0 when there is no such place ahead, or it
 * is too far to say. */
static int64_t guess(struct search *search)
{
  struct gap here, next;
  wide slope;
  if (!search->trial->compare || !gap_here(search, &here) || !put(search, 1) || !gap_here(search, &next) || !level(&here, &next))
    return 0;
  if (__builtin_sub_overflow(here.num, next.num, &slope) || !slope) return 0;
  wide whole = here.num / slope + (here.num % slope && (here.num < 0) == (slope < 0));
  if (here.num && (here.num < 0) != (slope < 0)) return 0;
  return whole > INT64_MAX ? 0 : whole ? (int64_t)whole : 1;
}

static bool first_at(struct search *search, int64_t steps)
{
  return !at(search, steps - 1) && at(search, steps);
}

static bool guessed(struct search *search, int64_t most)
{
  int64_t steps = guess(search);
  if (steps < 1 || steps > most) return false;
  return first_at(search, steps) || (steps < most && first_at(search, steps + 1));
}

/* The first place between, where it holds at `high` and not at `low`. */
static bool halve(struct search *search, int64_t low, int64_t high)
{
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    if (at(search, middle)) high = middle;
    else low = middle;
  }
  return at(search, high);
}

static bool stepped(struct search *search, int64_t most)
{
  int64_t low = 0, high = 1;
  if (most < 1) return false;
  while (!at(search, high)) {
    if (high == most) return false;
    low = high;
    high = high > most / 2 ? most : high * 2;
  }
  return halve(search, low, high);
}

/* Within a year only the day changes; at its turn everything may. */
static bool waited(struct search *search)
{
  int year = date_civil(search->day).year;
  int64_t last_day = search->trial->last - search->day;
  for (int i = 0; i <= WAIT_YEARS; i++) {
    date first, last;
    if (!date_make(year + i, 1, 1, &first) || !date_make(year + i, 12, 31, &last)) return false;
    int64_t low = first > search->day ? first - search->day : 1, high = last - search->day;
    if (high > last_day) high = last_day;
    if (low > high) continue;
    if (at(search, low)) return true;
    if (high > low && at(search, high)) return halve(search, low, high);
  }
  return false;
}

static bool is_choice(const struct adjustment *adjustment)
{
  return adjustment->field && (adjustment->field->kind == FIELD_YESNO || adjustment->field->kind == FIELD_CHOICE);
}

/* The next value that does it, in the direction in which it can change. */
static bool chosen(struct search *search)
{
  const struct field *field = search->adjustment->field;
  int64_t count = field->kind == FIELD_YESNO ? 2 : (int64_t)field->choice_count;
  for (int64_t steps = 1; steps < count; steps++) {
    int64_t to = search->from.num + steps * search->adjustment->direction;
    if (to < 0 || to >= count) return false;
    if (at(search, steps)) return true;
  }
  return false;
}

static bool pull(struct search *search)
{
  if (is_choice(search->adjustment)) return chosen(search);
  if (!search->adjustment->field) {
    int64_t most = search->trial->last > search->day ? search->trial->last - search->day : 0;
    if (most > WAIT_YEARS * 366) most = WAIT_YEARS * 366;
    return guessed(search, most) || waited(search);
  }
  int64_t most = room(search->s, search->adjustment, search->from, search->trial->companies);
  return guessed(search, most) || stepped(search, most);
}

static struct search search_of(struct whatif *s, const struct adjustment *adjustment, const struct trial *trial)
{
  struct search search = { .s = s, .adjustment = adjustment, .trial = trial, .day = whatif_value(s)->as_of.on };
  if (adjustment->field) search.from = cell_in(s, adjustment->field);
  return search;
}

bool adjustment_move(struct whatif *s, const struct adjustment *adjustment, const struct trial *trial)
{
  struct whatif before;
  struct search search = search_of(s, adjustment, trial);
  whatif_copy(&before, s);
  if (pull(&search)) return true;
  whatif_copy(s, &before);
  return false;
}

bool adjustment_move_to_limit(struct whatif *s, const struct adjustment *adjustment, const struct trial *trial)
{
  struct search search = search_of(s, adjustment, trial);
  if (!adjustment->field || is_choice(adjustment)) return false;
  int64_t most = room(s, adjustment, search.from, trial->companies);
  return most > 0 && put(&search, most);
}

struct adjustment adjustment_of(const struct day_shift *change)
{
  struct ratio before = { change->before.num, change->before.den }, after = { change->after.num, change->after.den };
  return (struct adjustment){ change->field, ratio_compare(after, before) > 0 ? 1 : -1 };
}

void adjustment_relax(struct whatif *s, size_t change)
{
  struct day_shift *made = &s->changes[change];
  struct adjustment adjustment = adjustment_of(made);
  if (!made->field) whatif_day(s, (date)(made->after.num - 1));
  else if (is_choice(&adjustment)) whatif_drop(s, change);
  else move(s, made->field, &(struct cell){ STATE_KNOWN, made->after.num, made->after.den, { NULL, 0 } }, -adjustment.direction);
}
