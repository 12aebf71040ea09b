/* Sources of cells. Private to evaluate/cells. */
#ifndef EVALUATE_CELL_SOURCES_H
#define EVALUATE_CELL_SOURCES_H

#include "evaluate/cells.h"

/* Not a function of the object's own data that can be put in? */
bool cells_opaque(enum node_op op);
/* Such a figure, which is supposed to be any? */
bool cells_supposed(const struct cells *cells, const struct node *node);
/* The bit of the field, or of the supposed figure, which is added where it is new; 0: there are too many. */
uint64_t cells_field_source(struct cells *cells, const struct node *node);
uint64_t cells_figure_source(struct cells *cells, const struct node *node);

#endif
