/* Sorting what was gathered of the list, and finding a row's place in it. */
#include "evaluate/population_store.h"

#include <stdlib.h>
#include <string.h>

#include "data/code_index.h"
#include "evaluate/population_figures.h"
#include "evaluate/sorted_keys.h"

/* What is known of one group; the last one is of groups that nobody is in. */
struct population_group {
  size_t certain, vague, maybe; /* where its rows begin in those arrays */
  size_t unknown_values;        /* open rows of which not even the value is known */
  struct value value;           /* of figures */
  size_t open;                  /* rows that leave it open */
};

struct population_rows {
  struct population_row *items;
  size_t count, capacity;
};

struct population {
  const struct planned_population *planned;
  /* Of whole numbers in one group, without ties, the members are kept as keys alone, the better the smaller. */
  bool plain, mixed; /* mixed: a fraction came later, and what were keys are no more in the order of the list */
  int64_t *keys;
  uint32_t *key_lines; /* until they are sorted */
  size_t key_count, key_capacity;
  int64_t *row_keys; /* of `certain`, once it is sorted */
  bool rows_exact;   /* these are the values, and not only near to them */
  const struct repeated_codes *repeated;
  struct population_row *firsts; /* of the repeated codes */
  bool *has_first;
  struct arena *arena; /* for ties */
  struct group_figures *figures;
  size_t figures_capacity;
  bool ready;
  struct codes *names; /* of groups */
  size_t group_count;
  struct population_rows certain, vague; /* members; vague: some tie is not known */
  struct population_rows maybe;          /* open, with a known value */
  struct population_rows unread;         /* open, without one */
  struct population_rows anywhere;       /* of an unknown group, with a known value */
  size_t anywhere_unknown;
  struct population_group *groups;
};

bool population_is_plain(const struct planned_population *planned)
{
  return planned->by == NO_SLOT && !planned->tie_count;
}

struct population *population_new(struct arena *arena, const struct planned_population *planned)
{
  struct population *population = arena_alloc(arena, sizeof *population);
  *population = (struct population){ .planned = planned, .arena = arena, .names = code_index_new() };
  population->plain = planned->kind <= POPULATION_QUANTILE && population_is_plain(planned);
  return population;
}

void population_free(struct population *population)
{
  struct population_rows *all[] = { &population->certain, &population->vague, &population->maybe, &population->unread,
                                    &population->anywhere };
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) memory_free(all[i]->items);
  memory_free(population->keys);
  memory_free(population->key_lines);
  memory_free(population->row_keys);
  memory_free(population->groups);
  memory_free(population->figures);
  code_index_free(population->names);
}

/* Reading */

static struct ratio column_ratio(const struct column *column, size_t row)
{
  struct ratio value = { column->num[row], column->den ? column->den[row] : 1 };
  return value;
}

/* A group's name: the text, or the bytes of the number. */
static struct slice group_name(const struct column *column, size_t row)
{
  if (column->text) return column->text[row];
  return (struct slice){ (const char *)&column->num[row], sizeof column->num[row] };
}

static void read_group(const struct planned_population *planned, const struct slot *slots, size_t row,
                       struct population_asked *out)
{
  const struct column *by = &slots[planned->by].column;
  if (by->state[row] != STATE_KNOWN) out->row.flags |= MEMBER_GROUP_OPEN;
  else out->group = group_name(by, row);
}

static void read_ties(const struct planned_population *planned, const struct slot *slots, size_t row,
                      struct population_asked *out)
{
  for (size_t i = 0; i < planned->tie_count; i++) {
    const struct column *tie = &slots[planned->ties[i]].column;
    out->ties[i] = (struct population_tie){ column_ratio(tie, row), (enum state)tie->state[row] };
    if (tie->state[row] != STATE_KNOWN && tie->state[row] != STATE_NOT_OCCURRED) out->row.flags |= MEMBER_TIES_OPEN;
  }
}

static bool never_occurred(const struct slot *slots, uint32_t slot, size_t row)
{
  return slot != NO_SLOT && slots[slot].column.state[row] == STATE_NOT_OCCURRED;
}

