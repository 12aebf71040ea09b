/* Any bytes as a company list, judged whole by a small script: encodings, headings, rows and cells together, in blocks of any
 * size. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "evaluate/run.h"
#include "policy/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char source[] =
    "政策 { 编号 = \"F\", 名称 = \"f\", 地区 = \"650100\", 有效期 = { \"2000-01-01\" } }\n"
    "local 高企 = 引用 \"hnte\"\n"
    "奖励 \"甲\" { 编号 = \"F-1\", 条款 = \"一\", 条件 = { 高企.有效于(基准日), (研发费用 / 营业收入) { 至少 = 百分之(5) } }, "
    "金额 = 研发费用 * 分数(1, 3), 封顶 = 万元(9), 一次性 = true }\n"
    "奖励 \"乙\" { 编号 = \"F-2\", 条款 = \"一\", 条件 = { 所有制 { 是 = \"民营\" }, 规模以上 }, 金额 = 元(1) * 职工总数, 预算 = "
    "万元(1) }\n"
    "清单 \"丙\" { 编号 = \"F-3\", 条款 = \"一\", 条件 = { 计算 { 企业名称, 营业收入, function(名, 收) return #名 % 2 == 0 and "
    "收 > 0 end } } }\n"
    "目标 \"丁\" { 编号 = \"F-4\", 条款 = \"一\", 实际 = 家数 { 规模以上 }, 分解 = 所属镇街, 至少 = 1 }\n";

static struct model *model;
static struct arena kept;

static void load_once(void)
{
  struct faults faults = { 0 };
  struct script_text script = { .path = "fuzz.lua", .text = { source, sizeof source - 1 } };
  if (!model) model = model_load(&kept, &script, 1, &(struct load_options){ 0 }, &faults);
  if (!model) abort();
}

static void judge(const char *path, size_t block)
{
  struct arena arena = { 0 };
  struct as_of as_of = { .year = 2022, .on = 19357 };
  struct plan *plan = plan_new(&arena, model, as_of, &(struct plan_options){ 0 });
  struct run_options options = { .threads = 1,
                                 .all = true,
                                 .listing = { .limits = csv_reader_default_limits, .block_bytes = block } };
  struct sink sink = { .context = NULL };
  struct run *run = run_open(&arena, plan, &options);
  struct list_reader listing;
  struct fault fault;
  bool good = true;
  for (int pass = 0; good && pass < 2; pass++) {
    good = list_reader_open(&arena, path, &model->tables[0].kind, &options.listing, &listing, &fault);
    if (!good) break;
    good = pass ? run_companies(run, &listing, &sink, &fault) : run_claims(run, &listing, &fault);
    list_reader_close(&listing);
  }
  run_close(run);
  arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  char path[64];
  int file = memfd_create("list", MFD_CLOEXEC);
  load_once();
  if (file < 0 || write(file, data, size) != (ssize_t)size) abort();
  snprintf(path, sizeof path, "/proc/self/fd/%d", file);
  judge(path, size % 3 ? 64 + size % 200 : 0);
  close(file);
  return 0;
}
