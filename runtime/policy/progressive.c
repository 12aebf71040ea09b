/* 累进(x) { { 至多 = a, 取 = r }, …, { 取 = r } }: each part of a figure at the rate of its step; 累进(x, 基数) { … }: the bounds
 * are shares of a base. It is put together of what there is: the sum of 取大(0, 取小(x, 上限) - 下限) × r, under a name that
 * tells the steps. What the words mean where data are unknown, follows from theirs. It is no function of stdlib/, for its bounds
 * are compared when they are written, which Lua cannot do with values. */
#include "policy/operator.h"

struct progressive {
  const struct node *subject, *base; /* of one unit; base NULL: bounds are of the subject's unit */
  const struct node *figure;         /* what is laid against the bounds: the subject, or its share of the base */
  const struct node *below;          /* the bound before; NULL: 0 */
  const struct node *sum;            /* NULL: no step pays yet */
  const struct node *conditions[64]; /* that bounds rise, where only data tell */
  size_t condition_count, count;
  bool closed; /* the last step is read */
  struct buffer words;
};

struct progressive_step {
  const struct node *bound, *rate; /* NULL: not written */
};

static void step_bound(lua_State *L, int value, void *context)
{
  ((struct progressive_step *)context)->bound = read_node(L, value);
}

static void step_rate(lua_State *L, int value, void *context)
{
  ((struct progressive_step *)context)->rate = read_node(L, value);
}

