/* Results row by row, from the snapshot and the list in memory. */
#include "session/result_rows.h"

#include <stdlib.h>

#include "decode/unicode.h"
#include "session/session_state.h"
#include "write/row_writer.h"

/* Who they are */

static int32_t region_of(const struct huiqi *session, uint32_t row)
{
  const struct table *companies = &session->now->model->tables[0];
  struct cell region = { .state = STATE_UNKNOWN };
  if (companies->region >= 0) memory_list_value(session->lists.list, &companies->kind.fields[companies->region], row, &region);
  return region.state == STATE_KNOWN ? (int32_t)region.num : 0;
}

static void take_names(const struct huiqi *session, const struct measure *measure, struct result_line *line)
{
  const struct table *companies = &session->now->model->tables[0];
  const struct snapshot *snapshot = session->now->snapshot;
  const struct snapshot_object *object = measure->object ? &snapshot->objects[line->row] : snapshot_outside(snapshot, line->row);
  if (object) {
    line->code = object->code, line->name = object->name;
    return;
  }
  line->code = memory_list_text(session->lists.list, &companies->kind, companies->code, line->row);
  line->name = memory_list_text(session->lists.list, &companies->kind, companies->label, line->row);
  line->region = region_of(session, line->row);
}

static void take_outcome(struct result_line *line, const struct outcome_kept *kept)
{
  line->outcome = kept->outcome;
  line->has_amount = kept->has_amount, line->amount = kept->amount;
  line->has_most = kept->outcome == OUTCOME_PENDING && kept->has_high;
  line->least = kept->low, line->most = kept->high;
}

/* Every row, also those that no result is kept of: they are no. */
static struct result_line *all_lines(const struct huiqi *session, struct arena *arena, const struct measure *measure,
                                     size_t *count)
{
  const struct snapshot *snapshot = session->now->snapshot;
  const struct outcome_list *list = &snapshot->measures[measure->index];
  size_t rows = measure->object ? snapshot->object_count : snapshot->rows + snapshot->outside_count, next = 0;
  struct result_line *lines = arena_array(arena, rows + 1, sizeof *lines);
  *count = 0;
  for (size_t row = 0; row < rows; row++) {
    bool told = next < list->count && list->items[next].row == row;
    if (!told && !measure->object && row >= snapshot->rows) continue; /* of whom this measure says nothing */
    struct result_line *line = &lines[(*count)++];
    *line = (struct result_line){ .row = (uint32_t)row, .outcome = OUTCOME_NO };
    if (told) take_outcome(line, &list->items[next++]);
    take_names(session, measure, line);
  }
  return lines;
}

/* Against the marked version, whose results have the same rows. */

static int row_order_of(const void *key, const void *item)
{
  uint32_t row = *(const uint32_t *)key, other = ((const struct outcome_kept *)item)->row;
  return (row > other) - (row < other);
}

static void compare_line(struct result_line *line, const struct outcome_list *before)
{
  static const struct outcome_kept none = { .outcome = OUTCOME_NO };
  const struct outcome_kept *kept =
      before->count ? bsearch(&line->row, before->items, before->count, sizeof *before->items, row_order_of) : NULL;
  if (!kept) kept = &none;
  bool most = kept->outcome == OUTCOME_PENDING && kept->has_high;
  line->outcome_before = kept->outcome;
  line->change = (line->has_amount ? line->amount : 0) - (kept->has_amount ? kept->amount : 0);
  line->differs = line->outcome != kept->outcome || line->change != 0 || most != line->has_most ||
                  (most && (kept->low != line->least || kept->high != line->most));
}

static void compare_lines(const struct huiqi *session, const struct measure *measure, struct result_line *lines, size_t count)
{
  const struct version *marked = session->marked;
  const struct measure *before = marked && !measure->object ? model_measure(marked->model, measure->id) : NULL;
  if (!before || !marked->snapshot || before->object || marked->snapshot->rows != session->now->snapshot->rows) return;
  for (size_t i = 0; i < count; i++)
    if (lines[i].row < marked->snapshot->rows) compare_line(&lines[i], &marked->snapshot->measures[before->index]);
}

/* What open rows lack: they are judged once more, and what is found is kept, since a page asks again with each letter that is
 * typed. */

