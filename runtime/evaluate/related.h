/* Related: the rows of a related table, and what is counted and summed over them.
 *
 * Related tables are read before the companies. Each row is asked at once what its own columns can answer; of rows that do
 * not fail only (object, link, what is still to be asked) is kept. The companies that stream by then fill in what was asked of
 * them, and the counts are made: for a company when it passes, for other objects at the end. */
#ifndef EVALUATE_RELATED_H
#define EVALUATE_RELATED_H

#include "evaluate/packed_column.h"
#include "evaluate/plan.h"
#include "evaluate/entity_table.h"
#include "evaluate/scan.h"
#include "evaluate/value.h"

enum { LINK_NONE = UINT32_MAX };

/* The companies that related rows name, and the columns that are asked of them. */
struct foreign_key_index {
  struct codes *codes;
  size_t count, capacity;
  uint32_t *first_line; /* of the company in the list, 0: not seen */
  bool *listed;         /* its columns are there */
  bool gathered;        /* by a pass of their own, before the list is judged: they do not change any more */
  const struct field **fields;
  size_t field_count;
  struct packed_column *columns;
};

void links_open(struct foreign_key_index *links, struct arena *arena, const struct plan *plan);
void links_close(struct foreign_key_index *links);
/* The link of a company's code, LINK_NONE when no related row names it. */
uint32_t links_find(const struct foreign_key_index *links, const struct packed_code *code);

/* What is counted or summed for one object: certain, and possible when unknown data turn out so. */
struct aggregate_range {
  struct ratio low, high;
  struct ratio certain; /* what is known to count, whatever the rest turns out to be */
  bool open_high;       /* an unknown amount: no upper end */
  bool open_low; /* no lower end: of companies, an unknown amount may be a loss; of an extreme or a mean, nothing is known */
  bool none;     /* of an extreme or a mean: no row counts, so there is no value */
  bool overflowed;
  uint32_t rows;    /* of companies, by unit: those that count or may count; of an extreme or a mean: those that count */
  uint32_t known;   /* of an extreme or a mean: the values read so far, certain and possible ones */
  uint32_t unknown; /* of companies: those of them that unknown data leave open */
  uint32_t lacks_own, lacks_rest; /* inputs of the table's programs that are unknown in rows that may count or not */
};

/* A row whose own columns leave something open: the inputs of the own program that are unknown. */
struct open_row {
  uint32_t row, inputs;
};

/* Rows by whose they are: those of owner n are row[start[n]] to row[start[n + 1]]. */
struct row_index {
  uint32_t *start, *row;
  size_t count; /* rows that are somebody's */
};

struct related {
  const struct plan *plan;
  const struct planned_table *planned;
  struct foreign_key_index *links;
  size_t count, capacity;
  uint32_t *link, *group; /* of each row; LINK_NONE: blank or unreadable */
  uint32_t *others;       /* the same of the plan's other links, those of a row together */
  uint8_t *answers;       /* of each row and aggregate: what its own columns answered */
  uint32_t *lines;        /* of each row, in its file; NULL: the plan does not tell of rows */
  struct packed_column *stored;
  bool no_case;          /* none of the cases of a sum applied to some row, which was not counted */
  struct open_row *open; /* in the order of the rows */
  size_t open_count, open_capacity;
  struct entity_table objects; /* other than companies */
  struct row_index by_link;    /* made after reading when companies are counted for */
  struct row_index by_group;   /* made after reading when other objects are; then `group` is NULL */
};

struct related *related_open(struct arena *arena, const struct plan *plan, const struct planned_table *planned,
                             struct foreign_key_index *links);
void related_close(struct related *related);

/* A column as a program's input: shared, but texts are compared in NFKC. */
void column_share(struct column *into, const struct column *from, const struct field *field, size_t count, struct arena *scratch);

/* One thread's memory for counting. */
struct counter;
struct counter *counter_new(struct arena *arena, const struct related *related, struct function_state *calculator);
void counter_close(struct counter *counter);

/* The columns of the table that are read. */
const struct field *const *related_fields(const struct plan *plan, const struct planned_table *planned, struct arena *arena,
                                          size_t *count);

/* Reading: the scan's hooks put rows in. `columns` are those of related_fields. */
void *related_reader(struct related *related, struct arena *arena);
void related_reader_close(struct related *related, void *reader);
void related_begin(void *reader);
void related_batch(struct related *related, void *reader, const struct scan_batch *batch);
/* False when a function of a script failed at a row of the block, which began at that line. */
bool related_sound(const struct related *related, const void *reader, uint32_t first_line, struct fault *fault);
void related_merge(struct related *related, void *reader, uint32_t first_line);
/* After the last row. */
void related_ready(struct related *related);

/* An aggregate for a batch of companies (their links given); company columns from `columns` in the order of the plan. */
void related_companies(struct related *related, struct counter *counter, size_t aggregate, const uint32_t *links,
                       const struct column *columns, size_t count, struct aggregate_range *out);
/* An aggregate for some of the other objects, `count` (at most BATCH_ROWS) from `first` on; `out` has one for each. */
void related_groups(struct related *related, struct counter *counter, size_t aggregate, size_t first, size_t count,
                    struct aggregate_range *out);
/* The rows of a company (by its link and the columns of its row), or of another object, as the aggregate counts them. */
void related_company_records(struct related *related, struct counter *counter, size_t aggregate, uint32_t link,
                             const struct column *columns, size_t row, record_sink *sink, void *context);
void related_group_records(struct related *related, struct counter *counter, size_t aggregate, size_t object, record_sink *sink,
                           void *context);
/* The inputs that are unknown in a row, a bit each; those from the 32nd on share the last bit. */
uint32_t related_unknown(const struct program *program, const struct slot *slots, size_t row);
/* Is the field among what left the count open? */
bool related_lacks(const struct related *related, const struct aggregate_range *measured, const struct field *field);

#endif
