/* huiqi lsp: the editor server: JSON-RPC over standard input and output, as the Language Server Protocol has it.
 *
 * Messages are answered one after the other. Texts are kept as the editor sends them, whole or by ranges; after each change the
 * findings are published, but where the next message that has come already changes the same text again. What is malformed is
 * answered with an error or passed over; the server ends at `exit` or at the end of its input.
 *
 * What follows a load is bounded (base/workload.h); there is no way back out of it but a jump to the loop, which loses that
 * answer and what it had allocated outside of arenas. Nothing is written but answers. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/lsp.h"
#include "session/lenses.h"

enum { LONGEST = 64 << 20, HEADER_LONGEST = 4096, PIECE = 64 << 10, STEPS = 400 * 1000 * 1000, BYTES = 1 << 30 };
enum { PARSE_ERROR = -32700, INVALID = -32600, NO_METHOD = -32601, BAD_PARAMS = -32602, NOT_BEGUN = -32002, FAILED = -32803 };

struct lsp_input {
  struct buffer bytes;
  size_t at; /* what was taken of it */
  bool ended;
};

struct lsp_loop {
  struct lsp_server server;
  struct lsp_input input;
  struct workload workload;
  jmp_buf door;
  pthread_t thread;
  struct pace pace; /* of the message that is answered */
};

/* Messages in and out */

static void read_more(struct lsp_input *input)
{
  if (input->at) {
    memmove(input->bytes.at, input->bytes.at + input->at, input->bytes.length - input->at);
    input->bytes.length -= input->at;
    input->at = 0;
  }
  buffer_reserve(&input->bytes, PIECE);
  ssize_t got;
  do got = read(STDIN_FILENO, input->bytes.at + input->bytes.length, PIECE);
  while (got < 0 && errno == EINTR);
  if (got <= 0) input->ended = true;
  else input->bytes.length += (size_t)got;
}

/* The header's Content-Length, and where the body begins; false where the header is not whole. What has no length, or one that
 * is no number, counts as empty, so that the next message is found. */
static bool read_header(struct slice rest, size_t *body, size_t *length)
{
  static const char name[] = "content-length:";
  const char *end = memmem(rest.at, rest.length, "\r\n\r\n", 4);
  *length = 0;
  if (!end) return false;
  *body = (size_t)(end - rest.at) + 4;
  for (const char *line = rest.at; line < end; line++) {
    if (line > rest.at && line[-1] != '\n') continue;
    if ((size_t)(end - line) < sizeof name || strncasecmp(line, name, sizeof name - 1) != 0) continue;
    const char *digit = line + sizeof name - 1;
    while (*digit == ' ') digit++;
    for (; *digit >= '0' && *digit <= '9' && *length <= LONGEST; digit++) *length = *length * 10 + (size_t)(*digit - '0');
  }
  return true;
}

/* The next message that is there; `taken` is what it and its header have. */
static bool whole_message(const struct lsp_input *input, struct slice *message, size_t *taken)
{
  struct slice rest = { input->bytes.at + input->at, input->bytes.length - input->at };
  size_t body, length;
  if (!rest.length || !read_header(rest, &body, &length)) return false;
  if (length > LONGEST) length = rest.length - body; /* what is there is passed over */
  if (rest.length - body < length) return false;
  *message = (struct slice){ rest.at + body, length };
  *taken = body + length;
  return true;
}

/* Past terminal_write: what goes out is a protocol's bytes, for no terminal, and JSON has escaped what steers one. */
static bool send_out(struct slice message)
{
  struct buffer head = { 0 };
  buffer_printf(&head, "Content-Length: %zu\r\n\r\n", message.length);
  bool sent = file_write(STDOUT_FILENO, head.at, head.length) && file_write(STDOUT_FILENO, message.at, message.length);
  buffer_free(&head);
  return sent;
}

static bool send_message(struct lsp_server *server)
{
  bool sent = server->send(buffer_view(&server->out));
  buffer_reset(&server->out);
  return sent;
}

static struct json message_begin(struct lsp_server *server)
{
  buffer_reset(&server->out);
  struct json json = json_into(&server->out, false);
  json_object(&json);
  json_entry(&json, "jsonrpc", "2.0");
  return json;
}

static void json_id(struct json *json, const struct json_value *id)
{
  json_key(json, "id");
  if (json_string_of(id)) json_text(json, id->text);
  else if (json_is(id, JSON_NUMBER)) json_integer(json, json_integer_of(id, INT64_MIN / 2, INT64_MAX / 2, 0));
  else json_null(json);
}

