/* Tables and columns as scripts declare them. */
#include "policy/dictionary.h"

#include <string.h>

#include "policy/source_advice.h"
#include "policy/words.h"

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

/* 列 "名称" { 英文 = …, 类型 = … } */

static void field_english(lua_State *L, int value, void *context)
{
  ((struct field *)context)->english = read_text(L, value);
}

static void field_kind(lua_State *L, int value, void *context)
{
  struct field *field = context;
  const char *text = read_text(L, value);
  struct buffer known = { 0 };
  for (int kind = 0; text && kind <= FIELD_KINDS; kind++) {
    struct field one = { .kind = (enum field_kind)kind, .rate = kind == FIELD_KINDS };
    const char *chinese = field_type_name(&one, false), *english = field_type_name(&one, true);
    if (strcmp(chinese, text) == 0 || strcmp(english, text) == 0) {
      field->kind = one.rate ? FIELD_NUMBER : one.kind;
      field->rate = one.rate;
      buffer_free(&known);
      return;
    }
    bool in_english = loader_of(L)->builder.language == LANGUAGE_ENGLISH;
    buffer_printf(&known, "%s%s", !kind ? "" : in_english ? ", " : "、", in_english ? english : chinese);
  }
  buffer_char(&known, 0);
  if (text) builder_error(&loader_of(L)->builder, MSG_FIELD_KIND, text, known.at, NULL);
  buffer_free(&known);
}

/* Texts that cells and headings are compared with. */
static size_t read_plain_texts(lua_State *L, int value, const char *const **texts)
{
  struct arena *arena = loader_of(L)->arena;
  const char *const *written;
  size_t count = read_texts(L, value, &written, NULL);
  const char **plain = arena_array(arena, count, sizeof *plain);
  for (size_t i = 0; i < count; i++) plain[i] = plain_name(arena, written[i]);
  *texts = plain;
  return count;
}

static void field_choices(lua_State *L, int value, void *context)
{
  struct field *field = context;
  field->choice_count = read_plain_texts(L, value, &field->choices);
}

/* `同义 = { ["无"] = "其他" }` */
static void take_synonym(lua_State *L, const struct entry *entry, void *context)
{
  struct loader *loader = loader_of(L);
  struct field *field = context;
  const char *choice = entry->key ? read_text(L, lua_gettop(L)) : NULL;
  loader->builder.site = entry->site;
  if (!entry->key) builder_error(&loader->builder, MSG_POSITIONAL_ENTRY, "同义", describe(L, -1), NULL);
  if (!choice) return;
  field->synonyms =
      arena_grow(loader->arena, field->synonyms, field->synonym_count, &field->synonym_capacity, sizeof *field->synonyms);
  field->synonyms[field->synonym_count++] =
      (struct choice_synonym){ .written = plain_name(loader->arena, entry->key), .choice = plain_name(loader->arena, choice) };
}

static void field_synonyms(lua_State *L, int value, void *context)
{
  if (lua_istable(L, value)) each_entry(L, value, take_synonym, context);
  else builder_error(&loader_of(L)->builder, MSG_FIELD_SYNONYMS, describe(L, value), NULL);
}

static void field_aliases(lua_State *L, int value, void *context)
{
  struct field *field = context;
  field->alias_count = read_plain_texts(L, value, &field->aliases);
}

static void field_event(lua_State *L, int value, void *context)
{
  ((struct field *)context)->event = read_flag(L, value);
}

static void field_optional(lua_State *L, int value, void *context)
{
  ((struct field *)context)->optional = read_flag(L, value);
}

/* 空白 = 元(0), 0 or false */
static void field_blank(lua_State *L, int value, void *context)
{
  struct field *field = context;
  field->has_blank = true;
  field->blank_kind = FIELD_YESNO;
  field->blank = ratio_whole(lua_toboolean(L, value));
  if (lua_isboolean(L, value)) return;
  const struct node *node = read_node(L, value);
  field->blank_kind = node->type == TYPE_MONEY ? FIELD_MONEY : node->type == TYPE_NUMBER ? FIELD_NUMBER : FIELD_KINDS;
  field->blank = node->number;
  if (node->op != NODE_CONSTANT) field->blank_kind = FIELD_KINDS;
}

