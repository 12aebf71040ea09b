/* Reading the command line: a table of options. */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decode/unicode.h"

struct option_input {
  struct arena *arena;
  struct options *options;
  struct fault *fault;
};

static bool refuse(struct option_input *reading, enum message message, const char *a, const char *b)
{
  return fault_set(reading->fault, FAULT_USAGE, message, a, b, NULL);
}

static void add_text(struct option_input *reading, struct texts *texts, const char *text)
{
  texts->items = arena_grow(reading->arena, texts->items, texts->count, &texts->capacity, sizeof *texts->items);
  texts->items[texts->count++] = text;
}

/* `NAME=REST` in two. */
static bool split(struct option_input *reading, const char *option, const char *value, const char **name, const char **rest)
{
  const char *equals = strchr(value, '=');
  if (!equals || equals == value) return refuse(reading, MSG_OPTION_NEEDS_PAIR, option, value);
  *name = arena_copy(reading->arena, value, (size_t)(equals - value));
  *rest = equals + 1;
  return true;
}

static bool take_list(struct option_input *reading, const char *value)
{
  reading->options->inputs.list = value;
  return true;
}

static bool take_with(struct option_input *reading, const char *value)
{
  struct options *options = reading->options;
  struct named_file file;
  if (!split(reading, "--with", value, &file.name, &file.path)) return false;
  options->inputs.with =
      arena_grow(reading->arena, options->inputs.with, options->inputs.with_count, &options->inputs.with_capacity, sizeof file);
  options->inputs.with[options->inputs.with_count++] = file;
  return true;
}

static bool take_history(struct option_input *reading, const char *value)
{
  add_text(reading, &reading->options->inputs.history, value);
  return true;
}

static bool take_year(struct option_input *reading, const char *value)
{
  char *end;
  long year = strtol(value, &end, 10);
  if (*end || year < 1900 || year > 9998) return refuse(reading, MSG_OPTION_YEAR, value, NULL);
  reading->options->earlier_year = reading->options->inputs.year;
  reading->options->inputs.year = (int)year;
  return true;
}

static bool take_on(struct option_input *reading, const char *value)
{
  if (!date_parse(slice_of(value), &reading->options->inputs.on)) return refuse(reading, MSG_OPTION_DATE, value, NULL);
  reading->options->inputs.on_given = true;
  return true;
}

static bool take_only(struct option_input *reading, const char *value)
{
  for (const char *at = value; *at;) {
    size_t length = strcspn(at, ",");
    if (length) add_text(reading, &reading->options->inputs.only, arena_copy(reading->arena, at, length));
    at += length + (at[length] == ',');
  }
  return true;
}

static bool take_set(struct option_input *reading, const char *value)
{
  struct options *options = reading->options;
  struct setting setting = { 0 };
  if (!split(reading, "--set", value, &setting.name, &setting.value)) return false;
  options->inputs.settings = arena_grow(reading->arena, options->inputs.settings, options->inputs.setting_count,
                                        &options->inputs.setting_capacity, sizeof setting);
  options->inputs.settings[options->inputs.setting_count++] = setting;
  return true;
}

static bool take_params(struct option_input *reading, const char *value)
{
  return add_text(reading, &reading->options->inputs.params, value), true;
}

static bool take_map(struct option_input *reading, const char *value)
{
  struct options *options = reading->options;
  struct heading_map map;
  if (!split(reading, "--map", value, &map.heading, &map.field)) return false;
  options->inputs.maps =
      arena_grow(reading->arena, options->inputs.maps, options->inputs.map_count, &options->inputs.map_capacity, sizeof map);
  options->inputs.maps[options->inputs.map_count++] = map;
  return true;
}

static bool take_decisions(struct option_input *reading, const char *value)
{
  reading->options->inputs.decisions = value;
  return true;
}

static bool take_output(struct option_input *reading, const char *value)
{
  reading->options->output = value;
  return true;
}

static bool take_template(struct option_input *reading, const char *value)
{
  reading->options->template = value;
  return true;
}

#define TEXT_OPTION(member)                                                                                                      \
  static bool take_##member(struct option_input *reading, const char *value)                                                     \
  {                                                                                                                              \
    reading->options->member = value;                                                                                            \
    return true;                                                                                                                 \
  }
