/* The companies of the list, streaming by. */
#include "evaluate/judge.h"

#include <string.h>

#include "evaluate/call.h"
#include "evaluate/completions.h"

/* Companies */

struct company_scan {
  struct run *run;
  struct list_reader *listing;
  const struct sink *sink;
  const struct planned_subjects *subjects;
  size_t gathering;                  /* populations of this depth; 0: the companies are judged */
  const bool *unasked;               /* columns that are not decoded in this pass; NULL: all are */
  const struct list_keep *keep;      /* of a part; NULL: the whole list is judged */
  const struct block_layout *layout; /* of what it keeps */
  uint64_t rows;                     /* that it has kept */
};

/* The name, which is in every plan, is compared only where a measure asks it. */
static bool asks(const struct run *run, const struct field *field)
{
  const struct program *programs[] = { run->plan->subjects[0].program, run->plan->gathered.program };
  for (size_t k = 0; k < 2; k++)
    for (size_t i = 0; i < programs[k]->input_count; i++)
      if (programs[k]->inputs[i].field == field) return true;
  for (size_t i = 0; i < run->links.field_count; i++)
    if (run->links.fields[i] == field) return true;
  return false;
}

static void *company_worker(void *context, struct arena *arena)
{
  struct company_scan *scan = context;
  struct judge *judge = judge_new(arena, scan->run, scan->subjects);
  judge->sink = scan->sink;
  judge->user = scan->sink && scan->sink->worker ? scan->sink->worker(scan->sink->context, arena) : NULL;
  judge->compared = arena_array(arena, scan->run->plan->company_field_count, sizeof *judge->compared);
  judge->names_compared = asks(scan->run, scan->run->plan->company_fields[1]);
  if (judge->sink) judge->completions = completions_new(judge);
  if (scan->keep) judge->kept = block_rows_new(arena, scan->layout, scan->keep->fields, scan->keep->field_count, scan->listing);
  judge->notes = tally_notes_new(arena, scan->run->plan);
  judge->passing = arena_array(arena, scan->run->links.field_count, sizeof *judge->passing);
  for (size_t i = 0; i < scan->run->links.field_count; i++)
    packed_column_open(&judge->passing[i], scan->run->links.fields[i]->kind);
  return judge;
}

static void company_close(void *context, void *worker)
{
  struct company_scan *scan = context;
  struct judge *judge = worker;
  for (size_t i = 0; i < scan->run->links.field_count; i++) packed_column_close(&judge->passing[i]);
  if (judge->sink && judge->sink->close) judge->sink->close(judge->sink->context, judge->user);
  tally_notes_close(judge->notes, scan->run->plan);
  judge_close(judge);
}

static void company_begin(void *context, void *worker)
{
  struct judge *judge = worker;
  (void)context;
  judge->block_count = judge->claim_count = judge->gathered_count = 0;
  for (size_t i = 0; i < judge->run->plan->population_count; i++) judge->numbers[i].count = 0;
  arena_rewind(&judge->claim_names, judge->no_names);
  tally_begin(judge->notes);
  judge->finished = NULL;
  if (judge->kept) block_rows_begin(judge->kept);
  if (judge->sink && judge->sink->begin) judge->sink->begin(judge->sink->context, judge->user);
}

/* What the ordered step needs of each row: its code, its link, and what related rows ask of it. */
static void keep_rows(struct judge *judge, const struct scan_batch *batch)
{
  const struct run *run = judge->run;
  judge_reserve(judge, batch->count);
  for (size_t i = 0; i < batch->count; i++) {
    size_t at = judge->block_count + i;
    judge->block_codes[at] = judge->codes[i];
    judge->block_packed[at] = judge->packed[i];
    judge->block_links[at] = judge->links[i];
    judge->block_lines[at] = batch->lines[i];
    if (judge->links[i] == LINK_NONE) continue;
    for (size_t k = 0; k < run->links.field_count; k++)
      packed_column_set(&judge->passing[k], at, &judge->compared[plan_position_of(run->plan, run->links.fields[k])], i);
  }
  judge->block_count += batch->count;
}

