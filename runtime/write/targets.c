/* Targets in words and figures. */
#include "write/targets.h"

#include "base/decimal.h"
#include "write/csv.h"

void figure_write(struct buffer *out, enum figure_style style, struct ratio value)
{
  struct ratio hundred;
  int64_t rounded;
  if (style == FIGURE_PERCENT) {
    format_percent(out, value);
  } else if (style == FIGURE_MONEY) {
    if (ratio_round(value, 1, ROUND_HALF_AWAY, &rounded)) money_write(out, rounded);
  } else if (value.den == 1) {
    buffer_integer(out, value.num);
  } else if (ratio_multiply(value, ratio_whole(100), &hundred) && ratio_round(hundred, 1, ROUND_HALF_AWAY, &rounded)) {
    money_write(out, rounded); /* two decimals */
  }
}

const char *target_word(enum target_outcome outcome)
{
  static const char *const words[] = { "", "未完成", "待核实", "完成" };
  return words[outcome];
}

static void format_part(struct buffer *out, const char *name, const struct aggregate_range *measured, enum figure_style style)
{
  buffer_text(out, name);
  figure_write(out, style, measured->certain);
  if (measured->open_high) buffer_text(out, "（另有金额未知）");
  else if (ratio_compare(measured->low, measured->high) != 0) {
    buffer_text(out, "（至多 ");
    figure_write(out, style, measured->high);
    buffer_text(out, "）");
  }
}

static void separate(struct buffer *out)
{
  if (out->length) buffer_text(out, "；");
}

static bool is_range(const struct target_result *result)
{
  return !result->has_low || !result->has_high || ratio_compare(result->low, result->high) != 0;
}

static bool is_nothing(const struct aggregate_range *measured)
{
  return !measured->open_low && !measured->open_high && !measured->low.num && !measured->high.num;
}

static void format_range(struct buffer *out, const struct target_result *result)
{
  if (!result->has_low && !result->has_high) {
    bool zero = result->zero_base || (result->is_share && is_nothing(&result->whole));
    buffer_text(out, zero                 ? "分母为 0，不能判断"
                     : result->has_actual ? "另有数据不知道，实际值的范围不能确定"
                                          : "实际值未知，可由 指标 表给出");
    return;
  }
  buffer_text(out, "数据不全，实际值在 ");
  if (result->has_low) figure_write(out, result->style, result->low);
  buffer_text(out, " 至 ");
  if (result->has_high) figure_write(out, result->style, result->high);
  else buffer_text(out, "未知");
  buffer_text(out, " 之间");
}

void format_target_note(struct buffer *out, const struct target_result *result)
{
  const struct measure *measure = result->measure;
  if (result->has_goal && measure->reach == MORE_THAN) buffer_text(out, "应超过目标值");
  if (result->from_indicator) separate(out), buffer_text(out, "实际值取自指标表");
  if (result->goal_contradicted) separate(out), buffer_text(out, "任务分解有两行矛盾，目标值不知道");
  if (result->actual_contradicted) separate(out), buffer_text(out, "指标有两行矛盾，实际值不知道");
  if (result->is_share && !result->from_indicator) {
    separate(out);
    enum figure_style style = result->part_is_money ? FIGURE_MONEY : FIGURE_NUMBER;
    format_part(out, "分子 ", &result->part, style);
    format_part(out, "，分母 ", &result->whole, style);
  }
  if (is_range(result) && !result->actual_contradicted) separate(out), format_range(out, result);
  if (measure->note) separate(out), buffer_text(out, measure->note);
  for (size_t i = 0; i < measure->reading_count; i++) separate(out), buffer_text(out, measure->readings[i]);
}

static void line(struct buffer *out, const struct target_result *result, int year)
{
  struct buffer cell = { 0 };
  struct ratio rate;
  csv_cell(out, slice_of(result->measure->id));
  csv_next(out, slice_of(result->measure->name));
  csv_next(out, slice_of(result->measure->clause));
  csv_next(out, result->unit);
  buffer_printf(out, ",%d,", year);
  if (result->has_goal) figure_write(out, result->style, result->goal);
  buffer_char(out, ',');
  if (result->has_actual) figure_write(out, result->style, result->actual);
  buffer_char(out, ',');
  bool rated =
      result->has_goal && result->has_actual && result->goal.num > 0 && ratio_divide(result->actual, result->goal, &rate);
  if (rated) format_percent(out, rate);
  buffer_char(out, ',');
  buffer_text(out, target_word(result->outcome));
  format_target_note(&cell, result);
  csv_next(out, buffer_view(&cell));
  csv_end(out);
  buffer_free(&cell);
}

bool targets_write(struct output *output, const struct target_result *results, size_t count, int year, struct fault *fault)
{
  struct output_file *file = output_file(output, "targets.csv", fault);
  struct buffer out = { 0 };
  if (!file) return false;
  buffer_text(&out, CSV_MARK);
  csv_row(&out, "目标编号", "目标", "条款", "单位", "年度", "目标值", "实际值", "完成率", "结果", "说明", NULL);
  for (size_t i = 0; i < count; i++) line(&out, &results[i], year);
  output_bytes(file, out.at, out.length);
  buffer_free(&out);
  return true;
}
