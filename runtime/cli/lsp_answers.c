/* What the editor server answers to each request: the data of session/editor as the protocol's JSON. */
#include <string.h>

#include "cli/lsp.h"
#include "session/editor_format.h"
#include "session/lenses.h"

/* Positions */

static int hex_digit(char c)
{
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

const char *lsp_path(struct arena *arena, const char *uri)
{
  static const char scheme[] = "file://";
  if (strncmp(uri, scheme, sizeof scheme - 1) != 0) return arena_string(arena, uri);
  const char *at = strchr(uri + sizeof scheme - 1, '/'); /* behind the host */
  struct buffer path = { 0 };
  for (; at && *at; at++) {
    bool escaped = at[0] == '%' && hex_digit(at[1]) >= 0 && hex_digit(at[2]) >= 0 && (at[1] != '0' || at[2] != '0');
    buffer_char(&path, escaped ? (char)(hex_digit(at[1]) * 16 + hex_digit(at[2])) : *at);
    if (escaped) at += 2;
  }
  return buffer_take(arena, &path).at;
}

size_t lsp_offset(const struct lsp_server *server, const struct lsp_document *document, const struct json_value *position)
{
  size_t line = (size_t)json_integer_of(json_member(position, "line"), 0, INT32_MAX, 0);
  size_t unit = (size_t)json_integer_of(json_member(position, "character"), 0, INT32_MAX, 0);
  return text_offset_of(&document->script.lines, line, unit, !server->utf8);
}

static void json_position(const struct lsp_server *server, const struct lsp_document *document, struct json *json,
                          const char *key, size_t offset)
{
  struct text_position position = text_position_of(&document->script.lines, offset);
  json_key(json, key), json_object(json);
  json_key(json, "line"), json_integer(json, (int64_t)position.line);
  json_key(json, "character"), json_integer(json, (int64_t)(server->utf8 ? position.byte : position.utf16));
  json_object_end(json);
}

void lsp_range(const struct lsp_server *server, const struct lsp_document *document, struct json *json, const char *key,
               struct text_span at)
{
  if (key) json_key(json, key);
  json_object(json);
  json_position(server, document, json, "start", at.begin);
  json_position(server, document, json, "end", at.end);
  json_object_end(json);
}

static size_t offset_asked(const struct lsp_server *server, const struct lsp_document *document, const struct json_value *params)
{
  return lsp_offset(server, document, json_member(params, "position"));
}

static void json_number_entry(struct json *json, const char *key, size_t number)
{
  json_key(json, key);
  json_integer(json, (int64_t)number);
}

static void json_edit(const struct lsp_server *server, const struct lsp_document *document, struct json *json,
                      struct text_span at, const char *text)
{
  json_object(json);
  lsp_range(server, document, json, "range", at);
  json_entry(json, "newText", text);
  json_object_end(json);
}

/* What the server can do */

static const char *const colour_names[EDITOR_COLOURS] = {
  [COLOUR_KEYWORD] = "keyword",     [COLOUR_COMMENT] = "comment",   [COLOUR_STRING] = "string",
  [COLOUR_NUMBER] = "number",       [COLOUR_FUNCTION] = "function", [COLOUR_PROPERTY] = "property",
  [COLOUR_VARIABLE] = "variable",   [COLOUR_FIELD] = "type",        [COLOUR_PARAMETER] = "parameter",
  [COLOUR_NAMESPACE] = "namespace", [COLOUR_ID] = "enumMember",     [COLOUR_DECLARATION] = "class",
};

static void flag(struct json *json, const char *key, bool value)
{
  json_key(json, key);
  json_boolean(json, value);
}

static void capabilities_of_texts(struct json *json)
{
  json_key(json, "completionProvider"), json_object(json);
  json_key(json, "triggerCharacters"), json_array(json);
  json_text(json, "."), json_text(json, "\""), json_text(json, "{");
  json_array_end(json), json_object_end(json);
  json_key(json, "renameProvider"), json_object(json), flag(json, "prepareProvider", true), json_object_end(json);
  json_key(json, "codeLensProvider"), json_object(json), flag(json, "resolveProvider", false), json_object_end(json);
  json_key(json, "codeActionProvider"), json_object(json);
  json_key(json, "codeActionKinds"), json_array(json), json_text(json, "quickfix"), json_array_end(json);
  json_object_end(json);
  json_key(json, "semanticTokensProvider"), json_object(json);
  json_key(json, "legend"), json_object(json);
  json_key(json, "tokenTypes"), json_array(json);
  for (int i = 0; i < EDITOR_COLOURS; i++) json_text(json, colour_names[i]);
  json_array_end(json);
  json_key(json, "tokenModifiers"), json_array(json), json_text(json, "declaration"), json_array_end(json);
  json_object_end(json);
  flag(json, "full", true);
  json_object_end(json);
}

void lsp_capabilities(struct json *json, bool utf8)
{
  static const char *const plain[] = {
    "hoverProvider",          "definitionProvider",   "referencesProvider",        "documentHighlightProvider",
    "documentSymbolProvider", "foldingRangeProvider", "documentFormattingProvider"
  };
  json_object(json);
  json_key(json, "capabilities"), json_object(json);
  json_entry(json, "positionEncoding", utf8 ? "utf-8" : "utf-16");
  json_key(json, "textDocumentSync"), json_object(json);
  flag(json, "openClose", true);
  json_key(json, "change"), json_integer(json, 2); /* by ranges */
  json_object_end(json);
  for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) flag(json, plain[i], true);
  capabilities_of_texts(json);
  json_object_end(json);
  json_key(json, "serverInfo"), json_object(json);
  json_entry(json, "name", "huiqi");
  json_entry(json, "version", program_version);
  json_object_end(json);
  json_object_end(json);
}

