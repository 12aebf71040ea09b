/* Model: what the scripts declared, frozen.
 *
 * Everything that the run, the explanation, the page and the checks know of a policy stands here; after loading nothing
 * changes it and no Lua is needed to read it (but for functions of the escape hatch). */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include "base/workload.h"
#include "data/region.h"
#include "model/node.h"

enum measure_kind {
#define MEASURE_KIND(kind, english, chinese, traits, usage, help, help_english) MEASURE_##kind,
#include "model/measure_kinds.def"
#undef MEASURE_KIND
  MEASURE_KINDS
};

struct dated_value {
  date from;
  const struct node *value; /* a constant */
};

struct parameter {
  const char *name;
  enum value_type type;
  struct dated_value *values; /* ascending */
  size_t count;
  bool rate; /* 类型 = "比例" */
  bool ends;
  date until; /* last day of the last value, if `ends` */
  const char *help;
  struct policy *policy;
  const char *path;
  struct source_place site;
  const struct node *set; /* by --set, or NULL */
};

/* What can be granted something that is not a company: `服务机构`, by its code, in a related table. */
struct object_kind {
  const char *name, *english; /* `english` may be NULL */
  int table;
  int code, label; /* fields of the table; label may be -1 */
};

/* A related table's link to the company list. */
struct link {
  const char *name, *english; /* 客户, client; `english` may be NULL */
  int field;
};

struct table {
  struct table_kind kind;
  struct link *links;
  size_t link_count;
  struct object_kind *objects;
  size_t object_count;
  int code, label, region, town; /* fields with a role, -1: none; the company list has the first three */
};

enum { TABLE_FIELDS = 512 }; /* fields never move: expressions point at them */

struct rung { /* of a ladder list */
  const char *name;
  const struct node *condition;
};

/* Measures that something is said of, by their ids: those of predecessors stand in no script. */
struct measure_set {
  const char *const *ids;
  const struct source_place *sites; /* where each is written */
  size_t count;
};
bool measure_set_has(const struct measure_set *set, const char *id);

/* A part of an amount that is paid in parts. */
struct instalment {
  const struct node *share;     /* of the whole, or money; NULL: the rest */
  const struct node *from;      /* an event in whose year it is due; NULL: it is due by years */
  const struct node *condition; /* NULL: none */
};

/* That a measure stands under a limit over several; what it comes to, for the measure's kind of objects. */
struct joint_membership {
  const struct joint_limit *limit;
  const struct node *most;
};

/* Who bears how much of an amount. */
struct cost_share {
  const char *level; /* 市 */
  struct ratio share;
};

enum { COST_SHARES = 8 };

struct measure {
  enum measure_kind kind;
  const char *id, *name, *clause;
  const char *const *agencies; /* 责任单位: who is charged with it, by the text */
  size_t agency_count;
  struct policy *policy;
  const struct object_kind *object;     /* NULL: companies */
  const struct node *const *conditions; /* the policy's region first, where it applies */
  size_t condition_count;
  const struct node *condition;                  /* all of them */
  const struct node *amount;                     /* NULL: none stated */
  const struct node *cap;                        /* of one object in one year, or NULL */
  const struct node *budget;                     /* of the whole list, or of each value of `budget_each`; or NULL */
  const struct node *budget_order, *budget_each; /* 次序: who is served first, NULL: all share; 每: NULL, there is one envelope */
  bool budget_whole;                             /* 不足 = "不给": who is not covered gets nothing */
  int64_t round_unit;                            /* fen */
  enum rounding rounding;
  const struct instalment *instalments; /* 分期 */
  size_t instalment_count;
  bool goes_on;                   /* 中断 = "续": a part that is lost does not end those after it */
  struct cost_share *cost_shares; /* 分担: come to the whole */
  size_t cost_share_count;
  bool once;
  int times;                         /* in how many years one object gets it at most; 0: in any */
  struct measure_set top_up;         /* what these paid in earlier years is taken off; none: nothing is */
  const struct node *cumulative_cap; /* of one object over all years, or NULL */
  bool asked;                        /* a criterion that some condition asks */
  bool conditions_lifted;            /* those of the policy do not hold for it */
  bool unlisted;                     /* its objects stand in no list (people, banks): recorded, not judged */
  const char *const *readings;       /* readings of the text that leave room */
  size_t reading_count;
  const char *note;
  struct rung *rungs;
  size_t rung_count;
  const struct node *const *shows; /* lists: data shown of each member, before what it lacks */
  size_t show_count;
  const struct node *const *against; /* lists: the conditions whose failing is "what is lacking" */
  size_t against_count;
  const struct node *actual;     /* targets: the figure; NULL: from 指标 only */
  const struct node *goal;       /* what is to be reached; NULL: none stated */
  enum relation reach;           /* AT_LEAST or MORE_THAN */
  const struct field *breakdown; /* by district, town, … ; NULL: the whole */
  const int *years;              /* of a target; none: every year of the policy */
  size_t year_count;
  const struct exclusive_group *exclusive_group; /* the relation in which it stands, or NULL */
  const struct node *exclusive_when;             /* only while this holds, a condition of parameters alone; NULL: always */
  const struct node *exclusive_named;            /* where the object chooses: that it names this measure; else NULL */
  struct joint_membership *joint_limits;         /* in the order declared */
  size_t joint_limit_count, joint_limit_capacity;
  size_t index; /* among all measures of the model */
  const char *path;
  struct source_place site;
};

