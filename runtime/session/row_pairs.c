/* Companies of two lists, paired by code. */
#include "session/row_pairs.h"

#include "data/code_index.h"

static size_t rows_of(const struct judged_list *side)
{
  return side->version->snapshot->rows + side->version->snapshot->outside_count;
}

/* What a company is known by; empty where it has neither code nor name. `bound`: the model to which the list is tied. */
static struct slice key_of(const struct judged_list *side, const struct model *bound, size_t row)
{
  const struct table *companies = &bound->tables[0];
  const struct snapshot_object *outside = snapshot_outside(side->version->snapshot, row);
  if (outside) return outside->code;
  struct slice code = memory_list_text(side->lists->list, &companies->kind, companies->code, row);
  return code.length ? code : memory_list_text(side->lists->list, &companies->kind, companies->label, row);
}

/* The rows of one side by what they are known by; equal ones in a chain. */
struct row_chains {
  struct codes *first;        /* key -> the first row */
  uint32_t *next, *last, *at; /* of each first row: the last of its chain, and the one that is paired next */
};

static void chain_rows(struct arena *arena, const struct judged_list *side, struct row_chains *chains)
{
  size_t count = rows_of(side);
  *chains = (struct row_chains){ .first = code_index_new() };
  chains->next = arena_array(arena, count, sizeof *chains->next);
  chains->last = arena_array(arena, count, sizeof *chains->last);
  chains->at = arena_array(arena, count, sizeof *chains->at);
  for (uint32_t row = 0; row < count; row++) {
    struct slice key = key_of(side, side->version->model, row);
    bool fresh = true;
    chains->next[row] = ROW_NONE;
    uint32_t first = key.length ? (uint32_t)code_index_put(chains->first, key, row, &fresh) : row;
    if (!fresh) chains->next[chains->last[first]] = row;
    chains->last[first] = row;
    if (fresh) chains->at[row] = row;
  }
}

void row_pairs_find(struct arena *arena, const struct judged_list *before, const struct judged_list *after,
                    struct row_pairs *pairs)
{
  size_t before_count = rows_of(before), after_count = rows_of(after);
  bool one = before->lists == after->lists;
  *pairs = (struct row_pairs){ 0 };
  if (one && !before->version->snapshot->outside_count && !after->version->snapshot->outside_count) return;
  uint32_t *forth = arena_array(arena, before_count + 1, sizeof *forth),
           *back = arena_array(arena, after_count + 1, sizeof *back);
  const struct model *bound = (one ? after : before)->version->model;
  struct row_chains chains;
  chain_rows(arena, after, &chains);
  for (uint32_t row = 0; row < after_count; row++) back[row] = ROW_NONE;
  for (uint32_t row = 0; row < before_count; row++) {
    struct slice key = key_of(before, bound, row);
    int64_t first = key.length ? code_index_find(chains.first, key) : CODES_NONE;
    forth[row] = first == CODES_NONE ? ROW_NONE : chains.at[first];
    if (forth[row] == ROW_NONE) continue;
    back[forth[row]] = row;
    chains.at[first] = chains.next[forth[row]];
  }
  code_index_free(chains.first);
  *pairs = (struct row_pairs){ forth, back };
}
