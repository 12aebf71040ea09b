/* Node: conditions and amounts as a graph of typed nodes.
 *
 * A condition is data, so that one thing serves the run, the explanation, the printed page, the checks and the comparison
 * of two versions. Nodes are built while a script declares, by constructors that refuse wrong units; they never change
 * afterwards. Equal nodes of a frozen model are one node (evaluate/plan), so what measures share is computed once.
 * Rejected: Lua functions as conditions (opaque), a byte code (nothing to print from).
 *
 * Three answers: no, unknown, yes (Kleene). A value may be known, unknown, or of an event that never happened (data/column.h). */
#ifndef MODEL_NODE_H
#define MODEL_NODE_H

#include "base/date.h"
#include "base/decimal.h"
#include "data/field.h"
#include "syntax/rewrite.h"

enum value_type {
  TYPE_ERROR, /* a finding was made about it; it silences everything that is built on it */
  TYPE_TRUTH,
  TYPE_MONEY,
  TYPE_NUMBER,
  TYPE_DATE,
  TYPE_PERIOD,   /* first and last day */
  TYPE_DURATION, /* months or days */
  TYPE_CHOICE,
  TYPE_TEXT,
  TYPE_CODE,
  TYPE_REGION,
  TYPE_INDUSTRY,
  VALUE_TYPES
};

/* What a node is among others. */
enum node_role {
  NODE_ROLE_NONE,
  NODE_ROLE_LEAF,
  NODE_ROLE_ARITHMETIC,
  NODE_ROLE_COMBINED, /* of several operands one, or how many */
  NODE_ROLE_READ,     /* from elsewhere: related rows, figures, a function of a script */
  NODE_ROLE_CONDITION,
  NODE_ROLE_NAME
};

#define NODE(kind, ...) NODE_##kind,
enum node_op {
#include "model/nodes.def"
  NODE_OPS
};
#undef NODE

enum relation { AT_LEAST, MORE_THAN, AT_MOST, LESS_THAN, EQUAL, UNEQUAL };

/* The relation that holds exactly when this one does not. */
enum relation relation_opposite(enum relation relation);

/* Those from the sum on are of a value. */
enum aggregate_kind { AGGREGATE_COUNT, AGGREGATE_DISTINCT, AGGREGATE_SUM, AGGREGATE_GREATEST, AGGREGATE_LEAST, AGGREGATE_MEAN };

/* What 名单.… tells of a company's place in the list, then what of the list as a whole. */
enum population_kind {
  POPULATION_RANK,
  POPULATION_QUANTILE,
  POPULATION_MEAN,
  POPULATION_GREATEST,
  POPULATION_LEAST,
  POPULATION_SUM,
  POPULATION_COUNT
};

enum { POPULATION_TIES = 4, POPULATION_DEPTH = 3 };

enum duration_unit { DURATION_DAYS, DURATION_MONTHS };

struct node;

/* Over the rows of a related table that belong to one object: a company (through the table's link), or what the column
 * `group` names (a service provider). */
struct aggregate {
  enum aggregate_kind kind;
  int table;
  const char *table_name;
  int link;                     /* field of the table that holds a company's code, or -1 */
  int group;                    /* field by which rows are grouped; equal to `link` for companies */
  bool of_object;               /* rows belong to what `group` names, not to a company, though it may be one field with `link` */
  const struct node *value;     /* what is summed, or counted without repetition; NULL for a plain count */
  const struct node *condition; /* of a row, NULL: every row */
  const char *through;          /* 经由: the link that is named, and not the first; NULL: the first */
  bool through_named;           /* 经由 is written, be it of the first */
  const struct field *per;      /* of a sum: of the rows that have one value in it only the greatest; NULL: all rows */
};

