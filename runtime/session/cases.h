/* Cases: situations with expected results, as staff write them beside a script, judged by the same run as real lists.
 *
 * A case of a target is a list of its own, with figures from `名称.cases.指标.csv` and tasks from `名称.cases.任务分解.csv`.
 *
 * A case says 年度, and where they matter 基准日 (else 31 December), 参数 (`标准=5万元；比例=5%`) and 历史 (`2021`: granted this
 * measure in 2021; `U22-8=2021`: that one). All cases of the same circumstances make one list: the codes of each case get a
 * prefix of their own, so that cases cannot see one another. The lists stay in memory until the suite is closed, so that they
 * can be judged again by a model that was changed (session/mutate). */
#ifndef SESSION_CASES_H
#define SESSION_CASES_H

#include "session/huiqi.h"
#include "data/small_table.h"
#include "evaluate/target.h"
#include "evaluate/run.h"
#include "evaluate/verdict.h"
#include "explain/explain_condition.h"
#include "policy/load.h"

/* A parameter of the script, and the value that a scenario gives it. */
struct scenario_parameter {
  struct parameter *parameter;
  const struct node *value;
};

/* What a run of cases is about. */
struct scenario {
  int year;
  date on;
  struct slice parameters;
  size_t alone; /* first row + 1 of a case that is judged by itself: with parameters, or where companies share a budget; else 0 */
  /* The same in memory, when it has been judged. */
  struct scenario_parameter *given;
  size_t given_count;
  struct figures figures;
  struct memory_list *companies; /* NULL: not read */
  struct table_file *tables;
  size_t table_count;
};

/* In what a row was not met; the columns of what is expected. */
enum mismatch {
  MET,
  MISMATCH_OUTCOME,
  MISMATCH_AMOUNT,
  MISMATCH_MISSING,
  MISMATCH_NOT_MISSING,
  MISMATCH_RUNG,
  MISMATCH_ACTUAL,
  MISMATCH_OBJECT,
  MISMATCH_UNIT
};

struct expectation {
  size_t row; /* of the sheet */
  struct slice name, measure;
  const struct measure *about; /* of that id */
  size_t scenario;
  enum outcome outcome;
  bool has_amount;
  int64_t amount;
  struct slice missing, not_missing; /* names joined with 、 */
  struct slice rung;                 /* of a ladder; empty: not asked */
  struct slice code;                 /* as judged: with the prefix of the case */
  bool object;                       /* it is about an object of a related table */
  bool judged;
  struct target_expectation { /* of a target: 期望结果 is 完成, 未完成, 待核实 or blank */
    bool is_target;
    enum target_outcome outcome, found;
    struct slice unit, actual; /* empty: the first unit; not asked */
    const char *stands;        /* the actual figure as written */
  } target;
  struct verdict verdict;
  struct slice reason, lacking;
  const char *stands; /* on which rung; "" on none */
  size_t next;        /* of those with the same code, the number of the next one + 1; 0: it is the last */
};

/* With what answers a measure and its conditions were seen: bit 1 << outcome, 1 << answer. A target that was missed counts as no,
 * one that is reached as yes, and one that has nothing to reach as all of them. */
struct coverage {
  uint8_t outcomes;
  uint8_t *conditions;
};

struct test_suite {
  const char *script, *path;
  bool found; /* the file is there */
  struct sheet sheet;
  int name_column, year_column, on_column, parameters_column, history_column, measure_column, code_column, object_column;
  struct scenario *circumstances;
  size_t scenario_count, scenario_capacity;
  size_t *of_row; /* circumstance of each row of the sheet */
  struct expectation *expectations;
  size_t count;
  struct coverage *sights; /* by measure index */
  struct codes *codes;     /* of the expectations, with the number of the first of each */
  struct history *history;
  struct list_reader_options listing;
};

/* Reads and judges the cases beside the one script that the session's version of now is loaded from; to be closed, whether it
 * was done or not. */
bool cases_judge(const struct huiqi *session, struct arena *arena, struct test_suite *book, struct fault *fault);
/* The same of cases that stand in no file. */
bool cases_judge_sheet(const struct huiqi *session, struct arena *arena, const struct sheet *sheet, struct test_suite *book,
                       struct fault *fault);
void cases_close(struct test_suite *book);

/* The day that a scenario is judged on, with its figures. */
struct as_of scenario_as_of(const struct scenario *scenario);
/* Gives the parameters the values of the scenario; once more: takes them away again. */
void scenario_swap_parameters(const struct scenario *scenario);
/* Who gets the results of targets. */
typedef void scenario_targets(void *context, const struct target_result *results, size_t count);
/* Judges the lists of a scenario, whose parameters are given, by a plan of the model that they were read for. What is judged
 * goes to the sink, which has its context for the targets too. */
bool scenario_judge(struct arena *arena, const struct test_suite *book, const struct scenario *scenario, const struct plan *plan,
                    const struct sink *sink, scenario_targets *targets, struct fault *fault);
/* The expectation of a scenario about a measure and a code that nothing has been judged of yet; NULL: there is none.
 * `expectations`: the suite's, or a copy of them. */
struct expectation *expectation_find(const struct test_suite *book, struct expectation *expectations, size_t scenario,
                                     const struct measure *measure, struct slice code);
/* What the measure's verdict lacks, as 期望缺少 is compared with. */
struct slice expectation_lacking(struct arena *arena, const struct wording *wording, const struct planned *planned,
                                 const struct verdict *verdict, const struct row_context *subject);
/* Does it take the result of a target? `first`: it is that of the first unit. */
bool expectation_takes_target(struct arena *arena, struct expectation *expectation, const struct target_result *result,
                              bool first);
enum mismatch expectation_mismatch(const struct expectation *expectation);
/* The column of what was not met, and its position in the file, from 1 (0: there is no such column). */
const char *mismatch_column(enum mismatch mismatch);
int mismatch_position(const struct test_suite *book, enum mismatch mismatch);
/* cases_text.c: the cell that was not met, and what stands in its place, as in the file: in Chinese. */
void format_case_expected(struct buffer *out, const struct expectation *expectation, enum mismatch mismatch);
void format_case_found(struct buffer *out, const struct expectation *expectation, enum mismatch mismatch);

/* cases_read.c: what is expected, and under which circumstances. */
bool cases_read(struct arena *arena, const struct model *model, struct test_suite *book, struct fault *fault);
/* The first row with the name of the row's case: what the codes of a case have in common. */
size_t case_first_row(const struct test_suite *book, size_t row);
/* A code of that case. */
struct slice case_code(struct arena *arena, size_t first_row, struct slice code);
/* The code under which a company of a row is judged. */
struct slice case_row_code(struct arena *arena, const struct test_suite *book, size_t row);
/* `标准=5万元；比例=5%`: the next pair, or a single word with *name empty; false at the end. */
bool case_pair(struct slice *text, struct slice *name, struct slice *value);

#endif
