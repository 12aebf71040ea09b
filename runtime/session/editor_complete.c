/* What may be written at a place of a script. */
#include "session/editor_parts.h"

struct completing {
  struct editor_script *script;
  struct arena *arena;
  const struct model *model;
  struct editor_items items;
  size_t before; /* the token before the place; NOWHERE: none */
  size_t inside; /* the innermost { ( [ or block that is open there */
};

static enum language language_of(const struct completing *completing)
{
  return completing->script->language;
}

static void add_item(struct completing *completing, struct editor_item item)
{
  struct editor_items *items = &completing->items;
  items->items = arena_grow(completing->arena, items->items, items->count, &items->capacity, sizeof *items->items);
  if (!item.insert) item.insert = item.label;
  if (!item.detail) item.detail = "";
  items->items[items->count++] = item;
}

static const char *text_at(const struct completing *completing, size_t index)
{
  return script_token_string(completing->arena, &completing->script->tokens, index);
}

static void add_word(struct completing *completing, const struct word *word, const char *label)
{
  bool key = word->group == WORD_KEY || word->group == WORD_COMPARISON;
  add_item(completing, (struct editor_item){ .kind = key ? ITEM_KEY : ITEM_WORD,
                                             .label = label,
                                             .insert = key ? arena_printf(completing->arena, "%s = ", label) : label,
                                             .detail = word->english,
                                             .help = arena_printf(completing->arena, "%s\n\n```lua\n%s\n```",
                                                                  word->help[language_of(completing)], word->usage) });
}

static void add_fields(struct completing *completing, const struct table *table)
{
  bool english = language_of(completing) == LANGUAGE_ENGLISH;
  for (size_t i = 0; i < table->kind.field_count; i++) {
    const struct field *field = &table->kind.fields[i];
    const char *type = field_type_name(field, english);
    add_item(completing,
             (struct editor_item){ .kind = ITEM_FIELD,
                                   .label = field->plain ? field->plain : field->name,
                                   .detail = field->unit ? arena_printf(completing->arena, "%s %s", type, field->unit) : type,
                                   .help = field->help });
  }
}

static void add_parameters(struct completing *completing)
{
  const struct script_names *names = &completing->script->names;
  for (size_t i = 0; i < names->declaration_count; i++) {
    const struct script_declaration *declared = &names->declarations[i];
    if (declared->name == NOWHERE || names->items[declared->name].definition != declared->name ||
        names->items[declared->name].role != NAME_PARAMETER)
      continue;
    add_item(completing, (struct editor_item){ .kind = ITEM_PARAMETER, .label = text_at(completing, declared->name) });
  }
}

static void add_ids(struct completing *completing)
{
  const struct script_names *names = &completing->script->names;
  for (size_t i = 0; i < names->declaration_count; i++) {
    const struct script_declaration *declared = &names->declarations[i];
    if (declared->id == NOWHERE || names->items[declared->id].role != NAME_ID) continue;
    add_item(completing, (struct editor_item){ .kind = ITEM_TEXT,
                                               .label = text_at(completing, declared->id),
                                               .detail = text_at(completing, declared->name) });
  }
}

static void add_locals(struct completing *completing, bool measures)
{
  enum { MOST = 400 };
  const struct script_names *names = &completing->script->names;
  size_t *found = arena_array(completing->arena, MOST, sizeof *found);
  size_t count = script_locals_at(&completing->script->tokens, names, completing->before == NOWHERE ? 0 : completing->before + 1,
                                  found, MOST);
  for (size_t i = 0; i < count; i++) {
    const char *name = text_at(completing, found[i]), *detail = NULL;
    for (size_t k = 0; k < names->declaration_count && !detail; k++)
      if (names->declarations[k].local == found[i])
        detail = arena_printf(completing->arena, "%s %s", names->declarations[k].word->chinese,
                              text_at(completing, names->declarations[k].name));
    if (!measures || detail) add_item(completing, (struct editor_item){ .kind = ITEM_LOCAL, .label = name, .detail = detail });
  }
}

static void add_words(struct completing *completing, bool declarations)
{
  for (size_t i = 0; i < word_names; i++)
    if ((words[i].group == WORD_DECLARATION) == declarations) add_word(completing, &words[i], words[i].chinese);
}

