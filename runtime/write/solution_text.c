/* Solutions on the terminal and as JSON. */
#include "write/solution_text.h"

#include "write/entity_text.h"
#include "write/json.h"

struct solution_page {
  struct arena *arena;
  enum language language;
  const struct terminal *terminal;
  struct buffer *out;
  const struct solution *solution;
};

static const enum message end_names[] = {
  [TOTAL_CERTAIN] = MSG_SOLVE_CERTAIN, [TOTAL_LEAST] = MSG_SOLVE_LEAST, [TOTAL_MOST] = MSG_SOLVE_MOST
};

static const char *value_text(const struct solution_page *page, const struct solve_point *point)
{
  struct buffer text = { 0 };
  const struct node value = parameter_constant(page->solution->parameter, point->value);
  if (point->has_value) format_parameter_value(&text, page->language, page->solution->parameter, &value);
  return buffer_take(page->arena, &text).at;
}

/* 约 where the truth may lie closer together. */
static const char *bound_text(const struct solution_page *page, const struct bounds *bounds, bool known, int64_t fen)
{
  struct buffer text = { 0 };
  if (!known || bounds->overflowed) return "—";
  if (bounds->wider) format_words(&text, page->language, MSG_ABOUT);
  format_money(&text, fen);
  return buffer_take(page->arena, &text).at;
}

static const char *money_or(const struct solution_page *page, bool known, int64_t fen)
{
  struct buffer text = { 0 };
  if (!known) return "—";
  format_money(&text, fen);
  return buffer_take(page->arena, &text).at;
}

/* The end of which the limit is asked. */
static const char *total_text(const struct solution_page *page, const struct solve_point *point)
{
  const struct bounds *bounds = &point->bounds;
  if (page->solution->end == TOTAL_CERTAIN) return money_or(page, !point->overflowed, point->certain);
  if (page->solution->end == TOTAL_LEAST) return bound_text(page, bounds, true, bounds->least);
  return bound_text(page, bounds, !bounds->open, bounds->most);
}

static void paragraph(const struct solution_page *page, const char *text)
{
  paragraph_print(page->out, page->terminal, "", 2, text);
}

static void print_answer(const struct solution_page *page)
{
  const struct solution *solution = page->solution;
  bool greatest = ratio_compare(solution->value.value, solution->next.value) < 0;
  enum message message = !solution->proved ? MSG_SOLVE_FOUND : greatest ? MSG_SOLVE_GREATEST : MSG_SOLVE_SMALLEST;
  enum message relation = solution->at_least ? MSG_SOLVE_AT_LEAST : MSG_SOLVE_AT_MOST;
  paragraph(page,
            message_string(page->arena, page->language, message, solution->parameter->name, value_text(page, &solution->value),
                           message_name(end_names[solution->end], page->language), total_text(page, &solution->value),
                           message_name(relation, page->language), money_or(page, true, solution->limit), NULL));
  paragraph(page, message_string(page->arena, page->language, MSG_SOLVE_NEXT, value_text(page, &solution->next),
                                 total_text(page, &solution->next), NULL));
  if (solution->proved)
    paragraph(page,
              message_string(page->arena, page->language, MSG_SOLVE_PROVED,
                             message_name(greatest != solution->at_least ? MSG_SOLVE_RISES : MSG_SOLVE_FALLS, page->language),
                             message_name(greatest ? MSG_SOLVE_LARGER : MSG_SOLVE_SMALLER, page->language),
                             INTEGER(solution->trials), NULL));
  else paragraph(page, message_string(page->arena, page->language, MSG_SOLVE_SEARCHED, INTEGER(solution->trials), NULL));
}

static void print_readers(const struct solution_page *page)
{
  struct buffer ids = { 0 };
  for (size_t i = 0; i < page->solution->measure_count; i++) format_item(&ids, page->language, page->solution->measures[i]->id);
  const char *text = buffer_take(page->arena, &ids).at;
  paragraph(page, message_string(page->arena, page->language, MSG_SOLVE_READ_BY, text, NULL));
}

static const struct table_column columns[] = { { MSG_HEADING_SOLVE_ROW, false, FIT_WHOLE },
                                               { MSG_HEADING_SOLVE_VALUE, true, FIT_WHOLE },
                                               { MSG_HEADING_SOLVE_COMPANIES, true, FIT_WHOLE },
                                               { MSG_SOLVE_CERTAIN, true, FIT_WHOLE },
                                               { MSG_SOLVE_LEAST, true, FIT_WHOLE },
                                               { MSG_SOLVE_MOST, true, FIT_WHOLE },
                                               { MSG_HEADING_SOLVE_CHANGE, true, FIT_WHOLE } };

static struct text_table *table_new(const struct solution_page *page)
{
  return text_table_new(page->arena, columns, sizeof columns / sizeof *columns, page->language);
}

/* What is certain, against now; empty where nothing is to compare, or nothing changed. */
static const char *change_text(const struct solution_page *page, const struct solve_point *point)
{
  const struct solve_point *now = &page->solution->now;
  struct buffer text = { 0 };
  int64_t change;
  if (!now->has_value || point->overflowed || now->overflowed) return "";
  if (__builtin_sub_overflow(point->certain, now->certain, &change) || !change) return "";
  if (change > 0) buffer_char(&text, '+');
  format_money(&text, change);
  return buffer_take(page->arena, &text).at;
}

