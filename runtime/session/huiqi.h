/* A session: the way in for whoever asks about scripts and a list without running to files: diff, watch, explain, the prompt.
 *
 * It owns what lasts between questions: the lists in memory, read once; the version of the scripts of now; and one that was
 * marked, to compare with. Answers are plain data of explain/ and evaluate/ (a difference, a report on one company, results by
 * measure), which write/ prints; nothing is printed here. Loading and judging are calls of their own, since a client shows the
 * findings of loading before it waits for the judging.
 *
 * Money is fen. A missing value is a cell in STATE_UNKNOWN, never 0; what is open has bounds, and is counted apart.
 *
 * Who owns what: options, notifier and texts are borrowed until huiqi_close; a client may change options between two loads. A
 * version lives until another takes its place, and with it its findings and results. What a call fills into a caller's structure
 * lives in that structure's arena, but points at the models of the versions.
 *
 * Rejected: a thin layer over versions that the clients hold themselves (each had its own order of load, prepare, read, judge,
 * and its own way to give all back after a failure), and answers as text (a part would have to read what another has formatted).
 */
#ifndef SESSION_HUIQI_H
#define SESSION_HUIQI_H

#include "explain/difference.h"
#include "explain/proof.h"
#include "policy/prompt_state.h"
#include "session/entity_query.h"
#include "session/session_options.h"

struct huiqi;

enum huiqi_status {
  HUIQI_DONE,
  HUIQI_WRONG, /* the scripts have errors, which the findings say; version and results of before stay */
  HUIQI_CANNOT /* a file cannot be read, or the question does not fit: there is a fault */
};

/* Of what a version is made: files and folders, or texts in memory under the names that findings give them. */
struct huiqi_scripts {
  const struct texts *paths; /* NULL: `texts` count */
  const struct script_text *texts;
  size_t text_count;
  bool bare;                       /* tables of parameters beside the scripts do not count */
  bool as_written;                 /* single values of parameters (session_options.settings) do not count */
  int year;                        /* 0: as the options say */
  const struct prompt_word *words; /* a prompt is kept open, with these words of the client's own (borrowed); NULL: none */
  size_t word_count;
};

/* Who is asked about: one of those that were found, as the list has it (`settings` NULL) or with cells that are set; without
 * `match` one that is made up of the settings alone. */
struct huiqi_who {
  const struct match *match;
  const struct request_setting *settings; /* field = cell */
  size_t setting_count;
};

struct cell_change {
  const struct field *field;
  struct cell before, after;
};

/* 如果: reports with their arena, depth and language; filled by huiqi_what_if. */
struct what_if {
  struct entity_report before, after;
  struct cell_change *changes;
  size_t change_count;
};

struct huiqi *huiqi_open(const struct session_options *options);
void huiqi_close(struct huiqi *session);

/* Loads the version of now. */
enum huiqi_status huiqi_load(struct huiqi *session, const struct huiqi_scripts *scripts, struct fault *fault);
/* Findings of the last load, and the scripts that they stand in; they live until the next one. */
const struct faults *huiqi_findings(const struct huiqi *session, const struct script_text **scripts, size_t *count);
/* The version of now is the one to compare with; there is none of now until the next load. */
void huiqi_mark(struct huiqi *session);
/* The marked version is the one of now again, with its results; what was loaded since is forgotten. */
void huiqi_restore(struct huiqi *session);
/* There is no version to compare with any more. */
void huiqi_unmark(struct huiqi *session);

/* For a client that reads the list itself, as it goes by (run): the plan of the version of now, after its notices; then its
 * tables, history and decisions, noted in the manifest. What is wrong with them is in version->inputs. */
bool huiqi_plan(struct huiqi *session, struct fault *fault);
bool huiqi_inputs(struct huiqi *session, struct manifest *manifest, struct fault *fault);
struct version *huiqi_version(const struct huiqi *session);

/* Binds the version of now to its year, plan and lists, which are read when they have to be; whatever is asked does that, too. */
bool huiqi_prepare(struct huiqi *session, struct fault *fault);
/* Judges what is owed: the marked version first, then the one of now. */
bool huiqi_judge(struct huiqi *session, struct fault *fault);
/* Notices which policies contribute nothing, are drafts, or have parameters that ran out. */
void huiqi_notices(const struct huiqi *session);

/* The version of now; NULL before the first load. */
const struct model *huiqi_model(const struct huiqi *session);
/* When it is prepared. */
struct as_of huiqi_as_of(const struct huiqi *session);
/* For lines that are typed; NULL where none is kept open. Measures that they declare are judged from then on. */
struct prompt_state *huiqi_prompt(const struct huiqi *session);
/* In the list in memory, 0 without one. */
size_t huiqi_companies(const struct huiqi *session);
/* Its results by measure, when it is judged. */
const struct snapshot *huiqi_results(const struct huiqi *session);
/* Data problems that were reported of the inputs and of the list. */
size_t huiqi_problems(const struct huiqi *session);

/* The marked version and the one of now, both judged; with `earlier`, a session over a list of its own, its version of now and
 * that of `session`. Reasons of the first `reasons` changes. To be freed by difference_free, before the sessions. */
void huiqi_difference(struct huiqi *session, struct huiqi *earlier, size_t reasons, struct difference *difference);

/* The marked version and the one of now without a list, for all companies that could be, in the years that the options name or,
 * where they name none, in which both have a policy (at most PROOF_YEARS). */
enum { PROOF_YEARS = 12 };
size_t huiqi_prove(struct huiqi *session, struct arena *arena, struct as_of years[PROOF_YEARS], struct proof *proofs[PROOF_YEARS],
                   size_t counts[PROOF_YEARS]);
const struct model *huiqi_marked(const struct huiqi *session);

/* By code or a part of the name, in the prepared version. */
bool huiqi_find(struct huiqi *session, struct slice who, struct matches *matches, struct fault *fault);
/* The report on one of them; `report` has its arena, depth and language. */
bool huiqi_report(struct huiqi *session, const struct huiqi_who *who, struct entity_report *report, struct fault *fault);
/* What the results of earlier runs (--history) say that the object was granted before this year. */
bool huiqi_grants(const struct huiqi *session, struct entity_report *report, struct fault *fault);
/* Code and name of one that is made up; false when the settings do not fit. */
bool huiqi_invent(struct huiqi *session, struct arena *arena, const struct huiqi_who *who, struct match *match,
                  struct fault *fault);
/* What would be with other cells. */
bool huiqi_what_if(struct huiqi *session, const struct huiqi_who *who, const struct request_setting *settings, size_t count,
                   struct what_if *answer, struct fault *fault);

#endif
