/* CSV rows: the rows of a file in batches, every cell as it stands. */
#ifndef WRITE_CSV_ROWS_H
#define WRITE_CSV_ROWS_H

#include "data/list_reader.h"

/* Opens a file that this program wrote: every column, none of them a field. */
bool csv_rows_open(struct arena *arena, const char *path, struct list_reader *rows, struct fault *fault);
/* Calls `visit` with every batch, whose cells live until it returns. False when it did, or on a fault of reading. */
typedef bool csv_rows_visit(void *context, const struct csv_reader *rows, struct fault *fault);
bool csv_rows_each(struct list_reader *rows, csv_rows_visit *visit, void *context, struct fault *fault);

#endif
