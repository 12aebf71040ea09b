/* From columns and values to a function state and back, for kernel.c and value.c. */
#include "evaluate/call.h"

#include "decode/unicode.h"

static struct cell input_at(const struct slot *slot, size_t i)
{
  struct cell cell = { .den = 1 };
  if (slot->answer) {
    cell.state = slot->answer[i] == ANSWER_UNKNOWN ? STATE_UNKNOWN : STATE_KNOWN;
    cell.num = slot->answer[i] == ANSWER_YES;
    return cell;
  }
  const struct column *column = &slot->column;
  cell.state = (enum state)column->state[i];
  cell.num = column->num[i];
  if (column->den) cell.den = column->den[i];
  if (column->text) cell.text = column->text[i];
  return cell;
}

void call_step(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  struct cell inputs[COMPUTED_INPUTS], result;
  for (size_t i = 0; i < count; i++) {
    for (size_t k = 0; k < step->input_count; k++) inputs[k] = input_at(&slots[step->inputs[k]], i);
    function_state_call(out->calculator, step->node, inputs, i, &result);
    out->column.num[i] = result.num;
    out->column.state[i] = (uint8_t)result.state;
    if (out->column.den) out->column.den[i] = result.den;
  }
}

/* Texts come as they stand in the file; functions are given them in NFKC, as conditions are. */
static struct cell input_of(const struct row_context *subject, struct arena *scratch, const struct node *node)
{
  struct value value = value_of(subject, node);
  struct cell cell = { value.state, value.low.num, value.low.den ? value.low.den : 1, value.text };
  bool condition = node->type == TYPE_TRUTH && node_is_condition(node);
  if (condition) {
    cell.state = value.answer == ANSWER_UNKNOWN ? STATE_UNKNOWN : STATE_KNOWN;
    cell.num = value.answer == ANSWER_YES;
  }
  if (value.state == STATE_KNOWN && value.text.length) cell.text = unicode_cell(scratch, value.text, NULL);
  return cell;
}

struct value call_value(const struct row_context *subject, const struct node *node)
{
  struct arena scratch = { 0 };
  struct cell inputs[COMPUTED_INPUTS], result = { .state = STATE_UNKNOWN, .den = 1 };
  for (size_t i = 0; subject->calculator && i < node->operand_count; i++)
    inputs[i] = input_of(subject, &scratch, node->operands[i]);
  if (subject->calculator) function_state_call(subject->calculator, node, inputs, subject->row, &result);
  arena_free(&scratch);
  struct value value = { .state = result.state };
  if (result.state != STATE_KNOWN) return value;
  value.has_low = value.has_high = true;
  value.low = value.high = (struct ratio){ result.num, result.den };
  return value;
}

/* Who uses the function */

static bool calls(const struct node *node, const void *wanted)
{
  return node->op == NODE_COMPUTED && node->computed == wanted;
}

static const char *user_of(const struct model *model, const struct user_function *wanted)
{
  for (size_t i = 0; i < model->measure_count; i++)
    if (measure_any(model->measures[i], calls, wanted)) return model->measures[i]->id;
  return "?";
}

bool call_sound(const struct function_state *calculator, const struct model *model, const char *where, struct fault *fault)
{
  const struct fault *first = function_state_fault(calculator);
  struct buffer said = { 0 };
  size_t row;
  if (!first) return true;
  struct fault plain = *first;
  plain.file = NULL;
  plain.line = plain.column = 0;
  format_fault(&said, model->language, &plain);
  buffer_char(&said, 0);
  const struct user_function *failed = function_state_failed(calculator, &row);
  fault_set(fault, FAULT_SCRIPT, MSG_COMPUTED_FAILED, failed ? user_of(model, failed) : "?", where, said.at, NULL);
  fault_at(fault, first->file, first->line, first->column);
  buffer_free(&said);
  return false;
}

static const char *said_in(struct arena *arena, struct buffer *said)
{
  const char *copy = arena_copy(arena, said->at, said->length);
  buffer_free(said);
  return copy;
}

const char *call_row(struct arena *arena, const struct model *model, const char *table, uint32_t line)
{
  struct buffer said = { 0 };
  const char *number = arena_printf(arena, "%u", line);
  if (table) message_text(&said, model->language, MSG_COMPUTED_ROW_OF, table, number, NULL);
  else message_text(&said, model->language, MSG_COMPUTED_ROW, number, NULL);
  return said_in(arena, &said);
}

const char *call_related(const struct model *model)
{
  return message_name(MSG_COMPUTED_RELATED, model->language);
}

const char *call_object(struct arena *arena, const struct model *model, struct slice code)
{
  struct buffer said = { 0 };
  message_text(&said, model->language, MSG_COMPUTED_OBJECT, arena_copy(arena, code.at ? code.at : "", code.length), NULL);
  return said_in(arena, &said);
}