static void compare_columns(struct judge *judge, const bool *unasked, const struct scan_batch *batch)
{
  const struct plan *plan = judge->run->plan;
  judge->columns = batch->columns;
  judge->carried = batch->carried;
  for (size_t i = 0; i < plan->company_field_count; i++) {
    judge->compared[i] = batch->columns[i];
    if (unasked && unasked[i]) continue;
    if (i > 1 || (i == 1 && judge->names_compared))
      column_share(&judge->compared[i], &batch->columns[i], plan->company_fields[i], batch->count, batch->scratch);
  }
}

enum { AHEAD = 12 }; /* codes whose place in the index is asked for before it is needed */

/* Whether anything still looks for the codes in an index. */
static bool looks_up_codes(const struct run *run)
{
  const struct memory_list *held = run->options->held;
  bool marked = held && held->blocks && held->block_count && held->blocks[0]->repeats;
  return run->links.count || run->present || !(run->repeats_known || marked);
}

static void find_links(struct judge *judge, size_t count)
{
  const struct foreign_key_index *links = &judge->run->links;
  for (size_t i = 0; i < count; i++) {
    if (i + AHEAD < count) code_index_prefetch(links->codes, &judge->packed[i + AHEAD]);
    judge->links[i] = judge->codes[i].length && links->count ? links_find(links, &judge->packed[i]) : (uint32_t)LINK_NONE;
  }
}

static void gather_number(struct gathered_numbers *numbers, int64_t value, size_t row)
{
  if (numbers->count == numbers->capacity) {
    numbers->capacity = numbers->capacity ? numbers->capacity * 2 : BATCH_ROWS;
    numbers->values = memory_resize(numbers->values, numbers->capacity * sizeof *numbers->values);
    numbers->rows = memory_resize(numbers->rows, numbers->capacity * sizeof *numbers->rows);
  }
  numbers->values[numbers->count] = value;
  numbers->rows[numbers->count++] = (uint32_t)row;
}

static void gather_row(struct judge *judge, uint32_t population, size_t row, size_t first_row)
{
  if (judge->gathered_count == judge->gathered_capacity) {
    judge->gathered_capacity = judge->gathered_capacity ? judge->gathered_capacity * 2 : BATCH_ROWS;
    judge->gathered = memory_resize(judge->gathered, judge->gathered_capacity * sizeof *judge->gathered);
  }
  struct gathered_row *gathered = &judge->gathered[judge->gathered_count];
  if (!population_read(&judge->run->plan->populations[population], judge->slots, row, &gathered->asked)) return;
  gathered->row = (uint32_t)(first_row + row);
  gathered->population = population;
  judge->gathered_count++;
}

/* Of each row of the batch, what the population keeps of it: of most, a whole number. */
static void gather(struct judge *judge, uint32_t population, size_t count, size_t first_row)
{
  const struct planned_population *planned = &judge->run->plan->populations[population];
  const uint8_t *answer = judge->slots[planned->condition].answer;
  const struct column *value = planned->value == NO_SLOT ? NULL : &judge->slots[planned->value].column;
  bool plain = value && population_is_plain(planned);
  for (size_t i = 0; i < count; i++) {
    if (answer[i] == ANSWER_NO) continue;
    bool whole = plain && answer[i] == ANSWER_YES && value->state[i] == STATE_KNOWN && (!value->den || value->den[i] == 1);
    if (whole) gather_number(&judge->numbers[population], value->num[i], first_row + i);
    else gather_row(judge, population, i, first_row);
  }
}

static void gather_batch(struct judge *judge, size_t depth, size_t count, size_t first_row)
{
  const struct plan *plan = judge->run->plan;
  for (uint32_t k = 0; k < plan->population_count; k++)
    if (plan->populations[k].depth == depth) gather(judge, k, count, first_row);
}

static void note_repeated(struct run *run, struct slice code, uint32_t first_line)
{
  struct repeated_codes *repeated = &run->repeated;
  bool fresh;
  code_index_put(repeated->codes, code, (uint32_t)repeated->count, &fresh);
  if (!fresh) return;
  if (repeated->count == repeated->capacity) {
    repeated->capacity = repeated->capacity ? repeated->capacity * 2 : 64;
    repeated->lines = memory_resize(repeated->lines, repeated->capacity * sizeof *repeated->lines);
  }
  repeated->lines[repeated->count++] = first_line;
}

