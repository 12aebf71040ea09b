/* Word documents as templates. */
#include "write/docx.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "decode/xml.h"
#include "decode/zip_package.h"
#include "write/report_page.h"

static const char document_name[] = "word/document.xml";

/* Markup */

/* Where `<name>`, `<name …>` or `</name>` stands from `at` on; false at the end. */
static bool find_tag(struct slice text, const char *name, size_t at, size_t *found)
{
  size_t length = strlen(name);
  for (; at + length < text.length; at++) {
    const char *p = text.at + at;
    if (*p == '<' && memcmp(p + 1, name, length) == 0 && strchr("> /", p[1 + length])) return *found = at, true;
  }
  return false;
}

static size_t tag_end(struct slice text, size_t at)
{
  const char *end = memchr(text.at + at, '>', text.length - at);
  return end ? (size_t)(end - text.at) + 1 : text.length;
}

static struct slice between(struct slice text, size_t from, size_t to)
{
  return (struct slice){ text.at + from, to - from };
}

/* What is left without the tags. */
static struct slice bare_text(struct arena *arena, struct slice markup)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < markup.length; i++) {
    if (markup.at[i] == '<') i = tag_end(markup, i) - 1;
    else buffer_char(&out, markup.at[i]);
  }
  return buffer_take(arena, &out);
}

/* `{{#…}}` or `{{/…}}` and nothing else. */
static bool is_mark(struct slice text)
{
  text = slice_trim(text);
  bool one = (slice_starts(text, "{{#") || slice_starts(text, "{{/")) && slice_ends(text, "}}");
  for (size_t i = 2; one && i + 2 < text.length; i++) one = text.at[i] != '{' && text.at[i] != '}';
  return one;
}

/* Place holders in one piece */

/* The texts of one paragraph: where they stand in the markup. */
struct runs {
  struct slice *texts;
  size_t count, capacity;
};

/* Each sign of a place holder belongs to the run in which its first brace stands. */
static void put_run(struct buffer *out, const struct runs *runs, size_t run)
{
  bool inside = false;
  size_t owner = 0;
  char before = 0;
  for (size_t i = 0; i < runs->count; i++)
    for (size_t k = 0; k < runs->texts[i].length; k++) {
      char c = runs->texts[i].at[k], next = 0;
      for (size_t m = i; !next && m < runs->count; m++) {
        size_t from = m == i ? k + 1 : 0;
        if (from < runs->texts[m].length) next = runs->texts[m].at[from];
      }
      if (!inside && c == '{' && next == '{') inside = true, owner = i, before = 0;
      size_t belongs = inside ? owner : i;
      if (belongs == run) buffer_char(out, c);
      if (inside && c == '}' && before == '}') inside = false;
      before = c;
    }
}

/* Runs up to `at` have been read; copies the markup from `*copied` with their texts. */
static void flush_runs(struct buffer *out, struct slice markup, struct runs *runs, size_t *copied)
{
  for (size_t i = 0; i < runs->count; i++) {
    size_t from = (size_t)(runs->texts[i].at - markup.at);
    buffer_slice(out, between(markup, *copied, from));
    put_run(out, runs, i);
    *copied = from + runs->texts[i].length;
  }
  runs->count = 0;
}

