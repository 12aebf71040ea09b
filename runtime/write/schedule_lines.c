/* schedule.csv: what is granted now and will be paid in later years. */
#include "write/csv.h"
#include "write/result_files.h"

bool pays_in_parts(const struct measure *measure, size_t carried)
{
  (void)carried;
  return measure->instalment_count > 0;
}

static void write_condition(struct buffer *out, enum language language, const struct node *condition)
{
  struct buffer text = { 0 };
  if (condition) format_node(&text, language, condition);
  csv_next(out, buffer_view(&text));
  buffer_free(&text);
}

/* Whatever the conditions of the parts; without a year while the event has not happened. */
void schedule_lines(struct buffer *out, const struct result_row *row)
{
  const struct measure *measure = row->measure;
  const struct rule_step *step = verdict_step(row->verdict, RULE_INSTALMENTS);
  if (!step || !step->instalments || !verdict_tells_total(row->verdict) || row->verdict->outcome == OUTCOME_PENDING) return;
  for (size_t i = 0; i < measure->instalment_count; i++) {
    const struct instalment_state *part = &step->instalments[i];
    if (part->fate != INSTALMENT_LATER) continue;
    if (part->due > 0) buffer_integer(out, part->due);
    csv_next(out, slice_of(measure->id));
    csv_next(out, slice_of(measure->name));
    buffer_char(out, ',');
    buffer_slice(out, row->object);
    buffer_integer(out, (int64_t)i + 1);
    buffer_char(out, ',');
    money_write(out, part->amount);
    write_condition(out, row->language, measure->instalments[i].condition);
    csv_end(out);
  }
}
