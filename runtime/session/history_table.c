/* The history of earlier years, row by row: results.csv of earlier runs, or a ledger with its columns. */
#include <string.h>

#include "session/side_tables.h"
#include "data/column.h"

struct history_files {
  struct side_tables *inputs;
  const struct sheet *sheet;
  struct history *history;
  int year, measure, code, outcome, amount; /* columns; amount may be -1 */
  size_t others;                            /* rows of measures that no script has */
  struct texts names;
};

bool history_year(struct slice text, int *year)
{
  static const char *const ends[] = { "年度", "年", ".0" };
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (slice_ends(text, ends[i])) {
      text = slice_trim((struct slice){ text.at, text.length - strlen(ends[i]) });
      break;
    }
  *year = 0;
  for (size_t i = 0; i < text.length && text.length == 4; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    *year = *year * 10 + text.at[i] - '0';
  }
  return *year >= 1900;
}

static bool read_outcome(struct slice text, bool *granted)
{
  enum outcome outcome = OUTCOME_NO;
  bool read = outcome_read(text, &outcome) || slice_is(text, "应退"); /* what is owed back was never paid by it */
  *granted = outcome == OUTCOME_YES;
  return read;
}

/* A code is compared as it is in the list; a check character that does not fit is reported there. */
static bool read_code(const struct history_files *store, const struct measure *measure, struct slice text,
                      struct cell_problem *problem)
{
  static const struct field code = { .name = "", .kind = FIELD_CODE };
  const struct model *model = store->inputs->plan->model;
  const struct object_kind *object = measure->object;
  bool coded = !object || model->tables[object->table].kind.fields[object->code].kind == FIELD_CODE;
  struct cell cell;
  *problem = (struct cell_problem){ .message = MSG_CELL_CODE_BLANK };
  if (!text.length || !coded) return text.length > 0;
  return cell_read(store->inputs->arena, &code, NULL, text, &cell, problem) || problem->message == MSG_CELL_CODE_CHECK;
}

static void note_other(struct history_files *store, struct slice id)
{
  enum { SHOWN = 5 };
  store->others++;
  for (size_t i = 0; i < store->names.count; i++)
    if (slice_is(id, store->names.items[i])) return;
  if (!id.length || store->names.count > SHOWN) return;
  struct arena *arena = store->inputs->arena;
  struct texts *names = &store->names;
  names->items = arena_grow(arena, names->items, names->count, &names->capacity, sizeof *names->items);
  names->items[names->count] = names->count < SHOWN ? arena_copy(arena, id.at, id.length) : "…";
  names->count++;
}

/* What the row says of one object; a cell of it that cannot be read leaves open what was granted. */
static void read_record(struct history_files *store, size_t row, const struct measure *measure)
{
  const struct sheet *sheet = store->sheet;
  struct side_tables *inputs = store->inputs;
  struct slice code = slice_upper(inputs->arena, sheet_cell(sheet, row, store->code)), id = slice_of(measure->id);
  struct cell_problem problem;
  int year, unread = -1;
  bool granted, has_amount;
  int64_t fen;
  bool dated = history_year(sheet_cell(sheet, row, store->year), &year);
  if (dated && year >= inputs->plan->as_of.year) return;
  bool coded = read_code(store, measure, code, &problem);
  if (!coded) input_problem(inputs, sheet, row, store->code, problem.message, problem.argument[0]);
  if (!dated) input_problem(inputs, sheet, row, unread = store->year, MSG_HISTORY_YEAR, NULL);
  if (!read_outcome(sheet_cell(sheet, row, store->outcome), &granted))
    input_problem(inputs, sheet, row, unread = store->outcome, MSG_HISTORY_OUTCOME, NULL);
  if (!amount_read(inputs->arena, sheet, row, store->amount, &has_amount, &fen, &problem))
    input_problem(inputs, sheet, row, unread = store->amount, problem.message, problem.argument[0]);
  if (!coded) return;
  struct unread_row open = { sheet->path, sheet->rows[row].line, unread < 0 ? (struct slice){ "", 0 } : sheet->headings[unread] };
  if (unread >= 0) history_add_unread(store->history, id, code, &open);
  else if (!history_add(store->history, id, code, year, granted))
    input_problem(inputs, sheet, row, store->code, MSG_HISTORY_TWICE, NULL);
}

static void notice_others(const struct history_files *store)
{
  struct arena *arena = store->inputs->arena;
  struct buffer names = { 0 };
  if (!store->others) return;
  for (size_t i = 0; i < store->names.count; i++) buffer_printf(&names, "%s%s", i ? "、" : "", store->names.items[i]);
  buffer_char(&names, 0);
  notify(store->inputs->options->notifier, MSG_NOTICE_HISTORY_OTHERS, store->sheet->path,
         arena_printf(arena, "%zu", store->others), names.at);
  buffer_free(&names);
}

bool history_read(struct side_tables *inputs, const char *path, struct history *history, struct fault *fault)
{
  struct sheet sheet;
  struct history_files store = { .inputs = inputs, .sheet = &sheet, .history = history };
  if (!input_sheet(inputs, path, "历史", &sheet, fault)) return false;
  if (!sheet_require(&sheet, "年度", &store.year, fault) || !sheet_require(&sheet, "措施编号", &store.measure, fault))
    return false;
  if (!sheet_require(&sheet, "对象代码", &store.code, fault) || !sheet_require(&sheet, "结果", &store.outcome, fault))
    return false;
  store.amount = sheet_column(&sheet, "金额");
  for (size_t i = 0; i < sheet.count; i++) {
    struct slice id = sheet_cell(&sheet, i, store.measure);
    const struct measure *measure = input_measure(inputs, id);
    if (!measure) note_other(&store, id);
    else if (measure->once && inputs->planned[measure->index]) read_record(&store, i, measure);
  }
  notice_others(&store);
  return true;
}
