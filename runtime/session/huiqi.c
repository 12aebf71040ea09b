/* The session: versions over lists in memory, and what is asked of them. */
#include "session/huiqi.h"

#include "session/company.h"
#include "session/row_pairs.h"
#include "session/run_context.h"
#include "session/session_state.h"

struct huiqi *huiqi_open(const struct session_options *options)
{
  struct huiqi *session = memory_alloc(sizeof *session);
  *session = (struct huiqi){ .now = NULL };
  workspace_open(&session->lists, options);
  return session;
}

static void end_questions(struct huiqi *session)
{
  if (session->asked) entity_query_close(&session->questions);
  session->asked = false;
  session->lacking.measure = NULL;
  arena_free(&session->lacking.arena);
}

static void forget_version(struct version **version)
{
  if (*version) version_free(*version);
  *version = NULL;
}

void huiqi_close(struct huiqi *session)
{
  end_questions(session);
  forget_version(&session->refused);
  forget_version(&session->now);
  forget_version(&session->marked);
  workspace_close(&session->lists);
  memory_free(session);
}

enum huiqi_status huiqi_load(struct huiqi *session, const struct huiqi_scripts *scripts, struct fault *fault)
{
  forget_version(&session->refused);
  struct version *version = version_load(&session->lists, scripts, fault);
  if (!version) return HUIQI_CANNOT;
  if (!version->model) return session->refused = version, HUIQI_WRONG;
  end_questions(session);
  forget_version(&session->now);
  session->now = version;
  return HUIQI_DONE;
}

const struct faults *huiqi_findings(const struct huiqi *session, const struct script_text **scripts, size_t *count)
{
  static const struct faults none = { 0 };
  const struct version *version = session->refused ? session->refused : session->now;
  *scripts = version ? version->scripts : NULL;
  *count = version ? version->script_count : 0;
  return version ? &version->findings : &none;
}

void huiqi_mark(struct huiqi *session)
{
  end_questions(session);
  forget_version(&session->marked);
  session->marked = session->now;
  session->now = NULL;
}

void huiqi_restore(struct huiqi *session)
{
  end_questions(session);
  forget_version(&session->now);
  session->now = session->marked;
  session->marked = NULL;
}

void huiqi_unmark(struct huiqi *session)
{
  forget_version(&session->marked);
}

bool huiqi_prepare(struct huiqi *session, struct fault *fault)
{
  struct version *now = session->now;
  if (now->prepared && now->planned != now->model->measure_count) end_questions(session);
  return version_prepare(&session->lists, now, fault);
}

bool huiqi_plan(struct huiqi *session, struct fault *fault)
{
  if (!version_as_of(&session->lists, session->now, fault)) return false;
  huiqi_notices(session);
  return version_plan(&session->lists, session->now, false, fault);
}

bool huiqi_inputs(struct huiqi *session, struct manifest *manifest, struct fault *fault)
{
  return version_inputs(&session->lists, session->now, manifest, fault);
}

struct version *huiqi_version(const struct huiqi *session)
{
  return session->now;
}

bool huiqi_judge(struct huiqi *session, struct fault *fault)
{
  if (session->marked && !version_judge(&session->lists, session->marked, fault)) return false;
  return !session->now || version_judge(&session->lists, session->now, fault);
}

void huiqi_notices(const struct huiqi *session)
{
  struct version *now = session->now;
  run_context_notices(&now->arena, session->lists.options, now->model, now->as_of);
}

const struct model *huiqi_model(const struct huiqi *session)
{
  return session->now ? session->now->model : NULL;
}

struct as_of huiqi_as_of(const struct huiqi *session)
{
  return session->now->as_of;
}

struct prompt_state *huiqi_prompt(const struct huiqi *session)
{
  return session->now ? session->now->prompt : NULL;
}

size_t huiqi_companies(const struct huiqi *session)
{
  return session->lists.list ? session->lists.list->rows : 0;
}

const struct snapshot *huiqi_results(const struct huiqi *session)
{
  return session->now ? session->now->snapshot : NULL;
}

size_t huiqi_problems(const struct huiqi *session)
{
  const struct snapshot *results = huiqi_results(session);
  return session->lists.problems + (results ? results->problems : 0);
}

