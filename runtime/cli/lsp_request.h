/* A question about results, huiqi/…, on its way: what script and settings it is of, and how its answer begins. */
#ifndef CLI_LSP_REQUEST_H
#define CLI_LSP_REQUEST_H

#include "cli/lsp.h"

enum { PAGE = 200, PAGE_MOST = 20000 }; /* rows of an answer: where nothing is said, and at most */

/* A request under way. */
struct results_request {
  struct lsp_server *server;
  struct lsp_document *document;
  const struct json_value *params;
  struct script_question question;
  struct script_answer answer;
};

/* What it is about. */
void request_begin(struct results_request *request, struct lsp_server *server, struct lsp_document *document,
                   const struct json_value *params);
/* Loads and judges what is owed. A fault where there is no list, or no text that has loaded. */
bool request_open(struct results_request *request, struct lsp_server *server, struct lsp_document *document,
                  const struct json_value *params, struct fault *fault);
bool request_listed(struct results_request *request, struct fault *fault);
/* How many are asked for, PAGE_MOST at most. */
size_t count_asked(const struct json_value *params, const char *key, size_t otherwise);
/* `{ "标准": "12万元" }` */
struct request_setting *take_pairs(struct arena *arena, const struct json_value *object, size_t *count);

/* An answer's object, which stays open. */
void answer_begin(struct json *json, const struct results_request *request);
void json_count(struct json *json, const char *key, uint64_t count);
void json_slice(struct json *json, const char *key, struct slice text);
/* NULL where it is not known. */
void json_fen(struct json *json, const char *key, bool known, int64_t fen);
void json_flag(struct json *json, const char *key, bool value);
/* { sure, least, most } */
void json_sum(struct json *json, const char *key, bool known, int64_t sure, const struct bounds *bounds);
/* Against what is saved; an end that there is not stays open. */
void json_change(struct json *json, bool known, int64_t amount, int64_t amount_before, const struct bounds *now,
                 const struct bounds *before);

/* Of these, in files of their own. */
lsp_answer answer_find, answer_company;
lsp_answer answer_cases, answer_tables, answer_patterns, answer_regions;

#endif
