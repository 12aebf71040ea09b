/* Verdict: what one object gets from one measure, in the order amount, rounding, cap, then rule by rule (rules.def).
 *
 * Each rule that acts leaves a step: what it got, what it left, and why; so the explanation tells the arithmetic, and nobody has
 * to find out afterwards which of them it was. Rejected: a flag and its figures for each rule in the verdict, which everybody who
 * reads verdicts had to know. */
#ifndef EVALUATE_VERDICT_H
#define EVALUATE_VERDICT_H

#include "evaluate/decision.h"
#include "evaluate/history.h"
#include "evaluate/plan.h"
#include "evaluate/value.h"

#define RULE(name, ...) RULE_##name,
enum rule {
#include "evaluate/rules.def"
  RULES
};
#undef RULE

enum step_effect {
  STEP_CHANGES, /* the amount, or its range */
  STEP_REFUSES, /* the verdict is no */
  STEP_OPENS,   /* the verdict is pending */
  STEP_SETTLES  /* the verdict is the rule's: the conditions and the amount of the measure were not asked */
};

/* What becomes of a part of a total that is paid in parts. */
enum instalment_fate {
  INSTALMENT_LATER, /* not due yet */
  INSTALMENT_PAID,
  INSTALMENT_LOST,
  INSTALMENT_OPEN,    /* the row of its year, `row`, is pending */
  INSTALMENT_MISSING, /* the history has no row of its year */
  INSTALMENT_NOW,     /* paid this year */
  INSTALMENT_REFUSED, /* due this year, and its condition is no */
  INSTALMENT_ASKED,   /* due this year, if its condition holds, which is not known */
  INSTALMENT_EVENT    /* due with an event of which nobody knows when it happened */
};

struct instalment_state {
  enum instalment_fate fate;
  int due; /* year; 0: its event has not happened; -1: not known */
  int64_t amount;
  const struct history_row *row;
};

/* What several measures under one limit come to for an object. */
struct joint_sum {
  const struct joint_limit *limit;
  int64_t claimed;     /* all of them before; 0: not certain */
  int64_t room;        /* that they share, of an open limit the upper end; INT64_MAX: not known */
  int64_t taken;       /* by earlier years and by hand; it is no longer in `room` */
  int64_t least, most; /* all of them afterwards; `most` INT64_MAX: no end */
};

/* One rule that acted. */
struct rule_step {
  const struct rule_step *previous; /* the one before it; NULL: none */
  enum rule rule;
  enum step_effect effect;
  int64_t before, after;                      /* fen: what it got, and what it left; of a range the upper ends, INT64_MAX: none */
  int64_t taken, total;                       /* fen: what was given before; all claims together, 0: not known */
  int64_t volume;                             /* fen: what a budget has left for all claims, INT64_MAX: not known */
  int year, years;                            /* of the latest earlier grant, 0: none; how many years granted something */
  bool cause_fails;                           /* `cause` is no itself */
  const struct measure *cause;                /* another measure: who was granted instead, or who is still open */
  struct joint_sum *joint;                    /* of a limit over several measures; NULL: of none */
  const struct instalment_state *instalments; /* of each part; NULL: not known, or another rule */
  const struct unread_row *unread;            /* a row of the history that leaves it open */
};

struct verdict {
  enum outcome outcome;
  enum answer answer; /* of the conditions */
  bool has_amount;    /* certain; else the range low to high, if has_high */
  bool has_high, overflowed, capped, nothing;
  bool has_total;            /* paid in parts: `total` is what all come to */
  bool granted_before;       /* that total was granted in an earlier year */
  int64_t total;             /* fen */
  bool by_hand;              /* the authority decided; `ground` says why */
  int64_t amount, low, high; /* fen; `amount` is the least if the conditions hold, where it is not certain */
  int64_t before_cap;        /* rounded, of a certain amount */
  struct slice ground;
  const struct rule_step *steps; /* the last first; they live as long as what `rule_apply` was given for them */
  const struct rung *open_rung;  /* the highest on which it may stand, above `rung`; NULL: that is certain */
  const struct rung *rung;       /* of a ladder: the highest on which the object stands for certain; NULL: on none */
};

