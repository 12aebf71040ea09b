/* Row writer: one worker's words about its rows, kept until the ordered step writes them.
 *
 * Each line lies in the buffer of the file it goes to; a piece remembers where, so that a row that turns out to repeat an earlier
 * code can be left out and written again. */
#ifndef WRITE_ROW_WRITER_H
#define WRITE_ROW_WRITER_H

#include "evaluate/run.h"
#include "explain/criteria.h"
#include "evaluate/bounds.h"
#include "write/result_files.h"
#include "base/varint.h"
#include "write/stakes.h"

/* What all workers of a run have in common. */
struct row_writer_style {
  const struct plan *plan;
  const struct wording *reason;
  bool all;                               /* results that are no, too */
  bool silent;                            /* nothing is written, only counted */
  bool extras;                            /* some row file is written */
  const struct company_layout *companies; /* lines of companies are wanted; NULL: not */
  size_t carried_count;                   /* columns of the list that go into payments.csv */
  const struct buffer *prefixes;          /* by measure index: year, id, name, clause */
  bool records;                           /* of a part: rows are recorded as they are written (write/row_record.h) */
};

/* Results of one measure, added up. */
struct tally {
  uint64_t yes, no, pending;
  uint64_t priced; /* granted with an amount */
  int64_t amount;  /* fen of all that is granted */
  bool overflowed;
  struct bounds bounds;
  int64_t shares[COST_SHARES]; /* of `amount`: what each level bears */
};

struct extra_lines {
  size_t start, length; /* in the buffer of the row file */
};

/* What a worker wrote about one row and one measure. */
struct result_piece {
  size_t start;                  /* of its line in the stream's buffer */
  int64_t amount, decided_total; /* fen; the second of what is paid in parts */
  uint32_t row, planned;
  uint32_t length, object; /* bytes of the line, and in it of the cells of code and name; 0: there is none */
  uint8_t outcome;
  bool has_amount, overflowed, has_decided_total;
  struct extra_lines extra[ROW_FILES];
  struct bounds bounds; /* of the measure */
  struct bounds total; /* what it adds to the total: of a 择一, and of what a 总限 bounds, all is added by the first in the row */
};

/* What a worker wrote about one row for write/company_lines. */
struct company_line {
  size_t end;      /* in the buffer; it begins where the one before ends */
  uint32_t object; /* bytes of the cells of code and name */
  bool told;       /* some measure does not say no */
};

/* A line of pending.csv. */
struct pending_line {
  size_t end; /* in the buffer; it begins where the one before ends */
  uint32_t row;
};

struct row_writer {
  const struct row_writer_style *style;
  struct buffer rows, pending;
  struct buffer extras[ROW_FILES];
  struct buffer *lists;         /* by measure index */
  struct tally *tallies;        /* by measure index: of the block, as if no row repeated a code */
  struct buffer object, reason; /* of the line being written: small, and always in the nearest cache, as the streams are not */
  struct slice *carried;        /* of the row being written, in `carried_texts` */
  struct arena carried_texts;
  struct criteria *criteria;
  struct row_cache reading; /* of the row being written */
  struct result_piece *pieces;
  size_t piece_count, piece_capacity;
  struct pending_line *lines;
  size_t line_count, line_capacity;
  struct buffer companies, missing;   /* lines of the block; what the row being written lacks */
  struct company_line *company_lines; /* by row of the block */
  size_t company_capacity;
  int64_t width;        /* what the row being written leaves open of the total */
  struct stakes stakes; /* of the block */
  struct bounds total;  /* of the block, as if no row repeated a code */
  bool overflowed;      /* some piece is */
  const struct planned_subjects *subjects;
  struct buffer records;                 /* of the block, each behind how many rows after the one before it stands */
  uint32_t recorded;                     /* the row of the last */
  const struct finished_block *finished; /* whose records are being taken */
  struct record_cursor *cursors;         /* of each of its parts */
  size_t cursor_capacity;
};

/* Records of one part, on their way. */
struct record_cursor {
  struct byte_reader reader;
  uint64_t next; /* row of the part that the next is of; UINT64_MAX: there is none */
};

struct row_writer *row_writer_new(struct arena *arena, const struct row_writer_style *style);
void row_writer_close(struct row_writer *writer);
/* A new block. */
void row_writer_begin(struct row_writer *writer);
void row_writer_batch(struct row_writer *writer, const struct judged_batch *batch);
/* After the last batch of a block: of the lines that parts have written of it none may be left. */
void row_writer_finish(struct row_writer *writer);

/* The buffer of the file that a measure's lines go to. */
struct buffer *row_writer_stream(struct row_writer *writer, const struct measure *measure);
/* What is said of a judgement: the rung, what a list shows and what its member lacks, the reason. Where that is not one ready
 * piece it is put together in `room`; valid until the next call. */
struct slice row_writer_reason(struct buffer *room, const struct row_writer_style *style, struct criteria *criteria,
                               const struct planned *planned, const struct judgement *judgement,
                               const struct row_context *subject);
/* The cells of code and name, which every line about an object has. */
struct slice row_writer_object(struct row_writer *writer, const struct result_piece *piece);
/* A line of results.csv or of a list; `object` is the cells of code and name. */
void row_writer_line(struct buffer *out, const struct row_writer_style *style, const struct measure *measure,
                     const struct result_piece *piece, struct slice object, struct slice said);
/* Adds what a piece says to the counts of its measure. */
void tally_piece(struct tally *tally, const struct measure *measure, const struct result_piece *piece);

/* For write/row_record: one more piece; what it adds to the counts of the block; a line of pending.csv that has been written; the
 * line of the company, where they are kept. */
struct result_piece *row_writer_piece(struct row_writer *writer);
void row_writer_count(struct row_writer *writer, const struct result_piece *piece);
void row_writer_pending(struct row_writer *writer, size_t row);
void row_writer_company(struct row_writer *writer, size_t row, const struct judgement *judgements, size_t count);

bool measure_is_list(const struct measure *measure);
/* Criteria serve other measures; they are judged and counted, and stand in no file. */
bool measure_is_quiet(const struct measure *measure);

#endif
