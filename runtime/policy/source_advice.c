/* Advice that quotes the script. What is read here is a word, a call, a text: enough for the line that an author wrote, and where
 * it is not understood there is no fix. */
#include "policy/source_advice.h"

#include <string.h>

#include "syntax/fix.h"

const struct script *script_here(const struct loader *loader)
{
  for (size_t i = 0; loader->builder.path && i < loader->script_count; i++)
    if (loader->scripts[i]->path == loader->builder.path) return loader->scripts[i];
  return NULL;
}

struct slice source_from(const struct loader *loader, struct source_place place)
{
  const struct script *script = script_here(loader);
  size_t at = script ? source_offset(script->source, place) : SIZE_MAX;
  if (at == SIZE_MAX) return SLICE("");
  return (struct slice){ script->source.at + at, script->source.length - at };
}

void mend_last(struct loader *loader, struct source_place from, size_t length, const char *text)
{
  const struct script *script = script_here(loader);
  struct faults *faults = loader->faults;
  if (!script || !faults->count) return;
  struct fault *fault = &faults->items[faults->count - 1];
  const struct source_place *site = &loader->builder.site;
  size_t begin = source_offset(script->source, from);
  if (fault->line != site->line || fault->column != site->column || fault->fix_count || begin == SIZE_MAX) return;
  fault_add_fix(loader->arena, fault, true, (struct source_edit){ begin, begin + length, text });
}

/* Length of what is in brackets that `text` begins with, 0 when they do not end. */
static size_t bracket_length(struct slice text, char open, char close)
{
  int depth = 0;
  for (size_t i = 0; i < text.length; i++) {
    depth += (text.at[i] == open) - (text.at[i] == close);
    if (!depth) return i + 1;
  }
  return 0;
}

static struct slice behind(struct slice text, size_t length)
{
  return (struct slice){ text.at + length, text.length - length };
}

/* A word, number or text, with members and one call behind it; 0 when it goes on in a way that is not known here. */
static size_t value_length(struct slice text)
{
  size_t length = text.length ? source_word_length(text) : 0;
  while (length < text.length && text.at[length] == '.')
    length += 1 + (length + 1 < text.length ? source_word_length(behind(text, length + 1)) : 0);
  if (length < text.length && text.at[length] == '(') {
    size_t call = bracket_length(behind(text, length), '(', ')');
    length = call ? length + call : 0;
  }
  return length <= text.length ? length : 0;
}

static bool is_yes(struct slice value)
{
  return slice_is(value, "\"是\"") || slice_is(value, "是") || slice_is(value, "true");
}

static bool is_no(struct slice value)
{
  return slice_is(value, "\"否\"") || slice_is(value, "否") || slice_is(value, "false");
}

static const char *field_question(struct arena *arena, const struct field *field, const char *name, struct slice value)
{
  int length = (int)value.length;
  switch (field->kind) {
  case FIELD_YESNO:
    if (is_yes(value)) return name;
    return is_no(value) ? arena_printf(arena, "非 { %s }", name) : NULL;
  case FIELD_MONEY:
  case FIELD_COUNT:
  case FIELD_NUMBER: return arena_printf(arena, "%s { 等于 = %.*s }", name, length, value.at);
  case FIELD_DATE: return arena_printf(arena, "%s { 在 = { %.*s, %.*s } }", name, length, value.at, length, value.at);
  case FIELD_REGION:
  case FIELD_INDUSTRY: return arena_printf(arena, "%s { 属于 = %.*s }", name, length, value.at);
  default: return arena_printf(arena, "%s { 是 = %.*s }", name, length, value.at);
  }
}

bool refuse_assigned_field(lua_State *L, const struct entry *entry)
{
  struct loader *loader = loader_of(L);
  const struct table *table = &loader->model->tables[0];
  int at = loader->model->table_count ? table_find_field(table, entry->key) : -1;
  struct slice value = source_from(loader, entry->value), key = source_from(loader, entry->site);
  value.length = value_length(value);
  if (at < 0 || !value.length || value.at < key.at) return false;
  const char *meant = field_question(loader->arena, &table->kind.fields[at], entry->key, value);
  if (!meant) return false;
  builder_error(&loader->builder, MSG_FIELD_ASSIGNED, entry->key, meant, NULL);
  mend_last(loader, entry->site, (size_t)(value.at + value.length - key.at), meant);
  return true;
}

