/* Population store: what 名单.… needs of the whole list: of each company that may be in it a kept value, sorted by group and
 * rank; or a few figures of each group.
 *
 * It is gathered in a pass of its own, before the list is judged. A row then finds its rank by its own value, so nothing has to
 * tell which company it was: rows of a list that is read again, one company by itself, and data as they might be all ask alike.
 * Rejected: ranks by row (blocks of one pass are not those of another), ranks by code (blank codes have none).
 *
 * What is not known of a company leaves open what it could change: a company whose condition or value is open may stand before
 * anybody whom it could be better than, and one whose group is not known may do so in every group. */
#ifndef EVALUATE_POPULATION_STORE_H
#define EVALUATE_POPULATION_STORE_H

#include "evaluate/plan.h"
#include "evaluate/value.h"

enum { GROUP_MOST = (1 << 28) - 1 };

/* What is open of a member. */
enum { MEMBER_MAYBE = 1, MEMBER_VALUE_OPEN = 2, MEMBER_GROUP_OPEN = 4, MEMBER_TIES_OPEN = 8 };

struct population_tie {
  struct ratio value;
  enum state state;
};

/* A company that is in the population for certain, or may be. */
struct population_row {
  struct ratio value;
  const struct population_tie *ties;
  uint32_t group : 28, flags : 4;
  uint32_t line; /* where it stands in the list */
};

/* The same as a row asks, or is found in the list. */
struct population_asked {
  struct population_row row;
  struct population_tie ties[POPULATION_TIES];
  struct slice group;
};

struct population;

struct population *population_new(struct arena *arena, const struct planned_population *planned);
void population_free(struct population *population);
/* The row as the population's steps have it; false when it is not in the population for certain. */
bool population_read(const struct planned_population *planned, const struct slot *slots, size_t row,
                     struct population_asked *out);
/* Does nothing group its members, or part equal ones? */
bool population_is_plain(const struct planned_population *planned);
/* In order; the row stands in that line. Of a plain one, a member for certain with a whole number comes the short way. */
void population_add_whole(struct population *population, int64_t value, uint32_t line);
void population_add(struct population *population, const struct population_asked *asked, uint32_t line);

/* Codes that stand in several rows, of which the first counts: the others have its place. */
struct repeated_codes {
  struct codes *codes; /* a code -> position among the lines */
  uint32_t *lines;     /* of the first rows */
  size_t count, capacity;
};

/* After the last row. */
void population_ready(struct population *population, const struct repeated_codes *repeated);
/* Are more than `places` in the first `places`, because of equal ones? */
bool population_shares_place(const struct population *population, size_t places);

/* The value for a row of which the operands stand in those slots; of a code that is repeated, the first row's place. `open` (may
 * be NULL): how many companies leave it open. */
struct value population_value(const struct population *population, const struct planned_population *planned,
                              const struct slot *slots, size_t row, struct slice code, size_t *open);
/* The same for the rows of a batch, into a column. `codes`: NULL, they are no rows of the list. */
void population_column(const struct population *population, const struct planned_population *planned, const struct slot *slots,
                       const struct slice *codes, size_t count, struct column *out);
/* How many companies leave the value open (the row is asked of the list in memory by `node`). */
struct value row_population_open(const struct row_context *subject, const struct node *node, size_t *open);

#endif
