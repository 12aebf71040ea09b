/* Figures in running text: the numbers with a unit and the days of a policy as it was published, `500万元`, `五十万元`, `3‰`,
 * `百分之二十`, `三年`, `50 家`, `2022年12月31日`.
 *
 * A number without a unit is none (numbers of clauses, of documents, of plans), nor is an ordinal (第三条), what is about so many
 * (数十万元, 三五年), or one of something (一家企业). Cells have a notation each and a column's unit (data/amount.h); here the
 * unit decides, and what is not recognised is passed over. Lines are NFKC (unicode_cell). */
#ifndef DATA_TEXT_FIGURES_H
#define DATA_TEXT_FIGURES_H

#include "base/date.h"
#include "base/decimal.h"

enum text_figure_kind {
  TEXT_FIGURE_MONEY, /* fen */
  TEXT_FIGURE_SHARE,
  TEXT_FIGURE_COUNT, /* what is counted, points, times as much */
  TEXT_FIGURE_MONTHS,
  TEXT_FIGURE_DAYS,
  TEXT_FIGURE_DATE,       /* a day since 1970-01-01 */
  TEXT_FIGURE_MONTH,      /* of a year: `value` is the year */
  TEXT_FIGURE_YEAR,       /* of the calendar */
  TEXT_FIGURE_DAY_OF_YEAR /* 3月31日, of no year */
};

struct text_figure {
  enum text_figure_kind kind;
  struct ratio value;
  int month, day;
  size_t at, end; /* in the line; of `15至20万元` the first has all of it */
};

/* The next figure of a line from *at on, which is moved behind it; false: there is none. In `15至20万元` the first figure has
 * the unit of the second. */
bool text_figure_next(struct slice line, size_t *at, struct text_figure *figure);
/* A Chinese numeral at the beginning: `五十万`, `一百零五`, `二〇二二`, `两万五`, `一点五亿`; its length in bytes, 0: none. */
size_t chinese_number(struct slice text, struct ratio *value);

#endif
