/* Conditions taken apart down to what a single datum can change. */
#include "explain/remedy.h"

#include <string.h>

static bool reached(struct whatif *s, const struct node *node, bool yes, bool open)
{
  enum answer answer = value_answer(whatif_value(s), node);
  if (answer == ANSWER_UNKNOWN) return open;
  return (answer == ANSWER_YES) == yes;
}

/* Choices */

/* The way to be taken at a node among several, -1 when it is free. */
static int forced_way(const struct remedy_search *repair, const struct node *node)
{
  return repair->forced && repair->forced->node == node ? repair->forced->taken : -1;
}

static void note_choice(struct remedy_search *repair, const struct node *node, size_t ways, size_t taken)
{
  for (size_t i = 0; i < repair->choice_count; i++)
    if (repair->choices[i].node == node) return;
  if (ways < 2 || repair->choice_count == CHOICES_MAX) return;
  repair->choices[repair->choice_count++] = (struct choice){ node, (uint8_t)ways, (uint8_t)taken };
}

/* Ways that were tried out, each on a copy. */
struct ways {
  struct whatif best;
  size_t count, taken;
  bool found;
};

static void open_ways(struct ways *ways)
{
  ways->count = ways->taken = 0;
  ways->found = false;
}

/* The fewest changes, of equals the first; or the one that is forced. */
static void offer_way(struct ways *ways, const struct whatif *s, int forced)
{
  bool better = forced >= 0 ? ways->count == (size_t)forced : !ways->found || s->count < ways->best.count;
  if (ways->count == WAYS_MAX) return;
  if (better) whatif_copy(&ways->best, s), ways->taken = ways->count, ways->found = true;
  ways->count++;
}

static bool take_way(struct remedy_search *repair, struct whatif *s, const struct node *node, const struct ways *ways)
{
  if (!ways->found) return false;
  whatif_copy(s, &ways->best);
  note_choice(repair, node, ways->count, ways->taken);
  return true;
}

/* Leaves */

struct leaf_trial {
  struct trial trial; /* first */
  const struct node *node;
  bool yes, open;
};

static bool leaf_holds(const struct trial *trial, struct whatif *s)
{
  const struct leaf_trial *leaf = (const struct leaf_trial *)(const void *)trial;
  return reached(s, leaf->node, leaf->yes, leaf->open);
}

/* An operand that is not known leaves the leaf to what it will turn out to be; an event that never happened leaves nothing. */
static enum state operands_state(struct whatif *s, const struct node *node)
{
  enum state weakest = STATE_KNOWN;
  struct ratio figure;
  for (size_t i = 0; i < node->operand_count; i++) {
    if (value_fraction(whatif_value(s), node->operands[i], &figure)) continue;
    enum state state = value_of(whatif_value(s), node->operands[i]).state;
    if (state < weakest) weakest = state;
  }
  return weakest;
}

static struct leaf_trial leaf_trial(const struct remedy_search *repair, const struct node *node, bool yes, bool open)
{
  struct leaf_trial leaf = { .node = node, .yes = yes, .open = open };
  leaf.trial = (struct trial){ leaf_holds, node->op == NODE_COMPARE ? node : NULL, repair->companies, repair->last };
  return leaf;
}

/* Does the value come about in steps, from several data? Then each of them is a way of its own. */
static bool has_parts(const struct node *node)
{
  if (node->op == NODE_CASES || node->op == NODE_LARGEST || node->op == NODE_SMALLEST) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (has_parts(node->operands[i])) return true;
  return false;
}

static bool repair_single(struct remedy_search *repair, struct whatif *s, const struct leaf_trial *leaf,
                          const struct adjustments *adjustments)
{
  bool parts = leaf->node->op == NODE_COMPARE && has_parts(leaf->node->operands[0]);
  int forced = forced_way(repair, leaf->node);
  struct whatif copy;
  struct ways ways;
  open_ways(&ways);
  for (size_t i = 0; i < adjustments->count; i++) {
    bool last_resort = ways.found && (adjustments->items[i].direction < 0 || !adjustments->items[i].field || !parts);
    if (last_resort) break;
    whatif_copy(&copy, s);
    if (adjustment_move(&copy, &adjustments->items[i], &leaf->trial)) offer_way(&ways, &copy, forced);
  }
  return take_way(repair, s, leaf->node, &ways);
}

/* How far the left side lies above the right one, in the direction that is wanted. */
static bool distance(struct whatif *s, const struct node *compare, int sign, struct ratio *out)
{
  struct value left = value_of(whatif_value(s), compare->operands[0]), right = value_of(whatif_value(s), compare->operands[1]);
  if (!left.has_low || !right.has_low || !ratio_subtract(left.low, right.low, out)) return false;
  out->num *= sign;
  return true;
}

struct distance_trial {
  struct trial trial; /* first */
  const struct node *compare;
  int sign;
  struct ratio least;
};

static bool distance_holds(const struct trial *trial, struct whatif *s)
{
  const struct distance_trial *wanted = (const struct distance_trial *)(const void *)trial;
  struct ratio here;
  return distance(s, wanted->compare, wanted->sign, &here) && ratio_compare(here, wanted->least) >= 0;
}

