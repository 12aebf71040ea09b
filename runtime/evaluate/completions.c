/* Completed rows, judged. */
#include "evaluate/completions.h"

#include <string.h>

#include "evaluate/cells.h"

enum { KNOWN_SETS = 64, REMEMBERED = 1 << 12, MOST_CUTS = 64 };

/* What the measures of a set come to: for all rows that lie in the same cells. */
struct remembered {
  struct remembered *next;
  struct slice key;
  bool exact;
  bool whole; /* all completions were seen, not only both ends of the total: only then `own` is all that each measure comes to */
  struct bounds total, *own; /* `own` by measure */
};

/* Measures that are open, with those that they are joined with, and what they rest on: the same for all rows where these are
 * open. */
struct open_set {
  uint64_t open, measures;
  struct cells *cells;
  uint64_t priced;                 /* fields on which an amount or a limit rests, and not by cuts alone */
  uint64_t by_value;               /* fields that matter by more than their cell */
  bool by_row;                     /* counts and the like matter: no two rows are alike */
  struct ratio *cuts[CELL_FIELDS]; /* ascending, of the fields that matter by their cell alone */
  size_t cut_count[CELL_FIELDS];
  struct remembered **buckets;
  size_t remembered;
};

struct completions {
  struct judge *judge; /* of the list */
  struct arena arena;
  struct judge *shadow; /* of completed rows; NULL: none was needed yet */
  struct open_set sets[KNOWN_SETS];
  size_t set_count;
  uint8_t *reads_once; /* by measure: 0 not known, 1 no, 2 yes */
  /* of the row at hand */
  size_t row, filled;
  struct open_set *set;
  struct buffer key;
  struct bounds total, *own; /* over all completions so far; `own` by measure */
  struct bounds settled;     /* the same as `total` of those that leave nothing open */
  struct bounds widest; /* that the rules between measures leave: when both its ends came to pass, the rest need not be asked */
  size_t batch;         /* rows that are judged at a time: a few first */
  bool found;           /* both its ends */
  bool first, first_settled, lacks; /* lacks: data of the row itself are open */
};

struct completions *completions_new(struct judge *judge)
{
  struct arena arena = { 0 };
  struct completions *completions = arena_alloc(&arena, sizeof *completions);
  *completions = (struct completions){ .judge = judge, .arena = arena };
  completions->reads_once = arena_array(&completions->arena, judge->subjects->count + 1, 1);
  completions->own = arena_array(&completions->arena, judge->subjects->count + 1, sizeof *completions->own);
  return completions;
}

void completions_close(struct completions *completions)
{
  struct arena arena = completions->arena;
  buffer_free(&completions->key);
  if (completions->shadow) judge_close(completions->shadow);
  arena_free(&arena);
}

/* A judge whose columns can be written */

static void own_column(struct arena *arena, struct column *column, const struct column *like)
{
  *column = (struct column){ .num = arena_array(arena, BATCH_ROWS, sizeof *column->num),
                             .den = like->den ? arena_array(arena, BATCH_ROWS, sizeof *column->den) : NULL,
                             .text = like->text ? arena_array(arena, BATCH_ROWS, sizeof *column->text) : NULL,
                             .state = arena_array(arena, BATCH_ROWS, 1) };
}

static void open_shadow(struct completions *completions)
{
  const struct judge *judge = completions->judge;
  const struct plan *plan = judge->run->plan;
  struct judge *shadow = completions->shadow = judge_new(&completions->arena, judge->run, judge->subjects);
  struct column *columns = arena_array(&completions->arena, plan->company_field_count, sizeof *columns);
  for (size_t i = 0; i < plan->company_field_count; i++) own_column(&completions->arena, &columns[i], &judge->compared[i]);
  shadow->supposed = true;
  shadow->columns = shadow->compared = columns;
  for (size_t i = 0; i < judge->subjects->program->input_count; i++) {
    const struct program_input *input = &judge->subjects->program->inputs[i];
    if (input->field) shadow->slots[input->slot].column = columns[plan_position_of(plan, input->field)];
  }
}

