/* One object judged, with everything around it. */
#include "cli/entity_query.h"

#include <string.h>

#include "decode/unicode.h"

/* Opening */

bool inquiry_open(struct inquiry *inquiry, struct desk *desk, struct version *version, struct fault *fault)
{
  *inquiry = (struct inquiry){ .desk = desk, .version = version, .options = version->run };
  inquiry->options.all = true;
  inquiry->run = run_open(&inquiry->arena, version->plan, &inquiry->options);
  return run_tables(inquiry->run, NULL, fault);
}

void inquiry_close(struct inquiry *inquiry)
{
  if (inquiry->run) run_close(inquiry->run);
  inquiry->run = NULL;
  arena_free(&inquiry->arena);
}

/* Finding */

struct seeking {
  struct arena *scratch;
  struct slice raw, plain; /* as typed, and in NFKC without space */
  struct slice code;
  struct matches *matches;
};

static bool contains(struct slice text, struct slice part)
{
  return part.length && memmem(text.at, text.length, part.at, part.length) != NULL;
}

static void add_match(struct matches *matches, const struct match *match)
{
  for (size_t i = 0; match->object && i < matches->count && i < MATCHES_MAX; i++)
    if (matches->items[i].object == match->object && slice_equal(matches->items[i].code, match->code)) return;
  if (matches->count < MATCHES_MAX) matches->items[matches->count] = *match;
  matches->count++;
}

static struct slice text_at(const struct held_batch *batch, int heading, size_t row)
{
  const struct column *column = heading < 0 ? NULL : &batch->columns[heading];
  bool known = column && column->state && column->state[row] == STATE_KNOWN && column->text;
  return known ? column->text[row] : (struct slice){ "", 0 };
}

/* Both sides without space, in NFKC: nobody remembers which brackets a name has. */
static bool is_sought(const struct seeking *seeking, struct slice code, struct slice name)
{
  if (slice_equal(code, seeking->code) || contains(name, seeking->raw)) return true;
  struct arena_mark mark = arena_mark(seeking->scratch);
  bool sought = contains(normal_heading(seeking->scratch, name), seeking->plain);
  arena_rewind(seeking->scratch, mark);
  return sought;
}

/* Every row of a list, by its code and name columns. */
static void seek_rows(const struct held *held, const struct table_kind *kind, const struct object_kind *object, int code,
                      int label, const struct seeking *seeking)
{
  int code_heading = listing_heading(&held->listing, &kind->fields[code]);
  int label_heading = label < 0 ? -1 : listing_heading(&held->listing, &kind->fields[label]);
  for (size_t b = 0; b < held->block_count; b++) {
    const struct held_block *block = held->blocks[b];
    size_t row = 0;
    for (size_t k = 0; k < block->batch_count; k++)
      for (size_t i = 0; i < block->batches[k].count; i++, row++) {
        struct slice text = text_at(&block->batches[k], code_heading, i), name = text_at(&block->batches[k], label_heading, i);
        bool repeats = !object && block->repeats && block->repeats[row];
        if (repeats || !is_sought(seeking, text, name)) continue;
        struct match match = { object, (uint32_t)(block->first_row + row), text, name };
        add_match(seeking->matches, &match);
      }
  }
}

/* A code or name that is matched whole, and by one only, is meant. */
static void prefer_whole(struct matches *matches, const struct seeking *seeking)
{
  size_t kept = matches->count < MATCHES_MAX ? matches->count : MATCHES_MAX, found = SIZE_MAX, count = 0;
  for (size_t i = 0; i < kept; i++) {
    const struct match *match = &matches->items[i];
    bool code = slice_equal(match->code, seeking->code);
    bool whole = code || slice_equal(match->name, seeking->raw) ||
                 slice_equal(normal_heading(seeking->scratch, match->name), seeking->plain);
    if (whole && (!count || code)) found = i;
    count += whole;
    if (code) break;
  }
  if (found == SIZE_MAX || (count > 1 && !slice_equal(matches->items[found].code, seeking->code))) return;
  matches->items[0] = matches->items[found];
  matches->count = 1;
}

static const struct held *table_held(const struct inquiry *inquiry, int table)
{
  for (size_t i = 0; i < inquiry->options.table_count; i++)
    if (inquiry->options.tables[i].table == table) return inquiry->options.tables[i].held;
  return NULL;
}

void inquiry_find(const struct inquiry *inquiry, struct slice who, struct matches *matches)
{
  struct arena scratch = { 0 };
  const struct plan *plan = inquiry->version->plan;
  const struct table *companies = &plan->model->tables[0];
  struct seeking seeking = { &scratch, slice_trim(who), normal_heading(&scratch, who), { "", 0 }, matches };
  seeking.code = slice_upper(&scratch, seeking.plain);
  matches->count = 0;
  if (inquiry->desk->list) seek_rows(inquiry->desk->list, &companies->kind, NULL, companies->code, companies->label, &seeking);
  for (size_t s = 1; s < plan->subject_count; s++) {
    const struct object_kind *object = plan->subjects[s].object;
    const struct held *held = table_held(inquiry, object->table);
    if (held) seek_rows(held, &plan->model->tables[object->table].kind, object, object->code, object->label, &seeking);
  }
  prefer_whole(matches, &seeking);
  arena_free(&scratch);
}

/* Judging */

static bool pass_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)context, (void)worker, (void)block, (void)fault;
  return true;
}

