/* Values that scripts hold and how arguments are read, for operate.c and declare.c. */
#include "policy/args.h"

#include <stdlib.h>
#include <string.h>

#include "decode/unicode.h"
#include "policy/source_advice.h"
#include "policy/unknown_name.h"
#include "policy/words.h"

/* One text of the model, and all of one list: names of measures and lists of towns are far below. */
enum { DESCRIBED_TEXT = 60, DESCRIBED_NODE = 240, TEXT_BYTES = 64 * 1024, LIST_BYTES = 4 * 1024 * 1024 };

static const char handle_metatable[] = "huiqi.handle";

struct loader *loader_of(lua_State *L)
{
  return *(struct loader **)lua_getextraspace(L);
}

long chunk_number(const char *source)
{
  return source && strncmp(source, "=#", 2) == 0 ? strtol(source + 2, NULL, 10) : -1;
}

struct place place_running(lua_State *L)
{
  const struct loader *loader = loader_of(L);
  struct place place = { 0 };
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    long chunk = chunk_number(frame.source);
    if (chunk < 0) continue;
    if (!place.path) place.standard = loader->standard[chunk];
    place.path = loader->scripts[chunk]->path;
    place.site = rewrite_site(loader->scripts[chunk], frame.currentline);
    if (!loader->standard[chunk]) break;
  }
  return place;
}

struct builder *builder_here(lua_State *L)
{
  struct loader *loader = loader_of(L);
  work_budget_check(L);
  struct place place = place_running(L);
  loader->builder.path = place.path;
  loader->builder.site = place.site;
  loader->builder.derived = loader->within_standard = place.standard;
  return &loader->builder;
}

struct handle *handle_push(lua_State *L, enum handle_kind kind)
{
  struct handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
  memset(handle, 0, sizeof *handle);
  handle->kind = kind;
  luaL_setmetatable(L, handle_metatable);
  return handle;
}

int push_node(lua_State *L, const struct node *node, bool asked)
{
  struct handle *handle = handle_push(L, HANDLE_EXPRESSION);
  handle->node = node;
  handle->asked = asked;
  struct loader *loader = loader_of(L);
  if (!asked || loader->within_standard || node->type == TYPE_ERROR) return 1;
  handle->record = arena_alloc(loader->arena, sizeof *handle->record);
  *handle->record = (struct condition_use){ loader->asked, node, loader->builder.path, loader->builder.site, false };
  loader->asked = handle->record;
  return 1;
}

int push_error(lua_State *L)
{
  return push_node(L, loader_of(L)->builder.error, false);
}

struct handle *handle_at(lua_State *L, int index)
{
  return luaL_testudata(L, index, handle_metatable);
}

bool is_mark(lua_State *L, int index, const char *chinese)
{
  const struct handle *handle = handle_at(L, index);
  return handle && handle->kind == HANDLE_MARK && strcmp(handle->word->chinese, chinese) == 0;
}

bool is_error(lua_State *L, int index)
{
  const struct handle *handle = handle_at(L, index);
  return handle && handle->kind == HANDLE_EXPRESSION && handle->node->type == TYPE_ERROR;
}

const char *handle_string(struct loader *loader, const struct handle *handle)
{
  static const enum message names[HANDLE_KINDS] = {
    [HANDLE_TABLE] = MSG_HANDLE_TABLE,           [HANDLE_OBJECT] = MSG_HANDLE_OBJECT,     [HANDLE_LINK] = MSG_HANDLE_LINK,
    [HANDLE_PENDING] = MSG_HANDLE_PENDING,       [HANDLE_MEASURE] = MSG_HANDLE_MEASURE,   [HANDLE_COLUMN] = MSG_HANDLE_COLUMN,
    [HANDLE_PARAMETERS] = MSG_HANDLE_PARAMETERS, [HANDLE_COMPUTED] = MSG_HANDLE_COMPUTED, [HANDLE_OPTIONAL] = MSG_HANDLE_OPTIONAL,
  };
  if (handle->kind == HANDLE_MARK) return word_string(&loader->builder, handle->word->chinese);
  if (handle->kind != HANDLE_EXPRESSION) return message_name(names[handle->kind], loader->builder.language);
  struct buffer text = { 0 };
  loader->budget.instructions += handle->node->weight;
  format_node(&text, loader->builder.language, handle->node);
  size_t length = text.length > DESCRIBED_NODE ? utf8_valid_prefix((struct slice){ text.at, DESCRIBED_NODE }) : text.length;
  const char *said = arena_printf(loader->arena, "%.*s%s", (int)length, text.at ? text.at : "", length < text.length ? "…" : "");
  buffer_free(&text);
  return said;
}