/* Findings */

static struct editor_findings findings_of(struct lsp_server *server, struct lsp_document *document)
{
  return editor_findings_of(&document->script, &server->arena,
                            server->options->inputs.on_given ? server->options->inputs.on : date_today());
}

static void json_finding(const struct lsp_server *server, const struct lsp_document *document, struct json *json,
                         const struct editor_finding *finding)
{
  static const int severities[] = { [EDITOR_ERROR] = 1, [EDITOR_WARNING] = 2, [EDITOR_ADVICE] = 3 };
  json_object(json);
  lsp_range(server, document, json, "range", finding->at);
  json_key(json, "severity"), json_integer(json, severities[finding->severity]);
  json_entry(json, "code", finding->code);
  json_entry(json, "source", "huiqi");
  json_entry(json, "message", finding->message);
  json_object_end(json);
}

void lsp_diagnostics(struct lsp_server *server, struct lsp_document *document, struct json *json)
{
  struct editor_findings findings = findings_of(server, document);
  json_object(json);
  json_entry(json, "uri", document->uri);
  json_key(json, "version"), json_integer(json, document->version);
  json_key(json, "diagnostics"), json_array(json);
  for (size_t i = 0; i < findings.count; i++) json_finding(server, document, json, &findings.items[i]);
  json_array_end(json);
  json_object_end(json);
}

static void json_fix(struct lsp_server *server, struct lsp_document *document, struct json *json,
                     const struct editor_finding *finding, const struct fix *fix)
{
  struct buffer title = { 0 };
  const struct source_edit *first = &fix->edits[0];
  struct arena *arena = &server->arena;
  const char *before = arena_copy(arena, document->script.text.at + first->begin, first->end - first->begin);
  message_text(&title, server->options->language, *first->text ? MSG_EDITOR_FIX : MSG_EDITOR_FIX_REMOVE, before, first->text,
               NULL);
  json_object(json);
  json_entry(json, "title", buffer_take(arena, &title).at);
  json_entry(json, "kind", "quickfix");
  if (fix->certain) flag(json, "isPreferred", true);
  json_key(json, "diagnostics"), json_array(json), json_finding(server, document, json, finding), json_array_end(json);
  json_key(json, "edit"), json_object(json);
  json_key(json, "changes"), json_object(json);
  json_key(json, document->uri), json_array(json);
  for (size_t i = 0; i < fix->edit_count; i++)
    json_edit(server, document, json, (struct text_span){ fix->edits[i].begin, fix->edits[i].end }, fix->edits[i].text);
  json_array_end(json), json_object_end(json), json_object_end(json);
  json_object_end(json);
}

