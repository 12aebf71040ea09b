/* Finding our own files by what run.json says of them. */
#include "write/owned.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "decode/digest.h"
#include "write/output_files.h"
#include "write/json.h"

static const char manifest_name[] = "run.json", signature[] = "\"program\": \"huiqi\"";

static int open_file(int folder, const char *name)
{
  return openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

/* Empty when it is no run.json of ours. */
static struct slice read_claim(struct arena *arena, int folder, const char *name)
{
  enum { LONGEST = 64 << 20 };
  struct slice none = { "", 0 };
  struct stat about;
  int file = open_file(folder, name);
  if (file < 0) return none;
  bool plain = fstat(file, &about) == 0 && S_ISREG(about.st_mode) && about.st_size < LONGEST;
  char *text = plain ? arena_alloc(arena, (size_t)about.st_size + 1) : NULL;
  ssize_t length = text ? pread(file, text, (size_t)about.st_size, 0) : 0;
  close(file);
  struct slice claim = length > 0 ? (struct slice){ text, (size_t)length } : none;
  return slice_contains(claim, slice_of(signature)) ? claim : none;
}

void owned_claim(struct owned *owned, int folder)
{
  static const char *const names[] = { manifest_name, OWNED_BEFORE };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    struct slice claim = read_claim(owned->arena, folder, names[i]);
    if (!claim.length) continue;
    owned->claims = arena_grow(owned->arena, owned->claims, owned->claim_count, &owned->claim_capacity, sizeof claim);
    owned->claims[owned->claim_count++] = claim;
  }
}

void format_owned(struct buffer *out, const char *name, const char *digest)
{
  struct buffer text = { 0 };
  struct json json = json_into(&text, true);
  json_key(&json, name);
  json_text(&json, digest);
  buffer_slice(out, buffer_view(&text));
  buffer_free(&text);
}

static bool is_claimed(const struct owned *owned, const char *name, int file)
{
  struct buffer listed = { 0 };
  char digest[65];
  bool claimed = false;
  if (!owned->claim_count || !digest_file(file, digest)) return false;
  format_owned(&listed, name, digest);
  for (size_t i = 0; !claimed && i < owned->claim_count; i++) claimed = slice_contains(owned->claims[i], buffer_view(&listed));
  buffer_free(&listed);
  return claimed;
}

static bool find_one(void *context, int folder, const char *name)
{
  struct owned *owned = context;
  bool manifest = strcmp(name, manifest_name) == 0;
  int file = open_file(folder, name);
  if (file < 0) return true;
  bool ours = manifest ? read_claim(owned->arena, folder, name).length > 0 : is_claimed(owned, name, file);
  close(file);
  if (!ours) return true;
  owned->names = arena_grow(owned->arena, owned->names, owned->count, &owned->capacity, sizeof *owned->names);
  owned->names[owned->count++] = arena_string(owned->arena, name);
  return true;
}

void owned_find(struct owned *owned, int folder)
{
  output_folder_each_own(folder, find_one, owned);
}

bool owned_has(const struct owned *owned, const char *name)
{
  for (size_t i = 0; i < owned->count; i++)
    if (strcmp(owned->names[i], name) == 0) return true;
  return false;
}
