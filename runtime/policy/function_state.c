/* The state of a thread's computing functions, and the call for one row. */
#include "policy/function_state.h"

#include <stdio.h>
#include <string.h>

#include "policy/closure.h"
#include "policy/environment.h"
#include "policy/exact.h"
#include "policy/failure.h"
#include "policy/state.h"

/* Lua's integers wrap around without a word. An input beyond this (9e13 元) is no figure of a company; below it a function may
 * multiply by a thousand before anything wraps. */
#define LARGEST_INPUT (INT64_C(1) << 53)

struct loaded {
  const struct user_function *computed;
  int place;                         /* of the function, on the stack */
  size_t first_watched, end_watched; /* what it came with, of push.watched */
};

struct function_state {
  struct arena arena;
  struct loader loader;
  struct faults faults;
  struct closure_push push;
  struct pointer_map loaded; /* struct user_function -> struct loaded */
  const struct loaded *latest;
  uint64_t row_work;
  const struct user_function *failed;
  size_t failed_row;
};

/* What a function comes with is made anew once a thread, with the work of so many rows. */
enum { LOADING_ROWS = 100 };

enum { HANDLER = 1 }; /* place of failure_running on the stack */

struct function_state *function_state_open(const struct model *model)
{
  if (!model->computes) return NULL;
  struct function_state *calculator = memory_alloc(sizeof *calculator);
  memset(calculator, 0, sizeof *calculator);
  struct loader *loader = &calculator->loader;
  loader->arena = &calculator->arena;
  loader->faults = &calculator->faults;
  loader->model = (struct model *)(uintptr_t)model;
  loader->regions = model->regions;
  loader->scripts = model->scripts;
  loader->script_count = model->script_count;
  loader->standard = (bool *)(uintptr_t)model->standard;
  loader->budget.memory_limit = model->row_memory;
  loader->budget.seconds = model->row_seconds;
  calculator->push.arena = calculator->push.pushed.arena = calculator->loaded.arena = loader->arena;
  calculator->row_work = model->row_work;
  builder_init(&loader->builder, loader->arena, loader->faults, model->language);
  loader->budget.instruction_limit = calculator->row_work * LOADING_ROWS;
  if (!state_open(loader, environment_open_rows)) builder_error(&loader->builder, MSG_MEMORY_BUDGET, NULL);
  if (!loader->lua) return calculator;
  calculator->push.L = loader->lua;
  lua_settop(loader->lua, 0);
  lua_pushcfunction(loader->lua, failure_running);
  return calculator;
}

void function_state_close(struct function_state *calculator)
{
  if (!calculator) return;
  state_close(&calculator->loader);
  arena_free(&calculator->arena);
  memory_free(calculator);
}

const struct fault *function_state_fault(const struct function_state *calculator)
{
  return calculator && calculator->faults.count ? &calculator->faults.items[0] : NULL;
}

const struct user_function *function_state_failed(const struct function_state *calculator, size_t *row)
{
  *row = calculator->failed_row;
  return calculator->failed;
}

/* A finding at the function itself. */
static bool refuse_at(struct function_state *calculator, const struct node *node, enum message message, const char *said)
{
  struct builder *builder = &calculator->loader.builder;
  builder->path = node->computed->path;
  builder->site = node->computed->site;
  builder_error(builder, message, said, NULL);
  return false;
}

static int thaw(lua_State *L)
{
  struct closure_push *push = lua_touserdata(L, 1);
  const struct closure_value *captured = lua_touserdata(L, 2);
  closure_value_push(push, captured);
  return lua_gettop(L) - 2;
}

/* Makes the function anew; everything that comes with it stays on the stack. Its place there, 0 after a finding. */
static int load_function(struct function_state *calculator, const struct user_function *computed)
{
  struct closure_push *push = &calculator->push;
  lua_State *L = push->L;
  size_t watched = push->watched_count;
  int shift = lua_gettop(L) - 2; /* `push` has two arguments below what it pushes */
  push->pushed = (struct pointer_map){ .arena = push->arena };
  lua_pushcfunction(L, thaw);
  lua_pushlightuserdata(L, push);
  lua_pushlightuserdata(L, (void *)(uintptr_t)computed->function);
  if (!lua_checkstack(L, 100) || lua_pcall(L, 2, LUA_MULTRET, HANDLER) != LUA_OK) return 0;
  for (size_t i = watched; i < push->watched_count; i++) {
    push->watched[i].function += shift;
    push->watched[i].original += shift;
  }
  return lua_gettop(L);
}

static const struct loaded *loaded_of(struct function_state *calculator, const struct user_function *computed)
{
  if (calculator->latest && calculator->latest->computed == computed) return calculator->latest;
  void **known = pointer_map_at(&calculator->loaded, computed);
  if (!*known) {
    struct loaded *loaded = arena_alloc(calculator->loader.arena, sizeof *loaded);
    size_t first = calculator->push.watched_count;
    state_restart(&calculator->loader, calculator->row_work * LOADING_ROWS);
    int place = load_function(calculator, computed);
    *loaded = (struct loaded){ computed, place, first, calculator->push.watched_count };
    *known = loaded;
  }
  return calculator->latest = *known;
}

static const struct field *field_of(const struct node *node)
{
  return node_unnamed(node)->field;
}

static void push_number(lua_State *L, const struct cell *input)
{
  int64_t den = input->den > 1 ? input->den : 1;
  if (input->num % den == 0) lua_pushinteger(L, input->num / den);
  else exact_push(L, (struct ratio){ input->num, den }); /* what is computed with it comes into lowest terms */
}

