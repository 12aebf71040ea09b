/* Any bytes as the parts of a workbook, one behind the other with a zero byte between: styles, shared strings, rows, merged
 * cells. The container is right, so that what is tried is what stands in it. Read to its end as a company list. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zip.h>

#include "data/list_reader.h"
#include "policy/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const fixed[][2] = {
  { "_rels/.rels",
    "<Relationships><Relationship Id='r1' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>" },
  { "xl/_rels/workbook.xml.rels",
    "<Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='r4' Type='http://x/styles' Target='styles.xml'/>"
    "<Relationship Id='r5' Type='http://x/sharedStrings' Target='sharedStrings.xml'/></Relationships>" },
  { "xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='名单' sheetId='1' r:id='r1'/></sheets></workbook>" },
};

static const char heading[] =
    "<row r='1'><c r='A1' t='inlineStr'><is><t>统一社会信用代码</t></is></c><c r='B1' t='inlineStr'><is><t>"
    "成立日期</t></is></c><c r='C1' t='inlineStr'><is><t>营业收入</t></is></c></row>";

static void part(zip_t *zip, const char *name, struct slice text)
{
  char *copy = malloc(text.length + 1);
  memcpy(copy, text.at, text.length);
  zip_source_t *source = zip_source_buffer(zip, copy, text.length, 1);
  if (!source || zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) < 0) abort();
}

/* Up to the next zero byte. */
static struct slice next(struct slice *rest)
{
  const char *end = memchr(rest->at, 0, rest->length);
  size_t length = end ? (size_t)(end - rest->at) : rest->length;
  struct slice taken = { rest->at, length };
  length += end != NULL;
  *rest = (struct slice){ rest->at + length, rest->length - length };
  return taken;
}

static void wrapped(zip_t *zip, const char *name, const char *before, struct slice text, const char *after)
{
  struct buffer whole = { 0 };
  buffer_text(&whole, before);
  buffer_slice(&whole, text);
  buffer_text(&whole, after);
  part(zip, name, buffer_view(&whole));
  buffer_free(&whole);
}

static void sheet(zip_t *zip, struct slice rows, struct slice merges)
{
  struct buffer whole = { 0 };
  buffer_text(&whole, "<worksheet><sheetData>");
  buffer_text(&whole, heading);
  buffer_slice(&whole, rows);
  buffer_text(&whole, "</sheetData>");
  buffer_slice(&whole, merges);
  buffer_text(&whole, "</worksheet>");
  part(zip, "xl/worksheets/sheet1.xml", buffer_view(&whole));
  buffer_free(&whole);
}

static int workbook(struct slice rest)
{
  zip_error_t error;
  zip_source_t *bytes = zip_source_buffer_create(NULL, 0, 0, &error);
  zip_t *zip = zip_open_from_source(bytes, ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (!zip) abort();
  zip_source_keep(bytes);
  for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++) part(zip, fixed[i][0], slice_of(fixed[i][1]));
  wrapped(zip, "xl/styles.xml", "<styleSheet>", next(&rest), "</styleSheet>");
  wrapped(zip, "xl/sharedStrings.xml", "<sst>", next(&rest), "</sst>");
  struct slice rows = next(&rest);
  sheet(zip, rows, next(&rest));
  if (zip_close(zip) || zip_source_open(bytes)) abort();
  int file = memfd_create("workbook", MFD_CLOEXEC);
  char block[4096];
  for (zip_int64_t got; (got = zip_source_read(bytes, block, sizeof block)) > 0;)
    if (write(file, block, (size_t)got) != got) abort();
  zip_source_close(bytes);
  zip_source_free(bytes);
  return file;
}

static void read_whole(const char *path, const struct table_kind *table)
{
  struct arena arena = { 0 };
  struct list_reader_options options = { .limits = csv_reader_default_limits };
  struct list_reader listing;
  struct fault fault;
  struct buffer buffer = { 0 };
  struct slice block;
  if (list_reader_open(&arena, path, table, &options, &listing, &fault)) {
    while (list_reader_block(&listing, &buffer, &block, &fault) && block.length) continue;
    list_reader_close(&listing);
  }
  buffer_free(&buffer);
  arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static struct arena kept;
  static struct model *model;
  struct faults faults = { 0 };
  char path[64];
  if (size > 16384) return -1;
  if (!model) model = model_dictionary(&kept, &faults);
  if (!model) abort();
  int file = workbook((struct slice){ (const char *)data, size });
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  read_whole(path, &model->tables[0].kind);
  close(file);
  return 0;
}
