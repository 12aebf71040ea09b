/* Measures: what their tables hold, and how they are frozen, for declare.c. */
#include "policy/declaration.h"

#include <string.h>

#include "model/user_function.h"
#include "policy/declare.h"
#include "policy/words.h"

/* Measures */

static void measure_id(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->id = read_text(L, value);
}

static void measure_clause(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->clause = read_text(L, value);
}

static void measure_agencies(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  measure->agency_count = read_texts(L, value, &measure->agencies, NULL);
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
  if (strcmp(text, "不在名单") == 0 || strcmp(text, "not_listed") == 0) reading->measure->unlisted = true;
  else if (handle && handle->kind == HANDLE_OBJECT)
    reading->measure->object = &loader->model->tables[handle->table].objects[handle->member];
  else if (!is_error(L, value)) builder_error(&loader->builder, MSG_OBJECT_EXPECTED, describe(L, value), NULL);
}

static void measure_conditions(lua_State *L, int value, void *context)
{
  struct measure_reading *reading = context;
  reading->condition_count = read_conditions(L, value, &reading->conditions);
}

const struct node *read_money(lua_State *L, int value)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, value);
  if (handle && handle->kind == HANDLE_COMPUTED) return read_computed(L, handle, TYPE_MONEY);
  const struct node *node = read_node(L, value);
  if (node->type == TYPE_ERROR || node->type == TYPE_MONEY) return node;
  enum message message =
      node->op == NODE_CONSTANT && node->type == TYPE_NUMBER && !node->percent ? MSG_AMOUNT_WITHOUT_UNIT : MSG_AMOUNT_NOT_MONEY;
  const char *said = message == MSG_AMOUNT_WITHOUT_UNIT && lua_type(L, value) == LUA_TNUMBER ? luaL_tolstring(L, value, NULL)
                                                                                             : describe(L, value);
  return builder_error(builder, message, said, type_name(node->type, builder->language), NULL);
}

static void measure_amount(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->amount = read_money(L, value);
}

static void measure_cap(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->cap = read_money(L, value);
}

static void measure_once(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->once = read_flag(L, value);
}

static void measure_times(lua_State *L, int value, void *context)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct node *node = read_node(L, value);
  bool whole = node->op == NODE_CONSTANT && node->type == TYPE_NUMBER && node->number.den == 1 && !node->percent;
  if (node->type == TYPE_ERROR) return;
  if (whole && node->number.num >= 1 && node->number.num <= INT32_MAX)
    ((struct measure_reading *)context)->measure->times = (int)node->number.num;
  else builder_error(builder, MSG_TIMES, describe(L, value), NULL);
}

static void measure_cumulative_cap(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->cumulative_cap = read_money(L, value);
}

/* 补差 = true: what the measure itself gave; 补差 = { 甲, "X-3" }: what these gave */
static void measure_top_up(lua_State *L, int value, void *context)
{
  struct measure_reading *reading = context;
  if (lua_isboolean(L, value)) reading->tops_up_itself = lua_toboolean(L, value);
  else reading->measure->top_up = read_measure_set(L, value);
}

static void measure_region(lua_State *L, int value, void *context)
{
  struct measure_reading *reading = context;
  reading->region_given = true;
  const char *text = lua_type(L, value) == LUA_TSTRING ? lua_tostring(L, value) : "";
  if (strcmp(text, "不限") == 0 || strcmp(text, "anywhere") == 0) return;
  reading->region_count = read_regions(L, value, &reading->regions);
}

static void measure_lifts_conditions(lua_State *L, int value, void *context)
{
  ((struct measure_reading *)context)->measure->conditions_lifted = read_flag(L, value);
}

static void measure_round_unit(lua_State *L, int value, void *context)
{
  static const struct {
    const char *chinese, *english;
    int64_t fen;
  } units[] = { { "分", "fen", 1 },
                { "角", "jiao", 10 },
                { "元", "yuan", FEN_YUAN },
                { "十元", "ten_yuan", 1000 },
                { "百元", "hundred_yuan", 10000 },
                { "千元", "thousand_yuan", 100000 },
                { "万元", "wan", FEN_WAN } };
  const char *text = read_text(L, value);
  for (size_t i = 0; text && i < sizeof units / sizeof *units; i++)
    if (strcmp(units[i].chinese, text) == 0 || strcmp(units[i].english, text) == 0) {
      ((struct measure_reading *)context)->measure->round_unit = units[i].fen;
      return;
    }
  if (text) builder_error(&loader_of(L)->builder, MSG_ROUND_UNIT, text, NULL);
}

