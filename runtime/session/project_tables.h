/* Project tables: what the files of a session are taken as, sheet by sheet: the list, a related table, earlier years, decisions,
 * or nothing; and of each heading which field it is. For a page that shows it, and lets people say otherwise (`map`, `with` of
 * session/project).
 *
 * What was read into memory is told from there. What was not (sheets that nobody uses, small tables, a list that was refused) is
 * looked at here: its headings as they would be found if no column had to be there, and how many records stand below them.
 * Looks are kept by the caller, as long as the files are the same. */
#ifndef SESSION_PROJECT_TABLES_H
#define SESSION_PROJECT_TABLES_H

#include "session/huiqi.h"

/* A sheet that was looked at, and with the columns of which table its headings were looked for ("": of none). */
struct sheet_look {
  const char *path, *table;
  const char *sheet; /* that was found there; NULL: text, or it cannot be opened */
  struct heading *headings;
  size_t heading_count, rows;
  bool counted; /* `rows` is known */
};

struct sheet_looks {
  struct arena *arena; /* of all of it */
  struct sheet_look *items;
  size_t count, capacity;
};

struct column_use {
  struct slice heading; /* as written */
  const char *field;    /* NULL: it is not used */
  const char *nearest;  /* where it is not used; NULL: none is near */
  bool mapped;          /* the field is what a map says */
};

struct project_table {
  const char *file, *sheet; /* NULL: text */
  const char *as;           /* a table's name, 历史, 核定; "" the list; NULL: nobody uses it */
  bool counted;             /* `rows` is known */
  size_t rows;
  struct column_use *columns; /* empty headings left out */
  size_t column_count;
};

struct project_tables {
  struct project_table *items; /* by file, in the order in which files are named; within a workbook as its sheets stand */
  size_t count, capacity;
  const char **lacking; /* fields of the list that no heading is; those first that the version of now reads */
  size_t lacking_count;
};

/* There is a version of now, whether or not its list can be read. The answer lives in `arena`, but points at the lists. */
void huiqi_tables(struct huiqi *session, struct arena *arena, struct sheet_looks *looks, struct project_tables *tables);

#endif
