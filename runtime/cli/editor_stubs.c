/* Names for editors: stdlib/meta/huiqi.lua, printed from the table of words and the dictionary, so that lua-language-server
 * completes and documents them. */
#include "cli/editor_stubs.h"

#include <string.h>

#include "policy/words.h"

/* What stands in { } is a class, so that its keys are completed: huiqi.预算. Those of measures have no word of their own. */
#define MEASURE_CLASS "measure"

static bool has_keys(const char *of)
{
  for (size_t i = word_names; i < word_count; i++)
    if (words[i].group == WORD_KEY && words[i].of && strcmp(words[i].of, of) == 0) return true;
  return false;
}

/* The class of the { } that the word takes: at once, or behind a name or a figure; NULL: none. */
static const char *class_of(const struct word *word)
{
  if (word->group == WORD_MEMBER) return word_find("population")->chinese;
  if (has_keys(word->chinese)) return word->chinese;
  if (word->group == WORD_DECLARATION && strstr(word->usage, "\" {")) return MEASURE_CLASS;
  return word->group == WORD_RELATED && strstr(word->usage, ") {") ? word_find("count")->chinese : NULL;
}

static void class_meta(struct buffer *out, const char *of)
{
  buffer_printf(out, "---@class huiqi.%s\n", of ? of : MEASURE_CLASS);
  for (size_t i = word_names; i < word_count; i++) {
    const struct word *key = &words[i];
    if (key->group != WORD_KEY || (of ? !key->of || strcmp(key->of, of) != 0 : key->of != NULL)) continue;
    buffer_printf(out, "---@field %s? any %s\n---@field %s? any %s\n", key->chinese, key->help[0], key->english, key->help[1]);
  }
  buffer_char(out, '\n');
}

static void classes_meta(struct buffer *out)
{
  const char *last = "";
  class_meta(out, NULL);
  for (size_t i = word_names; i < word_count; i++) {
    const struct word *key = &words[i];
    if (key->group != WORD_KEY || !key->of || strcmp(key->of, last) == 0) continue;
    last = key->of;
    class_meta(out, last);
  }
}

static void word_meta(struct buffer *out, const struct word *word)
{
  const char *names[] = { word->chinese, word->english }, *class = class_of(word);
  bool at_once = strstr(word->usage, "{") && !strpbrk(word->usage, "(\"");
  for (int i = 0; i < 2; i++) {
    buffer_printf(out, "--- %s (%s)\n---\n---     %s\n", word->help[0], word->help[1], word->usage);
    if (class) buffer_printf(out, at_once ? "---@param entries huiqi.%s\n" : "---@return fun(entries: huiqi.%s)\n", class);
    buffer_printf(out, word->call || word->group == WORD_MEMBER ? "function %s(...) end\n\n" : "%s = nil\n\n", names[i]);
  }
}

/* Modules are classes, so that what 引用 gives is known. */
static void library_meta(struct buffer *out)
{
  const char *module = "";
  for (size_t i = word_names; i < word_count; i++) {
    const struct word *word = &words[i];
    if (word->group != WORD_LIBRARY) continue;
    if (strcmp(module, word->of) != 0) {
      const char *const names[] = { word_find("use")->chinese, "use" };
      module = word->of;
      for (int k = 0; k < 2; k++)
        buffer_printf(out, "---@overload fun(module: \"%s\"): huiqi.%s\nfunction %s(...) end\n\n", module, module, names[k]);
      buffer_printf(out, "---@class huiqi.%s\nlocal %s = {}\n\n", module, module);
    }
    buffer_printf(out, "--- %s (%s)\n---\n---     %s\n%s%s = nil\n\n", word->help[0], word->help[1], word->usage, module,
                  strchr(word->chinese, '.'));
  }
}

static void population_meta(struct buffer *out)
{
  buffer_printf(out, "%s, population = {}, {}\n\n", word_find("population")->chinese);
  for (size_t i = word_names; i < word_count; i++)
    if (words[i].group == WORD_MEMBER) word_meta(out, &words[i]);
}

static void format_field(struct buffer *out, const struct field *field)
{
  buffer_printf(out, "--- %s (%s)", field_type_name(field, false), field_type_name(field, true));
  if (field->help) buffer_printf(out, "，%s", field->help);
  for (size_t i = 0; i < field->choice_count; i++) buffer_printf(out, "%s%s", i ? "、" : "：", field->choices[i]);
  if (field->event) buffer_printf(out, "；%s", message_name(MSG_FIELD_NOTE_EVENT, LANGUAGE_CHINESE));
  buffer_char(out, '\n');
}

static void company_meta(struct buffer *out, const struct table *companies)
{
  for (size_t i = 0; i < companies->kind.field_count; i++) {
    const struct field *field = &companies->kind.fields[i];
    const char *names[] = { field->plain ? field->plain : field->name, field->english };
    for (int k = 0; k < 2; k++) {
      if (!names[k]) continue;
      format_field(out, field);
      buffer_printf(out, "%s = nil\n\n", names[k]);
    }
  }
}

static void table_meta(struct buffer *out, const struct table *table)
{
  const char *names[] = { table->kind.name, table->kind.english };
  for (int n = 0; n < 2; n++) {
    if (!names[n]) continue;
    buffer_printf(out, "%s = {}\n", names[n]);
    for (size_t i = 0; i < table->kind.field_count; i++) {
      const struct field *field = &table->kind.fields[i];
      format_field(out, field);
      buffer_printf(out, "%s.%s = nil\n", names[n], n && field->english ? field->english : field->name);
    }
    buffer_char(out, '\n');
  }
}

void editor_stubs_write(struct buffer *out, const struct model *dictionary)
{
  buffer_printf(out, "---@meta\n-- %s\n\n", message_name(MSG_EDITOR_STUBS, LANGUAGE_CHINESE));
  classes_meta(out);
  for (size_t i = 0; i < word_names; i++) word_meta(out, &words[i]);
  population_meta(out);
  library_meta(out);
  company_meta(out, &dictionary->tables[0]);
  for (size_t i = 1; i < dictionary->table_count; i++) table_meta(out, &dictionary->tables[i]);
}
