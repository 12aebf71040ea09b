/* Groups of measures: what 择一 and 总限 leave of each, in two versions, for every company that could be.
 *
 * What one measure of a group gives depends on what the others do, so they are judged together, both versions in one program. The
 * cells of all their fields are too many; but of the others it only matters how their conditions are answered, so what no amount
 * reads and no version changed is condensed to the ways of answering (explain/witnesses). If that is still too much, conditions
 * that changed are condensed, too, and then told as they are written.
 *
 * What earlier years granted counts like a datum: of each measure with 一次性 or 次数, in none, and in as many years as either
 * version asks about; and a row of the history that cannot be read. 累计封顶 and 补差 take off what was paid, which is any
 * amount. Where nothing else rests on what they leave, two versions that are the same when nothing was paid are the same when
 * something was. Else that is left open, as are parts of totals, and limits over several years.
 *
 * Amounts that vary are compared at the ends of cells, which are cut where two of them are equal, so that within a cell the same
 * one is the highest. What a limit leaves is no straight line, so with one two versions are called the same only where what it
 * gets is. */
#include <stdio.h>
#include <string.h>

#include "explain/proof_parts.h"

enum {
  SIDES = 2,
  MEMBERS = WITNESS_MEASURES / SIDES,
  STATES_MOST = 512,
  CONDITIONS_MOST = 256,
  YEARS_MOST = 8,
  SUMMED_MOST = 5,
  SUMS_MOST = 128
};

/* What earlier years granted of one measure. */
struct granted {
  const char *id;
  int years[YEARS_MOST]; /* that make a difference, ascending from 0 */
  size_t count;
};

struct grouping {
  struct arena *arena;
  enum language language;
  const struct model *const *models;
  struct witness_bench bench;
  struct proof_counts counts;
  struct cells_supposing supposing;
  const char *ids[MEMBERS]; /* of all that are in relations with each other in either version */
  size_t id_count;
  const struct measure *members[SIDES][MEMBERS]; /* in the order of the model */
  struct planned_subjects sides[SIDES];
  struct proof *proofs[MEMBERS];
  size_t numbers[MEMBERS][SIDES]; /* of each proof's measures, among the members */
  size_t proof_count;
  uint32_t conditions[CONDITIONS_MOST]; /* of all, one by one */
  uint8_t measures[CONDITIONS_MOST];
  bool changed[CONDITIONS_MOST]; /* the other version has none like it */
  size_t condition_count;
  struct granted granted[MEMBERS];
  size_t granted_count, state_count;
  struct history *history;
  uint64_t priced;
  bool limited;                 /* a limit cuts amounts that vary */
  bool differs[MEMBERS];        /* of each proof */
  bool claims_differ[MEMBERS];  /* what the rules between measures get of it */
  bool figures_differ[MEMBERS]; /* the same before amounts are rounded */
  bool may_be_cut[MEMBERS];     /* by a limit over what differs */
  bool relations_same;          /* as they are written */
  size_t told;                  /* the proof whose rows are kept; SIZE_MAX: none */
  struct proof_rows rows;
};

/* Which measures */

/* Does what one gives change what the other does? */
static bool are_joined(const struct measure *a, const struct measure *b)
{
  if (a->exclusive_group && a->exclusive_group == b->exclusive_group) return true;
  for (size_t i = 0; i < a->joint_limit_count; i++)
    for (size_t k = 0; k < b->joint_limit_count; k++)
      if (a->joint_limits[i].limit == b->joint_limits[k].limit) return true;
  return b->id && a->id && (measure_set_has(&a->top_up, b->id) || measure_set_has(&b->top_up, a->id));
}

static bool is_member(const struct grouping *group, const char *id)
{
  for (size_t i = 0; i < group->id_count; i++)
    if (strcmp(group->ids[i], id) == 0) return true;
  return false;
}

/* False when there are too many. */
static bool find_ids(struct grouping *group)
{
  for (size_t at = 0; at < group->id_count; at++)
    for (int side = 0; side < SIDES; side++) {
      const struct model *model = group->models[side];
      const struct measure *one = model_measure(model, group->ids[at]);
      for (size_t i = 0; one && i < model->measure_count; i++) {
        const struct measure *other = model->measures[i];
        if (!other->id || is_member(group, other->id) || !are_joined(one, other)) continue;
        if (group->id_count == MEMBERS) return false;
        group->ids[group->id_count++] = other->id;
      }
    }
  return true;
}

