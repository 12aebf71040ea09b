/* huiqi help: what a name means, of all that has one. */
#include "cli/help.h"

#include <string.h>

#include "cli/command.h"
#include "cli/help_topics.h"
#include "cli/repl.h"
#include "explain/error_help.h"
#include "policy/load.h"
#include "policy/words.h"
#include "write/result_files.h"

/* Lines of an example, each behind a sign. */
static void format_example(struct buffer *out, const char *title, struct slice text)
{
  if (!text.length) return;
  buffer_printf(out, "\n%s\n\n", title);
  for (size_t at = 0; at < text.length;) {
    struct slice line = slice_line(text, &at);
    if (line.length) buffer_printf(out, "    %.*s", (int)line.length, line.at);
    buffer_char(out, '\n');
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

/* Examples */

static const struct stdlib_file *example_find(const char *name)
{
  size_t length = strlen(name);
  for (size_t i = 0; i < example_file_count; i++)
    if (strncmp(example_files[i].name, name, length) == 0 && strcmp(example_files[i].name + length, ".lua") == 0)
      return &example_files[i];
  return NULL;
}

bool help_pattern_text(const char *name, struct slice *text)
{
  const struct stdlib_file *file = example_find(name);
  if (file) *text = (struct slice){ file->bytes, file->length };
  return file != NULL;
}

static bool is_name_byte(char c)
{
  return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* Not in a comment, and not as a part of another name. */
static bool line_has(struct slice line, const char *word)
{
  size_t length = strlen(word);
  for (size_t at = 0; at + length <= line.length; at++) {
    if (line.at[at] == '-' && at + 1 < line.length && line.at[at + 1] == '-') return false;
    if (memcmp(line.at + at, word, length) != 0) continue;
    bool begins = at == 0 || !is_name_byte(line.at[at - 1]),
         ends = at + length == line.length || !is_name_byte(line.at[at + length]);
    if (begins && ends) return true;
  }
  return false;
}

/* The paragraph in which the word stands; without one, the whole is of no use. */
static struct slice paragraph_with(struct slice text, const char *word)
{
  struct slice found = { NULL, 0 };
  bool has = false;
  for (size_t at = 0, begin = 0; at < text.length;) {
    struct slice line = slice_line(text, &at);
    has |= line_has(line, word);
    if (line.length && at < text.length) continue;
    found = (struct slice){ text.at + begin, (size_t)(line.at - text.at) + line.length - begin };
    if (has) return found;
    begin = at;
  }
  return (struct slice){ NULL, 0 };
}

static bool pattern_shows(const struct clause_pattern *pattern, const char *word)
{
  size_t length = strlen(word);
  for (const char *at = pattern->words; (at = strstr(at, word)); at += length)
    if ((at == pattern->words || at[-1] == ' ') && (at[length] == ' ' || !at[length])) return true;
  return false;
}

/* The one that shows it best, else the first that has it. */
static const struct clause_pattern *pattern_for(const char *word, struct slice *part)
{
  for (int any = 0; any < 2; any++)
    for (size_t i = 0; i < clause_pattern_count; i++) {
      struct slice text;
      if (!any && !pattern_shows(&clause_patterns[i], word)) continue;
      if (!help_pattern_text(clause_patterns[i].name, &text)) continue;
      *part = paragraph_with(text, word);
      if (part->length) return &clause_patterns[i];
    }
  return NULL;
}

static void format_shown_by(struct arena *arena, struct buffer *out, enum language language, const char *word)
{
  struct slice part;
  const struct clause_pattern *pattern = pattern_for(word, &part);
  if (!pattern) return;
  if (strcmp(pattern->name, word) == 0) help_pattern_text(word, &part);
  format_example(out, message_string(arena, language, MSG_HELP_SHOWN_BY, pattern->name, pattern->saying[language], NULL), part);
}

static bool help_pattern(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  struct slice text;
  for (size_t i = 0; !word_find(name) && i < clause_pattern_count; i++) { /* the help of a word shows its example */
    const struct clause_pattern *pattern = &clause_patterns[i];
    if (strcmp(pattern->name, name) != 0 || !help_pattern_text(name, &text)) continue;
    buffer_printf(out, "%s\n", name);
    format_example(out, message_string(arena, language, MSG_HELP_PATTERN, pattern->saying[language], name, NULL), text);
    buffer_printf(out, "\n%s%s\n", message_name(MSG_HELP_PATTERN_WORDS, language), pattern->words);
    return true;
  }
  return false;
}

/* Words */

static void format_values(struct buffer *out, enum language language, const char *key)
{
  bool any = false;
  for (size_t i = 0; i < word_count; i++) {
    if (words[i].group != WORD_VALUE || strcmp(words[i].of, key) != 0) continue;
    if (!any) buffer_printf(out, "\n%s\n", message_name(MSG_HELP_VALUES, language));
    enum { WIDTH = 12 };
    format_topic_line(out, language == LANGUAGE_ENGLISH ? words[i].english : words[i].chinese, WIDTH, words[i].help[language]);
    any = true;
  }
}

static bool help_word(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  const struct word *word = NULL, *first = NULL;
  for (; (word = word_next(name, word)); first = first ? first : word) {
    if (first) buffer_char(out, '\n');
    format_word_head(out, word, language);
    buffer_printf(out, "\n\n%s\n", word->help[language]);
    if (*word->usage) buffer_printf(out, "\n    %s\n", word->usage);
    if (word->group == WORD_KEY) format_values(out, language, word->chinese);
  }
  bool shown = first && first->group != WORD_TERM && first->group != WORD_LIBRARY;
  if (shown) format_shown_by(arena, out, language, first->group == WORD_VALUE ? first->of : first->chinese);
  return first != NULL;
}

/* Columns, their choices, tables */

static void format_field(struct buffer *out, enum language language, const struct table_kind *kind, const struct field *field)
{
  bool english = language == LANGUAGE_ENGLISH;
  buffer_printf(out, "%s / %s\n\n%s：%s", field->name, field->english ? field->english : "", kind->name,
                field_type_name(field, english));
  for (size_t i = 0; i < field->choice_count; i++)
    buffer_printf(out, "%s%s",
                  i ? message_name(MSG_LIST_COMMA, LANGUAGE_CHINESE) : message_name(MSG_HELP_FIELD_CHOICES, language),
                  field->choices[i]);
  if (field->event) buffer_text(out, message_name(MSG_HELP_FIELD_EVENT, language));
  buffer_printf(out, "\n%s%s", field->help ? field->help : "", field->help ? "\n" : "");
}

static void format_table(struct arena *arena, struct buffer *out, enum language language, const struct table *table, bool company)
{
  const struct table_kind *kind = &table->kind;
  buffer_printf(out, "%s / %s\n\n", kind->name, kind->english ? kind->english : "");
  message_text(out, language, company ? MSG_HELP_TABLE_COMPANY : MSG_HELP_TABLE, kind->name, NULL);
  buffer_text(out, "\n\n");
  for (size_t i = 0; i < kind->field_count; i++) {
    enum { WIDTH = 24 };
    const struct field *field = &kind->fields[i];
    format_topic_line(out, field->name, WIDTH, field_type_name(field, language == LANGUAGE_ENGLISH));
  }
  for (size_t i = 0; i < table->link_count; i++)
    buffer_printf(out, "\n%s\n", message_string(arena, language, MSG_HELP_LINK, table->links[i].name, kind->name, NULL));
}

/* A blank line parts it from what was said before. */
static void begin_part(struct buffer *out, bool *any)
{
  if (out->length) buffer_char(out, '\n');
  *any = true;
}

static bool is_named(const char *name, const char *chinese, const char *english)
{
  return (chinese && strcmp(chinese, name) == 0) || (english && strcmp(english, name) == 0);
}

/* `服务记录.客户` and `客户` are the link, 服务记录.合同金额 is the column. */
static const char *behind_table(const struct table *table, const char *name)
{
  const char *dot = strchr(name, '.');
  size_t length = dot ? (size_t)(dot - name) : 0;
  const char *const names[] = { table->kind.name, table->kind.english };
  for (int i = 0; dot && i < 2; i++)
    if (names[i] && strlen(names[i]) == length && strncmp(names[i], name, length) == 0) return dot + 1;
  return name;
}

static bool help_table(struct arena *arena, struct buffer *out, enum language language, const struct table *table, bool company,
                       const char *whole)
{
  const char *name = behind_table(table, whole);
  bool any = false;
  const struct field *field = field_find(&table->kind, slice_of(name));
  if (field) begin_part(out, &any), format_field(out, language, &table->kind, field);
  for (size_t i = 0; i < table->link_count; i++)
    if (is_named(name, table->links[i].name, table->links[i].english))
      begin_part(out, &any), message_text(out, language, MSG_HELP_LINK, table->links[i].name, table->kind.name, NULL),
          buffer_char(out, '\n');
  for (size_t i = 0; i < table->kind.field_count; i++)
    for (size_t k = 0; k < table->kind.fields[i].choice_count; k++)
      if (strcmp(table->kind.fields[i].choices[k], name) == 0)
        begin_part(out, &any), message_text(out, language, MSG_HELP_CHOICE, table->kind.fields[i].name, name, NULL),
            buffer_char(out, '\n');
  if (is_named(whole, table->kind.name, table->kind.english))
    begin_part(out, &any), format_table(arena, out, language, table, company);
  return any;
}

static bool help_data(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  struct faults faults = { 0 };
  const struct model *model = model_dictionary(arena, &faults);
  bool any = false;
  for (size_t t = 0; model && t < model->table_count; t++)
    any |= help_table(arena, out, language, &model->tables[t], t == 0, name);
  return any;
}

/* Options, documents, files */

static bool help_option(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  for (size_t i = 0; i < option_count; i++) {
    const struct option *option = &option_table[i];
    if (option->help == NO_MESSAGE || strcmp(option->name, name) != 0) continue;
    bool any;
    begin_part(out, &any);
    format_option_name(out, option, language);
    buffer_printf(out, "\n\n%s\n\n%s", message_name(option->help, language), message_name(MSG_HELP_OPTION_OF, language));
    for (size_t k = 0; k < command_count; k++)
      if (option->commands & (int)commands[k].option) buffer_printf(out, " %s", commands[k].name);
    buffer_char(out, '\n');
    if (option->value != MSG_USAGE_DOCUMENT) return true;
    buffer_char(out, '\n');
    format_topic(arena, out, language, help_topic_find(message_name(MSG_TOPIC_DOCUMENTS, language)));
    return true;
  }
  return false;
}

/* A name of one of the topics whose line is all that there is to say. */
struct line_search {
  struct buffer *out;
  const char *name;
  bool found;
};

static void find_line(void *context, const struct help_entry *entry)
{
  struct line_search *search = context;
  if (!is_named(search->name, entry->name, entry->other)) return;
  begin_part(search->out, &search->found);
  buffer_printf(search->out, "%s%s%s\n\n%s\n", entry->name, entry->other ? " / " : "", entry->other ? entry->other : "",
                entry->line);
}

static bool help_line(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  static const enum message topics[] = { MSG_TOPIC_DOCUMENTS, MSG_TOPIC_FILES };
  struct line_search search = { out, name, false };
  const struct help_walk walk = { arena, language, find_line, &search };
  for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
    const struct topic *topic = help_topic_find(message_name(topics[i], language));
    topic->each(topic, &walk);
  }
  return search.found;
}

static bool help_prompt_command(struct buffer *out, enum language language, const char *name)
{
  for (size_t i = 0; i < repl_command_count; i++) {
    const struct repl_command *command = &repl_commands[i];
    bool any;
    if (!is_named(name, command->word.chinese, command->word.english)) continue;
    begin_part(out, &any);
    buffer_printf(out, "%s / %s", command->word.chinese, command->word.english);
    format_words(out, language, MSG_HELP_AT_PROMPT);
    buffer_printf(out, "\n\n%s\n\n    %s\n", command->help[language], command->usage);
    return true;
  }
  return false;
}

/* A heading of result files. */
static bool help_heading(struct buffer *out, enum language language, const char *name)
{
  bool any = false;
  for (int file = 0; file < RESULT_FILES; file++)
    for (const enum file_column *column = result_files[file].columns; *column != FILE_COLUMNS; column++) {
      if (strcmp(file_column_name(*column), name) != 0) continue;
      if (!any && out->length) buffer_char(out, '\n');
      buffer_printf(out, "%s%s", any ? message_name(MSG_LIST_COMMA, language) : message_name(MSG_HELP_COLUMN_OF, language),
                    result_files[file].name);
      any = true;
    }
  if (any) buffer_char(out, '\n');
  return any;
}

static bool help_topic(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  const struct topic *topic = help_topic_find(name);
  bool any = false;
  if (!topic) return false;
  begin_part(out, &any);
  format_topic(arena, out, language, topic);
  return any;
}

bool help_about(struct arena *arena, struct buffer *out, enum language language, const char *name)
{
  bool any = help_code(arena, out, language, name) || help_pattern(arena, out, language, name);
  any |= help_word(arena, out, language, name);
  any |= help_data(arena, out, language, name);
  any |= help_option(arena, out, language, name);
  any |= help_line(arena, out, language, name);
  any |= help_prompt_command(out, language, name);
  any |= help_heading(out, language, name);
  return help_topic(arena, out, language, name) || any;
}

static void offer_name(void *context, const struct help_entry *entry)
{
  nearest_offer(context, entry->name);
  if (entry->other) nearest_offer(context, entry->other);
}

void help_nearest(struct arena *arena, struct nearest *nearest)
{
  help_each(&(struct help_walk){ arena, LANGUAGE_CHINESE, offer_name, nearest });
}

struct mention_search {
  struct buffer *out;
  struct slice text;
  bool found;
};

static void find_mention(void *context, const struct help_entry *entry)
{
  struct mention_search *search = context;
  if (!slice_contains(slice_of(entry->name), search->text) && !slice_contains(slice_of(entry->line), search->text)) return;
  enum { WIDTH = 20 };
  format_topic_line(search->out, entry->name, WIDTH, entry->line);
  search->found = true;
}

/* A single letter or sign is in every other line. */
bool help_mentions(struct arena *arena, struct buffer *out, enum language language, const char *text)
{
  struct buffer lines = { 0 };
  struct mention_search search = { &lines, slice_of(text), false };
  if (utf8_count(search.text) >= 2) help_each(&(struct help_walk){ arena, language, find_mention, &search });
  if (search.found) {
    message_text(out, language, MSG_HELP_MENTIONS, text, NULL);
    buffer_text(out, "\n\n");
    buffer_slice(out, buffer_view(&lines));
  }
  buffer_free(&lines);
  return search.found;
}

/* A cell of a table in Markdown: no bar ends it. */
static void format_table_cell(struct buffer *out, const char *text)
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
    buffer_text(out, *word->usage ? " | `" : " | ");
    format_table_cell(out, word->usage);
    buffer_text(out, *word->usage ? "` | " : " | ");
    format_table_cell(out, word->help[language]);
    buffer_text(out, " |\n");
  }
}
