/* Table constructors of a script, for the rewriter: their items with keys and places, keys given twice, commas forgotten. */
#include "syntax/phrase.h"
#include "syntax/prose_word.h"

#include <stdlib.h>
#include <string.h>

static struct table_site *table_of(struct reader *reader)
{
  return &reader->reading->script->tables[reader_top(reader)->table];
}

void constructor_open(struct reader *reader, bool argument)
{
  struct token_stream *reading = reader->reading;
  struct script *script = reading->script;
  struct token *opener = reader_token(reader);
  struct frame *frame = frame_push(reader, FRAME_TABLE, reader->at);
  reader->at++;
  if (reader->stopped) return;
  script->tables =
      arena_grow(reading->arena, script->tables, script->table_count, &script->table_capacity, sizeof *script->tables);
  script->tables[script->table_count] = (struct table_site){ .open = opener->site };
  frame->table = opener->table = script->table_count++;
  if (!argument) return;
  opener->role = ROLE_ARGUMENT;
  opener->layout = LAYOUT_OWN_LINE;
}

/* The script has more } than {, and here a table would follow: `高企认定日期 在 = 年度 }`. Reads on as if the brace stood there.
 */
static void brace_missing(struct reader *reader, const char *next)
{
  struct token_stream *reading = reader->reading;
  structure_fault(reader, MSG_LEX_BRACE, reader_token(reader)[-1].end, next, NULL);
  reader->braces_over--;
  size_t at = reader->at;
  const struct token kept = reader->tokens[at];
  constructor_open(reader, true);
  reader->at = at;
  reading->tokens[at] = kept;
}

static struct table_entry *entry_add(struct reader *reader)
{
  struct table_site *table = table_of(reader);
  if (table->count) table->entries[table->count - 1].may_expand = false;
  table->entries = arena_grow(reader->reading->arena, table->entries, table->count, &table->capacity, sizeof *table->entries);
  struct table_entry *entry = &table->entries[table->count++];
  *entry = (struct table_entry){ .site = reader_token(reader)->site };
  return entry;
}

/* The text of a string token; NULL when it has escapes (its value is then not what is written). */
static const char *string_key(struct arena *arena, struct slice text)
{
  size_t border = 1;
  if (text.at[0] == '[')
    while (text.at[border++] != '[') continue;
  if (text.length < 2 * border) return NULL;
  struct slice inner = { text.at + border, text.length - 2 * border };
  bool plain = border == 1 ? !memchr(inner.at, '\\', inner.length) : !inner.length || !is_line_end(inner.at[0]);
  return plain && !memchr(inner.at, 0, inner.length) ? arena_copy(arena, inner.at, inner.length) : NULL;
}

/* `1`, `1.0` and `0x1` are one key for Lua. */
static const char *number_key(struct arena *arena, const struct token *token)
{
  char *text = arena_copy(arena, token->text.at, token->text.length);
  double value = strtod(text, NULL);
  return value > -9e15 && value < 9e15 && value == (double)(int64_t)value ? arena_printf(arena, "%lld", (long long)value) : text;
}

void constructor_key_end(struct reader *reader)
{
  struct table_site *table = table_of(reader);
  struct frame *frame = reader_top(reader);
  frame->operand = OPERAND_NONE;
  frame->value_start = frame->left = NO_TOKEN;
  frame->part = PART_VALUES;
  if (reader_peek(reader, 0) == TOKEN_ASSIGN) reader->at++;
  table->entries[table->count - 1].value = reader_token(reader)->site;
}

static bool is_constant_key(const struct reader *reader)
{
  enum token_kind key = reader_peek(reader, 1);
  return reader_peek(reader, 0) == TOKEN_BRACKET_OPEN && (key == TOKEN_STRING || key == TOKEN_NUMBER) &&
         reader_peek(reader, 2) == TOKEN_BRACKET_CLOSE && reader_peek(reader, 3) == TOKEN_ASSIGN;
}

