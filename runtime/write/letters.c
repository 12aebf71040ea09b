/* Letters from the rows of results.csv. */
#include "write/letters.h"

#include <string.h>

#include "base/decimal.h"
#include "evaluate/decision.h"
#include "write/atomic_file.h"
#include "write/docx.h"
#include "write/report_page.h"
#include "write/text_template.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What templates may name: values of a letter, values of one of its items, lists. */
static const char *const value_names[] = {
  "企业名称", "统一社会信用代码", "年度", "政策", "合计", "合计大写", "待补数据", "截止日期", "联系方式",
  "批次",     "措施编号",         "措施", "条款", "金额", "金额大写", "说明",     NULL
};
static const char *const list_names[] = { "信",     "获得",   "未获得", "待补",       "有获得",     "有未获得",
                                          "有待补", "有合计", "有金额", "有截止日期", "有联系方式", NULL };

struct letters {
  struct arena *arena;
  const struct recorded_run *run;
  const struct document_request *request;
  struct fault *fault;
};

static struct slice money_words(struct arena *arena, int64_t fen, void (*format)(struct buffer *out, int64_t fen))
{
  struct buffer out = { 0 };
  format(&out, fen);
  return buffer_take(arena, &out);
}

/* A list that says whether something is there: of one item, or of none. */
static struct template_list there(const char *name, bool is)
{
  static const struct template_scope nothing_more = { 0 };
  return (struct template_list){ name, &nothing_more, is };
}

static struct template_scope item_of(const struct letters *letters, const struct recorded_result *result)
{
  struct arena *arena = letters->arena;
  bool paid = result->amount.length && result->paid;
  const struct template_value values[] = {
    { "措施编号", result->measure_id },
    { "措施", result->measure },
    { "条款", result->clause },
    { "金额", paid ? money_words(arena, result->fen, format_money) : SLICE("") },
    { "金额大写", paid ? money_words(arena, result->fen, format_money_capitals) : SLICE("") },
    { "说明", result->note },
  };
  struct template_value *kept = arena_array(arena, COUNT(values), sizeof *kept);
  struct template_list *lists = arena_alloc(arena, sizeof *lists);
  memcpy(kept, values, sizeof values);
  *lists = there("有金额", paid);
  return (struct template_scope){ kept, COUNT(values), lists, 1 };
}

static bool is_same_object(const struct recorded_result *a, const struct recorded_result *b)
{
  return slice_equal(a->code, b->code) && slice_equal(a->name, b->name);
}

/* The data that pending.csv names for the object; both files have objects in the same order. */
static struct slice missing_of(const struct recorded_run *run, const struct recorded_result *result, size_t *pending)
{
  const struct sheet *sheet = run->files[RESULT_FILE_PENDING];
  for (size_t i = *pending; sheet && i < sheet->count; i++)
    if (slice_equal(recorded_cell(sheet, i, COLUMN_OBJECT_CODE), result->code) &&
        slice_equal(recorded_cell(sheet, i, COLUMN_OBJECT_NAME), result->name))
      return *pending = i, recorded_cell(sheet, i, COLUMN_MISSING);
  return SLICE("");
}

/* Items of one object by outcome. */
struct items {
  struct template_scope *of[OUTCOME_YES + 1];
  size_t counts[OUTCOME_YES + 1];
  int64_t fen;
  const struct recorded_policy *policies[8];
  size_t policy_count;
};

static void note_policy(struct items *items, const struct recorded_policy *policy)
{
  for (size_t i = 0; i < items->policy_count; i++)
    if (items->policies[i] == policy) return;
  if (items->policy_count < COUNT(items->policies)) items->policies[items->policy_count++] = policy;
}

static bool gather(const struct letters *letters, size_t from, size_t to, struct items *items)
{
  *items = (struct items){ 0 };
  for (int i = 0; i <= OUTCOME_YES; i++) items->of[i] = arena_array(letters->arena, to - from, sizeof *items->of[i]);
  for (size_t i = from; i < to; i++) {
    const struct recorded_result *result = &letters->run->results[i];
    enum outcome outcome;
    if (!document_asks(letters->request, result) || !outcome_read(result->outcome, NULL, &outcome)) continue;
    items->of[outcome][items->counts[outcome]++] = item_of(letters, result);
    note_policy(items, result->policy);
    if (result->paid && __builtin_add_overflow(items->fen, result->fen, &items->fen))
      return fault_set(letters->fault, FAULT_USAGE, MSG_DOCUMENT_OVERFLOW, letters->run->folder, NULL);
  }
  return true;
}

static const char *titles_string(struct arena *arena, const struct items *items)
{
  const char *titles = "";
  for (size_t i = 0; i < items->policy_count; i++) titles = arena_printf(arena, "%s《%s》", titles, items->policies[i]->title);
  return titles;
}

static struct slice text_or_empty(const char *text)
{
  return slice_of(text ? text : "");
}

