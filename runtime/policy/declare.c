/* Policies, parameters and measures: what scripts declare, checked entry by entry. Tables and columns are in dictionary.c. */
#include "policy/declare.h"

#include <string.h>

#include "policy/dictionary.h"
#include "policy/words.h"

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

/* 政策 { … } */

static void policy_id(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->id = read_text(L, value);
}

static void policy_name(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->name = read_text(L, value);
}

static void policy_status(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->status = read_text(L, value);
}

static void policy_number(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->number = read_text(L, value);
}

static void policy_region(lua_State *L, int value, void *context)
{
  struct policy *policy = context;
  policy->region_count = read_regions(L, value, &policy->regions);
}

static void policy_period(lua_State *L, int value, void *context)
{
  struct policy *policy = context;
  struct builder *builder = &loader_of(L)->builder;
  const char *const *texts;
  const struct site *sites, before = builder->site;
  size_t refusals = builder->refusals, count = read_texts(L, value, &texts, &sites);
  date days[2] = { 0 };
  for (size_t i = 0; i < count && i < 2; i++) {
    builder->site = sites[i];
    if (!date_parse(slice_of(texts[i]), &days[i])) builder_refuse(builder, MSG_NO_SUCH_DAY, texts[i], NULL);
  }
  builder->site = before;
  if (count > 2) builder_refuse(builder, MSG_PERIOD_EXPECTED, NULL);
  if (refusals != builder->refusals) return;
  policy->from = days[0];
  policy->to = days[1];
  policy->open_ended = count == 1;
  if (count == 2 && days[1] < days[0]) builder_refuse(builder, MSG_PERIOD_BACKWARDS, texts[0], texts[1], NULL);
}

static void policy_clauses(lua_State *L, int value, void *context)
{
  struct policy *policy = context;
  policy->clause_count = read_texts(L, value, &policy->clauses, NULL);
}

static void ignore_text(lua_State *L, int value, void *context)
{
  (void)context;
  read_text(L, value);
}

static const struct key policy_keys[] = {
  { "编号", "id", policy_id },         { "名称", "title", policy_name },     { "状态", "status", policy_status },
  { "文号", "number", policy_number }, { "地区", "region", policy_region },  { "有效期", "period", policy_period },
  { "条款目录", "clauses", policy_clauses }, { "说明", "note", ignore_text },
};

static void require(struct builder *builder, bool present, const char *what, const char *key)
{
  const struct key *row = builder->language == LANGUAGE_ENGLISH ? declare_key(key) : NULL;
  if (!present) builder_refuse(builder, MSG_MISSING_KEY, word_said(builder, what), row ? row->english : key, NULL);
}

int declare_policy(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  if (!lua_istable(L, 1)) {
    builder_refuse(builder, MSG_DECLARATION_NEEDS_TABLE, word_said(builder, "政策"), describe(L, 1), NULL);
    return 0;
  }
  if (loader->policy) builder_refuse(builder, MSG_SECOND_POLICY, loader->policy->name ? loader->policy->name : "", NULL);
  struct policy *policy = arena_alloc(loader->arena, sizeof *policy);
  policy->path = builder->path;
  policy->site = builder->site;
  read_keys(L, 1, "政策", KEYS(policy_keys), policy);
  if (loader->refusals_before == builder->refusals) {
    require(builder, policy->id, "政策", "编号");
    require(builder, policy->name, "政策", "名称");
    require(builder, policy->region_count > 0, "政策", "地区");
    require(builder, policy->from || policy->to, "政策", "有效期");
  }
  struct model *model = loader->model;
  model->policies = arena_grow(loader->arena, model->policies, model->policy_count, &model->policy_capacity, sizeof(struct policy *));
  model->policies[model->policy_count++] = policy;
  loader->policy = policy;
  return 0;
}

/* Declarations with a name come in two calls: the name, then the table. */

static int pending_push(lua_State *L, const char *word)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  if (lua_type(L, 1) != LUA_TSTRING) {
    if (!is_error(L, 1)) builder_refuse(builder, MSG_DECLARATION_NEEDS_NAME, word_said(builder, word), describe(L, 1), NULL);
    return push_error(L);
  }
  struct pending *pending = arena_alloc(loader->arena, sizeof *pending);
  *pending = (struct pending){ loader->pendings, word_find(word), read_text(L, 1), builder->site, builder->path, false, builder->refusals };
  loader->pendings = pending;
  handle_push(L, HANDLE_PENDING)->pending = pending;
  return 1;
}

