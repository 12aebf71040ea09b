/* Explanation writer: one worker of the explanation store, private to explanation store.c and explanation writer.c. Puts the rows
 * of a block into words, cut where data stand. */
#ifndef WRITE_EXPLANATION_WRITER_H
#define WRITE_EXPLANATION_WRITER_H

#include "write/slots.h"
#include "write/explanation_store.h"
#include "write/string_pool.h"
#include "write/row_writer.h"

struct kind {
  const struct planned_subjects *subjects;
  struct slots slots;
  size_t rows;
  struct buffer codes, names, regions, lines, ranges;
  struct buffer *outcomes, *amounts, *sentences, *distances, *gaps; /* by position among the measures */
  struct buffer *fillings;                                          /* by gap */
  struct string_pool pieces, sentences_string;
  uint32_t last_line;
};

struct explanation_store {
  struct arena *arena;
  const struct plan *plan;
  struct wording reason, said_short; /* in lines, and in one sentence */
  struct row_writer_style style;
  const struct sink *next;
  struct sink sink;
  struct kind *kinds;
  const struct field *region; /* NULL: the run does not read it */
  int32_t *regions;
  size_t region_count, region_capacity;
};

/* One worker's rows of a block. */
struct said_words {
  uint32_t planned;
  uint8_t outcome;
  bool has_amount;
  int64_t amount;
  size_t start, end; /* the sentence */
  int64_t distance;  /* explain/nearness; -1: not near */
  size_t gap_end;    /* what is lacking stands behind the sentence */
};

struct filled {
  size_t start, end;
  bool used;
};

struct noted_row {
  uint32_t row;
  int32_t region;                                     /* 0: unknown */
  size_t code_start, name_start, name_end, range_end; /* the range of its total stands behind the name */
  size_t first_string, said_count, first_filled;
};

struct explanation_writer {
  struct explanation_store *store;
  void *user; /* of the next receiver */
  struct kind *kind;
  struct buffer text, reason;
  struct criteria *criteria;
  struct gap_question **questions; /* of companies' measures that pay, by position; NULL: none is asked */
  struct said_words *said;
  size_t said_count, said_capacity;
  struct filled *filled;
  size_t filled_count, filled_capacity;
  struct noted_row *noted;
  size_t noted_count, noted_capacity;
};

/* The hooks of a receiver that run in the worker's thread; `context` is the explanation store. */
void *explanation_writer_new(void *context, struct arena *arena);
void explanation_writer_close(void *context, void *worker);
void explanation_writer_begin(void *context, void *worker);
void explanation_writer_batch(void *context, void *worker, const struct judged_batch *batch);

#endif