static void measure_rounding(lua_State *L, int value, void *context)
{
  static const char *const names[][2] = { [ROUND_HALF_AWAY] = { "四舍五入", "half_up" },
                                          [ROUND_UP] = { "进一", "up" },
                                          [ROUND_DOWN] = { "舍去", "down" },
                                          [ROUND_HALF_DOWN] = { "五舍六入", "half_down" } };
  const char *text = read_text(L, value);
  for (int i = 0; text && i < 4; i++)
    if (strcmp(names[i][0], text) == 0 || strcmp(names[i][1], text) == 0) {
      ((struct measure_reading *)context)->measure->rounding = (enum rounding)i;
      return;
    }
  if (text) builder_error(&loader_of(L)->builder, MSG_ROUNDING, text, NULL);
}

struct show_reading {
  const struct node **items;
  size_t count, capacity;
};

static void take_show(lua_State *L, const struct entry *entry, void *context)
{
  struct show_reading *reading = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  const struct node *node = read_node(L, -1);
  if (node->type == TYPE_ERROR) return;
  reading->items = arena_grow(loader->arena, reading->items, reading->count, &reading->capacity, sizeof *reading->items);
  reading->items[reading->count++] = node;
}

/* 列示 = { 所属镇街, … } */
static void measure_shows(lua_State *L, int value, void *context)
{
  struct measure *measure = ((struct measure_reading *)context)->measure;
  struct show_reading reading = { 0 };
  if (lua_istable(L, value)) each_entry(L, value, take_show, &reading);
  measure->shows = reading.items;
  measure->show_count = reading.count;
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
    builder_error(&loader->builder, MSG_RUNG_FORM, NULL);
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
  if (lua_istable(L, value)) each_entry(L, value, take_rung, &reading);
  else builder_error(&loader_of(L)->builder, MSG_RUNG_FORM, NULL);
}

enum {
  TARGETS = 1u << MEASURE_TARGET,
  PAYING = 1u << MEASURE_AWARD | 1u << MEASURE_VOUCHER | 1u << MEASURE_DISCRETIONARY,
  PRICED = PAYING | 1u << MEASURE_CLAWBACK,
  JUDGED = PRICED | 1u << MEASURE_BENEFIT | 1u << MEASURE_LIST | 1u << MEASURE_CRITERION,
  EVERY = JUDGED | 1u << MEASURE_TARGET | 1u << MEASURE_NARRATIVE
};
#define ONLY(kind) (1u << MEASURE_##kind)

static const struct {
  unsigned kinds;
  struct key key;
} measure_keys[] = {
#define MEASURE_KEY(kinds, chinese, english, read, ...) { kinds, { chinese, english, read } },
#include "policy/words.def"
};
#undef ONLY

static size_t keys_of(enum measure_kind kind, struct key *keys)
{
  size_t count = 0;
  for (size_t i = 0; i < sizeof measure_keys / sizeof *measure_keys; i++)
    if (measure_keys[i].kinds & 1u << kind) keys[count++] = measure_keys[i].key;
  return count;
}

bool measure_takes_key(enum measure_kind kind, const char *chinese)
{
  for (size_t i = 0; i < sizeof measure_keys / sizeof *measure_keys; i++)
    if (strcmp(measure_keys[i].key.chinese, chinese) == 0) return measure_keys[i].kinds & 1u << kind;
  return false;
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
  struct node *under = arena_alloc(loader->arena, sizeof *under);
  *under = *node_in_region(&loader->builder, field, codes, count, false);
  under->added = true;
  return under;
}

static void freeze_conditions(struct loader *loader, struct measure_reading *reading)
{
  struct measure *measure = reading->measure;
  const struct node *region = region_condition(loader, reading);
  const struct policy *policy = measure->policy;
  bool asks = measure_kind_judged(measure->kind) && !measure_kind_owes(measure->kind); /* who no longer qualifies still owes */
  bool shared = asks && !measure->object && !measure->conditions_lifted;
  size_t most = reading->condition_count + policy->condition_count + 1;
  const struct node **all = arena_array(loader->arena, most, sizeof(struct node *));
  if (region) all[measure->condition_count++] = region;
  for (size_t i = 0; shared && i < policy->condition_count; i++) all[measure->condition_count++] = policy->conditions[i];
  for (size_t i = 0; i < reading->condition_count; i++) all[measure->condition_count++] = reading->conditions[i];
  if (measure->object)
    for (size_t i = 0; i < measure->condition_count; i++)
      all[i] = node_regroup(&loader->builder, all[i], measure->object->table, measure->object->code);
  measure->conditions = all;
  measure->condition = node_group(&loader->builder, NODE_ALL, all, measure->condition_count);
}

