/* Finding the data that conditions rest on. */
#include "write/slots.h"

#include "data/amount.h"

static size_t gap_of(const struct slots *slots, const struct node *node)
{
  for (size_t i = 0; i < slots->count; i++)
    if (node_equal(slots->nodes[i], node)) return i;
  return SIZE_MAX;
}

struct slot_search {
  struct slots *slots;
  struct arena *arena;
  enum language language;
};

static void add_gap(const struct slot_search *finding, const struct node *node)
{
  bool constant = node->op == NODE_CONSTANT || node->op == NODE_PARAMETER || node->op == NODE_UNSET || node->op == NODE_AS_OF ||
                  node->op == NODE_YEAR_DAY || node->op == NODE_YEAR || node->op == NODE_YEAR_NUMBER || node->op == NODE_PERIOD;
  struct slots *slots = finding->slots;
  if (constant || slots->count == GAPS_MOST || gap_of(slots, node) != SIZE_MAX) return;
  struct buffer label = { 0 };
  format_node(&label, finding->language, node);
  buffer_char(&label, ' ');
  slots->labels[slots->count] = slice_copy(finding->arena, buffer_view(&label));
  slots->nodes[slots->count++] = node;
  buffer_free(&label);
}

static void add_gaps(const struct slot_search *finding, const struct node *node)
{
  bool datum = node->op == NODE_FIELD || node->op == NODE_AGGREGATE || (node->op == NODE_NAMED && node->type != TYPE_TRUTH);
  bool compared = node->op == NODE_COMPARE || node->op == NODE_WITHIN;
  if (datum) add_gap(finding, node);
  for (size_t i = 0; compared && i < node->operand_count; i++) add_gap(finding, node->operands[i]);
  for (size_t i = 0; i < node->operand_count; i++) add_gaps(finding, node->operands[i]);
}

static void find_parts(struct slots *slots)
{
  for (size_t i = 0; i < slots->count; i++) {
    const struct node *node = slots->nodes[i];
    node = node_unnamed(node);
    for (size_t k = 0; k < 2; k++) slots->parts[i][k] = node->op == NODE_DIVIDE ? gap_of(slots, node->operands[k]) : SIZE_MAX;
  }
}

void slots_find(struct slots *slots, struct arena *arena, enum language language, const struct planned_subjects *subjects)
{
  const struct slot_search finding = { slots, arena, language };
  for (size_t i = 0; i < subjects->count; i++) {
    const struct measure *measure = subjects->measures[i].measure;
    add_gaps(&finding, measure->condition);
    for (size_t k = 0; k < measure->show_count; k++) add_gaps(&finding, measure->shows[k]);
    for (size_t k = 0; k < measure->against_count; k++) add_gaps(&finding, measure->against[k]);
    for (size_t k = 0; k < measure->rung_count; k++) add_gaps(&finding, measure->rungs[k].condition);
  }
  find_parts(slots);
}

static bool amount_of(struct slice text, int64_t *amount)
{
  enum message wrong;
  struct ratio whole;
  if (money_unit(text)) return false;
  if (slice_ends(text, "元")) return money_read(text, FEN_YUAN, amount, &wrong) && *amount >= 0;
  bool counted = decimal_parse(text, &whole) && whole.den == 1 && whole.num >= 0;
  *amount = whole.num;
  return counted;
}

bool format_gap_share(struct buffer *out, struct slice part, struct slice whole)
{
  int64_t a, b;
  struct ratio share, thousandths;
  if (!amount_of(part, &a) || !amount_of(whole, &b) || !ratio_make(a, b, &share)) return false;
  bool exact = ratio_multiply(share, ratio_whole(1000), &thousandths) && thousandths.den == 1;
  if (!exact) format_words(out, LANGUAGE_CHINESE, MSG_ABOUT);
  format_percent(out, share);
  format_words(out, LANGUAGE_CHINESE, MSG_PARENTHESIS);
  buffer_printf(out, "%.*s ÷ %.*s", (int)part.length, part.at, (int)whole.length, whole.at);
  format_words(out, LANGUAGE_CHINESE, MSG_PARENTHESIS_END);
  return true;
}
