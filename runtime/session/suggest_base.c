/* A company for which a measure holds that no case shows: the first of all that could be (explain/witnesses), whose figures make
 * sense. What is counted over records, or told of the whole list, is supposed to be as it must; rows of cases say nothing of it.
 */
#include <string.h>

#include "explain/witnesses.h"
#include "session/suggest_parts.h"

enum { WITNESSES_MOST = 100000 };

struct base_search {
  struct suggesting *suggesting;
  bool found;
  size_t strange; /* figures below nothing */
};

static void look(void *context, struct witness_bench *bench, size_t row)
{
  struct base_search *search = context;
  struct suggesting *suggesting = search->suggesting;
  const struct table_kind *companies = &suggesting->model->tables[0].kind;
  struct verdict verdict = witnesses_verdict(bench, row, 0);
  size_t strange = witness_strangeness(bench, row);
  bool pays = !suggesting->measure->amount || (verdict.has_amount && verdict.amount > 0);
  if (verdict.outcome != OUTCOME_YES || !pays || (search->found && search->strange <= strange)) return;
  search->found = true, search->strange = strange;
  suggesting->base_amount = verdict.has_amount ? verdict.amount : NO_MONEY;
  for (size_t i = 0; i < bench->cells->field_count; i++) {
    const struct field *field = bench->cells->fields[i];
    if (bench->cells->sources[i]->op != NODE_FIELD || field < companies->fields) continue;
    size_t at = (size_t)(field - companies->fields);
    const struct cell *cell = &bench->batch[row].cells[i];
    bool lines = cell->text.length && memchr(cell->text.at, '\n', cell->text.length); /* no cell of a list has that */
    if (at < companies->field_count && !lines) suggesting->base[at] = suggesting->cells[at] = *cell;
  }
}

bool suggest_base(struct suggesting *suggesting)
{
  static const struct cells_supposing any_count = { NULL, NULL };
  struct base_search search = { .suggesting = suggesting };
  const struct node *obstacle;
  struct witness_bench bench;
  uint8_t measure = 0;
  size_t fields = suggesting->model->tables[0].kind.field_count;
  suggesting->base = arena_array(suggesting->arena, fields, sizeof *suggesting->base);
  witnesses_open(&bench, suggesting->model, suggesting->as_of);
  bench.supposing = &any_count;
  bench.known_only = true;
  witnesses_add(&bench, suggesting->model, suggesting->measure);
  witnesses_ready(&bench);
  uint32_t condition = bench.planned[0].condition;
  if (!bench.cells->obstacle && condition != NO_SLOT) witnesses_condense(&bench, &condition, &measure, 1, 0, true);
  const struct cells_options options = { .ends = bench.cells->rounded, .limit = WITNESSES_MOST };
  if (!bench.cells->obstacle) witnesses_run(&bench, &options, look, &search, &obstacle);
  witnesses_close(&bench);
  if (!search.found) suggesting->base = NULL;
  return search.found;
}
