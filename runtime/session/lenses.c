/* Figures above measures, over a list that stays in memory. */
#include "session/lenses.h"

#include <string.h>
#include <sys/stat.h>

#include "session/answer.h"
#include "session/cases.h"

struct lens_lists {
  const struct session_options *options;
  struct arena arena; /* of the list that is open */
  struct notifier silent;
  struct project project;
  struct huiqi *session; /* NULL: none is open */
  uint64_t state;        /* of the files when they were read */
  struct arena figures;  /* of the last good load */
  struct lens *items;
  size_t count;
  const char *script;              /* whose figures they are */
  uint64_t judged_text, case_text; /* texts that figures and cases were last judged for; 0: none */
};

static void hear_nothing(void *context, enum language language, enum message message, const char *a, const char *b, const char *c)
{
  (void)context, (void)language, (void)message, (void)a, (void)b, (void)c;
}

struct lens_lists *lens_lists_open(const struct session_options *options)
{
  struct lens_lists *lists = memory_alloc(sizeof *lists);
  *lists = (struct lens_lists){ .options = options };
  return lists;
}

static void forget_list(struct lens_lists *lists)
{
  if (lists->session) huiqi_close(lists->session);
  lists->session = NULL;
  lists->judged_text = lists->case_text = 0;
  arena_free(&lists->arena);
}

void lens_lists_close(struct lens_lists *lists)
{
  forget_list(lists);
  arena_free(&lists->figures);
  memory_free(lists);
}

/* The list in memory */

static void add_state(uint64_t *state, const char *path)
{
  struct stat about;
  if (!path || stat(path, &about) != 0) return;
  *state = *state * 31 + (uint64_t)about.st_mtim.tv_sec * 1000000000u + (uint64_t)about.st_mtim.tv_nsec +
           (uint64_t)about.st_size * 7 + (uint64_t)about.st_ino;
}

static uint64_t files_state(const struct lens_lists *lists, const char *project)
{
  uint64_t state = 1;
  add_state(&state, project);
  add_state(&state, lists->project.options.list);
  add_state(&state, lists->project.options.decisions);
  for (size_t i = 0; i < lists->project.options.with_count; i++) add_state(&state, lists->project.options.with[i].path);
  for (size_t i = 0; i < lists->project.options.history.count; i++) add_state(&state, lists->project.options.history.items[i]);
  return state ^ slice_hash(slice_of(project));
}

static bool open_list(struct lens_lists *lists, const char *path, struct fault *fault)
{
  if (lists->session && files_state(lists, path) == lists->state) return true;
  forget_list(lists);
  lists->silent =
      (struct notifier){ .arena = &lists->arena, .language = lists->options->notifier->language, .show = hear_nothing };
  if (!project_read(&lists->arena, arena_string(&lists->arena, path), lists->options, &lists->project, fault)) return false;
  lists->project.options.notifier = &lists->silent;
  lists->state = files_state(lists, path);
  lists->session = huiqi_open(&lists->project.options);
  return true;
}

/* Figures */

static struct lens *lens_of(struct lens_lists *lists, const char *id)
{
  for (size_t i = 0; i < lists->count; i++)
    if (strcmp(lists->items[i].id, id) == 0) return &lists->items[i];
  return NULL;
}

/* Those of the measures of now; cases stay until they are judged again. */
static void take_measures(struct lens_lists *lists, const char *script)
{
  const struct model *model = huiqi_model(lists->session);
  struct arena figures = { 0 };
  bool same = lists->script && strcmp(lists->script, script) == 0;
  struct lens *items = arena_array(&figures, model->measure_count + 1, sizeof *items);
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct lens *before = same ? lens_of(lists, model->measures[i]->id) : NULL;
    items[i] = before ? *before : (struct lens){ .judged = false };
    items[i].id = arena_string(&figures, model->measures[i]->id);
  }
  lists->script = arena_string(&figures, script);
  arena_free(&lists->figures);
  lists->figures = figures;
  lists->items = items;
  lists->count = model->measure_count;
}

static void take_totals(struct lens_lists *lists, const struct totals *totals)
{
  const struct model *model = huiqi_model(lists->session);
  for (size_t i = 0; i < model->measure_count; i++) {
    const struct measure *measure = model->measures[i];
    struct lens *lens = lens_of(lists, measure->id);
    struct tally tally = results_tally(totals->results, measure);
    if (!lens) continue;
    lens->judged = tally.yes + tally.no + tally.pending > 0;
    lens->yes = tally.yes;
    lens->pending = tally.pending;
    lens->money = lens->judged && measure->amount && !tally.overflowed;
    lens->bounds = tally.bounds;
  }
}

