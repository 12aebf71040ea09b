/* The run: companies in a stream, then other objects. */
#include "evaluate/run.h"

#include <stdlib.h>
#include <string.h>

#include "decode/normal.h"

/* Claims of one envelope, and the shares after the first pass. */
struct envelope {
  const struct planned *planned;
  struct claim *claims;
  size_t count, capacity;
  struct codes *codes; /* position of each code's claim */
  bool open;
};

struct run {
  struct arena *arena;
  const struct plan *plan;
  const struct run_options *options;
  struct links links;
  struct related **related; /* of each planned table; NULL: no file */
  struct codes *seen;       /* codes that no related row names: line where each stood first */
  struct envelope *envelopes;
  size_t envelope_count;
  struct tally_book *book;  /* counts for targets */
  bool claiming;            /* the first pass */
  struct arena codes_arena; /* codes of claims */
};

/* One thread's memory for judging one kind of subjects. */
struct judge {
  const struct run *run;
  const struct planned_subjects *subjects;
  struct slot *slots;
  struct counter **counters;   /* of each planned table */
  struct measured **measured;  /* of each aggregate input of the program, BATCH_ROWS */
  uint32_t *links;
  struct judgement *judgements;
  size_t judgement_count, judgement_capacity;
  struct verdict *row_verdicts;
  const struct column *columns; /* of the batch, in the order of the plan, as written in the list */
  struct column *compared;      /* the same, texts in NFKC */
  bool names_compared;
  struct subject subject;
  struct slice *codes, *names;
  void *user;
  const struct receiver *receiver;
  /* of the block, for the ordered step */
  struct slice *block_codes;
  uint32_t *block_links, *block_lines, *repeats;
  size_t block_count, block_capacity;
  struct tally_notes *notes;
  struct kept *passing; /* linked columns of the block's rows */
  struct slice *claim_codes;
  struct { uint32_t row, envelope; int64_t fen; bool open; } *claims;
  size_t claim_count, claim_capacity;
};

static size_t field_position(const struct plan *plan, const struct field *field)
{
  for (size_t i = 0; i < plan->company_field_count; i++)
    if (plan->company_fields[i] == field) return i;
  return SIZE_MAX;
}

/* The data of one row, for value_of */

static struct cell company_cell(const struct subject *subject, int table, const struct field *field)
{
  const struct judge *judge = subject->context;
  size_t at = table == 0 && judge->columns ? field_position(judge->run->plan, field) : SIZE_MAX;
  if (at == SIZE_MAX) return (struct cell){ .state = STATE_UNKNOWN, .den = 1 };
  const struct column *column = &judge->columns[at];
  struct cell cell = { (enum state)column->state[subject->row], column->num[subject->row], 1, { NULL, 0 } };
  if (column->den) cell.den = column->den[subject->row];
  if (column->text) cell.text = column->text[subject->row];
  return cell;
}

static struct value measured_value(const struct measured *measured)
{
  struct value value = { .has_low = true, .has_high = !measured->open_high, .low = measured->low, .high = measured->high };
  if (measured->overflowed) return (struct value){ .state = STATE_OVERFLOW };
  bool point = value.has_high && ratio_compare(value.low, value.high) == 0;
  value.state = point ? STATE_KNOWN : STATE_UNKNOWN;
  return value;
}

static struct value subject_aggregate(const struct subject *subject, const struct node *node)
{
  const struct judge *judge = subject->context;
  const struct plan *plan = judge->run->plan;
  const struct program *program = judge->subjects->program;
  const struct aggregate_reference *wanted = plan_aggregate(plan, node->aggregate);
  for (size_t i = 0; wanted && i < program->input_count; i++) {
    if (!program->inputs[i].aggregate) continue;
    const struct aggregate_reference *here = plan_aggregate(plan, program->inputs[i].aggregate);
    if (here && here->table == wanted->table && here->position == wanted->position)
      return measured_value(&judge->measured[i][subject->row]);
  }
  return (struct value){ .state = STATE_UNKNOWN };
}

/* Opening */

