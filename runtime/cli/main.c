/* The program: a table of commands, the language, and what happens when memory ends or a signal comes. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/guard.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "decode/digest.h"
#include "write/output.h"

const char program_version[] = "0.1.0";

const struct command commands[] = {
#define COMMAND(name, NAME, usage, example) { #name, OPTION_##NAME, command_##name, usage, MSG_COMMAND_HELP_##NAME, example },
#include "cli/commands.def"
#undef COMMAND
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };
const size_t command_count = COMMAND_COUNT;

/* Ends in both languages, with what a handler may call: nothing is asked for, and a name is a constant. */
static void end_saying(enum message nothing, enum message whole, int status) __attribute__((noreturn));
static void end_saying(enum message nothing, enum message whole, int status)
{
  bool placed = output_placed_any();
  output_abort_all();
  enum message message = placed ? whole : nothing;
  const char *const parts[] = { "huiqi: ", message_name(message, LANGUAGE_CHINESE), " (", message_name(message, LANGUAGE_ENGLISH),
                                ")\n" };
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    if (write(STDERR_FILENO, parts[i], strlen(parts[i])) < 0) break;
  _exit(status);
}

static void out_of_memory(void)
{
  end_saying(MSG_MEMORY_OUT, MSG_MEMORY_OUT_AFTER, COMMAND_FILES);
}

static void stopped(int signal_number)
{
  end_saying(MSG_STOPPED, MSG_STOPPED_AFTER, 128 + signal_number);
}

static void catch_signals(void)
{
  struct sigaction action = { .sa_handler = stopped };
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGHUP, &action, NULL);
  sigaction(SIGQUIT, &action, NULL);
  signal(SIGPIPE, SIG_IGN); /* these two are failing writes, which say where */
  signal(SIGXFSZ, SIG_IGN);
}

static int overview(struct arena *arena, enum language language, FILE *to)
{
  struct buffer out = { 0 };
  message_text(&out, language, MSG_OVERVIEW, program_version, NULL);
  buffer_text(&out, "\n\n");
  for (int i = 0; i < COMMAND_COUNT; i++)
    buffer_printf(&out, "  %-10s %s\n", commands[i].name, message_name(commands[i].help, language));
  buffer_char(&out, '\n');
  format_help_topics(arena, &out, language);
  buffer_printf(&out, "%s\n", message_name(MSG_OVERVIEW_MORE, language));
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
  return to == stdout ? COMMAND_DONE : COMMAND_WRONG;
}

static int command_help(const struct command *command, enum language language)
{
  struct buffer out = { 0 };
  terminal_printf(stdout, "%s\n\n%s\n\n%s\n  %s\n", message_name(command->help, language), command->usage,
                  message_name(MSG_HELP_EXAMPLE, language), command->example);
  format_option_help(&out, command->option, language);
  terminal_printf(stdout, "\n%s%.*s\n", message_name(MSG_HELP_OPTIONS, language), (int)out.length, out.at);
  if (command->run == command_test) {
    buffer_reset(&out);
    message_text(&out, language, MSG_TEST_COLUMNS, NULL);
    terminal_printf(stdout, "\n%.*s\n", (int)out.length, out.at);
  }
  buffer_free(&out);
  return COMMAND_DONE;
}

static int unknown_command(enum language language, const char *name)
{
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  for (int i = 0; i < COMMAND_COUNT; i++) nearest_offer(&nearest, commands[i].name);
  struct fault fault;
  fault_set(&fault, FAULT_USAGE, MSG_COMMAND_UNKNOWN, name, nearest.best ? nearest.best : "", NULL);
  return fault_print(language, &fault);
}

static const struct command *command_find(const char *name)
{
  for (int i = 0; i < COMMAND_COUNT; i++)
    if (strcmp(commands[i].name, name) == 0) return &commands[i];
  return NULL;
}

static int help_unknown(struct arena *arena, enum language language, const char *name)
{
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  struct fault fault;
  help_nearest(arena, &nearest);
  fault_set(&fault, FAULT_USAGE, MSG_HELP_UNKNOWN, name, nearest.best ? nearest.best : "", NULL);
  return fault_print(language, &fault);
}

/* huiqi help E12 奖励 run */
static int help_names(struct arena *arena, const struct options *options)
{
  for (size_t i = 1; i < options->scripts.count; i++) {
    const char *name = options->scripts.items[i];
    const struct command *command = command_find(name);
    struct buffer out = { 0 };
    if (i > 1) terminal_printf(stdout, "\n");
    if (command) command_help(command, options->language);
    bool known = command || manual_format(arena, &out, options->language, name) ||
                 help_about(arena, &out, options->language, name) || help_mentions(arena, &out, options->language, name);
    terminal_write(stdout, buffer_view(&out));
    buffer_free(&out);
    if (!known) return help_unknown(arena, options->language, name);
  }
  return COMMAND_DONE;
}

static int dispatch(struct arena *arena, int count, char **words, enum language *language)
{
  struct options options;
  struct fault fault;
  bool read = options_read(arena, count, words, &options, &fault);
  *language = options.language;
  if (!read) return fault_print(options.language, &fault);
  if (options.version) return terminal_printf(stdout, "huiqi %s\n", program_version), COMMAND_DONE;
  bool named = options.scripts.count > 0; /* the first word that is no option is the command */
  const char *name = named ? options.scripts.items[0] : "help";
  if (strcmp(name, "help") == 0 && options.scripts.count > 1) return help_names(arena, &options);
  if (strcmp(name, "help") == 0) return overview(arena, options.language, !named && !options.help ? stderr : stdout);
  options.scripts.items++;
  options.scripts.count--;
  const struct command *command = command_find(name);
  if (!command) return unknown_command(options.language, name);
  if (options.help) return command_help(command, options.language);
  if (!options_belong(&options, command->option, name, &fault)) return fault_print(options.language, &fault);
  if (!guard_outputs(arena, command, &options, &fault)) return fault_print(options.language, &fault);
  if ((options.earlier_year || options.earlier_list) && command->run != command_diff) {
    fault_set(&fault, FAULT_USAGE, options.earlier_list ? MSG_TWO_LISTS : MSG_TWO_YEARS, NULL);
    return fault_print(options.language, &fault);
  }
  struct notifier notifier = { .arena = arena, .language = options.language, .show = notice_print };
  options.inputs.notifier = &notifier;
  options.inputs.workload_over = workload_over;
  return command->run(arena, &options);
}

/* A file that is opened must not become a standard stream that was closed: what is printed would end up in it. Behind a closed
 * standard output writes fail, as they should. */
static void open_standard_streams(void)
{
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
    if (fcntl(stream, F_GETFD) < 0 && open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY) != stream)
      _exit(COMMAND_FILES);
}

/* What could not be printed is no success, whatever the command has done. */
static int flush_output(int status, enum language language)
{
  bool earlier = ferror(stdout);
  if (fflush(stdout) == 0 && !earlier) return status;
  notice(language, MSG_STDOUT_FAILED, earlier ? "" : strerror(errno), NULL);
  return status < COMMAND_WRONG ? COMMAND_FILES : status;
}

int main(int count, char **words)
{
  struct arena arena = { 0 };
  enum language language = LANGUAGE_CHINESE;
  open_standard_streams();
  memory_on_exhaustion(out_of_memory);
  digest_ready();
  catch_signals();
  int status = flush_output(dispatch(&arena, count - 1, words + 1, &language), language);
  arena_free(&arena);
  return status;
}
