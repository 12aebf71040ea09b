/* From witnesses to sentences. Of a class the boxes are sought that hold just its rows: for each field that makes a difference a
 * set of its values; boxes that differ in one field are joined. */
#include "explain/proof_classes.h"

#include <stdlib.h>
#include <string.h>

#include "explain/proof.h"
#include "explain/witnesses.h"

enum {
  VALUES_MOST = 4096,
  ROWS_MOST = 1 << 20,
  KINDS_MOST = 12,
  BOXES_MOST = 300,
  TOLD_MOST = 6,
  WIDENED_MOST = 24,
  PIECES_MOST = 2,
  SAME = 0,
  RANGES = UINT8_MAX /* both are open, and in which bounds differs */
};

bool proof_same_result(const struct proof_result *a, const struct proof_result *b)
{
  return a->outcome == b->outcome && a->has_amount == b->has_amount && a->has_high == b->has_high && a->amount == b->amount &&
         a->high == b->high;
}

/* Rows */

static bool is_value(const struct cell *known, const struct cell *cell)
{
  return known->state == cell->state && known->num == cell->num && known->den == cell->den &&
         slice_equal(known->text, cell->text);
}

static size_t find_value(const struct proof_values *values, const struct cell *cell)
{
  if (values->latest < values->count && is_value(&values->items[values->latest], cell)) return values->latest;
  size_t at = values->count;
  while (at > 0 && !is_value(&values->items[at - 1], cell)) at--;
  return at ? at - 1 : values->count;
}

static uint16_t value_number(struct proof_rows *rows, struct proof_values *values, const struct cell *cell, bool met)
{
  size_t at = find_value(values, cell);
  if (at == VALUES_MOST) return rows->crowded = true, 0;
  if (at == values->capacity) {
    values->capacity = values->capacity ? values->capacity * 2 : 16;
    values->items = memory_resize(values->items, values->capacity * sizeof *values->items);
    values->met = memory_resize(values->met, values->capacity * sizeof *values->met);
  }
  if (at == values->count) values->items[values->count] = *cell, values->met[values->count++] = false;
  values->met[at] |= met;
  values->latest = at;
  return (uint16_t)at;
}

static size_t dimensions(const struct proof_rows *rows)
{
  return rows->cells->field_count + rows->condition_count;
}

void proof_rows_add(struct proof_rows *rows, const struct assignment *assignment, const uint8_t *answers, size_t beside,
                    const struct proof_result *before, const struct proof_result *after)
{
  if (before->outcome == OUTCOME_NO && after->outcome == OUTCOME_NO) {
    for (size_t i = 0; i < rows->cells->field_count && !rows->crowded; i++)
      if (!(rows->left_out >> i & 1)) value_number(rows, &rows->values[i], &assignment->cells[i], false);
    return;
  }
  rows->different += !proof_same_result(before, after);
  if (rows->count == ROWS_MOST) rows->crowded = true;
  if (rows->crowded) return;
  if (rows->count == rows->capacity) {
    rows->capacity = rows->capacity ? rows->capacity * 2 : 256;
    rows->items = memory_resize(rows->items, rows->capacity * sizeof *rows->items);
  }
  struct proof_row *row = &rows->items[rows->count++];
  row->results[0] = *before, row->results[1] = *after;
  row->beside = (uint16_t)beside;
  for (size_t i = 0; i < rows->cells->field_count; i++)
    row->cells[i] = value_number(rows, &rows->values[i], &assignment->cells[i], true);
  for (size_t i = 0; i < rows->condition_count; i++) {
    const struct cell answer = { .state = STATE_KNOWN, .num = answers[i], .den = 1 };
    size_t at = rows->cells->field_count + i;
    row->cells[at] = value_number(rows, &rows->values[at], &answer, true);
  }
}

void proof_rows_free(struct proof_rows *rows)
{
  for (size_t i = 0; i < PROOF_DIMENSIONS; i++) memory_free(rows->values[i].items), memory_free(rows->values[i].met);
  memory_free(rows->items);
}

static const struct proof_values *sorting;

