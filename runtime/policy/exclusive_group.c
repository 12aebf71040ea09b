/* 择一: of several measures one, for declare.c. */
#include "policy/declaration.h"

#include <string.h>

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

/* 择一 "名称" { 编号 = …, 条款 = …, 措施 = { 甲, 乙, { 丙, 条件 = 参数.某 } }, 依 = 选择 } */

/* A 择一 until all scripts are read: a member may stand in another script. */
struct choice_reading {
  struct choice_reading *next;
  struct exclusive_group *choice;
  struct member {
    struct measure_reference of;
    const struct node *when; /* stands in the relation only while this holds; NULL: always */
    struct source_place site;
  } * members;
  size_t count, capacity;
  bool refused;
};

static void choice_id(lua_State *L, int value, void *context)
{
  ((struct choice_reading *)context)->choice->id = read_text(L, value);
}

static void choice_clause(lua_State *L, int value, void *context)
{
  ((struct choice_reading *)context)->choice->clause = read_text(L, value);
}

static bool rests_on_parameters(const struct node *node)
{
  if (node->tables || node->aggregate || node->op == NODE_INDICATOR || node->op == NODE_COMPUTED) return false;
  for (size_t i = 0; i < node->operand_count; i++)
    if (!rests_on_parameters(node->operands[i])) return false;
  return true;
}

/* `{ 甲, 条件 = 参数.某 }` */
static void take_member_part(lua_State *L, const struct entry *entry, void *context)
{
  struct member *member = context;
  struct builder *builder = &loader_of(L)->builder;
  builder->site = entry->value;
  bool condition = entry->key && (strcmp(entry->key, "条件") == 0 || strcmp(entry->key, "requires") == 0);
  if (!entry->key && !member->of.measure && !member->of.id) {
    read_measure_reference(L, &member->of);
  } else if (condition && !member->when) {
    member->when = read_condition(L, lua_gettop(L));
    if (member->when->type != TYPE_ERROR && !rests_on_parameters(member->when))
      builder_error(builder, MSG_MEMBER_CONDITION, NULL);
  } else {
    builder_error(builder, MSG_MEMBER_EXPECTED, entry->key ? entry->key : describe(L, -1), NULL);
  }
}

static void take_member(lua_State *L, const struct entry *entry, void *context)
{
  struct choice_reading *reading = context;
  struct loader *loader = loader_of(L);
  struct member member = { .site = entry->value };
  loader->builder.site = entry->value;
  if (entry->key) {
    builder_error(&loader->builder, MSG_KEY_IN_LIST, entry->key, NULL);
    return;
  }
  if (lua_istable(L, -1)) {
    each_entry(L, lua_gettop(L), take_member_part, &member);
    if (!member.of.measure && !member.of.id) builder_error(&loader->builder, MSG_MEMBER_EXPECTED, describe(L, -1), NULL);
  } else {
    read_measure_reference(L, &member.of);
  }
  if (!member.of.measure && !member.of.id) return;
  reading->members = arena_grow(loader->arena, reading->members, reading->count, &reading->capacity, sizeof *reading->members);
  reading->members[reading->count++] = member;
}

static void exclusive_group_members(lua_State *L, int value, void *context)
{
  if (lua_istable(L, value)) each_entry(L, value, take_member, context);
  else builder_error(&loader_of(L)->builder, MSG_MEMBER_EXPECTED, describe(L, value), NULL);
}

/* The column that holds the name or the id of the chosen one. */
static void choice_by(lua_State *L, int value, void *context)
{
  struct exclusive_group *choice = ((struct choice_reading *)context)->choice;
  const struct node *node = read_node(L, value);
  bool names = node->type == TYPE_TEXT || node->type == TYPE_CHOICE || node->type == TYPE_CODE;
  if (names) choice->by = node;
  else if (node->type != TYPE_ERROR) builder_error(&loader_of(L)->builder, MSG_CHOSEN_BY, describe(L, value), NULL);
}

