/* Company: one company as a list of one row, so that it is judged like any other: taken from a list, made up, or changed. */
#ifndef SESSION_COMPANY_H
#define SESSION_COMPANY_H

#include "evaluate/memory_list.h"
#include "policy/prompt_state.h"

/* A cell from what was typed; a fault names the field, or the nearest one. */
bool company_cell(struct arena *arena, const struct table_kind *companies, enum language language,
                  const struct request_setting *setting, const struct field **field, struct cell *cell, struct fault *fault);
/* Sets cells of the one row; false with a fault at the first that does not fit. */
bool company_set(struct arena *arena, const struct table_kind *companies, enum language language, struct memory_list *one,
                 const struct request_setting *settings, size_t count, struct fault *fault);
/* A row of the list with all fields of the dictionary, so that any of them can be supposed: what the list lacks is unknown. Texts
 * are copied into the arena; the list is the caller's. */
struct memory_list *company_row(struct arena *arena, const struct table_kind *companies, const struct memory_list *list,
                                uint32_t row);

#endif
