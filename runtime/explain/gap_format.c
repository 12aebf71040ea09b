/* What is lacking, in words. */
#include <string.h>

#include "explain/gap.h"

/* `40 万元`, exact to the fen: from one 万元 on in 万元 or 亿元, so that the figures of a sentence compare. */
static void money_spaced(struct buffer *out, int64_t fen)
{
  int64_t unit = money_unit_string(fen);
  bool exact = unit == FEN_YUAN && fen >= FEN_WAN;
  if (exact) money_write_wan(out, fen);
  else money_figure(out, fen, unit);
  buffer_text(out, unit == FEN_YI ? " 亿元" : unit == FEN_YUAN && !exact ? " 元" : " 万元");
}

/* 科技人员数 is counted as 科技人员; 职工总数 and 认定次数 keep their ending. */
static void format_name(struct buffer *out, const struct wording *reason, const struct field *field)
{
  bool english = reason->language == LANGUAGE_ENGLISH && field->english;
  struct slice name = slice_of(english ? field->english : field->name);
  bool counted =
      !english && field->kind == FIELD_COUNT && slice_ends(name, "数") && !slice_ends(name, "总数") && !slice_ends(name, "次数");
  if (counted) name.length -= strlen("数");
  buffer_slice(out, name);
}

static void format_amount(struct buffer *out, const struct wording *reason, const struct field *field, struct ratio by)
{
  if (by.num < 0) by.num = -by.num;
  if (field->kind == FIELD_MONEY) {
    money_spaced(out, by.num);
    return;
  }
  ratio_write(out, by);
  if (field->kind == FIELD_DATE) buffer_text(out, wording_word(reason, " 天", " days"));
  else if (field->unit && reason->language == LANGUAGE_CHINESE) buffer_char(out, ' '), buffer_text(out, field->unit);
}

void format_rise(struct buffer *out, const struct wording *reason, const struct field *field)
{
  format_name(out, reason, field);
  buffer_text(out, wording_word(reason, "再增加 ", " more by "));
}

void format_rise_by(struct buffer *out, const struct wording *reason, const struct field *field, int64_t by)
{
  format_amount(out, reason, field, ratio_whole(by));
}

static void format_moved(struct buffer *out, const struct wording *reason, const struct day_shift *change)
{
  struct ratio before = { change->before.num, change->before.den }, after = { change->after.num, change->after.den }, by;
  bool rises = ratio_compare(after, before) > 0, day = change->field->kind == FIELD_DATE;
  if (rises && !day) {
    format_rise(out, reason, change->field);
  } else {
    format_name(out, reason, change->field);
    buffer_text(out, !day    ? wording_word(reason, "减少 ", " less by ")
                     : rises ? wording_word(reason, "推后 ", " later by ")
                             : wording_word(reason, "提前 ", " earlier by "));
  }
  if (ratio_subtract(after, before, &by)) format_amount(out, reason, change->field, by);
}

static void format_chosen(struct buffer *out, const struct wording *reason, const struct day_shift *change)
{
  const struct field *field = change->field;
  bool english = reason->language == LANGUAGE_ENGLISH && field->english;
  buffer_text(out, wording_word(reason, "“", "'"));
  buffer_text(out, english ? field->english : field->name);
  buffer_text(out, wording_word(reason, "”由“", "' from '"));
  format_cell(out, field, &change->before);
  buffer_text(out, wording_word(reason, "”变为“", "' to '"));
  format_cell(out, field, &change->after);
  buffer_text(out, wording_word(reason, "”", "'"));
}

/* 「自 2023-04-01 起注册成立满一年」 */
static void format_delay(struct buffer *out, const struct wording *reason, const struct node *node)
{
  bool ends = node->op == NODE_NOT && node->operands[0]->op == NODE_NAMED;
  if (node->op == NODE_NAMED) {
    buffer_text(out, node->text);
    return;
  }
  buffer_text(out, ends ? wording_word(reason, "“", "'") : wording_word(reason, "满足“", "it holds that '"));
  format_node(out, reason->language, ends ? node->operands[0] : node);
  buffer_text(out, ends ? wording_word(reason, "”不再成立", "' no longer holds") : wording_word(reason, "”", "'"));
}