bool population_read(const struct planned_population *planned, const struct slot *slots, size_t row, struct population_asked *out)
{
  enum answer answer = (enum answer)slots[planned->condition].answer[row];
  *out = (struct population_asked){ .row.value = { 0, 1 } };
  if (answer == ANSWER_NO || never_occurred(slots, planned->value, row) || never_occurred(slots, planned->by, row)) return false;
  if (answer == ANSWER_UNKNOWN) out->row.flags |= MEMBER_MAYBE;
  if (planned->value != NO_SLOT) {
    const struct column *value = &slots[planned->value].column;
    if (value->state[row] != STATE_KNOWN) out->row.flags |= MEMBER_VALUE_OPEN;
    else out->row.value = column_ratio(value, row);
  }
  if (planned->by != NO_SLOT) read_group(planned, slots, row, out);
  if (planned->may_lack && out->row.flags & (MEMBER_VALUE_OPEN | MEMBER_GROUP_OPEN)) out->row.flags |= MEMBER_MAYBE;
  read_ties(planned, slots, row, out);
  return true;
}

static void rows_add(struct population_rows *rows, const struct population_row *row)
{
  if (rows->count == rows->capacity) {
    rows->capacity = rows->capacity ? rows->capacity + rows->capacity / 2 : 1024;
    rows->items = memory_resize(rows->items, rows->capacity * sizeof *rows->items);
  }
  rows->items[rows->count++] = *row;
}

static struct group_figures *figures_at(struct population *population, uint32_t group)
{
  size_t before = population->figures_capacity;
  if (group >= before) {
    population->figures_capacity = group + group / 2 + 16;
    population->figures = memory_resize(population->figures, population->figures_capacity * sizeof *population->figures);
    memset(population->figures + before, 0, (population->figures_capacity - before) * sizeof *population->figures);
  }
  return &population->figures[group];
}

static uint32_t group_put(struct population *population, struct slice name)
{
  bool fresh;
  if (population->planned->by == NO_SLOT) return population->group_count = 1, 0;
  uint32_t group = (uint32_t)code_index_put(population->names, name, (uint32_t)population->group_count, &fresh);
  population->group_count += fresh;
  return group;
}

static void add_key(struct population *population, int64_t key, uint32_t line)
{
  if (population->key_count == population->key_capacity) {
    population->key_capacity = population->key_capacity ? population->key_capacity + population->key_capacity / 2 : 1024;
    population->keys = memory_resize(population->keys, population->key_capacity * sizeof *population->keys);
    population->key_lines = memory_resize(population->key_lines, population->key_capacity * sizeof *population->key_lines);
  }
  population->keys[population->key_count] = key;
  population->key_lines[population->key_count++] = line;
}

/* A fraction came: what was kept as keys becomes rows. */
static void leave_keys(struct population *population)
{
  population->plain = false;
  population->mixed = true;
  for (size_t i = 0; i < population->key_count; i++) {
    int64_t key = population->keys[i];
    struct population_row row = { .value = ratio_whole(population->planned->smallest_first ? key : -key) };
    row.line = population->key_lines[i];
    rows_add(&population->certain, &row);
  }
  population->key_count = 0;
}

void population_add(struct population *population, const struct population_asked *asked, uint32_t line)
{
  const struct planned_population *planned = population->planned;
  struct population_row kept = asked->row;
  bool open = kept.flags & (MEMBER_MAYBE | MEMBER_VALUE_OPEN), valued = !(kept.flags & MEMBER_VALUE_OPEN);
  bool placed = planned->kind <= POPULATION_QUANTILE;
  kept.line = line;
  if (population->plain && !kept.flags) leave_keys(population);
  if (planned->tie_count && placed) {
    struct population_tie *ties = arena_array(population->arena, planned->tie_count, sizeof *ties);
    memcpy(ties, asked->ties, planned->tie_count * sizeof *ties);
    kept.ties = ties;
  }
  if (kept.flags & MEMBER_GROUP_OPEN) {
    rows_add(&population->anywhere, &kept);
    population->anywhere_unknown += !valued;
    return;
  }
  kept.group = group_put(population, asked->group) & GROUP_MOST;
  if (open) rows_add(valued ? &population->maybe : &population->unread, &kept);
  else if (!placed) figures_add(figures_at(population, kept.group), kept.value);
  else rows_add(kept.flags & MEMBER_TIES_OPEN ? &population->vague : &population->certain, &kept);
}

