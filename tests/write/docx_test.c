/* Word documents as templates: place holders in pieces, lists of paragraphs and rows, and what cannot be promised. */
#include "write/docx.h"

#include <fcntl.h>
#include <string.h>

#include "decode/zip_package.h"
#include "tests/write/own_folder.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define W            "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define P(text)      "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"

TestSuite(write_docx, .init = enter, .fini = leave);

static const char *const values[] = { "名称", NULL }, *const lists[] = { "项", NULL };

static const char *package(const char *body, const char *header)
{
  const char *document = arena_printf(&arena, "<w:document " W "><w:body>%s</w:body></w:document>", body);
  const struct package_part parts[] = { { "[Content_Types].xml", SLICE("<Types/>") },
                                        { "word/document.xml", slice_of(document) },
                                        { "word/header1.xml", slice_of(header) } };
  cr_assert(package_write("t.docx", parts, COUNT(parts), &fault));
  return "t.docx";
}

static const char *body_of(const char *path)
{
  struct package_part *parts;
  size_t count;
  int descriptor = open(path, O_RDONLY);
  struct package *opened = package_open(&arena, descriptor, path, &fault);
  cr_assert(opened && package_read(&arena, opened, &parts, &count, &fault));
  package_close(opened);
  close(descriptor);
  for (size_t i = 0; i < count; i++)
    if (strcmp(parts[i].name, "word/document.xml") == 0) return parts[i].bytes.at;
  return "";
}

/* Two items, each with the name 甲. */
static bool fill(const char *source, const char *target)
{
  static const struct template_scope items[2];
  static const struct template_value name[] = { { "名称", { "甲", 3 } } };
  static const struct template_list of[] = { { "项", items, 2 } };
  struct docx docx;
  struct buffer body = { 0 };
  if (!docx_read(&arena, source, &docx, &fault)) return false;
  const struct text_template *template = text_template_read(&arena, docx.body, values, lists, &fault);
  if (!template) return false;
  text_template_fill(&body, template, &(struct template_scope){ name, 1, of, 1 });
  bool written = docx_write(target, &docx, buffer_view(&body), &fault);
  buffer_free(&body);
  return written;
}

Test(write_docx, bodies)
{
  static const struct {
    const char *name, *body, *expected;
  } rows[] = {
    { "in one run", P("致{{名称}}："), P("致甲：") },
    { "in pieces",
      "<w:p><w:r><w:t>致{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{名</w:t></w:r><w:r><w:t>称}}：</w:t></w:r></w:p>",
      "<w:p><w:r><w:t>致甲</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t></w:t></w:r><w:r><w:t>：</w:t></w:r></w:p>" },
    { "two in pieces", "<w:p><w:r><w:t>{{名称}}{{</w:t></w:r><w:r><w:t>名称}</w:t></w:r><w:r><w:t>}尾</w:t></w:r></w:p>",
      "<w:p><w:r><w:t>甲甲</w:t></w:r><w:r><w:t></w:t></w:r><w:r><w:t>尾</w:t></w:r></w:p>" },
    { "a list of paragraphs", P("{{#项}}") P("{{名称}}") P(" {{/项}} "), P("甲") P("甲") },
    { "a list in pieces", "<w:p><w:r><w:t>{{#</w:t></w:r><w:r><w:t>项}}</w:t></w:r></w:p>" P("{{名称}}") P("{{/项}}"),
      P("甲") P("甲") },
    { "a list within a paragraph", P("a{{#项}}{{名称}}{{/项}}b"), P("a甲甲b") },
    { "rows of a table",
      "<w:tbl><w:tr><w:tc>" P("{{#项}}") "</w:tc></w:tr><w:tr><w:tc>" P("{{名称}}") "</w:tc></w:tr><w:tr><w:tc>" P(
          "{{/项}}") "</w:tc></w:tr></w:tbl>",
      "<w:tbl><w:tr><w:tc>" P("甲") "</w:tc></w:tr><w:tr><w:tc>" P("甲") "</w:tc></w:tr></w:tbl>" },
    { "an empty paragraph before", "<w:p/>" P("{{名称}}"), "<w:p/>" P("甲") },
    { "the layout stays", P("{{名称}}") "<w:sectPr><w:pgSz w:w=\"1\"/></w:sectPr>",
      P("甲") "<w:sectPr><w:pgSz w:w=\"1\"/></w:sectPr>" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const char *expected = arena_printf(&arena, "<w:document " W "><w:body>%s</w:body></w:document>", rows[i].expected);
    cr_assert(fill(package(rows[i].body, "<h/>"), "o.docx"), "%s", rows[i].name);
    cr_expect_str_eq(body_of("o.docx"), expected, "%s: %s", rows[i].name, body_of("o.docx"));
  }
}

Test(write_docx, refused)
{
  static const struct {
    const char *body, *header;
    enum message message;
  } rows[] = {
    { P("{{名}}"), "<h/>", MSG_TEMPLATE_UNKNOWN },
    { P("{{名称}}"), "<w:p>{{<w:b/>名称}}</w:p>", MSG_TEMPLATE_HEADER },
    { "<w:p><w:r><w:t>{{#项}}</w:t></w:r><w:r><w:rPr>{{/项}}</w:rPr></w:r></w:p>", "<h/>", MSG_TEMPLATE_CUTS },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect(!fill(package(rows[i].body, rows[i].header), "o.docx"), "%zu", i);
    cr_expect_eq(fault.message, rows[i].message, "%zu", i);
  }
  const struct package_part other[] = { { "xl/workbook.xml", SLICE("<w/>") } };
  cr_assert(package_write("t.docx", other, 1, &fault));
  cr_expect(!fill("t.docx", "o.docx"));
  cr_expect_eq(fault.message, MSG_TEMPLATE_NOT_WORD);
  cr_expect(!fill("none.docx", "o.docx"));
  cr_expect_eq(fault.kind, FAULT_FILE);
}

Test(write_docx, letters_begin_pages)
{
  struct docx docx;
  struct buffer out = { 0 };
  cr_assert(docx_read(&arena, package(P("a") "<w:sectPr/>", "<h/>"), &docx, &fault));
  docx_break(&out, &docx);
  cr_expect(slice_is(buffer_view(&out), "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"));
  buffer_free(&out);
}

Test(write_docx, built_in)
{
  struct docx ours, written;
  cr_assert(docx_write_template("t.docx", &fault));
  cr_assert(docx_read(&arena, NULL, &ours, &fault));
  cr_assert(docx_read(&arena, "t.docx", &written, &fault));
  cr_expect(slice_equal(ours.body, written.body));
  cr_expect(slice_contains(ours.body, slice_of("{{企业名称}}")));
}
