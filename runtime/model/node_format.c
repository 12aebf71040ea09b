/* Expressions in words: for explanations, the printed page, messages, and tostring() in scripts. */
#include <stdlib.h>
#include <string.h>

#include "model/node.h"
#include "model/model.h"

const char *type_name(enum value_type type, enum language language)
{
  static const char *const names[VALUE_TYPES][2] = {
    [TYPE_ERROR] = { "错误", "error" },
    [TYPE_TRUTH] = { "是否", "a yes/no" },
    [TYPE_MONEY] = { "金额", "money" },
    [TYPE_NUMBER] = { "数", "a number" },
    [TYPE_DATE] = { "日期", "a date" },
    [TYPE_PERIOD] = { "时段", "a period" },
    [TYPE_DURATION] = { "期限", "a duration" },
    [TYPE_CHOICE] = { "选项", "a choice" },
    [TYPE_TEXT] = { "文字", "a text" },
    [TYPE_CODE] = { "代码", "a code" },
    [TYPE_REGION] = { "行政区划代码", "a region code" },
    [TYPE_INDUSTRY] = { "行业代码", "an industry code" },
  };
  return names[type][language];
}

static void format_duration(struct buffer *out, enum language language, enum duration_unit unit, int64_t count)
{
  bool years = unit == DURATION_MONTHS && count % 12 == 0;
  buffer_integer(out, years ? count / 12 : count);
  if (language == LANGUAGE_ENGLISH) buffer_text(out, unit == DURATION_DAYS ? " days" : years ? " years" : " months");
  else buffer_text(out, unit == DURATION_DAYS ? "天" : years ? "年" : "个月");
}

void format_share(struct buffer *out, struct ratio share)
{
  struct ratio percent;
  bool exact = 1000000000 % share.den == 0 && ratio_multiply(share, ratio_whole(100), &percent);
  if (exact) ratio_write(out, percent), buffer_char(out, '%');
  else ratio_write(out, share);
}

void format_value(struct buffer *out, enum language language, enum value_type type, struct ratio number)
{
  switch (type) {
  case TYPE_MONEY: format_money(out, number.num); break;
  case TYPE_DATE: date_write(out, (date)number.num); break;
  case TYPE_TRUTH:
    buffer_text(out, language == LANGUAGE_ENGLISH ? (number.num ? "yes" : "no") : (number.num ? "是" : "否"));
    break;
  case TYPE_REGION: buffer_printf(out, "%06d", (int)number.num); break;
  case TYPE_DURATION: format_duration(out, language, DURATION_DAYS, number.num); break;
  default: ratio_write(out, number);
  }
}

static const char *word(enum language language, const char *chinese, const char *english)
{
  return language == LANGUAGE_ENGLISH ? english : chinese;
}

bool is_share_of(const struct node *node, const struct node *other)
{
  const struct ratio number = node->number;
  if (node->op != NODE_CONSTANT || node->type != TYPE_NUMBER) return false;
  bool part = number.num > 0 && number.num < number.den;
  return node->percent || (part && (other->type == TYPE_MONEY || node_is_share(other)));
}

/* A number beside what makes it a share. */
static void format_beside(struct buffer *out, enum language language, const struct node *node, const struct node *other)
{
  if (is_share_of(node, other)) format_share(out, node->number);
  else format_node(out, language, node);
}

static void format_operand(struct buffer *out, enum language language, const struct node *node, const struct node *other)
{
  bool compound = node_is_arithmetic(node);
  if (compound) buffer_text(out, word(language, "（", "("));
  format_beside(out, language, node, other);
  if (compound) buffer_text(out, word(language, "）", ")"));
}

void format_node_arithmetic(struct buffer *out, enum language language, const struct node *node)
{
  static const char *const signs[] = { " + ", " - ", " × ", " ÷ " };
  format_operand(out, language, node->operands[0], node->operands[1]);
  buffer_text(out, signs[node->op - NODE_ADD]);
  format_operand(out, language, node->operands[1], node->operands[0]);
}

static void format_join(struct buffer *out, enum language language, const struct node *const *nodes, size_t count,
                        const char *between)
{
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_text(out, between);
    format_node(out, language, nodes[i]);
  }
}

static void format_call(struct buffer *out, enum language language, const char *name, const struct node *node)
{
  buffer_text(out, name);
  buffer_text(out, word(language, "（", "("));
  format_join(out, language, node->operands, node->operand_count, word(language, "，", ", "));
  buffer_text(out, word(language, "）", ")"));
}

