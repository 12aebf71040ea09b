/* What scripts do with expressions: asking fields, arithmetic, units, groups, tiers, counts over related tables. */
#include "policy/operate.h"

#include <string.h>

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

static void ask_relation(lua_State *L, int value, struct asking *asking, enum relation relation)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *limit = asking->subject->type == TYPE_DATE ? read_date(L, value) : read_node(L, value);
  add_condition(asking, node_compare(builder, relation, asking->subject, limit));
}

static const char *asking_word(lua_State *L, const char *chinese);

/* 至少 and its like are for amounts, 早于 and its like for dates: each refuses the other's subject with the right word. */
static void ask_amount(lua_State *L, int value, struct asking *asking, enum relation relation, const char *date_word)
{
  if (asking->subject->type == TYPE_DATE)
    add_condition(asking, builder_refuse(&loader_of(L)->builder, MSG_ASK_DATE_WORD, asking_word(L, date_word), NULL));
  else
    ask_relation(L, value, asking, relation);
}

static void ask_day(lua_State *L, int value, struct asking *asking, enum relation relation, const char *amount_word)
{
  if (asking->subject->type != TYPE_DATE)
    add_condition(asking, builder_refuse(&loader_of(L)->builder, MSG_ASK_AMOUNT_WORD,
                                         type_name(asking->subject->type, loader_of(L)->builder.language), asking_word(L, amount_word), NULL));
  else
    ask_relation(L, value, asking, relation);
}

static void ask_at_least(lua_State *L, int value, void *context)
{
  ask_amount(L, value, context, AT_LEAST, "不早于");
}

static void ask_more_than(lua_State *L, int value, void *context)
{
  ask_amount(L, value, context, MORE_THAN, "晚于");
}

static void ask_at_most(lua_State *L, int value, void *context)
{
  ask_amount(L, value, context, AT_MOST, "不晚于");
}

static void ask_less_than(lua_State *L, int value, void *context)
{
  ask_amount(L, value, context, LESS_THAN, "早于");
}

static void ask_not_before(lua_State *L, int value, void *context)
{
  ask_day(L, value, context, AT_LEAST, "至少");
}

static void ask_after(lua_State *L, int value, void *context)
{
  ask_day(L, value, context, MORE_THAN, "超过");
}

static void ask_not_after(lua_State *L, int value, void *context)
{
  ask_day(L, value, context, AT_MOST, "至多");
}

static void ask_before(lua_State *L, int value, void *context)
{
  ask_day(L, value, context, LESS_THAN, "低于");
}

/* Texts and choices are asked with 是; a text where a figure belongs is refused as such. */
static void ask_same(lua_State *L, int value, struct asking *asking, enum relation relation)
{
  enum value_type type = asking->subject->type;
  bool named = type == TYPE_CHOICE || type == TYPE_TEXT || type == TYPE_CODE || type == TYPE_REGION;
  if (named && lua_type(L, value) == LUA_TSTRING)
    add_condition(asking, builder_refuse(&loader_of(L)->builder, MSG_ASK_TEXT_WORD, lua_tostring(L, value), NULL));
  else
    ask_relation(L, value, asking, relation);
}

static void ask_equal(lua_State *L, int value, void *context)
{
  ask_same(L, value, context, EQUAL);
}

static void ask_unequal(lua_State *L, int value, void *context)
{
  ask_same(L, value, context, UNEQUAL);
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
  if (!lua_istable(L, value) && !handle_at(L, value)) return builder_refuse(builder, MSG_PERIOD_EXPECTED, NULL);
  if (!lua_istable(L, value)) return read_node(L, value);
  struct period_reading reading = { 0 };
  struct site before = builder->site;
  each_entry(L, value, take_end, &reading);
  builder->site = before;
  if (reading.count != 2) return builder_refuse(builder, MSG_PERIOD_EXPECTED, NULL);
  return node_period(builder, reading.ends[0], reading.ends[1]);
}

