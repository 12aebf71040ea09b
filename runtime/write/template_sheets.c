/* Which tables and columns scripts need, for `huiqi fields --template`. */
#include <string.h>

#include "base/decimal.h"
#include "data/record.h"
#include "decode/unicode.h"
#include "evaluate/decision.h"
#include "evaluate/figures.h"
#include "write/file_columns.h"
#include "write/template.h"

static struct template_sheet *sheet_new(struct template_sheets *sheets, const char *name, enum message about)
{
  sheets->items = arena_grow(sheets->arena, sheets->items, sheets->count, &sheets->capacity, sizeof *sheets->items);
  struct template_sheet *sheet = &sheets->items[sheets->count++];
  *sheet = (struct template_sheet){ .name = name, .about = message_name(about, sheets->language) };
  return sheet;
}

static struct template_column *column_new(const struct template_sheets *sheets, struct template_sheet *sheet)
{
  sheet->columns = arena_grow(sheets->arena, sheet->columns, sheet->count, &sheet->capacity, sizeof *sheet->columns);
  struct template_column *column = &sheet->columns[sheet->count++];
  *column = (struct template_column){ .heading = NULL };
  return column;
}

/* Columns of tables */

bool template_asks(const struct template_sheets *sheets, const struct field *field)
{
  for (size_t p = 0; p < sheets->plan_count; p++)
    for (size_t i = 0; i < sheets->plans[p]->company_field_count; i++)
      if (sheets->plans[p]->company_fields[i] == field) return true;
  return !sheets->plan_count;
}

static bool table_asks(const struct planned_table *planned, const struct table *table, const struct field *field)
{
  bool asks = planned->link >= 0 && field == &table->kind.fields[planned->link];
  asks |= planned->group >= 0 && field == &table->kind.fields[planned->group];
  asks |= planned->object && planned->object->label >= 0 && field == &table->kind.fields[planned->object->label];
  for (size_t i = 0; i < planned->other_count; i++) asks |= planned->others[i] == field;
  for (size_t i = 0; i < planned->own->input_count; i++) asks |= planned->own->inputs[i].field == field;
  for (size_t i = 0; i < planned->stored_count; i++) asks |= planned->stored[i] == field;
  return asks;
}

static const char *const *choices_of(struct arena *arena, const struct field *field)
{
  const char **choices = arena_array(arena, field->choice_count + 3, sizeof *choices);
  size_t count = 0;
  for (size_t i = 0; field->kind == FIELD_CHOICE && i < field->choice_count; i++) choices[count++] = field->choices[i];
  if (field->kind == FIELD_YESNO) {
    choices[count++] = message_name(MSG_YES, LANGUAGE_CHINESE);
    choices[count++] = message_name(MSG_NO, LANGUAGE_CHINESE);
  }
  choices[count] = NULL;
  return count ? choices : NULL;
}

static const char *heading_of(struct arena *arena, const struct field *field)
{
  bool counted = (field->kind == FIELD_COUNT || field->kind == FIELD_NUMBER) && field->unit;
  if (field->kind == FIELD_MONEY) return arena_printf(arena, "%s（%s）", field->name, yuan_unit_name(FEN_WAN));
  if (!counted) return field->name;
  const char *united = arena_printf(arena, "%s（%s）", field->name, field->unit);
  struct heading read = heading_parse(arena, slice_of(united));
  bool same = name_equal(read.name, unicode_heading(arena, slice_of(field->name))) && heading_fits(&read, field);
  return same ? united : field->name;
}

/* Data are Chinese, whoever reads the notes. */
static const char *example_text(enum message message)
{
  return message_name(message, LANGUAGE_CHINESE);
}

static bool is_label(const struct template_sheets *sheets, const struct field *field)
{
  const struct table *companies = &sheets->model->tables[0];
  return companies->label >= 0 && field == &companies->kind.fields[companies->label];
}

