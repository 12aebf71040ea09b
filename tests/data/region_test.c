/* Region: the list that the program carries, full names, relations, and guesses at what was meant. */
#include "data/region.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static struct arena arena;
static struct regions *regions;
static struct buffer said;

static void load(void)
{
  regions = regions_load(&arena, stdlib_regions_txt, stdlib_regions_txt_length);
}

static void unload(void)
{
  buffer_free(&said);
  arena_free(&arena);
}

TestSuite(data_region, .init = load, .fini = unload);

static const struct {
  int32_t code;
  const char *name, *full;
} known[] = {
  { 110000, "北京市", "北京市" },
  { 110100, "市辖区", "北京市市辖区" },
  { 110101, "东城区", "北京市东城区" },
  { 310000, "上海市", "上海市" },
  { 320614, "海门区", "江苏省南通市海门区" },
  { 320684, "海门市", "江苏省南通市海门市" },
  { 440300, "深圳市", "广东省深圳市" },
  { 441900, "东莞市", "广东省东莞市" },
  { 500000, "重庆市", "重庆市" },
  { 500101, "万州区", "重庆市万州区" },
  { 500229, "城口县", "重庆市城口县" },
  { 469005, "文昌市", "海南省文昌市" },
  { 620100, "兰州市", "甘肃省兰州市" },
  { 620102, "城关区", "甘肃省兰州市城关区" },
  { 650000, "新疆维吾尔自治区", "新疆维吾尔自治区" },
  { 650100, "乌鲁木齐市", "新疆维吾尔自治区乌鲁木齐市" },
  { 650102, "天山区", "新疆维吾尔自治区乌鲁木齐市天山区" },
  { 650104, "新市区", "新疆维吾尔自治区乌鲁木齐市新市区" },
  { 650106, "头屯河区", "新疆维吾尔自治区乌鲁木齐市头屯河区" },
  { 650109, "米东区", "新疆维吾尔自治区乌鲁木齐市米东区" },
  { 650121, "乌鲁木齐县", "新疆维吾尔自治区乌鲁木齐市乌鲁木齐县" },
  { 652300, "昌吉回族自治州", "新疆维吾尔自治区昌吉回族自治州" },
  { 659001, "石河子市", "新疆维吾尔自治区石河子市" },
  { 710000, "台湾省", "台湾省" },
  { 810000, "香港特别行政区", "香港特别行政区" },
  { 650199, NULL, "650199" },
  { 0, NULL, "000000" },
  { -1, NULL, "-00001" },
};

Test(data_region, names)
{
  for (size_t i = 0; i < COUNT(known); i++) {
    const char *name = region_name(regions, known[i].code);
    buffer_reset(&said);
    format_region(&said, regions, known[i].code);
    cr_expect_eq(region_exists(regions, known[i].code), known[i].name != NULL, "%d", known[i].code);
    cr_expect(known[i].name ? name && strcmp(name, known[i].name) == 0 : !name, "%d: %s", known[i].code, name);
    cr_expect(slice_is(buffer_view(&said), known[i].full), "%d: %.*s", known[i].code, (int)said.length, said.at);
  }
}

/* Each line of the list is read, and every division lies in one that is there too. */
Test(data_region, list_is_whole)
{
  size_t lines = 0, provinces = 0;
  int32_t before = 0;
  for (const char *at = stdlib_regions_txt; at < stdlib_regions_txt + stdlib_regions_txt_length; at = strchr(at, '\n') + 1) {
    if (*at == '#') continue;
    int32_t code = (int32_t)strtol(at, NULL, 10);
    lines++;
    provinces += region_prefix_length(code) == 2;
    cr_assert_gt(code, before, "%d stands after %d", code, before);
    cr_expect(region_exists(regions, code), "%d", code);
    cr_expect(region_exists(regions, code / 10000 * 10000), "%d has no province", code);
    cr_expect(region_exists(regions, code / 100 * 100) || code % 10000 / 100 == 0, "%d has no prefecture", code);
    before = code;
  }
  cr_expect_eq(lines, regions_count(regions));
  cr_expect_eq(provinces, 34);
}

static const struct {
  int32_t code, asked;
  enum region_relation relation;
} relations[] = {
  { 650102, 650102, REGION_INSIDE },  { 650102, 650100, REGION_INSIDE },  { 650102, 650000, REGION_INSIDE },
  { 650100, 650100, REGION_INSIDE },  { 650100, 650000, REGION_INSIDE },  { 650000, 650100, REGION_COARSER },
  { 650000, 650102, REGION_COARSER }, { 650100, 650102, REGION_COARSER }, { 650103, 650102, REGION_OUTSIDE },
  { 652300, 650100, REGION_OUTSIDE }, { 110000, 650100, REGION_OUTSIDE }, { 659001, 659000, REGION_INSIDE },
  { 659001, 650000, REGION_INSIDE },  { 659000, 659001, REGION_COARSER }, { 650199, 650100, REGION_INSIDE },
  { 110101, 110000, REGION_INSIDE },  { 110000, 110101, REGION_COARSER }, { 0, 650100, REGION_OUTSIDE },
};

Test(data_region, within)
{
  for (size_t i = 0; i < COUNT(relations); i++)
    cr_expect_eq(region_within(relations[i].code, relations[i].asked), relations[i].relation, "%d in %d", relations[i].code,
                 relations[i].asked);
}

