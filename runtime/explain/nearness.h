/* Nearness: who nearly gets a measure, and how near.
 *
 * Near is who would get it by one change or two that can be made (explain/gap): fewer changes are nearer, then the smaller ones,
 * each as a share of the larger of what is and what would have to be (a figure that is to grow from 4 to 5 million lacks a fifth;
 * a yes that is a no, or another choice, lacks all). Rejected: distances in units (a person and a fen do not compare), and
 * conditions that fail counted alone (nothing can be done about most of them). */
#ifndef EXPLAIN_NEARNESS_H
#define EXPLAIN_NEARNESS_H

#include "explain/gap.h"

enum { NEAR_CHANGES = 2, NEAR_CHANGE = 10000 /* of a distance: one change more; below it, ten-thousandths of the changes */ };

/* The distance, and the gap; -1 where the object is not near. `measure` is one that judges companies and is not granted. */
int64_t nearness_find(const struct row_context *subject, const struct gap_question *question, struct gap *gap);

#endif
