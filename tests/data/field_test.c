/* Headings and the names of fields. */
#include "data/field.h"

#include <criterion/criterion.h>
#include <inttypes.h>
#include <string.h>

#define COUNT_OF(table) (sizeof(table) / sizeof(table)[0])

Test(data_field, headings)
{
  static const struct {
    const char *raw, *text, *name;
    int64_t unit;
    bool percent, counted;
  } cases[] = {
    { "营业收入", "营业收入", "营业收入", 0, false, false },
    { "营业收入（万元）", "营业收入（万元）", "营业收入", FEN_WAN, false, false },
    { "营业收入(万元)", "营业收入(万元)", "营业收入", FEN_WAN, false, false },
    { " 营业 收入\t（ 万元 ） ", "营业 收入\t（ 万元 ）", "营业收入", FEN_WAN, false, false },
    { "营业收入【千元】", "营业收入【千元】", "营业收入", 1000 * FEN_YUAN, false, false },
    { "营业收入[元]", "营业收入[元]", "营业收入", FEN_YUAN, false, false },
    { "营业收入［亿元］", "营业收入［亿元］", "营业收入", FEN_YI, false, false },
    { "营业收入〔百万元〕", "营业收入〔百万元〕", "营业收入", 100 * FEN_WAN, false, false },
    { "营业收入（单位：万元）", "营业收入（单位：万元）", "营业收入", FEN_WAN, false, false },
    { "营业收入（单位:人民币万元）", "营业收入（单位:人民币万元）", "营业收入", FEN_WAN, false, false },
    { "营业收入（万）", "营业收入（万）", "营业收入", FEN_WAN, false, false },
    { "（万元）营业收入", "（万元）营业收入", "营业收入", FEN_WAN, false, false },
    { "营业收入（万元）（万元）", "营业收入（万元）（万元）", "营业收入", FEN_WAN, false, false },
    { "营业收入（万元）（元）", "营业收入（万元）（元）", "营业收入(元)", FEN_WAN, false, false },
    { "营业收入（上年）（万元）", "营业收入（上年）（万元）", "营业收入(上年)", FEN_WAN, false, false },
    { "营业收入（上年，万元）", "营业收入（上年，万元）", "营业收入(上年,万元)", 0, false, false },
    { "营业收入（万美元）", "营业收入（万美元）", "营业收入(万美元)", 0, false, false },
    { "营业收入（万元", "营业收入（万元", "营业收入(万元", 0, false, false },
    { "营业收入万元）", "营业收入万元）", "营业收入万元)", 0, false, false },
    { "营业收入（万元】", "营业收入（万元】", "营业收入(万元】", 0, false, false },
    { "营业收入（（万元））", "营业收入（（万元））", "营业收入()", FEN_WAN, false, false },
    { "研发投入强度（%）", "研发投入强度（%）", "研发投入强度", 0, true, false },
    { "研发投入强度（％）", "研发投入强度（％）", "研发投入强度", 0, true, false },
    { "研发投入强度（万元）（%）", "研发投入强度（万元）（%）", "研发投入强度(%)", FEN_WAN, false, false },
    { "职工总数（人）", "职工总数（人）", "职工总数", 0, false, true },
    { "有效发明专利数(项)", "有效发明专利数(项)", "有效发明专利数", 0, false, true },
    { "创新能力评分（分）", "创新能力评分（分）", "创新能力评分", 0, false, true },
    { "Ⅰ类知识产权数（件）", "Ⅰ类知识产权数（件）", "I类知识产权数", 0, false, true },
    { "职工总数（万人）", "职工总数（万人）", "职工总数(万人)", 0, false, false },
    { "\xEF\xBB\xBF企业名称", "企业名称", "企业名称", 0, false, false },
    { "营业收入\n（万元）", "营业收入\n（万元）", "营业收入", FEN_WAN, false, false },
    { "（）", "（）", "()", 0, false, false },
    { "*统一社会信用代码", "*统一社会信用代码", "统一社会信用代码", 0, false, false },
    { "企业名称（*必填）", "企业名称（*必填）", "企业名称", 0, false, false },
    { "企业名称（必填）＊", "企业名称（必填）＊", "企业名称", 0, false, false },
    { "营业收入（万元）*", "营业收入（万元）*", "营业收入", FEN_WAN, false, false },
    { "营业收入/万元", "营业收入/万元", "营业收入", FEN_WAN, false, false },
    { "营业收入：万元", "营业收入：万元", "营业收入", FEN_WAN, false, false },
    { "营业收入\n万元", "营业收入\n万元", "营业收入", FEN_WAN, false, false },
    { "职工总数/人", "职工总数/人", "职工总数", 0, false, true },
    { "营业收入/利润", "营业收入/利润", "营业收入/利润", 0, false, false },
    { "成立日期（年）", "成立日期（年）", "成立日期(年)", 0, false, false },
    { "营业\u00AD收入\u200E", "营业\u00AD收入\u200E", "营业收入", 0, false, false },
    { "", "", "", 0, false, false },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct heading heading = heading_parse(&arena, slice_of(cases[i].raw));
    cr_expect(slice_is(heading.text, cases[i].text), "%s: text %.*s", cases[i].raw, (int)heading.text.length, heading.text.at);
    cr_expect(slice_is(heading.name, cases[i].name), "%s: name %.*s", cases[i].raw, (int)heading.name.length, heading.name.at);
    cr_expect_eq(heading.unit, cases[i].unit, "%s: unit %" PRId64, cases[i].raw, heading.unit);
    cr_expect(heading.percent == cases[i].percent && heading.counted == cases[i].counted, "%s", cases[i].raw);
  }
  arena_free(&arena);
}