/* In order: of a code that is repeated the first row counts. */
static void gather_merge(struct run *run, const struct judge *judge)
{
  for (size_t row = 0; !run->populated && row < judge->block_count; row++)
    if (judge->repeats[row]) note_repeated(run, judge->block_codes[row], judge->repeats[row]);
  for (size_t k = 0; k < run->plan->population_count; k++) {
    const struct gathered_numbers *numbers = &judge->numbers[k];
    for (size_t i = 0; i < numbers->count; i++)
      if (!judge->repeats[numbers->rows[i]])
        population_add_whole(run->populations[k], numbers->values[i], judge->block_lines[numbers->rows[i]]);
  }
  for (size_t i = 0; i < judge->gathered_count; i++) {
    const struct gathered_row *gathered = &judge->gathered[i];
    if (judge->repeats[gathered->row]) continue;
    population_add(run->populations[gathered->population], &gathered->asked, judge->block_lines[gathered->row]);
  }
}

/* The inputs of the program, for a batch of rows of which `count` are to be judged. */
static void fill_inputs(struct judge *judge, size_t count)
{
  const struct plan *plan = judge->run->plan;
  const struct program *program = judge->subjects->program;
  for (size_t i = 0; i < program->input_count; i++) {
    const struct program_input *input = &program->inputs[i];
    if (input->field) {
      judge->slots[input->slot].column = judge->compared[plan_position_of(plan, input->field)];
      continue;
    }
    if (input->paid) {
      judge_paid(judge, i, count);
      continue;
    }
    judge_count(judge, i, count);
    judge_measured(judge, i, count);
  }
  judge_computed(judge, SIZE_MAX);
}

/* Whether some row of the batch is to be judged. The records of the others have been counted by their parts. */
static bool leave_finished(struct judge *judge, const struct scan_batch *batch)
{
  bool any = !batch->finished;
  judge->finished = batch->finished;
  for (size_t i = 0; batch->finished && i < batch->count; i++) {
    bool open = batch->finished->open[batch->first_row + i];
    any |= open;
    if (!open) judge->links[i] = LINK_NONE;
  }
  return any;
}

static void take_codes(struct judge *judge, const struct scan_batch *batch)
{
  bool packs = looks_up_codes(judge->run);
  for (size_t i = 0; i < batch->count; i++) {
    judge->codes[i] = batch->columns[0].state[i] == STATE_KNOWN ? batch->columns[0].text[i] : (struct slice){ "", 0 };
    judge->names[i] = batch->columns[1].state[i] == STATE_KNOWN ? batch->columns[1].text[i] : (struct slice){ "", 0 };
    if (packs) judge->packed[i] = code_pack(judge->codes[i]);
  }
}

static void tally_rows(struct judge *judge, const struct scan_batch *batch)
{
  const struct plan *plan = judge->run->plan;
  if (!plan->count_count) return;
  if (!batch->finished) tally_batch(judge->notes, plan, judge->slots, &judge->subject, batch->columns, batch->count);
  else if (!batch->first_row) tally_take(judge->notes, plan, batch->finished);
}

static void company_batch(void *context, void *worker, const struct scan_batch *batch)
{
  struct judge *judge = worker;
  const struct company_scan *scan = context;
  judge->list_row = batch->list_row;
  compare_columns(judge, scan->unasked, batch);
  take_codes(judge, batch);
  find_links(judge, batch->count);
  keep_rows(judge, batch);
  if (leave_finished(judge, batch)) {
    fill_inputs(judge, batch->count);
    program_run(judge->subjects->program, judge->slots, batch->count, scan->gathering ? NULL : judge->step_seconds);
  }
  if (scan->gathering) {
    gather_batch(judge, scan->gathering, batch->count, batch->first_row);
  } else {
    tally_rows(judge, batch);
    judge_rows(judge, batch->count, batch->first_row);
    if (judge->kept) block_rows_add(judge->kept, batch, judge->open);
  }
  judge_computed(judge, batch->first_row);
}

