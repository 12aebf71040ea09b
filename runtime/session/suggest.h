/* Suggest: the boundary cases that are missing, as rows of the cases file for staff to fill in. */
#ifndef SESSION_SUGGEST_H
#define SESSION_SUGGEST_H

#include "session/cases.h"

/* Rows of a related table, for the file of its records (名称.cases.表.csv). */
struct suggested_records {
  const char *table;
  struct sheet rows;
};

/* What rows of cases cannot show of a measure, as a sentence with its id. */
struct suggestion_note {
  enum message message;
  const char *id, *a;
};

struct suggestions {
  struct sheet rows;
  struct suggested_records *records;
  size_t record_count;
  struct suggestion_note *notes;
  size_t note_count;
};

/* Rows under the headings of the cases file (and columns that it lacks): for each threshold and day that a measure asks,
 * both sides of it, one unit apart, and where nobody knows; for what earlier years, other companies and records decide, cases of
 * several rows or with records; only what no case of the measure has yet. A row is a case of the measure that is met, with one
 * datum changed; what is expected is left blank. Measures of other objects than companies are left out. `all`: also what some
 * case has, but nothing that needs records. */
struct suggestions cases_suggest(struct arena *arena, const struct model *model, const struct test_suite *book, bool all);

#endif
