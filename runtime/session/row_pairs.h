/* Row pairs: which rows of two judged versions are one company.
 *
 * Over one list a row is itself. Over two lists companies are found by their code (by their name where there is no code), a code
 * that stands there several times the first with the first, the second with the second: so nothing changes for a company that
 * both lists repeat. Companies that only the history has stand behind the rows of their list, and may stand in the other one. */
#ifndef SESSION_ROW_PAIRS_H
#define SESSION_ROW_PAIRS_H

#include "session/workspace.h"

/* A judged version with the list that it was judged over. */
struct judged_list {
  struct workspace *lists;
  struct version *version;
};

/* Compares two judged versions; reasons are found for the first `reasons` changes. */
void difference_find(struct difference *difference, const struct judged_list *before, const struct judged_list *after,
                     size_t reasons);
void row_pairs_find(struct arena *arena, const struct judged_list *before, const struct judged_list *after,
                    struct row_pairs *pairs);

#endif
