/* Loading: the standard library's dictionary, then each script; parameters set by hand; what only the whole shows. */
#include "policy/load.h"

#include <stdlib.h>
#include <string.h>

#include "data/column.h"
#include "policy/unknown_name.h"
#include "policy/words.h"
#include "policy/declaration.h"
#include "policy/declare.h"
#include "policy/dictionary.h"
#include "policy/environment.h"
#include "policy/operator.h"
#include "policy/prompt.h"
#include "policy/state.h"
#include "syntax/fix.h"

enum {
  DEFAULT_MEMORY = 64 * 1024 * 1024,
  DEFAULT_INSTRUCTIONS = 50 * 1000 * 1000,
  DEFAULT_ROW_WORK = 200 * 1000,
  DEFAULT_ROW_MEMORY = 16 * 1024 * 1024,
  DEFAULT_SECONDS = 5,
  DEFAULT_WEIGHT = 5 * 1000 * 1000
};

struct load_options load_options_times(size_t factor)
{
  if (!factor) factor = 1;
  return (struct load_options){ .memory_limit = DEFAULT_MEMORY * factor,
                                .instruction_limit = DEFAULT_INSTRUCTIONS * (uint64_t)factor,
                                .seconds = DEFAULT_SECONDS * factor,
                                .row_work = DEFAULT_ROW_WORK * (uint64_t)factor,
                                .row_memory = DEFAULT_ROW_MEMORY * factor,
                                .weight_limit = DEFAULT_WEIGHT * factor };
}

const struct stdlib_file *stdlib_find(const char *name)
{
  for (size_t i = 0; i < stdlib_file_count; i++)
    if (strcmp(stdlib_files[i].name, name) == 0) return &stdlib_files[i];
  return NULL;
}

int script_add(struct loader *loader, const char *path, struct slice text, bool standard)
{
  struct script *script = arena_alloc(loader->arena, sizeof *script);
  size_t capacity = loader->script_capacity;
  loader->scripts = arena_grow(loader->arena, loader->scripts, loader->script_count, &loader->script_capacity, sizeof script);
  loader->standard = arena_grow(loader->arena, loader->standard, loader->script_count, &capacity, sizeof(bool));
  loader->scripts[loader->script_count] = script;
  loader->standard[loader->script_count++] = standard;
  rewrite_script(loader->arena, path, text,
                 &(struct rewrite_options){ loader->builder.language, word_is_key, path == prompt_path }, script, loader->faults);
  return script->code.at ? (int)loader->script_count - 1 : -1;
}

static int standard_number(struct loader *loader, const struct stdlib_file *file)
{
  const char *path = arena_printf(loader->arena, "stdlib/%s", file->name);
  for (size_t i = 0; i < loader->script_count; i++)
    if (loader->standard[i] && strcmp(loader->scripts[i]->path, path) == 0) return (int)i;
  return script_add(loader, path, (struct slice){ file->bytes, file->length }, true);
}

static bool run_standard(struct loader *loader, const struct stdlib_file *file, int results)
{
  int number = standard_number(loader, file);
  return number >= 0 && state_run(loader, number, results);
}

static void offer_member(lua_State *L, const struct entry *entry, void *context)
{
  if (entry->key) nearest_offer(context, arena_string(loader_of(L)->arena, entry->key));
}

/* A member that a module does not have. */
static int module_index(lua_State *L)
{
  const char *name = luaL_tolstring(L, 2, NULL);
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  each_entry(L, 1, offer_member, &nearest);
  builder_error(builder_here(L), MSG_UNKNOWN_MEMBER, name, nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}

/* Behind word_called (args.c), whose upvalue is the word. */
int operator_of_library(lua_State *L)
{
  static const char module = 0; /* its address is the key of the words' table */
  const struct word *word = &words[lua_tointeger(L, lua_upvalueindex(1))];
  struct loader *loader = loader_of(L);
  lua_settop(L, word->arguments);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &module) != LUA_TTABLE) {
    struct policy *policy = loader->policy;
    lua_pop(L, 1);
    loader->policy = NULL;
    bool ran = run_standard(loader, stdlib_find("words.lua"), 1);
    loader->policy = policy;
    work_budget_check(L);
    if (!ran) return push_error(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &module);
  }
  lua_getfield(L, -1, word->chinese);
  lua_insert(L, 1);
  lua_pop(L, 1);
  lua_call(L, word->arguments, 1);
  return 1;
}

