/* DOCX: a Word document that staff edit, as a template of letters (write/text_template.h).
 *
 * Word cuts a text into runs wherever a spelling or a format changed, so `{{企业名称}}` may lie in pieces: they are joined in the
 * run where it begins. A paragraph, or a row of a table, that has nothing but the begin or end of a list in it goes away, so that
 * lists repeat whole paragraphs and rows. Each letter begins a page: it is a section of its own, as in the documents that Word's
 * own mail merge makes. Everything else of the document stays as it is. Place holders stand in its body only, since headers and
 * footers are common to all letters. */
#ifndef WRITE_DOCX_H
#define WRITE_DOCX_H

#include "write/text_template.h"

struct package_part;

struct docx {
  struct package_part *parts;
  size_t count, document;        /* which of them is word/document.xml */
  struct slice head, body, tail; /* of it: up to the body, the body ready for text_template_read, its end */
  struct slice section;          /* how the pages are laid out: <w:sectPr>…, empty where it is not said */
};

/* NULL: the built-in template. */
bool docx_read(struct arena *arena, const char *path, struct docx *docx, struct fault *fault);
/* A letter behind others: what makes it begin a page. */
void docx_break(struct buffer *out, const struct docx *docx);
/* Writes the document with `body` instead of the template's, and reads it again: a template whose lists cut through paragraphs
 * makes none that Word could open. */
bool docx_write(const char *path, const struct docx *docx, struct slice body, struct fault *fault);
/* The built-in template as a file, to be edited. */
bool docx_write_template(const char *path, struct fault *fault);

#endif
