/* huiqi coverage: every clause of a document, and what covers it. */
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "write/csv.h"
#include "write/terminal.h"
#include "write/file_columns.h"

struct covering {
  struct arena *arena;
  enum language language;
  struct text_table *table;
  struct buffer csv;
  bool agencies; /* some measure of the policy names one */
  size_t findings, clauses;
};

/* Which outcomes the cases of a measure have to show. A count of companies is open only where as many companies are unknown as
 * the goal is short, which no case need show. */
static unsigned outcomes_needed(const struct measure *measure)
{
  const unsigned both = 1u << OUTCOME_YES | 1u << OUTCOME_NO, all = both | 1u << OUTCOME_PENDING;
  if (measure->unlisted) return 0;
  if (measure->kind == MEASURE_TARGET) return measure->actual && measure->actual->op == NODE_AGGREGATE ? both : all;
  return measure_kind_priced(measure->kind) || measure->kind == MEASURE_LIST ? all : 0;
}

/* What the cases have shown of a measure: ✓ yes, ✗ no, ? unknown, a dot for what they have not. */
static const char *shown(struct covering *covering, const struct measure *measure, const struct test_suite *book, bool *lacking)
{
  unsigned outcomes = book->sights[measure->index].outcomes, needed = outcomes_needed(measure);
  *lacking = (outcomes & needed) != needed;
  if (measure->kind == MEASURE_NARRATIVE || measure->unlisted) return "";
  return arena_printf(covering->arena, "%s%s%s", outcomes & 1u << OUTCOME_YES ? "✓" : "·",
                      outcomes & 1u << OUTCOME_NO ? "✗" : "·", outcomes & 1u << OUTCOME_PENDING ? "?" : "·");
}

enum { COVERAGE_COLUMNS = 6 };

/* On the terminal the last column stands only where it is filled. */
static size_t shown_columns(const struct covering *covering)
{
  return covering->agencies ? COVERAGE_COLUMNS : COVERAGE_COLUMNS - 1;
}

static void add_row(struct covering *covering, const char *policy, const char *clause, const char *kind, const char *id,
                    const char *name, const char *cases, const struct measure *measure, enum style style)
{
  struct buffer agencies = { 0 };
  if (measure) format_agencies(&agencies, measure);
  struct slice cells[COVERAGE_COLUMNS] = {
    slice_of(clause), slice_of(kind),  slice_of(id),
    slice_of(name),   slice_of(cases), slice_copy(covering->arena, buffer_view(&agencies))
  };
  csv_cell(&covering->csv, slice_of(policy));
  for (size_t i = 0; i < COVERAGE_COLUMNS; i++) {
    csv_next(&covering->csv, cells[i]);
    if (i < shown_columns(covering)) text_table_add(covering->table, cells[i], style);
  }
  csv_end(&covering->csv);
  buffer_free(&agencies);
}

static void add_diagnostic(struct covering *covering, const char *policy, const char *clause, const char *kind, const char *id,
                           const char *said)
{
  covering->findings++;
  add_row(covering, policy, clause, arena_printf(covering->arena, "✗ %s", kind), id, said, "", NULL, STYLE_BAD);
}

/* A measure under a clause; a kind that the clause does not have by its own list is a finding, and so is a lack of cases. */
static void cover_measure(struct covering *covering, const struct policy *policy, size_t clause, const struct measure *measure,
                          const struct test_suite *book)
{
  bool lacking, stray = policy->clause_kinds[clause] && !(policy->clause_kinds[clause] & 1u << measure->kind);
  const char *cases = shown(covering, measure, book, &lacking), *kind = measure_kind_name(measure->kind, covering->language);
  const char *name = measure->name;
  if (stray) name = message_string(covering->arena, covering->language, MSG_COVERAGE_STRAY, name, NULL);
  else if (lacking) name = message_string(covering->arena, covering->language, MSG_COVERAGE_CASES, name, NULL);
  covering->findings += stray || lacking;
  if (stray || lacking) kind = arena_printf(covering->arena, "✗ %s", kind);
  add_row(covering, policy->id, policy->clauses[clause], kind, measure->id, name, cases, measure,
          stray || lacking ? STYLE_BAD : STYLE_PLAIN);
}

/* A relation between measures is of its clause, too. */
static bool cover_relations(struct covering *covering, const struct model *model, const char *policy, const char *clause)
{
  struct measure_relation relation;
  bool any = false;
  for (size_t i = 0; model_relation(model, i, &relation); i++) {
    if (!clauses_name(relation.clause, clause)) continue;
    add_row(covering, policy, clause, message_name(relation.kind, covering->language), relation.id, relation.name, "", NULL,
            STYLE_PLAIN);
    any = true;
  }
  return any;
}

