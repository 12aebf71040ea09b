/* Sentences kept in pieces: put together again they are what was said. */
#include "write/explanation_store.h"

#include <math.h>

#include "tests/evaluate/whole_run.h"
#include "write/row_writer.h"

static const char script[] =
    "local 高企 = 引用 \"hnte\"\n"
    "local 比例 = 命名(\"研发费用占比\", 研发费用 / 营业收入)\n"
    "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 比例 { 至少 = 百分之(5) }, 任一 { 规模以上, 营业收入 { 至少 = "
    "万元(500) } } }, 金额 = 研发费用 }\n"
    "清单 \"乙\" { 编号 = \"T-2\", 条款 = \"二\", 条件 = { 规模以上 }, 对照 = { 比例 { 至少 = 百分之(5) } } }\n"
    "奖励 \"丙\" { 编号 = \"T-3\", 条款 = \"三\", 条件 = { 成立日期 { 早于 = \"2020-01-01\" }, 所属镇街 { 不属于 = { "
    "\"甲；✗乙（\" } } }, 金额 = 元(100) }\n";

static const char list[] = "统一社会信用代码,企业名称,行政区划代码,规模以上,营业收入,研发费用,成立日期,所属镇街\n"
                           "91650102MA0000001Q,甲公司,650102,是,1000,60,2019-05-01,）；✓镇（；?街\n"
                           "91650102MA0000003Y,乙；✓公司,650103,是,1000,10,2021-05-01,镇\n"
                           "91650102MA00000042,丙公司,650103,,,5,,\n"
                           "91650102MA0000001Q,甲公司又一次,650102,是,1000,60,2019-05-01,镇\n"
                           ",\"无,码\",,否,2000000,1,,\n";

/* Everything that a company is reported, as one line each: by the stub, and out of the explanation store. */
struct stub {
  struct row_writer_style style;
  struct buffer said;
  struct criteria *criteria;
};

static void *stub_worker(void *context, struct arena *arena)
{
  struct stub *stub = context;
  stub->criteria = criteria_new(arena, stub->style.plan, stub->style.reason);
  return stub;
}

static void stub_close(void *context, void *worker)
{
  (void)context;
  criteria_close(((struct stub *)worker)->criteria);
}

static void stub_nothing(void *context, void *worker)
{
  (void)context, (void)worker;
}

static void stub_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct stub *stub = context;
  (void)worker;
  criteria_begin(stub->criteria);
  for (size_t i = 0; i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    struct row_context subject = *batch->subject;
    subject.row = judgement->row;
    buffer_slice(&stub->said, batch->names[judgement->row]);
    buffer_printf(&stub->said, " %d ", (int)judgement->verdict.outcome);
    struct buffer reason = { 0 };
    const struct planned *planned = &batch->subjects->measures[judgement->planned];
    buffer_slice(&stub->said, row_writer_reason(&reason, &stub->style, stub->criteria, planned, judgement, &subject));
    buffer_char(&stub->said, '\n');
    buffer_free(&reason);
  }
}

static bool stub_block(void *context, void *worker, const struct judged_block *block, struct fault *fault)
{
  (void)context, (void)worker, (void)block, (void)fault;
  return true;
}

enum { COLUMNS = 64, LINES = 64 };
/* Columns before those of the measures, and of each measure; of these the outcome is the first, the sentence the third. */
enum { BEFORE = 5, EACH = 5, SENTENCE = 2 };

struct columns {
  struct slice lines[COLUMNS][LINES];
};

static void read_columns(struct columns *columns, struct slice text)
{
  size_t column = 0, line = 0, start = 0;
  for (size_t i = 0; i < text.length; i++) {
    if (text.at[i] != '\n' && text.at[i] != STORE_COLUMN) continue;
    columns->lines[column][line++] = (struct slice){ text.at + start, i - start };
    start = i + 1;
    if (text.at[i] == STORE_COLUMN) column++, line = 0;
  }
}

static size_t number_in(struct slice text)
{
  return strtoul(text.at, NULL, 10);
}

/* Shares of this list, in doubles: 60万元 of 1,000万元 and the like. */
static void put_filling(struct buffer *out, const struct explanation_store *store, const struct columns *columns, size_t first,
                        size_t row, size_t gap)
{
  size_t parts[2];
  struct slice filling = columns->lines[first + gap][row];
  if (filling.length != 1 || filling.at[0] != STORE_SHARE) {
    buffer_slice(out, filling);
    return;
  }
  cr_assert(explanation_store_gap_shares(store, 0, gap, parts));
  struct slice part = columns->lines[first + parts[0]][row], whole = columns->lines[first + parts[1]][row];
  double thousandths = atof(part.at) / (slice_ends(whole, "万元") ? 1e4 * atof(whole.at) : atof(whole.at)) * 1000;
  if (slice_starts(whole, "1,000")) thousandths = atof(part.at);
  buffer_printf(out, "%s%.1f%%（%.*s ÷ %.*s）", fabs(thousandths - round(thousandths)) > 1e-9 ? "约" : "",
                round(thousandths) / 10, (int)part.length, part.at, (int)whole.length, whole.at);
}