static struct judge *judge_new(struct arena *arena, const struct run *run, const struct planned_subjects *subjects)
{
  struct judge *judge = arena_alloc(arena, sizeof *judge);
  *judge = (struct judge){ .run = run, .subjects = subjects };
  judge->slots = program_slots(arena, subjects->program);
  judge->counters = arena_array(arena, run->plan->table_count, sizeof *judge->counters);
  judge->measured = arena_array(arena, subjects->program->input_count, sizeof *judge->measured);
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->related[i]) judge->counters[i] = counter_new(arena, run->related[i]);
  for (size_t i = 0; i < subjects->program->input_count; i++)
    if (subjects->program->inputs[i].aggregate) judge->measured[i] = arena_array(arena, BATCH_ROWS, sizeof **judge->measured);
  judge->links = arena_array(arena, BATCH_ROWS, sizeof *judge->links);
  judge->row_verdicts = arena_array(arena, subjects->count + 1, sizeof *judge->row_verdicts);
  judge->codes = arena_array(arena, BATCH_ROWS, sizeof *judge->codes);
  judge->names = arena_array(arena, BATCH_ROWS, sizeof *judge->names);
  judge->subject = (struct subject){ run->plan->occasion, company_cell, subject_aggregate, NULL, judge, 0 };
  return judge;
}

static void judge_close(struct judge *judge)
{
  for (size_t i = 0; i < judge->run->plan->table_count; i++)
    if (judge->counters[i]) counter_close(judge->counters[i]);
  memory_free(judge->judgements);
  memory_free(judge->block_codes);
  memory_free(judge->block_links);
  memory_free(judge->block_lines);
  memory_free(judge->repeats);
  memory_free(judge->claims);
}

struct run *run_open(struct arena *arena, const struct plan *plan, const struct run_options *options)
{
  struct run *run = arena_alloc(arena, sizeof *run);
  *run = (struct run){ .arena = arena, .plan = plan, .options = options, .seen = codes_new() };
  run->book = tally_new(arena, plan);
  links_open(&run->links, arena, plan);
  run->related = arena_array(arena, plan->table_count, sizeof *run->related);
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++) run->envelope_count += plan->subjects[s].measures[i].has_envelope;
  run->envelopes = arena_array(arena, run->envelope_count, sizeof *run->envelopes);
  size_t at = 0;
  for (size_t s = 0; s < plan->subject_count; s++)
    for (size_t i = 0; i < plan->subjects[s].count; i++)
      if (plan->subjects[s].measures[i].has_envelope)
        run->envelopes[at++] = (struct envelope){ .planned = &plan->subjects[s].measures[i], .codes = codes_new() };
  return run;
}

void run_close(struct run *run)
{
  links_close(&run->links);
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->related[i]) related_close(run->related[i]);
  for (size_t i = 0; i < run->envelope_count; i++) {
    memory_free(run->envelopes[i].claims);
    codes_free(run->envelopes[i].codes);
  }
  codes_free(run->seen);
  tally_close(run->book);
  arena_free(&run->codes_arena);
}

const struct tally_book *run_tally(const struct run *run)
{
  return run->book;
}

/* Related tables */

struct table_scan {
  struct run *run;
  struct related *related;
  const struct receiver *receiver;
  const struct listing *listing;
};

static void *table_worker(void *context, struct arena *arena)
{
  return related_reader(((struct table_scan *)context)->related, arena);
}

static void table_close(void *context, void *worker)
{
  related_reader_close(((struct table_scan *)context)->related, worker);
}

static void table_begin(void *context, void *worker)
{
  (void)context;
  related_begin(worker);
}

static void table_batch(void *context, void *worker, const struct scan_batch *batch)
{
  related_batch(((struct table_scan *)context)->related, worker, batch);
}

static bool table_merge(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct table_scan *scan = context;
  (void)fault;
  related_merge(scan->related, worker);
  if (scan->receiver && scan->receiver->table_block) scan->receiver->table_block(scan->receiver->context, scan->listing, block);
  return true;
}

static const char *table_path(const struct run *run, int table)
{
  for (size_t i = 0; i < run->options->table_count; i++)
    if (run->options->tables[i].table == table) return run->options->tables[i].path;
  return NULL;
}

static bool read_table(struct run *run, size_t at, const char *path, const struct receiver *receiver, struct fault *fault)
{
  const struct planned_table *planned = &run->plan->tables[at];
  struct listing listing;
  if (!listing_open(run->arena, path, &run->plan->model->tables[planned->table].kind, &run->options->listing, &listing, fault))
    return false;
  run->related[at] = related_open(run->arena, run->plan, planned, &run->links);
  struct table_scan context = { run, run->related[at], receiver, &listing };
  struct scan scan = { .listing = &listing, .threads = run->options->threads, .context = &context, .worker = table_worker, .close = table_close,
                       .begin = table_begin, .batch = table_batch, .merge = table_merge };
  scan.fields = related_fields(run->related[at], run->arena, &scan.field_count);
  bool read = scan_run(&scan, fault);
  if (read && receiver && receiver->table_end) receiver->table_end(receiver->context, &listing);
  listing_close(&listing);
  return read;
}