static const char *describe_handle(struct loader *loader, const struct handle *handle)
{
  const char *said = handle_string(loader, handle);
  if (handle->kind != HANDLE_EXPRESSION) return said;
  return message_string(loader->arena, loader->builder.language, MSG_QUOTED, said, NULL);
}

/* Words */

static int word_called(lua_State *L)
{
  const struct word *word = &words[lua_tointeger(L, lua_upvalueindex(1))];
  if (word->group == WORD_DECLARATION && lua_gettop(L) == 2 && lua_type(L, 1) == LUA_TSTRING && lua_istable(L, 2)) {
    struct builder *builder = builder_here(L);
    builder_error(builder, MSG_DECLARATION_CALLED, word_string(builder, word->chinese), lua_tostring(L, 1), NULL);
    mend_declaration(loader_of(L), lua_tostring(L, 1));
    return push_error(L);
  }
  if (word->arguments != ANY_ARGUMENTS &&
      !arguments_fit(L, word_string(&loader_of(L)->builder, word->chinese), 0, word->arguments))
    return push_error(L);
  return word->call(L);
}

void word_push(lua_State *L, const struct word *word)
{
  lua_pushinteger(L, word - words);
  lua_pushcclosure(L, word_called, 1);
}

const struct word *word_at(lua_State *L, int index)
{
  if (lua_tocfunction(L, index) != word_called || !lua_getupvalue(L, index, 1)) return NULL;
  const struct word *word = &words[lua_tointeger(L, -1)];
  lua_pop(L, 1);
  return word;
}

static const char *describe_function(lua_State *L, int index)
{
  const struct loader *loader = loader_of(L);
  enum language language = loader->builder.language;
  const struct word *word = word_at(L, index);
  if (!word) return message_name(MSG_VALUE_FUNCTION, language);
  return message_string(loader->arena, language, MSG_VALUE_WORD, language == LANGUAGE_ENGLISH ? word->english : word->chinese,
                        NULL);
}

static const char *describe_text(struct loader *loader, const char *text, size_t length)
{
  const char *cut = length > DESCRIBED_TEXT ? "…" : "";
  if (length > DESCRIBED_TEXT) length = utf8_valid_prefix((struct slice){ text, DESCRIBED_TEXT });
  return message_string(loader->arena, loader->builder.language, MSG_VALUE_TEXT, arena_copy(loader->arena, text, length), cut,
                        NULL);
}

/* The sign of what is no number is the processor's. */
const char *number_string(lua_State *L, int index)
{
  lua_Number number = lua_tonumber(L, index);
  return number == number ? luaL_tolstring(L, index, NULL) : "nan";
}

const char *describe(lua_State *L, int index)
{
  struct loader *loader = loader_of(L);
  const struct handle *handle = handle_at(L, index);
  enum language language = loader->builder.language;
  if (handle) return describe_handle(loader, handle);
  switch (lua_type(L, index)) {
  case LUA_TSTRING: return describe_text(loader, lua_tostring(L, index), (size_t)lua_rawlen(L, index));
  case LUA_TNUMBER: return message_string(loader->arena, language, MSG_VALUE_NUMBER, number_string(L, index), NULL);
  case LUA_TBOOLEAN: return lua_toboolean(L, index) ? "true" : "false";
  case LUA_TTABLE: return message_name(MSG_VALUE_TABLE, language);
  case LUA_TFUNCTION: return describe_function(L, index);
  default: return message_name(MSG_VALUE_NOTHING, language);
  }
}

const char *word_string(const struct builder *builder, const char *chinese)
{
  const struct word *word = builder->language == LANGUAGE_ENGLISH ? word_find(chinese) : NULL;
  return word ? word->english : chinese;
}

const char *plain_name(struct arena *arena, const char *name)
{
  struct slice plain = unicode_heading(arena, slice_of(name));
  return arena_copy(arena, plain.at, plain.length);
}

static const struct node *node_used(const struct handle *handle)
{
  if (handle->record) handle->record->used = true;
  return handle->node;
}

const struct node *read_computed(lua_State *L, const struct handle *handle, enum value_type type)
{
  const struct node *node = node_used(handle);
  return node_computing(&loader_of(L)->builder, type, node, node->operands, node->operand_count);
}

