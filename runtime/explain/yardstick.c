/* What members of lists lack, once for each yardstick. */
#include "explain/yardstick.h"

struct yardstick {
  const struct planned *list; /* the first of those that share it */
  struct lacking_question question;
  struct failing_words *words; /* of each condition */
  struct buffer said;
  size_t row; /* of which it was said; SIZE_MAX: none */
};

struct yardsticks {
  const struct reason *reason;
  struct yardstick **of; /* by measure index; NULL: nothing to compare with */
  size_t count;
};

static bool share(const struct measure *a, const struct measure *b)
{
  bool same = a->against_count == b->against_count;
  for (size_t i = 0; same && i < a->against_count; i++) same = node_equal(a->against[i], b->against[i]);
  return same;
}

static struct yardstick *yardstick_of(struct arena *arena, const struct model *model, const struct yardsticks *yardsticks,
                                      const struct planned *list)
{
  for (size_t i = 0; i < yardsticks->count; i++)
    if (yardsticks->of[i] && share(yardsticks->of[i]->list->measure, list->measure)) return yardsticks->of[i];
  struct yardstick *yardstick = arena_alloc(arena, sizeof *yardstick);
  yardstick->list = list;
  yardstick->row = SIZE_MAX;
  lacking_against(&yardstick->question, model, list);
  yardstick->words = arena_array(arena, yardstick->question.count, sizeof *yardstick->words);
  for (size_t i = 0; i < yardstick->question.count; i++)
    failing_prepare(&yardstick->words[i], arena, yardsticks->reason, yardstick->question.conditions[i]);
  return yardstick;
}

struct yardsticks *yardsticks_new(struct arena *arena, const struct plan *plan, const struct reason *reason)
{
  const struct model *model = plan->model;
  const struct planned_subjects *companies = &plan->subjects[0];
  struct yardsticks *yardsticks = arena_alloc(arena, sizeof *yardsticks);
  yardsticks->reason = reason;
  yardsticks->count = model->measure_count;
  yardsticks->of = arena_array(arena, yardsticks->count, sizeof *yardsticks->of);
  for (size_t i = 0; i < companies->count; i++) {
    const struct planned *list = &companies->measures[i];
    if (list->measure->against_count) yardsticks->of[list->measure->index] = yardstick_of(arena, model, yardsticks, list);
  }
  return yardsticks;
}

static void yardstick_close(struct yardstick *yardstick)
{
  for (size_t i = 0; i < yardstick->question.count; i++) failing_close(&yardstick->words[i]);
  buffer_free(&yardstick->said);
}

void yardsticks_close(struct yardsticks *yardsticks)
{
  for (size_t i = 0; i < yardsticks->count; i++)
    if (yardsticks->of[i]) yardstick_close(yardsticks->of[i]);
}

void yardsticks_begin(struct yardsticks *yardsticks)
{
  for (size_t i = 0; i < yardsticks->count; i++)
    if (yardsticks->of[i]) yardsticks->of[i]->row = SIZE_MAX;
}

/* The failing conditions are some of the question's, in their order. */
static void failings_told(struct buffer *out, struct yardstick *yardstick, const struct reason *reason,
                          const struct subject *subject, const struct lacking *lacking)
{
  for (size_t i = 0, at = 0; i < lacking->failing_count; i++, at++) {
    while (yardstick->words[at].condition != lacking->failing[i]) at++;
    if (i) buffer_text(out, reason_word(reason, "；", "; "));
    failing_words_say(out, &yardstick->words[at], reason, subject);
  }
}

/* What is so, then what would make it up. */
static void say(struct yardstick *yardstick, const struct reason *reason, const struct subject *subject)
{
  struct lacking lacking;
  struct buffer *out = &yardstick->said;
  buffer_reset(out);
  lacking_find(subject, &yardstick->question, &lacking);
  if (lacking.failing_count) {
    buffer_text(out, "尚缺：");
    failings_told(out, yardstick, reason, subject, &lacking);
    buffer_text(out, lacking.statement_count ? "；补足：" : "；");
  }
  if (!lacking_say(out, reason, subject, &lacking)) buffer_text(out, "已达到对照条件");
}

struct slice yardstick_say(struct yardsticks *yardsticks, const struct measure *list, const struct subject *subject)
{
  struct yardstick *yardstick = yardsticks->of[list->index];
  if (yardstick->row != subject->row) say(yardstick, yardsticks->reason, subject);
  yardstick->row = subject->row;
  return buffer_view(&yardstick->said);
}