static void copy_cell(struct column *to, size_t at, const struct column *from, size_t row)
{
  to->state[at] = from->state[row];
  to->num[at] = from->num[row];
  if (to->den) to->den[at] = from->den ? from->den[row] : 1;
  if (to->text) to->text[at] = from->text ? from->text[row] : (struct slice){ "", 0 };
}

static void judge_completed(struct completions *completions);

/* One more completed row. */
static void complete(void *context, const struct assignment *assignment)
{
  struct completions *completions = context;
  if (completions->found) return;
  struct judge *shadow = completions->shadow;
  const struct judge *judge = completions->judge;
  const struct plan *plan = judge->run->plan;
  const struct cells *cells = completions->set->cells;
  size_t at = completions->filled++;
  for (size_t i = 0; i < plan->company_field_count; i++)
    copy_cell(&shadow->compared[i], at, &judge->compared[i], completions->row);
  for (size_t i = 0; i < cells->field_count; i++) {
    struct column *column = &shadow->compared[plan_position_of(plan, cells->fields[i])];
    const struct cell *cell = &assignment->cells[i];
    column->state[at] = (uint8_t)cell->state;
    column->num[at] = cell->num;
    if (column->den) column->den[at] = cell->den ? cell->den : 1;
    if (column->text) column->text[at] = cell->text;
  }
  shadow->codes[at] = judge->codes[completions->row];
  shadow->names[at] = judge->names[completions->row];
  if (completions->filled == completions->batch) judge_completed(completions);
}

static void widen(struct bounds *bounds, const struct bounds *other, bool first)
{
  if (first || other->least < bounds->least) bounds->least = other->least;
  if (first || other->most > bounds->most) bounds->most = other->most;
  bounds->open = (!first && bounds->open) | other->open;
  bounds->overflowed = (!first && bounds->overflowed) | other->overflowed;
}

/* The sum of the row's verdicts, but for what budgets divide. */
static void add_row(struct completions *completions, const struct verdict *verdicts)
{
  const struct planned_subjects *subjects = completions->judge->subjects;
  struct bounds sum = { 0 };
  bool open = false;
  for (size_t k = 0; k < subjects->count; k++) {
    const struct planned *planned = &subjects->measures[k];
    if (k >= 64 || !(completions->set->measures >> k & 1)) continue;
    struct bounds own = bounds_of(planned, &verdicts[k]);
    open |= verdicts[k].outcome == OUTCOME_PENDING && (own.open || own.least != own.most);
    widen(&completions->own[k], &own, completions->first);
    if (!planned->has_budget && !measure_kind_owes(planned->measure->kind)) bounds_add(&sum, &own);
  }
  widen(&completions->total, &sum, completions->first);
  completions->first = false;
  if (open) return;
  widen(&completions->settled, &sum, completions->first_settled);
  completions->first_settled = false;
}

static void judge_completed(struct completions *completions)
{
  struct judge *shadow = completions->shadow;
  const struct judge *judge = completions->judge;
  const struct program *program = judge->subjects->program;
  size_t count = completions->filled;
  for (size_t i = 0; i < program->input_count; i++) {
    if (program->inputs[i].paid) judge_paid(shadow, i, count);
    if (!program->inputs[i].aggregate) continue;
    for (size_t row = 0; row < count; row++) shadow->measured[i][row] = judge->measured[i][completions->row];
    judge_measured(shadow, i, count);
  }
  program_run(program, shadow->slots, count, NULL);
  judge_find_alive(shadow, count);
  arena_rewind(&shadow->steps, shadow->no_steps);
  shadow->subject.reading = &shadow->reading;
  for (size_t row = 0; row < count; row++) {
    judge_reach(shadow, row);
    add_row(completions, shadow->row_verdicts);
    for (size_t k = 0; k < judge->subjects->count; k++) shadow->row_verdicts[k].outcome = OUTCOME_NO;
  }
  shadow->subject.reading = NULL;
  completions->filled = 0;
  completions->batch = completions->batch * 4 < BATCH_ROWS ? completions->batch * 4 : BATCH_ROWS;
  const struct bounds *widest = &completions->widest, *settled = &completions->settled;
  completions->found = !completions->first_settled && settled->least == widest->least && settled->most == widest->most &&
                       settled->open == widest->open && !widest->overflowed;
}

