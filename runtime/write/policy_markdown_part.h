/* The parts of a page. Private to page.c and page_condition.c. */
#ifndef WRITE_POLICY_MARKDOWN_PART_H
#define WRITE_POLICY_MARKDOWN_PART_H

#include "write/policy_markdown.h"

enum { TERMS = 256 };

struct page {
  struct buffer *out;
  enum language language;
  const struct model *model;
  const struct policy *policy;
  const struct node **terms; /* names that were used, in the order of their first use */
  size_t *term_count;
};

const char *page_word(const struct page *page, enum message message);
void page_text(const struct page *page, enum message message);
/* Text from a script: it must not become a table cell's end, a heading, or HTML. */
void page_plain(const struct page *page, const char *text);
void page_expression(const struct page *page, const struct node *node);
/* 新疆维吾尔自治区乌鲁木齐市（650100） */
void page_regions(const struct page *page, const int32_t *codes, size_t count);

/* A condition behind what stands in the line already, with lists below when it is a group. */
void page_condition(const struct page *page, const struct node *node, int depth);
/* A list of conditions under a line of its own; nothing when there are none. */
void page_conditions(const struct page *page, enum message heading, const struct node *const *list, size_t count);
/* Tables of the tiers in an expression. */
void page_tiers(const struct page *page, const char *name, const struct node *node);
/* Notes the names in an expression, and defines all that were noted. */
void page_terms_in(const struct page *page, const struct node *node);
void page_terms(const struct page *page);

#endif
