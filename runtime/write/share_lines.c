/* shares.csv: which level of government bears how much of what is granted. */
#include "write/csv.h"
#include "write/result_files.h"

bool is_shared(const struct measure *measure, size_t carried)
{
  (void)carried;
  return measure->cost_share_count > 0;
}

void share_lines(struct buffer *out, const struct result_row *row)
{
  const struct measure *measure = row->measure;
  int64_t parts[COST_SHARES];
  if (row->verdict->outcome != OUTCOME_YES || !row->verdict->has_amount) return;
  cost_share_parts(measure, row->verdict->amount, parts);
  for (size_t i = 0; i < measure->cost_share_count; i++) {
    buffer_integer(out, row->plan->as_of.year);
    csv_next(out, slice_of(measure->id));
    buffer_char(out, ',');
    buffer_slice(out, row->object);
    csv_cell(out, slice_of(measure->cost_shares[i].level));
    buffer_char(out, ',');
    money_write(out, parts[i]);
    csv_end(out);
  }
}
