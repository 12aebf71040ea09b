/* targets.csv */
#ifndef WRITE_TARGETS_H
#define WRITE_TARGETS_H

#include "evaluate/target.h"
#include "write/output.h"

bool targets_write(struct output *output, const struct target_result *results, size_t count, int year, enum language language,
                   struct fault *fault);
/* `400`, `86.7%`, `100000000` (元); for files. */
void figure_write(struct buffer *out, enum figure_style style, struct ratio value);
/* `400`, `86.7%`, `1亿元`; for people. */
void format_figure(struct buffer *out, enum figure_style style, struct ratio value);
/* 说明: numerator and denominator, the range that unknown data leave, the notes of the clause. */
void format_target_note(struct buffer *out, enum language language, const struct target_result *result);
/* As it stands in files: in Chinese; "" where there is no goal. */
const char *target_word(enum target_outcome outcome);

#endif