/* 参数 "名称" { ["2022-01-01"] = 万元(10), 至 = "2024-12-31" } */

struct parameter_reading {
  struct parameter *parameter;
  size_t capacity;
  bool stated; /* 类型 was given */
  const char *seen[3];
};

static const struct node *read_constant(lua_State *L, int value)
{
  struct builder *builder = &loader_of(L)->builder;
  if (lua_isboolean(L, value)) return node_constant(builder, TYPE_TRUTH, ratio_whole(lua_toboolean(L, value)));
  const struct node *node = read_node(L, value);
  if (node->type == TYPE_ERROR || node->op == NODE_CONSTANT) return node;
  return builder_refuse(builder, MSG_PARAMETER_NOT_CONSTANT, describe(L, value), NULL);
}

static const char *date_said(struct loader *loader, date day)
{
  struct buffer text = { 0 };
  date_write(&text, day);
  const char *said = arena_copy(loader->arena, text.at, text.length);
  buffer_free(&text);
  return said;
}

static void parameter_dated(lua_State *L, struct parameter_reading *reading, date from)
{
  struct loader *loader = loader_of(L);
  struct parameter *parameter = reading->parameter;
  const struct node *value = read_constant(L, lua_gettop(L));
  if (value->type == TYPE_ERROR) {
    loader->builder.refusals++;
    return;
  }
  if ((parameter->count || reading->stated) && parameter->type != value->type) {
    builder_refuse(&loader->builder, MSG_PARAMETER_TYPES, type_name(parameter->type, loader->builder.language),
                   type_name(value->type, loader->builder.language), NULL);
    return;
  }
  parameter->type = value->type;
  parameter->values =
      arena_grow(loader->arena, parameter->values, parameter->count, &reading->capacity, sizeof *parameter->values);
  size_t at = parameter->count++;
  for (; at > 0 && parameter->values[at - 1].from > from; at--) parameter->values[at] = parameter->values[at - 1];
  if (at > 0 && parameter->values[at - 1].from == from) builder_refuse(&loader->builder, MSG_PARAMETER_DAY_TWICE, date_said(loader, from), NULL);
  parameter->values[at] = (struct dated_value){ from, value };
}

static bool parameter_type(const char *name, enum value_type *type)
{
  static const struct {
    const char *chinese, *english;
    enum value_type type;
  } types[] = { { "金额", "money", TYPE_MONEY }, { "比例", "rate", TYPE_NUMBER }, { "数", "number", TYPE_NUMBER },
                { "日期", "date", TYPE_DATE },   { "是否", "yesno", TYPE_TRUTH } };
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strcmp(name, types[i].chinese) == 0 || strcmp(name, types[i].english) == 0) {
      *type = types[i].type;
      return true;
    }
  return false;
}

static void parameter_kind(struct builder *builder, struct parameter_reading *reading, const char *text)
{
  enum value_type type;
  struct parameter *parameter = reading->parameter;
  if (!parameter_type(text, &type)) {
    builder_refuse(builder, MSG_PARAMETER_KIND, text, NULL);
    return;
  }
  if (parameter->count && parameter->type != type)
    builder_refuse(builder, MSG_PARAMETER_TYPES, type_name(parameter->type, builder->language), type_name(type, builder->language), NULL);
  parameter->type = type;
  reading->stated = true;
}

static void parameter_keyed(lua_State *L, struct parameter_reading *reading, size_t row, const char *key)
{
  struct builder *builder = &loader_of(L)->builder;
  struct parameter *parameter = reading->parameter;
  const char *text = read_text(L, lua_gettop(L));
  if (reading->seen[row]) builder_refuse(builder, MSG_KEY_TWICE, key, reading->seen[row], NULL);
  reading->seen[row] = key;
  if (!text) return;
  if (strcmp(key, "至") == 0 || strcmp(key, "until") == 0) {
    parameter->ends = true;
    if (!date_parse(slice_of(text), &parameter->until)) builder_refuse(builder, MSG_NO_SUCH_DAY, text, NULL);
  } else if (strcmp(key, "类型") == 0 || strcmp(key, "kind") == 0) {
    parameter_kind(builder, reading, text);
  } else {
    parameter->help = text;
  }
}

