/* Program: expressions turned into steps over batches of rows.
 *
 * What depends on the run only (parameters, the policy year, the date of judgement) becomes a constant, equal sub-expressions
 * become one step, and a batch is judged step by step over whole columns. A slot is the result of a step: a column of
 * values, or of answers for a condition. Rejected: a tree walk per row (ten times slower), a byte code with jumps (a
 * column pass without branches is faster than the rows it would skip).
 *
 * Row by row, with intervals for what is unknown, the same expressions are judged by evaluate/value.h. */
#ifndef EVALUATE_PROGRAM_H
#define EVALUATE_PROGRAM_H

#include "base/pointer_map.h"
#include "data/column.h"
#include "evaluate/figures.h"
#include "model/model.h"

enum answer { ANSWER_NO, ANSWER_UNKNOWN, ANSWER_YES }; /* Kleene: all is the least, any the greatest */

/* What the run is about. */
struct as_of {
  int year;
  date on;
  const struct figures *figures; /* 指标; NULL: none were given */
};

enum { NO_SLOT = UINT32_MAX };

struct slot {
  struct column column;
  uint8_t *answer;                     /* conditions; else NULL */
  const struct population *population; /* of 名单.…; else NULL */
  bool given;                          /* of 名单.…: it is filled from outside */
  const struct slice *codes;           /* then, of the rows of the batch */
  struct function_state *calculator;   /* functions of the escape hatch; else NULL */
};

struct step {
  const struct node *node; /* folded */
  const uint32_t *inputs;
  size_t input_count;
};

/* A leaf that is filled from outside before each batch: a field of a table, or an aggregate. */
struct program_input {
  int table;
  const struct field *field;         /* NULL for what is no field */
  const struct aggregate *aggregate; /* folded */
  const struct node *paid;           /* NODE_PAID; NULL: it is another */
  uint32_t slot;
  const struct field *link; /* of a company's field: the related column that names the company; NULL: the one at hand */
};

struct program {
  struct arena *arena;
  const struct model *model;
  struct workload *workload; /* the model's */
  struct as_of as_of;
  struct step *steps;
  size_t step_count, step_capacity;
  struct program_input *inputs;
  size_t input_count, input_capacity;
  uint32_t *buckets; /* of steps by hash, +1 */
  size_t bucket_count;
  uint64_t *hashes; /* of each step, over its node and the slots of its operands */
  size_t hash_capacity;
  struct pointer_map folds, slots; /* a node written -> folded; folded -> its slot, +1: each is gone through once */
};

/* A day of the policy year + `offset`, clamped to the month's end. */
date as_of_day(struct as_of as_of, int64_t offset, int month, int day);

struct program *program_new(struct arena *arena, const struct model *model, struct as_of as_of);
/* The slot that will hold the expression's value. */
uint32_t program_add(struct program *program, const struct node *node);
/* The same of an expression that is folded already. */
uint32_t program_slot(struct program *program, const struct node *folded);
/* The expression with everything that depends on the run only put in. */
const struct node *program_fold(struct program *program, const struct node *node);

/* How each kind is folded, for nodes.def: `program_fold` takes the right one. */
typedef const struct node *node_fold(struct program *program, const struct node *node);
#define NODE(kind, role, format, fold, ...) node_fold fold;
#include "model/nodes.def"
#undef NODE

/* What those slots take. */
uint64_t program_bytes(const struct program *program);
/* One thread's memory for a program: a slot per step, BATCH_ROWS each; constants are filled in. The thread's function state is
 * borrowed; NULL where no script has functions. */
struct slot *program_slots(struct arena *arena, const struct program *program, struct function_state *calculator);
/* Runs all steps over `count` rows; the inputs' slots must be filled. `seconds`, one for each step, is added to; NULL: not
 * measured. */
void program_run(const struct program *program, struct slot *slots, size_t count, double *seconds);

#endif
