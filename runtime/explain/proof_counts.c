/* Conditions that are compared by themselves: of the records that a measure counts, of the companies that a target counts, of the
 * rungs of a list.
 *
 * A count is supposed to be any number when measures are compared (evaluate/cells), so what it counts is compared apart: two
 * counts that differ by their condition alone are one figure, where the conditions let the same rows through. A row is a record
 * with the company that it names: its cells are gone through like those of a company. Only known data are: what is not known of a
 * row leaves it open in both.
 *
 * Counts of two versions belong together in the order in which they are written, those that are alike left aside. */
#include <string.h>

#include "explain/proof_parts.h"

enum { PARTS_MOST = 128 };

struct condition_pair {
  struct witness_bench bench;
  uint32_t slots[2], values[2]; /* NO_SLOT: every row counts; nothing is summed */
  struct proof_rows rows;
  bool hidden; /* values are not the same, though rounded they are */
};

static bool value_in(const struct condition_pair *pair, size_t side, size_t row, struct ratio *value)
{
  const struct column *column = &pair->bench.slots[pair->values[side]].column;
  *value = (struct ratio){ column->num[row], column->den ? column->den[row] : 1 };
  return column->state[row] == STATE_KNOWN;
}

static struct proof_result result_in(const struct condition_pair *pair, size_t side, size_t row)
{
  static const uint8_t outcomes[] = { [ANSWER_NO] = OUTCOME_NO, [ANSWER_UNKNOWN] = OUTCOME_PENDING, [ANSWER_YES] = OUTCOME_YES };
  uint32_t slot = pair->slots[side], value = pair->values[side];
  struct proof_result result = { .outcome = slot == NO_SLOT ? OUTCOME_YES : outcomes[pair->bench.slots[slot].answer[row]] };
  struct ratio figure;
  if (result.outcome == OUTCOME_NO || value == NO_SLOT || !value_in(pair, side, row, &figure)) return result;
  result.has_amount = ratio_round(figure, 1, ROUND_HALF_AWAY, &result.amount);
  return result;
}

static void compare_row(void *context, struct witness_bench *bench, size_t row)
{
  struct condition_pair *pair = context;
  uint8_t answers[PROOF_CONDITIONS];
  const struct proof_result before = result_in(pair, 0, row), after = result_in(pair, 1, row);
  for (size_t i = 0; i < pair->rows.condition_count; i++) answers[i] = bench->slots[pair->rows.conditions[i].slot].answer[row];
  proof_rows_add(&pair->rows, &bench->batch[row], answers, 0, &before, &after);
  struct ratio one, other;
  bool both = before.has_amount && after.has_amount && value_in(pair, 0, row, &one) && value_in(pair, 1, row, &other);
  pair->hidden |= both && ratio_compare(one, other) != 0;
}

static bool are_alike(const struct condition_pair *pair, const uint32_t slots[2])
{
  const struct step *steps = pair->bench.program->steps;
  if (slots[0] == NO_SLOT || slots[1] == NO_SLOT) return slots[0] == slots[1];
  return node_alike(steps[slots[0]].node, steps[slots[1]].node);
}

/* Where cells are too many: by how the parts of both conditions can be answered. What is counted alike is not told one by one. */
static bool condense_pair(struct condition_pair *pair)
{
  uint32_t slots[PARTS_MOST];
  uint8_t measures[PARTS_MOST];
  struct witness_bench *bench = &pair->bench;
  uint64_t priced = 0;
  size_t count = 0;
  for (uint8_t side = 0; side < 2; side++) {
    if (pair->values[side] != NO_SLOT) priced |= bench->cells->all[pair->values[side]];
    if (pair->slots[side] != NO_SLOT) count = witnesses_parts(bench, pair->slots[side], side, slots, measures, count, PARTS_MOST);
  }
  if (count == PARTS_MOST || !witnesses_condense(bench, slots, measures, count, priced, false)) return false;
  proof_rows_free(&pair->rows);
  proof_rows_open(&pair->rows, bench);
  proof_rows_ask_parts(&pair->rows, bench, slots, count);
  return true;
}

