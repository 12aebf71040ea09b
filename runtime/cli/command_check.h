/* Check, of lists: every data problem of the list and the related tables that were given, for check.c. */
#ifndef CLI_COMMAND_CHECK_H
#define CLI_COMMAND_CHECK_H

#include "cli/options.h"
#include "explain/crowding.h"
#include "write/json.h"

/* Prints the problems of all columns, or adds them to an array (`json`, else NULL); returns the exit status. Companies close to
 * `places` are counted: `counts` has one for each. */
int check_lists(struct arena *arena, const struct options *options, const struct model *model, struct json *json,
                const struct crowd_places *places, struct crowd_count *counts);

#endif
