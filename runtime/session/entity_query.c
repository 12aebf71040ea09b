/* One object judged, with everything around it. */
#include "session/entity_query.h"

#include <string.h>

#include "decode/unicode.h"

/* Opening */

bool entity_query_open(struct entity_query *query, struct workspace *workspace, struct version *version, struct fault *fault)
{
  *query = (struct entity_query){ .workspace = workspace, .version = version, .options = version->run };
  query->options.all = true;
  query->run = run_open(&query->arena, version->plan, &query->options);
  return run_tables(query->run, NULL, fault);
}

void entity_query_close(struct entity_query *query)
{
  if (query->run) run_close(query->run);
  query->run = NULL;
  arena_free(&query->arena);
}

/* Finding */

struct seeking {
  struct arena *scratch;
  struct slice raw, plain; /* as typed, and in NFKC without space */
  struct slice code;
  struct matches *matches;
};

static void add_match(struct matches *matches, const struct match *match)
{
  for (size_t i = 0; match->object && i < matches->count && i < MATCHES_MAX; i++)
    if (matches->items[i].object == match->object && slice_equal(matches->items[i].code, match->code)) return;
  if (matches->count < MATCHES_MAX) matches->items[matches->count] = *match;
  matches->count++;
}

static struct slice text_at(const struct memory_list_batch *batch, int heading, size_t row)
{
  const struct column *column = heading < 0 ? NULL : &batch->columns[heading];
  bool known = column && column->state && column->state[row] == STATE_KNOWN && column->text;
  return known ? column->text[row] : (struct slice){ "", 0 };
}

/* Both sides without space, in NFKC: nobody remembers which brackets a name has. */
static bool is_sought(const struct seeking *seeking, struct slice code, struct slice name)
{
  if (slice_equal(code, seeking->code) || slice_contains(name, seeking->raw)) return true;
  struct arena_mark mark = arena_mark(seeking->scratch);
  bool sought = slice_contains(unicode_heading(seeking->scratch, name), seeking->plain);
  arena_rewind(seeking->scratch, mark);
  return sought;
}

/* Every row of a list, by its code and name columns. */
static void seek_rows(const struct memory_list *held, const struct table_kind *kind, const struct object_kind *object, int code,
                      int label, const struct seeking *seeking)
{
  int code_heading = list_reader_heading(&held->listing, &kind->fields[code]);
  int label_heading = label < 0 ? -1 : list_reader_heading(&held->listing, &kind->fields[label]);
  for (size_t b = 0; b < held->block_count; b++) {
    const struct memory_list_block *block = held->blocks[b];
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
                 slice_equal(unicode_heading(seeking->scratch, match->name), seeking->plain);
    if (whole && (!count || code)) found = i;
    count += whole;
    if (code) break;
  }
  if (found == SIZE_MAX || (count > 1 && !slice_equal(matches->items[found].code, seeking->code))) return;
  matches->items[0] = matches->items[found];
  matches->count = 1;
}

static const struct memory_list *table_in_memory(const struct entity_query *query, int table)
{
  for (size_t i = 0; i < query->options.table_count; i++)
    if (query->options.tables[i].table == table) return query->options.tables[i].held;
  return NULL;
}

void entity_query_find(const struct entity_query *query, struct slice who, struct matches *matches)
{
  struct arena scratch = { 0 };
  const struct plan *plan = query->version->plan;
  const struct table *companies = &plan->model->tables[0];
  struct seeking seeking = { &scratch, slice_trim(who), unicode_heading(&scratch, who), { "", 0 }, matches };
  seeking.code = slice_upper(&scratch, seeking.plain);
  matches->count = 0;
  if (query->workspace->list)
    seek_rows(query->workspace->list, &companies->kind, NULL, companies->code, companies->label, &seeking);
  for (size_t s = 1; s < plan->subject_count; s++) {
    const struct object_kind *object = plan->subjects[s].object;
    const struct memory_list *held = table_in_memory(query, object->table);
    if (held) seek_rows(held, &plan->model->tables[object->table].kind, object, object->code, object->label, &seeking);
  }
  prefer_whole(matches, &seeking);
  arena_free(&scratch);
}

/* Judging */

static bool gather_claims(struct entity_query *query, struct fault *fault)
{
  if (query->claimed || !query->workspace->list || !plan_passes(query->version->plan)) return true;
  query->options.held = query->workspace->list;
  query->options.threads = query->version->run.threads;
  query->claimed = run_ahead(query->run, fault);
  return query->claimed;
}

