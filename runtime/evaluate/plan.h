/* Plan: which measures are judged, from which columns, in which order.
 *
 * Made once for a model and an as-of date; read-only afterwards and shared by all threads. Measures of companies share one
 * program; measures of each other kind of object (service providers) share one of their own, which counts and sums related rows
 * only. */
#ifndef EVALUATE_PLAN_H
#define EVALUATE_PLAN_H

#include "evaluate/program.h"

struct planned {
  const struct measure *measure;
  const struct exclusive_group *exclusive_group;   /* the relation in which it stands this year, or NULL */
  uint32_t condition, amount, cap, cumulative_cap; /* slots of the subject's program, NO_SLOT: none */
  uint32_t named;                                  /* where the object chooses: slot of whether it names this one */
  const uint32_t *rungs;                           /* of a ladder: the slot of each rung's condition */
  const uint32_t *against;                         /* of a list: the slot of each condition that it is compared with */
  bool late;                     /* its policy is over: only parts of totals that were granted before are paid */
  uint32_t rules;                /* between its amount and payment (rules.def): 1 << rule */
  bool range;                    /* of which the ends of the amount are written */
  bool discretionary;            /* conditions decide; an amount that is not known is left to the authority */
  bool has_budget, budget_unset; /* unset: its parameter has no value, so nobody knows what it leaves of a claim */
  int64_t budget;                /* INT64_MAX when unset */
};

/* An aggregate as the plan knows it. */
struct planned_aggregate {
  const struct aggregate *folded;
  uint32_t own, rest; /* slots in the table's programs: what rows are asked without, and with, their company; NO_SLOT: nothing */
  uint32_t value;     /* slot in the rest program of what is summed */
  int per;            /* stored column by whose values only the greatest counts, -1: all count */
  int distinct;       /* stored column of what is counted without repetition, STORED_LINK for the linked company, -1: none */
  bool by_company;
  bool cases; /* what is summed has cases: of a row to which none applies there is nothing to sum */
};

enum { STORED_LINK = -2 };

/* A related table that the plan reads. */
struct planned_table {
  int table;
  struct program *own;  /* judged while the table is read: inputs are its own columns */
  struct program *rest; /* judged when the companies are known: own columns that were kept, and company columns */
  struct planned_aggregate *aggregates;
  size_t aggregate_count, aggregate_capacity;
  const struct field **stored; /* columns kept of each row: those that are asked later, then those that are only told */
  size_t stored_count, stored_capacity;
  size_t asked_count;          /* how many are asked */
  const struct field **others; /* links besides `link` whose companies are asked */
  size_t other_count, other_capacity;
  int link, group; /* fields: whose code links a row to a company; by which rows of other objects are grouped; -1 */
  const struct object_kind *object;
};

/* What 名单.… tells, gathered in a pass of its own: slots of the populations' program. */
struct planned_population {
  enum population_kind kind;
  uint32_t condition, value, by, ties[POPULATION_TIES]; /* NO_SLOT: none */
  size_t tie_count;
  bool may_lack;                     /* the value, or what groups, may turn out never to have happened */
  bool smallest_first, not_negative; /* the value cannot be below 0, be it known or not */
  size_t depth;                      /* 1: it rests on no other */
};
/* Where the operands of a 名单.… node have their slots. */
void population_slots(const struct node *node, const uint32_t *inputs, struct planned_population *planned);

/* A count or sum over the companies, for targets. */
struct planned_count {
  const struct aggregate *written;
  uint32_t condition, value; /* slots of the companies' program */
  int breakdown;             /* position among the breakdown fields, -1: the whole only */
};

/* A limit over several measures of one kind of subjects. */
struct planned_limit {
  const struct joint_limit *limit;
  const struct node *most; /* what they come to at most, for this kind of subjects */
  uint32_t slot;
  uint32_t *members; /* numbers of the measures, in the order written */
  size_t count;
};

/* The subjects of one kind: companies, or objects of a related table. */
struct planned_subjects {
  const struct object_kind *object; /* NULL: companies */
  struct program *program;
  struct planned *measures;
  size_t count, capacity;
  struct planned_limit *limits; /* in the order declared */
  size_t limit_count, limit_capacity;
};