enum { CHOICE_MEMBERS = 64 };

/* 择一: of several measures one, the highest; of equals the earlier; or the one that the object names. */
struct exclusive_group {
  const char *id, *name, *clause;
  struct measure **members;
  size_t count;
  const struct node *by; /* what names the chosen one, by its name or id; NULL: the highest */
  const char *path;
  struct source_place site;
};

/* 总限: what several measures give one object together at most. */
struct joint_limit {
  const char *id, *name, *clause;
  struct measure **members; /* in the order written */
  size_t count;
  struct measure_set asked; /* the members as written: with those whose script is not there */
  const struct node *most;  /* as written */
  bool in_order;            /* each takes what those before it leave; else all are cut in proportion */
  bool over_years;          /* what they paid in earlier years counts */
  const char *path;
  struct source_place site;
};

/* 断言: what must be so of every company that could be; one of the two is there. */
struct assertion {
  const char *name;
  const struct node *never, *always;
  const char *path;
  struct source_place site;
};

struct policy {
  const char *id, *name, *status, *number; /* number: 发文字号 */
  const char *publication, *contact;       /* 公示期, 联系方式: of the documents made from a run */
  const int32_t *regions;
  size_t region_count;
  const struct node *const *conditions; /* of every measure that judges companies, unless it lifts them */
  size_t condition_count;
  date from, to;
  bool open_ended;
  const char *const *clauses;
  const unsigned *clause_kinds; /* of each clause: 1 << kind of what it states; 0: not said */
  size_t clause_count;
  struct measure **measures;
  size_t measure_count, measure_capacity;
  struct assertion **assertions;
  size_t assertion_count, assertion_capacity;
  struct parameter **parameters;
  size_t parameter_count, parameter_capacity;
  const char *path;
  struct source_place site;
};

struct setting;

struct model {
  struct table *tables; /* 0 is the company list */
  size_t table_count, table_capacity;
  struct policy **policies;
  size_t policy_count, policy_capacity;
  struct measure **measures; /* in order: scripts, then as declared */
  size_t measure_count, measure_capacity;
  struct measure *
      *by_id; /* the first `by_id_count` of `measures` that have one, in its order; others are looked for one by one */
  size_t by_id_count;
  struct measure **by_id_of; /* the array that it was made from */
  struct exclusive_group **choices;
  size_t choice_count, choice_capacity;
  struct joint_limit **joint_limits; /* in the order declared */
  size_t joint_limit_count, joint_limit_capacity;
  struct regions *regions;
  const struct setting *settings; /* values of parameters that did not come from the scripts, the later one counts */
  size_t setting_count;
  bool computes;             /* some script has a function of the escape hatch */
  enum language language;    /* of findings: functions of the escape hatch make them while rows are judged */
  const bool *standard;      /* by script: of the standard library */
  size_t row_seconds;        /* of the processor, for a batch of rows */
  uint64_t row_work;         /* instructions that such a function may spend on one row */
  size_t row_memory;         /* bytes that one thread's functions may use */
  size_t weight;             /* of all expressions of measures, written out as trees */
  struct workload *workload; /* of what is done with the model; NULL: without bounds */
  struct script **scripts;   /* the standard library's too: for showing the place of a finding */
  size_t script_count;
};

/* The parameter's value on a day: set by hand, or the dated value in force; NULL when it has none. */
const struct node *parameter_value(const struct parameter *parameter, date day);
/* Is the figure a share of something, told in percent? A quotient of like units, what was written with 百分之 or declared as
 * 比例, and what is made of such. A score of 0.7 is none. */
