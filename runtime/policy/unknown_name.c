/* A name that is none: a parameter without 参数., a column of a related table, a module not fetched, a number in words, another
 * word for a thing, a text without quotes, a column that was not declared, a slip of the pen: in this order. */
#include "policy/unknown_name.h"

#include <ctype.h>
#include <string.h>

#include "policy/prompt.h"
#include "policy/prose_name.h"
#include "policy/source_advice.h"
#include "policy/words.h"

static void offer(struct nearest *nearest, const char *chinese, const char *english)
{
  nearest_offer(nearest, chinese);
  if (english) nearest_offer(nearest, english);
}

static void offer_words(struct nearest *nearest)
{
  for (size_t i = 0; i < word_names; i++) offer(nearest, words[i].chinese, words[i].english);
}

static void offer_tables(const struct model *model, struct nearest *nearest)
{
  for (size_t i = 0; i < model->table_count; i++) {
    const struct table *table = &model->tables[i];
    offer(nearest, table->kind.name, table->kind.english);
    for (size_t k = 0; k < table->link_count; k++) offer(nearest, table->links[k].name, table->links[k].english);
  }
  for (size_t i = 0; model->table_count && i < model->tables[0].kind.field_count; i++) {
    const struct field *field = &model->tables[0].kind.fields[i];
    offer(nearest, field->plain ? field->plain : field->name, field->english);
  }
}

/* The names that the running script has declared itself. */
static void offer_locals(lua_State *L, struct nearest *nearest)
{
  struct arena *arena = loader_of(L)->arena;
  lua_Debug frame;
  const char *name;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sf", &frame);
    bool script = chunk_number(frame.source) >= 0;
    for (int i = 1; script && (name = lua_getlocal(L, &frame, i)); i++, lua_pop(L, 1))
      if (name[0] != '(') nearest_offer(nearest, rewrite_name(arena, name));
    for (int i = 1; script && (name = lua_getupvalue(L, -1, i)); i++, lua_pop(L, 1))
      if (name[0] != '_' || name[1] == 'u') nearest_offer(nearest, rewrite_name(arena, name));
    lua_pop(L, 1);
    if (script) return;
  }
}

/* `编号 "U22-1"`: the name stands first in an item of a table, and is the name of an entry. */
static bool lacks_equals(const struct loader *loader, const struct builder *builder, const char *name)
{
  const struct script *script = loader->scripts[loader->running];
  if (!word_is_key(name) || loader->within_standard) return false;
  for (size_t i = 0; i < script->table_count; i++)
    for (size_t k = 0; k < script->tables[i].count; k++) {
      const struct table_entry *entry = &script->tables[i].entries[k];
      if (entry->positional && entry->value.line == builder->site.line && entry->value.column == builder->site.column)
        return true;
    }
  return false;
}

/* 整体迁入 without its quotes: the field whose choice it is, or NULL. */
static const struct field *choice_of_field(const struct model *model, const char *name)
{
  for (size_t t = 0; t < model->table_count; t++)
    for (size_t i = 0; i < model->tables[t].kind.field_count; i++) {
      const struct field *field = &model->tables[t].kind.fields[i];
      for (size_t k = 0; k < field->choice_count; k++)
        if (strcmp(field->choices[k], name) == 0) return field;
    }
  return NULL;
}

/* Synonyms */

static bool list_has(struct slice list, struct slice name)
{
  while (list.length) {
    const char *space = memchr(list.at, ' ', list.length);
    size_t length = space ? (size_t)(space - list.at) : list.length;
    if (slice_equal((struct slice){ list.at, length }, name)) return true;
    length += space != NULL;
    list = (struct slice){ list.at + length, list.length - length };
  }
  return false;
}

const char *synonym_find(struct arena *arena, const char *name, bool (*fits)(void *context, const char *word), void *context)
{
  const struct stdlib_file *file = stdlib_find("synonyms.txt");
  struct slice text = { file->bytes, file->length };
  for (size_t at = 0; at < text.length;) {
    struct slice line = slice_line(text, &at);
    const char *colon = line.length && *line.at != '#' ? memmem(line.at, line.length, "：", 3) : NULL;
    if (!colon || !list_has((struct slice){ colon + 3, (size_t)(line.at + line.length - colon - 3) }, slice_of(name))) continue;
    const char *word = arena_copy(arena, line.at, (size_t)(colon - line.at));
    if (fits(context, word)) return word;
  }
  return NULL;
}