void population_add_whole(struct population *population, int64_t value, uint32_t line)
{
  const struct planned_population *planned = population->planned;
  struct population_row row = { .value = ratio_whole(value), .line = line };
  population->group_count = 1;
  if (planned->kind > POPULATION_QUANTILE) figures_add(figures_at(population, 0), row.value);
  else if (population->plain) add_key(population, planned->smallest_first ? value : -value, line);
  else rows_add(&population->certain, &row);
}

/* Order: the better first */

static int value_order(const struct planned_population *planned, struct ratio a, struct ratio b)
{
  int order = ratio_compare(a, b);
  return planned->smallest_first ? order : -order;
}

enum tie_order { TIE_BETTER, TIE_NOT, TIE_OPEN };

/* Of two with one value: is `b` before `a`? The greater tie is; what never happened comes last. */
static enum tie_order tie_compare(const struct planned_population *planned, const struct population_row *a,
                                  const struct population_row *b)
{
  for (size_t i = 0; i < planned->tie_count; i++) {
    enum state state_a = a->ties[i].state, state_b = b->ties[i].state;
    bool never_a = state_a == STATE_NOT_OCCURRED, never_b = state_b == STATE_NOT_OCCURRED;
    bool known_a = state_a == STATE_KNOWN, known_b = state_b == STATE_KNOWN;
    if ((!never_a && !known_a) || (!never_b && !known_b)) return TIE_OPEN;
    if (never_a != never_b) return never_a ? TIE_BETTER : TIE_NOT;
    int order = never_a ? 0 : ratio_compare(b->ties[i].value, a->ties[i].value);
    if (order) return order > 0 ? TIE_BETTER : TIE_NOT;
  }
  return TIE_NOT;
}

static int row_order(const void *left, const void *right, void *context)
{
  const struct planned_population *planned = context;
  const struct population_row *a = left, *b = right;
  if (a->group != b->group) return a->group < b->group ? -1 : 1;
  int order = value_order(planned, a->value, b->value);
  if (order || !planned->tie_count) return order;
  return tie_compare(planned, a, b) == TIE_BETTER ? 1 : tie_compare(planned, b, a) == TIE_BETTER ? -1 : 0;
}

static bool all_whole(const struct population_rows *rows)
{
  bool whole = true;
  for (size_t i = 0; whole && i < rows->count; i++) whole = rows->items[i].value.den == 1;
  return whole;
}

/* The better the smaller. */
static int64_t key_of(const struct planned_population *planned, struct ratio value, bool exact)
{
  int64_t key = exact ? value.num : key_near(value);
  return planned->smallest_first ? key : -key;
}

/* As the sorted items say. */
static void rows_arrange(struct population_rows *rows, const struct keyed *items)
{
  struct population_row *arranged = memory_alloc(rows->count * sizeof *arranged);
  for (size_t i = 0; i < rows->count; i++) arranged[i] = rows->items[items[i].index];
  memory_free(rows->items);
  rows->items = arranged;
  rows->capacity = rows->count;
}

/* By group and key; then those that have one key, where it does not say which is better. */
static void rows_sort(struct population_rows *rows, const struct planned_population *planned)
{
  if (rows->count < 2) return;
  bool exact = all_whole(rows);
  struct keyed *items = memory_alloc(rows->count * sizeof *items);
  for (uint32_t i = 0; i < rows->count; i++)
    items[i] = (struct keyed){ key_of(planned, rows->items[i].value, exact), rows->items[i].group, i };
  keyed_sort(&items, rows->count);
  rows_arrange(rows, items);
  for (size_t i = 0, end; (!exact || planned->tie_count) && i < rows->count; i = end) {
    for (end = i + 1; end < rows->count && items[end].key == items[i].key && items[end].group == items[i].group;) end++;
    if (end > i + 1) qsort_r(rows->items + i, end - i, sizeof *rows->items, row_order, (void *)(uintptr_t)planned);
  }
  memory_free(items);
}

