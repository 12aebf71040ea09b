/* What members of lists lack, once for each yardstick. */
#include "explain/criteria.h"

#include "explain/direct.h"

struct yardstick {
  const struct planned *list; /* the first of those that share it */
  struct lacking_question question;
  struct direct_question *direct;
  struct failing_words *words; /* of each condition */
  struct slice *rises;         /* of each condition that has a line, its datum in front of a figure; a yes/no altogether */
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

static struct slice rise_prepared(struct arena *arena, const struct reason *reason, const struct line *line)
{
  struct buffer text = { 0 };
  const struct cell no = { .state = STATE_KNOWN, .num = 0, .den = 1 }, yes = { .state = STATE_KNOWN, .num = 1, .den = 1 };
  if (line->kind == LINE_FIGURE) rise_say(&text, reason, line->field);
  if (line->kind == LINE_TOGGLE) shift_say(&text, reason, &(struct shift){ line->field, no, yes }, NULL);
  struct slice said = slice_copy(arena, buffer_view(&text));
  buffer_free(&text);
  return said;
}

static struct yardstick *yardstick_new(struct arena *arena, const struct plan *plan, const struct reason *reason,
                                       const struct planned *list)
{
  struct yardstick *yardstick = arena_alloc(arena, sizeof *yardstick);
  struct lacking_question *question = &yardstick->question;
  yardstick->list = list;
  yardstick->row = SIZE_MAX;
  lacking_against(question, plan->model, list);
  yardstick->direct = direct_ask(arena, question, plan->subjects[0].program);
  yardstick->words = arena_array(arena, question->count, sizeof *yardstick->words);
  yardstick->rises = arena_array(arena, question->count, sizeof *yardstick->rises);
  for (size_t i = 0; i < question->count; i++) {
    failing_prepare(&yardstick->words[i], arena, reason, question->conditions[i]);
    yardstick->rises[i] = rise_prepared(arena, reason, &question->lines[i]);
  }
  return yardstick;
}

static struct yardstick *yardstick_of(struct arena *arena, const struct plan *plan, const struct yardsticks *yardsticks,
                                      const struct planned *list)
{
  for (size_t i = 0; i < yardsticks->count; i++)
    if (yardsticks->of[i] && share(yardsticks->of[i]->list->measure, list->measure)) return yardsticks->of[i];
  return yardstick_new(arena, plan, yardsticks->reason, list);
}

struct yardsticks *yardsticks_new(struct arena *arena, const struct plan *plan, const struct reason *reason)
{
  const struct planned_subjects *companies = &plan->subjects[0];
  struct yardsticks *yardsticks = arena_alloc(arena, sizeof *yardsticks);
  yardsticks->reason = reason;
  yardsticks->count = plan->model->measure_count;
  yardsticks->of = arena_array(arena, yardsticks->count, sizeof *yardsticks->of);
  for (size_t i = 0; i < companies->count; i++) {
    const struct planned *list = &companies->measures[i];
    if (list->measure->against_count) yardsticks->of[list->measure->index] = yardstick_of(arena, plan, yardsticks, list);
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

static void searched_say(struct yardstick *yardstick, const struct reason *reason, const struct subject *subject)
{
  struct lacking lacking;
  struct buffer *out = &yardstick->said;
  lacking_find(subject, &yardstick->question, &lacking);
  if (lacking.failing_count) {
    for (size_t i = 0; i < lacking.failing_count; i++) {
      buffer_text(out, i ? reason_word(reason, "；", "; ") : "尚缺：");
      no_say(out, reason, subject, lacking.failing[i]);
    }
    buffer_text(out, lacking.statement_count ? "；补足：" : "；");
  }
  if (!lacking_say(out, reason, subject, &lacking)) buffer_text(out, "已达到对照条件");
}

static void failing_told(struct buffer *out, struct yardstick *yardstick, const struct reason *reason,
                         const struct subject *subject, const struct direct_failing *failing)
{
  struct failing_words *words = &yardstick->words[failing->condition];
  bool figures = words->compare && yardstick->question.lines[failing->condition].kind == LINE_FIGURE;
  if (figures) failing_figures_say(out, words, reason, (struct ratio){ failing->part, failing->whole }, failing->right);
  else no_say(out, reason, subject, yardstick->question.conditions[failing->condition]);
}

static void change_told(struct buffer *out, const struct yardstick *yardstick, const struct reason *reason,
                        const struct direct_change *change)
{
  const struct line *line = &yardstick->question.lines[change->condition];
  buffer_slice(out, yardstick->rises[change->condition]);
  if (line->kind == LINE_FIGURE) rise_by_say(out, reason, line->field, change->after - change->before);
}

/* The same of what was found directly. */
static void direct_say(struct yardstick *yardstick, const struct reason *reason, const struct subject *subject,
                       const struct direct *direct)
{
  struct buffer *out = &yardstick->said;
  if (!direct->failing_count) buffer_text(out, "已达到对照条件");
  for (size_t i = 0; i < direct->failing_count; i++) {
    buffer_text(out, i ? reason_word(reason, "；", "; ") : "尚缺：");
    failing_told(out, yardstick, reason, subject, &direct->failing[i]);
  }
  for (size_t i = 0; i < direct->change_count; i++) {
    buffer_text(out, i ? reason_word(reason, "，", ", ") : "；补足：");
    change_told(out, yardstick, reason, &direct->changes[i]);
  }
}

/* What is so, then what would make it up. */
static void say(struct yardstick *yardstick, const struct reason *reason, const struct subject *subject)
{
  struct direct direct;
  buffer_reset(&yardstick->said);
  bool found = reason->depth < 3 && subject->slots && direct_find(yardstick->direct, subject, &direct);
  if (found) direct_say(yardstick, reason, subject, &direct);
  else searched_say(yardstick, reason, subject);
}

struct slice yardstick_say(struct yardsticks *yardsticks, const struct measure *list, const struct subject *subject)
{
  struct yardstick *yardstick = yardsticks->of[list->index];
  if (yardstick->row != subject->row) say(yardstick, yardsticks->reason, subject);
  yardstick->row = subject->row;
  return buffer_view(&yardstick->said);
}
