/* A policy in Markdown: its measures, targets, parameters and clauses. */
#include "evaluate/verdict.h"
#include "write/policy_markdown_part.h"

/* Measures */

static void parameter_values(const struct page *page, const struct parameter *parameter)
{
  for (size_t i = 0; i < parameter->count; i++) {
    if (i) page_text(page, MSG_COMMA);
    format_value(page->out, page->language, TYPE_DATE, ratio_whole(parameter->values[i].from));
    page_text(page, MSG_DATED_FROM);
    format_node(page->out, page->language, parameter->values[i].value);
  }
  if (parameter->ends) {
    page_text(page, MSG_DATED_THROUGH);
    format_value(page->out, page->language, TYPE_DATE, ratio_whole(parameter->until));
  }
  if (!parameter->count) page_text(page, MSG_DOC_BY_AUTHORITY);
}

/* 「创新券每户标准 × 户数（…）（创新券每户标准：2022-01-01 起 5,000元）」; of a parameter alone its values only. */
static void parameters_in(const struct page *page, const struct node *node, bool alone)
{
  if (node->op == NODE_PARAMETER) {
    page_text(page, MSG_PARENTHESIS);
    if (!alone) page_plain(page, node->parameter->name), page_text(page, MSG_COLON);
    parameter_values(page, node->parameter);
    page_text(page, MSG_PARENTHESIS_END);
  }
  for (size_t i = 0; i < node->operand_count; i++) parameters_in(page, node->operands[i], false);
}

static void amount_line(const struct page *page, enum message label, const struct node *node)
{
  if (!node) return;
  buffer_printf(page->out, "\n%s", page_word(page, label));
  if (node->op == NODE_CASES) page_text(page, MSG_DOC_BY_TABLE);
  else page_expression(page, node);
  parameters_in(page, node, true);
  buffer_char(page->out, '\n');
  page_tiers(page, "", node);
  page_terms_in(page, node);
}

static void rounding_line(const struct page *page, const struct measure *measure)
{
  if (measure->round_unit == 1 && measure->rounding == ROUND_HALF_AWAY) return;
  buffer_printf(page->out, "\n%s", page_word(page, MSG_DOC_ROUNDING));
  format_money(page->out, measure->round_unit);
  message_text(page->out, page->language, MSG_DOC_ROUNDED, rounding_name(measure->rounding, page->language), NULL);
  buffer_char(page->out, '\n');
}

/* `（参数 某 为是时）` */
static void relation_condition(const struct page *page, const struct measure *measure)
{
  if (!measure->exclusive_when) return;
  page_text(page, MSG_DOC_WHILE);
  format_node(page->out, page->language, measure->exclusive_when);
  page_text(page, MSG_DOC_WHILE_END);
}

static void rule_terms_lines(const struct page *page, const struct measure *measure)
{
  struct buffer terms = { 0 };
  for (enum rule rule = 0; rule < RULES; rule++) {
    buffer_reset(&terms);
    format_rule_terms(&terms, page->language, rule, measure);
    if (!terms.length) continue;
    buffer_char(&terms, 0);
    message_text(page->out, page->language, MSG_DOC_RULE, rule_name(rule, page->language), terms.at, NULL);
  }
  buffer_free(&terms);
}

static void chosen_by(const struct page *page, const struct node *by)
{
  struct buffer text = { 0 };
  format_node(&text, page->language, by);
  buffer_char(&text, 0);
  message_text(page->out, page->language, MSG_DOC_EXCLUSIVE_BY, text.at, NULL);
  buffer_free(&text);
}

