/* Conditions, figures and the names they bear, for page.c. */
#include <string.h>

#include "write/policy_markdown_part.h"

const char *page_word(const struct page *page, enum message message)
{
  return message_name(message, page->language);
}

void page_text(const struct page *page, enum message message)
{
  format_words(page->out, page->language, message);
}

/* Text from a script must not become a table cell's end, a heading, or HTML. */
void page_plain(const struct page *page, const char *text)
{
  for (const char *at = text; at && *at; at++) {
    if (strchr("\\|`*_<>#[]", *at)) buffer_char(page->out, '\\');
    buffer_char(page->out, *at == '\n' || *at == '\r' ? ' ' : *at);
  }
}

void page_expression(const struct page *page, const struct node *node)
{
  struct buffer text = { 0 };
  format_node(&text, page->language, node);
  buffer_char(&text, 0);
  page_plain(page, text.at);
  buffer_free(&text);
}

/* 乌鲁木齐市（650100） */
void page_regions(const struct page *page, const int32_t *codes, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    struct buffer name = { 0 };
    if (i) page_text(page, MSG_LIST_COMMA);
    format_region(&name, page->model->regions, codes[i]);
    buffer_char(&name, 0);
    page_plain(page, name.at);
    buffer_printf(page->out, "%s%06d%s", page_word(page, MSG_PARENTHESIS), (int)codes[i], page_word(page, MSG_PARENTHESIS_END));
    buffer_free(&name);
  }
}

/* Tiers, as a table. */

static bool takes_rest(const struct node *condition)
{
  return node_is_rest(condition);
}

static void tier_condition(const struct page *page, const struct node *condition)
{
  if (takes_rest(condition)) {
    page_text(page, MSG_CASE_OTHERWISE);
    return;
  }
  if (condition->op != NODE_ALL) {
    page_expression(page, condition);
    return;
  }
  for (size_t i = 0; i < condition->operand_count; i++) {
    if (i) page_text(page, MSG_DOC_AND);
    page_expression(page, condition->operands[i]);
  }
}

static void tiers_table(const struct page *page, const char *name, const struct node *tiers)
{
  buffer_text(page->out, "\n| ");
  page_plain(page, *name ? name : page_word(page, MSG_DOC_CASE));
  buffer_printf(page->out, " | %s |\n|---|---|\n", page_word(page, MSG_DOC_GIVES));
  for (size_t i = 0; i + 1 < tiers->operand_count; i += 2) {
    buffer_text(page->out, "| ");
    tier_condition(page, tiers->operands[i]);
    buffer_text(page->out, " | ");
    page_expression(page, tiers->operands[i + 1]);
    buffer_text(page->out, " |\n");
  }
}

/* Names: what a script calls a condition or figure is said by its name, and defined once below. */

static void term_add(const struct page *page, const struct node *node)
{
  for (size_t i = 0; i < *page->term_count; i++)
    if (strcmp(page->terms[i]->text, node->text) == 0 && node_equal(page->terms[i], node)) return;
  if (*page->term_count < TERMS) page->terms[(*page->term_count)++] = node;
}

void page_terms_in(const struct page *page, const struct node *node)
{
  if (!node) return;
  if (node->op == NODE_NAMED) {
    term_add(page, node);
    return; /* what is inside is looked at when the name is defined */
  }
  if (node->op == NODE_AGGREGATE) page_terms_in(page, node->aggregate->condition), page_terms_in(page, node->aggregate->value);
  for (size_t i = 0; i < node->operand_count; i++) page_terms_in(page, node->operands[i]);
}

/* Conditions, as a list with lists inside. */

static void condition_item(const struct page *page, const struct node *node, int depth);

static void indent(const struct page *page, int depth)
{
  for (int i = 0; i < depth; i++) buffer_text(page->out, "  ");
  buffer_text(page->out, "- ");
}

/* An 全部 inside an 全部 is its members. */
static void items(const struct page *page, const struct node *group, int depth)
{
  for (size_t i = 0; i < group->operand_count; i++) {
    const struct node *item = group->operands[i];
    if (group->op == NODE_ALL && item->op == NODE_ALL && item->operand_count) items(page, item, depth);
    else condition_item(page, item, depth);
  }
}

