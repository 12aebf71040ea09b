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

/* A fraction with a short decimal below 1 is read as a percentage. */
static void format_number(struct buffer *out, struct ratio number)
{
  struct ratio percent;
  bool rate = number.den > 1 && number.num > -number.den && number.num < number.den && 1000000000 % number.den == 0;
  if (rate && ratio_multiply(number, ratio_whole(100), &percent)) {
    ratio_write(out, percent);
    buffer_char(out, '%');
  } else {
    ratio_write(out, number);
  }
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
  default: format_number(out, number);
  }
}

static const char *word(enum language language, const char *chinese, const char *english)
{
  return language == LANGUAGE_ENGLISH ? english : chinese;
}

static void format_operand(struct buffer *out, enum language language, const struct node *node)
{
  bool compound = node->op >= NODE_ADD && node->op <= NODE_DIVIDE;
  if (compound) buffer_text(out, word(language, "（", "("));
  format_node(out, language, node);
  if (compound) buffer_text(out, word(language, "）", ")"));
}

static void format_arithmetic(struct buffer *out, enum language language, const struct node *node)
{
  static const char *const signs[] = { " + ", " - ", " × ", " ÷ " };
  format_operand(out, language, node->operands[0]);
  buffer_text(out, signs[node->op - NODE_ADD]);
  format_operand(out, language, node->operands[1]);
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

static void format_set(struct buffer *out, enum language language, const struct node *node)
{
  for (size_t i = 0; i < node->set_count; i++) {
    if (i) buffer_text(out, word(language, "、", ", "));
    if (node->op == NODE_IN_REGION) buffer_printf(out, "%06d", (int)node->codes[i]);
    else buffer_text(out, node->texts[i]);
  }
}

static void format_asked(struct buffer *out, enum language language, const struct node *node)
{
  format_node(out, language, node->operands[0]);
  if (node->op == NODE_WITHIN) {
    buffer_text(out, node->negated ? word(language, "不在", " outside ") : word(language, "在", " within "));
    format_node(out, language, node->operands[1]);
    buffer_text(out, word(language, "内", ""));
    return;
  }
  bool one = node->op == NODE_IN_SET && node->set_count == 1;
  if (one) buffer_text(out, node->negated ? word(language, "不是", " is not ") : word(language, "是", " is "));
  else buffer_text(out, node->negated ? word(language, "不属于", " not in ") : word(language, "属于", " in "));
  format_set(out, language, node);
}

static void format_year(struct buffer *out, enum language language, int64_t offset)
{
  buffer_text(out, word(language, "年度", "the year"));
  if (offset) buffer_printf(out, "%+d", (int)offset);
}

static void format_aggregate(struct buffer *out, enum language language, const struct aggregate *aggregate)
{
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

static void format_constant(struct buffer *out, enum language language, const struct node *node)
{
  if (node->text) buffer_text(out, node->text);
  else if (node->type == TYPE_DURATION) format_duration(out, language, node->duration, node->number.num);
  else format_value(out, language, node->type, node->number);
}

static void format_tiers(struct buffer *out, enum language language, const struct node *node)
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

static void format_condition(struct buffer *out, enum language language, const struct node *node)
{
  switch (node->op) {
  case NODE_COMPARE:
    if (node->operands[0]->type == TYPE_DATE)
      format_operand(out, language, node->operands[0]); /* 「（高企认定日期 + 3年）晚于基准日」 */
    else format_node(out, language, node->operands[0]);
    buffer_text(out, relation_word(language, node->relation, node->operands[0]->type == TYPE_DATE));
    format_node(out, language, node->operands[1]);
    break;
  case NODE_IS_TRUE: format_node(out, language, node->operands[0]); break;
  case NODE_IS_KNOWN:
    buffer_text(out, node_is_condition(node->operands[0]) ? word(language, "能判断：", "decided: ")
                                                          : word(language, "已填", "known: "));
    format_node(out, language, node->operands[0]);
    break;
  case NODE_NOT_OCCURRED:
    buffer_text(out, word(language, "没有", "no "));
    format_node(out, language, node->operands[0]);
    break;
  case NODE_ALL: format_call(out, language, word(language, "全部", "all of"), node); break;
  case NODE_ANY: format_call(out, language, word(language, "任一", "any of"), node); break;
  case NODE_NOT: format_call(out, language, word(language, "非", "not"), node); break;
  default: format_asked(out, language, node);
  }
}

/* 「计算：研发补助（营业收入，研发费用）」 */
static void format_computed(struct buffer *out, enum language language, const struct node *node)
{
  buffer_text(out, word(language, "计算", "computed"));
  if (node->text) buffer_text(out, word(language, "：", ": "));
  format_call(out, language, node->text ? node->text : "", node);
}

/* The year of the policy goes without saying. */
static void format_indicator(struct buffer *out, enum language language, const struct node *node)
{
  buffer_printf(out, word(language, "指标“%s”", "indicator '%s'"), node->text);
  int apart = (int)node->number.num;
  if (node->first) buffer_printf(out, word(language, "（%d 年）", " (%d)"), node->first);
  else if (apart == -1) buffer_text(out, word(language, "（上年）", " (the year before)"));
  else if (apart) buffer_printf(out, word(language, "（年度%+d）", " (the year %+d)"), apart);
}

void format_node(struct buffer *out, enum language language, const struct node *node)
{
  switch (node->op) {
  case NODE_ERROR: buffer_text(out, "?"); break;
  case NODE_CONSTANT: format_constant(out, language, node); break;
  case NODE_PARAMETER: buffer_text(out, node->parameter->name); break;
  case NODE_FIELD:
    buffer_text(out, language == LANGUAGE_ENGLISH && node->field->english ? node->field->english : node->field->name);
    break;
  case NODE_YEAR: format_year(out, language, node->number.num); break;
  case NODE_PERIOD:
    format_node(out, language, node->operands[0]);
    buffer_text(out, word(language, "至", " to "));
    format_node(out, language, node->operands[1]);
    break;
  case NODE_YEAR_DAY:
    if (node->number.num) {
      buffer_printf(out, word(language, "（年度 %c %d）", "(the year %c %d)"), node->number.num < 0 ? '-' : '+',
                    abs((int)node->number.num));
    } else {
      format_year(out, language, 0);
    }
    if (language == LANGUAGE_ENGLISH) buffer_printf(out, "-%02d-%02d", node->first, node->last);
    else buffer_printf(out, "%d月%d日", node->first, node->last);
    break;
  case NODE_YEAR_NUMBER: buffer_text(out, word(language, "年份", "the year")); break;
  case NODE_AS_OF: buffer_text(out, word(language, "基准日", "the date of judgement")); break;
  case NODE_ADD:
  case NODE_SUBTRACT:
  case NODE_MULTIPLY:
  case NODE_DIVIDE: format_arithmetic(out, language, node); break;
  case NODE_LARGEST: format_call(out, language, word(language, "取大", "largest"), node); break;
  case NODE_SMALLEST: format_call(out, language, word(language, "取小", "smallest"), node); break;
  case NODE_CASES: format_tiers(out, language, node); break;
  case NODE_COUNT_FALSE: format_call(out, language, word(language, "未达项数", "failing"), node); break;
  case NODE_DIVISION: format_call(out, language, word(language, "大类", "division"), node); break;
  case NODE_AGGREGATE: format_aggregate(out, language, node->aggregate); break;
  case NODE_INDICATOR: format_indicator(out, language, node); break;
  case NODE_COMPUTED: format_computed(out, language, node); break;
  case NODE_NAMED: buffer_text(out, node->text); break;
  default: format_condition(out, language, node);
  }
}
