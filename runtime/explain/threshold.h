/* Threshold: a condition that the rise of one datum settles, and how far it has to rise.
 *
 * Most conditions of policies compare a datum, or its share of another, with something else. What adjustments find in a dozen
 * judgements is one division there, and lists of a million companies ask it a million times. Whatever is not so plain (data that
 * are not known, a datum that cannot rise so far) is left to the search; tests/explain/line_test.c holds the two to the same. */
#ifndef EXPLAIN_THRESHOLD_H
#define EXPLAIN_THRESHOLD_H

#include "explain/adjustment.h"

enum threshold_kind {
  LINE_NONE,   /* to be searched */
  LINE_FIGURE, /* `field`, or its share of `whole`, reaches or (`strict`) exceeds `right` */
  LINE_TOGGLE, /* `field` is yes */
  LINE_FIXED   /* nothing in it can be moved */
};

struct threshold {
  enum threshold_kind kind;
  const struct field *field, *whole; /* `whole` may be NULL */
  const struct node *right;
  bool strict;
};

struct threshold line_of(const struct node *condition);
/* The least whole number that reaches or exceeds `right` times `whole` (1: no share); false when it does not fit. */
bool line_least(const struct threshold *line, struct ratio right, int64_t whole, int64_t *least);
/* The least that `field` must be for the condition to hold; false where a search has to tell. The condition is known to fail. */
bool line_solve(const struct threshold *line, const struct row_context *subject, struct ratio *least);

#endif
