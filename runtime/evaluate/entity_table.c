/* Rosters, for evaluate/related and evaluate/objects. */
#include "evaluate/entity_table.h"

void roster_open(struct roster *roster)
{
  *roster = (struct roster){ .index = codes_new() };
}

void roster_close(struct roster *roster)
{
  roster_complete(roster);
  memory_free(roster->keys);
  memory_free(roster->end);
  buffer_free(&roster->texts);
}

void roster_complete(struct roster *roster)
{
  codes_free(roster->index);
  roster->index = NULL;
}

/* A code that does not pack stands before the label; its key has the length. */
static void add(struct roster *roster, const struct packed_code *code, struct slice label)
{
  if (roster->count == roster->capacity) {
    roster->capacity = roster->capacity + roster->capacity / 4 + 256;
    roster->keys = memory_resize(roster->keys, roster->capacity * sizeof *roster->keys);
    roster->end = memory_resize(roster->end, roster->capacity * sizeof *roster->end);
  }
  uint32_t *key = roster->keys[roster->count];
  memcpy(key, code->key, sizeof code->key);
  if (!code_is_plain(key)) {
    key[0] = (uint32_t)code->text.length;
    buffer_slice(&roster->texts, code->text);
  }
  buffer_slice(&roster->texts, label);
  roster->end[roster->count++] = roster->texts.length;
}

uint32_t roster_put(struct roster *roster, const struct packed_code *code, struct slice label)
{
  bool fresh;
  uint32_t number = (uint32_t)codes_put_packed(roster->index, code, (uint32_t)roster->count, &fresh);
  if (fresh) add(roster, code, label);
  return number;
}

static struct slice text_of(const struct roster *roster, size_t number)
{
  size_t start = number ? roster->end[number - 1] : 0;
  return (struct slice){ buffer_view(&roster->texts).at + start, roster->end[number] - start };
}

struct slice roster_code(const struct roster *roster, size_t number, char out[static CODE_BYTES])
{
  const uint32_t *key = roster->keys[number];
  return code_is_plain(key) ? code_unpack(key, out) : (struct slice){ text_of(roster, number).at, key[0] };
}

struct slice roster_label(const struct roster *roster, size_t number)
{
  struct slice text = text_of(roster, number);
  const uint32_t *key = roster->keys[number];
  size_t before = code_is_plain(key) ? 0 : key[0];
  return (struct slice){ text.at + before, text.length - before };
}
