/* 含有 and 不含: a text that has one of some texts in it. The whole family stands here: how it is made, judged by the batch and
 * by the row, and put into words; nodes.def and policy/words.def name it.
 *
 * Texts are compared in NFKC, without outer space. Of an event that has not happened both are no; of a text that is not known the
 * answer is unknown. What a text has in it bounds nothing that checks could compare, so there is no constraint. */
#include "decode/unicode.h"
#include "evaluate/kernel.h"
#include "evaluate/value.h"
#include "explain/explain_condition.h"

static bool contains_any(struct slice text, const struct node *node)
{
  for (size_t i = 0; i < node->set_count; i++)
    if (slice_contains(text, slice_of(node->keys[i]))) return true;
  return false;
}

const struct node *node_contains(struct builder *builder, const struct node *value, const char *const *texts,
                                 const struct source_place *sites, size_t count, bool negated)
{
  value = node_unnamed(value);
  if (value->type == TYPE_ERROR) return value;
  if (value->type != TYPE_TEXT)
    return builder_error(builder, MSG_CONTAINS_NEEDS_TEXT, type_name(value->type, builder->language), NULL);
  struct node *node = node_about_texts(builder, NODE_CONTAINS, value, texts, count, negated);
  for (size_t i = 0; i < count; i++) {
    if (*node->keys[i]) continue;
    if (sites) builder->site = sites[i];
    return builder_error(builder, MSG_CONTAINS_NOTHING, NULL);
  }
  return node;
}

/* Columns of a batch are in NFKC already. */
void kernel_contains(const struct step *step, const struct slot *slots, struct slot *out, size_t count)
{
  const struct column *value = &slots[step->inputs[0]].column;
  for (size_t i = 0; i < count; i++) {
    bool known = value->state[i] == STATE_KNOWN;
    out->answer[i] = answer_where(known && contains_any(value->text[i], step->node) != step->node->negated, value->state[i]);
  }
}

struct value row_contains(const struct row_context *subject, const struct node *node)
{
  struct value value = value_of(subject, node->operands[0]);
  if (value.state != STATE_KNOWN) return value_nothing(value.state);
  struct arena scratch = { 0 };
  bool found = contains_any(unicode_cell(&scratch, value.text, NULL), node);
  arena_free(&scratch);
  return value_answered(found != node->negated ? ANSWER_YES : ANSWER_NO);
}

static void format_texts(struct buffer *out, enum language language, const struct node *node, bool negated)
{
  struct buffer texts = { 0 };
  for (size_t i = 0; i < node->set_count; i++) {
    if (i) message_text(&texts, language, MSG_LIST_OR, NULL);
    message_text(&texts, language, MSG_QUOTED, node->texts[i], NULL);
  }
  buffer_char(&texts, 0);
  message_text(out, language, negated ? MSG_CONTAINS_NO : MSG_CONTAINS, texts.at, NULL);
  buffer_free(&texts);
}

/* 「企业名称含有“科技”」 */
void format_node_contains(struct buffer *out, enum language language, const struct node *node)
{
  format_node(out, language, node->operands[0]);
  if (language == LANGUAGE_ENGLISH) buffer_char(out, ' ');
  format_texts(out, language, node, node->negated);
}

/* 「企业名称 海门纺织有限公司，不含“科技”」 */
void explain_contains(struct buffer *out, const struct wording *reason, const struct row_context *subject,
                      const struct node *node)
{
  struct value value = value_of(subject, node->operands[0]);
  enum answer answer = value_answer(subject, node);
  bool fails = answer == ANSWER_NO && value.state == STATE_KNOWN;
  format_datum(out, reason, subject, node->operands[0]);
  message_text(out, reason->language, answer == ANSWER_YES || fails ? MSG_COMMA : MSG_FACT_ASKED, NULL);
  format_texts(out, reason->language, node, fails != node->negated);
}
