/* What may be asked of an expression, with which words: 营业收入 { 至少 = 万元(500) }, and the bounds of tiers. */
#include "policy/predicate.h"

#include <string.h>

#include "policy/operator.h"
#include "policy/source_advice.h"

/* Asking: 营业收入 { 至少 = 万元(500), 低于 = 亿元(2) } */

struct asking {
  const struct node *subject;
  const struct node *conditions[16];
  size_t count;
};

static void add_condition(struct asking *asking, const struct node *condition)
{
  if (asking->count < 16) asking->conditions[asking->count++] = condition;
}

/* How a comparison of words.def is asked. */
enum payload { PAYLOAD_FIGURE, PAYLOAD_DAY, PAYLOAD_SAME, PAYLOAD_PERIOD, PAYLOAD_SET, PAYLOAD_TEXT };

struct comparison {
  enum payload payload;
  const struct node *(*make)(struct builder *, const struct node *, const char *const *, const struct source_place *, size_t,
                             bool);
  int argument;
  const char *other;
};

static const char *asking_word(lua_State *L, const char *chinese);

static void ask_relation(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *limit = asking->subject->type == TYPE_DATE ? read_date(L, value) : read_node(L, value);
  add_condition(asking, node_compare(builder, (enum relation)comparison->argument, asking->subject, limit));
}

/* 至少 and its like are for amounts, 早于 and its like for dates: each refuses the other's subject with the right word. */
static void ask_figure(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  if (asking->subject->type == TYPE_DATE)
    add_condition(asking, builder_error(&loader_of(L)->builder, MSG_ASK_DATE_WORD, asking_word(L, comparison->other), NULL));
  else ask_relation(L, value, asking, comparison);
}

static void ask_day(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  struct builder *builder = &loader_of(L)->builder;
  if (asking->subject->type != TYPE_DATE)
    add_condition(asking, builder_error(builder, MSG_ASK_AMOUNT_WORD, type_name(asking->subject->type, builder->language),
                                        asking_word(L, comparison->other), NULL));
  else ask_relation(L, value, asking, comparison);
}

/* Texts and choices are asked with 是; a text where a figure belongs is refused as such. */
static void ask_same(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  enum value_type type = asking->subject->type;
  bool named = type == TYPE_CHOICE || type == TYPE_TEXT || type == TYPE_CODE || type == TYPE_REGION;
  if (named && lua_type(L, value) == LUA_TSTRING)
    add_condition(asking, builder_error(&loader_of(L)->builder, MSG_ASK_TEXT_WORD, lua_tostring(L, value), NULL));
  else ask_relation(L, value, asking, comparison);
}

struct period_reading {
  const struct node *ends[2];
  int count;
};

static void take_end(lua_State *L, const struct entry *entry, void *context)
{
  struct period_reading *reading = context;
  loader_of(L)->builder.site = entry->value;
  if (entry->key || reading->count >= 2) reading->count = 3;
  else reading->ends[reading->count++] = read_date(L, -1);
}

/* A period: 年度, or { "2022-01-01", "2022-06-30" }. */
static const struct node *read_period(lua_State *L, int value)
{
  struct builder *builder = &loader_of(L)->builder;
  if (!lua_istable(L, value) && !handle_at(L, value)) return builder_error(builder, MSG_PERIOD_EXPECTED, NULL);
  if (!lua_istable(L, value)) return read_node(L, value);
  struct period_reading reading = { 0 };
  struct source_place before = builder->site;
  each_entry(L, value, take_end, &reading);
  builder->site = before;
  if (reading.count != 2) return builder_error(builder, MSG_PERIOD_EXPECTED, NULL);
  return node_period(builder, reading.ends[0], reading.ends[1]);
}

static void ask_period(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  struct builder *builder = &loader_of(L)->builder;
  const char *type = type_name(asking->subject->type, builder->language);
  if (asking->subject->type != TYPE_DATE) add_condition(asking, builder_error(builder, MSG_WITHIN_NEEDS_DATE, type, NULL));
  else add_condition(asking, node_within(builder, asking->subject, read_period(L, value), comparison->argument));
}

