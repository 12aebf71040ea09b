/* huiqi check --fix. Fixes are made in memory first, over and over, since one mistake can hide another; a file is replaced as a
 * whole, and only while it still is what was read. */
#include "cli/command_fix.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/command.h"
#include "session/scripts.h"
#include "syntax/fix.h"
#include "write/atomic_file.h"
#include "write/unified_diff.h"

enum { ROUNDS_MAX = 20 };

/* All certain fixes, round by round; how many were made. */
static size_t make_fixes(struct arena *arena, struct huiqi *session, struct script_text *texts, size_t count)
{
  size_t all = 0;
  for (int round = 0; round < ROUNDS_MAX; round++) {
    struct fault fault;
    const struct script_text *shown;
    size_t made = 0, shown_count;
    if (huiqi_load(session, &(struct huiqi_scripts){ .texts = texts, .text_count = count }, &fault) == HUIQI_CANNOT) return all;
    const struct faults *findings = huiqi_findings(session, &shown, &shown_count);
    for (size_t i = 0; i < count; i++) {
      size_t here;
      texts[i].text = fixes_apply(arena, texts[i].text, texts[i].path, findings, &here);
      made += here;
    }
    if (!made) return all;
    all += made;
  }
  return all;
}

static bool is_answered_yes(enum language language, size_t made)
{
  char line[16];
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return notice(language, MSG_FIX_YES, NULL), false;
  message_print(language, MSG_FIX_ASK, INTEGER(made), NULL);
  if (!fgets(line, sizeof line, stdin)) return false;
  struct slice answer = slice_trim(slice_of(line));
  return slice_is(answer, "y") || slice_is(answer, "Y") || slice_is(answer, "yes") ||
         slice_is(answer, message_name(MSG_FIX_ANSWER, LANGUAGE_CHINESE));
}

/* The file as it is now, byte for byte what was read; its mode is that of the one before. */
static bool write_script(struct arena *arena, const char *path, struct slice before, struct slice after, struct fault *fault)
{
  struct stat about;
  FILE *file = fopen(path, "rb");
  char *bytes = arena_alloc(arena, before.length + 1);
  bool same = file && fread(bytes, 1, before.length + 1, file) == before.length && memcmp(bytes, before.at, before.length) == 0;
  same = same && fstat(fileno(file), &about) == 0;
  if (file) fclose(file);
  if (!same) return fault_set(fault, FAULT_FILE, MSG_FIX_CHANGED, path, NULL);
  char *whole = realpath(path, NULL); /* a link stays one */
  bool written = atomic_file_open(whole ? whole : path, after.at, after.length, fault);
  if (written) chmod(whole ? whole : path, about.st_mode & 07777);
  free(whole);
  return written;
}

int fix_scripts(struct arena *arena, const struct options *options, struct huiqi *session)
{
  struct script_text *before, *after;
  struct buffer shown = { 0 };
  size_t count, written = 0;
  struct fault fault;
  if (!scripts_read(arena, &options->scripts, options->inputs.limits, &before, &count, &fault))
    return fault_print(options->language, &fault);
  after = arena_array(arena, count + 1, sizeof *after);
  memcpy(after, before, count * sizeof *after);
  const struct terminal terminal = terminal_of(STDOUT_FILENO);
  size_t made = make_fixes(arena, session, after, count);
  for (size_t i = 0; i < count; i++) format_unified_diff(&shown, &terminal, before[i].path, before[i].text, after[i].text);
  terminal_write(stdout, buffer_view(&shown));
  buffer_free(&shown);
  if (!made) message_print(options->language, MSG_FIX_NONE, NULL);
  if (!made || (!options->yes && !is_answered_yes(options->language, made))) return COMMAND_DONE;
  for (size_t i = 0; i < count; i++) {
    if (slice_equal(before[i].text, after[i].text)) continue;
    if (!write_script(arena, before[i].path, before[i].text, after[i].text, &fault))
      return fault_print(options->language, &fault);
    written++;
  }
  message_print(options->language, MSG_FIX_DONE, INTEGER(made), INTEGER(written), NULL);
  return COMMAND_DONE;
}
