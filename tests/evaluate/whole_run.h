/* Whole runs of small scripts over small lists: what the receiver saw, as text, in order.
 *
 * `verdicts` has a line for each judgement: line of the list, code, name, measure, result, amount or range, and what else the
 * verdict says; `problems` one for each data problem. Neither tells where a block ended, so both must be the same whatever the
 * threads and the size of blocks. Shared by the tests of evaluate/. */
#ifndef WHOLE_RUN_H
#define WHOLE_RUN_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "evaluate/run.h"
#include "policy/load.h"

struct whole_run {
  const char *script;   /* without its 政策 block */
  const char *list;     /* text of the company list */
  const char *services; /* text of 服务记录, NULL: no such file */
  int year;             /* 0: 2022 */
  size_t threads, block_bytes;
  const void *user;       /* of tests that bring receivers of their own */
  bool all, held, marked; /* held: lists are read into memory first; marked: their repeats too */
  const struct history *history;
  struct decisions *decisions;
  bool failed; /* set by the run, with `fault` */
  struct fault fault;
  struct buffer verdicts, problems;
  bool envelope_open; /* of the script's first measure */
};

static const char whole_policy[] = "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2000-01-01\" } }\n";

static inline struct model *whole_model(struct arena *arena, const char *script)
{
  struct faults faults = { 0 };
  struct script_text text = { .path = "test.lua", .text = slice_of(arena_printf(arena, "%s%s", whole_policy, script)) };
  struct model *model = model_load(arena, &text, 1, &(struct load_options){ 0 }, &faults);
  struct buffer said = { 0 };
  for (size_t i = 0; i < faults.count && !model; i++) format_fault(&said, LANGUAGE_CHINESE, &faults.items[i]);
  buffer_char(&said, 0);
  cr_assert_not_null(model, "%s\n%s", said.at, script);
  buffer_free(&said);
  return model;
}

static inline struct as_of whole_occasion(int year)
{
  struct as_of as_of = { .year = year ? year : 2022 };
  date_make(as_of.year, 12, 31, &as_of.on);
  return as_of;
}

static inline const char *whole_file(struct arena *arena, const char *text)
{
  char *path = arena_string(arena, "/tmp/huiqi-run-XXXXXX");
  int file = mkstemp(path);
  size_t length = strlen(text);
  cr_assert(file >= 0 && write(file, text, length) == (ssize_t)length && close(file) == 0);
  return path;
}

/* One line of a worker's block: its row in the block, and the text. */
struct whole_line {
  size_t row, at, length;
};

struct whole_worker {
  struct buffer text;
  struct whole_line *lines;
  size_t count, capacity;
  size_t end; /* of the rows that were handed over last */
};

static inline void *whole_worker(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct whole_worker));
}

static inline void whole_close(void *context, void *worker)
{
  struct whole_worker *mine = worker;
  (void)context;
  buffer_free(&mine->text);
  memory_free(mine->lines);
}

static inline void whole_begin(void *context, void *worker)
{
  struct whole_worker *mine = worker;
  (void)context;
  buffer_reset(&mine->text);
  mine->count = 0;
}

static inline void whole_verdict(struct buffer *text, const struct verdict *verdict, const struct planned *planned)
{
  static const char *const outcomes[] = { "no", "pending", "yes" };
  buffer_printf(text, "%s %s", planned->measure->id, outcomes[verdict->outcome]);
  if (verdict->outcome == OUTCOME_YES && verdict->has_amount) buffer_printf(text, " %lld", (long long)verdict->amount);
  if (verdict->outcome == OUTCOME_PENDING && planned->amount != NO_SLOT) {
    buffer_printf(text, " %lld-", (long long)verdict->low);
    if (verdict->has_high) buffer_integer(text, verdict->high);
  }
  if (verdict->capped) buffer_printf(text, " capped");
  const struct rule_step *share = verdict_step(verdict, RULE_BUDGET), *choice = verdict_step(verdict, RULE_EXCLUSIVE),
                         *once = verdict_step(verdict, RULE_ONCE);
  if (share && share->before != share->after) buffer_printf(text, " of %lld", (long long)share->before);
  if (choice) buffer_printf(text, " rival %s", choice->cause->id);
  if (once && once->year) buffer_printf(text, " granted %d", once->year);
  if (verdict->overflowed) buffer_text(text, " overflow");
  if (verdict->by_hand) buffer_text(text, " by hand");
  if (verdict->rung) buffer_printf(text, " on %s", verdict->rung->name);
}

static inline void whole_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct whole_worker *mine = worker;
  (void)context;
  cr_assert((batch->start == 0 || batch->start == mine->end) && batch->start < batch->end && batch->end <= batch->count);
  mine->end = batch->end;
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    size_t at = mine->text.length;
    cr_assert(judgement->row >= batch->start && judgement->row < batch->end);
    buffer_slice(&mine->text, batch->names[judgement->row]);
    buffer_char(&mine->text, ' ');
    whole_verdict(&mine->text, &judgement->verdict, &batch->subjects->measures[judgement->planned]);
    if (mine->count == mine->capacity) {
      mine->capacity = mine->capacity * 2 + 64;
      mine->lines = memory_resize(mine->lines, mine->capacity * sizeof *mine->lines);
    }
    mine->lines[mine->count++] = (struct whole_line){ batch->first_row + judgement->row, at, mine->text.length - at };
  }
}

