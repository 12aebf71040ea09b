/* Parts of documents: what their tables are made with (write/document_tables.c, write/document_books.c). */
#ifndef WRITE_DOCUMENT_PARTS_H
#define WRITE_DOCUMENT_PARTS_H

#include "write/document.h"

typedef bool document_maker(struct arena *arena, const struct recorded_run *run, const struct document_request *request,
                            struct document *document, struct fault *fault);
document_maker publicity_document, payment_document, decisions_document, objections_document, audit_document,
    performance_document;

/* A new table of a document, with the columns, closed by FILE_COLUMNS, and `more` behind them that document_column names. */
struct document_table *document_table_new(struct arena *arena, struct document *document, const char *sheet, const char *title,
                                          const enum file_column *columns, size_t more);
void document_column(struct document_table *table, size_t column, struct slice heading, enum column_content content);
/* Words of documents, which are in Chinese as result files are; the arguments are closed by NULL. */
#define DOCUMENT_STRING(arena, message, ...) message_string(arena, LANGUAGE_CHINESE, message, __VA_ARGS__, NULL)
/* The cells of one more row; the first gets a running number when the table begins with COLUMN_NUMBER. */
struct slice *document_row(struct arena *arena, struct document_table *table);
/* A last row with its word in the first column and `fen` in `column`. */
struct slice *document_total(struct arena *arena, struct document_table *table, size_t column, int64_t fen);
struct slice money_cell(struct arena *arena, int64_t fen);
/* Without what could tell a person, an account or a telephone. */
struct slice public_name(struct arena *arena, struct slice name);
struct slice public_code(struct arena *arena, struct slice code);
/* Rows that the request asks for; the sum of the paid ones. False on overflow. */
bool document_sum(const struct recorded_run *run, const struct document_request *request, const struct recorded_policy *policy,
                  int64_t *fen, size_t *rows);

#endif
