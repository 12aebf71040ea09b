/* 总限: what several measures give one object together at most, for declare.c. */
#include "policy/declaration.h"

#include <string.h>

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

/* 总限 "名称" { 编号 = …, 条款 = …, 措施 = { 甲, 乙, "X-3" }, 至多 = …, 压减 = "按比例" } */

/* A 总限 until all scripts are read: a member may stand in another script. */
struct limit_reading {
  struct limit_reading *next;
  struct joint_limit *limit;
  const struct policy *policy;
  bool every; /* 全部措施 */
  struct measure_set set;
};

static void limit_id(lua_State *L, int value, void *context)
{
  ((struct limit_reading *)context)->limit->id = read_text(L, value);
}

static void limit_clause(lua_State *L, int value, void *context)
{
  ((struct limit_reading *)context)->limit->clause = read_text(L, value);
}

static void limit_members(lua_State *L, int value, void *context)
{
  struct limit_reading *reading = context;
  if (is_mark(L, value, "全部措施")) reading->every = true;
  else reading->set = read_measure_set(L, value);
}

static void limit_most(lua_State *L, int value, void *context)
{
  ((struct limit_reading *)context)->limit->most = read_money(L, value);
}

static void limit_reduction(lua_State *L, int value, void *context)
{
  struct joint_limit *limit = ((struct limit_reading *)context)->limit;
  const char *text = read_text(L, value);
  if (!text) return;
  limit->in_order = strcmp(text, "依次") == 0 || strcmp(text, "in_order") == 0;
  if (!limit->in_order && strcmp(text, "按比例") != 0 && strcmp(text, "in_proportion") != 0)
    builder_error(&loader_of(L)->builder, MSG_REDUCTION, text, NULL);
}

static void limit_over_years(lua_State *L, int value, void *context)
{
  ((struct limit_reading *)context)->limit->over_years = read_flag(L, value);
}

static const struct key limit_keys[] = {
#define JOINT_LIMIT_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

int joint_limit_finish(lua_State *L, struct unfinished_declaration *pending)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  if (!loader->policy) {
    builder_error(builder, MSG_POLICY_FIRST, word_string(builder, "总限"), NULL);
    return 0;
  }
  struct limit_reading *reading = arena_alloc(loader->arena, sizeof *reading), **last = &loader->limits;
  *reading = (struct limit_reading){ .policy = loader->policy };
  reading->limit = arena_alloc(loader->arena, sizeof *reading->limit);
  *reading->limit = (struct joint_limit){ .name = pending->name, .path = pending->path, .site = pending->site };
  read_keys(L, 2, "总限", KEYS(limit_keys), reading);
  builder->site = pending->site;
  if (pending->refusals_before == builder->refusals) {
    declaration_require(builder, reading->limit->id, "总限", "编号");
    declaration_require(builder, reading->every || reading->set.count, "总限", "措施");
    declaration_require(builder, reading->limit->most, "总限", "至多");
  }
  while (*last) last = &(*last)->next;
  *last = reading;
  return 0;
}

/* When all scripts are read */

static bool can_be_limited(const struct measure *measure)
{
  return measure_kind_pays(measure->kind);
}

/* 全部措施: those of the script that pay. */
static void name_every(struct loader *loader, struct limit_reading *reading)
{
  const struct policy *policy = reading->policy;
  const char **ids = arena_array(loader->arena, policy->measure_count, sizeof *ids);
  struct source_place *sites = arena_array(loader->arena, policy->measure_count, sizeof *sites);
  struct measure_set *set = &reading->set;
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    if (!can_be_limited(measure) || !measure->id) continue;
    sites[set->count] = reading->limit->site;
    ids[set->count++] = measure->id;
  }
  set->ids = ids;
  set->sites = sites;
}

/* A limit of objects that are no companies may not rest on a company. */
static const struct node *most_for(struct loader *loader, const struct joint_limit *limit, const struct measure *member)
{
  if (!member->object) return limit->most;
  if (limit->most->tables & 1) builder_error(&loader->builder, MSG_JOINT_LIMIT_OBJECT, member->name, NULL);
  return node_regroup(&loader->builder, limit->most, member->object->table, member->object->code);
}

static void add_member(struct loader *loader, struct joint_limit *limit, struct measure *member)
{
  if (!can_be_limited(member)) {
    builder_error(&loader->builder, MSG_JOINT_LIMIT_KIND, member->name, NULL);
    return;
  }
  limit->members[limit->count++] = member;
  member->joint_limits = arena_grow(loader->arena, member->joint_limits, member->joint_limit_count, &member->joint_limit_capacity,
                                    sizeof *member->joint_limits);
  member->joint_limits[member->joint_limit_count++] = (struct joint_membership){ limit, most_for(loader, limit, member) };
  measure_check_late(loader, member);
}

static void conclude(struct loader *loader, struct limit_reading *reading)
{
  struct joint_limit *limit = reading->limit;
  struct model *model = loader->model;
  if (reading->every) name_every(loader, reading);
  limit->asked = reading->set;
  limit->members = arena_array(loader->arena, reading->set.count, sizeof *limit->members);
  for (size_t i = 0; i < reading->set.count; i++) {
    struct measure_reference reference = { .id = reading->set.ids[i] };
    loader->builder.path = limit->path;
    loader->builder.site = reading->set.sites[i];
    if (resolve_measure_reference(loader, &reference, MSG_LIMITED_ABSENT)) add_member(loader, limit, reference.measure);
  }
  model->joint_limits =
      arena_grow(loader->arena, model->joint_limits, model->joint_limit_count, &model->joint_limit_capacity, sizeof limit);
  model->joint_limits[model->joint_limit_count++] = limit;
}

void joint_limits_conclude(struct loader *loader)
{
  for (struct limit_reading *reading = loader->limits; reading; reading = reading->next)
    if (reading->limit->id && reading->limit->most && reading->limit->most->type != TYPE_ERROR) conclude(loader, reading);
  loader->limits = NULL;
}
