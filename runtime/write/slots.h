/* Slots: the data on which the conditions of a kind of subjects rest: fields, counts, shares and what else is compared.
 *
 * In sentences about single companies they stand as a label and a datum (「营业收入 2,100万元」), as format_datum of
 * explain/explain_verdict tells them; write/explanation_store.c leaves gaps there. */
#ifndef WRITE_SLOTS_H
#define WRITE_SLOTS_H

#include "evaluate/plan.h"

enum { GAPS_MOST = 256 };

struct slots {
  const struct node *nodes[GAPS_MOST];
  struct slice labels[GAPS_MOST]; /* with the space behind it */
  size_t parts[GAPS_MOST][2];     /* of a share: the gaps of what is divided and by what; SIZE_MAX: none */
  size_t count;
};

void slots_find(struct slots *slots, struct arena *arena, enum language language, const struct planned_subjects *subjects);
/* Appends 「约4.2%（210万元 ÷ 5,000万元）」, out of 「210万元」 and 「5,000万元」, as format_datum tells a share in Chinese.
 * False when they are no two amounts or counts. */
bool format_gap_share(struct buffer *out, struct slice part, struct slice whole);

#endif
