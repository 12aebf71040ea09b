/* What 求解 and 敏感度 found, printed: on the terminal and as JSON. */
#ifndef WRITE_SOLUTION_TEXT_H
#define WRITE_SOLUTION_TEXT_H

#include "explain/solution.h"
#include "write/json.h"
#include "write/terminal.h"

/* The value that was found, the totals at it and one step further, and how it is known. */
void solution_print(struct buffer *out, struct arena *arena, enum language language, const struct terminal *terminal,
                    const struct solution *solution);
/* The totals with a little less and a little more. */
void sensitivity_print(struct buffer *out, struct arena *arena, enum language language, const struct terminal *terminal,
                       const struct solution *solution);
void json_solution(struct json *json, struct arena *arena, enum language language, const struct solution *solution);
void solution_json(struct buffer *out, struct arena *arena, enum language language, const struct solution *solution);

#endif