static const char *relation_word(enum language language, enum relation relation, bool dates)
{
  static const char *const words[][4] = {
    [AT_LEAST] = { "不低于", " at least ", "不早于", " not before " },
    [MORE_THAN] = { "超过", " more than ", "晚于", " after " },
    [AT_MOST] = { "不超过", " at most ", "不晚于", " not after " },
    [LESS_THAN] = { "低于", " less than ", "早于", " before " },
    [EQUAL] = { "等于", " equal to ", "为", " on " },
    [UNEQUAL] = { "不等于", " not equal to ", "不为", " not on " },
  };
  return words[relation][(dates ? 2 : 0) + (language == LANGUAGE_ENGLISH)];
}

static void format_choice(struct buffer *out, enum language language, bool negated, const char *const words[2][2])
{
  buffer_text(out, words[negated][language]);
}

void format_node_within(struct buffer *out, enum language language, const struct node *node)
{
  static const char *const words[2][2] = { { "在", " within " }, { "不在", " outside " } };
  format_node(out, language, node->operands[0]);
  format_choice(out, language, node->negated, words);
  format_node(out, language, node->operands[1]);
  buffer_text(out, word(language, "内", ""));
}

/* Of regions the codes: their names are in no model. */
void format_node_in_set(struct buffer *out, enum language language, const struct node *node)
{
  static const char *const one[2][2] = { { "是", " is " }, { "不是", " is not " } }, *const several[2][2] = {
    { "属于", " in " }, { "不属于", " not in " }
  };
  bool regions = node->operands[0]->type == TYPE_REGION;
  format_node(out, language, node->operands[0]);
  format_choice(out, language, node->negated, !regions && node->set_count == 1 ? one : several);
  for (size_t i = 0; i < node->set_count; i++) {
    if (i) buffer_text(out, word(language, "、", ", "));
    if (regions) buffer_printf(out, "%06d", (int)node->codes[i]);
    else buffer_text(out, node->texts[i]);
  }
}

static void format_year(struct buffer *out, enum language language, int64_t offset)
{
  buffer_text(out, word(language, "年度", "the year"));
  if (offset) buffer_printf(out, "%+d", (int)offset);
}

void format_node_aggregate(struct buffer *out, enum language language, const struct node *node)
{
  const struct aggregate *aggregate = node->aggregate;
  static const char *const names[][2] = {
    [AGGREGATE_COUNT] = { "件数", "count" }, [AGGREGATE_DISTINCT] = { "户数", "distinct" }, [AGGREGATE_SUM] = { "合计", "sum" }
  };
  buffer_text(out, names[aggregate->kind][language]);
  buffer_text(out, word(language, "（", "("));
  if (aggregate->value) format_node(out, language, aggregate->value);
  else if (!aggregate->condition) buffer_text(out, aggregate->table_name);
  if (aggregate->condition) {
    buffer_text(out, aggregate->value ? word(language, "；", "; ") : "");
    format_node(out, language, aggregate->condition);
  }
  buffer_text(out, word(language, "）", ")"));
}

void format_node_constant(struct buffer *out, enum language language, const struct node *node)
{
  if (node->text) buffer_text(out, node->text);
  else if (node->type == TYPE_DURATION) format_duration(out, language, node->duration, node->number.num);
  else if (node->percent) format_share(out, node->number);
  else format_value(out, language, node->type, node->number);
}

void format_node_cases(struct buffer *out, enum language language, const struct node *node)
{
  buffer_text(out, word(language, "分档（", "tiers("));
  for (size_t i = 0; i + 1 < node->operand_count; i += 2) {
    if (i) buffer_text(out, word(language, "；", "; "));
    bool rest = node->operands[i]->op == NODE_ALL && node->operands[i]->operand_count == 0;
    if (rest) buffer_text(out, word(language, "其余", "otherwise"));
    else format_node(out, language, node->operands[i]);
    buffer_text(out, word(language, "取", " then "));
    format_node(out, language, node->operands[i + 1]);
  }
  buffer_text(out, word(language, "）", ")"));
}

/* 「（高企认定日期 + 3年）晚于基准日」 */
void format_node_compare(struct buffer *out, enum language language, const struct node *node)
{
  bool dates = node->operands[0]->type == TYPE_DATE;
  if (dates) format_operand(out, language, node->operands[0], node->operands[1]);
  else format_node(out, language, node->operands[0]);
  buffer_text(out, relation_word(language, node->relation, dates));
  format_beside(out, language, node->operands[1], node->operands[0]);
}

