/* Inquiry: one company, or one object of a related table, judged with everything around it: related rows, shares of envelopes,
 * relations between measures, decisions and history, just as in a run over the whole list.
 *
 * Lists are in memory (cli/workspace). Related tables are read once and claims on envelopes are gathered once, when first needed; then
 * each answer judges a list of one row. Objects of related tables need a pass over all companies, whose data they ask. */
#ifndef CLI_ENTITY_QUERY_H
#define CLI_ENTITY_QUERY_H

#include "cli/workspace.h"
#include "explain/entity_report.h"

struct inquiry {
  struct arena arena;
  struct desk *desk;
  struct version *version;
  struct run_options options; /* of the run; `held` changes from question to question */
  struct run *run;
  bool claimed, passed; /* claims are known; all companies have passed by, for the objects of related tables */
};

/* Somebody who is asked about. */
struct match {
  const struct object_kind *object; /* NULL: a company */
  uint32_t row;                     /* of a company, in the list */
  struct slice code, name;
};

enum { MATCHES_MAX = 200 };

struct matches {
  struct match items[MATCHES_MAX];
  size_t count; /* all that were found; at most MATCHES_MAX are kept */
};

/* The version has been prepared. */
bool inquiry_open(struct inquiry *inquiry, struct desk *desk, struct version *version, struct fault *fault);
void inquiry_close(struct inquiry *inquiry);

/* By code, or by a part of the name (a code that is given whole, or a whole name that only one has, is the only match). */
void inquiry_find(const struct inquiry *inquiry, struct slice who, struct matches *matches);

/* Judges the one row of `one` (from held_pick or held_blank; unbound is bound here) as a company. */
bool inquiry_company(struct inquiry *inquiry, struct held *one, const struct receiver *receiver, struct fault *fault);
/* The dossier of who was found; `dossier` has its arena, depth and language. `changed` NULL: as the list has it. */
bool inquiry_dossier(struct inquiry *inquiry, const struct match *match, struct held *changed, struct dossier *dossier,
                     struct fault *fault);

#endif
