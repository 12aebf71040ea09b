/* huiqi new: a district's first script, with its cases, ready to be edited. */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/clause_patterns.h"
#include "cli/command.h"
#include "data/region.h"
#include "decode/unicode.h"
#include "write/atomic_file.h"
#include "write/docx.h"

struct asking {
  struct arena *arena;
  const struct options *options;
  const struct regions *regions;
  struct fault *fault;
};

/* What the new policy is called and where it holds. */
struct outline {
  const char *path, *cases;
  const char *id, *title;
  int32_t region;
  date from, to;
  bool open_ended;
  struct texts patterns; /* clauses of which an example is wanted (cli/clause_patterns.def) */
};

/* A line of standard input, NULL at its end. The question is shown only to a person. */
static const char *ask(const struct asking *asking, enum message question)
{
  char line[1024];
  if (isatty(STDIN_FILENO)) {
    struct buffer said = { 0 };
    message_text(&said, asking->options->language, question, NULL);
    terminal_printf(stdout, "%.*s ", (int)said.length, said.at);
    fflush(stdout);
    buffer_free(&said);
  }
  if (!fgets(line, sizeof line, stdin)) return NULL;
  struct slice text = unicode_cell(asking->arena, slice_trim(slice_of(line)), NULL);
  return arena_copy(asking->arena, text.at, text.length);
}

static bool refuse(const struct asking *asking, enum message message, const char *a)
{
  return fault_set(asking->fault, FAULT_USAGE, message, a, NULL);
}

/* Reads an answer into the outline; false with a fault. */
typedef bool (*answer_reader)(const struct asking *asking, const char *text, struct outline *tree);

static void refuse_missing(const struct asking *asking, enum message question)
{
  struct buffer said = { 0 };
  message_text(&said, asking->options->language, question, NULL);
  buffer_char(&said, 0);
  refuse(asking, MSG_NEW_MISSING, arena_string(asking->arena, said.at));
  buffer_free(&said);
}

/* Given as an option, or asked for, again after an answer that does not fit; false at the end of the input. */
static bool settle(const struct asking *asking, const char *option, enum message question, answer_reader read,
                   struct outline *tree)
{
  if (option && *option) return read(asking, option, tree);
  for (const char *text; (text = ask(asking, question));) {
    if (*text && read(asking, text, tree)) return true;
    if (!*text) refuse_missing(asking, question);
    fault_print(asking->options->language, asking->fault);
  }
  refuse_missing(asking, question);
  return false;
}

/* An id becomes part of file names and of other ids. */
static bool id_fits(const char *id)
{
  size_t length = strlen(id);
  for (const char *at = id; *at; at++) {
    bool fits = (*at >= '0' && *at <= '9') || (*at >= 'A' && *at <= 'Z') || (*at >= 'a' && *at <= 'z') || *at == '-';
    if (!fits) return false;
  }
  return length > 0 && length <= 20;
}

static bool region_read(const struct asking *asking, const char *text, struct outline *tree)
{
  int32_t *code = &tree->region;
  struct slice plain = unicode_cell(asking->arena, slice_of(text), NULL);
  int32_t number = 0;
  for (size_t i = 0; i < plain.length && plain.length == 6; i++)
    number = plain.at[i] >= '0' && plain.at[i] <= '9' && number >= 0 ? number * 10 + (plain.at[i] - '0') : -1;
  const char *successors = NULL;
  if (number > 0) region_today(asking->regions, number, code, &successors);
  else *code = region_find(asking->regions, plain);
  if (*code > 0) return true;
  const char *bearers = region_bearers(asking->arena, asking->regions, plain);
  const char *near = bearers || successors ? NULL : region_nearest(asking->arena, asking->regions, plain);
  return fault_set(asking->fault, FAULT_USAGE, MSG_NEW_REGION, text, near ? near : "", bearers ? bearers : "",
                   successors ? successors : "", NULL);
}

/* `2025-01-01,2027-12-31`; without a second day open-ended. */
static bool period_read(const struct asking *asking, const char *text, struct outline *tree)
{
  size_t comma = strcspn(text, ",");
  const char *first = arena_copy(asking->arena, text, comma), *last = text[comma] ? text + comma + 1 : "";
  tree->open_ended = !*last;
  bool read = date_parse(slice_of(first), &tree->from) && (tree->open_ended || date_parse(slice_of(last), &tree->to));
  if (read && (tree->open_ended || tree->from <= tree->to)) return true;
  return refuse(asking, MSG_NEW_PERIOD, text);
}