static const char *example_of(const struct template_sheets *sheets, const struct field *field)
{
  const struct model *model = sheets->model;
  switch (field->kind) {
  case FIELD_MONEY: return "120.5";
  case FIELD_COUNT: return "12";
  case FIELD_NUMBER: return field->rate ? "0.05" : "85.5";
  case FIELD_DATE: return "2022-05-01";
  case FIELD_YESNO: return message_name(MSG_YES, LANGUAGE_CHINESE);
  case FIELD_CHOICE: return field->choice_count ? field->choices[0] : "";
  case FIELD_TEXT: return is_label(sheets, field) ? example_text(MSG_EXAMPLE_COMPANY) : example_text(MSG_EXAMPLE_TEXT);
  case FIELD_CODE: return example_text(MSG_EXAMPLE_MARK);
  case FIELD_REGION:
    if (!model->policy_count || !model->policies[0]->region_count) return "650102";
    return arena_printf(sheets->arena, "%06d", (int)model->policies[0]->regions[0]);
  case FIELD_INDUSTRY: return "C3911";
  case FIELD_KINDS: break;
  }
  return "";
}

/* `U22-1、U22-2` of all plans, each once. */
static void format_needing(struct buffer *out, const struct template_sheets *sheets, const struct field *field, int table)
{
  size_t start = out->length;
  for (size_t p = 0; p < sheets->plan_count; p++) {
    for (const char *at = plan_needing(sheets->plans[p], field, table); *at;) {
      const char *end = strstr(at, "、");
      size_t length = end ? (size_t)(end - at) : strlen(at);
      struct buffer known = { 0 };
      buffer_printf(&known, "、%.*s、", (int)(out->length - start), out->length > start ? out->at + start : "");
      const char *wanted = arena_printf(sheets->arena, "、%.*s、", (int)length, at);
      bool fresh = !memmem(known.at, known.length, wanted, strlen(wanted));
      if (fresh) buffer_printf(out, "%s%.*s", out->length > start ? "、" : "", (int)length, at);
      buffer_free(&known);
      at += length + (end ? strlen("、") : 0);
    }
  }
}

static void format_blank(struct buffer *note, const struct field *field, enum language language)
{
  if (field->has_blank) return;
  enum message blank = field->kind == FIELD_CODE ? MSG_TEMPLATE_BLANK_CODE
                       : field->event            ? MSG_TEMPLATE_BLANK_EVENT
                       : field->optional         ? MSG_TEMPLATE_BLANK_NO
                                                 : MSG_TEMPLATE_BLANK_UNKNOWN;
  buffer_char(note, '\n');
  format_words(note, language, blank);
}

static const char *note_of(const struct template_sheets *sheets, const struct field *field, int table)
{
  struct buffer note = { 0 }, needing = { 0 };
  enum language language = sheets->language;
  buffer_text(&note, field_type_name(field, language == LANGUAGE_ENGLISH));
  if (field->kind == FIELD_MONEY) {
    format_words(&note, language, MSG_COMMA);
    format_words(&note, language, MSG_TEMPLATE_MONEY);
  }
  if (field->unit) buffer_printf(&note, "%s%s", message_name(MSG_COMMA, language), field->unit);
  const char *const *choices = choices_of(sheets->arena, field);
  for (size_t i = 0; choices && choices[i]; i++)
    buffer_printf(&note, "%s%s", i ? " " : message_name(MSG_COLON, language), choices[i]);
  if (field->help) buffer_printf(&note, "\n%s", field->help);
  if (field->part_of) buffer_char(&note, '\n'), message_text(&note, language, MSG_FIELD_NOTE_PART_OF, field->part_of, NULL);
  format_blank(&note, field, language);
  format_needing(&needing, sheets, field, table);
  if (needing.length) {
    buffer_char(&needing, 0);
    buffer_char(&note, '\n');
    message_text(&note, language, MSG_TEMPLATE_NEEDED, needing.at, NULL);
  }
  buffer_free(&needing);
  return buffer_take(sheets->arena, &note).at;
}