static bool send_error(struct lsp_server *server, const struct json_value *id, int code, const char *text)
{
  struct json json = message_begin(server);
  json_id(&json, id);
  json_key(&json, "error"), json_object(&json);
  json_key(&json, "code"), json_integer(&json, code);
  json_entry(&json, "message", text);
  json_object_end(&json), json_object_end(&json);
  return send_message(server);
}

static bool send_fault(struct lsp_server *server, const struct json_value *id, const struct fault *fault)
{
  struct buffer text = { 0 };
  format_fault(&text, server->options->language, fault);
  bool sent = send_error(server, id, FAILED, buffer_take(&server->arena, &text).at);
  return sent;
}

/* Documents */

struct lsp_document *lsp_document_find(struct lsp_server *server, const char *uri)
{
  for (size_t i = 0; uri && i < server->document_count; i++)
    if (server->documents[i].open && strcmp(server->documents[i].uri, uri) == 0) return &server->documents[i];
  return NULL;
}

static void document_close(struct lsp_server *server, struct lsp_document *document)
{
  if (!document->open) return;
  if (server->stale == document->uri) server->stale = NULL;
  editor_script_close(&document->script);
  arena_free(&document->arena);
  *document = (struct lsp_document){ .open = false };
}

static struct lsp_document *document_open(struct lsp_server *server, const char *uri)
{
  struct lsp_document *document = lsp_document_find(server, uri);
  if (document) document_close(server, document);
  for (size_t i = 0; !document && i < server->document_count; i++)
    if (!server->documents[i].open) document = &server->documents[i];
  if (!document) {
    server->documents = arena_grow(&server->lasting, server->documents, server->document_count, &server->document_capacity,
                                   sizeof *server->documents);
    document = &server->documents[server->document_count++];
    *document = (struct lsp_document){ .open = false };
  }
  document->open = true;
  document->uri = arena_string(&document->arena, uri);
  editor_script_open(&document->script, lsp_path(&document->arena, uri), server->options->language, &server->load);
  return document;
}

static const char *uri_of(const struct json_value *params)
{
  return json_member_string(json_member(params, "textDocument"), "uri");
}

static void change_text(struct lsp_server *server, struct lsp_document *document, const struct json_value *change)
{
  const char *text = json_member_string(change, "text");
  const struct json_value *range = json_member(change, "range");
  struct slice now = document->script.text;
  if (!text) return;
  if (!json_is(range, JSON_OBJECT)) {
    editor_script_set(&document->script, slice_of(text));
    return;
  }
  size_t begin = lsp_offset(server, document, json_member(range, "start")),
         end = lsp_offset(server, document, json_member(range, "end"));
  if (end < begin) end = begin;
  struct buffer changed = { 0 };
  buffer_bytes(&changed, now.at, begin);
  buffer_text(&changed, text);
  buffer_bytes(&changed, now.at + end, now.length - end);
  editor_script_set(&document->script, buffer_view(&changed));
  buffer_free(&changed);
}

static bool publish(struct lsp_server *server, struct lsp_document *document)
{
  struct json json = message_begin(server);
  json_entry(&json, "method", "textDocument/publishDiagnostics");
  json_key(&json, "params");
  lsp_diagnostics(server, document, &json);
  json_object_end(&json);
  return send_message(server);
}

static bool publish_nothing(struct lsp_server *server, const char *uri)
{
  struct json json = message_begin(server);
  json_entry(&json, "method", "textDocument/publishDiagnostics");
  json_key(&json, "params"), json_object(&json);
  json_entry(&json, "uri", uri);
  json_key(&json, "diagnostics"), json_array(&json), json_array_end(&json);
  json_object_end(&json), json_object_end(&json);
  return send_message(server);
}

/* Does the next message, which has come already, change the same text? */
static bool changes_again(struct lsp_loop *loop, const char *uri)
{
  struct slice message;
  size_t taken;
  if (!whole_message(&loop->input, &message, &taken)) return false;
  const struct json_value *next = json_read(&loop->server.arena, message);
  const char *method = json_member_string(next, "method"), *other = uri_of(json_member(next, "params"));
  return method && other && strcmp(method, "textDocument/didChange") == 0 && strcmp(other, uri) == 0;
}

