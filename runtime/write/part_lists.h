/* Part lists: the lists of a split run: kept by one part, and put together from all of them as lists whose blocks are read when
 * they are needed, so that lists larger than the memory go by as they do when they are read. */
#ifndef WRITE_PART_LISTS_H
#define WRITE_PART_LISTS_H

#include "evaluate/list_keep.h"
#include "write/part_file.h"

/* Reads the list at `path` and adds to `file`, as list `number`, the rows that are the part's, and what there is to tell of the
 * list. `keep` has everything but context and hooks; `*rows` are those kept. */
/* Who reads it otherwise than list_keep; `layout` may be changed before. */
struct part_list_reader {
  bool (*read)(void *context, const struct list_keep *keep, struct list_reader *listing, struct block_layout *layout,
               uint64_t *rows, struct fault *fault);
  void *context;
};
bool part_list_keep(struct part_file *file, size_t number, const char *path, const struct table_kind *table,
                    const struct list_reader_options *options, const struct list_keep *keep,
                    const struct part_list_reader *reader, uint64_t *rows, struct fault *fault);

/* What the plan asks of the list. */
struct part_list_asked {
  const struct table_kind *table;
  const struct field *const *fields;
  size_t field_count;
  bool finishes; /* parts may have finished rows of it */
};
/* List `number` of all parts as one: `*list` NULL when no part has it. The files and the options have to outlive it. False when
 * they do not fit together: a FAULT_USAGE that names the part. */
bool part_list_open(struct part_file *const *files, size_t count, size_t number, const char *path,
                    const struct part_list_asked *asked, const struct list_reader_options *options, struct memory_list **list,
                    struct fault *fault);

#endif
