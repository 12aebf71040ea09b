/* Crowding: how many companies of a list stand close to where a figure decides about money.
 *
 * Where many stand just on the side that is paid and few on the other, the figures may have been made to fit; where a little more
 * of a figure loses money (check_cliff), it tells whom that concerns. Close is within a hundredth of the threshold. Counted over
 * the whole list, whatever else the measure asks: who is close to a threshold has often only that one left. */
#ifndef EXPLAIN_CROWDING_H
#define EXPLAIN_CROWDING_H

#include "data/column.h"
#include "explain/check.h"

struct crowd_place {
  const struct field *field;
  struct ratio at;
  bool cliff;      /* of check_cliff; else a threshold of a condition */
  bool paid_above; /* the side that is paid */
  bool at_itself;  /* the threshold itself is on the upper side */
  const char *ids; /* measures */
  const char *words;
  const char *path;
  struct source_place site;
};

struct crowd_places {
  struct crowd_place *items;
  size_t count, capacity;
};

struct crowd_count {
  size_t below, above;
};

/* Adds the thresholds of measures that pay, as of a day of theirs next to `today`. */
void crowding_thresholds(struct arena *arena, const struct model *model, const struct check_options *options,
                         struct crowd_places *places);
/* The rows of a batch, in the column of the place's field. */
void crowding_add(const struct crowd_place *place, const struct column *column, size_t rows, struct crowd_count *count);
/* K94 where the paid side is crowded, K95 at each cliff. */
void crowding_tell(struct arena *arena, const struct crowd_place *place, const struct crowd_count *count, struct faults *faults);

#endif
