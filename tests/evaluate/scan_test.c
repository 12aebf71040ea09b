/* Reading a list by several threads: batches cover it, the ordered step sees it in order, problems have their places. */
#include "evaluate/scan.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct field fields[] = {
  { .name = "序号", .kind = FIELD_COUNT },
  { .name = "职工", .kind = FIELD_COUNT },
  { .name = "科技人员", .kind = FIELD_COUNT, .whole = &fields[1] },
  { .name = "奖励", .kind = FIELD_YESNO, .optional = true },
  { .name = "日期", .kind = FIELD_DATE, .event = true },
};
static const struct table_kind table = { .name = "企业", .fields = fields, .field_count = COUNT(fields) };
static const struct field *const wanted[] = { &fields[0], &fields[1], &fields[2], &fields[3], &fields[4] };

/* What the ordered step saw. */
struct seen {
  struct buffer rows, problems;
  size_t opened, closed, fail_after;
  struct scan_passes *passes;
  struct buffer progress;
};

struct worker {
  struct buffer text;
};

static void *new_worker(void *context, struct arena *arena)
{
  struct seen *seen = context;
  seen->opened++;
  return arena_alloc(arena, sizeof(struct worker));
}

static void close_worker(void *context, void *worker)
{
  struct seen *seen = context;
  seen->closed++;
  buffer_free(&((struct worker *)worker)->text);
}

static void begin_block(void *context, void *worker)
{
  (void)context;
  buffer_reset(&((struct worker *)worker)->text);
}

static void take_batch(void *context, void *worker, const struct scan_batch *batch)
{
  struct buffer *text = &((struct worker *)worker)->text;
  (void)context;
  cr_assert_leq(batch->count, BATCH_ROWS);
  for (size_t row = 0; row < batch->count; row++) {
    for (size_t i = 0; i < COUNT(wanted); i++) {
      const struct column *column = &batch->columns[i];
      if (column->state[row] == STATE_KNOWN) buffer_printf(text, "%lld ", (long long)column->num[row]);
      else buffer_text(text, column->state[row] == STATE_NOT_OCCURRED ? "! " : "? ");
    }
    buffer_char(text, '\n');
  }
}

static bool merge_block(void *context, void *worker, const struct scan_block *block, struct fault *fault)
{
  struct seen *seen = context;
  if (seen->fail_after && seen->rows.length > seen->fail_after) return fault_set(fault, FAULT_DATA, MSG_ROW_LONG, NULL);
  buffer_slice(&seen->rows, buffer_view(&((struct worker *)worker)->text));
  for (size_t i = 0; i < block->problem_count; i++) {
    const struct scan_problem *problem = &block->problems[i];
    buffer_printf(&seen->problems, "%u:%d %s %.*s\n", block->first_line + problem->line, problem->heading,
                  message_code(problem->message), (int)problem->raw.length, problem->raw.at ? problem->raw.at : "");
  }
  return true;
}

static void note_progress(void *context, const struct progress_place *place)
{
  struct seen *seen = context;
  if (!place) return buffer_text(&seen->progress, "end");
  buffer_printf(&seen->progress, "%s %llu/%llu %llu, ", progress_stage_name(place->stage), (unsigned long long)place->position,
                (unsigned long long)place->size, (unsigned long long)place->rows);
}

static bool scan_list(const char *text, size_t threads, size_t block_bytes, struct seen *seen, struct fault *fault)
{
  struct arena arena = { 0 };
  struct list_reader listing;
  char path[] = "/tmp/huiqi-scan-XXXXXX";
  int file = mkstemp(path);
  cr_assert(file >= 0 && write(file, text, strlen(text)) == (ssize_t)strlen(text) && close(file) == 0);
  const struct list_reader_options options = { .block_bytes = block_bytes, .progress = { note_progress, seen } };
  cr_assert(list_reader_open(&arena, path, &table, &options, &listing, fault));
  struct scan scan = { .listing = &listing,
                       .fields = wanted,
                       .field_count = COUNT(wanted),
                       .threads = threads,
                       .stage = seen->passes ? PROGRESS_JUDGING : PROGRESS_READING,
                       .passes = seen->passes,
                       .context = seen,
                       .worker = new_worker,
                       .close = close_worker,
                       .begin = begin_block,
                       .batch = take_batch,
                       .merge = merge_block };
  bool read = scan_run(&scan, fault);
  cr_expect_eq(seen->opened, threads ? threads : 1);
  cr_expect_eq(seen->closed, seen->opened, "every worker is closed");
  list_reader_close(&listing);
  unlink(path);
  arena_free(&arena);
  buffer_char(&seen->rows, 0);
  buffer_char(&seen->problems, 0);
  buffer_char(&seen->progress, 0);
  return read;
}

static void seen_free(struct seen *seen)
{
  buffer_free(&seen->rows);
  buffer_free(&seen->problems);
  buffer_free(&seen->progress);
}

