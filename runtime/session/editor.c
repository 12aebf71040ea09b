/* A script in an editor: loaded, its findings, its outline, its folds and its names. */
#include "session/editor_parts.h"

#include "explain/check.h"
#include "explain/check_across.h"
#include "session/findings.h"
#include "syntax/fix.h"

/* Text and model */

struct editor_model {
  struct arena arena;
  struct script_text script;
  struct faults faults;
  struct model *model; /* NULL: it has errors */
};

void editor_script_open(struct editor_script *script, const char *path, enum language language, const struct load_options *load)
{
  *script = (struct editor_script){ .path = path, .language = language, .load = load };
}

static void forget_model(struct editor_model **model)
{
  if (!*model) return;
  struct arena arena = (*model)->arena; /* it lives in its own */
  arena_free(&arena);
  *model = NULL;
}

/* The load of the text before: kept where it is the last good one. */
static void forget_load(struct editor_script *script)
{
  if (script->loaded != script->good) forget_model(&script->loaded);
  script->loaded = NULL;
}

void editor_script_set(struct editor_script *script, struct slice text)
{
  struct arena arena = { 0 };
  struct slice copy = slice_copy(&arena, text);
  arena_free(&script->arena);
  forget_load(script);
  script->arena = arena;
  script->text = copy;
  script->lines = text_lines_of(&script->arena, copy);
  script->tokens = script_tokens_read(&script->arena, copy);
  script->names = script_names_read(&script->arena, &script->tokens);
}

void editor_script_close(struct editor_script *script)
{
  forget_load(script);
  forget_model(&script->good);
  arena_free(&script->arena);
}

static struct editor_model *model_new(void)
{
  struct arena arena = { 0 };
  struct editor_model *model = arena_alloc(&arena, sizeof *model);
  model->arena = arena;
  return model;
}

static struct editor_model *load_of(struct editor_script *script)
{
  if (script->loaded) return script->loaded;
  struct editor_model *loaded = script->loaded = model_new();
  if (script->load->workload) script->load->workload->spent = 0;
  loaded->script = (struct script_text){ .path = script->path, .text = slice_copy(&loaded->arena, script->text) };
  loaded->model = model_load(&loaded->arena, &loaded->script, 1, script->load, &loaded->faults);
  if (!loaded->model) return loaded;
  forget_model(&script->good);
  script->good = loaded;
  return loaded;
}

const struct model *editor_model_of(struct editor_script *script)
{
  load_of(script);
  if (script->good) return script->good->model;
  script->good = model_new();
  return script->good->model = model_dictionary(&script->good->arena, &script->good->faults);
}

/* Findings */

static void add_finding(struct editor_script *script, struct arena *arena, struct editor_findings *findings,
                        const struct fault *fault)
{
  struct fault said = *fault;
  struct buffer text = { 0 };
  struct editor_finding *finding = &findings->items[findings->count++];
  size_t begin = source_offset(script->text, (struct source_place){ fault->line, fault->column ? fault->column : 1 });
  size_t end = source_offset(script->text, (struct source_place){ fault->end_line, fault->end_column });
  if (begin == SIZE_MAX) begin = end = 0;
  if (end == SIZE_MAX || end < begin) end = begin;
  fault_at(&said, NULL, 0, 0);
  format_fault(&text, script->language, &said);
  *finding = (struct editor_finding){ .at = { begin, end },
                                      .severity = fault->kind != FAULT_NONE  ? EDITOR_ERROR
                                                  : finding_is_advice(fault) ? EDITOR_ADVICE
                                                                             : EDITOR_WARNING,
                                      .code = message_code(fault->message),
                                      .message = buffer_take(arena, &text).at,
                                      .fixes = fault->fixes,
                                      .fix_count = fault->fix_count };
}

struct editor_findings editor_findings_of(struct editor_script *script, struct arena *arena, date today)
{
  struct editor_model *loaded = load_of(script);
  struct faults found = { 0 };
  struct silences silences = { 0 };
  const struct check_options check = { .language = script->language, .today = today };
  for (size_t i = 0; i < loaded->faults.count; i++) *faults_add(arena, &found) = loaded->faults.items[i];
  silences_read(arena, &loaded->script, 1, &silences);
  if (loaded->model) {
    check_model(arena, loaded->model, &check, &found);
    check_competition(arena, loaded->model, script->language, &found);
  }
  struct editor_findings findings = { .items = arena_array(arena, found.count + 1, sizeof *findings.items) };
  for (size_t i = 0; i < found.count; i++) {
    struct fault *fault = &found.items[i];
    bool elsewhere = fault->file && strcmp(fault->file, script->path) != 0;
    if (elsewhere || (fault->kind == FAULT_NONE && silences_cover(&silences, &loaded->script, fault))) continue;
    fault_complete(arena, loaded->script.text, fault);
    add_finding(script, arena, &findings, fault);
  }
  return findings;
}