static void push_known(lua_State *L, const struct node *node, const struct cell *input)
{
  int64_t fen = input->num;
  char digits[16];
  switch (node->type) {
  case TYPE_TRUTH: lua_pushboolean(L, input->num != 0); break;
  case TYPE_MONEY:
    if (input->den > 1) ratio_round((struct ratio){ input->num, input->den }, 1, ROUND_HALF_AWAY, &fen);
    lua_pushinteger(L, fen);
    break;
  case TYPE_DATE: lua_pushinteger(L, closure_value_day((date)input->num)); break;
  case TYPE_CHOICE: lua_pushstring(L, field_of(node)->choices[input->num]); break;
  case TYPE_REGION:
    snprintf(digits, sizeof digits, "%06d", (int)input->num);
    lua_pushstring(L, digits);
    break;
  case TYPE_TEXT:
  case TYPE_CODE:
  case TYPE_INDUSTRY: lua_pushlstring(L, input->text.at ? input->text.at : "", input->text.length); break;
  default: push_number(L, input);
  }
}

static void push_input(lua_State *L, const struct node *node, const struct cell *input)
{
  if (input->state == STATE_KNOWN) push_known(L, node, input);
  else if (input->state == STATE_NOT_OCCURRED) lua_pushboolean(L, 0);
  else lua_pushnil(L);
}

/* What the inputs make of the result before anything is called: known, or as weak as the weakest. */
static enum state inputs_state(const struct node *node, const struct cell *inputs)
{
  enum state state = STATE_KNOWN;
  for (size_t i = 0; i < node->operand_count; i++) {
    bool figure = node->operands[i]->type == TYPE_MONEY || node->operands[i]->type == TYPE_NUMBER;
    bool large = figure && inputs[i].state == STATE_KNOWN && (inputs[i].num > LARGEST_INPUT || inputs[i].num < -LARGEST_INPUT);
    enum state next = large ? STATE_OVERFLOW : inputs[i].state;
    bool spared = node->computed->optional[i] && next != STATE_OVERFLOW;
    if (!spared && next < state) state = next;
  }
  return state;
}

static bool take_number(struct function_state *calculator, const struct node *node, struct cell *out)
{
  lua_State *L = calculator->loader.lua;
  struct ratio number;
  if (exact_at(L, -1, &number)) {
    out->num = number.num;
    out->den = number.den;
    return true;
  }
  if (lua_isinteger(L, -1)) {
    out->num = lua_tointeger(L, -1);
    return true;
  }
  if (lua_type(L, -1) != LUA_TNUMBER) return refuse_at(calculator, node, MSG_COMPUTED_NUMBER, describe(L, -1));
  if (node->type == TYPE_MONEY) return refuse_at(calculator, node, MSG_COMPUTED_FLOAT, number_string(L, -1));
  if (!decimal_from_double(lua_tonumber(L, -1), &number))
    return refuse_at(calculator, node, MSG_COMPUTED_DECIMAL, describe(L, -1));
  out->num = number.num;
  out->den = number.den;
  return true;
}

/* `return nil` says that the answer is not known; to return nothing is a branch forgotten. */
static bool take_result(struct function_state *calculator, const struct node *node, int count, struct cell *out)
{
  lua_State *L = calculator->loader.lua;
  *out = (struct cell){ .state = STATE_KNOWN, .den = 1 };
  if (count != 1) return refuse_at(calculator, node, count ? MSG_COMPUTED_SEVERAL : MSG_COMPUTED_NOTHING, "");
  if (lua_isnil(L, -1)) {
    out->state = STATE_UNKNOWN;
    return true;
  }
  if (node->type != TYPE_TRUTH) return take_number(calculator, node, out);
  if (!lua_isboolean(L, -1)) return refuse_at(calculator, node, MSG_COMPUTED_TRUTH, describe(L, -1));
  out->num = lua_toboolean(L, -1);
  return true;
}

static bool run(struct function_state *calculator, const struct node *node, const struct cell *inputs, struct cell *out)
{
  struct loader *loader = &calculator->loader;
  lua_State *L = loader->lua;
  const struct loaded *loaded = loaded_of(calculator, node->computed);
  int before = lua_gettop(L);
  if (!loaded->place) return false;
  state_restart(loader, calculator->row_work);
  lua_pushvalue(L, loaded->place);
  for (size_t i = 0; i < node->operand_count; i++) push_input(L, node->operands[i], &inputs[i]);
  int status = lua_pcall(L, (int)node->operand_count, LUA_MULTRET, HANDLER);
  bool overflowed = status != LUA_OK && loader->overflowed;
  loader->overflowed = false;
  if (overflowed) {
    lua_settop(L, before);
    *out = (struct cell){ .state = STATE_OVERFLOW, .den = 1 };
    return true;
  }
  if (status != LUA_OK && !calculator->faults.count) failure_stopped(loader, status);
  bool done = status == LUA_OK && take_result(calculator, node, lua_gettop(L) - before, out);
  if (done && !closure_value_kept(&calculator->push, loaded->first_watched, loaded->end_watched))
    refuse_at(calculator, node, MSG_COMPUTED_KEEPS, "");
  lua_settop(L, before);
  return calculator->faults.count == 0;
}

bool function_state_call(struct function_state *calculator, const struct node *node, const struct cell *inputs, size_t row,
                         struct cell *out)
{
  *out = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
  if (calculator->faults.count) return false;
  enum state state = inputs_state(node, inputs);
  out->state = state;
  if (state != STATE_KNOWN) return true;
  if (run(calculator, node, inputs, out)) return true;
  *out = (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
  calculator->failed = node->computed;
  calculator->failed_row = row;
  return false;
}