static int by_cell(const void *a, const void *b)
{
  const struct cell *one = &sorting->items[*(const uint16_t *)a], *other = &sorting->items[*(const uint16_t *)b];
  if (one->state != other->state) return one->state > other->state ? -1 : 1;
  int order = ratio_compare((struct ratio){ one->num, one->den ? one->den : 1 },
                            (struct ratio){ other->num, other->den ? other->den : 1 });
  return order ? order : slice_compare(one->text, other->text);
}

static void sort_values(struct arena *arena, struct proof_values *values)
{
  values->order = arena_array(arena, values->count + 1, sizeof *values->order);
  values->rank = arena_array(arena, values->count + 1, sizeof *values->rank);
  for (size_t i = 0; i < values->count; i++) values->order[i] = (uint16_t)i;
  sorting = values;
  qsort(values->order, values->count, sizeof *values->order, by_cell);
  for (size_t i = 0; i < values->count; i++) values->rank[values->order[i]] = (uint16_t)i;
}

/* Kinds of change: which result becomes which. */

struct change_kind_found {
  struct proof_result before, after;
  bool roughly; /* amounts vary: only that it is more, or less */
  int order;    /* of `after` to `before`, where amounts vary */
  size_t first; /* row */
};

struct sorting_out {
  struct arena arena;
  struct proof_rows *rows;
  struct change_kind_found kinds[KINDS_MOST];
  size_t kind_count;
  uint8_t *labels;                /* of each row: SAME, or 1 + its kind */
  bool certain;                   /* some change is of certain results: what is open is not told */
  bool matters[PROOF_DIMENSIONS]; /* makes a difference */
  uint64_t partners[CELL_FIELDS]; /* fields that are compared with it, directly or through others */
};

static int order_of(const struct proof_row *row)
{
  const struct proof_result *a = &row->results[0], *b = &row->results[1];
  return (b->amount > a->amount) - (b->amount < a->amount);
}

static bool is_of_kind(const struct change_kind_found *kind, const struct proof_row *row)
{
  if (!kind->roughly)
    return proof_same_result(&kind->before, &row->results[0]) && proof_same_result(&kind->after, &row->results[1]);
  return kind->before.outcome == row->results[0].outcome && kind->after.outcome == row->results[1].outcome &&
         kind->order == order_of(row);
}

static bool label_rows(struct sorting_out *out, bool roughly)
{
  out->kind_count = 0;
  for (size_t i = 0; i < out->rows->count; i++) {
    const struct proof_row *row = &out->rows->items[i];
    size_t kind = 0;
    out->labels[i] = SAME;
    if (proof_same_result(&row->results[0], &row->results[1])) continue;
    if (row->results[0].outcome == OUTCOME_PENDING && row->results[1].outcome == OUTCOME_PENDING) {
      out->labels[i] = RANGES;
      continue;
    }
    while (kind < out->kind_count && !is_of_kind(&out->kinds[kind], row)) kind++;
    if (kind == KINDS_MOST) return false;
    if (kind == out->kind_count)
      out->kinds[out->kind_count++] = (struct change_kind_found){ row->results[0], row->results[1], roughly, order_of(row), i };
    out->labels[i] = (uint8_t)(1 + kind);
  }
  return true;
}

/* Which fields decide the label */

static bool is_open(const struct proof_row *row)
{
  return row->results[0].outcome == OUTCOME_PENDING || row->results[1].outcome == OUTCOME_PENDING;
}

static uint64_t key_hash(const struct sorting_out *out, const struct proof_row *row)
{
  uint64_t hash = 14695981039346656037u;
  for (size_t i = 0; i < dimensions(out->rows); i++)
    if (out->matters[i]) hash = (hash ^ row->cells[i]) * 1099511628211u, hash ^= hash >> 29;
  return hash;
}

static bool same_key(const struct sorting_out *out, const struct proof_row *a, const struct proof_row *b)
{
  for (size_t i = 0; i < dimensions(out->rows); i++)
    if (out->matters[i] && a->cells[i] != b->cells[i]) return false;
  return true;
}