/* Outline */

bool script_declares_measure(const struct script_declaration *declared)
{
  return measure_kind_find(slice_of(declared->word->chinese)) != MEASURE_KINDS;
}

static struct editor_symbol *add_symbol(struct arena *arena, struct editor_outline *outline, enum editor_symbol_kind kind,
                                        const char *name, struct text_span at, struct text_span name_at)
{
  outline->items = arena_grow(arena, outline->items, outline->count, &outline->capacity, sizeof *outline->items);
  outline->items[outline->count] =
      (struct editor_symbol){ .kind = kind, .name = name, .at = at, .name_at = name_at, .detail = "" };
  return &outline->items[outline->count++];
}

static enum editor_symbol_kind symbol_kind(const struct script_declaration *declared)
{
  const char *word = declared->word->english;
  if (strcmp(word, "policy") == 0) return SYMBOL_POLICY;
  if (strcmp(word, "parameter") == 0) return SYMBOL_PARAMETER;
  return strcmp(word, "data_table") == 0 ? SYMBOL_TABLE : SYMBOL_MEASURE;
}

/* `["2022-01-01"] =`: the token behind it; NOWHERE: the bracket begins no such entry. */
static size_t dated_entry(const struct script_tokens *tokens, struct arena *arena, size_t bracket, date from)
{
  size_t text = script_token_after(tokens, bracket), close = tokens->items[bracket].partner;
  date day;
  if (script_token_kind(tokens, text) != TOKEN_STRING || close == NOWHERE) return NOWHERE;
  if (!date_parse(slice_of(script_token_string(arena, tokens, text)), &day) || day != from) return NOWHERE;
  size_t equals = script_token_after(tokens, close);
  return script_token_kind(tokens, equals) == TOKEN_ASSIGN ? script_token_after(tokens, equals) : NOWHERE;
}

/* The expression that begins at a token, up to the end of its entry in the { }. */
static struct text_span entry_span(const struct script_tokens *tokens, size_t open, size_t first)
{
  size_t last = first;
  for (size_t i = first; i < tokens->count && i < tokens->items[open].partner; i++) {
    const struct script_token *token = &tokens->items[i];
    if (token->comment) continue;
    if (token->inside == open && (token->kind == TOKEN_COMMA || token->kind == TOKEN_SEMICOLON)) break;
    last = i;
  }
  return (struct text_span){ tokens->items[first].at.begin, tokens->items[last].at.end };
}

bool editor_parameter_value(const struct editor_script *script, struct arena *arena, const char *name, date from,
                            struct text_span *at)
{
  const struct script_tokens *tokens = &script->tokens;
  for (size_t i = 0; i < script->names.declaration_count; i++) {
    const struct script_declaration *declared = &script->names.declarations[i];
    if (symbol_kind(declared) != SYMBOL_PARAMETER || declared->name == NOWHERE || declared->open == NOWHERE) continue;
    if (strcmp(script_token_string(arena, tokens, declared->name), name) != 0) continue;
    for (size_t k = declared->open; k < tokens->count && k < tokens->items[declared->open].partner; k++) {
      bool bracket = tokens->items[k].inside == declared->open && tokens->items[k].kind == TOKEN_BRACKET_OPEN;
      size_t first = bracket && !tokens->items[k].comment ? dated_entry(tokens, arena, k, from) : NOWHERE;
      if (first != NOWHERE) return *at = entry_span(tokens, declared->open, first), true;
    }
  }
  return false;
}

struct outlining {
  struct editor_script *script;
  struct arena *arena;
  struct editor_outline outline;
  size_t clause; /* 1 + position of the clause that is open; 0: none */
};

static const char *word_of(const struct editor_script *script, const struct word *word)
{
  return script->language == LANGUAGE_ENGLISH ? word->english : word->chinese;
}

