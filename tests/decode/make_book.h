/* Workbooks for tests, made of the parts given: whatever XML a producer may write, right or wrong. */
#ifndef TESTS_MAKE_BOOK_H
#define TESTS_MAKE_BOOK_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#define XLSX_PATH "/tmp/huiqi-book-XXXXXX"

struct book {
  const char *rows;       /* inside <sheetData>; NULL with `sheet` given */
  const char *behind;     /* behind </sheetData>: merged cells */
  const char *sheet;      /* the whole part instead */
  const char *formats;    /* inside <styleSheet> */
  const char *strings;    /* inside <sst> */
  const char *sheets;     /* inside <sheets> */
  const char *properties; /* attributes of workbookPr */
};

static inline void xlsx_writer_part(zip_t *zip, const char *name, const char *text)
{
  char *copy = strdup(text);
  zip_source_t *source = zip_source_buffer(zip, copy, strlen(copy), 1);
  cr_assert(source && zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) >= 0);
}

static inline void xlsx_writer_printed(zip_t *zip, const char *name, const char *before, const char *text, const char *after)
{
  size_t room = strlen(before) + strlen(text) + strlen(after) + 1;
  char *whole = malloc(room);
  snprintf(whole, room, "%s%s%s", before, text, after);
  xlsx_writer_part(zip, name, whole);
  free(whole);
}

/* `name` ends in XXXXXX and receives a name. */
static inline void xlsx_writer_make(char *name, const struct book *book)
{
  strcpy(name + strlen(name) - 6, "XXXXXX");
  close(mkstemp(name));
  zip_t *zip = zip_open(name, ZIP_CREATE | ZIP_TRUNCATE, NULL);
  cr_assert(zip != NULL);
  xlsx_writer_part(
      zip, "_rels/.rels",
      "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>");
  xlsx_writer_part(zip, "xl/_rels/workbook.xml.rels",
                   "<Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>"
                   "<Relationship Id='r2' Type='http://x/worksheet' Target='/xl/worksheets/sheet2.xml'/>"
                   "<Relationship Id='r3' Type='http://x/chartsheet' Target='chart.xml'/>"
                   "<Relationship Id='r4' Type='http://x/styles' Target='styles.xml'/>"
                   "<Relationship Id='r5' Type='http://x/sharedStrings' Target='./sharedStrings.xml'/></Relationships>");
  const char *sheets = book->sheets ? book->sheets : "<sheet name='名单' sheetId='1' r:id='r1'/>";
  size_t room = strlen(sheets) + 2048;
  char *top = malloc(room);
  snprintf(top, room, "<x:workbook xmlns:x='x' xmlns:r='r'><x:workbookPr %s/><x:sheets>%s</x:sheets></x:workbook>",
           book->properties ? book->properties : "", sheets);
  xlsx_writer_part(zip, "xl/workbook.xml", top);
  free(top);
  if (book->formats) xlsx_writer_printed(zip, "xl/styles.xml", "<styleSheet>", book->formats, "</styleSheet>");
  if (book->strings) xlsx_writer_printed(zip, "xl/sharedStrings.xml", "<sst>", book->strings, "</sst>");
  if (book->sheet) xlsx_writer_part(zip, "xl/worksheets/sheet1.xml", book->sheet);
  else {
    char behind[1024];
    snprintf(behind, sizeof behind, "</sheetData>%s</worksheet>", book->behind ? book->behind : "");
    xlsx_writer_printed(zip, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>", book->rows, behind);
  }
  xlsx_writer_part(zip, "xl/worksheets/sheet2.xml",
                   "<worksheet><sheetData><row><c t='inlineStr'><is><t>second</t></is></c></row></sheetData></worksheet>");
  cr_assert_eq(zip_close(zip), 0);
}

#endif
