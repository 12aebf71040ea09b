/* Adding up what workers measured. */
#include "evaluate/timings.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"

void timings_open(struct timings *timings)
{
  *timings = (struct timings){ 0 };
  pthread_mutex_init(&timings->adding, NULL);
}

void timings_close(struct timings *timings)
{
  memory_free(timings->steps);
  pthread_mutex_destroy(&timings->adding);
}

void timings_add(struct timings *timings, double *into, const double *stages)
{
  pthread_mutex_lock(&timings->adding);
  for (int i = 0; i < TIMING_STAGES; i++) into[i] += stages[i];
  pthread_mutex_unlock(&timings->adding);
}

void timings_add_steps(struct timings *timings, const double *steps, size_t count)
{
  pthread_mutex_lock(&timings->adding);
  if (!timings->steps) {
    timings->steps = memory_alloc((count + 1) * sizeof *timings->steps);
    memset(timings->steps, 0, (count + 1) * sizeof *timings->steps);
    timings->step_count = count;
  }
  for (size_t i = 0; i < count; i++) timings->steps[i] += steps[i];
  pthread_mutex_unlock(&timings->adding);
}

double timings_now(void)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