static void outline_declaration(struct outlining *outlining, const struct script_declaration *declared)
{
  const struct script_tokens *tokens = &outlining->script->tokens;
  struct arena *arena = outlining->arena;
  enum editor_symbol_kind kind = symbol_kind(declared);
  if (strcmp(declared->word->english, "use") == 0) return;
  size_t name = declared->name != NOWHERE ? declared->name : script_entry(tokens, declared->open, word_next("title", NULL));
  bool named = script_token_kind(tokens, name) == TOKEN_STRING;
  struct text_span at = { tokens->items[declared->first].at.begin, tokens->items[declared->last].at.end };
  struct text_span name_at = tokens->items[named ? name : declared->first].at;
  struct editor_symbol *open = outlining->clause ? &outlining->outline.items[outlining->clause - 1] : NULL;
  const char *clause = declared->clause != NOWHERE ? script_token_string(arena, tokens, declared->clause) : NULL;
  if (!script_declares_measure(declared) || !clause || (open && strcmp(open->name, clause) != 0)) outlining->clause = 0;
  if (script_declares_measure(declared) && clause && !outlining->clause) {
    add_symbol(arena, &outlining->outline, SYMBOL_CLAUSE, clause, at, at);
    outlining->clause = outlining->outline.count;
  }
  if (outlining->clause) outlining->outline.items[outlining->clause - 1].at.end = at.end;
  struct editor_symbol *symbol =
      add_symbol(arena, &outlining->outline, kind,
                 named ? script_token_string(arena, tokens, name) : word_of(outlining->script, declared->word), at, name_at);
  symbol->depth = outlining->clause != 0;
  symbol->detail = word_of(outlining->script, declared->word);
  if (declared->id != NOWHERE)
    symbol->detail = arena_printf(arena, "%s %s", symbol->detail, script_token_string(arena, tokens, declared->id));
}

/* `local function 名(…) … end`, not inside of anything. */
static void outline_function(struct outlining *outlining, size_t local)
{
  const struct script_tokens *tokens = &outlining->script->tokens;
  size_t function = script_token_after(tokens, local), name = script_token_after(tokens, function);
  if (script_token_kind(tokens, function) != TOKEN_FUNCTION || script_token_kind(tokens, name) != TOKEN_NAME) return;
  size_t end = tokens->items[function].partner != NOWHERE ? tokens->items[function].partner : name;
  struct text_span at = { tokens->items[local].at.begin, tokens->items[end].at.end };
  outlining->clause = 0;
  add_symbol(outlining->arena, &outlining->outline, SYMBOL_FUNCTION, script_token_string(outlining->arena, tokens, name), at,
             tokens->items[name].at);
}

struct editor_outline editor_outline_of(struct editor_script *script, struct arena *arena)
{
  struct outlining outlining = { .script = script, .arena = arena };
  const struct script_tokens *tokens = &script->tokens;
  size_t next = 0;
  for (size_t i = 0; i < tokens->count; i++) {
    bool outside = tokens->items[i].inside == NOWHERE;
    while (next < script->names.declaration_count && script->names.declarations[next].first < i) next++;
    if (outside && next < script->names.declaration_count && script->names.declarations[next].first == i)
      outline_declaration(&outlining, &script->names.declarations[next]);
    else if (outside && script_token_kind(tokens, i) == TOKEN_LOCAL) outline_function(&outlining, i);
  }
  return outlining.outline;
}

/* Folds */

static size_t line_of(const struct editor_script *script, size_t offset)
{
  return text_position_of(&script->lines, offset).line;
}

static void add_fold(struct arena *arena, struct editor_folds *folds, size_t first, size_t last, bool comment)
{
  bool there = folds->count && folds->items[folds->count - 1].first == first;
  if (last <= first || there) return;
  folds->items = arena_grow(arena, folds->items, folds->count, &folds->capacity, sizeof *folds->items);
  folds->items[folds->count++] = (struct editor_fold){ first, last, comment };
}

struct editor_folds editor_folds_of(const struct editor_script *script, struct arena *arena)
{
  const struct script_tokens *tokens = &script->tokens;
  struct editor_folds folds = { 0 };
  for (size_t i = 0; i < tokens->count; i++) {
    const struct script_token *token = &tokens->items[i];
    size_t first = line_of(script, token->at.begin), last = line_of(script, token->at.end);
    if (token->comment && token->opens_line) {
      while (i + 1 < tokens->count && tokens->items[i + 1].comment && line_of(script, tokens->items[i + 1].at.begin) == last + 1)
        last = line_of(script, tokens->items[++i].at.end);
      add_fold(arena, &folds, first, last, true);
    } else if (!token->comment && token_opens(token->kind) && token->partner != NOWHERE) {
      const struct script_token *close = &tokens->items[token->partner];
      last = line_of(script, close->at.begin);
      add_fold(arena, &folds, first, close->opens_line && last ? last - 1 : last, false);
    } else {
      add_fold(arena, &folds, first, last, token->comment);
    }
  }
  return folds;
}

