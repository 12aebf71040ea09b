/* Judge: the parts of a run, private to run.c, tables.c, judge.c, companies.c and objects.c. */
#ifndef EVALUATE_JUDGE_H
#define EVALUATE_JUDGE_H

#include "evaluate/budget.h"
#include "evaluate/population_store.h"
#include "evaluate/run.h"

/* A claim of a row of the block, until the ordered step. */
struct noted_claim {
  uint32_t row;
  struct budget *budget;
  struct budget_claim claim;
  struct slice envelope;
};

/* A row that may be in a population, found in a block. */
struct gathered_row {
  uint32_t row, population;
  struct population_asked asked;
};

/* Members of a plain population with whole numbers, found in a block. */
struct gathered_numbers {
  int64_t *values;
  uint32_t *rows;
  size_t count, capacity;
};

/* A row whose code stood before. */
struct repeated_row {
  uint32_t line, first_line;
};

struct run {
  struct population **populations; /* of each planned one */
  size_t populated;                /* depths that are there */
  struct repeated_codes repeated;
  struct arena *arena;
  const struct plan *plan;
  const struct run_options *options;
  struct foreign_key_index links;
  bool gathering;                     /* the columns of companies that rows name; what claims rest on is not there yet */
  struct related **related;           /* of each planned table; NULL: no file */
  struct codes *seen;                 /* codes that no related row names: line where each stood first */
  struct repeated_row *repeated_rows; /* found by the first pass over the list, by line: those after it need no index */
  size_t repeated_count, repeated_capacity, next_repeated;
  bool repeats_known;
  struct budget *budgets;
  size_t budget_count;
  struct total_counts *book; /* counts for targets */
  bool claiming;             /* the first pass */
  bool keeping;              /* a part of the list, whose claims on budgets are nobody's business yet */
  struct codes *present;     /* codes of the list, where the history may name others; else NULL */
  struct absent_part *absent;
  size_t absent_count, absent_capacity;
  struct arena code_index_arena; /* codes of claims */
  struct scan_passes passes;     /* over the list */
};

/* One thread's memory for judging one kind of subjects. */
struct judge {
  const struct run *run;
  const struct planned_subjects *subjects;
  struct slot *slots;
  double *step_seconds;              /* of the companies' program; NULL: not measured */
  struct counter **counters;         /* of each planned table */
  size_t list_row;                   /* of the batch, where the list is in memory: position of its first row there */
  size_t first_object;               /* of the batch, when they are no companies */
  struct aggregate_range **measured; /* of each aggregate input of the program, BATCH_ROWS */
  ptrdiff_t *inputs;                 /* of each of the plan's references: where its count is among the inputs, -1: it is not */
  uint32_t *links;
  struct judgement *judgements;
  size_t judgement_count, judgement_capacity;
  struct verdict *row_verdicts; /* of one row, by measure; no, between rows */
  bool supposed;                /* its rows are no rows of the list */
  bool joins;                   /* some rule acts on several measures of an object */
  struct arena steps;           /* of the verdicts that are not handed over yet, from `no_steps` on */
  struct arena_mark no_steps;
  uint8_t **stands;             /* by measure: of a ladder, the rung of each row (kernel_ladder_level); else NULL */
  uint64_t *alive;              /* measures that may be granted: a bit each, 64 measures of BATCH_ROWS rows, then the next 64 */
  const struct column *columns; /* of the batch, in the order of the plan, as written in the list */
  struct column *compared;      /* the same, texts in NFKC */
  bool names_compared;
  struct row_context subject;
  struct row_cache reading; /* of the row whose verdicts are reached */
  struct completions *completions;
  struct slice *codes, *names;
  const struct slice *const *carried; /* of the batch; NULL: none */
  void *user;
  const struct sink *sink;
  /* of the block, for the ordered step */
  struct slice *block_codes;
  struct packed_code *block_packed, *packed; /* the same for the index; of the batch */
  uint32_t *block_links, *block_lines, *repeats;
  size_t block_count, block_capacity;
  struct partial_counts *notes;
  struct packed_column *passing; /* linked columns of the block's rows */
  struct slice *claim_codes;
  struct block_rows *kept; /* of a part; NULL: the whole list is judged */
  struct buffer kept_bytes, kept_lines, kept_counts;
  uint8_t *open;                         /* of each row of the batch: it claims something that is divided among all */
  const struct finished_block *finished; /* rows of the block that are not judged here; NULL: all are */
  struct noted_claim *claims;
  struct arena claim_names; /* of their envelopes, from `no_names` on */
  struct arena_mark no_names;
  size_t claim_count, claim_capacity;
  struct gathered_row *gathered; /* of the block */
  size_t gathered_count, gathered_capacity;
  struct gathered_numbers *numbers;  /* of each of the plan's populations */
  struct function_state *calculator; /* NULL: no script has functions */
  bool computed_wrong;               /* a function failed in this block, at block row `wrong_row`; SIZE_MAX: at a related row */
  size_t wrong_row;
};

struct judge *judge_new(struct arena *arena, const struct run *run, const struct planned_subjects *subjects);
void judge_close(struct judge *judge);
/* Notes that a function failed: after the counts over related rows (`first_row` SIZE_MAX), and after a batch that stands there in
 * its block. */
void judge_computed(struct judge *judge, size_t first_row);

/* Nobody can say which rows, or how many, belong to the object. */
struct aggregate_range nobody_knows(const struct aggregate *aggregate);
/* An aggregate input of the program: counted for a batch of companies; then put into its slot. */
void judge_count(struct judge *judge, size_t input, size_t count);
void judge_measured(struct judge *judge, size_t input, size_t count);
/* What was paid in earlier years, for a batch of rows. */
void judge_paid(struct judge *judge, size_t input, size_t count);
/* Verdicts of the batch whose program has run, handed over to the receiver some rows at a time; `first_row` is the position of
 * the batch's first row in the block. */
void judge_rows(struct judge *judge, size_t count, size_t first_row);

/* The two halves of that for who wants the verdicts alone: measures that may be granted; and for a row what is reached of them
 * (judge->row_verdicts; the caller makes them no again), but for what budgets divide. The judge has its reading. */
void judge_find_alive(struct judge *judge, size_t count);
void judge_reach(struct judge *judge, size_t row);
/* Sets the bounds of one row's judgements, by the rules between measures (row_bounds.c). */
void bounds_of_row(const struct planned *measures, struct judgement *judgements, size_t count);

/* One more judgement of the rows that are handed over next. */
void judge_add(struct judge *judge, size_t row, size_t measure, const struct verdict *verdict);
/* May the history grant parts to companies that are not in the list? */
bool absent_may_be(const struct plan *plan, const struct run_options *options);

/* Room for `more` rows of the block. */
void judge_reserve(struct judge *judge, size_t more);
/* In order: the block's claims join their budgets, but for rows that repeat a code. */
void judge_claims(const struct judge *judge);

#endif