static bool gather_claims(struct inquiry *inquiry, struct fault *fault)
{
  if (inquiry->claimed || !inquiry->desk->list || !plan_passes(inquiry->version->plan)) return true;
  inquiry->options.held = inquiry->desk->list;
  inquiry->options.threads = inquiry->version->run.threads;
  inquiry->claimed = run_ahead(inquiry->run, fault);
  return inquiry->claimed;
}

bool inquiry_company(struct inquiry *inquiry, struct held *one, const struct receiver *receiver, struct fault *fault)
{
  if (!gather_claims(inquiry, fault)) return false;
  inquiry->options.held = one;
  inquiry->options.threads = 1;
  return run_companies(inquiry->run, NULL, receiver, fault);
}

/* The companies that related rows name pass by once. */
static bool judge_objects(struct inquiry *inquiry, const struct receiver *receiver, struct fault *fault)
{
  if (!gather_claims(inquiry, fault)) return false;
  inquiry->options.held = inquiry->desk->list;
  inquiry->options.threads = inquiry->version->run.threads;
  inquiry->options.all = false;
  bool passed = inquiry->passed || run_companies(inquiry->run, NULL, NULL, fault);
  inquiry->options.all = true;
  inquiry->passed = passed;
  return passed && run_objects(inquiry->run, receiver, fault);
}

struct wanted {
  struct dossier *dossier;
  const struct match *match;
};

static void wanted_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct wanted *wanted = context;
  (void)worker;
  if (batch->subjects->object != wanted->match->object) return;
  for (size_t row = batch->start; row < batch->end; row++) {
    bool found = !wanted->match->object || slice_equal(batch->codes[row], wanted->match->code);
    if (found && !wanted->dossier->found) dossier_collect(wanted->dossier, batch, row);
  }
}

/* What is known of a company, in the order of the list. */
static void take_data(const struct held *held, const struct table_kind *kind, struct dossier *dossier)
{
  for (size_t i = 0; i < kind->field_count; i++) {
    const struct field *field = &kind->fields[i];
    struct column *column;
    size_t at;
    if (!held_cell(held, field, 0, &column, &at)) continue;
    struct cell cell = { (enum state)column->state[at], column->num[at], column->den ? column->den[at] : 1, { NULL, 0 } };
    if (column->text) cell.text = column->text[at];
    dossier_datum(dossier, field, &cell);
  }
}

/* As in a run: of the columns that are read, unless everything is wanted. */
static bool is_told(const struct dossier *dossier, const struct held *held, const struct scan_problem *problem)
{
  const struct field *field = problem->heading < 0 ? NULL : held->listing.fields[problem->heading];
  if (problem->left_out) return false;
  return dossier->whole || problem->heading < 0 || (field && plan_position_of(dossier->plan, field) != SIZE_MAX);
}

/* What was wrong with its cells: 「营业收入 “12x3”：不是金额…」 */
static void take_problem(const struct held *held, const struct scan_problem *problem, struct dossier *dossier)
{
  struct buffer said = { 0 };
  struct slice arguments[2];
  int count = 0;
  while (count < 2 && problem->argument[count]) arguments[count] = slice_of(problem->argument[count]), count++;
  if (problem->heading >= 0) buffer_slice(&said, held->listing.headings[problem->heading].text);
  if (problem->heading >= 0) {
    struct slice raw = readable_text(dossier->arena, problem->raw);
    buffer_printf(&said, " “%.*s”：", (int)raw.length, raw.at);
  }
  message_say(&said, dossier->reason.language, problem->message, arguments, count);
  dossier->problems = arena_grow(dossier->arena, dossier->problems, dossier->problem_count, &dossier->problem_capacity,
                                 sizeof *dossier->problems);
  dossier->problems[dossier->problem_count++] = arena_copy(dossier->arena, said.at, said.length);
  buffer_free(&said);
}

static void take_line(const struct held *held, uint32_t row, struct dossier *dossier)
{
  for (size_t b = 0; b < held->block_count; b++) {
    const struct held_block *block = held->blocks[b];
    size_t at = row - block->first_row;
    if (row < block->first_row || at >= block->rows) continue;
    if (block->repeats) dossier->repeats = block->repeats[at];
    for (size_t i = 0; i < block->problem_count; i++)
      if (block->problems[i].row == at && is_told(dossier, held, &block->problems[i])) take_problem(held, &block->problems[i], dossier);
    for (size_t k = 0; k < block->batch_count; at -= block->batches[k++].count)
      if (at < block->batches[k].count) {
        dossier->line = block->first_line + block->batches[k].lines[at];
        return;
      }
  }
}

bool inquiry_dossier(struct inquiry *inquiry, const struct match *match, struct held *changed, struct dossier *dossier,
                     struct fault *fault)
{
  struct wanted wanted = { dossier, match };
  struct receiver receiver = { .context = &wanted, .batch = wanted_batch, .block = pass_block };
  const struct table_kind *kind = &inquiry->version->model->tables[0].kind;
  dossier->plan = inquiry->version->plan;
  dossier->reason.regions = inquiry->version->model->regions;
  if (match->object) return judge_objects(inquiry, &receiver, fault) && (dossier_days(dossier), true);
  struct held *one = changed ? changed : held_pick(inquiry->desk->list, &match->row, 1);
  bool judged = inquiry_company(inquiry, one, &receiver, fault);
  if (judged) take_data(one, kind, dossier);
  if (judged && !changed) take_line(inquiry->desk->list, match->row, dossier);
  if (!changed) held_free(one);
  if (judged) dossier_days(dossier);
  return judged;
}