static void take_parameter_entry(lua_State *L, const struct entry *entry, void *context)
{
  static const char *const known[] = { "至", "until", "类型", "kind", "说明", "note" };
  struct parameter_reading *reading = context;
  struct builder *builder = &loader_of(L)->builder;
  date from;
  builder->site = entry->value;
  for (size_t i = 0; entry->key && i < sizeof known / sizeof *known; i++)
    if (strcmp(entry->key, known[i]) == 0) {
      parameter_keyed(L, reading, i / 2, known[i]);
      return;
    }
  if (entry->key && date_parse(slice_of(entry->key), &from)) {
    parameter_dated(L, reading, from);
    return;
  }
  builder->site = entry->site;
  struct civil civil;
  if (!entry->key)
    builder_refuse(builder, MSG_POSITIONAL_ENTRY, word_said(builder, "参数"), describe(L, -1), NULL);
  else
    builder_refuse(builder, date_notation(slice_of(entry->key), &civil) ? MSG_NO_SUCH_DAY : MSG_PARAMETER_ENTRY, entry->key, NULL);
}

static struct parameter *parameter_find(const struct policy *policy, const char *name)
{
  for (size_t i = 0; i < policy->parameter_count; i++)
    if (strcmp(policy->parameters[i]->name, name) == 0) return policy->parameters[i];
  return NULL;
}

static int parameter_finish(lua_State *L, struct pending *pending)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  struct policy *policy = loader->policy;
  if (!policy) {
    builder_refuse(builder, MSG_POLICY_FIRST, word_said(builder, "参数"), NULL);
    return push_error(L);
  }
  if (parameter_find(policy, plain_name(loader->arena, pending->name))) builder_refuse(builder, MSG_PARAMETER_TWICE, pending->name, NULL);
  struct parameter *parameter = arena_alloc(loader->arena, sizeof *parameter);
  *parameter = (struct parameter){ .name = plain_name(loader->arena, pending->name), .policy = policy, .path = pending->path, .site = pending->site };
  struct parameter_reading reading = { .parameter = parameter };
  each_entry(L, 2, take_parameter_entry, &reading);
  builder->site = pending->site;
  if (pending->refusals_before == builder->refusals && parameter->type == TYPE_ERROR)
    builder_refuse(builder, MSG_PARAMETER_EMPTY, pending->name, NULL);
  if (parameter->ends && parameter->count && parameter->until < parameter->values[parameter->count - 1].from)
    builder_refuse(builder, MSG_PARAMETER_ENDS_EARLY, pending->name, date_said(loader, parameter->until), NULL);
  policy->parameters = arena_grow(loader->arena, policy->parameters, policy->parameter_count, &policy->parameter_capacity,
                                  sizeof(struct parameter *));
  policy->parameters[policy->parameter_count++] = parameter;
  return push_node(L, parameter->type == TYPE_ERROR ? builder->error : node_parameter(builder, parameter, parameter->type), false);
}

int declare_parameter(lua_State *L)
{
  return pending_push(L, "参数");
}