/* What is open, and what it rests on */

static uint32_t limit_slot(const struct planned_subjects *subjects, size_t measure, size_t at)
{
  const struct planned_limit *limit = &subjects->limits[at];
  for (size_t i = 0; i < limit->count; i++)
    if (limit->members[i] == measure) return limit->slot;
  return NO_SLOT;
}

/* Slots of conditions of the measure, then of figures. */
static size_t slots_of(const struct planned_subjects *subjects, size_t measure, bool figures, uint32_t *slots, size_t most)
{
  const struct planned *planned = &subjects->measures[measure];
  size_t count = 0;
  if (!figures) {
    slots[count++] = planned->condition;
    slots[count++] = planned->named;
    return count;
  }
  slots[count++] = planned->amount;
  slots[count++] = planned->cap;
  slots[count++] = planned->cumulative_cap;
  for (size_t i = 0; i < subjects->limit_count && count < most; i++) slots[count++] = limit_slot(subjects, measure, i);
  return count;
}

enum { SLOTS = 16 };

/* Those that stand in a relation with one of them, too. */
static uint64_t with_joined(const struct planned_subjects *subjects, uint64_t measures)
{
  uint64_t before = 0;
  while (before != measures) {
    before = measures;
    for (size_t k = 0; k < subjects->count && k < 64; k++) {
      const struct exclusive_group *choice = subjects->measures[k].exclusive_group;
      for (size_t i = 0; choice && i < subjects->count && i < 64; i++)
        if (measures >> i & 1 && subjects->measures[i].exclusive_group == choice) measures |= UINT64_C(1) << k;
    }
    for (size_t l = 0; l < subjects->limit_count; l++) {
      uint64_t members = 0;
      for (size_t i = 0; i < subjects->limits[l].count; i++) members |= UINT64_C(1) << (subjects->limits[l].members[i] & 63);
      if (members & measures) measures |= members;
    }
  }
  return measures;
}

/* Which fields matter by their cell alone, and where these are cut. */
static void find_keys(struct arena *arena, struct open_set *set)
{
  const struct cells *cells = set->cells;
  static const struct assignment nothing;
  static const struct cells_options options;
  struct ratio cuts[MOST_CUTS];
  set->by_row = cells->obstacle != NULL;
  set->by_value = set->priced;
  for (size_t i = 0; i < cells->equation_count; i++) {
    uint64_t fields = cells->equations[i].fields;
    if (fields & (fields - 1)) set->by_value |= fields;
  }
  for (size_t i = 0; i < cells->field_count; i++) {
    enum field_kind kind = cells->fields[i]->kind;
    bool figure = kind == FIELD_MONEY || kind == FIELD_COUNT || kind == FIELD_NUMBER || kind == FIELD_DATE;
    size_t count = figure && !(set->by_value >> i & 1) ? cells_cuts(cells, &nothing, i, &options, cuts, MOST_CUTS) : SIZE_MAX;
    if (count == SIZE_MAX) {
      set->by_value |= UINT64_C(1) << i;
      continue;
    }
    set->cuts[i] = arena_array(arena, count + 1, sizeof *cuts);
    memcpy(set->cuts[i], cuts, count * sizeof *cuts);
    set->cut_count[i] = count;
  }
  set->buckets = arena_array(arena, REMEMBERED, sizeof(struct remembered *));
}

