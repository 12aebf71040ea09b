/* Difference: what changed between two versions of the rules, judged over one list: rules, results by measure and by region, and
 * whom it concerns, with the reasons. Data only: terminal, CSV and JSON (write/difference_text) are printers of it, and none
 * needs the lists or the versions, which may be gone by then. The models must still be there: measures are not copied.
 *
 * Money is fen, of what is certain; what is open is counted, never added. */
#ifndef EXPLAIN_DIFFERENCE_H
#define EXPLAIN_DIFFERENCE_H

#include "explain/model_diff.h"
#include "explain/result_diff.h"

/* The changes of one region; objects that are no companies stand in none and have a row of their own, so that rows add up. */
struct region_change {
  int32_t code; /* 0: not known */
  bool objects; /* that are no companies */
  const char *name;
  size_t counts[CHANGE_KINDS];
  int64_t difference;
};

/* Whom a change of the comparison, at the same position, concerns. */
struct changed_object {
  struct slice code, name;
  int32_t region;
  const char *before, *after; /* why either version judged so; "" where it grants, NULL: not asked */
  const char *data;           /* what two lists say differently of what the measure asks; NULL: one list, or not asked */
};

struct difference {
  struct arena arena;
  enum language language;
  int year_before, year_after;
  bool lists; /* over two lists */
  struct rule_changes rules;
  struct comparison results;
  struct changed_object *objects;
  struct region_change *regions; /* by code; objects that are no companies last */
  size_t region_count;
};

/* Adds up the changes by region, when `objects` are known. `names`: of the regions. */
void difference_regions(struct difference *difference, const struct regions *names);
void difference_free(struct difference *difference);

#endif