static void find_members(struct grouping *group, struct as_of as_of)
{
  for (size_t side = 0; side < SIDES; side++) {
    const struct model *model = group->models[side];
    struct planned_subjects *subjects = &group->sides[side];
    subjects->program = group->bench.program;
    subjects->measures = &group->bench.planned[group->bench.count];
    for (size_t i = 0; i < model->measure_count; i++) {
      const struct measure *measure = model->measures[i];
      bool judged = measure_kind_judged(measure->kind) && !measure->unlisted && policy_covers(measure->policy, as_of.year);
      if (!measure->id || !judged || !is_member(group, measure->id)) continue;
      plan_rules_in_program(group->bench.program, &group->bench.planned[witnesses_add(&group->bench, model, measure)]);
      group->members[side][subjects->count++] = measure;
    }
    for (size_t i = 0; i < model->joint_limit_count; i++) plan_limit(&group->bench.arena, subjects, model->joint_limits[i]);
  }
}

static size_t number_of(const struct grouping *group, size_t side, const struct measure *measure)
{
  size_t at = 0;
  while (at < group->sides[side].count && group->members[side][at] != measure) at++;
  return at;
}

static void find_proofs(struct grouping *group, struct proof *proofs, size_t count)
{
  group->proof_count = 0;
  for (size_t i = 0; i < count && group->proof_count < MEMBERS; i++) {
    if (!is_member(group, proofs[i].after->id)) continue;
    group->numbers[group->proof_count][0] = number_of(group, 0, proofs[i].before);
    group->numbers[group->proof_count][1] = number_of(group, 1, proofs[i].after);
    group->proofs[group->proof_count++] = &proofs[i];
  }
}

/* What they ask */

static void ask_condition(struct grouping *group, const struct node *condition, size_t measure)
{
  if (group->condition_count == CONDITIONS_MOST) return;
  const struct program *program = group->bench.program;
  uint32_t slot = witnesses_ask(&group->bench, condition);
  for (size_t i = 0; i < group->condition_count; i++)
    if (node_alike(program->steps[group->conditions[i]].node, program->steps[slot].node)) return;
  group->measures[group->condition_count] = (uint8_t)measure;
  group->conditions[group->condition_count++] = slot;
}

static struct planned *planned_of(struct grouping *group, size_t side, size_t number)
{
  return &group->sides[side].measures[number];
}

static void add_cut(struct grouping *group, uint32_t left, uint32_t right)
{
  if (left != NO_SLOT && right != NO_SLOT && left != right) cells_add_cut(group->bench.cells, left, right);
}

/* On which amounts, caps and limits rest. */
static uint64_t priced_fields(const struct grouping *group)
{
  uint64_t priced = proof_priced(&group->bench);
  for (size_t side = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].limit_count; i++)
      priced |= group->bench.cells->figures[group->sides[side].limits[i].slot];
  return priced;
}

/* Where one of them becomes the highest. */
static void cut_at_crossings(struct grouping *group, const uint32_t *amounts)
{
  for (size_t a = 0; a < group->bench.count; a++)
    for (size_t b = 0; b < a; b++) {
      const struct planned *one = &group->bench.planned[a], *other = &group->bench.planned[b];
      bool version = a >= group->sides[0].count, same = version == (b >= group->sides[0].count);
      if (!same || !one->exclusive_group || one->exclusive_group != other->exclusive_group) continue;
      add_cut(group, amounts[a], amounts[b]);
      add_cut(group, amounts[a], other->cap);
      add_cut(group, one->cap, amounts[b]);
      add_cut(group, one->cap, other->cap);
    }
}