/* Lines are asked in order. */
static uint32_t known_first_line(struct run *run, uint32_t line)
{
  const struct repeated_row *rows = run->repeated_rows;
  while (run->next_repeated < run->repeated_count && rows[run->next_repeated].line < line) run->next_repeated++;
  bool here = run->next_repeated < run->repeated_count && rows[run->next_repeated].line == line;
  return here ? rows[run->next_repeated].first_line : 0;
}

static void keep_repeated(struct run *run, uint32_t line, uint32_t first)
{
  if (run->repeated_count == run->repeated_capacity) {
    run->repeated_capacity = run->repeated_capacity ? run->repeated_capacity + run->repeated_capacity / 2 : 64;
    run->repeated_rows = memory_resize(run->repeated_rows, run->repeated_capacity * sizeof *run->repeated_rows);
  }
  run->repeated_rows[run->repeated_count++] = (struct repeated_row){ line, first };
}

/* The line where the row's code stood first; 0 when this is the first, or there is no code. `known`: from a list in memory. */
static uint32_t first_line(struct run *run, struct judge *judge, size_t row, uint32_t line, const uint32_t *known)
{
  uint32_t link = judge->block_links[row];
  if (known || run->repeats_known) {
    uint32_t first = known ? known[row] : known_first_line(run, line);
    if (link != LINK_NONE && !first) run->links.first_line[link] = line;
    return first;
  }
  if (!judge->block_codes[row].length) return 0;
  if (link != LINK_NONE) {
    uint32_t before = run->links.first_line[link];
    if (!before) run->links.first_line[link] = line;
    return before;
  }
  bool fresh;
  int64_t before = code_index_put_packed(run->seen, &judge->block_packed[row], line, &fresh);
  return fresh ? 0 : (uint32_t)before;
}

static void ask_ahead(const struct run *run, const struct judge *judge, size_t row)
{
  if (row >= judge->block_count || !looks_up_codes(run)) return;
  if (judge->block_links[row] == LINK_NONE) code_index_prefetch(run->seen, &judge->block_packed[row]);
  else __builtin_prefetch(&run->links.first_line[judge->block_links[row]], 1);
}

static void fill_link(struct run *run, const struct judge *judge, size_t row)
{
  run->links.listed[judge->block_links[row]] = true;
  for (size_t k = 0; k < run->links.field_count; k++)
    packed_column_move(&run->links.columns[k], judge->block_links[row], &judge->passing[k], row);
}

static void note_present(struct run *run, const struct judge *judge, size_t row)
{
  bool fresh;
  if (run->present && judge->block_codes[row].length) code_index_put_packed(run->present, &judge->block_packed[row], 0, &fresh);
}

/* What a part keeps of its block: cells of the rows that are judged again, and what is said of the others. */
static bool keep_block(struct company_scan *scan, struct judge *judge, const struct scan_block *block, struct fault *fault)
{
  const struct list_keep *keep = scan->keep;
  buffer_reset(&judge->kept_counts);
  buffer_reset(&judge->kept_lines);
  buffer_reset(&judge->kept_bytes);
  format_notes(&judge->kept_counts, judge->notes, scan->run->plan);
  keep->lines(judge->sink->context, judge->user, &judge->kept_lines);
  const struct block_finish finish = { judge->repeats, buffer_view(&judge->kept_counts), buffer_view(&judge->kept_lines) };
  format_block(&judge->kept_bytes, judge->kept, block, &finish);
  scan->rows += block->rows;
  return keep->block(keep->context, buffer_view(&judge->kept_bytes), fault);
}