static bool is_population(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_POPULATION;
}

static bool counts_population(const struct node *node, const void *context)
{
  const struct aggregate *aggregate = node->op == NODE_AGGREGATE ? node->aggregate : NULL;
  if (!aggregate) return false;
  return (aggregate->condition && node_any(aggregate->condition, is_population, context)) ||
         (aggregate->value && node_any(aggregate->value, is_population, context));
}

static void restrict_all(struct builder *builder, const struct node *const **list, size_t count, const struct node *condition)
{
  const struct node **restricted = arena_array(builder->arena, count, sizeof *restricted);
  for (size_t i = 0; i < count; i++) restricted[i] = node_restrict_population(builder, (*list)[i], condition);
  *list = restricted;
}

/* Those of whom 名单.… tells are the companies of the measure's region that meet the policy's conditions. */
static void freeze_populations(struct loader *loader, struct measure *measure, size_t shared)
{
  struct builder *builder = &loader->builder;
  if (!measure_any(measure, is_population, NULL)) return;
  if (measure->object || measure_any(measure, counts_population, NULL)) builder_error(builder, MSG_POPULATION_PLACE, NULL);
  if (measure->object) return;
  const struct node *condition = node_group(builder, NODE_ALL, measure->conditions, shared);
  const struct node **single[] = { &measure->amount, &measure->cap, &measure->cumulative_cap, &measure->budget };
  restrict_all(builder, &measure->conditions, measure->condition_count, condition);
  restrict_all(builder, &measure->against, measure->against_count, condition);
  restrict_all(builder, &measure->shows, measure->show_count, condition);
  for (size_t i = 0; i < measure->rung_count; i++)
    measure->rungs[i].condition = node_restrict_population(builder, measure->rungs[i].condition, condition);
  for (size_t i = 0; i < sizeof single / sizeof *single; i++)
    if (*single[i]) *single[i] = node_restrict_population(builder, *single[i], condition);
  measure->condition = node_group(builder, NODE_ALL, measure->conditions, measure->condition_count);
}

/* A measure of companies reads company fields, one of other objects only counts and sums over their rows. */
static void check_tables(struct builder *builder, const struct measure *measure, const struct node *node)
{
  if (!node || node->type == TYPE_ERROR) return;
  unsigned allowed = measure->object ? 0 : 1;
  if (node->tables & ~allowed)
    builder_error(builder, measure->object ? MSG_COMPANY_FIELD_FOR_OBJECT : MSG_ROW_OUTSIDE_AGGREGATE, NULL);
}

static bool is_unlinked(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_AGGREGATE && node->aggregate->table != 0 && node->aggregate->link < 0 && !node->aggregate->of_object;
}

/* Rows of an object are its own, whoever else they name. */
static bool is_through(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_AGGREGATE && node->aggregate->through_named;
}

static const struct node *find_node(const struct node *node, bool (*is)(const struct node *node, const void *context))
{
  const struct aggregate *aggregate = node->aggregate;
  const struct node *found = is(node, NULL) ? node : NULL;
  if (!found && aggregate && aggregate->condition) found = find_node(aggregate->condition, is);
  if (!found && aggregate && aggregate->value) found = find_node(aggregate->value, is);
  for (size_t i = 0; !found && i < node->operand_count; i++) found = find_node(node->operands[i], is);
  return found;
}

static bool has_via(const struct node *node, const void *context)
{
  (void)context;
  return node->via != NULL;
}

/* What a measure of companies counts must be theirs; and a link is asked where rows are counted. */
static void check_links(struct loader *loader, const struct measure *measure)
{
  struct builder *builder = &loader->builder;
  for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);) {
    const struct node *unlinked = find_node(walk.node, is_unlinked), *outside = find_node(walk.node, has_via);
    const struct node *through = measure->object ? find_node(walk.node, is_through) : NULL,
                      *place = unlinked ? unlinked : through;
    if (place && place->path) builder->path = place->path, builder->site = place->site;
    if (through) builder_error(builder, MSG_THROUGH_OF_OBJECT, measure->name, NULL);
    if (unlinked) builder_error(builder, MSG_TABLE_UNLINKED, unlinked->aggregate->table_name, NULL);
    else if (outside) builder_error(builder, MSG_LINK_OUTSIDE, outside->via, NULL);
    builder->path = measure->path;
    builder->site = measure->site;
  }
}

struct ranging {
  const struct model *model;
  const struct node *own; /* the measure's amount, where it may be a range; else NULL */
};