static void lacking_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct lacking_rows *lacking = context;
  struct row_context subject = *batch->subject;
  (void)worker;
  for (size_t i = 0; !batch->subjects->object && i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct measure *measure = batch->subjects->measures[judgement->planned].measure;
    struct lacking_row *row = &lacking->items[batch->list_row + judgement->row];
    struct missing missing;
    if (measure != lacking->measure || judgement->verdict.outcome != OUTCOME_PENDING) continue;
    missing_clear(&missing);
    subject.row = judgement->row;
    verdict_missing(&subject, measure, &judgement->verdict, &missing);
    row->fields = arena_array(&lacking->arena, missing.field_count, sizeof *row->fields);
    for (size_t k = 0; k < missing.field_count; k++)
      if (missing_tells_field(&missing, missing.fields[k])) row->fields[row->count++] = missing.fields[k];
  }
}

static bool find_lacking(struct huiqi *session, const struct measure *measure, struct fault *fault)
{
  struct lacking_rows *lacking = &session->lacking;
  const struct snapshot *snapshot = session->now->snapshot;
  const struct outcome_list *list = &snapshot->measures[measure->index];
  if (measure->object) return true;
  if (!questions_open(session, fault)) return false;
  if (lacking->measure == measure) return true;
  arena_free(&lacking->arena);
  lacking->count = 0;
  lacking->items = arena_array(&lacking->arena, list->count + 1, sizeof *lacking->items);
  uint32_t *rows = arena_array(&lacking->arena, list->count + 1, sizeof *rows);
  for (size_t i = 0; i < list->count; i++) {
    if (list->items[i].outcome != OUTCOME_PENDING || list->items[i].row >= snapshot->rows) continue;
    lacking->items[lacking->count] = (struct lacking_row){ .row = list->items[i].row };
    rows[lacking->count++] = list->items[i].row;
  }
  lacking->measure = measure;
  if (!lacking->count) return true;
  struct memory_list *picked = memory_list_pick(session->lists.list, rows, lacking->count);
  const struct sink sink = { .context = lacking, .batch = lacking_batch };
  bool judged = entity_query_company(&session->questions, picked, &sink, fault);
  memory_list_free(picked);
  if (!judged) lacking->measure = NULL;
  return judged;
}

/* Both are by row. */
static void take_lacking(const struct lacking_rows *lacking, struct result_line *lines, size_t count)
{
  for (size_t i = 0, k = 0; i < count && k < lacking->count; i++) {
    if (lines[i].row != lacking->items[k].row) continue;
    lines[i].lacking = &lacking->items[k++];
  }
}

static bool row_lacks(const struct result_line *line, const struct field *field)
{
  for (size_t i = 0; line->lacking && i < line->lacking->count; i++)
    if (line->lacking->fields[i] == field) return true;
  return false;
}

/* Searching and filtering */

struct search {
  struct arena *scratch;
  struct slice words[8], plain[8]; /* as typed, in upper case; in NFKC without space */
  size_t count;
};

static struct search search_of(struct arena *scratch, struct slice text)
{
  struct search search = { .scratch = scratch };
  for (size_t at = 0; at < text.length && search.count < 8;) {
    size_t end = at;
    while (end < text.length && (unsigned char)text.at[end] > ' ') end++;
    struct slice word = { text.at + at, end - at };
    if (word.length) {
      search.words[search.count] = slice_upper(scratch, word);
      search.plain[search.count++] = slice_upper(scratch, unicode_heading(scratch, word));
    }
    at = end + 1;
  }
  return search;
}

static bool is_sought(const struct search *search, const struct result_line *line)
{
  struct arena_mark mark = arena_mark(search->scratch);
  struct slice plain = { NULL, 0 };
  bool sought = true;
  for (size_t i = 0; sought && i < search->count; i++) {
    if (slice_contains(line->code, search->words[i]) || slice_contains(line->name, search->words[i])) continue;
    if (!plain.at) plain = slice_upper(search->scratch, unicode_heading(search->scratch, line->name));
    sought = slice_contains(plain, search->plain[i]);
  }
  arena_rewind(search->scratch, mark);
  return sought;
}

