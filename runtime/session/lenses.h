/* Lenses: what stands above each measure in an editor: for how many it holds, how many are open, between which amounts its money
 * lies, and how its cases went, over the list that the script's project names (session/script_results.h). A script that does not
 * load keeps the figures of before. Without a project there are none. */
#ifndef SESSION_LENSES_H
#define SESSION_LENSES_H

#include "session/editor.h"
#include "session/script_results.h"

struct lens {
  const char *id;
  struct text_span at; /* of its word */
  uint64_t yes, pending;
  bool judged, money;    /* there are counts; there are bounds */
  struct bounds bounds;  /* fen */
  size_t passed, failed; /* of its cases */
};

struct lenses {
  struct lens *items;
  size_t count;
  bool stale; /* cases were not judged for this text */
};

/* False with a fault when the list, or what is named with it, cannot be read. `cases`: those are judged, too, which takes longer
 * than all else that an editor asks (400 cases: 0.2 s); else they are what they were last. */
bool lenses_of(struct script_results *results, struct editor_script *script, struct arena *arena, bool cases,
               struct lenses *lenses, struct fault *fault);
void format_lens(struct buffer *out, const struct lens *lens, enum language language);

#endif