/* For findings that touch the range. */
static bool answer_actions(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                           struct json *json, struct fault *fault)
{
  const struct json_value *range = json_member(params, "range");
  size_t begin = lsp_offset(server, document, json_member(range, "start")),
         end = lsp_offset(server, document, json_member(range, "end"));
  struct editor_findings findings = findings_of(server, document);
  (void)fault;
  json_array(json);
  for (size_t i = 0; i < findings.count; i++)
    for (size_t k = 0; k < findings.items[i].fix_count && findings.items[i].at.begin <= end && findings.items[i].at.end >= begin;
         k++)
      if (findings.items[i].fixes[k].edit_count)
        json_fix(server, document, json, &findings.items[i], &findings.items[i].fixes[k]);
  json_array_end(json);
  return true;
}

/* Words and names */

static void json_markdown(struct json *json, const char *key, const char *text)
{
  json_key(json, key), json_object(json);
  json_entry(json, "kind", "markdown");
  json_entry(json, "value", text);
  json_object_end(json);
}

static bool answer_hover(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                         struct json *json, struct fault *fault)
{
  struct text_span at;
  struct slice published = project_policy_text(&server->arena, document->script.path, &server->options->inputs);
  const char *said = editor_hover(&document->script, &server->arena, offset_asked(server, document, params), published, &at);
  (void)fault;
  if (!said) return json_null(json), true;
  json_object(json);
  json_markdown(json, "contents", said);
  lsp_range(server, document, json, "range", at);
  json_object_end(json);
  return true;
}

static bool answer_completion(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                              struct json *json, struct fault *fault)
{
  static const int kinds[] = { [ITEM_WORD] = 3,  [ITEM_KEY] = 10,       [ITEM_FIELD] = 5, [ITEM_TABLE] = 7,
                               [ITEM_LOCAL] = 6, [ITEM_PARAMETER] = 21, [ITEM_TEXT] = 12, [ITEM_MODULE] = 9 };
  struct editor_items items = editor_complete(&document->script, &server->arena, offset_asked(server, document, params));
  (void)fault;
  json_array(json);
  for (size_t i = 0; i < items.count; i++) {
    const struct editor_item *item = &items.items[i];
    json_object(json);
    json_entry(json, "label", item->label);
    json_key(json, "kind"), json_integer(json, kinds[item->kind]);
    if (*item->detail) json_entry(json, "detail", item->detail);
    if (item->help) json_markdown(json, "documentation", item->help);
    json_entry(json, "sortText", arena_printf(&server->arena, "%04zu", i)); /* the order is by what fits best */
    json_key(json, "textEdit"), json_edit(server, document, json, items.at, item->insert);
    json_object_end(json);
  }
  json_array_end(json);
  return true;
}

static void json_location(const struct lsp_server *server, const struct lsp_document *document, struct json *json,
                          struct text_span at)
{
  json_object(json);
  json_entry(json, "uri", document->uri);
  lsp_range(server, document, json, "range", at);
  json_object_end(json);
}

static bool answer_definition(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                              struct json *json, struct fault *fault)
{
  struct text_span at;
  (void)fault;
  if (editor_definition(&document->script, offset_asked(server, document, params), &at))
    json_location(server, document, json, at);
  else json_null(json);
  return true;
}