/* A table that is read once more, for a second kind of objects, has told its problems. */
static bool read_before(const struct run *run, size_t at)
{
  for (size_t i = 0; i < at; i++)
    if (run->plan->tables[i].table == run->plan->tables[at].table) return true;
  return false;
}

bool run_tables(struct run *run, const struct receiver *receiver, struct fault *fault)
{
  for (size_t i = 0; i < run->plan->table_count; i++) {
    const char *path = table_path(run, run->plan->tables[i].table);
    if (path && !read_table(run, i, path, read_before(run, i) ? NULL : receiver, fault)) return false;
  }
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->related[i]) related_ready(run->related[i]);
  return true;
}

bool run_lacks_table(const struct run *run, size_t planned_table)
{
  return !run->related[planned_table];
}

/* Judging a batch */

/* Nobody can say which rows, or how many, belong to the object. */
static const struct measured nobody_knows = { .low = { 0, 1 }, .high = { 0, 1 }, .open_high = true };

static void count_input(struct judge *judge, size_t input, size_t count)
{
  const struct run *run = judge->run;
  const struct aggregate_reference *at = plan_aggregate(run->plan, judge->subjects->program->inputs[input].aggregate);
  struct measured *measured = judge->measured[input];
  const struct related *related = at ? run->related[at->table] : NULL;
  if (!related) {
    for (size_t i = 0; i < count; i++) measured[i] = nobody_knows;
    return;
  }
  related_companies(related, judge->counters[at->table], at->position, judge->links, judge->compared, count, measured);
  for (size_t i = 0; i < count; i++)
    if (!judge->codes[i].length) measured[i] = nobody_knows;
}

static void share_measured(struct judge *judge, size_t input, size_t count)
{
  struct column *column = &judge->slots[judge->subjects->program->inputs[input].slot].column;
  for (size_t i = 0; i < count; i++) {
    struct value value = measured_value(&judge->measured[input][i]);
    column->state[i] = (uint8_t)value.state;
    column->num[i] = value.low.num;
    if (column->den) column->den[i] = value.low.den ? value.low.den : 1;
  }
}

static const struct decision *decision_for(const struct run *run, const char *measure, struct slice code)
{
  const struct decisions *decisions = run->options->decisions;
  for (size_t i = 0; decisions && i < decisions->count; i++)
    if (slice_is(decisions->items[i].measure, measure) && slice_equal(decisions->items[i].code, code)) {
      __atomic_store_n(&decisions->items[i].used, true, __ATOMIC_RELAXED);
      return &decisions->items[i];
    }
  return NULL;
}

static struct envelope *envelope_of(const struct run *run, const struct planned *planned)
{
  for (size_t i = 0; i < run->envelope_count; i++)
    if (run->envelopes[i].planned == planned) return &run->envelopes[i];
  return NULL;
}

static void note_claim(struct judge *judge, size_t row, const struct planned *planned, const struct verdict *verdict)
{
  if (verdict->outcome == OUTCOME_NO) return;
  if (judge->claim_count == judge->claim_capacity) {
    judge->claim_capacity = judge->claim_capacity ? judge->claim_capacity * 2 : 256;
    judge->claims = memory_resize(judge->claims, judge->claim_capacity * sizeof *judge->claims);
  }
  size_t at = judge->claim_count++;
  judge->claims[at].row = (uint32_t)row;
  judge->claims[at].envelope = (uint32_t)(envelope_of(judge->run, planned) - judge->run->envelopes);
  judge->claims[at].fen = verdict->amount;
  judge->claims[at].open = verdict->outcome == OUTCOME_PENDING;
}

static void apply_share(const struct judge *judge, struct slice code, const struct planned *planned, struct verdict *verdict)
{
  const struct envelope *envelope = envelope_of(judge->run, planned);
  int64_t position = envelope->codes ? codes_find(envelope->codes, code) : CODES_NONE;
  bool shared = position != CODES_NONE && code.length && !planned->envelope_unset;
  verdict_share(planned, verdict, shared, shared ? envelope->claims[position].share : 0);
}