/* Do rows with the same values of what matters have the same label? */
static bool decides(struct sorting_out *out, uint32_t *table, size_t size)
{
  const struct proof_rows *rows = out->rows;
  memset(table, 0, size * sizeof *table);
  for (size_t i = 0; i < rows->count; i++) {
    if (out->certain && is_open(&rows->items[i])) continue; /* it follows from what is certain */
    size_t at = key_hash(out, &rows->items[i]) & (size - 1);
    while (table[at] && !same_key(out, &rows->items[table[at] - 1], &rows->items[i])) at = (at + 1) & (size - 1);
    if (!table[at]) table[at] = (uint32_t)i + 1;
    else if (out->labels[table[at] - 1] != out->labels[i]) return false;
  }
  return true;
}

static void find_partners(struct sorting_out *out)
{
  const struct cells *cells = out->rows->cells;
  for (size_t pass = 0; pass <= cells->field_count; pass++)
    for (size_t e = 0; e < cells->equation_count; e++) {
      uint64_t fields = cells->equations[e].fields;
      if (!(fields & (fields - 1))) continue;
      for (uint64_t left = fields; left; left &= left - 1) fields |= out->partners[__builtin_ctzll(left)];
      for (uint64_t left = fields; left; left &= left - 1) out->partners[__builtin_ctzll(left)] = fields;
    }
}

/* Values of a field lie around those of its partners before it, so they would tell these, which are then not left out. */
static bool tells(const struct sorting_out *out, size_t field, const bool *asked)
{
  uint64_t later = out->partners[field] >> field >> 1;
  for (size_t i = field + 1; later; i++, later >>= 1)
    if (later & 1 && asked[i]) return true;
  return false;
}

static void leave_out(struct sorting_out *out, size_t at, uint32_t *table, size_t size)
{
  if (!out->matters[at] || (at < out->rows->cells->field_count && tells(out, at, out->matters))) return;
  out->matters[at] = false;
  out->matters[at] = !decides(out, table, size);
}

/* Leaves out what does not matter: first fields of which a condition says more, the last ones first, then other fields, then
 * conditions. */
static void find_fields(struct sorting_out *out)
{
  size_t size = 16, fields = out->rows->cells->field_count;
  while (size < out->rows->count * 2) size *= 2;
  uint32_t *table = memory_alloc(size * sizeof *table);
  find_partners(out);
  for (size_t i = 0; i < dimensions(out->rows); i++) out->matters[i] = i >= fields || !(out->rows->left_out >> i & 1);
  for (size_t i = fields; i-- > 0;)
    if (out->partners[i]) leave_out(out, i, table, size);
  for (size_t i = 0; i < dimensions(out->rows); i++)
    if (i >= fields || !out->partners[i]) leave_out(out, i, table, size);
  memory_free(table);
}

/* Boxes: for each field that matters a set of its values */

struct box {
  uint64_t *sets[PROOF_DIMENSIONS]; /* bits by rank */
};

static size_t words_of(const struct sorting_out *out, size_t field)
{
  return out->rows->values[field].count / 64 + 1;
}

static bool same_values(const struct sorting_out *out, const struct box *a, const struct box *b, size_t field)
{
  return memcmp(a->sets[field], b->sets[field], words_of(out, field) * sizeof(uint64_t)) == 0;
}

/* The only field in which they differ; SIZE_MAX: there are more. */
static size_t differing_field(const struct sorting_out *out, const struct box *a, const struct box *b)
{
  size_t found = SIZE_MAX;
  for (size_t i = 0; i < dimensions(out->rows); i++) {
    if (!out->matters[i] || same_values(out, a, b, i)) continue;
    if (found != SIZE_MAX) return SIZE_MAX;
    found = i;
  }
  return found;
}

static bool row_in_box(const struct sorting_out *out, const struct box *box, const struct proof_row *row)
{
  for (size_t i = 0; i < dimensions(out->rows); i++) {
    size_t rank = out->rows->values[i].rank[row->cells[i]];
    if (out->matters[i] && !(box->sets[i][rank / 64] >> rank % 64 & 1)) return false;
  }
  return true;
}

static void box_of_row(struct sorting_out *out, struct box *box, const struct proof_row *row)
{
  for (size_t i = 0; i < dimensions(out->rows); i++) {
    if (!out->matters[i]) continue;
    size_t rank = out->rows->values[i].rank[row->cells[i]];
    box->sets[i] = arena_array(&out->arena, words_of(out, i), sizeof(uint64_t));
    box->sets[i][rank / 64] |= UINT64_C(1) << rank % 64;
  }
}

