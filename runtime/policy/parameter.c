/* 参数: dated values, for declare.c. */
#include "policy/declaration.h"

#include <string.h>

#include "data/column.h"
#include "decode/unicode.h"
#include "policy/declare.h"
#include "policy/source_advice.h"

/* 参数 "名称" { ["2022-01-01"] = 万元(10), 至 = "2024-12-31" } */

struct parameter_reading {
  struct parameter *parameter;
  size_t capacity;
  bool stated; /* 类型 was given */
  const char *seen[3];
};

static const struct node *read_constant(lua_State *L, int value)
{
  struct builder *builder = &loader_of(L)->builder;
  if (lua_isboolean(L, value)) return node_constant(builder, TYPE_TRUTH, ratio_whole(lua_toboolean(L, value)));
  const struct node *node = read_node(L, value);
  if (node->type == TYPE_ERROR || node->op == NODE_CONSTANT) return node;
  return builder_error(builder, MSG_PARAMETER_NOT_CONSTANT, describe(L, value), NULL);
}

static const char *date_string(struct loader *loader, date day)
{
  struct buffer text = { 0 };
  date_write(&text, day);
  return buffer_take(loader->arena, &text).at;
}

static void parameter_dated(lua_State *L, struct parameter_reading *reading, date from)
{
  struct loader *loader = loader_of(L);
  struct parameter *parameter = reading->parameter;
  const struct node *value = read_constant(L, lua_gettop(L));
  if (value->type == TYPE_ERROR) {
    loader->builder.refusals++;
    return;
  }
  if ((parameter->count || reading->stated) && parameter->type != value->type) {
    builder_error(&loader->builder, MSG_PARAMETER_TYPES, type_name(parameter->type, loader->builder.language),
                  type_name(value->type, loader->builder.language), NULL);
    return;
  }
  parameter->type = value->type;
  parameter->values =
      arena_grow(loader->arena, parameter->values, parameter->count, &reading->capacity, sizeof *parameter->values);
  size_t at = parameter->count++;
  for (; at > 0 && parameter->values[at - 1].from > from; at--) parameter->values[at] = parameter->values[at - 1];
  if (at > 0 && parameter->values[at - 1].from == from)
    builder_error(&loader->builder, MSG_PARAMETER_DAY_TWICE, date_string(loader, from), NULL);
  parameter->values[at] = (struct dated_value){ from, value };
}

static bool parameter_type(const char *name, enum value_type *type)
{
  static const struct {
    const char *chinese, *english;
    enum value_type type;
  } types[] = { { "金额", "money", TYPE_MONEY },
                { "比例", "rate", TYPE_NUMBER },
                { "数", "number", TYPE_NUMBER },
                { "日期", "date", TYPE_DATE },
                { "是否", "yesno", TYPE_TRUTH } };
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strcmp(name, types[i].chinese) == 0 || strcmp(name, types[i].english) == 0) {
      *type = types[i].type;
      return true;
    }
  return false;
}

static void parameter_kind(struct builder *builder, struct parameter_reading *reading, const char *text)
{
  enum value_type type;
  struct parameter *parameter = reading->parameter;
  if (!parameter_type(text, &type)) {
    builder_error(builder, MSG_PARAMETER_KIND, text, NULL);
    return;
  }
  if (parameter->count && parameter->type != type)
    builder_error(builder, MSG_PARAMETER_TYPES, type_name(parameter->type, builder->language), type_name(type, builder->language),
                  NULL);
  parameter->type = type;
  parameter->rate = strcmp(text, "比例") == 0 || strcmp(text, "rate") == 0;
  reading->stated = true;
}

