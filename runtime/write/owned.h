/* Owned: which files of a result folder a run of huiqi wrote.
 *
 * A name alone says nothing: `results.csv` may be the user's, or the user's since a cell was corrected. Ours is what a run.json
 * lists with its hash, and such a run.json itself. Rejected: a mark in the files (they are for others to read), the names alone
 * (a run into the working directory removed lists that it had just read). */
#ifndef WRITE_OWNED_H
#define WRITE_OWNED_H

#include "base/text.h"

/* In a hidden folder that is being filled: all in it is ours. */
#define OWNED_MARK ".huiqi-unfinished"
/* The run.json that was in the way while files took their place one by one. */
#define OWNED_BEFORE ".huiqi-before"

struct owned {
  struct arena *arena;
  struct slice *claims; /* the texts of run.json */
  size_t claim_count, claim_capacity;
  const char **names;
  size_t count, capacity;
};

/* What a run.json in the folder claims, for owned_find. */
void owned_claim(struct owned *owned, int folder);
/* The files of the folder that the claims are true of. */
void owned_find(struct owned *owned, int folder);
bool owned_has(const struct owned *owned, const char *name);
/* How run.json lists a file: `"results.csv": "e3b0…"`. */
void format_owned(struct buffer *out, const char *name, const char *digest);

#endif
