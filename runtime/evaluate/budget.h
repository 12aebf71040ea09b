/* Claims on a budget, gathered while the list is read ahead, and what each is left.
 *
 * A budget is one envelope, or one for each value of 每. Claims on an envelope share in proportion, or are served in order. Both
 * take open claims as what they may come to: so a claim is left a range, which is a point where nothing open can matter. */
#ifndef EVALUATE_BUDGET_H
#define EVALUATE_BUDGET_H

#include "data/code_index.h"
#include "evaluate/missing.h"
#include "evaluate/rule_budget.h"

enum { ENVELOPE_ANY = UINT32_MAX };

/* Money in fen; an end that nobody knows is INT64_MAX. An open claim comes to `low`, or to something between `fen` and `high`. */
struct budget_claim {
  struct slice code;
  int64_t low, fen, high;
  struct ratio place;  /* in the order */
  enum state place_is; /* not occurred: last; unknown: anywhere */
  uint32_t envelope;   /* ENVELOPE_ANY: nobody knows which */
  bool granted;        /* by hand: it comes first, whatever the order */
  int64_t least, most; /* of it: what the budget leaves */
};

struct envelope {
  struct slice name;      /* the value of 每; empty: there is one for all */
  int64_t volume;         /* INT64_MAX: not known */
  int64_t granted, total; /* by hand; claimed by all when that is known, else 0 */
  bool open;              /* some claim on it is */
};

struct budget {
  const struct planned *planned;
  struct arena arena;          /* codes and names */
  struct codes *codes, *names; /* position of each code's claim; of each envelope */
  struct budget_claim *claims;
  size_t count, capacity;
  struct envelope *envelopes;
  size_t envelope_count, envelope_capacity;
  __int128 repeated; /* what rows ask that repeat an earlier code */
  bool open;         /* nobody knows all that it leaves */
};

void budget_open(struct budget *budget, const struct planned *planned);
void budget_close(struct budget *budget);
/* What a verdict asks; `name` is of the envelope, and lives in the arena. */
struct budget_claim budget_claim_of(struct arena *arena, const struct planned *planned, const struct verdict *verdict,
                                    const struct row_context *subject, struct slice *name);
/* In the order of the list; the code and the name are copied. */
void budget_add(struct budget *budget, const struct budget_claim *claim, struct slice name);
/* When all claims are known. */
void budget_settle(struct budget *budget, struct as_of as_of);
/* Of a certain or open claim; its code is blank, or was not claimed: nothing is known. */
struct allotment budget_allotment(const struct budget *budget, struct slice code);
/* What leaves the volume open that the row's claim is on. */
void budget_missing(const struct row_context *subject, const struct measure *measure, struct missing *missing);
/* What all grants of the measure come to together. `most` INT64_MAX: no end. */
void budget_bounds(const struct budget *budget, int64_t *least, int64_t *most);

#endif
