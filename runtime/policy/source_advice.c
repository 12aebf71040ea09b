/* Advice that quotes the script. What is read here is a word, a call, a text: enough for the line that an author wrote, and where
 * it is not understood there is no fix. */
#include "policy/source_advice.h"

#include <string.h>

#include "policy/unknown_name.h"
#include "syntax/fix.h"
#include "syntax/phrase.h"

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

static bool is_field(void *context, const char *word)
{
  const struct model *model = context;
  return table_find_field(&model->tables[0], word) >= 0;
}

bool refuse_assigned_field(lua_State *L, const struct entry *entry)
{
  struct loader *loader = loader_of(L);
  const struct table *table = &loader->model->tables[0];
  int at = loader->model->table_count ? table_find_field(table, entry->key) : -1;
  struct slice value = source_from(loader, entry->value), key = source_from(loader, entry->site);
  const char *name = entry->key;
  if (at < 0 && loader->model->table_count) { /* 注册地 = "…" */
    name = synonym_find(loader->arena, entry->key, is_field, loader->model);
    at = name ? table_find_field(table, name) : -1;
  }
  bool list = value.length && *value.at == '{';
  value.length = list ? bracket_length(value, '{', '}') : value_length(value);
  if (at < 0 || !value.length || value.at < key.at) return false;
  const struct field *field = &table->kind.fields[at];
  bool among = list && (field->kind == FIELD_CHOICE || field->kind == FIELD_TEXT || field->kind == FIELD_REGION ||
                        field->kind == FIELD_INDUSTRY);
  if (list && !among) return false;
  const char *meant = among ? arena_printf(loader->arena, "%s { 属于 = %.*s }", name, (int)value.length, value.at)
                            : field_question(loader->arena, field, name, value);
  if (!meant) return false;
  builder_error(&loader->builder, MSG_FIELD_ASSIGNED, entry->key, meant, NULL);
  mend_last(loader, entry->site, (size_t)(value.at + value.length - key.at), meant);
  return true;
}

/* What stands in the braces at the builder's place, cut at the first comma or equals sign that is in no bracket of its own. */
struct braced_pair {
  struct slice first, second;
  size_t length; /* of the whole; 0: it is not that */
  bool equals;
};

static struct braced_pair braced_pair_here(const struct loader *loader)
{
  struct slice text = source_from(loader, loader->builder.site);
  struct braced_pair pair = { .length = text.length && *text.at == '{' ? bracket_length(text, '{', '}') : 0 };
  int depth = 0;
  size_t at = 1;
  for (; at + 1 < pair.length; at++) {
    depth += (strchr("{([", text.at[at]) != NULL) - (strchr("})]", text.at[at]) != NULL);
    if (!depth && (text.at[at] == ',' || text.at[at] == '=')) break;
  }
  if (at + 1 >= pair.length) return (struct braced_pair){ .length = 0 };
  pair.equals = text.at[at] == '=';
  pair.first = slice_trim((struct slice){ text.at + 1, at - 1 });
  pair.second = slice_trim((struct slice){ text.at + at + 1, pair.length - at - 2 });
  return pair;
}

/* Without `取 =` before it. */
static struct slice bare_value(struct slice value)
{
  static const char *const words[] = { "取", "金额", "give" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!slice_starts(value, words[i])) continue;
    struct slice rest = slice_trim(behind(value, strlen(words[i])));
    if (rest.length > 1 && *rest.at == '=') return slice_trim(behind(rest, 1));
  }
  return value;
}

bool refuse_rest_tier(struct loader *loader)
{
  struct braced_pair pair = braced_pair_here(loader);
  if (!pair.length || !slice_is(pair.first, "其余")) return false;
  struct slice value = bare_value(pair.second);
  const char *meant = arena_printf(loader->arena, "{ 取 = %.*s }", (int)value.length, value.at);
  builder_error(&loader->builder, MSG_TIER_REST, meant, NULL);
  mend_last(loader, loader->builder.site, pair.length, meant);
  return true;
}