static void take_constant_key(struct reader *reader)
{
  struct arena *arena = reader->reading->arena;
  struct table_entry *entry = entry_add(reader);
  const struct token *key = reader_token(reader) + 1;
  if (key->kind == TOKEN_NUMBER) entry->number = number_key(arena, key);
  else if (!key->reported) entry->key = string_key(arena, key->text);
  reader->at += 3;
  constructor_key_end(reader);
}

/* 政策 { 条件 = { … } } asks of columns that the script declares behind it. */
static void defer_conditions(struct reader *reader, const struct token *key)
{
  size_t opener = reader_top(reader)->opener;
  bool condition = slice_is(key->text, "条件") || slice_is(key->text, "requires");
  if (!condition || !opener || reader_peek(reader, 0) != TOKEN_BRACE_OPEN) return;
  struct slice word = reader->tokens[opener - 1].text;
  reader_token(reader)->deferred = slice_is(word, "政策") || slice_is(word, "policy");
}

static void take_named_key(struct reader *reader)
{
  struct token *name = reader_token(reader);
  entry_add(reader)->key = arena_copy(reader->reading->arena, name->text.at, name->text.length);
  name->role = ROLE_KEY;
  reader->at++;
  constructor_key_end(reader);
  defer_conditions(reader, name);
}

/* `2022 = 万元(5)`: a year is no day. */
static void take_number_key(struct reader *reader)
{
  struct token_stream *reading = reader->reading;
  const struct token *key = reader_token(reader);
  int length = (int)key->text.length;
  const char *meant = arena_printf(reading->scratch, length == 4 ? "[\"%.*s-01-01\"]" : "[%.*s]", length, key->text.at);
  reading_fault(reading, MSG_LEX_NUMBER_KEY, key->site, token_string(reading, key), meant, NULL);
  reading_mend(reading, reader_offset(reader, key->site), reader_offset(reader, key->end), meant);
  entry_add(reader);
  reader->at++;
  constructor_key_end(reader);
}

static void take_positional(struct reader *reader)
{
  struct table_entry *entry = entry_add(reader);
  entry->positional = true;
  entry->value = entry->site;
  reader_top(reader)->part = PART_VALUES;
  value_step(reader);
}

void constructor_item(struct reader *reader)
{
  enum token_kind kind = reader_peek(reader, 0);
  if (is_closer(kind)) {
    bracket_close(reader);
  } else if (kind == TOKEN_COMMA || kind == TOKEN_SEMICOLON) {
    bool left_over = reader_token(reader)->opens_line && reader->braces_short; /* of `},` without its brace */
    if (!reader_token(reader)->after_gap && !left_over)
      structure_fault(reader, MSG_LEX_EXTRA_COMMA, reader_token(reader)->site, NULL);
    reader->at++;
  } else if (begins_statement(reader)) {
    brackets_abandon(reader, false);
  } else if (kind == TOKEN_NAME && reader_peek(reader, 1) == TOKEN_ASSIGN) {
    take_named_key(reader);
  } else if (kind == TOKEN_NUMBER && reader_peek(reader, 1) == TOKEN_ASSIGN) {
    take_number_key(reader);
  } else if (is_constant_key(reader)) {
    take_constant_key(reader);
  } else if (kind == TOKEN_BRACKET_OPEN) {
    entry_add(reader);
    frame_push(reader, FRAME_KEY, reader->at++);
  } else {
    take_positional(reader);
  }
}

void constructor_item_end(struct reader *reader)
{
  struct frame *frame = reader_top(reader);
  struct table_site *table = table_of(reader);
  if (frame->part == PART_ITEM || !table->count) return;
  struct table_entry *entry = &table->entries[table->count - 1];
  entry->may_expand =
      entry->positional && !frame->operators && (frame->operand == OPERAND_CALL || frame->operand == OPERAND_VARARG);
  entry->call = entry->may_expand && frame->operand == OPERAND_CALL;
  value_end(reader);
  frame->part = PART_ITEM;
}