/* As they stand in the list. */
static void rows_sort_by_line(struct population_rows *rows)
{
  struct keyed *items = memory_alloc((rows->count + 1) * sizeof *items);
  for (uint32_t i = 0; i < rows->count; i++) items[i] = (struct keyed){ .key = rows->items[i].line, .index = i };
  keyed_sort(&items, rows->count);
  rows_arrange(rows, items);
  memory_free(items);
}

static size_t group_start(const struct population_rows *rows, uint32_t group)
{
  size_t low = 0, high = rows->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (rows->items[middle].group < group) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* One that may be a member, or of which the value is not known. */
static void figures_add_row(struct group_figures *figures, const struct population_row *row)
{
  bool unread = row->flags & MEMBER_VALUE_OPEN;
  figures_add_open(figures, row->flags & (MEMBER_MAYBE | MEMBER_GROUP_OPEN), unread ? NULL : &row->value);
}

static void settle_group(struct population *population, uint32_t group, size_t unread, struct ratio *possible)
{
  struct population_group *at = &population->groups[group];
  struct group_figures figures = *figures_at(population, group);
  size_t open = 0;
  figures.possible = possible;
  for (size_t i = at->maybe; i < population->maybe.count && population->maybe.items[i].group == group; i++, open++)
    figures_add_row(&figures, &population->maybe.items[i]);
  for (size_t i = unread; i < population->unread.count && population->unread.items[i].group == group; i++, open++)
    figures_add_row(&figures, &population->unread.items[i]);
  for (size_t i = 0; i < population->anywhere.count; i++, open++) figures_add_row(&figures, &population->anywhere.items[i]);
  at->open = open;
  at->value = figures_value(&figures, population->planned);
}

static void sort_keys(struct population *population)
{
  keys_sort(&population->keys, population->key_count);
  population->key_capacity = population->key_count;
  memory_free(population->key_lines);
  population->key_lines = NULL;
}

/* Once they are sorted: a search touches a quarter of the memory. */
static void key_rows(struct population *population)
{
  const struct population_rows *rows = &population->certain;
  if (population->planned->kind > POPULATION_QUANTILE || !rows->count) return;
  population->rows_exact = all_whole(rows);
  population->row_keys = memory_alloc(rows->count * sizeof *population->row_keys);
  for (size_t i = 0; i < rows->count; i++)
    population->row_keys[i] = key_of(population->planned, rows->items[i].value, population->rows_exact);
}

/* Rows stand in the order of the list until they are sorted. */
static bool find_line(const struct population_rows *rows, uint32_t line, struct population_row *out)
{
  size_t low = 0, high = rows->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (rows->items[middle].line < line) low = middle + 1;
    else high = middle;
  }
  if (low == rows->count || rows->items[low].line != line) return false;
  *out = rows->items[low];
  return true;
}

static bool find_key(const struct population *population, uint32_t line, struct population_row *out)
{
  size_t low = 0, high = population->key_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (population->key_lines[middle] < line) low = middle + 1;
    else high = middle;
  }
  if (low == population->key_count || population->key_lines[low] != line) return false;
  int64_t key = population->keys[low];
  *out = (struct population_row){ .value = ratio_whole(population->planned->smallest_first ? key : -key), .line = line };
  return true;
}

static void keep_firsts(struct population *population, const struct repeated_codes *repeated)
{
  const struct population_rows *all[] = { &population->certain, &population->vague, &population->maybe, &population->unread,
                                          &population->anywhere };
  population->repeated = repeated;
  if (population->mixed) rows_sort_by_line(&population->certain);
  population->firsts = arena_array(population->arena, repeated->count + 1, sizeof *population->firsts);
  population->has_first = arena_array(population->arena, repeated->count + 1, sizeof *population->has_first);
  for (size_t i = 0; i < repeated->count; i++) {
    bool found = find_key(population, repeated->lines[i], &population->firsts[i]);
    for (size_t k = 0; !found && k < sizeof all / sizeof *all; k++)
      found = find_line(all[k], repeated->lines[i], &population->firsts[i]);
    population->has_first[i] = found;
  }
}

