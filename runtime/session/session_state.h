/* What a session holds, for the files that answer its questions: clients know it as an opaque `struct huiqi`. */
#ifndef SESSION_SESSION_STATE_H
#define SESSION_SESSION_STATE_H

#include "session/huiqi.h"

struct huiqi {
  struct workspace lists;
  struct version *now, *marked;
  struct version *refused;       /* a load that went wrong: its findings */
  struct entity_query questions; /* of the version of now */
  bool asked;                    /* they are open */
};

/* The company as a list of one row, to be freed by memory_list_free; NULL with a fault. */
struct memory_list *company_of(const struct huiqi *session, struct arena *arena, const struct huiqi_who *who,
                               struct fault *fault);

#endif
