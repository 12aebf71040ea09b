/* Where a run spent its time, as a table: `run --timings`. */
#ifndef CLI_TIMING_H
#define CLI_TIMING_H

#include <stdio.h>

#include "base/fault.h"
#include "evaluate/plan.h"
#include "evaluate/timings.h"

void timing_print(FILE *to, const struct plan *plan, const struct timings *timings, double seconds, enum language language);

#endif