void population_ready(struct population *population, const struct repeated_codes *repeated)
{
  const struct planned_population *planned = population->planned;
  struct population_rows *sorted[] = { &population->certain, &population->vague, &population->maybe, &population->unread,
                                       &population->anywhere };
  if (planned->kind <= POPULATION_QUANTILE && repeated->count) keep_firsts(population, repeated);
  for (size_t i = 0; i < sizeof sorted / sizeof *sorted; i++) rows_sort(sorted[i], planned);
  sort_keys(population);
  key_rows(population);
  size_t groups = population->group_count;
  population->groups = memory_alloc((groups + 1) * sizeof *population->groups);
  memset(population->groups, 0, (groups + 1) * sizeof *population->groups);
  struct ratio *possible = memory_alloc((population->maybe.count + population->anywhere.count + 1) * sizeof *possible);
  for (uint32_t group = 0; group <= groups; group++) {
    struct population_group *at = &population->groups[group];
    at->certain = group_start(&population->certain, group);
    at->vague = group_start(&population->vague, group);
    at->maybe = group_start(&population->maybe, group);
    size_t unread = group_start(&population->unread, group);
    at->unknown_values = group_start(&population->unread, group + 1) - unread;
    if (planned->kind > POPULATION_QUANTILE) settle_group(population, group, unread, possible);
  }
  memory_free(possible);
  population->ready = true;
}

bool population_shares_place(const struct population *population, size_t places)
{
  const struct population_rows *rows = &population->certain;
  if (!places || !population->ready) return false;
  if (population->plain) return population->key_count > places && population->keys[places - 1] == population->keys[places];
  for (size_t group = 0; group < population->group_count; group++) {
    size_t at = population->groups[group].certain + places, end = population->groups[group + 1].certain;
    bool shared = at < end && row_order(&rows->items[at - 1], &rows->items[at], (void *)(uintptr_t)population->planned) == 0;
    if (shared) return true;
  }
  return false;
}

/* Finding */

/* How many rows of the range surely stand before `row`, and how many may. */
struct before {
  size_t surely, perhaps;
};

static size_t first_not_before(const struct planned_population *planned, const struct population_row *items, size_t count,
                               const struct population_row *row, bool with_ties)
{
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = value_order(planned, items[middle].value, row->value);
    bool before = order < 0 || (!order && with_ties && tie_compare(planned, row, &items[middle]) == TIE_BETTER);
    if (before) low = middle + 1;
    else high = middle;
  }
  return low;
}

static void count_before(const struct planned_population *planned, const struct population_row *items, size_t count, bool clear,
                         const struct population_row *row, struct before *before)
{
  bool searched = !planned->tie_count || (clear && !(row->flags & MEMBER_TIES_OPEN));
  size_t at = first_not_before(planned, items, count, row, searched && planned->tie_count);
  before->surely += at;
  for (; !searched && at < count && value_order(planned, items[at].value, row->value) == 0; at++) {
    enum tie_order order = tie_compare(planned, row, &items[at]);
    before->surely += order == TIE_BETTER;
    before->perhaps += order == TIE_OPEN;
  }
}

static size_t less_itself(size_t count, bool itself)
{
  return count - (itself && count);
}

/* The least key of a whole number that is not before a value, which need not be whole. */
static int64_t key_asked(const struct planned_population *planned, struct ratio value)
{
  int64_t whole = value.num / value.den, rest = value.num % value.den;
  return planned->smallest_first ? whole + (rest > 0) : -(whole - (rest < 0));
}

/* The members for certain of one group, sorted. */
struct members {
  const int64_t *keys;
  const struct population_row *rows; /* NULL: there are only keys */
  size_t count;
  bool exact; /* the keys are the values */
};

static struct members members_of(const struct population *population, uint32_t group)
{
  if (population->key_count) return (struct members){ population->keys, NULL, population->key_count, true };
  if (group >= population->group_count || !population->row_keys) return (struct members){ .exact = true };
  size_t start = population->groups[group].certain, end = population->groups[group + 1].certain;
  return (struct members){ population->row_keys + start, population->certain.items + start, end - start, population->rows_exact };
}

static int64_t key_for(const struct members *members, const struct planned_population *planned, struct ratio value)
{
  return members->exact ? key_asked(planned, value) : key_of(planned, value, false);
}

/* How many members from `at` on have the key. Mostly one, or none. */
static size_t members_alike(const struct members *members, size_t at, int64_t key)
{
  size_t reach = 1, left = members->count - at;
  while (reach < left && members->keys[at + reach] <= key) reach *= 2;
  if (reach > left) reach = left;
  return key == INT64_MAX ? left : keys_below(members->keys + at, reach, key + 1);
}

