/* Value: one expression judged for one row, with an interval for what is unknown.
 *
 * The kernels answer "unknown" as soon as a datum is missing; here the answer may still be certain (20 clients and 3 unknown
 * ones reach a cap of 20), and the range between which an amount lies is known. Slower, so only rows that the kernels leave
 * open, and explanations, come here. The two agree wherever the kernels give an answer (tests/evaluate). */
#ifndef EVALUATE_VALUE_H
#define EVALUATE_VALUE_H

#include "evaluate/history.h"
#include "evaluate/interval.h"

/* A datum of the company list that is supposed to be otherwise (explain/whatif). */
struct day_shift {
  const struct field *field; /* NULL: time passes; the days are then in `num` */
  struct cell before, after;
};

enum { READING_VALUES = 64 };

/* An expression of some size and what it came to, for `row` of the reading. */
struct read_value {
  const struct node *node;
  uint64_t row;
  bool answered; /* its answer alone was asked */
  struct value value;
};

/* What is known of one row so far: every datum is fetched once, and larger expressions are judged once, however often they are
 * asked. */
struct row_cache {
  const struct field *fields; /* of the company list */
  uint64_t row;               /* counts up, from 1 */
  bool overflowed;            /* something that was judged did not fit */
  uint64_t fetched[TABLE_FIELDS / 64];
  struct cell cells[TABLE_FIELDS];
  struct read_value values[READING_VALUES];
};

/* A row of a related table, as a count sees it. */
struct record {
  uint32_t line;      /* in its file */
  enum answer answer; /* does it count? */
  struct value value; /* what is summed; nothing of a plain count */
  const struct field *const *fields;
  const struct cell *cells; /* of each field: what was asked of the row */
  size_t field_count;
};
typedef void record_sink(void *context, const struct record *record);

/* Where the data of one row come from. */
struct row_context {
  struct as_of as_of;
  void (*cell)(const struct row_context *subject, int table, const struct field *field, struct cell *out);
  struct value (*aggregate)(const struct row_context *subject, const struct node *node);
  /* Is the field unknown in the rows that leave the count open? NULL: nobody knows. */
  bool (*lacks)(const struct row_context *subject, const struct node *node, const struct field *field);
  /* What was paid in earlier years, NODE_PAID. NULL: nobody knows. */
  struct paid (*paid)(const struct row_context *subject, const struct node *node);
  const struct population *(*population)(const struct row_context *subject, const struct node *node,
                                         struct slice *code);                            /* NULL: unknown */
  struct value (*indicator)(const struct row_context *subject, const struct node *node); /* NULL: of the policy's region */
  /* Tells the rows that a count looks at, when the plan keeps them. NULL: nobody knows. */
  void (*records)(const struct row_context *subject, const struct node *node, record_sink *sink, void *context);
  const void *context;
  size_t row;
  struct function_state *calculator; /* for functions of the escape hatch; NULL: unknown */
  const struct slot *slots;          /* of the batch, once its program has run; NULL: there are none */
  const struct day_shift *shifts;    /* these are asked first */
  size_t shift_count;
  struct row_cache *reading; /* NULL: data are fetched each time */
};

void reading_open(struct row_cache *reading, const struct table_kind *companies);
/* Another row. */
void reading_next(struct row_cache *reading);
/* A datum as it is supposed to be; `room` is for one that is kept nowhere. `den` is not 0. */
const struct cell *subject_cell(const struct row_context *subject, int table, const struct field *field, struct cell *room);
/* A datum of the company list as it is. The subject has a reading. */
const struct cell *subject_datum(const struct row_context *subject, const struct field *field);

/* How each kind is judged for a row, for nodes.def: `value_of` and `value_answer` take the right one, and remember what it gave.
 */
typedef struct value node_row(const struct row_context *subject, const struct node *node);
typedef enum answer node_answer(const struct row_context *subject, const struct node *node);
#define NODE(kind, role, format, fold, row, answer, ...)                                                                         \
  node_row row;                                                                                                                  \
  node_answer answer;
#include "model/nodes.def"
#undef NODE

/* A condition's value. */
struct value value_answered(enum answer answer);
struct value value_of(const struct row_context *subject, const struct node *node);
/* The same of a condition, its answer alone. */
enum answer value_answer(const struct row_context *subject, const struct node *node);
/* As things are: what the batch's program has found, looked at more closely where that leaves it open. */
static inline enum answer slot_answer(const struct row_context *subject, uint32_t slot, const struct node *node)
{
  bool found = subject->slots && slot != NO_SLOT;
  enum answer answer = found ? (enum answer)subject->slots[slot].answer[subject->row] : ANSWER_UNKNOWN;
  return answer == ANSWER_UNKNOWN ? value_answer(subject, node) : answer;
}
/* A known figure in 128 bits, for those that fit no ratio (STATE_OVERFLOW); false when it does not fit these either, or is not
 * known. */
bool value_wide(const struct row_context *subject, const struct node *node, struct wide_ratio *out);
/* A figure whose data are all known, as a fraction that need not be in lowest terms (den > 0): what comparisons need, without the
 * divisors that value_of takes out. False where value_of has to tell. */
bool value_fraction(const struct row_context *subject, const struct node *node, struct ratio *out);
/* The same of an expression that reads no table, for the run as a whole. */
struct value as_of_value(struct as_of as_of, const struct node *node);
enum answer as_of_answer(struct as_of as_of, const struct node *condition);

/* May what is unknown of it turn out never to have happened? Then it has no bounds. */
bool value_reads_event(const struct node *node);

/* Does anything in the expression, which was judged, not fit? */
bool value_overflows(const struct row_context *subject, const struct node *node);

#endif
