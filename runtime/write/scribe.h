/* Scribe: one worker's words about its rows, kept until the ordered step writes them.
 *
 * Each line lies in the buffer of the file it goes to; a piece remembers where, so that a row that turns out to repeat an earlier
 * code can be left out and told anew. */
#ifndef WRITE_SCRIBE_H
#define WRITE_SCRIBE_H

#include "evaluate/run.h"
#include "explain/yardstick.h"

/* What all workers of a run have in common. */
struct scribe_style {
  const struct plan *plan;
  const struct reason *reason;
  bool all;                      /* results that are no, too */
  bool silent;                   /* nothing is written, only counted */
  const struct buffer *prefixes; /* by measure index: year, id, name, clause */
};

/* Results of one measure, added up. */
struct tally {
  uint64_t yes, no, pending;
  int64_t amount; /* fen of all that is granted */
  bool overflowed;
};

/* What a worker wrote about one row and one measure. */
struct piece {
  uint32_t row;
  uint32_t planned;
  size_t start, end; /* in the stream's buffer */
  size_t pending_start, pending_end;
  int64_t amount;
  uint8_t outcome;
  bool has_amount, overflowed;
  struct slice code, name;
};

struct scribe {
  const struct scribe_style *style;
  struct buffer rows, pending;
  struct buffer *lists;         /* by measure index */
  struct tally *tallies;        /* by measure index: of the block, as if no row repeated a code */
  struct buffer object, reason; /* of the line being written */
  struct yardsticks *yardsticks;
  struct reading reading; /* of the row being written */
  struct piece *pieces;
  size_t piece_count, piece_capacity;
  bool overflowed; /* some piece is */
  const struct planned_subjects *subjects;
};

struct scribe *scribe_new(struct arena *arena, const struct scribe_style *style);
void scribe_close(struct scribe *scribe);
/* A new block. */
void scribe_begin(struct scribe *scribe);
void scribe_batch(struct scribe *scribe, const struct judged_batch *batch);

/* The buffer of the file that a measure's lines go to. */
struct buffer *scribe_stream(struct scribe *scribe, const struct measure *measure);
/* What is said of a judgement: the rung, what a list shows and what its member lacks, the reason. Appends. */
void scribe_reason(struct buffer *out, const struct scribe_style *style, struct yardsticks *yardsticks,
                   const struct planned *planned, const struct judgement *judgement, const struct subject *subject);
/* The cells of code and name that every line about an object has. */
void scribe_object(struct buffer *out, struct slice code, struct slice name);
/* One line of results.csv or of a list; `object` from scribe_object. */
void scribe_line(const struct scribe_style *style, struct buffer *out, const struct measure *measure, const struct piece *piece,
                 struct slice object, struct slice said);
/* Adds what a piece says to the counts of its measure. */
void tally_piece(struct tally *tally, const struct piece *piece);

bool measure_is_list(const struct measure *measure);
/* Criteria serve other measures; they are judged and counted, and stand in no file. */
bool measure_is_quiet(const struct measure *measure);

#endif
