/* Suggest, its parts: what suggest.c, suggest_budget.c and suggest_records.c share. */
#ifndef SESSION_SUGGEST_PARTS_H
#define SESSION_SUGGEST_PARTS_H

#include "session/suggest.h"

/* A row: the case that is met with one datum changed, or two. */
struct suggestion {
  const struct measure *measure;
  const struct field *field; /* NULL: what earlier years gave is changed, or nothing */
  struct cell cell;
  const struct field *also; /* changed besides; NULL: nothing */
  struct cell also_cell;
  const char *name;     /* of a case of several rows, or with records; NULL: after what is changed */
  bool keeps_code;      /* its records name the company */
  struct slice history; /* as 历史 has it */
  size_t expectation;
  const struct cell *base; /* without a case that is met: the data of one made up, by position of the field; NULL: none */
  int year;
};

struct suggesting {
  struct arena *arena;
  const struct model *model;
  const struct test_suite *book;
  const struct measure *measure;
  size_t expectation; /* the case that is met, SIZE_MAX: none */
  bool all;           /* also what some case has */
  struct as_of as_of;
  /* The case's data, by position of the field; one of them is changed. */
  struct cell *cells;
  struct cell *base;   /* without a case that is met: those of a company made up, STATE_UNKNOWN but for what is asked; or NULL */
  int64_t base_amount; /* what it gets; NO_MONEY: there is none */
  const struct field *changed;
  struct cell change;
  const struct field **columns; /* of the rows written: of each heading of the cases, then further fields */
  size_t column_count, column_capacity;
  bool history; /* and 历史 behind them, which the cases do not have */
  struct suggestion *items;
  size_t count, capacity;
  struct suggestions *out;
  size_t note_capacity, record_capacity;
};

struct suggestion *suggest_row(struct suggesting *suggesting);
/* That a measure cannot be shown by rows of cases, and why. */
void suggest_note(struct suggesting *suggesting, enum message message, const char *a);
/* What the case that is met grants; NO_MONEY: there is none. */
int64_t amount_met(const struct suggesting *suggesting);
/* The first field of the table that an expression reads; NULL: it reads none. */
const struct field *suggest_field_asked(const struct node *node, int table);
/* The value of an expression by the data of the case that is met. */
struct value suggest_value(const struct suggesting *suggesting, const struct node *node);
/* The two values of the field, neighbours, between which the condition turns; false: it does not. */
bool suggest_find_turn(struct suggesting *suggesting, const struct node *condition, const struct field *field,
                       struct cell turn[2]);
/* The field's value in the case that is met, so many of its smallest steps further; false: it has no steps, or nobody knows. */
bool suggest_step_on(const struct suggesting *suggesting, const struct field *field, int64_t steps, struct cell *cell);

/* suggest_base.c: a company made up for which the measure holds; false: none is found. */
bool suggest_base(struct suggesting *suggesting);
/* suggest_budget.c: several companies that share a budget, as one case. */
void suggest_budget(struct suggesting *suggesting);
/* suggest_records.c: rows of related tables, for 每组 and 经由. */
void suggest_records(struct suggesting *suggesting);

#endif