/* What some members of a limit come to: `chosen` as bits. Their amounts, each of them capped. */
static const struct node *sum_of(struct grouping *group, size_t side, const struct planned_limit *limit, unsigned chosen)
{
  struct arena *arena = &group->bench.arena;
  const struct node *sum = NULL;
  for (size_t i = 0; i < limit->count; i++) {
    const struct planned *planned = &group->sides[side].measures[limit->members[i]];
    if (!(chosen >> i & 1) || planned->amount == NO_SLOT) continue;
    const struct node *amount = planned->measure->amount;
    if (planned->cap != NO_SLOT) amount = proof_node_of_two(arena, NODE_SMALLEST, TYPE_MONEY, amount, planned->measure->cap);
    sum = sum ? proof_node_of_two(arena, NODE_ADD, TYPE_MONEY, sum, amount) : amount;
  }
  return sum;
}

/* A limit cuts where some of its members come to it. */
static size_t ask_sums(struct grouping *group, uint32_t sums[SUMS_MOST][2])
{
  size_t count = 0;
  for (size_t side = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].limit_count; i++) {
      const struct planned_limit *limit = &group->sides[side].limits[i];
      uint32_t most = witnesses_ask(&group->bench, limit->most);
      for (unsigned chosen = 1; limit->count <= SUMMED_MOST && chosen < 1u << limit->count && count < SUMS_MOST; chosen++) {
        const struct node *sum = sum_of(group, side, limit, chosen);
        if (!sum) continue;
        sums[count][0] = witnesses_ask(&group->bench, sum), sums[count++][1] = most;
      }
    }
  return count;
}

/* What is paid of one by itself. */
static const struct node *capped_amount(struct grouping *group, const struct measure *measure)
{
  struct arena *arena = &group->bench.arena;
  const struct node *rounded = proof_rounded(arena, measure);
  return measure->cap ? proof_node_of_two(arena, NODE_SMALLEST, TYPE_MONEY, rounded, measure->cap) : rounded;
}

/* And which of two of a choice is more. */
static void ask_kinks(struct grouping *group, size_t side, size_t number)
{
  const struct measure *member = group->members[side][number];
  proof_ask_kinks(&group->bench, member);
  for (size_t i = 0; member->amount && i < number; i++) {
    const struct measure *other = group->members[side][i];
    bool chosen = member->exclusive_group && member->exclusive_group == other->exclusive_group && other->amount;
    if (!chosen) continue;
    const struct node *one = capped_amount(group, other), *two = capped_amount(group, member);
    witnesses_ask(&group->bench, proof_compared(&group->bench.arena, one, two));
  }
}

static void ask_all(struct grouping *group)
{
  uint32_t amounts[WITNESS_MEASURES], sums[SUMS_MOST][2];
  for (size_t side = 0, measure = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].count; i++, measure++) {
      const struct measure *member = group->members[side][i];
      const struct exclusive_group *choice = group->sides[side].measures[i].exclusive_group;
      bool computed = planned_of(group, side, i)->amount != NO_SLOT;
      for (size_t k = 0; k < member->condition_count; k++) ask_condition(group, member->conditions[k], measure);
      if (choice && choice->by) witnesses_ask(&group->bench, choice->by);
      if (member->exclusive_named) witnesses_ask(&group->bench, member->exclusive_named);
      amounts[measure] = computed && choice ? witnesses_ask(&group->bench, proof_rounded(&group->bench.arena, member)) : NO_SLOT;
    }
  for (size_t side = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].count; i++) ask_kinks(group, side, i);
  size_t sum_count = ask_sums(group, sums);
  proof_ready(&group->bench);
  cut_at_crossings(group, amounts);
  /* of three that vary, the cuts of one depend on two others */
  bool few = __builtin_popcountll(priced_fields(group)) <= 2;
  for (size_t i = 0; few && i < sum_count; i++) add_cut(group, sums[i][0], sums[i][1]);
}

/* Conditions of which a measure of the other version has none that is alike. */
static void find_changed(struct grouping *group)
{
  const struct step *steps = group->bench.program->steps;
  for (size_t i = 0; i < group->condition_count; i++) {
    size_t side = group->measures[i] >= group->sides[0].count, at = group->measures[i] - side * group->sides[0].count;
    const struct measure *mine = group->members[side][at], *other = model_measure(group->models[!side], mine->id);
    group->changed[i] = true;
    for (size_t k = 0; other && group->changed[i] && k < other->condition_count; k++) {
      const struct node *folded = program_fold(group->bench.program, other->conditions[k]);
      group->changed[i] = !node_alike(steps[group->conditions[i]].node, folded);
    }
  }
}