static void add_field(struct template_sheets *sheets, struct template_sheet *sheet, const struct field *field, int table)
{
  struct template_column *column = column_new(sheets, sheet);
  *column = (struct template_column){ .heading = heading_of(sheets->arena, field),
                                      .note = note_of(sheets, field, table),
                                      .example = example_of(sheets, field),
                                      .kind = field->kind,
                                      .choices = choices_of(sheets->arena, field),
                                      .share = field->rate };
}

/* A table without a column of codes has its mark in the first that takes a text; one without texts has no example. */
static void mark_example(struct template_sheet *sheet)
{
  for (size_t i = 0; i < sheet->count; i++)
    if (strcmp(sheet->columns[i].example, example_text(MSG_EXAMPLE_MARK)) == 0) return;
  for (size_t i = 0; i < sheet->count; i++)
    if (sheet->columns[i].kind == FIELD_TEXT) {
      sheet->columns[i].example = example_text(MSG_EXAMPLE_MARK);
      return;
    }
  for (size_t i = 0; i < sheet->count; i++) sheet->columns[i].example = "";
}

static void add_companies(struct template_sheets *sheets)
{
  const struct table_kind *companies = &sheets->model->tables[0].kind;
  struct template_sheet *sheet = sheet_new(sheets, companies->name, MSG_TEMPLATE_COMPANIES);
  for (size_t i = 0; i < companies->field_count; i++)
    if (template_asks(sheets, &companies->fields[i])) add_field(sheets, sheet, &companies->fields[i], 0);
}

static void add_table(struct template_sheets *sheets, int number)
{
  const struct table *table = &sheets->model->tables[number];
  struct template_sheet *sheet = NULL;
  for (size_t k = 0; k < table->kind.field_count; k++) {
    bool asks = false;
    for (size_t p = 0; p < sheets->plan_count; p++)
      for (size_t i = 0; i < sheets->plans[p]->table_count; i++)
        if (sheets->plans[p]->tables[i].table == number)
          asks |= table_asks(&sheets->plans[p]->tables[i], table, &table->kind.fields[k]);
    if (asks && !sheet) sheet = sheet_new(sheets, table->kind.name, MSG_TEMPLATE_RECORDS);
    if (asks) add_field(sheets, sheet, &table->kind.fields[k], number);
  }
  if (sheet) mark_example(sheet);
}

/* Tables with fixed headings */

static struct template_column *add_fixed(struct template_sheets *sheets, struct template_sheet *sheet, enum file_column of,
                                         enum field_kind kind, const char *example, enum message note)
{
  struct template_column *column = column_new(sheets, sheet);
  const char *unit = kind == FIELD_MONEY ? yuan_unit_name(100) : NULL, *name = file_column_name(of);
  *column = (struct template_column){ .heading = unit ? arena_printf(sheets->arena, "%s（%s）", name, unit) : name,
                                      .note = message_name(note, sheets->language),
                                      .example = example,
                                      .kind = kind,
                                      .year = of == COLUMN_YEAR };
  return column;
}

/* A list of names, each once; closed by NULL. */
struct names {
  struct arena *arena;
  const char **items;
  size_t count, capacity;
};

static void names_add(struct names *names, const char *name)
{
  for (size_t i = 0; i < names->count; i++)
    if (strcmp(names->items[i], name) == 0) return;
  names->items = arena_grow(names->arena, names->items, names->count, &names->capacity, sizeof *names->items);
  names->items[names->count++] = name;
  names->items = arena_grow(names->arena, names->items, names->count, &names->capacity, sizeof *names->items);
  names->items[names->count] = NULL;
}

static bool take_indicator(const struct node *node, const void *context)
{
  if (node->op == NODE_INDICATOR) names_add((struct names *)(uintptr_t)context, node->text);
  return false;
}