Test(data_region, prefix_length)
{
  static const int32_t lengths[][2] = {
    { 650000, 2 }, { 650100, 4 }, { 650102, 6 }, { 659001, 6 }, { 659000, 4 }, { 110000, 2 }
  };
  for (size_t i = 0; i < COUNT(lengths); i++)
    cr_expect_eq(region_prefix_length(lengths[i][0]), lengths[i][1], "%d", lengths[i][0]);
}

static const struct {
  const char *name;
  int32_t code;
} finds[] = { { "新疆维吾尔自治区乌鲁木齐市", 650100 },
              { "乌鲁木齐市", 650100 },
              { "甘肃省兰州市城关区", 620102 },
              { "城关区", 0 },
              { "新疆维吾尔自治区石河子市", 659001 },
              { "北京市东城区", 110101 },
              { "北京市", 110000 },
              { "", 0 },
              { "乌鲁木齐", 0 },
              { "不存在的市", 0 },
              { "海门市", 320614 },
              { "崇文区", 110101 },
              { "巢湖市", 340181 },
              { "桥东区", 130702 },
              { "河北省石家庄市桥东区", 0 } };

Test(data_region, find)
{
  for (size_t i = 0; i < COUNT(finds); i++) {
    int32_t code = region_find(regions, slice_of(finds[i].name));
    cr_expect_eq(code, finds[i].code, "%s: %d", finds[i].name, code);
  }
}

static const struct {
  int32_t code;
  enum region_standing standing;
  int32_t now;
  const char *successors;
} todays[] = { { 650102, REGION_IN_FORCE, 650102, NULL },
               { 320684, REGION_SUCCEEDED, 320614, "320614" },
               { 110224, REGION_SUCCEEDED, 110115, "110115" },
               { 130103, REGION_DISSOLVED, 0, "130102 130104" },
               { 341400, REGION_DISSOLVED, 0, "-" },
               { 560103, REGION_NONE, 0, NULL },
               { 0, REGION_NONE, 0, NULL },
               { 999999, REGION_NONE, 0, NULL } };

Test(data_region, today)
{
  const uint64_t *in_force = regions_in_force(regions);
  for (size_t i = 0; i < COUNT(todays); i++) {
    const char *successors;
    int32_t now, code = todays[i].code;
    cr_expect_eq(region_today(regions, code, &now, &successors), todays[i].standing, "%d", code);
    cr_expect_eq(now, todays[i].now, "%d: %d", code, now);
    bool same = todays[i].successors ? successors && strcmp(successors, todays[i].successors) == 0 : !successors;
    cr_expect(same, "%d: %s", code, successors ? successors : "nothing");
    cr_expect_eq(in_force[code / 64] >> code % 64 & 1, todays[i].standing == REGION_IN_FORCE, "%d", code);
  }
}

Test(data_region, bearers)
{
  const char *many = region_bearers(&arena, regions, SLICE("城关区"));
  cr_assert(many);
  cr_expect(strstr(many, "540102 西藏自治区拉萨市城关区") && strstr(many, "620102 甘肃省兰州市城关区"), "%s", many);
  cr_expect(!region_bearers(&arena, regions, SLICE("天山区")));
  cr_expect(!region_bearers(&arena, regions, SLICE("甘肃省兰州市城关区")));
}

static const struct {
  const char *text, *nearest;
} guesses[] = {
  { "650110", "650100 新疆维吾尔自治区乌鲁木齐市" },
  { "660102", "650102 新疆维吾尔自治区乌鲁木齐市天山区" },
  { "650199", "650109 新疆维吾尔自治区乌鲁木齐市米东区" },
  { "659988", "650000 新疆维吾尔自治区" },
  { "990088", NULL },
  { "乌鲁木齐", "650100 新疆维吾尔自治区乌鲁木齐市" },
  { "乌鲁木齐市", "650100 新疆维吾尔自治区乌鲁木齐市" },
  { "乌鲁木奇市", "650100 新疆维吾尔自治区乌鲁木齐市" },
  { "乌鲁木齐市天山区", "650102 新疆维吾尔自治区乌鲁木齐市天山区" },
  { "新疆", "650000 新疆维吾尔自治区" },
  { "ab", NULL },
  { "石河子", "659001 新疆维吾尔自治区石河子市" },
  { "昌吉州", "652300 新疆维吾尔自治区昌吉回族自治州" },
  { "火星", NULL },
  { "", NULL },
};

Test(data_region, nearest)
{
  for (size_t i = 0; i < COUNT(guesses); i++) {
    const char *nearest = region_nearest(&arena, regions, slice_of(guesses[i].text));
    bool right = guesses[i].nearest ? nearest && strcmp(nearest, guesses[i].nearest) == 0 : !nearest;
    cr_expect(right, "%s: %s", guesses[i].text, nearest ? nearest : "nothing");
  }
}

static const struct {
  const char *text;
  size_t count;
} lists[] = { { "", 0 },
              { "# only words\n", 0 },
              { "110000 北京市\n", 1 },
              { "110000 北京市", 1 },
              { "110000 北京市\n110000 again\n", 1 },
              { "11000 short\n110000\n110000 \nabcdef x\n110000\tx\n", 0 },
              { "120000 天津市\n110000 北京市\n", 1 },
              { "110000 北京市\n110103 崇文区 → 110101\n", 2 } };

Test(data_region, lines_that_are_no_entries_are_left_out)
{
  for (size_t i = 0; i < COUNT(lists); i++) {
    struct regions *list = regions_load(&arena, lists[i].text, strlen(lists[i].text));
    cr_expect_eq(regions_count(list), lists[i].count, "list %zu: %zu", i, regions_count(list));
  }
}
