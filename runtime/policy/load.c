/* Loading: the standard library's dictionary, then each script; parameters set by hand; what can only be told at the end. */
#include "policy/load.h"

#include <string.h>

#include "data/column.h"
#include "policy/declare.h"
#include "policy/dictionary.h"
#include "policy/state.h"

enum { DEFAULT_MEMORY = 64 * 1024 * 1024, DEFAULT_INSTRUCTIONS = 200 * 1000 * 1000 };

const struct stdlib_file *stdlib_find(const char *name)
{
  for (size_t i = 0; i < stdlib_file_count; i++)
    if (strcmp(stdlib_files[i].name, name) == 0) return &stdlib_files[i];
  return NULL;
}

/* Rewrites and keeps a script; its number, or -1 after findings. */
static int add_script(struct loader *loader, const char *path, struct slice text, bool standard)
{
  struct script *script = arena_alloc(loader->arena, sizeof *script);
  size_t capacity = loader->script_capacity;
  loader->scripts = arena_grow(loader->arena, loader->scripts, loader->script_count, &loader->script_capacity, sizeof script);
  loader->standard = arena_grow(loader->arena, loader->standard, loader->script_count, &capacity, sizeof(bool));
  loader->scripts[loader->script_count] = script;
  loader->standard[loader->script_count++] = standard;
  return lexicon_rewrite(loader->arena, path, text, script, loader->faults) ? (int)loader->script_count - 1 : -1;
}

static bool run_standard(struct loader *loader, const struct stdlib_file *file, int results)
{
  const char *path = arena_printf(loader->arena, "stdlib/%s", file->name);
  int number = add_script(loader, path, (struct slice){ file->bytes, file->length }, true);
  return number >= 0 && state_run(loader, number, results);
}

