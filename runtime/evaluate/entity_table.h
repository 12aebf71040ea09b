/* Entity table: the objects other than companies that the rows of a related table name, numbered as they first appear.
 *
 * There may be millions of them, so an object takes 20 bytes and those of its label: the code is kept as the index packs it, and
 * made anew when it is wanted. The index itself, another 24 bytes, goes as soon as all rows are read. 1.6 million service
 * providers take 73 MiB; with copies of codes and labels, a slice for each, and the index they took 193. */
#ifndef EVALUATE_ENTITY_TABLE_H
#define EVALUATE_ENTITY_TABLE_H

#include "data/code_index.h"

struct entity_table {
  struct codes *index; /* NULL when all rows are read */
  size_t count, capacity;
  uint32_t (*keys)[3]; /* of each object: its code, packed */
  size_t *end;         /* where its text ends; it begins where that of the one before ends */
  struct buffer texts; /* of each: its code, if that does not pack, and its label */
};

void entity_table_open(struct entity_table *entities);
void entity_table_close(struct entity_table *entities);
/* The object's number; its label is that of the first row. */
uint32_t entity_table_put(struct entity_table *entities, const struct packed_code *code, struct slice label);
/* After the last row. */
void entity_table_complete(struct entity_table *entities);
/* The code of an object, in `out` or in the entity table. */
struct slice entity_table_code(const struct entity_table *entities, size_t number, char out[static CODE_BYTES]);
struct slice entity_table_label(const struct entity_table *entities, size_t number);

#endif