void format_node_operand(struct buffer *out, enum language language, const struct node *node)
{
  format_node(out, language, node->operands[0]);
}

void format_node_is_known(struct buffer *out, enum language language, const struct node *node)
{
  bool condition = node_is_condition(node->operands[0]);
  buffer_text(out, condition ? word(language, "能判断：", "decided: ") : word(language, "已填", "known: "));
  format_node(out, language, node->operands[0]);
}

void format_node_not_occurred(struct buffer *out, enum language language, const struct node *node)
{
  buffer_text(out, word(language, "没有", "no "));
  format_node(out, language, node->operands[0]);
}

/* `全部（甲，乙）` */
#define CALL(name, chinese, english)                                                                                             \
  void format_node_##name(struct buffer *out, enum language language, const struct node *node)                                   \
  {                                                                                                                              \
    format_call(out, language, word(language, chinese, english), node);                                                          \
  }
CALL(all, "全部", "all of")
CALL(any, "任一", "any of")
CALL(not, "非", "not")
CALL(largest, "取大", "largest")
CALL(smallest, "取小", "smallest")
CALL(count_false, "未达项数", "failing")
CALL(division, "大类", "division")
#undef CALL

/* 「计算：研发补助（营业收入，研发费用）」 */
void format_node_computed(struct buffer *out, enum language language, const struct node *node)
{
  buffer_text(out, word(language, "计算", "computed"));
  if (node->text) buffer_text(out, word(language, "：", ": "));
  format_call(out, language, node->text ? node->text : "", node);
}

/* The year of the policy goes without saying. */
void format_node_indicator(struct buffer *out, enum language language, const struct node *node)
{
  buffer_printf(out, word(language, "指标“%s”", "indicator '%s'"), node->text);
  int apart = (int)node->number.num;
  if (node->first) buffer_printf(out, word(language, "（%d 年）", " (%d)"), node->first);
  else if (apart == -1) buffer_text(out, word(language, "（上年）", " (the year before)"));
  else if (apart) buffer_printf(out, word(language, "（年度%+d）", " (the year %+d)"), apart);
}

void format_node_error(struct buffer *out, enum language language, const struct node *node)
{
  (void)language, (void)node;
  buffer_text(out, "?");
}

void format_node_parameter(struct buffer *out, enum language language, const struct node *node)
{
  (void)language;
  buffer_text(out, node->parameter ? node->parameter->name : "?");
}

void format_node_field(struct buffer *out, enum language language, const struct node *node)
{
  buffer_text(out, language == LANGUAGE_ENGLISH && node->field->english ? node->field->english : node->field->name);
}

void format_node_year(struct buffer *out, enum language language, const struct node *node)
{
  format_year(out, language, node->number.num);
}

void format_node_period(struct buffer *out, enum language language, const struct node *node)
{
  format_node(out, language, node->operands[0]);
  buffer_text(out, word(language, "至", " to "));
  format_node(out, language, node->operands[1]);
}

void format_node_year_day(struct buffer *out, enum language language, const struct node *node)
{
  char sign = node->number.num < 0 ? '-' : '+';
  int apart = abs((int)node->number.num);
  if (apart) buffer_printf(out, word(language, "（年度 %c %d）", "(the year %c %d)"), sign, apart);
  else format_year(out, language, 0);
  if (language == LANGUAGE_ENGLISH) buffer_printf(out, "-%02d-%02d", node->first, node->last);
  else buffer_printf(out, "%d月%d日", node->first, node->last);
}

void format_node_year_number(struct buffer *out, enum language language, const struct node *node)
{
  (void)node;
  buffer_text(out, word(language, "年份", "the year"));
}

void format_node_as_of(struct buffer *out, enum language language, const struct node *node)
{
  (void)node;
  buffer_text(out, word(language, "基准日", "the date of judgement"));
}

void format_node_named(struct buffer *out, enum language language, const struct node *node)
{
  (void)language;
  buffer_text(out, node->text);
}

const uint8_t node_roles[NODE_OPS] = {
#define NODE(kind, role, ...) [NODE_##kind] = NODE_ROLE_##role,
#include "model/nodes.def"
#undef NODE
};

void format_node(struct buffer *out, enum language language, const struct node *node)
{
  static node_format *const formats[NODE_OPS] = {
#define NODE(kind, role, format, ...) [NODE_##kind] = format,
#include "model/nodes.def"
#undef NODE
  };
  formats[node->op](out, language, node);
}