static void parameter_keyed(lua_State *L, struct parameter_reading *reading, size_t row, const char *key)
{
  struct builder *builder = &loader_of(L)->builder;
  struct parameter *parameter = reading->parameter;
  const char *text = read_text(L, lua_gettop(L));
  if (reading->seen[row]) builder_error(builder, MSG_KEY_TWICE, key, reading->seen[row], NULL);
  reading->seen[row] = key;
  if (!text) return;
  if (strcmp(key, "至") == 0 || strcmp(key, "through") == 0) {
    parameter->ends = true;
    if (!date_parse(slice_of(text), &parameter->until)) builder_error(builder, MSG_NO_SUCH_DAY, text, NULL);
  } else if (strcmp(key, "类型") == 0 || strcmp(key, "kind") == 0) {
    parameter_kind(builder, reading, text);
  } else {
    parameter->help = text;
  }
}

static void take_parameter_entry(lua_State *L, const struct entry *entry, void *context)
{
  static const char *const known[] = { "至", "through", "类型", "kind", "说明", "note" };
  struct parameter_reading *reading = context;
  struct builder *builder = &loader_of(L)->builder;
  date from;
  builder->site = entry->value;
  for (size_t i = 0; entry->key && i < sizeof known / sizeof *known; i++)
    if (strcmp(entry->key, known[i]) == 0) {
      parameter_keyed(L, reading, i / 2, known[i]);
      return;
    }
  if (entry->key && date_parse(slice_of(entry->key), &from)) {
    parameter_dated(L, reading, from);
    return;
  }
  builder->site = entry->site;
  struct civil civil;
  if (refuse_year_key(loader_of(L), entry->key)) return;
  if (!entry->key) builder_error(builder, MSG_POSITIONAL_ENTRY, word_string(builder, "参数"), describe(L, -1), NULL);
  else
    builder_error(builder, date_notation(slice_of(entry->key), &civil) ? MSG_NO_SUCH_DAY : MSG_PARAMETER_ENTRY, entry->key, NULL);
}

static struct parameter *parameter_find(const struct policy *policy, const char *name)
{
  for (size_t i = 0; i < policy->parameter_count; i++)
    if (strcmp(policy->parameters[i]->name, name) == 0) return policy->parameters[i];
  return NULL;
}

int parameter_finish(lua_State *L, struct unfinished_declaration *pending)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  struct policy *policy = loader->policy;
  if (!policy) {
    builder_error(builder, MSG_POLICY_FIRST, word_string(builder, "参数"), NULL);
    return push_error(L);
  }
  work_charge(L, policy->parameter_count / 4);
  if (parameter_find(policy, plain_name(loader->arena, pending->name)))
    builder_error(builder, MSG_PARAMETER_TWICE, pending->name, NULL);
  struct parameter *parameter = arena_alloc(loader->arena, sizeof *parameter);
  *parameter = (struct parameter){
    .name = plain_name(loader->arena, pending->name), .policy = policy, .path = pending->path, .site = pending->site
  };
  struct parameter_reading reading = { .parameter = parameter };
  each_entry(L, 2, take_parameter_entry, &reading);
  builder->site = pending->site;
  if (pending->refusals_before == builder->refusals && parameter->type == TYPE_ERROR)
    builder_error(builder, MSG_PARAMETER_EMPTY, pending->name, NULL);
  if (parameter->ends && parameter->count && parameter->until < parameter->values[parameter->count - 1].from)
    builder_error(builder, MSG_PARAMETER_ENDS_EARLY, pending->name, date_string(loader, parameter->until), NULL);
  policy->parameters = arena_grow(loader->arena, policy->parameters, policy->parameter_count, &policy->parameter_capacity,
                                  sizeof(struct parameter *));
  policy->parameters[policy->parameter_count++] = parameter;
  return push_node(L, parameter->type == TYPE_ERROR ? builder->error : node_parameter(builder, parameter, parameter->type),
                   false);
}

int declare_parameter_index(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  const char *name = lua_tostring(L, 2) ? plain_name(loader->arena, lua_tostring(L, 2)) : NULL;
  struct nearest nearest = { .wanted = slice_of(name ? name : ""), .distance = SIZE_MAX };
  struct policy *policy = loader->policy;
  const struct parameter *parameter = policy && name ? parameter_find(policy, name) : NULL;
  if (parameter && parameter->type != TYPE_ERROR) return push_node(L, node_parameter(builder, parameter, parameter->type), false);
  if (parameter) return push_error(L);
  for (size_t i = 0; policy && i < policy->parameter_count; i++) nearest_offer(&nearest, policy->parameters[i]->name);
  builder_error(builder, MSG_UNKNOWN_PARAMETER, name ? name : "?", nearest.best ? nearest.best : "", NULL);
  return push_error(L);
}