bool node_is_share(const struct node *node);
/* A value that the parameter might have, as it would be written; its `number` is that of a constant of its type. */
struct node parameter_constant(const struct parameter *parameter, struct ratio value);
/* The value of a parameter, in words. */
void format_parameter_value(struct buffer *out, enum language language, const struct parameter *parameter,
                            const struct node *value);
/* A share of something: declared as 比例, or with a value in 百分之 or between 0 and 1. */
bool parameter_is_rate(const struct parameter *parameter);
/* Position of a table, or of a column in it, by either name; -1 if there is none. */
int model_find_table(const struct model *model, const char *name);
int table_find_field(const struct table *table, const char *name);
/* `奖励` or `award`: the word that declares it. */
const char *measure_kind_name(enum measure_kind kind, enum language language);
/* The kind that a word in Chinese declares; MEASURE_KINDS: none. */
enum measure_kind measure_kind_find(struct slice chinese);
/* Is it asked of each company or object? And is something granted? */
bool measure_kind_judged(enum measure_kind kind);
bool measure_kind_grants(enum measure_kind kind);
/* Is it money that is given, which totals count? Or money that is due back? And is its amount always written? */
bool measure_kind_pays(enum measure_kind kind);
bool measure_kind_owes(enum measure_kind kind);
bool measure_kind_priced(enum measure_kind kind);
/* Makes looking for one by its id quick; when all are declared. */
void model_index_ids(struct arena *arena, struct model *model);
const struct measure *model_measure(const struct model *model, const char *id);
/* Every expression of a measure, whatever it is there for: what asks about all of them asks here. Begins at { 0 }; false after
 * the last. */
enum expression_role {
  ROLE_CONDITION,
  ROLE_AMOUNT,
  ROLE_CAP,
  ROLE_CUMULATIVE_CAP,
  ROLE_BUDGET,
  ROLE_BUDGET_ORDER,
  ROLE_BUDGET_EACH,
  ROLE_ACTUAL,
  ROLE_GOAL,
  ROLE_RELATION,
  ROLE_CHOSEN,
  ROLE_JOINT_LIMIT,
  ROLE_RUNG,
  ROLE_AGAINST,
  ROLE_SHOWN,
  ROLE_INSTALMENT
};
struct measure_walk {
  size_t at;
  enum expression_role role;
  const struct node *node;
};
bool measure_walk_next(const struct measure *measure, struct measure_walk *walk);
/* Is it so of the expression or of any part of it, those of its counts included? */
bool node_any(const struct node *node, bool (*is)(const struct node *node, const void *context), const void *context);
/* The same of any expression of the measure. */
bool measure_any(const struct measure *measure, bool (*is)(const struct node *node, const void *context), const void *context);
/* What a measure looks up in earlier years: each measure that it asks about, by its id, and what of it. */
enum history_need { HISTORY_OUTCOME, HISTORY_MONEY, HISTORY_TOTAL };
typedef void history_visit(void *context, const char *id, enum history_need need);
void measure_looks_back(const struct measure *measure, history_visit *visit, void *context);
/* What a limit comes to for one of its members. */
const struct node *joint_limit_most(const struct joint_limit *limit, const struct measure *member);
/* What is declared between measures, one after the other: 择一, then 总限. False after the last. */
struct measure_relation {
  const char *id, *name, *clause, *path;
  enum message kind; /* its name */
};
bool model_relation(const struct model *model, size_t at, struct measure_relation *relation);
size_t model_relation_count(const struct model *model);
/* Is the clause one of `clauses`, joined with 、? NULL names none. */
bool clauses_name(const char *clauses, const char *clause);
/* Is it one of those that the measure names? */
bool measure_names_clause(const struct measure *measure, const char *clause);
/* Appends `市科技局、市财政局`; nothing when none is named. */
void format_agencies(struct buffer *out, const struct measure *measure);
/* The measure that is named when the work on the model is over its bounds. */
void model_looks_at(const struct model *model, const struct measure *measure);
/* 征求意见稿 and the like. */
bool policy_is_draft(const struct policy *policy);
/* Is the policy over in the year, and may a part of a total that it granted be due all the same? */
bool measure_pays_later(const struct measure *measure, int year);
/* Does the policy's period share a day with the year? */
bool policy_covers(const struct policy *policy, int year);

#endif