static inline void whole_problem(struct buffer *out, const struct scan_problem *problem, uint32_t first_line)
{
  buffer_printf(out, "%u:%d %s %.*s\n", first_line + problem->line, problem->heading, message_code(problem->message),
                (int)problem->raw.length, problem->raw.at ? problem->raw.at : "");
}

static inline bool whole_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct whole_run *run = context;
  struct whole_worker *mine = worker;
  (void)fault;
  for (size_t i = 0; i < mine->count; i++) {
    const struct whole_line *line = &mine->lines[i];
    /* Batches of objects count their rows from the first object on. */
    size_t row = block->listing ? line->row : line->row % (block->rows ? block->rows : 1);
    if (block->listing) buffer_printf(&run->verdicts, "%u ", block->lines[row]);
    buffer_slice(&run->verdicts, block->codes[row]);
    if (block->repeats[row]) buffer_printf(&run->verdicts, " repeats %u", block->repeats[row]);
    buffer_char(&run->verdicts, ' ');
    buffer_bytes(&run->verdicts, mine->text.at + line->at, line->length);
    buffer_char(&run->verdicts, '\n');
  }
  for (size_t i = 0; i < block->problem_count; i++) whole_problem(&run->problems, &block->problems[i], block->first_line);
  return true;
}

static inline void whole_table_block(void *context, const struct list_reader *listing, const struct scan_block *block)
{
  struct whole_run *run = context;
  (void)listing;
  for (size_t i = 0; i < block->problem_count; i++) whole_problem(&run->problems, &block->problems[i], block->first_line);
}

static inline bool whole_companies(struct whole_run *whole, struct arena *arena, struct run *run, const struct plan *plan,
                                   const struct run_options *options, const char *path, const struct sink *sink)
{
  struct list_reader listing;
  const struct table_kind *kind = &plan->model->tables[0].kind;
  if (options->held) return run_ahead(run, &whole->fault) && run_companies(run, NULL, sink, &whole->fault);
  for (size_t pass = plan_passes(plan) + 1; pass > 0; pass--) {
    if (!list_reader_open(arena, path, kind, &options->listing, &listing, &whole->fault)) return false;
    bool read = pass == 1 ? run_companies(run, &listing, sink, &whole->fault) : run_claims(run, &listing, &whole->fault);
    list_reader_close(&listing);
    if (!read) return false;
  }
  return true;
}

static inline void whole_hold(struct whole_run *whole, const struct model *model, struct run_options *options, const char *list,
                              struct table_file *file)
{
  size_t threads = whole->threads;
  options->held = memory_list_read(list, &model->tables[0].kind, &options->listing, threads, &whole->fault);
  cr_assert_not_null(options->held);
  if (whole->marked) memory_list_mark_repeats(options->held, &model->tables[0].kind.fields[model->tables[0].code]);
  if (file->path)
    file->held = memory_list_read(file->path, &model->tables[file->table].kind, &options->listing, threads, &whole->fault);
}

/* Fills what the run says; `verdicts` and `problems` end with a NUL that is not part of their length. */
static inline void whole_run(struct whole_run *whole)
{
  struct arena arena = { 0 };
  const struct model *model = whole_model(&arena, whole->script);
  struct plan *plan = plan_new(&arena, model, whole_occasion(whole->year), &(struct plan_options){ 0 });
  const char *list = whole_file(&arena, whole->list), *services = whole->services ? whole_file(&arena, whole->services) : NULL;
  struct table_file file = { model_find_table(model, "服务记录"), services, NULL, NULL };
  struct run_options options = { .threads = whole->threads,
                                 .all = whole->all,
                                 .history = whole->history,
                                 .decisions = whole->decisions,
                                 .tables = &file,
                                 .table_count = services ? 1 : 0 };
  options.listing.block_bytes = whole->block_bytes;
  if (whole->held) whole_hold(whole, model, &options, list, &file);
  struct sink sink = { .context = whole,
                       .worker = whole_worker,
                       .close = whole_close,
                       .begin = whole_begin,
                       .batch = whole_batch,
                       .block = whole_block,
                       .table_block = whole_table_block };
  struct run *run = run_open(&arena, plan, &options);
  buffer_reset(&whole->verdicts);
  buffer_reset(&whole->problems);
  whole->failed = !run_tables(run, &sink, &whole->fault) || !whole_companies(whole, &arena, run, plan, &options, list, &sink) ||
                  !run_objects(run, &sink, &whole->fault);
  whole->envelope_open = model->measure_count && run_budget_open(run, model->measures[0]);
  run_close(run);
  if (options.held) memory_list_free(options.held);
  if (file.held) memory_list_free(file.held);
  unlink(list);
  if (services) unlink(services);
  arena_free(&arena);
  buffer_char(&whole->verdicts, 0);
  buffer_char(&whole->problems, 0);
  whole->verdicts.length--;
  whole->problems.length--;
}

static inline void whole_free(struct whole_run *whole)
{
  buffer_free(&whole->verdicts);
  buffer_free(&whole->problems);
}

#endif