static bool blank_fits(const struct field *field)
{
  bool whole = field->blank.den == 1 && field->blank.num >= 0;
  if (field->kind == FIELD_COUNT) return field->blank_kind == FIELD_NUMBER && whole;
  return field->kind == field->blank_kind;
}

static void field_part_of(lua_State *L, int value, void *context)
{
  ((struct field *)context)->part_of = read_text(L, value);
}

static void field_suffix(lua_State *L, int value, void *context)
{
  ((struct field *)context)->suffix = read_text(L, value);
}

static void field_unit(lua_State *L, int value, void *context)
{
  ((struct field *)context)->unit = read_text(L, value);
}

static void field_help(lua_State *L, int value, void *context)
{
  ((struct field *)context)->help = read_text(L, value);
}

static void field_motion(lua_State *L, int value, void *context)
{
  static const char *const names[][2] = { [MOTION_NONE] = { "不变", "none" },
                                          [MOTION_RISE] = { "升", "rise" },
                                          [MOTION_FALL] = { "降", "fall" },
                                          [MOTION_BOTH] = { "升降", "both" } };
  const char *text = read_text(L, value);
  for (int i = 0; text && i <= MOTION_BOTH; i++)
    if (strcmp(names[i][0], text) == 0 || strcmp(names[i][1], text) == 0) {
      ((struct field *)context)->motion = (enum field_motion)i;
      return;
    }
  if (text) builder_error(&loader_of(L)->builder, MSG_FIELD_MOTION, text, NULL);
}

