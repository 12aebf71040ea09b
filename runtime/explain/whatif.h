/* Supposition: the data of one object as they would be with a few of them changed, or on a later day.
 *
 * A subject that answers from its changes first and from the subject below otherwise, so that the same expressions judge what is
 * and what would be; the data themselves stay untouched. What is counted over related rows stays as it was counted. */
#ifndef EXPLAIN_WHATIF_H
#define EXPLAIN_WHATIF_H

#include "evaluate/value.h"

enum { SHIFTS_MAX = 16 };

struct supposition {
  struct subject subject;   /* use supposed(): a copy of the structure moves what it points to */
  struct occasion occasion; /* as it is */
  struct shift changes[SHIFTS_MAX];
  size_t count;
};

/* `base` has a reading. */
void suppose(struct supposition *supposition, const struct subject *base);
/* Another of the same; cheaper than an assignment, since most have one change or two. */
void suppose_copy(struct supposition *to, const struct supposition *from);
const struct subject *supposed(struct supposition *supposition);
/* A field of the company list is changed to a known figure (a position among choices; 1 or 0); a change that leads back to what
 * is so is dropped. False when there are too many. */
bool suppose_figure(struct supposition *supposition, const struct field *field, struct ratio after);
/* The day of judgement moves, and the policy year by as many years. */
bool suppose_day(struct supposition *supposition, date day);
/* What is so is so again. */
void suppose_drop(struct supposition *supposition, size_t change);
/* The change of a field (NULL: of the day), or NULL. */
struct shift *supposed_shift(struct supposition *supposition, const struct field *field);

#endif