/* Fields that are told apart: of amounts, caps, limits, and of who is named; `conditions`: of those that changed, too. */
static uint64_t kept_fields(const struct grouping *group, bool conditions)
{
  const struct witness_bench *bench = &group->bench;
  uint64_t kept = 0;
  for (size_t i = 0; i < bench->count; i++) {
    const struct planned *planned = &bench->planned[i];
    const struct exclusive_group *choice = planned->exclusive_group;
    if (planned->amount != NO_SLOT) kept |= bench->cells->all[planned->amount];
    if (planned->cap != NO_SLOT) kept |= bench->cells->all[planned->cap];
    if (choice && choice->by) kept |= bench->cells->all[program_add(bench->program, choice->by)];
    if (planned->measure->exclusive_named) kept |= bench->cells->all[planned->named];
  }
  for (size_t side = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].limit_count; i++) kept |= bench->cells->all[group->sides[side].limits[i].slot];
  for (size_t i = 0; conditions && i < group->condition_count; i++)
    if (group->changed[i]) kept |= bench->cells->all[group->conditions[i]];
  return kept;
}

/* What earlier years granted */

static void add_years(struct granted *granted, int years)
{
  size_t at = 0;
  while (at < granted->count && granted->years[at] < years) at++;
  if ((at < granted->count && granted->years[at] == years) || granted->count == YEARS_MOST) return;
  memmove(&granted->years[at + 1], &granted->years[at], (granted->count - at) * sizeof *granted->years);
  granted->years[at] = years;
  granted->count++;
}

static void find_granted(struct grouping *group)
{
  group->state_count = 1;
  for (size_t i = 0; i < group->id_count; i++) {
    struct granted *granted = &group->granted[group->granted_count];
    *granted = (struct granted){ .id = group->ids[i] };
    for (size_t side = 0; side < SIDES; side++) {
      const struct measure *measure = model_measure(group->models[side], group->ids[i]);
      if (measure && measure->once) add_years(granted, 1);
      if (measure && measure->times) add_years(granted, measure->times);
    }
    if (!granted->count) continue;
    add_years(granted, 0);
    group->granted_count++;
    group->state_count *= granted->count * 2; /* each with and without rows that cannot be read */
    if (group->state_count > STATES_MOST) group->state_count = STATES_MOST + 1;
  }
}

static size_t years_of_state(const struct grouping *group, size_t state, size_t at, bool *unread)
{
  for (size_t i = 0; i < at; i++) state /= group->granted[i].count * 2;
  *unread = state & 1;
  return state / 2 % group->granted[at].count;
}

static struct slice code_of_state(size_t state, char room[16])
{
  return (struct slice){ room, (size_t)snprintf(room, 16, "%zu", state + 1) };
}

/* The history has an object for each state. */
static void write_history(struct grouping *group, int year)
{
  if (!group->granted_count) return;
  group->history = history_new();
  for (size_t state = 0; state < group->state_count; state++)
    for (size_t i = 0; i < group->granted_count; i++) {
      char room[16];
      bool unread;
      const struct granted *granted = &group->granted[i];
      int years = granted->years[years_of_state(group, state, i, &unread)], most = granted->years[granted->count - 1];
      struct history_row row = { .measure = slice_of(granted->id), .outcome = OUTCOME_YES, .has_amount = true };
      for (int k = 0; k < years; k++) {
        row.year = year - 1 - k;
        history_add(group->history, &row, code_of_state(state, room));
      }
      row = (struct history_row){ .measure = slice_of(granted->id), .unread = true };
      for (int k = 0; unread && k < most; k++) history_add(group->history, &row, code_of_state(state, room));
    }
}

/* What is not gone through; NULL: nothing. */
static const struct measure *find_unfit(const struct grouping *group)
{
  for (size_t side = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].count; i++) {
      const struct measure *measure = group->members[side][i];
      bool related = group->sides[side].measures[i].exclusive_group || measure->joint_limit_count, fed = related;
      for (size_t k = 0; k < group->sides[side].count; k++)
        fed |= k != i && measure_set_has(&group->members[side][k]->top_up, measure->id);
      if (measure->instalment_count || measure->object) return measure;
      if (fed && (measure->cumulative_cap || measure->top_up.count)) return measure;
    }
  return NULL;
}