TEXT_OPTION(title)
TEXT_OPTION(id)
TEXT_OPTION(region)
TEXT_OPTION(period)
#undef TEXT_OPTION

static bool take_all(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->all = true;
  return true;
}

static bool take_overwrite(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->overwrite = true;
  return true;
}

static bool take_suggest(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->suggest = true;
  return true;
}

static bool take_report(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->report = true;
  return true;
}

static bool take_markdown(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->markdown = true;
  return true;
}

static bool take_json(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->json = true;
  return true;
}

static bool take_timings(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->timings = true;
  return true;
}

static bool take_explain(struct option_input *reading, const char *value)
{
  if (value && (value[0] < '1' || value[0] > '3' || value[1])) return refuse(reading, MSG_OPTION_DEPTH, value, NULL);
  reading->options->explain = value ? value[0] - '0' : 2;
  reading->options->inputs.records = reading->options->explain >= 3;
  return true;
}

static bool take_size(struct option_input *reading, const char *option, const char *value, long most, size_t *into)
{
  char *end;
  long number = strtol(value, &end, 10);
  if (*end || end == value || number < 1 || number > most) return refuse(reading, MSG_OPTION_NUMBER, option, value);
  *into = (size_t)number;
  return true;
}

static bool take_threads(struct option_input *reading, const char *value)
{
  return take_size(reading, "--threads", value, 64, &reading->options->inputs.threads);
}

static bool take_block(struct option_input *reading, const char *value)
{
  return take_size(reading, "--block-bytes", value, 1L << 30, &reading->options->inputs.block_bytes);
}

static bool take_limits(struct option_input *reading, const char *value)
{
  return take_size(reading, "--limits", value, 1000, &reading->options->inputs.limits);
}

