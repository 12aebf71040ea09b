/* Explanation store: everything that a run says of every company, kept small enough for a page.
 *
 * What is said of a company and a measure is a sentence of the model with the company's data in it. The same few sentences come
 * again and again, so each is kept once, with gaps where data stood; what fills the gaps is kept once a company, column by
 * column. Put together again they are, byte for byte, what is said in lines (struct wording); the
 * page never has to find conditions in a text. Rejected: the sentences themselves (thirty megabytes
 * for 12,000 companies), the conditions and a second interpreter in the page (two that must agree).
 *
 * A receiver of evaluate/run that stands in front of the one of write/results: workers put rows into sentences, the ordered step
 * keeps them. The run must be asked for judgements that are no (run_options.all). */
#ifndef WRITE_EXPLANATION_STORE_H
#define WRITE_EXPLANATION_STORE_H

#include "evaluate/run.h"
#include "explain/explain_verdict.h"

/* Signs in the text of explanation_store_write. */
enum { STORE_GAP = 0x01, STORE_GAP_END = 0x02, STORE_SHARE = 0x03, STORE_LINE = 0x04, STORE_COLUMN = 0x1E };

struct explanation_store;

struct explanation_store *explanation_store_new(struct arena *arena, const struct plan *plan, const struct wording *reason,
                                                const struct sink *next);
const struct sink *explanation_store_sink(struct explanation_store *store);
void explanation_store_close(struct explanation_store *store);

/* Subjects of a kind, in the plan's order: companies first. */
size_t explanation_store_rows(const struct explanation_store *store, size_t subjects);
/* What stands before the gap that is filled from a column: 「营业收入 」. Columns of a kind count from 0. */
size_t explanation_store_gap_count(const struct explanation_store *store, size_t subjects);
struct slice explanation_store_gap_label(const struct explanation_store *store, size_t subjects, size_t gap);
/* The gaps of what a gap divides and by what; false when it is no such share. */
bool explanation_store_gap_shares(const struct explanation_store *store, size_t subjects, size_t gap, size_t parts[2]);
/* Codes of districts in the order of their first company; *count of them. */
const int32_t *explanation_store_regions(const struct explanation_store *store, size_t *count);

/* Appends the columns of a kind, each with LEDGER_COLUMN behind it and its cells on lines: code, name, district, line of the
 * list, what its total may come to; for each measure outcomes (0 no, 1 open, 2 yes; one sign a row, no line ends), amounts in
 * fen, numbers of sentences, and of who is near (explain/nearness) the distance and the number of the sentence that says what is
 * lacking; for each gap what fills it; finally the sentences, each the numbers of its pieces, and the pieces. Lines of the list
 * are reported as steps from the row before. LEDGER_GAP number LEDGER_GAP_END stands for the gap's label and filling. A filling
 * that is LEDGER_SHARE is a share to be worked out from its parts: 「约4.2%（210万元 ÷ 5,000万元）」, percent with one decimal,
 * half away from zero, 约 unless exact. LEDGER_LINE begins a condition or step: a digit for its depth and ✓ ✗ ? or · come behind
 * it. */
void explanation_store_write(struct buffer *out, const struct explanation_store *store, size_t subjects);

#endif
