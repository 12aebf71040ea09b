/* The Lua state of scripts: budgets and the protected door. What scripts reach is in environment.c. */
#include "policy/state.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "policy/environment.h"
#include "policy/failure.h"

/* A block of memory costs as many instructions as writing it may take. Texts are kept short, because Lua's own functions can
 * spend long on a long one with no instruction counted. */
enum { HOOK_INSTRUCTIONS = 1000, COSTLY_BYTES = 4096, BYTES_PER_INSTRUCTION = 64, LONGEST_TEXT = 1024 * 1024, DEEP_CALLS = 5000 };

static double thread_seconds(void)
{
  struct timespec now;
  /* A page's engine has no such clock, and one thread. */
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool work_spent(const struct loader *loader)
{
  return loader->budget.instructions > loader->budget.instruction_limit;
}

static bool memory_spent(const struct loader *loader)
{
  const struct work_budget *budget = &loader->budget;
  return budget->memory + arena_size(loader->arena) - budget->arena_before > budget->memory_limit;
}

/* What fills the memory is then a function that calls itself. */
static bool is_deep(lua_State *L)
{
  lua_Debug frame;
  return lua_getstack(L, DEEP_CALLS, &frame);
}

static void *refuse_memory(struct loader *loader)
{
  if (work_spent(loader)) loader->budget.spent = MSG_INSTRUCTION_BUDGET;
  loader->budget.refused = place_running(loader->lua);
  loader->budget.refused_deep = is_deep(loader->lua);
  return NULL;
}

static void *allocate(void *context, void *block, size_t before, size_t size)
{
  struct loader *loader = context;
  struct work_budget *budget = &loader->budget;
  size_t old = block ? before : 0, more = size > old ? size - old : 0;
  if (size == 0) {
    free(block);
    budget->memory -= old;
    return NULL;
  }
  bool text = !block && before == LUA_TSTRING;
  bool large = (text && size > LONGEST_TEXT) || (more >= COSTLY_BYTES && work_spent(loader));
  if (more && (large || budget->memory + more > budget->memory_limit)) return loader->lua ? refuse_memory(loader) : NULL;
  void *resized = realloc(block, size);
  if (!resized) return NULL;
  budget->memory = budget->memory - old + size;
  if (more >= COSTLY_BYTES) budget->instructions += more / BYTES_PER_INSTRUCTION;
  return resized;
}

void work_budget_check(lua_State *L)
{
  struct loader *loader = loader_of(L);
  if (work_spent(loader)) loader->budget.spent = MSG_INSTRUCTION_BUDGET;
  else if (memory_spent(loader)) loader->budget.spent = is_deep(L) ? MSG_LUA_DEEP : MSG_MEMORY_BUDGET;
  if (loader->budget.spent) luaL_error(L, "budget");
}

void work_charge(lua_State *L, uint64_t work)
{
  struct work_budget *budget = &loader_of(L)->budget;
  uint64_t most = budget->instruction_limit + 1;
  budget->instructions =
      work > most - (budget->instructions < most ? budget->instructions : most) ? most : budget->instructions + work;
  work_budget_check(L);
}

static void spend(lua_State *L, lua_Debug *frame)
{
  (void)frame;
  struct loader *loader = loader_of(L);
  struct work_budget *budget = &loader->budget;
  budget->instructions += HOOK_INSTRUCTIONS;
  if (budget->stop && *budget->stop) budget->instructions = budget->instruction_limit + 1;
  double now = thread_seconds();
  if (!budget->seconds_end) budget->seconds_end = now + (double)budget->seconds;
  if (now > budget->seconds_end) budget->instructions = budget->instruction_limit + 1;
  work_budget_check(L);
}

void state_restart(struct loader *loader, uint64_t work)
{
  loader->budget.instructions = 0;
  loader->budget.instruction_limit = work;
  loader->budget.seconds_end = 0; /* the clock is asked when the call turns out to be long */
  lua_sethook(loader->lua, spend, LUA_MASKCOUNT, HOOK_INSTRUCTIONS);
}

bool state_open(struct loader *loader, lua_CFunction environment)
{
  struct work_budget *budget = &loader->budget;
  budget->arena_before = arena_size(loader->arena);
  loader->lua = lua_newstate(allocate, loader);
  if (!loader->lua) return false;
  *(struct loader **)lua_getextraspace(loader->lua) = loader;
  lua_sethook(loader->lua, spend, LUA_MASKCOUNT, HOOK_INSTRUCTIONS);
  lua_pushcfunction(loader->lua, environment);
  return lua_pcall(loader->lua, 0, 0, 0) == LUA_OK;
}

void state_close(struct loader *loader)
{
  if (loader->lua) lua_close(loader->lua);
  loader->lua = NULL;
}

static int load_chunk(lua_State *L)
{
  const struct script *script = lua_touserdata(L, 1);
  const char *name = lua_tostring(L, 2);
  if (luaL_loadbufferx(L, script->code.at, script->code.length, name, "t") != LUA_OK) return lua_error(L);
  environment_give(L);
  return 1;
}

/* The chunk onto the stack; false after a finding. */
static bool load_script(struct loader *loader, int number)
{
  lua_State *L = loader->lua;
  struct script *script = loader->scripts[number];
  lua_pushcfunction(L, load_chunk);
  lua_pushlightuserdata(L, script);
  lua_pushstring(L, arena_printf(loader->arena, "=#%d", number));
  int status = lua_pcall(L, 2, 1, 0);
  if (status == LUA_OK) return true;
  loader->builder.path = script->path;
  loader->builder.site = (struct source_place){ 0, 0 };
  if (status == LUA_ERRMEM) failure_stopped(loader, status);
  else failure_reading(loader, script, lua_tostring(L, -1));
  return false;
}

bool state_run(struct loader *loader, int number, int results)
{
  lua_State *L = loader->lua;
  int top = lua_gettop(L), depth = loader->depth;
  lua_pushcfunction(L, failure_running);
  bool loaded = load_script(loader, number);
  size_t refusals = loader->builder.refusals;
  int status = loaded ? lua_pcall(L, 0, results, top + 1) : LUA_ERRSYNTAX;
  loader->depth = depth;
  if (loaded && status != LUA_OK && refusals == loader->builder.refusals) failure_stopped(loader, status);
  for (struct unfinished_declaration *pending = loader->pendings; pending && status != LUA_OK; pending = pending->next)
    pending->done = true;
  lua_remove(L, top + 1);
  if (status != LUA_OK) lua_settop(L, top);
  return status == LUA_OK;
}