bool entity_query_company(struct entity_query *query, struct memory_list *one, const struct sink *sink, struct fault *fault)
{
  if (!gather_claims(query, fault)) return false;
  query->options.held = one;
  query->options.threads = 1;
  return run_companies(query->run, NULL, sink, fault);
}

/* The companies that related rows name pass by once. */
static bool judge_objects(struct entity_query *query, const struct sink *sink, struct fault *fault)
{
  if (!gather_claims(query, fault)) return false;
  query->options.held = query->workspace->list;
  query->options.threads = query->version->run.threads;
  query->options.all = false;
  bool passed = query->passed || run_companies(query->run, NULL, NULL, fault);
  query->options.all = true;
  query->passed = passed;
  return passed && run_objects(query->run, sink, fault);
}

struct wanted {
  struct entity_report *report;
  const struct match *match;
};

static void wanted_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct wanted *wanted = context;
  (void)worker;
  if (batch->subjects->object != wanted->match->object) return;
  for (size_t row = batch->start; row < batch->end; row++) {
    bool found = !wanted->match->object || slice_equal(batch->codes[row], wanted->match->code);
    if (found && !wanted->report->found) entity_report_collect(wanted->report, batch, row);
  }
}

/* What is known of a company, in the order of the list. */
static void take_data(const struct memory_list *held, const struct table_kind *kind, struct entity_report *report)
{
  for (size_t i = 0; i < kind->field_count; i++) {
    const struct field *field = &kind->fields[i];
    struct cell cell;
    if (memory_list_value(held, field, 0, &cell)) entity_report_datum(report, field, &cell);
  }
}

/* As in a run: of the columns that are read, unless everything is wanted. */
static bool is_reported(const struct entity_report *report, const struct memory_list *held, const struct scan_problem *problem)
{
  const struct field *field = problem->heading < 0 ? NULL : held->listing.fields[problem->heading];
  if (problem->left_out) return false;
  return report->whole || problem->heading < 0 || (field && plan_position_of(report->plan, field) != SIZE_MAX);
}

/* What was wrong with its cells: 「营业收入 “12x3”：不是金额…」 */
static void take_problem(const struct memory_list *held, const struct scan_problem *problem, struct entity_report *report)
{
  struct buffer said = { 0 };
  struct slice arguments[2];
  int count = 0;
  while (count < 2 && problem->argument[count]) arguments[count] = slice_of(problem->argument[count]), count++;
  if (problem->heading >= 0) buffer_slice(&said, held->listing.headings[problem->heading].text);
  if (problem->heading >= 0) {
    struct slice raw = readable_text(report->arena, problem->raw);
    buffer_printf(&said, " “%.*s”：", (int)raw.length, raw.at);
  }
  format_message(&said, report->reason.language, problem->message, arguments, count);
  report->problems =
      arena_grow(report->arena, report->problems, report->problem_count, &report->problem_capacity, sizeof *report->problems);
  report->problems[report->problem_count++] = arena_copy(report->arena, said.at, said.length);
  buffer_free(&said);
}

static void take_line(const struct memory_list *held, uint32_t row, struct entity_report *report)
{
  for (size_t b = 0; b < held->block_count; b++) {
    const struct memory_list_block *block = held->blocks[b];
    size_t at = row - block->first_row;
    if (row < block->first_row || at >= block->rows) continue;
    if (block->repeats) report->repeats = block->repeats[at];
    for (size_t i = 0; i < block->problem_count; i++)
      if (block->problems[i].row == at && is_reported(report, held, &block->problems[i]))
        take_problem(held, &block->problems[i], report);
    for (size_t k = 0; k < block->batch_count; at -= block->batches[k++].count)
      if (at < block->batches[k].count) {
        report->line = block->first_line + block->batches[k].lines[at];
        return;
      }
  }
}

bool entity_query_dossier(struct entity_query *query, const struct match *match, struct memory_list *changed,
                          struct entity_report *report, struct fault *fault)
{
  struct wanted wanted = { report, match };
  struct sink sink = { .context = &wanted, .batch = wanted_batch };
  const struct table_kind *kind = &query->version->model->tables[0].kind;
  report->plan = query->version->plan;
  report->reason.regions = query->version->model->regions;
  if (match->object) return judge_objects(query, &sink, fault) && (entity_report_days(report), true);
  struct memory_list *one = changed ? changed : memory_list_pick(query->workspace->list, &match->row, 1);
  bool judged = entity_query_company(query, one, &sink, fault);
  if (judged) take_data(one, kind, report);
  if (judged && !changed) take_line(query->workspace->list, match->row, report);
  if (!changed) memory_list_free(one);
  if (judged) entity_report_days(report);
  return judged;
}
