/* Differences between two versions, printed: on the terminal, as CSV and as JSON. */
#ifndef WRITE_DIFFERENCE_TEXT_H
#define WRITE_DIFFERENCE_TEXT_H

#include <stdio.h>

#include "explain/difference.h"
#include "write/json.h"
#include "write/terminal.h"

/* For a terminal; at most `most` changed objects are listed. */
void difference_print(FILE *to, const struct difference *difference, size_t most);
/* The changes of the rules, below their heading. */
void rule_changes_print(struct buffer *out, struct arena *arena, enum language language, const struct terminal *terminal,
                        const struct rule_changes *rules);
/* A line for each change, as CSV; and everything, as JSON. */
void difference_csv(struct buffer *out, const struct difference *difference);
void difference_json(struct buffer *out, const struct difference *difference);
/* The same as entries of the object that is open, with some of the changes. */
void json_difference(struct json *json, const struct difference *difference, size_t from, size_t count);

/* Why: the reasons of both versions, as far as one does not grant. */
void difference_why(struct buffer *out, const struct difference *difference, size_t at);

#endif
