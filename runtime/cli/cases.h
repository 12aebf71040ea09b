/* Cases: situations with expected results, as staff write them beside a script, judged by the same run as real lists.
 *
 * All cases of one year make one list: the codes of each case get a prefix of their own, so that cases cannot see one another. */
#ifndef CLI_CASES_H
#define CLI_CASES_H

#include "data/sheet.h"
#include "evaluate/verdict.h"
#include "policy/load.h"

struct expectation {
  size_t row; /* of the sheet */
  struct slice name, measure;
  int year;
  enum outcome outcome;
  bool has_amount;
  int64_t amount;
  struct slice missing; /* names joined with 、 */
  struct slice code;    /* as judged: with the prefix of the case */
  bool object; /* it is about an object of a related table */
  bool judged;
  struct verdict verdict;
  struct slice reason, lacking;
};

/* With what answers a measure and its conditions were seen: bit 1 << outcome, 1 << answer. */
struct sight {
  uint8_t outcomes;
  uint8_t *conditions;
};

struct case_book {
  const char *script, *path;
  bool found; /* the file is there */
  struct sheet sheet;
  struct expectation *expectations;
  size_t count;
  struct sight *sights; /* by measure index */
};

/* Reads and judges the cases beside a script; `base` is the script's path without `.lua`. */
bool cases_judge(struct arena *arena, const struct model *model, const char *base, struct case_book *book, struct fault *fault);
bool expectation_met(const struct expectation *expectation);

#endif