static void ask_text(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  struct builder *builder = &loader_of(L)->builder;
  const char *const *texts;
  const struct source_place *sites;
  if (is_error(L, value)) {
    add_condition(asking, builder->error);
    return;
  }
  size_t refusals = builder->refusals, count = read_texts(L, value, &texts, &sites);
  bool read = count && refusals == builder->refusals;
  const struct node *(*make)(struct builder *, const struct node *, const char *const *, const struct source_place *, size_t,
                             bool) = comparison->make ? comparison->make : node_in_set;
  add_condition(asking, read ? make(builder, asking->subject, texts, sites, count, comparison->argument) : builder->error);
}

static void ask_set(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  struct builder *builder = &loader_of(L)->builder;
  const int32_t *codes;
  if (asking->subject->type != TYPE_REGION || is_error(L, value)) {
    ask_text(L, value, asking, comparison);
    return;
  }
  size_t count = read_regions(L, value, &codes);
  add_condition(asking, count ? node_in_region(builder, asking->subject, codes, count, comparison->argument) : builder->error);
}

static void ask(lua_State *L, int value, struct asking *asking, const struct comparison *comparison)
{
  static void (*const asks[])(lua_State *, int, struct asking *, const struct comparison *) = {
    [PAYLOAD_FIGURE] = ask_figure, [PAYLOAD_DAY] = ask_day, [PAYLOAD_SAME] = ask_same,
    [PAYLOAD_PERIOD] = ask_period, [PAYLOAD_SET] = ask_set, [PAYLOAD_TEXT] = ask_text
  };
  asks[comparison->payload](L, value, asking, comparison);
}