static void compare_pair(struct arena *arena, enum language language, struct condition_pair *pair, struct proof *proof)
{
  struct cells_options options = { .limit = PROOF_CELLS };
  const struct node *obstacle = NULL;
  if (are_alike(pair, pair->slots) && are_alike(pair, pair->values)) return;
  witnesses_ready(&pair->bench);
  const struct cells *cells = pair->bench.cells;
  proof_rows_open(&pair->rows, &pair->bench);
  options.ends = cells->rounded;
  for (int side = 0; side < 2; side++)
    if (pair->values[side] != NO_SLOT) options.ends |= cells->figures[pair->values[side]];
  obstacle = cells->obstacle;
  pair->bench.known_only = true;
  bool hopeless = !obstacle && cells_estimate(cells, pair->bench.open, &options) / PROOF_HOPELESS > PROOF_CELLS;
  if (!obstacle && !hopeless) proof->witnesses = witnesses_run(&pair->bench, &options, compare_row, pair, &obstacle);
  if (!proof->witnesses && !obstacle && condense_pair(pair))
    proof->witnesses = witnesses_run(&pair->bench, &options, compare_row, pair, &obstacle);
  if (!proof->witnesses) proof_say_obstacle(arena, language, proof, cells, obstacle);
  else pair->rows.varied = pair->values[0] != NO_SLOT, proof_classes_find(arena, language, &pair->rows, proof);
  if (proof->kind == PROOF_SAME && pair->hidden) proof_say_open(arena, language, proof, MSG_PROOF_ROUNDED, NULL);
  proof_rows_free(&pair->rows);
}

/* Conditions and what is summed, NULL: none. */
static void find_pair(struct arena *arena, enum language language, const struct model *model,
                      const struct node *const conditions[2], const struct node *const values[2], struct as_of as_of,
                      const struct cells_supposing *supposing, struct proof *proof)
{
  struct condition_pair pair = { .slots = { NO_SLOT, NO_SLOT }, .values = { NO_SLOT, NO_SLOT } };
  *proof = (struct proof){ .kind = PROOF_SAME };
  witnesses_open(&pair.bench, model, as_of);
  pair.bench.supposing = supposing;
  for (int side = 0; side < 2; side++) {
    if (conditions[side]) pair.slots[side] = witnesses_ask(&pair.bench, conditions[side]);
    if (values[side]) pair.values[side] = witnesses_ask(&pair.bench, values[side]);
  }
  compare_pair(arena, language, &pair, proof);
  witnesses_close(&pair.bench);
}

/* Counts of two versions */

struct count_list {
  const struct node *items[PROOF_COUNTS];
  size_t count;
};

static bool note_count(const struct node *node, const void *context)
{
  struct count_list *list = (struct count_list *)(uintptr_t)context;
  bool known = node->op != NODE_AGGREGATE || list->count == PROOF_COUNTS;
  for (size_t i = 0; !known && i < list->count; i++) known = node_alike(list->items[i], node);
  if (!known) list->items[list->count++] = node;
  return false;
}

/* But for the condition, and what is summed. */
static bool belong_together(const struct node *a, const struct node *b)
{
  struct aggregate one = *a->aggregate, other = *b->aggregate;
  struct node x = *a, y = *b;
  one.condition = other.condition = NULL;
  if (one.kind >= AGGREGATE_SUM) one.value = other.value = NULL;
  x.aggregate = &one, y.aggregate = &other;
  return node_alike(&x, &y);
}

static bool is_in(const struct count_list *list, const struct node *node)
{
  for (size_t i = 0; i < list->count; i++)
    if (node_alike(list->items[i], node)) return true;
  return false;
}

