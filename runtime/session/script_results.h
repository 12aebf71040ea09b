/* Script results: what the text of a script, as it stands in an editor, comes to over the list of its project (session/project),
 * beside what the text on the disk comes to: what is saved is what one compares with.
 *
 * The list is read once and stays until a file of it changes, for another year or day too; beside the files that the project
 * names nothing is read but what stands beside the script under its name. A text is loaded and judged once; a text that does not
 * load leaves the last figures as they are. At most two versions are in memory: the one of the last good text, and the saved one
 * where they differ. Cases are judged by a session of their own, which needs no list, so that they do not push the versions out.
 *
 * Rejected: results by measure under the hash of the measure (a load takes as long as judging 10,000 companies, so it gained
 * little), and a version for each of the last texts (nobody goes back but by undoing, one step at a time). */
#ifndef SESSION_SCRIPT_RESULTS_H
#define SESSION_SCRIPT_RESULTS_H

#include "session/cases.h"
#include "session/project.h"
#include "session/project_tables.h"
#include "session/script_figures.h"

struct script_results;

/* One script, and values of parameters for this question alone (session_options.settings). */
struct script_question {
  const char *path; /* whole */
  struct slice text;
  struct setting *settings;
  size_t setting_count;
};

struct script_answer {
  struct huiqi *session;            /* its version of now is the last text that loaded, judged; NULL: there is no project */
  const struct script_figures *now; /* of that version; NULL: no text has loaded yet */
  const struct script_figures
      *saved; /* of the marked version, that of the disk; NULL: the text is as saved, or that does not load */
  const struct project *project;
  bool wrong; /* this text does not load */
};

struct script_results *script_results_open(const struct session_options *options);
void script_results_close(struct script_results *results);
/* Judges what is owed. True without a session where the script has no project. The answer lives until the next call. */
bool script_results_find(struct script_results *results, const struct script_question *question, struct script_answer *answer,
                         struct fault *fault);

/* What the project's files are taken as, also where they cannot be judged: `said` tells why, NULL: they can. False: there is no
 * project, or no text that has loaded. It lives in `arena`, and until the next call. */
bool script_results_tables(struct script_results *results, const struct script_question *question, struct arena *arena,
                           struct project_tables *tables, struct script_answer *answer, const char **said, struct fault *fault);

struct measure_cases {
  const char *id;
  size_t passed, failed;
};

/* The cases beside a script, judged by the text as it is written: tables of parameters and settings do not count. */
struct script_cases {
  const struct test_suite *suite; /* NULL: the text does not load, or there are no cases */
  const struct measure_cases *measures;
  size_t measure_count;
  bool current; /* they are of this text */
};

/* `judge` false: those of the last call that judged them, for this script. */
bool script_results_cases(struct script_results *results, const struct script_question *question, bool judge,
                          struct script_cases *cases, struct fault *fault);

#endif
