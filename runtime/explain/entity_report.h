/* Entity report: everything that is to be said of one object: what is known of it, what it was and is granted, what it may still
 * claim, what it lacks, and which days come next.
 *
 * Collected from the batch in which it was judged, whose data die with it: so all texts are made here, in the report's arena,
 * and the printers (write/entity_text) only lay them out. */
#ifndef EXPLAIN_ENTITY_REPORT_H
#define EXPLAIN_ENTITY_REPORT_H

#include "evaluate/run.h"
#include "explain/gap.h"
#include "explain/explain_tree.h"

struct entity_report_line {
  int indent;
  bool marked;
  enum answer answer;
  const char *text;
};

/* One measure, judged. */
struct entity_report_measure {
  const struct planned *planned;
  struct verdict verdict;
  const char *why;                  /* one sentence */
  struct entity_report_line *lines; /* conditions, then steps */
  size_t line_count;
  const char *lack;    /* what would make it hold; "" when it does, or when nothing can be said */
  const char *rung;    /* of a ladder, or "" */
  const char *against; /* of a list: what its members lack of what they are compared with; "" when nothing is compared */
  const struct gap *lacking, *compared; /* an empty one where nothing was asked */
};

/* A day that comes next, and what happens then. */
struct entity_report_day {
  date day;
  const char *text;
};

/* A grant of an earlier run, as its results have it. */
struct entity_report_grant {
  int year;
  const char *id, *name;
  bool has_amount;
  int64_t amount;
};

struct entity_report_datum {
  const struct field *field;
  const char *value;
};

struct entity_report {
  struct arena *arena;
  const struct plan *plan;
  struct wording reason;
  bool steps;                       /* also from the amount to what is granted */
  bool whole;                       /* problems of all its data, not only of those that were asked */
  const struct object_kind *object; /* NULL: a company */
  struct slice code, name;
  bool found;
  uint32_t line, repeats; /* of the list; `repeats`: the line that counts, 0: this one */
  struct entity_report_datum *data;
  size_t datum_count, datum_capacity;
  const char **problems; /* of its row, in words; the caller's */
  size_t problem_count, problem_capacity;
  struct entity_report_grant *grants; /* of earlier years; the caller's */
  size_t grant_count, grant_capacity;
  struct entity_report_measure *measures;
  size_t measure_count, measure_capacity;
  int64_t granted;     /* fen: what is certain of all measures that pay */
  struct bounds total; /* between what all of them come to */
  struct entity_report_day *days;
  size_t day_count, day_capacity;
};

/* Takes all judgements of one row (those that are no, too). */
void entity_report_collect(struct entity_report *report, const struct judged_batch *batch, size_t row);
/* A datum of the object that is known, in words. */
void entity_report_datum(struct entity_report *report, const struct field *field, const struct cell *cell);
/* Days in order, each thing once; after all has been collected. */
void entity_report_days(struct entity_report *report);

#endif