/* What another measure gives may be a range. */
static bool is_misplaced_range(const struct node *node, const void *context)
{
  const struct ranging *ranging = context;
  bool misplaced = node->op == NODE_RANGE && node != ranging->own;
  for (size_t i = 0; misplaced && i < ranging->model->measure_count; i++) {
    const struct node *amount = ranging->model->measures[i]->amount;
    misplaced = !amount || node_unnamed(amount) != node;
  }
  return misplaced;
}

/* A range is set by the authority: nothing is computed with it. */
static void check_range(struct loader *loader, const struct measure *measure)
{
  const struct node *amount = measure->amount ? node_unnamed(measure->amount) : NULL;
  bool allowed = measure->kind == MEASURE_DISCRETIONARY;
  const struct ranging ranging = { loader->model, allowed ? amount : NULL };
  if (measure_any(measure, is_misplaced_range, &ranging)) builder_error(&loader->builder, MSG_RANGE_PLACE, NULL);
}

/* Counts of a target are of the policy's region; other measures cannot count the list they are judged from. */
static void freeze_target(struct loader *loader, const struct measure_reading *reading)
{
  struct measure *measure = reading->measure;
  const struct node *region = region_condition(loader, reading);
  const struct node **parts[] = { &measure->actual, &measure->goal };
  for (int i = 0; i < 2; i++) {
    if (!*parts[i]) continue;
    if ((*parts[i])->tables) builder_error(&loader->builder, MSG_TARGET_FIELD, NULL);
    else if (node_computes(*parts[i])) builder_error(&loader->builder, MSG_COMPUTED_PLACE, NULL);
    if (region) *parts[i] = node_restrict(&loader->builder, *parts[i], region);
  }
  bool differ = measure->actual && measure->goal && measure->actual->type != TYPE_ERROR && measure->goal->type != TYPE_ERROR &&
                measure->actual->type != measure->goal->type;
  if (differ)
    builder_error(&loader->builder, MSG_TARGET_UNITS, type_name(measure->actual->type, loader->builder.language),
                  type_name(measure->goal->type, loader->builder.language), NULL);
}

static void freeze_amounts(struct loader *loader, struct measure *measure)
{
  const struct node **amounts[] = { &measure->amount,         &measure->cap,          &measure->budget,
                                    &measure->cumulative_cap, &measure->budget_order, &measure->budget_each };
  for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
    if (measure->object && *amounts[i])
      *amounts[i] = node_regroup(&loader->builder, *amounts[i], measure->object->table, measure->object->code);
    check_tables(&loader->builder, measure, *amounts[i]);
    if (*amounts[i] && node_counts_companies(*amounts[i])) builder_error(&loader->builder, MSG_COUNTS_COMPANIES, NULL);
    if (amounts[i] == &measure->budget && *amounts[i] && node_computes(*amounts[i]))
      builder_error(&loader->builder, MSG_COMPUTED_PLACE, NULL);
  }
  if (node_counts_companies(measure->condition)) builder_error(&loader->builder, MSG_COUNTS_COMPANIES, NULL);
  if (!measure->round_unit) measure->round_unit = 1;
}

/* Only when its id is known. */
static void freeze_top_up(struct loader *loader, const struct measure_reading *reading)
{
  struct measure *measure = reading->measure;
  if (!reading->tops_up_itself || !measure->id) return;
  const char **own = arena_alloc(loader->arena, sizeof *own);
  struct source_place *site = arena_alloc(loader->arena, sizeof *site);
  *own = measure->id, *site = measure->site;
  measure->top_up = (struct measure_set){ own, site, 1 };
}

static bool is_paid(const struct node *node, const void *context)
{
  (void)context;
  return node->op == NODE_PAID;
}

static bool counts_paid(const struct node *node, const void *context)
{
  const struct aggregate *aggregate = node->aggregate;
  (void)context;
  if (!aggregate) return false;
  return (aggregate->condition && node_any(aggregate->condition, is_paid, NULL)) ||
         (aggregate->value && node_any(aggregate->value, is_paid, NULL));
}

/* What was paid is the object's that is judged: not a record's, not the whole list's. */
static void check_paid(struct builder *builder, const struct measure *measure)
{
  bool misplaced = false;
  for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);) {
    bool whole = walk.role == ROLE_BUDGET || walk.role == ROLE_ACTUAL || walk.role == ROLE_GOAL || walk.role == ROLE_RELATION;
    misplaced |= node_any(walk.node, whole ? is_paid : counts_paid, NULL);
  }
  if (misplaced) builder_error(builder, MSG_PAID_PLACE, NULL);
}

