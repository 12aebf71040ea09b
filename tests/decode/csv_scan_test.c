/* CSV scanner: the vector way against the plain way, and the splitter that rests on it against libcsv. */
#include "decode/csv_scan.h"

#include <criterion/criterion.h>
#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "decode/csv_reader.h"

/* libcsv alone, in the same rendering but without lines and limits on columns. */
static void render_cell(void *text, size_t length, void *out)
{
  buffer_bytes(out, text, length);
  buffer_char(out, '|');
}

static void render_end(int c, void *out)
{
  const struct buffer *buffer = out;
  (void)c;
  if (buffer->length && buffer->at[buffer->length - 1] != ';') buffer_char(out, ';');
}

static int no_space(unsigned char c)
{
  (void)c;
  return 0;
}

static void split_with_libcsv(struct buffer *out, struct slice text)
{
  struct csv_parser parser;
  csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_EMPTY_IS_NULL);
  csv_set_space_func(&parser, no_space);
  cr_assert_eq(csv_parse(&parser, text.at, text.length, render_cell, render_end, out), text.length);
  cr_assert_eq(csv_fini(&parser, render_cell, render_end, out), 0);
  csv_free(&parser);
}

static void split_directly(struct buffer *out, struct slice text, size_t columns, size_t capacity)
{
  struct arena arena = { 0 };
  struct csv_reader *rows = csv_reader_new(&arena, capacity, columns);
  uint32_t *wanted = arena_array(&arena, columns, sizeof *wanted), line = 0;
  struct fault fault = { 0 };
  for (uint32_t k = 0; k < columns; k++) wanted[k] = k;
  for (size_t offset = 0; offset < text.length;) {
    rows->count = 0;
    cr_assert(csv_reader_split(rows, &arena, text, ',', &csv_reader_default_limits, wanted, &offset, &line, &fault));
    for (size_t row = 0; row < rows->count; row++) {
      for (size_t k = 0; k < rows->width[row]; k++)
        render_cell((void *)(uintptr_t)rows->cells[k][row].at, rows->cells[k][row].length, out);
      buffer_char(out, ';');
    }
  }
  arena_free(&arena);
}

static int how_many(int kind)
{
  return kind == 0 ? 5000 : kind < 3 ? 1 : 1 + rand() % 40;
}

/* Text of a quoted cell: separators, line ends and doubled quotes among it, or none. */
static void make_quoted_text(struct buffer *out, int length)
{
  static const char *const pieces[] = { "\"\"", ",", "\n", "\r\n", "\r", "市" };
  bool plain = rand() % 3;
  buffer_char(out, '"');
  for (; length > 0; length--)
    if (plain || rand() % 4) buffer_char(out, (char)('a' + length % 26));
    else buffer_text(out, pieces[(size_t)rand() % (sizeof pieces / sizeof *pieces)]);
  buffer_char(out, '"');
}

/* Lengths around every size that matters: a word of 64 bytes, a full index, a text of many indexes. Of a hundred cells `quoted`
 * are so. */
static void make_any_record(struct buffer *out, int quoted)
{
  static const char *const ends[] = { "\n", "\r\n", "\r", "\r\n\r\n" };
  int kind = rand() % 100, cells = how_many(kind), longest = kind == 3 ? 3000 : 1 + rand() % 30;
  for (int i = 0; i < cells; i++) {
    int length = rand() % longest;
    if (i) buffer_char(out, ',');
    if (rand() % 100 < quoted) make_quoted_text(out, length);
    else
      for (int n = length; n > 0; n--) buffer_char(out, (char)(n % 7 ? 'a' + n % 26 : 0xE5));
  }
  buffer_text(out, ends[rand() % 4]);
}

