/* One award in two documents: a city and its district, or an old policy and a new one, promise the same with different figures,
 * and nobody notices since each script is right by itself.
 *
 * Two measures are taken for one award when their names are the same but for the words that every award bears, or when they ask
 * the same conditions, the policy's region left aside, and these are more than one bare flag. Both must be in force in one year,
 * for one place. Rejected: measuring how alike names are (高企首次认定 and 高企重新认定 differ in two characters of six). */
#include <string.h>

#include "evaluate/program.h"
#include "explain/check_across.h"

enum { LEAVES_MOST = 64 };

/* Words of a name that tell no award from another. */
static const char *const common_words[] = { "奖励", "奖补", "补助", "补贴", "资助",   "支持", "资金", "一次性",
                                            "市级", "区级", "县级", "省级", "自治区", "本市", "本区", "全市",
                                            "全区", "对",   "的",   "给予", "措施",   "办法", "政策", " " };

struct award {
  const struct measure *measure;
  const char *key; /* of the name; "": says nothing */
};

struct leaves {
  const struct node *items[LEAVES_MOST];
  size_t count;
};

static const char *name_key(struct arena *arena, const struct measure *measure)
{
  struct slice rest = slice_of(measure->name);
  struct buffer key = { 0 };
  while (rest.length) {
    size_t skipped = 0;
    for (size_t i = 0; !skipped && i < sizeof common_words / sizeof *common_words; i++)
      if (slice_starts(rest, common_words[i])) skipped = strlen(common_words[i]);
    size_t step = skipped ? skipped : utf8_length((unsigned char)rest.at[0]);
    if (step > rest.length) step = rest.length;
    if (!skipped) buffer_bytes(&key, rest.at, step);
    rest.at += step, rest.length -= step;
  }
  return buffer_take(arena, &key).at;
}

/* Nobody wrote the region that a policy puts before its conditions. */
static void add_leaves(struct leaves *leaves, const struct node *node)
{
  node = node_unnamed(node);
  if (node->added && node->op == NODE_IN_REGION) return;
  if (node->op != NODE_ALL) {
    if (leaves->count < LEAVES_MOST) leaves->items[leaves->count] = node;
    leaves->count++;
    return;
  }
  for (size_t i = 0; i < node->operand_count; i++) add_leaves(leaves, node->operands[i]);
}

static struct leaves leaves_of(struct program *program, const struct measure *measure)
{
  struct leaves leaves = { .count = 0 };
  for (size_t i = 0; i < measure->condition_count; i++)
    if (!measure->conditions[i]->added) add_leaves(&leaves, program_fold(program, measure->conditions[i]));
  return leaves;
}

static bool are_within(const struct leaves *a, const struct leaves *b)
{
  for (size_t i = 0; i < a->count; i++) {
    bool found = false;
    for (size_t k = 0; !found && k < b->count; k++) found = node_alike(a->items[i], b->items[k]);
    if (!found) return false;
  }
  return true;
}

/* One bare flag (规模以上) is asked by many awards; an event or two conditions make one. */
static bool is_telling(const struct leaves *leaves)
{
  const struct node *only = leaves->count ? leaves->items[0] : NULL;
  if (leaves->count != 1) return leaves->count > 1 && leaves->count <= LEAVES_MOST;
  return only->op == NODE_WITHIN || (only->op == NODE_ANY && only->operand_count > 1);
}

static bool same_conditions(const struct model *model, struct program *program, const struct measure *a, const struct measure *b)
{
  const struct leaves one = leaves_of(program, a), other = leaves_of(program, b);
  workload_add(model->workload, 4 + one.count * other.count);
  return one.count <= LEAVES_MOST && one.count == other.count && are_within(&one, &other) && are_within(&other, &one);
}

/* Where it holds: none is anywhere. */
static const struct node *region_of(const struct measure *measure)
{
  for (size_t i = 0; i < measure->condition_count; i++)
    if (measure->conditions[i]->added && measure->conditions[i]->op == NODE_IN_REGION) return measure->conditions[i];
  return NULL;
}

static bool regions_meet(const struct measure *a, const struct measure *b)
{
  const struct node *one = region_of(a), *other = region_of(b);
  if (!one || !other) return true;
  for (size_t i = 0; i < one->set_count; i++)
    for (size_t k = 0; k < other->set_count; k++)
      if (region_within(one->codes[i], other->codes[k]) != REGION_OUTSIDE) return true;
  return false;
}

/* Settled by a relation? */

struct looking_back {
  const char *id;
  bool found;
};

static void note_id(void *context, const char *id, enum history_need need)
{
  struct looking_back *looking = context;
  (void)need;
  if (strcmp(looking->id, id) == 0) looking->found = true;
}

static bool is_of_measure(const struct node *node, const void *id)
{
  return node->op == NODE_NAMED && node->set_count && strcmp(node->texts[0], id) == 0;
}

static bool looks_at(const struct measure *measure, const struct measure *other)
{
  struct looking_back looking = { .id = other->id };
  measure_looks_back(measure, note_id, &looking);
  return looking.found || measure_any(measure, is_of_measure, other->id);
}

static bool are_related(const struct measure *a, const struct measure *b)
{
  if (a->exclusive_group && a->exclusive_group == b->exclusive_group) return true;
  for (size_t i = 0; i < a->joint_limit_count; i++)
    for (size_t k = 0; k < b->joint_limit_count; k++)
      if (a->joint_limits[i].limit == b->joint_limits[k].limit) return true;
  return looks_at(a, b) || looks_at(b, a);
}

