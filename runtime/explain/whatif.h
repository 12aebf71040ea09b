/* What-if: the data of one object as they would be with a few of them changed, or on a later day.
 *
 * A subject that answers from its changes first and from the subject below otherwise, so that the same expressions judge what is
 * and what would be; the data themselves stay untouched. What is counted over related rows stays as it was counted. */
#ifndef EXPLAIN_WHATIF_H
#define EXPLAIN_WHATIF_H

#include "evaluate/value.h"

enum { SHIFTS_MAX = 16 };

struct whatif {
  struct row_context subject; /* use supposed(): a copy of the structure moves what it points to */
  struct as_of as_of;         /* as it is */
  struct day_shift changes[SHIFTS_MAX];
  size_t count;
};

/* `base` has a reading. */
void whatif_set(struct whatif *supposition, const struct row_context *base);
/* Another of the same; cheaper than an assignment, since most have one change or two. */
void whatif_copy(struct whatif *to, const struct whatif *from);
const struct row_context *whatif_value(struct whatif *supposition);
/* A field of the company list is changed to a known figure (a position among choices; 1 or 0); a change that leads back to what
 * is so is dropped. False when there are too many. */
bool whatif_figure(struct whatif *supposition, const struct field *field, struct ratio after);
/* The day of judgement moves, and the policy year by as many years. */
bool whatif_day(struct whatif *supposition, date day);
/* What is so is so again. */
void whatif_drop(struct whatif *supposition, size_t change);
/* The change of a field (NULL: of the day), or NULL. */
struct day_shift *whatif_shift(struct whatif *supposition, const struct field *field);

#endif