/* Whatever has a value. */
static void add_values(struct completing *completing)
{
  const struct model *model = completing->model;
  add_locals(completing, false);
  if (model->table_count) add_fields(completing, &model->tables[0]);
  add_words(completing, false);
  for (size_t i = 1; i < model->table_count; i++) {
    add_item(completing, (struct editor_item){ .kind = ITEM_TABLE, .label = model->tables[i].kind.name });
    for (size_t k = 0; k < model->tables[i].link_count; k++)
      add_item(completing, (struct editor_item){ .kind = ITEM_TABLE, .label = model->tables[i].links[k].name });
  }
}

/* Behind a dot: members of a module by its rows in the table of words, of 名单, of a table, of 参数, of a measure. */
static void add_members(struct completing *completing)
{
  const struct script_tokens *tokens = &completing->script->tokens;
  size_t owner = script_token_before(tokens, completing->before);
  if (script_token_kind(tokens, owner) != TOKEN_NAME) return;
  const char *name = text_at(completing, owner), *module = script_module_of(completing->script, completing->arena, owner);
  const struct word *population = word_find("population"), *parameter = word_find("parameter"), *word = word_find(name);
  int table = model_find_table(completing->model, name);
  for (const struct word *member = words + word_names; member < words + word_count; member++) {
    bool of = member->group == WORD_LIBRARY ? module && strcmp(member->of, module) == 0
                                            : member->group == WORD_MEMBER && word == population;
    if (of) add_word(completing, member, strchr(member->chinese, '.') + 1);
  }
  if (word == parameter) add_parameters(completing);
  else if (table >= 0 && !module) add_fields(completing, &completing->model->tables[table]);
  size_t local = completing->script->names.items[owner].definition;
  for (size_t i = 0; local != NOWHERE && i < completing->script->names.declaration_count; i++) {
    const struct script_declaration *declared = &completing->script->names.declarations[i];
    if (declared->local == local && script_declares_measure(declared))
      add_word(completing, word_find("entitlement"), word_find("entitlement")->chinese);
  }
}

static bool has_key(const struct completing *completing, const struct word *word)
{
  return script_entry(&completing->script->tokens, completing->inside, word) != NOWHERE;
}

static void add_entries(struct completing *completing)
{
  struct brace_subject subject = brace_subject_of(completing->script, completing->model, completing->arena, completing->inside);
  for (const struct word *word = words + word_names; word < words + word_count; word++) {
    bool fits = subject.kind == BRACE_VALUE ? comparison_fits(word, subject.field) : brace_takes_key(&subject, word);
    if (fits && !has_key(completing, word)) add_word(completing, word, word->chinese);
  }
  const struct word *members = word_find("one_of"); /* 措施 = { … } */
  bool measures = false;
  for (const struct word *key = NULL; subject.kind == BRACE_LIST && subject.key && (key = word_next(subject.key, key));)
    measures |= key->of && strcmp(key->of, members->chinese) == 0 && strcmp(key->english, "measures") == 0;
  if (measures) add_locals(completing, true);
  else if (subject.kind == BRACE_LIST || subject.kind == BRACE_UNKNOWN) add_values(completing);
}

/* Texts */

static void add_modules(struct completing *completing)
{
  const char *last = "";
  for (const struct word *word = words + word_names; word < words + word_count; word++)
    if (word->group == WORD_LIBRARY && strcmp(word->of, last) != 0)
      add_item(completing, (struct editor_item){ .kind = ITEM_MODULE, .label = last = word->of, .detail = word->chinese });
}

/* The texts that a key's usage shows: 压减 = "按比例"，压减 = "依次". */
static void add_usage(struct completing *completing, const struct word *key)
{
  for (const char *at = key->usage, *end; (at = strchr(at, '"')) && (end = strchr(at + 1, '"')); at = end + 1) {
    const char *text = arena_copy(completing->arena, at + 1, (size_t)(end - at - 1));
    add_item(completing, (struct editor_item){ .kind = ITEM_TEXT, .label = text, .detail = key->chinese });
  }
}

static void add_choices(struct completing *completing, const struct field *field)
{
  for (size_t i = 0; i < field->choice_count; i++)
    add_item(completing, (struct editor_item){ .kind = ITEM_TEXT, .label = field->choices[i], .detail = field->name });
}