/* A member that a module does not have. */
static int module_index(lua_State *L)
{
  struct loader *loader = loader_of(L);
  const char *name = lua_tostring(L, 2);
  struct nearest nearest = { .wanted = slice_of(name ? name : ""), .distance = SIZE_MAX };
  for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
    if (lua_type(L, -2) == LUA_TSTRING) nearest_offer(&nearest, arena_string(loader->arena, lua_tostring(L, -2)));
  builder_refuse(builder_here(L), MSG_UNKNOWN_MEMBER, name ? name : "?", nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}

static int unknown_module(lua_State *L, const char *name)
{
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  struct loader *loader = loader_of(L);
  for (size_t i = 0; i < stdlib_file_count; i++) {
    struct slice file = slice_of(stdlib_files[i].name);
    if (slice_ends(file, ".lua")) nearest_offer(&nearest, arena_copy(loader->arena, file.at, file.length - 4));
  }
  builder_refuse(&loader->builder, MSG_UNKNOWN_MODULE, name, nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}

/* 引用 "hnte": runs the module once and hands out its table. */
int declare_use(lua_State *L)
{
  struct loader *loader = loader_of(L);
  builder_here(L);
  const char *name = read_text(L, 1);
  if (!name) return push_error(L);
  const char *key = arena_printf(loader->arena, "huiqi.module.%s", name);
  if (lua_getfield(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return 1;
  const struct stdlib_file *file = stdlib_find(arena_printf(loader->arena, "%s.lua", name));
  if (!file) return unknown_module(L, name);
  struct policy *policy = loader->policy;
  loader->policy = NULL;
  bool ran = run_standard(loader, file, 1);
  loader->policy = policy;
  if (!ran || !lua_istable(L, -1)) return push_error(L);
  if (!lua_getmetatable(L, -1)) lua_newtable(L);
  lua_pushcfunction(L, module_index);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, key);
  return 1;
}

/* --set NAME=VALUE, where NAME may be `U22.名称` when several policies have one of that name. */

static bool setting_names(const struct setting *setting, const struct parameter *parameter)
{
  const char *dot = strchr(setting->name, '.');
  if (!dot) return strcmp(setting->name, parameter->name) == 0;
  size_t length = (size_t)(dot - setting->name);
  const char *id = parameter->policy->id;
  return id && strlen(id) == length && strncmp(id, setting->name, length) == 0 && strcmp(dot + 1, parameter->name) == 0;
}

static enum field_kind kind_of(enum value_type type)
{
  switch (type) {
  case TYPE_MONEY: return FIELD_MONEY;
  case TYPE_DATE: return FIELD_DATE;
  case TYPE_TRUTH: return FIELD_YESNO;
  default: return FIELD_NUMBER;
  }
}

static bool set_parameter(struct loader *loader, const struct setting *setting, struct parameter *parameter)
{
  struct field field = { .name = parameter->name, .kind = kind_of(parameter->type) };
  struct heading heading = { 0 };
  struct cell cell;
  struct cell_problem problem;
  bool read = cell_read(loader->arena, &field, &heading, slice_of(setting->value), &cell, &problem);
  if (!read || cell.state != STATE_KNOWN) {
    builder_refuse(&loader->builder, MSG_SETTING_VALUE, setting->name, setting->value,
                   type_name(parameter->type, loader->builder.language), NULL);
    return false;
  }
  parameter->set = node_constant(&loader->builder, parameter->type, (struct ratio){ cell.num, cell.den });
  return true;
}

static void apply_setting(struct loader *loader, const struct setting *setting)
{
  const struct model *model = loader->model;
  struct nearest nearest = { .wanted = slice_of(setting->name), .distance = SIZE_MAX };
  bool found = false;
  loader->builder.path = NULL;
  loader->builder.site = (struct site){ 0, 0 };
  for (size_t i = 0; i < model->policy_count; i++)
    for (size_t k = 0; k < model->policies[i]->parameter_count; k++) {
      struct parameter *parameter = model->policies[i]->parameters[k];
      nearest_offer(&nearest, parameter->name);
      if (!setting_names(setting, parameter)) continue;
      found = true;
      if (!set_parameter(loader, setting, parameter)) return;
    }
  if (!found) builder_refuse(&loader->builder, MSG_UNKNOWN_PARAMETER, setting->name, nearest.best ? nearest.best : "", NULL);
}

static bool open_loader(struct loader *loader, struct arena *arena, const struct load_options *options, struct faults *faults)
{
  *loader = (struct loader){ .arena = arena, .faults = faults, .options = options };
  loader->memory_limit = options->memory_limit ? options->memory_limit : DEFAULT_MEMORY;
  loader->instruction_limit = options->instruction_limit ? options->instruction_limit : DEFAULT_INSTRUCTIONS;
  loader->model = arena_alloc(arena, sizeof *loader->model);
  builder_init(&loader->builder, arena, faults, options->language);
  const struct stdlib_file *regions = stdlib_find("regions.txt");
  loader->regions = regions_load(arena, regions->bytes, regions->length);
  loader->model->regions = loader->regions;
  if (state_open(loader)) return true;
  builder_refuse(&loader->builder, MSG_MEMORY_BUDGET, NULL);
  return false;
}

static void run_script(struct loader *loader, const struct script_text *text)
{
  size_t before = loader->faults->count;
  loader->policy = NULL;
  int number = add_script(loader, text->path, text->text, false);
  if (number < 0) return;
  state_run(loader, number, 0);
  if (loader->policy || before < loader->faults->count) return;
  loader->builder.path = text->path;
  loader->builder.site = (struct site){ 1, 1 };
  builder_refuse(&loader->builder, MSG_NO_POLICY, NULL);
}

struct model *model_load(struct arena *arena, const struct script_text *scripts, size_t count, const struct load_options *options,
                         struct faults *faults)
{
  struct loader *loader = arena_alloc(arena, sizeof *loader);
  size_t before = faults->count;
  bool opened = open_loader(loader, arena, options, faults) && run_standard(loader, stdlib_find("fields.lua"), 0) && before == faults->count;
  for (size_t i = 0; opened && i < count; i++) run_script(loader, &scripts[i]);
  declare_conclude(loader);
  for (size_t i = 0; before == faults->count && i < options->setting_count; i++) apply_setting(loader, &options->settings[i]);
  state_close(loader);
  struct model *model = loader->model;
  model->scripts = loader->scripts;
  model->script_count = loader->script_count;
  return before == faults->count ? model : NULL;
}

struct model *model_dictionary(struct arena *arena, struct faults *faults)
{
  struct load_options options = { 0 };
  return model_load(arena, NULL, 0, &options, faults);
}
