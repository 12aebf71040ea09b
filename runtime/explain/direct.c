/* What is lacking, read from the columns of a batch. */
#include "explain/direct.h"

/* Where a condition's figures stand in the batch. */
struct place {
  uint32_t answer, part, whole, right; /* `whole` NO_SLOT: not a share */
  uint64_t threshold;                  /* marks of the data that the right side rests on */
  uint64_t readers;                    /* conditions behind this one, a bit each, that read its datum */
  int64_t most;                        /* that the datum can rise to */
  bool within;                         /* nor beyond the whole */
  bool solvable;
};

struct direct_question {
  const struct gap_question *asked;
  struct place places[GAP_CONDITIONS];
  bool unplaced; /* a condition has no slot: nothing can be told */
};

/* A datum of the list alone, or divided by another. */
static bool place_figure(const struct program *program, const struct threshold *line, struct place *place)
{
  const struct step *compare = &program->steps[place->answer], *left = &program->steps[compare->inputs[0]];
  bool share = left->node->op == NODE_DIVIDE;
  place->part = share ? left->inputs[0] : compare->inputs[0];
  place->whole = share ? left->inputs[1] : (uint32_t)NO_SLOT;
  place->right = compare->inputs[1];
  place->threshold = gap_marks(line->right);
  place->most = adjustment_limit(line->field);
  place->within = line->field->whole != NULL;
  return share == (line->whole != NULL) && (!place->within || line->field->whole == line->whole);
}

static struct place place_of(const struct gap_question *question, const struct program *program, size_t i)
{
  const struct threshold *line = &question->lines[i];
  struct place place = { .answer = question->slots[i] };
  if (place.answer == NO_SLOT) return place;
  enum node_op op = program->steps[place.answer].node->op;
  if (line->kind == LINE_FIGURE && op == NODE_COMPARE) place.solvable = place_figure(program, line, &place);
  if (line->kind == LINE_TOGGLE && op == NODE_IS_TRUE) {
    place.part = program->steps[place.answer].inputs[0];
    place.solvable = true;
  }
  return place;
}

struct direct_question *direct_ask(struct arena *arena, const struct gap_question *question, const struct program *program)
{
  struct direct_question *direct = arena_alloc(arena, sizeof *direct);
  direct->asked = question;
  for (size_t i = 0; i < question->count; i++) {
    struct place *place = &direct->places[i];
    *place = place_of(question, program, i);
    if (place->answer == NO_SLOT) direct->unplaced = true;
    for (size_t k = i + 1; place->solvable && k < question->count; k++)
      if (question->reads[k] & gap_mark(question->lines[i].field)) place->readers |= UINT64_C(1) << k;
  }
  return direct;
}

static bool whole_number(const struct row_context *subject, uint32_t slot, int64_t *out)
{
  const struct column *column = &subject->slots[slot].column;
  *out = column->num[subject->row];
  return column->state[subject->row] == STATE_KNOWN && (!column->den || column->den[subject->row] == 1);
}

static bool fraction(const struct row_context *subject, uint32_t slot, struct ratio *out)
{
  const struct column *column = &subject->slots[slot].column;
  *out = (struct ratio){ column->num[subject->row], column->den ? column->den[subject->row] : 1 };
  return column->state[subject->row] == STATE_KNOWN;
}

/* A datum as it would be after the changes so far. */
static int64_t changed(const struct direct_question *question, const struct direct *direct, const struct field *field, int64_t is)
{
  for (size_t i = 0; i < direct->change_count; i++)
    if (question->asked->lines[direct->changes[i].condition].field == field) return direct->changes[i].after;
  return is;
}

static bool change(struct direct *direct, size_t condition, int64_t before, int64_t after)
{
  if (direct->change_count == SHIFTS_MAX) return false;
  direct->changes[direct->change_count++] = (struct direct_change){ condition, before, after };
  return true;
}

/* `figures` are filled in. `fails`: as things are; else what was changed may have broken it, or not. */
static bool solve(const struct direct_question *question, const struct row_context *subject, struct direct_failing *figures,
                  bool fails, struct direct *direct)
{
  const struct threshold *line = &question->asked->lines[figures->condition];
  const struct place *place = &question->places[figures->condition];
  int64_t least, whole;
  figures->whole = 1;
  if (!whole_number(subject, place->part, &figures->part)) return false;
  if (line->kind == LINE_TOGGLE) return fails && figures->part == 0 && change(direct, figures->condition, 0, 1);
  if (place->whole != NO_SLOT && !whole_number(subject, place->whole, &figures->whole)) return false;
  if (!fraction(subject, place->right, &figures->right)) return false;
  whole = place->whole == NO_SLOT ? 1 : changed(question, direct, line->whole, figures->whole);
  if (figures->whole <= 0 || whole <= 0 || !line_least(line, figures->right, whole, &least)) return false;
  if (least <= figures->part) return !fails;
  if (least > place->most || (place->within && least > whole)) return false;
  return change(direct, figures->condition, figures->part, least);
}

/* The conditions that fail, a bit each; false when one is open. */
static bool failing(const struct direct_question *question, const struct row_context *subject, uint64_t *fails)
{
  uint64_t open = 0;
  *fails = 0;
  for (size_t i = 0; i < question->asked->count; i++) {
    uint8_t answer = subject->slots[question->places[i].answer].answer[subject->row];
    *fails |= (uint64_t)(answer == ANSWER_NO) << i;
    open |= answer == ANSWER_UNKNOWN;
  }
  return !open;
}

bool direct_find(const struct direct_question *question, const struct row_context *subject, struct direct *direct)
{
  uint64_t fails, marks = 0; /* marks of what is changed */
  direct->failing_count = direct->change_count = 0;
  if (question->unplaced || !failing(question, subject, &fails)) return false;
  for (uint64_t todo = fails; todo; todo &= todo - 1) {
    size_t i = (size_t)__builtin_ctzll(todo), before = direct->change_count;
    const struct place *place = &question->places[i];
    struct direct_failing *figures = &direct->failing[direct->failing_count];
    figures->condition = i;
    if (!place->solvable || place->threshold & marks) return false;
    if (!solve(question, subject, figures, fails >> i & 1, direct)) return false;
    direct->failing_count += fails >> i & 1;
    if (direct->change_count == before) continue;
    marks |= gap_mark(question->asked->lines[i].field);
    todo |= place->readers;
  }
  return true;
}