struct key_place {
  const struct table_entry *entry;
  const char *text;
  size_t index;
};

static int compare_keys(const void *left, const void *right)
{
  const struct key_place *a = left, *b = right;
  int order = (a->entry->number != NULL) - (b->entry->number != NULL);
  if (!order) order = strcmp(a->text, b->text);
  return order ? order : a->index < b->index ? -1 : a->index > b->index;
}

static void repeated_fault(struct reader *reader, const struct table_entry *first, const struct table_entry *again,
                           const char *key)
{
  const char *line = arena_printf(reader->reading->scratch, "%d", first->site.line);
  reading_fault(reader->reading, MSG_LEX_REPEATED_KEY, again->site, key, line, NULL);
}

static void check_keys(struct reader *reader, const struct table_site *table)
{
  struct key_place *keys = arena_array(reader->reading->scratch, table->count, sizeof *keys);
  size_t count = 0, first = 0;
  for (size_t i = 0; i < table->count; i++) {
    const struct table_entry *entry = &table->entries[i];
    const char *text = entry->number ? entry->number : entry->key;
    if (text) keys[count++] = (struct key_place){ entry, text, i };
  }
  if (count > 1) qsort(keys, count, sizeof *keys, compare_keys);
  for (size_t i = 1; i < count; i++) {
    bool same = !keys[i].entry->number == !keys[first].entry->number && strcmp(keys[i].text, keys[first].text) == 0;
    if (same) repeated_fault(reader, keys[first].entry, keys[i].entry, keys[i].text);
    else first = i;
  }
}

/* `{ "甲", [1] = "乙" }`: the item without a key is number 1. */
static void check_numbers(struct reader *reader, const struct table_site *table)
{
  const struct table_entry **items = arena_array(reader->reading->scratch, table->count, sizeof *items);
  size_t count = 0;
  for (size_t i = 0; i < table->count; i++)
    if (table->entries[i].positional) items[count++] = &table->entries[i];
  for (size_t i = 0; i < table->count; i++) {
    const struct table_entry *entry = &table->entries[i];
    long long number = entry->number ? strtoll(entry->number, NULL, 10) : 0;
    if (number < 1 || (unsigned long long)number > count) continue;
    const struct table_entry *item = items[number - 1];
    repeated_fault(reader, item < entry ? item : entry, item < entry ? entry : item, entry->number);
  }
}

void constructor_close(struct reader *reader)
{
  constructor_item_end(reader);
  struct table_site *table = table_of(reader);
  table->close = reader_token(reader)->site;
  reader_token(reader)->deferred = reader->tokens[reader_top(reader)->opener].deferred;
  if (!table->count) return;
  check_keys(reader, table);
  check_numbers(reader, table);
}

/* A string, a table, a bracket at the start of a line: Lua would silently call or index the item before with it. */
bool begins_next_item(struct reader *reader)
{
  if (reader_top(reader)->kind != FRAME_TABLE) return false;
  if (is_constant_key(reader)) return true;
  enum token_kind kind = reader_peek(reader, 0);
  return reader_token(reader)->opens_line &&
         (kind == TOKEN_STRING || kind == TOKEN_BRACE_OPEN || kind == TOKEN_PAREN_OPEN || kind == TOKEN_BRACKET_OPEN);
}

static bool can_be_called(enum operand operand)
{
  return operand != OPERAND_OTHER && operand != OPERAND_VARARG;
}

/* Without the line end before it, the current token would belong to the value that stands complete. */
static bool continues_value(struct reader *reader)
{
  enum token_kind kind = reader_peek(reader, 0);
  return can_be_called(reader_top(reader)->operand) &&
         (kind == TOKEN_STRING || kind == TOKEN_BRACE_OPEN || kind == TOKEN_PAREN_OPEN);
}

