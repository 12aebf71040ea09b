/* Witnesses: measures judged for every cell of the data that they read (evaluate/cells), in one program, without a list.
 *
 * Measures may be of several versions of a script: columns are the same by their names. The rules between measures, and what is
 * counted over related rows or the whole list, are not there: the caller says what that leaves open. */
#ifndef EXPLAIN_WITNESSES_H
#define EXPLAIN_WITNESSES_H

#include "evaluate/cells.h"
#include "evaluate/verdict.h"

enum { WITNESS_MEASURES = 32, WITNESS_BLOCKS = 32, WITNESS_PLACES = 256 };

/* Fields that conditions alone read, and nothing else that is told apart: one witness for each way in which the conditions can be
 * answered together stands for all. */
struct witness_block {
  uint64_t fields;
  struct assignment *ways;
  size_t count;
  uint32_t slot;    /* of its only condition; NO_SLOT: there are several */
  uint8_t *answers; /* of that, for each way */
  size_t alike;     /* of so many blocks before it, the last at `last`: nothing counts but how many of them all hold */
  size_t last, chosen;
  bool alike_any; /* to one before or behind it */
};

struct witness_place {
  const struct field *field;
  int at; /* cells_find of it */
};

struct witness_bench {
  struct arena arena, steps;
  struct program *program;
  const struct model *models[WITNESS_MEASURES];
  struct planned planned[WITNESS_MEASURES];
  size_t count;
  uint32_t *slots_asked; /* besides those of the measures */
  size_t asked_count, asked_capacity;
  const struct cells_supposing *supposing; /* NULL: counts and the like are obstacles. Before all is added */
  struct cells *cells;
  struct assignment known;
  uint64_t open;
  struct witness_block blocks[WITNESS_BLOCKS];
  size_t block_count;
  struct slot *slots;
  struct assignment *batch; /* of the rows that are judged now */
  size_t filled;
  struct row_cache *readings;   /* each version has a dictionary of its own */
  bool known_only;              /* nothing is missing. Before it is condensed */
  struct witness_place *places; /* of fields, by address */
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
/* For the runs that follow, fields that are read by nothing but conditions of `slots` are gone through by how these can be
 * answered; `kept` are told apart one by one, and all that a condition has in common with them. `met`: only the answer yes of all
 * counts. A slot of measure number `measures[i]`. False when not all ways were found: then all fields are told apart. */
bool witnesses_condense(struct witness_bench *witnesses, const uint32_t *slots, const uint8_t *measures, size_t count,
                        uint64_t kept, bool met);
/* Of the fields that only this condition reads, the answer yes is gone through alone. */
void witnesses_meet(struct witness_bench *witnesses, uint32_t slot);
/* The largest conditions below what stands in a slot of measure number `measure` that share no field with another: behind the
 * `count` that are there, each once. How many there are then; `most`: there may be more. */
size_t witnesses_parts(const struct witness_bench *witnesses, uint32_t slot, uint8_t measure, uint32_t *slots, uint8_t *measures,
                       size_t count, size_t most);
/* Every witness, in order; `row` is told where it stands in the batch, whose slots are filled. How many there were; 0: they
 * cannot be enumerated, at *obstacle, or are too many (NULL), and what was told of some counts for nothing. */
size_t witnesses_run(struct witness_bench *witnesses, const struct cells_options *options,
                     void (*row)(void *context, struct witness_bench *witnesses, size_t row), void *context,
                     const struct node **obstacle);
/* In `row`: what a measure gives by itself. */
struct verdict witnesses_verdict(struct witness_bench *witnesses, size_t row, size_t measure);
/* The answer to a condition of that measure. */
enum answer witnesses_answer(struct witness_bench *witnesses, size_t row, size_t measure, uint32_t slot);
/* The row, as the `count` measures of one version from `first` on see it, before the rules that act on them together: then
 * verdicts_of_object takes the input that is filled in. */
void witnesses_object(struct witness_bench *witnesses, size_t row, size_t first, size_t count, struct row_context *subject,
                      struct object_input *object);
void witnesses_close(struct witness_bench *witnesses);
/* How many figures of the row are below nothing: a company that could be, but none that anybody would think of. */
size_t witness_strangeness(const struct witness_bench *witnesses, size_t row);
/* `高企认定日期 2022-01-01，高企认定次数 0` */
void format_witness(struct buffer *out, enum language language, const struct cells *cells, const struct cell *values);
/* A value as it is told: texts in quotes. */
void format_witness_value(struct buffer *out, const struct field *field, const struct cell *cell);

#endif
