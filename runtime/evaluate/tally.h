/* Tally: counts and sums over the companies of the list, for targets.
 *
 * Each count is kept for the whole and, where a target is broken down, for every unit (district, town, field). What is certain
 * and what unknown data leave possible are kept apart. Workers note the answers of their rows; the ordered step adds up rows that
 * do not repeat an earlier code. */
#ifndef EVALUATE_TALLY_H
#define EVALUATE_TALLY_H

#include "evaluate/related.h"

struct tally_book;

/* One thread's notes on the rows of its block. */
struct tally_notes;

struct tally_book *tally_new(struct arena *arena, const struct plan *plan);
void tally_close(struct tally_book *book);
struct tally_notes *tally_notes_new(struct arena *arena, const struct plan *plan);
void tally_notes_close(struct tally_notes *notes, const struct plan *plan);
void tally_begin(struct tally_notes *notes);
/* A batch whose program has run; `columns` in the order of the plan. */
void tally_batch(struct tally_notes *notes, const struct plan *plan, const struct slot *slots, const struct subject *subject,
                 const struct column *columns, size_t count);
/* In order: rows that are not repeats are added. */
void tally_merge(struct tally_book *book, const struct tally_notes *notes, const uint32_t *repeats);

/* What was counted, for the whole (`unit` empty) or for a unit. */
struct measured tally_measured(const struct tally_book *book, size_t count, struct slice unit);
/* The units of a field that occurred, in the order of their first row. */
size_t tally_units(const struct tally_book *book, const struct field *field, const struct slice **units);

#endif
