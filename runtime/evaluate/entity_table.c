/* Entity tables, for evaluate/related and evaluate/objects. */
#include "evaluate/entity_table.h"

void entity_table_open(struct entity_table *entities)
{
  *entities = (struct entity_table){ .index = code_index_new() };
}

void entity_table_close(struct entity_table *entities)
{
  entity_table_complete(entities);
  memory_free(entities->keys);
  memory_free(entities->end);
  buffer_free(&entities->texts);
}

void entity_table_complete(struct entity_table *entities)
{
  code_index_free(entities->index);
  entities->index = NULL;
}

/* A code that does not pack stands before the label; its key has the length. */
static void add(struct entity_table *entities, const struct packed_code *code, struct slice label)
{
  if (entities->count == entities->capacity) {
    entities->capacity = entities->capacity + entities->capacity / 4 + 256;
    entities->keys = memory_resize(entities->keys, entities->capacity * sizeof *entities->keys);
    entities->end = memory_resize(entities->end, entities->capacity * sizeof *entities->end);
  }
  uint32_t *key = entities->keys[entities->count];
  memcpy(key, code->key, sizeof code->key);
  if (!code_is_plain(key)) {
    key[0] = (uint32_t)code->text.length;
    buffer_slice(&entities->texts, code->text);
  }
  buffer_slice(&entities->texts, label);
  entities->end[entities->count++] = entities->texts.length;
}

uint32_t entity_table_put(struct entity_table *entities, const struct packed_code *code, struct slice label)
{
  bool fresh;
  uint32_t number = (uint32_t)code_index_put_packed(entities->index, code, (uint32_t)entities->count, &fresh);
  if (fresh) add(entities, code, label);
  return number;
}

static struct slice text_of(const struct entity_table *entities, size_t number)
{
  size_t start = number ? entities->end[number - 1] : 0;
  return (struct slice){ buffer_view(&entities->texts).at + start, entities->end[number] - start };
}

struct slice entity_table_code(const struct entity_table *entities, size_t number, char out[static CODE_BYTES])
{
  const uint32_t *key = entities->keys[number];
  return code_is_plain(key) ? code_unpack(key, out) : (struct slice){ text_of(entities, number).at, key[0] };
}

struct slice entity_table_label(const struct entity_table *entities, size_t number)
{
  struct slice text = text_of(entities, number);
  const uint32_t *key = entities->keys[number];
  size_t before = code_is_plain(key) ? 0 : key[0];
  return (struct slice){ text.at + before, text.length - before };
}