/* Paragraphs may lie in each other (text boxes): what is between two borders of any is one text. */
static struct slice join_place_holders(struct arena *arena, struct slice markup)
{
  struct buffer out = { 0 };
  struct runs runs = { 0 };
  size_t copied = 0;
  for (size_t at = 0, end; at < markup.length; at = end) {
    const char *next = memchr(markup.at + at, '<', markup.length - at);
    if (!next) break;
    at = (size_t)(next - markup.at);
    end = tag_end(markup, at);
    size_t found;
    struct slice tag = between(markup, at, end);
    if ((find_tag(tag, "w:p", 0, &found) || find_tag(tag, "/w:p", 0, &found)) && found == 0)
      flush_runs(&out, markup, &runs, &copied);
    bool text = find_tag(tag, "w:t", 0, &found) && found == 0 && !slice_ends(tag, "/>");
    const char *close = text ? memchr(markup.at + end, '<', markup.length - end) : NULL;
    if (!close) continue;
    runs.texts = arena_grow(arena, runs.texts, runs.count, &runs.capacity, sizeof *runs.texts);
    runs.texts[runs.count++] = between(markup, end, (size_t)(close - markup.at));
    end = (size_t)(close - markup.at);
  }
  flush_runs(&out, markup, &runs, &copied);
  buffer_slice(&out, between(markup, copied, markup.length));
  return buffer_take(arena, &out);
}

/* Inside a cell of a table, which needs a paragraph. */
static bool is_in_cell(struct slice markup, size_t at)
{
  size_t open = 0, closed = 0, found;
  struct slice before = between(markup, 0, at);
  for (size_t i = 0; find_tag(before, "w:tc", i, &found); i = found + 1) open++;
  for (size_t i = 0; find_tag(before, "/w:tc", i, &found); i = found + 1) closed++;
  return open > closed;
}

/* Elements of this name, the innermost, that have nothing but the begin or end of a list in them become that mark. */
static struct slice keep_marks(struct arena *arena, struct slice markup, const char *name, bool cells)
{
  const char *closing = arena_printf(arena, "/%s", name);
  struct buffer out = { 0 };
  size_t copied = 0, open, close, later;
  for (size_t at = 0; find_tag(markup, name, at, &open); at = open + 1) {
    if (!find_tag(markup, closing, open, &close)) break;
    if (find_tag(markup, name, open + 1, &later) && later < close) continue;
    size_t end = tag_end(markup, close);
    struct slice text = bare_text(arena, between(markup, open, end));
    if (!is_mark(text) || (!cells && is_in_cell(markup, open))) continue;
    buffer_slice(&out, between(markup, copied, open));
    buffer_slice(&out, slice_trim(text));
    copied = end;
    open = end - 1;
  }
  buffer_slice(&out, between(markup, copied, markup.length));
  return buffer_take(arena, &out);
}

/* Reading */

static bool is_common(struct slice name)
{
  return (slice_starts(name, "word/header") || slice_starts(name, "word/footer")) && slice_ends(name, ".xml");
}

/* The last <w:sectPr> that stands behind all paragraphs. */
static size_t section_start(struct slice body)
{
  size_t at = body.length, found, paragraphs = 0;
  for (size_t i = 0; find_tag(body, "/w:p", i, &found); i = found + 1) paragraphs = found;
  for (size_t i = paragraphs; find_tag(body, "w:sectPr", i, &found); i = found + 1) return found;
  return at;
}

static bool take_document(struct arena *arena, struct docx *docx, const char *path, struct fault *fault)
{
  struct slice text = docx->parts[docx->document].bytes;
  size_t open, close;
  if (!find_tag(text, "w:body", 0, &open) || !find_tag(text, "/w:body", open, &close))
    return fault_set(fault, FAULT_USAGE, MSG_TEMPLATE_NOT_WORD, path, NULL);
  size_t begin = tag_end(text, open);
  struct slice inner = between(text, begin, close);
  size_t section = section_start(inner);
  docx->head = between(text, 0, begin);
  docx->section = between(inner, section, inner.length);
  docx->tail = between(text, close, text.length);
  docx->body = join_place_holders(arena, between(inner, 0, section));
  docx->body = keep_marks(arena, docx->body, "w:tr", true);
  docx->body = keep_marks(arena, docx->body, "w:p", false);
  for (size_t i = 0; i < docx->count; i++)
    if (is_common(slice_of(docx->parts[i].name)) && slice_contains(bare_text(arena, docx->parts[i].bytes), SLICE("{{")))
      return fault_set(fault, FAULT_USAGE, MSG_TEMPLATE_HEADER, docx->parts[i].name, NULL);
  return true;
}

