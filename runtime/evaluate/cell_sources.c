/* Which data cells are of: the fields that are read, and figures that are supposed to be any. */
#include "evaluate/cell_sources.h"

#include <string.h>

/* Not a function of the company's own data that can be put in: a cell of it says nothing of the result. */
bool cells_opaque(enum node_op op)
{
  return op == NODE_AGGREGATE || op == NODE_POPULATION || op == NODE_PAID || op == NODE_COMPUTED || op == NODE_INDICATOR ||
         op == NODE_RANGE;
}

/* The same column in two versions: what stands in its cells means the same. */
static bool is_alike(const struct field *a, const struct field *b)
{
  bool alike = a->kind == b->kind && a->event == b->event && a->choice_count == b->choice_count;
  for (size_t i = 0; alike && a != b && i < a->choice_count; i++) alike = strcmp(a->choices[i], b->choices[i]) == 0;
  return alike;
}

static bool same_link(const struct node *a, const struct node *b)
{
  return a->link && b->link ? strcmp(a->link->name, b->link->name) == 0 : a->link == b->link;
}

/* Does the source stand for the field as the node reads it? Of two versions, each has a dictionary of its own. */
static bool is_source(const struct node *source, const struct node *node, bool exactly)
{
  if (source->op != NODE_FIELD || (source->table == 0) != (node->table == 0) || !same_link(source, node)) return false;
  return exactly ? source->field == node->field : strcmp(source->field->name, node->field->name) == 0;
}

static int find_source(const struct cells *cells, const struct node *node)
{
  for (int exactly = 1; exactly >= 0; exactly--)
    for (size_t i = 0; i < cells->field_count; i++)
      if (is_source(cells->sources[i], node, exactly)) return (int)i;
  return -1;
}

int cells_find(const struct cells *cells, int table, const struct field *field)
{
  const struct node node = { .op = NODE_FIELD, .table = table, .field = field };
  return find_source(cells, &node);
}

static uint64_t add_source(struct cells *cells, const struct node *node, const struct field *field)
{
  if (cells->field_count == CELL_FIELDS) return cells->too_many = true, 0;
  cells->sources[cells->field_count] = node;
  cells->fields[cells->field_count] = field;
  return UINT64_C(1) << cells->field_count++;
}

uint64_t cells_field_source(struct cells *cells, const struct node *node)
{
  int at = find_source(cells, node);
  if (at < 0) return add_source(cells, node, node->field);
  cells->unlike |= !is_alike(cells->fields[at], node->field);
  return UINT64_C(1) << at;
}

bool cells_supposed(const struct cells *cells, const struct node *node)
{
  bool opaque = cells_opaque(node->op) && node->op != NODE_COMPUTED && node->op != NODE_RANGE;
  return cells->supposing && opaque && (node->type == TYPE_NUMBER || node->type == TYPE_MONEY);
}

static bool counts_rows(const struct node *node)
{
  if (node->op == NODE_POPULATION) return node->first == POPULATION_COUNT || node->first == POPULATION_RANK;
  return node->op == NODE_AGGREGATE && node->aggregate->kind < AGGREGATE_SUM;
}

/* What is counted, without of which rows, where one figure is called so. */
static const char *figure_name(const struct cells *cells, const struct node *node, enum language language)
{
  struct buffer text = { 0 };
  struct aggregate all = node->aggregate ? *node->aggregate : (struct aggregate){ .table = 0 };
  struct node brief = *node;
  all.condition = NULL;
  if (node->aggregate) brief.aggregate = &all;
  format_node(&text, language, &brief);
  buffer_char(&text, 0);
  bool taken = false;
  for (size_t i = 0; i < cells->field_count; i++)
    taken |= strcmp(text.at, language == LANGUAGE_ENGLISH && cells->fields[i]->english ? cells->fields[i]->english
                                                                                       : cells->fields[i]->name) == 0;
  buffer_reset(&text);
  format_node(&text, language, taken ? node : &brief);
  return buffer_take(cells->arena, &text).at;
}

/* A figure as a datum: any of its kind. */
int cells_find_figure(const struct cells *cells, const struct node *node)
{
  const struct cells_supposing *supposing = cells->supposing;
  for (size_t i = 0; i < cells->field_count; i++) {
    const struct node *source = cells->sources[i];
    if (source->op != node->op || source->op == NODE_FIELD) continue;
    if (node_alike(source, node) || (supposing->same && supposing->same(supposing->context, source, node))) return (int)i;
  }
  return -1;
}

uint64_t cells_figure_source(struct cells *cells, const struct node *node)
{
  int at = cells_find_figure(cells, node);
  if (at >= 0) return UINT64_C(1) << at;
  struct field *field = arena_alloc(cells->arena, sizeof *field);
  const char *name = figure_name(cells, node, LANGUAGE_CHINESE), *english = figure_name(cells, node, LANGUAGE_ENGLISH);
  *field = (struct field){ .name = name,
                           .english = english,
                           .kind = node->type == TYPE_MONEY ? FIELD_MONEY
                                   : counts_rows(node)      ? FIELD_COUNT
                                                            : FIELD_NUMBER };
  return add_source(cells, node, field);
}
