/* Proofs, printed: on the terminal and as JSON. */
#ifndef WRITE_PROOF_TEXT_H
#define WRITE_PROOF_TEXT_H

#include <stdio.h>

#include "explain/model_diff.h"
#include "explain/proof.h"

/* What was compared for one year. */
struct proofs {
  struct as_of as_of;
  struct proof *items;
  size_t count;
};

void proofs_print(FILE *to, struct arena *arena, enum language language, const struct rule_changes *rules,
                  const struct proofs *years, size_t count);
void proofs_json(struct buffer *out, const struct proofs *years, size_t count);

#endif
