/* Requests: what the words of a prompt were called with. */
#include "policy/prompt.h"

#include <string.h>

#include "policy/operator.h"
#include "policy/words.h"

static void give(struct prompt_state *prompt, const struct prompt_result *given)
{
  struct prompt_results *results = prompt->results;
  results->items = arena_grow(prompt->arena, results->items, results->count, &results->capacity, sizeof *results->items);
  results->items[results->count++] = *given;
}

/* Settings */

static const char *ratio_text(struct arena *arena, struct ratio number)
{
  struct buffer text = { 0 };
  ratio_write(&text, number);
  return buffer_take(arena, &text).at;
}

/* A constant as a cell would have it: money in 元, a rate as a decimal. */
static const char *constant_text(struct loader *loader, const struct node *node)
{
  struct buffer text = { 0 };
  if (node->op != NODE_CONSTANT) return NULL;
  struct ratio percent;
  if (node->percent && ratio_multiply(node->number, ratio_whole(100), &percent))
    return arena_printf(loader->arena, "%s%%", ratio_text(loader->arena, percent));
  if (node->type == TYPE_NUMBER) return ratio_text(loader->arena, node->number);
  if (node->type == TYPE_MONEY) {
    money_write(&text, node->number.num);
    buffer_text(&text, yuan_unit_name(FEN_YUAN));
  } else {
    format_value(&text, LANGUAGE_CHINESE, node->type, node->number);
  }
  return buffer_take(loader->arena, &text).at;
}

static const char *setting_text(lua_State *L, int value)
{
  struct loader *loader = loader_of(L);
  if (lua_type(L, value) == LUA_TSTRING) return arena_string(loader->arena, lua_tostring(L, value));
  if (lua_isboolean(L, value)) return lua_toboolean(L, value) ? "是" : "否";
  const struct node *node = read_node(L, value);
  if (node->type == TYPE_ERROR) return NULL;
  const char *text = constant_text(loader, node);
  if (!text) builder_error(&loader->builder, MSG_PROMPT_CONSTANT, describe(L, value), NULL);
  return text;
}

static void take_setting(lua_State *L, const struct entry *entry, void *context)
{
  struct request *request = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  if (!entry->key) {
    builder_error(&loader->builder, MSG_PROMPT_POSITIONAL, describe(L, -1), NULL);
    return;
  }
  const char *key = arena_string(loader->arena, entry->key), *text = setting_text(L, lua_gettop(L));
  if (!text) return;
  request->settings =
      arena_grow(loader->arena, request->settings, request->setting_count, &request->setting_capacity, sizeof *request->settings);
  request->settings[request->setting_count++] = (struct request_setting){ key, text, entry->site };
}

/* Arguments */

static int request_new(lua_State *L);

/* The name of a word given as itself: 帮助(奖励). */
static const char *word_text(lua_State *L, int index)
{
  lua_CFunction function = lua_tocfunction(L, index);
  if (function == request_new && lua_getupvalue(L, index, 1)) {
    size_t word = (size_t)lua_tointeger(L, -1);
    lua_pop(L, 1);
    return loader_of(L)->prompt->words[word].chinese;
  }
  const struct word *word = word_at(L, index);
  return word ? word->chinese : NULL;
}

static void take_text(lua_State *L, int index, struct request *request)
{
  const struct handle *handle = handle_at(L, index);
  if (lua_isnoneornil(L, index) || is_error(L, index)) return;
  if (lua_isfunction(L, index)) request->text = word_text(L, index);
  else if (handle && handle->kind == HANDLE_MEASURE) request->measure = handle->measure;
  else if (handle) request->text = handle_string(loader_of(L), handle);
  else if (lua_istable(L, index)) each_entry(L, index, take_setting, request);
  else request->text = arena_string(loader_of(L)->arena, luaL_tolstring(L, index, NULL));
}

static void take_conditions(lua_State *L, int index, struct request *request)
{
  const struct node *const *conditions;
  if (lua_isnoneornil(L, index)) return;
  size_t count = read_conditions(L, index, &conditions);
  request->condition = node_group(&loader_of(L)->builder, NODE_ALL, conditions, count);
}

static void take_who(lua_State *L, int index, struct request *request)
{
  const struct handle *handle = handle_at(L, index);
  bool measure = lua_type(L, index) == LUA_TSTRING || (handle && handle->kind == HANDLE_MEASURE);
  if (measure) take_text(L, index, request);
  else take_conditions(L, index, request);
}

