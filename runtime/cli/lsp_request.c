/* What questions about results have in common. */
#include "cli/lsp_request.h"

void json_count(struct json *json, const char *key, uint64_t count)
{
  json_key(json, key), json_integer(json, (int64_t)count);
}

void json_slice(struct json *json, const char *key, struct slice text)
{
  json_key(json, key), json_string(json, text);
}

void json_fen(struct json *json, const char *key, bool known, int64_t fen)
{
  json_key(json, key);
  if (known) json_integer(json, fen);
  else json_null(json);
}

void json_flag(struct json *json, const char *key, bool value)
{
  json_key(json, key), json_boolean(json, value);
}

/* { sure, least, most } */
void json_sum(struct json *json, const char *key, bool known, int64_t sure, const struct bounds *bounds)
{
  json_key(json, key), json_object(json);
  json_fen(json, "sure", known, sure);
  json_fen(json, "least", !bounds->overflowed, bounds->least);
  json_fen(json, "most", !bounds->overflowed && !bounds->open, bounds->most);
  json_object_end(json);
}

/* Against what is saved; an end that there is not stays open. */
void json_change(struct json *json, bool known, int64_t amount, int64_t amount_before, const struct bounds *now,
                 const struct bounds *before)
{
  struct bounds change = { .open = now->open || before->open };
  int64_t sure;
  bool large = __builtin_sub_overflow(amount, amount_before, &sure);
  change.overflowed = __builtin_sub_overflow(now->least, before->least, &change.least) |
                      __builtin_sub_overflow(now->most, before->most, &change.most) | now->overflowed | before->overflowed;
  json_sum(json, "change", known && !large, sure, &change);
}

size_t count_asked(const struct json_value *params, const char *key, size_t otherwise)
{
  return (size_t)json_integer_of(json_member(params, key), 0, PAGE_MOST, (int64_t)otherwise);
}

/* `{ "标准": "12万元" }` */
struct request_setting *take_pairs(struct arena *arena, const struct json_value *object, size_t *count)
{
  struct request_setting *pairs = arena_array(arena, object ? object->count + 1 : 1, sizeof *pairs);
  *count = 0;
  for (const struct json_value *item = json_is(object, JSON_OBJECT) ? object->first : NULL; item; item = item->next)
    if (json_string_of(item)) pairs[(*count)++] = (struct request_setting){ .key = item->key, .text = item->text };
  return pairs;
}

static void take_settings(struct results_request *request)
{
  size_t count;
  struct arena *arena = &request->server->arena;
  const struct request_setting *pairs = take_pairs(arena, json_member(request->params, "settings"), &count);
  request->question.settings = arena_array(arena, count + 1, sizeof *request->question.settings);
  request->question.setting_count = count;
  for (size_t i = 0; i < count; i++)
    request->question.settings[i] = (struct setting){ .name = pairs[i].key, .value = pairs[i].text };
}

void request_begin(struct results_request *request, struct lsp_server *server, struct lsp_document *document,
                   const struct json_value *params)
{
  *request = (struct results_request){ .server = server, .document = document, .params = params };
  request->question.path = document->script.path;
  request->question.text = document->script.text;
  take_settings(request);
}

/* Loads and judges what is owed. A fault where there is no list, or no text that has loaded. */
bool request_open(struct results_request *request, struct lsp_server *server, struct lsp_document *document,
                  const struct json_value *params, struct fault *fault)
{
  request_begin(request, server, document, params);
  if (!script_results_find(server->results, &request->question, &request->answer, fault)) return false;
  if (!request->answer.session) return fault_set(fault, FAULT_USAGE, MSG_LSP_NO_PROJECT, NULL);
  return request->answer.now || fault_set(fault, FAULT_USAGE, MSG_LSP_NO_FIGURES, NULL);
}

bool request_listed(struct results_request *request, struct fault *fault)
{
  return request->answer.now->listed || fault_set(fault, FAULT_USAGE, MSG_PROMPT_NO_LIST, NULL);
}

void answer_begin(struct json *json, const struct results_request *request)
{
  json_object(json);
  json_key(json, "huiqi"), json_integer(json, 1);
  json_key(json, "text"), json_integer(json, request->document->version);
  json_flag(json, "fresh", !request->answer.wrong);
}