static void relations(const struct page *page, const struct measure *measure)
{
  rule_terms_lines(page, measure);
  if (measure->once) buffer_printf(page->out, "\n%s\n", page_word(page, MSG_DOC_ONCE));
  if (!measure->exclusive_group) return;
  if (measure->exclusive_group->by) chosen_by(page, measure->exclusive_group->by);
  else page_text(page, MSG_DOC_EXCLUSIVE);
  relation_condition(page, measure);
  page_text(page, MSG_DOC_EXCLUSIVE_WITH);
  bool any = false;
  for (size_t i = 0; i < measure->exclusive_group->count; i++) {
    const struct measure *other = measure->exclusive_group->members[i];
    if (other == measure) continue;
    buffer_printf(page->out, "%s%s ", any ? page_word(page, MSG_LIST_COMMA) : "", other->id);
    page_plain(page, other->name);
    relation_condition(page, other);
    any = true;
  }
  page_text(page, MSG_DOC_EXCLUSIVE_END);
}

static void rungs(const struct page *page, const struct measure *measure)
{
  if (!measure->rung_count) return;
  buffer_printf(page->out, "\n%s\n\n", page_word(page, MSG_DOC_LADDER));
  for (size_t i = 0; i < measure->rung_count; i++) {
    buffer_text(page->out, "- **");
    page_plain(page, measure->rungs[i].name);
    buffer_printf(page->out, "**%s", page_word(page, MSG_COLON));
    page_condition(page, measure->rungs[i].condition, 0);
  }
}

static void notes(const struct page *page, const struct measure *measure)
{
  if (measure->note) {
    buffer_printf(page->out, "\n%s", page_word(page, MSG_DOC_NOTE));
    page_plain(page, measure->note);
    buffer_char(page->out, '\n');
  }
  if (!measure->reading_count) return;
  buffer_char(page->out, '\n');
  for (size_t i = 0; i < measure->reading_count; i++) {
    buffer_printf(page->out, "> %s", page_word(page, MSG_DOC_READING));
    page_plain(page, measure->readings[i]);
    buffer_text(page->out, i + 1 < measure->reading_count ? "  \n" : "\n");
  }
}

static void agencies(const struct page *page, const struct measure *measure, const char *label)
{
  if (!measure->agency_count) return;
  buffer_text(page->out, label);
  for (size_t i = 0; i < measure->agency_count; i++) {
    if (i) page_text(page, MSG_LIST_COMMA);
    page_plain(page, measure->agencies[i]);
  }
}

static void heading(const struct page *page, const struct measure *measure)
{
  buffer_text(page->out, "\n### ");
  page_plain(page, measure->id);
  buffer_char(page->out, ' ');
  page_plain(page, measure->name);
  buffer_printf(page->out, "\n\n%s%s", measure_kind_name(measure->kind, page->language), page_word(page, MSG_DOC_CLAUSE));
  page_plain(page, measure->clause);
  if (measure->object) buffer_printf(page->out, "%s%s", page_word(page, MSG_DOC_OBJECT), measure->object->name);
  agencies(page, measure, page_word(page, MSG_DOC_AGENCY));
  buffer_char(page->out, '\n');
}

static void format_measure(const struct page *page, const struct measure *measure)
{
  heading(page, measure);
  page_conditions(page, MSG_DOC_CONDITIONS, measure->conditions, measure->condition_count);
  amount_line(page, MSG_DOC_AMOUNT, measure->amount);
  rounding_line(page, measure);
  amount_line(page, MSG_DOC_CAP, measure->cap);
  amount_line(page, MSG_DOC_BUDGET, measure->budget);
  if (measure->kind == MEASURE_DISCRETIONARY && !measure->amount)
    buffer_printf(page->out, "\n%s\n", page_word(page, MSG_DOC_AMOUNT_BY_AUTHORITY));
  relations(page, measure);
  rungs(page, measure);
  page_conditions(page, MSG_DOC_AGAINST, measure->against, measure->against_count);
  notes(page, measure);
}

/* Targets are a table: each is one line. */