static const struct key step_keys[] = {
#define STEP_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

/* A rate, or money for each one of a number. */
static bool rate_fits(const struct progressive *progressive, const struct node *rate)
{
  return rate->type == TYPE_NUMBER || (rate->type == TYPE_MONEY && progressive->subject->type == TYPE_NUMBER);
}

static bool step_fits(struct builder *builder, const struct progressive *progressive, const struct progressive_step *step)
{
  const struct node *bound = step->bound, *rate = step->rate;
  if (!rate) return builder_error(builder, MSG_TIER_WITHOUT_VALUE, NULL), false;
  if (rate->type == TYPE_ERROR || (bound && bound->type == TYPE_ERROR)) return false;
  if (!rate_fits(progressive, rate))
    return builder_error(builder, MSG_PROGRESSIVE_RATE, builder_string(builder, rate), type_name(rate->type, builder->language),
                         NULL),
           false;
  if (!bound || bound->type == progressive->figure->type) return true;
  builder_error(builder, progressive->base ? MSG_PROGRESSIVE_SHARE : MSG_COMPARE_UNITS,
                builder_string(builder, progressive->figure), type_name(progressive->figure->type, builder->language),
                builder_string(builder, bound), type_name(bound->type, builder->language), NULL);
  return false;
}

/* Bounds rise, the first from 0: asked now of what is written, of every company where data tell. */
static bool bound_rises(struct builder *builder, struct progressive *progressive, const struct node *bound)
{
  const struct node *zero = node_constant(builder, bound->type, ratio_whole(0));
  const struct node *below = progressive->below ? progressive->below : zero;
  bool known = bound->op == NODE_CONSTANT && below->op == NODE_CONSTANT;
  size_t room = sizeof progressive->conditions / sizeof *progressive->conditions;
  if (!known && progressive->condition_count + 1 < room)
    progressive->conditions[progressive->condition_count++] = node_compare(builder, MORE_THAN, bound, below);
  if (!known || ratio_compare(bound->number, below->number) > 0) return true;
  builder_error(builder, MSG_PROGRESSIVE_RISE, builder_string(builder, bound), builder_string(builder, below), NULL);
  return false;
}

/* 取大(取小(x, 上限) - 下限, 0) × 取, of a share × (基数 × 取). */
static const struct node *step_amount(struct builder *builder, const struct progressive *progressive,
                                      const struct progressive_step *step)
{
  const struct node *part[] = { progressive->figure, step->bound };
  if (step->bound) part[0] = node_extreme(builder, NODE_SMALLEST, part, 2);
  if (progressive->below) part[0] = node_arithmetic(builder, NODE_SUBTRACT, part[0], progressive->below);
  part[1] = node_constant(builder, progressive->figure->type, ratio_whole(0));
  part[0] = node_extreme(builder, NODE_LARGEST, part, 2);
  part[1] = step->rate;
  if (progressive->base) part[1] = node_arithmetic(builder, NODE_MULTIPLY, progressive->base, step->rate);
  return node_arithmetic(builder, NODE_MULTIPLY, part[0], part[1]);
}

static void format_step(struct buffer *out, enum language language, const struct progressive *progressive,
                        const struct progressive_step *step)
{
  struct buffer bound = { 0 }, rate = { 0 };
  if (step->bound && is_share_of(step->bound, progressive->figure)) format_share(&bound, step->bound->number);
  else if (step->bound) format_node(&bound, language, step->bound);
  if (is_share_of(step->rate, progressive->subject)) format_share(&rate, step->rate->number);
  else format_node(&rate, language, step->rate);
  buffer_char(&bound, 0), buffer_char(&rate, 0);
  if (progressive->count) message_text(out, language, MSG_COMMA, NULL);
  message_text(out, language, step->bound ? MSG_PROGRESSIVE_STEP : MSG_PROGRESSIVE_REST_STEP, bound.at, rate.at, NULL);
  buffer_free(&bound), buffer_free(&rate);
}

static void add_step(struct builder *builder, struct progressive *progressive, const struct progressive_step *step)
{
  bool pays = step->rate->op != NODE_CONSTANT || step->rate->number.num != 0;
  const struct node *amount = step_amount(builder, progressive, step);
  if (pays) progressive->sum = progressive->sum ? node_arithmetic(builder, NODE_ADD, progressive->sum, amount) : amount;
  else if (!progressive->sum && !step->bound) progressive->sum = amount;
  format_step(&progressive->words, builder->language, progressive, step);
  progressive->below = step->bound;
  progressive->count++;
}

static void take_step(lua_State *L, const struct entry *entry, void *context)
{
  struct progressive *progressive = context;
  struct builder *builder = &loader_of(L)->builder;
  struct progressive_step step = { 0 };
  builder->site = entry->value;
  if (entry->key || !lua_istable(L, -1)) {
    builder_error(builder, MSG_PROGRESSIVE_FORM, describe(L, -1), NULL);
    return;
  }
  size_t refusals = builder->refusals;
  read_keys(L, lua_gettop(L), word_string(builder, "累进"), step_keys, sizeof step_keys / sizeof *step_keys, &step);
  builder->site = entry->value;
  if (refusals != builder->refusals) return;
  if (progressive->closed) builder_error(builder, MSG_TIER_AFTER_REST, NULL);
  progressive->closed |= !step.bound;
  if (refusals != builder->refusals || !step_fits(builder, progressive, &step)) return;
  builder->derived = true;
  if (!step.bound || bound_rises(builder, progressive, step.bound)) add_step(builder, progressive, &step);
  builder->derived = loader_of(L)->within_standard;
}

static const struct node *named_sum(struct builder *builder, struct progressive *progressive)
{
  const struct node *sum = progressive->sum;
  struct buffer name = { 0 }, subject = { 0 }, base = { 0 };
  if (progressive->base) {
    const struct node *zero = node_constant(builder, progressive->base->type, ratio_whole(0));
    progressive->conditions[progressive->condition_count++] = node_compare(builder, MORE_THAN, progressive->base, zero);
    format_node(&base, builder->language, progressive->base);
  }
  if (progressive->condition_count == 1) sum = node_guarded(builder, sum, progressive->conditions[0]);
  else if (progressive->condition_count)
    sum = node_guarded(builder, sum, node_group(builder, NODE_ALL, progressive->conditions, progressive->condition_count));
  format_node(&subject, builder->language, progressive->subject);
  buffer_char(&subject, 0), buffer_char(&base, 0), buffer_char(&progressive->words, 0);
  message_text(&name, builder->language, progressive->base ? MSG_PROGRESSIVE_OF : MSG_PROGRESSIVE, subject.at,
               progressive->words.at, base.at, NULL);
  const char *text = arena_copy(builder->arena, name.at, name.length);
  buffer_free(&name), buffer_free(&subject), buffer_free(&base);
  return node_named(builder, text, sum);
}

static bool read_subjects(lua_State *L, struct progressive *progressive)
{
  struct builder *builder = &loader_of(L)->builder;
  lua_pushvalue(L, lua_upvalueindex(1));
  progressive->subject = progressive->figure = handle_at(L, -1)->node;
  lua_pushvalue(L, lua_upvalueindex(2));
  progressive->base = lua_isnil(L, -1) ? NULL : handle_at(L, -1)->node;
  lua_pop(L, 2);
  const struct node *subjects[] = { progressive->subject, progressive->base };
  for (int i = 0; i < 2 && subjects[i]; i++) {
    if (subjects[i]->type == TYPE_ERROR) return false;
    bool amount = subjects[i]->type == TYPE_MONEY || subjects[i]->type == TYPE_NUMBER;
    if (!amount || subjects[i]->type != subjects[0]->type)
      return builder_error(builder, MSG_PROGRESSIVE_SUBJECT, builder_string(builder, subjects[i]),
                           type_name(subjects[i]->type, builder->language), NULL),
             false;
  }
  if (progressive->base) progressive->figure = node_arithmetic(builder, NODE_DIVIDE, progressive->subject, progressive->base);
  return progressive->figure->type != TYPE_ERROR;
}

static int progressive_of(lua_State *L)
{
  struct builder *builder = builder_here(L);
  struct progressive progressive = { 0 };
  const char *word = word_string(builder, "累进");
  if (!arguments_fit(L, word, 0, 1) || !read_subjects(L, &progressive)) return push_error(L);
  size_t refusals = builder->refusals;
  struct source_place before = builder->site;
  if (lua_istable(L, 1)) each_entry(L, 1, take_step, &progressive);
  builder->site = before;
  bool steps = progressive.count > 0;
  if (refusals == builder->refusals && !steps) builder_error(builder, MSG_PROGRESSIVE_FORM, describe(L, 1), NULL);
  if (refusals == builder->refusals && !progressive.closed) builder_error(builder, MSG_PROGRESSIVE_OPEN, NULL);
  builder->derived = true;
  const struct node *node = refusals == builder->refusals ? named_sum(builder, &progressive) : builder->error;
  buffer_free(&progressive.words);
  return push_node(L, node, false);
}

int operator_progressive(lua_State *L)
{
  builder_here(L);
  bool base = !lua_isnoneornil(L, 2);
  push_node(L, read_node(L, 1), false);
  if (base) push_node(L, read_node(L, 2), false);
  else lua_pushnil(L);
  lua_pushcclosure(L, progressive_of, 2);
  return 1;
}
