/* The topics of help: each goes through the rows of one table. */
#include "cli/help_topics.h"

#include <string.h>

#include "cli/command.h"
#include "cli/repl.h"
#include "decode/unicode.h"
#include "policy/load.h"
#include "write/document.h"
#include "write/result_files.h"

static void take(const struct help_walk *walk, const char *name, const char *other, const char *line)
{
  walk->take(walk->context, &(struct help_entry){ name, other, line });
}

static void each_pattern(const struct topic *topic, const struct help_walk *walk)
{
  (void)topic;
  for (size_t i = 0; i < clause_pattern_count; i++)
    take(walk, clause_patterns[i].name, NULL, clause_patterns[i].saying[walk->language]);
}

static void each_word(const struct topic *topic, const struct help_walk *walk)
{
  bool english = walk->language == LANGUAGE_ENGLISH;
  for (size_t i = 0; i < word_count; i++) {
    const struct word *word = &words[i];
    if (word->group != topic->group) continue;
    bool swapped = english && word->english;
    take(walk, swapped ? word->english : word->chinese, swapped ? word->chinese : word->english, word->help[walk->language]);
  }
}

static void each_command(const struct topic *topic, const struct help_walk *walk)
{
  (void)topic;
  for (size_t i = 0; i < command_count; i++) take(walk, commands[i].name, NULL, message_name(commands[i].help, walk->language));
}

static void each_option(const struct topic *topic, const struct help_walk *walk)
{
  (void)topic;
  for (size_t i = 0; i < option_count; i++)
    if (option_table[i].help != NO_MESSAGE)
      take(walk, option_table[i].name, NULL, message_name(option_table[i].help, walk->language));
}

static void each_prompt_command(const struct topic *topic, const struct help_walk *walk)
{
  (void)topic;
  bool english = walk->language == LANGUAGE_ENGLISH;
  for (size_t i = 0; i < repl_command_count; i++) {
    const struct prompt_word *word = &repl_commands[i].word;
    take(walk, english ? word->english : word->chinese, english ? word->chinese : word->english,
         repl_commands[i].help[walk->language]);
  }
}

/* `金额，单位 人；上年度` */
static const char *field_line(struct arena *arena, const struct field *field, enum language language)
{
  struct buffer text = { 0 };
  buffer_text(&text, field_type_name(field, language == LANGUAGE_ENGLISH));
  for (size_t i = 0; i < field->choice_count; i++) buffer_printf(&text, "%s%s", i ? " " : "：", field->choices[i]);
  if (field->unit) message_text(&text, language, MSG_HELP_FIELD_UNIT, field->unit, NULL);
  format_field_notes(&text, field, MSG_COMMA, language);
  if (field->help) buffer_printf(&text, "%s%s", message_name(MSG_SEMICOLON, language), field->help);
  return buffer_take(arena, &text).at;
}

static void each_column_of(const struct table_kind *kind, const struct help_walk *walk)
{
  bool english = walk->language == LANGUAGE_ENGLISH;
  for (size_t i = 0; i < kind->field_count; i++) {
    const struct field *field = &kind->fields[i];
    bool swapped = english && field->english;
    take(walk, swapped ? field->english : field->name, swapped ? field->name : field->english,
         field_line(walk->arena, field, walk->language));
  }
}

static void each_field(const struct topic *topic, const struct help_walk *walk)
{
  struct faults faults = { 0 };
  const struct model *model = model_dictionary(walk->arena, &faults);
  (void)topic;
  if (model) each_column_of(&model->tables[0].kind, walk);
}

static const char *column_names(struct arena *arena, const struct table_kind *kind, enum language language)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < kind->field_count; i++)
    format_item(&text, language,
                language == LANGUAGE_ENGLISH && kind->fields[i].english ? kind->fields[i].english : kind->fields[i].name);
  return buffer_take(arena, &text).at;
}

/* The related tables; the company list is the topic of fields. */
static void each_table(const struct topic *topic, const struct help_walk *walk)
{
  struct faults faults = { 0 };
  const struct model *model = model_dictionary(walk->arena, &faults);
  bool english = walk->language == LANGUAGE_ENGLISH;
  (void)topic;
  for (size_t i = 1; model && i < model->table_count; i++) {
    const struct table_kind *kind = &model->tables[i].kind;
    take(walk, english && kind->english ? kind->english : kind->name, english ? kind->name : kind->english,
         column_names(walk->arena, kind, walk->language));
  }
}

static void each_document(const struct topic *topic, const struct help_walk *walk)
{
  static const enum message lines[DOCUMENTS] = {
#define DOCUMENT(KIND, ...) [DOCUMENT_##KIND] = MSG_DOCUMENT_HELP_##KIND,
#include "write/documents.def"
#undef DOCUMENT
  };
  (void)topic;
  for (int kind = 0; kind < DOCUMENTS; kind++)
    take(walk, document_name((enum document_kind)kind, walk->language),
         document_name((enum document_kind)kind, walk->language == LANGUAGE_ENGLISH ? LANGUAGE_CHINESE : LANGUAGE_ENGLISH),
         message_name(lines[kind], walk->language));
}