/* `at` members have a lesser key, and come before, whatever ties say; then those with the same key are compared. */
static void members_before(const struct members *members, const struct planned_population *planned, size_t at,
                           const struct population_row *row, struct before *before)
{
  before->surely += at;
  if (!members->rows || at == members->count) return;
  if (!planned->tie_count && (members->exact || value_order(planned, members->rows[at].value, row->value) >= 0)) return;
  size_t alike = members_alike(members, at, key_for(members, planned, row->value));
  count_before(planned, members->rows + at, alike, true, row, before);
}

struct standing {
  struct before members, open; /* of those in the population for certain; of those that may be */
  size_t member_count, open_count, unknown;
};

/* `found`: how many members for certain have a lesser key; NULL: they are still to be found. */
static struct standing standing_of(const struct population *population, const struct population_row *row, uint32_t group,
                                   const size_t *found)
{
  const struct planned_population *planned = population->planned;
  const struct population_group *at = &population->groups[group], *next = at + 1;
  bool last = group >= population->group_count, open = row->flags & MEMBER_MAYBE, ties = row->flags & MEMBER_TIES_OPEN;
  struct standing standing = { { 0, 0 }, { 0, 0 }, 0, 0, 0 };
  size_t vague = last ? 0 : next->vague - at->vague, maybe = last ? 0 : next->maybe - at->maybe;
  struct members members = members_of(population, group);
  standing.member_count = members.count + vague;
  standing.unknown = (last ? 0 : at->unknown_values) + population->anywhere_unknown;
  size_t anywhere = population->anywhere.count - population->anywhere_unknown;
  standing.open_count = maybe + anywhere;
  if (row->flags & MEMBER_VALUE_OPEN) {
    standing.unknown = less_itself(standing.unknown, true);
    return standing;
  }
  size_t before = found ? *found : keys_below(members.keys, members.count, key_for(&members, planned, row->value));
  members_before(&members, planned, before, row, &standing.members);
  count_before(planned, population->vague.items + at->vague, vague, false, row, &standing.members);
  count_before(planned, population->maybe.items + at->maybe, maybe, false, row, &standing.open);
  for (size_t i = 0; i < population->anywhere.count; i++)
    if (!(population->anywhere.items[i].flags & MEMBER_VALUE_OPEN))
      count_before(planned, &population->anywhere.items[i], 1, false, row, &standing.open);
  if (ties && open) standing.open.perhaps = less_itself(standing.open.perhaps, true);
  if (ties && !open) standing.members.perhaps = less_itself(standing.members.perhaps, true);
  standing.open_count = less_itself(standing.open_count, open);
  return standing;
}

static struct value settled_place(struct value value, const struct population_row *row)
{
  value.has_low = value.has_high = true;
  if (row->flags & MEMBER_MAYBE) {
    value.state = STATE_UNKNOWN;
    value.perhaps_none = true;
    return value;
  }
  return interval_settled(value);
}

static struct value rank_of(const struct standing *standing, const struct population_row *row)
{
  struct value value = { .state = STATE_UNKNOWN };
  bool known = !(row->flags & MEMBER_VALUE_OPEN);
  size_t others = standing->member_count + standing->open_count + standing->unknown;
  size_t surely = known ? standing->members.surely : 0;
  size_t perhaps =
      known ? standing->members.perhaps + standing->open.surely + standing->open.perhaps + standing->unknown : others;
  value.low = ratio_whole((int64_t)surely + 1);
  value.high = ratio_whole((int64_t)(surely + perhaps) + 1);
  return settled_place(value, row);
}