/* The dictionary and the words are no modules, nor are lists of data. */
static bool is_module(const struct stdlib_file *file)
{
  bool apart = strcmp(file->name, "fields.lua") == 0 || strcmp(file->name, "words.lua") == 0;
  return slice_ends(slice_of(file->name), ".lua") && !apart;
}

static int unknown_module(lua_State *L, const char *name)
{
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  struct loader *loader = loader_of(L);
  for (size_t i = 0; i < stdlib_file_count; i++) {
    struct slice file = slice_of(stdlib_files[i].name);
    if (is_module(&stdlib_files[i])) nearest_offer(&nearest, arena_copy(loader->arena, file.at, file.length - 4));
  }
  builder_error(&loader->builder, MSG_UNKNOWN_MODULE, name, nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}

/* A function of a module behind a check of its arguments: upvalues are the function, its name and how many it takes. */
static int member_called(lua_State *L)
{
  if (!arguments_fit(L, lua_tostring(L, lua_upvalueindex(2)), 0, (int)lua_tointeger(L, lua_upvalueindex(3))))
    return push_error(L);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

/* The module's table is on top of the stack. */
static void check_members(lua_State *L)
{
  lua_Debug about;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (!lua_isfunction(L, -1) || lua_iscfunction(L, -1) || lua_type(L, -2) != LUA_TSTRING) continue;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">u", &about);
    if (about.isvararg) continue;
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_pushstring(L, rewrite_name(loader_of(L)->arena, lua_tostring(L, -4)));
    lua_pushinteger(L, about.nparams);
    lua_pushcclosure(L, member_called, 3);
    lua_rawset(L, -5);
  }
}

/* 引用 "hnte": runs the module and hands out its table: once for each script given, so that one script's changes to a module do
 * not reach the next. */
