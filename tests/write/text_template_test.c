/* Place holders and lists of a template, and what is refused. */
#include "write/text_template.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct arena arena;
static const char *const values[] = { "名称", "金额", NULL }, *const lists[] = { "项", "有", NULL };

Test(write_text_template, filled)
{
  static const struct {
    const char *name, *template, *expected;
  } rows[] = {
    { "none", "<p>文字</p>", "<p>文字</p>" },
    { "a value", "致{{名称}}：", "致甲&amp;乙&lt;公司&gt;：" },
    { "with space", "{{ 名称 }}", "甲&amp;乙&lt;公司&gt;" },
    { "a list", "{{#项}}{{金额}}；{{/项}}", "1；2；" },
    { "the item first, then what is around it", "{{#项}}{{名称}}{{金额}} {{/项}}", "甲&amp;乙&lt;公司&gt;1 丙2 " },
    { "a list of none", "a{{#有}}{{名称}}{{/有}}b", "ab" },
    { "lists in lists", "{{#项}}{{#项}}{{金额}}{{/项}}|{{/项}}", "12|12|" },
    { "a value that nothing has", "[{{金额}}]", "[]" },
    { "braces alone", "{a} }}", "{a} }}" },
  };
  static const struct template_value one[] = { { "金额", { "1", 1 } } },
                                     two[] = { { "金额", { "2", 1 } }, { "名称", { "丙", 3 } } };
  static const struct template_scope items[] = { { one, 1, NULL, 0 }, { two, 2, NULL, 0 } };
  const struct template_value whole[] = { { "名称", slice_of("甲&乙<公司>") } };
  const struct template_list of[] = { { "项", items, 2 }, { "有", items, 0 } };
  const struct template_scope scope = { whole, 1, of, 2 };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct fault fault;
    struct buffer out = { 0 };
    const struct text_template *template = text_template_read(&arena, slice_of(rows[i].template), values, lists, &fault);
    cr_assert_not_null(template, "%s", rows[i].name);
    text_template_fill(&out, template, &scope);
    buffer_char(&out, 0);
    cr_expect_str_eq(out.at, rows[i].expected, "%s: %s", rows[i].name, out.at);
    buffer_free(&out);
  }
  arena_free(&arena);
}

Test(write_text_template, refused)
{
  static const struct {
    const char *template;
    enum message message;
  } rows[] = {
    { "{{名字}}", MSG_TEMPLATE_UNKNOWN },       { "{{#名称}}{{/名称}}", MSG_TEMPLATE_UNKNOWN },
    { "{{名称", MSG_TEMPLATE_BRACES },          { "{{#项}}", MSG_TEMPLATE_OPEN },
    { "{{/项}}", MSG_TEMPLATE_CLOSES },         { "{{#项}}{{#有}}{{/项}}{{/有}}", MSG_TEMPLATE_CROSSES },
    { "{{#项}}{{/有}}", MSG_TEMPLATE_CROSSES },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    struct fault fault;
    cr_expect_null(text_template_read(&arena, slice_of(rows[i].template), values, lists, &fault), "%s", rows[i].template);
    cr_expect_eq(fault.message, rows[i].message, "%s", rows[i].template);
  }
  arena_free(&arena);
}

Test(write_text_template, what_xml_cannot_hold)
{
  struct buffer out = { 0 };
  markup_escape(&out, slice_of("a\001b\xEF\xBF\xBE"
                               "c\"\t"));
  buffer_char(&out, 0);
  cr_expect_str_eq(out.at, "a\uFFFDb\uFFFDc&quot;\t");
  buffer_free(&out);
}