void proof_counts_pair(struct arena *arena, enum language language, const struct model *model, struct as_of as_of,
                       const struct node *const before[], const struct node *const after[], size_t count,
                       struct proof_counts *counts)
{
  struct count_list lists[2] = { { .count = 0 } };
  struct program *program = program_new(arena, model, as_of);
  for (size_t i = 0; i < count; i++) {
    if (before[i]) node_any(program_fold(program, before[i]), note_count, &lists[0]);
    if (after[i]) node_any(program_fold(program, after[i]), note_count, &lists[1]);
  }
  bool taken[PROOF_COUNTS] = { false };
  *counts = (struct proof_counts){ .single = lists[0].count == 1 && lists[1].count == 1 };
  for (size_t i = 0; i < lists[0].count; i++) {
    const struct node *a = lists[0].items[i];
    if (is_in(&lists[1], a)) continue;
    for (size_t k = 0; k < lists[1].count; k++) {
      const struct node *b = lists[1].items[k];
      if (taken[k] || is_in(&lists[0], b) || !belong_together(a, b)) continue;
      taken[k] = true;
      struct proof_count *pair = &counts->pairs[counts->count++];
      *pair = (struct proof_count){ .before = a, .after = b };
      const bool summed = a->aggregate->kind >= AGGREGATE_SUM;
      find_pair(arena, language, model, (const struct node *const[]){ a->aggregate->condition, b->aggregate->condition },
                (const struct node *const[]){ summed ? a->aggregate->value : NULL, summed ? b->aggregate->value : NULL }, as_of,
                NULL, &pair->proof);
      break;
    }
    if (!counts->count || counts->pairs[counts->count - 1].before != a) counts->unpaired = a;
  }
}

bool proof_counts_same(void *context, const struct node *a, const struct node *b)
{
  const struct proof_counts *counts = context;
  for (size_t i = 0; i < counts->count; i++) {
    const struct proof_count *pair = &counts->pairs[i];
    if (pair->proof.kind != PROOF_SAME && !counts->assumed) continue;
    bool there = node_alike(pair->before, a) && node_alike(pair->after, b);
    if (there || (node_alike(pair->before, b) && node_alike(pair->after, a))) return true;
  }
  return false;
}

/* Classes of rows that count in one version only, told for what counts them. */
void proof_counts_tell(struct arena *arena, enum language language, const struct proof_counts *counts, struct proof *proof)
{
  struct proof_class *own = proof->classes;
  size_t own_count = proof->class_count;
  proof->classes = NULL, proof->class_count = proof->class_capacity = 0;
  for (size_t i = 0; i < counts->count; i++) {
    const struct proof_count *pair = &counts->pairs[i];
    for (size_t k = 0; pair->proof.kind == PROOF_DIFFERENT && k < pair->proof.class_count; k++) {
      struct proof_class class = pair->proof.classes[k];
      struct buffer where = { 0 };
      const char *part = class.where ? class.where : message_name(MSG_PROOF_SOMETIMES, language);
      if (!*part) part = message_name(MSG_PROOF_EACH, language);
      bool records = pair->before->aggregate->table != 0;
      if (records) message_text(&where, language, MSG_PROOF_RECORDS, pair->before->aggregate->table_name, part, NULL);
      else if (counts->single) buffer_text(&where, part);
      else message_text(&where, language, MSG_PROOF_COMPANIES, INTEGER(i + 1), part, NULL);
      class.where = buffer_take(arena, &where).at;
      proof->classes = arena_grow(arena, proof->classes, proof->class_count, &proof->class_capacity, sizeof class);
      proof->classes[proof->class_count++] = class;
    }
    proof->more += pair->proof.more;
  }
  for (size_t i = 0; i < own_count; i++) {
    proof->classes = arena_grow(arena, proof->classes, proof->class_count, &proof->class_capacity, sizeof *own);
    proof->classes[proof->class_count++] = own[i];
  }
  if (proof->class_count) proof->kind = PROOF_DIFFERENT;
}

