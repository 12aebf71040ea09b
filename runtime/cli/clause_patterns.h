/* How clauses are written: the examples of scripts/examples, by name (clause_patterns.def); and what `huiqi new` makes of them.
 */
#ifndef CLI_CLAUSE_PATTERNS_H
#define CLI_CLAUSE_PATTERNS_H

#include "cli/options.h"

struct clause_pattern {
  const char *name, *saying[2], *words;
};
extern const struct clause_pattern clause_patterns[];
extern const size_t clause_pattern_count;

/* By its name or its number in the list; NULL: there is none. */
const char *clause_pattern_called(const char *text);
/* `   3  分三年拨付  …` */
void clause_patterns_list(struct buffer *out, enum language language);
/* `, "第三条"` for each clause of the examples that the outline of a policy names. */
void new_patterns_clauses(struct buffer *out, const struct texts *patterns);
/* The declarations of the examples, with ids that begin like those of the policy; a column that several declare is declared once.
 */
void new_patterns_write(struct buffer *out, const struct texts *patterns, const char *id);

#endif