static struct text_spans references_asked(struct lsp_server *server, struct lsp_document *document,
                                          const struct json_value *params, bool declaration)
{
  return editor_references(&document->script, &server->arena, offset_asked(server, document, params), declaration);
}

static bool answer_references(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                              struct json *json, struct fault *fault)
{
  bool declaration = json_is(json_member(json_member(params, "context"), "includeDeclaration"), JSON_TRUE);
  struct text_spans spans = references_asked(server, document, params, declaration);
  (void)fault;
  json_array(json);
  for (size_t i = 0; i < spans.count; i++) json_location(server, document, json, spans.items[i]);
  json_array_end(json);
  return true;
}

static bool answer_highlights(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                              struct json *json, struct fault *fault)
{
  struct text_spans spans = references_asked(server, document, params, true);
  (void)fault;
  json_array(json);
  for (size_t i = 0; i < spans.count; i++) {
    json_object(json);
    lsp_range(server, document, json, "range", spans.items[i]);
    json_object_end(json);
  }
  json_array_end(json);
  return true;
}

static bool answer_rename_at(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                             struct json *json, struct fault *fault)
{
  struct text_span at;
  (void)fault;
  if (editor_rename_at(&document->script, offset_asked(server, document, params), &at))
    lsp_range(server, document, json, NULL, at);
  else json_null(json);
  return true;
}

static bool answer_rename(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                          struct json *json, struct fault *fault)
{
  struct text_span at;
  const char *name = json_member_string(params, "newName");
  size_t offset = offset_asked(server, document, params);
  if (!editor_rename_at(&document->script, offset, &at)) return json_null(json), true;
  if (!editor_rename_fits(&document->script, offset, name ? name : "", fault)) return false;
  struct text_spans spans = references_asked(server, document, params, true);
  json_object(json);
  json_key(json, "changes"), json_object(json);
  json_key(json, document->uri), json_array(json);
  for (size_t i = 0; i < spans.count; i++) json_edit(server, document, json, spans.items[i], name);
  json_array_end(json), json_object_end(json), json_object_end(json);
  return true;
}

/* The whole script */

static bool answer_symbols(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                           struct json *json, struct fault *fault)
{
  static const int kinds[] = { [SYMBOL_POLICY] = 4,     [SYMBOL_CLAUSE] = 3, [SYMBOL_MEASURE] = 5,
                               [SYMBOL_PARAMETER] = 14, [SYMBOL_TABLE] = 23, [SYMBOL_FUNCTION] = 12 };
  struct editor_outline outline = editor_outline_of(&document->script, &server->arena);
  (void)params, (void)fault;
  json_array(json);
  for (size_t i = 0; i < outline.count; i++) {
    const struct editor_symbol *symbol = &outline.items[i];
    bool parent = i + 1 < outline.count && outline.items[i + 1].depth > symbol->depth;
    json_object(json);
    json_entry(json, "name", *symbol->name ? symbol->name : symbol->detail);
    json_entry(json, "detail", symbol->detail);
    json_key(json, "kind"), json_integer(json, kinds[symbol->kind]);
    lsp_range(server, document, json, "range", symbol->at);
    lsp_range(server, document, json, "selectionRange", symbol->name_at);
    if (parent) {
      json_key(json, "children"), json_array(json);
      continue;
    }
    json_object_end(json);
    if (symbol->depth && (i + 1 == outline.count || !outline.items[i + 1].depth)) json_array_end(json), json_object_end(json);
  }
  json_array_end(json);
  return true;
}

static bool answer_folds(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                         struct json *json, struct fault *fault)
{
  struct editor_folds folds = editor_folds_of(&document->script, &server->arena);
  (void)params, (void)fault;
  json_array(json);
  for (size_t i = 0; i < folds.count; i++) {
    json_object(json);
    json_number_entry(json, "startLine", folds.items[i].first);
    json_number_entry(json, "endLine", folds.items[i].last);
    if (folds.items[i].comment) json_entry(json, "kind", "comment");
    json_object_end(json);
  }
  json_array_end(json);
  return true;
}

