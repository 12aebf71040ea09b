/* Tables and columns as scripts declare them. */
#include "policy/dictionary.h"

#include <string.h>

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

/* 列 "名称" { 英文 = …, 类型 = … } */

static void field_english(lua_State *L, int value, void *context)
{
  ((struct field *)context)->english = read_text(L, value);
}

static void field_kind(lua_State *L, int value, void *context)
{
  const char *text = read_text(L, value);
  struct buffer known = { 0 };
  for (int kind = 0; text && kind < FIELD_KINDS; kind++) {
    const char *chinese = field_kind_name((enum field_kind)kind, false), *english = field_kind_name((enum field_kind)kind, true);
    if (strcmp(chinese, text) == 0 || strcmp(english, text) == 0) {
      ((struct field *)context)->kind = (enum field_kind)kind;
      buffer_free(&known);
      return;
    }
    buffer_printf(&known, "%s%s", kind ? " " : "", chinese);
  }
  buffer_char(&known, 0);
  if (text) builder_refuse(&loader_of(L)->builder, MSG_FIELD_KIND, text, known.at, NULL);
  buffer_free(&known);
}

static void field_choices(lua_State *L, int value, void *context)
{
  struct field *field = context;
  field->kind = FIELD_CHOICE;
  field->choice_count = read_texts(L, value, &field->choices);
}

static void field_aliases(lua_State *L, int value, void *context)
{
  struct field *field = context;
  field->alias_count = read_texts(L, value, &field->aliases);
}

static void field_event(lua_State *L, int value, void *context)
{
  ((struct field *)context)->event = read_flag(L, value);
}

static void field_optional(lua_State *L, int value, void *context)
{
  ((struct field *)context)->optional = read_flag(L, value);
}

static void field_part_of(lua_State *L, int value, void *context)
{
  ((struct field *)context)->part_of = read_text(L, value);
}

static void field_suffix(lua_State *L, int value, void *context)
{
  ((struct field *)context)->suffix = read_text(L, value);
}

static void field_help(lua_State *L, int value, void *context)
{
  ((struct field *)context)->help = read_text(L, value);
}

static void field_motion(lua_State *L, int value, void *context)
{
  static const char *const names[] = { [MOTION_NONE] = "不变", [MOTION_RISE] = "升", [MOTION_FALL] = "降", [MOTION_BOTH] = "升降" };
  const char *text = read_text(L, value);
  for (int i = 0; text && i <= MOTION_BOTH; i++)
    if (strcmp(names[i], text) == 0) {
      ((struct field *)context)->motion = (enum field_motion)i;
      return;
    }
  if (text) builder_refuse(&loader_of(L)->builder, MSG_FIELD_MOTION, text, NULL);
}

static const struct key field_keys[] = {
  { "英文", "english", field_english },  { "类型", "kind", field_kind },          { "选项", "choices", field_choices },
  { "别名", "aliases", field_aliases },  { "事件", "event", field_event },        { "可缺", "optional", field_optional },
  { "属于", "part_of", field_part_of },  { "省略", "suffix", field_suffix },      { "变动", "motion", field_motion },
  { "说明", "note", field_help },
};

int dictionary_column(lua_State *L, const char *name)
{
  struct loader *loader = loader_of(L);
  struct field *field = arena_alloc(loader->arena, sizeof *field);
  field->name = name;
  field->kind = FIELD_KINDS;
  struct builder *builder = &loader->builder;
  size_t before = loader->faults->count;
  read_keys(L, 2, "列", KEYS(field_keys), field);
  if (field->kind == FIELD_KINDS) {
    if (before == loader->faults->count) builder_refuse(builder, MSG_MISSING_KEY, "列", "类型", NULL);
    return push_error(L);
  }
  handle_push(L, HANDLE_COLUMN)->field = field;
  return 1;
}

/* 表 "名称" { … } */

struct table_reading {
  struct table *table;
  int index;
  struct entry entry; /* the one being read */
};

