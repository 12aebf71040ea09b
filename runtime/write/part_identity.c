/* What a part says of its run, and whether two say the same. */
#include "write/part_identity.h"

#include <stdio.h>
#include <string.h>

#include "base/varint.h"
#include "decode/digest.h"
#include "evaluate/partition.h"

/* Messages are kept as their numbers, and results as sentences. */
static const char *wording_digest(struct arena *arena)
{
  char *hex = arena_alloc(arena, 65);
  struct digest *digest = digest_new();
  for (int i = 0; i < MESSAGE_COUNT; i++)
    for (int language = LANGUAGE_CHINESE; language <= LANGUAGE_ENGLISH; language++) {
      const char *said = message_name((enum message)i, (enum language)language);
      digest_add(digest, said, strlen(said) + 1);
    }
  digest_hex(digest, hex);
  digest_free(digest);
  return hex;
}

struct part_identity part_identity_of(struct arena *arena, const char *version)
{
  return (struct part_identity){ .version = version, .wording = wording_digest(arena) };
}

static void format_text(struct buffer *out, const char *text)
{
  format_sized(out, slice_of(text));
}

void format_identity(struct buffer *out, const struct part_identity *identity)
{
  format_varint(out, identity->part);
  format_varint(out, identity->count);
  format_text(out, identity->version);
  format_text(out, identity->wording);
  format_varint(out, identity->block_bytes);
  format_varint(out, identity->limits);
  format_varint(out, identity->word_count);
  for (size_t i = 0; i < identity->word_count; i++) format_text(out, identity->words[i]);
  format_varint(out, identity->file_count);
  for (size_t i = 0; i < identity->file_count; i++) {
    format_text(out, identity->files[i].role);
    format_text(out, identity->files[i].path);
    format_text(out, identity->files[i].digest);
  }
}

static const char *read_text(struct arena *arena, struct byte_reader *reader)
{
  return slice_copy(arena, read_sized(reader)).at;
}

bool identity_read(struct arena *arena, struct slice bytes, struct part_identity *identity)
{
  struct byte_reader reader = byte_reader_of(bytes);
  *identity = (struct part_identity){ .part = (size_t)read_varint(&reader) };
  identity->count = (size_t)read_varint(&reader);
  identity->version = read_text(arena, &reader);
  identity->wording = read_text(arena, &reader);
  identity->block_bytes = (size_t)read_varint(&reader);
  identity->limits = (size_t)read_varint(&reader);
  identity->word_count = read_count(&reader);
  const char **words = arena_array(arena, identity->word_count, sizeof *words);
  for (size_t i = 0; i < identity->word_count; i++) words[i] = read_text(arena, &reader);
  identity->words = words;
  identity->file_count = read_count(&reader);
  struct manifest_file *files = arena_array(arena, identity->file_count, sizeof *files);
  for (size_t i = 0; i < identity->file_count; i++) {
    files[i] = (struct manifest_file){ .role = read_text(arena, &reader) };
    files[i].path = read_text(arena, &reader);
    snprintf(files[i].digest, sizeof files[i].digest, "%s", read_text(arena, &reader));
  }
  identity->files = files;
  return !reader.broken && identity->part && identity->part <= identity->count && identity->count <= PARTS_MOST;
}

static const char *words_string(struct arena *arena, const struct part_identity *identity)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < identity->word_count; i++) buffer_printf(&out, "%s%s", i ? " " : "", identity->words[i]);
  return buffer_take(arena, &out).at;
}

static const char *number_string(struct arena *arena, size_t number)
{
  return arena_printf(arena, "%zu", number);
}

static bool same_words(const struct part_identity *one, const struct part_identity *other)
{
  bool same = one->word_count == other->word_count;
  for (size_t i = 0; same && i < one->word_count; i++) same = strcmp(one->words[i], other->words[i]) == 0;
  return same;
}

const struct manifest_file *identity_file(const struct part_identity *identity, const char *role, const char *path)
{
  for (size_t i = 0; i < identity->file_count; i++)
    if (strcmp(identity->files[i].role, role) == 0 && strcmp(identity->files[i].path, path) == 0) return &identity->files[i];
  return NULL;
}

/* The first file of one that the other does not have as it is. */
static bool files_differ(struct arena *arena, const struct part_identity *one, const struct part_identity *other,
                         struct part_difference *difference)
{
  for (size_t i = 0; i < one->file_count; i++) {
    const struct manifest_file *a = &one->files[i], *b = identity_file(other, a->role, a->path);
    if (b && strcmp(a->digest, b->digest) == 0) continue;
    difference->what = arena_printf(arena, "%s %s", a->role, a->path);
    difference->one = arena_printf(arena, "%.12s", a->digest);
    difference->other = arena_printf(arena, "%.12s", b ? b->digest : "-");
    return true;
  }
  return false;
}

bool identity_differs(struct arena *arena, enum language language, const struct part_identity *one,
                      const struct part_identity *other, struct part_difference *difference)
{
  const struct {
    enum message what;
    bool same;
    const char *one, *other;
  } facts[] = {
    { MSG_PART_OF_VERSION, strcmp(one->version, other->version) == 0, one->version, other->version },
    { MSG_PART_OF_VERSION, strcmp(one->wording, other->wording) == 0, one->wording, other->wording },
    { MSG_PART_OF_COUNT, one->count == other->count, number_string(arena, one->count), number_string(arena, other->count) },
    { MSG_PART_OF_COMMAND, same_words(one, other), words_string(arena, one), words_string(arena, other) },
    { MSG_PART_OF_BLOCKS, one->block_bytes == other->block_bytes, number_string(arena, one->block_bytes),
      number_string(arena, other->block_bytes) },
    { MSG_PART_OF_LIMITS, one->limits == other->limits, number_string(arena, one->limits), number_string(arena, other->limits) },
  };
  for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
    if (facts[i].same) continue;
    *difference = (struct part_difference){ message_name(facts[i].what, language), facts[i].one, facts[i].other };
    return true;
  }
  return files_differ(arena, one, other, difference) || files_differ(arena, other, one, difference);
}
