/* Column: a batch of one field's values, typed, with a state for each; and how a cell becomes one.
 *
 * A column holds numbers as int64_t for every kind (fen, days, 1/0, a position among choices, a region code, a division), so that
 * one set of kernels serves all of them; text and codes are slices. `den` is NULL unless the values are fractions. */
#ifndef DATA_COLUMN_H
#define DATA_COLUMN_H

#include "base/date.h"
#include "base/fault.h"
#include "data/field.h"

/* Few enough that the columns of a batch, and the cells they are read from, stay in the caches of one processor. */
enum { BATCH_ROWS = 1024 };

/* The order is the order of strength: of two operands the lower state wins. */
enum state {
  STATE_NOT_OCCURRED, /* an event that has not happened: every condition on it is no */
  STATE_OVERFLOW,     /* a result that does not fit; counts as unknown, and is a data problem */
  STATE_UNKNOWN,
  STATE_KNOWN
};

struct column {
  int64_t *num;       /* BATCH_ROWS of each */
  int64_t *den;       /* NULL: all 1 */
  struct slice *text; /* FIELD_TEXT, FIELD_CODE; may be given for FIELD_INDUSTRY: else NULL */
  uint8_t *state;
};

/* One cell's value. `text` is, for FIELD_TEXT, what stands in the file, trimmed (names are shown as written: a comparison takes
 * unicode_cell of it first); for FIELD_CODE and FIELD_INDUSTRY, NFKC in upper case. */
struct cell {
  enum state state;
  int64_t num, den; /* den is 1 but for fractions */
  struct slice text;
};

/* A cell that could not be read, or that contradicts: to be reported with file, row and column. Or a remark: the cell was read,
 * and how is reported once a column. */
struct cell_problem {
  enum message message;
  bool remark;
  uint32_t row; /* in the batch */
  const struct field *field;
  struct slice raw;        /* as it stands in the file */
  const char *argument[2]; /* for the message, in the arena; may be NULL */
};

struct cell_problems {
  struct cell_problem *items;
  size_t count, capacity;
};

/* Whether a text (NFKC, trimmed) stands for nothing known in every column: blank (`-`, `N/A` …) or 未知, 不详 …. No choice of a
 * field may be named so. */
bool cell_word(struct slice text);

/* `="9165…"`, a text as Excel writes it into CSV: what stands between its quotes. Other cells as they are. */
struct slice cell_unwrapped(struct slice raw);

/* Reads one raw cell; `heading` may be NULL. True with `problem->remark` when there is something to tell of it. False when it is
 * a data problem: `cell` is then unknown (also in an event column) and `problem` has message, raw and arguments. A broken UTF-8
 * byte in a text, and a code that is not one, leave a usable value AND a problem. Text lies in `scratch` or in `raw`. */
bool cell_read(struct arena *scratch, const struct field *field, const struct heading *heading, struct slice raw,
               struct cell *cell, struct cell_problem *problem);

/* The same for a batch, with fast ways for what is written plainly; `column->den` must be there for FIELD_NUMBER. Slices {NULL,
 * 0} (the row has no such cell) are unknown without a problem (the row is reported once, elsewhere). `column` has room for
 * `count` rows. Cells that lie in `block` (may be empty) are read where they are, with what stands before them there; others are
 * copied first. */
void column_read(struct arena *scratch, const struct field *field, const struct heading *heading, const struct slice *raw,
                 size_t count, struct slice block, struct column *column, struct cell_problems *problems);

/* All of `column` as if the list had no such column: unknown, or no for an optional field. */
void column_lacking(const struct field *field, size_t count, struct column *column);

/* A value as people write it: `2,100万元`, `2022-05-01`, `是`, `整体迁入`, `650102`; what is not known is 未发生, 超出范围, 未知.
 */
void format_cell(struct buffer *out, const struct field *field, const struct cell *cell);

/* GB 32100-2015: 18 characters of 0-9 A-Z without I O S V Z, check character by modulus 31. */
bool credit_code_valid(struct slice code);
/* 18 equal characters, or a running order (`123456…`): nobody's code, though the check character may fit. */
bool credit_code_placeholder(struct slice code);
/* The check character that the first 17 call for; 0 when the length or a character is wrong. */
char credit_code_check(struct slice code);

#endif