static void take_column(lua_State *L, struct table *table)
{
  struct loader *loader = loader_of(L);
  const struct handle *handle = handle_at(L, -1);
  if (is_error(L, -1)) return;
  if (!handle || handle->kind != HANDLE_COLUMN) {
    builder_refuse(&loader->builder, MSG_COLUMN_EXPECTED, describe(L, -1), NULL);
  } else if (table_find_field(table, handle->field->name) >= 0) {
    builder_refuse(&loader->builder, MSG_COLUMN_TWICE, table->kind.name, handle->field->name, NULL);
  } else if (table->kind.field_count == TABLE_FIELDS) {
    builder_refuse(&loader->builder, MSG_TOO_MANY_COLUMNS, table->kind.name, NULL);
  } else {
    table->kind.fields[table->kind.field_count++] = *handle->field;
  }
}

/* A column of the table by the name that a key gives, -1 after a finding. */
static int read_column(lua_State *L, int value, const struct table *table)
{
  const char *name = read_text(L, value);
  int field = name ? table_find_field(table, name) : -1;
  if (name && field < 0) {
    const char *near = field_nearest(&table->kind, slice_of(name));
    builder_refuse(&loader_of(L)->builder, MSG_UNKNOWN_COLUMN, table->kind.name, name, near ? near : "", NULL);
  }
  return field;
}

static void take_link(lua_State *L, const struct entry *entry, void *context)
{
  struct table *table = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  int field = read_column(L, lua_gettop(L), table);
  if (field < 0 || !entry->key) return;
  struct link *links = arena_array(loader->arena, table->link_count + 1, sizeof *links);
  if (table->link_count) memcpy(links, table->links, table->link_count * sizeof *links);
  links[table->link_count++] = (struct link){ arena_string(loader->arena, entry->key), field };
  table->links = links;
}

struct object_reading {
  const struct table *table;
  struct object_kind *object;
};

static void object_code(lua_State *L, int value, void *context)
{
  struct object_reading *reading = context;
  reading->object->code = read_column(L, value, reading->table);
}

static void object_label(lua_State *L, int value, void *context)
{
  struct object_reading *reading = context;
  reading->object->label = read_column(L, value, reading->table);
}

static const struct key object_keys[] = { { "代码", "code", object_code }, { "名称", "label", object_label } };

static void take_object(lua_State *L, const struct entry *entry, void *context)
{
  struct table_reading *reading = context;
  struct loader *loader = loader_of(L);
  struct table *table = reading->table;
  loader->builder.site = entry->value;
  if (!entry->key || !lua_istable(L, -1)) {
    builder_refuse(&loader->builder, MSG_OBJECT_FORM, NULL);
    return;
  }
  struct object_kind *objects = arena_array(loader->arena, table->object_count + 1, sizeof *objects);
  if (table->object_count) memcpy(objects, table->objects, table->object_count * sizeof *objects);
  struct object_kind *object = &objects[table->object_count++];
  *object = (struct object_kind){ arena_string(loader->arena, entry->key), reading->index, -1, -1 };
  table->objects = objects;
  read_keys(L, lua_gettop(L), "对象", KEYS(object_keys), &(struct object_reading){ table, object });
}

static void table_english(lua_State *L, int value, void *context)
{
  ((struct table_reading *)context)->table->kind.english = read_text(L, value);
}

static void table_links(lua_State *L, int value, void *context)
{
  if (lua_istable(L, value)) each_entry(L, value, take_link, ((struct table_reading *)context)->table);
}

static void table_objects(lua_State *L, int value, void *context)
{
  if (lua_istable(L, value)) each_entry(L, value, take_object, context);
}

static void table_code(lua_State *L, int value, void *context)
{
  struct table *table = ((struct table_reading *)context)->table;
  table->code = read_column(L, value, table);
}

