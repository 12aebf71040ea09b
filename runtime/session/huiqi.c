/* The session: versions over lists in memory, and what is asked of them. */
#include "session/huiqi.h"

#include "session/company.h"
#include "session/run_context.h"

struct huiqi {
  struct workspace lists;
  struct version *now, *marked;
  struct version *refused;       /* a load that went wrong: its findings */
  int year, marked_year;         /* 0: as the options say */
  struct entity_query questions; /* of the version of now */
  bool prepared, asked;
};

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
  session->asked = session->prepared = false;
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
  session->year = scripts->year;
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
  session->marked_year = session->year;
  session->now = NULL;
}

bool huiqi_prepare(struct huiqi *session, struct fault *fault)
{
  if (!session->prepared) session->prepared = version_prepare(&session->lists, session->now, session->year, fault);
  return session->prepared;
}

bool huiqi_judge(struct huiqi *session, struct fault *fault)
{
  struct version *marked = session->marked, *now = session->now;
  if (marked && !marked->snapshot && !version_judge(&session->lists, marked, session->marked_year, fault)) return false;
  return !now || now->snapshot || version_judge(&session->lists, now, session->year, fault);
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

const struct snapshot *huiqi_results(const struct huiqi *session)
{
  return session->now ? session->now->snapshot : NULL;
}

size_t huiqi_problems(const struct huiqi *session)
{
  const struct snapshot *results = huiqi_results(session);
  return session->lists.problems + (results ? results->problems : 0);
}

void huiqi_difference(struct huiqi *session, size_t reasons, struct difference *difference)
{
  difference_find(difference, &session->lists, session->marked, session->now, reasons);
}

static bool open_questions(struct huiqi *session, struct fault *fault)
{
  if (session->asked) return true;
  if (!huiqi_prepare(session, fault)) return false;
  session->asked = true; /* also where it fails: to be closed */
  return entity_query_open(&session->questions, &session->lists, session->now, fault);
}

bool huiqi_find(struct huiqi *session, struct slice who, struct matches *matches, struct fault *fault)
{
  if (!open_questions(session, fault)) return false;
  entity_query_find(&session->questions, who, matches);
  return true;
}

bool huiqi_report(struct huiqi *session, const struct match *match, const struct request_setting *settings, size_t setting_count,
                  struct entity_report *report, struct fault *fault)
{
  static const struct match nobody = { 0 };
  if (!open_questions(session, fault)) return false;
  if (match && !setting_count) return entity_query_dossier(&session->questions, match, NULL, report, fault);
  if (match && match->object) return fault_set(fault, FAULT_USAGE, MSG_PROMPT_NOBODY, NULL);
  const struct table_kind *companies = &session->now->model->tables[0].kind;
  struct memory_list *one =
      match ? company_row(report->arena, companies, session->lists.list, match->row) : memory_list_blank(companies);
  bool done = company_set(report->arena, companies, report->reason.language, one, settings, setting_count, fault) &&
              entity_query_dossier(&session->questions, match ? match : &nobody, one, report, fault);
  memory_list_free(one);
  return done;
}