static void push(struct judge *judge, size_t row, size_t planned, const struct verdict *verdict)
{
  if (judge->judgement_count == judge->judgement_capacity) {
    judge->judgement_capacity = judge->judgement_capacity ? judge->judgement_capacity * 2 : 1024;
    judge->judgements = memory_resize(judge->judgements, judge->judgement_capacity * sizeof *judge->judgements);
  }
  judge->judgements[judge->judgement_count++] = (struct judgement){ (uint32_t)row, (uint32_t)planned, *verdict };
}

static void judge_row(struct judge *judge, size_t row, size_t block_row)
{
  const struct planned_subjects *subjects = judge->subjects;
  const struct run *run = judge->run;
  judge->subject.row = row;
  for (size_t k = 0; k < subjects->count; k++) {
    const struct planned *planned = &subjects->measures[k];
    verdict_reach(planned, judge->slots, row, &judge->subject, judge->codes[row], run->plan->occasion.year, run->options->history,
                  &judge->row_verdicts[k]);
    const struct decision *decision = decision_for(run, planned->measure->id, judge->codes[row]);
    if (decision) verdict_decide(&judge->row_verdicts[k], decision);
  }
  verdict_choose(subjects->measures, judge->row_verdicts, subjects->count);
  for (size_t k = 0; k < subjects->count; k++) {
    const struct planned *planned = &subjects->measures[k];
    struct verdict *verdict = &judge->row_verdicts[k];
    if (planned->has_envelope && run->claiming)
      note_claim(judge, block_row, planned, verdict);
    else if (planned->has_envelope)
      apply_share(judge, judge->codes[row], planned, verdict);
    if (verdict->outcome != OUTCOME_NO || run->options->all) push(judge, row, k, verdict);
  }
}

/* Rows where some measure may be granted, or that were decided by hand; most rows of a large list are neither. */
static void judge_rows(struct judge *judge, size_t count, size_t first_row)
{
  const struct planned_subjects *subjects = judge->subjects;
  bool every = judge->run->options->all || judge->run->options->decisions;
  uint8_t any[BATCH_ROWS];
  memset(any, every, count);
  for (size_t k = 0; !every && k < subjects->count; k++) {
    const uint8_t *answer = judge->slots[subjects->measures[k].condition].answer;
    for (size_t i = 0; i < count; i++) any[i] |= answer[i];
  }
  judge->judgement_count = 0;
  for (size_t i = 0; i < count; i++)
    if (any[i]) judge_row(judge, i, first_row + i);
}

static void hand_over(struct judge *judge, size_t count, size_t first_row)
{
  if (!judge->receiver) return;
  struct judged_batch batch = { judge->subjects, count, first_row, judge->judgements, judge->judgement_count,
                                judge->codes, judge->names, &judge->subject };
  judge->receiver->batch(judge->receiver->context, judge->user, &batch);
}

/* Companies */

struct company_scan {
  struct run *run;
  struct listing *listing;
  const struct receiver *receiver;
};

/* The name, which is in every plan, is compared only where a measure asks it. */
static bool asks(const struct run *run, const struct field *field)
{
  const struct program *program = run->plan->subjects[0].program;
  for (size_t i = 0; i < program->input_count; i++)
    if (program->inputs[i].field == field) return true;
  for (size_t i = 0; i < run->links.field_count; i++)
    if (run->links.fields[i] == field) return true;
  return false;
}

static void *company_worker(void *context, struct arena *arena)
{
  struct company_scan *scan = context;
  struct judge *judge = judge_new(arena, scan->run, &scan->run->plan->subjects[0]);
  judge->receiver = scan->receiver;
  judge->user = scan->receiver && scan->receiver->worker ? scan->receiver->worker(scan->receiver->context, arena) : NULL;
  judge->compared = arena_array(arena, scan->run->plan->company_field_count, sizeof *judge->compared);
  judge->names_compared = asks(scan->run, scan->run->plan->company_fields[1]);
  judge->notes = tally_notes_new(arena, scan->run->plan);
  judge->passing = arena_array(arena, scan->run->links.field_count, sizeof *judge->passing);
  for (size_t i = 0; i < scan->run->links.field_count; i++) kept_open(&judge->passing[i], scan->run->links.fields[i]->kind);
  return judge;
}

