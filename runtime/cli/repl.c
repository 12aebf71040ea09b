/* huiqi repl: questions at a prompt, in the language of the scripts. */
#include "cli/command.h"
#include "cli/repl.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/line_editor.h"
#include "cli/repl_complete.h"
#include "decode/unicode.h"

static bool repl_leave(struct repl *repl, const struct request *request, struct fault *fault)
{
  (void)request, (void)fault;
  repl->leaving = true;
  return true;
}

const struct repl_command repl_commands[] = {
#define REPL_COMMAND(chinese, english, other_chinese, other_english, takes, usage, chinese_help, english_help, function)         \
  { { chinese, english, takes }, { other_chinese, other_english }, usage, { chinese_help, english_help }, function },
#include "cli/repl_commands.def"
#undef REPL_COMMAND
};
const size_t repl_command_count = sizeof repl_commands / sizeof *repl_commands;

const struct prompt_word *repl_words(struct arena *arena, size_t *count)
{
  struct prompt_word *named = arena_array(arena, repl_command_count, sizeof *named);
  for (size_t i = 0; i < repl_command_count; i++) named[i] = repl_commands[i].word;
  *count = repl_command_count;
  return named;
}

/* Answers */

static void flush(struct repl *repl)
{
  terminal_write(stdout, buffer_view(&repl->out));
  fflush(stdout);
  buffer_reset(&repl->out);
}

static void worse(struct repl *repl, int status)
{
  if (status > repl->status) repl->status = status;
}

/* What went wrong stands where the answers stand, so that a session reads as one text. */
static void print_fault(struct repl *repl, const struct fault *fault)
{
  flush(repl);
  if (line_interrupted) {
    terminal_printf(stdout, "%s\n", message_name(MSG_PROMPT_STOPPED, repl->options.language));
    return;
  }
  format_fault(&repl->out, repl->options.language, fault);
  if (*message_code(fault->message)) buffer_printf(&repl->out, " [%s]", message_code(fault->message));
  buffer_char(&repl->out, '\n');
  flush(repl);
  worse(repl, fault->kind == FAULT_FILE ? COMMAND_FILES : COMMAND_WRONG);
}

static void carry_out(struct repl *repl, const struct request *request)
{
  struct fault fault = { .kind = FAULT_NONE };
  bool done = repl_commands[request->word].run(repl, request, &fault);
  if (!done && fault.kind != FAULT_NONE) print_fault(repl, &fault);
  flush(repl);
  arena_free(&repl->answer);
}

static void print_measure(struct repl *repl, const struct measure *measure)
{
  terminal_entry(&repl->out, "%s %s", measure->id ? measure->id : "", measure->name);
}

static void print_given(struct repl *repl, const struct prompt_result *given)
{
  struct fault fault;
  switch (given->kind) {
  case GIVEN_REQUEST: carry_out(repl, given->request); return;
  case GIVEN_MEASURE: print_measure(repl, given->measure); break;
  case GIVEN_TEXT: buffer_printf(&repl->out, "%s\n", given->text); break;
  default:
    if (!repl_answer(repl, given->node, &fault)) print_fault(repl, &fault);
  }
  flush(repl);
  arena_free(&repl->answer);
}

/* Lines */

/* A space or bracket of either width, or a quote, ends the word that a line begins with. */
static bool ends_word(struct slice rest)
{
  static const char *const wide[] = { "　", "（", "｛", "“", "，", "＝", "［" };
  if (strchr(" \t({\"'[,;=", rest.at[0])) return true;
  for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
    if (slice_starts(rest, wide[i])) return true;
  return false;
}

static struct slice word_of(struct slice line)
{
  size_t length = 0;
  while (length < line.length && !ends_word((struct slice){ line.at + length, line.length - length }))
    length += utf8_length((unsigned char)line.at[length]);
  return (struct slice){ line.at, length < line.length ? length : line.length };
}

/* 为什么？ is asked as people ask. */
static struct slice without_mark(struct slice line)
{
  static const char *const marks[] = { "？", "?", "。", "！" };
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (slice_ends(line, marks[i])) return slice_trim((struct slice){ line.at, line.length - strlen(marks[i]) });
  return line;
}