/* One of them cannot be compared; NULL: all are. */
const struct proof *proof_counts_open(const struct proof_counts *counts)
{
  for (size_t i = 0; i < counts->count; i++)
    if (counts->pairs[i].proof.kind == PROOF_OPEN) return &counts->pairs[i].proof;
  return NULL;
}

bool proof_counts_differ(const struct proof_counts *counts)
{
  for (size_t i = 0; i < counts->count; i++)
    if (counts->pairs[i].proof.kind != PROOF_SAME) return true;
  return false;
}

/* Targets */

/* The same but for counts that belong together? */
static bool same_form(struct proof_counts *counts, const struct node *a, const struct node *b)
{
  if (a->op == NODE_AGGREGATE && b->op == NODE_AGGREGATE) return node_alike(a, b) || proof_counts_same(counts, a, b);
  if (a->operand_count != b->operand_count) return false;
  for (size_t i = 0; i < a->operand_count; i++)
    if (!same_form(counts, a->operands[i], b->operands[i])) return false;
  struct node x = *a, y = *b;
  x.operand_count = y.operand_count = 0;
  return node_alike(&x, &y);
}

static void add_change(struct arena *arena, enum language language, struct proof *proof, enum message what, const char *before,
                       const char *after)
{
  proof->kind = PROOF_DIFFERENT;
  proof->classes = arena_grow(arena, proof->classes, proof->class_count, &proof->class_capacity, sizeof *proof->classes);
  proof->classes[proof->class_count++] =
      (struct proof_class){ .where = message_name(what, language), .before = before, .after = after, .witness = "" };
}

static const char *goal_string(struct arena *arena, enum language language, struct program *day, const struct measure *target)
{
  struct buffer text = { 0 };
  if (target->goal) {
    format_words(&text, language, target->reach == MORE_THAN ? MSG_RELATION_MORE_THAN : MSG_RELATION_AT_LEAST);
    format_node(&text, language, program_fold(day, target->goal));
  }
  return buffer_take(arena, &text).at;
}

static bool same_years(const struct measure *a, const struct measure *b)
{
  return a->year_count == b->year_count && (!a->year_count || memcmp(a->years, b->years, a->year_count * sizeof *a->years) == 0);
}

static const char *years_string(struct arena *arena, const struct measure *target)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < target->year_count; i++) buffer_printf(&text, "%s%d", i ? "、" : "", target->years[i]);
  return buffer_take(arena, &text).at;
}

static bool same_breakdown(const struct measure *a, const struct measure *b)
{
  return a->breakdown && b->breakdown ? strcmp(a->breakdown->name, b->breakdown->name) == 0 : a->breakdown == b->breakdown;
}

static const char *formula_string(struct arena *arena, enum language language, const struct node *formula)
{
  struct buffer text = { 0 };
  format_node(&text, language, formula);
  return buffer_take(arena, &text).at;
}

/* Two formulas over the same counts, and figures that are any: that they differ is known where some figures show it. */
static void compare_formulas(struct arena *arena, enum language language, const struct model *model, struct as_of as_of,
                             struct proof_counts *counts, const struct node *a, const struct node *b, struct proof *proof)
{
  const struct cells_supposing supposing = { proof_counts_same, counts };
  struct proof figures = { .kind = PROOF_OPEN };
  if (a && b)
    find_pair(arena, language, model, (const struct node *const[]){ NULL, NULL }, (const struct node *const[]){ a, b }, as_of,
              &supposing, &figures);
  if (figures.kind != PROOF_DIFFERENT) {
    proof_say_open(arena, language, proof, MSG_PROOF_ACTUAL, NULL);
    return;
  }
  const char *before = formula_string(arena, language, proof->before->actual),
             *after = formula_string(arena, language, proof->after->actual);
  bool alike = strcmp(before, after) == 0; /* a parameter is worth something else */
  add_change(arena, language, proof, MSG_PROOF_FORMULA, alike ? formula_string(arena, language, a) : before,
             alike ? formula_string(arena, language, b) : after);
}