/* Figures that expressions ask, and those of targets that nothing in the list counts. */
static void add_indicators(struct template_sheets *sheets)
{
  struct names names = { .arena = sheets->arena };
  for (size_t i = 0; i < sheets->model->measure_count; i++) {
    const struct measure *measure = sheets->model->measures[i];
    measure_any(measure, take_indicator, &names);
    if (measure->kind == MEASURE_TARGET && !measure->actual) names_add(&names, measure->name);
  }
  if (!names.count) return;
  struct template_sheet *sheet = sheet_new(sheets, figure_table_name(FIGURE_INDICATORS), MSG_TEMPLATE_INDICATORS);
  add_fixed(sheets, sheet, COLUMN_INDICATOR, FIELD_TEXT, example_text(MSG_EXAMPLE_MARK), MSG_TEMPLATE_INDICATOR)->choices =
      names.items;
  add_fixed(sheets, sheet, COLUMN_AREA, FIELD_TEXT, example_text(MSG_EXAMPLE_AREA), MSG_TEMPLATE_AREA);
  add_fixed(sheets, sheet, COLUMN_YEAR, FIELD_COUNT, "2022", MSG_TEMPLATE_YEAR);
  add_fixed(sheets, sheet, COLUMN_VALUE, FIELD_NUMBER, "1500", MSG_TEMPLATE_VALUE);
}

static void add_tasks(struct template_sheets *sheets)
{
  struct names names = { .arena = sheets->arena };
  for (size_t i = 0; i < sheets->model->measure_count; i++) {
    const struct measure *measure = sheets->model->measures[i];
    if (measure->kind == MEASURE_TARGET && (measure->breakdown || !measure->goal)) names_add(&names, measure->name);
  }
  if (!names.count) return;
  struct template_sheet *sheet = sheet_new(sheets, figure_table_name(FIGURE_TASKS), MSG_TEMPLATE_TASKS);
  add_fixed(sheets, sheet, COLUMN_INDICATOR, FIELD_TEXT, example_text(MSG_EXAMPLE_MARK), MSG_TEMPLATE_TARGET)->choices =
      names.items;
  add_fixed(sheets, sheet, COLUMN_YEAR, FIELD_COUNT, "2022", MSG_TEMPLATE_YEAR);
  add_fixed(sheets, sheet, COLUMN_UNIT, FIELD_TEXT, example_text(MSG_EXAMPLE_AREA), MSG_TEMPLATE_UNIT);
  add_fixed(sheets, sheet, COLUMN_TASK, FIELD_NUMBER, "20", MSG_TEMPLATE_TASK);
}

static const char *const *outcomes(struct arena *arena)
{
  const char **names = arena_array(arena, 4, sizeof *names);
  names[0] = outcome_name(NULL, OUTCOME_YES, LANGUAGE_CHINESE);
  names[1] = outcome_name(NULL, OUTCOME_NO, LANGUAGE_CHINESE);
  names[2] = outcome_name(NULL, OUTCOME_PENDING, LANGUAGE_CHINESE);
  return names;
}

/* What is known of the ids that measures look back to. */
struct looked_back {
  struct names names;
  bool totals;
};

static void take_history(void *context, const char *id, enum history_need need)
{
  struct looked_back *back = context;
  names_add(&back->names, id);
  back->totals |= need == HISTORY_TOTAL;
}