static void add_row(const struct solution_page *page, struct text_table *table, const char *name, const struct solve_point *point)
{
  const struct bounds *bounds = &point->bounds;
  text_table_add(table, slice_of(name), STYLE_FAINT);
  text_table_add(table, slice_of(value_text(page, point)), STYLE_STRONG);
  text_table_add(table, slice_of(arena_printf(page->arena, "%llu", (unsigned long long)point->companies)), STYLE_PLAIN);
  text_table_add(table, slice_of(money_or(page, !point->overflowed, point->certain)), STYLE_PLAIN);
  text_table_add(table, slice_of(bound_text(page, bounds, true, bounds->least)), STYLE_PLAIN);
  text_table_add(table, slice_of(bound_text(page, bounds, !bounds->open, bounds->most)), STYLE_PLAIN);
  text_table_add(table, slice_of(change_text(page, point)), STYLE_PLAIN);
}

void solution_print(struct buffer *out, struct arena *arena, enum language language, const struct terminal *terminal,
                    const struct solution *solution)
{
  const struct solution_page page = { arena, language, terminal, out, solution };
  struct text_table *table = table_new(&page);
  print_answer(&page);
  print_readers(&page);
  buffer_char(out, '\n');
  if (solution->now.has_value) add_row(&page, table, message_name(MSG_SOLVE_NOW, language), &solution->now);
  add_row(&page, table, message_name(MSG_SOLVE_ANSWER, language), &solution->value);
  add_row(&page, table, message_name(MSG_SOLVE_FURTHER, language), &solution->next);
  text_table_write(out, table, terminal, 0);
}

void sensitivity_print(struct buffer *out, struct arena *arena, enum language language, const struct terminal *terminal,
                       const struct solution *solution)
{
  const struct solution_page page = { arena, language, terminal, out, solution };
  struct text_table *table = table_new(&page);
  for (size_t i = 0; i < solution->sensitivity_count; i++) {
    int percent = solution->sensitivity[i].percent;
    const char *name = percent ? arena_printf(arena, "%s%d%%", percent < 0 ? "−" : "+", percent < 0 ? -percent : percent)
                               : message_name(MSG_SOLVE_NOW, language);
    add_row(&page, table, name, &solution->sensitivity[i].point);
  }
  text_table_write(out, table, terminal, 0);
}

/* JSON: `value` in words, `exact` in fen, as a decimal or as a date; sums in fen. */

static void json_exact(struct json *json, const struct parameter *parameter, struct ratio value)
{
  struct buffer text = { 0 };
  if (parameter->type == TYPE_MONEY) json_integer(json, value.num);
  else if (parameter->type == TYPE_DATE) date_write(&text, (date)value.num), json_string(json, buffer_view(&text));
  else ratio_write(&text, value), json_string(json, buffer_view(&text));
  buffer_free(&text);
}

static void json_money(struct json *json, const char *key, bool known, int64_t fen)
{
  json_key(json, key);
  if (known) json_integer(json, fen);
  else json_null(json);
}

/* Entries of the object that is open. */
static void json_point(struct json *json, const struct solution_page *page, const struct solve_point *point)
{
  const struct bounds *bounds = &point->bounds;
  json_entry(json, "value", value_text(page, point));
  json_key(json, "exact"), json_exact(json, page->solution->parameter, point->value);
  json_key(json, "companies"), json_integer(json, (int64_t)point->companies);
  json_key(json, "total"), json_object(json);
  json_money(json, "sure", !point->overflowed, point->certain);
  json_money(json, "least", !bounds->overflowed, bounds->least);
  json_money(json, "most", !bounds->overflowed && !bounds->open, bounds->most);
  json_object_end(json);
}

static void json_named_point(struct json *json, const char *key, const struct solution_page *page,
                             const struct solve_point *point)
{
  json_key(json, key);
  if (!point->has_value) {
    json_null(json);
    return;
  }
  json_object(json);
  json_point(json, page, point);
  json_object_end(json);
}

static void json_limit(struct json *json, const struct solution *solution)
{
  static const char *const ends[] = { "sure", "least", "most" };
  json_key(json, "limit"), json_object(json);
  json_entry(json, "relation", solution->at_least ? "at_least" : "at_most");
  json_key(json, "fen"), json_integer(json, solution->limit);
  json_entry(json, "of", ends[solution->end]);
  json_object_end(json);
}

static void json_sensitivity(struct json *json, const struct solution_page *page)
{
  const struct solution *solution = page->solution;
  json_key(json, "sensitivity"), json_array(json);
  for (size_t i = 0; i < solution->sensitivity_count; i++) {
    json_object(json);
    json_key(json, "percent"), json_integer(json, solution->sensitivity[i].percent);
    json_point(json, page, &solution->sensitivity[i].point);
    json_object_end(json);
  }
  json_array_end(json);
}

void json_solution(struct json *json, struct arena *arena, enum language language, const struct solution *solution)
{
  const struct solution_page page = { .arena = arena, .language = language, .solution = solution };
  json_object(json);
  json_key(json, "huiqi"), json_integer(json, 1);
  json_entry(json, "parameter", solution->parameter->name);
  json_limit(json, solution);
  json_point(json, &page, &solution->value);
  json_named_point(json, "next", &page, &solution->next);
  json_named_point(json, "now", &page, &solution->now);
  json_entry(json, "proof", solution->proved ? "monotone" : "searched");
  json_key(json, "judged"), json_integer(json, (int64_t)solution->trials);
  json_key(json, "measures"), json_array(json);
  for (size_t i = 0; i < solution->measure_count; i++) json_text(json, solution->measures[i]->id);
  json_array_end(json);
  json_sensitivity(json, &page);
  json_object_end(json);
}

void solution_json(struct buffer *out, struct arena *arena, enum language language, const struct solution *solution)
{
  struct json json = json_into(out, true);
  json_solution(&json, arena, language, solution);
}
