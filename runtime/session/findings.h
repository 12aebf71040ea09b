/* Findings of check: which of them a script silences, and which are advice.
 *
 * `-- 不查 K13：理由` on the finding's line, or on lines of comment right above it, silences it; a reason has to be there, and
 * what silences nothing is a finding itself. */
#ifndef SESSION_FINDINGS_H
#define SESSION_FINDINGS_H

#include "policy/load.h"

struct silence {
  const char *code;
  size_t script;
  int line;
  bool reasoned, used;
};

struct silences {
  struct silence *items;
  size_t count, capacity;
};

void silences_read(struct arena *arena, const struct script_text *scripts, size_t count, struct silences *silences);
/* Is the finding silenced? What silences it is noted as used. */
bool silences_cover(struct silences *silences, const struct script_text *scripts, const struct fault *fault);
/* Adds a finding for each that has no reason, or silences nothing; when all others were asked about. */
void silences_check(struct arena *arena, const struct silences *silences, const struct script_text *scripts,
                    struct faults *found);
/* Nothing need be wrong: told, not counted. */
bool finding_is_advice(const struct fault *fault);

#endif
