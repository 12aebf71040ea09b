/* How a value is spread over the companies of the list: least, middle, greatest, sum. */
#include <stdlib.h>

#include "cli/adhoc_query.h"
#include "explain/explain_condition.h"

struct values {
  struct ratio *items;
  size_t count, capacity;
  size_t unknown, not_occurred;
};

struct spreading {
  const struct node *node;
  struct values all;
};

/* One worker's block: a value for each row; `den` 0 where there is none: `num` is its state. */
struct spreader {
  struct values rows;
};

static void add(struct values *values, struct ratio value)
{
  if (values->count == values->capacity) {
    values->capacity = values->capacity ? values->capacity * 2 : 1024;
    values->items = memory_resize(values->items, values->capacity * sizeof *values->items);
  }
  values->items[values->count++] = value;
}

static void *spreader_new(void *context, struct arena *arena)
{
  (void)context;
  return arena_alloc(arena, sizeof(struct spreader));
}

static void spreader_close(void *context, void *worker)
{
  (void)context;
  memory_free(((struct spreader *)worker)->rows.items);
}

static void spreader_begin(void *context, void *worker)
{
  (void)context;
  ((struct spreader *)worker)->rows.count = 0;
}

static void spreader_batch(void *context, void *worker, const struct judged_batch *batch)
{
  const struct spreading *spreading = context;
  struct spreader *spreader = worker;
  struct row_context subject = *batch->subject;
  for (subject.row = batch->start; subject.row < batch->end; subject.row++) {
    struct value value = value_of(&subject, spreading->node);
    add(&spreader->rows, value.state == STATE_KNOWN ? value.low : (struct ratio){ value.state, 0 });
  }
}

static bool spreader_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  struct spreading *spreading = context;
  const struct values *rows = &((const struct spreader *)worker)->rows;
  for (size_t i = 0; i < rows->count; i++) {
    if (block->repeats[i]) continue;
    if (rows->items[i].den) add(&spreading->all, rows->items[i]);
    else if (rows->items[i].num == STATE_NOT_OCCURRED) spreading->all.not_occurred++;
    else spreading->all.unknown++;
  }
  return repl_goes_on(fault);
}

static int value_order(const void *a, const void *b)
{
  return ratio_compare(*(const struct ratio *)a, *(const struct ratio *)b);
}

static void print_value(struct repl *repl, const struct node *node, const char *name, struct ratio value)
{
  struct wording reason = { repl->options.language, 1, repl->version->model->regions, false };
  buffer_text(&repl->out, name);
  format_known_value(&repl->out, &reason, node, value);
}

static void print_spread(struct repl *repl, const struct node *node, const struct values *values)
{
  struct ratio sum = ratio_whole(0);
  bool sums = node->type == TYPE_MONEY;
  for (size_t i = 0; sums && i < values->count; i++) sums = ratio_add(sum, values->items[i], &sum);
  buffer_printf(&repl->out, repl_string(repl, "%zu 家有数", "%zu known"), values->count);
  if (values->unknown) buffer_printf(&repl->out, repl_string(repl, "，另有 %zu 家未知", ", %zu unknown"), values->unknown);
  if (values->not_occurred)
    buffer_printf(&repl->out, repl_string(repl, "，%zu 家未发生", ", %zu not occurred"), values->not_occurred);
  if (values->count) {
    print_value(repl, node, repl_string(repl, "；最小 ", "; least "), values->items[0]);
    print_value(repl, node, repl_string(repl, "，中位 ", ", middle "), values->items[(values->count - 1) / 2]);
    print_value(repl, node, repl_string(repl, "，最大 ", ", greatest "), values->items[values->count - 1]);
    if (sums) print_value(repl, node, repl_string(repl, "，合计 ", ", sum "), sum);
  }
  buffer_char(&repl->out, '\n');
}

bool repl_spread(struct repl *repl, const struct node *value, struct fault *fault)
{
  struct adhoc_query question;
  struct spreading spreading = { .node = value };
  struct sink sink = { &spreading, spreader_new, spreader_close, spreader_begin, spreader_batch, spreader_block, NULL, NULL };
  adhoc_query_open(&question, repl, MEASURE_CRITERION);
  question.measure.amount = value;
  adhoc_query_plan(&question, repl);
  question.options.all = false;
  bool judged = adhoc_query_judge(&question, repl->workspace.list, repl->options.inputs.threads, &sink, NULL, fault);
  if (judged && spreading.all.count) qsort(spreading.all.items, spreading.all.count, sizeof *spreading.all.items, value_order);
  if (judged) print_spread(repl, value, &spreading.all);
  memory_free(spreading.all.items);
  adhoc_query_close(&question);
  return judged;
}
