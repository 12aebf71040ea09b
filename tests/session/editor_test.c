/* What an editor asks about a script. In the texts | marks where it is asked. */
#include "session/editor.h"

#include <criterion/criterion.h>

static struct arena arena;
static struct load_options load;
static struct editor_script script;

static void enter(void)
{
  load = load_options_times(1);
  editor_script_open(&script, "t.lua", LANGUAGE_CHINESE, &load);
}

static void leave(void)
{
  editor_script_close(&script);
  arena_free(&arena);
}

TestSuite(session_editor, .init = enter, .fini = leave);

#define POLICY "政策 { 编号 = \"T\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }\n"

/* Without its mark; the offset of the mark. */
static size_t set_marked(const char *text)
{
  const char *mark = strchr(text, '|');
  size_t offset = (size_t)(mark - text);
  editor_script_set(&script, slice_of(arena_printf(&arena, "%.*s%s", (int)offset, text, mark + 1)));
  return offset;
}

static bool offers(const struct editor_items *items, const char *label)
{
  for (size_t i = 0; i < items->count; i++)
    if (strcmp(items->items[i].label, label) == 0) return true;
  return false;
}

Test(session_editor, completion)
{
  static const struct {
    const char *text, *offered, *not_offered;
  } cases[] = {
    { POLICY "奖励 \"甲\" { 编号 = \"T-1\", |", "条件", "编号" },
    { POLICY "奖励 \"甲\" { 封| }", "封顶", "阶梯" },
    { POLICY "清单 \"甲\" { |}", "阶梯", "封顶" },
    { POLICY "目标 \"甲\" { | }", "实际", "条件" },
    { POLICY "奖励 \"甲\" { 条件 = { | } }", "规模以上", "编号" },
    { POLICY "奖励 \"甲\" { 条件 = { 营业收入 { | } } }", "至少", "属于" },
    { POLICY "奖励 \"甲\" { 条件 = { 成立日期 { | } } }", "不早于", "至少" },
    { POLICY "奖励 \"甲\" { 条件 = { 技术领域 { | } } }", "属于", "至少" },
    { POLICY "奖励 \"甲\" { 条件 = { 所有制 { 是 = \"|\" } } }", "民营", "营业收入" },
    { POLICY "奖励 \"甲\" { 条件 = { 所有制 { 属于 = { \"民营\", \"|\" } } } }", "国有", "650100" },
    { POLICY "参数 \"标准\" { [\"2022-01-01\"] = 万元(1) }\n奖励 \"甲\" { 金额 = 参数.| }", "标准", "营业收入" },
    { POLICY "local 高企 = 引用 \"|\"", "hnte", "标准" },
    { POLICY "local 企 = 引用 \"hnte\"\n奖励 \"甲\" { 条件 = { 企.| } }", "有效于", "应得" },
    { POLICY "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\" }\n断言 \"不\" { 从不 = { 甲.| } }", "应得", "有效于" },
    { POLICY "local 甲 = 奖励 \"甲\" { 编号 = \"T-1\" }\n择一 \"乙\" { 措施 = { | } }", "甲", "营业收入" },
    { POLICY "奖励 \"甲\" { 编号 = \"T-1\" }\n择一 \"乙\" { 措施 = { \"|\" } }", "T-1", "甲" },
    { POLICY "择一 \"乙\" { | }", "措施", "封顶" },
    { POLICY "总限 \"乙\" { 压减 = \"|\" }", "依次", "营业收入" },
    { POLICY "奖励 \"甲\" { 预算 = { | } }", "次序", "封顶" },
    { POLICY "奖励 \"甲\" { 条件 = { 名单.| } }", "名次", "营业收入" },
    { POLICY "奖励 \"甲\" { 条件 = { 计数(服务记录.|) } }", "合同金额", "营业收入" },
    { POLICY "-- 说|明", NULL, "营业收入" },
    { "|", "政策", NULL },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct editor_items items = editor_complete(&script, &arena, (set_marked(cases[i].text)));
    cr_assert(!cases[i].offered || offers(&items, cases[i].offered), "%s is not offered in %s", cases[i].offered, cases[i].text);
    cr_assert(!cases[i].not_offered || !offers(&items, cases[i].not_offered), "%s is offered in %s", cases[i].not_offered,
              cases[i].text);
  }
}

