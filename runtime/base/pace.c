/* The clock of progress. */
#include "base/pace.h"

#include <stddef.h>
#include <time.h>

const char *progress_stage_name(enum progress_stage stage)
{
  static const char *const names[] = {
    [PROGRESS_READING] = "reading", [PROGRESS_JUDGING] = "judging", [PROGRESS_SOLVING] = "solving", [PROGRESS_WRITING] = "writing"
  };
  return names[stage];
}

void progress_tell(struct progress_hook hook, const struct progress_place *place)
{
  if (hook.hear) hook.hear(hook.context, place);
}

static int64_t now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

struct pace pace_begin(int64_t first_after, int64_t again_after)
{
  return (struct pace){ .first_after = first_after, .again_after = again_after, .begun = now() };
}

bool pace_due(struct pace *pace, int64_t *elapsed)
{
  int64_t time = now();
  if (elapsed) *elapsed = time - pace->begun;
  if (time - pace->begun < pace->first_after || (pace->told && time - pace->told < pace->again_after)) return false;
  pace->told = time ? time : 1;
  return true;
}
