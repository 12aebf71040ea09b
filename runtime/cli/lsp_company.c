/* What the editor server answers about one company: who is meant, what it gets and why, what would be. */
#include <string.h>

#include "cli/lsp_request.h"
#include "write/entity_text.h"

enum { DEPTH = 2 };

/* huiqi/find */

bool answer_find(struct lsp_server *server, struct lsp_document *document, const struct json_value *params, struct json *json,
                 struct fault *fault)
{
  struct results_request request;
  struct matches matches = { .count = 0 };
  const char *who = json_member_string(params, "who");
  size_t count = count_asked(params, "count", PAGE);
  if (!request_open(&request, server, document, params, fault) || !request_listed(&request, fault)) return false;
  if (!huiqi_find(request.answer.session, slice_of(who ? who : ""), &matches, fault)) return false;
  answer_begin(json, &request);
  json_count(json, "total", matches.count);
  json_key(json, "matches"), json_array(json);
  for (size_t i = 0; i < matches.count && i < count && i < MATCHES_MAX; i++) {
    const struct match *match = &matches.items[i];
    json_object(json);
    if (!match->object) json_count(json, "row", match->row);
    else json_entry(json, "object", match->object->name);
    json_slice(json, "code", match->code), json_slice(json, "name", match->name);
    json_object_end(json);
  }
  json_array_end(json), json_object_end(json);
  return true;
}

/* huiqi/company */

static const char *datum_of(const struct entity_report *report, const struct field *field)
{
  for (size_t i = 0; i < report->datum_count; i++)
    if (report->data[i].field == field) return report->data[i].value;
  return NULL;
}

/* Would another value of it change what some measure comes to? */
static bool is_deciding(const struct entity_report *report, const struct field *field)
{
  for (size_t m = 0; m < report->measure_count; m++) {
    const struct gap *gap = report->measures[m].lacking;
    for (size_t i = 0; i < gap->statement_count; i++)
      for (size_t k = 0; k < gap->statements[i].count; k++)
        if (gap->statements[i].changes[k].field == field) return true;
    for (size_t i = 0; i < gap->statement_count; i++)
      for (size_t k = 0; k < gap->statements[i].missing.field_count; k++)
        if (gap->statements[i].missing.fields[k] == field) return true;
  }
  return false;
}

/* What the measures ask of companies, as it is: for who wants to try another value. */
static void json_fields(struct json *json, const struct entity_report *report)
{
  json_key(json, "fields"), json_array(json);
  for (size_t i = 0; i < report->plan->company_field_count; i++) {
    const struct field *field = report->plan->company_fields[i];
    const char *value = datum_of(report, field);
    json_object(json);
    json_entry(json, "name", field->name);
    json_entry(json, "kind", field_kind_name(field->kind, true));
    if (field->unit) json_entry(json, "unit", field->unit);
    if (field->help) json_entry(json, "note", field->help);
    if (field->event) json_flag(json, "event", true);
    if (value) json_entry(json, "value", value);
    json_flag(json, "deciding", is_deciding(report, field));
    if (field->choice_count) {
      json_key(json, "choices"), json_array(json);
      for (size_t k = 0; k < field->choice_count; k++) json_text(json, field->choices[k]);
      json_array_end(json);
    }
    json_object_end(json);
  }
  json_array_end(json);
}

static void json_side(struct json *json, const char *key, const struct entity_report *report)
{
  json_key(json, key), json_object(json);
  json_sum(json, "total", !report->total.overflowed, report->granted, &report->total);
  json_key(json, "report"), json_entity_report(json, report);
  json_object_end(json);
}

/* By the row of the list, or by code; the first where several have it. */
static bool find_one(struct results_request *request, struct matches *matches, const struct match **found, struct fault *fault)
{
  const char *who = json_member_string(request->params, "code");
  int64_t row = json_integer_of(json_member(request->params, "row"), 0, INT32_MAX, -1);
  *found = NULL;
  if (!who) return true; /* made up of what is set */
  if (!huiqi_find(request->answer.session, slice_of(who), matches, fault)) return false;
  for (size_t i = 0; i < matches->count && i < MATCHES_MAX; i++) {
    const struct match *match = &matches->items[i];
    bool meant = row < 0 ? !*found : !match->object && match->row == row;
    if (meant) *found = match;
  }
  if (!*found && matches->count) *found = &matches->items[0];
  return *found || fault_set(fault, FAULT_USAGE, MSG_EXPLAIN_NOBODY, who, NULL);
}

static struct entity_report report_for(struct lsp_server *server)
{
  return (struct entity_report){ .arena = &server->arena, .reason = { .language = server->options->language, .depth = DEPTH } };
}

bool answer_company(struct lsp_server *server, struct lsp_document *document, const struct json_value *params, struct json *json,
                    struct fault *fault)
{
  struct results_request request;
  struct matches matches = { .count = 0 };
  struct huiqi_who who = { .match = NULL };
  struct what_if what_if = { .before = report_for(server), .after = report_for(server) };
  size_t count;
  if (!request_open(&request, server, document, params, fault)) return false;
  struct huiqi *session = request.answer.session;
  const struct request_setting *set = take_pairs(&server->arena, json_member(params, "set"), &count);
  if (!find_one(&request, &matches, &who.match, fault)) return false;
  bool supposed = who.match && count;
  if (!who.match) who.settings = set, who.setting_count = count;
  bool done = supposed ? huiqi_what_if(session, &who, set, count, &what_if, fault)
                       : huiqi_report(session, &who, &what_if.after, fault) && huiqi_grants(session, &what_if.after, fault);
  if (!done) return false;
  answer_begin(json, &request);
  json_slice(json, "code", what_if.after.code), json_slice(json, "name", what_if.after.name);
  if (what_if.after.line) json_count(json, "line", what_if.after.line);
  if (supposed) json_side(json, "before", &what_if.before);
  json_side(json, "now", &what_if.after);
  json_fields(json, &what_if.after);
  json_object_end(json);
  return true;
}