/* The least and the greatest of rank ÷ number over all ways in which what is open may turn out. */
static struct value quantile_of(const struct standing *standing, const struct population_row *row)
{
  struct value value = { .state = STATE_UNKNOWN };
  bool itself = !(row->flags & (MEMBER_MAYBE | MEMBER_VALUE_OPEN));
  int64_t members = (int64_t)standing->member_count + !itself;
  if (row->flags & MEMBER_VALUE_OPEN) {
    value.low = (struct ratio){ 1, members + (int64_t)(standing->open_count + standing->unknown) };
    value.high = ratio_whole(1);
    return settled_place(value, row);
  }
  int64_t least = (int64_t)standing->members.surely + 1;
  int64_t behind = (int64_t)(standing->open_count - standing->open.surely + standing->unknown);
  int64_t ahead = (int64_t)(standing->open.surely + standing->open.perhaps + standing->unknown);
  bool fits = ratio_make(least, members + behind, &value.low) &&
              ratio_make(least + (int64_t)standing->members.perhaps + ahead, members + ahead, &value.high);
  return fits ? settled_place(value, row) : value_nothing(STATE_OVERFLOW);
}

static uint32_t group_of(const struct population *population, struct slice name)
{
  if (population->planned->by == NO_SLOT) return 0;
  int64_t found = code_index_find(population->names, name);
  return found == CODES_NONE ? (uint32_t)population->group_count : (uint32_t)found;
}

static struct value place_of(const struct population *population, const struct population_row *row, uint32_t group,
                             const size_t *found, size_t *open)
{
  struct standing standing = standing_of(population, row, group, found);
  if (open) *open = standing.open_count + standing.unknown;
  return population->planned->kind == POPULATION_RANK ? rank_of(&standing, row) : quantile_of(&standing, row);
}

/* Of a row that may be in the population. `open`: how many companies leave it open; NULL: nobody asks. */
static struct value value_in(const struct population *population, struct population_asked *asked, size_t *open)
{
  struct population_row *row = &asked->row;
  row->ties = asked->ties;
  if (!population->ready || row->flags & MEMBER_GROUP_OPEN) return value_nothing(STATE_UNKNOWN);
  uint32_t group = group_of(population, asked->group);
  if (population->planned->kind <= POPULATION_QUANTILE) return place_of(population, row, group, NULL, open);
  if (open) *open = population->groups[group].open;
  return population->groups[group].value;
}

/* The place of the first row of a code that is repeated; false: the code is not. */
static bool repeated_place(const struct population *population, struct slice code, struct value *value, size_t *open)
{
  if (!population->firsts || !code.length) return false;
  int64_t at = code_index_find(population->repeated->codes, code);
  if (at == CODES_NONE) return false;
  const struct population_row *row = &population->firsts[at];
  if (!population->has_first[at]) *value = value_nothing(STATE_NOT_OCCURRED);
  else if (row->flags & MEMBER_GROUP_OPEN) *value = value_nothing(STATE_UNKNOWN);
  else *value = place_of(population, row, row->group, NULL, open);
  return true;
}

/* Figures are of everybody in the group, members or not; a place is of those that are in the population. */
static bool population_asks(const struct planned_population *planned, const struct slot *slots, size_t row,
                            struct population_asked *out)
{
  if (planned->kind <= POPULATION_QUANTILE) return population_read(planned, slots, row, out);
  *out = (struct population_asked){ .row.value = { 0, 1 } };
  if (never_occurred(slots, planned->by, row)) return false;
  if (planned->by != NO_SLOT) read_group(planned, slots, row, out);
  return true;
}

struct value population_value(const struct population *population, const struct planned_population *planned,
                              const struct slot *slots, size_t row, struct slice code, size_t *open)
{
  struct population_asked asked;
  struct value value;
  if (open) *open = 0;
  if (!population || !population->ready) return value_nothing(STATE_UNKNOWN);
  if (repeated_place(population, code, &value, open)) return value;
  if (!population_asks(planned, slots, row, &asked)) return value_nothing(STATE_NOT_OCCURRED);
  return value_in(population, &asked, open);
}

/* Many rows */

/* Rows of a batch whose places are looked up together: where the keys of their groups are, and how many are less. */
struct places {
  int64_t keys[BATCH_ROWS];
  uint32_t rows[BATCH_ROWS], groups[BATCH_ROWS], starts[BATCH_ROWS], counts[BATCH_ROWS], below[BATCH_ROWS];
  size_t count;
};

static const int64_t *all_keys(const struct population *population)
{
  return population->key_count ? population->keys : population->row_keys;
}

