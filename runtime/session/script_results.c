/* Versions of one script over a list that stays in memory. */
#include "session/script_results.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "session/scripts.h"

/* A version in memory and its figures; `key` 0: there is none. */
struct judged_text {
  uint64_t key;
  struct script_figures figures;
};

struct script_results {
  const struct session_options *options;
  struct arena arena; /* of the list that is open */
  struct arena said;  /* while one text is loaded and judged */
  struct notifier notifier;
  struct texts notices;
  struct project project;
  struct huiqi *session;          /* NULL: none is open */
  uint64_t project_state, inputs; /* of the project's file and of those that it names, when they were read */
  uint64_t disk_state, disk_key;  /* of a script's file when it was read, and of the text that it had; 0: none */
  struct judged_text now, saved;
  struct sheet_looks looks;
  uint64_t refused;      /* a saved text that does not load */
  struct huiqi *tests;   /* the session of the cases; NULL: none */
  uint64_t tested;       /* for what they were judged */
  const char *tested_of; /* the script */
  struct arena case_arena;
  struct test_suite suite;
  bool suited;
  struct measure_cases *counts;
  size_t count;
};

static void hear_notice(void *context, enum language language, enum message message, const char *a, const char *b, const char *c)
{
  struct script_results *results = context;
  struct buffer said = { 0 };
  message_text(&said, language, message, a, b, c, NULL);
  results->notices.items = arena_grow(&results->said, results->notices.items, results->notices.count, &results->notices.capacity,
                                      sizeof *results->notices.items);
  results->notices.items[results->notices.count++] = buffer_take(&results->said, &said).at;
}

struct script_results *script_results_open(const struct session_options *options)
{
  struct script_results *results = memory_alloc(sizeof *results);
  *results = (struct script_results){ .options = options };
  return results;
}

static void forget_text(struct judged_text *text)
{
  script_figures_free(&text->figures);
  text->key = 0;
}

static void forget_cases(struct script_results *results)
{
  if (results->suited) cases_close(&results->suite);
  if (results->tests) huiqi_close(results->tests);
  results->tests = NULL;
  results->suited = false;
  results->tested = 0;
  results->tested_of = NULL;
  results->counts = NULL, results->count = 0;
  arena_free(&results->case_arena);
}

static void forget_notices(struct script_results *results)
{
  results->notices = results->notifier.said = (struct texts){ .count = 0 };
  arena_free(&results->said);
}

static void forget_list(struct script_results *results)
{
  forget_cases(results);
  forget_text(&results->now);
  forget_text(&results->saved);
  if (results->session) huiqi_close(results->session);
  results->session = NULL;
  results->refused = 0;
  results->looks = (struct sheet_looks){ .arena = &results->arena };
  forget_notices(results);
  arena_free(&results->arena);
}

void script_results_close(struct script_results *results)
{
  forget_list(results);
  memory_free(results);
}

/* The list in memory */

static void add_text(uint64_t *state, const char *text)
{
  *state = *state * 31 + slice_hash(slice_of(text));
}

/* `path` may name a sheet. */
static void add_state(uint64_t *state, const char *path)
{
  struct arena scratch = { 0 };
  struct stat about;
  *state *= 31;
  if (path) *state += slice_hash(slice_of(path));
  if (path && stat(sheet_path(&scratch, path).file, &about) == 0) *state += file_state(&about) + 1;
  arena_free(&scratch);
}

static uint64_t path_state(const char *path)
{
  uint64_t state = 0;
  add_state(&state, path);
  return state;
}

/* Which files are read, and as they are now. */
static uint64_t inputs_state(const struct session_options *options)
{
  uint64_t state = 1;
  add_state(&state, options->list);
  add_state(&state, options->decisions);
  for (size_t i = 0; i < options->with_count; i++) {
    add_text(&state, options->with[i].name);
    add_state(&state, options->with[i].path);
  }
  for (size_t i = 0; i < options->history.count; i++) add_state(&state, options->history.items[i]);
  for (size_t i = 0; i < options->map_count; i++) {
    add_text(&state, options->maps[i].heading);
    add_text(&state, options->maps[i].field);
  }
  for (size_t i = 0; i < options->only.count; i++) add_text(&state, options->only.items[i]);
  return state;
}