static bool is_group(const struct node *node)
{
  return (node->op == NODE_ALL || node->op == NODE_ANY) && node->operand_count > 0;
}

static void region_say_condition(const struct page *page, const struct node *node)
{
  page_expression(page, node->operands[0]);
  page_text(page, node->negated ? MSG_NODE_NOT_AMONG : MSG_NODE_AMONG);
  page_regions(page, node->codes, node->set_count);
}

/* One condition that is no group. */
static void plain_condition(const struct page *page, const struct node *node)
{
  const struct node *inner = node->op == NODE_NOT ? node->operands[0] : NULL;
  if (inner && inner->op == NODE_NOT_OCCURRED) {
    page_text(page, MSG_DOC_OCCURRED);
    page_expression(page, inner->operands[0]);
  } else if (inner && inner->op == NODE_IS_KNOWN) {
    bool condition = node_is_condition(inner->operands[0]);
    page_text(page, condition ? MSG_DOC_UNDECIDED : MSG_DOC_NOT_FILLED);
    page_expression(page, inner->operands[0]);
  } else if (inner && inner->op == NODE_IS_TRUE) {
    page_expression(page, inner);
    page_text(page, MSG_DOC_IS_NO);
  } else if (inner) {
    page_text(page, MSG_DOC_NOT_MET);
    plain_condition(page, inner);
  } else if (node->op == NODE_IN_REGION) {
    region_say_condition(page, node);
  } else if (node->op == NODE_NAMED) {
    buffer_text(page->out, "**");
    page_plain(page, node->text);
    buffer_text(page->out, "**");
  } else {
    page_expression(page, node);
  }
  page_terms_in(page, node);
}

/* What stands behind a name: a list below when it is a group. */
void page_condition(const struct page *page, const struct node *node, int depth)
{
  bool opposite = node->op == NODE_NOT && is_group(node->operands[0]);
  const struct node *group = opposite ? node->operands[0] : node;
  if (!is_group(group)) {
    plain_condition(page, node);
    buffer_char(page->out, '\n');
    return;
  }
  if (opposite) page_text(page, MSG_DOC_NOT);
  page_text(page, group->op == NODE_ALL ? MSG_DOC_ALL_OF : MSG_DOC_ANY_OF);
  items(page, group, depth + 1);
}

static void condition_item(const struct page *page, const struct node *node, int depth)
{
  indent(page, depth);
  page_condition(page, node, depth);
}

void page_tiers(const struct page *page, const char *name, const struct node *node)
{
  if (!node || node->op == NODE_NAMED) return;
  if (node->op == NODE_CASES) tiers_table(page, name, node);
  for (size_t i = 0; i < node->operand_count; i++) page_tiers(page, name, node->operands[i]);
}

void page_conditions(const struct page *page, enum message heading, const struct node *const *list, size_t count)
{
  if (!count) return;
  buffer_printf(page->out, "\n%s\n\n", page_word(page, heading));
  for (size_t i = 0; i < count; i++) condition_item(page, list[i], 0);
  for (size_t i = 0; i < count; i++) page_tiers(page, "", list[i]);
}

/* The names used so far, and those used in their definitions. */
void page_terms(const struct page *page)
{
  if (!*page->term_count) return;
  buffer_printf(page->out, "\n## %s\n\n", page_word(page, MSG_DOC_TERMS));
  for (size_t i = 0; i < *page->term_count; i++) {
    const struct node *term = page->terms[i], *body = term->operands[0];
    buffer_text(page->out, "- **");
    page_plain(page, term->text);
    buffer_printf(page->out, "**%s", page_word(page, MSG_COLON));
    if (body->op == NODE_CASES) {
      buffer_printf(page->out, "%s\n", page_word(page, MSG_DOC_BY_TABLE));
      tiers_table(page, term->text, body);
      buffer_char(page->out, '\n');
      page_terms_in(page, body);
    } else {
      page_condition(page, body, 0);
      page_tiers(page, term->text, body);
    }
  }
}