#define COMPARISON(name, chinese, english, payload, make, argument, other, ...)                                                  \
  static const struct comparison compare_##name = { PAYLOAD_##payload, make, argument, other };                                  \
  static void predicate_##name(lua_State *L, int value, void *context)                                                           \
  {                                                                                                                              \
    ask(L, value, context, &compare_##name);                                                                                     \
  }
#include "policy/words.def"

static const struct key asking_keys[] = {
#define COMPARISON(name, chinese, english, payload, make, argument, other, ...) { chinese, english, predicate_##name },
#include "policy/words.def"
};

/* The name of an entry in the reader's language. */
static const char *asking_word(lua_State *L, const char *chinese)
{
  const struct key *key = key_find(asking_keys, sizeof asking_keys / sizeof *asking_keys, chinese);
  return loader_of(L)->builder.language == LANGUAGE_ENGLISH ? key->english : chinese;
}

bool predicate_knows(const char *key)
{
  return key_find(asking_keys, sizeof asking_keys / sizeof *asking_keys, key) != NULL;
}

int predicate(lua_State *L, const struct handle *handle)
{
  struct loader *loader = loader_of(L);
  struct asking asking = { .subject = handle->node };
  struct builder *builder = builder_here(L);
  if (handle->node->type == TYPE_ERROR) return push_error(L);
  if (handle->asked) {
    if (handle->record) handle->record->used = true;
    builder_error(builder, MSG_ASKED_TWICE, describe(L, 1), NULL);
    return push_error(L);
  }
  if (handle->node->type == TYPE_TRUTH) {
    builder_error(builder, MSG_YESNO_ASKED, describe(L, 1), NULL);
    mend_asked_condition(loader);
    return push_error(L);
  }
  if (!lua_istable(L, 2)) {
    builder_error(builder, MSG_ASK_WITH_TABLE, describe(L, 1), describe(L, 2), NULL);
    return push_error(L);
  }
  size_t refusals = builder->refusals;
  read_keys(L, 2, handle_string(loader_of(L), handle), asking_keys, sizeof asking_keys / sizeof *asking_keys, &asking);
  if (asking.count == 0 && refusals == builder->refusals) builder_error(builder, MSG_NOTHING_ASKED, describe(L, 1), NULL);
  if (refusals != builder->refusals) return push_error(L);
  if (asking.count == 1) return push_node(L, asking.conditions[0], true);
  return push_node(L, node_group(&loader->builder, NODE_ALL, asking.conditions, asking.count), true);
}

/* Tiers: 分档(营业收入) { { 至多 = 万元(5000), 取 = 百分之(5) }, { 至多 = …, 取 = … }, { 取 = … } } */

struct tier {
  struct asking asking;
  const struct node *value;
};

struct tiers {
  const struct node *subject;
  const struct node **pairs;
  size_t count, capacity;
  bool closed; /* a tier without bounds takes all the rest */
};

#define TIER_BOUND(name)                                                                                                         \
  static void tier_##name(lua_State *L, int value, void *context)                                                                \
  {                                                                                                                              \
    predicate_##name(L, value, &((struct tier *)context)->asking);                                                               \
  }
TIER_BOUND(at_least)
TIER_BOUND(more_than)
TIER_BOUND(at_most)
TIER_BOUND(less_than)
TIER_BOUND(equal)
TIER_BOUND(among)
#undef TIER_BOUND

static void tier_value(lua_State *L, int value, void *context)
{
  ((struct tier *)context)->value = read_node(L, value);
}

static const struct key tier_keys[] = {
#define TIER_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static bool is_place(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_POPULATION && node->first <= POPULATION_QUANTILE;
}

/* Whoever has no place in the list is in none of the tiers, the rest included. */
static const struct node *rest_of_places(struct builder *builder, const struct node *subject)
{
  const struct node *none = node_state(builder, NODE_NOT_OCCURRED, subject), *placed = node_group(builder, NODE_NOT, &none, 1);
  if (placed->type == TYPE_ERROR) return placed;
  struct node *rest = arena_alloc(builder->arena, sizeof *rest);
  *rest = *node_group(builder, NODE_ALL, &placed, 1);
  rest->added = true;
  return rest;
}

static const struct node *tier_condition(struct builder *builder, const struct tier *tier)
{
  const struct node *subject = tier->asking.subject;
  if (tier->asking.count == 0 && node_any(subject, is_place, NULL)) return rest_of_places(builder, subject);
  if (tier->asking.count == 0) return node_group(builder, NODE_ALL, NULL, 0); /* the rest: always */
  if (tier->asking.count == 1) return tier->asking.conditions[0];
  return node_group(builder, NODE_ALL, tier->asking.conditions, tier->asking.count);
}

static void take_tier(lua_State *L, const struct entry *entry, void *context)
{
  struct tiers *tiers = context;
  struct builder *builder = &loader_of(L)->builder;
  builder->site = entry->value;
  struct tier tier = { .asking.subject = tiers->subject };
  if (!lua_istable(L, -1)) {
    builder_error(builder, MSG_TIER_FORM, describe(L, -1), NULL);
    return;
  }
  if (refuse_rest_tier(loader_of(L))) return;
  if (lua_rawlen(L, -1)) {
    builder_error(builder, MSG_TIER_POSITIONAL, NULL);
    return;
  }
  size_t refusals = builder->refusals;
  read_keys(L, lua_gettop(L), "分档", tier_keys, sizeof tier_keys / sizeof *tier_keys, &tier);
  builder->site = entry->value;
  if (tiers->closed) {
    builder_error(builder, MSG_TIER_AFTER_REST, NULL);
    return;
  }
  tiers->closed = tier.asking.count == 0 && refusals == builder->refusals;
  if (!tier.value) {
    if (refusals == builder->refusals) builder_error(builder, MSG_TIER_WITHOUT_VALUE, NULL);
    return;
  }
  for (int i = 0; i < 2; i++) {
    tiers->pairs = arena_grow(builder->arena, tiers->pairs, tiers->count, &tiers->capacity, sizeof *tiers->pairs);
    tiers->pairs[tiers->count++] = i == 0 ? tier_condition(builder, &tier) : tier.value;
  }
}

static int tiers_of(lua_State *L)
{
  struct builder *builder = builder_here(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  struct tiers tiers = { .subject = handle_at(L, -1)->node };
  lua_pop(L, 1);
  if (!arguments_fit(L, word_string(builder, "分档"), 0, 1)) return push_error(L);
  if (!lua_istable(L, 1)) {
    builder_error(builder, MSG_TIER_FORM, describe(L, 1), NULL);
    return push_error(L);
  }
  struct source_place before = builder->site;
  size_t refusals = builder->refusals;
  each_entry(L, 1, take_tier, &tiers);
  builder->site = before;
  if (tiers.count == 0 && refusals == builder->refusals) builder_error(builder, MSG_EMPTY_GROUP, NULL);
  if (refusals != builder->refusals) return push_error(L);
  return push_node(L, node_cases(builder, tiers.pairs, tiers.count), false);
}

int operator_tiers(lua_State *L)
{
  builder_here(L);
  push_node(L, read_node(L, 1), false);
  lua_pushcclosure(L, tiers_of, 1);
  return 1;
}