/* Another year or day, or another text of the policy: the lists stay. */
static void take_occasion(struct script_results *results, const struct project *project)
{
  struct session_options *options = &results->project.options;
  options->year = project->options.year;
  options->on_given = project->options.on_given, options->on = project->options.on;
  results->project.path = arena_string(&results->arena, project->path);
  results->project.text = project->text ? arena_string(&results->arena, project->text) : NULL;
  forget_cases(results);
}

/* The arena in which it was read goes with it. */
static void take_project(struct script_results *results, struct arena arena, const struct project *project)
{
  forget_list(results);
  results->arena = arena;
  results->project = *project;
  results->notifier = (struct notifier){
    .arena = &results->arena, .language = results->options->notifier->language, .show = hear_notice, .context = results
  };
  results->project.options.notifier = &results->notifier;
  results->inputs = inputs_state(&project->options);
  results->session = huiqi_open(&results->project.options);
}

static bool open_list(struct script_results *results, const char *path, struct fault *fault)
{
  uint64_t state = path_state(path);
  bool current = results->session && inputs_state(&results->project.options) == results->inputs;
  if (current && results->project_state == state) return true;
  struct arena arena = { 0 };
  struct project project;
  bool read = project_read(&arena, arena_string(&arena, path), results->options, &project, fault);
  results->project_state = state;
  if (read && !(current && inputs_state(&project.options) == results->inputs)) {
    take_project(results, arena, &project);
    return true;
  }
  if (read) take_occasion(results, &project);
  else forget_list(results);
  arena_free(&arena);
  return read;
}

/* Versions */

/* Of what is judged: the text, the settings, the year or day. */
static uint64_t question_key(const struct script_results *results, const struct script_question *question)
{
  const struct session_options *options = &results->project.options;
  uint64_t key = slice_hash(question->text) ^ slice_hash(slice_of(question->path)) * 31;
  key = key * 31 + (uint64_t)options->year;
  key = key * 31 + (options->on_given ? (uint64_t)(uint32_t)options->on + 1 : 0);
  for (size_t i = 0; i < question->setting_count; i++)
    key = key * 31 + (slice_hash(slice_of(question->settings[i].name)) ^ slice_hash(slice_of(question->settings[i].value)) * 7);
  return key | 1;
}

static enum huiqi_status load_text(struct huiqi *session, const struct script_question *question, bool bare, struct fault *fault)
{
  const struct script_text text = { .path = question->path, .text = question->text };
  const struct huiqi_scripts scripts = { .texts = &text, .text_count = 1, .bare = bare, .as_written = bare };
  return huiqi_load(session, &scripts, fault);
}

static void take_notices(const struct script_results *results, struct script_figures *figures)
{
  figures->notices = arena_array(&figures->arena, results->notices.count + 1, sizeof *figures->notices);
  figures->notice_count = results->notices.count;
  for (size_t i = 0; i < results->notices.count; i++)
    figures->notices[i] = arena_string(&figures->arena, results->notices.items[i]);
}

/* What is said while a text is loaded and judged is of that text. */
static enum huiqi_status judge_text(struct script_results *results, const struct script_question *question, uint64_t key,
                                    struct fault *fault)
{
  struct session_options *options = &results->project.options;
  options->settings = question->settings, options->setting_count = question->setting_count;
  forget_notices(results);
  enum huiqi_status status = load_text(results->session, question, false, fault);
  options->settings = NULL, options->setting_count = 0;
  if (status != HUIQI_DONE) return status;
  forget_text(&results->now);
  if (!script_figures_find(results->session, &results->now.figures, fault)) {
    forget_text(&results->now);
    return HUIQI_CANNOT;
  }
  huiqi_notices(results->session);
  take_notices(results, &results->now.figures);
  results->now.key = key;
  return HUIQI_DONE;
}