static const struct node *refuse_mark(struct builder *builder, const struct handle *handle)
{
  return builder_error(builder, MSG_MARK_PLACE, word_string(builder, handle->word->chinese), handle->word->usage, NULL);
}

const struct node *read_node(lua_State *L, int index)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, index);
  if (handle && handle->kind == HANDLE_COMPUTED) return node_used(handle), builder_error(builder, MSG_COMPUTED_RESULT, NULL);
  if (handle && handle->kind == HANDLE_EXPRESSION) return node_used(handle);
  if (handle && handle->kind == HANDLE_MARK) return refuse_mark(builder, handle);
  struct ratio number;
  if (lua_isinteger(L, index)) return node_constant(builder, TYPE_NUMBER, ratio_whole(lua_tointeger(L, index)));
  if (lua_type(L, index) == LUA_TNUMBER) {
    if (decimal_from_double(lua_tonumber(L, index), &number)) return node_constant(builder, TYPE_NUMBER, number);
    return builder_error(builder, MSG_DECIMAL_TOO_LONG, number_string(L, index), NULL);
  }
  if (refuse_quoted_amount(L, index) || refuse_bare_function(L, index)) return builder->error;
  return builder_error(builder, MSG_NOT_A_VALUE, describe(L, index), NULL);
}

const struct node *read_condition(lua_State *L, int index)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, index);
  if (handle && handle->kind == HANDLE_EXPRESSION) return node_truth(builder, node_used(handle));
  if (handle && handle->kind == HANDLE_COMPUTED) return node_truth(builder, read_computed(L, handle, TYPE_TRUTH));
  if (handle && handle->kind == HANDLE_MARK) return refuse_mark(builder, handle);
  if (handle && handle->kind == HANDLE_MEASURE && handle->measure->kind == MEASURE_CRITERION) {
    handle->measure->asked = true;
    return node_named(builder, handle->measure->name, handle->measure->condition);
  }
  if (lua_istable(L, index)) {
    const struct node *const *conditions;
    size_t count = read_conditions(L, index, &conditions);
    return count == 1 ? conditions[0] : node_group(builder, NODE_ALL, conditions, count);
  }
  if (refuse_bare_function(L, index)) return builder->error;
  if (lua_type(L, index) == LUA_TSTRING && refuse_quoted_condition(loader_of(L), lua_tostring(L, index))) return builder->error;
  return builder_error(builder, MSG_NOT_A_CONDITION_VALUE, describe(L, index), NULL);
}

struct condition_list {
  const struct node **items;
  size_t count, capacity;
};

static void take_condition(lua_State *L, const struct entry *entry, void *context)
{
  struct condition_list *list = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  if (entry->key) {
    loader->builder.site = entry->site;
    if (is_error(L, -1)) loader->builder.refusals++; /* told already */
    else if (!refuse_assigned_field(L, entry)) builder_error(&loader->builder, MSG_KEY_AMONG_CONDITIONS, entry->key, NULL);
    return;
  }
  list->items = arena_grow(loader->arena, list->items, list->count, &list->capacity, sizeof *list->items);
  list->items[list->count++] = read_condition(L, -1);
}

size_t read_conditions(lua_State *L, int index, const struct node *const **conditions)
{
  struct condition_list list = { 0 };
  struct loader *loader = loader_of(L);
  if (lua_istable(L, index)) {
    struct source_place before = loader->builder.site;
    each_entry(L, index, take_condition, &list);
    loader->builder.site = before;
  } else {
    list.items = arena_array(loader->arena, 1, sizeof *list.items);
    list.items[list.count++] = read_condition(L, index);
  }
  *conditions = list.items;
  return list.count;
}

const struct node *read_date(lua_State *L, int index)
{
  struct builder *builder = &loader_of(L)->builder;
  const struct handle *handle = handle_at(L, index);
  if (handle && handle->kind == HANDLE_EXPRESSION) return node_used(handle);
  if (lua_type(L, index) != LUA_TSTRING) return builder_error(builder, MSG_DATE_EXPECTED, describe(L, index), NULL);
  date day;
  if (!date_parse(slice_of(lua_tostring(L, index)), &day))
    return builder_error(builder, MSG_NO_SUCH_DAY, lua_tostring(L, index), NULL);
  return node_constant(builder, TYPE_DATE, ratio_whole(day));
}

