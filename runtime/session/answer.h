/* Answers: what is asked of a session in the language of its scripts, as data: an expression for one company, or over the list.
 *
 * What an answer points at lives in the caller's arena, in the version of now, or in the list. All need a list, but
 * huiqi_value. An answer under way ends with MSG_PROMPT_STOPPED when the options' `interrupted` says so. */
#ifndef SESSION_ANSWER_H
#define SESSION_ANSWER_H

#include "evaluate/target.h"
#include "explain/solution.h"
#include "session/huiqi.h"
#include "write/manifest.h"
#include "write/results.h"

/* What an expression comes to for one company, and how. */
struct expression_answer {
  const char *value; /* in words; NULL of a condition */
  struct explain_tree tree;
};

/* To be freed by explain_tree_free(&answer->tree). */
bool huiqi_value(struct huiqi *session, struct arena *arena, const struct huiqi_who *who, const struct node *node,
                 struct expression_answer *answer, struct fault *fault);

/* How a condition stands over the list. */
struct company_counts {
  size_t companies, yes, open;
  struct counted_company {
    enum answer answer;
    struct slice code, name;
  } * items; /* for whom it holds or is open: the first of them */
  size_t count;
};

/* `condition` NULL: all. At most `most` companies are named. */
bool huiqi_count(struct huiqi *session, struct arena *arena, const struct node *condition, size_t most,
                 struct company_counts *answer, struct fault *fault);

/* How an amount, a number or a day is spread over the companies. */
struct distribution {
  size_t known, unknown, not_occurred;
  struct ratio least, middle, greatest; /* of those that are known */
  bool has_sum;
  struct ratio sum; /* of amounts */
};

bool huiqi_distribution(struct huiqi *session, struct arena *arena, const struct node *value, struct distribution *answer,
                        struct fault *fault);

/* A figure over the companies: one result, or one of each group. */
struct figure_answer {
  const struct target_result *results;
  size_t count;
};

/* `figure` NULL: how many, of those for whom `condition` (NULL: all) holds. `by`: a region, choice or text of companies, or NULL.
 */
bool huiqi_figures(struct huiqi *session, struct arena *arena, const struct node *figure, const struct node *condition,
                   const struct field *by, struct figure_answer *answer, struct fault *fault);

/* As texts, the way they are typed. */
struct solve_request {
  const char *parameter; /* its name, also as 参数.名称 or 编号.名称 */
  const char *limit;     /* `至多 350万元`, `at_least 350万元` */
  const char *step;      /* `百元`, `0.1个百分点`; NULL: 100元, 0.1 percent, 1, one day */
  const char *end;       /* `已定`, `至少`, `至多`; NULL: of a greatest the most, of a least the least */
};

/* What the solution points at lives in the arena and in the version of now. */
bool huiqi_solve(struct huiqi *session, struct arena *arena, const struct solve_request *request, struct solution *solution,
                 struct fault *fault);
/* 敏感度: the totals with a little less and a little more of the parameter; `value` and `next` stay empty. */
bool huiqi_sensitivity(struct huiqi *session, struct arena *arena, const char *parameter, struct solution *solution,
                       struct fault *fault);

/* A run over the list, counted: for write's summary. */
struct totals {
  struct arena arena;
  const struct plan *plan;
  struct manifest manifest;
  struct run *run;
  struct results *results;
  struct target_result *targets;
  size_t target_count;
};

/* `only` NULL: all measures. To be closed by totals_close, whatever is returned. */
bool huiqi_totals(struct huiqi *session, const char *only, struct totals *totals, struct fault *fault);
void totals_close(struct totals *totals);

#endif
