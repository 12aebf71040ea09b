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

enum { POLICY_YEARS = 12 }; /* of a policy without an end */

/* Plans of all years: some measures and targets are of one year only. */
static struct template_sheets sheets_of(struct arena *arena, const struct model *model, enum language language)
{
  const struct plan **plans = arena_array(arena, model->policy_count * POLICY_YEARS, sizeof *plans);
  struct template_sheets sheets = { .arena = arena, .model = model, .plans = plans, .language = language };
  for (size_t i = 0; i < model->policy_count; i++) {
    const struct policy *policy = model->policies[i];
    int first = date_civil(policy->from).year, last = date_civil(policy->to).year;
    for (int year = first; year <= last && year < first + POLICY_YEARS; year++) {
      struct as_of as_of = { .year = year };
      struct plan_options options = { 0 };
      bool fresh = date_make(year, 12, 31, &as_of.on);
      for (size_t k = 0; k < sheets.plan_count; k++) fresh &= plans[k]->as_of.year != year;
      if (fresh) plans[sheets.plan_count++] = plan_new(arena, model, as_of, &options);
    }
  }
  return sheets;
}

static void add_choices(struct buffer *note, const struct field *field, enum language language)
{
  for (size_t i = 0; i < field->choice_count; i++) buffer_printf(note, "%s%s", i ? " " : "", field->choices[i]);
  format_field_notes(note, field, MSG_SEMICOLON, language);
  if (field->help) buffer_printf(note, "%s%s", note->length ? message_name(MSG_SEMICOLON, language) : "", field->help);
}

static void print_table(const struct template_sheets *sheets, const struct table *table, bool companies, enum language language)
{
  static const struct table_column columns[] = { { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WHOLE },
                                                 { NO_MESSAGE, false, FIT_WRAP } };
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(STDOUT_FILENO);
  struct arena *arena = sheets->arena;
  struct text_table *text = text_table_new(arena, columns, 4, language);
  buffer_printf(&out, "%s (%s)\n", table->kind.name, table->kind.english ? table->kind.english : "");
  for (size_t i = 0; i < table->kind.field_count; i++) {
    const struct field *field = &table->kind.fields[i];
    struct buffer note = { 0 };
    if (companies && !template_asks(sheets, field)) continue;
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
static int write_template(const struct template_sheets *sheets, const struct table *companies, const struct options *options)
{
  struct buffer out = { 0 };
  size_t count = 0;
  buffer_text(&out, CSV_MARK);
  for (size_t i = 0; i < companies->kind.field_count; i++) {
    const struct field *field = &companies->kind.fields[i];
    if (!template_asks(sheets, field)) continue;
    if (count++) buffer_char(&out, ',');
    csv_cell(&out, slice_of(field->name));
    if (field->kind == FIELD_MONEY) buffer_printf(&out, "（%s）", yuan_unit_name(FEN_WAN));
  }
  buffer_text(&out, CSV_END);
  return write_text(options, options->template, &out);
}

/* The command that reads the template when it is filled in. */
static const char *usage_of(struct arena *arena, const struct model *model, const struct options *options)
{
  struct buffer scripts = { 0 };
  const char *slash = strrchr(options->template, '/');
  for (size_t i = 0; i < options->scripts.count; i++) buffer_printf(&scripts, "%s%s", i ? " " : "", options->scripts.items[i]);
  if (!scripts.length) buffer_text(&scripts, message_name(MSG_USAGE_SCRIPT, options->language));
  const char *year = model->policy_count ? arena_printf(arena, "%d", date_civil(model->policies[0]->from).year)
                                         : message_name(MSG_USAGE_YEAR, options->language);
  const char *usage =
      arena_printf(arena, "huiqi run %.*s --list %s --year %s -o %s", (int)scripts.length, scripts.at,
                   slash ? slash + 1 : options->template, year, message_name(MSG_TEMPLATE_RESULTS, options->language));
  buffer_free(&scripts);
  return usage;
}

static int write_workbook(struct template_sheets *sheets, const struct options *options)
{
  struct fault fault;
  template_sheets_find(sheets);
  bool written = template_write(options->template, sheets, usage_of(sheets->arena, sheets->model, options), &fault);
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
  bool reference = options->template && slice_ends(slice_of(options->template), ".md");
  if (reference || (options->template && slice_ends(slice_of(options->template), ".lua")))
    return write_words(model, options, reference);
  struct template_sheets sheets = sheets_of(arena, model, options->language);
  if (options->template && output_is_workbook(options->template)) return write_workbook(&sheets, options);
  if (options->template) return write_template(&sheets, &model->tables[0], options);
  for (size_t i = 0; i < model->table_count; i++) print_table(&sheets, &model->tables[i], i == 0, options->language);
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