static void mark_now(struct script_results *results)
{
  huiqi_mark(results->session);
  forget_text(&results->saved);
  results->saved = results->now;
  results->now = (struct judged_text){ .key = 0 };
}

static void forget_saved(struct script_results *results)
{
  huiqi_unmark(results->session);
  forget_text(&results->saved);
}

static void restore_saved(struct script_results *results)
{
  huiqi_restore(results->session);
  forget_text(&results->now);
  results->now = results->saved;
  results->saved = (struct judged_text){ .key = 0 };
}

/* False: there is none that can be read. */
static bool read_saved(struct arena *arena, const char *path, struct script_question *saved)
{
  const struct texts one = { &path, 1, 1 };
  struct script_text *scripts;
  struct fault fault;
  size_t count;
  *saved = (struct script_question){ .path = path };
  if (!scripts_read(arena, &one, 0, &scripts, &count, &fault) || count != 1) return false;
  saved->text = scripts[0].text;
  return true;
}

/* The key of the text on the disk; 0: there is none. */
static uint64_t saved_key_of(struct script_results *results, const char *path)
{
  uint64_t state = path_state(path) * 31 + results->project_state;
  if (state == results->disk_state) return results->disk_key;
  struct arena scratch = { 0 };
  struct script_question saved;
  results->disk_key = read_saved(&scratch, path, &saved) ? question_key(results, &saved) : 0;
  results->disk_state = state;
  arena_free(&scratch);
  return results->disk_key;
}

/* The version of the saved text becomes the marked one; where it does not load, there is none to compare with. */
static bool mark_saved(struct script_results *results, const char *path, uint64_t key, struct fault *fault)
{
  if (results->saved.key == key || results->refused == key) return true;
  enum huiqi_status status = HUIQI_DONE;
  if (results->now.key != key) {
    struct arena scratch = { 0 };
    struct script_question saved;
    status = read_saved(&scratch, path, &saved) ? judge_text(results, &saved, key, fault) : HUIQI_WRONG;
    arena_free(&scratch);
  }
  if (status == HUIQI_CANNOT) return false;
  if (status == HUIQI_DONE) mark_now(results);
  else results->refused = key;
  return true;
}

/* A text that does not load takes nothing away: what was marked for its sake is the version of now again. */
static bool find_changed(struct script_results *results, const struct script_question *question, uint64_t key, uint64_t saved_key,
                         bool *wrong, struct fault *fault)
{
  if (!mark_saved(results, question->path, saved_key, fault)) return false;
  if (results->now.key == key) return true;
  enum huiqi_status status = judge_text(results, question, key, fault);
  *wrong = status == HUIQI_WRONG;
  if (!results->now.key && results->saved.key) restore_saved(results);
  return status != HUIQI_CANNOT;
}

static bool find_as_saved(struct script_results *results, const struct script_question *question, uint64_t key, bool *wrong,
                          struct fault *fault)
{
  if (results->now.key == key) return true;
  if (results->saved.key == key) return restore_saved(results), true;
  enum huiqi_status status = judge_text(results, question, key, fault);
  *wrong = status == HUIQI_WRONG;
  return status != HUIQI_CANNOT;
}

static bool find_versions(struct script_results *results, const struct script_question *question, struct script_answer *answer,
                          struct fault *fault)
{
  uint64_t key = question_key(results, question), saved_key = saved_key_of(results, question->path);
  if (!saved_key) saved_key = key;
  bool done = key == saved_key ? find_as_saved(results, question, key, &answer->wrong, fault)
                               : find_changed(results, question, key, saved_key, &answer->wrong, fault);
  bool changed = results->now.key && results->now.key != saved_key && results->saved.key == saved_key;
  if (!changed) forget_saved(results); /* of a text that is no longer on the disk */
  answer->session = results->session;
  answer->project = &results->project;
  answer->now = results->now.key ? &results->now.figures : NULL;
  answer->saved = changed ? &results->saved.figures : NULL;
  return done;
}