static const struct joint_limit *limit_over_years(const struct grouping *group)
{
  for (size_t side = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].limit_count; i++)
      if (group->sides[side].limits[i].limit->over_years) return group->sides[side].limits[i].limit;
  return NULL;
}

/* Judging */

static void judge_sides(struct grouping *group, size_t row, size_t state, struct verdict verdicts[SIDES][MEMBERS],
                        struct proof_result claims[SIDES][MEMBERS], struct proof_result chosen[SIDES][MEMBERS])
{
  struct verdict copies[MEMBERS];
  char room[16];
  for (size_t side = 0; side < SIDES; side++) {
    const struct planned_subjects *subjects = &group->sides[side];
    struct row_context subject;
    struct object_input object = { .verdicts = verdicts[side],
                                   .limits = subjects->limits,
                                   .limit_count = subjects->limit_count,
                                   .code = code_of_state(state, room),
                                   .history = group->history };
    witnesses_object(&group->bench, row, side ? group->sides[0].count : 0, subjects->count, &subject, &object);
    for (size_t i = 0; i < subjects->count; i++) claims[side][i] = proof_result_of(&verdicts[side][i]);
    if (group->limited) memcpy(copies, verdicts[side], sizeof copies);
    verdicts_of_object(&object);
    if (!group->limited) continue;
    object.verdicts = copies, object.limit_count = 0;
    verdicts_of_object(&object);
    for (size_t i = 0; i < subjects->count; i++) chosen[side][i] = proof_result_of(&copies[i]);
  }
}

/* Is something else under a limit with it, than in the other version? */
static bool differs_beside(const struct grouping *group, struct proof_result chosen[SIDES][MEMBERS], size_t at)
{
  if (chosen[0][group->numbers[at][0]].outcome == OUTCOME_NO && chosen[1][group->numbers[at][1]].outcome == OUTCOME_NO)
    return false;
  for (size_t i = 0; i < group->proof_count; i++) {
    bool same = proof_same_result(&chosen[0][group->numbers[i][0]], &chosen[1][group->numbers[i][1]]);
    if (!same && group->proofs[at]->after->joint_limit_count && group->proofs[i]->after->joint_limit_count) return true;
  }
  return false;
}

static uint8_t answer_of(const struct grouping *group, const struct proof_condition *condition, size_t row, size_t state)
{
  bool unread;
  if (condition->slot != NO_SLOT) return group->bench.slots[condition->slot].answer[row];
  for (size_t i = 0; i < group->granted_count; i++) {
    const struct granted *granted = &group->granted[i];
    if (strcmp(granted->id, condition->granted) != 0) continue;
    int years = granted->years[years_of_state(group, state, i, &unread)];
    return (uint8_t)(years >= condition->years ? ANSWER_YES : unread ? ANSWER_UNKNOWN : ANSWER_NO);
  }
  return ANSWER_UNKNOWN;
}

static void compare_row(void *context, struct witness_bench *bench, size_t row)
{
  struct grouping *group = context;
  struct verdict verdicts[SIDES][MEMBERS];
  struct proof_result claims[SIDES][MEMBERS], chosen[SIDES][MEMBERS];
  for (size_t state = 0; state < group->state_count; state++) {
    judge_sides(group, row, state, verdicts, claims, chosen);
    for (size_t i = 0; i < group->proof_count; i++) {
      size_t old = group->numbers[i][0], fresh = group->numbers[i][1];
      const struct proof_result before = proof_result_of(&verdicts[0][old]), after = proof_result_of(&verdicts[1][fresh]);
      group->differs[i] |= !proof_same_result(&before, &after);
      group->claims_differ[i] |= !proof_same_result(&claims[0][old], &claims[1][fresh]);
      if (claims[0][old].outcome != OUTCOME_NO && claims[1][fresh].outcome != OUTCOME_NO && !group->figures_differ[i])
        group->figures_differ[i] = proof_figures_differ(bench, planned_of(group, 0, old), planned_of(group, 1, fresh), row);
      if (group->limited && !group->may_be_cut[i]) group->may_be_cut[i] = differs_beside(group, chosen, i);
      if (group->told != i) continue;
      uint8_t answers[PROOF_CONDITIONS];
      for (size_t k = 0; k < group->rows.condition_count; k++)
        answers[k] = answer_of(group, &group->rows.conditions[k], row, state);
      proof_rows_add(&group->rows, &bench->batch[row], answers, state, &before, &after);
    }
  }
  workload_add(bench->program->workload, group->state_count * bench->count);
}