int declare_parameter_index(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  const char *name = lua_tostring(L, 2);
  struct nearest nearest = { .wanted = slice_of(name ? name : ""), .distance = SIZE_MAX };
  struct policy *policy = loader->policy;
  const struct parameter *parameter = policy && name ? parameter_find(policy, name) : NULL;
  if (parameter && parameter->type != TYPE_ERROR) return push_node(L, node_parameter(builder, parameter, parameter->type), false);
  if (parameter) return push_error(L);
  for (size_t i = 0; policy && i < policy->parameter_count; i++) nearest_offer(&nearest, policy->parameters[i]->name);
  builder_refuse(builder, MSG_UNKNOWN_PARAMETER, name ? name : "?", nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}

/* Measures */

struct measure_reading {
  struct measure *measure;
  const struct node *const *conditions;
  size_t condition_count;
  bool region_given;
  const int32_t *regions;
  size_t region_count;
};

static void measure_id(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->id = read_text(L, value);
}

static void measure_clause(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->clause = read_text(L, value);
}

static void measure_note(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->note = read_text(L, value);
}

static void measure_readings(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  measure->reading_count = read_texts(L, value, &measure->readings, NULL);
}

static void measure_object(lua_State *L, int value, void *context)
{
  struct measure_reading *reading = context;
  struct loader *loader = loader_of(L);
  const struct handle *handle = handle_at(L, value);
  const char *text = lua_type(L, value) == LUA_TSTRING ? lua_tostring(L, value) : "";
  if (strcmp(text, "不在名单") == 0 || strcmp(text, "not_listed") == 0)
    reading->measure->unlisted = true;
  else if (handle && handle->kind == HANDLE_OBJECT)
    reading->measure->object = &loader->model->tables[handle->table].objects[handle->member];
  else if (!is_error(L, value))
    builder_refuse(&loader->builder, MSG_OBJECT_EXPECTED, describe(L, value), NULL);
}

static void measure_conditions(lua_State *L, int value, void *context)
{
  struct measure_reading *reading = context;
  reading->condition_count = read_conditions(L, value, &reading->conditions);
}

static const struct node *read_money(lua_State *L, int value)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *node = read_node(L, value);
  if (node->type == TYPE_ERROR || node->type == TYPE_MONEY) return node;
  enum message message = node->op == NODE_CONSTANT && node->type == TYPE_NUMBER ? MSG_AMOUNT_WITHOUT_UNIT : MSG_AMOUNT_NOT_MONEY;
  const char *said = message == MSG_AMOUNT_WITHOUT_UNIT && lua_type(L, value) == LUA_TNUMBER ? luaL_tolstring(L, value, NULL) : describe(L, value);
  return builder_refuse(builder, message, said, type_name(node->type, builder->language), NULL);
}

static void measure_amount(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->amount = read_money(L, value);
}

static void measure_cap(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->cap = read_money(L, value);
}

static void measure_envelope(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->envelope = read_money(L, value);
}

static void measure_once(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->once = read_flag(L, value);
}

static void measure_region(lua_State *L, int value, void *context)
{
  struct measure_reading *reading = context;
  reading->region_given = true;
  const char *text = lua_type(L, value) == LUA_TSTRING ? lua_tostring(L, value) : "";
  if (strcmp(text, "不限") == 0 || strcmp(text, "anywhere") == 0) return;
  reading->region_count = read_regions(L, value, &reading->regions);
}

static void measure_round_unit(lua_State *L, int value, void *context)
{
  static const struct {
    const char *name;
    int64_t fen;
  } units[] = { { "分", 1 }, { "角", 10 }, { "元", FEN_YUAN }, { "十元", 1000 }, { "百元", 10000 }, { "千元", 100000 }, { "万元", FEN_WAN } };
  const char *text = read_text(L, value);
  for (size_t i = 0; text && i < sizeof units / sizeof *units; i++)
    if (strcmp(units[i].name, text) == 0) {
      ((struct measure_reading *)context)->measure->round_unit = units[i].fen;
      return;
    }
  if (text) builder_refuse(&loader_of(L)->builder, MSG_ROUND_UNIT, text, NULL);
}

static void measure_rounding(lua_State *L, int value, void *context)
{
  static const char *const names[][2] = { [ROUND_HALF_AWAY] = { "四舍五入", "half_up" }, [ROUND_UP] = { "进一", "up" }, [ROUND_DOWN] = { "舍去", "down" },
                                             [ROUND_HALF_DOWN] = { "五舍六入", "half_down" } };
  const char *text = read_text(L, value);
  for (int i = 0; text && i < 4; i++)
    if (strcmp(names[i][0], text) == 0 || strcmp(names[i][1], text) == 0) {
      ((struct measure_reading *)context)->measure->rounding = (enum rounding)i;
      return;
    }
  if (text) builder_refuse(&loader_of(L)->builder, MSG_ROUNDING, text, NULL);
}

static void measure_against(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  measure->against_count = read_conditions(L, value, &measure->against);
}

/* 阶梯 = { { "科技型中小企业", 条件 }, … }: from the lowest rung up */
struct rung_reading {
  struct measure *measure;
  size_t capacity;
};

