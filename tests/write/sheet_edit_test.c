/* Columns appended to a sheet: what is written, and that everything else keeps its bytes. */
#include "write/sheet_edit.h"

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "decode/source.h"
#include "tests/write/own_folder.h"

TestSuite(write_sheet_edit, .init = enter, .fini = leave);

#define HEAD    "<?xml version=\"1.0\"?><worksheet xmlns=\"m\">"
#define ADDED_1 "<c r=\"C1\" s=\"7\" t=\"inlineStr\"><is><t xml:space=\"preserve\">合计</t></is></c>"
#define ADDED_2                                                                                                                  \
  "<c r=\"C2\"><v>12.5</v></c><c r=\"D2\" t=\"inlineStr\"><is><t xml:space=\"preserve\">&lt;a&gt; &amp; b</t></is></c>"
#define COLS "<cols><col min=\"3\" max=\"4\" width=\"18\" customWidth=\"1\"/></cols>"

static struct package *package_with(const char *sheet, size_t length)
{
  struct package_part part = { "sheet.xml", { sheet, length } };
  cr_assert(package_write("book.xlsx", &part, 1, &fault), "%s", fault.text);
  int file = open("book.xlsx", O_RDONLY);
  return package_open(&arena, file, "book.xlsx", &fault);
}

/* Row 1 gets one cell, row 2 two; like the first column. NULL: refused. */
static const char *edited(const char *sheet, size_t length)
{
  static const struct edit_cell rows[2][2] = { { { SLICE("合计"), false }, { { "", 0 }, false } },
                                               { { SLICE("12.5"), true }, { SLICE("<a> & b"), false } } };
  struct package *package = package_with(sheet, length);
  struct sheet_survey survey;
  static char text[4096];
  int into = file_unnamed();
  if (!sheet_survey_read(package, "sheet.xml", 1, &survey, &fault)) return NULL;
  struct part *part = part_open(&arena, package, "sheet.xml", PART_SHEET, &fault);
  struct sheet_edit *edit = sheet_edit_open(&arena, part, into, &survey, 2, 0, &fault);
  if (!edit) return NULL;
  bool good =
      sheet_edit_row(edit, 1, rows[0], &fault) && sheet_edit_row(edit, 2, rows[1], &fault) && sheet_edit_end(edit, &fault);
  sheet_edit_close(edit);
  memset(text, 0, sizeof text);
  cr_assert(pread(into, text, sizeof text - 1, 0) >= 0);
  close(into);
  return good ? text : NULL;
}

static const struct {
  const char *name, *before, *after;
} cases[] = {
  { "plain: a heading with the look of its row, no widths before",
    HEAD "<dimension ref=\"A1:B2\"/><sheetData><row r=\"1\" spans=\"1:2\" ht=\"20\"><c r=\"A1\" s=\"7\"><v>1</v></c><c "
         "r=\"B1\"><v>2</v></c></row>"
         "<row r=\"2\"><c r=\"A2\"><v>1</v></c></row><row r=\"3\"/></sheetData></worksheet>",
    HEAD "<dimension ref=\"A1:D2\"/>" COLS
         "<sheetData><row r=\"1\" ht=\"20\"><c r=\"A1\" s=\"7\"><v>1</v></c><c r=\"B1\"><v>2</v></c>" ADDED_1
         "<c r=\"D1\" s=\"7\"/></row><row r=\"2\"><c r=\"A2\"><v>1</v></c>" ADDED_2
         "</row><row r=\"3\"/></sheetData></worksheet>" },
  { "empty cells in the way keep their look, those behind their place",
    HEAD "<cols><col min=\"1\" max=\"2\"/></cols><sheetData><row r=\"1\"><c r=\"A1\" s=\"7\"><v>1</v></c><c "
         "r=\"B1\"><v>2</v></c></row>"
         "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\" s=\"4\"/><c r=\"D2\" s=\"5\"></c><c r=\"F2\" "
         "s=\"6\"/></row></sheetData></worksheet>",
    HEAD "<cols><col min=\"1\" max=\"2\"/><col min=\"3\" max=\"4\" width=\"18\" customWidth=\"1\"/></cols><sheetData><row "
         "r=\"1\"><c r=\"A1\" s=\"7\"><v>1</v></c>"
         "<c r=\"B1\"><v>2</v></c>" ADDED_1
         "<c r=\"D1\" s=\"7\"/></row><row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"C2\" s=\"4\"><v>12.5</v></c>"
         "<c r=\"D2\" s=\"5\" t=\"inlineStr\"><is><t xml:space=\"preserve\">&lt;a&gt; &amp; b</t></is></c><c r=\"F2\" "
         "s=\"6\"/></row></sheetData></worksheet>" },
  { "comments, sections and marks in attributes are no tags; what stands behind the rows is left alone",
    HEAD "<cols><col min=\"1\" max=\"9\"/></cols><!-- <row r=\"1\"/> --><sheetData><row r=\"1\" x=\"a>b\"><c r=\"A1\" "
         "s=\"7\"><is><t><![CDATA[</row>]]></t></is></c>"
         "<c r='B1'><v>2</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row></sheetData><x><row r=\"3\" "
         "spans=\"1:1\"/></x></worksheet>",
    HEAD "<cols><col min=\"1\" max=\"9\"/></cols><!-- <row r=\"1\"/> --><sheetData><row r=\"1\" x=\"a>b\"><c r=\"A1\" "
         "s=\"7\"><is><t><![CDATA[</row>]]></t></is></c>"
         "<c r='B1'><v>2</v></c>" ADDED_1 "<c r=\"D1\" s=\"7\"/></row><row r=\"2\"><c r=\"A2\"><v>1</v></c>" ADDED_2
         "</row></sheetData><x><row r=\"3\" spans=\"1:1\"/></x></worksheet>" },
  { "a merge reaches beyond the last cell",
    HEAD "<cols/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c></row></sheetData>"
         "<mergeCells><mergeCell ref=\"A2:B2\"/></mergeCells></worksheet>",
    HEAD "<cols/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"C1\" t=\"inlineStr\"><is><t "
         "xml:space=\"preserve\">合计</t></is></c></row>"
         "<row r=\"2\"><c r=\"A2\"><v>1</v></c>" ADDED_2
         "</row></sheetData><mergeCells><mergeCell ref=\"A2:B2\"/></mergeCells></worksheet>" },
};

Test(write_sheet_edit, adds_cells_and_nothing_else)
{
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *found = edited(cases[i].before, strlen(cases[i].before));
    cr_assert(found, "%s: %s", cases[i].name, fault.text);
    cr_expect_str_eq(found, cases[i].after, "%s:\n%s\n%s", cases[i].name, found, cases[i].after);
  }
}

Test(write_sheet_edit, refuses_what_it_cannot_edit)
{
  static const char wide[] = "\xFF\xFE<\0w\0/\0>\0", declared[] = "<?xml version=\"1.0\" encoding=\"GBK\"?><w/>";
  static const char short_of_rows[] = HEAD "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>";
  cr_expect_not(edited(wide, sizeof wide - 1));
  cr_expect_eq(fault.message, MSG_INTO_ENCODING);
  cr_expect_not(edited(declared, sizeof declared - 1));
  cr_expect_not(edited(short_of_rows, sizeof short_of_rows - 1));
  cr_expect_eq(fault.message, MSG_WORKBOOK_BROKEN);
}
