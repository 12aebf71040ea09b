/* What members of lists lack, once for each criteria. */
#include "explain/criteria.h"

struct criterion_set {
  const struct planned *list; /* the first of those that share it */
  struct gap_question question;
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

static struct criterion_set *criterion_new(struct arena *arena, const struct plan *plan, const struct planned *list)
{
  struct criterion_set *criterion = arena_alloc(arena, sizeof *criterion);
  criterion->list = list;
  criterion->row = SIZE_MAX;
  gap_against(&criterion->question, plan->model, list);
  return criterion;
}

static struct criterion_set *criterion_of(struct arena *arena, const struct plan *plan, const struct criteria *criteria,
                                          const struct planned *list)
{
  for (size_t i = 0; i < criteria->count; i++)
    if (criteria->of[i] && share(criteria->of[i]->list->measure, list->measure)) return criteria->of[i];
  return criterion_new(arena, plan, list);
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

void criteria_close(struct criteria *criteria)
{
  for (size_t i = 0; i < criteria->count; i++)
    if (criteria->of[i]) buffer_free(&criteria->of[i]->said);
}

void criteria_begin(struct criteria *criteria)
{
  for (size_t i = 0; i < criteria->count; i++)
    if (criteria->of[i]) criteria->of[i]->row = SIZE_MAX;
}

/* What is so, then what would make it up. */
static void format_comparison(struct criterion_set *criterion, const struct wording *reason, const struct row_context *subject)
{
  struct gap gap;
  struct buffer *out = &criterion->said;
  buffer_reset(out);
  gap_find(subject, &criterion->question, &gap);
  if (gap.failing_count) {
    for (size_t i = 0; i < gap.failing_count; i++) {
      format_wording(out, reason, i ? MSG_SEMICOLON : MSG_AGAINST_LACKS);
      format_no(out, reason, subject, gap.failing[i]);
    }
    format_wording(out, reason, gap.statement_count ? MSG_AGAINST_MENDED_BY : MSG_SEMICOLON);
  }
  if (!format_gap(out, reason, subject, &gap)) format_wording(out, reason, MSG_AGAINST_ALL_HOLDS);
}

struct slice format_criterion(struct criteria *criteria, const struct measure *list, const struct row_context *subject)
{
  struct criterion_set *criterion = criteria->of[list->index];
  if (criterion->row != subject->row) format_comparison(criterion, criteria->reason, subject);
  criterion->row = subject->row;
  return buffer_view(&criterion->said);
}
