/* payments.csv: who is paid what, beside the columns of the list that were asked for (--carry). The only file that has them. */
#include "write/csv.h"
#include "write/result_files.h"

bool is_paid(const struct measure *measure, size_t carried)
{
  return carried > 0 && measure_kind_grants(measure->kind);
}

void payment_lines(struct buffer *out, const struct result_row *row)
{
  const struct measure *measure = row->measure;
  const struct verdict *verdict = row->verdict;
  bool paid = measure_kind_grants(measure->kind) && verdict->outcome == OUTCOME_YES && verdict->has_amount && verdict->amount;
  if (!row->carried_count || !paid) return;
  buffer_integer(out, row->plan->as_of.year);
  csv_next(out, slice_of(measure->id));
  csv_next(out, slice_of(measure->name));
  buffer_char(out, ',');
  buffer_slice(out, row->object);
  money_write(out, verdict->amount);
  for (size_t i = 0; i < row->carried_count; i++) csv_next(out, row->carried[i]);
  csv_end(out);
}