static void tell_states(struct grouping *group)
{
  const char **texts = arena_array(group->arena, group->state_count, sizeof *texts);
  for (size_t state = 0; state < group->state_count; state++) {
    struct buffer text = { 0 };
    for (size_t i = 0; i < group->granted_count; i++) {
      bool unread;
      int years = group->granted[i].years[years_of_state(group, state, i, &unread)];
      if (years || unread) format_words(&text, group->language, MSG_COMMA);
      if (years) message_text(&text, group->language, MSG_PROOF_GRANTED, group->granted[i].id, INTEGER(years), NULL);
      else if (unread) message_text(&text, group->language, MSG_PROOF_UNREAD, group->granted[i].id, NULL);
    }
    texts[state] = buffer_take(group->arena, &text).at;
  }
  group->rows.besides = texts;
}

/* Conditions by which the rows of one measure are told apart: those that stand for condensed fields; of the other measures of
 * the group all together, where they did not change; and what earlier years granted. */
static void ask_rows(struct grouping *group)
{
  proof_rows_open(&group->rows, &group->bench);
  tell_states(group);
  for (size_t i = 0; i < group->condition_count; i++)
    if (group->bench.cells->all[group->conditions[i]] & group->rows.left_out)
      proof_rows_ask(&group->rows, group->conditions[i], group->bench.program->steps[group->conditions[i]].node, NULL);
  for (size_t i = 0; i < group->proof_count; i++) {
    const struct planned *before = planned_of(group, 0, group->numbers[i][0]),
                         *after = planned_of(group, 1, group->numbers[i][1]);
    const struct step *steps = group->bench.program->steps;
    if (!node_alike(steps[before->condition].node, steps[after->condition].node) ||
        !(group->bench.cells->all[after->condition] & group->rows.left_out))
      continue;
    struct buffer text = { 0 };
    message_text(&text, group->language, MSG_PROOF_FITS, after->measure->id, NULL);
    proof_rows_ask(&group->rows, after->condition, NULL, buffer_take(group->arena, &text).at);
  }
  for (size_t i = 0; i < group->granted_count; i++)
    for (size_t k = 1; k < group->granted[i].count; k++) {
      struct buffer text = { 0 };
      message_text(&text, group->language, MSG_PROOF_GRANTED, group->granted[i].id, INTEGER(group->granted[i].years[k]), NULL);
      if (!proof_rows_ask(&group->rows, NO_SLOT, NULL, buffer_take(group->arena, &text).at)) continue;
      group->rows.conditions[group->rows.condition_count - 1].granted = group->granted[i].id;
      group->rows.conditions[group->rows.condition_count - 1].years = group->granted[i].years[k];
    }
}

static size_t run_cells(struct grouping *group, const struct node **obstacle)
{
  const struct cells_options options = {
    .unknown = true,
    .ends = group->bench.cells->rounded | group->priced,
    .limit = PROOF_CELLS / group->state_count / (group->bench.count / SIDES + 1) * SIDES,
  };
  return witnesses_run(&group->bench, &options, compare_row, group, obstacle);
}

/* First with what changed told apart by its data, then by its conditions alone. 0: nothing could be gone through. */
static size_t try_cells(struct grouping *group, const struct node **obstacle)
{
  size_t count = 0;
  group->told = SIZE_MAX;
  for (int conditions = 1; conditions >= 0 && !count && !*obstacle; conditions--) {
    memset(group->differs, 0, sizeof group->differs);
    memset(group->claims_differ, 0, sizeof group->claims_differ);
    memset(group->figures_differ, 0, sizeof group->figures_differ);
    memset(group->may_be_cut, 0, sizeof group->may_be_cut);
    witnesses_condense(&group->bench, group->conditions, group->measures, group->condition_count, kept_fields(group, conditions),
                       false);
    count = run_cells(group, obstacle);
  }
  return count;
}