void measure_check_late(struct loader *loader, const struct measure *measure)
{
  struct builder *builder = &loader->builder;
  for (size_t i = 0; i < measure->joint_limit_count; i++) {
    const struct node *most = measure->joint_limits[i].most;
    if (!measure->object) check_tables(builder, measure, most);
    if (node_counts_companies(most)) builder_error(builder, MSG_COUNTS_COMPANIES, NULL);
  }
  if (measure->exclusive_named) check_tables(builder, measure, measure->exclusive_named);
  check_links(loader, measure);
  measure_check_entitlements(loader, measure);
  check_paid(builder, measure);
}

static void model_add(struct loader *loader, struct measure *measure)
{
  struct model *model = loader->model;
  struct policy *policy = measure->policy;
  measure->index = model->measure_count;
  model->measures = arena_grow(loader->arena, model->measures, model->measure_count, &model->measure_capacity, sizeof measure);
  model->measures[model->measure_count++] = measure;
  policy->measures =
      arena_grow(loader->arena, policy->measures, policy->measure_count, &policy->measure_capacity, sizeof measure);
  policy->measures[policy->measure_count++] = measure;
}

static void check_measure(struct loader *loader, const struct measure *measure, const char *word)
{
  struct builder *builder = &loader->builder;
  declaration_require(builder, measure->id, word, "编号");
  declaration_require(builder, measure->clause, word, "条款");
  if (measure_kind_priced(measure->kind)) declaration_require(builder, measure->amount, word, "金额");
}

/* The ids of measures are reported apart over all scripts. */
static void check_id(lua_State *L, const struct measure *measure)
{
  static const char ids = 0; /* its address is the key of a table id -> measure */
  struct loader *loader = loader_of(L);
  const struct model *model = loader->model;
  if (!measure->id) return;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &ids) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &ids);
  }
  lua_getfield(L, -1, measure->id);
  const struct measure *other = lua_touserdata(L, -1);
  bool there = other && other->index < model->measure_count && model->measures[other->index] == other;
  lua_pushlightuserdata(L, (void *)(uintptr_t)measure);
  if (!there) lua_setfield(L, -3, measure->id);
  lua_pop(L, there ? 3 : 2);
  if (!there) return;
  const char *line = arena_printf(loader->arena, "%d", other->site.line);
  const char *file = strcmp(other->path, measure->path) == 0 ? "" : other->path;
  builder_error(&loader->builder, MSG_ID_TWICE, measure->id, other->name, line, file, NULL);
}

/* What goes through all expressions of a model takes no longer than this many parts. */
static void check_weight(struct loader *loader, const struct measure *measure)
{
  struct model *model = loader->model;
  size_t before = model->weight;
  for (struct measure_walk walk = { 0 }; measure_walk_next(measure, &walk);) model->weight += walk.node->weight;
  if (before <= loader->weight_limit && model->weight > loader->weight_limit)
    builder_error(&loader->builder, MSG_MODEL_TOO_LARGE, measure->name ? measure->name : "",
                  arena_printf(loader->arena, "%zu", loader->weight_limit), NULL);
}

int measure_finish(lua_State *L, struct unfinished_declaration *pending, enum measure_kind kind)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  const char *word = pending->word->chinese;
  if (!loader->policy) {
    builder_error(builder, MSG_POLICY_FIRST, word_string(builder, word), NULL);
    return push_error(L);
  }
  enum { WORK = 200 };
  work_charge(L, WORK);
  struct measure *measure = arena_alloc(loader->arena, sizeof *measure);
  *measure = (struct measure){
    .kind = kind, .name = pending->name, .policy = loader->policy, .path = pending->path, .site = pending->site
  };
  struct measure_reading reading = { .measure = measure };
  struct key keys[sizeof measure_keys / sizeof *measure_keys];
  read_keys(L, 2, word, keys, keys_of(kind, keys), &reading);
  builder->site = pending->site;
  if (reading.interruption_given && !measure->instalment_count) builder_error(builder, MSG_INTERRUPTION_ALONE, NULL);
  policy_conditions_read(L, loader->policy);
  freeze_conditions(loader, &reading);
  check_tables(builder, measure, measure->condition);
  freeze_amounts(loader, measure);
  if (kind == MEASURE_TARGET) freeze_target(loader, &reading);
  freeze_populations(loader, measure, measure->condition_count - reading.condition_count);
  check_links(loader, measure);
  check_range(loader, measure);
  measure_check_entitlements(loader, measure);
  freeze_top_up(loader, &reading);
  check_paid(builder, measure);
  if (pending->refusals_before == builder->refusals) check_measure(loader, measure, word);
  check_id(L, measure);
  check_weight(loader, measure);
  model_add(loader, measure);
  handle_push(L, HANDLE_MEASURE)->measure = measure;
  return 1;
}