static void table_label(lua_State *L, int value, void *context)
{
  struct table *table = ((struct table_reading *)context)->table;
  table->label = read_column(L, value, table);
}

static void table_region(lua_State *L, int value, void *context)
{
  struct table *table = ((struct table_reading *)context)->table;
  table->region = read_column(L, value, table);
}

static void table_town(lua_State *L, int value, void *context)
{
  struct table *table = ((struct table_reading *)context)->table;
  table->town = read_column(L, value, table);
}

static const struct key table_keys[] = {
  { "英文", "english", table_english }, { "链接", "links", table_links },   { "对象", "objects", table_objects },
  { "主键", "key", table_code },        { "名称", "label", table_label },   { "地区", "region", table_region },
  { "镇街", "town", table_town },
};

static void take_table_column(lua_State *L, const struct entry *entry, void *context)
{
  struct table_reading *reading = context;
  loader_of(L)->builder.site = entry->value;
  if (!entry->key) take_column(L, reading->table);
}

/* Columns come first wherever they stand: links and roles name them. */
static void take_table_key(lua_State *L, const struct entry *entry, void *context)
{
  struct table_reading *reading = context;
  struct builder *builder = &loader_of(L)->builder;
  if (!entry->key) return;
  for (size_t i = 0; i < sizeof table_keys / sizeof *table_keys; i++) {
    if (strcmp(table_keys[i].chinese, entry->key) && strcmp(table_keys[i].english, entry->key)) continue;
    builder->site = entry->value;
    table_keys[i].take(L, lua_gettop(L), reading);
    return;
  }
  builder->site = entry->site;
  builder_refuse(builder, MSG_UNKNOWN_KEY, "表", entry->key, "", NULL);
}

static struct table *table_new(struct loader *loader, const char *name)
{
  struct model *model = loader->model;
  model->tables = arena_grow(loader->arena, model->tables, model->table_count, &model->table_capacity, sizeof *model->tables);
  struct table *table = &model->tables[model->table_count++];
  *table = (struct table){ .kind = { .name = name }, .code = -1, .label = -1, .region = -1, .town = -1 };
  table->kind.fields = arena_array(loader->arena, TABLE_FIELDS, sizeof *table->kind.fields);
  return table;
}

int dictionary_table(lua_State *L, const char *name)
{
  struct loader *loader = loader_of(L);
  int index = model_find_table(loader->model, name);
  struct table *table = index >= 0 ? &loader->model->tables[index] : table_new(loader, name);
  struct table_reading reading = { .table = table, .index = index >= 0 ? index : (int)loader->model->table_count - 1 };
  each_entry(L, 2, take_table_column, &reading);
  each_entry(L, 2, take_table_key, &reading);
  handle_push(L, HANDLE_TABLE)->table = reading.index;
  return 1;
}

int dictionary_index(lua_State *L, int index)
{
  struct loader *loader = loader_of(L);
  const struct table *table = &loader->model->tables[index];
  const char *name = lua_tostring(L, 2);
  int field = name ? table_find_field(table, name) : -1;
  if (field >= 0) return push_node(L, node_field(builder_here(L), index, &table->kind.fields[field]), false);
  for (size_t i = 0; name && i < table->link_count; i++)
    if (strcmp(table->links[i].name, name) == 0) {
      struct handle *handle = handle_push(L, HANDLE_LINK);
      handle->table = index;
      handle->member = (int)i;
      return 1;
    }
  for (size_t i = 0; name && i < table->object_count; i++)
    if (strcmp(table->objects[i].name, name) == 0) {
      struct handle *handle = handle_push(L, HANDLE_OBJECT);
      handle->table = index;
      handle->member = (int)i;
      return 1;
    }
  const char *near = name ? field_nearest(&table->kind, slice_of(name)) : NULL;
  builder_refuse(builder_here(L), MSG_UNKNOWN_COLUMN, table->kind.name, name ? name : "?", near ? near : "", NULL);
  return push_error(L);
}
