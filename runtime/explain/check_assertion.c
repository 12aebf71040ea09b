/* Assertions: every company that could be is asked; one that does not fit is told as a witness. */
#include "explain/check_parts.h"
#include "explain/witnesses.h"

enum { CELLS_MOST = 200000 };

struct search {
  uint32_t slot;
  enum answer wrong;
  bool found;
  size_t strange; /* figures of the witness below nothing */
  struct assignment witness;
};

static void look(void *context, struct witness_bench *bench, size_t row)
{
  struct search *search = context;
  if (bench->slots[search->slot].answer[row] != search->wrong) return;
  size_t strange = witness_strangeness(bench, row);
  if (search->found && search->strange <= strange) return;
  search->found = true, search->strange = strange;
  search->witness = bench->batch[row];
}

/* What is counted, or told of the whole list, may be anything: what holds then holds. */
static const struct cells_supposing any_count = { NULL, NULL };

/* Every company that could be. False: they cannot be gone through, at *obstacle, or are too many. */
static bool ask_all(struct witness_bench *bench, const struct checking *checking, const struct node *said,
                    const struct cells_supposing *supposing, struct search *search, const struct node **obstacle)
{
  witnesses_open(bench, checking->model, checking->program->as_of);
  bench->supposing = supposing;
  search->slot = witnesses_ask(bench, said);
  witnesses_ready(bench);
  const struct cells_options options = { .ends = bench->cells->rounded, .limit = CELLS_MOST };
  *obstacle = bench->cells->obstacle;
  return !*obstacle && witnesses_run(bench, &options, look, search, obstacle) > 0;
}

/* With any count whatever: then no company of one's own is a witness. */
static bool holds_with_any_count(const struct checking *checking, const struct node *said, const struct search *search)
{
  struct witness_bench bench;
  struct search again = { .wrong = search->wrong };
  const struct node *obstacle;
  bool whole = ask_all(&bench, checking, said, &any_count, &again, &obstacle);
  witnesses_close(&bench);
  return whole && !again.found;
}

void check_assertion(struct checking *checking, const struct assertion *assertion)
{
  const struct node *said = assertion->never ? assertion->never : assertion->always, *obstacle = NULL;
  struct search search = { .wrong = assertion->never ? ANSWER_YES : ANSWER_NO };
  struct witness_bench bench;
  struct buffer text = { 0 };
  if (said->type == TYPE_ERROR) return;
  bool whole = ask_all(&bench, checking, said, NULL, &search, &obstacle);
  bool proved = whole || (obstacle && holds_with_any_count(checking, said, &search));
  if (search.found) format_witness(&text, checking->options->language, bench.cells, search.witness.cells);
  else if (obstacle)
    message_text(&text, checking->options->language, MSG_PROOF_OBSTACLE, diagnostic_string(checking, obstacle), NULL);
  else format_words(&text, checking->options->language, MSG_PROOF_TOO_MANY);
  if (search.found || !proved)
    diagnostic_add(checking, search.found ? MSG_CHECK_ASSERTION : MSG_CHECK_ASSERTION_OPEN, assertion->path, assertion->site,
                   assertion->name, buffer_take(checking->arena, &text).at, NULL);
  else buffer_free(&text);
  witnesses_close(&bench);
}