static bool company_merge(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct company_scan *scan = context;
  struct judge *judge = worker;
  struct run *run = scan->run;
  for (size_t row = 0; row < judge->block_count; row++) {
    ask_ahead(run, judge, row + AHEAD);
    judge->block_lines[row] += block->first_line;
    note_present(run, judge, row);
    judge->repeats[row] = first_line(run, judge, row, judge->block_lines[row], block->repeats);
    if (judge->repeats[row] && run->claiming && !run->repeats_known)
      keep_repeated(run, judge->block_lines[row], judge->repeats[row]);
    if (judge->block_links[row] != LINK_NONE && !judge->repeats[row] && !run->links.gathered) fill_link(run, judge, row);
  }
  if (judge->computed_wrong) {
    const struct model *model = run->plan->model;
    bool related = judge->wrong_row == SIZE_MAX;
    const char *where = related ? call_related(model) : call_row(run->arena, model, NULL, judge->block_lines[judge->wrong_row]);
    return call_sound(judge->calculator, model, where, fault);
  }
  if (scan->gathering) {
    gather_merge(run, judge);
    return true;
  }
  if (judge->kept) return keep_block(scan, judge, block, fault);
  if (run->claiming && !run->gathering) judge_claims(judge);
  if (!run->claiming && run->plan->count_count) tally_merge(run->book, judge->notes, judge->repeats);
  if (!judge->sink) return true;
  struct judged_block judged = { .rows = judge->block_count,
                                 .first_line = block->first_line,
                                 .repeats = judge->repeats,
                                 .lines = judge->block_lines,
                                 .codes = judge->block_codes,
                                 .problems = block->problems,
                                 .problem_count = block->problem_count,
                                 .listing = scan->listing };
  return !judge->sink->block || judge->sink->block(judge->sink->context, judge->user, &judged, fault);
}

/* What populations do not ask of a row need not be decoded where they are gathered. Related rows may ask anything. */
static const bool *fields_unasked(const struct run *run)
{
  const struct plan *plan = run->plan;
  if (run->links.count) return NULL;
  bool *unasked = arena_array(run->arena, plan->company_field_count, sizeof *unasked);
  for (size_t i = 1; i < plan->company_field_count; i++) unasked[i] = true;
  for (size_t i = 0; i < plan->gathered.program->input_count; i++) {
    const struct field *field = plan->gathered.program->inputs[i].field;
    if (field) unasked[plan_position_of(plan, field)] = false;
  }
  return unasked;
}

static void keep_remark(void *context, const struct scan_remark *remark)
{
  const struct company_scan *scan = context;
  scan->keep->remark(scan->keep->context, remark);
}

static bool scan_companies(struct company_scan *context, struct fault *fault)
{
  struct run *run = context->run;
  const struct list_keep *keep = context->keep;
  struct memory_list *held = run->options->held;
  if (held) context->listing = &held->listing;
  if (context->gathering) context->unasked = fields_unasked(run);
  run->next_repeated = 0;
  run->passes.count = plan_passes(run->plan) + 1;
  context->subjects = context->gathering ? &run->plan->gathered : &run->plan->subjects[0];
  struct scan scan = { .listing = context->listing,
                       .held = held,
                       .fields = run->plan->company_fields,
                       .field_count = run->plan->company_field_count,
                       .unasked = context->unasked,
                       .partition = keep ? keep->partition : NULL,
                       .partition_field = keep ? keep->partition_field : NULL,
                       .threads = run->options->threads < 64 ? run->options->threads : 64,
                       .stage = PROGRESS_JUDGING,
                       .passes = keep ? NULL : &run->passes,
                       .timings = run->options->timings,
                       .stages = run->options->timings ? run->options->timings->companies : NULL,
                       .context = context,
                       .worker = company_worker,
                       .close = company_close,
                       .begin = company_begin,
                       .batch = company_batch,
                       .merge = company_merge,
                       .remark = keep ? keep_remark : NULL };
  return scan_run(&scan, fault);
}

bool run_claims(struct run *run, struct list_reader *listing, struct fault *fault)
{
  bool gathers = plan_asks_other_companies(run->plan) && !run->links.gathered;
  size_t depth = !gathers && run->populated < run->plan->population_depth ? run->populated + 1 : 0;
  run->claiming = true;
  run->gathering = gathers;
  bool done = scan_companies(&(struct company_scan){ .run = run, .listing = listing, .gathering = depth }, fault);
  run->claiming = run->gathering = false;
  run->links.gathered |= gathers;
  run->repeats_known = true;
  code_index_free(run->seen); /* before what is kept of a large list is sorted */
  run->seen = code_index_new();
  for (size_t i = 0; depth && i < run->plan->population_count; i++)
    if (run->plan->populations[i].depth == depth) population_ready(run->populations[i], &run->repeated);
  if (depth) run->populated = depth;
  for (size_t i = 0; !gathers && !depth && i < run->budget_count; i++) budget_settle(&run->budgets[i], run->plan->as_of);
  if (run->links.count) memset(run->links.first_line, 0, run->links.count * sizeof *run->links.first_line);
  return done;
}

