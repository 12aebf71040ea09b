/* Timings: where a run spends its time, for `run --timings`.
 *
 * Each worker notes for itself and adds up when it ends, so that measuring costs a look at the clock for each stage of a block,
 * and for each step of a batch. Seconds are those of the wall, added over the threads: what a thread waits for stands apart. */
#ifndef EVALUATE_TIMINGS_H
#define EVALUATE_TIMINGS_H

#include <pthread.h>
#include <stddef.h>

enum timing_stage {
  TIMING_READ,   /* the next block, with waiting for it: one thread reads at a time */
  TIMING_SPLIT,  /* records and cells */
  TIMING_DECODE, /* cells to values */
  TIMING_JUDGE,  /* kernels, verdicts, and their words */
  TIMING_TURN,   /* waiting for the block before */
  TIMING_MERGE,  /* the ordered step: codes, claims, writing */
  TIMING_STAGES
};

struct timings {
  double tables[TIMING_STAGES];    /* related tables */
  double companies[TIMING_STAGES]; /* both passes, where there are two */
  double objects[TIMING_STAGES];   /* judged after them */
  double *steps;                   /* of the companies' program, one for each step; allocated by the first who adds */
  size_t step_count;
  pthread_mutex_t adding;
};

void timings_open(struct timings *timings);
void timings_close(struct timings *timings);
/* Adds a worker's seconds; either may be NULL. */
void timings_add(struct timings *timings, double *into, const double *stages);
void timings_add_steps(struct timings *timings, const double *steps, size_t count);
/* Seconds of a clock that only goes forward. */
double timings_now(void);

#endif