static const struct package_part *built_in(size_t *count)
{
  static struct package_part parts[3];
  parts[0] = (struct package_part){ "[Content_Types].xml", { page_letter_types_xml, page_letter_types_xml_length } };
  parts[1] = (struct package_part){ "_rels/.rels", { page_letter_rels_xml, page_letter_rels_xml_length } };
  parts[2] = (struct package_part){ document_name, { page_letter_document_xml, page_letter_document_xml_length } };
  *count = 3;
  return parts;
}

static bool read_file(struct arena *arena, const char *path, struct docx *docx, struct fault *fault)
{
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return fault_set(fault, FAULT_FILE, MSG_CANNOT_OPEN, path, strerror(errno), NULL);
  struct package *package = package_open(arena, descriptor, path, fault);
  bool read = package && package_read(arena, package, &docx->parts, &docx->count, fault);
  if (package) package_close(package);
  close(descriptor);
  return read || fault_at(fault, path, 0, 0);
}

bool docx_read(struct arena *arena, const char *path, struct docx *docx, struct fault *fault)
{
  *docx = (struct docx){ 0 };
  if (path) {
    if (!read_file(arena, path, docx, fault)) return false;
  } else {
    const struct package_part *parts = built_in(&docx->count);
    docx->parts = arena_array(arena, docx->count, sizeof *parts);
    memcpy(docx->parts, parts, docx->count * sizeof *parts);
  }
  while (docx->document < docx->count && strcmp(docx->parts[docx->document].name, document_name) != 0) docx->document++;
  if (docx->document == docx->count) return fault_set(fault, FAULT_USAGE, MSG_TEMPLATE_NOT_WORD, path, NULL);
  return take_document(arena, docx, path, fault);
}

/* Writing */

void docx_break(struct buffer *out, const struct docx *docx)
{
  if (docx->section.length) {
    buffer_text(out, "<w:p><w:pPr>");
    buffer_slice(out, docx->section);
    buffer_text(out, "</w:pPr></w:p>");
  } else {
    buffer_text(out, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
  }
}

static void pass_start(void *context, const char *name, const char *const *attributes)
{
  (void)context, (void)name, (void)attributes;
}

static void pass_end(void *context, const char *name)
{
  (void)context, (void)name;
}

static bool can_be_opened(const char *path, struct fault *fault)
{
  static const struct xml_events events = { .start = pass_start, .end = pass_end };
  struct arena arena = { 0 };
  int descriptor = open(path, O_RDONLY | O_CLOEXEC);
  struct package *package = descriptor >= 0 ? package_open(&arena, descriptor, path, fault) : NULL;
  bool whole = package && xml_read(package, document_name, PART_STRINGS, &events, fault);
  if (package) package_close(package);
  if (descriptor >= 0) close(descriptor);
  arena_free(&arena);
  return whole || fault_set(fault, FAULT_USAGE, MSG_TEMPLATE_CUTS, NULL);
}

bool docx_write(const char *path, const struct docx *docx, struct slice body, struct fault *fault)
{
  struct arena arena = { 0 };
  struct buffer document = { 0 };
  struct package_part *parts = arena_array(&arena, docx->count, sizeof *parts);
  memcpy(parts, docx->parts, docx->count * sizeof *parts);
  buffer_slice(&document, docx->head);
  buffer_slice(&document, body);
  buffer_slice(&document, docx->section);
  buffer_slice(&document, docx->tail);
  parts[docx->document].bytes = buffer_view(&document);
  bool written = package_write(path, parts, docx->count, fault) && can_be_opened(path, fault);
  buffer_free(&document);
  arena_free(&arena);
  return written;
}

bool docx_write_template(const char *path, struct fault *fault)
{
  size_t count;
  const struct package_part *parts = built_in(&count);
  return package_write(path, parts, count, fault);
}
