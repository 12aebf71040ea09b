/* Memory list: a list read once and kept in memory, typed, so that it can be judged again and again.
 *
 * For the prompt and for `watch`: a changed script, another year, or one company out of a million must not wait for the file. The
 * columns are kept as the batches in which they were decoded, so that a scan over them copies nothing (evaluate/scan.h takes
 * either a listing or what is held). All columns that the dictionary knows are kept, since nobody knows what will be asked next:
 * 9 bytes a value, texts with their bytes. Rejected: keeping the bytes of the file (splitting them is most of the time).
 *
 * Every model has a dictionary of its own; memory_list_bind ties the columns to the fields of the model that is to judge them. */
#ifndef EVALUATE_MEMORY_LIST_H
#define EVALUATE_MEMORY_LIST_H

#include "data/code_index.h"
#include "evaluate/scan.h"

struct memory_list_batch {
  size_t count;
  struct column *columns;             /* of each heading; `state` NULL: not in the dictionary */
  uint32_t *lines;                    /* in the block */
  const struct slice *const *carried; /* of each carried heading, as scan_batch has them; NULL: none were kept */
};

/* A block of the list as it was read: its batches, and what was wrong with its cells. */
struct memory_list_block {
  struct arena arena;
  struct memory_list_batch *batches;
  size_t batch_count, batch_capacity;
  size_t rows, first_row; /* first_row: in the list */
  uint32_t first_line;    /* of the file */
  struct scan_problem *problems;
  size_t problem_count;
  uint64_t position;
  uint32_t *repeats; /* of each row, once marked: line of the file where its code stood first, 0: it is the first */
  const struct finished_block *finished; /* of a list that was written down; NULL: nothing was finished */
};

/* What was told of a list, as list_reader_options has it reported. */
struct list_notice {
  enum message message;
  const char *a, *b;
  bool closing;
};

struct memory_list {
  struct list_reader listing; /* headings and path; its source is closed */
  const struct list_reader_options *options;
  struct field *kept; /* of each heading: what its cells were read as; `name` NULL: nothing was kept */
  struct memory_list_block **blocks;
  size_t block_count, block_capacity;
  size_t rows;
  /* Where the blocks are not in memory (`blocks` NULL): makes one, to be given back by memory_list_block_free; from any thread.
   * NULL with a fault. */
  struct memory_list_block *(*load)(const struct memory_list *list, size_t block, struct fault *fault);
  /* Whether such a block was found whole, now that all of it has been read; NULL: it was. */
  bool (*whole)(const struct memory_list *list, const struct memory_list_block *block, struct fault *fault);
  const void *load_context;    /* of both */
  struct scan_remark *remarks; /* that whoever scans it reports */
  size_t remark_count;
  struct list_notice *notices; /* that it was told with when it was opened, and when it was closed */
  size_t notice_count;
  struct arena arena;
};

struct memory_list_block *memory_list_block_new(void);
void memory_list_block_free(struct memory_list_block *block);

/* Tells it again. */
void memory_list_tell(const struct memory_list *list, bool closing);

/* Reads the whole list. `options` is borrowed. NULL with a fault when it cannot be read. */
struct memory_list *memory_list_read(const char *path, const struct table_kind *table, const struct list_reader_options *options,
                                     size_t threads, struct fault *fault);
void memory_list_free(struct memory_list *list);

/* Ties the columns to the fields of another model's table. False when they were read differently (a column was declared since,
 * or changed its type): then read the list again. */
bool memory_list_bind(struct memory_list *list, const struct table_kind *table);

/* Finds the rows that repeat an earlier code, once, so that runs need not: the index of codes is half of what judging a list in
 * memory costs. */
void memory_list_mark_repeats(struct memory_list *list, const struct field *code);

/* A list of its own with copies of some rows (positions in the list, ascending), for judging a few. Which of them repeat a code
 * is known of them as it is of the list. Headings are those of `held`, which has to outlive it. */
struct memory_list *memory_list_pick(const struct memory_list *list, const uint32_t *rows, size_t count);
/* A list of one row in which nothing is known and nothing has happened, for a company that stands in no list. Its columns are all
 * fields of the table, which has to outlive it. */
struct memory_list *memory_list_blank(const struct table_kind *table);
/* A list of `rows` rows without any column: for whatever is numbered and judged in blocks. */
struct memory_list *memory_list_counted(size_t rows);
/* Column and row of a field: false when the list does not have it. `at` is the row to use in *column. */
bool memory_list_cell(const struct memory_list *list, const struct field *field, size_t row, struct column **column, size_t *at);
/* One value, unknown when the list does not have the column: then false. */
bool memory_list_value(const struct memory_list *list, const struct field *field, size_t row, struct cell *value);
/* A text by the position of its field (-1: none), empty where it is not known. */
struct slice memory_list_text(const struct memory_list *list, const struct table_kind *table, int field, size_t row);
/* Replaces one value. Texts are borrowed. False when the list does not have the column. */
bool memory_list_set(struct memory_list *list, const struct field *field, size_t row, const struct cell *cell);

/* Rows by the code in one of the list's columns, for finding a company or its related rows at once. */
struct held_index;
struct held_index *memory_list_index_new(const struct memory_list *list, const struct field *field);
void memory_list_index_free(struct held_index *index);
/* Rows with the code, ascending; *count 0 when there are none. */
const uint32_t *memory_list_index_rows(const struct held_index *index, struct slice code, size_t *count);

#endif
