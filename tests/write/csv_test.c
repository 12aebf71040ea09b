/* CSV: what is written reads back as the same cells, and no spreadsheet runs any of it. */
#include "write/csv.h"

#include <criterion/criterion.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

Test(write_csv, cells)
{
  static const struct {
    const char *cell, *written;
  } cases[] = {
    { "", "" },
    { "天山软件", "天山软件" },
    { "a,b", "\"a,b\"" },
    { "a\"b", "\"a\"\"b\"" },
    { "\"", "\"\"\"\"" },
    { "a\nb", "\"a\nb\"" },
    { "a\r\nb", "\"a\r\nb\"" },
    { " a", "\" a\"" },
    { "a ", "\"a \"" },
    { "a b", "a b" },
    { "a;b\tc", "a;b\tc" },
    { "100000", "100000" },
    { "33333.33", "33333.33" },
    { "-5", "-5" },
    { "-33333.33", "-33333.33" },
    { "+5", "+5" },
    { "-1,234.50", "\"-1,234.50\"" },
    { "-3.5%", "-3.5%" },
    { "=1+1", "'=1+1" },
    { "=A1,B1", "\"'=A1,B1\"" },
    { "=\"a\"", "\"'=\"\"a\"\"\"" },
    { "+86 991", "'+86 991" },
    { "-", "'-" },
    { "--1", "'--1" },
    { "-1-1", "'-1-1" },
    { "-1e5", "'-1e5" },
    { "-%", "'-%" },
    { "-,5", "\"'-,5\"" },
    { "@SUM(A1)", "'@SUM(A1)" },
    { "\t=1", "'\t=1" },
    { "\r=1", "\"'\r=1\"" },
    { "'=1", "'=1" },
    { "1=1", "1=1" },
    { "—", "—" },
    { "＝1", "＝1" },
  };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT(cases); i++) {
    buffer_reset(&out);
    csv_cell(&out, slice_of(cases[i].cell));
    cr_expect(slice_is(buffer_view(&out), cases[i].written), "\"%s\": \"%.*s\"", cases[i].cell, (int)out.length, out.at);
  }
  buffer_free(&out);
}

Test(write_csv, rows)
{
  struct buffer out = { 0 };
  csv_row(&out, "措施编号", "措施", "金额（元）", NULL);
  csv_cell(&out, SLICE("U22-1"));
  csv_next(&out, SLICE("a,b"));
  csv_next(&out, SLICE(""));
  csv_end(&out);
  cr_expect(slice_is(buffer_view(&out), "措施编号,措施,金额（元）\r\nU22-1,\"a,b\",\r\n"));
  buffer_free(&out);
}

/* Wherever in a cell of whatever length it stands, what would break the line puts the cell in quotes. */
Test(write_csv, every_place_of_a_mark)
{
  static const char marks[] = { ',', '"', '\r', '\n', ';', '\0', '\'', '\t', '-', '!', (char)0xAC };
  struct buffer out = { 0 };
  char text[70];
  for (size_t mark = 0; mark < COUNT(marks); mark++)
    for (size_t length = 1; length <= sizeof text; length++)
      for (size_t place = 0; place < length; place++) {
        memset(text, 'x', length);
        text[place] = marks[mark];
        buffer_reset(&out);
        csv_cell(&out, (struct slice){ text, length });
        cr_assert_eq(out.at[0] == '"', mark < 4, "mark %zu at %zu of %zu", mark, place, length);
      }
  buffer_free(&out);
}

Test(write_csv, zero_bytes_and_long_cells)
{
  struct buffer out = { 0 }, cell = { 0 };
  for (int i = 0; i < 100000; i++) buffer_char(&cell, i % 1000 ? 'x' : '"');
  csv_cell(&out, buffer_view(&cell));
  cr_expect_eq(out.length, 100000 + 100 + 2);
  buffer_reset(&out);
  csv_cell(&out, (struct slice){ "a\0b", 3 });
  cr_expect_eq(out.length, 3);
  buffer_free(&out);
  buffer_free(&cell);
}