static void take_cases(struct lens_lists *lists, const struct test_suite *book)
{
  for (size_t i = 0; i < lists->count; i++) lists->items[i].passed = lists->items[i].failed = 0;
  for (size_t i = 0; i < book->count; i++) {
    const struct expectation *expectation = &book->expectations[i];
    struct lens *lens = lens_of(lists, arena_copy(&lists->figures, expectation->measure.at, expectation->measure.length));
    if (lens) *(expectation_mismatch(expectation) == MET ? &lens->passed : &lens->failed) += 1;
  }
}

/* False with a fault; a script that does not load leaves the figures as they are. */
static bool load_text(struct lens_lists *lists, const struct editor_script *script, bool bare, bool *loaded, struct fault *fault)
{
  const struct script_text text = { .path = script->path, .text = script->text };
  const struct huiqi_scripts scripts = { .texts = &text, .text_count = 1, .bare = bare };
  enum huiqi_status status = huiqi_load(lists->session, &scripts, fault);
  *loaded = status == HUIQI_DONE;
  if (*loaded) take_measures(lists, script->path);
  return status != HUIQI_CANNOT;
}

static bool judge_list(struct lens_lists *lists, const struct editor_script *script, struct fault *fault)
{
  struct totals totals;
  bool loaded;
  if (!load_text(lists, script, false, &loaded, fault)) return false;
  if (!loaded) return true;
  bool done = huiqi_totals(lists->session, NULL, &totals, fault);
  if (done) take_totals(lists, &totals);
  totals_close(&totals);
  return done;
}

/* By the script as it is written: its table of parameters does not count. */
static bool judge_cases(struct lens_lists *lists, const struct editor_script *script, struct fault *fault)
{
  struct arena scratch = { 0 };
  struct test_suite book;
  bool loaded;
  if (!load_text(lists, script, true, &loaded, fault)) return false;
  if (!loaded) return true;
  bool done = cases_judge(lists->session, &scratch, &book, fault);
  if (done) take_cases(lists, &book);
  cases_close(&book);
  arena_free(&scratch);
  return done;
}

static uint64_t text_state(const struct editor_script *script)
{
  return (slice_hash(script->text) ^ slice_hash(slice_of(script->path)) * 31) | 1;
}

bool lenses_of(struct lens_lists *lists, struct editor_script *script, struct arena *arena, bool cases, struct lenses *lenses,
               struct fault *fault)
{
  uint64_t text = text_state(script);
  const char *project = project_find(arena, script->path);
  *lenses = (struct lenses){ .items = arena_array(arena, script->names.declaration_count + 1, sizeof *lenses->items) };
  if (!project) return true;
  if (!open_list(lists, project, fault)) return false;
  if (lists->judged_text != text && !judge_list(lists, script, fault)) return false;
  lists->judged_text = text;
  if (cases && lists->case_text != text && !judge_cases(lists, script, fault)) return false;
  if (cases) lists->case_text = text;
  lenses->stale = lists->case_text != text;
  for (size_t i = 0; lists->script && strcmp(lists->script, script->path) == 0 && i < script->names.declaration_count; i++) {
    const struct script_declaration *declared = &script->names.declarations[i];
    const char *id = declared->id == NOWHERE ? NULL : script_token_string(arena, &script->tokens, declared->id);
    const struct lens *known = id ? lens_of(lists, id) : NULL;
    if (!known || (!known->judged && !known->passed && !known->failed)) continue;
    struct lens *lens = &lenses->items[lenses->count++];
    *lens = *known;
    lens->at = script->tokens.items[declared->first].at;
  }
  return true;
}

void format_lens(struct buffer *out, const struct lens *lens, enum language language)
{
  size_t begin = out->length;
  struct arguments arguments = { 0 };
  if (lens->judged) message_text(out, language, MSG_LENS_COUNTS, INTEGER(lens->yes), INTEGER(lens->pending), NULL);
  if (lens->money && !lens->bounds.overflowed) {
    bool sure = !lens->bounds.open && lens->bounds.least == lens->bounds.most;
    argument_money(&arguments, lens->bounds.least);
    argument_money(&arguments, sure || lens->bounds.open ? NO_MONEY : lens->bounds.most);
    arguments_say(out, language, lens->bounds.open ? MSG_LENS_MONEY_OPEN : MSG_LENS_MONEY, &arguments);
  }
  buffer_free(&arguments.text);
  if (lens->passed + lens->failed)
    message_text(out, language, out->length > begin ? MSG_LENS_CASES_TOO : MSG_LENS_CASES, INTEGER(lens->passed),
                 INTEGER(lens->passed + lens->failed), NULL);
}