/* A title stands in a comment, too. */
static const char *one_line(struct arena *arena, const char *text)
{
  char *line = arena_string(arena, text);
  for (char *at = line; *at; at++)
    if ((unsigned char)*at < ' ') *at = ' ';
  return line;
}

static void add_pattern(const struct asking *asking, struct texts *patterns, const char *name)
{
  for (size_t i = 0; i < patterns->count; i++)
    if (strcmp(patterns->items[i], name) == 0) return;
  patterns->items = arena_grow(asking->arena, patterns->items, patterns->count, &patterns->capacity, sizeof *patterns->items);
  patterns->items[patterns->count++] = name;
}

/* `3 分三年拨付、先到先得` */
static bool patterns_read(const struct asking *asking, const char *text, struct outline *tree)
{
  static const char between[] = " ,;\t";
  for (const char *at = text + strspn(text, between); *at; at += strspn(at, between)) {
    size_t length = strcspn(at, between);
    const char *word = arena_copy(asking->arena, at, length), *name = clause_pattern_called(word);
    struct nearest nearest = { .wanted = slice_of(word), .distance = SIZE_MAX };
    for (size_t i = 0; i < clause_pattern_count; i++) nearest_offer(&nearest, clause_patterns[i].name);
    if (!name) return fault_set(asking->fault, FAULT_USAGE, MSG_NEW_NO_PATTERN, word, nearest.best ? nearest.best : "", NULL);
    add_pattern(asking, &tree->patterns, name);
    at += length;
  }
  return true;
}

/* None is an answer, too, and so is the end of the input. */
static bool new_patterns_ask(const struct asking *asking, struct outline *tree)
{
  struct buffer list = { 0 };
  if (isatty(STDIN_FILENO)) clause_patterns_list(&list, asking->options->language), terminal_write(stdout, buffer_view(&list));
  buffer_free(&list);
  for (const char *text; (text = ask(asking, MSG_NEW_PATTERNS)) && *text && !patterns_read(asking, text, tree);)
    fault_print(asking->options->language, asking->fault);
  return true;
}

static bool title_read(const struct asking *asking, const char *text, struct outline *tree)
{
  tree->title = one_line(asking->arena, text);
  return true;
}

static bool id_read(const struct asking *asking, const char *text, struct outline *tree)
{
  tree->id = text;
  return id_fits(text) || refuse(asking, MSG_NEW_BAD_ID, text);
}

static bool outline_read(const struct asking *asking, struct outline *tree)
{
  const struct options *options = asking->options;
  if (options->scripts.count != 1 || !slice_ends(slice_of(options->scripts.items[0]), ".lua"))
    return refuse(asking, MSG_NEW_FILE, NULL);
  tree->path = options->scripts.items[0];
  tree->cases = arena_printf(asking->arena, "%.*s.cases.csv", (int)strlen(tree->path) - 4, tree->path);
  if (!settle(asking, options->title, MSG_NEW_TITLE, title_read, tree) ||
      !settle(asking, options->id, MSG_NEW_ID, id_read, tree) ||
      !settle(asking, options->region, MSG_NEW_WHERE, region_read, tree) ||
      !settle(asking, options->period, MSG_NEW_WHEN, period_read, tree))
    return false;
  bool all_given = options->title && options->id && options->region && options->period;
  return all_given || new_patterns_ask(asking, tree);
}

static void quoted(struct buffer *out, const char *text)
{
  buffer_char(out, '"');
  for (const char *at = text; *at; at++) {
    if (*at == '"' || *at == '\\') buffer_char(out, '\\');
    buffer_char(out, *at);
  }
  buffer_char(out, '"');
}

static void day(struct buffer *out, date when)
{
  buffer_char(out, '"');
  date_write(out, when);
  buffer_char(out, '"');
}

