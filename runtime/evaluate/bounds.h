/* Bounds: the least and the most that results can come to, whatever the open data turn out to be.
 *
 * The interval contains the truth, and is its own where no 择一, 总限 or 预算 stands between: of a 择一 one object gets one at
 * most, so its members are taken together, as are those under a limit; a budget caps the sum of its measure. */
#ifndef EVALUATE_BOUNDS_H
#define EVALUATE_BOUNDS_H

#include "evaluate/verdict.h"

struct bounds {
  int64_t least, most; /* fen */
  bool open;           /* there is no most */
  bool overflowed;
  bool wider; /* than what can come to pass: a 择一, a 总限 or a budget is open */
};

/* Of one verdict; nothing for what pays no money. */
struct bounds bounds_of(const struct planned *planned, const struct verdict *verdict);
void bounds_add(struct bounds *total, const struct bounds *part);
/* Of several that come to no less than `least` and no more than `most` together (INT64_MAX: no end). */
void bounds_limit(struct bounds *joint, int64_t least, int64_t most);
/* Of several of which one at most is paid. */
void bounds_choose(struct bounds *joint, const struct bounds *part);

/* `连同待核实、待核定的，合计在 310万元 至 335万元 之间`, beside the amount that is certain; false where nothing is open. */
bool format_bounds(struct buffer *out, enum language language, const struct bounds *bounds, int64_t amount);

#endif