static void ask_period(lua_State *L, int value, struct asking *asking, bool negated)
{
  struct builder *builder = &loader_of(L)->builder;
  if (asking->subject->type != TYPE_DATE) {
    add_condition(asking, builder_refuse(builder, MSG_WITHIN_NEEDS_DATE, type_name(asking->subject->type, builder->language), NULL));
    return;
  }
  add_condition(asking, node_within(builder, asking->subject, read_period(L, value), negated));
}

static void ask_within(lua_State *L, int value, void *context)
{
  ask_period(L, value, context, false);
}

static void ask_outside(lua_State *L, int value, void *context)
{
  ask_period(L, value, context, true);
}

static void ask_set(lua_State *L, int value, struct asking *asking, bool negated)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *subject = asking->subject;
  if (is_error(L, value)) {
    add_condition(asking, builder->error);
  } else if (subject->type == TYPE_REGION) {
    const int32_t *codes;
    size_t count = read_regions(L, value, &codes);
    add_condition(asking, count ? node_under(builder, subject, codes, count, negated) : builder->error);
  } else {
    const char *const *texts;
    const struct site *sites;
    size_t refusals = builder->refusals, count = read_texts(L, value, &texts, &sites);
    bool read = count && refusals == builder->refusals;
    add_condition(asking, read ? node_among(builder, subject, texts, sites, count, negated) : builder->error);
  }
}

static void ask_among(lua_State *L, int value, void *context)
{
  ask_set(L, value, context, false);
}

static void ask_not_among(lua_State *L, int value, void *context)
{
  ask_set(L, value, context, true);
}

static const struct key asking_keys[] = {
  { "至少", "at_least", ask_at_least },      { "超过", "more_than", ask_more_than }, { "至多", "at_most", ask_at_most },
  { "低于", "less_than", ask_less_than },    { "等于", "equals", ask_equal },        { "不等于", "not_equals", ask_unequal },
  { "不早于", "not_before", ask_not_before }, { "晚于", "after", ask_after },         { "不晚于", "not_after", ask_not_after },
  { "早于", "before", ask_before },          { "在", "within", ask_within },         { "不在", "outside", ask_outside },
  { "是", "is", ask_among },                 { "不是", "is_not", ask_not_among },    { "属于", "among", ask_among },
  { "不属于", "not_among", ask_not_among },
};

/* The name of an entry in the reader's language. */
static const char *asking_word(lua_State *L, const char *chinese)
{
  const struct key *key = key_find(asking_keys, sizeof asking_keys / sizeof *asking_keys, chinese);
  return loader_of(L)->builder.language == LANGUAGE_ENGLISH ? key->english : chinese;
}

static int ask(lua_State *L, const struct handle *handle)
{
  struct loader *loader = loader_of(L);
  struct asking asking = { .subject = handle->node };
  struct builder *builder = builder_here(L);
  if (handle->node->type == TYPE_ERROR) return push_error(L);
  if (handle->asked) {
    if (handle->record) handle->record->used = true;
    builder_refuse(builder, MSG_ASKED_TWICE, describe(L, 1), NULL);
    return push_error(L);
  }
  if (handle->node->type == TYPE_TRUTH) {
    builder_refuse(builder, MSG_YESNO_ASKED, describe(L, 1), NULL);
    return push_error(L);
  }
  if (!lua_istable(L, 2)) {
    builder_refuse(builder, MSG_ASK_WITH_TABLE, describe(L, 1), describe(L, 2), NULL);
    return push_error(L);
  }
  size_t refusals = builder->refusals;
  read_keys(L, 2, handle_said(loader_of(L), handle), asking_keys, sizeof asking_keys / sizeof *asking_keys, &asking);
  if (asking.count == 0 && refusals == builder->refusals) builder_refuse(builder, MSG_NOTHING_ASKED, describe(L, 1), NULL);
  if (refusals != builder->refusals) return push_error(L);
  if (asking.count == 1) return push_node(L, asking.conditions[0], true);
  return push_node(L, node_group(&loader->builder, NODE_ALL, asking.conditions, asking.count), true);
}