void huiqi_difference(struct huiqi *session, struct huiqi *earlier, size_t reasons, struct difference *difference)
{
  struct fault fault;
  struct judged_list before = { earlier ? &earlier->lists : &session->lists, earlier ? earlier->now : session->marked };
  struct judged_list after = { &session->lists, session->now };
  version_prepare(&session->lists, session->now, &fault); /* both have been: it binds the lists */
  difference_find(difference, &before, &after, reasons);
}

bool questions_open(struct huiqi *session, struct fault *fault)
{
  if (!huiqi_prepare(session, fault)) return false;
  if (session->asked && session->reads == session->lists.reads) return true;
  end_questions(session);
  session->asked = true; /* also where it fails: to be closed */
  session->reads = session->lists.reads;
  return entity_query_open(&session->questions, &session->lists, session->now, fault);
}

bool huiqi_find(struct huiqi *session, struct slice who, struct matches *matches, struct fault *fault)
{
  if (!questions_open(session, fault)) return false;
  entity_query_find(&session->questions, who, matches);
  return true;
}

struct memory_list *company_of(const struct huiqi *session, struct arena *arena, const struct huiqi_who *who, struct fault *fault)
{
  const struct table_kind *companies = &session->now->model->tables[0].kind;
  enum language language = session->lists.options->notifier->language;
  if (who->match && who->match->object) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL), NULL;
  struct memory_list *one =
      who->match ? company_row(arena, companies, session->lists.list, who->match->row) : memory_list_blank(companies);
  if (company_set(arena, companies, language, one, who->settings, who->setting_count, fault)) return one;
  memory_list_free(one);
  return NULL;
}

bool huiqi_invent(struct huiqi *session, struct arena *arena, const struct huiqi_who *who, struct match *match,
                  struct fault *fault)
{
  const struct table *companies = &session->now->model->tables[0];
  struct memory_list *one = company_of(session, arena, who, fault);
  if (!one) return false;
  *match = (struct match){ .code = slice_copy(arena, memory_list_text(one, &companies->kind, companies->code, 0)),
                           .name = slice_copy(arena, memory_list_text(one, &companies->kind, companies->label, 0)) };
  memory_list_free(one);
  return true;
}

static bool report_on(struct huiqi *session, const struct huiqi_who *who, struct memory_list *one, struct entity_report *report,
                      struct fault *fault)
{
  static const struct match nobody = { 0 };
  return entity_query_dossier(&session->questions, who->match ? who->match : &nobody, one, report, fault);
}

bool huiqi_report(struct huiqi *session, const struct huiqi_who *who, struct entity_report *report, struct fault *fault)
{
  if (!questions_open(session, fault)) return false;
  bool as_listed = who->match && (!who->settings || (who->match->object && !who->setting_count));
  if (as_listed) return report_on(session, who, NULL, report, fault);
  struct memory_list *one = company_of(session, report->arena, who, fault);
  bool done = one && report_on(session, who, one, report, fault);
  if (one) memory_list_free(one);
  return done;
}

/* The cells that change, before and after. */
static bool find_changes(const struct huiqi *session, struct arena *arena, const struct memory_list *one,
                         const struct huiqi_who *changes, struct what_if *answer, struct fault *fault)
{
  const struct table_kind *companies = &session->now->model->tables[0].kind;
  enum language language = session->lists.options->notifier->language;
  answer->changes = arena_array(arena, changes->setting_count, sizeof *answer->changes);
  for (size_t i = 0; i < changes->setting_count; i++) {
    struct cell_change *change = &answer->changes[answer->change_count++];
    if (!company_cell(arena, companies, language, &changes->settings[i], &change->field, &change->after, fault)) return false;
    memory_list_value(one, change->field, 0, &change->before);
  }
  return true;
}

bool huiqi_what_if(struct huiqi *session, const struct huiqi_who *who, const struct request_setting *settings, size_t count,
                   struct what_if *answer, struct fault *fault)
{
  struct arena *arena = answer->before.arena;
  const struct huiqi_who changes = { .settings = settings, .setting_count = count };
  if (!questions_open(session, fault)) return false;
  struct memory_list *one = company_of(session, arena, who, fault);
  bool done = one && find_changes(session, arena, one, &changes, answer, fault) &&
              report_on(session, who, one, &answer->before, fault) &&
              company_set(arena, &session->now->model->tables[0].kind, session->lists.options->notifier->language, one, settings,
                          count, fault) &&
              report_on(session, who, one, &answer->after, fault);
  if (one) memory_list_free(one);
  return done;
}