int declare_use(lua_State *L)
{
  struct loader *loader = loader_of(L);
  builder_here(L);
  const char *name = read_text(L, 1);
  if (!name) return push_error(L);
  const struct stdlib_file *file = module_called(name);
  if (!file) file = stdlib_find(arena_printf(loader->arena, "%s.lua", name));
  const char *key = arena_printf(loader->arena, "huiqi.module.%d.%s", loader->running, file ? file->name : name);
  if (lua_getfield(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return 1;
  if (!file || !is_module(file)) return unknown_module(L, name);
  struct policy *policy = loader->policy;
  loader->policy = NULL;
  bool ran = run_standard(loader, file, 1);
  loader->policy = policy;
  work_budget_check(L);
  if (!ran || !lua_istable(L, -1)) return push_error(L);
  check_members(L);
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
  if (setting->script && strcmp(setting->script, parameter->path) != 0) return false;
  const char *dot = strchr(setting->name, '.'), *id = parameter->policy->id;
  if (strcmp(setting->name, parameter->name) == 0) return true;
  if (!dot || !id) return false;
  size_t length = (size_t)(dot - setting->name);
  return strlen(id) == length && strncmp(id, setting->name, length) == 0 && strcmp(dot + 1, parameter->name) == 0;
}

static void apply_setting(struct loader *loader, const struct setting *given)
{
  const struct model *model = loader->model;
  struct setting plain = *given, *setting = &plain;
  plain.name = plain_name(loader->arena, given->name);
  struct nearest nearest = { .wanted = slice_of(setting->name), .distance = SIZE_MAX };
  bool found = false, qualified = strchr(setting->name, '.') != NULL;
  loader->builder.path = given->file;
  loader->builder.site = (struct source_place){ (int)given->line, 0 };
  for (size_t i = 0; i < model->policy_count; i++)
    for (size_t k = 0; k < model->policies[i]->parameter_count; k++) {
      struct parameter *parameter = model->policies[i]->parameters[k];
      const char *id = parameter->policy->id;
      nearest_offer(&nearest, qualified ? arena_printf(loader->arena, "%s.%s", id, parameter->name) : parameter->name);
      if (!setting_names(setting, parameter)) continue;
      found = true;
      if (!parameter_set(loader, setting, parameter)) return;
    }
  if (!found) builder_error(&loader->builder, MSG_UNKNOWN_PARAMETER, setting->name, nearest.best ? nearest.best : "", NULL);
}

static bool open_loader(struct loader *loader, struct arena *arena, const struct load_options *options, struct faults *faults)
{
  *loader = (struct loader){ .arena = arena, .faults = faults, .options = options };
  loader->budget.memory_limit = options->memory_limit ? options->memory_limit : DEFAULT_MEMORY;
  loader->budget.instruction_limit = options->instruction_limit ? options->instruction_limit : DEFAULT_INSTRUCTIONS;
  loader->budget.seconds = options->seconds ? options->seconds : DEFAULT_SECONDS;
  loader->weight_limit = options->weight_limit ? options->weight_limit : DEFAULT_WEIGHT;
  loader->model = arena_alloc(arena, sizeof *loader->model);
  builder_init(&loader->builder, arena, faults, options->language);
  const struct stdlib_file *regions = stdlib_find("regions.txt");
  loader->regions = regions_load(arena, regions->bytes, regions->length);
  loader->model->regions = loader->regions;
  if (state_open(loader, environment_open)) return true;
  builder_error(&loader->builder, MSG_MEMORY_BUDGET, NULL);
  return false;
}

static size_t count_errors(const struct faults *faults, size_t from)
{
  size_t count = 0;
  for (size_t i = from; i < faults->count; i++) count += faults->items[i].kind != FAULT_NONE;
  return count;
}

/* A script with slips that the rewriter found is run all the same, where it can be, to find what else is wrong; what that says of
 * a line that had its finding counts for nothing. */
static void drop_repeated(struct faults *faults, size_t first, size_t own, const char *path)
{
  size_t kept = own;
  for (size_t i = own; i < faults->count; i++) {
    bool known = false;
    for (size_t k = first; k < own; k++)
      known |=
          faults->items[k].line == faults->items[i].line && faults->items[i].file && strcmp(faults->items[i].file, path) == 0;
    if (!known) faults->items[kept++] = faults->items[i];
  }
  faults->count = kept;
}

/* For a prompt the script's own names stay. */
static struct slice with_names_kept(struct loader *loader, struct slice text)
{
  struct buffer kept = { 0 };
  if (!loader->prompt) return text;
  buffer_slice(&kept, text);
  buffer_char(&kept, '\n');
  size_t before = kept.length;
  struct buffer calls = { 0 };
  prompt_keep_calls(text, &calls);
  buffer_slice(&kept, buffer_view(&calls));
  if (kept.length > before) text = slice_copy(loader->arena, buffer_view(&kept));
  buffer_free(&calls);
  buffer_free(&kept);
  return text;
}

/* What is found behind the end of the text is about the calls that keep its names, and follows from what stands before. */
void drop_behind(struct faults *faults, size_t from, const char *path, struct slice text)
{
  int lines = 1;
  size_t kept = from;
  for (size_t i = 0; i < text.length; i++) lines += text.at[i] == '\n';
  for (size_t i = from; i < faults->count; i++) {
    const struct fault *fault = &faults->items[i];
    bool behind = i > from && fault->file && strcmp(fault->file, path) == 0 && fault->line > lines;
    if (!behind) faults->items[kept++] = *fault;
  }
  faults->count = kept;
}

static void run_script(struct loader *loader, const struct script_text *text)
{
  struct faults *faults = loader->faults;
  size_t first = faults->count;
  loader->policy = NULL;
  int number = script_add(loader, text->path, with_names_kept(loader, text->text), false);
  if (loader->prompt) drop_behind(faults, first, text->path, text->text);
  if (number < 0) return;
  size_t own = faults->count;
  loader->running = number;
  loader->refusals_before = loader->builder.refusals;
  state_run(loader, number, 0);
  if (!loader->policy && first == faults->count) {
    loader->builder.path = text->path;
    loader->builder.site = (struct source_place){ 1, 1 };
    builder_error(&loader->builder, MSG_NO_POLICY, NULL);
  }
  drop_repeated(faults, first, own, text->path);
}

static int compare_asked(const void *left, const void *right)
{
  const struct condition_use *const *a = left, *const *b = right;
  int order = strcmp((*a)->path, (*b)->path);
  if (!order) order = (*a)->site.line - (*b)->site.line;
  if (!order) order = (*a)->site.column - (*b)->site.column;
  return order ? order : (int)(*b)->used - (*a)->used;
}

/* A condition that nothing read is a warning at its place; but where a loop or function made several there and one is used, all
 * is well. */
static void warn_unused(struct loader *loader)
{
  size_t count = 0;
  for (const struct condition_use *asked = loader->asked; asked; asked = asked->next) count++;
  const struct condition_use **order = arena_array(loader->arena, count, sizeof *order), *before = NULL;
  count = 0;
  for (const struct condition_use *asked = loader->asked; asked; asked = asked->next) order[count++] = asked;
  if (count) qsort(order, count, sizeof *order, compare_asked);
  for (size_t i = 0; i < count; before = order[i++]) {
    bool first = !before || strcmp(before->path, order[i]->path) != 0 || before->site.line != order[i]->site.line ||
                 before->site.column != order[i]->site.column;
    if (!first || order[i]->used) continue;
    loader->builder.path = order[i]->path;
    loader->builder.site = order[i]->site;
    builder_warn(&loader->builder, MSG_UNUSED_CONDITION, order[i]->node);
  }
}

/* By script as given, then by place; what has no place of its own comes last. */
struct found {
  struct fault fault;
  size_t script, index;
};

static int compare_found(const void *left, const void *right)
{
  const struct found *a = left, *b = right;
  if (a->script != b->script) return a->script < b->script ? -1 : 1;
  if (a->fault.line != b->fault.line) return a->fault.line < b->fault.line ? -1 : 1;
  if (a->fault.column != b->fault.column) return a->fault.column < b->fault.column ? -1 : 1;
  return a->index < b->index ? -1 : 1;
}

static void conclude_faults(struct arena *arena, struct faults *faults, size_t from, const struct script_text *scripts,
                            size_t script_count)
{
  struct arena scratch = { 0 };
  size_t count = faults->count - from;
  struct found *found = arena_array(&scratch, count, sizeof *found);
  for (size_t i = 0; i < count; i++) {
    found[i] = (struct found){ faults->items[from + i], script_count, i };
    for (size_t k = script_count; k-- > 0;)
      if (found[i].fault.file && strcmp(scripts[k].path, found[i].fault.file) == 0) found[i].script = k;
  }
  if (count) qsort(found, count, sizeof *found, compare_found);
  for (size_t i = 0; i < count; i++) faults->items[from + i] = found[i].fault;
  for (size_t i = 0; i < count; i++)
    if (found[i].script < script_count) fault_complete(arena, scripts[found[i].script].text, &faults->items[from + i]);
  arena_free(&scratch);
}

struct model *model_load(struct arena *arena, const struct script_text *scripts, size_t count, const struct load_options *options,
                         struct faults *faults)
{
  struct loader *loader = arena_alloc(arena, sizeof *loader);
  size_t before = faults->count;
  bool opened = open_loader(loader, arena, options, faults) && (!options->prompt || prompt_begin(loader, options->prompt)) &&
                run_standard(loader, stdlib_find("fields.lua"), 0) && before == faults->count;
  for (size_t i = 0; opened && i < count; i++) run_script(loader, &scripts[i]);
  declare_conclude(loader);
  bool sound = count_errors(faults, before) == 0;
  for (size_t i = 0; sound && i < options->setting_count; i++) apply_setting(loader, &options->settings[i]);
  if (count_errors(faults, before) == 0) warn_unused(loader);
  if (!options->prompt || count_errors(faults, before)) state_close(loader);
  conclude_faults(arena, faults, before, scripts, count);
  struct model *model = loader->model;
  model->scripts = loader->scripts;
  model->script_count = loader->script_count;
  model->standard = loader->standard;
  model->language = options->language;
  model->settings = options->settings;
  model->setting_count = options->setting_count;
  model->workload = options->workload;
  model_index_ids(arena, model);
  model->row_seconds = loader->budget.seconds;
  model->row_work = options->row_work ? options->row_work : DEFAULT_ROW_WORK;
  model->row_memory = options->row_memory ? options->row_memory : DEFAULT_ROW_MEMORY;
  return count_errors(faults, before) ? NULL : model;
}

struct model *model_dictionary(struct arena *arena, struct faults *faults)
{
  struct load_options options = { 0 };
  return model_load(arena, NULL, 0, &options, faults);
}