static void count_region(struct arena *arena, struct result_rows *rows, int32_t code)
{
  size_t at = 0;
  while (at < rows->region_count && rows->regions[at].code != code) at++;
  if (at == rows->region_count) {
    rows->regions = arena_grow(arena, rows->regions, at, &rows->region_capacity, sizeof *rows->regions);
    rows->regions[rows->region_count++] = (struct region_facet){ .code = code };
  }
  rows->regions[at].count++;
}

static int region_order(const void *a, const void *b)
{
  const struct region_facet *x = a, *y = b;
  return (x->code > y->code) - (x->code < y->code);
}

static void count_lacking(struct arena *arena, struct result_rows *rows, const struct lacking_row *lacking)
{
  for (size_t i = 0; lacking && i < lacking->count; i++) {
    size_t at = 0;
    while (at < rows->lack_count && rows->lacks[at].field != lacking->fields[i]) at++;
    if (at == rows->lack_count) {
      rows->lacks = arena_grow(arena, rows->lacks, at, &rows->lack_capacity, sizeof *rows->lacks);
      rows->lacks[rows->lack_count++] = (struct lacking_facet){ .field = lacking->fields[i] };
    }
    rows->lacks[at].count++;
  }
}

/* Of equal ones, as the dictionary has them. */
static int lacking_order(const void *a, const void *b)
{
  const struct lacking_facet *x = a, *y = b;
  if (x->count != y->count) return x->count > y->count ? -1 : 1;
  return (x->field > y->field) - (x->field < y->field);
}

/* Each facet counts what the other filters let through. */
static size_t filter_lines(struct arena *arena, const struct rows_request *request, struct result_line *lines, size_t count,
                           struct result_rows *rows)
{
  struct arena scratch = { 0 };
  const struct search search = search_of(&scratch, request->find);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (search.count && !is_sought(&search, &lines[i])) continue;
    bool outcome = !request->outcomes || request->outcomes & 1u << lines[i].outcome;
    bool region = !request->region || request->region == lines[i].region;
    bool lacks = !request->lacks || row_lacks(&lines[i], request->lacks);
    if (region && lacks) rows->outcomes[lines[i].outcome]++;
    if (outcome && lacks) count_region(arena, rows, lines[i].region);
    if (outcome && region) count_lacking(arena, rows, lines[i].lacking);
    if (outcome && region && lacks) lines[kept++] = lines[i];
  }
  if (rows->region_count) qsort(rows->regions, rows->region_count, sizeof *rows->regions, region_order);
  if (rows->lack_count) qsort(rows->lacks, rows->lack_count, sizeof *rows->lacks, lacking_order);
  arena_free(&scratch);
  return kept;
}

/* Sorting */

static int64_t figure_of(const struct result_line *line, enum row_order order)
{
  static const int64_t places[] = { [OUTCOME_NO] = 2, [OUTCOME_PENDING] = 1, [OUTCOME_YES] = 0 };
  if (order == ROWS_BY_REGION) return line->region;
  if (order == ROWS_BY_OUTCOME) return places[line->outcome];
  if (order == ROWS_BY_CHANGE) return line->change;
  return line->has_amount ? line->amount : line->has_most ? line->most : -1;
}

static int line_order(const void *a, const void *b, void *context)
{
  const struct rows_request *request = context;
  const struct result_line *x = a, *y = b;
  int order = 0;
  if (request->order == ROWS_BY_CODE) order = slice_compare(x->code, y->code);
  else if (request->order == ROWS_BY_NAME) order = slice_compare(x->name, y->name);
  else if (request->order != ROWS_AS_LISTED) {
    int64_t left = figure_of(x, request->order), right = figure_of(y, request->order);
    order = (left > right) - (left < right);
  }
  if (order) return request->down ? -order : order;
  return (x->row > y->row) - (x->row < y->row);
}

/* In words: the rows of the page are judged once more, with their data at hand. */

struct wording_rows {
  struct arena *arena;
  const struct measure *measure;
  struct row_writer_style style;
  struct criteria *criteria;
  const char **why; /* by row of the pick */
};

