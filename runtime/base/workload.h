/* Workload: what a command may spend on a policy once it is loaded: planning, checking, explaining, comparing.
 *
 * Loading has its own budget (policy/state). What comes after it is at most a little more than linear in what was loaded, but for
 * comparisons of each with each; those are counted here. A walk that is deep inside has no way back for an error, so what is over
 * calls a handler that does not return, as when memory runs out (base/arena.h); the handler stands in the counter, nothing is
 * global. NULL counts nothing. */
#ifndef BASE_WORKLOAD_H
#define BASE_WORKLOAD_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct workload {
  uint64_t spent, limit;      /* steps: about a hundred million a second */
  uint64_t bytes_limit;       /* of one thread's columns */
  const char *measure, *path; /* the measure that is looked at, and where it stands; NULL: none */
  int line, column;
  enum language language;
  void (*over)(const struct workload *workload, enum message message);
  void *context; /* of who handles it */
};

static inline void workload_add(struct workload *workload, uint64_t steps)
{
  if (!workload) return;
  workload->spent = steps > UINT64_MAX - workload->spent ? UINT64_MAX : workload->spent + steps;
  if (workload->spent > workload->limit) workload->over(workload, MSG_WORKLOAD_OVER);
}

static inline void workload_bytes(struct workload *workload, uint64_t bytes)
{
  if (workload && bytes > workload->bytes_limit) workload->over(workload, MSG_COLUMNS_OVER);
}

#endif