/* Counts and sums over related rows: 计数(服务记录.客户) { 不重复 = true, 条件 = { … } } */

struct aggregating {
  struct aggregate aggregate;
};

static void aggregate_condition(lua_State *L, int value, void *context)
{
  struct aggregating *aggregating = context;
  aggregating->aggregate.condition = read_condition(L, value);
}

static void aggregate_distinct(lua_State *L, int value, void *context)
{
  struct aggregating *aggregating = context;
  if (read_flag(L, value) && aggregating->aggregate.kind == AGGREGATE_COUNT) aggregating->aggregate.kind = AGGREGATE_DISTINCT;
}

static const struct key aggregate_keys[] = {
  { "条件", "requires", aggregate_condition },
  { "不重复", "distinct", aggregate_distinct },
};

static int aggregate_options(lua_State *L, const struct handle *handle)
{
  struct builder *builder = builder_here(L);
  struct aggregating aggregating = { .aggregate = *handle->node->aggregate };
  if (!lua_istable(L, 2)) {
    builder_refuse(builder, MSG_ASK_WITH_TABLE, describe(L, 1), describe(L, 2), NULL);
    return push_error(L);
  }
  read_keys(L, 2, handle_said(loader_of(L), handle), aggregate_keys, sizeof aggregate_keys / sizeof *aggregate_keys, &aggregating);
  const struct node *condition = aggregating.aggregate.condition;
  if (condition && condition->type == TYPE_ERROR) return push_error(L);
  if (condition && (condition->tables & ~(1u | 1u << aggregating.aggregate.table))) { /* also of a count over companies */
    builder_refuse(builder, MSG_TWO_TABLES, NULL);
    return push_error(L);
  }
  return push_node(L, node_aggregate(builder, &aggregating.aggregate), false);
}

/* `计数(…) { 至少 = 3 }` asks at once; any other entry is an option of the count. */
static void find_asking_key(lua_State *L, const struct entry *entry, void *context)
{
  (void)L;
  bool *asks = context;
  *asks |= entry->key && key_find(asking_keys, sizeof asking_keys / sizeof *asking_keys, entry->key);
}

int operate_call(lua_State *L)
{
  const struct handle *handle = handle_at(L, 1);
  bool options = handle->node->op == NODE_AGGREGATE && lua_istable(L, 2) && !handle->node->aggregate->condition, asks = false;
  if (options) each_entry(L, 2, find_asking_key, &asks);
  return options && !asks ? aggregate_options(L, handle) : ask(L, handle);
}

/* The field or link of a related table that 计数 and 合计 run over. */
static bool aggregate_subject(lua_State *L, struct aggregate *aggregate)
{
  struct loader *loader = loader_of(L);
  const struct handle *handle = handle_at(L, 1);
  if (!handle || is_error(L, 1)) return false;
  if (handle->kind == HANDLE_LINK) {
    const struct table *table = &loader->model->tables[handle->table];
    aggregate->table = handle->table;
    aggregate->value = node_field(&loader->builder, handle->table, &table->kind.fields[table->links[handle->member].field]);
    return true;
  }
  if (handle->kind == HANDLE_TABLE) {
    aggregate->table = handle->table;
    return true;
  }
  if (handle->kind != HANDLE_EXPRESSION || !handle->node->tables) return false;
  aggregate->table = __builtin_ctz(handle->node->tables);
  aggregate->value = handle->node;
  return (handle->node->tables & (handle->node->tables - 1)) == 0;
}