Test(session_editor, completion_keeps_what_the_last_good_text_declared)
{
  struct editor_items items;
  editor_script_set(&script, slice_of(POLICY "表 \"项目\" { 链接 = { 企业 = \"信用代码\" }, 列 \"信用代码\" { 类型 = "
                                             "\"统一社会信用代码\" }, 列 \"投资\" { 类型 = \"金额\" } }\n"));
  cr_assert_not_null(editor_model_of(&script));
  items = editor_complete(&script, &arena, (set_marked(POLICY "奖励 \"甲\" { 金额 = 项目.| , 条件 = {{{ }")));
  cr_assert(offers(&items, "投资"));
}

static void check_references(const char *text, size_t count)
{
  size_t offset = set_marked(text);
  struct text_spans spans = editor_references(&script, &arena, offset, true);
  cr_assert_eq(spans.count, count, "%zu of %s", spans.count, text);
}

Test(session_editor, references_by_scope)
{
  check_references("local 甲| = 1\nlocal 乙 = 甲 + 甲", 3);
  check_references("local 甲 = 1\nlocal 甲 = 甲|\nlocal 乙 = 甲", 2);
  check_references("local 甲 = 1\nlocal function 函(甲|) return 甲 end\nlocal 乙 = 甲", 2);
  check_references("local 甲| = 1\nlocal function 函(乙) local 甲 = 乙 return 甲 end\nlocal 丙 = 甲", 2);
  check_references("for 序| = 1, 2 do local 甲 = 序 end\nlocal 乙 = 序", 2);
  check_references("local 表 = { 甲 = 1 }\nlocal 甲| = 表.甲", 1);
  check_references("参数 \"标|准\" { [\"2022-01-01\"] = 万元(1) }\n奖励 \"标准\" { 金额 = 参数.标准 + 参数[\"标准\"] }", 3);
  check_references("奖励 \"甲\" { 编号 = \"T-|1\" }\n择一 \"乙\" { 编号 = \"T-2\", 措施 = { \"T-1\", \"T-2\" } }", 2);
  check_references("local 甲 = 营业|收入", 0);
}

Test(session_editor, rename)
{
  static const struct {
    const char *text, *name;
    bool fits;
  } cases[] = {
    { "local 甲| = 1", "乙", true },
    { "local 甲| = 1", "甲 乙", false },
    { "local 甲| = 1", "end", false },
    { "local 甲| = 1", "营业收入", false },
    { "local 甲| = 1", "奖励", false },
    { "local 甲|, 乙 = 1, 2", "乙", false },
    { "参数 \"甲|\" { }", "标准2", true },
    { "参数 \"甲|\" { }", "2标准", false },
    { "参数 \"甲|\" { } 参数 \"乙\" { }", "乙", false },
    { "奖励 \"甲\" { 编号 = \"T-|1\" }", "T-9", true },
    { "奖励 \"甲\" { 编号 = \"T-|1\" }", "T\"9", false },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct fault fault;
    struct text_span at;
    size_t offset = set_marked(cases[i].text);
    cr_assert(editor_rename_at(&script, offset, &at), "%s", cases[i].text);
    cr_assert_eq(editor_rename_fits(&script, offset, cases[i].name, &fault), cases[i].fits, "%s: %s", cases[i].text,
                 cases[i].name);
  }
}

Test(session_editor, definition_of_an_own_column)
{
  struct text_span found;
  size_t offset = set_marked("表 \"项目\" { 列 \"投资\" { 类型 = \"金额\" } }\n奖励 \"甲\" { 金额 = 项目.投|资 }");
  cr_assert(editor_definition(&script, offset, &found));
  cr_assert_eq(found.begin, strlen("表 \"项目\" { 列 \""));
  cr_assert_eq(found.end - found.begin, strlen("投资"));
}