static void take_rung(lua_State *L, const struct entry *entry, void *context)
{
  struct rung_reading *reading = context;
  struct loader *loader = loader_of(L);
  struct measure *measure = reading->measure;
  loader->builder.site = entry->value;
  if (entry->key || !lua_istable(L, -1) || lua_rawlen(L, -1) != 2) {
    builder_refuse(&loader->builder, MSG_RUNG_FORM, NULL);
    return;
  }
  lua_rawgeti(L, -1, 1);
  lua_rawgeti(L, -2, 2);
  struct rung rung = { read_text(L, lua_gettop(L) - 1), read_condition(L, lua_gettop(L)) };
  lua_pop(L, 2);
  measure->rungs = arena_grow(loader->arena, measure->rungs, measure->rung_count, &reading->capacity, sizeof rung);
  measure->rungs[measure->rung_count++] = rung;
}

static void measure_rungs(lua_State *L, int value, void *context)
{
  struct rung_reading reading = { .measure = ((struct measure_reading *)context)->measure };
  if (lua_istable(L, value))
    each_entry(L, value, take_rung, &reading);
  else
    builder_refuse(&loader_of(L)->builder, MSG_RUNG_FORM, NULL);
}

/* Targets */

static void target_actual(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->actual = read_node(L, value);
}

static void target_goal(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->goal = read_node(L, value);
}

static void target_exceed(lua_State *L, int value, void *context)
{
  target_goal(L, value, context);
  ((struct measure_reading *)context)->measure->reach = MORE_THAN;
}

static void target_breakdown(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  const struct node *node = read_node(L, value);
  bool usable = node->op == NODE_FIELD && node->table == 0 &&
                (node->type == TYPE_REGION || node->type == TYPE_TEXT || node->type == TYPE_CHOICE);
  if (usable)
    measure->breakdown = node->field;
  else if (node->type != TYPE_ERROR)
    builder_refuse(&loader_of(L)->builder, MSG_BREAKDOWN, describe(L, value), NULL);
}

struct year_reading {
  int *years;
  size_t count, capacity;
};

static void take_year(lua_State *L, const struct entry *entry, void *context)
{
  struct year_reading *reading = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  if (entry->key || !lua_isinteger(L, -1) || lua_tointeger(L, -1) < 1900 || lua_tointeger(L, -1) > 9998) {
    builder_refuse(&loader->builder, MSG_TARGET_YEAR, describe(L, -1), NULL);
    return;
  }
  reading->years = arena_grow(loader->arena, reading->years, reading->count, &reading->capacity, sizeof *reading->years);
  reading->years[reading->count++] = (int)lua_tointeger(L, -1);
}

static void target_years(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  struct year_reading reading = { 0 };
  struct entry one = { .value = loader_of(L)->builder.site };
  if (lua_istable(L, value)) {
    each_entry(L, value, take_year, &reading);
  } else {
    lua_pushvalue(L, value);
    take_year(L, &one, &reading);
    lua_pop(L, 1);
  }
  measure->years = reading.years;
  measure->year_count = reading.count;
}

enum {
  TARGETS = 1u << MEASURE_TARGET,
  PAYS = 1u << MEASURE_AWARD | 1u << MEASURE_VOUCHER | 1u << MEASURE_DISCRETIONARY,
  JUDGES = PAYS | 1u << MEASURE_BENEFIT | 1u << MEASURE_LIST | 1u << MEASURE_CRITERION,
  EVERY = JUDGES | 1u << MEASURE_TARGET | 1u << MEASURE_NARRATIVE
};

static const struct {
  unsigned kinds;
  struct key key;
} measure_keys[] = {
  { EVERY, { "编号", "id", measure_id } },
  { EVERY, { "条款", "clause", measure_clause } },
  { EVERY, { "说明", "note", measure_note } },
  { EVERY, { "解读", "reading", measure_readings } },
  { JUDGES, { "对象", "object", measure_object } },
  { JUDGES, { "条件", "requires", measure_conditions } },
  { JUDGES | TARGETS, { "地区", "region", measure_region } },
  { TARGETS, { "实际", "actual", target_actual } },
  { TARGETS, { "至少", "at_least", target_goal } },
  { TARGETS, { "超过", "more_than", target_exceed } },
  { TARGETS, { "分解", "by", target_breakdown } },
  { TARGETS, { "年度", "years", target_years } },
  { PAYS, { "金额", "amount", measure_amount } },
  { PAYS, { "封顶", "cap", measure_cap } },
  { PAYS, { "取整", "round_to", measure_round_unit } },
  { PAYS, { "舍入", "rounding", measure_rounding } },
  { PAYS | 1u << MEASURE_BENEFIT, { "一次性", "once", measure_once } },
  { PAYS, { "预算", "envelope", measure_envelope } },
  { 1u << MEASURE_LIST | 1u << MEASURE_DISCRETIONARY, { "阶梯", "rungs", measure_rungs } },
  { 1u << MEASURE_LIST, { "对照", "against", measure_against } },
};