static int aggregate_new(lua_State *L, enum aggregate_kind kind)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  struct aggregate aggregate = { .kind = kind, .link = -1, .group = -1 };
  if (!aggregate_subject(L, &aggregate)) {
    if (!is_error(L, 1)) builder_refuse(builder, MSG_AGGREGATE_SUBJECT, describe(L, 1), NULL);
    return push_error(L);
  }
  const struct table *table = &loader->model->tables[aggregate.table];
  aggregate.table_name = table->kind.name;
  if (table->link_count) aggregate.link = aggregate.group = table->links[0].field;
  if (kind == AGGREGATE_SUM && (!aggregate.value || (aggregate.value->type != TYPE_MONEY && aggregate.value->type != TYPE_NUMBER))) {
    builder_refuse(builder, MSG_SUM_SUBJECT, describe(L, 1), NULL);
    return push_error(L);
  }
  return push_node(L, node_aggregate(builder, &aggregate), false);
}

int operate_count(lua_State *L)
{
  return aggregate_new(L, AGGREGATE_COUNT);
}

int operate_sum(lua_State *L)
{
  return aggregate_new(L, AGGREGATE_SUM);
}

/* Arithmetic */

static int arithmetic(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_node(L, 1), *b = read_node(L, 2);
  return push_node(L, node_arithmetic(builder, op, a, b), false);
}

int operate_add(lua_State *L)
{
  return arithmetic(L, NODE_ADD);
}

int operate_subtract(lua_State *L)
{
  return arithmetic(L, NODE_SUBTRACT);
}

int operate_multiply(lua_State *L)
{
  return arithmetic(L, NODE_MULTIPLY);
}

int operate_divide(lua_State *L)
{
  return arithmetic(L, NODE_DIVIDE);
}

int operate_negate(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_node(L, 1);
  return push_node(L, node_arithmetic(builder, NODE_SUBTRACT, node_constant(builder, a->type, ratio_whole(0)), a), false);
}

int operate_refuse_comparison(lua_State *L)
{
  if (!is_error(L, 1) && !is_error(L, 2)) builder_refuse(builder_here(L), MSG_COMPARISON_SIGN, NULL);
  lua_pushboolean(L, 0);
  return 1;
}

int operate_refuse_arithmetic(lua_State *L)
{
  if (!is_error(L, 1) && !is_error(L, 2)) builder_refuse(builder_here(L), MSG_NO_SUCH_ARITHMETIC, NULL);
  return push_error(L);
}

/* Units */

static int money_literal(lua_State *L, int64_t unit, const char *name)
{
  struct builder *builder = builder_here(L);
  const struct node *count = lua_type(L, 1) == LUA_TNUMBER ? read_node(L, 1) : NULL;
  int64_t fen;
  struct ratio exact;
  if (!count) {
    if (!is_error(L, 1)) builder_refuse(builder, MSG_UNIT_NEEDS_NUMBER, word_said(builder, name), describe(L, 1), NULL);
    return push_error(L);
  }
  if (count->type == TYPE_ERROR) return push_error(L);
  if (!ratio_multiply(count->number, ratio_whole(unit), &exact) || exact.den != 1) {
    builder_refuse(builder, MSG_MONEY_NOT_FEN, word_said(builder, name), luaL_tolstring(L, 1, NULL), NULL);
    return push_error(L);
  }
  fen = exact.num;
  return push_node(L, node_constant(builder, TYPE_MONEY, ratio_whole(fen)), false);
}

int operate_yuan(lua_State *L)
{
  return money_literal(L, FEN_YUAN, "元");
}

int operate_wan(lua_State *L)
{
  return money_literal(L, FEN_WAN, "万元");
}

int operate_yi(lua_State *L)
{
  return money_literal(L, FEN_YI, "亿元");
}

static const struct node *read_number(lua_State *L, int index, const char *name)
{
  struct builder *builder = &loader_of(L)->builder;
  if (lua_type(L, index) == LUA_TNUMBER) return read_node(L, index);
  if (is_error(L, index)) return builder->error;
  return builder_refuse(builder, MSG_UNIT_NEEDS_NUMBER, word_said(builder, name), describe(L, index), NULL);
}

int operate_percent(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *count = read_number(L, 1, "百分之");
  struct ratio rate;
  if (count->type == TYPE_ERROR || !ratio_divide(count->number, ratio_whole(100), &rate)) return push_error(L);
  return push_node(L, node_percent(builder, rate), false);
}

