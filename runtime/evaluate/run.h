/* Run: the whole list judged, in batches, by several threads, reported in order.
 *
 * Related tables are read first, then the companies stream by, then the other objects are judged. With a budget among
 * companies the list is read twice: first for the claims. The receiver gets each batch in its thread (to put it into words there)
 * and each block in the order of the list (to write it out); rows that repeat an earlier code are reported in the merge step. */
#ifndef EVALUATE_RUN_H
#define EVALUATE_RUN_H

#include "evaluate/bounds.h"
#include "evaluate/list_keep.h"
#include "evaluate/memory_list.h"
#include "evaluate/related.h"
#include "evaluate/scan.h"
#include "evaluate/tally.h"
#include "evaluate/rule_budget.h"

struct judgement {
  uint32_t row;     /* in the batch */
  uint32_t planned; /* position among the subjects' measures */
  struct verdict verdict;
  struct bounds bounds; /* of the measure */
  struct bounds total;  /* what it adds to the total: what is bounded together is added by the first of the row */
};

struct judged_batch {
  const struct planned_subjects *subjects;
  size_t count, first_row;            /* rows; position of the first in its block */
  size_t list_row;                    /* its position in the list; of a list in memory only */
  size_t start, end;                  /* of these rows, those that are handed over now; first come the first */
  const struct judgement *judgements; /* theirs, by row, then by measure; those that are no only when asked for */
  size_t judgement_count;
  const struct slice *codes, *names;     /* of each row; empty when blank */
  const struct slice *const *carried;    /* of each carried heading the cells of the batch's rows; NULL: objects of no list */
  const struct row_context *subject;     /* data of the batch; set its `row` */
  const uint8_t *open;                   /* of a part of the list: rows that will be judged again, with all others; NULL: none */
  const struct finished_block *finished; /* rows of the block whose lines parts have written; NULL: none */
};

struct judged_block {
  size_t rows;
  uint32_t first_line;
  const uint32_t *repeats; /* of each row: the line where its code stood first, 0: it is the first */
  const uint32_t *lines;   /* of the file, of each row */
  const struct slice *codes;
  const struct scan_problem *problems;
  size_t problem_count;
  const struct list_reader *listing; /* NULL: objects that are not rows of the list */
  bool absent;                       /* a company that is not in the list: only the measures that are told concern it */
};

/* Any of the functions may be NULL: then nothing is done there. */
struct sink {
  void *context;
  void *(*worker)(void *context, struct arena *arena);
  void (*close)(void *context, void *worker); /* what the worker holds outside the arena */
  void (*begin)(void *context, void *worker);
  void (*batch)(void *context, void *worker, const struct judged_batch *batch);
  bool (*block)(void *context, void *worker, const struct judged_block *block, struct fault *fault);
  /* Problems of a related table's rows, in order. */
  void (*table_block)(void *context, const struct list_reader *listing, const struct scan_block *block);
  /* A related table read to its end. */
  void (*table_end)(void *context, const struct list_reader *listing);
};

/* A related table: a file, or a list in memory. */
struct table_file {
  int table;
  const char *path;
  struct memory_list *held; /* NULL: the file is read */
  const char *kept;         /* of a stream that is read several times: where its bytes are; NULL: it is read at `path` */
};

struct run_options {
  size_t threads;
  bool all; /* judgements that are no, too */
  const struct history *history;
  struct decisions *decisions;
  struct list_reader_options listing;
  struct timings *timings;  /* NULL: nothing is measured */
  struct memory_list *held; /* the company list in memory, bound to the plan's model; NULL: a listing is read */
  const struct table_file *tables;
  size_t table_count;
  /* Of each of the plan's related tables, what parts of a split run have kept of it, NULL: no file was given; it stands in the
   * place of `tables`. NULL: these are read. */
  struct memory_list *const *kept;
};

/* The file of a related table; NULL: none was given. */
const struct table_file *run_table_file(const struct run_options *options, int table);

struct run;

struct run *run_open(struct arena *arena, const struct plan *plan, const struct run_options *options);
/* Reads the related tables that the plan needs and that were given. */
bool run_tables(struct run *run, const struct sink *sink, struct fault *fault);
/* One of the plan_passes over the list before it is judged: for what other companies' rows ask, then for claims on budgets.
 * `listing` is not looked at when the list is in memory. */
bool run_claims(struct run *run, struct list_reader *listing, struct fault *fault);
/* All of them, over a list in memory. */
bool run_ahead(struct run *run, struct fault *fault);
bool run_companies(struct run *run, struct list_reader *listing, const struct sink *sink, struct fault *fault);
/* A part of the list, as `keep` says; the related tables are the same part's. Rows that need nothing of the rest of the list are
 * finished (evaluate/block_state.h): `keep->lines` puts into bytes what the sink's worker has written of them. Only where the
 * plan lets rows be (run_finishes). */
bool run_part(struct run *run, const struct list_keep *keep, struct list_reader *listing, const struct block_layout *layout,
              const struct sink *sink, uint64_t *rows, struct fault *fault);
/* Whether a part can finish rows: no measure asks other companies, or values of the whole list. */
bool run_finishes(const struct plan *plan);
/* Which columns are kept of rows that are finished, too: what related rows ask of them, code and name. */
void run_keeps(const struct run *run, const struct list_reader *listing, struct block_layout *layout);
bool run_objects(struct run *run, const struct sink *sink, struct fault *fault);
void run_close(struct run *run);

/* A part of a total that is due to a company that is not in the list. */
struct absent_part {
  const struct measure *measure;
  const struct history_row *row; /* that granted the total */
  struct slice code;
  size_t part; /* from 1 */
  int64_t amount;
};

/* After run_companies over a whole list: such companies, whom the history names, told to the sink as open. */
bool run_absent(struct run *run, const struct sink *sink, struct fault *fault);
size_t run_absent_parts(const struct run *run, const struct absent_part **parts);

/* What was counted for targets, after run_companies. */
const struct total_counts *run_tally(const struct run *run);
/* Related tables that the plan needs and that no file was given for. */
bool run_lacks_table(const struct run *run, size_t planned_table);
/* It was, by a part of the list. */
void run_note_no_case(struct run *run, size_t planned_table);
/* Was a row of the table not counted because none of the cases of a sum applies to it? */
bool run_no_case(const struct run *run, size_t planned_table);
/* The condition of a measure that lets in the first so many of the list, where more are in because of equal ones; NULL: there is
 * none. */
const struct node *run_shared_place(const struct run *run, const struct measure *measure);
/* The least and the most that all grants on a measure's budget come to, INT64_MAX: no end. False when it has none that is known.
 */
bool run_budget_bounds(const struct run *run, const struct measure *measure, int64_t *least, int64_t *most);
/* Is a budget still open because claims on it are undetermined? */
bool run_budget_open(const struct run *run, const struct measure *measure);

#endif
