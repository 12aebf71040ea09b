/* What changed between two versions, in words and tables: for diff and watch. */
#ifndef CLI_COMMAND_DIFF_H
#define CLI_COMMAND_DIFF_H

#include <stdio.h>

#include "session/workspace.h"
#include "explain/model_diff.h"

struct difference {
  struct workspace *workspace;
  const struct version *before, *after;
  struct rule_changes rules;
  struct comparison results;
  const char **why_before, **why_after; /* of the first `told` changes */
  size_t on_notice;
  struct arena arena;
};

/* Compares; reasons are found for the first `reasons` changes. */
void difference_find(struct difference *difference, struct workspace *workspace, const struct version *before,
                     const struct version *after, size_t reasons);
void difference_free(struct difference *difference);

/* For a terminal; at most `most` changed objects are listed. */
void difference_print(FILE *to, const struct difference *difference, size_t most);
/* A line for each change, as CSV; and everything, as JSON. */
void difference_csv(struct buffer *out, const struct difference *difference);
void difference_json(struct buffer *out, const struct difference *difference);

/* 符合, yes */
const char *outcome_word(enum outcome outcome, enum language language);
/* 符合, 10万元 · 待核实 · 不符合 */
void difference_outcome(struct buffer *out, const struct outcome_kept *kept, enum language language);
/* Code and name of what changed. */
struct slice difference_code(const struct difference *difference, const struct change *change);
struct slice difference_name(const struct difference *difference, const struct change *change);
/* Why: the reasons of both versions, as far as one does not grant. */
void difference_why(struct buffer *out, const struct difference *difference, size_t at);

#endif
