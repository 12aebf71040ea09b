/* Source: every encoding at every size of read, and everything that is not text. */
#include "decode/source.h"

#include <criterion/criterion.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define BYTES(literal)                                                                                                           \
  {                                                                                                                              \
    literal, sizeof(literal) - 1                                                                                                 \
  }

static char path[] = "/tmp/huiqi-source-XXXXXX";

static void write_file(struct slice bytes)
{
  int file = mkstemp(path);
  cr_assert_geq(file, 0);
  cr_assert_eq(write(file, bytes.at, bytes.length), (ssize_t)bytes.length);
  close(file);
}

static void remove_file(void)
{
  unlink(path);
  memcpy(path + sizeof path - 7, "XXXXXX", 6);
}

/* All of the file through reads of `capacity` bytes; false with the fault. */
static bool read_all(struct buffer *out, const char *name, size_t capacity, enum encoding *encoding, struct fault *fault)
{
  struct arena arena = { 0 };
  struct source *source = source_open(&arena, name, false, fault);
  char *into = memory_alloc(capacity);
  size_t got = 1;
  bool good = source != NULL;
  buffer_reset(out);
  while (good && got) {
    good = source_read(source, into, capacity, &got, fault);
    if (good) buffer_bytes(out, into, got);
  }
  if (source) *encoding = source_encoding(source);
  if (source) source_close(source);
  memory_free(into);
  arena_free(&arena);
  return good;
}

static void encode(struct buffer *out, struct slice text, const char *encoding)
{
  iconv_t converter = iconv_open(encoding, "UTF-8");
  size_t room = text.length * 4 + 4, left = text.length;
  char *bytes = memory_alloc(room), *to = bytes, *from = (char *)(uintptr_t)text.at;
  cr_assert_neq(iconv(converter, &from, &left, &to, &room), (size_t)-1);
  buffer_bytes(out, bytes, (size_t)(to - bytes));
  memory_free(bytes);
  iconv_close(converter);
}

static const struct {
  const char *name, *mark, *iconv_name;
  enum encoding encoding;
} encodings[] = {
  { "UTF-8", "", "UTF-8", ENCODING_UTF8 },
  { "UTF-8 with a mark", "\xEF\xBB\xBF", "UTF-8", ENCODING_UTF8 },
  { "GB18030", "", "GB18030", ENCODING_GB18030 },
  { "GB18030 with a mark", "\x84\x31\x95\x33", "GB18030", ENCODING_GB18030 },
  { "GBK", "", "GBK", ENCODING_GB18030 },
  { "UTF-16LE with a mark", "\xFF\xFE", "UTF-16LE", ENCODING_UTF16LE },
  { "UTF-16BE with a mark", "\xFE\xFF", "UTF-16BE", ENCODING_UTF16BE },
  { "UTF-16LE", "", "UTF-16LE", ENCODING_UTF16LE },
  { "UTF-16BE", "", "UTF-16BE", ENCODING_UTF16BE },
};

/* `ascii` bytes without Chinese, then `records` lines with it. */
static void make_text(struct buffer *out, size_t ascii, int records)
{
  buffer_reset(out);
  while (out->length + 1 < ascii) buffer_char(out, out->length % 40 == 39 ? '\n' : out->length % 9 == 8 ? ',' : 'a');
  if (ascii) buffer_char(out, '\n');
  for (int i = 0; i < records; i++) buffer_printf(out, "%d,乌鲁木齐市科技%d有限公司,（是）,Ⅰ类\r\n", i, i * 7);
}

Test(decode_source, encodings, .fini = remove_file)
{
  static const size_t ascii[] = { 0, 1, 100, 65535, 65536, 131069, 131070, 200000 }, capacities[] = { 16, 17, 9999, 1 << 20 };
  static const int records[] = { 1, 40, 3000 };
  struct buffer text = { 0 }, bytes = { 0 }, got = { 0 };
  for (size_t e = 0; e < COUNT(encodings); e++)
    for (size_t a = 0; a < COUNT(ascii); a++)
      for (size_t r = 0; r < COUNT(records); r++) {
        make_text(&text, ascii[a], records[r]);
        buffer_reset(&bytes);
        buffer_text(&bytes, encodings[e].mark);
        encode(&bytes, buffer_view(&text), encodings[e].iconv_name);
        write_file(buffer_view(&bytes));
        for (size_t c = 0; c < COUNT(capacities); c++) {
          bool slow = capacities[c] < 100 && text.length > 10000; /* iconv converts ahead and begins again at each call */
          if (slow && encodings[e].encoding != ENCODING_UTF8) continue;
          enum encoding encoding = ENCODING_UTF8;
          struct fault fault = { 0 };
          cr_assert(read_all(&got, path, capacities[c], &encoding, &fault), "%s", encodings[e].name);
          cr_assert(slice_equal(buffer_view(&got), buffer_view(&text)), "%s, %zu bytes of ASCII, %d records, reads of %zu",
                    encodings[e].name, ascii[a], records[r], capacities[c]);
          cr_assert_eq(encoding, encodings[e].encoding, "%s", encodings[e].name);
        }
        remove_file();
      }
  buffer_free(&text);
  buffer_free(&bytes);
  buffer_free(&got);
}

