/* Target: figures that a district must reach, from the counts of the run, from indicators, and broken down by tasks. */
#ifndef EVALUATE_TARGET_H
#define EVALUATE_TARGET_H

#include "evaluate/figures.h"
#include "evaluate/tally.h"

enum figure_style { FIGURE_NUMBER, FIGURE_PERCENT, FIGURE_MONEY };

enum target_outcome { TARGET_UNJUDGED, TARGET_MISSED, TARGET_OPEN, TARGET_REACHED };

struct target_result {
  const struct measure *measure;
  struct slice unit;    /* as written */
  struct slice counted; /* as the list has it: the code of a district that a task names */
  enum figure_style style;
  bool has_goal, has_actual; /* the certain figure is known */
  struct ratio goal, actual;
  bool has_low, has_high;
  struct ratio low, high; /* what unknown data leave possible */
  enum answer answer;     /* a comparison of figures, at the prompt */
  uint32_t unknown;       /* companies that unknown data leave open, */
  bool unknown_at_least;  /* at least: several counts leave different companies open */
  bool from_indicator;
  bool zero_base;                              /* a denominator is surely 0 */
  bool goal_contradicted, actual_contradicted; /* two rows of 任务分解 or 指标 say different things */
  bool is_share, part_is_money;
  struct aggregate_range part, whole; /* numerator and denominator, of a share */
  enum target_outcome outcome;
};

/* All targets of the plan, in order; units of a breakdown: tasks first as they stand, then as they appear in the list. */
struct target_result *targets_reach(struct arena *arena, const struct plan *plan, const struct total_counts *book,
                                    const struct figures *figures, size_t *count);

#endif