/* What differs */

static const char *amount_string(struct arena *arena, enum language language, const struct node *amount)
{
  struct buffer text = { 0 };
  if (amount) format_node(&text, language, amount);
  else format_words(&text, language, MSG_CHECK_NOT_WRITTEN);
  return buffer_take(arena, &text).at;
}

static void format_difference(struct arena *arena, struct buffer *out, enum language language, struct program *program,
                              enum message message, const struct node *a, const struct node *b)
{
  const struct node *one = a ? program_fold(program, a) : NULL, *other = b ? program_fold(program, b) : NULL;
  if (one == other || (one && other && node_alike(one, other))) return;
  const char *text =
      message_string(arena, language, message, amount_string(arena, language, one), amount_string(arena, language, other), NULL);
  format_item(out, language, text);
}

static int times_of(const struct measure *measure)
{
  return measure->once ? 1 : measure->times;
}

static const char *times_string(struct arena *arena, enum language language, int times)
{
  return times ? message_string(arena, language, MSG_CHECK_TIMES, INTEGER(times), NULL)
               : message_string(arena, language, MSG_CHECK_ANY_TIMES, NULL);
}

static const char *differences(struct arena *arena, enum language language, struct program *program, const struct measure *a,
                               const struct measure *b, bool same_conditions)
{
  struct buffer out = { 0 };
  format_difference(arena, &out, language, program, MSG_CHECK_DIFFERS_AMOUNT, a->amount, b->amount);
  format_difference(arena, &out, language, program, MSG_CHECK_DIFFERS_CAP, a->cap, b->cap);
  format_difference(arena, &out, language, program, MSG_CHECK_DIFFERS_CUMULATIVE, a->cumulative_cap, b->cumulative_cap);
  if (times_of(a) != times_of(b))
    format_item(&out, language,
                message_string(arena, language, MSG_CHECK_DIFFERS_TIMES, times_string(arena, language, times_of(a)),
                               times_string(arena, language, times_of(b)), NULL));
  if (!same_conditions) format_item(&out, language, message_string(arena, language, MSG_CHECK_DIFFERS_CONDITIONS, NULL));
  if (!out.length) format_words(&out, language, MSG_CHECK_DIFFERS_NOTHING);
  return buffer_take(arena, &out).at;
}

/* Pairs */

struct comparing {
  struct arena *arena;
  struct arena folded;
  const struct model *model;
  enum language language;
  struct faults *faults;
};

static bool is_award(const struct measure *measure)
{
  return measure_kind_pays(measure->kind) && measure_kind_priced(measure->kind) && !measure->unlisted;
}

static struct award *awards_of(struct arena *arena, const struct policy *policy, size_t *count)
{
  struct award *awards = arena_array(arena, policy->measure_count + 1, sizeof *awards);
  *count = 0;
  for (size_t i = 0; i < policy->measure_count; i++)
    if (is_award(policy->measures[i]))
      awards[(*count)++] = (struct award){ policy->measures[i], name_key(arena, policy->measures[i]) };
  return awards;
}

static void compare_awards(struct comparing *comparing, struct program *program, const struct award *a, const struct award *b)
{
  const struct measure *one = a->measure, *other = b->measure;
  bool named = a->key[0] && strcmp(a->key, b->key) == 0;
  workload_add(comparing->model->workload, 2);
  if (one->object != other->object || !regions_meet(one, other)) return;
  bool same = same_conditions(comparing->model, program, one, other);
  if (!named && !same) return;
  const struct leaves leaves = leaves_of(program, one);
  if ((!named && !is_telling(&leaves)) || are_related(one, other)) return;
  struct fault *fault = faults_add(comparing->arena, comparing->faults);
  fault_set(fault, FAULT_NONE, MSG_CHECK_TWO_DOCUMENTS, other->id, one->id,
            arena_printf(comparing->arena, "%s:%d", one->path, one->site.line), one->name,
            differences(comparing->arena, comparing->language, program, one, other, same), NULL);
  fault_at(fault, other->path, other->site.line, other->site.column);
}

/* The first year in which both are in force; 0: there is none. */
static int common_year(const struct policy *a, const struct policy *b)
{
  date from = a->from > b->from ? a->from : b->from;
  bool one = a->open_ended || a->to >= from, other = b->open_ended || b->to >= from;
  return one && other ? date_civil(from).year : 0;
}

static void compare_policies(struct comparing *comparing, const struct policy *a, const struct policy *b)
{
  struct as_of as_of = { .year = common_year(a, b) };
  size_t one_count, other_count;
  if (!as_of.year || strcmp(a->path, b->path) == 0) return;
  date_make(as_of.year, 12, 31, &as_of.on);
  struct program *program = program_new(&comparing->folded, comparing->model, as_of);
  const struct award *one = awards_of(&comparing->folded, a, &one_count), *other = awards_of(&comparing->folded, b, &other_count);
  for (size_t k = 0; k < other_count; k++) {
    model_looks_at(comparing->model, other[k].measure);
    for (size_t i = 0; i < one_count; i++) compare_awards(comparing, program, &one[i], &other[k]);
  }
  arena_free(&comparing->folded);
}

void check_documents(struct arena *arena, const struct model *model, enum language language, struct faults *faults)
{
  struct comparing comparing = { .arena = arena, .model = model, .language = language, .faults = faults };
  for (size_t i = 0; i < model->policy_count; i++)
    for (size_t k = i + 1; k < model->policy_count; k++) compare_policies(&comparing, model->policies[i], model->policies[k]);
}
