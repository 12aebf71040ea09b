/* The manual page (man macros, UTF-8) and completion for bash and zsh. */
#include "cli/manual.h"

#include <string.h>

#include "cli/command.h"
#include "cli/help.h"
#include "cli/help_topics.h"
#include "write/document.h"

/* The manual page */

/* A backslash is a sign, a hyphen stays one that can be copied, and no line begins a request. */
static void format_roff(struct buffer *out, const char *text)
{
  if (*text == '.' || *text == '\'') buffer_text(out, "\\&");
  for (; *text; text++) {
    if (*text == '\\') buffer_text(out, "\\e");
    else if (*text == '-') buffer_text(out, "\\-");
    else buffer_char(out, *text);
  }
}

static void format_roff_line(struct buffer *out, const char *before, const char *text)
{
  buffer_text(out, before);
  format_roff(out, text);
  buffer_char(out, '\n');
}

static void begin_section(struct buffer *out, enum language language, enum message title)
{
  buffer_printf(out, ".SH \"%s\"\n", message_name(title, language));
}

static void format_roff_commands(struct buffer *out, enum language language)
{
  begin_section(out, language, MSG_TOPIC_COMMANDS);
  for (size_t i = 0; i < command_count; i++) {
    format_roff_line(out, ".TP\n.B ", commands[i].name);
    format_roff_line(out, "", message_name(commands[i].help, language));
    format_roff_line(out, ".br\n", commands[i].usage);
    format_roff_line(out, ".br\n", commands[i].example);
  }
}

static void format_roff_options(struct buffer *out, enum language language)
{
  struct buffer name = { 0 };
  begin_section(out, language, MSG_TOPIC_OPTIONS);
  for (size_t i = 0; i < option_count; i++) {
    const struct option *option = &option_table[i];
    if (option->help == NO_MESSAGE) continue;
    buffer_reset(&name);
    format_option_name(&name, option, language);
    buffer_char(&name, 0);
    format_roff_line(out, ".TP\n.B ", name.at);
    format_roff_line(out, "", message_name(option->help, language));
    if (option->commands == ~0) continue;
    buffer_printf(out, ".br\n%s", message_name(MSG_HELP_OPTION_OF, language));
    for (size_t k = 0; k < command_count; k++)
      if (option->commands & (int)commands[k].option) buffer_printf(out, " %s", commands[k].name);
    buffer_char(out, '\n');
  }
  buffer_free(&name);
}

static void format_roff_entry(void *context, const struct help_entry *entry)
{
  format_roff_line(context, ".TP\n.B ", entry->name);
  format_roff_line(context, "", entry->line);
}

static void format_roff_topic(struct arena *arena, struct buffer *out, enum language language, enum message name)
{
  const struct topic *topic = help_topic_find(message_name(name, language));
  const struct help_walk walk = { arena, language, format_roff_entry, out };
  begin_section(out, language, name);
  format_roff_line(out, "", message_name(topic->title, language));
  topic->each(topic, &walk);
}

static void format_man(struct arena *arena, struct buffer *out, enum language language)
{
  static const enum message statuses[] = { MSG_MANUAL_DONE, MSG_MANUAL_PROBLEMS, MSG_MANUAL_WRONG, MSG_MANUAL_FILES };
  buffer_printf(out, ".\\\" huiqi help man\n.TH HUIQI 1 \"\" \"huiqi %s\" \"huiqi\"\n.ad l\n.nh\n", program_version);
  begin_section(out, language, MSG_MANUAL_NAME);
  format_roff_line(out, "huiqi \\- ", message_name(MSG_MANUAL_WHAT, language));
  begin_section(out, language, MSG_MANUAL_SYNOPSIS);
  format_roff_line(out, ".B huiqi\n", message_name(MSG_MANUAL_USAGE, language));
  format_roff_commands(out, language);
  format_roff_options(out, language);
  format_roff_topic(arena, out, language, MSG_TOPIC_PATTERNS);
  format_roff_topic(arena, out, language, MSG_TOPIC_FILES);
  format_roff_topic(arena, out, language, MSG_TOPIC_DOCUMENTS);
  begin_section(out, language, MSG_MANUAL_STATUS);
  for (int i = 0; i < 4; i++) {
    buffer_printf(out, ".TP\n.B %d\n", i);
    format_roff_line(out, "", message_name(statuses[i], language));
  }
}

/* Completion */

/* What may stand behind an option, with a space between: NULL where that is a file or anything. */
static const char *option_choices(struct arena *arena, const struct option *option, enum language language)
{
  struct buffer text = { 0 };
  bool documents = option->value == MSG_USAGE_DOCUMENT;
  for (int kind = 0; documents && kind < DOCUMENTS; kind++)
    buffer_printf(&text, "%s%s", kind ? " " : "", document_name((enum document_kind)kind, language));
  if (documents) return buffer_take(arena, &text).at;
  const char *value = option->value == NO_MESSAGE ? "" : message_name(option->value, language);
  if (!strchr(value, '|') || strchr(value, ' ')) return NULL;
  for (; *value; value++) buffer_char(&text, *value == '|' ? ' ' : *value);
  return buffer_take(arena, &text).at;
}

