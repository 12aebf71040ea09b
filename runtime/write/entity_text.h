/* Dossier, printed: on the terminal, as Markdown, as JSON. */
#ifndef WRITE_ENTITY_TEXT_H
#define WRITE_ENTITY_TEXT_H

#include "explain/entity_report.h"
#include "write/json.h"
#include "write/terminal.h"

/* Every measure with its result, its conditions and what is lacking: the answer on the telephone. */
void dossier_measures_print(struct buffer *out, const struct dossier *dossier, const struct terminal *terminal);
/* One measure of it. */
void dossier_measure_print(struct buffer *out, const struct dossier *dossier, const struct dossier_measure *measure,
                           const struct terminal *terminal);
/* Who it is, in one or two lines. */
void dossier_head_print(struct buffer *out, const struct dossier *dossier, const struct terminal *terminal);
/* One company, one file (一企一档): what is known, what was granted, what may still be claimed, what is lacking, the next days.
 */
void dossier_print(struct buffer *out, const struct dossier *dossier, const struct terminal *terminal);
void dossier_markdown(struct buffer *out, const struct dossier *dossier);
void dossier_json(struct buffer *out, const struct dossier *dossier);

/* 符合, 不符合, 待核实 */
const char *outcome_said(const struct reason *reason, enum outcome outcome);
/* A text in lines no wider than the terminal: the first begins with `first` (already as wide as `hang`), the others are indented.
 */
void paragraph_print(struct buffer *out, const struct terminal *terminal, const char *first, size_t hang, const char *text);

/* The measures that stand in one part of the dossier. */
enum dossier_part { PART_GRANTED, PART_OPEN, PART_LISTED, PART_LACKING, PART_OUT, DOSSIER_PARTS };
enum dossier_part dossier_part_of(const struct dossier_measure *measure);
const char *dossier_part_title(const struct reason *reason, enum dossier_part part);

#endif