/* Does its own amount rest on figures? */
static bool varies(const struct grouping *group, size_t at)
{
  const uint64_t *figures = group->bench.cells->figures;
  bool varies = false;
  for (size_t side = 0; side < SIDES; side++) {
    const struct planned *planned = &group->sides[side].measures[group->numbers[at][side]];
    varies |= planned->amount != NO_SLOT && figures[planned->amount];
    varies |= planned->cap != NO_SLOT && figures[planned->cap];
  }
  return varies;
}

/* May something differ that no witness shows: below the rounding, or within a cell in which a limit cuts? */
static enum message hidden(const struct grouping *group, size_t at)
{
  for (size_t i = 0; i < group->proof_count; i++)
    if (group->figures_differ[i] && !group->claims_differ[i]) return MSG_PROOF_ROUNDED;
  /* what one is chosen of is not cut yet */
  bool limited = group->proofs[at]->before->joint_limit_count || group->proofs[at]->after->joint_limit_count;
  return group->limited && limited && (group->may_be_cut[at] || !group->relations_same) ? MSG_PROOF_LIMITED : NO_MESSAGE;
}

static void tell(struct grouping *group, size_t at, size_t cells)
{
  struct proof *proof = group->proofs[at];
  const struct node *obstacle = NULL;
  const struct measure *before = proof->before, *after = proof->after;
  *proof = (struct proof){ .before = before, .after = after, .kind = PROOF_SAME, .witnesses = cells };
  if (group->differs[at]) {
    group->told = at;
    ask_rows(group);
    group->rows.varied = varies(group, at) || group->limited;
    run_cells(group, &obstacle);
    proof_classes_find(group->arena, group->language, &group->rows, proof);
    proof_rows_free(&group->rows);
  } else if (hidden(group, at) != NO_MESSAGE) proof_say_open(group->arena, group->language, proof, hidden(group, at), NULL);
}

static const char *obstacle_string(const struct grouping *group, const struct node *obstacle)
{
  struct buffer what = { 0 }, reason = { 0 };
  if (obstacle) format_node(&what, group->language, obstacle);
  buffer_char(&what, 0);
  message_text(&reason, group->language, obstacle ? MSG_PROOF_OBSTACLE : MSG_PROOF_TOO_MANY, what.at, NULL);
  buffer_free(&what);
  return buffer_take(group->arena, &reason).at;
}

/* Why the group is not gone through, in words; NULL: it was. */
static const char *prove_group(struct grouping *group, struct as_of as_of)
{
  const struct node *obstacle = group->bench.cells->obstacle;
  const struct measure *unfit = find_unfit(group);
  const struct joint_limit *years = limit_over_years(group);
  struct buffer reason = { 0 };
  size_t cells = 0;
  find_granted(group);
  if (unfit) message_text(&reason, group->language, MSG_PROOF_UNFIT, unfit->id, NULL);
  else if (years) message_text(&reason, group->language, MSG_PROOF_YEARS, years->id ? years->id : years->name, NULL);
  else if (!obstacle && group->state_count <= STATES_MOST) {
    write_history(group, as_of.year);
    find_changed(group);
    group->priced = priced_fields(group);
    group->limited = group->priced && (group->sides[0].limit_count || group->sides[1].limit_count);
    cells = try_cells(group, &obstacle);
  }
  for (size_t i = 0; cells && i < group->proof_count; i++) tell(group, i, cells);
  if (!cells && !unfit && !years) return obstacle_string(group, obstacle);
  return reason.length ? buffer_take(group->arena, &reason).at : NULL;
}

