/* Inquiry: one company, or one object of a related table, judged with everything around it: related rows, shares of budgets,
 * relations between measures, decisions and history, just as in a run over the whole list.
 *
 * Lists are in memory (session/workspace). Related tables are read once and claims on budgets are gathered once, when first
 * needed; then each answer judges a list of one row. Objects of related tables need a pass over all companies, whose data they
 * ask. */
#ifndef SESSION_ENTITY_QUERY_H
#define SESSION_ENTITY_QUERY_H

#include "session/workspace.h"
#include "explain/entity_report.h"

struct entity_query {
  struct arena arena;
  struct workspace *workspace;
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
bool entity_query_open(struct entity_query *query, struct workspace *workspace, struct version *version, struct fault *fault);
void entity_query_close(struct entity_query *query);

/* By code, or by a part of the name (a code that is given whole, or a whole name that only one has, is the only match). */
void entity_query_find(const struct entity_query *query, struct slice who, struct matches *matches);

/* Judges the one row of `one` (from memory_list_pick or memory_list_blank; unbound is bound here) as a company. */
bool entity_query_company(struct entity_query *query, struct memory_list *one, const struct sink *sink, struct fault *fault);
/* The report of who was found; `report` has its arena, depth and language. `changed` NULL: as the list has it. */
bool entity_query_dossier(struct entity_query *query, const struct match *match, struct memory_list *changed,
                          struct entity_report *report, struct fault *fault);

#endif
