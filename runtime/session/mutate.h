/* Mutate: what no case notices. Everything that a script says is said otherwise, one thing at a time (model/mutation), and the
 * cases are judged again, in memory, by the measures that it concerns.
 *
 * A mutant is noticed when a case that was met no longer is. Of one that is not, boundary cases (session/suggest) are tried: one
 * that the two judge differently is what should be written. Where none does, both are held against all companies that could be
 * (explain/proof): one that nobody can tell is equivalent, and counted apart; else there is a company that would, or the reason
 * why nothing can be said. Proofs are of the first and last day and the middle of each year, and of the days that are
 * written. */
#ifndef SESSION_MUTATE_H
#define SESSION_MUTATE_H

#include "explain/proof.h"
#include "model/mutation.h"
#include "session/cases.h"

enum mutant_fate { MUTANT_NOTICED, MUTANT_UNNOTICED, MUTANT_EQUIVALENT, MUTANT_FATES };

/* What a suggested case comes to. */
struct case_outcome {
  enum outcome outcome;
  bool has_amount;
  int64_t amount; /* fen */
};

struct mutant {
  const struct mutation *mutation;
  enum mutant_fate fate;
  const struct expectation *suggested; /* a case that would notice it, in `suggestions`; NULL: none was found */
  struct case_outcome now, then;       /* what that comes to */
  const struct proof *proof;           /* where none was found: of the first measure that is not the same, in `year` */
  int year;
  bool untried; /* too many before it could not be proved */
};

struct mutation_report {
  struct mutations mutations;
  struct mutant *mutants; /* of each, in the order of the lines */
  size_t counts[MUTANT_FATES];
  size_t failing;    /* cases that are not met as the script stands, and notice nothing */
  struct sheet rows; /* of the cases file, each once; what is expected is left blank */
  struct test_suite suggestions;
  bool suggested; /* there are some: to be closed */
};

/* The cases of the session's one script, which were judged. To be closed, whether it was done or not. */
bool cases_mutate(const struct huiqi *session, struct arena *arena, const struct test_suite *book, enum language language,
                  struct mutation_report *report, struct fault *fault);
void mutation_report_close(struct mutation_report *report);

#endif
