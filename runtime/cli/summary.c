/* The summary of a run on the terminal. */
#include "cli/summary.h"

#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "write/entity_text.h"
#include "write/targets.h"
#include "write/terminal.h"

const struct table_column summary_columns[5] = { { MSG_HEADING_ID, false, FIT_WHOLE },
                                                 { MSG_HEADING_MEASURE, false, FIT_CUT },
                                                 { MSG_OUTCOME_YES, true, FIT_WHOLE },
                                                 { MSG_OUTCOME_PENDING, true, FIT_WHOLE },
                                                 { MSG_HEADING_AMOUNT, true, FIT_WHOLE } };

struct printing {
  struct arena *arena;
  const struct results *results;
  enum language language;
  struct text_table *table;
};

static struct slice number(struct arena *arena, uint64_t count)
{
  return slice_of(arena_printf(arena, "%llu", (unsigned long long)count));
}

static struct slice money(struct arena *arena, int64_t fen)
{
  struct buffer text = { 0 };
  format_money(&text, fen);
  return buffer_take(arena, &text);
}

static void row(struct printing *printing, const struct planned *planned)
{
  const struct measure *measure = planned->measure;
  struct tally tally = results_tally(printing->results, measure);
  bool pays = planned->amount != NO_SLOT;
  text_table_add(printing->table, slice_of(measure->id), STYLE_PLAIN);
  text_table_add(printing->table, slice_of(measure->name), STYLE_PLAIN);
  text_table_add(printing->table, number(printing->arena, tally.yes), tally.yes ? STYLE_GOOD : STYLE_FAINT);
  text_table_add(printing->table, number(printing->arena, tally.pending), tally.pending ? STYLE_OPEN : STYLE_FAINT);
  struct slice amount = tally.overflowed ? SLICE("?") : money(printing->arena, tally.amount);
  text_table_add(printing->table, pays ? amount : SLICE("—"), pays ? STYLE_PLAIN : STYLE_FAINT);
}

static void total_row(struct printing *printing, enum message name, const struct results_total *total)
{
  text_table_add(printing->table, SLICE(""), STYLE_PLAIN);
  text_table_add(printing->table, slice_of(message_name(name, printing->language)), STYLE_STRONG);
  text_table_add(printing->table, SLICE(""), STYLE_PLAIN);
  text_table_add(printing->table, SLICE(""), STYLE_PLAIN);
  text_table_add(printing->table, total->overflowed ? SLICE("?") : money(printing->arena, total->amount), STYLE_STRONG);
}

/* What all can come to, where something is open. */
static void range_line(struct buffer *out, const struct results_total *total, const char *of, enum language language)
{
  struct buffer said = { 0 };
  if (!total->overflowed && format_bounds(&said, language, &total->bounds, total->amount)) {
    buffer_text(out, of);
    if (*of) format_words(out, language, MSG_COLON);
    buffer_slice(out, buffer_view(&said));
    buffer_char(out, '\n');
  }
  buffer_free(&said);
}

static void heading(struct buffer *out, const struct plan *plan, const struct results *results, enum language language)
{
  for (size_t i = 0; i < plan->model->policy_count; i++)
    if (policy_covers(plan->model->policies[i], plan->as_of.year)) terminal_entry(out, "%s", plan->model->policies[i]->name);
  message_text(out, language, MSG_REPORT_YEAR, INTEGER(plan->as_of.year), NULL);
  date_write(out, plan->as_of.on);
  message_text(out, language, MSG_SUMMARY_COMPANIES, INTEGER(results_rows(results)), NULL);
  buffer_text(out, "\n\n");
}

/* 「分担：市 24.17万元，区 24.17万元」: over all measures, levels as they come first. */
static void share_line(struct buffer *out, const struct plan *plan, const struct results *results, enum language language)
{
  struct cost_sum {
    const char *level;
    int64_t fen;
  } sums[COST_SHARES];
  size_t count = 0;
  for (size_t m = 0; m < plan->model->measure_count; m++) {
    const struct measure *measure = plan->model->measures[m];
    struct tally tally = results_tally(results, measure);
    for (size_t i = 0; i < measure->cost_share_count; i++) {
      size_t at = 0;
      while (at < count && strcmp(sums[at].level, measure->cost_shares[i].level) != 0) at++;
      if (at == COST_SHARES) return;
      if (at == count) sums[count++] = (struct cost_sum){ measure->cost_shares[i].level, 0 };
      if (__builtin_add_overflow(sums[at].fen, tally.shares[i], &sums[at].fen)) return;
    }
  }
  if (!count) return;
  format_words(out, language, MSG_STEP_COST_SHARE);
  for (size_t i = 0; i < count; i++) {
    if (i) format_words(out, language, MSG_LIST_COMMA);
    buffer_printf(out, "%s ", sums[i].level);
    format_money(out, sums[i].fen);
  }
  buffer_char(out, '\n');
}