/* `first` is the column of the first gap. */
static void put_piece(struct buffer *out, const struct explanation_store *store, const struct columns *columns, size_t first,
                      size_t row, struct slice text)
{
  for (size_t i = 0; i < text.length; i++) {
    if (text.at[i] != STORE_GAP) {
      buffer_char(out, text.at[i] == STORE_LINE ? (char)WORDING_LINE : text.at[i]);
      continue;
    }
    size_t gap = strtoul(text.at + i + 1, NULL, 10);
    buffer_slice(out, explanation_store_gap_label(store, 0, gap));
    put_filling(out, store, columns, first, row, gap);
    while (text.at[i] != STORE_GAP_END) i++;
  }
}

static void notify(struct buffer *out, const struct explanation_store *store, const struct columns *columns, size_t measures)
{
  size_t first = BEFORE + EACH * measures, said = first + explanation_store_gap_count(store, 0);
  for (size_t row = 0; row < explanation_store_rows(store, 0); row++)
    for (size_t i = 0; i < measures; i++) {
      struct slice numbers = columns->lines[said][number_in(columns->lines[BEFORE + EACH * i + SENTENCE][row])];
      buffer_slice(out, columns->lines[1][row]);
      buffer_printf(out, " %c ", columns->lines[BEFORE + EACH * i][0].at[row]);
      for (size_t at = 0; at < numbers.length; at++)
        if (!at || numbers.at[at - 1] == ' ')
          put_piece(out, store, columns, first, row, columns->lines[said + 1][strtoul(numbers.at + at, NULL, 10)]);
      buffer_char(out, '\n');
    }
}

Test(write_explanation_store, says_what_was_string)
{
  struct arena arena = { 0 };
  struct fault fault = { 0 };
  const struct model *model = whole_model(&arena, script);
  struct plan *plan = plan_new(&arena, model, whole_occasion(2022), &(struct plan_options){ 0 });
  struct wording reason = { .language = LANGUAGE_CHINESE, .depth = WORDING_IN_LINES, .regions = model->regions };
  struct stub stub = { .style = { .plan = plan, .reason = &reason, .all = true } };
  struct sink next = {
    .context = &stub, .worker = stub_worker, .close = stub_close, .begin = stub_nothing, .batch = stub_batch, .block = stub_block
  };
  struct explanation_store *store = explanation_store_new(&arena, plan, &reason, &next);
  struct run_options options = { .threads = 1, .all = true };
  struct run *run = run_open(&arena, plan, &options);
  struct list_reader listing;
  const char *path = whole_file(&arena, list);
  cr_assert(list_reader_open(&arena, path, &model->tables[0].kind, &options.listing, &listing, &fault));
  cr_assert(run_companies(run, &listing, explanation_store_sink(store), &fault));
  list_reader_close(&listing);
  unlink(path);

  struct buffer columns_text = { 0 }, told = { 0 };
  static struct columns columns;
  explanation_store_write(&columns_text, store, 0);
  read_columns(&columns, buffer_view(&columns_text));
  notify(&told, store, &columns, plan->subjects[0].count);
  buffer_char(&told, 0);
  buffer_char(&stub.said, 0);

  size_t lines = 0;
  const char *third = strstr(told.at, "甲公司 2 符合全部条件，金额100元");
  for (; third && *third != '\n'; third++) lines += (unsigned char)*third == WORDING_LINE;
  cr_expect_eq(lines, 5, "region, two conditions, the amount and what is given, whatever the cells say: %zu", lines);

  /* The fourth row repeats the first: what would be granted is to be verified, and it stands in no list (of the three measures
   * the second). All others are as they were said. */
  cr_expect_eq(explanation_store_rows(store, 0), 5);
  char *a, *b, *left = told.at, *right = stub.said.at;
  for (size_t line = 0; (a = strtok_r(left, "\n", &left)) && (b = strtok_r(right, "\n", &right)); line++) {
    bool repeated = strncmp(b, "甲公司又一次 2", strlen("甲公司又一次 2")) == 0;
    const char *repeats = line % 3 == 1 ? "甲公司又一次 0 与第 2 行代码重复" : "甲公司又一次 1 与第 2 行代码重复";
    if (repeated) cr_expect(strstr(a, repeats), "%s", a);
    else cr_expect_str_eq(a, b, "line %zu", line);
  }
  cr_expect(!a && !strtok_r(right, "\n", &right), "as many of them");
  run_close(run);
  explanation_store_close(store);
  buffer_free(&columns_text);
  buffer_free(&told);
  buffer_free(&stub.said);
  arena_free(&arena);
}
