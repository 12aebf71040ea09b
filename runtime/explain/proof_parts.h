/* What the proofs of one measure and of a group have in common. Private to explain/proof. */
#ifndef EXPLAIN_PROOF_PARTS_H
#define EXPLAIN_PROOF_PARTS_H

#include "explain/proof.h"
#include "explain/proof_classes.h"
#include "explain/witnesses.h"

enum { PROOF_CELLS = 400000 };

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

/* Fields on which amounts rest, whose cells count by both ends. */
uint64_t proof_priced(const struct witness_bench *witnesses);
/* Rows over the fields that are told apart, and conditions about several of them. When the bench is condensed. */
void proof_rows_open(struct proof_rows *rows, const struct witness_bench *witnesses);
/* One more condition, told as `text` where that is not NULL. False: there are too many. */
bool proof_rows_ask(struct proof_rows *rows, uint32_t slot, const struct node *condition, const char *text);

/* Measures that stand in relations, and those of which only 一次性 or 次数 changed: with what the others give, and what earlier
 * years granted. `proofs` are those of each by itself. */
void proof_groups_find(struct arena *arena, enum language language, const struct model *const models[2], struct as_of as_of,
                       struct proof *proofs, size_t count);

#endif