/* Which data narrow the range, the most first. */
static void stake_lines(struct buffer *out, struct arena *arena, const struct terminal *terminal, const struct results *results,
                        const struct bounds *bounds, enum language language)
{
  enum { TOLD = 3 };
  const struct stakes *stakes = results_stakes(results);
  int64_t width = bounds->most - bounds->least;
  for (size_t i = 0; !bounds->open && !bounds->overflowed && i < stakes->count && i < TOLD; i++) {
    const struct stake *stake = &stakes->items[i];
    if (stake->width > width) continue; /* a budget holds it */
    struct buffer said = { 0 };
    message_text(&said, language, MSG_SUMMARY_STAKE, INTEGER(stake->rows), slice_copy(arena, stake->missing).at,
                 money(arena, width).at, money(arena, width - stake->width).at, NULL);
    paragraph_print(out, terminal, "", 4, buffer_take(arena, &said).at);
  }
}

void summary_print(FILE *to, const struct plan *plan, const struct results *results, enum language language)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(fileno(to));
  struct printing printing = { &arena, results, language, text_table_new(&arena, summary_columns, 5, language) };
  const struct results_total granted = results_granted(results), owed = results_owed(results);
  heading(&out, plan, results, language);
  for (size_t m = 0; m < plan->model->measure_count; m++)
    for (size_t s = 0; s < plan->subject_count; s++)
      for (size_t i = 0; i < plan->subjects[s].count; i++)
        if (plan->subjects[s].measures[i].measure == plan->model->measures[m] &&
            plan->model->measures[m]->kind != MEASURE_CRITERION)
          row(&printing, &plan->subjects[s].measures[i]);
  total_row(&printing, MSG_SUMMARY_TOTAL, &granted);
  if (owed.any) total_row(&printing, MSG_OUTCOME_OWED, &owed);
  text_table_write(&out, printing.table, &terminal, 0);
  range_line(&out, &granted, "", language);
  stake_lines(&out, &arena, &terminal, results, &granted.bounds, language);
  range_line(&out, &owed, message_name(MSG_OUTCOME_OWED, language), language);
  share_line(&out, plan, results, language);
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
  arena_free(&arena);
}

static struct slice figure(struct arena *arena, bool known, enum figure_style style, struct ratio value)
{
  struct buffer text = { 0 };
  if (!known) buffer_text(&text, "—");
  else if (style == FIGURE_MONEY) format_money(&text, value.num / value.den);
  else figure_write(&text, style, value);
  return buffer_take(arena, &text);
}

void targets_print(FILE *to, const struct target_result *targets, size_t count, enum language language)
{
  static const struct table_column columns[] = {
    { MSG_HEADING_ID, false, FIT_WHOLE }, { MSG_HEADING_TARGET, false, FIT_CUT },  { MSG_HEADING_UNIT, false, FIT_CUT },
    { MSG_MODEL_GOAL, true, FIT_WHOLE },  { MSG_HEADING_ACTUAL, true, FIT_WHOLE }, { MSG_HEADING_RESULT, false, FIT_WHOLE }
  };
  static const enum style styles[] = { STYLE_FAINT, STYLE_BAD, STYLE_OPEN, STYLE_GOOD };
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(fileno(to));
  struct text_table *table = text_table_new(&arena, columns, 6, language);
  for (size_t i = 0; i < count; i++) {
    const struct target_result *target = &targets[i];
    text_table_add(table, slice_of(target->measure->id), STYLE_PLAIN);
    text_table_add(table, slice_of(target->measure->name), STYLE_PLAIN);
    text_table_add(table, target->unit, STYLE_PLAIN);
    text_table_add(table, figure(&arena, target->has_goal, target->style, target->goal), STYLE_PLAIN);
    text_table_add(table, figure(&arena, target->has_actual, target->style, target->actual), STYLE_PLAIN);
    text_table_add(table, slice_of(target_word(target->outcome)), styles[target->outcome]);
  }
  buffer_char(&out, '\n');
  text_table_write(&out, table, &terminal, 0);
  if (count) terminal_write(to, buffer_view(&out));
  buffer_free(&out);
  arena_free(&arena);
}
