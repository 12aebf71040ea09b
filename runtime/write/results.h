/* Results: the files of a run (results.csv, lists/, pending.csv, problems.csv, summary.csv), and the counts that the terminal
 * shows.
 *
 * A receiver of evaluate/run: each worker puts its batches into words, the ordered step writes them. Rows that repeat an earlier
 * code are put into words again there, since only then it is known. */
#ifndef WRITE_RESULTS_H
#define WRITE_RESULTS_H

#include "write/output.h"
#include "write/row_writer.h"

struct results;
struct manifest;

/* `output` NULL: only counts. Related tables that were read are added to the manifest. */
struct results *results_new(struct arena *arena, const struct plan *plan, const struct wording *reason, bool all,
                            struct output *output, struct manifest *manifest, struct fault *fault);
const struct sink *results_sink(struct results *results);
/* The list whose companies are judged next: the file with its carried columns is opened. */
bool results_carry(struct results *results, const struct list_reader *listing, struct fault *fault);
/* Of a part of a list (run_part), whose lines go into no file: they are recorded, as results_lines (list_keep, `lines`) puts them
 * into bytes. */
void results_record(struct results *results, const struct list_reader *listing);
void results_lines(void *results, void *worker, struct buffer *out);
/* A data problem that stands in no row of a list (a decision about an unknown object). */
void results_problem(struct results *results, struct slice file, uint32_t line, struct slice heading, struct slice raw,
                     struct slice said);
/* Called for every data problem, in order; `line` 0: none. */
void results_watch_problems(struct results *results,
                            void (*on_problem)(void *context, struct slice file, uint32_t line, struct slice heading,
                                               struct slice raw, struct slice said),
                            void *context);
/* summary.csv, after the run. */
/* The run whose results they are: its budgets bound their totals. */
void results_of(struct results *results, const struct run *run);
/* What measures come to together. */
struct results_total {
  bool any; /* of some measure */
  bool overflowed;
  int64_t amount; /* fen, of what is certain */
  struct bounds bounds;
};
/* Of all measures that pay; and, apart from it, of all by which something is due back. */
struct results_total results_granted(const struct results *results);
struct results_total results_owed(const struct results *results);
void results_summary(struct results *results);
/* From now on a line is kept for every company (write/company_lines.h), for who asks for them after the run. */
struct company_lines;
bool results_keep_companies(struct results *results, struct fault *fault);
struct company_lines *results_companies(const struct results *results);
/* Counts of a measure; zeros for one that was not judged. */
struct tally results_tally(const struct results *results, const struct measure *measure);
/* Between what the measure's sum lies, by its budget, too. */
struct bounds results_bounds(const struct results *results, const struct measure *measure);
/* For want of which data the total stays open, the widest first; after results_summary. */
const struct stakes *results_stakes(const struct results *results);
uint64_t results_rows(const struct results *results);
uint64_t results_problems(const struct results *results);
void results_close(struct results *results);

#endif