static void cover_clause(struct covering *covering, const struct model *model, size_t clause, const struct test_suite *book)
{
  const struct policy *policy = model->policies[0];
  unsigned kinds = 0;
  workload_add(model->workload, 8 * (policy->measure_count + model_relation_count(model)));
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    if (!measure_names_clause(measure, policy->clauses[clause])) continue;
    cover_measure(covering, policy, clause, measure, book);
    kinds |= 1u << measure->kind;
  }
  bool chosen = cover_relations(covering, model, policy->id, policy->clauses[clause]);
  for (int kind = 0; kind < MEASURE_KINDS; kind++)
    if (policy->clause_kinds[clause] & ~kinds & 1u << kind)
      add_diagnostic(covering, policy->id, policy->clauses[clause],
                     measure_kind_name((enum measure_kind)kind, covering->language), "",
                     message_name(MSG_COVERAGE_UNWRITTEN, covering->language));
  if (!kinds && !chosen && !policy->clause_kinds[clause])
    add_diagnostic(covering, policy->id, policy->clauses[clause], message_name(MSG_COVERAGE_NONE, covering->language), "",
                   message_name(MSG_COVERAGE_NO_MEASURE, covering->language));
}

/* A measure that names a clause which the document does not have. */
static void cover_strays(struct covering *covering, const struct model *model)
{
  const struct policy *policy = model->policies[0];
  struct measure_relation relation;
  for (size_t i = 0; model_relation(model, i, &relation); i++) {
    bool known = !relation.clause;
    for (size_t k = 0; k < policy->clause_count; k++) known |= clauses_name(relation.clause, policy->clauses[k]);
    if (!known)
      add_diagnostic(covering, policy->id, relation.clause, message_name(relation.kind, covering->language), relation.id,
                     message_name(MSG_COVERAGE_UNKNOWN, covering->language));
  }
  for (size_t i = 0; i < policy->measure_count; i++) {
    const struct measure *measure = policy->measures[i];
    bool known = false;
    model_looks_at(model, measure);
    workload_add(model->workload, 8 * policy->clause_count);
    for (size_t k = 0; k < policy->clause_count; k++) known |= measure_names_clause(measure, policy->clauses[k]);
    if (known) continue;
    add_diagnostic(covering, policy->id, measure->clause, measure_kind_name(measure->kind, covering->language), measure->id,
                   message_name(MSG_COVERAGE_UNKNOWN, covering->language));
  }
}

static void print_policy(struct covering *covering, const struct policy *policy)
{
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(STDOUT_FILENO);
  terminal_entry(&out, "%s %s", policy->id, policy->name);
  text_table_write(&out, covering->table, &terminal, 2);
  buffer_char(&out, '\n');
  terminal_write(stdout, buffer_view(&out));
  buffer_free(&out);
}

static int cover_script(void *context, const struct huiqi *session, const struct test_suite *book)
{
  static const struct table_column columns[] = { { MSG_MODEL_CLAUSE, false, FIT_WHOLE }, { MSG_MODEL_KIND, false, FIT_WHOLE },
                                                 { MSG_HEADING_ID, false, FIT_WHOLE },   { MSG_HEADING_MEASURE, false, FIT_CUT },
                                                 { MSG_HEADING_CASE, false, FIT_WHOLE }, { MSG_MODEL_AGENCY, false, FIT_CUT } };
  struct covering *covering = context;
  const struct model *model = huiqi_model(session);
  const struct policy *policy = model->policies[0];
  covering->agencies = false;
  for (size_t i = 0; i < policy->measure_count; i++) covering->agencies |= policy->measures[i]->agency_count > 0;
  covering->table = text_table_new(covering->arena, columns, shown_columns(covering), LANGUAGE_CHINESE);
  for (size_t i = 0; i < policy->clause_count; i++) cover_clause(covering, model, i, book);
  cover_strays(covering, model);
  print_policy(covering, policy);
  covering->clauses += policy->clause_count;
  return COMMAND_DONE;
}

int command_coverage(struct arena *arena, const struct options *options)
{
  struct covering covering = { .arena = arena, .language = options->language };
  size_t count;
  buffer_text(&covering.csv, CSV_MARK);
  format_headings(&covering.csv,
                  HEADINGS(COLUMN_POLICY, COLUMN_CLAUSE, COLUMN_KIND, COLUMN_ID, COLUMN_MEASURE, COLUMN_CASE, COLUMN_AGENCY));
  csv_end(&covering.csv);
  int worst = scripts_each(arena, options, NO_MESSAGE, &count, cover_script, &covering);
  if (worst == COMMAND_DONE && options->output) worst = write_text(options, options->output, &covering.csv);
  buffer_free(&covering.csv);
  if (worst == COMMAND_DONE)
    message_print(options->language, covering.findings ? MSG_COVERAGE_TOTAL : MSG_COVERAGE_CLEAN, INTEGER(covering.clauses),
                  INTEGER(covering.findings), NULL);
  if (worst == COMMAND_DONE && covering.findings) worst = COMMAND_PROBLEMS;
  return worst;
}