static void target_row(const struct page *page, const struct measure *target)
{
  buffer_text(page->out, "| ");
  page_plain(page, target->id);
  buffer_text(page->out, " | ");
  page_plain(page, target->name);
  buffer_text(page->out, " | ");
  page_plain(page, target->clause);
  buffer_text(page->out, " | ");
  for (size_t i = 0; i < target->year_count; i++) buffer_printf(page->out, "%s%d", i ? ", " : "", target->years[i]);
  if (!target->year_count) page_text(page, MSG_DOC_EVERY_YEAR);
  buffer_text(page->out, " | ");
  if (target->goal) {
    page_text(page, target->reach == MORE_THAN ? MSG_DOC_GOAL_MORE : MSG_DOC_GOAL_LEAST);
    page_expression(page, target->goal);
  }
  buffer_text(page->out, " | ");
  page_terms_in(page, target->actual);
  if (target->actual) page_expression(page, target->actual);
  else page_text(page, MSG_DOC_FROM_INDICATORS);
  if (target->breakdown) buffer_printf(page->out, "%s%s", page_word(page, MSG_DOC_BROKEN_DOWN), target->breakdown->name);
  if (target->note) {
    page_text(page, MSG_SEMICOLON);
    page_plain(page, target->note);
  }
  agencies(page, target, page_word(page, MSG_DOC_ALSO_AGENCY));
  buffer_text(page->out, " |\n");
}

static void targets(const struct page *page)
{
  bool any = false;
  for (size_t i = 0; i < page->policy->measure_count; i++) {
    const struct measure *measure = page->policy->measures[i];
    if (measure->kind != MEASURE_TARGET) continue;
    if (!any)
      buffer_printf(page->out, "\n## %s\n\n%s\n|---|---|---|---|---|---|\n", page_word(page, MSG_DOC_TARGETS),
                    page_word(page, MSG_DOC_TARGETS_HEAD));
    target_row(page, measure);
    any = true;
  }
}

static void narratives(const struct page *page)
{
  bool any = false;
  for (size_t i = 0; i < page->policy->measure_count; i++) {
    const struct measure *measure = page->policy->measures[i];
    if (measure->kind != MEASURE_NARRATIVE) continue;
    if (!any) buffer_printf(page->out, "\n## %s\n\n", page_word(page, MSG_DOC_NARRATIVES));
    buffer_text(page->out, "- ");
    page_plain(page, measure->id);
    buffer_char(page->out, ' ');
    page_plain(page, measure->name);
    page_text(page, MSG_CLAUSE_PARENTHESIS);
    page_plain(page, measure->clause);
    agencies(page, measure, page_word(page, MSG_DOC_ALSO_AGENCY));
    page_text(page, MSG_PARENTHESIS_END);
    if (measure->note) {
      page_text(page, MSG_COLON);
      page_plain(page, measure->note);
    }
    buffer_char(page->out, '\n');
    any = true;
  }
}

static void parameters(const struct page *page)
{
  const struct policy *policy = page->policy;
  if (!policy->parameter_count) return;
  buffer_printf(page->out, "\n## %s\n\n| %s | %s |\n|---|---|\n", page_word(page, MSG_DOC_PARAMETERS),
                page_word(page, MSG_MODEL_PARAMETER), page_word(page, MSG_DOC_VALUE));
  for (size_t i = 0; i < policy->parameter_count; i++) {
    buffer_text(page->out, "| ");
    page_plain(page, policy->parameters[i]->name);
    buffer_text(page->out, " | ");
    parameter_values(page, policy->parameters[i]);
    if (policy->parameters[i]->help) {
      page_text(page, MSG_SEMICOLON);
      page_plain(page, policy->parameters[i]->help);
    }
    buffer_text(page->out, " |\n");
  }
}

