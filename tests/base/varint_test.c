/* Numbers and texts as bytes: what was written is read, and what is not there is noticed. */
#include "base/varint.h"

#include <criterion/criterion.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

Test(base_varint, numbers)
{
  static const int64_t numbers[] = { 0, 1, -1, 63, 64, -64, -65, 127, 128, 16383, 16384, INT32_MAX, INT64_MAX, INT64_MIN };
  static const size_t bytes[] = { 1, 1, 1, 1, 2, 1, 2, 2, 2, 3, 3, 5, 10, 10 };
  for (size_t i = 0; i < COUNT(numbers); i++) {
    struct buffer out = { 0 };
    format_signed_varint(&out, numbers[i]);
    cr_assert_eq(out.length, bytes[i], "%lld takes %zu bytes", (long long)numbers[i], out.length);
    format_varint(&out, (uint64_t)numbers[i]);
    struct byte_reader reader = byte_reader_of(buffer_view(&out));
    cr_assert_eq(read_signed_varint(&reader), numbers[i]);
    cr_assert_eq(read_varint(&reader), (uint64_t)numbers[i]);
    cr_assert(!reader.broken && reader.at == reader.end);
    buffer_free(&out);
  }
}

Test(base_varint, what_is_not_there)
{
  static const struct {
    const char *name;
    struct slice bytes;
  } cases[] = {
    { "nothing", { "", 0 } },
    { "a number that goes on", { "\xFF\xFF", 2 } },
    { "a number that does not end", { "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 11 } },
    { "a text longer than what is there",
      { "\x05"
        "abc",
        4 } },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct byte_reader reader = byte_reader_of(cases[i].bytes);
    cr_assert_eq(read_sized(&reader).length, 0, "%s", cases[i].name);
    cr_assert(reader.broken, "%s", cases[i].name);
    cr_assert_eq(read_varint(&reader), 0);
    cr_assert_null(read_bytes(&reader, 1));
  }
}

Test(base_varint, texts)
{
  struct buffer out = { 0 };
  format_sized(&out, SLICE("惠企"));
  format_sized(&out, SLICE(""));
  struct byte_reader reader = byte_reader_of(buffer_view(&out));
  cr_assert(slice_is(read_sized(&reader), "惠企"));
  cr_assert_eq(read_sized(&reader).length, 0);
  cr_assert(!reader.broken && reader.at == reader.end);
  buffer_free(&out);
}