bool refuse_quoted_amount(lua_State *L, int index)
{
  static const char *const units[][2] = { { "万元", "万元" }, { "亿元", "亿元" }, { "元", "元" },     { "万", "万元" },
                                          { "亿", "亿元" },   { "%", "百分之" },  { "％", "百分之" }, { "‰", "千分之" } };
  struct loader *loader = loader_of(L);
  if (lua_type(L, index) != LUA_TSTRING) return false;
  const char *text = lua_tostring(L, index), *meant = NULL;
  size_t digits = strspn(text, "0123456789.");
  if (!digits || digits > 20) return false;
  if (!text[digits]) meant = arena_string(loader->arena, text);
  for (size_t i = 0; i < sizeof units / sizeof *units && !meant; i++)
    if (strcmp(text + digits, units[i][0]) == 0) meant = arena_printf(loader->arena, "%s(%.*s)", units[i][1], (int)digits, text);
  if (meant) builder_error(&loader->builder, MSG_AMOUNT_QUOTED, text, meant, NULL);
  return meant != NULL;
}

/* `某地` of `function 迁移.整体迁入(某地)`; the function behind the check of its arguments is its first upvalue. */
static const char *parameters_string(lua_State *L, int index)
{
  struct arena *arena = loader_of(L)->arena;
  const char *all = "", *name;
  if (!lua_getupvalue(L, index, 1)) return NULL;
  bool function = lua_isfunction(L, -1) && !lua_iscfunction(L, -1);
  for (int i = 1; function; i++) {
    lua_pushvalue(L, -1);
    lua_Debug about;
    lua_getinfo(L, ">u", &about);
    name = i <= about.nparams ? lua_getlocal(L, NULL, i) : NULL;
    if (!name) break;
    all = arena_printf(arena, "%s%s%s", all, i > 1 ? ", " : "", rewrite_name(arena, name));
  }
  lua_pop(L, 1);
  return function ? all : NULL;
}

bool refuse_bare_function(lua_State *L, int index)
{
  struct loader *loader = loader_of(L);
  const char *parameters = lua_iscfunction(L, index) && !word_at(L, index) ? parameters_string(L, index) : NULL;
  struct slice text = source_from(loader, loader->builder.site);
  size_t length = parameters ? value_length(text) : 0;
  if (!length || memchr(text.at, '(', length)) return false;
  builder_error(&loader->builder, MSG_FUNCTION_BARE, arena_copy(loader->arena, text.at, length), parameters, NULL);
  return true;
}

/* With the { } that belong there. */
static void mend_group(struct loader *loader)
{
  struct slice text = source_from(loader, loader->builder.site);
  size_t name = text.length ? source_word_length(text) : 0, at = name;
  while (at < text.length && text.at[at] == ' ') at++;
  size_t group = at < text.length && text.at[at] == '(' ? bracket_length(behind(text, at), '(', ')') : 0;
  if (group < 3) return;
  const char *mended = arena_printf(loader->arena, "%.*s { %.*s }", (int)name, text.at, (int)group - 2, text.at + at + 1);
  mend_last(loader, loader->builder.site, at + group, mended);
}

bool refuse_ungrouped(lua_State *L)
{
  struct loader *loader = loader_of(L);
  if (lua_istable(L, 1)) return false;
  if (is_error(L, 1)) return true;
  builder_error(&loader->builder, MSG_GROUP_NEEDS_LIST, describe(L, 1), NULL);
  mend_group(loader);
  return true;
}

void mend_declaration(struct loader *loader, const char *name)
{
  struct slice text = source_from(loader, loader->builder.site);
  size_t word = text.length ? source_word_length(text) : 0;
  size_t call = word && word < text.length && text.at[word] == '(' ? bracket_length(behind(text, word), '(', ')') : 0;
  const char *brace = call ? memchr(text.at + word, '{', call) : NULL;
  if (!brace) return;
  int table = (int)(text.at + word + call - 1 - brace);
  mend_last(loader, loader->builder.site, word + call,
            arena_printf(loader->arena, "%.*s \"%s\" %.*s", (int)word, text.at, name, table, brace));
}

void mend_asked_condition(struct loader *loader)
{
  struct slice text = source_from(loader, loader->builder.site);
  size_t name = value_length(text), at = name;
  while (at < text.length && text.at[at] == ' ') at++;
  size_t braces = name && at < text.length && text.at[at] == '{' ? bracket_length(behind(text, at), '{', '}') : 0;
  struct slice inside = { text.at + at, braces };
  const char *equals = braces ? memchr(inside.at, '=', inside.length) : NULL;
  if (!equals) return;
  struct slice value = slice_trim((struct slice){ equals + 1, (size_t)(inside.at + inside.length - 1 - equals - 1) });
  if (!is_yes(value) && !is_no(value)) return;
  const char *condition = arena_copy(loader->arena, text.at, name);
  mend_last(loader, loader->builder.site, at + braces,
            is_yes(value) ? condition : arena_printf(loader->arena, "非 { %s }", condition));
}
