/* Documents around a payment: what is made public, what is paid, what is decided, what an auditor asks for. Tables of a workbook,
 * put together from a run's folder, so that they say what the run said.
 *
 * What may be public is a list of columns, made here from results.csv alone: carried columns (bank, account, whom to ask) cannot
 * get into it, and figures in a name or a code that look like an identity, an account or a telephone are covered. */
#ifndef WRITE_DOCUMENT_H
#define WRITE_DOCUMENT_H

#include "write/recorded_run.h"

enum document_kind {
#define DOCUMENT(KIND, ...) DOCUMENT_##KIND,
#include "write/documents.def"
#undef DOCUMENT
  DOCUMENTS
};

/* What the officer adds; each text may be NULL. */
struct document_request {
  enum document_kind kind;
  const char *publication, *contact; /* instead of what the policy says */
  const char *batch, *until;
  const char *template; /* of letters, a .docx; NULL: the built-in one */
  const char *const *only;
  size_t only_count;
  const char *company;    /* letters: only to this one, by its code or a part of its name; NULL: to all */
  enum language language; /* of faults; documents are in Chinese */
};

struct document_table {
  const char *sheet, *title;
  const char *above, *below; /* a line before the headings, one behind the rows; NULL: none */
  struct sheet rows;
  enum column_content *contents; /* of each column */
  bool numbered, totalled;       /* the first column counts the rows; the last row is a total */
  const char *const *choices;    /* for the column `chosen`, closed by NULL; NULL: none */
  size_t chosen;
};

struct document {
  struct document_table *tables;
  size_t count, capacity;
};

/* DOCUMENTS when there is none of this name; `nearest` is then offered all of them. */
enum document_kind document_find(const char *name, struct nearest *nearest);
const char *document_name(enum document_kind kind, enum language language);
/* Whether the row is asked for (`only`). */
bool document_asks(const struct document_request *request, const struct recorded_result *result);
/* Words of the request, else of the policy; NULL: neither has them. */
const char *document_contact(const struct document_request *request, const struct recorded_policy *policy);

/* Writes the document to `path`, which appears whole or not at all. FAULT_USAGE when nothing would be in it. */
bool document_write(struct arena *arena, const struct recorded_run *run, const struct document_request *request, const char *path,
                    struct fault *fault);

#endif