static void format_script(struct buffer *out, const struct outline *tree, const struct regions *regions)
{
  buffer_printf(out,
                "-- %s\n-- † 标出对原文的解读。改完存盘，再运行：huiqi check、huiqi test、huiqi run。\n\n政策 {\n  编号 = "
                "\"%s\",\n  名称 = ",
                tree->title, tree->id);
  quoted(out, tree->title);
  buffer_printf(out, ",\n  地区 = \"%06d\", -- ", (int)tree->region);
  format_region(out, regions, tree->region);
  buffer_text(out, "\n  有效期 = { ");
  day(out, tree->from);
  if (!tree->open_ended) buffer_text(out, ", "), day(out, tree->to);
  buffer_text(out, " },\n  条款目录 = { \"第一条\", \"第二条\"");
  new_patterns_clauses(out, &tree->patterns);
  buffer_text(out, " }, -- 原文的全部条款\n}\n\nlocal 高企 = 引用 \"hnte\"\n\n"
                   "-- 金额写成参数：标准变动时加一行日期，不用改措施。\n参数 \"首次认定奖励标准\" { [");
  day(out, tree->from);
  buffer_printf(
      out,
      "] = 万元(10) }\n\n奖励 \"高企首次认定奖励\" {\n  编号 = \"%s-1\", 条款 = \"第一条\",\n  条件 = { 高企.首次认定 },\n"
      "  金额 = 参数.首次认定奖励标准,\n}\n\n-- 没有可计算内容的条款也记下来，条款才齐全。\n条文 \"组织实施\" { 编号 = \"%s-2\", "
      "条款 = \"第二条\", "
      "说明 = \"分工与考核\" }\n",
      tree->id, tree->id);
  new_patterns_write(out, &tree->patterns, tree->id);
}

/* A yes, a no on either side of the year and of the count, and an unknown. */
static void format_cases(struct buffer *out, const struct outline *tree)
{
  int year = date_civil(tree->from).year;
  buffer_text(out, "\xEF\xBB\xBF案例,年度,行政区划代码,高企认定日期,高企认定次数,措施编号,期望结果,期望金额,期望缺少,依据\r\n");
  static const struct {
    const char *name, *day, *times, *result, *amount, *missing;
    int offset;
  } rows[] = {
    { "年度第一天首次认定", "01-01", "1", "符合", "10万元", "", 0 },
    { "年度最后一天首次认定", "12-31", "1", "符合", "10万元", "", 0 },
    { "上一年最后一天认定", "12-31", "1", "不符合", "", "", -1 },
    { "下一年第一天认定", "01-01", "1", "不符合", "", "", 1 },
    { "重新认定", "05-01", "2", "不符合", "", "", 0 },
    { "次数没有填", "05-01", "", "待核实", "", "高企认定次数", 0 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    buffer_printf(out, "%s,%d,%06d,%d-%s,%s,%s-1,%s,%s,%s,第一条\r\n", rows[i].name, year, (int)tree->region,
                  year + rows[i].offset, rows[i].day, rows[i].times, tree->id, rows[i].result, rows[i].amount, rows[i].missing);
  buffer_printf(out, "没有认定过,%d,%06d,,,%s-1,不符合,,,第一条\r\n", year, (int)tree->region, tree->id);
  int elsewhere = tree->region / 10000 == 11 ? 310101 : 110101;
  buffer_printf(out, "外地企业,%d,%06d,%d-05-01,1,%s-1,不符合,,,第一条\r\n", year, elsewhere, year, tree->id);
}

static bool write_files(const struct asking *asking, const struct outline *tree)
{
  struct buffer script = { 0 }, cases = { 0 };
  format_script(&script, tree, asking->regions);
  format_cases(&cases, tree);
  bool written = atomic_file_open(tree->path, script.at, script.length, asking->fault) &&
                 atomic_file_open(tree->cases, cases.at, cases.length, asking->fault);
  buffer_free(&script);
  buffer_free(&cases);
  return written;
}

static bool make_letter(void *context, const char *hidden, struct fault *fault)
{
  (void)context;
  return docx_write_template(hidden, fault);
}

/* 告知书.docx: the letter of `documents` as a template to be edited. */
static int new_letter(const struct options *options, const char *path)
{
  struct fault fault;
  if (!atomic_file_made(path, make_letter, NULL, &fault)) return fault_print(options->language, &fault);
  message_print(options->language, MSG_NEW_LETTER, path, NULL);
  return COMMAND_DONE;
}

int command_new(struct arena *arena, const struct options *options)
{
  struct fault fault;
  struct outline tree = { 0 };
  if (options->scripts.count == 1 && slice_ends(slice_of(options->scripts.items[0]), ".docx"))
    return new_letter(options, options->scripts.items[0]);
  struct asking asking = { arena, options, regions_load(arena, stdlib_regions_txt, stdlib_regions_txt_length), &fault };
  if (!outline_read(&asking, &tree) || !write_files(&asking, &tree)) return fault_print(options->language, &fault);
  message_print(options->language, MSG_NEW_WRITTEN, tree.path, tree.cases, NULL);
  return COMMAND_DONE;
}