static size_t keys_of(enum measure_kind kind, struct key *keys)
{
  size_t count = 0;
  for (size_t i = 0; i < sizeof measure_keys / sizeof *measure_keys; i++)
    if (measure_keys[i].kinds & 1u << kind) keys[count++] = measure_keys[i].key;
  return count;
}

/* The policy's region is a condition of everything that concerns companies, unless the measure says otherwise. */
static const struct node *region_condition(struct loader *loader, const struct measure_reading *reading)
{
  const struct policy *policy = reading->measure->policy;
  const struct table *companies = &loader->model->tables[0];
  const int32_t *codes = reading->region_given ? reading->regions : policy->regions;
  size_t count = reading->region_given ? reading->region_count : policy->region_count;
  if (reading->measure->object || count == 0) return NULL;
  const struct node *field = node_field(&loader->builder, 0, &companies->kind.fields[companies->region]);
  return node_under(&loader->builder, field, codes, count, false);
}

static void freeze_conditions(struct loader *loader, struct measure_reading *reading)
{
  struct measure *measure = reading->measure;
  const struct node *region = region_condition(loader, reading);
  const struct node **all = arena_array(loader->arena, reading->condition_count + 1, sizeof(struct node *));
  if (region) all[measure->condition_count++] = region;
  for (size_t i = 0; i < reading->condition_count; i++) all[measure->condition_count++] = reading->conditions[i];
  if (measure->object)
    for (size_t i = 0; i < measure->condition_count; i++)
      all[i] = node_regroup(&loader->builder, all[i], measure->object->table, measure->object->code);
  measure->conditions = all;
  measure->condition = node_group(&loader->builder, NODE_ALL, all, measure->condition_count);
}

/* A measure of companies reads company fields, one of other objects only counts and sums over their rows. */
static void check_tables(struct builder *builder, const struct measure *measure, const struct node *node)
{
  if (!node || node->type == TYPE_ERROR) return;
  unsigned allowed = measure->object ? 0 : 1;
  if (node->tables & ~allowed) builder_refuse(builder, measure->object ? MSG_COMPANY_FIELD_FOR_OBJECT : MSG_ROW_OUTSIDE_AGGREGATE, NULL);
}

/* Counts of a target are of the policy's region; other measures cannot count the list they are judged from. */
static void freeze_target(struct loader *loader, const struct measure_reading *reading)
{
  struct measure *measure = reading->measure;
  const struct node *region = region_condition(loader, reading);
  const struct node **parts[] = { &measure->actual, &measure->goal };
  for (int i = 0; i < 2; i++) {
    if (!*parts[i]) continue;
    if ((*parts[i])->tables) builder_refuse(&loader->builder, MSG_TARGET_FIELD, NULL);
    if (region) *parts[i] = node_restrict(&loader->builder, *parts[i], region);
  }
  bool differ = measure->actual && measure->goal && measure->actual->type != TYPE_ERROR && measure->goal->type != TYPE_ERROR &&
                measure->actual->type != measure->goal->type;
  if (differ)
    builder_refuse(&loader->builder, MSG_TARGET_UNITS, type_name(measure->actual->type, loader->builder.language),
                   type_name(measure->goal->type, loader->builder.language), NULL);
}

static void freeze_amounts(struct loader *loader, struct measure *measure)
{
  const struct node **amounts[] = { &measure->amount, &measure->cap, &measure->envelope };
  for (int i = 0; i < 3; i++) {
    if (measure->object && *amounts[i])
      *amounts[i] = node_regroup(&loader->builder, *amounts[i], measure->object->table, measure->object->code);
    check_tables(&loader->builder, measure, *amounts[i]);
    if (*amounts[i] && node_counts_companies(*amounts[i])) builder_refuse(&loader->builder, MSG_COUNTS_COMPANIES, NULL);
  }
  if (node_counts_companies(measure->condition)) builder_refuse(&loader->builder, MSG_COUNTS_COMPANIES, NULL);
  if (!measure->round_unit) measure->round_unit = 1;
}