/* An aggregate as a script wrote it, and where it is planned: found by address, without folding it again. */
struct aggregate_reference {
  const struct aggregate *written;
  uint32_t table, position;
};

struct plan {
  struct arena *arena;
  struct aggregate_reference *references;
  size_t reference_count, reference_capacity;
  struct pointer_map reference_of; /* an aggregate, written or folded -> number of its reference, +1 */
  struct planned_place *places;    /* of the tables' aggregates, by hash */
  size_t place_count, place_capacity;
  const struct model *model;
  struct as_of as_of;
  bool records;                      /* of the options */
  struct planned_subjects *subjects; /* [0] companies */
  size_t subject_count, subject_capacity;
  struct planned_table *tables;
  size_t table_count, table_capacity;
  struct planned_subjects gathered; /* no measures: the program of the populations */
  struct planned_population *populations;
  size_t population_count, population_capacity, population_depth;
  struct pointer_map population_of; /* a node, written or folded -> number of its population, +1 */
  const struct measure **targets;
  size_t target_count, target_capacity;
  struct planned_count *counts;
  size_t count_count, count_capacity;
  const struct field **breakdowns; /* fields by which targets are broken down */
  size_t breakdown_count, breakdown_capacity;
  const struct field **company_fields; /* columns of the list that any program reads, key and name included */
  size_t company_field_count, company_field_capacity;
  uint16_t company_positions[TABLE_FIELDS]; /* of each field of the company list, its position there + 1; 0: not read */
};

struct plan_options {
  const char *const *only; /* ids; NULL: all measures */
  size_t only_count;
  bool without_targets; /* where nobody is reported how far the targets are */
  bool later_parts;     /* earlier years may have granted totals of which parts are due after the policy is over */
  bool records;         /* counts are explained by their rows: all are kept, with what was asked of them */
};

/* A measure by itself, without the rules between measures: for who judges it in a program of its own. */
struct planned plan_in_program(struct program *program, const struct measure *measure);
/* The rules under which it stands, too. */
void plan_rules_in_program(struct program *program, struct planned *planned);
/* A limit over some of the subjects; nothing where it is over none of them. */
void plan_limit(struct arena *arena, struct planned_subjects *subjects, const struct joint_limit *limit);
/* Measures of policies that do not cover the as-of date's year are left out. */
struct plan *plan_new(struct arena *arena, const struct model *model, struct as_of as_of, const struct plan_options *options);
/* Position of a field of the company list among the columns that are read, SIZE_MAX: it is not. */
static inline size_t plan_position_of(const struct plan *plan, const struct field *field)
{
  return (size_t)plan->company_positions[field - plan->model->tables[0].kind.fields] - 1;
}

/* Where an aggregate (as written or folded) is planned; NULL if it is not. */
const struct aggregate_reference *plan_aggregate(const struct plan *plan, const struct aggregate *aggregate);
/* Which population the node (as written or folded) is of; SIZE_MAX: it is in no expression of the plan. */
size_t plan_population(const struct plan *plan, const struct node *node);
/* Whether it reads this column of its subjects. */
bool measure_asks(const struct measure *measure, const struct field *field);
/* Whether it reads anything of this table. */
bool measure_asks_table(const struct measure *measure, int table);
/* Whether what it gives one company depends on which others there are: 名单.…, 预算. */
bool measure_asks_others(const struct measure *measure);
/* The measures that need a datum, or (without a field) anything of the table: `U22-1、U22-2`, "" when none does. */
const char *plan_needing(const struct plan *plan, const struct field *field, int table);
/* Those that sum a value with cases over rows of the table, in the same way. */
const char *plan_summing_cases(const struct plan *plan, int table);
/* Does a count over a company's rows ask other companies, which may stand further down in the list? */
bool plan_asks_other_companies(const struct plan *plan);
/* Do companies claim money of budgets that are known? */
bool plan_claims_budgets(const struct plan *plan);
/* How often the list is read before it is judged: for such companies, and for what measures that share a budget are claimed.
 */
size_t plan_passes(const struct plan *plan);

#endif
