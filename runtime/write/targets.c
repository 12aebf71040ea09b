/* Targets in words and figures. */
#include "write/targets.h"

#include "base/decimal.h"
#include "write/csv.h"
#include "write/result_files.h"

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

void format_figure(struct buffer *out, enum figure_style style, struct ratio value)
{
  int64_t fen;
  if (style == FIGURE_MONEY && ratio_round(value, 1, ROUND_HALF_AWAY, &fen)) format_money(out, fen);
  else figure_write(out, style, value);
}

const char *target_word(enum target_outcome outcome)
{
  static const enum message words[] = {
    [TARGET_MISSED] = MSG_TARGET_MISSED, [TARGET_OPEN] = MSG_TARGET_PENDING, [TARGET_REACHED] = MSG_TARGET_REACHED
  };
  return outcome == TARGET_UNJUDGED ? "" : message_name(words[outcome], LANGUAGE_CHINESE);
}

static void format_part(struct buffer *out, enum language language, enum message name, const struct aggregate_range *measured,
                        enum figure_style style)
{
  format_words(out, language, name);
  format_figure(out, style, measured->certain);
  if (measured->open_high) format_words(out, language, MSG_TARGET_AND_UNKNOWN);
  else if (ratio_compare(measured->low, measured->high) != 0) {
    format_words_before(out, language, MSG_TARGET_AT_MOST);
    format_figure(out, style, measured->high);
    format_words_after(out, language, MSG_TARGET_AT_MOST);
  }
}

static void separate(struct buffer *out, enum language language)
{
  if (out->length) format_words(out, language, MSG_SEMICOLON);
}

static bool is_range(const struct target_result *result)
{
  return !result->has_low || !result->has_high || ratio_compare(result->low, result->high) != 0;
}

static bool is_nothing(const struct aggregate_range *measured)
{
  return !measured->open_low && !measured->open_high && !measured->low.num && !measured->high.num;
}

static void format_range(struct buffer *out, enum language language, const struct target_result *result)
{
  if (!result->has_low && !result->has_high) {
    bool zero = result->zero_base || (result->is_share && is_nothing(&result->whole));
    format_words(out, language, zero ? MSG_TARGET_ZERO : result->has_actual ? MSG_TARGET_RANGE_OPEN : MSG_TARGET_UNKNOWN);
    return;
  }
  struct buffer low = { 0 }, high = { 0 };
  if (result->has_low) format_figure(&low, result->style, result->low);
  if (result->has_high) format_figure(&high, result->style, result->high);
  else format_words(&high, language, MSG_STATE_UNKNOWN);
  format_message(out, language, MSG_TARGET_BETWEEN, (struct slice[]){ buffer_view(&low), buffer_view(&high) }, 2);
  buffer_free(&low);
  buffer_free(&high);
}

static void add_note(struct buffer *out, enum language language, bool holds, enum message message)
{
  if (!holds) return;
  separate(out, language);
  format_words(out, language, message);
}

void format_target_note(struct buffer *out, enum language language, const struct target_result *result)
{
  const struct measure *measure = result->measure;
  add_note(out, language, result->has_goal && measure->reach == MORE_THAN, MSG_TARGET_EXCEED);
  add_note(out, language, result->from_indicator, MSG_TARGET_INDICATOR);
  add_note(out, language, result->goal_contradicted, MSG_TARGET_GOAL_CONTRADICTED);
  add_note(out, language, result->actual_contradicted, MSG_TARGET_ACTUAL_CONTRADICTED);
  if (result->is_share && !result->from_indicator) {
    separate(out, language);
    enum figure_style style = result->part_is_money ? FIGURE_MONEY : FIGURE_NUMBER;
    format_part(out, language, MSG_TARGET_PART, &result->part, style);
    format_part(out, language, MSG_TARGET_WHOLE, &result->whole, style);
  }
  if (is_range(result) && !result->actual_contradicted) separate(out, language), format_range(out, language, result);
  if (measure->note) separate(out, language), buffer_text(out, measure->note);
  for (size_t i = 0; i < measure->reading_count; i++) separate(out, language), buffer_text(out, measure->readings[i]);
}

static void line(struct buffer *out, enum language language, const struct target_result *result, int year)
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
  format_target_note(&cell, language, result);
  csv_next(out, buffer_view(&cell));
  csv_end(out);
  buffer_free(&cell);
}

bool targets_write(struct output *output, const struct target_result *results, size_t count, int year, enum language language,
                   struct fault *fault)
{
  struct output_file *file = result_file_open(output, RESULT_FILE_TARGETS, NULL, fault);
  struct buffer out = { 0 };
  if (!file) return false;
  for (size_t i = 0; i < count; i++) line(&out, language, &results[i], year);
  output_bytes(file, out.at, out.length);
  buffer_free(&out);
  return true;
}