static bool take_language(struct option_input *reading, const char *value)
{
  if (strcmp(value, "zh") && strcmp(value, "en")) return refuse(reading, MSG_OPTION_LANGUAGE, value, NULL);
  reading->options->language = strcmp(value, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE;
  return true;
}

static bool take_help(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->help = true;
  return true;
}

static bool take_version(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->version = true;
  return true;
}

enum wants { WANTS_VALUE, WANTS_NONE, MAY_HAVE_VALUE };

enum {
  EVERY = ~0,
  JUDGES = OPTION_RUN | OPTION_REPORT | OPTION_EXPLAIN | OPTION_DIFF | OPTION_WATCH | OPTION_REPL,
  LISTS = JUDGES | OPTION_CHECK,
  KEEPS = OPTION_DOC | OPTION_FIELDS | OPTION_TEST | OPTION_COVERAGE | OPTION_NEW, /* files that are there */
  LOADS = LISTS | OPTION_DOC | OPTION_FIELDS | OPTION_TEST | OPTION_COVERAGE,
  WRITES = OPTION_RUN | OPTION_REPORT | OPTION_EXPLAIN | OPTION_DIFF | OPTION_DOC | OPTION_TEST | OPTION_COVERAGE
};

/* In the order of the help. A row without help is another name of the one before. */
static const struct {
  const char *name;
  enum wants wants;
  bool (*take)(struct option_input *reading, const char *value);
  int commands;                   /* whose option it is */
  const char *value[2], *help[2]; /* by language */
} known[] = {
  { "--list",
    WANTS_VALUE,
    take_list,
    LISTS,
    { "文件", "FILE" },
    { "企业名单（CSV 或 .xlsx；- 为标准输入）", "the company list (CSV or .xlsx; - for standard input)" } },
  { "--with", WANTS_VALUE, take_with, LISTS, { "表=文件", "TABLE=FILE" }, { "关联表，如 服务记录=记录.csv", "a related table" } },
  { "--year",
    WANTS_VALUE,
    take_year,
    JUDGES,
    { "年度", "Y" },
    { "年度；基准日默认为它的 12 月 31 日", "the year; the date of judgement is its 31 December unless given" } },
  { "--on",
    WANTS_VALUE,
    take_on,
    JUDGES | OPTION_CHECK,
    { "日期", "DATE" },
    { "基准日；年度默认为它所在的一年", "the date of judgement; the year is its year unless given" } },
  { "--history",
    WANTS_VALUE,
    take_history,
    JUDGES,
    { "文件", "FILE" },
    { "以往的 results.csv 或台账，可以有几个：一次性措施不重复给予",
      "results.csv of earlier years or a ledger, may be several: for once-only measures" } },
  { "--decisions",
    WANTS_VALUE,
    take_decisions,
    JUDGES,
    { "文件", "FILE" },
    { "主管部门的核定结果", "what the authority decided by hand" } },
  { "--only", WANTS_VALUE, take_only, JUDGES, { "编号[,编号]", "ID[,ID]" }, { "只判断这些措施", "only these measures" } },
  { "--set",
    WANTS_VALUE,
    take_set,
    LOADS,
    { "参数=值", "PARAM=VALUE" },
    { "临时改一个参数", "change a parameter for this run" } },
  { "--params",
    WANTS_VALUE,
    take_params,
    LOADS,
    { "文件", "FILE" },
    { "参数表（参数,值），如脚本旁的 名称.params.csv（自动读）",
      "a table of parameters (参数,值); NAME.params.csv beside a script is read by itself" } },
  { "--map",
    WANTS_VALUE,
    take_map,
    LISTS,
    { "表头=字段", "HEADING=FIELD" },
    { "名单里的这个表头是那个字段", "what a heading of this list means" } },
  { "--all", WANTS_NONE, take_all, OPTION_RUN, { NULL, NULL }, { "不符合的也写出", "results that are no, too" } },
  { "--explain",
    MAY_HAVE_VALUE,
    take_explain,
    OPTION_RUN | OPTION_REPORT | OPTION_EXPLAIN,
    { "1|2|3", "1|2|3" },
    { "说明写到多细", "how much the reasons say" } },
  { "--dossier",
    WANTS_NONE,
    take_report,
    OPTION_EXPLAIN,
    { NULL, NULL },
    { "一企一档", "everything about the company in one file" } },
  { "--markdown", WANTS_NONE, take_markdown, OPTION_EXPLAIN, { NULL, NULL }, { "写成 Markdown", "as Markdown" } },
  { "--json", WANTS_NONE, take_json, OPTION_CHECK | OPTION_EXPLAIN | OPTION_DIFF, { NULL, NULL }, { "写成 JSON", "as JSON" } },
  { "--suggest",
    WANTS_NONE,
    take_suggest,
    OPTION_TEST,
    { NULL, NULL },
    { "把还缺的边界案例写成 CSV（每个门槛和日期的两侧、以及不知道时），期望结果留空",
      "the boundary cases that are missing, as CSV (both sides of each threshold and day, and where nobody knows)" } },
  { "-o",
    WANTS_VALUE,
    take_output,
    WRITES,
    { "文件", "FILE" },
    { "写到文件；run 写到目录或 .xlsx", "write to a file; run: to a folder or an .xlsx" } },
  { "--template",
    WANTS_VALUE,
    take_template,
    OPTION_FIELDS,
    { "文件", "FILE" },
    { "写一张空名单（.xlsx、.csv），或给编辑器的名称（.lua）",
      "write an empty list (.xlsx, .csv), or names for editors (.lua)" } },
  { "--overwrite",
    WANTS_NONE,
    take_overwrite,
    KEEPS,
    { NULL, NULL },
    { "已有的文件可以覆盖（读入的文件永远不会）", "existing files may be replaced (those that are read never are)" } },
  { "--title", WANTS_VALUE, take_title, OPTION_NEW, { "名称", "NAME" }, { "政策的名称", "what the policy is called" } },
  { "--id", WANTS_VALUE, take_id, OPTION_NEW, { "编号", "ID" }, { "编号，如 X25", "its id, such as X25" } },
  { "--region", WANTS_VALUE, take_region, OPTION_NEW, { "地区", "REGION" }, { "名称或六位代码", "a name or six digits" } },
  { "--period",
    WANTS_VALUE,
    take_period,
    OPTION_NEW,
    { "首日[,末日]", "FIRST[,LAST]" },
    { "有效期", "the period in which it holds" } },
  { "--threads", WANTS_VALUE, take_threads, LISTS, { "N", "N" }, { "线程数", "threads" } },
  { "--block-bytes", WANTS_VALUE, take_block, LISTS, { "N", "N" }, { "一次读入的字节数", "bytes that are read at a time" } },
  { "--timings",
    WANTS_NONE,
    take_timings,
    OPTION_RUN | OPTION_REPORT,
    { NULL, NULL },
    { "说明时间用在哪里", "say where the time goes" } },
  { "--limits",
    WANTS_VALUE,
    take_limits,
    LOADS,
    { "N", "N" },
    { "脚本和名单的上限放宽到 N 倍", "limits of scripts and lists, N times the usual ones" } },
  { "--lang", WANTS_VALUE, take_language, EVERY, { "zh|en", "zh|en" }, { "语言", "language" } },
  { "--help", WANTS_NONE, take_help, EVERY, { NULL, NULL }, { "这些说明", "this help" } },
  { "-h", WANTS_NONE, take_help, EVERY, { NULL, NULL }, { NULL, NULL } },
  { "--version", WANTS_NONE, take_version, EVERY, { NULL, NULL }, { "版本", "the version" } },
};
enum { OPTION_COUNT = sizeof known / sizeof *known };

void format_option_help(struct buffer *out, enum command_option command, enum language language)
{
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    enum { WIDTH = 20 };
    const char *value = known[i].value[language];
    struct buffer shown = { 0 };
    if (!(known[i].commands & (int)command) || !known[i].help[language]) continue;
    buffer_printf(&shown, known[i].wants == MAY_HAVE_VALUE ? "%s%s%s%s" : "%s%s%s", known[i].name,
                  !value                             ? ""
                  : known[i].wants == MAY_HAVE_VALUE ? "[="
                                                     : " ",
                  value ? value : "", "]");
    size_t width = display_width(buffer_view(&shown));
    buffer_printf(out, "\n  %.*s%*s %s", (int)shown.length, shown.at, width < WIDTH ? (int)(WIDTH - width) : 0, "",
                  known[i].help[language]);
    buffer_free(&shown);
  }
}