static void format_command_names(struct buffer *out)
{
  for (size_t i = 0; i < command_count; i++) buffer_printf(out, "%s ", commands[i].name);
  buffer_text(out, "help");
}

static void format_options_of(struct buffer *out, const struct command *command)
{
  for (size_t i = 0; i < option_count; i++)
    if (option_table[i].commands & (int)command->option) buffer_printf(out, " %s", option_table[i].name);
}

/* Both names; no shell splits them elsewhere than at spaces. */
static void format_name(void *context, const struct help_entry *entry)
{
  const char *const names[] = { entry->name, entry->other };
  for (int i = 0; i < 2; i++)
    if (names[i] && !strpbrk(names[i], " '\"\\$`()[]{}*?<>|&;#!~")) buffer_printf(context, " %s", names[i]);
}

static void format_help_names(struct arena *arena, struct buffer *out)
{
  help_each(&(struct help_walk){ arena, LANGUAGE_CHINESE, format_name, out });
  for (size_t i = 0; i < help_topic_count; i++) buffer_printf(out, " %s", message_name(help_topics[i].name, LANGUAGE_CHINESE));
}

static void format_bash(struct arena *arena, struct buffer *out, enum language language)
{
  buffer_text(out,
              "# huiqi help bash\n_huiqi() {\n  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} names=\n"
              "  COMPREPLY=()\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    names='");
  format_command_names(out);
  buffer_text(out, "'\n  else\n    case $before in\n");
  for (size_t i = 0; i < option_count; i++) {
    const char *choices = option_choices(arena, &option_table[i], language);
    if (choices) buffer_printf(out, "    %s) names='%s' ;;\n", option_table[i].name, choices);
  }
  buffer_text(out, "    esac\n    [ -n \"$names\" ] || case ${COMP_WORDS[1]}:$word in\n");
  for (size_t i = 0; i < command_count; i++) {
    buffer_printf(out, "    %s:-*) names='", commands[i].name);
    format_options_of(out, &commands[i]);
    buffer_text(out, "' ;;\n");
  }
  buffer_text(out, "    help:*) names='");
  format_help_names(arena, out);
  buffer_text(out, "' ;;\n    esac\n  fi\n  [ -z \"$names\" ] || COMPREPLY=($(compgen -W \"$names\" -- \"$word\"))\n}\n"
                   "complete -o default -o bashdefault -F _huiqi huiqi\n");
}

/* In a specification of _arguments, in single quotes. */
static void format_zsh_text(struct buffer *out, const char *text)
{
  for (; *text; text++) {
    if (strchr("[]:\\", *text)) buffer_char(out, '\\');
    if (*text == '\'') buffer_text(out, "'\\''");
    else buffer_char(out, *text);
  }
}

static void format_zsh_option(struct arena *arena, struct buffer *out, const struct option *option, enum language language)
{
  const char *choices = option_choices(arena, option, language);
  buffer_printf(out, " \\\n      '*%s[", option->name);
  format_zsh_text(out, option->help == NO_MESSAGE ? "" : message_name(option->help, language));
  buffer_char(out, ']');
  if (option->value != NO_MESSAGE && option->wants != MAY_HAVE_VALUE) {
    buffer_char(out, ':');
    format_zsh_text(out, message_name(option->value, language));
    if (choices) buffer_printf(out, ":(%s)", choices);
    else buffer_text(out, ":_files");
  }
  buffer_char(out, '\'');
}

static void format_zsh(struct arena *arena, struct buffer *out, enum language language)
{
  buffer_text(out, "#compdef huiqi\n# huiqi help zsh\n_huiqi() {\n  local -a commands\n  commands=(\n");
  for (size_t i = 0; i < command_count; i++) {
    buffer_printf(out, "    '%s:", commands[i].name);
    format_zsh_text(out, message_name(commands[i].help, language));
    buffer_text(out, "'\n");
  }
  buffer_printf(out,
                "    'help:'\n  )\n  if (( CURRENT == 2 )); then\n    _describe '%s' commands\n    return\n  fi\n"
                "  shift words\n  (( CURRENT-- ))\n  case $words[1] in\n",
                message_name(MSG_TOPIC_COMMANDS, language));
  for (size_t i = 0; i < command_count; i++) {
    buffer_printf(out, "  %s)\n    _arguments -s", commands[i].name);
    for (size_t k = 0; k < option_count; k++)
      if (option_table[k].commands & (int)commands[i].option) format_zsh_option(arena, out, &option_table[k], language);
    buffer_printf(out, " \\\n      '*:%s:_files' ;;\n", message_name(MSG_USAGE_FILE, language));
  }
  buffer_text(out, "  help) compadd --");
  format_help_names(arena, out);
  buffer_text(out, " ;;\n  esac\n}\n_huiqi \"$@\"\n");
}

bool manual_format(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  if (strcmp(name, "man") == 0) return format_man(arena, out, language), true;
  if (strcmp(name, "bash") == 0) return format_bash(arena, out, language), true;
  if (strcmp(name, "zsh") == 0) return format_zsh(arena, out, language), true;
  return false;
}