static const struct {
  const char *name;
  struct slice bytes;
  const char *text;
} texts[] = {
  { "empty", BYTES(""), "" },
  { "only a mark", BYTES("\xEF\xBB\xBF"), "" },
  { "only a wide mark", BYTES("\xFF\xFE"), "" },
  { "ASCII", BYTES("a,b\n"), "a,b\n" },
  { "broken UTF-8 is passed on", BYTES("乌鲁木齐\xFF市"), "乌鲁木齐\xFF市" },
  { "UTF-8 cut at the end is passed on", BYTES("乌鲁木齐\xE5\xB8"), "乌鲁木齐\xE5\xB8" },
  { "broken GB18030", BYTES("\xCA\xC7\xFF,\xCA\xC7"), "是\xFF,是" },
  { "GB18030 cut at the end", BYTES("\xCA\xC7,\xCA"), "是,\xCA" },
  { "GB18030 lead byte before a comma", BYTES("\xCA\xC7\xCA,x"), "是\xCA,x" },
  { "lone surrogate",
    BYTES("\xFF\xFE"
          "a\0\x00\xD8"
          "b\0"),
    "a\xED\xA0\x80"
    "b" },
  { "half a unit at the end",
    BYTES("\xFF\xFE"
          "a\0b"),
    "a\xFF" },
  { "PK that is no archive", BYTES("PKU,1\n"), "PKU,1\n" },
};

Test(decode_source, texts, .fini = remove_file)
{
  struct buffer got = { 0 };
  for (size_t i = 0; i < COUNT(texts); i++) {
    enum encoding encoding;
    struct fault fault = { 0 };
    write_file(texts[i].bytes);
    cr_expect(read_all(&got, path, 16, &encoding, &fault), "%s", texts[i].name);
    cr_expect(slice_is(buffer_view(&got), texts[i].text), "%s: %.*s", texts[i].name, (int)got.length, got.at);
    remove_file();
  }
  buffer_free(&got);
}

