/* What a session holds, for the files that answer its questions: clients know it as an opaque `struct huiqi`. */
#ifndef SESSION_SESSION_STATE_H
#define SESSION_SESSION_STATE_H

#include "session/answer.h"

/* Of one measure, which fields its open rows lack, as it is said of them. */
struct lacking_rows {
  struct arena arena;
  const struct measure *measure; /* NULL: of none */
  struct lacking_row {
    uint32_t row; /* of the list */
    size_t count;
    const struct field **fields;
  } * items; /* by row */
  size_t count;
};

struct huiqi {
  struct workspace lists;
  struct version *now, *marked;
  struct version *refused;       /* a load that went wrong: its findings */
  struct entity_query questions; /* of the version of now */
  bool asked;                    /* they are open, */
  size_t reads;                  /* over the lists of this reading */
  struct lacking_rows lacking;   /* of the last measure of which rows were asked for, while the questions are open */
};

/* Opens `questions` over the prepared version of now; once. */
bool questions_open(struct huiqi *session, struct fault *fault);
/* The company as a list of one row, to be freed by memory_list_free; NULL with a fault. */
struct memory_list *company_of(const struct huiqi *session, struct arena *arena, const struct huiqi_who *who,
                               struct fault *fault);

/* The rows of the list, ascending, for which the condition is not no; those that repeat a code, too. */
bool rows_where(struct huiqi *session, struct arena *arena, const struct node *condition, uint32_t **rows, size_t *count,
                struct fault *fault);

/* The two halves of huiqi_totals, for a plan and options of one's own: `totals` is empty before, and closed by totals_close.
 * `tables`: is told what is wrong with related tables; NULL: nobody. `companies_alone`: neither other objects nor companies that
 * are in no list. */
bool totals_open(struct totals *totals, const struct huiqi *session, const struct plan *plan, const struct run_options *options,
                 struct fault *fault);
bool totals_judge(struct totals *totals, const struct sink *tables, const struct sink *sink, bool companies_alone,
                  struct fault *fault);

#endif
