/* 帮助: from the tables of words, commands, fields and measures. */
#include <string.h>

#include "cli/help.h"
#include "cli/repl.h"
#include "policy/words.h"
#include "write/entity_text.h"

static void entry(struct repl *repl, const char *chinese, const char *english, const char *usage, const char *help)
{
  buffer_printf(&repl->out, "%s  %s\n", chinese, english ? english : "");
  paragraph_print(&repl->out, &repl->terminal, "  ", 2, help);
  if (usage) paragraph_print(&repl->out, &repl->terminal, "  ", 4, usage);
}

/* All that the name means as a word. */
static bool words_about(struct repl *repl, const char *name)
{
  const struct word *word = NULL;
  bool any = false;
  for (; (word = word_next(name, word)); any = true) {
    format_word_head(&repl->out, word, repl->options.language);
    buffer_char(&repl->out, '\n');
    paragraph_print(&repl->out, &repl->terminal, "  ", 2, word->help[repl->options.language]);
    paragraph_print(&repl->out, &repl->terminal, "  ", 4, word->usage);
  }
  return any;
}

static void commands_help(struct repl *repl)
{
  static const struct table_column columns[] = { { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WRAP } };
  struct text_table *table = text_table_new(&repl->answer, columns, 3, repl->options.language);
  for (size_t i = 0; i < repl_command_count; i++) {
    const struct repl_command *command = &repl_commands[i];
    text_table_add(table, slice_of(command->word.chinese), STYLE_STRONG);
    text_table_add(table, slice_of(command->word.english), STYLE_FAINT);
    text_table_add(table, slice_of(command->help[repl->options.language]), STYLE_PLAIN);
  }
  text_table_write(&repl->out, table, &repl->terminal, 0);
}

static void words_help(struct repl *repl)
{
  struct buffer names = { 0 };
  for (size_t i = 0; i < word_names; i++)
    buffer_printf(&names, "%s%s", i ? " " : "", repl->options.language == LANGUAGE_ENGLISH ? words[i].english : words[i].chinese);
  buffer_char(&names, 0);
  buffer_printf(&repl->out, "\n%s\n", message_name(MSG_PROMPT_HELP_WORDS, repl->options.language));
  paragraph_print(&repl->out, &repl->terminal, "  ", 2, names.at);
  buffer_printf(&repl->out, "\n%s\n", message_name(MSG_PROMPT_HELP_EXAMPLES, repl->options.language));
  buffer_free(&names);
}

static void field_help(struct repl *repl, const struct table_kind *table, const struct field *field)
{
  enum language language = repl->options.language;
  bool english = language == LANGUAGE_ENGLISH;
  struct buffer text = { 0 };
  buffer_printf(&text, "%s：%s", english ? table->english : table->name, field_type_name(field, english));
  for (size_t i = 0; i < field->choice_count; i++)
    buffer_printf(&text, "%s%s", i ? " " : message_name(MSG_HELP_FIELD_CHOICES, language), field->choices[i]);
  if (field->unit) message_text(&text, language, MSG_HELP_FIELD_UNIT, field->unit, NULL);
  format_field_notes(&text, field, MSG_COMMA, language);
  if (field->help) buffer_printf(&text, "%s%s", message_name(MSG_SEMICOLON, language), field->help);
  buffer_char(&text, 0);
  entry(repl, field->name, field->english, NULL, text.at);
  buffer_free(&text);
}

static bool fields_help(struct repl *repl, const char *name)
{
  const struct model *model = huiqi_model(repl->session);
  bool any = false;
  for (size_t i = 0; i < model->table_count; i++) {
    const struct field *field = field_find(&model->tables[i].kind, slice_of(name));
    if (field) field_help(repl, &model->tables[i].kind, field), any = true;
  }
  return any;
}

