/* What real lists look like: one flaw to a row. For generate.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "invent.h"

enum { FLAWED_EVERY = 9 };

static void prepend(char *cell, const char *text)
{
  char copy[CELL_BYTES];
  set(copy, cell);
  format(cell, "%s%.100s", text, copy);
}

static void append(char *cell, const char *text)
{
  size_t length = strlen(cell);
  if (length + strlen(text) < CELL_BYTES) strcpy(cell + length, text);
}

static void full_width(char *cell)
{
  char copy[CELL_BYTES];
  set(copy, cell);
  cell[0] = '\0';
  for (const char *c = copy; *c; c++) {
    char wide[4] = { '\xEF', '\xBC', (char)(0x90 + (*c - '0')), '\0' };
    char plain[2] = { *c, '\0' };
    append(cell, *c >= '0' && *c <= '9' ? wide : plain);
  }
}

static void flaw_full_width(struct row *row)
{
  full_width(row->cells[STAFF]);
}

static void flaw_unit_in_cell(struct row *row)
{
  set(row->cells[REVENUE], "1,234.5万");
  append(row->cells[TOTAL_INCOME], "万元");
}

static void flaw_hundred_millions(struct row *row)
{
  set(row->cells[REVENUE], "1.25亿元");
  set(row->cells[TOTAL_INCOME], "￥1.3亿");
}

static void flaw_blanks(struct row *row)
{
  row->cells[RD_EXPENSE_3Y][0] = row->cells[SCORE][0] = row->cells[ABOVE_SCALE][0] = '\0';
}

static void flaw_unknown(struct row *row)
{
  set(row->cells[FIELD], "未知");
  set(row->cells[CORE_IP], "待查");
}

static void flaw_dashes(struct row *row)
{
  set(row->cells[RD_STAFF], "—");
  set(row->cells[LISTING_DATE], "/");
}

static void redate(char *cell, const char *pattern)
{
  int year, month, day;
  if (sscanf(cell, "%d-%d-%d", &year, &month, &day) == 3) {
    char slashes[CELL_BYTES];
    snprintf(slashes, sizeof slashes, pattern, year, month, day);
    set(cell, slashes);
  }
}

static void redate_all(struct row *row, const char *pattern)
{
  static const enum column dates[] = { FOUNDED, HNTE_DATE, HNTE_PREV_DATE, TSME_DATE, MOVED_IN };
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) redate(row->cells[dates[i]], pattern);
}

static void flaw_slashes(struct row *row)
{
  redate_all(row, "%d/%d/%d");
}

static void flaw_points(struct row *row)
{
  redate_all(row, "%d.%d.%d");
}

static void flaw_compact(struct row *row)
{
  redate_all(row, "%d%02d%02d");
}

static void flaw_characters(struct row *row)
{
  redate_all(row, "%d年%d月%d日");
}

static void flaw_no_such_day(struct row *row)
{
  set(row->cells[HNTE_DATE], "2022-11-31");
}

static void flaw_check_character(struct row *row)
{
  char *last = &row->cells[CODE][CODE_LENGTH - 1];
  *last = *last == '0' ? '1' : '0';
}

static void flaw_short_code(struct row *row)
{
  row->cells[CODE][CODE_LENGTH - 1] = '\0';
}

static void flaw_no_code(struct row *row)
{
  row->cells[CODE][0] = '\0';
}

static void flaw_lower_case(struct row *row)
{
  for (char *c = row->cells[CODE]; *c; c++)
    if (*c >= 'A' && *c <= 'Z') *c = (char)(*c + ('a' - 'A'));
}

static void flaw_comma(struct row *row)
{
  append(row->cells[NAME], "（原名天山,昆仑）");
}

static void flaw_quotes(struct row *row)
{
  prepend(row->cells[NAME], "\"丝路\"");
}

static void flaw_space(struct row *row)
{
  prepend(row->cells[NAME], "　 ");
  append(row->cells[REGION], " ");
}

static void flaw_formula(struct row *row)
{
  prepend(row->cells[NAME], "=");
}

static void flaw_part_too_large(struct row *row)
{
  set_count(row->cells[RD_STAFF], atoi(row->cells[STAFF]) + 3);
}

static void flaw_about(struct row *row)
{
  set(row->cells[STAFF], "约50");
  append(row->cells[RD_STAFF], "人");
}

static void flaw_region(struct row *row)
{
  append(row->cells[REGION], "001000");
}

static void flaw_coarse_region(struct row *row)
{
  set(row->cells[REGION], "650000");
}

static void flaw_ticks(struct row *row)
{
  set(row->cells[CORE_IP], "√");
  set(row->cells[MAJOR_BREACH], "×");
  set(row->cells[LEGAL_PERSON], "Y");
  set(row->cells[NEW_PROJECT], "有");
}

static void flaw_choice(struct row *row)
{
  set(row->cells[FIELD], "电子信息技术");
  set(row->cells[OWNERSHIP], "私营");
}

static void flaw_negative(struct row *row)
{
  prepend(row->cells[RD_EXPENSE], "-");
  set(row->cells[HNTE_TIMES], "-1");
}

static void (*const flaws[])(struct row *row) = {
  flaw_full_width, flaw_unit_in_cell, flaw_hundred_millions, flaw_blanks,
  flaw_unknown,    flaw_dashes,       flaw_slashes,          flaw_points,
  flaw_compact,    flaw_characters,   flaw_no_such_day,      flaw_check_character,
  flaw_short_code, flaw_no_code,      flaw_lower_case,       flaw_comma,
  flaw_quotes,     flaw_space,        flaw_formula,          flaw_part_too_large,
  flaw_about,      flaw_region,       flaw_coarse_region,    flaw_ticks,
  flaw_choice,     flaw_negative,
};

bool flaw_is_due(uint64_t number)
{
  return number % FLAWED_EVERY == FLAWED_EVERY / 2;
}

void flaw_apply(struct row *row, const struct company *company)
{
  uint64_t turn = company->number / FLAWED_EVERY, kinds = sizeof flaws / sizeof *flaws;
  if (flaw_is_due(company->number)) flaws[turn % kinds](row);
  /* Twice in a list of 300: a company that is there before. */
  if (company->number % 140 == 133) {
    struct company before = company_of(company->seed, company->number - 20);
    set_code(row->cells[CODE], "91", before.place->region, before.seed, before.number);
  }
}
