/* The prompt in the page's Worker: `huiqi repl`, line by line, with the list that it has read. Answers go to standard output, as
 * they do on a terminal: whoever made the engine hears them by its `print`, and what is wrong with the scripts by its
 * `printErr`. A script that has changed is loaded by 重载. */
#include <emscripten.h>
#include <string.h>

#include "cli/command.h"
#include "cli/repl.h"
#include "decode/digest.h"
#include "write/progress.h"

static struct arena arena;
static struct options options;
static struct notifier notifier;
static struct progress progress; /* of the line that is answered */
static struct repl repl;
static bool opened;

/* As main.c does for the command. */
static bool read_options(char **words, int count)
{
  struct fault fault;
  bool read = options_read(&arena, count, words, &options, &fault) && options_belong(&options, OPTION_REPL, "repl", &fault);
  if (!read) return fault_print(options.language, &fault), false;
  options.scripts.items++; /* the command */
  options.scripts.count--;
  notifier = (struct notifier){ .arena = &arena, .language = options.language, .show = notice_print };
  options.inputs.notifier = &notifier;
  options.inputs.workload_over = workload_over;
  options.inputs.progress = (struct progress_hook){ progress_update, &progress };
  return true;
}

EMSCRIPTEN_KEEPALIVE void prompt_close(void)
{
  if (opened) repl_close(&repl);
  opened = false;
  arena_free(&arena);
}

/* `words`: those of the command (repl SCRIPT… --list FILE …), each closed by a 0 byte, `length` bytes in all. False: it cannot be
 * opened, which has been printed. One prompt an engine: another takes its place. */
EMSCRIPTEN_KEEPALIVE bool prompt_open(const char *words, size_t length)
{
  prompt_close();
  digest_ready();
  char *own = memcpy(arena_alloc(&arena, length + 1), words, length), **each = arena_array(&arena, length + 1, sizeof *each);
  int count = 0;
  for (char *word = own; word < own + length; word += strlen(word) + 1) each[count++] = word;
  if (!count || !read_options(each, count)) return false;
  progress = progress_begin(options.language);
  bool loaded = repl_open(&repl, &options);
  opened = true; /* also where it failed: to be closed */
  if (!loaded) prompt_close();
  fflush(stdout);
  fflush(stderr);
  return loaded;
}

/* False: it was the last (退出). */
EMSCRIPTEN_KEEPALIVE bool prompt_take(const char *at, size_t length)
{
  const struct slice line = { at, length };
  if (!opened) return false;
  progress = progress_begin(options.language);
  bool goes_on = repl_take(&repl, &line);
  fflush(stdout);
  fflush(stderr);
  return goes_on;
}

EMSCRIPTEN_KEEPALIVE void prompt_give_up(void)
{
  if (opened) repl_give_up(&repl);
}

/* What stands before the next line, closed by a 0 byte; lives until the prompt is closed. */
EMSCRIPTEN_KEEPALIVE const char *prompt_text(void)
{
  return opened ? repl_prompt(&repl) : "";
}
