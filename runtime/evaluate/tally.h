/* Tally: counts and sums over the companies of the list, for targets.
 *
 * Each count is kept for the whole and, where a target is broken down, for every unit (district, town, field). What is certain
 * and what unknown data leave possible are kept apart. Workers note the answers of their rows; the ordered step adds up rows that
 * do not repeat an earlier code. */
#ifndef EVALUATE_TALLY_H
#define EVALUATE_TALLY_H

#include "evaluate/block_state.h"
#include "evaluate/related.h"

struct total_counts;

/* One thread's notes on the rows of its block. */
struct partial_counts;

struct total_counts *tally_new(struct arena *arena, const struct plan *plan);
void tally_close(struct total_counts *book);
struct partial_counts *tally_notes_new(struct arena *arena, const struct plan *plan);
void tally_notes_close(struct partial_counts *notes, const struct plan *plan);
void tally_begin(struct partial_counts *notes);
/* A batch whose program has run; `columns` in the order of the plan. */
void tally_batch(struct partial_counts *notes, const struct plan *plan, const struct slot *slots,
                 const struct row_context *subject, const struct column *columns, size_t count);
/* The notes on a block as bytes, and those of the parts that have them together as the notes on their block. */
void format_notes(struct buffer *out, const struct partial_counts *notes, const struct plan *plan);
void tally_take(struct partial_counts *notes, const struct plan *plan, const struct finished_block *finished);
/* In order: rows that are not repeats are added. */
void tally_merge(struct total_counts *book, const struct partial_counts *notes, const uint32_t *repeats);

/* What was counted, for the whole (`unit` empty) or for a unit. */
struct aggregate_range tally_measured(const struct total_counts *book, size_t count, struct slice unit);
/* The units of a field that occurred, in the order of their first row. */
size_t tally_units(const struct total_counts *book, const struct field *field, const struct slice **units);

#endif