/* Those that differ in one field are one. */
static size_t join_boxes(const struct sorting_out *out, struct box *boxes, size_t count)
{
  for (size_t a = 0; a < count; a++)
    for (size_t b = 0; b < count; b++) {
      size_t field = a == b ? SIZE_MAX : differing_field(out, &boxes[a], &boxes[b]);
      if (field == SIZE_MAX) continue;
      for (size_t w = 0; w < words_of(out, field); w++) boxes[a].sets[field][w] |= boxes[b].sets[field][w];
      boxes[b] = boxes[--count];
      a = SIZE_MAX; /* once more from the first */
      break;
    }
  return count;
}

/* The boxes of a kind; more than `most`: there are too many to tell. */
static size_t find_boxes(struct sorting_out *out, size_t kind, struct box *boxes, size_t most)
{
  size_t count = 0;
  for (size_t i = 0; i < out->rows->count; i++) {
    if (out->labels[i] != 1 + kind) continue;
    size_t at = 0;
    while (at < count && !row_in_box(out, &boxes[at], &out->rows->items[i])) at++;
    if (at < count) continue;
    if (count == most) return count + 1;
    box_of_row(out, &boxes[count++], &out->rows->items[i]);
  }
  return join_boxes(out, boxes, count);
}

/* Some row in the box is of another kind, or the same in both. */
static bool holds_others(const struct sorting_out *out, const struct box *box, size_t kind)
{
  for (size_t i = 0; i < out->rows->count; i++) {
    const struct proof_row *row = &out->rows->items[i];
    if (out->labels[i] != 1 + kind && !(out->certain && is_open(row)) && row_in_box(out, box, row)) return true;
  }
  return false;
}

static bool lies_in(const struct sorting_out *out, const struct box *inner, const struct box *outer)
{
  for (size_t i = 0; i < dimensions(out->rows); i++)
    for (size_t w = 0; out->matters[i] && w < words_of(out, i); w++)
      if (inner->sets[i][w] & ~outer->sets[i][w]) return false;
  return true;
}

static bool is_any(const struct sorting_out *out, const struct box *box, size_t at)
{
  for (size_t i = 0; i < out->rows->values[at].count; i++)
    if (!(box->sets[at][i / 64] >> i % 64 & 1)) return false;
  return true;
}

static void widen_box(struct sorting_out *out, size_t kind, struct box *box, size_t at)
{
  bool asked[PROOF_DIMENSIONS] = { false };
  size_t fields = out->rows->cells->field_count;
  if (!out->matters[at]) return;
  for (size_t i = 0; i < fields; i++) asked[i] = out->matters[i] && !is_any(out, box, i);
  if (at < fields && tells(out, at, asked)) return;
  uint64_t *before = box->sets[at], *all = arena_array(&out->arena, words_of(out, at), sizeof *all);
  memset(all, 0xff, words_of(out, at) * sizeof *all);
  box->sets[at] = all;
  if (holds_others(out, box, kind)) box->sets[at] = before;
}

/* Boxes may overlap: what makes no difference in one of them need not be told there, and one that lies in another is no more. */
static size_t widen_boxes(struct sorting_out *out, size_t kind, struct box *boxes, size_t count)
{
  size_t kept = 0, fields = out->rows->cells->field_count;
  for (size_t b = 0; b < count; b++) {
    for (size_t i = fields; i-- > 0;) widen_box(out, kind, &boxes[b], i);
    for (size_t i = fields; i < dimensions(out->rows); i++) widen_box(out, kind, &boxes[b], i);
  }
  for (size_t b = 0; b < count; b++) {
    bool inside = false;
    for (size_t k = 0; k < count && !inside; k++)
      inside = k != b && lies_in(out, &boxes[b], &boxes[k]) && (k < b || !lies_in(out, &boxes[k], &boxes[b]));
    if (!inside) boxes[kept++] = boxes[b];
  }
  return join_boxes(out, boxes, kept);
}

/* In words */

static bool is_member(const uint64_t *set, size_t rank)
{
  return set[rank / 64] >> rank % 64 & 1;
}