Test(session_editor, outline_by_clause)
{
  static const struct {
    enum editor_symbol_kind kind;
    size_t depth;
  } expected[] = { { SYMBOL_POLICY, 0 },    { SYMBOL_CLAUSE, 0 }, { SYMBOL_MEASURE, 1 }, { SYMBOL_MEASURE, 1 },
                   { SYMBOL_PARAMETER, 0 }, { SYMBOL_CLAUSE, 0 }, { SYMBOL_MEASURE, 1 }, { SYMBOL_FUNCTION, 0 } };
  editor_script_set(&script,
                    slice_of(POLICY "local 高企 = 引用 \"hnte\"\n奖励 \"甲\" { 条款 = \"一\" }\n奖励 \"乙\" { 条款 = \"一\" }\n"
                                    "参数 \"丙\" { }\n清单 \"丁\" { 条款 = \"二\" }\nlocal function 函() return 1 end\n"));
  struct editor_outline outline = editor_outline_of(&script, &arena);
  cr_assert_eq(outline.count, sizeof expected / sizeof *expected);
  for (size_t i = 0; i < outline.count; i++)
    cr_assert(outline.items[i].kind == expected[i].kind && outline.items[i].depth == expected[i].depth, "%s",
              outline.items[i].name);
}

Test(session_editor, findings_have_places_and_fixes)
{
  editor_script_set(&script,
                    slice_of(POLICY "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { 规模以尚 }, 金额 = 万元(1) }\n"));
  struct editor_findings findings = editor_findings_of(&script, &arena, 0);
  cr_assert_eq(findings.count, 1);
  const struct editor_finding *finding = &findings.items[0];
  struct slice at = { script.text.at + finding->at.begin, finding->at.end - finding->at.begin };
  cr_assert(slice_is(at, "规模以尚"));
  cr_assert_str_eq(finding->code, "E30");
  cr_assert(finding->fix_count && strcmp(finding->fixes[0].edits[0].text, "规模以上") == 0);
}

/* Whatever is written, cut anywhere: questions are answered, and no place is outside of the text. */
Test(session_editor, any_text)
{
  const char *whole = POLICY
      "local 高企 = 引用 \"hnte\"\n表 \"项\" { 列 \"额\" { 类型 = \"金额\" } }\n参数 \"甲\" { [\"2022-01-01\"] = 万元(1) }\n"
      "local 乙 = 奖励 \"𠮷\" { 编号 = \"T-1\", 条件 = { 营业收入 { 至少 = 万元(5) } }, 金额 = 参数.甲 } -- 注\n"
      "for 序 = 1, 2 do if 序 == 1 then local 丙 = { function(x) return x end } else break end end [[ 长";
  size_t length = strlen(whole);
  for (size_t cut = 0; cut < length; cut += 7) {
    editor_script_set(&script, (struct slice){ whole + cut / 3, cut - cut / 3 });
    struct arena scratch = { 0 };
    for (size_t offset = 0; offset <= script.text.length; offset += 11) {
      struct text_span at = { 0, 0 };
      struct editor_items items = editor_complete(&script, &scratch, offset);
      cr_assert(items.at.begin <= items.at.end && items.at.end <= script.text.length);
      if (editor_hover(&script, &scratch, offset, SLICE(""), &at)) cr_assert(at.end <= script.text.length);
      struct text_spans spans = editor_references(&script, &scratch, offset, true);
      for (size_t i = 0; i < spans.count; i++) cr_assert(spans.items[i].end <= script.text.length);
    }
    struct editor_outline outline = editor_outline_of(&script, &scratch);
    for (size_t i = 0; i < outline.count; i++) cr_assert(outline.items[i].at.end <= script.text.length);
    editor_folds_of(&script, &scratch);
    editor_colours_of(&script, &scratch);
    arena_free(&scratch);
  }
}
