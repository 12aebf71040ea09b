/* What 求解 is asked, read from texts: the parameter, the limit, the step. */
#ifndef SESSION_SOLVE_REQUEST_H
#define SESSION_SOLVE_REQUEST_H

#include "explain/parameter_effect.h"
#include "session/answer.h"

/* All parameters of the name, one of which `solution` gets; refused when there is none, or when it is no figure. */
bool solve_parameter_read(struct arena *arena, const struct model *model, const char *name, struct parameter_set *set,
                          struct solution *solution, struct fault *fault);
/* Limit, end and step; `solution` has its parameter. */
bool solve_request_read(struct arena *arena, const struct solve_request *request, struct solution *solution, struct fault *fault);

#endif