Test(decode_csv_scan, direct_way_agrees_with_libcsv)
{
  static const int quoted[] = { 0, 100, 30, 2 };
  struct buffer text = { 0 }, wanted = { 0 }, got = { 0 };
  srand(3);
  for (int round = 0; round < 32; round++) {
    buffer_reset(&text);
    buffer_reset(&wanted);
    buffer_reset(&got);
    for (int n = 0; n < 600; n++) make_any_record(&text, quoted[round % 4]);
    split_with_libcsv(&wanted, buffer_view(&text));
    split_directly(&got, buffer_view(&text), 5000, 1 + (size_t)rand() % 300);
    cr_assert(slice_equal(buffer_view(&got), buffer_view(&wanted)), "round %d", round);
  }
  buffer_free(&text);
  buffer_free(&wanted);
  buffer_free(&got);
}

/* The last record end, found by going through the records one by one. */
static size_t cut_slowly(struct slice text)
{
  size_t cut = 0;
  for (;;) {
    struct scan_shape shape;
    struct slice rest = { text.at + cut, text.length - cut };
    size_t end = scan_record(rest, ',', &shape);
    if (shape.open || end == rest.length) return cut;
    bool crlf = rest.at[end] == '\r' && end + 1 < rest.length && rest.at[end + 1] == '\n';
    if (rest.at[end] == '\r' && end + 1 == rest.length) return cut; /* its LF may follow */
    cut += end + 1 + crlf;
  }
}

/* Quoted text, sometimes with a quote that breaks the rules, cut off at every byte. */
Test(decode_csv_scan, cut_agrees_with_records_gone_through_one_by_one)
{
  struct buffer text = { 0 };
  srand(5);
  for (int round = 0; round < 40; round++) {
    buffer_reset(&text);
    while (text.length < 400) {
      make_any_record(&text, 60);
      if (rand() % 8 == 0) buffer_text(&text, rand() % 2 ? "6\" x," : "\"a\" \"b\",");
    }
    for (size_t length = 0; length <= text.length && length < 1200; length++) {
      struct slice head = { text.at, length };
      size_t got = csv_reader_cut(head, ',', false), wanted = cut_slowly(head);
      cr_assert_eq(got, wanted, "round %d, %zu bytes: %zu, not %zu", round, length, got, wanted);
    }
  }
  buffer_free(&text);
}

Test(decode_csv_scan, vector_masks_agree_with_plain_ones)
{
  char text[64];
  srand(2);
  for (int round = 0; round < 20000; round++) {
    for (int i = 0; i < 64; i++) text[i] = rand() % 3 ? ",\n\r\"\t;"[rand() % 6] : (char)rand();
    struct scan_masks a = scan_64(text, ';'), b = scan_64_plain(text, ';');
    cr_assert(a.mark == b.mark && a.end == b.end && a.quote == b.quote, "round %d", round);
  }
}

static const struct {
  const char *text;
  size_t length;
  struct scan_shape shape;
} records[] = { { "", 0, { 0 } },
                { "abc", 3, { 0 } },
                { "a\nb\"", 1, { 0 } },
                { "\"a\nb\"\rc", 5, { .quoted = true } },
                { "\"a\"\"\n\"\n", 6, { .quoted = true } },
                { "a\"b\nc", 3, { .quoted = true } },
                { "a\",\"b\nc\"\nd", 8, { .quoted = true } },
                { "x,\"a\nb", 6, { .quoted = true, .open = true } },
                { "\"a\"b\"c\"\nd", 7, { .quoted = true } },
                { "\"a\"b\"c\nd", 6, { .quoted = true, .lost = true } } };

Test(decode_csv_scan, record_and_quotes)
{
  for (size_t i = 0; i < sizeof records / sizeof *records; i++) {
    struct scan_shape shape, wanted = records[i].shape;
    cr_expect_eq(scan_record(slice_of(records[i].text), ',', &shape), records[i].length, "case %zu", i);
    cr_expect(shape.quoted == wanted.quoted && shape.open == wanted.open && shape.lost == wanted.lost, "case %zu", i);
  }
}