static bool is_figure_kind(enum field_kind kind)
{
  return kind == FIELD_MONEY || kind == FIELD_COUNT || kind == FIELD_NUMBER || kind == FIELD_DATE;
}

/* Does it begin somewhere between that value and the one before, which lie in one cell? Amounts begin to differ where they are
 * rounded otherwise. */
static bool begins_within(const struct proof_rows *rows, size_t at, size_t first)
{
  const struct proof_values *values = &rows->values[at];
  if (!first || !rows->varied || rows->cells->fields[at]->kind == FIELD_NUMBER) return false;
  const struct cell *before = &values->items[values->order[first - 1]], *value = &values->items[values->order[first]];
  if (value->num - before->num < 2) return false;
  return !cells_cut_between(rows->cells, at, (struct ratio){ before->num * 2 + 1, 2 }, ratio_whole(value->num));
}

/* Values that follow one another, of `first` to `last` among `known`. */
static void format_run(struct buffer *out, enum language language, const struct proof_rows *rows, size_t at, size_t first,
                       size_t last, size_t known)
{
  const struct field *field = rows->cells->fields[at];
  const struct proof_values *values = &rows->values[at];
  struct buffer low = { 0 }, high = { 0 };
  bool within = begins_within(rows, at, first);
  format_witness_value(&low, field, &values->items[values->order[within ? first - 1 : first]]);
  struct cell top = values->items[values->order[last]];
  bool whole = field->kind != FIELD_NUMBER && last + 1 < known;
  if (whole) top.num = values->items[values->order[last + 1]].num - 1; /* the others begin there */
  format_witness_value(&high, field, &top);
  buffer_char(&low, 0), buffer_char(&high, 0);
  bool begins = first == 0, ends = last + 1 == known;
  bool day = field->kind == FIELD_DATE;
  enum message message = begins && ends ? MSG_PROOF_ANY : MSG_PROOF_BETWEEN;
  if (begins && !ends) message = day ? MSG_PROOF_TO_DAY : MSG_PROOF_TO;
  if (ends && !begins) message = day ? MSG_PROOF_FROM_DAY : MSG_PROOF_FROM;
  if (within) message = ends ? MSG_PROOF_ABOVE : MSG_PROOF_ABOVE_TO;
  bool one = first == last && (field->kind == FIELD_NUMBER || (whole && top.num == values->items[values->order[first]].num));
  if (one && !begins && !within) buffer_text(out, low.at);
  else if (first == last && field->kind == FIELD_COUNT && begins) buffer_text(out, low.at); /* nothing is less than none */
  else message_text(out, language, message, begins ? high.at : low.at, high.at, NULL);
  buffer_free(&low);
  buffer_free(&high);
}

static void format_set(struct buffer *out, enum language language, const struct proof_rows *rows, size_t at, const uint64_t *set)
{
  const struct field *field = rows->cells->fields[at];
  const struct proof_values *values = &rows->values[at];
  size_t known = 0, told = 0;
  while (known < values->count && values->items[values->order[known]].state == STATE_KNOWN) known++;
  for (size_t i = 0; i < values->count; i++) {
    if (!is_member(set, i)) continue;
    size_t last = i;
    bool run = is_figure_kind(field->kind) && i < known;
    while (run && last + 1 < known && is_member(set, last + 1)) last++;
    if (told++) format_words(out, language, MSG_PROOF_OR);
    if (run) format_run(out, language, rows, at, i, last, known);
    else format_witness_value(out, field, &values->items[values->order[i]]);
    i = last;
  }
}

/* All that is known of those that get something: nothing need be said. What is unknown is told by its results. */
static bool is_whole(const struct proof_values *values, const uint64_t *set)
{
  for (size_t i = 0; i < values->count; i++)
    if (values->met[values->order[i]] && values->items[values->order[i]].state != STATE_UNKNOWN && !is_member(set, i))
      return false;
  return true;
}

