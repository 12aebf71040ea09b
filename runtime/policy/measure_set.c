/* Sets of measures: { 甲, "X-3" }, by their value or by their id, for 择一, 补差 and 已给. */
#include "policy/declaration.h"

#include <string.h>

#include "policy/operator.h"
#include "policy/words.h"

bool read_measure_reference(lua_State *L, struct measure_reference *reference)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, -1);
  if (is_error(L, -1)) {
    builder->refusals++;
    return false;
  }
  if (handle && handle->kind == HANDLE_MEASURE) reference->measure = handle->measure, reference->id = handle->measure->id;
  else if (lua_type(L, -1) == LUA_TSTRING) reference->id = read_text(L, -1);
  else builder_error(builder, MSG_MEMBER_EXPECTED, describe(L, -1), NULL);
  return reference->measure || reference->id;
}

struct set_reading {
  const char **ids;
  struct source_place *sites;
  size_t count, capacity, site_capacity;
};

static void take_id(lua_State *L, const struct entry *entry, void *context)
{
  struct set_reading *reading = context;
  struct loader *loader = loader_of(L);
  struct measure_reference reference = { .measure = NULL };
  loader->builder.site = entry->value;
  if (entry->key) {
    builder_error(&loader->builder, MSG_KEY_IN_LIST, entry->key, NULL);
    return;
  }
  if (!read_measure_reference(L, &reference) || !reference.id) return;
  for (size_t i = 0; i < reading->count; i++)
    if (strcmp(reading->ids[i], reference.id) == 0) return;
  reading->sites = arena_grow(loader->arena, reading->sites, reading->count, &reading->site_capacity, sizeof *reading->sites);
  reading->ids = arena_grow(loader->arena, reading->ids, reading->count, &reading->capacity, sizeof *reading->ids);
  reading->sites[reading->count] = entry->value;
  reading->ids[reading->count++] = reference.id;
}

struct measure_set read_measure_set(lua_State *L, int index)
{
  struct builder *builder = &loader_of(L)->builder;
  struct set_reading reading = { .ids = NULL };
  const struct source_place here = builder->site;
  size_t refusals = builder->refusals;
  if (lua_istable(L, index)) each_entry(L, index, take_id, &reading);
  else if (!is_error(L, index)) builder_error(builder, MSG_MEASURE_SET, describe(L, index), NULL);
  builder->site = here;
  if (!reading.count && refusals == builder->refusals && lua_istable(L, index)) builder_error(builder, MSG_EMPTY_GROUP, NULL);
  return (struct measure_set){ reading.ids, reading.sites, reading.count };
}

/* 已给 { 甲, "X-3" } */
int operator_paid(lua_State *L)
{
  struct measure_set set = read_measure_set(L, 1);
  if (!set.count) return push_error(L);
  return push_node(L, node_paid(builder_here(L), set.ids, set.count), false);
}

/* When all scripts are read */

/* `U22-9` belongs to a policy that is there: then the measure must be, too. */
static bool is_of_policy(const struct model *model, const char *id)
{
  for (size_t i = 0; i < model->policy_count; i++) {
    const char *policy = model->policies[i]->id;
    size_t length = policy ? strlen(policy) : 0;
    if (length && strncmp(id, policy, length) == 0 && id[length] == '-') return true;
  }
  return false;
}

/* An id of a policy that is not run is a notice: a script alone runs as if the other granted nothing. */
bool resolve_measure_reference(struct loader *loader, struct measure_reference *reference, enum message absent)
{
  struct nearest nearest = { .wanted = slice_of(reference->id ? reference->id : ""), .distance = SIZE_MAX };
  const struct model *model = loader->model;
  for (size_t i = 0; !reference->measure && i < model->measure_count; i++)
    if (model->measures[i]->id && strcmp(model->measures[i]->id, reference->id) == 0) reference->measure = model->measures[i];
  if (reference->measure) return true;
  for (size_t i = 0; i < model->measure_count; i++)
    if (model->measures[i]->id) nearest_offer(&nearest, model->measures[i]->id);
  if (is_of_policy(model, reference->id))
    builder_error(&loader->builder, MSG_MEMBER_UNKNOWN, reference->id, nearest.best ? nearest.best : "", NULL);
  else builder_advise(&loader->builder, absent, reference->id, NULL);
  return false;
}

/* What is paid first stands first; what is due back was never paid. */
static void check_order(struct loader *loader, const struct measure *measure)
{
  const struct model *model = loader->model;
  for (size_t i = 0; i < measure->top_up.count; i++) {
    const struct measure *other = model_measure(model, measure->top_up.ids[i]);
    if (!other) continue;
    loader->builder.path = measure->path;
    loader->builder.site = measure->top_up.sites[i];
    const struct word *key = word_next("top_up", NULL);
    const char *place = loader->builder.language == LANGUAGE_ENGLISH ? key->english : key->chinese;
    if (measure_kind_owes(other->kind)) builder_error(&loader->builder, MSG_CLAWBACK_PLACE, other->name, place, NULL);
    else if (other->index > measure->index) builder_error(&loader->builder, MSG_TOP_UP_LATER, other->id, NULL);
  }
}

void measure_sets_conclude(struct loader *loader)
{
  for (size_t i = 0; i < loader->model->measure_count; i++) check_order(loader, loader->model->measures[i]);
}
