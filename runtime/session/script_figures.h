/* Script figures: what a version of scripts comes to over the list, as data of its own: how many, how much, which targets, which
 * parameters, what was wrong with the data. It points into no model and no list, so that it outlives the version: while a text
 * that is being written does not load, the figures of the one before are still there.
 *
 * Money is fen. What is open has bounds and is counted apart. */
#ifndef SESSION_SCRIPT_FIGURES_H
#define SESSION_SCRIPT_FIGURES_H

#include "session/answer.h"

struct measure_figures {
  const char *id, *name, *clause;
  enum measure_kind kind;
  bool judged, amounts, priced; /* there are counts; it has amounts; there is a sum */
  bool asks_others;             /* what a company gets depends on which others there are */
  const char *const *tables;    /* names of the related tables that it reads */
  size_t table_count;
  uint64_t yes, no, pending;
  bool overflowed;
  int64_t amount; /* of what is certain */
  struct bounds bounds;
};

struct parameter_figure {
  const char *name, *policy, *value; /* in words, "" where it has none on the day */
  bool given, dated;                 /* by a setting or a table, not by the script; there is a day from which it counts */
  date from;
};

struct target_figure {
  const char *id, *name, *unit, *goal, *actual, *outcome, *note; /* figures as for people, "" where there is none */
};

struct stake_figure {
  const char *missing;
  uint64_t rows;
  int64_t width;
};

struct problem_figure {
  const char *file, *column, *cell, *said;
  uint32_t line; /* 0: none */
};

enum { PROBLEMS_KEPT = 20000 };

struct script_figures {
  struct arena arena;
  const char *title, *status; /* of the first policy */
  struct as_of as_of;         /* without figures */
  bool listed;                /* there is a list: the rest is filled */
  uint64_t companies;
  struct results_total granted, owed;
  struct measure_figures *measures; /* in the order of the scripts */
  size_t measure_count;
  struct parameter_figure *parameters;
  size_t parameter_count;
  struct target_figure *targets;
  size_t target_count;
  struct stake_figure *stakes; /* the widest first */
  size_t stake_count;
  struct problem_figure *problems; /* the first of them */
  size_t problem_count, problem_capacity;
  uint64_t problem_total;
  const char **notices; /* what was said while it was loaded and judged; the caller's to fill */
  size_t notice_count;
};

/* Judges the version of now, in one run with the results by measure that huiqi_judge makes, and tells what it comes to; without
 * a list, what it declares. To be freed by script_figures_free, whatever is returned. */
bool script_figures_find(struct huiqi *session, struct script_figures *figures, struct fault *fault);
/* NULL: there is none of this id. */
struct measure_figures *script_figures_measure(const struct script_figures *figures, const char *id);
void script_figures_free(struct script_figures *figures);

#endif
