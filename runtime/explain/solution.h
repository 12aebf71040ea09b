/* Solution: the value of a parameter with which a total keeps a limit, the totals around it, and how it is known that there is
 * none better. Found by session/solve, printed by write/solution_text.
 *
 * The limit is asked of one end of what all can come to, or of what is certain: the most is what a budget must bear. */
#ifndef EXPLAIN_SOLUTION_H
#define EXPLAIN_SOLUTION_H

#include "evaluate/bounds.h"
#include "evaluate/plan.h"

/* What is to keep the limit: the sum of what is certain, or an end of what all can come to. */
enum total_end { TOTAL_CERTAIN, TOTAL_LEAST, TOTAL_MOST };

/* The totals with one value. */
struct solve_point {
  struct ratio value; /* fen, a number, or a day */
  bool has_value;
  uint64_t companies; /* to whom something is granted for certain by a measure that reads the parameter */
  bool overflowed;
  int64_t certain; /* fen */
  struct bounds bounds;
};

enum { SENSITIVITY_ROWS = 5 };

struct solution {
  const struct parameter *parameter; /* the first of that name */
  struct solve_point now;            /* with the value in force; none: the parameter has no value on the day */
  bool at_least;
  int64_t limit; /* fen */
  enum total_end end;
  struct ratio step;
  bool proved; /* the total only rises, or only falls, with it: then no other value is better; else it was searched */
  struct solve_point value;        /* keeps the limit */
  struct solve_point next;         /* one step further, does not */
  size_t trials;                   /* values with which the list was judged */
  uint64_t problems;               /* of the data */
  const struct measure **measures; /* that read it */
  size_t measure_count;
  struct {
    int percent; /* of the value in force */
    struct solve_point point;
  } sensitivity[SENSITIVITY_ROWS]; /* from the least on */
  size_t sensitivity_count;
};

#endif