static void each_result_file(const struct topic *topic, const struct help_walk *walk)
{
  static const enum message lines[RESULT_FILES] = {
#define RESULT_FILE(file, ...) [RESULT_FILE_##file] = MSG_RESULT_HELP_##file,
#define LIST_FILES(file, ...)  [RESULT_FILE_##file] = MSG_RESULT_HELP_##file,
#define ROW_FILE(file, ...)    [RESULT_FILE_##file] = MSG_RESULT_HELP_##file,
#include "write/result_files.def"
  };
  (void)topic;
  for (int file = 0; file < RESULT_FILES; file++)
    take(walk, result_files[file].name, message_name(result_files[file].sheet, walk->language),
         message_name(lines[file], walk->language));
}

const struct topic help_topics[] = {
  { MSG_TOPIC_PATTERNS, MSG_TOPIC_PATTERNS_TITLE, each_pattern, WORD_GROUPS },
  { MSG_TOPIC_DECLARATIONS, MSG_WORDS_DECLARATION, each_word, WORD_DECLARATION },
  { MSG_TOPIC_KEYS, MSG_WORDS_KEY, each_word, WORD_KEY },
  { MSG_TOPIC_COMPARISONS, MSG_WORDS_COMPARISON, each_word, WORD_COMPARISON },
  { MSG_TOPIC_CONDITIONS, MSG_WORDS_CONDITION, each_word, WORD_CONDITION },
  { MSG_TOPIC_FIGURES, MSG_WORDS_NUMBER, each_word, WORD_NUMBER },
  { MSG_TOPIC_UNITS, MSG_WORDS_UNIT, each_word, WORD_UNIT },
  { MSG_TOPIC_TIME, MSG_WORDS_TIME, each_word, WORD_TIME },
  { MSG_TOPIC_COUNTS, MSG_WORDS_RELATED, each_word, WORD_RELATED },
  { MSG_TOPIC_POPULATION, MSG_WORDS_MEMBER, each_word, WORD_MEMBER },
  { MSG_TOPIC_LIBRARY, MSG_WORDS_LIBRARY, each_word, WORD_LIBRARY },
  { MSG_TOPIC_VALUES, MSG_WORDS_VALUE, each_word, WORD_VALUE },
  { MSG_TOPIC_FIELDS, MSG_TOPIC_FIELDS_TITLE, each_field, WORD_GROUPS },
  { MSG_TOPIC_TABLES, MSG_TOPIC_TABLES_TITLE, each_table, WORD_GROUPS },
  { MSG_TOPIC_TERMS, MSG_WORDS_TERM, each_word, WORD_TERM },
  { MSG_TOPIC_FILES, MSG_TOPIC_FILES_TITLE, each_result_file, WORD_GROUPS },
  { MSG_TOPIC_DOCUMENTS, MSG_TOPIC_DOCUMENTS_TITLE, each_document, WORD_GROUPS },
  { MSG_TOPIC_PROMPT, MSG_TOPIC_PROMPT_TITLE, each_prompt_command, WORD_GROUPS },
  { MSG_TOPIC_OPTIONS, MSG_TOPIC_OPTIONS_TITLE, each_option, WORD_GROUPS },
  { MSG_TOPIC_COMMANDS, MSG_TOPIC_COMMANDS_TITLE, each_command, WORD_GROUPS },
};
const size_t help_topic_count = sizeof help_topics / sizeof *help_topics;

const struct topic *help_topic_find(const char *name)
{
  for (size_t i = 0; i < help_topic_count; i++)
    if (strcmp(message_name(help_topics[i].name, LANGUAGE_CHINESE), name) == 0 ||
        strcmp(message_name(help_topics[i].name, LANGUAGE_ENGLISH), name) == 0)
      return &help_topics[i];
  return NULL;
}

void help_each(const struct help_walk *walk)
{
  for (size_t i = 0; i < help_topic_count; i++) help_topics[i].each(&help_topics[i], walk);
}

/* Lists */

void format_topic_line(struct buffer *out, const char *name, size_t width, const char *line)
{
  size_t taken = display_width(slice_of(name));
  buffer_printf(out, "  %s%*s  %s\n", name, taken < width ? (int)(width - taken) : 0, "", line);
}

static void measure_name(void *context, const struct help_entry *entry)
{
  size_t *widest = context, width = display_width(slice_of(entry->name));
  enum { WIDEST = 20 };
  if (width > *widest && width <= WIDEST) *widest = width;
}

struct topic_list {
  struct buffer *out;
  size_t width;
};

static void list_name(void *context, const struct help_entry *entry)
{
  const struct topic_list *list = context;
  format_topic_line(list->out, entry->name, list->width, entry->line);
}

void format_topic(struct arena *arena, struct buffer *out, enum language language, const struct topic *topic)
{
  struct topic_list list = { out, 0 };
  const struct help_walk widths = { arena, language, measure_name, &list.width }, lines = { arena, language, list_name, &list };
  buffer_printf(out, "%s\n\n", message_name(topic->title, language));
  topic->each(topic, &widths);
  topic->each(topic, &lines);
}

void format_help_topics(struct arena *arena, struct buffer *out, enum language language)
{
  format_topic(arena, out, language, &help_topics[0]);
  buffer_printf(out, "\n%s\n ", message_name(MSG_HELP_TOPICS, language));
  size_t used = 1;
  for (size_t i = 1; i < help_topic_count; i++) {
    const char *name = message_name(help_topics[i].name, language);
    size_t width = display_width(slice_of(name));
    if (used + 1 + width > 80) buffer_text(out, "\n "), used = 1;
    buffer_printf(out, " %s", name);
    used += 1 + width;
  }
  buffer_char(out, '\n');
}