static void add_history(struct template_sheets *sheets)
{
  struct looked_back back = { .names = { .arena = sheets->arena } };
  for (size_t i = 0; i < sheets->model->measure_count; i++) measure_looks_back(sheets->model->measures[i], take_history, &back);
  if (!back.names.count) return;
  struct template_sheet *sheet = sheet_new(sheets, message_name(MSG_RECORD_HISTORY, LANGUAGE_CHINESE), MSG_TEMPLATE_HISTORY);
  add_fixed(sheets, sheet, COLUMN_YEAR, FIELD_COUNT, "2021", MSG_TEMPLATE_YEAR);
  add_fixed(sheets, sheet, COLUMN_MEASURE_ID, FIELD_TEXT, example_text(MSG_EXAMPLE_MARK), MSG_TEMPLATE_MEASURE)->choices =
      back.names.items;
  add_fixed(sheets, sheet, COLUMN_OBJECT_CODE, FIELD_CODE, example_text(MSG_EXAMPLE_MARK), MSG_TEMPLATE_OBJECT);
  add_fixed(sheets, sheet, COLUMN_OBJECT_NAME, FIELD_TEXT, example_text(MSG_EXAMPLE_COMPANY), MSG_TEMPLATE_OBJECT_NAME);
  add_fixed(sheets, sheet, COLUMN_OUTCOME, FIELD_TEXT, outcome_name(NULL, OUTCOME_YES, LANGUAGE_CHINESE), MSG_TEMPLATE_OUTCOME)
      ->choices = outcomes(sheets->arena);
  add_fixed(sheets, sheet, COLUMN_AMOUNT, FIELD_MONEY, "100000", MSG_TEMPLATE_PAID);
  if (back.totals) add_fixed(sheets, sheet, COLUMN_DECIDED_TOTAL, FIELD_MONEY, "300000", MSG_TEMPLATE_TOTAL);
}

static bool is_decided(const struct template_sheets *sheets, const struct measure *measure)
{
  for (size_t p = 0; p < sheets->plan_count; p++)
    for (size_t s = 0; s < sheets->plans[p]->subject_count; s++)
      for (size_t i = 0; i < sheets->plans[p]->subjects[s].count; i++) {
        const struct planned *planned = &sheets->plans[p]->subjects[s].measures[i];
        if (planned->measure == measure && planned->discretionary) return true;
      }
  return false;
}

static void add_decisions(struct template_sheets *sheets)
{
  struct names names = { .arena = sheets->arena };
  for (size_t i = 0; i < sheets->model->measure_count; i++)
    if (is_decided(sheets, sheets->model->measures[i])) names_add(&names, sheets->model->measures[i]->id);
  if (!names.count) return;
  struct template_sheet *sheet = sheet_new(sheets, message_name(MSG_RECORD_DECISIONS, LANGUAGE_CHINESE), MSG_TEMPLATE_DECISIONS);
  add_fixed(sheets, sheet, COLUMN_MEASURE_ID, FIELD_TEXT, example_text(MSG_EXAMPLE_MARK), MSG_TEMPLATE_MEASURE)->choices =
      names.items;
  add_fixed(sheets, sheet, COLUMN_OBJECT_CODE, FIELD_CODE, example_text(MSG_EXAMPLE_MARK), MSG_TEMPLATE_OBJECT);
  add_fixed(sheets, sheet, COLUMN_OUTCOME, FIELD_TEXT, outcome_name(NULL, OUTCOME_YES, LANGUAGE_CHINESE), MSG_TEMPLATE_OUTCOME)
      ->choices = outcomes(sheets->arena);
  add_fixed(sheets, sheet, COLUMN_AMOUNT, FIELD_MONEY, "50000", MSG_TEMPLATE_DECIDED);
  add_fixed(sheets, sheet, COLUMN_GROUND, FIELD_TEXT, example_text(MSG_EXAMPLE_GROUND), MSG_TEMPLATE_GROUND);
}

void template_sheets_find(struct template_sheets *sheets)
{
  add_companies(sheets);
  for (size_t i = 1; i < sheets->model->table_count; i++)
    if (figure_table_find(sheets->model->tables[i].kind.name) == FIGURE_TABLES) add_table(sheets, (int)i);
  if (!sheets->plan_count) return;
  add_indicators(sheets);
  add_tasks(sheets);
  add_history(sheets);
  add_decisions(sheets);
}