static void model_add(struct loader *loader, struct measure *measure)
{
  struct model *model = loader->model;
  struct policy *policy = measure->policy;
  measure->index = model->measure_count;
  model->measures = arena_grow(loader->arena, model->measures, model->measure_count, &model->measure_capacity, sizeof measure);
  model->measures[model->measure_count++] = measure;
  policy->measures = arena_grow(loader->arena, policy->measures, policy->measure_count, &policy->measure_capacity, sizeof measure);
  policy->measures[policy->measure_count++] = measure;
}

static void check_measure(struct loader *loader, const struct measure *measure, const char *word)
{
  struct builder *builder = &loader->builder;
  require(builder, measure->id, word, "编号");
  require(builder, measure->clause, word, "条款");
  bool pays = measure->kind == MEASURE_AWARD || measure->kind == MEASURE_VOUCHER;
  if (pays) require(builder, measure->amount, word, "金额");
}

/* The ids of measures are told apart over all scripts. */
static void check_id(struct loader *loader, const struct measure *measure)
{
  struct builder *builder = &loader->builder;
  for (size_t i = 0; measure->id && i < loader->model->measure_count; i++) {
    const struct measure *other = loader->model->measures[i];
    if (!other->id || strcmp(other->id, measure->id) != 0) continue;
    const char *line = arena_printf(loader->arena, "%d", other->site.line);
    const char *file = strcmp(other->path, measure->path) == 0 ? "" : other->path;
    builder_refuse(builder, MSG_ID_TWICE, measure->id, other->name, line, file, NULL);
    return;
  }
}

static int measure_finish(lua_State *L, struct pending *pending, enum measure_kind kind)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  const char *word = pending->word->chinese;
  if (!loader->policy) {
    builder_refuse(builder, MSG_POLICY_FIRST, word_said(builder, word), NULL);
    return push_error(L);
  }
  struct measure *measure = arena_alloc(loader->arena, sizeof *measure);
  *measure = (struct measure){ .kind = kind, .name = pending->name, .policy = loader->policy, .path = pending->path, .site = pending->site };
  struct measure_reading reading = { .measure = measure };
  struct key keys[sizeof measure_keys / sizeof *measure_keys];
  read_keys(L, 2, word, keys, keys_of(kind, keys), &reading);
  builder->site = pending->site;
  freeze_conditions(loader, &reading);
  check_tables(builder, measure, measure->condition);
  freeze_amounts(loader, measure);
  if (kind == MEASURE_TARGET) freeze_target(loader, &reading);
  if (pending->refusals_before == builder->refusals) check_measure(loader, measure, word);
  check_id(loader, measure);
  model_add(loader, measure);
  handle_push(L, HANDLE_MEASURE)->measure = measure;
  return 1;
}

static const struct {
  const char *word;
  enum measure_kind kind;
} measure_words[] = { { "奖励", MEASURE_AWARD }, { "券", MEASURE_VOUCHER },   { "支持", MEASURE_BENEFIT },  { "酌定", MEASURE_DISCRETIONARY },
                      { "清单", MEASURE_LIST },  { "准则", MEASURE_CRITERION }, { "条文", MEASURE_NARRATIVE }, { "目标", MEASURE_TARGET } };

int declare_award(lua_State *L)
{
  return pending_push(L, "奖励");
}

int declare_voucher(lua_State *L)
{
  return pending_push(L, "券");
}

int declare_benefit(lua_State *L)
{
  return pending_push(L, "支持");
}

int declare_discretionary(lua_State *L)
{
  return pending_push(L, "酌定");
}

int declare_list(lua_State *L)
{
  return pending_push(L, "清单");
}

int declare_criterion(lua_State *L)
{
  return pending_push(L, "准则");
}

int declare_narrative(lua_State *L)
{
  return pending_push(L, "条文");
}

int declare_target(lua_State *L)
{
  return pending_push(L, "目标");
}

int declare_one_of(lua_State *L)
{
  return pending_push(L, "择一");
}

int declare_table(lua_State *L)
{
  return pending_push(L, "表");
}

int declare_column(lua_State *L)
{
  return pending_push(L, "列");
}

/* 择一 "名称" { 编号 = …, 条款 = …, 措施 = { 甲, 乙 } } */

struct choice_reading {
  struct choice_of *choice;
  size_t capacity;
};

