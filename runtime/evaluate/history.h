/* History: what earlier years granted, from --history.
 *
 * Kept by the object's code, each with the short list of its rows: an object is asked for a few measures only. A row that cannot
 * be read leaves open what was granted, so it is kept too: unknown is not "never granted". */
#ifndef EVALUATE_HISTORY_H
#define EVALUATE_HISTORY_H

#include "base/text.h"

/* Where the history cannot be read: what has to be looked up. */
struct unread_row {
  const char *path;
  uint32_t line;
  struct slice heading;
};

struct history;

struct history *history_new(void);
void history_free(struct history *history);
/* A row of an earlier year. False when there is one for this measure, object and year already: then the first counts, but a grant
 * counts over what is none. */
bool history_add(struct history *history, struct slice measure, struct slice code, int year, bool granted);
/* A row of the measure and object that cannot be read; `row` is copied, its texts are borrowed. */
void history_add_unread(struct history *history, struct slice measure, struct slice code, const struct unread_row *row);
/* The latest year before `before` in which the measure was granted to the code, 0 if none. A blank code is nobody's. */
int history_granted(const struct history *history, const char *measure, struct slice code, int before);
/* The first row that leaves open what was granted, NULL if none does. */
const struct unread_row *history_unread(const struct history *history, const char *measure, struct slice code);

#endif
