/* Proof classes: witnesses that two versions treat differently, put together and told in words. Private to explain/proof. */
#ifndef EXPLAIN_PROOF_CLASSES_H
#define EXPLAIN_PROOF_CLASSES_H

#include "evaluate/cells.h"
#include "evaluate/decision.h"

struct proof;

/* What one version gives a witness. */
struct proof_result {
  uint8_t outcome;
  bool has_amount, has_high; /* a certain amount; else from `amount` to `high`, if there is an end */
  int64_t amount, high;
};

/* Fields, then conditions about two of them or more: 「研发费用 ÷ 营业收入不低于4%」 says more than a list of values. */
enum { PROOF_CONDITIONS = 64, PROOF_DIMENSIONS = CELL_FIELDS + PROOF_CONDITIONS };

/* A condition that rows are told apart by. */
struct proof_condition {
  uint32_t slot;   /* NO_SLOT: it is none of the data of the year */
  uint8_t measure; /* of the bench, by which it is asked closely where the batch leaves it open */
  bool close;
  const struct node *node;
  const char *text; /* NULL: as it is written */
  const char *granted;
  int years; /* of which `granted` was granted before */
};

/* A witness that either version gives something, or leaves open. */
struct proof_row {
  struct proof_result results[2];
  uint16_t beside;                  /* of the texts */
  uint16_t cells[PROOF_DIMENSIONS]; /* number of its value among those that were met; of a condition the answer */
};

struct proof_values {
  struct cell *items;
  bool *met; /* by a row; the others are where neither version gives anything */
  size_t count, capacity, latest;
  uint16_t *order, *rank; /* ascending; what is not known last */
};

struct proof_rows {
  const struct cells *cells;
  struct proof_row *items;
  size_t count, capacity;
  size_t different;
  struct proof_condition conditions[PROOF_CONDITIONS];
  size_t condition_count;
  uint64_t joined;            /* fields that they read */
  uint64_t left_out;          /* fields that are told by conditions alone */
  bool varied;                /* amounts rest on figures */
  const char *const *besides; /* what is to be told of a witness beside its data: what earlier years granted; NULL: nothing */
  struct proof_values values[PROOF_DIMENSIONS];
  bool crowded; /* more values, or rows, than are kept: classes cannot be told */
};

/* `answers`: of the conditions. `beside`: the number of its text, 0 where there are none. */
void proof_rows_add(struct proof_rows *rows, const struct assignment *assignment, const uint8_t *answers, size_t beside,
                    const struct proof_result *before, const struct proof_result *after);
bool proof_same_result(const struct proof_result *a, const struct proof_result *b);
void proof_rows_free(struct proof_rows *rows);
/* Fills in the classes; the kind becomes PROOF_DIFFERENT when there are any. */
void proof_classes_find(struct arena *arena, enum language language, struct proof_rows *rows, struct proof *proof);

#endif