/* Whether the condition holds in the box; where it may be any, nothing. */
static void format_answers(struct buffer *out, enum language language, const struct proof_condition *condition,
                           const struct proof_values *values, const uint64_t *set)
{
  bool holds[ANSWER_YES + 1] = { false };
  for (size_t i = 0; i < values->count; i++) holds[values->items[values->order[i]].num] |= is_member(set, i);
  enum message message = holds[ANSWER_YES] ? MSG_PROOF_HOLDS : holds[ANSWER_NO] ? MSG_PROOF_FAILS : MSG_PROOF_UNKNOWN;
  struct buffer text = { 0 };
  if (condition->text) buffer_text(&text, condition->text);
  else format_node(&text, language, condition->node);
  buffer_char(&text, 0);
  message_text(out, language, message, text.at, NULL);
  buffer_free(&text);
}

static void format_place(struct buffer *out, enum language language, const struct proof_rows *rows, size_t at,
                         const uint64_t *set)
{
  const struct proof_values *values = &rows->values[at];
  if (at >= rows->cells->field_count) {
    format_answers(out, language, &rows->conditions[at - rows->cells->field_count], values, set);
    return;
  }
  const struct field *field = rows->cells->fields[at];
  struct buffer text = { 0 };
  format_set(&text, language, rows, at, set);
  buffer_char(&text, 0);
  message_text(out, language, MSG_PROOF_IS, language == LANGUAGE_ENGLISH && field->english ? field->english : field->name,
               text.at, NULL);
  buffer_free(&text);
}

/* Values in many pieces, of a field that is compared with others: they are those of the witnesses, and say nothing. */
static bool is_scattered(const struct sorting_out *out, const struct box *box)
{
  for (size_t i = 0; i < out->rows->cells->field_count; i++) {
    size_t pieces = 0;
    if (!out->matters[i] || !out->partners[i] || is_whole(&out->rows->values[i], box->sets[i])) continue;
    for (size_t k = 0; k < out->rows->values[i].count; k++)
      pieces += is_member(box->sets[i], k) && (k == 0 || !is_member(box->sets[i], k - 1));
    if (pieces > PIECES_MOST) return true;
  }
  return false;
}

static const char *where_string(struct arena *arena, enum language language, const struct sorting_out *out, const struct box *box)
{
  struct buffer text = { 0 };
  for (size_t i = 0; i < dimensions(out->rows); i++) {
    if (!out->matters[i] || is_whole(&out->rows->values[i], box->sets[i])) continue;
    if (text.length) format_words(&text, language, MSG_COMMA);
    format_place(&text, language, out->rows, i, box->sets[i]);
  }
  return buffer_take(arena, &text).at;
}

static const char *result_string(struct arena *arena, enum language language, const struct measure *measure,
                                 const struct change_kind_found *kind, int side)
{
  const struct proof_result *result = side ? &kind->after : &kind->before;
  struct buffer text = { 0 }, low = { 0 }, high = { 0 };
  bool amount = result->outcome != OUTCOME_NO && (result->has_amount || result->has_high);
  static const enum message counted[] = {
    [OUTCOME_NO] = MSG_PROOF_NOT_COUNTED, [OUTCOME_PENDING] = MSG_PROOF_PERHAPS_COUNTED, [OUTCOME_YES] = MSG_PROOF_COUNTED
  };
  if (measure) buffer_text(&text, outcome_name(measure, (enum outcome)result->outcome, language));
  else format_words(&text, language, counted[result->outcome]);
  if (kind->roughly && kind->before.outcome == kind->after.outcome && side && kind->order)
    message_text(&text, language, kind->order > 0 ? MSG_PROOF_MORE : MSG_PROOF_LESS, NULL);
  else if (!kind->roughly && amount && (result->amount || result->high)) {
    format_money(&low, result->amount), buffer_char(&low, 0);
    format_money(&high, result->high), buffer_char(&high, 0);
    buffer_char(&text, ' ');
    if (result->has_amount) buffer_text(&text, low.at);
    else message_text(&text, language, MSG_PROOF_BETWEEN, low.at, high.at, NULL);
  }
  buffer_free(&low);
  buffer_free(&high);
  return buffer_take(arena, &text).at;
}

static const char *witness_string(struct arena *arena, enum language language, const struct sorting_out *out,
                                  const struct proof_row *row)
{
  struct cell values[CELL_FIELDS];
  struct buffer text = { 0 };
  for (size_t i = 0; i < out->rows->cells->field_count; i++) values[i] = out->rows->values[i].items[row->cells[i]];
  format_witness(&text, language, out->rows->cells, values);
  if (out->rows->besides) buffer_text(&text, out->rows->besides[row->beside]);
  return buffer_take(arena, &text).at;
}

