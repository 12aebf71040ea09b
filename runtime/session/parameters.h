/* Parameters: values of parameters for one run.
 *
 * `名称.params.csv` beside a script (columns 参数, 值) holds what an office has decided for itself: figures that the document
 * leaves open. --params names further tables, --set a single value; the later of these counts. A row without a value is one that
 * is still to be filled in. Cases say their parameters themselves: there the table beside a script is not read. */
#ifndef SESSION_PARAMETERS_H
#define SESSION_PARAMETERS_H

#include "session/session_options.h"

/* What the command line says of how scripts are loaded. `beside`: read the tables beside the scripts, too. */
bool parameters_read(struct arena *arena, const struct session_options *options, const struct script_text *scripts, size_t count,
                     bool beside, struct load_options *load, struct fault *fault);

#endif