/* Space of either width around is dropped. */
static struct slice trimmed(struct slice text)
{
  text = slice_trim(text);
  while (slice_starts(text, "　")) text = slice_trim((struct slice){ text.at + strlen("　"), text.length - strlen("　") });
  return text;
}

const struct repl_command *repl_command_find(struct slice word, bool *other)
{
  for (size_t i = 0; word.length && i < repl_command_count; i++) {
    const struct repl_command *command = &repl_commands[i];
    *other = slice_is(word, command->other[0]) || slice_is(word, command->other[1]);
    if (*other || slice_is(word, command->word.chinese) || slice_is(word, command->word.english)) return command;
  }
  return NULL;
}

/* Is it written as a call, or does an operator follow? Then it is left to the language. */
static bool is_call(struct slice rest)
{
  return rest.length && (ends_word(rest) || strchr(".+-*/", rest.at[0]));
}

/* `选 恒芯`: a command and a few words, as people type them. */
static bool run_plain(struct repl *repl, struct slice line)
{
  bool other = false;
  line = without_mark(trimmed(line));
  struct slice word = word_of(line), rest = trimmed((struct slice){ line.at + word.length, line.length - word.length });
  const struct repl_command *command = repl_command_find(word, &other);
  bool text = command && (command->word.takes == TAKES_TEXT || command->word.takes == TAKES_CONDITIONS);
  if (!command || is_call(rest) || (rest.length && (!text || other))) return false;
  if (!text && command->run != repl_who && command->run != repl_create) return false;
  if (command->run == repl_who && rest.length && !strpbrk(rest.at, "0123456789") && !repl_measure_called(repl, rest))
    return false;
  struct request request = { .word = (size_t)(command - repl_commands),
                             .text = rest.length ? arena_copy(&repl->arena, rest.at, rest.length) : NULL };
  carry_out(repl, &request);
  return true;
}

static void keep_line(struct repl *repl, struct slice text)
{
  if (!prompt_keeps(text)) return;
  repl->kept.items = arena_grow(&repl->arena, repl->kept.items, repl->kept.count, &repl->kept.capacity, sizeof *repl->kept.items);
  repl->kept.items[repl->kept.count++] = arena_copy(&repl->arena, text.at, text.length);
}

static void print_findings(struct repl *repl, const struct faults *faults, struct slice text)
{
  struct script_text typed = { .path = prompt_path, .text = text };
  flush(repl);
  faults_print(stdout, repl->options.language, faults, &typed, 1);
  fflush(stdout);
  for (size_t i = 0; i < faults->count; i++)
    if (faults->items[i].kind != FAULT_NONE) worse(repl, COMMAND_WRONG);
}

/* False when further lines must follow. */
static bool run_text(struct repl *repl, struct slice text, bool last)
{
  struct faults faults = { 0 };
  struct prompt_results results = { 0 };
  bool incomplete;
  if (run_plain(repl, text)) return true;
  struct slice typed = slice_copy(&repl->arena, text);
  bool done = prompt_run(huiqi_prompt(repl->session), typed, &faults, &results, &incomplete);
  if (incomplete && !last) return false;
  if (incomplete) fault_set(faults_add(&repl->arena, &faults), FAULT_SCRIPT, MSG_PROMPT_UNFINISHED, NULL);
  print_findings(repl, &faults, typed);
  if (!done) return true;
  keep_line(repl, typed);
  for (size_t i = 0; i < results.count && !repl->leaving; i++) print_given(repl, &results.items[i]);
  return true;
}

/* How many brackets are open: further lines are shown so far to the right. */
static int open_brackets(struct slice text)
{
  int open = 0;
  for (size_t i = 0; i < text.length; i++) open += strchr("{(", text.at[i]) ? 1 : strchr("})", text.at[i]) ? -1 : 0;
  return open < 0 ? 0 : open > 8 ? 8 : open;
}