static struct template_scope letter_of(const struct letters *letters, const struct recorded_result *object,
                                       const struct items *items, struct slice missing)
{
  struct arena *arena = letters->arena;
  const struct document_request *request = letters->request;
  struct slice contact = text_or_empty(document_contact(request, items->policies[0]));
  const struct template_value values[] = {
    { "企业名称", object->name },
    { "统一社会信用代码", object->code },
    { "年度", slice_of(arena_printf(arena, "%d", letters->run->year)) },
    { "政策", slice_of(titles_string(arena, items)) },
    { "合计", money_words(arena, items->fen, format_money) },
    { "合计大写", money_words(arena, items->fen, format_money_capitals) },
    { "待补数据", missing },
    { "截止日期", text_or_empty(request->until) },
    { "联系方式", contact },
    { "批次", text_or_empty(request->batch) },
  };
  const struct template_list lists[] = {
    { "获得", items->of[OUTCOME_YES], items->counts[OUTCOME_YES] },
    { "未获得", items->of[OUTCOME_NO], items->counts[OUTCOME_NO] },
    { "待补", items->of[OUTCOME_PENDING], items->counts[OUTCOME_PENDING] },
    there("有获得", items->counts[OUTCOME_YES] > 0),
    there("有未获得", items->counts[OUTCOME_NO] > 0),
    there("有待补", items->counts[OUTCOME_PENDING] > 0),
    there("有合计", items->fen != 0),
    there("有截止日期", request->until != NULL),
    there("有联系方式", contact.length > 0),
  };
  struct template_value *kept = arena_array(arena, COUNT(values), sizeof *kept);
  struct template_list *kept_lists = arena_array(arena, COUNT(lists), sizeof *kept_lists);
  memcpy(kept, values, sizeof values);
  memcpy(kept_lists, lists, sizeof lists);
  return (struct template_scope){ kept, COUNT(values), kept_lists, COUNT(lists) };
}

static bool is_addressed(const struct document_request *request, const struct recorded_result *object)
{
  const char *company = request->company;
  return !company || slice_is(object->code, company) || slice_contains(object->name, slice_of(company));
}

/* One for each object with a row that is asked for, in the order of results.csv. */
static bool all_letters(const struct letters *letters, struct template_list *list)
{
  const struct recorded_run *run = letters->run;
  size_t pending = 0, count = 0;
  struct template_scope *scopes = arena_array(letters->arena, run->result_count, sizeof *scopes);
  for (size_t from = 0, to; from < run->result_count; from = to) {
    struct items items;
    for (to = from + 1; to < run->result_count && is_same_object(&run->results[from], &run->results[to]);) to++;
    if (!is_addressed(letters->request, &run->results[from])) continue;
    if (!gather(letters, from, to, &items)) return false;
    if (!items.policy_count) continue;
    scopes[count++] = letter_of(letters, &run->results[from], &items, missing_of(run, &run->results[from], &pending));
  }
  *list = (struct template_list){ "信", scopes, count };
  if (!count && letters->request->company)
    return fault_set(letters->fault, FAULT_USAGE, MSG_DOCUMENT_NOBODY, letters->request->company, run->folder, NULL);
  return count > 0 || fault_set(letters->fault, FAULT_USAGE, MSG_DOCUMENT_EMPTY,
                                document_name(letters->request->kind, letters->request->language), run->folder, NULL);
}

static bool write_page(const struct letters *letters, const struct template_list *list, const char *path)
{
  const struct template_scope whole = { NULL, 0, list, 1 };
  struct buffer out = { 0 };
  const struct text_template *template = text_template_read(
      letters->arena, (struct slice){ page_letter_html, page_letter_html_length }, value_names, list_names, letters->fault);
  if (template) text_template_fill(&out, template, &whole);
  bool written = template && atomic_file_open(path, out.at, out.length, letters->fault);
  buffer_free(&out);
  return written;
}

struct document_making {
  const struct docx *docx;
  struct slice body;
};

static bool make_document(void *context, const char *hidden, struct fault *fault)
{
  const struct document_making *making = context;
  return docx_write(hidden, making->docx, making->body, fault);
}

static bool write_document(const struct letters *letters, const struct template_list *list, const char *path)
{
  const char *source = letters->request->template;
  struct docx docx;
  struct buffer body = { 0 };
  if (!docx_read(letters->arena, source, &docx, letters->fault)) return false;
  const struct text_template *template = text_template_read(letters->arena, docx.body, value_names, list_names, letters->fault);
  if (!template) return source ? fault_at(letters->fault, source, 0, 0) : false;
  for (size_t i = 0; i < list->count; i++) {
    if (i) docx_break(&body, &docx);
    text_template_fill(&body, template, &list->items[i]);
  }
  struct document_making making = { &docx, buffer_view(&body) };
  bool written = atomic_file_made(path, make_document, &making, letters->fault);
  buffer_free(&body);
  return written;
}

bool letters_write(struct arena *arena, const struct recorded_run *run, const struct document_request *request, const char *path,
                   struct fault *fault)
{
  struct letters letters = { arena, run, request, fault };
  struct template_list list;
  bool document = slice_ends(slice_of(path), ".docx");
  if (!document && !slice_ends(slice_of(path), ".html"))
    return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_FORMAT, document_name(request->kind, request->language), ".html、.docx",
                     NULL);
  if (request->template && !document) return fault_set(fault, FAULT_USAGE, MSG_DOCUMENT_TEMPLATE, NULL);
  return all_letters(&letters, &list) && (document ? write_document(&letters, &list, path) : write_page(&letters, &list, path));
}