static struct open_set *set_of(struct completions *completions, uint64_t open)
{
  const struct planned_subjects *subjects = completions->judge->subjects;
  for (size_t i = 0; i < completions->set_count; i++)
    if (completions->sets[i].open == open) return &completions->sets[i];
  if (completions->set_count == KNOWN_SETS) return NULL;
  struct open_set *set = &completions->sets[completions->set_count++];
  uint32_t slots[64 * 2 + 64 * SLOTS] = { 0 }, figures[64 * SLOTS];
  size_t count = 0, figure_count = 0;
  *set = (struct open_set){ .open = open, .measures = with_joined(subjects, open) };
  for (size_t k = 0; k < subjects->count && k < 64; k++) {
    if (!(set->measures >> k & 1)) continue;
    count += slots_of(subjects, k, false, slots + count, SLOTS);
    figure_count += slots_of(subjects, k, true, figures + figure_count, SLOTS);
  }
  memcpy(slots + count, figures, figure_count * sizeof *figures);
  set->cells = cells_new(&completions->arena, subjects->program, slots, count + figure_count, NULL);
  for (size_t i = 0; i < figure_count; i++)
    if (figures[i] != NO_SLOT) set->priced |= set->cells->figures[figures[i]];
  find_keys(&completions->arena, set);
  return set;
}

/* How often each field is read below the slot, in all, up to two: an interval is exact where no datum is read twice. */
static size_t most_read(const struct program *program, uint32_t slot, uint8_t *read)
{
  const struct step *step = &program->steps[slot];
  size_t most = 0;
  bool leaf = step->node->op == NODE_FIELD || step->node->op == NODE_AGGREGATE || step->node->op == NODE_POPULATION;
  if (leaf && read[slot] < 2) read[slot]++;
  if (leaf) most = read[slot];
  for (size_t i = 0; i < step->input_count && most < 2; i++) {
    size_t below = most_read(program, step->inputs[i], read);
    if (below > most) most = below;
  }
  return most;
}

static bool reads_once(struct completions *completions, size_t measure)
{
  const struct planned_subjects *subjects = completions->judge->subjects;
  uint8_t *known = &completions->reads_once[measure];
  if (*known) return *known == 2;
  struct arena arena = { 0 };
  uint8_t *read = arena_array(&arena, subjects->program->step_count + 1, 1);
  uint32_t slots[2 + SLOTS];
  size_t count = slots_of(subjects, measure, false, slots, SLOTS), most = 0;
  count += slots_of(subjects, measure, true, slots + count, SLOTS);
  for (size_t i = 0; i < count; i++) {
    size_t below = slots[i] == NO_SLOT ? 0 : most_read(subjects->program, slots[i], read);
    if (below > most) most = below;
  }
  arena_free(&arena);
  *known = most < 2 ? 2 : 1;
  return most < 2;
}

static bool stands_alone(const struct planned *planned)
{
  return !planned->measure->exclusive_group && !planned->measure->joint_limit_count && !planned->has_budget;
}

/* The value of a count or a figure of the list in the row that is completed. */
static bool given_value(const void *context, uint32_t slot, struct ratio *value)
{
  const struct completions *completions = context;
  const struct column *column = &completions->judge->slots[slot].column;
  if (!column->state || column->state[completions->row] != STATE_KNOWN) return false;
  *value = (struct ratio){ column->num[completions->row], column->den ? column->den[completions->row] : 1 };
  return true;
}