/* The prompt: 「恒芯环保科技› 」 says who is asked about. */
const char *repl_prompt(struct repl *repl)
{
  struct buffer text = { 0 };
  if (repl->entry.length) buffer_printf(&text, "    … %*s", 2 * open_brackets(buffer_view(&repl->entry)), "");
  else if (repl->current.chosen && !repl->current.match.object && repl->current.match.name.length)
    terminal_cut(&text, repl->current.match.name, 24), buffer_text(&text, "> ");
  else format_words(&text, repl->options.language, MSG_PROMPT);
  return buffer_take(&repl->arena, &text).at;
}

bool repl_take(struct repl *repl, const struct slice *line)
{
  struct buffer *entry = &repl->entry;
  if (!line && !entry->length) return false;
  if (line) buffer_slice(entry, *line), buffer_char(entry, '\n');
  if (run_text(repl, buffer_view(entry), !line)) {
    line_remember(slice_trim(buffer_view(entry)));
    buffer_reset(entry);
  }
  return !repl->leaving;
}

void repl_give_up(struct repl *repl)
{
  buffer_reset(&repl->entry);
}

static void converse(struct repl *repl)
{
  struct buffer line = { 0 };
  bool goes_on = true;
  while (goes_on) {
    bool got = line_read(repl_prompt(repl), &line);
    struct slice typed = buffer_view(&line);
    if (got && line_interrupted) repl_give_up(repl);
    else goes_on = repl_take(repl, got ? &typed : NULL);
  }
  if (line_interactive()) terminal_printf(stdout, "\n");
  buffer_free(&line);
}

/* Completion: one prompt, one program. */

static struct repl *completing;

static char *complete_word(struct slice before, const char *word, int state)
{
  static struct arena arena;
  static struct texts found;
  static size_t next;
  if (!state) {
    struct buffer text = { 0 };
    arena_free(&arena);
    arena = (struct arena){ 0 };
    found = (struct texts){ 0 };
    next = 0;
    buffer_slice(&text, buffer_view(&completing->entry));
    buffer_slice(&text, before);
    repl_complete(completing, &arena, buffer_view(&text), word, &found);
    buffer_free(&text);
  }
  return next < found.count ? strdup(found.items[next++]) : NULL;
}

/* Opening */

static void greet(struct repl *repl)
{
  const struct as_of as_of = huiqi_as_of(repl->session);
  struct arguments arguments = { .count = 0 };
  if (!line_interactive()) return;
  argument_integer(&arguments, (int64_t)huiqi_model(repl->session)->measure_count);
  argument_integer(&arguments, as_of.year);
  date_write(&arguments.text, as_of.on), argument_end(&arguments);
  if (repl->options.inputs.list) argument_integer(&arguments, (int64_t)huiqi_companies(repl->session));
  arguments_say(&repl->out, repl->options.language, MSG_PROMPT_GREETING, &arguments);
  buffer_char(&repl->out, '\n');
  flush(repl);
}

static const char *history_file(struct arena *arena)
{
  const char *home = getenv("HOME"), *given = getenv("HUIQI_HISTORY");
  if (given) return *given ? given : NULL;
  return home && *home ? arena_printf(arena, "%s/.huiqi_history", home) : NULL;
}

bool repl_open(struct repl *repl, const struct options *options)
{
  struct fault fault = { .kind = FAULT_NONE };
  *repl = (struct repl){ .options = *options, .terminal = terminal_of(STDOUT_FILENO) };
  repl->options.inputs.interrupted = &line_interrupted;
  repl->session = huiqi_open(&repl->options.inputs);
  bool loaded = repl_load(repl, stderr, &fault);
  if (loaded) huiqi_notices(repl->session);
  else if (fault.kind != FAULT_NONE) worse(repl, fault_print(options->language, &fault));
  return loaded;
}

void repl_close(struct repl *repl)
{
  huiqi_close(repl->session);
  buffer_free(&repl->entry);
  buffer_free(&repl->out);
  arena_free(&repl->answer);
  arena_free(&repl->arena);
}

int command_repl(struct arena *arena, const struct options *options)
{
  struct repl *repl = arena_alloc(arena, sizeof *repl);
  if (repl_open(repl, options)) {
    completing = repl;
    line_open(history_file(arena), complete_word);
    greet(repl);
    converse(repl);
    line_close();
  }
  repl_close(repl);
  return repl->status;
}