int operate_fraction(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const struct node *a = read_number(L, 1, "分数"), *b = read_number(L, 2, "分数");
  struct ratio rate;
  if (a->type == TYPE_ERROR || b->type == TYPE_ERROR) return push_error(L);
  if (!ratio_divide(a->number, b->number, &rate)) {
    builder_refuse(builder, MSG_BAD_FRACTION, NULL);
    return push_error(L);
  }
  return push_node(L, node_constant(builder, TYPE_NUMBER, rate), false);
}

static int duration(lua_State *L, enum duration_unit unit, int64_t months, const char *name)
{
  struct builder *builder = builder_here(L);
  const struct node *count = read_number(L, 1, name);
  if (count->type == TYPE_ERROR) return push_error(L);
  if (count->number.den != 1 || count->number.num < -100000 || count->number.num > 100000) {
    builder_refuse(builder, MSG_UNIT_NEEDS_WHOLE, word_said(builder, name), luaL_tolstring(L, 1, NULL), NULL);
    return push_error(L);
  }
  return push_node(L, node_duration(builder, unit, count->number.num * months), false);
}

int operate_years(lua_State *L)
{
  return duration(L, DURATION_MONTHS, 12, "年");
}

int operate_months(lua_State *L)
{
  return duration(L, DURATION_MONTHS, 1, "月");
}

int operate_days(lua_State *L)
{
  return duration(L, DURATION_DAYS, 1, "天");
}

/* 日期(年度, 3, 31), 日期(2022, 3, 31) or 日期("2022-03-31") */
int operate_date(lua_State *L)
{
  struct builder *builder = builder_here(L);
  if (lua_gettop(L) == 1) return push_node(L, read_date(L, 1), false);
  const struct node *year = read_node(L, 1), *month = read_number(L, 2, "日期"), *day = read_number(L, 3, "日期");
  if (year->type == TYPE_ERROR || month->type == TYPE_ERROR || day->type == TYPE_ERROR) return push_error(L);
  int64_t y = year->op == NODE_YEAR ? 2024 : year->number.num; /* a leap year: 29 February may be written of any year */
  struct date_parts { int64_t month, day; } parts = { month->number.num, day->number.num };
  date found;
  bool whole = month->number.den == 1 && day->number.den == 1 && year->number.den == 1;
  bool fits = whole && y > 0 && y <= 9999 && parts.month > 0 && parts.month <= 12 && parts.day > 0 && parts.day <= 31;
  if (!fits || !date_make((int)y, (int)parts.month, (int)parts.day, &found)) {
    const char *text = arena_printf(builder->arena, "%s-%s-%s", luaL_tolstring(L, 1, NULL), luaL_tolstring(L, 2, NULL), luaL_tolstring(L, 3, NULL));
    builder_refuse(builder, MSG_NO_SUCH_DAY, text, NULL);
    return push_error(L);
  }
  if (year->op == NODE_YEAR) return push_node(L, node_year_day(builder, year->number.num, (int)parts.month, (int)parts.day), false);
  return push_node(L, node_constant(builder, TYPE_DATE, ratio_whole(found)), false);
}

/* Groups of conditions */

static int group(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  const struct node *const *conditions;
  if (!lua_istable(L, 1)) {
    if (!is_error(L, 1)) builder_refuse(builder, MSG_GROUP_NEEDS_LIST, describe(L, 1), NULL);
    return push_error(L);
  }
  size_t count = read_conditions(L, 1, &conditions);
  if (count == 0) builder_refuse(builder, MSG_EMPTY_GROUP, NULL);
  if (op == NODE_NOT && count > 1) builder_refuse(builder, MSG_NOT_TAKES_ONE, NULL);
  if (count == 0 || (op == NODE_NOT && count > 1)) return push_error(L);
  if (op == NODE_FAILING) return push_node(L, node_failing(builder, conditions, count), false);
  bool alone = count == 1 && op != NODE_NOT;
  return push_node(L, alone ? conditions[0] : node_group(builder, op, conditions, count), true);
}