bool script_results_find(struct script_results *results, const struct script_question *question, struct script_answer *answer,
                         struct fault *fault)
{
  struct arena scratch = { 0 };
  const char *project = project_find(&scratch, question->path);
  *answer = (struct script_answer){ .session = NULL };
  bool done = !project || (open_list(results, project, fault) && find_versions(results, question, answer, fault));
  arena_free(&scratch);
  return done;
}

bool script_results_tables(struct script_results *results, const struct script_question *question, struct arena *arena,
                           struct project_tables *tables, struct script_answer *answer, const char **said, struct fault *fault)
{
  struct buffer text = { 0 };
  bool judged = script_results_find(results, question, answer, fault);
  if (!answer->session || !huiqi_model(answer->session))
    return judged && fault_set(fault, FAULT_USAGE, answer->session ? MSG_LSP_NO_FIGURES : MSG_LSP_NO_PROJECT, NULL);
  if (!judged) format_fault(&text, results->options->notifier->language, fault);
  *said = judged ? NULL : buffer_take(arena, &text).at;
  huiqi_tables(answer->session, arena, &results->looks, tables);
  return true;
}

/* Cases */

static void count_cases(struct script_results *results)
{
  const struct test_suite *suite = &results->suite;
  results->counts = arena_array(&results->case_arena, suite->count + 1, sizeof *results->counts);
  results->count = 0;
  for (size_t i = 0; i < suite->count; i++) {
    const struct expectation *expectation = &suite->expectations[i];
    size_t at = 0;
    while (at < results->count && !slice_is(expectation->measure, results->counts[at].id)) at++;
    if (at == results->count)
      results->counts[results->count++] =
          (struct measure_cases){ .id = arena_copy(&results->case_arena, expectation->measure.at, expectation->measure.length) };
    *(expectation_mismatch(expectation) == MET ? &results->counts[at].passed : &results->counts[at].failed) += 1;
  }
}

static bool judge_cases(struct script_results *results, const struct script_question *question, bool *wrong, struct fault *fault)
{
  struct huiqi *tests = huiqi_open(&results->project.options);
  enum huiqi_status status = load_text(tests, question, true, fault);
  *wrong = status == HUIQI_WRONG;
  if (status != HUIQI_DONE) return huiqi_close(tests), status != HUIQI_CANNOT;
  forget_cases(results);
  results->tests = tests;
  results->suited = true; /* also where it fails: to be closed */
  if (!cases_judge(tests, &results->case_arena, &results->suite, fault)) return false;
  count_cases(results);
  results->tested_of = arena_string(&results->case_arena, question->path);
  return true;
}

/* The text and the files of its cases. */
static uint64_t cases_key(const struct script_results *results, const struct script_question *question)
{
  const struct script_question written = { .path = question->path, .text = question->text };
  uint64_t key = question_key(results, &written);
  struct arena scratch = { 0 };
  struct slice path = slice_of(question->path);
  size_t end = slice_ends(path, ".lua") ? path.length - 4 : path.length;
  add_state(&key, arena_printf(&scratch, "%.*s.cases.csv", (int)end, path.at));
  arena_free(&scratch);
  return key | 1;
}

bool script_results_cases(struct script_results *results, const struct script_question *question, bool judge,
                          struct script_cases *cases, struct fault *fault)
{
  struct arena scratch = { 0 };
  bool wrong = false, done = true;
  const char *project = project_find(&scratch, question->path);
  bool opened = project && open_list(results, project, fault);
  uint64_t key = cases_key(results, question);
  if (!opened) done = !project;
  else if (judge && results->tested != key && judge_cases(results, question, &wrong, fault))
    results->tested = wrong ? results->tested : key;
  else if (judge && results->tested != key) done = false;
  bool own = results->tested_of && strcmp(results->tested_of, question->path) == 0;
  *cases = (struct script_cases){ .suite = own && results->suite.found ? &results->suite : NULL,
                                  .measures = results->counts,
                                  .measure_count = own ? results->count : 0,
                                  .current = results->tested == key };
  arena_free(&scratch);
  return done;
}
