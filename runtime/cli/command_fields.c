/* huiqi fields: the data dictionary, and an empty list to fill in. */
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/editor_stubs.h"
#include "cli/help.h"
#include "evaluate/plan.h"
#include "write/csv.h"
#include "write/output.h"
#include "write/template.h"
#include "write/terminal.h"

/* With scripts: only what their measures ask; without: every column. */
static bool asked(const struct plan *plan, const struct field *field)
{
  for (size_t i = 0; plan && i < plan->company_field_count; i++)
    if (plan->company_fields[i] == field) return true;
  return !plan;
}

/* A plan of the first year that some script covers: which columns are asked does not depend on the year within a period. */
static struct plan *plan_of(struct arena *arena, const struct model *model)
{
  struct as_of as_of = { .year = 0 };
  struct plan_options options = { 0 };
  if (!model->policy_count) return NULL;
  as_of.year = date_civil(model->policies[0]->from).year;
  as_of.on = model->policies[0]->from;
  return plan_new(arena, model, as_of, &options);
}

static void add_choices(struct buffer *note, const struct field *field, enum language language)
{
  for (size_t i = 0; i < field->choice_count; i++) buffer_printf(note, "%s%s", i ? " " : "", field->choices[i]);
  format_field_notes(note, field, MSG_SEMICOLON, language);
  if (field->help) buffer_printf(note, "%s%s", note->length ? message_name(MSG_SEMICOLON, language) : "", field->help);
}

static void print_table(struct arena *arena, const struct plan *plan, const struct table *table, bool companies,
                        enum language language)
{
  static const struct table_column columns[] = { { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WRAP } };
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(STDOUT_FILENO);
  struct text_table *text = text_table_new(arena, columns, 4, language);
  buffer_printf(&out, "%s (%s)\n", table->kind.name, table->kind.english ? table->kind.english : "");
  for (size_t i = 0; i < table->kind.field_count; i++) {
    const struct field *field = &table->kind.fields[i];
    struct buffer note = { 0 };
    if (companies && !asked(plan, field)) continue;
    add_choices(&note, field, language);
    text_table_add(text, slice_of(field->name), STYLE_STRONG);
    text_table_add(text, slice_of(field->english ? field->english : ""), STYLE_PLAIN);
    text_table_add(text, slice_of(field_type_name(field, language == LANGUAGE_ENGLISH)), STYLE_PLAIN);
    text_table_add(text, slice_copy(arena, buffer_view(&note)), STYLE_FAINT);
    buffer_free(&note);
  }
  text_table_write(&out, text, &terminal, 2);
  buffer_char(&out, '\n');
  terminal_write(stdout, buffer_view(&out));
  buffer_free(&out);
}

/* One row of headings: with a unit where a unit helps. */
static int write_template(const struct plan *plan, const struct table *companies, const struct options *options)
{
  struct buffer out = { 0 };
  size_t count = 0;
  buffer_text(&out, CSV_MARK);
  for (size_t i = 0; i < companies->kind.field_count; i++) {
    const struct field *field = &companies->kind.fields[i];
    if (!asked(plan, field)) continue;
    if (count++) buffer_char(&out, ',');
    csv_cell(&out, slice_of(field->name));
    if (field->kind == FIELD_MONEY) buffer_printf(&out, "（%s）", yuan_unit_name(FEN_WAN));
  }
  buffer_text(&out, CSV_END);
  return write_text(options, options->template, &out);
}

static const char *note_of(struct arena *arena, const struct field *field, enum language language)
{
  struct buffer note = { 0 };
  buffer_text(&note, field_type_name(field, language == LANGUAGE_ENGLISH));
  if (field->kind == FIELD_MONEY) buffer_printf(&note, "%s%s", message_name(MSG_COMMA, language), yuan_unit_name(FEN_WAN));
  if (field->kind == FIELD_YESNO)
    buffer_printf(&note, "%s%s %s", message_name(MSG_COLON, language), message_name(MSG_YES, LANGUAGE_CHINESE),
                  message_name(MSG_NO, LANGUAGE_CHINESE));
  buffer_text(&note, field->choice_count ? message_name(MSG_COLON, language) : "\n");
  add_choices(&note, field, language);
  return buffer_take(arena, &note).at;
}

static int write_workbook(struct arena *arena, const struct plan *plan, const struct table *companies,
                          const struct options *options)
{
  struct template_column *columns = arena_array(arena, companies->kind.field_count, sizeof *columns);
  size_t count = 0;
  struct fault fault;
  for (size_t i = 0; i < companies->kind.field_count; i++) {
    const struct field *field = &companies->kind.fields[i];
    if (asked(plan, field)) columns[count++] = (struct template_column){ field, note_of(arena, field, options->language) };
  }
  bool written = template_write(options->template, companies->kind.name, columns, count, &fault);
  return written ? COMMAND_DONE : fault_print(options->language, &fault);
}

/* A template named *.lua is the file for editors, *.md the reference. */
static int write_words(const struct model *model, const struct options *options, bool reference)
{
  struct buffer out = { 0 };
  if (reference) help_reference(&out, options->language);
  else editor_stubs_write(&out, model);
  return write_text(options, options->template, &out);
}

static int write_fields(struct arena *arena, const struct options *options, const struct model *model)
{
  struct plan *plan = plan_of(arena, model);
  bool reference = options->template && slice_ends(slice_of(options->template), ".md");
  if (reference || (options->template && slice_ends(slice_of(options->template), ".lua")))
    return write_words(model, options, reference);
  if (options->template && output_is_workbook(options->template)) return write_workbook(arena, plan, &model->tables[0], options);
  if (options->template) return write_template(plan, &model->tables[0], options);
  for (size_t i = 0; i < model->table_count; i++) print_table(arena, plan, &model->tables[i], i == 0, options->language);
  return COMMAND_DONE;
}

int command_fields(struct arena *arena, const struct options *options)
{
  int status = COMMAND_DONE;
  struct huiqi *session = huiqi_open(&options->inputs);
  if (session_load(session, &(struct huiqi_scripts){ .paths = &options->scripts }, options, stderr, &status))
    status = write_fields(arena, options, huiqi_model(session));
  huiqi_close(session);
  return status;
}
