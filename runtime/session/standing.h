/* Standing: one measure over the list in memory, as data: who gets it, for whom it is open, and who nearly gets it. */
#ifndef SESSION_STANDING_H
#define SESSION_STANDING_H

#include "session/huiqi.h"

struct standing_company {
  struct slice code, name;
  struct verdict verdict;
  int64_t distance; /* of who nearly gets it (explain/nearness.h); -1: not asked */
  const char *gap;  /* what is lacking, in words */
};

struct measure_standing {
  size_t companies, yes, open, near;
  struct standing_company *items; /* the first in the order of the list, or the nearest */
  size_t count;
};

/* By all rules, also those between measures. `near`: those that nearly get it, the nearest first, instead of those that do or
 * may. At most `most` companies are named; all are counted. */
bool huiqi_standing(struct huiqi *session, struct arena *arena, const struct measure *measure, bool near, size_t most,
                    struct measure_standing *answer, struct fault *fault);

#endif