static bool notified(struct lsp_loop *loop, const char *method, const struct json_value *params)
{
  struct lsp_server *server = &loop->server;
  const char *uri = uri_of(params);
  if (!uri || !server->begun) return true;
  struct lsp_document *document = lsp_document_find(server, uri);
  if (strcmp(method, "textDocument/didOpen") == 0) {
    const struct json_value *item = json_member(params, "textDocument");
    document = document_open(server, uri);
    document->version = json_integer_of(json_member(item, "version"), INT32_MIN, INT32_MAX, 0);
    editor_script_set(&document->script, slice_of(json_member_string(item, "text") ? json_member_string(item, "text") : ""));
  } else if (document && strcmp(method, "textDocument/didChange") == 0) {
    const struct json_value *changes = json_member(params, "contentChanges");
    document->version = json_integer_of(json_member(json_member(params, "textDocument"), "version"), INT32_MIN, INT32_MAX, 0);
    for (const struct json_value *change = changes ? changes->first : NULL; change; change = change->next)
      change_text(server, document, change);
    if (changes_again(loop, uri)) return true;
  } else if (document && strcmp(method, "textDocument/didClose") == 0) {
    document_close(server, document);
    return server->quiet || publish_nothing(server, uri);
  } else {
    return true;
  }
  return server->quiet || publish(server, document);
}

/* Requests */

static bool initialize(struct lsp_server *server, const struct json_value *id, const struct json_value *params)
{
  const struct json_value *general = json_member(json_member(params, "capabilities"), "general");
  const struct json_value *encodings = json_member(general, "positionEncodings");
  for (const struct json_value *item = encodings ? encodings->first : NULL; item; item = item->next)
    server->utf8 |= json_string_of(item) && strcmp(item->text, "utf-8") == 0;
  const struct json_value *lens = json_member(json_member(json_member(params, "capabilities"), "workspace"), "codeLens");
  server->refreshes = json_is(json_member(lens, "refreshSupport"), JSON_TRUE);
  const struct json_value *wished = json_member(params, "initializationOptions");
  server->quiet = json_is(json_member(wished, "diagnostics"), JSON_FALSE);
  server->progress = json_is(json_member(wished, "progress"), JSON_TRUE);
  server->begun = true;
  struct json json = message_begin(server);
  json_id(&json, id);
  json_key(&json, "result");
  lsp_capabilities(&json, server->utf8);
  json_object_end(&json);
  return send_message(server);
}

static bool send_null(struct lsp_server *server, const struct json_value *id)
{
  struct json json = message_begin(server);
  json_id(&json, id);
  json_key(&json, "result"), json_null(&json);
  json_object_end(&json);
  return send_message(server);
}

static bool requested(struct lsp_loop *loop, const struct json_value *id, const char *method, const struct json_value *params)
{
  struct lsp_server *server = &loop->server;
  struct fault fault;
  if (strcmp(method, "initialize") == 0) return initialize(server, id, params);
  if (!server->begun) return send_error(server, id, NOT_BEGUN, "initialize comes first");
  if (server->over) return send_error(server, id, INVALID, "shutdown was asked for");
  if (strcmp(method, "shutdown") == 0) return server->over = true, send_null(server, id);
  lsp_answer *answer = lsp_answer_find(method);
  if (!answer) answer = lsp_results_find(method);
  if (!answer) return send_error(server, id, NO_METHOD, method);
  struct lsp_document *document = lsp_document_find(server, uri_of(params));
  if (!document) return send_error(server, id, BAD_PARAMS, "the document is not open");
  struct json json = message_begin(server);
  json_id(&json, id);
  json_key(&json, "result");
  if (!answer(server, document, params, &json, &fault)) return send_fault(server, id, &fault);
  json_object_end(&json);
  return send_message(server);
}

/* From whichever thread is at it: the one that answers waits for it, and what it has written so far stays as it is. */
static void tell_progress(void *context, const struct progress_place *place)
{
  struct lsp_loop *loop = context;
  struct buffer out = { 0 };
  if (!place || !loop->server.progress || !pace_due(&loop->pace, NULL)) return;
  struct json json = json_into(&out, false);
  json_object(&json);
  json_entry(&json, "jsonrpc", "2.0");
  json_entry(&json, "method", "huiqi/progress");
  json_key(&json, "params"), json_object(&json);
  json_entry(&json, "what", progress_stage_name(place->stage));
  json_key(&json, "done"), json_integer(&json, (int64_t)place->position);
  json_key(&json, "of"), json_integer(&json, (int64_t)place->size);
  json_object_end(&json), json_object_end(&json);
  loop->server.send(buffer_view(&out));
  buffer_free(&out);
}

/* What came after a load is over its bounds: back to the loop. Threads of a run have no way there. */
static void workload_left(const struct workload *workload, enum message message)
{
  struct lsp_loop *loop = workload->context;
  if (!pthread_equal(pthread_self(), loop->thread)) workload_over(workload, message);
  longjmp(loop->door, 1);
}

/* Behind the jump nobody knows in what state they are. */
static void forget_lists(struct lsp_server *server)
{
  server->results = script_results_open(&server->options->inputs);
}