/* How far a row is from a company that one meets: missing data, figures below nothing. */
static size_t strangeness(const struct sorting_out *out, const struct proof_row *row)
{
  size_t strange = row->beside != 0;
  for (size_t i = 0; i < out->rows->cells->field_count; i++) {
    const struct cell *cell = &out->rows->values[i].items[row->cells[i]];
    strange += cell->state == STATE_UNKNOWN || cell->num < 0;
  }
  return strange;
}

static const struct proof_row *row_of_box(const struct sorting_out *out, const struct box *box, size_t kind)
{
  const struct proof_row *best = NULL;
  for (size_t i = 0; i < out->rows->count; i++) {
    const struct proof_row *row = &out->rows->items[i];
    if (out->labels[i] != 1 + kind || !row_in_box(out, box, row)) continue;
    if (!best || strangeness(out, row) < strangeness(out, best)) best = row;
  }
  return best ? best : &out->rows->items[out->kinds[kind].first];
}

static void add_class(struct arena *arena, enum language language, struct proof *proof, const struct sorting_out *out,
                      size_t kind, const struct box *box)
{
  if (proof->class_count == TOLD_MOST) {
    proof->more++;
    return;
  }
  proof->classes = arena_grow(arena, proof->classes, proof->class_count, &proof->class_capacity, sizeof *proof->classes);
  const struct proof_row *row = box ? row_of_box(out, box, kind) : &out->rows->items[out->kinds[kind].first];
  proof->classes[proof->class_count++] =
      (struct proof_class){ .where = box ? where_string(arena, language, out, box) : NULL,
                            .before = result_string(arena, language, proof->before, &out->kinds[kind], 0),
                            .after = result_string(arena, language, proof->after, &out->kinds[kind], 1),
                            .witness = witness_string(arena, language, out, row) };
}

static bool is_about_open(const struct change_kind_found *kind)
{
  return kind->before.outcome == OUTCOME_PENDING || kind->after.outcome == OUTCOME_PENDING;
}

void proof_classes_find(struct arena *arena, enum language language, struct proof_rows *rows, struct proof *proof)
{
  struct sorting_out out = { .rows = rows };
  if (!rows->different) return;
  proof->kind = PROOF_DIFFERENT;
  out.labels = arena_array(&out.arena, rows->count + 1, 1);
  struct box *boxes = arena_array(&out.arena, BOXES_MOST, sizeof *boxes);
  for (size_t i = 0; i < dimensions(rows); i++) sort_values(&out.arena, &rows->values[i]);
  bool labelled = (!rows->varied && label_rows(&out, false)) || label_rows(&out, true);
  for (size_t i = 0; i < rows->count; i++) out.certain |= out.labels[i] != SAME && !is_open(&rows->items[i]);
  if (labelled) find_fields(&out);
  for (size_t kind = 0; kind < out.kind_count; kind++) {
    if (out.certain && is_about_open(&out.kinds[kind])) continue; /* it follows */
    size_t count = labelled && !rows->crowded ? find_boxes(&out, kind, boxes, BOXES_MOST) : BOXES_MOST + 1;
    if (count > BOXES_MOST) add_class(arena, language, proof, &out, kind, NULL);
    else {
      if (count > 1 && count <= WIDENED_MOST) count = widen_boxes(&out, kind, boxes, count);
      bool scattered = false;
      for (size_t i = 0; i < count; i++) scattered |= is_scattered(&out, &boxes[i]);
      if (scattered) add_class(arena, language, proof, &out, kind, NULL);
      for (size_t i = 0; i < count && !scattered; i++) add_class(arena, language, proof, &out, kind, &boxes[i]);
    }
  }
  for (size_t i = 0; !proof->class_count && i < rows->count; i++)
    if (out.labels[i] == RANGES) {
      out.kinds[0] = (struct change_kind_found){ rows->items[i].results[0], rows->items[i].results[1], false, 0, i };
      add_class(arena, language, proof, &out, 0, NULL);
    }
  arena_free(&out.arena);
}
