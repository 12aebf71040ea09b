/* Assertions: every company that could be is asked; one that does not fit is told as a witness. */
#include "explain/check_parts.h"
#include "explain/witnesses.h"

enum { CELLS_MOST = 200000 };

struct search {
  uint32_t slot;
  enum answer wrong;
  bool found;
  struct assignment witness;
};

static void look(void *context, struct witness_bench *bench, size_t row)
{
  struct search *search = context;
  if (search->found || bench->slots[search->slot].answer[row] != search->wrong) return;
  search->found = true;
  search->witness = bench->batch[row];
}

void check_assertion(struct checking *checking, const struct assertion *assertion)
{
  const struct node *said = assertion->never ? assertion->never : assertion->always, *obstacle = NULL;
  struct search search = { .wrong = assertion->never ? ANSWER_YES : ANSWER_NO };
  struct witness_bench bench;
  struct buffer text = { 0 };
  if (said->type == TYPE_ERROR) return;
  witnesses_open(&bench, checking->model, checking->program->as_of);
  search.slot = witnesses_ask(&bench, said);
  witnesses_ready(&bench);
  const struct cells_options options = { .ends = bench.cells->rounded, .limit = CELLS_MOST };
  bool whole = !bench.cells->obstacle && witnesses_run(&bench, &options, look, &search, &obstacle) > 0;
  if (!obstacle) obstacle = bench.cells->obstacle;
  if (search.found) format_witness(&text, checking->options->language, bench.cells, search.witness.cells);
  else if (obstacle)
    message_text(&text, checking->options->language, MSG_PROOF_OBSTACLE, diagnostic_string(checking, obstacle), NULL);
  else format_words(&text, checking->options->language, MSG_PROOF_TOO_MANY);
  if (search.found || !whole)
    diagnostic_add(checking, search.found ? MSG_CHECK_ASSERTION : MSG_CHECK_ASSERTION_OPEN, assertion->path, assertion->site,
                   assertion->name, buffer_take(checking->arena, &text).at, NULL);
  else buffer_free(&text);
  witnesses_close(&bench);
}