Test(evaluate_scan, csv_reader_and_problems)
{
  static const struct {
    const char *name, *text, *rows, *problems;
  } cases[] = {
    { "plain", "序号,职工,科技人员,奖励,日期\n1,5,2,是,1970-01-03\n", "1 5 2 1 2 \n", "" },
    { "columns in another order, others between", "日期,备注,序号\n1970-01-03,x,7\n", "7 ? ? 0 2 \n", "" },
    { "blanks", "序号,职工,科技人员,奖励,日期\n1,,,,\n", "1 ? ? 0 ! \n", "" },
    { "short rows are unknown, also in event columns", "序号,职工,科技人员,奖励,日期\n1,5\n", "1 5 ? ? ? \n", "2:-1 D40 \n" },
    { "long rows are judged", "序号,职工\n1,5,9\n", "1 5 ? 0 ? \n", "2:-1 D41 \n" },
    { "a part larger than the whole", "职工,序号,科技人员\n5,1,6\n6,2,6\n,3,9\n", "1 5 6 0 ? \n2 6 6 0 ? \n3 ? 9 0 ? \n",
      "2:2 D43 6\n" },
    { "by row, then by column", "序号,职工,科技人员,奖励,日期\nx,y,1,z\n1,-1,1,是,2022-02-30\n", "? ? 1 ? ? \n1 ? 1 1 ? \n",
      "2:-1 D40 \n2:0  x\n2:1  y\n2:3  z\n3:1  -1\n3:4  2022-02-30\n" },
    { "lines, not rows", "序号,职工\n\n1,\"2\n\"\n\n3,z\n", "1 2 ? 0 ? \n3 ? ? 0 ? \n", "6:1  z\n" },
    { "no rows", "序号,职工\n", "", "" },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    struct seen seen = { 0 };
    struct fault fault;
    cr_expect(scan_list(cases[i].text, 1, 0, &seen, &fault), "%s", cases[i].name);
    cr_expect_str_eq(seen.rows.at, cases[i].rows, "%s: %s", cases[i].name, seen.rows.at);
    cr_expect_str_eq(seen.problems.at, cases[i].problems, "%s: %s", cases[i].name, seen.problems.at);
    seen_free(&seen);
  }
}

Test(evaluate_scan, how_far_it_is)
{
  static const char list[] = "序号,职工\n1,5\n2,5\n3,5\n4,5\n5,5\n6,5\n7,5\n8,5\n9,5\n"; /* 14 + 9 * 4 bytes, all read ahead */
  struct scan_passes passes = { .count = 2 };
  struct fault fault;
  static const char *const told[] = { "reading 50/50 4, reading 50/50 8, reading 50/50 9, end",
                                      "judging 50/100 4, judging 50/100 8, judging 50/100 9, end",
                                      "judging 100/100 13, judging 100/100 17, judging 100/100 18, end" };
  for (size_t i = 0; i < COUNT(told); i++) {
    struct seen seen = { .passes = i ? &passes : NULL };
    cr_expect(scan_list(list, 1, 16, &seen, &fault));
    cr_expect_str_eq(seen.progress.at, told[i], "%s", seen.progress.at);
    seen_free(&seen);
  }
}

static void make_list(struct buffer *text, struct buffer *rows, int count)
{
  buffer_text(text, "序号,职工\n");
  for (int i = 0; i < count; i++) {
    buffer_printf(text, i % 11 ? "%d,5\n" : "%d,\"5\"\r\n", i);
    buffer_printf(rows, "%d 5 ? 0 ? \n", i);
  }
  buffer_char(text, 0);
  buffer_char(rows, 0);
}

Test(evaluate_scan, in_order_whatever_the_threads_and_blocks)
{
  static const size_t threads[] = { 0, 1, 2, 3, 7 }, blocks[] = { 1, 50, 3000, 30000, 0 };
  struct buffer text = { 0 }, rows = { 0 };
  make_list(&text, &rows, 9000);
  for (size_t t = 0; t < COUNT(threads); t++)
    for (size_t b = 0; b < COUNT(blocks); b++) {
      struct seen seen = { 0 };
      struct fault fault;
      cr_expect(scan_list(text.at, threads[t], blocks[b], &seen, &fault));
      cr_expect(strcmp(seen.rows.at, rows.at) == 0, "%zu threads, blocks of %zu bytes", threads[t], blocks[b]);
      seen_free(&seen);
    }
  buffer_free(&text);
  buffer_free(&rows);
}

/* When the ordered step gives up, nothing behind it is merged, and its fault is the one that is reported. */
Test(evaluate_scan, stops_where_the_ordered_step_fails)
{
  static const size_t threads[] = { 1, 2, 7 };
  struct buffer text = { 0 }, rows = { 0 };
  make_list(&text, &rows, 5000);
  for (size_t t = 0; t < COUNT(threads); t++) {
    struct seen seen = { .fail_after = 10000 };
    struct fault fault = { 0 };
    cr_expect_not(scan_list(text.at, threads[t], 2000, &seen, &fault), "%zu threads", threads[t]);
    cr_expect(fault.kind == FAULT_DATA && fault.message == MSG_ROW_LONG, "%zu threads", threads[t]);
    cr_expect(strncmp(rows.at, seen.rows.at, strlen(seen.rows.at)) == 0 && seen.rows.length < 20000, "%zu threads", threads[t]);
    seen_free(&seen);
  }
  buffer_free(&text);
  buffer_free(&rows);
}

Test(evaluate_scan, an_open_quote_is_told_with_its_line)
{
  static const size_t threads[] = { 1, 3 }, blocks[] = { 100, 0 };
  struct buffer text = { 0 }, rows = { 0 };
  make_list(&text, &rows, 500);
  text.length--;
  buffer_text(&text, "500,\"5\n501,5\n");
  buffer_char(&text, 0);
  for (size_t t = 0; t < COUNT(threads); t++)
    for (size_t b = 0; b < COUNT(blocks); b++) {
      struct seen seen = { 0 };
      struct fault fault = { 0 };
      cr_expect_not(scan_list(text.at, threads[t], blocks[b], &seen, &fault));
      cr_expect_eq(fault.line, 502, "%zu threads, blocks of %zu bytes: line %d", threads[t], blocks[b], fault.line);
      cr_expect_not_null(fault.file);
      seen_free(&seen);
    }
  buffer_free(&text);
  buffer_free(&rows);
}
