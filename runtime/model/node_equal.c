/* Which expressions mean the same, wherever they were written: for the plan, which computes them once, and the comparison of two
 * versions. */
#include <string.h>

#include "model/user_function.h"
#include "model/model.h"

static bool texts_equal(const char *a, const char *b)
{
  return a == b || (a && b && strcmp(a, b) == 0);
}

static bool sets_equal(const struct node *a, const struct node *b)
{
  if (a->set_count != b->set_count || !a->codes != !b->codes || !a->texts != !b->texts) return false;
  for (size_t i = 0; i < a->set_count; i++) {
    if (a->codes && a->codes[i] != b->codes[i]) return false;
    if (a->texts && !texts_equal(a->texts[i], b->texts[i])) return false;
  }
  return true;
}

/* Two models have dictionaries and parameters of their own: there names say what is the same. */
static bool names_equal(bool across, const void *a, const void *b, const char *x, const char *y)
{
  return a == b || (across && a && b && strcmp(x, y) == 0);
}

static bool computed_equal(const struct user_function *a, const struct user_function *b)
{
  return a == b || (a && b && a->identity == b->identity);
}

static bool equal(const struct node *a, const struct node *b, bool across);

static bool aggregates_equal(const struct aggregate *a, const struct aggregate *b, bool across)
{
  if (!a || !b) return a == b;
  bool tables = across ? strcmp(a->table_name, b->table_name) == 0 : a->table == b->table;
  if (a->kind != b->kind || !tables || a->link != b->link || a->group != b->group || a->of_object != b->of_object) return false;
  if (!names_equal(across, a->per, b->per, a->per ? a->per->name : "", b->per ? b->per->name : "")) return false;
  if (!a->value != !b->value || !a->condition != !b->condition) return false;
  return (!a->value || equal(a->value, b->value, across)) && (!a->condition || equal(a->condition, b->condition, across));
}

/* Everything but the operands. */
static bool alone_equal(const struct node *a, const struct node *b, bool across)
{
  if (a->op != b->op || a->type != b->type || a->negated != b->negated || a->relation != b->relation) return false;
  if (a->duration != b->duration || a->number.num != b->number.num || a->number.den != b->number.den) return false;
  if (a->first != b->first || a->last != b->last || (!across && a->table != b->table)) return false;
  if (!names_equal(across, a->field, b->field, a->field ? a->field->name : "", b->field ? b->field->name : "")) return false;
  if (!names_equal(across, a->link, b->link, a->link ? a->link->name : "", b->link ? b->link->name : "")) return false;
  if (!texts_equal(a->via, b->via)) return false;
  if (!names_equal(across, a->parameter, b->parameter, a->parameter ? a->parameter->name : "",
                   b->parameter ? b->parameter->name : ""))
    return false;
  if (!computed_equal(a->computed, b->computed) || a->operand_count != b->operand_count) return false;
  if (!texts_equal(a->text, b->text) || !sets_equal(a, b) || !aggregates_equal(a->aggregate, b->aggregate, across)) return false;
  return true;
}

static bool equal(const struct node *a, const struct node *b, bool across)
{
  if (a == b) return true;
  if (!alone_equal(a, b, across)) return false;
  for (size_t i = 0; i < a->operand_count; i++)
    if (!equal(a->operands[i], b->operands[i], across)) return false;
  return true;
}

bool node_equal_alone(const struct node *a, const struct node *b)
{
  return a == b || alone_equal(a, b, false);
}

bool node_equal(const struct node *a, const struct node *b)
{
  return equal(a, b, false);
}

bool node_alike(const struct node *a, const struct node *b)
{
  return equal(a, b, true);
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
  hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
  return hash ^ (hash >> 29);
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
  return text ? mix(hash, slice_hash(slice_of(text))) : hash;
}

static uint64_t aggregate_hash(const struct aggregate *aggregate)
{
  uint64_t hash = mix((uint64_t)aggregate->kind * 2 + aggregate->of_object, (uint64_t)(int64_t)aggregate->table);
  hash = mix(mix(hash, (uint64_t)(int64_t)aggregate->link), (uint64_t)(int64_t)aggregate->group);
  hash = mix(hash, (uint64_t)(uintptr_t)aggregate->per);
  if (aggregate->value) hash = mix(hash, node_hash(aggregate->value));
  return aggregate->condition ? mix(hash, node_hash(aggregate->condition)) : hash;
}

uint64_t node_hash_alone(const struct node *node)
{
  uint64_t hash = mix((uint64_t)node->op * 64 + (uint64_t)node->type, (uint64_t)node->relation * 2 + node->negated);
  hash = mix(hash, (uint64_t)node->number.num);
  hash = mix(hash, (uint64_t)node->number.den * 4 + (uint64_t)node->duration);
  hash = mix(hash, (uint64_t)node->table * 4096 + (uint64_t)node->first * 64 + (uint64_t)node->last);
  hash = mix(hash, (uint64_t)(uintptr_t)node->field);
  hash = mix(hash, (uint64_t)(uintptr_t)node->link);
  hash = mix(hash, (uint64_t)(uintptr_t)node->parameter);
  hash = mix_text(mix_text(hash, node->text), node->via);
  if (node->computed) hash = mix(hash, node->computed->identity);
  if (node->aggregate) hash = mix(hash, aggregate_hash(node->aggregate));
  for (size_t i = 0; i < node->set_count; i++) {
    if (node->codes) hash = mix(hash, (uint64_t)node->codes[i]);
    if (node->texts) hash = mix_text(hash, node->texts[i]);
  }
  return hash;
}

uint64_t node_hash(const struct node *node)
{
  uint64_t hash = node_hash_alone(node);
  for (size_t i = 0; i < node->operand_count; i++) hash = mix(hash, node_hash(node->operands[i]));
  return hash;
}

bool node_computes(const struct node *node)
{
  if (node->op == NODE_COMPUTED) return true;
  for (size_t i = 0; i < node->operand_count; i++)
    if (node_computes(node->operands[i])) return true;
  return false;
}

const struct node *node_computed(const struct node *node, const struct user_function *wanted)
{
  const struct aggregate *aggregate = node ? node->aggregate : NULL;
  const struct node *found = NULL;
  if (!node || (node->op == NODE_COMPUTED && node->computed == wanted)) return node;
  if (aggregate) found = node_computed(aggregate->condition, wanted);
  if (aggregate && !found) found = node_computed(aggregate->value, wanted);
  for (size_t i = 0; !found && i < node->operand_count; i++) found = node_computed(node->operands[i], wanted);
  return found;
}
