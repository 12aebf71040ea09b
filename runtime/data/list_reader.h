/* List reader: a company list or a related table as it comes from an office: headings matched to fields, then blocks of records.
 */
#ifndef DATA_LIST_READER_H
#define DATA_LIST_READER_H

#include "base/pace.h"
#include "data/field.h"
#include "decode/csv_reader.h"
#include "decode/source.h"
#include "decode/xlsx.h"

struct heading_map { /* --map HEADING=FIELD */
  const char *heading, *field;
};

struct list_reader_options {
  const struct heading_map *maps;
  size_t map_count;
  const char *const *carried; /* headings of the company list whose cells are handed on unread (--carry) */
  size_t carried_count;
  struct csv_reader_limits limits;
  const char *const *sheets; /* of a workbook whose sheet is not named: one of these rather than the first; closed by NULL */
  bool digest;
  size_t block_bytes; /* 0: 1 MiB */
  /* Called with what a reader should know of a workbook (title rows, hidden rows), each with up to two arguments besides the
   * path. May be NULL. */
  void (*on_notice)(void *context, enum message message, const char *path, const char *a, const char *b);
  void *on_notice_context;
  struct progress_hook progress; /* hears after each block of a scan how far it is, and when the scan ends */
};

struct list_reader {
  const char *path;
  struct source *source;
  struct xlsx *xlsx; /* NULL: text */
  const char *sheet; /* of a workbook, the one that is read; NULL: text */
  const struct table_kind *table;
  struct heading *headings;
  const struct field **fields; /* of each heading; NULL: not in the dictionary, or empty */
  size_t heading_count;
  size_t unknown_count, empty_count; /* headings kept out of the way */
  uint32_t *carried;                 /* positions of the carried headings, in the order of the options */
  size_t carried_count;
  int64_t unit; /* fen: stands above the headings, for money without one of its own; 0: none does */
  bool unit_used;
  char separator;
  struct csv_reader_limits limits;
  size_t block_bytes;
  struct buffer carry;  /* bytes behind the last block */
  uint32_t first_line;  /* line of the file on which the first block begins, from 1 */
  uint32_t heading_row; /* of a workbook: the row in which most headings stand */
  bool ended;
  const struct list_reader_options *options;
  char digest[65]; /* of a list of which the bytes are not here (list_reader_recall): what was said of them */
};

/* What a list was found to be when it was read. */
struct list_head {
  const struct slice *headings; /* as written, trimmed */
  size_t heading_count;
  int64_t unit; /* as in list_reader */
  int workbook; /* as in heading */
};

/* Opens a text, or a sheet of a workbook (`FILE` or `FILE#Sheet`), reads and matches the headings. `options` must outlive the
 * listing. False: no file, no headings, two headings for one field, an unknown field in --map. */
bool list_reader_open(struct arena *arena, const char *path, const struct table_kind *table,
                      const struct list_reader_options *options, struct list_reader *listing, struct fault *fault);
/* Matches the headings, once read, with the fields of a table (of another model, after the first time). Fails like
 * list_reader_open. */
bool list_reader_bind(struct arena *arena, struct list_reader *listing, const struct table_kind *table,
                      const struct list_reader_options *options, struct fault *fault);
/* The same of a list that somebody has read already: it has no blocks, and there is nothing to tell of it. */
bool list_reader_recall(struct arena *arena, const char *path, const struct table_kind *table,
                        const struct list_reader_options *options, const struct list_head *head, struct list_reader *listing,
                        struct fault *fault);
/* The next whole records into `buffer` (its contents are replaced); *block is empty at the end. */
bool list_reader_block(struct list_reader *listing, struct buffer *buffer, struct slice *block, struct fault *fault);
/* Position of the heading for a field, -1 when the list lacks it. */
int list_reader_heading(const struct list_reader *listing, const struct field *field);
/* The field of a table that a heading names, for who asks without reading; `mapped`: a map says so. NULL: none. */
const struct field *list_reader_field(struct arena *arena, const struct table_kind *table,
                                      const struct list_reader_options *options, const struct heading *heading, bool *mapped);
/* Whether the cells below the heading are handed on unread. */
bool list_reader_carries(const struct list_reader *listing, size_t heading);
void list_reader_close(struct list_reader *listing);

#endif