/* A measure as a rule: its conditions and its amount in words. */
static void measure_help(struct repl *repl, const struct measure *measure)
{
  enum language language = repl->options.language;
  struct buffer line = { 0 };
  terminal_entry(&repl->out, "%s %s（%s）", measure->id, measure->name, measure->clause);
  for (size_t i = 0; i < measure->condition_count; i++) {
    buffer_reset(&line);
    format_node(&line, language, measure->conditions[i]);
    buffer_char(&line, 0);
    paragraph_print(&repl->out, &repl->terminal, "  · ", 4, line.at);
  }
  buffer_reset(&line);
  if (measure->amount) format_node(&line, language, measure->amount);
  buffer_char(&line, 0);
  if (measure->amount) paragraph_print(&repl->out, &repl->terminal, message_name(MSG_PROMPT_PAYS, language), 7, line.at);
  if (measure->note) paragraph_print(&repl->out, &repl->terminal, "  ", 2, measure->note);
  for (size_t i = 0; i < measure->reading_count; i++) paragraph_print(&repl->out, &repl->terminal, "  ", 4, measure->readings[i]);
  buffer_free(&line);
}

static const struct measure *find_measure(const struct repl *repl, const char *name)
{
  const struct model *model = huiqi_model(repl->session);
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    if ((measure->id && strcmp(measure->id, name) == 0) || strcmp(measure->name, name) == 0) return measure;
  }
  return NULL;
}

bool repl_measure_called(const struct repl *repl, struct slice name)
{
  const struct model *model = huiqi_model(repl->session);
  for (size_t i = 0; i < model->measure_count; i++)
    if (slice_is(name, model->measures[i]->id) || slice_is(name, model->measures[i]->name)) return true;
  return false;
}

static const char *nearest_of(struct repl *repl, const char *name)
{
  struct nearest nearest = { .wanted = slice_of(name), .distance = SIZE_MAX };
  const struct table_kind *companies = &huiqi_model(repl->session)->tables[0].kind;
  for (size_t i = 0; i < repl_command_count; i++)
    nearest_offer(&nearest, repl_commands[i].word.chinese), nearest_offer(&nearest, repl_commands[i].word.english);
  help_nearest(&repl->answer, &nearest);
  for (size_t i = 0; i < companies->field_count; i++) nearest_offer(&nearest, companies->fields[i].name);
  return nearest.best ? nearest.best : "";
}

bool repl_help(struct repl *repl, const struct request *request, struct fault *fault)
{
  const char *name = request->text;
  if (request->measure) return measure_help(repl, request->measure), true;
  if (!name) return commands_help(repl), words_help(repl), true;
  bool other;
  const struct repl_command *command = repl_command_find(slice_of(name), &other);
  const struct measure *measure = find_measure(repl, name);
  if (command && other) command = NULL; /* it is a word of the language, too */
  if (command) entry(repl, command->word.chinese, command->word.english, command->usage, command->help[repl->options.language]);
  bool word = words_about(repl, name);
  if (measure) measure_help(repl, measure);
  bool field = fields_help(repl, name);
  if (command || word || measure || field) return true;
  return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_HELP, name, nearest_of(repl, name), NULL);
}

bool repl_measures(struct repl *repl, const struct request *request, struct fault *fault)
{
  const struct model *model = huiqi_model(repl->session);
  (void)request, (void)fault;
  for (size_t i = 0; i < model->measure_count; i++)
    terminal_entry(&repl->out, "%s %s", model->measures[i]->id, model->measures[i]->name);
  if (!model->measure_count) buffer_printf(&repl->out, "%s\n", message_name(MSG_PROMPT_NO_SCRIPTS, repl->options.language));
  return true;
}

bool repl_measure(struct repl *repl, const struct request *request, const struct measure **measure, struct fault *fault)
{
  *measure = request->measure ? request->measure : request->text ? find_measure(repl, request->text) : NULL;
  if (*measure || !request->text) return true;
  struct nearest nearest = { .wanted = slice_of(request->text), .distance = SIZE_MAX };
  const struct model *model = huiqi_model(repl->session);
  for (size_t i = 0; i < model->measure_count; i++)
    nearest_offer(&nearest, model->measures[i]->id), nearest_offer(&nearest, model->measures[i]->name);
  return fault_set(fault, FAULT_USAGE, MSG_PROMPT_MEASURE, request->text, nearest.best ? nearest.best : "", NULL);
}
