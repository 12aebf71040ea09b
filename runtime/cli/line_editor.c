/* Reading lines. The only user of readline. Global state is readline's own, and the flag that a signal sets. */
#include "cli/line_editor.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "write/terminal.h"

#ifndef WITHOUT_READLINE
#include <readline/history.h>
#include <readline/readline.h>
#endif

enum { HISTORY_LINES = 1000 };

volatile sig_atomic_t line_interrupted;

static bool interactive;
static const char *history_path;

static void interrupt(int signal)
{
  (void)signal;
  line_interrupted = 1;
}

/* Without a terminal Ctrl-C ends the program, as it ends any other. */
static void catch_interrupts(void)
{
  struct sigaction action = { .sa_handler = interrupt };
  sigaction(SIGINT, &action, NULL);
}

bool line_interactive(void)
{
  return interactive;
}

static bool read_plain(struct buffer *line)
{
  int c = getc(stdin);
  if (c == EOF) return false;
  for (; c != EOF && c != '\n'; c = getc(stdin)) buffer_char(line, (char)c);
  if (line->length && line->at[line->length - 1] == '\r') line->length--;
  return true;
}

#ifndef WITHOUT_READLINE

static line_completer complete;

/* Words of scripts are any letters; what parts them is ASCII punctuation and space, and its full-width twins end a word by
 * themselves since nothing is completed across them. */
static int word_start;

static char *next_completion(const char *word, int state)
{
  return complete((struct slice){ rl_line_buffer, (size_t)word_start }, word, state);
}

/* In their order: what fits best comes first. */
static char **completions(const char *word, int start, int end)
{
  (void)end;
  word_start = start;
  rl_sort_completion_matches = 0;
  rl_attempted_completion_over = 1;
  rl_completion_append_character = '\0';
  return complete ? rl_completion_matches(word, next_completion) : NULL;
}

/* Ctrl-C while typing: the line is given up. */
static int notice_interrupt(void)
{
  if (line_interrupted) rl_done = 1;
  return 0;
}

static bool locale_is_utf8(const char *name)
{
  return setlocale(LC_CTYPE, name) && strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* What is typed is UTF-8, whatever the environment says or does not say: readline asks it, takes other bytes for keys of a
 * different kind, and swallows them. Where no such locale is installed they are at least let through. */
static void expect_utf8(void)
{
  static const char *const names[] = { "C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8" };
  if (locale_is_utf8("")) return;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (locale_is_utf8(names[i])) {
      setenv("LC_ALL", names[i], 1);
      return;
    }
  setlocale(LC_CTYPE, "C");
  rl_variable_bind("input-meta", "on");
  rl_variable_bind("output-meta", "on");
  rl_variable_bind("convert-meta", "off");
}

void line_open(const char *history, line_completer completer)
{
  interactive = isatty(STDIN_FILENO);
  if (interactive) catch_interrupts();
  history_path = history;
  complete = completer;
  if (!interactive) return;
  expect_utf8();
  rl_readline_name = "huiqi";
  rl_catch_signals = 0;
  rl_event_hook = notice_interrupt;
  rl_attempted_completion_function = completions;
  rl_completer_word_break_characters = " \t\n\"'`(){}[],;=+*/.<>";
  rl_completer_quote_characters = "";
  using_history();
  stifle_history(HISTORY_LINES);
  if (history) read_history(history);
}

bool line_read(const char *prompt, struct buffer *line)
{
  buffer_reset(line);
  line_interrupted = 0;
  if (!interactive) return read_plain(line);
  char *typed = readline(prompt);
  if (!typed) return false;
  if (line_interrupted) {
    rl_free_line_state();
    terminal_printf(stdout, "^C\n");
  } else {
    buffer_text(line, typed);
  }
  free(typed);
  return true;
}

void line_remember(struct slice entry)
{
  if (!interactive || !entry.length) return;
  struct buffer text = { 0 };
  buffer_slice(&text, entry);
  buffer_char(&text, 0);
  for (char *end; (end = strchr(text.at, '\n'));) *end = ' '; /* one entry, one line of the history file */
  HIST_ENTRY *last = history_length ? history_get(history_base + history_length - 1) : NULL;
  if (!last || strcmp(last->line, text.at) != 0) add_history(text.at);
  buffer_free(&text);
}

void line_close(void)
{
  if (interactive && history_path) write_history(history_path);
}

#else

void line_open(const char *history, line_completer completer)
{
  interactive = isatty(STDIN_FILENO);
  if (interactive) catch_interrupts();
  history_path = history;
  (void)completer;
}

bool line_read(const char *prompt, struct buffer *line)
{
  buffer_reset(line);
  line_interrupted = 0;
  if (interactive) terminal_write(stdout, slice_of(prompt)), fflush(stdout);
  return read_plain(line);
}

void line_remember(struct slice entry)
{
  (void)entry;
}

void line_close(void)
{
}

#endif