Test(data_field, a_unit_must_suit_its_field)
{
  static const struct {
    const char *raw;
    enum field_kind kind;
    bool fits;
  } cases[] = {
    { "营业收入（万元）", FIELD_MONEY, true },  { "营业收入", FIELD_MONEY, true },
    { "营业收入（%）", FIELD_MONEY, false },    { "营业收入（分）", FIELD_MONEY, false },
    { "营业收入（人）", FIELD_MONEY, false },   { "职工总数（人）", FIELD_COUNT, true },
    { "职工总数（万元）", FIELD_COUNT, false }, { "职工总数（%）", FIELD_COUNT, false },
    { "值（%）", FIELD_NUMBER, true },          { "值（万元）", FIELD_NUMBER, true },
    { "值（分）", FIELD_NUMBER, true },         { "技术领域（项）", FIELD_CHOICE, true },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    struct heading heading = heading_parse(&arena, slice_of(cases[i].raw));
    struct field field = { .kind = cases[i].kind };
    cr_expect_eq(heading_fits(&heading, &field), cases[i].fits, "%s as %s", cases[i].raw, field_kind_name(cases[i].kind, true));
  }
  arena_free(&arena);
}

static const char *const date_aliases[] = { "认定时间", "高企认定时间" };
static const char *const staff_aliases[] = { "职工人数", "rd_staff" };
static struct field fields[] = {
  { .name = "营业收入", .english = "revenue", .kind = FIELD_MONEY },
  { .name = "职工总数", .english = "staff", .kind = FIELD_COUNT, .aliases = staff_aliases, .alias_count = 2 },
  { .name = "科技人员数", .english = "rd_staff", .kind = FIELD_COUNT },
  { .name = "高企认定日期", .english = "hnte_date", .kind = FIELD_DATE, .aliases = date_aliases, .alias_count = 2 },
  { .name = "备注", .english = NULL, .kind = FIELD_TEXT },
};
static const struct table_kind companies = { .name = "企业", .fields = fields, .field_count = COUNT_OF(fields) };

Test(data_field, is_found_by_any_of_its_names)
{
  static const struct {
    const char *name;
    int field; /* -1: none */
  } cases[] = {
    { "营业收入", 0 }, { "revenue", 0 },      { "Revenue", 0 },     { "职工人数", 1 }, { "认定时间", 3 }, { "HNTE_DATE", 3 },
    { "rd_staff", 2 }, { "高企认定时间", 3 }, { "营业收入额", -1 }, { "", -1 },        { "备注", 4 },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const struct field *expected = cases[i].field < 0 ? NULL : &fields[cases[i].field];
    cr_expect_eq(field_find(&companies, slice_of(cases[i].name)), expected, "%s", cases[i].name);
  }
}

Test(data_field, nearest_name)
{
  static const struct {
    const char *name, *nearest;
  } cases[] = {
    { "营业收人", "营业收入" },
    { "营业总收入", "营业收入" },
    { "REVENU", "revenue" },
    { "职工人数量", "职工人数" },
    { "认定日期", "高企认定日期" },
    { "完全不同", NULL },
    { "", NULL },
    { "备", "备注" },
    { "甲", NULL },
  };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    const char *nearest = field_nearest(&companies, slice_of(cases[i].name));
    bool same = nearest && cases[i].nearest ? strcmp(nearest, cases[i].nearest) == 0 : nearest == cases[i].nearest;
    cr_expect(same, "%s: %s", cases[i].name, nearest ? nearest : "none");
  }
}

Test(data_field, every_kind_has_a_name)
{
  for (int kind = 0; kind < FIELD_KINDS; kind++) {
    cr_expect_not_null(field_kind_name((enum field_kind)kind, true), "%d", kind);
    cr_expect_not_null(field_kind_name((enum field_kind)kind, false), "%d", kind);
  }
}

Test(data_field, units_that_stand_alone)
{
  static const struct {
    const char *raw;
    bool unit;
    int64_t stated;
  } cases[] = {
    { "万元", true, 0 },
    { "（万元）", true, 0 },
    { "人", true, 0 },
    { "%", true, 0 },
    { "单位：万元", true, FEN_WAN },
    { "金额单位：人民币万元", false, FEN_WAN },
    { "（单位：亿元、人）", false, FEN_YI },
    { "单位 ： 元", true, FEN_YUAN },
    { "单位名称", false, 0 },
    { "填报单位：某局", false, 0 },
    { "年", false, 0 },
    { "月", false, 0 },
    { "年月日", false, 0 },
    { "5万元", false, 0 },
    { "", false, 0 },
  };
  struct arena arena = { 0 };
  for (size_t i = 0; i < COUNT_OF(cases); i++) {
    cr_expect_eq(is_unit_text(&arena, slice_of(cases[i].raw)), cases[i].unit, "%s", cases[i].raw);
    cr_expect_eq(unit_stated(&arena, slice_of(cases[i].raw)), cases[i].stated, "%s", cases[i].raw);
  }
  arena_free(&arena);
}
