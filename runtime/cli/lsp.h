/* The editor server's parts: messages as they come and go, and what is answered to each request. */
#ifndef CLI_LSP_H
#define CLI_LSP_H

#include "base/json_value.h"
#include "cli/command.h"
#include "session/editor.h"
#include "session/script_results.h"
#include "write/json.h"

/* A document that is open in the editor. */
struct lsp_document {
  const char *uri; /* owned by its own arena */
  struct arena arena;
  struct editor_script script;
  int64_t version;
  bool open;
};

/* A message on its way to the client; false: it does not get out any more. */
typedef bool lsp_send(struct slice message);

struct lsp_server {
  struct arena arena; /* of the message that is answered; rewound after each */
  const struct options *options;
  struct load_options load;
  struct lsp_document *documents;
  size_t document_count, document_capacity;
  struct arena lasting;
  struct script_results *results;
  bool utf8, begun, over; /* positions count bytes; initialize was answered; shutdown was asked for */
  bool quiet;             /* findings are not published (initializationOptions: "diagnostics": false) */
  bool progress;          /* the client wants to hear how far one is (initializationOptions: "progress": true) */
  bool refreshes;         /* the client asks for lenses again when it is told to */
  const char *stale;      /* the document whose cases are to be judged when nothing else is to do; NULL: none */
  struct buffer out;      /* of messages to be sent */
  lsp_send *send;
};

/* An answer under way: `json` stands behind `"result":`. */
typedef bool lsp_answer(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                        struct json *json, struct fault *fault);

/* The server without its streams, for who brings messages in another way (web/server); it lives as long as the arena. lsp_take
 * answers one message; false: it was the last. How far it is goes to the options' `progress`; where nobody hears that, to the
 * client as huiqi/progress, if it asked for that. */
struct lsp_loop;
struct lsp_loop *lsp_open(struct arena *arena, const struct options *options, lsp_send *send);
bool lsp_take(struct lsp_loop *loop, struct slice message);

/* Answers a request about a document, by its method; NULL: there is none of this name. */
lsp_answer *lsp_answer_find(const char *method);
/* The same of what is asked about the results of its script over the list of its project: methods huiqi/…. */
lsp_answer *lsp_results_find(const char *method);
/* What the server can do, for `initialize`. */
void lsp_capabilities(struct json *json, bool utf8);
/* textDocument/publishDiagnostics. */
void lsp_diagnostics(struct lsp_server *server, struct lsp_document *document, struct json *json);
struct lsp_document *lsp_document_find(struct lsp_server *server, const char *uri);
/* A file's path by its URI; of another kind of URI itself. */
const char *lsp_path(struct arena *arena, const char *uri);
/* A position's offset. */
size_t lsp_offset(const struct lsp_server *server, const struct lsp_document *document, const struct json_value *position);
void lsp_range(const struct lsp_server *server, const struct lsp_document *document, struct json *json, const char *key,
               struct text_span at);

#endif
