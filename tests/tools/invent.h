/* Invented companies: number i is a function of the seed and i alone, so that a table of services can name clients, and know
 * their certificates, without the list. */
#ifndef TESTS_TOOLS_INVENT_H
#define TESTS_TOOLS_INVENT_H

#include <stdbool.h>
#include <stdint.h>

enum column {
  CODE,
  NAME,
  REGION,
  TOWN,
  FOUNDED,
  OWNERSHIP,
  STAFF,
  RD_STAFF,
  REVENUE,
  RD_EXPENSE,
  REVENUE_3Y,
  RD_EXPENSE_3Y,
  RD_DOMESTIC_3Y,
  TOTAL_INCOME,
  HITECH_INCOME,
  FIELD,
  CORE_IP,
  MAJOR_BREACH,
  SCORE,
  HNTE_DATE,
  HNTE_TIMES,
  HNTE_PREV_DATE,
  TSME_DATE,
  ABOVE_SCALE,
  SRDI,
  LEADER,
  LISTING_DATE,
  MOVED_IN,
  MOVED_FROM,
  MOVE_KIND,
  LEGAL_PERSON,
  RD_PRODUCTION,
  NEW_PROJECT,
  COLUMNS
};

enum { CELL_BYTES = 128, CODE_LENGTH = 18 };

struct row {
  char cells[COLUMNS][CELL_BYTES];
};

extern const char *const headings[COLUMNS];

/* Chance: splitmix64. */
struct chance {
  uint64_t state;
};

struct chance chance_of(uint64_t seed, uint64_t row);
uint64_t chance_next(struct chance *chance);
/* From `low` to `high`, both included. */
int between(struct chance *chance, int low, int high);
bool percent(struct chance *chance, int share);

#define PICK(chance, table) (table)[(size_t)between(chance, 0, (int)(sizeof(table) / sizeof *(table)) - 1)]

struct day {
  int year, month, day;
};

struct place {
  const char *region, *towns[3];
};

/* What later cells, and the services, need to know of a company. */
struct company {
  uint64_t seed, number;
  struct chance chance;
  const struct place *place;
  int64_t revenue; /* hundredths of a 万元 */
  int hnte_year;   /* 0: never recognised */
  struct day hnte;
  int hnte_times;
};

struct company company_of(uint64_t seed, uint64_t number);
/* All cells as they should be. */
void company_fill(struct row *row, struct company *company);
const struct place *place_of(struct chance *chance, int percent_inside);

/* Into a cell of CELL_BYTES. */
void set(char *cell, const char *text);
void format(char *cell, const char *pattern, ...) __attribute__((format(printf, 2, 3)));
void set_count(char *cell, int count);
void set_day(char *cell, struct day day);
struct day day_in(struct chance *chance, int year, int first_month, int last_month);
/* `kind` tells companies (91) from service providers (52). No two numbers give one code. */
void set_code(char *cell, const char *kind, const char *region, uint64_t seed, uint64_t number);

/* The flaws that real lists have: every ninth row has one, in turn, and a few repeat the code of an earlier row. */
bool flaw_is_due(uint64_t number);
void flaw_apply(struct row *row, const struct company *company);

#endif
