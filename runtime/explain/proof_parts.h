/* What the proofs of one measure and of a group have in common. Private to explain/proof. */
#ifndef EXPLAIN_PROOF_PARTS_H
#define EXPLAIN_PROOF_PARTS_H

#include "explain/proof.h"
#include "explain/proof_classes.h"
#include "explain/witnesses.h"

enum { PROOF_CELLS = 400000, PROOF_HOPELESS = 16 }; /* so many times more are not begun with */

struct proof_result proof_result_of(const struct verdict *verdict);
/* Is an amount or a cap another in the row, before it is rounded? What is the same at the ends of a cell is in between. */
bool proof_figures_differ(const struct witness_bench *witnesses, const struct planned *a, const struct planned *b, size_t row);
/* Are they written alike, with the values that parameters have on the day? */
bool proof_alike(struct program *day, const struct node *a, const struct node *b);
/* The rules of one measure that are not gone through, but compared as they are written. */
bool proof_same_terms(struct program *day, const struct measure *a, const struct measure *b);
/* 择一 and 总限 */
bool proof_same_relations(struct program *day, const struct measure *a, const struct measure *b);
bool proof_same_figures(struct program *day, const struct measure *a, const struct measure *b);

void proof_say_open(struct arena *arena, enum language language, struct proof *proof, enum message message, const char *what);
/* `obstacle` NULL: there are too many cells. */
void proof_say_obstacle(struct arena *arena, enum language language, struct proof *proof, const struct cells *cells,
                        const struct node *obstacle);

/* An amount as it is paid. */
const struct node *proof_rounded(struct arena *arena, const struct measure *measure);
/* The first is more than the second. */
struct node *proof_node_of_two(struct arena *arena, enum node_op op, enum value_type type, const struct node *left,
                               const struct node *right);
const struct node *proof_compared(struct arena *arena, const struct node *left, const struct node *right);
/* Which of two figures an amount or its cap is, asked as conditions: rows are told by them, where several data decide. */
void proof_ask_kinks(struct witness_bench *bench, const struct measure *measure);
/* When all is added; cells are cut where an amount is nothing, too, since nothing is no award. */
void proof_ready(struct witness_bench *witnesses);
/* Fields on which amounts rest, whose cells count by both ends. */
uint64_t proof_priced(const struct witness_bench *witnesses);
/* Rows over the fields that are told apart, and conditions about several of them. When the bench is condensed. */
void proof_rows_open(struct proof_rows *rows, const struct witness_bench *witnesses);
/* What is left out is told by the parts, and by what is made of them and is no mere group. */
void proof_rows_ask_parts(struct proof_rows *rows, const struct witness_bench *witnesses, const uint32_t *parts, size_t count);
/* One more condition, told as `text` where that is not NULL. False: there are too many. */
bool proof_rows_ask(struct proof_rows *rows, uint32_t slot, const struct node *condition, const char *text);

enum { PROOF_COUNTS = 16 };

/* A count of one version, and the one of the other that belongs to it. */
struct proof_count {
  const struct node *before, *after;
  struct proof proof; /* of which rows they count */
};

struct proof_counts {
  struct proof_count pairs[PROOF_COUNTS];
  size_t count;
  bool single;                 /* each version has one only */
  bool assumed;                /* for a while: those that belong together are the same */
  const struct node *unpaired; /* one to which none belongs; NULL: there is none */
};

/* Counts in `count` expressions of each version that are not alike, two by two. */
void proof_counts_pair(struct arena *arena, enum language language, const struct model *model, struct as_of as_of,
                       const struct node *const before[], const struct node *const after[], size_t count,
                       struct proof_counts *counts);
/* For cells_supposing: are both always the same? */
bool proof_counts_same(void *context, const struct node *a, const struct node *b);
bool proof_counts_differ(const struct proof_counts *counts);
/* The proof of one that could not be compared; NULL: all were. */
const struct proof *proof_counts_open(const struct proof_counts *counts);
/* Puts classes of rows that one version counts before those of the proof. */
void proof_counts_tell(struct arena *arena, enum language language, const struct proof_counts *counts, struct proof *proof);
void proof_target_find(struct arena *arena, enum language language, const struct model *model, const struct measure *before,
                       const struct measure *after, struct as_of as_of, struct proof *proof);
/* Rungs, and what members are compared with; classes are added. False: that cannot be told. */
bool proof_lists_find(struct arena *arena, enum language language, const struct model *model, const struct measure *before,
                      const struct measure *after, struct as_of as_of, struct proof *proof);

/* Measures that stand in relations, and those of which only 一次性 or 次数 changed: with what the others give, and what earlier
 * years granted. `proofs` are those of each by itself. */
void proof_groups_find(struct arena *arena, enum language language, const struct model *const models[2], struct as_of as_of,
                       struct proof *proofs, size_t count);

#endif
