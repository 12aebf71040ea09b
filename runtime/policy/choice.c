/* 择一: of several measures one, for declare.c. */
#include "policy/declaration.h"

#include <string.h>

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

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
  if (lua_istable(L, value)) each_entry(L, value, take_member, context);
  else builder_refuse(&loader_of(L)->builder, MSG_MEMBER_EXPECTED, describe(L, value), NULL);
}

static const struct key choice_keys[] = {
  { "编号", "id", choice_id },
  { "条款", "clause", choice_clause },
  { "措施", "measures", choice_members },
  { "说明", "note", declaration_note },
};

int choice_finish(lua_State *L, struct pending *pending)
{
  struct loader *loader = loader_of(L);
  struct choice_of *choice = arena_alloc(loader->arena, sizeof *choice);
  *choice = (struct choice_of){ .name = pending->name, .path = pending->path, .site = pending->site };
  struct choice_reading reading = { .choice = choice };
  read_keys(L, 2, "择一", KEYS(choice_keys), &reading);
  loader->builder.site = pending->site;
  if (choice->count > CHOICE_MEMBERS) builder_refuse(&loader->builder, MSG_CHOICE_TOO_LARGE, NULL);
  if (pending->refusals_before == loader->builder.refusals && choice->count < 2)
    builder_refuse(&loader->builder, MSG_CHOICE_OF_ONE, NULL);
  struct model *model = loader->model;
  model->choices = arena_grow(loader->arena, model->choices, model->choice_count, &model->choice_capacity, sizeof choice);
  model->choices[model->choice_count++] = choice;
  return 0;
}

const struct key *choice_key(const char *name)
{
  return key_find(KEYS(choice_keys), name);
}
