/* Empty lists as workbooks, for `huiqi fields --template`. */
#include "write/template.h"

#include "base/decimal.h"
#include "decode/unicode.h"
#include "write/xlsx_writer.h"
#include "write/atomic_file.h"

struct template
{
  const char *sheet;
  const struct template_column *columns;
  size_t count;
};

static enum book_style style_of(enum field_kind kind)
{
  switch (kind) {
  case FIELD_MONEY: return XLSX_MONEY;
  case FIELD_COUNT: return XLSX_WHOLE;
  case FIELD_DATE: return XLSX_DATE;
  case FIELD_TEXT:
  case FIELD_CODE:
  case FIELD_REGION:
  case FIELD_INDUSTRY: return XLSX_CODE;
  case FIELD_NUMBER:
  case FIELD_YESNO:
  case FIELD_CHOICE:
  case FIELD_KINDS: return XLSX_PLAIN;
  }
  return XLSX_PLAIN;
}

static double width_of(const struct field *field, const char *heading)
{
  enum { CODE = 22, NAME = 32, LEAST = 11, AROUND = 4 };
  double width = (double)display_width(slice_of(heading)) + AROUND;
  if (field->kind == FIELD_CODE) return CODE;
  if (slice_is(slice_of(field->name), "企业名称")) return NAME;
  return width < LEAST ? LEAST : width;
}

static void put_column(struct arena *arena, struct book_sheet *sheet, uint16_t at, const struct template_column *column)
{
  const char *const answers[] = { message_name(MSG_YES, LANGUAGE_CHINESE), message_name(MSG_NO, LANGUAGE_CHINESE), NULL };
  const struct field *field = column->field;
  const char *heading =
      field->kind == FIELD_MONEY ? arena_printf(arena, "%s（%s）", field->name, yuan_unit_name(FEN_WAN)) : field->name;
  const char **choices = arena_array(arena, field->choice_count + 1, sizeof *choices);
  for (size_t i = 0; i < field->choice_count; i++) choices[i] = field->choices[i];
  xlsx_writer_text(sheet, 0, at, XLSX_HEADING, slice_of(heading));
  xlsx_writer_column(sheet, at, width_of(field, heading), style_of(field->kind));
  if (*column->note) xlsx_writer_note(sheet, 0, at, column->note);
  if (field->kind == FIELD_YESNO) xlsx_writer_choices(sheet, at, answers);
  if (field->kind == FIELD_CHOICE) xlsx_writer_choices(sheet, at, choices);
}

static bool make(void *context, const char *path, struct fault *fault)
{
  const struct template *template = context;
  struct arena arena = { 0 };
  struct book *book = xlsx_writer_open(&arena, path, false, fault);
  struct book_sheet *sheet = book ? xlsx_writer_sheet(book, slice_of(template->sheet), fault) : NULL;
  size_t count = template->count < XLSX_COLUMNS ? template->count : XLSX_COLUMNS;
  for (size_t i = 0; sheet && i < count; i++) put_column(&arena, sheet, (uint16_t)i, &template->columns[i]);
  if (sheet) xlsx_writer_frame(sheet, 1, (uint16_t)count);
  bool made = sheet && xlsx_writer_close(book, fault);
  if (!sheet) xlsx_writer_abandon(book);
  arena_free(&arena);
  return made;
}

bool template_write(const char *path, const char *sheet, const struct template_column *columns, size_t count, struct fault *fault)
{
  struct template template = { sheet, columns, count };
  return atomic_file_made(path, make, &template, fault);
}
