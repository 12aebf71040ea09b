/* What a review of fair competition asks of a measure that grants something: whether a company has to have moved in (or may not
 * leave), who owns it, whether it is new, what it pays in taxes. A text may have reasons for each, so it is advice, once a
 * policy.
 *
 * Columns are known by their names, since lists have columns of their own for such things. */
#include <string.h>

#include "explain/check_across.h"

enum { ASKED_MOST = 16, MEASURES_MOST = 6 };

static const char *const suspect_names[] = {
  "迁入",         "迁出",     "所有制", "国有",     "民营",     "外资",     "控股",     "企业性质", "经济类型",
  "登记注册类型", "地方贡献", "纳税额", "税收收入", "地方税收", "纳税总额", "实缴税",   "入库税",   "地方财力",
  "财政贡献",     "经济贡献", "税款",   "税额",     "增值税",   "所得税",   "税收贡献", "缴纳税收",
};
/* Of taxes, but no contribution. */
static const char *const plain_names[] = { "违法", "失信", "欠税", "欠缴", "信用", "优惠", "加计扣除" };

static bool name_has_any(const char *name, const char *const *parts, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (strstr(name, parts[i])) return true;
  return false;
}

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct asked_fields {
  const struct field *fields[ASKED_MOST];
  size_t count;
};

static void note_field(struct asked_fields *asked, const struct field *field)
{
  for (size_t i = 0; i < asked->count; i++)
    if (asked->fields[i] == field) return;
  if (asked->count < ASKED_MOST) asked->fields[asked->count++] = field;
}

static bool is_founding(const struct node *node)
{
  node = node_unnamed(node);
  return node->op == NODE_FIELD && node->table == 0 && node->field->english && strcmp(node->field->english, "founded") == 0;
}

static bool reads_founding(const struct node *node, const void *context)
{
  (void)context;
  return is_founding(node);
}

/* Founded in a period, or not before a day, or not long ago: companies that are older get nothing. That one must have been there
 * for some time is as usual. */
static bool asks_for_newness(const struct node *node)
{
  if (node->op == NODE_WITHIN) return !node->negated && is_founding(node->operands[0]);
  if (node->op != NODE_COMPARE || !node_any(node->operands[0], reads_founding, NULL)) return false;
  bool up = node->relation == AT_LEAST || node->relation == MORE_THAN,
       down = node->relation == AT_MOST || node->relation == LESS_THAN;
  return is_founding(node->operands[0]) ? up : down;
}

static bool note_asked(const struct node *node, const void *context)
{
  struct asked_fields *asked = *(struct asked_fields *const *)context;
  bool named = node->op == NODE_FIELD && name_has_any(node->field->name, suspect_names, COUNT(suspect_names)) &&
               !name_has_any(node->field->name, plain_names, COUNT(plain_names));
  if (named) note_field(asked, node->field);
  if (!asks_for_newness(node)) return false;
  const struct node *day = node_unnamed(node->operands[0]);
  while (day->op != NODE_FIELD && day->operand_count) {
    size_t at = 0;
    while (at + 1 < day->operand_count && !node_any(day->operands[at], reads_founding, NULL)) at++;
    day = node_unnamed(day->operands[at]);
  }
  if (day->op == NODE_FIELD) note_field(asked, day->field);
  return false;
}

static void format_asked(struct buffer *out, enum language language, const struct measure *measure,
                         const struct asked_fields *asked)
{
  struct buffer fields = { 0 };
  for (size_t i = 0; i < asked->count; i++) {
    const struct field *field = asked->fields[i];
    format_item(&fields, language, language == LANGUAGE_ENGLISH && field->english ? field->english : field->name);
  }
  buffer_char(&fields, '\0');
  message_text(out, language, MSG_CHECK_COMPETITION_ASKS, measure->id, INTEGER(measure->site.line), fields.at, NULL);
  buffer_free(&fields);
}

static void check_competition_of(struct arena *arena, const struct policy *policy, enum language language, struct faults *faults)
{
  struct buffer places = { 0 };
  const struct measure *first = NULL;
  size_t told = 0;
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    struct asked_fields found = { .count = 0 }, *asked = &found;
    if (!measure_kind_grants(measure->kind) && !measure_kind_owes(measure->kind)) continue;
    measure_any(measure, note_asked, &asked);
    if (!found.count) continue;
    if (++told > MEASURES_MOST) continue;
    if (first) buffer_text(&places, language == LANGUAGE_ENGLISH ? "; " : "；");
    else first = measure;
    format_asked(&places, language, measure, &found);
  }
  if (told > MEASURES_MOST) message_text(&places, language, MSG_CHECK_COMPETITION_MORE, INTEGER(told), NULL);
  if (first) {
    struct fault *fault = faults_add(arena, faults);
    fault_set(fault, FAULT_NONE, MSG_CHECK_COMPETITION, buffer_take(arena, &places).at, NULL);
    fault_at(fault, first->path, first->site.line, first->site.column);
  }
  buffer_free(&places);
}

void check_competition(struct arena *arena, const struct model *model, enum language language, struct faults *faults)
{
  for (size_t i = 0; i < model->policy_count; i++) check_competition_of(arena, model->policies[i], language, faults);
}
