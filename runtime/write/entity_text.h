/* Entity report, printed: on the terminal, as Markdown, as JSON. */
#ifndef WRITE_ENTITY_TEXT_H
#define WRITE_ENTITY_TEXT_H

#include "explain/entity_report.h"
#include "write/json.h"
#include "write/terminal.h"

/* Every measure with its result, its conditions and what is lacking: the answer on the telephone. */
void entity_report_measures_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal);
/* One measure of it. */
void entity_report_measure_print(struct buffer *out, const struct entity_report *report,
                                 const struct entity_report_measure *measure, const struct terminal *terminal);
/* Who it is, in one or two lines. */
void entity_report_head_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal);
/* One company, one file (一企一档): what is known, what was granted, what may still be claimed, what is lacking, the next days.
 */
void entity_report_print(struct buffer *out, const struct entity_report *report, const struct terminal *terminal);
void entity_report_markdown(struct buffer *out, const struct entity_report *report);
void entity_report_json(struct buffer *out, const struct entity_report *report);
void json_entity_report(struct json *json, const struct entity_report *report);

/* 符合 (应退), 不符合, 待核实 */
const char *outcome_string(const struct wording *reason, const struct measure *measure, enum outcome outcome);
/* The outcome, and what is granted: 「符合 10万元」 */
void format_outcome_amount(struct buffer *out, const struct wording *reason, const struct measure *measure,
                           const struct verdict *verdict);
/* A text in lines no wider than the terminal: the first begins with `first` (already as wide as `hang`), the others are indented.
 */
void paragraph_print(struct buffer *out, const struct terminal *terminal, const char *first, size_t hang, const char *text);

/* The measures that stand in one part of the report. */
enum entity_report_part {
  PART_GRANTED,
  PART_OWED,
  PART_OPEN,
  PART_LISTED,
  PART_LACKING,
  PART_OUT,
  PART_NOT_OWED,
  ENTITY_REPORT_PARTS
};
enum entity_report_part entity_report_part_of(const struct entity_report_measure *measure);
const char *entity_report_part_title(const struct wording *reason, enum entity_report_part part);

#endif