bool options_belong(const struct options *options, enum command_option command, const char *name, struct fault *fault)
{
  for (size_t i = 0; i < OPTION_COUNT; i++)
    if (options->given & 1u << i && !(known[i].commands & (int)command))
      return fault_set(fault, FAULT_USAGE, MSG_OPTION_OTHER, known[i].name, name, NULL);
  return true;
}

static bool unknown(struct option_input *reading, const char *word)
{
  struct nearest nearest = { .wanted = slice_of(word), .distance = SIZE_MAX };
  for (size_t i = 0; i < OPTION_COUNT; i++) nearest_offer(&nearest, known[i].name);
  return refuse(reading, MSG_OPTION_UNKNOWN, word, nearest.best ? nearest.best : "");
}

static bool take_option(struct option_input *reading, int count, char **words, int *at)
{
  const char *word = words[*at], *equals = strchr(word, '=');
  size_t length = equals && word[1] == '-' ? (size_t)(equals - word) : strlen(word);
  const char *name = arena_copy(reading->arena, word, length);
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    if (strcmp(known[i].name, name)) continue;
    const char *value = word[length] == '=' ? word + length + 1 : NULL;
    if (!value && known[i].wants == WANTS_VALUE) value = *at + 1 < count ? words[++*at] : NULL;
    if (!value && known[i].wants == WANTS_VALUE) return refuse(reading, MSG_OPTION_NEEDS_VALUE, name, NULL);
    if (value && known[i].wants == WANTS_NONE) return refuse(reading, MSG_OPTION_TAKES_NO_VALUE, name, NULL);
    reading->options->given |= 1u << i;
    return known[i].take(reading, value);
  }
  return unknown(reading, name);
}

bool options_read(struct arena *arena, int count, char **words, struct options *options, struct fault *fault)
{
  struct option_input reading = { arena, options, fault };
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  *options = (struct options){ .inputs.threads = processors < 1 ? 1 : processors > 16 ? 16 : (size_t)processors };
  for (int i = 0; i < count; i++) /* the language counts for every message, wherever it stands */
    if (strcmp(words[i], "--lang=en") == 0 ||
        (strcmp(words[i], "--lang") == 0 && i + 1 < count && strcmp(words[i + 1], "en") == 0))
      options->language = LANGUAGE_ENGLISH;
  for (int i = 0; i < count; i++) {
    bool option = words[i][0] == '-' && words[i][1];
    if (!option) add_text(&reading, &options->scripts, words[i]);
    else if (!take_option(&reading, count, words, &i)) return false;
  }
  return true;
}