static void refuse_length(struct loader *loader, size_t length, size_t most)
{
  builder_error(&loader->builder, MSG_TEXT_TOO_LONG, arena_printf(loader->arena, "%zu", length),
                arena_printf(loader->arena, "%zu", most), NULL);
}

const char *read_text(lua_State *L, int index)
{
  struct loader *loader = loader_of(L);
  if (lua_type(L, index) == LUA_TSTRING) {
    size_t length = (size_t)lua_rawlen(L, index);
    work_budget_check(L);
    if (length <= TEXT_BYTES) return arena_string(loader->arena, lua_tostring(L, index));
    refuse_length(loader, length, TEXT_BYTES);
  } else if (is_error(L, index)) loader->builder.refusals++;
  else builder_error(&loader->builder, MSG_TEXT_EXPECTED, describe(L, index), NULL);
  return NULL;
}

struct text_list {
  const char **items;
  struct source_place *sites;
  size_t count, capacity, bytes;
};

static void take_text(lua_State *L, const struct entry *entry, void *context)
{
  struct text_list *list = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  if (entry->key) {
    loader->builder.site = entry->site;
    builder_error(&loader->builder, MSG_KEY_IN_LIST, entry->key, NULL);
    return;
  }
  if (list->bytes > LIST_BYTES) return;
  const char *text = read_text(L, -1);
  if (!text) return;
  list->bytes += strlen(text);
  if (list->bytes > LIST_BYTES) refuse_length(loader, list->bytes, LIST_BYTES);
  size_t capacity = list->capacity;
  list->items = arena_grow(loader->arena, list->items, list->count, &list->capacity, sizeof *list->items);
  list->sites = arena_grow(loader->arena, list->sites, list->count, &capacity, sizeof *list->sites);
  list->items[list->count] = text;
  list->sites[list->count++] = entry->value;
}

size_t read_texts(lua_State *L, int index, const char *const **texts, const struct source_place **sites)
{
  struct builder *builder = &loader_of(L)->builder;
  struct text_list list = { 0 };
  const struct entry one = { .value = builder->site };
  size_t refusals = builder->refusals;
  if (lua_istable(L, index)) {
    each_entry(L, index, take_text, &list);
  } else {
    lua_pushvalue(L, index);
    take_text(L, &one, &list);
    lua_pop(L, 1);
  }
  builder->site = one.value;
  if (list.count == 0 && refusals == builder->refusals) builder_error(builder, MSG_EMPTY_GROUP, NULL);
  *texts = list.items;
  if (sites) *sites = list.sites;
  return list.count;
}

/* A region by its six digits, or by its full name (or one that no other bears). -1 after a finding. An abolished one is what has
 * taken its place, as in lists. */
static int32_t region_code(struct loader *loader, const char *text)
{
  enum { LOOK_UP = 20000 }; /* all names are gone through for the nearest */
  struct slice digits = unicode_cell(loader->arena, slice_of(text), NULL);
  int32_t code = 0, now;
  loader->budget.instructions += LOOK_UP / 400 + digits.length / 16;
  bool six = digits.length == 6;
  for (size_t i = 0; i < digits.length && six; i++) {
    six = digits.at[i] >= '0' && digits.at[i] <= '9';
    code = code * 10 + (digits.at[i] - '0');
  }
  const char *successors = NULL;
  if (six) region_today(loader->regions, code, &now, &successors);
  else now = region_find(loader->regions, digits);
  if (now) return now;
  loader->budget.instructions += LOOK_UP;
  const char *bearers = region_bearers(loader->arena, loader->regions, digits);
  const char *near = bearers || successors ? NULL : region_nearest(loader->arena, loader->regions, digits);
  builder_error(&loader->builder, MSG_NO_SUCH_REGION, text, near ? near : "", bearers ? bearers : "",
                successors ? successors : "", NULL);
  return -1;
}

size_t read_regions(lua_State *L, int index, const int32_t **codes)
{
  const char *const *texts;
  const struct source_place *sites;
  struct loader *loader = loader_of(L);
  const struct source_place before = loader->builder.site;
  size_t count = read_texts(L, index, &texts, &sites), kept = 0;
  int32_t *found = arena_array(loader->arena, count, sizeof *found);
  for (size_t i = 0; i < count; i++) {
    loader->builder.site = sites[i];
    work_budget_check(L);
    int32_t code = region_code(loader, texts[i]);
    if (code >= 0) found[kept++] = code;
  }
  loader->builder.site = before;
  *codes = found;
  return kept;
}