static void places_add(struct places *places, const struct population *population, const struct planned_population *planned,
                       const struct slot *slots, size_t row)
{
  uint32_t group = planned->by == NO_SLOT ? 0 : group_of(population, group_name(&slots[planned->by].column, row));
  struct members members = members_of(population, group);
  size_t i = places->count++;
  places->rows[i] = (uint32_t)row;
  places->groups[i] = group;
  places->keys[i] = key_for(&members, planned, column_ratio(&slots[planned->value].column, row));
  places->starts[i] = members.count ? (uint32_t)(members.keys - all_keys(population)) : 0;
  places->counts[i] = (uint32_t)members.count;
}

static void column_set(struct column *column, size_t row, struct value value)
{
  bool known = value.state == STATE_KNOWN;
  column->state[row] = (uint8_t)value.state;
  column->num[row] = known ? value.low.num : 0;
  if (column->den) column->den[row] = known ? value.low.den : 1;
}

/* Nothing is open and nothing parts equal ones: who is in it for certain has its place. */
static bool is_settled(const struct population *population)
{
  return !population->maybe.count && !population->unread.count && !population->anywhere.count && !population->planned->tie_count;
}

static bool settled_rank(const struct population *population, uint32_t group, size_t found, struct ratio asked,
                         struct ratio *place)
{
  struct members members = members_of(population, group);
  struct before before = { 0, 0 };
  const struct population_row row = { .value = asked };
  members_before(&members, population->planned, found, &row, &before);
  *place = ratio_whole((int64_t)before.surely + 1);
  return population->planned->kind == POPULATION_RANK || ratio_make(place->num, (int64_t)members.count, place);
}

static void places_find(struct places *places, const struct population *population, const struct planned_population *planned,
                        const struct slot *slots, struct column *out)
{
  bool settled = is_settled(population);
  keys_below_each(all_keys(population), places->starts, places->counts, places->keys, places->count, places->below);
  for (size_t i = 0; i < places->count; i++) {
    struct population_asked asked;
    size_t row = places->rows[i], found = places->below[i];
    struct ratio place;
    if (settled && slots[planned->condition].answer[row] == ANSWER_YES && places->counts[i]) {
      bool fits = settled_rank(population, places->groups[i], found, column_ratio(&slots[planned->value].column, row), &place);
      out->state[row] = fits ? STATE_KNOWN : STATE_OVERFLOW;
      out->num[row] = fits ? place.num : 0;
      if (out->den) out->den[row] = fits ? place.den : 1;
      continue;
    }
    population_read(planned, slots, row, &asked);
    asked.row.ties = asked.ties;
    column_set(out, row, place_of(population, &asked.row, places->groups[i], &found, NULL));
  }
}

static bool has_key(const struct planned_population *planned, const struct slot *slots, size_t row)
{
  return slots[planned->condition].answer[row] != ANSWER_NO && slots[planned->value].column.state[row] == STATE_KNOWN &&
         (planned->by == NO_SLOT || slots[planned->by].column.state[row] == STATE_KNOWN);
}

static void places_of(const struct population *population, const struct planned_population *planned, const struct slot *slots,
                      const struct slice *codes, size_t count, struct column *out)
{
  struct places places;
  places.count = 0;
  for (size_t i = 0; i < count; i++) {
    struct slice code = codes ? codes[i] : (struct slice){ "", 0 };
    struct value value;
    if (repeated_place(population, code, &value, NULL)) column_set(out, i, value);
    else if (has_key(planned, slots, i)) places_add(&places, population, planned, slots, i);
    else column_set(out, i, population_value(population, planned, slots, i, (struct slice){ "", 0 }, NULL));
  }
  places_find(&places, population, planned, slots, out);
}

void population_column(const struct population *population, const struct planned_population *planned, const struct slot *slots,
                       const struct slice *codes, size_t count, struct column *out)
{
  const struct slice nobody = { "", 0 };
  if (population && population->ready && planned->kind <= POPULATION_QUANTILE) {
    places_of(population, planned, slots, codes, count, out);
    return;
  }
  bool alike = planned->by == NO_SLOT;
  struct value value = value_nothing(STATE_UNKNOWN);
  for (size_t i = 0; i < count; i++) {
    if (!i || !alike) value = population_value(population, planned, slots, i, nobody, NULL);
    column_set(out, i, value);
  }
}