static const struct key choice_keys[] = {
#define ONE_OF_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

int exclusive_group_finish(lua_State *L, struct unfinished_declaration *pending)
{
  struct loader *loader = loader_of(L);
  struct choice_reading *reading = arena_alloc(loader->arena, sizeof *reading), **last = &loader->choices;
  reading->choice = arena_alloc(loader->arena, sizeof *reading->choice);
  *reading->choice = (struct exclusive_group){ .name = pending->name, .path = pending->path, .site = pending->site };
  read_keys(L, 2, "择一", KEYS(choice_keys), reading);
  loader->builder.site = pending->site;
  if (reading->count > CHOICE_MEMBERS) builder_error(&loader->builder, MSG_CHOICE_TOO_LARGE, NULL);
  if (pending->refusals_before == loader->builder.refusals && reading->count < 2)
    builder_error(&loader->builder, MSG_CHOICE_OF_ONE, NULL);
  while (*last) last = &(*last)->next;
  *last = reading;
  return 0;
}

/* When all scripts are read */

static bool has_member(const struct exclusive_group *choice, const struct measure *measure)
{
  for (size_t i = 0; i < choice->count; i++)
    if (choice->members[i] == measure) return true;
  return false;
}

/* Two scripts may both state the same relation. */
static bool same_members(const struct exclusive_group *a, const struct exclusive_group *b)
{
  bool same = a->count == b->count;
  for (size_t i = 0; same && i < a->count; i++) same = has_member(b, a->members[i]);
  return same;
}

static bool can_compete(const struct measure *measure)
{
  return measure_kind_grants(measure->kind);
}

/* What can never be granted in place of one another stands in no relation. */
static bool check_member(struct loader *loader, const struct exclusive_group *choice, const struct measure *measure)
{
  struct builder *builder = &loader->builder;
  size_t refusals = builder->refusals;
  if (!can_compete(measure)) builder_error(builder, MSG_MEMBER_KIND, measure->name, NULL);
  else if (choice->count && choice->members[0]->object != measure->object)
    builder_error(builder, MSG_MEMBER_OBJECT, measure->name, choice->members[0]->name, NULL);
  else if (has_member(choice, measure)) builder_error(builder, MSG_MEMBER_TWICE, measure->name, choice->name, NULL);
  return refusals == builder->refusals;
}

static void gather_members(struct loader *loader, struct choice_reading *reading)
{
  struct exclusive_group *choice = reading->choice;
  choice->members = arena_array(loader->arena, reading->count, sizeof *choice->members);
  for (size_t i = 0; i < reading->count; i++) {
    struct member *member = &reading->members[i];
    loader->builder.site = member->site;
    if (resolve_measure_reference(loader, &member->of, MSG_MEMBER_ABSENT) && check_member(loader, choice, member->of.measure))
      choice->members[choice->count++] = member->of.measure;
  }
}

static bool has_choice(const struct field *field, const char *text)
{
  for (size_t i = 0; i < field->choice_count; i++)
    if (strcmp(field->choices[i], text) == 0) return true;
  return false;
}

/* That the object names the measure, by its name or its id; of a column with choices, by one that it has. */
static const struct node *named_condition(struct builder *builder, const struct node *by, const struct measure *measure)
{
  const char **texts = arena_array(builder->arena, 2, sizeof *texts);
  const char *const names[] = { measure->name, measure->id };
  const struct node *field = node_unnamed(by);
  bool choices = by->type == TYPE_CHOICE && field->field;
  size_t count = 0;
  for (int i = 0; i < 2; i++)
    if (names[i] && (!choices || has_choice(field->field, names[i]))) texts[count++] = names[i];
  if (!count) return builder_error(builder, MSG_CHOSEN_UNNAMED, builder_string(builder, by), measure->name, measure->id, NULL);
  return node_in_set(builder, by, texts, NULL, count, false);
}

/* A measure in two relations that are not one and the same: the two could contradict each other. */
static void enter_relation(struct loader *loader, const struct choice_reading *reading)
{
  struct exclusive_group *choice = reading->choice;
  const struct exclusive_group *other = choice->count ? choice->members[0]->exclusive_group : NULL;
  if (other && same_members(choice, other)) return;
  for (size_t i = 0; i < reading->count; i++) {
    struct measure *measure = reading->members[i].of.measure;
    loader->builder.site = reading->members[i].site;
    if (measure && measure->exclusive_group && measure->exclusive_group != choice)
      builder_error(&loader->builder, MSG_MEMBER_TWICE, measure->name, measure->exclusive_group->name, NULL);
    else if (measure) measure->exclusive_group = choice, measure->exclusive_when = reading->members[i].when;
    if (!measure || !choice->by) continue;
    measure->exclusive_named = named_condition(&loader->builder, choice->by, measure);
    measure_check_late(loader, measure);
  }
  struct model *model = loader->model;
  model->choices = arena_grow(loader->arena, model->choices, model->choice_count, &model->choice_capacity, sizeof choice);
  model->choices[model->choice_count++] = choice;
}

void exclusive_groups_conclude(struct loader *loader)
{
  for (struct choice_reading *reading = loader->choices; reading; reading = reading->next) {
    size_t refusals = loader->builder.refusals;
    loader->builder.path = reading->choice->path;
    gather_members(loader, reading);
    if (refusals == loader->builder.refusals) enter_relation(loader, reading);
  }
  loader->choices = NULL; /* a line at a prompt concludes its own */
}
