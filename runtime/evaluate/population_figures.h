/* Population figures: what 名单.合计, 平均, 最大, 最小 and 家数 are of one group.
 *
 * Members for certain are added up as they come, exactly: money and numbers as they are, ratios to twelve decimals. Those that
 * may be, or whose value is not known, leave an interval; of a mean each end takes as many of them as move it that way. */
#ifndef EVALUATE_POPULATION_FIGURES_H
#define EVALUATE_POPULATION_FIGURES_H

#include "evaluate/plan.h"
#include "evaluate/value.h"

struct group_figures {
  size_t certain;
  __int128 sum;
  struct ratio least, greatest; /* of the certain ones */
  struct ratio *possible;       /* values of those that may be: room for all of them */
  size_t possible_count, unknown, maybe;
};

void figures_add(struct group_figures *figures, struct ratio value);
/* A company that may be in the group (`may_be_none`), or of which the value is not known (NULL). */
void figures_add_open(struct group_figures *figures, bool may_be_none, const struct ratio *value);
/* Sorts what is possible. */
struct value figures_value(struct group_figures *figures, const struct planned_population *planned);

#endif
