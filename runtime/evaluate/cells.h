/* Cells: what could stand in data that are not known, as far as conditions tell it apart.
 *
 * A condition compares, so a field matters only by which side of each comparison it stands on: its values fall into a few cells
 * between cut points (thresholds, ends of periods, members of sets), and one witness in each, with one on each cut, decides for
 * all. Where a comparison reads two fields (a share, a day against another), the cut of one depends on the other: fields are
 * decided one after the other, and each comparison is solved for its last field; what is known, or decided before, is put in.
 * Then the other side counts: a cut of the later field is a cut of the earlier one where the comparison meets it, once.
 *
 * What cannot be enumerated so is said, never guessed: functions of the escape hatch, counts and values of the whole list,
 * months and full steps inside a comparison, a field that stands on both sides of a quotient. Rejected: sampling (misses the one
 * fen that matters), a solver for general constraints (nothing that is written here needs one).
 *
 * Works over a program, whose parameters and days are those of one run. */
#ifndef EVALUATE_CELLS_H
#define EVALUATE_CELLS_H

#include "evaluate/program.h"

enum { CELL_FIELDS = 64 };

/* A comparison of figures or days: its two sides are equal on the cut. */
struct cut_equation {
  uint32_t left, right; /* slots; `right` NO_SLOT: nothing, which a quotient cannot be of */
  uint64_t fields;      /* that the sides read, not through conditions */
};

struct cells {
  struct arena *arena;
  const struct program *program;
  const struct field *fields[CELL_FIELDS]; /* that the expressions read */
  const struct node *sources[CELL_FIELDS]; /* by what: a field, or a figure that is supposed to be anything */
  const struct cells_supposing *supposing; /* NULL: no figure is */
  size_t field_count, step_count;
  uint32_t *asked; /* slots of conditions about members of a set */
  size_t asked_count;
  uint8_t *reached;        /* by slot: do the expressions rest on it? */
  uint64_t *figures, *all; /* by slot: which fields it reads, without and with those of its conditions */
  uint64_t rounded;        /* fields of figures that are rounded: they are cut near where they would be */
  struct cut_equation *equations;
  size_t equation_count, equation_capacity;
  struct cell *members[CELL_FIELDS]; /* of choices, regions, texts: one of each cell */
  size_t member_count[CELL_FIELDS];
  bool crowded;                /* one has more cells than can be told */
  const struct node *obstacle; /* does not depend on data of the list that can be enumerated; NULL: there is none */
  bool too_many;               /* fields */
  bool unlike;                 /* a field is declared otherwise in one of two versions */
};

/* What is counted over related rows, or told of the whole list or of earlier years, may be supposed to be any figure, like a
 * datum of its own: what then is the same is so whatever the rows are. */
struct cells_supposing {
  /* Are two such figures always the same? What is alike is; NULL: nothing else. */
  bool (*same)(void *context, const struct node *a, const struct node *b);
  void *context;
};

/* Of what stands in the slots. `supposing` NULL: such figures are obstacles. */
struct cells *cells_new(struct arena *arena, const struct program *program, const uint32_t *slots, size_t count,
                        const struct cells_supposing *supposing);
/* Position of a field of a table, 0 for the company list; -1: it is not read. */
int cells_find(const struct cells *cells, int table, const struct field *field);
/* Two sides whose order matters beyond comparisons: an amount and its cap. */
void cells_add_cut(struct cells *cells, uint32_t left, uint32_t right);

/* One assignment: a cell for each field of `cells`; `decided` says which of them count. */
struct assignment {
  struct cell cells[CELL_FIELDS];
  uint64_t decided;
};

struct cells_options {
  bool unknown;  /* an unknown datum is a case of its own */
  uint64_t ends; /* fields of which both ends of a cell count: amounts rise or fall inside it */
  size_t limit;  /* more assignments are too many */
  size_t last;   /* 1 + the field that is decided last: its values follow one another; 0: none */
  /* The value of a slot that does not change with the fields (a count, a figure of the list); NULL: not known. */
  bool (*value)(const void *context, uint32_t slot, struct ratio *value);
  const void *value_context;
};

/* How many ways there were, 0: they cannot be enumerated, or are too many; *obstacle says at what (NULL: too many). */
size_t cells_each(const struct cells *cells, const struct assignment *known, uint64_t open, const struct cells_options *options,
                  void (*visit)(void *context, const struct assignment *assignment), void *context, const struct node **obstacle);
/* About how many ways there are: cells of each field times those of the others. */
size_t cells_estimate(const struct cells *cells, uint64_t open, const struct cells_options *options);
/* The cuts of one field where all others are as assigned, ascending; NULL: not solvable. For cliffs. */
size_t cells_cuts(const struct cells *cells, const struct assignment *others, size_t field, const struct cells_options *options,
                  struct ratio *cuts, size_t most);

/* Is the field cut there by what reads nothing else? A cut that depends on another field is no place of its own. */
bool cells_cut_between(const struct cells *cells, size_t field, struct ratio low, struct ratio high);

/* The position of a supposed figure; -1: it is not read. */
int cells_find_figure(const struct cells *cells, const struct node *node);

#endif
