/* Where a run spent its time, as a table (`run --timings`) or as one line of JSON (`--timings=json`). */
#ifndef CLI_TIMING_H
#define CLI_TIMING_H

#include <stdio.h>

#include "base/fault.h"
#include "evaluate/plan.h"
#include "evaluate/timings.h"

void timing_print(FILE *to, const struct plan *plan, const struct timings *timings, double seconds, enum language language);
/* `rows`: companies that were judged, or kept. Seconds of the stages are added over the threads, as in the table. */
void timing_print_json(FILE *to, const struct plan *plan, const struct timings *timings, double seconds, uint64_t rows);

#endif
