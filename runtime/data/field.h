/* Field: one column that a table can have, and the dictionary of them.
 *
 * Fields are declared in Lua (stdlib/fields.lua, or a script), never in C: the runtime knows kinds only. */
#ifndef DATA_FIELD_H
#define DATA_FIELD_H

#include "base/decimal.h"
#include "base/fault.h"

enum field_kind {
  FIELD_MONEY,  /* fen */
  FIELD_COUNT,  /* whole number, not negative */
  FIELD_NUMBER, /* exact fraction; percent allowed */
  FIELD_DATE,   /* days since 1970-01-01 */
  FIELD_YESNO,  /* 1 or 0 */
  FIELD_CHOICE, /* position in `choices` */
  FIELD_TEXT,
  FIELD_CODE,     /* a unified social credit code, upper case; the check character is verified */
  FIELD_REGION,   /* six digits as a number: 650100 */
  FIELD_INDUSTRY, /* GB/T 4754: the first two digits (the division) as a number */
  FIELD_KINDS
};

/* Which way a figure can be brought to change: for "what is lacking". */
enum field_motion { MOTION_NONE, MOTION_RISE, MOTION_FALL, MOTION_BOTH };

/* A text that a list may have for one of a field's choices. */
struct choice_synonym {
  const char *written; /* NFKC */
  const char *choice;  /* as declared; one of the field's choices */
  size_t position;     /* of that choice */
};

struct field {
  const char *name, *english; /* as declared; `english` may be NULL */
  const char *plain;          /* the name in NFKC without space, where that differs (Ⅰ类 is I类); else NULL */
  const char *help;           /* one sentence, may be NULL */
  enum field_kind kind;
  bool event;     /* blank: has not happened */
  bool rate;      /* FIELD_NUMBER only: a share, told in percent */
  bool optional;  /* FIELD_YESNO only: a blank, or a column that the list lacks, is no */
  bool has_blank; /* a blank cell is `blank`, written as a value of `blank_kind`; an unknown one, and a lacking column, are not */
  enum field_kind blank_kind;
  struct ratio blank;
  const char *const *choices; /* NFKC */
  size_t choice_count;
  struct choice_synonym *synonyms;
  size_t synonym_count, synonym_capacity;
  const char *const *aliases; /* NFKC without space */
  size_t alias_count;
  const char *part_of;       /* name, as declared, of the field of which this one is a part, or NULL */
  const struct field *whole; /* that field, of the same table */
  enum field_motion motion;
  const char *unit;              /* what it is counted in (`人`), or NULL */
  const struct regions *regions; /* FIELD_REGION: the codes that there are; NULL: any six digits are one */
  const char *suffix;            /* an ending that makes no difference (`市`: 北京 is 北京市), or NULL */
};

/* A table of the dictionary: `企业` (the company list) or a related one. */
struct table_kind {
  const char *name, *english;
  struct field *fields;
  size_t field_count, field_capacity;
  size_t key; /* 1 + position of the column without which the table is not read (the code of the company list); 0: none */
};

/* The unit that a heading carries. */
struct heading {
  struct slice text; /* as written, trimmed */
  struct slice name; /* NFKC, without space, unit and its brackets */
  int64_t unit;      /* fen per unit of money; 0 if the heading carries none (then it is 元) */
  bool percent;      /* （%） */
  bool counted;      /* （人）, （分）: anything counted, so no money */
  int workbook;      /* the year from which a workbook counts its serial numbers of days, 1900 or 1904; 0: the list is text */
};

/* `营业收入（万元）` -> name 营业收入, unit FEN_WAN. Brackets are （） [] 【】 〔〕, inside may stand 单位： or 人民币 before the
 * unit; or the unit stands behind a slash or a colon, or in a line of its own. Units known: 元 千元 万元 百万元 亿元 …, % and
 * what is counted (人 项 家 件 分 …). Marks of what has to be filled in (`*`, `（必填）`) are left out. Other brackets stay in
 * the name, a second unit that contradicts the first too: then the name fits no field, which is said. */
struct heading heading_parse(struct arena *arena, struct slice raw);
/* Whether a text is nothing but a unit, in brackets or not. */
bool is_unit_text(struct arena *arena, struct slice raw);
/* The unit of money in `单位：万元`, wherever that stands in the text; 0 if it does not. */
int64_t unit_stated(struct arena *arena, struct slice raw);
/* False when the heading's unit cannot be one of the field's: 职工总数（万元）, 营业收入（%）, 营业收入（分）. */
bool heading_fits(const struct heading *heading, const struct field *field);

/* ASCII letters are alike in either case. */
bool name_equal(struct slice a, struct slice b);
/* The field that a heading names (struct heading, `name`): by name or English name, else by alias; NULL if none. */
const struct field *field_find(const struct table_kind *table, struct slice name);
/* The nearest name, English name or alias for a mistyped one, or NULL. */
const char *field_nearest(const struct table_kind *table, struct slice name);

const char *field_kind_name(enum field_kind kind, bool english);
/* The same of a column as it was declared: a share is a kind of its own there. */
const char *field_type_name(const struct field *field, bool english);
/* What blanks mean and whose part it is, each behind `between` where something stands before it. */
void format_field_notes(struct buffer *out, const struct field *field, enum message between, enum language language);

#endif