/* What a rule looks at. */
struct rule_input {
  const struct planned *planned;
  const struct row_context *subject;
  struct slice code;
  int year;
  const struct history *history; /* NULL: none was given */
  struct arena *arena;           /* for steps */
  /* The object's measures, and the verdicts that are reached of those before this one; NULL where none of their rules looks at
   * others. */
  const struct planned *measures;
  const struct verdict *verdicts;
};

/* How the rules act, and how they are told. */
typedef bool rule_stated(const struct planned *planned);
/* False when the verdict is no by it, and nothing is asked further. */
typedef bool rule_on_measure(const struct rule_input *input, struct verdict *verdict);
/* Over the verdicts of one object; `verdicts[i]` belongs to `measures[i]`. */
struct object_input {
  const struct planned *measures;
  struct verdict *verdicts;
  size_t count;
  const struct planned_limit *limits;
  size_t limit_count;
  const struct row_context *subject;
  struct slice code;
  int year;
  const struct history *history; /* NULL: none was given */
  struct arena *arena;           /* for steps */
};
typedef void rule_on_object(const struct object_input *input);
typedef void rule_format(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                         const struct rule_step *step);

typedef void rule_terms(struct buffer *out, enum language language, const struct measure *measure);

/* A verdict's step of a rule, its last; NULL: the rule changed nothing. */
const struct rule_step *verdict_step(const struct verdict *verdict, enum rule rule);
/* The step by which it is no, or pending though its own data are known; NULL: its own data decide. */
const struct rule_step *verdict_decided_by(const struct verdict *verdict);
/* The step that settled it without its conditions being asked; NULL: they were. */
const struct rule_step *verdict_settled(const struct verdict *verdict);
/* One more step, to be filled in. */
struct rule_step *verdict_add_step(struct arena *arena, struct verdict *verdict, enum rule rule, enum step_effect effect);
/* A copy whose steps live in the arena. */
struct verdict verdict_kept(struct arena *arena, const struct verdict *verdict);

/* Amount, rounding and cap, and the rules that act on one measure, for one row whose kernels have run. */
void verdict_compute(const struct rule_input *input, struct verdict *verdict);
/* The rules that act on all measures of one object. */
void verdicts_of_object(const struct object_input *input);
/* Is the total of its parts granted: earlier, or by this verdict? */
bool verdict_tells_total(const struct verdict *verdict);
/* The rung, where the measure is a ladder. */
void verdict_ladder_level(const struct planned *planned, const struct row_context *subject, struct verdict *verdict);
/* Of what is left to the authority: which limit does the amount decided not keep? */
enum decision_limit decision_limit_broken(const struct rule_input *input, const struct decision *decision);
/* A decision by hand replaces what was reached. */
void verdict_decide(struct verdict *verdict, const struct decision *decision);

bool rule_is_stated(enum rule rule, const struct planned *planned);
/* Does one of its rules act on the measures of an object together? */
bool rule_joins_measures(const struct planned *planned);
/* What the step did, in a sentence of 说明. */
void format_step_reason(struct buffer *out, enum language language, const struct planned *planned, const struct verdict *verdict,
                        const struct rule_step *step);
/* The rule's line of an explanation. */
void format_rule_line(struct buffer *out, enum language language, enum rule rule, const struct planned *planned,
                      const struct verdict *verdict);

/* Who bears how much of the amount, by the measure's 分担; they sum to it. */
void cost_share_parts(const struct measure *measure, int64_t amount, int64_t *parts);
const char *rule_name(enum rule rule, enum language language);
/* What a measure states of the rule; nothing when it does not stand under it, or is told in its own way. */
void format_rule_terms(struct buffer *out, enum language language, enum rule rule, const struct measure *measure);

#endif