static void company_close(void *context, void *worker)
{
  struct company_scan *scan = context;
  struct judge *judge = worker;
  for (size_t i = 0; i < scan->run->links.field_count; i++) kept_close(&judge->passing[i]);
  if (judge->receiver && judge->receiver->close) judge->receiver->close(judge->receiver->context, judge->user);
  tally_notes_close(judge->notes, scan->run->plan);
  judge_close(judge);
}

static void company_begin(void *context, void *worker)
{
  struct judge *judge = worker;
  (void)context;
  judge->block_count = judge->claim_count = 0;
  tally_begin(judge->notes);
  if (judge->receiver && judge->receiver->begin) judge->receiver->begin(judge->receiver->context, judge->user);
}

static void block_reserve(struct judge *judge, size_t more)
{
  if (judge->block_count + more <= judge->block_capacity) return;
  judge->block_capacity = (judge->block_count + more) * 2;
  judge->block_codes = memory_resize(judge->block_codes, judge->block_capacity * sizeof *judge->block_codes);
  judge->block_links = memory_resize(judge->block_links, judge->block_capacity * sizeof *judge->block_links);
  judge->block_lines = memory_resize(judge->block_lines, judge->block_capacity * sizeof *judge->block_lines);
  judge->repeats = memory_resize(judge->repeats, judge->block_capacity * sizeof *judge->repeats);
}

/* What the ordered step needs of each row: its code, its link, and what related rows ask of it. */
static void keep_rows(struct judge *judge, const struct scan_batch *batch)
{
  const struct run *run = judge->run;
  block_reserve(judge, batch->count);
  for (size_t i = 0; i < batch->count; i++) {
    size_t at = judge->block_count + i;
    judge->block_codes[at] = judge->codes[i];
    judge->block_links[at] = judge->links[i];
    judge->block_lines[at] = batch->lines[i];
    if (judge->links[i] == LINK_NONE) continue;
    for (size_t k = 0; k < run->links.field_count; k++)
      kept_set(&judge->passing[k], at, &judge->compared[field_position(run->plan, run->links.fields[k])], i);
  }
  judge->block_count += batch->count;
}

static void compare_columns(struct judge *judge, const struct scan_batch *batch)
{
  const struct plan *plan = judge->run->plan;
  judge->columns = batch->columns;
  for (size_t i = 0; i < plan->company_field_count; i++) {
    judge->compared[i] = batch->columns[i];
    if (i > 1 || (i == 1 && judge->names_compared))
      column_share(&judge->compared[i], &batch->columns[i], plan->company_fields[i], batch->count, batch->scratch);
  }
}

static void company_batch(void *context, void *worker, const struct scan_batch *batch)
{
  struct judge *judge = worker;
  const struct run *run = judge->run;
  const struct program *program = judge->subjects->program;
  (void)context;
  compare_columns(judge, batch);
  for (size_t i = 0; i < batch->count; i++) {
    judge->codes[i] = batch->columns[0].state[i] == STATE_KNOWN ? batch->columns[0].text[i] : (struct slice){ "", 0 };
    judge->names[i] = batch->columns[1].state[i] == STATE_KNOWN ? batch->columns[1].text[i] : (struct slice){ "", 0 };
    judge->links[i] = judge->codes[i].length && run->links.count ? links_find(&run->links, judge->codes[i]) : (uint32_t)LINK_NONE;
  }
  for (size_t i = 0; i < program->input_count; i++) {
    const struct program_input *input = &program->inputs[i];
    if (input->field) {
      judge->slots[input->slot].column = judge->compared[field_position(run->plan, input->field)];
      continue;
    }
    count_input(judge, i, batch->count);
    share_measured(judge, i, batch->count);
  }
  program_run(program, judge->slots, batch->count);
  judge_rows(judge, batch->count, batch->first_row);
  if (run->plan->count_count) tally_batch(judge->notes, run->plan, judge->slots, &judge->subject, batch->columns, batch->count);
  keep_rows(judge, batch);
  hand_over(judge, batch->count, batch->first_row);
}

/* The line where the row's code stood first; 0 when this is the first, or there is no code. */
static uint32_t first_line(struct run *run, struct judge *judge, size_t row, uint32_t line)
{
  uint32_t link = judge->block_links[row];
  if (!judge->block_codes[row].length) return 0;
  if (link != LINK_NONE) {
    uint32_t before = run->links.first_line[link];
    if (!before) run->links.first_line[link] = line;
    return before;
  }
  bool fresh;
  int64_t before = codes_put(run->seen, judge->block_codes[row], line, &fresh);
  return fresh ? 0 : (uint32_t)before;
}