static void take_settings(lua_State *L, int index, struct request *request)
{
  if (lua_istable(L, index)) each_entry(L, index, take_setting, request);
  else builder_error(&loader_of(L)->builder, MSG_PROMPT_SETTINGS, describe(L, index), NULL);
}

static void take_grouping(lua_State *L, int index, struct request *request)
{
  const struct handle *handle = handle_at(L, index);
  if (!request->value) {
    request->value = read_node(L, index);
    if (!lua_isnoneornil(L, index + 1)) take_grouping(L, index + 1, request);
  } else if (handle && handle->kind == HANDLE_EXPRESSION && handle->node->type != TYPE_TRUTH) {
    request->figure = read_node(L, index);
  } else {
    take_conditions(L, index, request);
  }
}

static void take(lua_State *L, int index, struct request *request)
{
  const struct prompt_word *word = &loader_of(L)->prompt->words[request->word];
  bool english = loader_of(L)->builder.language == LANGUAGE_ENGLISH;
  if (!arguments_fit(L, english ? word->english : word->chinese, index - 1, word->takes == TAKES_GROUPING ? 3 : 1)) return;
  switch (word->takes) {
  case TAKES_TEXT: take_text(L, index, request); break;
  case TAKES_CONDITIONS: take_who(L, index, request); break;
  case TAKES_SETTINGS: take_settings(L, index, request); break;
  default: take_grouping(L, index, request);
  }
}

static int request_new(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct request *request = arena_alloc(loader->arena, sizeof *request);
  builder_here(L);
  request->word = (size_t)lua_tointeger(L, lua_upvalueindex(1));
  take(L, 1, request);
  struct prompt_result given = { .kind = GIVEN_REQUEST, .request = request };
  if (loader->prompt->results) give(loader->prompt, &given);
  handle_push(L, HANDLE_REQUEST)->request = request;
  return 1;
}

int prompt_more(lua_State *L)
{
  struct request *request = handle_at(L, 1)->request;
  builder_here(L);
  take(L, 2, request);
  lua_settop(L, 1);
  return 1;
}

void prompt_word_set(lua_State *L, int index, size_t word)
{
  struct loader *loader = loader_of(L);
  const struct prompt_word *named = &loader->prompt->words[word];
  const char *names[] = { rewrite_encode(loader->arena, named->chinese), named->english };
  for (int i = 0; i < 2; i++) {
    lua_pushstring(L, names[i]);
    lua_pushinteger(L, (lua_Integer)word);
    lua_pushcclosure(L, request_new, 1);
    lua_rawset(L, index);
  }
}

/* Values */

/* A word of the prompt given by name alone is asked without arguments. */
static bool take_word(struct prompt_state *prompt, int index)
{
  lua_State *L = prompt->loader->lua;
  if (lua_tocfunction(L, index) != request_new || !lua_getupvalue(L, index, 1)) return false;
  struct request *request = arena_alloc(prompt->arena, sizeof *request);
  request->word = (size_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  struct prompt_result given = { .kind = GIVEN_REQUEST, .request = request };
  give(prompt, &given);
  return true;
}

static void take_value(struct prompt_state *prompt, int index)
{
  lua_State *L = prompt->loader->lua;
  const struct handle *handle = handle_at(L, index);
  struct prompt_result given = { .kind = GIVEN_TEXT };
  if (lua_isnil(L, index) || is_error(L, index) || take_word(prompt, index)) return;
  if (handle && handle->kind == HANDLE_REQUEST) return;
  if (handle && handle->kind == HANDLE_EXPRESSION) given.kind = GIVEN_NODE, given.node = handle->node;
  else if (handle && handle->kind == HANDLE_MEASURE) given.kind = GIVEN_MEASURE, given.measure = handle->measure;
  else if (lua_type(L, index) == LUA_TSTRING || lua_type(L, index) == LUA_TNUMBER)
    given.text = arena_string(prompt->arena, luaL_tolstring(L, index, NULL));
  else given.text = describe(L, index);
  give(prompt, &given);
}

static int take_values(lua_State *L)
{
  struct prompt_state *prompt = loader_of(L)->prompt;
  for (int i = 1, last = lua_gettop(L); i <= last; i++) take_value(prompt, i);
  return 0;
}

void prompt_values(struct prompt_state *prompt, int first, int last)
{
  lua_State *L = prompt->loader->lua;
  int count = last - first + 1;
  lua_pushcfunction(L, take_values);
  lua_insert(L, first);
  lua_pcall(L, count, 0, 0);
}
