/* Result rows: the results of one measure row by row, a page at a time: sorted, searched and filtered over all rows, with facets,
 * in words for the rows of the page alone; and what is to be completed first.
 *
 * Rows are those of the list (of a measure of other objects, those objects), so that what is no stands here, too. Made from the
 * results that are in memory: nothing is judged again but the rows that are shown. */
#ifndef SESSION_RESULT_ROWS_H
#define SESSION_RESULT_ROWS_H

#include "session/huiqi.h"

enum row_order {
  ROWS_AS_LISTED,
  ROWS_BY_CODE,
  ROWS_BY_NAME,
  ROWS_BY_REGION,
  ROWS_BY_OUTCOME,
  ROWS_BY_AMOUNT,
  ROWS_BY_CHANGE,
  ROW_ORDERS
};

struct rows_request {
  const struct measure *measure; /* of the version of now */
  size_t from, count;
  enum row_order order;
  bool down;
  unsigned outcomes;         /* 1 << outcome; 0: all */
  int32_t region;            /* 0: all */
  struct slice find;         /* words that code and name have to have; "": all */
  const struct field *lacks; /* only those that are open, and lack it; NULL: all */
  bool lacking;              /* what open rows lack is told, for which they are judged once more */
};

struct result_line {
  uint32_t row;
  struct slice code, name; /* of the list in memory */
  int32_t region;          /* 0: not known */
  uint8_t outcome;
  bool has_amount, has_most; /* certain; open, between two ends */
  int64_t amount, least, most;
  bool differs; /* from the marked version */
  int64_t change;
  uint8_t outcome_before;
  const struct lacking_row *lacking; /* NULL: nothing that is a field */
  const char *why;                   /* as in the result files; NULL: it stands in no list */
};

struct region_facet {
  int32_t code;
  size_t count;
};

struct lacking_facet {
  const struct field *field;
  size_t count;
};

struct result_rows {
  struct result_line *items; /* of the page */
  size_t count, total;       /* all that fit */
  size_t outcomes[3];        /* by enum outcome: what fits but for the filter of outcomes */
  struct region_facet *regions;
  size_t region_count, region_capacity;
  struct lacking_facet *lacks; /* where that is asked for, the most frequent first */
  size_t lack_count, lack_capacity;
};

/* The version of now is judged, the marked one too if there is one. */
bool huiqi_rows(struct huiqi *session, struct arena *arena, const struct rows_request *request, struct result_rows *rows,
                struct fault *fault);

struct gap_line {
  uint32_t row;
  struct slice code, name;
  int32_t region;
  const char *missing, *measures; /* 「高企认定次数」; ids */
  int64_t width;                  /* fen: what the company leaves open of the total */
  bool endless;
};

struct gap_lines {
  struct gap_line *items; /* the widest first */
  size_t count, capacity;
};

/* All companies that are open, by what they leave open of the total. */
bool huiqi_gaps(struct huiqi *session, struct arena *arena, struct gap_lines *gaps, struct fault *fault);

#endif
