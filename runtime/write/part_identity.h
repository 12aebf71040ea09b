/* Part identity: of which run a part is: program, command line, and the files that were read whole (scripts, parameters, history,
 * decisions, figures). What a part says of the lists stands with them (write/part_lists.h). Two parts are of one run when all of
 * it is the same; what differs is named. */
#ifndef WRITE_PART_IDENTITY_H
#define WRITE_PART_IDENTITY_H

#include "write/manifest.h"

struct part_identity {
  size_t part, count; /* from 1 */
  const char *version;
  const char *wording; /* SHA-256 of all that the program says: of two builds of one version it may differ */
  size_t block_bytes, limits;
  const char *const *words; /* of the command line */
  size_t word_count;
  const struct manifest_file *files;
  size_t file_count;
};

/* Of this program; the rest is to be filled in. */
struct part_identity part_identity_of(struct arena *arena, const char *version);
void format_identity(struct buffer *out, const struct part_identity *identity);
/* False when the bytes are none. */
bool identity_read(struct arena *arena, struct slice bytes, struct part_identity *identity);

/* What differs between two, in words, and what each has; NULL: nothing. */
struct part_difference {
  const char *what, *one, *other;
};
bool identity_differs(struct arena *arena, enum language language, const struct part_identity *one,
                      const struct part_identity *other, struct part_difference *difference);
/* The file that the identity has under this role and path; NULL: none. */
const struct manifest_file *identity_file(const struct part_identity *identity, const char *role, const char *path);

#endif
