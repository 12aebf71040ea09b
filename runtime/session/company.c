/* One company as a list of one row. */
#include "session/company.h"

bool company_cell(struct arena *arena, const struct table_kind *companies, enum language language,
                  const struct request_setting *setting, const struct field **field, struct cell *cell, struct fault *fault)
{
  struct slice key = slice_of(setting->key);
  struct cell_problem problem;
  *field = field_find(companies, key);
  if (!*field) {
    const char *nearest = field_nearest(companies, key);
    return fault_set(fault, FAULT_USAGE, MSG_PROMPT_FIELD, setting->key, nearest ? nearest : "", NULL);
  }
  if (cell_read(arena, *field, NULL, slice_of(setting->text), cell, &problem)) return true;
  struct buffer said = { 0 };
  struct slice arguments[2];
  int count = 0;
  while (count < 2 && problem.argument[count]) arguments[count] = slice_of(problem.argument[count]), count++;
  format_message(&said, language, problem.message, arguments, count);
  buffer_char(&said, 0);
  fault_set(fault, FAULT_USAGE, MSG_PROMPT_VALUE, (*field)->name, setting->text, said.at, NULL);
  buffer_free(&said);
  return false;
}

bool company_set(struct arena *arena, const struct table_kind *companies, enum language language, struct memory_list *one,
                 const struct request_setting *settings, size_t count, struct fault *fault)
{
  for (size_t i = 0; i < count; i++) {
    const struct field *field;
    struct cell cell;
    if (!company_cell(arena, companies, language, &settings[i], &field, &cell, fault)) return false;
    if (!memory_list_set(one, field, 0, &cell)) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_COLUMN, field->name, NULL);
  }
  return true;
}

struct memory_list *company_row(struct arena *arena, const struct table_kind *companies, const struct memory_list *list,
                                uint32_t row)
{
  struct memory_list *one = memory_list_blank(companies);
  for (size_t i = 0; i < companies->field_count; i++) {
    const struct field *field = &companies->fields[i];
    struct cell cell;
    if (!memory_list_value(list, field, row, &cell) && field->optional) continue;
    cell.text = slice_copy(arena, cell.text);
    memory_list_set(one, field, 0, &cell);
  }
  return one;
}