/* Which fields of the row are open; the others as they are. False when one is neither. */
static bool known_cells(const struct completions *completions, struct assignment *known, uint64_t *open)
{
  const struct judge *judge = completions->judge;
  const struct cells *cells = completions->set->cells;
  *open = 0;
  known->decided = 0;
  for (size_t i = 0; i < cells->field_count; i++) {
    const struct column *column = &judge->compared[plan_position_of(judge->run->plan, cells->fields[i])];
    struct cell *cell = &known->cells[i];
    *cell = (struct cell){ .state = (enum state)column->state[completions->row],
                           .num = column->num[completions->row],
                           .den = column->den ? column->den[completions->row] : 1 };
    if (column->text) cell->text = column->text[completions->row];
    if (cell->state == STATE_OVERFLOW) return false;
    if (cell->state == STATE_UNKNOWN) *open |= UINT64_C(1) << i;
    else known->decided |= UINT64_C(1) << i;
  }
  return true;
}

/* Goes through the completions of the row; false when that is not possible, or leaves something open that matters. */
static bool enumerate(struct completions *completions, const struct assignment *known, uint64_t open)
{
  const struct cells_options options = { .limit = COMPLETIONS, .value = given_value, .value_context = completions };
  const struct node *obstacle;
  completions->filled = 0, completions->batch = 16;
  completions->found = false, completions->first = completions->first_settled = true;
  if (!open || open & completions->set->priced) return false;
  if (!completions->shadow) open_shadow(completions);
  bool all_seen = cells_each(completions->set->cells, known, open, &options, complete, completions, &obstacle) > 0;
  if (all_seen && completions->filled) judge_completed(completions);
  const struct bounds *all = &completions->total, *settled = &completions->settled;
  if (completions->found) return completions->total = *settled, true;
  return all_seen && !completions->first_settled && all->least == settled->least && all->most == settled->most &&
         all->open == settled->open;
}

/* Which of the cells between and on the cuts: 2 i below the cut of number i, 2 i + 1 on it. */
static int64_t cell_number(const struct ratio *cuts, size_t count, struct ratio value)
{
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    int order = ratio_compare(value, cuts[middle]);
    if (order == 0) return (int64_t)middle * 2 + 1;
    if (order < 0) high = middle;
    else low = middle + 1;
  }
  return (int64_t)low * 2;
}

/* In which cells the row lies. */
static void format_key(struct buffer *key, const struct open_set *set, const struct assignment *known)
{
  for (size_t i = 0; i < set->cells->field_count; i++) {
    const struct cell *cell = &known->cells[i];
    bool exactly = set->by_value >> i & 1;
    int64_t number = cell->state != STATE_KNOWN ? 0
                     : exactly                  ? cell->num
                               : cell_number(set->cuts[i], set->cut_count[i], (struct ratio){ cell->num, cell->den });
    buffer_char(key, (char)cell->state);
    buffer_bytes(key, (const char *)&number, sizeof number);
    if (exactly) buffer_bytes(key, (const char *)&cell->den, sizeof cell->den);
    if (!exactly || !cell->text.at) continue;
    buffer_bytes(key, (const char *)&cell->text.length, sizeof cell->text.length);
    buffer_slice(key, cell->text);
  }
}

static struct remembered **place_of(const struct open_set *set, struct slice key)
{
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < key.length; i++) hash = (hash ^ (uint8_t)key.at[i]) * 1099511628211u;
  struct remembered **place = &set->buckets[(hash ^ hash >> 32) % REMEMBERED];
  while (*place && !slice_equal((*place)->key, key)) place = &(*place)->next;
  return place;
}

/* A row that is like others but for its history, or what was decided of it, is like none. */
static bool is_like_others(const struct completions *completions)
{
  const struct run_options *options = completions->judge->run->options;
  struct slice code = completions->judge->codes[completions->row];
  return !completions->set->by_row && !options->decisions && (!options->history || !history_rows(options->history, code));
}