static const struct key field_keys[] = {
#define COLUMN_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static void find_synonyms(struct builder *builder, const struct field *field)
{
  for (size_t i = 0; i < field->synonym_count; i++) {
    struct choice_synonym *synonym = &field->synonyms[i];
    while (synonym->position < field->choice_count && strcmp(field->choices[synonym->position], synonym->choice) != 0)
      synonym->position++;
    if (synonym->position == field->choice_count) builder_error(builder, MSG_FIELD_SYNONYMS, synonym->choice, NULL);
  }
}

/* Choices make a choice; a choice without any, or another kind with some, is a mistake. */
static void check_field(struct builder *builder, struct field *field)
{
  bool english = builder->language == LANGUAGE_ENGLISH;
  if (field->kind == FIELD_KINDS && field->choice_count) field->kind = FIELD_CHOICE;
  if (field->kind == FIELD_KINDS)
    builder_error(builder, MSG_MISSING_KEY, word_string(builder, "列"), english ? "kind" : "类型", NULL);
  else if ((field->kind == FIELD_CHOICE) != (field->choice_count > 0))
    builder_error(builder, MSG_FIELD_CHOICES, field->name, NULL);
  else if (field->optional && field->kind != FIELD_YESNO) builder_error(builder, MSG_FIELD_OPTIONAL, field->name, NULL);
  else if (field->has_blank && (field->event || field->optional))
    builder_error(builder, MSG_FIELD_BLANK_EVENT, field->name, NULL);
  else if (field->has_blank && !blank_fits(field)) builder_error(builder, MSG_FIELD_BLANK, field->name, NULL);
  find_synonyms(builder, field);
}

int dictionary_column(lua_State *L, const char *name)
{
  struct loader *loader = loader_of(L);
  struct field *field = arena_alloc(loader->arena, sizeof *field);
  const char *plain = plain_name(loader->arena, name);
  *field = (struct field){ .name = name, .plain = strcmp(plain, name) == 0 ? NULL : plain, .kind = FIELD_KINDS };
  size_t refusals = loader->builder.refusals;
  read_keys(L, 2, "列", KEYS(field_keys), field);
  if (refusals == loader->builder.refusals) check_field(&loader->builder, field);
  if (refusals != loader->builder.refusals) return push_error(L);
  handle_push(L, HANDLE_COLUMN)->field = field;
  return 1;
}

/* 表 "名称" { … } */

struct table_reading {
  struct table *table;
  int index;
  const char *seen[8]; /* by row of table_keys: the name that was written */
};

static bool texts_equal(const char *const *a, const char *const *b, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (strcmp(a[i], b[i]) != 0) return false;
  return true;
}

/* Two scripts of one run may both need a column that the dictionary lacks. */
static bool same_column(const struct field *a, const struct field *b)
{
  return strcmp(a->name, b->name) == 0 && a->kind == b->kind && a->rate == b->rate && a->event == b->event &&
         a->optional == b->optional && a->has_blank == b->has_blank && a->blank.num == b->blank.num &&
         a->blank.den == b->blank.den && a->choice_count == b->choice_count &&
         texts_equal(a->choices, b->choices, a->choice_count);
}

/* A company column stands as a bare name: it must not be hidden by a word, a table or a link, nor hide one. */
static bool is_taken(const struct model *model, const char *name)
{
  if (word_find(name) || model_find_table(model, name) >= 0) return true;
  for (size_t i = 0; i < model->table_count; i++)
    for (size_t k = 0; k < model->tables[i].link_count; k++) {
      const struct link *link = &model->tables[i].links[k];
      if (strcmp(link->name, name) == 0 || (link->english && strcmp(link->english, name) == 0)) return true;
    }
  return false;
}

/* The name under which a column cannot be entered, or NULL. */
static const char *taken_name(const struct model *model, const struct table *table, const struct field *field)
{
  const char *names[] = { field->plain ? field->plain : field->name, field->english };
  for (int i = 0; i < 2; i++)
    if (names[i] && table == &model->tables[0] && is_taken(model, names[i])) return names[i];
  return NULL;
}

static int find_column(const struct table *table, const struct field *field)
{
  int found = table_find_field(table, field->plain ? field->plain : field->name);
  return found < 0 && field->english ? table_find_field(table, field->english) : found;
}

static void take_column(lua_State *L, struct table *table)
{
  struct loader *loader = loader_of(L);
  const struct handle *handle = handle_at(L, -1);
  if (is_error(L, -1) || (handle && handle->kind == HANDLE_PENDING)) return; /* which has or will have its own finding */
  if (!handle || handle->kind != HANDLE_COLUMN) {
    builder_error(&loader->builder, MSG_COLUMN_EXPECTED, describe(L, -1), NULL);
    return;
  }
  handle->pending->stray = false;
  int found = find_column(table, handle->field);
  const char *taken = taken_name(loader->model, table, handle->field);
  if (found >= 0 && same_column(&table->kind.fields[found], handle->field)) return;
  if (found >= 0) {
    builder_error(&loader->builder, MSG_COLUMN_TWICE, table->kind.name, table->kind.fields[found].name, NULL);
  } else if (taken) {
    builder_error(&loader->builder, MSG_COLUMN_NAME_TAKEN, handle->field->name, taken, NULL);
  } else if (table->kind.field_count == TABLE_FIELDS) {
    builder_error(&loader->builder, MSG_TOO_MANY_COLUMNS, table->kind.name, NULL);
  } else {
    table->kind.fields[table->kind.field_count++] = *handle->field;
  }
}

/* A column of the table by the name that a key gives, -1 after a finding. */
static int read_column(lua_State *L, int value, const struct table *table)
{
  const char *name = read_text(L, value);
  int field = name ? table_find_field(table, plain_name(loader_of(L)->arena, name)) : -1;
  if (name && field < 0) {
    const char *near = field_nearest(&table->kind, slice_of(name));
    builder_error(&loader_of(L)->builder, MSG_UNKNOWN_COLUMN, table->kind.name, name, near ? near : "", NULL);
  }
  return field;
}

struct link_reading {
  const struct table *table;
  int field;
  const char *english;
};

static void link_column(lua_State *L, int value, void *context)
{
  struct link_reading *reading = context;
  reading->field = read_column(L, value, reading->table);
}

static void link_english(lua_State *L, int value, void *context)
{
  ((struct link_reading *)context)->english = read_text(L, value);
}

static const struct key link_keys[] = {
#define LINK_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

/* `客户 = "客户统一社会信用代码"`, or with an English name `客户 = { 代码 = "…", 英文 = "client" }` */
static void take_link(lua_State *L, const struct entry *entry, void *context)
{
  struct table *table = context;
  struct loader *loader = loader_of(L);
  loader->builder.site = entry->value;
  struct link_reading reading = { .table = table, .field = -1 };
  if (!entry->key) builder_error(&loader->builder, MSG_LINK_FORM, NULL);
  else if (lua_istable(L, -1)) read_keys(L, lua_gettop(L), entry->key, KEYS(link_keys), &reading);
  else link_column(L, lua_gettop(L), &reading);
  int field = reading.field;
  if (field < 0 || !entry->key) return;
  if (table->kind.fields[field].kind != FIELD_CODE) {
    builder_error(&loader->builder, MSG_LINK_NOT_CODE, table->kind.fields[field].name, NULL);
    return;
  }
  struct link *links = arena_array(loader->arena, table->link_count + 1, sizeof *links);
  if (table->link_count) memcpy(links, table->links, table->link_count * sizeof *links);
  links[table->link_count++] = (struct link){ arena_string(loader->arena, entry->key), reading.english, field };
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

static void object_english(lua_State *L, int value, void *context)
{
  ((struct object_reading *)context)->object->english = read_text(L, value);
}

static const struct key object_keys[] = {
#define OBJECT_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static void take_object(lua_State *L, const struct entry *entry, void *context)
{
  struct table_reading *reading = context;
  struct loader *loader = loader_of(L);
  struct table *table = reading->table;
  loader->builder.site = entry->value;
  if (!entry->key || !lua_istable(L, -1)) {
    builder_error(&loader->builder, MSG_OBJECT_FORM, NULL);
    return;
  }
  struct object_kind *objects = arena_array(loader->arena, table->object_count + 1, sizeof *objects);
  if (table->object_count) memcpy(objects, table->objects, table->object_count * sizeof *objects);
  struct object_kind *object = &objects[table->object_count++];
  *object = (struct object_kind){ arena_string(loader->arena, entry->key), NULL, reading->index, -1, -1 };
  table->objects = objects;
  size_t refusals = loader->builder.refusals;
  read_keys(L, lua_gettop(L), entry->key, KEYS(object_keys), &(struct object_reading){ table, object });
  if (refusals == loader->builder.refusals && object->code < 0) builder_error(&loader->builder, MSG_OBJECT_FORM, NULL);
}

static void table_english(lua_State *L, int value, void *context)
{
  ((struct table_reading *)context)->table->kind.english = read_text(L, value);
}

static void table_links(lua_State *L, int value, void *context)
{
  if (lua_istable(L, value)) each_entry(L, value, take_link, ((struct table_reading *)context)->table);
  else builder_error(&loader_of(L)->builder, MSG_LINK_FORM, NULL);
}

static void table_objects(lua_State *L, int value, void *context)
{
  if (lua_istable(L, value)) each_entry(L, value, take_object, context);
  else builder_error(&loader_of(L)->builder, MSG_OBJECT_FORM, NULL);
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
#define TABLE_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

static void take_table_column(lua_State *L, const struct entry *entry, void *context)
{
  struct table_reading *reading = context;
  loader_of(L)->builder.site = entry->value;
  if (!entry->key) take_column(L, reading->table);
}

static void refuse_table_key(struct builder *builder, const char *name)
{
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  for (size_t i = 0; i < sizeof table_keys / sizeof *table_keys; i++) {
    nearest_offer(&nearest, table_keys[i].chinese);
    nearest_offer(&nearest, table_keys[i].english);
  }
  builder_error(builder, MSG_UNKNOWN_KEY, word_string(builder, "表"), name, nearest.best ? nearest.best : "", NULL);
}

/* Columns come first wherever they stand: links and roles name them. */
static void take_table_key(lua_State *L, const struct entry *entry, void *context)
{
  struct table_reading *reading = context;
  struct builder *builder = &loader_of(L)->builder;
  if (!entry->key) return;
  const struct key *key = key_find(KEYS(table_keys), entry->key);
  builder->site = entry->site;
  if (!key) {
    if (!refuse_column_key(loader_of(L), entry, lua_tostring(L, -1))) refuse_table_key(builder, entry->key);
    return;
  }
  const char **seen = &reading->seen[key - table_keys];
  if (*seen) {
    builder_error(builder, MSG_KEY_TWICE, entry->key, *seen, NULL);
    return;
  }
  *seen = strcmp(entry->key, key->chinese) == 0 ? key->chinese : key->english;
  builder->site = entry->value;
  key->take(L, lua_gettop(L), reading);
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

/* Of a figure that is part of another, the other must be there. */
static void finish_fields(struct loader *loader, struct table *table, size_t from)
{
  struct builder *builder = &loader->builder;
  for (size_t i = from; i < table->kind.field_count; i++) {
    struct field *part = &table->kind.fields[i];
    if (part->kind == FIELD_REGION) part->regions = loader->regions;
    int whole = part->part_of ? table_find_field(table, plain_name(builder->arena, part->part_of)) : -1;
    if (whole >= 0) part->whole = &table->kind.fields[whole];
    else if (part->part_of) builder_error(builder, MSG_UNKNOWN_COLUMN, table->kind.name, part->part_of, "", NULL);
  }
}

int dictionary_table(lua_State *L, const char *written)
{
  struct loader *loader = loader_of(L);
  const char *name = plain_name(loader->arena, written);
  int index = model_find_table(loader->model, name);
  struct builder *builder = &loader->builder;
  struct source_place before = builder->site;
  if (index < 0 &&
      (is_taken(loader->model, name) || (loader->model->table_count && table_find_field(&loader->model->tables[0], name) >= 0))) {
    builder_error(builder, MSG_COLUMN_NAME_TAKEN, name, name, NULL);
    return push_error(L);
  }
  if (index < 0 && loader->model->table_count == TABLES_MAX) {
    builder_error(builder, MSG_TOO_MANY_TABLES, NULL);
    return push_error(L);
  }
  struct table *table = index >= 0 ? &loader->model->tables[index] : table_new(loader, name);
  struct table_reading reading = { .table = table, .index = index >= 0 ? index : (int)loader->model->table_count - 1 };
  size_t known = table->kind.field_count;
  each_entry(L, 2, take_table_column, &reading);
  each_entry(L, 2, take_table_key, &reading);
  builder->site = before;
  finish_fields(loader, table, known);
  if (table == loader->model->tables && table->code >= 0) table->kind.key = (size_t)table->code + 1;
  handle_push(L, HANDLE_TABLE)->table = reading.index;
  return 1;
}

static bool is_named(const char *name, const char *chinese, const char *english)
{
  return strcmp(chinese, name) == 0 || (english && strcmp(english, name) == 0);
}

int dictionary_index(lua_State *L, int index)
{
  struct loader *loader = loader_of(L);
  const struct table *table = &loader->model->tables[index];
  const char *name = lua_tostring(L, 2) ? plain_name(loader->arena, lua_tostring(L, 2)) : NULL;
  int field = name ? table_find_field(table, name) : -1;
  if (field >= 0) return push_node(L, node_field(builder_here(L), index, &table->kind.fields[field]), false);
  for (size_t i = 0; name && i < table->link_count; i++)
    if (is_named(name, table->links[i].name, table->links[i].english)) {
      struct handle *handle = handle_push(L, HANDLE_LINK);
      handle->table = index;
      handle->member = (int)i;
      return 1;
    }
  for (size_t i = 0; name && i < table->object_count; i++)
    if (is_named(name, table->objects[i].name, table->objects[i].english)) {
      struct handle *handle = handle_push(L, HANDLE_OBJECT);
      handle->table = index;
      handle->member = (int)i;
      return 1;
    }
  const char *near = name ? field_nearest(&table->kind, slice_of(name)) : NULL;
  builder_error(builder_here(L), MSG_UNKNOWN_COLUMN, table->kind.name, name ? name : "?", near ? near : "", NULL);
  return push_error(L);
}