/* What is the same by itself is not, where another of its relation is not; and what differs by itself is told as that. */
static void open_joined(struct grouping *group, const char *reason)
{
  const struct proof *changed = NULL;
  if (group->proof_count < 2) return;
  for (size_t i = 0; !changed && i < group->proof_count; i++)
    if (group->proofs[i]->kind != PROOF_SAME) changed = group->proofs[i];
  for (size_t i = 0; changed && i < group->proof_count; i++) {
    struct proof *proof = group->proofs[i];
    struct buffer text = { 0 };
    if (proof->kind == PROOF_OPEN) continue;
    bool same = proof->kind == PROOF_SAME;
    if (same) message_text(&text, group->language, MSG_PROOF_JOINED, changed->after->id, reason, NULL);
    else message_text(&text, group->language, MSG_PROOF_ALONE, reason, NULL);
    if (same) proof->kind = PROOF_OPEN;
    proof->reason = buffer_take(group->arena, &text).at;
  }
}

/* Are their terms, but for what is gone through, the same in both? */
static bool same_terms(struct grouping *group)
{
  bool same = true;
  group->relations_same = true;
  for (size_t i = 0; same && i < group->proof_count; i++) {
    const struct proof *proof = group->proofs[i];
    same = proof_same_terms(group->bench.program, proof->before, proof->after);
    group->relations_same &= proof_same_relations(group->bench.program, proof->before, proof->after);
  }
  return same;
}

/* Counts are any number (explain/proof_counts); one that is not the same in both is not gone through. NULL: there is none. */
static const struct node *suppose_counts(struct grouping *group, struct as_of as_of)
{
  const struct node *written[SIDES][MEMBERS * 3] = { { NULL } };
  size_t most = 0;
  for (size_t side = 0; side < SIDES; side++)
    for (size_t i = 0; i < group->sides[side].count; i++) {
      const struct measure *measure = group->members[side][i];
      written[side][i * 3] = measure->condition;
      written[side][i * 3 + 1] = measure->amount;
      written[side][i * 3 + 2] = measure->cap;
      if ((i + 1) * 3 > most) most = (i + 1) * 3;
    }
  proof_counts_pair(group->arena, group->language, group->models[0], as_of, written[0], written[1], most, &group->counts);
  group->supposing = (struct cells_supposing){ proof_counts_same, &group->counts };
  group->bench.supposing = &group->supposing;
  return proof_counts_differ(&group->counts) ? group->counts.pairs[0].before : group->counts.unpaired;
}

static void find_group(struct grouping *group, struct as_of as_of, struct proof *proofs, size_t count)
{
  bool fits = find_ids(group), changed = false;
  witnesses_open(&group->bench, group->models[0], as_of);
  if (fits) find_members(group, as_of);
  find_proofs(group, proofs, count);
  for (size_t i = 0; i < group->proof_count; i++) changed |= group->proofs[i]->kind != PROOF_SAME;
  const char *reason = NULL;
  if (!fits && changed) reason = message_name(MSG_PROOF_TOO_MANY, group->language);
  else if (changed && !same_terms(group)) reason = message_name(MSG_PROOF_RULES, group->language);
  else if (changed) {
    const struct node *obstacle = suppose_counts(group, as_of);
    if (!obstacle) ask_all(group);
    reason = obstacle ? obstacle_string(group, obstacle) : prove_group(group, as_of);
  }
  if (reason) open_joined(group, reason);
  if (group->history) history_free(group->history);
  witnesses_close(&group->bench);
}

static bool is_related(const struct proof *proof)
{
  const struct measure *both[SIDES] = { proof->before, proof->after };
  bool related = both[0]->once != both[1]->once || both[0]->times != both[1]->times;
  for (size_t k = 0; k < SIDES; k++) related |= both[k]->exclusive_group || both[k]->joint_limit_count || both[k]->top_up.count;
  return related;
}

void proof_groups_find(struct arena *arena, enum language language, const struct model *const models[2], struct as_of as_of,
                       struct proof *proofs, size_t count)
{
  bool *seen = arena_array(arena, count + 1, sizeof *seen);
  for (size_t i = 0; i < count; i++) {
    if (seen[i] || !is_related(&proofs[i])) continue;
    struct grouping *group = memory_alloc(sizeof *group);
    *group = (struct grouping){ .arena = arena, .language = language, .models = models, .told = SIZE_MAX };
    group->ids[group->id_count++] = proofs[i].after->id;
    find_group(group, as_of, proofs, count);
    for (size_t k = 0; k < count; k++) seen[k] |= is_member(group, proofs[k].after->id);
    memory_free(group);
  }
}