/* Names */

struct text_span script_name_span(const struct editor_script *script, size_t index)
{
  const struct script_token *token = &script->tokens.items[index];
  bool quoted = token->kind == TOKEN_STRING && token->text.length + 2 == token->at.end - token->at.begin;
  return quoted ? (struct text_span){ token->at.begin + 1, token->at.end - 1 } : token->at;
}

/* Of a column or table that the script declares itself. */
static size_t declared_column(const struct editor_script *script, size_t index)
{
  for (size_t i = 0; i < script->names.declaration_count; i++) {
    const struct script_declaration *declared = &script->names.declarations[i];
    bool column = strcmp(declared->word->english, "column") == 0 || strcmp(declared->word->english, "data_table") == 0;
    if (column && declared->name != NOWHERE &&
        slice_equal(script->tokens.items[declared->name].text, script->tokens.items[index].text))
      return declared->name;
  }
  return NOWHERE;
}

bool editor_definition(struct editor_script *script, size_t offset, struct text_span *found)
{
  size_t index = script_token_at(&script->tokens, offset);
  if (index == NOWHERE || script->tokens.items[index].comment) return false;
  const struct script_name *name = &script->names.items[index];
  size_t definition = name->definition;
  if (name->role == NAME_WORD || name->role == NAME_MEMBER) definition = declared_column(script, index);
  if (definition != NOWHERE) *found = script_name_span(script, definition);
  return definition != NOWHERE;
}

struct text_spans editor_references(struct editor_script *script, struct arena *arena, size_t offset, bool declaration)
{
  struct text_spans spans = { 0 };
  size_t index = script_token_at(&script->tokens, offset);
  for (size_t i = 0; index != NOWHERE && i < script->tokens.count; i++) {
    if (!script_names_same(&script->names, index, i) || (!declaration && script->names.items[i].definition == i)) continue;
    spans.items = arena_grow(arena, spans.items, spans.count, &spans.capacity, sizeof *spans.items);
    spans.items[spans.count++] = script_name_span(script, i);
  }
  return spans;
}

bool editor_rename_at(struct editor_script *script, size_t offset, struct text_span *found)
{
  size_t index = script_token_at(&script->tokens, offset);
  if (index == NOWHERE || !script_names_same(&script->names, index, index)) return false;
  *found = script_name_span(script, index);
  return script->names.items[index].definition != NOWHERE;
}

/* Would it be read as one name? */
static bool is_one_name(struct arena *arena, struct slice text)
{
  struct script_tokens tokens = script_tokens_read(arena, text);
  return tokens.count == 1 && script_token_kind(&tokens, 0) == TOKEN_NAME && tokens.items[0].at.end == text.length;
}

bool editor_rename_fits(struct editor_script *script, size_t offset, const char *name, struct fault *fault)
{
  struct arena scratch = { 0 };
  const struct model *model = editor_model_of(script);
  size_t index = script_token_at(&script->tokens, offset);
  enum name_role role = index == NOWHERE ? NAME_NONE : script->names.items[index].role;
  struct slice text = slice_of(name);
  bool fits = role == NAME_ID ? text.length && !strpbrk(name, "\"'\\\n\r") : is_one_name(&scratch, text), taken = false;
  for (size_t i = 0; i < script->tokens.count && !taken; i++) {
    enum name_role other = script->names.items[i].role;
    taken = slice_equal(script->tokens.items[i].text, text) && !script->tokens.items[i].comment &&
            (other == role || (role == NAME_LOCAL && other == NAME_WORD));
  }
  taken |= role == NAME_LOCAL && (word_find(name) || table_find_field(&model->tables[0], name) >= 0);
  arena_free(&scratch);
  if (!fits) return fault_set(fault, FAULT_USAGE, MSG_EDITOR_NAME, name, NULL);
  return !taken || fault_set(fault, FAULT_USAGE, MSG_EDITOR_NAME_TAKEN, name, NULL);
}