void proof_target_find(struct arena *arena, enum language language, const struct model *model, const struct measure *before,
                       const struct measure *after, struct as_of as_of, struct proof *proof)
{
  struct program *day = program_new(arena, model, as_of);
  struct proof_counts counts;
  proof_counts_pair(arena, language, model, as_of, (const struct node *const[]){ before->actual, before->goal },
                    (const struct node *const[]){ after->actual, after->goal }, 2, &counts);
  counts.assumed = true;
  *proof = (struct proof){ .before = before, .after = after, .kind = PROOF_SAME };
  const struct node *a = before->actual ? program_fold(day, before->actual) : NULL,
                    *b = after->actual ? program_fold(day, after->actual) : NULL;
  bool same = a && b ? same_form(&counts, a, b) : a == b;
  const struct proof *open = proof_counts_open(&counts);
  const char *goals[] = { goal_string(arena, language, day, before), goal_string(arena, language, day, after) };
  proof_counts_tell(arena, language, &counts, proof);
  if (strcmp(goals[0], goals[1]) != 0) add_change(arena, language, proof, MSG_PROOF_GOAL, goals[0], goals[1]);
  if (!same_years(before, after))
    add_change(arena, language, proof, MSG_PROOF_OF_YEARS, years_string(arena, before), years_string(arena, after));
  if (!same_breakdown(before, after))
    add_change(arena, language, proof, MSG_PROOF_BREAKDOWN, before->breakdown ? before->breakdown->name : "",
               after->breakdown ? after->breakdown->name : "");
  if (open) proof->kind = PROOF_OPEN, proof->reason = open->reason, proof->exhausted = open->exhausted;
  else if (!same) compare_formulas(arena, language, model, as_of, &counts, a, b, proof);
}

/* Rungs, and what members are compared with */

bool proof_lists_find(struct arena *arena, enum language language, const struct model *model, const struct measure *before,
                      const struct measure *after, struct as_of as_of, struct proof *proof)
{
  struct program *day = program_new(arena, model, as_of);
  if (before->rung_count != after->rung_count || before->against_count != after->against_count ||
      before->show_count != after->show_count)
    return false;
  for (size_t i = 0; i < before->show_count; i++)
    if (!proof_alike(day, before->shows[i], after->shows[i])) return false;
  for (size_t i = 0; i < before->rung_count + before->against_count; i++) {
    size_t k = i - before->rung_count;
    bool rung = i < before->rung_count;
    if (rung && strcmp(before->rungs[i].name, after->rungs[i].name) != 0) return false;
    const struct node *a = rung ? before->rungs[i].condition : before->against[k],
                      *b = rung ? after->rungs[i].condition : after->against[k];
    struct proof one;
    find_pair(arena, language, model, (const struct node *const[]){ a, b }, (const struct node *const[]){ NULL, NULL }, as_of,
              NULL, &one);
    if (one.kind == PROOF_OPEN) return false;
    for (size_t c = 0; c < one.class_count; c++) {
      struct buffer where = { 0 }, name = { 0 };
      if (!rung) format_node(&name, language, a);
      buffer_char(&name, 0);
      message_text(&where, language, rung ? MSG_PROOF_RUNG : MSG_PROOF_AGAINST, rung ? before->rungs[i].name : name.at,
                   one.classes[c].where ? one.classes[c].where : message_name(MSG_PROOF_SOMETIMES, language), NULL);
      buffer_free(&name);
      proof->classes = arena_grow(arena, proof->classes, proof->class_count, &proof->class_capacity, sizeof *proof->classes);
      proof->classes[proof->class_count] = one.classes[c];
      proof->classes[proof->class_count++].where = buffer_take(arena, &where).at;
    }
  }
  if (proof->class_count) proof->kind = PROOF_DIFFERENT;
  return true;
}