static void add_clauses(struct completing *completing)
{
  for (size_t p = 0; p < completing->model->policy_count; p++)
    for (size_t i = 0; i < completing->model->policies[p]->clause_count; i++)
      add_item(completing, (struct editor_item){ .kind = ITEM_TEXT, .label = completing->model->policies[p]->clauses[i] });
}

/* A text that is the value of a key, or an item of the list that is. */
static void add_texts(struct completing *completing)
{
  const struct script_tokens *tokens = &completing->script->tokens;
  size_t before = completing->before, brace = completing->inside;
  enum token_kind kind = script_token_kind(tokens, before);
  if (kind == TOKEN_PAREN_OPEN) before = script_token_before(tokens, before), kind = script_token_kind(tokens, before);
  if (kind == TOKEN_NAME && word_find(text_at(completing, before)) == word_find("use")) add_modules(completing);
  size_t assign = kind == TOKEN_ASSIGN ? before : script_token_before(tokens, brace);
  size_t key = script_token_before(tokens, assign);
  if (script_token_kind(tokens, brace) != TOKEN_BRACE_OPEN) return;
  if (kind != TOKEN_ASSIGN && script_token_kind(tokens, assign) == TOKEN_NAME) {
    if (word_find(text_at(completing, assign)) == word_find("already_paid")) add_ids(completing);
    return;
  }
  if (script_token_kind(tokens, assign) != TOKEN_ASSIGN || !script_is_key(tokens, key)) return;
  size_t outer = tokens->items[key].inside;
  struct brace_subject subject = brace_subject_of(completing->script, completing->model, completing->arena, outer);
  if (subject.kind == BRACE_VALUE && subject.field) add_choices(completing, subject.field);
  for (const struct word *word = NULL; (word = word_next(text_at(completing, key), word));) {
    if (!brace_takes_key(&subject, word)) continue;
    if (strcmp(word->english, "clause") == 0) add_clauses(completing);
    else if (strcmp(word->english, "measures") == 0 || strcmp(word->english, "top_up") == 0) add_ids(completing);
    else if (strcmp(word->english, "id") != 0) add_usage(completing, word);
  }
}

struct editor_items editor_complete(struct editor_script *script, struct arena *arena, size_t offset)
{
  const struct script_tokens *tokens = &script->tokens;
  struct completing completing = { .script = script, .arena = arena, .before = NOWHERE, .inside = NOWHERE };
  size_t at = script_token_at(tokens, offset);
  const struct script_token *token = at == NOWHERE ? NULL : &tokens->items[at];
  bool within = token && token->at.begin < offset, text = within && token->kind == TOKEN_STRING && token->at.end > offset;
  bool word = within && !token->comment && token->at.end >= offset &&
              (token->kind == TOKEN_NAME || (token->kind >= TOKEN_AND && token->kind <= TOKEN_WHILE));
  completing.items.at = word ? token->at : text ? script_name_span(script, at) : (struct text_span){ offset, offset };
  if (within && token->comment) return completing.items;
  completing.model = editor_model_of(script);
  if (word || text) {
    completing.before = script_token_before(tokens, at);
    completing.inside = token->inside;
  } else {
    size_t next = 0; /* the first that ends behind the place */
    while (next < tokens->count && tokens->items[next].at.end <= offset) next++;
    completing.before = script_token_before(tokens, next);
    bool opens = completing.before != NOWHERE && token_opens(tokens->items[completing.before].kind);
    if (completing.before != NOWHERE) completing.inside = opens ? completing.before : tokens->items[completing.before].inside;
  }
  enum token_kind before = script_token_kind(tokens, completing.before);
  bool item = script_token_kind(tokens, completing.inside) == TOKEN_BRACE_OPEN &&
              (before == TOKEN_BRACE_OPEN || before == TOKEN_COMMA || before == TOKEN_SEMICOLON);
  if (text) add_texts(&completing);
  else if (before == TOKEN_DOT) add_members(&completing);
  else if (item) add_entries(&completing);
  else {
    bool statement = completing.inside == NOWHERE && before != TOKEN_ASSIGN && before != TOKEN_OPERATOR && before != TOKEN_COMMA;
    if (statement) add_words(&completing, true);
    add_values(&completing);
    if (!statement) add_words(&completing, true);
  }
  return completing.items;
}