struct node {
  enum node_op op;
  enum value_type type;
  /* Both bounded, since everything walks an expression: its nodes written out as a tree, this one included; how many stand inside
   * one another. */
  uint16_t weight, depth;
  enum relation relation;
  const struct node *const *operands;
  size_t operand_count;
  const struct field *field; /* NODE_FIELD; also the field that gives a constant its meaning (a choice) */
  struct ratio number;
  int table;        /* 0 is the company list */
  bool negated;     /* COMPARE, WITHIN, AMONG, UNDER: asked the other way round; of an event that never happened still no */
  bool added;       /* nobody wrote it: the region that a policy puts before the conditions of its measures */
  uint16_t percent; /* a constant written with 百分之: 100; with 千分之, 万分之: 1,000, 10,000; else 0 */
  /* What stands above is what judging reads, in one line of the caches. */
  enum duration_unit duration;
  int first, last;
  const char *text;
  const struct parameter *parameter;
  const struct aggregate *aggregate;
  const struct user_function *computed;
  /* NODE_FIELD of a company, inside a count: of which company. `via` is the link's name as a script has it (买方 { … }), until
   * the count knows its table; then `link` is the column that names the company. Both NULL: the one whose rows are counted, or
   * the first link's. */
  const char *via;
  const struct field *link;
  const char *const *texts; /* NODE_AMONG, as written; for a choice, `codes` has their positions */
  const char *const *keys;  /* the same in NFKC, as they are compared */
  const int32_t *codes;     /* NODE_UNDER: six digits each; NODE_AMONG of a choice: positions */
  size_t set_count;
  unsigned tables; /* bit t: reads table t directly (not through an aggregate) */
  struct source_place site;
  const char *path;
  bool derived; /* the script at `path` did not write it: the standard library, or a word that means it, made it */
};

/* How deep values of the whole list stand inside one another; 0: there is none. */
size_t node_population_depth(const struct node *node);

/* What a name stands for. */
static inline const struct node *node_unnamed(const struct node *node)
{
  while (node->op == NODE_NAMED) node = node->operands[0];
  return node;
}

extern const uint8_t node_roles[NODE_OPS]; /* enum node_role */

/* A condition, not a figure. */
static inline bool node_is_condition(const struct node *node)
{
  return node_roles[node_unnamed(node)->op] == NODE_ROLE_CONDITION;
}

static inline bool node_is_arithmetic(const struct node *node)
{
  return node_roles[node->op] == NODE_ROLE_ARITHMETIC;
}

/* Of a case, that it takes all the rest (of a place in the list, of those that have one). */
static inline bool node_is_rest(const struct node *condition)
{
  return condition->op == NODE_ALL && (!condition->operand_count || condition->added);
}

enum { WEIGHT_MAX = 20000, EXPRESSION_DEPTH_MAX = 400, TABLES_MAX = 32 };

/* The arena of the model, and what a constructor says when it refuses (then NODE_ERROR is returned). */
struct builder {
  struct arena *arena;
  struct faults *faults;
  const char *path; /* script and place of the call being made */
  struct source_place site;
  bool derived;             /* the script did not write it: the standard library, or a word that means it, makes it */
  enum language language;   /* of the arguments of findings */
  size_t refusals;          /* findings made, and error values met in silence; only differences are looked at */
  const struct node *error; /* the one node of TYPE_ERROR */
};

void builder_init(struct builder *builder, struct arena *arena, struct faults *faults, enum language language);
/* A finding at the builder's place; the same one is kept once, ten of a kind at a place, and a hundred of all. Returns the error
 * node. */
const struct node *builder_error(struct builder *builder, enum message message, ...) __attribute__((sentinel));
/* An expression in words for the argument of a finding, cut when it is long. */
const char *builder_string(struct builder *builder, const struct node *node);
/* A warning (kind FAULT_NONE). */
void builder_advise(struct builder *builder, enum message message, ...) __attribute__((sentinel));
/* One that names the expression. */
void builder_warn(struct builder *builder, enum message message, const struct node *node);