/* False when no answer gets out any more. */
static bool handle_message(struct lsp_loop *loop, struct slice message)
{
  struct lsp_server *server = &loop->server;
  const struct json_value *root = json_read(&server->arena, message);
  if (!root) return send_error(server, NULL, PARSE_ERROR, "not JSON");
  const struct json_value *id = json_member(root, "id"), *params = json_member(root, "params");
  const char *method = json_member_string(root, "method");
  if (!method) return json_member(root, "result") || json_member(root, "error") || send_error(server, id, INVALID, "no method");
  loop->workload.spent = 0;
  if (setjmp(loop->door)) {
    forget_lists(server);
    return !id || send_error(server, id, FAILED, "over the limits of one policy");
  }
  return id ? requested(loop, id, method, params) : notified(loop, method, params);
}

/* Cases are judged when no message comes for a while; then the client is told to ask for lenses again. */
static void judge_meanwhile(struct lsp_loop *loop)
{
  enum { WHILE = 400 };
  struct lsp_server *server = &loop->server;
  struct pollfd waiting = { .fd = STDIN_FILENO, .events = POLLIN };
  struct lsp_document *document = lsp_document_find(server, server->stale);
  struct lenses lenses;
  struct fault fault;
  if (!document || poll(&waiting, 1, WHILE) != 0) return;
  server->stale = NULL;
  loop->workload.spent = 0;
  struct arena_mark mark = arena_mark(&server->arena);
  if (setjmp(loop->door)) {
    forget_lists(server);
    return;
  }
  bool judged = lenses_of(server->results, &document->script, &server->arena, true, &lenses, &fault);
  arena_rewind(&server->arena, mark);
  if (!judged) return;
  struct json json = message_begin(server);
  json_key(&json, "id"), json_text(&json, "lenses");
  json_entry(&json, "method", "workspace/codeLens/refresh");
  json_object_end(&json);
  send_message(server);
}

static bool next_message(struct lsp_loop *loop, struct slice *message, size_t *taken)
{
  struct lsp_input *input = &loop->input;
  for (;;) {
    if (whole_message(input, message, taken)) return true;
    bool endless =
        input->bytes.length - input->at > HEADER_LONGEST && !memmem(input->bytes.at + input->at, HEADER_LONGEST, "\r\n\r\n", 4);
    if (endless) input->at = input->bytes.length - 3; /* the beginning of an end may be there */
    if (input->ended) return false;
    judge_meanwhile(loop);
    read_more(input);
  }
}

static bool is_exit(struct arena *arena, struct slice message)
{
  const char *method = json_member_string(json_read(arena, message), "method");
  return method && strcmp(method, "exit") == 0;
}

struct lsp_loop *lsp_open(struct arena *arena, const struct options *options, lsp_send *send)
{
  struct lsp_loop *loop = arena_alloc(arena, sizeof *loop);
  struct options *own = arena_alloc(arena, sizeof *own);
  *own = *options;
  own->inputs.workload_over = workload_left;
  own->inputs.workload_context = loop;
  if (!own->inputs.progress.hear) own->inputs.progress = (struct progress_hook){ tell_progress, loop };
  loop->thread = pthread_self();
  loop->workload = (struct workload){
    .limit = STEPS, .bytes_limit = BYTES, .language = options->language, .over = workload_left, .context = loop
  };
  loop->server.options = own;
  loop->server.send = send;
  loop->server.load = load_options_times(options->inputs.limits);
  loop->server.load.language = options->language;
  loop->server.load.workload = &loop->workload;
  loop->server.results = script_results_open(&own->inputs);
  return loop;
}

bool lsp_take(struct lsp_loop *loop, struct slice message)
{
  struct arena_mark mark = arena_mark(&loop->server.arena);
  loop->pace = pace_begin(PACE_FIRST, PACE_AGAIN);
  bool goes_on = !is_exit(&loop->server.arena, message) && handle_message(loop, message);
  arena_rewind(&loop->server.arena, mark);
  return goes_on;
}

int command_lsp(struct arena *arena, const struct options *options)
{
  struct lsp_loop *loop = lsp_open(arena, options, send_out);
  struct slice message;
  size_t taken;
  bool goes_on = true;
  while (goes_on && next_message(loop, &message, &taken)) {
    loop->input.at += taken; /* the bytes stay where they are until more are read */
    goes_on = lsp_take(loop, message);
  }
  for (size_t i = 0; i < loop->server.document_count; i++) document_close(&loop->server, &loop->server.documents[i]);
  script_results_close(loop->server.results);
  arena_free(&loop->server.arena);
  arena_free(&loop->server.lasting);
  buffer_free(&loop->server.out);
  buffer_free(&loop->input.bytes);
  return loop->server.over ? COMMAND_DONE : COMMAND_PROBLEMS;
}