static void choice_id(lua_State *L, int value, void *context)
{
  ((struct choice_reading *)context)->choice->id = read_text(L, value);
}

static void choice_clause(lua_State *L, int value, void *context)
{
  ((struct choice_reading *)context)->choice->clause = read_text(L, value);
}

static void take_member(lua_State *L, const struct entry *entry, void *context)
{
  struct choice_reading *reading = context;
  struct loader *loader = loader_of(L);
  const struct handle *handle = handle_at(L, -1);
  loader->builder.site = entry->value;
  if (is_error(L, -1)) {
    loader->builder.refusals++;
    return;
  }
  if (entry->key) {
    builder_refuse(&loader->builder, MSG_KEY_IN_LIST, entry->key, NULL);
    return;
  }
  if (!handle || handle->kind != HANDLE_MEASURE) {
    builder_refuse(&loader->builder, MSG_MEMBER_EXPECTED, describe(L, -1), NULL);
    return;
  }
  if (handle->measure->one_of) {
    builder_refuse(&loader->builder, MSG_MEMBER_TWICE, handle->measure->name, handle->measure->one_of->name, NULL);
    return;
  }
  struct choice_of *choice = reading->choice;
  choice->members = arena_grow(loader->arena, choice->members, choice->count, &reading->capacity, sizeof(struct measure *));
  choice->members[choice->count++] = handle->measure;
  handle->measure->one_of = choice;
}

static void choice_members(lua_State *L, int value, void *context)
{
  if (lua_istable(L, value))
    each_entry(L, value, take_member, context);
  else
    builder_refuse(&loader_of(L)->builder, MSG_MEMBER_EXPECTED, describe(L, value), NULL);
}

static const struct key choice_keys[] = {
  { "编号", "id", choice_id },
  { "条款", "clause", choice_clause },
  { "措施", "measures", choice_members },
  { "说明", "note", ignore_text },
};

static int one_of_finish(lua_State *L, struct pending *pending)
{
  struct loader *loader = loader_of(L);
  struct choice_of *choice = arena_alloc(loader->arena, sizeof *choice);
  *choice = (struct choice_of){ .name = pending->name, .path = pending->path, .site = pending->site };
  struct choice_reading reading = { .choice = choice };
  read_keys(L, 2, "择一", KEYS(choice_keys), &reading);
  loader->builder.site = pending->site;
  if (pending->refusals_before == loader->builder.refusals && choice->count < 2) builder_refuse(&loader->builder, MSG_CHOICE_OF_ONE, NULL);
  struct model *model = loader->model;
  model->choices = arena_grow(loader->arena, model->choices, model->choice_count, &model->choice_capacity, sizeof choice);
  model->choices[model->choice_count++] = choice;
  return 0;
}

int declare_finish(lua_State *L, struct pending *pending)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  const char *word = pending->word->chinese;
  pending->done = true;
  if (!lua_istable(L, 2)) {
    builder_refuse(builder, MSG_DECLARATION_NEEDS_TABLE, word_said(builder, word), describe(L, 2), NULL);
    return push_error(L);
  }
  builder->site = pending->site;
  for (size_t i = 0; i < sizeof measure_words / sizeof *measure_words; i++)
    if (strcmp(measure_words[i].word, word) == 0) return measure_finish(L, pending, measure_words[i].kind);
  if (strcmp(word, "参数") == 0) return parameter_finish(L, pending);
  if (strcmp(word, "择一") == 0) return one_of_finish(L, pending);
  if (strcmp(word, "表") == 0) return dictionary_table(L, pending->name);
  (void)loader;
  return dictionary_column(L, pending->name);
}

const struct key *declare_key(const char *name)
{
  const struct key *key = key_find(KEYS(policy_keys), name);
  if (!key) key = key_find(KEYS(choice_keys), name);
  for (size_t i = 0; !key && i < sizeof measure_keys / sizeof *measure_keys; i++) key = key_find(&measure_keys[i].key, 1, name);
  return key;
}

void declare_conclude(struct loader *loader)
{
  for (struct pending *pending = loader->pendings; pending; pending = pending->next) {
    if (pending->done) continue;
    loader->builder.path = pending->path;
    loader->builder.site = pending->site;
    builder_refuse(&loader->builder, MSG_DECLARATION_UNFINISHED, word_said(&loader->builder, pending->word->chinese), pending->name, NULL);
  }
}