/* Every clause, and what covers it. */
static void coverage(const struct page *page)
{
  const struct policy *policy = page->policy;
  if (!policy->clause_count) return;
  buffer_printf(page->out, "\n## %s\n\n| %s | %s |\n|---|---|\n", page_word(page, MSG_DOC_CLAUSES),
                page_word(page, MSG_MODEL_CLAUSE), page_word(page, MSG_DOC_CLAUSE_MEASURES));
  for (size_t k = 0; k < policy->clause_count; k++) {
    bool any = false;
    workload_add(page->model->workload, 8 * (policy->measure_count + model_relation_count(page->model)));
    buffer_text(page->out, "| ");
    page_plain(page, policy->clauses[k]);
    buffer_text(page->out, " | ");
    for (size_t i = 0; i < policy->measure_count; i++) {
      if (!measure_names_clause(policy->measures[i], policy->clauses[k])) continue;
      buffer_printf(page->out, "%s%s", any ? page_word(page, MSG_LIST_COMMA) : "", policy->measures[i]->id);
      any = true;
    }
    struct measure_relation relation;
    for (size_t i = 0; model_relation(page->model, i, &relation); i++) {
      if (strcmp(relation.path, policy->path) || !clauses_name(relation.clause, policy->clauses[k])) continue;
      buffer_printf(page->out, "%s%s", any ? page_word(page, MSG_LIST_COMMA) : "", relation.id);
      any = true;
    }
    if (!any) page_text(page, MSG_DOC_UNCOVERED);
    buffer_text(page->out, " |\n");
  }
}

static void assertions(const struct page *page)
{
  const struct policy *policy = page->policy;
  if (policy->assertion_count) buffer_printf(page->out, "\n## %s\n\n", page_word(page, MSG_ASSERTION));
  for (size_t i = 0; i < policy->assertion_count; i++) {
    const struct assertion *assertion = policy->assertions[i];
    buffer_text(page->out, "- ");
    page_plain(page, assertion->name);
    buffer_printf(page->out, "%s%s ", page_word(page, MSG_COLON),
                  page_word(page, assertion->never ? MSG_ASSERTION_NEVER : MSG_ASSERTION_ALWAYS));
    format_node(page->out, page->language, assertion->never ? assertion->never : assertion->always);
    buffer_char(page->out, '\n');
  }
}

static void title(const struct page *page)
{
  const struct policy *policy = page->policy;
  buffer_text(page->out, "# ");
  page_plain(page, policy->name);
  buffer_printf(page->out, "\n\n- %s%s\n", page_word(page, MSG_DOC_ID), policy->id);
  if (policy->number) {
    buffer_printf(page->out, "- %s", page_word(page, MSG_DOC_NUMBER));
    page_plain(page, policy->number);
    buffer_char(page->out, '\n');
  }
  if (policy->status) {
    buffer_printf(page->out, "- %s", page_word(page, MSG_DOC_STATUS));
    page_plain(page, policy->status);
    buffer_char(page->out, '\n');
  }
  buffer_printf(page->out, "- %s", page_word(page, MSG_DOC_REGION));
  page_regions(page, policy->regions, policy->region_count);
  buffer_printf(page->out, "\n- %s", page_word(page, MSG_DOC_PERIOD));
  format_value(page->out, page->language, TYPE_DATE, ratio_whole(policy->from));
  page_text(page, MSG_SINCE_END);
  if (!policy->open_ended) {
    page_text(page, MSG_DATED_THROUGH);
    format_value(page->out, page->language, TYPE_DATE, ratio_whole(policy->to));
  }
  buffer_char(page->out, '\n');
}

void policy_markdown(struct buffer *out, enum language language, const struct model *model, const struct policy *policy)
{
  const struct node *used[TERMS];
  size_t count = 0;
  struct page page = { out, language, model, policy, used, &count };
  title(&page);
  buffer_printf(out, "\n## %s\n", page_word(&page, MSG_DOC_MEASURES));
  for (size_t i = 0; i < policy->measure_count; i++)
    if (measure_kind_judged(policy->measures[i]->kind)) format_measure(&page, policy->measures[i]);
  targets(&page);
  page_terms(&page);
  parameters(&page);
  narratives(&page);
  coverage(&page);
  assertions(&page);
}
