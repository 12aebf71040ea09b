/* Call: functions of the escape hatch over a batch of rows, and for one row. */
#ifndef EVALUATE_CALL_H
#define EVALUATE_CALL_H

#include "evaluate/program.h"
#include "evaluate/value.h"
#include "policy/function_state.h"

/* The step NODE_COMPUTED; `out` has the function state. Once that has failed, everything is unknown. */
void call_step(const struct step *step, const struct slot *slots, struct slot *out, size_t count);
/* The same for one row. */
struct value call_value(const struct row_context *subject, const struct node *node);

/* False when the function state has failed: the fault names the measure, `where` in the data, and the script's line. */
bool call_sound(const struct function_state *calculator, const struct model *model, const char *where, struct fault *fault);
/* 「名单第 5 行」, or 「服务记录 第 5 行」; 「对象 …」 */
const char *call_row(struct arena *arena, const struct model *model, const char *table, uint32_t line);
const char *call_related(const struct model *model);
const char *call_object(struct arena *arena, const struct model *model, struct slice code);

#endif