static void fill_link(struct run *run, const struct judge *judge, size_t row)
{
  struct column one = { 0 };
  int64_t num, den;
  struct slice text;
  uint8_t state;
  one.num = &num, one.den = &den, one.text = &text, one.state = &state;
  for (size_t k = 0; k < run->links.field_count; k++) {
    kept_get(&judge->passing[k], row, &one, 0);
    kept_set(&run->links.columns[k], judge->block_links[row], &one, 0);
  }
}

static void add_claims(struct run *run, const struct judge *judge)
{
  for (size_t i = 0; i < judge->claim_count; i++) {
    uint32_t row = judge->claims[i].row;
    struct envelope *envelope = &run->envelopes[judge->claims[i].envelope];
    if (judge->repeats[row]) continue;
    if (judge->claims[i].open || !judge->block_codes[row].length) {
      envelope->open = true;
      continue;
    }
    if (envelope->count == envelope->capacity) {
      envelope->capacity = envelope->capacity ? envelope->capacity * 2 : 256;
      envelope->claims = memory_resize(envelope->claims, envelope->capacity * sizeof *envelope->claims);
    }
    bool fresh;
    codes_put(envelope->codes, judge->block_codes[row], (uint32_t)envelope->count, &fresh);
    envelope->claims[envelope->count++] =
        (struct claim){ slice_copy(&run->codes_arena, judge->block_codes[row]), judge->claims[i].fen, 0 };
  }
}

static bool company_merge(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct company_scan *scan = context;
  struct judge *judge = worker;
  struct run *run = scan->run;
  for (size_t row = 0; row < judge->block_count; row++) {
    judge->block_lines[row] += block->first_line;
    judge->repeats[row] = first_line(run, judge, row, judge->block_lines[row]);
    if (judge->block_links[row] != LINK_NONE && !judge->repeats[row]) fill_link(run, judge, row);
  }
  if (run->claiming) add_claims(run, judge);
  if (!run->claiming && run->plan->count_count) tally_merge(run->book, judge->notes, judge->repeats);
  if (!judge->receiver) return true;
  struct judged_block judged = { judge->block_count, block->first_line, judge->repeats, judge->block_lines, judge->block_codes, block->problems,
                                 block->problem_count, scan->listing, block->position };
  return judge->receiver->block(judge->receiver->context, judge->user, &judged, fault);
}

static bool scan_companies(struct run *run, struct listing *listing, const struct receiver *receiver, struct fault *fault)
{
  struct company_scan context = { .run = run, .listing = listing, .receiver = receiver };
  struct scan scan = { .listing = listing, .fields = run->plan->company_fields, .field_count = run->plan->company_field_count,
                       .threads = run->options->threads < 64 ? run->options->threads : 64, .context = &context, .worker = company_worker, .close = company_close,
                       .begin = company_begin, .batch = company_batch, .merge = company_merge };
  return scan_run(&scan, fault);
}

bool run_claims(struct run *run, struct listing *listing, struct fault *fault)
{
  run->claiming = true;
  bool done = scan_companies(run, listing, NULL, fault);
  run->claiming = false;
  for (size_t i = 0; i < run->envelope_count; i++) {
    struct arena scratch = { 0 };
    envelope_share(&scratch, run->envelopes[i].claims, run->envelopes[i].count, run->envelopes[i].planned->envelope);
    arena_free(&scratch);
  }
  codes_free(run->seen);
  run->seen = codes_new();
  if (run->links.count) memset(run->links.first_line, 0, run->links.count * sizeof *run->links.first_line);
  return done;
}

bool run_companies(struct run *run, struct listing *listing, const struct receiver *receiver, struct fault *fault)
{
  return scan_companies(run, listing, receiver, fault);
}

bool run_envelope_open(const struct run *run, const struct measure *measure)
{
  for (size_t i = 0; i < run->envelope_count; i++)
    if (run->envelopes[i].planned->measure == measure) return run->envelopes[i].open || run->envelopes[i].planned->envelope_unset;
  return false;
}

/* Other objects */

