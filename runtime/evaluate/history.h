/* History: what earlier years granted, from --history.
 *
 * Kept by the object's code, each with the short list of its rows: an object is asked for a few measures only. A row that cannot
 * be read leaves open what was granted, so it is kept too: unknown is not "never granted". */
#ifndef EVALUATE_HISTORY_H
#define EVALUATE_HISTORY_H

#include "evaluate/decision.h"

/* Where the history leaves something open: what has to be looked up. */
struct unread_row {
  const char *path; /* NULL: a row of `year` is not there at all */
  uint32_t line;
  int year;
  struct slice heading;
};

/* What a row of an earlier year says of one measure and one object. */
struct history_row {
  struct slice measure; /* its id */
  int year;             /* 0: cannot be read */
  enum outcome outcome;
  bool unread;                /* the year, the outcome or the amount cannot be read: `place` says where */
  bool has_amount, has_total; /* a blank amount is one that was not set yet */
  int64_t amount, total;      /* fen: paid in the year; 核定总额, that all instalments come to */
  struct slice name;          /* of the object */
  struct unread_row place;    /* `heading` is that of what leaves it open */
  const struct history_row *next;
};

struct history;

struct history *history_new(void);
void history_free(struct history *history);
/* False when there is a row for this measure, object and year already: then the first counts, but a grant counts over what is
 * none. The row is copied, its texts but for the id and the name are borrowed. */
bool history_add(struct history *history, const struct history_row *row, struct slice code);
/* The rows of an object, the last first; NULL: none. A blank code is nobody's. */
const struct history_row *history_rows(const struct history *history, struct slice code);
/* The objects in the order of their first rows. */
size_t history_count(const struct history *history);
struct slice history_code(const struct history *history, size_t object);

/* What some measures gave one object before a year. */
struct paid {
  int64_t certain;                 /* fen; INT64_MAX when it does not fit */
  int years, possible;             /* in how many they granted something; in how many more they may have */
  int latest;                      /* year of the last grant, 0: none */
  const struct unread_row *open;   /* what leaves open whether it was more; NULL: it was not */
  const struct unread_row *doubt;  /* a row that may be one more grant; NULL: none */
  const struct unread_row *unread; /* the first row that cannot be read; NULL: none */
};

struct paid history_paid(const struct history *history, const char *const *measures, size_t count, struct slice code, int before);

#endif