static bool is_name(void *context, const char *word)
{
  const struct model *model = context;
  return word_find(word) || table_find_field(&model->tables[0], word) >= 0 || model_find_table(model, word) >= 0;
}

/* Modules */

const struct stdlib_file *module_called(const char *chinese)
{
  char wanted[128];
  int length = snprintf(wanted, sizeof wanted, "\nlocal %s = {}\n", chinese);
  for (size_t i = 0; length > 0 && (size_t)length < sizeof wanted && i < stdlib_file_count; i++) {
    const struct stdlib_file *file = &stdlib_files[i];
    bool script = slice_ends(slice_of(file->name), ".lua") && strcmp(file->name, "words.lua") != 0;
    if (script && memmem(file->bytes, file->length, wanted, (size_t)length)) return file;
  }
  return NULL;
}

/* Behind 政策 { … }, where a script fetches modules and declares columns: a line more. */
static void mend_behind_policy(struct loader *loader, const char *line)
{
  const struct script *script = script_here(loader);
  if (script && script->table_count) mend_last(loader, script->tables[0].close, 1, arena_printf(loader->arena, "}\n%s", line));
}

static bool refuse_module(struct loader *loader, const char *name)
{
  const struct stdlib_file *file = module_called(name);
  if (!file) return false;
  const char *line = arena_printf(loader->arena, "local %s = 引用 \"%.*s\"", name, (int)(strlen(file->name) - 4), file->name);
  builder_error(&loader->builder, MSG_MODULE_NOT_FETCHED, name, line, NULL);
  mend_behind_policy(loader, line);
  return true;
}

/* The entry of a table that is the value at the builder's place. */
static const struct table_entry *entry_here(const struct loader *loader)
{
  const struct script *script = script_here(loader);
  for (size_t i = 0; script && i < script->table_count; i++)
    for (size_t k = 0; k < script->tables[i].count; k++) {
      const struct table_entry *entry = &script->tables[i].entries[k];
      if (entry->value.line == loader->builder.site.line && entry->value.column == loader->builder.site.column) return entry;
    }
  return NULL;
}

/* `最高50万元`: a limit, as an entry of its own or inside an amount. */
static bool refuse_cap(struct loader *loader, const char *name)
{
  const char *cap, *meant = prose_name_cap(loader->arena, name, &cap);
  const struct table_entry *entry = entry_here(loader);
  bool keyed = entry && !entry->positional;
  if (!meant) return false;
  builder_error(&loader->builder, keyed ? MSG_LEX_CAP_IN_AMOUNT : MSG_LEX_CAP, cap, meant, NULL);
  if (!keyed) mend_last(loader, loader->builder.site, strlen(name), meant);
  return true;
}

/* Columns */

static const char *column_of_table(const struct loader *loader, const char *name)
{
  const struct model *model = loader->model;
  const char *found = NULL;
  for (size_t t = 1; t < model->table_count; t++) {
    if (table_find_field(&model->tables[t], name) < 0) continue;
    if (found) return NULL;
    found = arena_printf(loader->arena, "%s.%s", model->tables[t].kind.name, name);
  }
  return found;
}

/* What stands behind the name in the script, up to the end of its line. */
static struct slice text_behind(const struct loader *loader, const char *name)
{
  struct slice rest = source_from(loader, loader->builder.site);
  size_t length = strlen(name);
  if (rest.length < length) return SLICE("");
  rest = slice_line(rest, &length);
  while (rest.length && *rest.at == ' ') rest.at++, rest.length--;
  return rest;
}

/* What the column is, as far as what is asked of it tells; NULL when it is asked nothing. */
static const char *column_kind(const struct loader *loader, const char *name)
{
  static const struct {
    const char *within, *kind;
  } signs[] = { { "元(", "金额" },    { "元（", "金额" }, { "百分之", "比例" }, { "年度", "日期" },
                { "基准日", "日期" }, { "\"19", "日期" }, { "\"20", "日期" },   { "\"", "文字" } };
  struct slice text = text_behind(loader, name);
  const struct table_entry *entry = entry_here(loader);
  if (!text.length || *text.at != '{') return entry && entry->positional && strlen(name) > 6 ? "是否" : NULL;
  const char *close = memchr(text.at, '}', text.length);
  size_t length = close ? (size_t)(close - text.at) : text.length;
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (memmem(text.at, length, signs[i].within, strlen(signs[i].within))) return signs[i].kind;
  return "数";
}

