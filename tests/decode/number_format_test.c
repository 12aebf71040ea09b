/* What numbers mean under number formats: those of Excel in Chinese and English, WPS and LibreOffice. */
#include "decode/number_format.h"

#include <criterion/criterion.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void expect(const char *code, const struct number_format *display, const char *number, bool dates_1904, const char *shown)
{
  struct buffer out = { 0 };
  bool clear = number_format_number(&out, display, slice_of(number), dates_1904);
  cr_expect(slice_is(buffer_view(&out), shown), "%s under '%s': %.*s", number, code, (int)out.length, out.at);
  cr_expect_eq(clear, display->kind != DISPLAY_UNCLEAR, "%s", code);
  buffer_free(&out);
}

Test(decode_number_format, formats_by_code)
{
  static const struct {
    const char *code, *number, *shown;
  } cases[] = {
    { "General", "1234.5", "1234.5" },
    { "G/通用格式", "12", "12" },
    { "General\"人\"", "12", "12" },
    { "[Red]General", "120", "120" },
    { "General;-General", "120", "120" },
    { "\"共\"General", "120", "120" },
    { "_(General_)", "120", "120" },
    { "G/通用格式\"万元\"", "5", "5万元" },
    { "0\" days\"", "120", "120" },
    { "\\d0", "120", "120" },
    { "@", "12", "12" },
    { "#,##0.00", "1234567.891", "1234567.891" },
    { "0.00_ ", "1.5", "1.5" },
    { "\"¥\"#,##0.00", "1234.5", "¥1234.5" },
    { "[$¥-804]#,##0.00;[Red]\\-[$¥-804]#,##0.00", "1234.5", "¥1234.5" },
    { "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "0", "0" },
    { "_ \"￥\"* #,##0.00_ ", "5", "￥5" },
    { "#,##0.00\"万元\"", "500", "500万元" },
    { "0.00\\ 万元", "500", "500万元" },
    { "0!元", "7", "7元" },
    { "[$$-409]#,##0.00", "500", "$500" },
    { "[$€-2] #,##0", "500", "€500" },
    { "$#,##0", "500", "$500" },
    { "\"约\"0", "50", "50" },
    { "0%", "0.05", "5%" },
    { "0.00%", "0.123456", "12.3456%" },
    { "0%", "-1.5", "-150%" },
    { "0%", "2", "200%" },
    { "000000", "65010", "065010" },
    { "0000", "3911", "3911" },
    { "0000", "39112", "39112" },
    { "0", "39", "39" },
    { "0000-00-00", "20220501", "20220501" },
    { "0.00E+00", "1500000", "1500000" },
    { "0E+00", "15", "15" },
    { "# ?/?", "0.5", "0.5" },
    { "yyyy-mm-dd", "44682", "2022-05-01" },
    { "yyyy/m/d;@", "44682", "2022-05-01" },
    { "yyyy\"年\"m\"月\"d\"日\";@", "44682", "2022-05-01" },
    { "[$-804]yyyy\\年m\\月d\\日", "44682", "2022-05-01" },
    { "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "44682", "2022-05-01" },
    { "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "44682", "2022-05-01" },
    { "m/d", "44682", "2022-05-01" },
    { "mmm-yy", "44682", "2022-05-01" },
    { "e\"年\"", "44682", "2022-05-01" },
    { "aaaa", "44682", "2022-05-01" },
    { "yyyy-mm-dd hh:mm", "44682.5", "2022-05-01 12:00:00" },
    { "yyyy-mm-dd hh:mm", "44681.999999999", "2022-05-01" },
    { "yyyy-mm-dd", "60", "1900-02-29" },
    { "yyyy-mm-dd", "59", "1900-02-28" },
    { "yyyy-mm-dd", "61", "1900-03-01" },
    { "yyyy-mm-dd", "1", "1900-01-01" },
    { "yyyy-mm-dd", "0", "1900-01-00" },
    { "yyyy-mm-dd", "-5", "-5" },
    { "yyyy-mm-dd", "2958466", "2958466" },
    { "yyyy-mm-dd", "4.4682E4", "2022-05-01" },
    { "h:mm AM/PM", "0.75", "18:00:00" },
    { "[h]:mm", "0.25", "06:00:00" },
    { "0!.0,\"万元\"", "12345678", "12345678 [0!.0,\"万元\"]" },
    { "#,##0,", "12345678", "12345678 [#,##0,]" },
    { "0.00,,\"百万\"", "12345678", "12345678 [0.00,,\"百万\"]" },
    { "0\\.0000\"万\"", "12345678", "12345678 [0\\.0000\"万\"]" },
    { "[>=10000]0!.0,\"万\";0", "5", "5 [[>=10000]0!.0,\"万\";0]" },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct number_format display = number_format_parse(&arena, slice_of(cases[i].code));
    expect(cases[i].code, &display, cases[i].number, false, cases[i].shown);
  }
  arena_free(&arena);
}

Test(decode_number_format, formats_by_number)
{
  static const struct {
    unsigned number;
    const char *value, *shown;
  } cases[] = {
    { 0, "5", "5" },
    { 2, "5.25", "5.25" },
    { 9, "0.05", "5%" },
    { 10, "0.05", "5%" },
    { 14, "44682", "2022-05-01" },
    { 17, "44682", "2022-05-01" },
    { 22, "44682", "2022-05-01" },
    { 20, "0.5", "12:00:00" },
    { 31, "44682", "2022-05-01" },
    { 33, "0.5", "12:00:00" },
    { 57, "44682", "2022-05-01" },
    { 58, "44682", "2022-05-01" },
    { 44, "5", "5" },
    { 49, "5", "5" },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct number_format display;
    cr_expect(number_format_built_in(cases[i].number, &display));
    expect("built in", &display, cases[i].value, false, cases[i].shown);
  }
}

Test(decode_number_format, the_system_of_1904)
{
  static const struct number_format day = { .kind = DISPLAY_DATE };
  expect("1904", &day, "43220", true, "2022-05-01");
  expect("1904", &day, "0", true, "1904-01-01");
}

Test(decode_number_format, plain_numbers)
{
  static const struct {
    const char *kept, *plain;
  } cases[] = {
    { "0", "0" },
    { "-5", "-5" },
    { "12.0", "12" },
    { "0.1", "0.1" },
    { "007", "7" },
    { ".5", "0.5" },
    { "5.", "5" },
    { "33333.330000000002", "33333.33" },
    { "0.30000000000000004", "0.3" },
    { "99999.999999999999", "100000" },
    { "1.5E-2", "0.015" },
    { "1.2E+6", "1200000" },
    { "1E3", "1000" },
    { "4.4999999999999998E-2", "0.045" },
    { "123456789012345", "123456789012345" },
    { "1.23456789012345E+14", "123456789012345" },
    { "9.16501007000000E+17", "9.16501007000000E+17" },
    { "916501007012345678", "916501007012345678" },
    { "-1234.50", "-1234.5" },
    { "#N/A", "#N/A" },
    { "1e", "1e" },
    { "--1", "--1" },
    { "1.2.3", "1.2.3" },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct buffer out = { 0 };
    number_plain(&out, slice_of(cases[i].kept));
    cr_expect(slice_is(buffer_view(&out), cases[i].plain), "%s: %.*s", cases[i].kept, (int)out.length, out.at);
    buffer_free(&out);
  }
}
