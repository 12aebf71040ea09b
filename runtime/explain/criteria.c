/* What members of lists lack, once for each criteria. */
#include "explain/criteria.h"

#include "explain/direct.h"

struct criterion_set {
  const struct planned *list; /* the first of those that share it */
  struct gap_question question;
  struct direct_question *direct;
  struct failing_words *words; /* of each condition */
  struct slice *rises;         /* of each condition that has a line, its datum in front of a figure; a yes/no altogether */
  struct buffer said;
  size_t row; /* of which it was said; SIZE_MAX: none */
};

struct criteria {
  const struct wording *reason;
  struct criterion_set **of; /* by measure index; NULL: nothing to compare with */
  size_t count;
};

static bool share(const struct measure *a, const struct measure *b)
{
  bool same = a->against_count == b->against_count;
  for (size_t i = 0; same && i < a->against_count; i++) same = node_equal(a->against[i], b->against[i]);
  return same;
}

static struct slice rise_prepared(struct arena *arena, const struct wording *reason, const struct threshold *line)
{
  struct buffer text = { 0 };
  const struct cell no = { .state = STATE_KNOWN, .num = 0, .den = 1 }, yes = { .state = STATE_KNOWN, .num = 1, .den = 1 };
  if (line->kind == LINE_FIGURE) format_rise(&text, reason, line->field);
  if (line->kind == LINE_TOGGLE) format_shift(&text, reason, &(struct day_shift){ line->field, no, yes }, NULL);
  struct slice said = slice_copy(arena, buffer_view(&text));
  buffer_free(&text);
  return said;
}

static struct criterion_set *criterion_new(struct arena *arena, const struct plan *plan, const struct wording *reason,
                                           const struct planned *list)
{
  struct criterion_set *criterion = arena_alloc(arena, sizeof *criterion);
  struct gap_question *question = &criterion->question;
  criterion->list = list;
  criterion->row = SIZE_MAX;
  gap_against(question, plan->model, list);
  criterion->direct = direct_ask(arena, question, plan->subjects[0].program);
  criterion->words = arena_array(arena, question->count, sizeof *criterion->words);
  criterion->rises = arena_array(arena, question->count, sizeof *criterion->rises);
  for (size_t i = 0; i < question->count; i++) {
    failing_prepare(&criterion->words[i], arena, reason, question->conditions[i]);
    criterion->rises[i] = rise_prepared(arena, reason, &question->lines[i]);
  }
  return criterion;
}

static struct criterion_set *criterion_of(struct arena *arena, const struct plan *plan, const struct criteria *criteria,
                                          const struct planned *list)
{
  for (size_t i = 0; i < criteria->count; i++)
    if (criteria->of[i] && share(criteria->of[i]->list->measure, list->measure)) return criteria->of[i];
  return criterion_new(arena, plan, criteria->reason, list);
}

struct criteria *criteria_new(struct arena *arena, const struct plan *plan, const struct wording *reason)
{
  const struct planned_subjects *companies = &plan->subjects[0];
  struct criteria *criteria = arena_alloc(arena, sizeof *criteria);
  criteria->reason = reason;
  criteria->count = plan->model->measure_count;
  criteria->of = arena_array(arena, criteria->count, sizeof *criteria->of);
  for (size_t i = 0; i < companies->count; i++) {
    const struct planned *list = &companies->measures[i];
    if (list->measure->against_count) criteria->of[list->measure->index] = criterion_of(arena, plan, criteria, list);
  }
  return criteria;
}

static void criterion_close(struct criterion_set *criterion)
{
  for (size_t i = 0; i < criterion->question.count; i++) failing_close(&criterion->words[i]);
  buffer_free(&criterion->said);
}

void criteria_close(struct criteria *criteria)
{
  for (size_t i = 0; i < criteria->count; i++)
    if (criteria->of[i]) criterion_close(criteria->of[i]);
}

void criteria_begin(struct criteria *criteria)
{
  for (size_t i = 0; i < criteria->count; i++)
    if (criteria->of[i]) criteria->of[i]->row = SIZE_MAX;
}

static void format_searched(struct criterion_set *criterion, const struct wording *reason, const struct row_context *subject)
{
  struct gap gap;
  struct buffer *out = &criterion->said;
  gap_find(subject, &criterion->question, &gap);
  if (gap.failing_count) {
    for (size_t i = 0; i < gap.failing_count; i++) {
      buffer_text(out, i ? wording_word(reason, "；", "; ") : "尚缺：");
      format_no(out, reason, subject, gap.failing[i]);
    }
    buffer_text(out, gap.statement_count ? "；补足：" : "；");
  }
  if (!format_gap(out, reason, subject, &gap)) buffer_text(out, "已达到对照条件");
}

static void failing_told(struct buffer *out, struct criterion_set *criterion, const struct wording *reason,
                         const struct row_context *subject, const struct direct_failing *failing)
{
  struct failing_words *words = &criterion->words[failing->condition];
  bool figures = words->compare && criterion->question.lines[failing->condition].kind == LINE_FIGURE;
  if (figures) format_failing_figures(out, words, reason, (struct ratio){ failing->part, failing->whole }, failing->right);
  else format_no(out, reason, subject, criterion->question.conditions[failing->condition]);
}

static void change_told(struct buffer *out, const struct criterion_set *criterion, const struct wording *reason,
                        const struct direct_change *change)
{
  const struct threshold *line = &criterion->question.lines[change->condition];
  buffer_slice(out, criterion->rises[change->condition]);
  if (line->kind == LINE_FIGURE) format_rise_by(out, reason, line->field, change->after - change->before);
}

/* The same of what was found directly. */
static void format_direct(struct criterion_set *criterion, const struct wording *reason, const struct row_context *subject,
                          const struct direct *direct)
{
  struct buffer *out = &criterion->said;
  if (!direct->failing_count) buffer_text(out, "已达到对照条件");
  for (size_t i = 0; i < direct->failing_count; i++) {
    buffer_text(out, i ? wording_word(reason, "；", "; ") : "尚缺：");
    failing_told(out, criterion, reason, subject, &direct->failing[i]);
  }
  for (size_t i = 0; i < direct->change_count; i++) {
    buffer_text(out, i ? wording_word(reason, "，", ", ") : "；补足：");
    change_told(out, criterion, reason, &direct->changes[i]);
  }
}

/* What is so, then what would make it up. */
static void say(struct criterion_set *criterion, const struct wording *reason, const struct row_context *subject)
{
  struct direct direct;
  buffer_reset(&criterion->said);
  bool found = reason->depth < 3 && subject->slots && direct_find(criterion->direct, subject, &direct);
  if (found) format_direct(criterion, reason, subject, &direct);
  else format_searched(criterion, reason, subject);
}

struct slice format_criterion(struct criteria *criteria, const struct measure *list, const struct row_context *subject)
{
  struct criterion_set *criterion = criteria->of[list->index];
  if (criterion->row != subject->row) say(criterion, criteria->reason, subject);
  criterion->row = subject->row;
  return buffer_view(&criterion->said);
}