static void format_waiting(struct buffer *out, const struct wording *reason, const struct day_shift *change,
                           const struct statement *statement)
{
  buffer_text(out, wording_word(reason, "自 ", "from "));
  date_write(out, (date)change->after.num);
  buffer_text(out, wording_word(reason, " 起", " on"));
  for (size_t i = 0; statement && i < statement->delay_count; i++) {
    buffer_text(out, i ? wording_word(reason, "、", ", ") : wording_word(reason, "", " "));
    format_delay(out, reason, statement->delays[i]);
  }
}

void format_shift(struct buffer *out, const struct wording *reason, const struct day_shift *change,
                  const struct statement *statement)
{
  if (!change->field) format_waiting(out, reason, change, statement);
  else if (change->field->kind == FIELD_YESNO || change->field->kind == FIELD_CHOICE) format_chosen(out, reason, change);
  else format_moved(out, reason, change);
}

static bool format_statement(struct buffer *out, const struct wording *reason, const struct statement *statement)
{
  size_t before = out->length;
  for (size_t i = 0; i < statement->count; i++) {
    if (i) buffer_text(out, wording_word(reason, "，", ", "));
    format_shift(out, reason, &statement->changes[i], statement);
  }
  struct buffer missing = { 0 };
  if (format_missing_list(&missing, reason, &statement->missing)) {
    buffer_text(out, statement->count ? wording_word(reason, "，并待补：", ", and missing: ")
                                      : wording_word(reason, "待补：", "missing: "));
    buffer_slice(out, buffer_view(&missing));
  } else if (statement->open) {
    if (statement->count) buffer_text(out, wording_word(reason, "，", ", "));
    buffer_text(out, wording_word(reason, "资料不足，还不能判断", "too little is known to decide"));
  }
  buffer_free(&missing);
  return out->length > before;
}

static void format_failing_conditions(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                                      const struct node *const *conditions, size_t count)
{
  struct wording brief = *reason;
  brief.depth = 1;
  for (size_t i = 0; i < count; i++) {
    if (i) buffer_text(out, wording_word(reason, "、", ", "));
    if (conditions[i]->op == NODE_NAMED) buffer_text(out, conditions[i]->text);
    else if (conditions[i]->op == NODE_IS_TRUE) format_node(out, reason->language, conditions[i]);
    else format_fact(out, &brief, subject, conditions[i]);
  }
}

static bool part(struct buffer *out, const struct wording *reason, bool any)
{
  if (any) buffer_text(out, wording_word(reason, "；", "; "));
  return true;
}

bool format_gap(struct buffer *out, const struct wording *reason, const struct row_context *subject, const struct gap *gap)
{
  bool any = false;
  for (size_t i = 0; i < gap->statement_count; i++) {
    if (i) buffer_text(out, wording_word(reason, "；或：", "; or: "));
    any |= format_statement(out, reason, &gap->statements[i]);
  }
  if (gap->unsettled_count) {
    any = part(out, reason, any);
    buffer_text(out, wording_word(reason, "互相牵制、算不出确切数额：", "depend on one another, no figure can be given: "));
    format_failing_conditions(out, reason, subject, gap->unsettled, gap->unsettled_count);
  }
  if (gap->impossible_count) {
    any = part(out, reason, any);
    buffer_text(out, wording_word(reason, "不能靠补足达到：", "cannot be made up: "));
    format_failing_conditions(out, reason, subject, gap->impossible, gap->impossible_count);
  }
  if (gap->worthless) {
    any = part(out, reason, any);
    message_text(out, reason->language, MSG_REASON_NOTHING, NULL);
  }
  return any;
}