/* Five numbers a token, places as distances from the one before. */
static bool answer_colours(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                           struct json *json, struct fault *fault)
{
  struct editor_colours colours = editor_colours_of(&document->script, &server->arena);
  struct text_position last = { 0, 0, 0 };
  (void)params, (void)fault;
  json_object(json);
  json_key(json, "data"), json_array(json);
  for (size_t i = 0; i < colours.count; i++) {
    const struct coloured *token = &colours.items[i];
    struct text_position from = text_position_of(&document->script.lines, token->at.begin);
    struct slice text = { document->script.text.at + token->at.begin, token->at.end - token->at.begin };
    size_t here = server->utf8 ? from.byte : from.utf16, before = server->utf8 ? last.byte : last.utf16;
    json_integer(json, (int64_t)(from.line - last.line));
    json_integer(json, (int64_t)(from.line == last.line ? here - before : here));
    json_integer(json, (int64_t)(server->utf8 ? text.length : utf16_length(text)));
    json_integer(json, token->colour);
    json_integer(json, token->declares);
    last = from;
  }
  json_array_end(json), json_object_end(json);
  return true;
}

static bool answer_format(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                          struct json *json, struct fault *fault)
{
  struct slice text = document->script.text, laid;
  (void)params, (void)fault;
  json_array(json);
  if (script_format(&server->arena, text, &laid) && !slice_equal(text, laid))
    json_edit(server, document, json, (struct text_span){ 0, text.length }, laid.at);
  json_array_end(json);
  return true;
}

static void json_lens(const struct lsp_server *server, const struct lsp_document *document, struct json *json,
                      struct text_span at, const char *title)
{
  json_object(json);
  lsp_range(server, document, json, "range", at);
  json_key(json, "command"), json_object(json);
  json_entry(json, "title", title);
  json_entry(json, "command", "");
  json_object_end(json), json_object_end(json);
}

/* What cannot be read is said above the first line. */
static bool answer_lenses(struct lsp_server *server, struct lsp_document *document, const struct json_value *params,
                          struct json *json, struct fault *fault)
{
  struct lenses lenses;
  struct buffer title = { 0 };
  (void)params;
  json_array(json);
  if (!lenses_of(server->results, &document->script, &server->arena, !server->refreshes, &lenses, fault)) {
    format_fault(&title, server->options->language, fault);
    json_lens(server, document, json, (struct text_span){ 0, 0 }, buffer_take(&server->arena, &title).at);
    lenses.count = 0;
  }
  server->stale = lenses.stale ? document->uri : NULL;
  for (size_t i = 0; i < lenses.count; i++) {
    format_lens(&title, &lenses.items[i], server->options->language);
    json_lens(server, document, json, lenses.items[i].at, buffer_take(&server->arena, &title).at);
  }
  json_array_end(json);
  return true;
}

lsp_answer *lsp_answer_find(const char *method)
{
  static const struct {
    const char *method;
    lsp_answer *answer;
  } answers[] = {
    { "textDocument/hover", answer_hover },
    { "textDocument/completion", answer_completion },
    { "textDocument/definition", answer_definition },
    { "textDocument/references", answer_references },
    { "textDocument/documentHighlight", answer_highlights },
    { "textDocument/prepareRename", answer_rename_at },
    { "textDocument/rename", answer_rename },
    { "textDocument/documentSymbol", answer_symbols },
    { "textDocument/foldingRange", answer_folds },
    { "textDocument/semanticTokens/full", answer_colours },
    { "textDocument/formatting", answer_format },
    { "textDocument/codeAction", answer_actions },
    { "textDocument/codeLens", answer_lenses },
  };
  for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
    if (strcmp(answers[i].method, method) == 0) return answers[i].answer;
  return NULL;
}
