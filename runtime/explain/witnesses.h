/* Witnesses: measures judged for every cell of the data that they read (evaluate/cells), in one program, without a list.
 *
 * Measures may be of several versions of a script: columns are the same by their names. The rules between measures, and what is
 * counted over related rows or the whole list, are not there: the caller says what that leaves open. */
#ifndef EXPLAIN_WITNESSES_H
#define EXPLAIN_WITNESSES_H

#include "evaluate/cells.h"
#include "evaluate/verdict.h"

enum { WITNESS_MEASURES = 16 };

struct witness_bench {
  struct arena arena, steps;
  struct program *program;
  const struct model *models[WITNESS_MEASURES];
  struct planned planned[WITNESS_MEASURES];
  size_t count;
  uint32_t *slots_asked; /* besides those of the measures */
  size_t asked_count, asked_capacity;
  struct cells *cells;
  struct assignment known;
  uint64_t open;
  struct slot *slots;
  struct assignment *batch; /* of the rows that are judged now */
  size_t filled;
  struct row_cache *readings; /* each version has a dictionary of its own */
  void (*row)(void *context, struct witness_bench *witnesses, size_t row);
  void *context;
};

void witnesses_open(struct witness_bench *witnesses, const struct model *model, struct as_of as_of);
/* A measure of a model; its number, or WITNESS_MEASURES: there are too many. */
size_t witnesses_add(struct witness_bench *witnesses, const struct model *model, const struct measure *measure);
/* The slot of another condition. */
uint32_t witnesses_ask(struct witness_bench *witnesses, const struct node *condition);
/* When all is added. */
void witnesses_ready(struct witness_bench *witnesses);
/* Only some fields are gone through, the others stand as in `known`; NULL: all are. For the runs that follow. */
void witnesses_restrict(struct witness_bench *witnesses, const struct assignment *known, uint64_t open);
/* Every witness, in order; `row` is told where it stands in the batch, whose slots are filled. How many there were; 0: they
 * cannot be enumerated, at *obstacle, or are too many (NULL), and what was told of some counts for nothing. */
size_t witnesses_run(struct witness_bench *witnesses, const struct cells_options *options,
                     void (*row)(void *context, struct witness_bench *witnesses, size_t row), void *context,
                     const struct node **obstacle);
/* In `row`: what a measure gives. */
struct verdict witnesses_verdict(struct witness_bench *witnesses, size_t row, size_t measure);
void witnesses_close(struct witness_bench *witnesses);
/* `高企认定日期 2022-01-01，高企认定次数 0` */
void format_witness(struct buffer *out, enum language language, const struct cells *cells, const struct cell *values);
/* A value as it is told: texts in quotes. */
void format_witness_value(struct buffer *out, const struct field *field, const struct cell *cell);

#endif
