/* Letters: 告知书, one for each object of a run. What it gets, by which clause; what it does not get, with all reasons at once
 * and its own figures, as 说明 has them; what waits for which data. One page of HTML to print, or a Word document. */
#ifndef WRITE_LETTERS_H
#define WRITE_LETTERS_H

#include "write/document.h"

/* By the end of `path`: .html or .docx. */
bool letters_write(struct arena *arena, const struct recorded_run *run, const struct document_request *request, const char *path,
                   struct fault *fault);

#endif