static const struct remembered *remember(struct completions *completions, struct slice key, bool exact, struct remembered *room)
{
  struct open_set *set = completions->set;
  bool kept = key.length && set->remembered < REMEMBERED;
  size_t count = completions->judge->subjects->count;
  struct remembered *remembered = kept ? arena_alloc(&completions->arena, sizeof *remembered) : room;
  *remembered =
      (struct remembered){ .exact = exact, .whole = !completions->found, .total = completions->total, .own = completions->own };
  if (!kept) return remembered;
  remembered->key = slice_copy(&completions->arena, key);
  remembered->own = arena_array(&completions->arena, count, sizeof *remembered->own);
  memcpy(remembered->own, completions->own, count * sizeof *remembered->own);
  *place_of(set, remembered->key) = remembered;
  set->remembered++;
  return remembered;
}

/* What the judgements of the set come to by the rules between measures. */
static void find_widest(struct completions *completions, const struct judgement *judgements, size_t count, uint64_t measures)
{
  const struct planned_subjects *subjects = completions->judge->subjects;
  completions->widest = (struct bounds){ 0 };
  completions->set = set_of(completions, measures);
  for (size_t i = 0; completions->set && i < count; i++) {
    size_t k = judgements[i].planned;
    if (k < 64 && completions->set->measures >> k & 1 && !subjects->measures[k].has_budget)
      bounds_add(&completions->widest, &judgements[i].total);
  }
}

/* What the open measures of the row come to. NULL: nothing better is known. */
static const struct remembered *bounds_over_completions(struct completions *completions, size_t row, struct remembered *room)
{
  struct assignment known;
  uint64_t open;
  completions->row = row;
  completions->lacks = true;
  if (!completions->set || !known_cells(completions, &known, &open)) return NULL;
  completions->lacks = open != 0;
  buffer_reset(&completions->key);
  if (is_like_others(completions)) format_key(&completions->key, completions->set, &known);
  struct slice key = buffer_view(&completions->key);
  const struct remembered *found = key.length ? *place_of(completions->set, key) : NULL;
  if (!found) found = remember(completions, key, enumerate(completions, &known, open), room);
  return found->exact ? found : NULL;
}

void completions_narrow(struct completions *completions, size_t row, struct judgement *judgements, size_t count)
{
  const struct planned *measures = completions->judge->subjects->measures;
  uint64_t open = 0;
  size_t pending = 0, last = 0;
  bool possible = true, related = false, priced = false, once = true;
  for (size_t i = 0; i < count; i++) {
    const struct planned *planned = &measures[judgements[i].planned];
    bool pays = planned->amount != NO_SLOT || planned->discretionary;
    if (judgements[i].verdict.outcome != OUTCOME_PENDING || !pays || judgements[i].verdict.by_hand) continue;
    possible &= judgements[i].planned < 64 && !planned->has_budget && !planned->measure->instalment_count && !planned->late;
    related |= !stands_alone(planned);
    priced |= planned->amount != NO_SLOT || planned->cap != NO_SLOT || planned->cumulative_cap != NO_SLOT;
    once = once && judgements[i].planned < 64 && reads_once(completions, judgements[i].planned);
    open |= UINT64_C(1) << (judgements[i].planned & 63);
    pending++, last = i;
  }
  if (!pending) return;
  bool alone = pending == 1 && stands_alone(&measures[judgements[last].planned]);
  if (alone && once) return;
  if (!priced && !related) { /* nothing to compute: each is to be set without an end, or is not granted */
    judgements[last].total.wider = !once;
    return;
  }
  struct remembered room;
  completions->lacks = !possible && !alone;
  if (possible) find_widest(completions, judgements, count, open);
  const struct remembered *exact = possible ? bounds_over_completions(completions, row, &room) : NULL;
  for (size_t i = 0; exact && i < count; i++) {
    size_t k = judgements[i].planned;
    if (k >= 64 || !(completions->set->measures >> k & 1) || measures[k].has_budget) continue;
    if (exact->whole) judgements[i].bounds = exact->own[k];
    judgements[i].total = i == last ? exact->total : (struct bounds){ 0 };
  }
  if (exact) return;
  judgements[last].total.wider = completions->lacks || related;
}