const struct node *node_constant(struct builder *, enum value_type type, struct ratio number);
/* A rate as it was written: in parts of 100 (百分之), 1,000 or 10,000. */
const struct node *node_rate(struct builder *, struct ratio rate, int parts);
/* For the file of a family: a node over operands that are of the right types; NULL when one of them is an error. */
struct node *node_built(struct builder *, enum node_op op, enum value_type type, const struct node *const *operands,
                        size_t count);
const struct node *node_field(struct builder *, int table, const struct field *field);
const struct node *node_parameter(struct builder *, const struct parameter *parameter, enum value_type type);
const struct node *node_duration(struct builder *, enum duration_unit unit, int64_t count);
const struct node *node_year(struct builder *, int64_t offset);
const struct node *node_year_day(struct builder *, int64_t offset, int month, int day);
const struct node *node_as_of(struct builder *);
const struct node *node_year_number(struct builder *);
const struct node *node_period(struct builder *, const struct node *first, const struct node *last);

/* Arithmetic with units: money ± money, money × number, money ÷ money = number, date ± duration, year ± n, … */
const struct node *node_arithmetic(struct builder *, enum node_op op, const struct node *a, const struct node *b);
/* LARGEST, SMALLEST of at least one operand of one type. */
const struct node *node_extreme(struct builder *, enum node_op op, const struct node *const *operands, size_t count);
const struct node *node_cases(struct builder *, const struct node *const *pairs, size_t count);
const struct node *node_count_false(struct builder *, const struct node *const *conditions, size_t count);
/* A function of a script (model/user_function.h): `sketch` has the function and what it is called. */
const struct node *node_computing(struct builder *, enum value_type type, const struct node *sketch,
                                  const struct node *const *inputs, size_t count);
/* The same under another name. */
const struct node *node_renamed(struct builder *, const struct node *computing, const char *name);
/* How many full `step`s are in `value`; of one unit, or of the days between two dates a number of days. */
const struct node *node_full_steps(struct builder *, const struct node *value, const struct node *step);
/* Full months from one day to another; `begun`: one that has begun counts. */
const struct node *node_months(struct builder *, const struct node *from, const struct node *to, bool begun);
/* An amount between two, which the authority sets. */
const struct node *node_range(struct builder *, const struct node *least, const struct node *most);
/* An amount as it is paid: a multiple of `unit` fen, never below nothing, and nothing of what never happened. */
const struct node *node_rounded(struct builder *, const struct node *amount, int64_t unit, enum rounding rounding);
/* `value` where the condition holds, else unknown, which is said with the condition. */
const struct node *node_guarded(struct builder *, const struct node *value, const struct node *condition);
/* 名单.名次(value) { 条件, 按, 同分 } */
struct population_terms {
  enum population_kind kind;
  const struct node *value, *condition, *by; /* NULL: not written */
  const struct node *ties[POPULATION_TIES];
  size_t tie_count;
  bool smallest_first;
};
const struct node *node_population(struct builder *, const struct population_terms *terms);
/* The same expression with the population of every 名单.… restricted by a condition. */
const struct node *node_restrict_population(struct builder *, const struct node *node, const struct node *condition);
const struct node *node_division(struct builder *, const struct node *industry);
const struct node *node_aggregate(struct builder *, const struct aggregate *aggregate);
/* part ÷ whole of two counts; the third operand counts the rest of the whole, which bounds the share where data are unknown. */
const struct node *node_share(struct builder *, const struct node *part, const struct node *whole, const struct node *rest);
/* `codes`: the policy's regions, which it is read for outside of targets. */
/* What measures, by their ids, paid the object in earlier years. */
const struct node *node_paid(struct builder *builder, const char *const *ids, size_t count);
const struct node *node_indicator(struct builder *, const char *name, const struct node *year, const int32_t *codes,
                                  size_t count);
