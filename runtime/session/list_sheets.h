/* List sheets: the tables that stand beside the companies in the list's own workbook.
 *
 * A template (write/template.h) has a sheet for each table that its scripts need; whoever fills it in gives one file, not six. A
 * sheet that people see and that bears the name of a table, 历史 or 核定 is read as that, unless the command says where it is. A
 * sheet without a record counts as not given: what nobody filled in is unknown, and not nothing. Rejected: finding tables by
 * their headings (a list of companies has those of a list of clients). */
#ifndef SESSION_LIST_SHEETS_H
#define SESSION_LIST_SHEETS_H

#include "model/model.h"
#include "session/session_options.h"

/* What the options come to, in `arena`: `given`, and the sheets, which are reported to the notifier. A list that cannot be read
 * is left to whoever reads it. */
struct session_options list_sheets_find(struct arena *arena, const struct session_options *given, const struct model *model);

#endif
