/* Pace: how far one is with long work, who hears of it, and when that is worth telling: a line on the terminal, a message to an
 * editor, a bar in the page. */
#ifndef BASE_PACE_H
#define BASE_PACE_H

#include <stdbool.h>
#include <stdint.h>

enum progress_stage {
  PROGRESS_READING, /* a list or a table, into memory or by the way */
  PROGRESS_JUDGING,
  PROGRESS_SOLVING, /* values of a parameter are tried, each over the list; how many it takes is not known */
  PROGRESS_WRITING  /* a workbook, or a page */
};

struct progress_place {
  enum progress_stage stage;
  const char *path; /* of the list, or of what is written */
  /* Bytes of a file, rows or blocks of a list in memory, values tried, rows written; `size` 0: the end is not known. */
  uint64_t position, size;
  uint64_t rows; /* so far; 0: nobody counts them */
};

/* Who hears it, from one thread at a time; NULL for a place: that was all. */
struct progress_hook {
  void (*hear)(void *context, const struct progress_place *place); /* NULL: nobody does */
  void *context;
};

void progress_tell(struct progress_hook hook, const struct progress_place *place);

/* `reading`, `judging`, `solving`, `writing`: for programs. */
const char *progress_stage_name(enum progress_stage stage);

/* Milliseconds, of messages to an editor or the page. */
enum { PACE_FIRST = 300, PACE_AGAIN = 200 };

/* Not in the first milliseconds, and then not too often. */
struct pace {
  int64_t first_after, again_after; /* milliseconds */
  int64_t begun, told;              /* on some clock; `told` 0: not yet */
};

struct pace pace_begin(int64_t first_after, int64_t again_after);
/* Is it time? Then it is told now. `*elapsed` (may be NULL): milliseconds since the beginning. */
bool pace_due(struct pace *pace, int64_t *elapsed);

#endif
