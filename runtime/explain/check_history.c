/* What is said of earlier years, and can never matter, or names a measure that nobody knows. For check.c. */
#include <string.h>

#include "explain/check_parts.h"

/* Once granted, nothing further is asked: 累计封顶 or 次数 beside 一次性 are idle. */
static void check_idle(struct checking *checking, const struct measure *measure)
{
  bool own = measure->top_up.count == 1 && strcmp(measure->top_up.ids[0], measure->id) == 0;
  const char *idle = own ? "补差" : measure->cumulative_cap ? "累计封顶" : measure->times ? "次数" : NULL;
  if (measure->once && idle)
    diagnostic_add(checking, MSG_CHECK_IDLE_BESIDE_ONCE, measure->path, measure->site, measure->id, idle, NULL);
  else if (measure->times == 1) diagnostic_add(checking, MSG_CHECK_TIMES_ONE, measure->path, measure->site, measure->id, NULL);
}

static void check_cumulative_cap(struct checking *checking, const struct measure *measure)
{
  const struct node *yearly = measure->cap ? measure->cap : measure->amount;
  if (!measure->cumulative_cap || !yearly) return;
  const struct node *all = program_fold(checking->program, measure->cumulative_cap);
  const struct node *one = program_fold(checking->program, yearly);
  if (all->op != NODE_CONSTANT || one->op != NODE_CONSTANT || ratio_compare(all->number, one->number) >= 0) return;
  diagnostic_add(checking, MSG_CHECK_CUMULATIVE_BELOW, measure->path, measure->site, measure->id,
                 diagnostic_value(checking, TYPE_MONEY, all->number), diagnostic_value(checking, TYPE_MONEY, one->number), NULL);
}

/* An id that no script has may be a predecessor's; one that differs little from one that is there is a slip. */
struct looked_up {
  struct checking *checking;
  const struct measure *measure;
};

static void check_id(void *context, const char *id, enum history_need need)
{
  const struct looked_up *looked = context;
  const struct model *model = looked->checking->model;
  struct nearest nearest = { .wanted = slice_of(id), .distance = SIZE_MAX };
  const struct measure *asked = model_measure(model, id);
  if (asked && need == HISTORY_MONEY && measure_kind_owes(asked->kind))
    diagnostic_add(looked->checking, MSG_CHECK_PAID_OWED, looked->measure->path, looked->measure->site, id, NULL);
  if (asked) return;
  workload_add(model->workload, 8 * model->measure_count);
  for (size_t i = 0; i < model->measure_count; i++)
    if (model->measures[i]->id) nearest_offer(&nearest, model->measures[i]->id);
  if (nearest.best)
    diagnostic_add(looked->checking, MSG_CHECK_PAID_UNKNOWN, looked->measure->path, looked->measure->site, id, nearest.best,
                   NULL);
}

/* Shares that do not come to the whole, and no rest. */
static void check_parts(struct checking *checking, const struct measure *measure)
{
  struct ratio shares = ratio_whole(0);
  for (size_t i = 0; i < measure->instalment_count; i++) {
    const struct node *share =
        measure->instalments[i].share ? program_fold(checking->program, measure->instalments[i].share) : NULL;
    if (!share || share->op != NODE_CONSTANT || share->type != TYPE_NUMBER || !ratio_add(shares, share->number, &shares)) return;
  }
  if (!measure->instalment_count || ratio_compare(shares, ratio_whole(1)) >= 0) return;
  struct buffer text = { 0 };
  format_share(&text, shares);
  diagnostic_add(checking, MSG_CHECK_PARTS_LACK, measure->path, measure->site, measure->id,
                 arena_copy(checking->arena, text.at, text.length), NULL);
  buffer_free(&text);
}

void check_history(struct checking *checking, const struct measure *measure)
{
  struct looked_up looked = { checking, measure };
  check_idle(checking, measure);
  check_cumulative_cap(checking, measure);
  check_parts(checking, measure);
  if (measure->instalment_count && measure->times)
    diagnostic_add(checking, MSG_CHECK_PARTS_TIMES, measure->path, measure->site, measure->id,
                   arena_printf(checking->arena, "%d", measure->times), NULL);
  measure_looks_back(measure, check_id, &looked);
}