/* The script declares it, and what was wrong there was told. */
static bool is_declared(const struct loader *loader, const char *name)
{
  const struct script *script = script_here(loader);
  const char *const declared[] = { arena_printf(loader->arena, "列 \"%s\"", name), arena_printf(loader->arena, "%s = \"", name) };
  bool any = false;
  for (size_t i = 0; script && loader->faults->count && i < 2; i++)
    any |= memmem(script->source.at, script->source.length, declared[i], strlen(declared[i])) != NULL;
  return any;
}

static bool refuse_column(struct loader *loader, const char *name)
{
  const char *kind = column_kind(loader, name);
  if (!kind || loader->prompt) return false;
  const char *line = arena_printf(loader->arena, "表 \"企业\" { 列 \"%s\" { 类型 = \"%s\" } }", name, kind);
  builder_error(&loader->builder, MSG_UNKNOWN_NAME, name, "", line, NULL);
  mend_behind_policy(loader, line);
  return true;
}

/* Texts without quotes: 条款 = 第一条 */
static bool is_text(const struct loader *loader)
{
  static const char *const keys[] = { "编号",     "名称", "条款", "状态", "文号",   "地区", "公示期", "联系方式", "说明",
                                      "责任单位", "解读", "取整", "舍入", "中断",   "英文", "类型",   "单位",     "压减",
                                      "不足",     "结果", "是",   "属于", "不属于", "含有", "不含",   "别名" };
  const struct table_entry *entry = entry_here(loader);
  for (size_t i = 0; entry && entry->key && i < sizeof keys / sizeof *keys; i++)
    if (strcmp(entry->key, keys[i]) == 0) return true;
  return false;
}

/* The causes that are certain. */
static bool refuse_cause(struct loader *loader, const char *name)
{
  struct builder *builder = &loader->builder;
  const char *meant = NULL;
  for (size_t i = 0; loader->policy && i < loader->policy->parameter_count; i++)
    if (strcmp(loader->policy->parameters[i]->name, name) == 0)
      return builder_error(builder, MSG_PARAMETER_BARE, name, NULL), true;
  if (is_text(loader)) return builder_error(builder, MSG_TEXT_UNQUOTED, name, NULL), true;
  if ((meant = amount_in_words(loader->arena, name))) return builder_error(builder, MSG_NUMBER_IN_WORDS, name, meant, NULL), true;
  if ((meant = synonym_find(loader->arena, name, is_name, loader->model)))
    return builder_error(builder, MSG_SYNONYM, name, meant, NULL), true;
  if ((meant = prose_name_meant(loader, name))) return builder_error(builder, MSG_GROWN_TOGETHER, name, meant, NULL), true;
  if (refuse_cap(loader, name)) return true;
  if ((meant = column_of_table(loader, name))) return builder_error(builder, MSG_COLUMN_BARE, name, meant, NULL), true;
  if (strcmp(name, "已得") == 0 || strcmp(name, "已给") == 0 || strcmp(name, "已发") == 0)
    return builder_error(builder, MSG_NO_GRANTED, name, NULL), true;
  return !loader->prompt && refuse_module(loader, name);
}

int unknown_name(lua_State *L, const char *name)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  offer_locals(L, &nearest);
  offer_tables(loader->model, &nearest);
  offer_words(&nearest);
  for (size_t i = 0; loader->prompt && i < loader->prompt->word_count; i++)
    offer(&nearest, loader->prompt->words[i].chinese, loader->prompt->words[i].english);
  const struct field *choice = choice_of_field(loader->model, name);
  if (is_declared(loader, name)) return push_error(L);
  if (choice) builder_error(builder, MSG_CHOICE_UNQUOTED, name, choice->name, NULL);
  else if (lacks_equals(loader, builder, name)) builder_error(builder, MSG_KEY_WITHOUT_EQUALS, name, NULL);
  else if (!refuse_cause(loader, name) && (nearest.best || !refuse_column(loader, name)))
    builder_error(builder, MSG_UNKNOWN_NAME, name, nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}