bool read_flag(lua_State *L, int index)
{
  if (!lua_isboolean(L, index) && !is_error(L, index))
    builder_error(&loader_of(L)->builder, MSG_FLAG_EXPECTED, describe(L, index), NULL);
  return lua_toboolean(L, index);
}

/* Are all arguments plain numbers? */
static bool only_numbers(lua_State *L, int first)
{
  bool numbers = true;
  for (int i = first; i <= lua_gettop(L); i++) numbers &= lua_type(L, i) == LUA_TNUMBER;
  return numbers;
}

/* `2,500` as it was meant; "" where the parts are none of a number with a thousands comma. */
static const char *meant_number(lua_State *L, int first)
{
  struct buffer digits = { 0 };
  bool whole = true;
  for (int i = first; i <= lua_gettop(L); i++) {
    lua_Integer part = lua_isinteger(L, i) ? lua_tointeger(L, i) : -1;
    whole &= i == first ? part > 0 : part >= 100 && part < 1000;
    buffer_printf(&digits, "%lld", (long long)part);
  }
  const char *meant = whole ? arena_copy(loader_of(L)->arena, digits.at, digits.length) : "";
  buffer_free(&digits);
  return meant;
}

bool arguments_fit(lua_State *L, const char *what, int before, int most)
{
  int count = lua_gettop(L) - before;
  if (count <= most) return true;
  struct builder *builder = builder_here(L);
  if (!before && refuse_called_group(L, what)) return false;
  const char *takes = arena_printf(builder->arena, "%d", most), *given = arena_printf(builder->arena, "%d", count);
  if (most == 1 && only_numbers(L, before + 1))
    builder_error(builder, MSG_THOUSANDS_COMMA, what, given, meant_number(L, before + 1), NULL);
  else builder_error(builder, MSG_SURPLUS_ARGUMENTS, what, takes, given, describe(L, before + most + 1), NULL);
  return false;
}

struct key_reading {
  const struct key *keys;
  size_t count;
  const char *what;
  void *context;
  const char *seen[32]; /* the name that was written for each key */
};

const struct key *key_find(const struct key *keys, size_t count, const char *name)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(keys[i].chinese, name) == 0 || strcmp(keys[i].english, name) == 0) return &keys[i];
  return NULL;
}

static bool is_key_of(void *context, const char *word)
{
  const struct key_reading *reading = context;
  return key_find(reading->keys, reading->count, word) != NULL;
}

static void refuse_key(struct loader *loader, struct key_reading *reading, const char *name)
{
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  for (size_t i = 0; i < reading->count; i++) {
    nearest_offer(&nearest, reading->keys[i].chinese);
    nearest_offer(&nearest, reading->keys[i].english);
  }
  const char *what = word_string(&loader->builder, reading->what), *meant = synonym_find(loader->arena, name, is_key_of, reading);
  if (meant) builder_error(&loader->builder, MSG_SYNONYM_KEY, what, name, meant, NULL);
  else builder_error(&loader->builder, MSG_UNKNOWN_KEY, what, name, nearest.best ? nearest.best : "", NULL);
}

static void take_key(lua_State *L, const struct entry *entry, void *context)
{
  struct key_reading *reading = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->site;
  if (!entry->key) {
    if (is_error(L, -1)) loader->builder.refusals++;
    else
      builder_error(&loader->builder, MSG_POSITIONAL_ENTRY, word_string(&loader->builder, reading->what), describe(L, -1), NULL);
    return;
  }
  const struct key *key = key_find(reading->keys, reading->count, entry->key);
  if (!key) {
    if (!refuse_range_key(loader, entry, reading->keys, reading->count)) refuse_key(loader, reading, entry->key);
    return;
  }
  const char **seen = &reading->seen[key - reading->keys];
  if (*seen) {
    builder_error(&loader->builder, MSG_KEY_TWICE, entry->key, *seen, NULL);
    return;
  }
  *seen = strcmp(entry->key, key->chinese) == 0 ? key->chinese : key->english;
  loader->builder.site = entry->value;
  key->take(L, lua_gettop(L), reading->context);
}

void read_keys(lua_State *L, int index, const char *what, const struct key *keys, size_t count, void *context)
{
  struct key_reading reading = { .keys = keys, .count = count, .what = what, .context = context };
  struct builder *builder = &loader_of(L)->builder;
  struct source_place before = builder->site;
  each_entry(L, index, take_key, &reading);
  builder->site = before;
}