/* A value given from outside: --set NAME=VALUE, a row of a table of parameters, the prompt. */

static const enum field_kind setting_kinds[VALUE_TYPES] = {
  [TYPE_MONEY] = FIELD_MONEY, [TYPE_DATE] = FIELD_DATE, [TYPE_TRUTH] = FIELD_YESNO, [TYPE_NUMBER] = FIELD_NUMBER
};

/* `5%（2020-01-01 起）、6%（2022-01-01 起）`: which of them is in force depends on the day of the run. */
static const char *values_string(struct builder *builder, const struct parameter *parameter)
{
  enum language language = builder->language;
  struct buffer text = { 0 };
  for (size_t i = 0; i < parameter->count; i++) {
    if (i) format_words(&text, language, MSG_LIST_COMMA);
    format_node(&text, language, parameter->values[i].value);
    if (parameter->count == 1) break;
    format_words_before(&text, language, MSG_VALUE_SINCE);
    date_write(&text, parameter->values[i].from);
    format_words_after(&text, language, MSG_VALUE_SINCE);
  }
  return buffer_take(builder->arena, &text).at;
}

/* A cell of a list may leave out its unit, which stands in the heading; a parameter has no heading. */
static bool has_unit(struct slice text, const struct parameter *parameter)
{
  static const char *const units[] = { "元", "万", "亿" };
  bool unit = slice_starts(text, "¥") || slice_starts(text, "￥"), digit = false;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) unit |= slice_ends(text, units[i]);
  for (size_t i = 0; i < text.length; i++) digit |= text.at[i] == ',';
  if (parameter->type == TYPE_MONEY) return unit && !digit;
  if (parameter->type != TYPE_NUMBER) return true;
  return !digit && (parameter_is_rate(parameter) || !slice_ends(text, "%"));
}

/* A rate as it must be meant: `6` is 6% or six times, and `1` is 1% or the whole. */
static bool rate_fits(struct slice text, const struct cell *cell)
{
  bool percent = slice_ends(text, "%");
  return cell->num >= 0 && (percent ? cell->num <= cell->den : cell->num < cell->den);
}

bool parameter_set(struct loader *loader, const struct setting *setting, struct parameter *parameter)
{
  struct builder *builder = &loader->builder;
  struct field field = { .name = parameter->name, .kind = setting_kinds[parameter->type] };
  struct heading heading = { 0 };
  struct cell cell;
  struct cell_problem problem;
  struct slice text = unicode_cell(loader->arena, slice_of(setting->value), NULL);
  bool rate = parameter_is_rate(parameter);
  bool read = cell_read(loader->arena, &field, &heading, slice_of(setting->value), &cell, &problem);
  if (read && cell.state == STATE_KNOWN && has_unit(text, parameter) && (!rate || rate_fits(text, &cell))) {
    struct ratio value = { cell.num, cell.den };
    parameter->set = rate ? node_rate(builder, value, 100) : node_constant(builder, parameter->type, value);
    return true;
  }
  const char *how = rate                             ? message_name(MSG_SETTING_RATE, builder->language)
                    : parameter->type == TYPE_MONEY  ? message_name(MSG_SETTING_MONEY, builder->language)
                    : parameter->type == TYPE_NUMBER ? message_name(MSG_SETTING_NUMBER, builder->language)
                                                     : "";
  builder_error(builder, setting->file ? MSG_PARAMETER_VALUE : MSG_SETTING_VALUE, setting->name, setting->value,
                rate ? message_name(MSG_SETTING_A_RATE, builder->language) : type_name(parameter->type, builder->language), how,
                values_string(builder, parameter), NULL);
  return false;
}
