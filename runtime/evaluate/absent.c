/* Companies that an earlier year granted a total, and that are not in the list: a part that is due this year is told as open,
 * after the companies of the list, in the order of the history. What is due by an event is not known of them. */
#include "evaluate/judge.h"

#include "evaluate/rule.h"

bool absent_may_be(const struct plan *plan, const struct run_options *options)
{
  bool parts = false;
  for (size_t i = 0; i < plan->subjects[0].count; i++) parts |= plan->subjects[0].measures[i].measure->instalment_count > 0;
  return parts && history_count(options->history) > 0;
}

/* Its data are those of nobody. */
static struct judge *open_judge(struct run *run, struct arena *arena, const struct sink *sink)
{
  struct judge *judge = judge_new(arena, run, &run->plan->subjects[0]);
  for (size_t i = 0; i < judge->subjects->program->input_count; i++)
    if (judge->measured[i]) judge->measured[i][0] = nobody_knows(judge->subjects->program->inputs[i].aggregate);
  judge->sink = sink;
  judge->user = sink && sink->worker ? sink->worker(sink->context, arena) : NULL;
  return judge;
}

static void note_absent(struct run *run, const struct planned *planned, const struct history_row *row, struct slice code,
                        size_t part, int64_t amount)
{
  run->absent = arena_grow(run->arena, run->absent, run->absent_count, &run->absent_capacity, sizeof *run->absent);
  run->absent[run->absent_count++] = (struct absent_part){ planned->measure, row, code, part + 1, amount };
}

static const struct history_row *first_row(const struct rule_input *input, const struct rule_step *step)
{
  const struct history_row *row = history_rows(input->history, input->code);
  while (row && (row->unread || row->year != step->year || !slice_is(row->measure, input->planned->measure->id))) row = row->next;
  return row;
}

/* What of the total is due now by years; 0: nothing. */
static int64_t due_now(struct run *run, const struct rule_input *input, const struct rule_step *step)
{
  int64_t due = 0;
  for (size_t i = 1; i < input->planned->measure->instalment_count; i++) {
    const struct instalment_state *part = &step->instalments[i];
    if (part->fate != INSTALMENT_NOW && part->fate != INSTALMENT_ASKED) continue;
    due += part->amount;
    note_absent(run, input->planned, first_row(input, step), input->code, i, part->amount);
  }
  return due;
}

static bool judge_absent(struct run *run, struct judge *judge, const struct planned *planned, struct slice code,
                         struct verdict *verdict)
{
  static const struct unread_row absent = { .path = NULL };
  struct rule_input input = { .planned = planned,
                              .subject = &judge->subject,
                              .code = code,
                              .year = run->plan->as_of.year,
                              .history = run->options->history,
                              .arena = &judge->steps };
  if (!rule_instalments_later(&input, verdict)) return false;
  const struct rule_step *settled = verdict_settled(verdict);
  int64_t due = settled && settled->instalments ? due_now(run, &input, settled) : 0;
  if (!due) return false;
  verdict->outcome = OUTCOME_PENDING, verdict->answer = ANSWER_UNKNOWN;
  verdict->has_amount = false, verdict->low = 0, verdict->has_high = true, verdict->high = due;
  struct rule_step *step = verdict_add_step(&judge->steps, verdict, RULE_INSTALMENTS, STEP_SETTLES);
  *step = (struct rule_step){ .rule = RULE_INSTALMENTS, .effect = STEP_SETTLES, .unread = &absent, .after = due };
  verdict->steps = step;
  return true;
}

static void name_absent(struct judge *judge, const struct run *run, struct slice code)
{
  const struct history_row *row = history_rows(run->options->history, code);
  judge->codes[0] = code;
  judge->names[0] = row ? row->name : (struct slice){ "", 0 };
}

/* One object, and those of its measures of which something is due. */
static bool tell_absent(struct run *run, struct judge *judge, struct slice code, struct fault *fault)
{
  static const uint32_t none[1];
  judge->judgement_count = 0;
  judge->subject.row = 0;
  arena_rewind(&judge->steps, judge->no_steps);
  reading_next(&judge->reading);
  name_absent(judge, run, code);
  for (size_t k = 0; k < judge->subjects->count; k++) {
    const struct planned *planned = &judge->subjects->measures[k];
    struct verdict verdict;
    if (!planned->measure->instalment_count || !judge_absent(run, judge, planned, code, &verdict)) continue;
    judge_add(judge, 0, k, &verdict);
  }
  if (!judge->judgement_count || !judge->sink) return true;
  bounds_of_row(judge->subjects->measures, judge->judgements, judge->judgement_count);
  struct judged_batch batch = { .subjects = judge->subjects,
                                .count = 1,
                                .end = 1,
                                .judgements = judge->judgements,
                                .judgement_count = judge->judgement_count,
                                .codes = judge->codes,
                                .names = judge->names,
                                .subject = &judge->subject };
  struct judged_block block = { .rows = 1, .repeats = none, .lines = none, .codes = judge->codes, .absent = true };
  if (judge->sink->begin) judge->sink->begin(judge->sink->context, judge->user);
  if (judge->sink->batch) judge->sink->batch(judge->sink->context, judge->user, &batch);
  return !judge->sink->block || judge->sink->block(judge->sink->context, judge->user, &block, fault);
}

bool run_absent(struct run *run, const struct sink *sink, struct fault *fault)
{
  struct arena arena = { 0 };
  bool told = true;
  if (!run->present) return true;
  struct judge *judge = open_judge(run, &arena, sink);
  for (size_t i = 0; told && i < history_count(run->options->history); i++) {
    struct slice code = history_code(run->options->history, i);
    struct packed_code packed = code_pack(code);
    if (code_index_find_packed(run->present, &packed) == CODES_NONE) told = tell_absent(run, judge, code, fault);
  }
  if (judge->sink && judge->sink->close) judge->sink->close(judge->sink->context, judge->user);
  judge_close(judge);
  arena_free(&arena);
  return told;
}

size_t run_absent_parts(const struct run *run, const struct absent_part **parts)
{
  *parts = run->absent;
  return run->absent_count;
}
