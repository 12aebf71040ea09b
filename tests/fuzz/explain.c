/* Any bytes as a script, judged over a few companies with holes, and everything said of each of them in every form. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evaluate/run.h"
#include "explain/entity_report.h"
#include "policy/function_state.h"
#include "load.h"
#include "write/entity_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char list[] =
    "统一社会信用代码,企业名称,行政区划代码,营业收入,研发费用,职工总数,科技人员数,成立日期,高企认定日期,规模以上,独立法人,所有制,"
    "技术领域,迁入日期,"
    "迁出地行政区划代码,迁入方式,引进来源城市\n"
    "91650103MA00000017,甲,650102,2000万,100万,50,10,2015-01-01,2022-10-12,是,是,民营,新材料,2022-03-01,310000,整体迁入,上海\n"
    "91650103MA0000002A,乙,650100,?,,7,?,2023-01-01,,否,,国有,其他,,,,\n"
    ",,,,,,,,,,,,,,,,\n"
    "91650103MA0000004G,丁,?,-1,0,0,0,2022-02-30,?,?,?,?,?,?,?,?,?\n"
    "91650103MA0000004G,丁,650102,99999999999999,1,1,1,1990-12-31,2019-12-31,是,否,外资,电子信息,2021-12-31,650103,设立子公司,"
    "北京\n";

static void say(struct entity_report *report)
{
  static const struct terminal terminal = { .width = 80 };
  void (*const forms[])(struct buffer *, const struct entity_report *) = { entity_report_markdown, entity_report_json };
  struct buffer said = { 0 };
  entity_report_days(report);
  entity_report_print(&said, report, &terminal);
  entity_report_measures_print(&said, report, &terminal);
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) forms[i](&said, report);
  if (utf8_valid_prefix(buffer_view(&said)) != said.length) abort();
  buffer_free(&said);
}

static void say_each(void *context, void *worker, const struct judged_batch *batch)
{
  (void)worker;
  for (size_t row = batch->start; row < batch->end; row++) {
    struct arena arena = { 0 };
    struct entity_report report = { .arena = &arena, .plan = context, .steps = true };
    report.reason = (struct wording){ .language = row % 2 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE,
                                      .depth = 3,
                                      .regions = ((const struct plan *)context)->model->regions };
    entity_report_collect(&report, batch, row);
    say(&report);
    arena_free(&arena);
  }
}

static void judge(const struct model *model, const char *path)
{
  struct arena arena = { 0 };
  struct plan *plan = plan_new(&arena, model, (struct as_of){ .year = 2022, .on = 19357 }, &(struct plan_options){ 0 });
  struct run_options options = { .threads = 1, .all = true, .listing = { .limits = csv_reader_default_limits } };
  struct sink sink = { .context = plan, .batch = say_each };
  struct run *run = run_open(&arena, plan, &options);
  struct list_reader listing;
  struct fault fault;
  size_t passes = plan_passes(plan);
  for (size_t pass = 0; pass <= passes; pass++) {
    if (!list_reader_open(&arena, path, &model->tables[0].kind, &options.listing, &listing, &fault)) abort();
    bool good = pass < passes ? run_claims(run, &listing, &fault) : run_companies(run, &listing, &sink, &fault);
    list_reader_close(&listing);
    if (!good) break;
  }
  run_close(run);
  arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static char path[64];
  struct arena arena = { 0 };
  struct faults faults = { 0 };
  if (size > FUZZ_SCRIPT_BYTES) return -1;
  if (!*path) {
    int file = memfd_create("list", MFD_CLOEXEC);
    if (file < 0 || write(file, list, sizeof list - 1) != (ssize_t)(sizeof list - 1)) abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  }
  struct model *model = fuzz_load(&arena, data, size, &faults);
  if (model) judge(model, path);
  arena_free(&arena);
  return 0;
}