/* The same expression with every count over companies restricted by a condition. */
const struct node *node_restrict(struct builder *, const struct node *node, const struct node *condition);
/* Does it count or sum over the companies of the list? */
bool node_counts_companies(const struct node *node);
/* The condition asked of the company of a link: `via` is noted in the fields that have none yet. */
const struct node *node_via(struct builder *, const struct node *node, const char *via);
/* Once the table is known: the names of links become its columns, but for the column `own`. A finding for one that is no link of
 * it. */
struct table;
const struct node *node_resolve_links(struct builder *, const struct node *node, const struct table *table, int own);
bool node_has_via(const struct node *node);
/* The same expression with every aggregate grouped by the field `group` of `table` instead of its link. */
const struct node *node_regroup(struct builder *, const struct node *node, int table, int group);

const struct node *node_compare(struct builder *, enum relation relation, const struct node *a, const struct node *b);
const struct node *node_within(struct builder *, const struct node *day, const struct node *period, bool negated);
/* `sites`: where each text stands, for findings; NULL: at the builder's place. */
const struct node *node_in_set(struct builder *, const struct node *value, const char *const *texts,
                               const struct source_place *sites, size_t count, bool negated);
/* A text has one of the texts in it (explain/text_contains). */
const struct node *node_contains(struct builder *, const struct node *value, const char *const *texts,
                                 const struct source_place *sites, size_t count, bool negated);
/* A condition of a family's own about a text: `texts` and `keys`, by which they are compared, are filled in. */
struct node *node_about_texts(struct builder *, enum node_op op, const struct node *value, const char *const *texts, size_t count,
                              bool negated);
const struct node *node_in_region(struct builder *, const struct node *region, const int32_t *codes, size_t count, bool negated);
/* A yes/no field or a condition, as a condition. */
const struct node *node_truth(struct builder *, const struct node *value);
const struct node *node_state(struct builder *, enum node_op op, const struct node *value);
const struct node *node_group(struct builder *, enum node_op op, const struct node *const *conditions, size_t count);
const struct node *node_named(struct builder *, const char *name, const struct node *node);
/* The same of what a measure gives; its id is kept. */
const struct node *node_of_measure(struct builder *, const char *name, const struct node *node, const char *id);

/* Field type as a value type. */
enum value_type field_type(enum field_kind kind);
/* `金额`/`money` */
/* "不低于", "不早于" of dates */
const char *relation_name(enum relation relation, bool dates, enum language language);
const char *rounding_name(enum rounding rounding, enum language language);
const char *type_name(enum value_type type, enum language language);
/* True when `a` and `b` mean the same (place of writing left aside). */
bool node_equal(const struct node *a, const struct node *b);
/* The same of two models: fields, tables and parameters are compared by their names. */
bool node_alike(const struct node *a, const struct node *b);
uint64_t node_hash(const struct node *node);
/* The same but for the operands: for who has compared those already. */
bool node_equal_alone(const struct node *a, const struct node *b);
uint64_t node_hash_alone(const struct node *node);

/* How each kind is put into words, for nodes.def: `format_node` takes the right one. */
typedef void node_format(struct buffer *out, enum language language, const struct node *node);
#define NODE(kind, role, format, ...) node_format format;
#include "model/nodes.def"
#undef NODE

/* The expression as an official would write it: 「营业收入不低于500万元」「研发费用 ÷ 营业收入」. */
void format_node(struct buffer *out, enum language language, const struct node *node);
/* A message with the first two operands as its arguments, in brackets where they are computed. */
void format_node_pair(struct buffer *out, enum language language, const struct node *node, enum message message);
/* A constant of a type: `10万元`, `60%`, `2022-05-01`, `3年`. */
void format_value(struct buffer *out, enum language language, enum value_type type, struct ratio number);
/* Is the number a share because of what it stands beside: a part of money, or compared with a share? */
bool is_share_of(const struct node *node, const struct node *other);

#endif