static void objects_batch(struct judge *judge, const struct related *related, struct measured **all, size_t first, size_t count)
{
  const struct program *program = judge->subjects->program;
  for (size_t i = 0; i < count; i++) {
    judge->codes[i] = related->group_code[first + i];
    judge->names[i] = related->group_label[first + i];
  }
  for (size_t i = 0; i < program->input_count; i++) {
    if (!program->inputs[i].aggregate) continue;
    memcpy(judge->measured[i], all[i] + first, count * sizeof **all);
    share_measured(judge, i, count);
  }
  program_run(program, judge->slots, count);
  judge_rows(judge, count, first);
}

static struct related *related_of(const struct run *run, const struct object_kind *object)
{
  for (size_t i = 0; i < run->plan->table_count; i++)
    if (run->plan->tables[i].object == object) return run->related[i];
  return NULL;
}

/* Claims of other objects on an envelope are all known after one pass over them. */
static void share_among_objects(struct run *run, const struct planned_subjects *subjects, const struct related *related, struct judge *judge,
                                struct measured **all)
{
  bool any = false;
  for (size_t i = 0; i < subjects->count; i++) any |= subjects->measures[i].has_envelope;
  if (!any) return;
  run->claiming = true;
  for (size_t first = 0; first < related->group_count; first += BATCH_ROWS) {
    size_t count = related->group_count - first < BATCH_ROWS ? related->group_count - first : BATCH_ROWS;
    judge->claim_count = judge->block_count = 0;
    block_reserve(judge, count);
    objects_batch(judge, related, all, first, count);
    memcpy(judge->block_codes, judge->codes, count * sizeof *judge->codes);
    memset(judge->repeats, 0, count * sizeof *judge->repeats);
    for (size_t i = 0; i < judge->claim_count; i++) judge->claims[i].row -= (uint32_t)first;
    add_claims(run, judge);
  }
  run->claiming = false;
  struct arena scratch = { 0 };
  for (size_t i = 0; i < run->envelope_count; i++)
    if (run->envelopes[i].planned->measure->object == subjects->object)
      envelope_share(&scratch, run->envelopes[i].claims, run->envelopes[i].count, run->envelopes[i].planned->envelope);
  arena_free(&scratch);
}

static bool judge_objects(struct run *run, const struct planned_subjects *subjects, struct related *related, struct arena *arena,
                          const struct receiver *receiver, struct fault *fault)
{
  struct judge *judge = judge_new(arena, run, subjects);
  struct measured **all = arena_array(arena, subjects->program->input_count, sizeof *all);
  judge->receiver = receiver;
  judge->user = receiver->worker ? receiver->worker(receiver->context, arena) : NULL;
  for (size_t i = 0; i < subjects->program->input_count; i++) {
    if (!subjects->program->inputs[i].aggregate) continue;
    const struct aggregate_reference *at = plan_aggregate(run->plan, subjects->program->inputs[i].aggregate);
    bool own = at && run->related[at->table] == related;
    all[i] = arena_array(arena, related->group_count, sizeof **all);
    for (size_t k = 0; !own && k < related->group_count; k++) all[i][k] = nobody_knows;
    if (own) related_groups(related, judge->counters[at->table], at->position, all[i]);
  }
  share_among_objects(run, subjects, related, judge, all);
  bool done = true;
  for (size_t first = 0; done && first < related->group_count; first += BATCH_ROWS) {
    size_t count = related->group_count - first < BATCH_ROWS ? related->group_count - first : BATCH_ROWS;
    if (receiver->begin) receiver->begin(receiver->context, judge->user);
    objects_batch(judge, related, all, first, count);
    hand_over(judge, count, 0);
    uint32_t *none = arena_array(arena, count, sizeof *none);
    struct judged_block block = { .rows = count, .repeats = none, .lines = none, .codes = judge->codes };
    done = receiver->block(receiver->context, judge->user, &block, fault);
  }
  if (receiver->close) receiver->close(receiver->context, judge->user);
  judge_close(judge);
  return done;
}

bool run_objects(struct run *run, const struct receiver *receiver, struct fault *fault)
{
  bool done = true;
  for (size_t s = 1; done && s < run->plan->subject_count; s++) {
    struct related *related = related_of(run, run->plan->subjects[s].object);
    struct arena arena = { 0 };
    if (related) done = judge_objects(run, &run->plan->subjects[s], related, &arena, receiver, fault);
    arena_free(&arena);
  }
  return done;
}