static const struct {
  const char *name;
  struct slice bytes;
  enum message message;
  int line;
} refused[] = {
  { "old workbook", BYTES("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), MSG_FILE_IS_OLD_WORKBOOK, 0 },
  { "workbook with a password",
    BYTES("\xD0\xCF\x11\xE0"
          "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"),
    MSG_FILE_IS_ENCRYPTED, 0 },
  { "workbook", BYTES("PK\x03\x04\x14\0\x06\0"), MSG_FILE_IS_WORKBOOK, 0 },
  { "web page", BYTES("\xEF\xBB\xBF\r\n <HTML xmlns:x=\"excel\"><table>"), MSG_FILE_IS_WEB_PAGE, 0 },
  { "XML", BYTES("<?xml version=\"1.0\"?>\n"), MSG_FILE_IS_WEB_PAGE, 0 },
  { "zero byte", BYTES("abc,defghijklmn\r\nab,cdefghijklmn\n\0x\n"), MSG_ZERO_BYTE, 3 },
  { "zero byte in the first line", BYTES("abcdefghijklmnopqrstuvwxyz\0"), MSG_ZERO_BYTE, 1 },
  { "zero byte in UTF-8", BYTES("乌鲁木齐\r\n\0x\n"), MSG_ZERO_BYTE, 2 },
  { "zero unit in UTF-16",
    BYTES("\xFF\xFE"
          "a\0\0\0"
          "b\0"),
    MSG_ZERO_BYTE, 0 },
};

Test(decode_source, refused, .fini = remove_file)
{
  struct buffer got = { 0 };
  for (size_t i = 0; i < COUNT(refused); i++) {
    enum encoding encoding;
    struct fault fault = { 0 };
    write_file(refused[i].bytes);
    cr_expect(!read_all(&got, path, 100, &encoding, &fault), "%s", refused[i].name);
    cr_expect_eq(fault.kind, FAULT_FILE, "%s", refused[i].name);
    cr_expect_eq(fault.message, refused[i].message, "%s: %s", refused[i].name, message_name(fault.message, LANGUAGE_ENGLISH));
    cr_expect_eq(fault.line, refused[i].line, "%s: line %d", refused[i].name, fault.line);
    remove_file();
  }
  buffer_free(&got);
}

/* Far into a file, in each state that a source can be in there. */
Test(decode_source, zero_byte_far_in, .fini = remove_file)
{
  struct buffer text = { 0 }, bytes = { 0 }, got = { 0 };
  for (size_t e = 0; e < 3; e++)
    for (int records = 0; records <= 5000; records += 5000) {
      enum encoding encoding;
      struct fault fault = { 0 };
      make_text(&text, 400000, records);
      bytes.length = 0;
      encode(&bytes, buffer_view(&text), encodings[e].iconv_name);
      buffer_bytes(&bytes, "x\n\0y\n", 5);
      write_file(buffer_view(&bytes));
      cr_expect(!read_all(&got, path, 10000, &encoding, &fault));
      cr_expect_eq(fault.message, MSG_ZERO_BYTE);
      cr_expect_eq(fault.line, 10000 + records + 2, "%s: line %d", encodings[e].name, fault.line);
      cr_expect(fault.file && strcmp(fault.file, path) == 0);
      remove_file();
    }
  buffer_free(&text);
  buffer_free(&bytes);
  buffer_free(&got);
}

Test(decode_source, what_cannot_be_opened, .fini = remove_file)
{
  struct buffer got = { 0 };
  enum encoding encoding;
  struct fault fault = { 0 };
  cr_expect(!read_all(&got, "/tmp/no such file.csv", 100, &encoding, &fault));
  cr_expect_eq(fault.message, MSG_FILE_MISSING);
  cr_expect(!read_all(&got, "/tmp", 100, &encoding, &fault));
  cr_expect_eq(fault.message, MSG_FILE_IS_FOLDER);
  write_file(SLICE("a"));
  chmod(path, 0);
  if (geteuid() != 0) {
    cr_expect(!read_all(&got, path, 100, &encoding, &fault));
    cr_expect_eq(fault.message, MSG_FILE_FORBIDDEN);
  }
  /* opens, but every read fails */
  cr_expect(!read_all(&got, "/proc/self/mem", 100, &encoding, &fault));
  cr_expect_eq(fault.message, MSG_CANNOT_READ);
}

/* A pipe has no size, gives a few bytes at a time, and is read to its end. */
Test(decode_source, standard_input)
{
  int ends[2];
  struct arena arena = { 0 };
  struct fault fault = { 0 };
  char text[64];
  size_t got = 1, length = 0;
  cr_assert_eq(pipe(ends), 0);
  cr_assert_eq(write(ends[1], "a,\xCA\xC7\n", 5), 5);
  close(ends[1]);
  dup2(ends[0], STDIN_FILENO);
  struct source *source = source_open(&arena, "-", true, &fault);
  cr_assert(source);
  for (; got; length += got) cr_assert(source_read(source, text + length, 16, &got, &fault));
  cr_expect(slice_is((struct slice){ text, length }, "a,是\n"));
  cr_expect_eq(source_size(source), 0);
  cr_expect_eq(source_position(source), 5);
  source_close(source);
  arena_free(&arena);
}

/* The digest is of the bytes in the file, before conversion. */
Test(decode_source, digest, .fini = remove_file)
{
  static const char of_abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  static const char of_nothing[] = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  static const char *const contents[] = { "abc", "" }, *const digests[] = { of_abc, of_nothing };
  for (size_t i = 0; i < 2; i++) {
    struct arena arena = { 0 };
    struct fault fault = { 0 };
    char hex[65], into[16];
    size_t got = 1;
    write_file(slice_of(contents[i]));
    struct source *source = source_open(&arena, path, true, &fault);
    while (got) cr_assert(source_read(source, into, sizeof into, &got, &fault));
    source_digest(source, hex);
    cr_expect_str_eq(hex, digests[i]);
    source_digest(source, hex);
    cr_expect_str_eq(hex, digests[i]);
    cr_expect_eq(source_size(source), strlen(contents[i]));
    source_close(source);
    source = source_open(&arena, path, false, &fault);
    source_digest(source, hex);
    cr_expect_str_eq(hex, "");
    source_close(source);
    remove_file();
    arena_free(&arena);
  }
}