bool run_ahead(struct run *run, struct fault *fault)
{
  for (size_t pass = plan_passes(run->plan); pass > 0; pass--)
    if (!run_claims(run, NULL, fault)) return false;
  return true;
}

bool run_companies(struct run *run, struct list_reader *listing, const struct sink *sink, struct fault *fault)
{
  return scan_companies(&(struct company_scan){ .run = run, .listing = listing, .sink = sink }, fault);
}

bool run_finishes(const struct plan *plan)
{
  return !plan->population_count && !plan_asks_other_companies(plan);
}

void run_keeps(const struct run *run, const struct list_reader *listing, struct block_layout *layout)
{
  for (size_t i = 0; i < layout->count; i++) {
    const struct field *field = listing->fields[layout->columns[i].heading];
    bool every = field == run->plan->company_fields[0] || field == run->plan->company_fields[1];
    for (size_t k = 0; k < run->links.field_count; k++) every |= field == run->links.fields[k];
    layout->columns[i].every = every;
  }
}

bool run_part(struct run *run, const struct list_keep *keep, struct list_reader *listing, const struct block_layout *layout,
              const struct sink *sink, uint64_t *rows, struct fault *fault)
{
  struct company_scan scan = { .run = run, .listing = listing, .sink = sink, .keep = keep, .layout = layout };
  run->keeping = plan_claims_budgets(run->plan);
  bool done = scan_companies(&scan, fault);
  *rows = scan.rows;
  return done;
}

/* How many places the condition asks for; 0: it asks no such thing. */
static int64_t places_asked(const struct run *run, const struct node *node)
{
  if (node->op != NODE_COMPARE || (node->relation != AT_MOST && node->relation != LESS_THAN)) return 0;
  const struct node *rank = node_unnamed(node->operands[0]);
  struct value most = as_of_value(run->plan->as_of, node->operands[1]);
  bool asked = rank->op == NODE_POPULATION && rank->first == POPULATION_RANK && most.state == STATE_KNOWN && most.low.den == 1;
  return asked ? most.low.num - (node->relation == LESS_THAN) : 0;
}

static const struct node *shared_place(const struct run *run, const struct node *node)
{
  int64_t places = places_asked(run, node);
  size_t at = places > 0 ? plan_population(run->plan, node_unnamed(node->operands[0])) : SIZE_MAX;
  if (at != SIZE_MAX && population_shares_place(run->populations[at], (size_t)places)) return node;
  const struct node *found = NULL;
  for (size_t i = 0; !found && i < node->operand_count; i++) found = shared_place(run, node->operands[i]);
  return found;
}

const struct node *run_shared_place(const struct run *run, const struct measure *measure)
{
  const struct node *found = NULL;
  for (size_t i = 0; run->plan->population_count && !found && i < measure->condition_count; i++)
    found = shared_place(run, measure->conditions[i]);
  return found;
}

static const struct budget *budget_of_measure(const struct run *run, const struct measure *measure)
{
  for (size_t i = 0; i < run->budget_count; i++)
    if (run->budgets[i].planned->measure == measure) return &run->budgets[i];
  return NULL;
}

bool run_budget_open(const struct run *run, const struct measure *measure)
{
  const struct budget *budget = budget_of_measure(run, measure);
  return budget && (budget->open || budget->planned->budget_unset);
}

bool run_budget_bounds(const struct run *run, const struct measure *measure, int64_t *least, int64_t *most)
{
  const struct budget *budget = budget_of_measure(run, measure);
  if (!budget || budget->planned->budget_unset) return false;
  budget_bounds(budget, least, most);
  return true;
}