/* `金额 万元(10)`: a single word that is the name of an entry, and no comma. */
static bool equals_missing(struct reader *reader)
{
  const struct frame *frame = reader_top(reader);
  if (frame->kind != FRAME_TABLE || frame->operand != OPERAND_NAME || frame->operand_start != frame->value_start) return false;
  const struct token *name = &reader->tokens[frame->operand_start];
  const char *text = arena_copy(reader->reading->scratch, name->text.at, name->text.length);
  bool keyed = frame->value_start && name[-1].kind == TOKEN_ASSIGN;
  if (keyed || !reader->reading->is_key || !reader->reading->is_key(text) || reader_token(reader)->opens_line) return false;
  structure_fault(reader, MSG_KEY_WITHOUT_EQUALS, name->site, text, NULL);
  return true;
}

/* `非 规模以上`: a word that takes { }, and no brace. */
static bool group_unopened(struct reader *reader, const char *next)
{
  const struct frame *frame = reader_top(reader);
  if (frame->kind != FRAME_TABLE || frame->operand != OPERAND_NAME || frame->operand_start + 1 != reader->at) return false;
  if (reader_peek(reader, 0) != TOKEN_NAME || reader_token(reader)->opens_line) return false;
  const struct token *word = &reader->tokens[frame->operand_start];
  if (!is_group_word(word->text)) return false;
  structure_fault(reader, MSG_LEX_GROUP_BRACE, word->site, token_string(reader->reading, word), next, NULL);
  return true;
}

/* `5000 万元`: the unit stands apart. */
static bool unit_apart(struct reader *reader)
{
  static const char *const units[] = { "元", "万元", "亿元", "年", "天", "yuan", "wan", "yi" };
  struct token *unit = reader_token(reader), *number = unit - 1;
  struct token_stream *reading = reader->reading;
  bool apart = unit->kind == TOKEN_NAME && !unit->opens_line && number->kind == TOKEN_NUMBER && !number->reported &&
               reader_peek(reader, 1) != TOKEN_PAREN_OPEN && !reader->quiet && !reading->string_open;
  for (size_t i = 0; apart && i < sizeof units / sizeof *units; i++) {
    if (!slice_is(unit->text, units[i])) continue;
    int length = (int)number->text.length;
    const char *written = arena_printf(reading->scratch, "%.*s %s", length, number->text.at, units[i]);
    const char *meant = arena_printf(reading->scratch, "%s(%.*s)", units[i], length, number->text.at);
    reading_fault(reading, MSG_LEX_UNIT, number->site, written, meant, NULL);
    reading_mend(reading, reader_offset(reader, number->site), reader_offset(reader, unit->end), meant);
    number->reported = true;
    unit->layout = LAYOUT_HIDDEN;
    reader->at++;
    return true;
  }
  return false;
}

void comma_missing(struct reader *reader)
{
  if (unit_apart(reader)) return;
  const struct token *next = reader_token(reader);
  enum frame_kind kind = reader_top(reader)->kind;
  if (kind == FRAME_INDEX || kind == FRAME_KEY) {
    brackets_abandon(reader, true);
    return;
  }
  const char *text = token_string(reader->reading, next);
  if (is_constant_key(reader)) text = arena_printf(reader->reading->scratch, "[%s]", token_string(reader->reading, next + 1));
  if (phrase_take_choice(reader) || prose_word_take(reader) || phrase_take(reader)) return;
  if (kind == FRAME_TABLE && reader->braces_over && can_be_called(reader_top(reader)->operand)) {
    brace_missing(reader, text);
    return;
  }
  if (!next->after_gap && !equals_missing(reader) && !group_unopened(reader, text))
    structure_fault(reader, continues_value(reader) ? MSG_LEX_COMMA_LINE : MSG_LEX_COMMA, next[-1].end, text, NULL);
  reader_token(reader)->comma = true;
  if (kind == FRAME_TABLE) constructor_item_end(reader);
  else value_end(reader);
}