int operate_all(lua_State *L)
{
  return group(L, NODE_ALL);
}

int operate_any(lua_State *L)
{
  return group(L, NODE_ANY);
}

int operate_not(lua_State *L)
{
  return group(L, NODE_NOT);
}

int operate_failing(lua_State *L)
{
  return group(L, NODE_FAILING);
}

int operate_filled(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_state(builder, NODE_FILLED, read_node(L, 1)), true);
}

int operate_never(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_state(builder, NODE_NEVER, read_node(L, 1)), true);
}

int operate_division(lua_State *L)
{
  struct builder *builder = builder_here(L);
  return push_node(L, node_division(builder, read_node(L, 1)), false);
}

int operate_named(lua_State *L)
{
  struct builder *builder = builder_here(L);
  const char *name = read_text(L, 1);
  const struct node *node = lua_istable(L, 2) ? read_condition(L, 2) : read_node(L, 2);
  if (!name) return push_error(L);
  return push_node(L, node_named(builder, name, node), node->type == TYPE_TRUTH);
}

static int extreme(lua_State *L, enum node_op op)
{
  struct builder *builder = builder_here(L);
  int count = lua_gettop(L);
  const struct node **operands = arena_array(builder->arena, (size_t)count, sizeof(struct node *));
  for (int i = 0; i < count; i++) operands[i] = read_node(L, i + 1);
  if (count == 0) {
    builder_refuse(builder, MSG_EMPTY_GROUP, NULL);
    return push_error(L);
  }
  return push_node(L, node_extreme(builder, op, operands, (size_t)count), false);
}

int operate_largest(lua_State *L)
{
  return extreme(L, NODE_LARGEST);
}

int operate_smallest(lua_State *L)
{
  return extreme(L, NODE_SMALLEST);
}

/* Tiers: 分档(营业收入) { { 至多 = 万元(5000), 取 = 百分之(5) }, { 超过 = …, 取 = … }, { 其余 = … } } */

struct tier {
  struct asking asking;
  const struct node *value;
};

struct tiers {
  const struct node *subject;
  const struct node **pairs;
  size_t count, capacity;
};

#define TIER_BOUND(name) \
  static void tier_##name(lua_State *L, int value, void *context) \
  { \
    ask_##name(L, value, &((struct tier *)context)->asking); \
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
  { "至少", "at_least", tier_at_least }, { "超过", "more_than", tier_more_than }, { "至多", "at_most", tier_at_most },
  { "低于", "less_than", tier_less_than }, { "等于", "equals", tier_equal },      { "是", "is", tier_among },
  { "属于", "among", tier_among },       { "取", "gives", tier_value },
};

static const struct node *tier_condition(struct builder *builder, const struct tier *tier)
{
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
    builder_refuse(builder, MSG_TIER_FORM, describe(L, -1), NULL);
    return;
  }
  read_keys(L, lua_gettop(L), "分档", tier_keys, sizeof tier_keys / sizeof *tier_keys, &tier);
  builder->site = entry->value;
  if (!tier.value) {
    builder_refuse(builder, MSG_TIER_WITHOUT_VALUE, NULL);
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
  if (!lua_istable(L, 1)) {
    builder_refuse(builder, MSG_TIER_FORM, describe(L, 1), NULL);
    return push_error(L);
  }
  struct site before = builder->site;
  size_t refusals = builder->refusals;
  each_entry(L, 1, take_tier, &tiers);
  builder->site = before;
  if (tiers.count == 0 && refusals == builder->refusals) builder_refuse(builder, MSG_EMPTY_GROUP, NULL);
  if (refusals != builder->refusals) return push_error(L);
  return push_node(L, node_tiers(builder, tiers.pairs, tiers.count), false);
}

int operate_tiers(lua_State *L)
{
  builder_here(L);
  push_node(L, read_node(L, 1), false);
  lua_pushcclosure(L, tiers_of, 1);
  return 1;
}
