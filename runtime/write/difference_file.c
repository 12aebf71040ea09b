/* Differences as CSV and JSON. */
#include "base/decimal.h"
#include "write/csv.h"
#include "write/difference_text.h"
#include "write/json.h"
#include "write/file_columns.h"

static void csv_amount(struct buffer *out, const struct outcome_kept *kept_result)
{
  buffer_char(out, ',');
  if (kept_result->has_amount) money_write(out, kept_result->amount);
}

/* What is to be done about data that were corrected. */
static enum message handling_of(const struct change *change)
{
  bool owed = measure_kind_owes(change_measure(change)->kind);
  if (change->kind == CHANGE_OPEN) return MSG_OUTCOME_PENDING;
  if (change->kind == CHANGE_CLEAR) return MSG_HANDLING_CLEAR;
  if (!change->difference) return change->kind == CHANGE_GAIN ? MSG_HANDLING_ADD : MSG_HANDLING_DROP;
  if (change->kind == CHANGE_LOSS) return MSG_HANDLING_TAKE;
  return owed ? MSG_HANDLING_KEEP : MSG_HANDLING_PAY;
}

void difference_csv(struct buffer *out, const struct difference *difference)
{
  buffer_text(out, CSV_MARK);
  format_headings(out, HEADINGS(COLUMN_OBJECT_CODE, COLUMN_OBJECT_NAME, COLUMN_MEASURE_ID, COLUMN_MEASURE, COLUMN_OUTCOME_BEFORE,
                                COLUMN_AMOUNT_BEFORE, COLUMN_OUTCOME_NOW, COLUMN_AMOUNT_NOW, COLUMN_CHANGE, COLUMN_NOTE));
  if (difference->lists) csv_next(out, slice_of(file_column_name(COLUMN_HANDLING)));
  csv_end(out);
  for (size_t i = 0; i < difference->results.count; i++) {
    const struct change *change = &difference->results.changes[i];
    struct buffer why = { 0 };
    csv_cell(out, difference->objects[i].code);
    csv_next(out, difference->objects[i].name);
    csv_next(out, slice_of(change_measure(change)->id));
    csv_next(out, slice_of(change_measure(change)->name));
    csv_next(out, slice_of(outcome_name(change_measure(change), change->old.outcome, LANGUAGE_CHINESE)));
    csv_amount(out, &change->old);
    csv_next(out, slice_of(outcome_name(change_measure(change), change->now.outcome, LANGUAGE_CHINESE)));
    csv_amount(out, &change->now);
    buffer_char(out, ',');
    money_write(out, change->difference);
    difference_why(&why, difference, i);
    csv_next(out, buffer_view(&why));
    if (difference->lists) csv_next(out, slice_of(message_name(handling_of(change), LANGUAGE_CHINESE)));
    csv_end(out);
    buffer_free(&why);
  }
}

static void json_rules(struct json *json, const struct rule_changes *rules)
{
  json_key(json, "rules"), json_array(json);
  for (size_t i = 0; i < rules->count; i++) {
    json_object(json);
    json_entry(json, "id", rules->items[i].id);
    json_entry(json, "name", rules->items[i].name);
    json_entry(json, "what", rules->items[i].what);
    json_entry(json, "before", rules->items[i].before);
    json_entry(json, "after", rules->items[i].after);
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_side(struct json *json, const char *key, const struct outcome_list *list)
{
  json_key(json, key), json_object(json);
  json_key(json, "yes"), json_integer(json, list ? (int64_t)list->yes : 0);
  json_key(json, "pending"), json_integer(json, list ? (int64_t)list->pending : 0);
  json_key(json, "fen"), json_integer(json, outcome_list_amount(list));
  json_object_end(json);
}

static void json_measures(struct json *json, const struct comparison *results)
{
  json_key(json, "measures"), json_array(json);
  for (size_t i = 0; i < results->measure_count; i++) {
    const struct measure_change *measure = &results->measures[i];
    json_object(json);
    json_entry(json, "id", (measure->after ? measure->after : measure->before)->measure->id);
    json_side(json, "before", measure->before);
    json_side(json, "after", measure->after);
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_outcome(struct json *json, const char *key, const struct measure *measure, const struct outcome_kept *outcome)
{
  json_key(json, key), json_object(json);
  json_entry(json, "result", outcome_name(measure, outcome->outcome, LANGUAGE_ENGLISH));
  json_key(json, "fen");
  if (outcome->has_amount) json_integer(json, outcome->amount);
  else json_null(json);
  json_object_end(json);
}

static void json_changes(struct json *json, const struct difference *difference, size_t from, size_t count)
{
  static const char *const kinds[CHANGE_KINDS] = { "gain", "loss", "open", "clear" };
  json_key(json, "changes"), json_array(json);
  for (size_t i = from; i < difference->results.count && i - from < count; i++) {
    const struct change *change = &difference->results.changes[i];
    struct buffer why = { 0 };
    json_object(json);
    json_key(json, "code"), json_string(json, difference->objects[i].code);
    json_key(json, "name"), json_string(json, difference->objects[i].name);
    json_entry(json, "measure", change_measure(change)->id);
    json_entry(json, "kind", kinds[change->kind]);
    json_outcome(json, "before", change_measure(change), &change->old);
    json_outcome(json, "after", change_measure(change), &change->now);
    json_key(json, "difference"), json_integer(json, change->difference);
    difference_why(&why, difference, i);
    json_key(json, "why"), json_string(json, buffer_view(&why));
    json_object_end(json);
    buffer_free(&why);
  }
  json_array_end(json);
}

void json_difference(struct json *json, const struct difference *difference, size_t from, size_t count)
{
  json_key(json, "year_before"), json_integer(json, difference->year_before);
  json_key(json, "year_after"), json_integer(json, difference->year_after);
  json_rules(json, &difference->rules);
  json_measures(json, &difference->results);
  json_changes(json, difference, from, count);
}

void difference_json(struct buffer *out, const struct difference *difference)
{
  struct json json = json_into(out, true);
  json_object(&json);
  json_difference(&json, difference, 0, difference->results.count);
  json_object_end(&json);
}
