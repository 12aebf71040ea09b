/* 计算 { … } and 可缺(…), for operate.h; which expressions call functions. */
#include "model/user_function.h"

#include <string.h>

#include "policy/closure.h"
#include "policy/operator.h"

struct computing_reading {
  const struct node *inputs[COMPUTED_INPUTS];
  bool optional[COMPUTED_INPUTS];
  size_t count;
  const char *note;
  enum value_type result; /* TYPE_ERROR: as it is used */
  const struct closure_value *function;
  int parameters; /* -1: any number */
  bool refused;
};

static void reading_note(lua_State *L, int value, void *context)
{
  ((struct computing_reading *)context)->note = read_text(L, value);
}

static void reading_result(lua_State *L, int value, void *context)
{
  static const struct {
    const char *chinese, *english;
    enum value_type type;
  } rows[] = { { "是否", "yesno", TYPE_TRUTH }, { "金额", "money", TYPE_MONEY }, { "数", "number", TYPE_NUMBER } };
  const char *text = read_text(L, value);
  for (size_t i = 0; text && i < sizeof rows / sizeof *rows; i++)
    if (strcmp(rows[i].chinese, text) == 0 || strcmp(rows[i].english, text) == 0) {
      ((struct computing_reading *)context)->result = rows[i].type;
      return;
    }
  if (text) builder_error(&loader_of(L)->builder, MSG_COMPUTED_KIND, text, NULL);
}

static const struct key computing_keys[] = {
#define COMPUTED_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static void take_function(lua_State *L, struct computing_reading *reading)
{
  lua_Debug about;
  if (reading->function) {
    builder_error(&loader_of(L)->builder, MSG_COMPUTED_FORM, NULL);
    return;
  }
  lua_pushvalue(L, -1);
  lua_getinfo(L, ">u", &about);
  reading->parameters = about.isvararg ? -1 : about.nparams;
  reading->function = closure_capture(L, -1);
  reading->refused |= !reading->function;
}

static void take_input(lua_State *L, struct computing_reading *reading)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, -1);
  bool optional = handle && handle->kind == HANDLE_OPTIONAL, lost = !handle && lua_type(L, -1) != LUA_TNUMBER;
  const struct node *node = optional ? handle->node : lost ? builder->error : read_node(L, -1);
  if (lost) builder_error(builder, MSG_COMPUTED_INPUT, describe(L, -1), NULL);
  if (node->type == TYPE_PERIOD || node->type == TYPE_DURATION)
    node = builder_error(builder, MSG_COMPUTED_INPUT, describe(L, -1), NULL);
  reading->refused |= node->type == TYPE_ERROR;
  if (reading->count == COMPUTED_INPUTS) {
    builder_error(builder, MSG_COMPUTED_MANY, NULL);
    reading->refused = true;
    return;
  }
  reading->optional[reading->count] = optional;
  reading->inputs[reading->count++] = node;
}

static void take_part(lua_State *L, const struct entry *entry, void *context)
{
  struct computing_reading *reading = context;
  struct loader *loader = loader_of(L);
  const struct key *key =
      entry->key ? key_find(computing_keys, sizeof computing_keys / sizeof *computing_keys, entry->key) : NULL;
  loader->builder.site = entry->key ? entry->site : entry->value;
  if (entry->key && !key)
    builder_error(&loader->builder, MSG_UNKNOWN_KEY, word_string(&loader->builder, "计算"), entry->key, "", NULL);
  else if (key) loader->builder.site = entry->value, key->take(L, lua_gettop(L), reading);
  else if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1)) take_function(L, reading);
  else take_input(L, reading);
}

static struct user_function *computed_new(struct builder *builder, const struct computing_reading *reading)
{
  struct user_function *computed = arena_alloc(builder->arena, sizeof *computed);
  bool *optional = arena_array(builder->arena, reading->count, sizeof *optional);
  if (reading->count) memcpy(optional, reading->optional, reading->count * sizeof *optional);
  *computed = (struct user_function){ .function = reading->function,
                                      .input_count = reading->count,
                                      .optional = optional,
                                      .site = builder->site,
                                      .path = builder->path };
  computed->identity = closure_value_hash(reading->function);
  for (size_t i = 0; i < reading->count; i++) computed->identity = computed->identity * 2 + optional[i];
  return computed;
}

static bool complete(struct builder *builder, const struct computing_reading *reading)
{
  bool fits = reading->parameters < 0 || (size_t)reading->parameters == reading->count;
  if (reading->refused) return false;
  if (!reading->function || !reading->count) {
    builder_error(builder, MSG_COMPUTED_FORM, NULL);
  } else if (!fits) {
    builder_error(builder, MSG_COMPUTED_PARAMETERS, arena_printf(builder->arena, "%d", reading->parameters),
                  arena_printf(builder->arena, "%zu", reading->count), NULL);
  }
  return reading->function && reading->count && fits;
}

int operator_computed(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  struct computing_reading reading = { .parameters = -1 };
  struct source_place before = builder->site;
  size_t refusals = builder->refusals;
  if (!lua_istable(L, 1)) {
    if (!is_error(L, 1)) builder_error(builder, MSG_COMPUTED_FORM, NULL);
    return push_error(L);
  }
  each_entry(L, 1, take_part, &reading);
  builder->site = before;
  if (refusals != builder->refusals || !complete(builder, &reading)) return push_error(L);
  loader->model->computes = true;
  struct node sketch = { .text = reading.note, .computed = computed_new(builder, &reading) };
  const struct node *node = node_computing(builder, TYPE_TRUTH, &sketch, reading.inputs, reading.count);
  if (node->type == TYPE_ERROR) return push_error(L);
  if (reading.result)
    return push_node(L, node_computing(builder, reading.result, node, node->operands, node->operand_count),
                     reading.result == TYPE_TRUTH);
  push_node(L, node, true);
  handle_at(L, -1)->kind = HANDLE_COMPUTED;
  return 1;
}

int operator_optional(lua_State *L)
{
  builder_here(L);
  const struct node *node = read_node(L, 1);
  if (node->type == TYPE_ERROR) return push_error(L);
  handle_push(L, HANDLE_OPTIONAL)->node = node;
  return 1;
}
