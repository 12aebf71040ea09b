/* huiqi help: commands, codes of messages with an example before and after, words of the language, fields. */
#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#include "explain/error_help.h"
#include "policy/load.h"
#include "policy/words.h"

/* Lines of an example, each behind a sign. */
static void format_example(struct buffer *out, const char *title, struct slice text)
{
  if (!text.length) return;
  buffer_printf(out, "\n%s\n\n", title);
  for (size_t at = 0; at < text.length;) {
    const char *end = memchr(text.at + at, '\n', text.length - at);
    size_t length = end ? (size_t)(end - text.at) - at : text.length - at;
    buffer_printf(out, "    %.*s\n", (int)length, text.at + at);
    at += length + 1;
  }
}

/* The sentence with … for what it is about. */
static void message_shape(struct buffer *out, enum language language, enum message message)
{
  struct slice dots[9];
  for (int i = 0; i < 9; i++) dots[i] = slice_of("…");
  format_message(out, language, message, dots, 9);
  buffer_char(out, '\n');
}

static bool help_code(struct arena *arena, struct buffer *out, enum language language, const char *code)
{
  struct error_help lesson;
  if (!error_help_find(arena, code, &lesson)) return false;
  struct slice wanted = slice_upper(arena, slice_of(code));
  buffer_slice(out, wanted);
  buffer_char(out, ' ');
  for (int i = 0; i < MESSAGE_COUNT; i++)
    if (slice_is(wanted, message_code((enum message)i))) message_shape(out, language, (enum message)i);
  if (lesson.advice.length) buffer_char(out, '\n'), buffer_slice(out, lesson.advice);
  format_example(out, message_name(MSG_LESSON_WRONG, language), lesson.before);
  format_example(out, message_name(MSG_LESSON_MENDED, language), lesson.after);
  if (lesson.after.length) buffer_char(out, '\n');
  return true;
}

static bool help_word(struct buffer *out, enum language language, const char *name)
{
  const struct word *word = NULL;
  bool any = false;
  for (; (word = word_next(name, word)); any = true) {
    if (any) buffer_char(out, '\n');
    format_word_head(out, word, language);
    buffer_printf(out, "\n\n%s\n\n    %s\n", word->help[language], word->usage);
  }
  return any;
}

static bool help_field(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  struct faults faults = { 0 };
  const struct model *model = model_dictionary(arena, &faults);
  for (size_t t = 0; model && t < model->table_count; t++) {
    const struct table_kind *kind = &model->tables[t].kind;
    const struct field *field = field_find(kind, slice_of(name));
    if (!field) continue;
    buffer_printf(out, "%s / %s\n\n%s：%s", field->name, field->english ? field->english : "", kind->name,
                  field_type_name(field, language == LANGUAGE_ENGLISH));
    for (size_t i = 0; i < field->choice_count; i++)
      buffer_printf(out, "%s%s",
                    i ? message_name(MSG_LIST_COMMA, LANGUAGE_CHINESE) : message_name(MSG_HELP_FIELD_CHOICES, language),
                    field->choices[i]);
    if (field->event) buffer_text(out, message_name(MSG_HELP_FIELD_EVENT, language));
    buffer_printf(out, "\n%s%s", field->help ? field->help : "", field->help ? "\n" : "");
    return true;
  }
  return false;
}

bool help_about(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  return help_code(arena, out, language, name) || help_word(out, language, name) || help_field(arena, out, language, name);
}

void help_nearest(struct nearest *nearest)
{
  for (size_t i = 0; i < word_count; i++) {
    nearest_offer(nearest, words[i].chinese);
    if (words[i].english) nearest_offer(nearest, words[i].english);
  }
}

/* A cell of a table in Markdown: no bar ends it. */
static void format_cell(struct buffer *out, const char *text)
{
  for (; *text; text++) buffer_printf(out, *text == '|' ? "\\|" : "%c", *text);
}

void help_reference(struct buffer *out, enum language language)
{
  enum word_group group = WORD_GROUPS;
  message_text(out, language, MSG_REFERENCE_TITLE, NULL);
  for (size_t i = 0; i < word_count; i++) {
    const struct word *word = &words[i];
    if (word->group != group) {
      group = word->group;
      buffer_printf(out, "\n## %s\n\n", word_group_name(group, language));
      message_text(out, language, MSG_REFERENCE_COLUMNS, NULL);
    }
    buffer_text(out, "| ");
    format_word_head(out, word, language);
    buffer_text(out, " | `");
    format_cell(out, word->usage);
    buffer_text(out, "` | ");
    format_cell(out, word->help[language]);
    buffer_text(out, " |\n");
  }
}