/* The adjustment that alone brings the comparison furthest, moved just as far as that takes. */
static bool pull_strongest(struct whatif *s, const struct leaf_trial *leaf, const struct adjustments *adjustments, int sign)
{
  struct distance_trial trial = { { distance_holds, NULL, leaf->trial.companies, leaf->trial.last }, leaf->node, sign, { 0, 1 } };
  struct ratio start, reach;
  size_t strongest = adjustments->count;
  if (!distance(s, leaf->node, sign, &start)) return false;
  trial.least = start;
  for (size_t i = 0; i < adjustments->count; i++) {
    struct whatif copy;
    whatif_copy(&copy, s);
    if (!adjustment_move_to_limit(&copy, &adjustments->items[i], &trial.trial) || !distance(&copy, leaf->node, sign, &reach))
      continue;
    if (ratio_compare(reach, trial.least) > 0) trial.least = reach, strongest = i;
  }
  return strongest < adjustments->count && adjustment_move(s, &adjustments->items[strongest], &trial.trial);
}

/* 1: the left side should be larger, -1: smaller, 0: neither. */
static int wanted_sign(const struct node *compare, bool yes)
{
  enum relation relation = yes ? compare->relation : relation_opposite(compare->relation);
  if (relation == AT_LEAST || relation == MORE_THAN) return 1;
  return relation == AT_MOST || relation == LESS_THAN ? -1 : 0;
}

static bool repair_leaf(struct remedy_search *repair, struct whatif *s, const struct node *node, bool yes)
{
  struct whatif before;
  struct adjustments adjustments;
  enum state weakest = operands_state(s, node);
  if (weakest < STATE_UNKNOWN) return false;
  adjustments_find(node, whatif_value(s), &adjustments);
  whatif_copy(&before, s);
  struct leaf_trial leaf = leaf_trial(repair, node, yes, weakest == STATE_UNKNOWN);
  int sign = node->op == NODE_COMPARE ? wanted_sign(node, yes) : 0;
  for (size_t pulled = 0; pulled <= adjustments.count; pulled++) {
    if (repair_single(repair, s, &leaf, &adjustments)) return true;
    if (!sign || !pull_strongest(s, &leaf, &adjustments, sign)) break;
  }
  whatif_copy(s, &before);
  return false;
}

/* The one of those that fail that takes the fewest changes is made to hold. */
static bool repair_cheapest(struct remedy_search *repair, struct whatif *s, const struct node *list)
{
  struct whatif copy;
  struct ways ways;
  open_ways(&ways);
  for (size_t i = 0; i < list->operand_count; i++) {
    if (value_answer(whatif_value(s), list->operands[i]) != ANSWER_NO) continue;
    whatif_copy(&copy, s);
    if (remedy_find(repair, &copy, list->operands[i], true)) offer_way(&ways, &copy, -1);
  }
  if (ways.found) whatif_copy(s, &ways.best);
  return ways.found;
}

/* 差几项 { … } 至多 n: one after the other. Some may break one another for ever, so not more often than there are of them. */
static bool repair_failing(struct remedy_search *repair, struct whatif *s, const struct node *compare)
{
  const struct node *list = node_unnamed(compare->operands[0]);
  struct whatif before;
  whatif_copy(&before, s);
  for (size_t i = 0; i <= list->operand_count; i++) {
    if (value_answer(whatif_value(s), compare) != ANSWER_NO) return true;
    if (!repair_cheapest(repair, s, list)) break;
  }
  whatif_copy(s, &before);
  return false;
}

static bool counts_failing(const struct node *node, bool yes)
{
  bool compare = node->op == NODE_COMPARE && node_unnamed(node->operands[0])->op == NODE_COUNT_FALSE;
  return compare && yes && (node->relation == AT_MOST || node->relation == LESS_THAN || node->relation == EQUAL);
}

/* Groups */

static bool repair_every(struct remedy_search *repair, struct whatif *s, const struct node *node, bool yes)
{
  struct whatif before;
  enum answer bad = yes ? ANSWER_NO : ANSWER_YES;
  whatif_copy(&before, s);
  for (int round = 0; round < 3; round++) {
    bool done = true;
    for (size_t i = 0; i < node->operand_count; i++) {
      if (value_answer(whatif_value(s), node->operands[i]) != bad) continue;
      done = false;
      if (remedy_find(repair, s, node->operands[i], yes)) continue;
      whatif_copy(s, &before);
      return false;
    }
    if (done) return true;
  }
  return value_answer(whatif_value(s), node) != bad;
}

static bool repair_one(struct remedy_search *repair, struct whatif *s, const struct node *node, bool yes)
{
  struct whatif copy;
  struct ways ways;
  int forced = forced_way(repair, node);
  enum answer bad = yes ? ANSWER_NO : ANSWER_YES;
  open_ways(&ways);
  for (size_t i = 0; i < node->operand_count; i++) {
    whatif_copy(&copy, s);
    if (!remedy_find(repair, &copy, node->operands[i], yes)) continue;
    if (value_answer(whatif_value(&copy), node) != bad) offer_way(&ways, &copy, forced);
  }
  return take_way(repair, s, node, &ways);
}

bool remedy_find(struct remedy_search *repair, struct whatif *s, const struct node *node, bool yes)
{
  if (value_answer(whatif_value(s), node) != (yes ? ANSWER_NO : ANSWER_YES)) return true;
  while (node->op == NODE_NAMED || node->op == NODE_NOT) {
    if (node->op == NODE_NOT) yes = !yes;
    node = node->operands[0];
  }
  bool all = node->op == NODE_ALL, any = node->op == NODE_ANY;
  if (all || any) return all == yes ? repair_every(repair, s, node, yes) : repair_one(repair, s, node, yes);
  if (counts_failing(node, yes)) return repair_failing(repair, s, node);
  return repair_leaf(repair, s, node, yes);
}