static void word_batch(void *context, void *worker, const struct judged_batch *batch)
{
  struct wording_rows *wording = context;
  struct row_context subject = *batch->subject;
  struct buffer room = { 0 };
  (void)worker;
  criteria_begin(wording->criteria);
  for (size_t i = 0; !batch->subjects->object && i < batch->judgement_count; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct planned *planned = &batch->subjects->measures[judgement->planned];
    if (planned->measure != wording->measure) continue;
    subject.row = judgement->row;
    struct slice why = row_writer_reason(&room, &wording->style, wording->criteria, planned, judgement, &subject);
    wording->why[batch->list_row + judgement->row] = arena_copy(wording->arena, why.at, why.length);
  }
  buffer_free(&room);
}

static int number_order(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* The rows of the list among them, ascending. */
static struct memory_list *pick_rows(const struct huiqi *session, uint32_t *rows, size_t count)
{
  if (count) qsort(rows, count, sizeof *rows, number_order);
  return memory_list_pick(session->lists.list, rows, count);
}

static bool find_reasons(struct huiqi *session, struct arena *arena, const struct measure *measure, struct result_rows *page,
                         struct fault *fault)
{
  const struct version *now = session->now;
  const struct wording reason = { .language = session->lists.options->notifier->language,
                                  .depth = 1,
                                  .regions = now->model->regions };
  uint32_t *rows = arena_array(arena, page->count + 1, sizeof *rows);
  size_t count = 0;
  for (size_t i = 0; !measure->object && i < page->count; i++)
    if (page->items[i].row < now->snapshot->rows) rows[count++] = page->items[i].row;
  if (!count) return true;
  if (!questions_open(session, fault)) return false;
  struct memory_list *picked = pick_rows(session, rows, count);
  struct wording_rows wording = { .arena = arena, .measure = measure, .why = arena_array(arena, count, sizeof(char *)) };
  wording.style = (struct row_writer_style){ .plan = now->plan, .reason = &reason };
  wording.criteria = criteria_new(arena, now->plan, &reason);
  const struct sink sink = { .context = &wording, .batch = word_batch };
  bool judged = entity_query_company(&session->questions, picked, &sink, fault);
  for (size_t i = 0; judged && i < page->count; i++) {
    const uint32_t *at = bsearch(&page->items[i].row, rows, count, sizeof *rows, number_order);
    if (at) page->items[i].why = wording.why[at - rows];
  }
  criteria_close(wording.criteria);
  memory_list_free(picked);
  return judged;
}

bool huiqi_rows(struct huiqi *session, struct arena *arena, const struct rows_request *request, struct result_rows *rows,
                struct fault *fault)
{
  struct arena scratch = { 0 };
  struct rows_request order = *request;
  size_t count;
  *rows = (struct result_rows){ .items = NULL };
  bool lacking = request->lacking || request->lacks;
  if (!huiqi_prepare(session, fault) || (lacking && !find_lacking(session, request->measure, fault))) return false;
  struct result_line *lines = all_lines(session, &scratch, request->measure, &count);
  if (lacking && !request->measure->object) take_lacking(&session->lacking, lines, count);
  compare_lines(session, request->measure, lines, count);
  rows->total = filter_lines(arena, request, lines, count, rows);
  if (rows->total && request->order != ROWS_AS_LISTED) qsort_r(lines, rows->total, sizeof *lines, line_order, &order);
  size_t from = request->from < rows->total ? request->from : rows->total, left = rows->total - from;
  rows->count = request->count < left ? request->count : left;
  rows->items = arena_array(arena, rows->count + 1, sizeof *rows->items);
  for (size_t i = 0; i < rows->count; i++) rows->items[i] = lines[from + i];
  arena_free(&scratch);
  return find_reasons(session, arena, request->measure, rows, fault);
}

/* What is to be completed */

struct gathering {
  const struct huiqi *session;
  struct arena *arena;
  struct wording reason;
  const uint32_t *rows; /* of the pick, in the list */
  struct gap_lines *gaps;
};

static struct gap_line *gap_new(struct gathering *gathering, const struct judged_batch *batch, size_t row)
{
  struct gap_lines *gaps = gathering->gaps;
  gaps->items = arena_grow(gathering->arena, gaps->items, gaps->count, &gaps->capacity, sizeof *gaps->items);
  struct gap_line *gap = &gaps->items[gaps->count++];
  *gap = (struct gap_line){ .row = gathering->rows[batch->list_row + row] };
  gap->code = slice_copy(gathering->arena, batch->codes[row]);
  gap->name = slice_copy(gathering->arena, batch->names[row]);
  gap->region = region_of(gathering->session, gap->row);
  return gap;
}

static void gather_row(struct gathering *gathering, const struct judged_batch *batch, size_t first, size_t last)
{
  struct row_context subject = *batch->subject;
  struct missing missing = { .field_count = 0 };
  struct buffer data = { 0 }, ids = { 0 };
  struct bounds total = { 0 };
  subject.row = batch->judgements[first].row;
  for (size_t i = first; i < last; i++) {
    const struct judgement *judgement = &batch->judgements[i];
    const struct measure *measure = batch->subjects->measures[judgement->planned].measure;
    bounds_add(&total, &judgement->total);
    if (judgement->verdict.outcome != OUTCOME_PENDING || measure_is_quiet(measure)) continue;
    format_item(&ids, LANGUAGE_CHINESE, measure->id);
    verdict_missing(&subject, measure, &judgement->verdict, &missing);
  }
  if (ids.length) {
    struct gap_line *gap = gap_new(gathering, batch, subject.row);
    format_missing_list(&data, &gathering->reason, &missing);
    gap->missing = arena_copy(gathering->arena, buffer_view(&data).at, data.length);
    gap->measures = arena_copy(gathering->arena, ids.at, ids.length);
    gap->endless = total.open || total.overflowed;
    gap->width = gap->endless ? 0 : total.most - total.least;
  }
  buffer_free(&data);
  buffer_free(&ids);
}

static void gather_batch(void *context, void *worker, const struct judged_batch *batch)
{
  (void)worker;
  for (size_t i = 0; !batch->subjects->object && i < batch->judgement_count;) {
    size_t last = i;
    while (last < batch->judgement_count && batch->judgements[last].row == batch->judgements[i].row) last++;
    gather_row(context, batch, i, last);
    i = last;
  }
}

/* Rows of the list with something open, ascending. */
static uint32_t *open_rows(const struct huiqi *session, struct arena *arena, size_t *count)
{
  const struct snapshot *snapshot = session->now->snapshot;
  bool *open = arena_array(arena, snapshot->rows + 1, sizeof *open);
  uint32_t *rows = arena_array(arena, snapshot->rows + 1, sizeof *rows);
  *count = 0;
  for (size_t m = 0; m < snapshot->measure_count; m++) {
    const struct outcome_list *list = &snapshot->measures[m];
    if (!list->measure || list->measure->object || measure_is_quiet(list->measure)) continue;
    for (size_t i = 0; i < list->count; i++)
      if (list->items[i].outcome == OUTCOME_PENDING && list->items[i].row < snapshot->rows) open[list->items[i].row] = true;
  }
  for (uint32_t row = 0; row < snapshot->rows; row++)
    if (open[row]) rows[(*count)++] = row;
  return rows;
}

static int gap_order(const void *a, const void *b)
{
  const struct gap_line *x = a, *y = b;
  if (x->endless != y->endless) return x->endless ? -1 : 1;
  if (x->width != y->width) return x->width > y->width ? -1 : 1;
  return (x->row > y->row) - (x->row < y->row);
}

bool huiqi_gaps(struct huiqi *session, struct arena *arena, struct gap_lines *gaps, struct fault *fault)
{
  struct arena scratch = { 0 };
  size_t count;
  *gaps = (struct gap_lines){ .items = NULL };
  if (!questions_open(session, fault)) return false;
  const uint32_t *rows = open_rows(session, &scratch, &count);
  struct memory_list *picked = memory_list_pick(session->lists.list, rows, count);
  struct gathering gathering = { .session = session, .arena = arena, .rows = rows, .gaps = gaps };
  gathering.reason = (struct wording){ .language = session->lists.options->notifier->language,
                                       .depth = 1,
                                       .regions = session->now->model->regions };
  const struct sink sink = { .context = &gathering, .batch = gather_batch };
  bool judged = !count || entity_query_company(&session->questions, picked, &sink, fault);
  if (gaps->count) qsort(gaps->items, gaps->count, sizeof *gaps->items, gap_order);
  memory_list_free(picked);
  arena_free(&scratch);
  return judged;
}
