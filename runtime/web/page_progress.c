/* How far a command or the server is, for the page: what write/progress.c is for a terminal. Whoever made the engine hears it by
 * a `progressed` of its own; what it posts from a Worker goes out while the engine is at work. */
#include <emscripten.h>

#include "write/progress.h"

EM_JS(void, page_progressed, (const char *what, double done, double of), {
  if (Module.progressed) Module.progressed(UTF8ToString(what), done, of);
});

struct progress progress_begin(enum language language)
{
  return (struct progress){ .language = language, .descriptor = -1, .pace = pace_begin(PACE_FIRST, PACE_AGAIN) };
}

void progress_update(void *context, const struct progress_place *place)
{
  struct progress *progress = context;
  if (place && pace_due(&progress->pace, NULL))
    page_progressed(progress_stage_name(place->stage), (double)place->position, (double)place->size);
}
