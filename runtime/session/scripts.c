/* Scripts from disk. */
#include "session/scripts.h"

#include <errno.h>
#include <string.h>

#include "session/files_below.h"
#include "decode/source.h"

enum { SCRIPT_BYTES = 1024 * 1024 };

struct gathering {
  struct arena *arena;
  struct script_text *scripts;
  size_t count, capacity;
  struct fault *fault;
  size_t most;       /* bytes of a script */
  const char *named; /* on the command line */
};

static bool read_script(struct gathering *gathering, const char *path)
{
  struct buffer text = { 0 };
  size_t got = 1;
  struct source *source = source_open(gathering->arena, path, true, gathering->fault);
  bool read = source != NULL;
  while (read && got && text.length <= gathering->most) {
    buffer_reserve(&text, 64 * 1024);
    read = source_read(source, text.at + text.length, 64 * 1024, &got, gathering->fault);
    if (read) text.length += got;
  }
  if (read && text.length > gathering->most) {
    read = fault_set(gathering->fault, FAULT_FILE, MSG_SCRIPT_TOO_LONG, path,
                     arena_printf(gathering->arena, "%zu", gathering->most), NULL);
  }
  char digest[65] = "";
  if (source) source_digest(source, digest), source_close(source);
  if (read) {
    gathering->scripts =
        arena_grow(gathering->arena, gathering->scripts, gathering->count, &gathering->capacity, sizeof *gathering->scripts);
    struct script_text *script = &gathering->scripts[gathering->count++];
    *script = (struct script_text){ .path = arena_string(gathering->arena, path),
                                    .text = slice_copy(gathering->arena, buffer_view(&text)) };
    memcpy(script->digest, digest, sizeof digest);
  }
  buffer_free(&text);
  return read;
}

/* What the command line names is a script, whatever its name, and may be a pipe: `huiqi check <(…)`. */
static bool take_file(void *context, const char *path, const struct stat *about)
{
  struct gathering *gathering = context;
  bool named = path == gathering->named, script = named || slice_ends(slice_of(path), ".lua");
  if ((!about && script) || (about && S_ISDIR(about->st_mode)))
    return fault_set(gathering->fault, FAULT_FILE, MSG_CANNOT_OPEN, path, strerror(errno), NULL);
  if (!script) return true;
  if (!named && !S_ISREG(about->st_mode)) return fault_set(gathering->fault, FAULT_FILE, MSG_FILE_IS_SPECIAL, path, NULL);
  return read_script(gathering, path);
}

bool scripts_read(struct arena *arena, const struct texts *paths, size_t limits, struct script_text **scripts, size_t *count,
                  struct fault *fault)
{
  struct gathering gathering = { .arena = arena, .fault = fault };
  gathering.most = (limits ? limits : 1) * SCRIPT_BYTES;
  for (size_t i = 0; i < paths->count; i++)
    if (!files_below(arena, gathering.named = paths->items[i], take_file, &gathering)) return false;
  *scripts = gathering.scripts;
  *count = gathering.count;
  return true;
}

const char *script_base(struct arena *arena, const char *path)
{
  return arena_copy(arena, path, strlen(path) - (slice_ends(slice_of(path), ".lua") ? strlen(".lua") : 0));
}