bool refuse_column_key(struct loader *loader, const struct entry *entry, const char *kind)
{
  struct slice key = source_from(loader, entry->site), value = source_from(loader, entry->value);
  size_t length = value_length(value);
  if (!kind || !length || *value.at != '"' || value.at < key.at) return false;
  const char *meant = arena_printf(loader->arena, "列 \"%s\" { 类型 = \"%s\" }", entry->key, kind);
  builder_error(&loader->builder, MSG_COLUMN_FORM, meant, NULL);
  mend_last(loader, entry->site, (size_t)(value.at + length - key.at), meant);
  return true;
}

bool refuse_quoted_condition(struct loader *loader, const char *text)
{
  if (!loader->model->table_count || table_find_field(&loader->model->tables[0], text) < 0) return false;
  builder_error(&loader->builder, MSG_CONDITION_QUOTED, text, NULL);
  mend_last(loader, loader->builder.site, strlen(text) + 2, text);
  return true;
}

void mend_case(struct loader *loader)
{
  struct braced_pair pair = braced_pair_here(loader);
  struct slice value = bare_value(pair.second);
  if (!pair.length || (!pair.equals && value.at == pair.second.at)) return;
  mend_last(loader, loader->builder.site, pair.length,
            arena_printf(loader->arena, "{ %.*s, %.*s }", (int)pair.first.length, pair.first.at, (int)value.length, value.at));
}

bool refuse_range_key(struct loader *loader, const struct entry *entry, const struct key *keys, size_t count)
{
  static const char *const words[] = { "介于", "区间", "范围", "之间", "between", "range" };
  struct source_place site = loader->builder.site;
  bool range = false, compares = key_find(keys, count, "至少") != NULL;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) range |= strcmp(entry->key, words[i]) == 0;
  loader->builder.site = entry->value;
  struct braced_pair pair = braced_pair_here(loader);
  loader->builder.site = site;
  if (!range || !compares || !pair.length || pair.equals) return false;
  const char *meant = arena_printf(loader->arena, "至少 = %.*s, 至多 = %.*s", (int)pair.first.length, pair.first.at,
                                   (int)pair.second.length, pair.second.at);
  struct slice key = source_from(loader, entry->site), value = source_from(loader, entry->value);
  builder_error(&loader->builder, MSG_RANGE_KEY, entry->key, meant, NULL);
  mend_last(loader, entry->site, (size_t)(value.at + pair.length - key.at), meant);
  return true;
}

bool refuse_joined_days(struct loader *loader, const char *text)
{
  static const char *const joins[] = { "至", "到", "—", "～", "~", "－" };
  for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
    const char *join = strstr(text, joins[i]);
    struct slice last = slice_trim(slice_of(join ? join + strlen(joins[i]) : ""));
    struct slice first = slice_trim((struct slice){ text, join ? (size_t)(join - text) : 0 });
    date from, to;
    if (!join || !date_parse(first, &from) || !date_parse(last, &to)) continue;
    const char *meant =
        arena_printf(loader->arena, "{ \"%.*s\", \"%.*s\" }", (int)first.length, first.at, (int)last.length, last.at);
    builder_error(&loader->builder, MSG_DAYS_JOINED, text, meant, NULL);
    mend_last(loader, loader->builder.site, strlen(text) + 2, meant);
    return true;
  }
  return false;
}

bool refuse_year_key(struct loader *loader, const char *key)
{
  struct slice text = source_from(loader, loader->builder.site);
  const char *equals = text.length ? memchr(text.at, '=', text.length) : NULL;
  size_t digits = text.length ? strcspn(text.at, "0123456789=") : 0;
  if (!equals || text.at + digits >= equals) return false;
  const char *year = text.at + digits;
  size_t length = strspn(year, "0123456789");
  bool bare = !key || strlen(key) == length || strcmp(key + length, "年") == 0;
  if (length != 4 || !bare || (*year != '1' && *year != '2')) return false;
  const char *meant = arena_printf(loader->arena, "[\"%.4s-01-01\"]", year);
  builder_error(&loader->builder, MSG_YEAR_KEY, arena_copy(loader->arena, year, 4), meant, NULL);
  mend_last(loader, loader->builder.site, (size_t)(equals - text.at), arena_printf(loader->arena, "%s ", meant));
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

bool refuse_called_group(lua_State *L, const char *what)
{
  return is_group_word(slice_of(what)) && refuse_ungrouped(L);
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
