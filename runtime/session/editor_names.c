/* Which name of a script is what.
 *
 * Every text that may be a name gets a number (`symbol`), so that looking up is indexing: `declared` has for each symbol the
 * innermost local name that can be seen, the parameter, and the id. Local names are a stack, as in Lua: those of a block are
 * taken off where it ends, and what they hid is seen again. `local 甲 = …` is seen from the next statement on; where that begins
 * is told from the tokens: something that ends a value, followed by something that begins a statement. Work is linear in the
 * tokens, whatever they are. */
#include "session/editor_names.h"

const char *script_token_string(struct arena *arena, const struct script_tokens *tokens, size_t index)
{
  struct slice text = index == NOWHERE ? SLICE("") : tokens->items[index].text;
  return arena_copy(arena, text.at, text.length);
}

bool script_is_key(const struct script_tokens *tokens, size_t index)
{
  if (script_token_kind(tokens, index) != TOKEN_NAME) return false;
  size_t inside = tokens->items[index].inside;
  enum token_kind before = script_token_kind(tokens, script_token_before(tokens, index));
  return script_token_kind(tokens, inside) == TOKEN_BRACE_OPEN &&
         (before == TOKEN_BRACE_OPEN || before == TOKEN_COMMA || before == TOKEN_SEMICOLON) &&
         script_token_kind(tokens, script_token_after(tokens, index)) == TOKEN_ASSIGN;
}

size_t script_entry(const struct script_tokens *tokens, size_t open, const struct word *key)
{
  enum { LOOKED = 4096 }; /* tokens of what is not closed */
  size_t end = open == NOWHERE ? 0 : tokens->items[open].partner;
  if (end == NOWHERE) end = open + LOOKED < tokens->count ? open + LOOKED : tokens->count;
  for (size_t i = open == NOWHERE ? end : open + 1; i < end; i++) {
    const struct script_token *token = &tokens->items[i];
    bool deeper = !token->comment && token_opens(token->kind) && token->partner != NOWHERE && token->partner > i;
    if (deeper) i = token->partner;
    else if (token->inside == open && script_is_key(tokens, i) &&
             (slice_is(token->text, key->chinese) || slice_is(token->text, key->english)))
      return script_token_after(tokens, script_token_after(tokens, i));
  }
  return NOWHERE;
}

/* Symbols */

struct symbol_table {
  const struct script_tokens *tokens;
  size_t *slots; /* 1 + the first token with the text; 0: empty */
  size_t mask;
};

static size_t symbol_slot(const struct symbol_table *table, size_t index)
{
  struct slice text = table->tokens->items[index].text;
  size_t slot = slice_hash(text) & table->mask;
  while (table->slots[slot] && !slice_equal(table->tokens->items[table->slots[slot] - 1].text, text))
    slot = (slot + 1) & table->mask;
  return slot;
}

static void number_symbols(struct arena *scratch, const struct script_tokens *tokens, struct script_names *names)
{
  struct symbol_table table = { .tokens = tokens, .mask = 15 };
  while (table.mask < tokens->count * 2) table.mask = table.mask * 2 + 1;
  table.slots = arena_array(scratch, table.mask + 1, sizeof *table.slots);
  for (size_t i = 0; i < tokens->count; i++) {
    enum token_kind kind = script_token_kind(tokens, i);
    if (kind != TOKEN_NAME && kind != TOKEN_STRING) continue;
    size_t slot = symbol_slot(&table, i);
    bool fresh = !table.slots[slot];
    if (fresh) table.slots[slot] = i + 1;
    names->items[i].symbol = fresh ? names->symbols++ : names->items[table.slots[slot] - 1].symbol;
  }
}

/* Local names */

struct local_name {
  size_t definition, hidden; /* the one of the same name that it hides, + 1 */
  size_t end;                /* the token at which its block ends */
};

struct pending_name {
  size_t definition, from, end;
};

struct name_reader {
  struct arena *scratch;
  const struct script_tokens *tokens;
  struct script_names *names;
  size_t *seen; /* by symbol: 1 + position in `locals` */
  struct local_name *locals;
  size_t count, capacity;
  struct pending_name *pending; /* what is to be seen first is last */
  size_t pending_count, pending_capacity;
};

static enum token_kind kind_at(const struct name_reader *reader, size_t index)
{
  return script_token_kind(reader->tokens, index);
}

static size_t block_end(const struct name_reader *reader, size_t opener)
{
  size_t end = opener == NOWHERE ? NOWHERE : reader->tokens->items[opener].partner;
  return end == NOWHERE ? reader->tokens->count : end;
}

static void see_local(struct name_reader *reader, size_t definition, size_t end)
{
  struct script_name *name = &reader->names->items[definition];
  reader->locals = arena_grow(reader->scratch, reader->locals, reader->count, &reader->capacity, sizeof *reader->locals);
  reader->locals[reader->count++] = (struct local_name){ definition, reader->seen[name->symbol], end };
  reader->seen[name->symbol] = reader->count;
}

static void define_local(struct name_reader *reader, size_t definition, size_t from, size_t end)
{
  struct script_name *name = &reader->names->items[definition];
  name->role = NAME_LOCAL;
  name->definition = definition;
  reader->pending =
      arena_grow(reader->scratch, reader->pending, reader->pending_count, &reader->pending_capacity, sizeof *reader->pending);
  reader->pending[reader->pending_count++] = (struct pending_name){ definition, from, end };
}

static void settle_locals(struct name_reader *reader, size_t at)
{
  while (reader->count && reader->locals[reader->count - 1].end <= at) {
    const struct local_name *local = &reader->locals[--reader->count];
    reader->seen[reader->names->items[local->definition].symbol] = local->hidden;
  }
  while (reader->pending_count && reader->pending[reader->pending_count - 1].from <= at) {
    const struct pending_name *pending = &reader->pending[--reader->pending_count];
    if (pending->end > at) see_local(reader, pending->definition, pending->end);
  }
}

static bool ends_value(enum token_kind kind)
{
  return kind == TOKEN_NAME || kind == TOKEN_NUMBER || kind == TOKEN_STRING || kind == TOKEN_TRUE || kind == TOKEN_FALSE ||
         kind == TOKEN_NIL || kind == TOKEN_VARARG || kind == TOKEN_BRACE_CLOSE || kind == TOKEN_PAREN_CLOSE ||
         kind == TOKEN_BRACKET_CLOSE || kind == TOKEN_END_BLOCK;
}

static bool begins_anew(enum token_kind kind)
{
  return kind == TOKEN_LOCAL || kind == TOKEN_IF || kind == TOKEN_FOR || kind == TOKEN_WHILE || kind == TOKEN_REPEAT ||
         kind == TOKEN_RETURN || kind == TOKEN_DO || kind == TOKEN_BREAK || kind == TOKEN_GOTO || kind == TOKEN_LABEL ||
         kind == TOKEN_SEMICOLON || kind == TOKEN_THEN || token_closes(kind);
}

/* Where the statement whose values begin at `at` is over. */
static size_t values_end(const struct name_reader *reader, size_t at)
{
  enum token_kind before = TOKEN_ASSIGN;
  for (; at < reader->tokens->count; at++) {
    const struct script_token *token = &reader->tokens->items[at];
    if (token->comment) continue;
    if (begins_anew(token->kind) || (ends_value(before) && (token->kind == TOKEN_NAME || token->kind == TOKEN_FUNCTION))) break;
    if (token_opens(token->kind)) {
      if (token->partner == NOWHERE) return at + 1;
      at = token->partner;
    }
    before = reader->tokens->items[at].kind;
  }
  return at;
}

static void read_local(struct name_reader *reader, size_t at)
{
  size_t end = block_end(reader, reader->tokens->items[at].inside), name = script_token_after(reader->tokens, at);
  size_t names[200], count = 0;
  bool function = kind_at(reader, name) == TOKEN_FUNCTION;
  if (function) name = script_token_after(reader->tokens, name);
  for (size_t next; kind_at(reader, name) == TOKEN_NAME && count < 200; name = script_token_after(reader->tokens, next)) {
    names[count++] = name;
    next = script_token_after(reader->tokens, name);
    if (kind_at(reader, next) == TOKEN_LESS) /* <const> */
      for (int i = 0; i < 3; i++) next = script_token_after(reader->tokens, next);
    name = next;
    if (function || kind_at(reader, next) != TOKEN_COMMA) break;
  }
  bool valued = !function && kind_at(reader, name) == TOKEN_ASSIGN;
  size_t from = valued ? values_end(reader, name + 1) : at + 1;
  while (count) define_local(reader, names[--count], from, end);
}

/* The names in its brackets belong to its block. */
static void read_function(struct name_reader *reader, size_t at)
{
  size_t open = script_token_after(reader->tokens, at), end = block_end(reader, at);
  while (kind_at(reader, open) == TOKEN_NAME || kind_at(reader, open) == TOKEN_DOT || kind_at(reader, open) == TOKEN_COLON)
    open = script_token_after(reader->tokens, open);
  if (kind_at(reader, open) != TOKEN_PAREN_OPEN) return;
  size_t close = reader->tokens->items[open].partner;
  if (close == NOWHERE) return;
  for (size_t i = close; i-- > open;)
    if (kind_at(reader, i) == TOKEN_NAME) define_local(reader, i, close, end);
}

static void read_loop(struct name_reader *reader, size_t at)
{
  size_t names[200], count = 0, name = script_token_after(reader->tokens, at);
  for (; kind_at(reader, name) == TOKEN_NAME && count < 200; name = script_token_after(reader->tokens, name)) {
    names[count++] = name;
    name = script_token_after(reader->tokens, name);
    if (kind_at(reader, name) != TOKEN_COMMA) break;
  }
  size_t begin = name;
  while (begin < reader->tokens->count && kind_at(reader, begin) != TOKEN_DO) {
    const struct script_token *token = &reader->tokens->items[begin];
    if (!token->comment && begins_anew(token->kind)) return;
    begin = !token->comment && token_opens(token->kind) && token->partner != NOWHERE ? token->partner + 1 : begin + 1;
  }
  if (begin < reader->tokens->count)
    while (count) define_local(reader, names[--count], begin, block_end(reader, begin));
}

/* Parameters and ids */

static bool is_word(struct slice text, const char *chinese, const char *english)
{
  return slice_is(text, chinese) || slice_is(text, english);
}

/* 参数 before `.名`, `["名"]` or `"名" {`. */
static bool is_of_parameters(const struct name_reader *reader, size_t index)
{
  const struct word *word = word_find("parameter");
  return kind_at(reader, index) == TOKEN_NAME && is_word(reader->tokens->items[index].text, word->chinese, word->english) &&
         kind_at(reader, script_token_before(reader->tokens, index)) != TOKEN_DOT;
}

static void name_role_of(struct name_reader *reader, size_t at)
{
  const struct script_tokens *tokens = reader->tokens;
  struct script_name *name = &reader->names->items[at];
  size_t before = script_token_before(tokens, at), owner = script_token_before(tokens, before);
  if (tokens->items[at].kind == TOKEN_STRING) {
    bool bracket = kind_at(reader, before) == TOKEN_BRACKET_OPEN || kind_at(reader, before) == TOKEN_PAREN_OPEN;
    bool of = is_of_parameters(reader, bracket ? owner : before);
    name->role = of ? NAME_PARAMETER : NAME_NONE;
  } else if (name->role == NAME_NONE) {
    size_t local = reader->seen[name->symbol];
    if (kind_at(reader, before) == TOKEN_DOT) name->role = is_of_parameters(reader, owner) ? NAME_PARAMETER : NAME_MEMBER;
    else if (script_is_key(tokens, at)) name->role = NAME_KEY;
    else if (local) *name = (struct script_name){ NAME_LOCAL, name->symbol, reader->locals[local - 1].definition };
    else name->role = NAME_WORD;
  }
}

/* Declarations */

static void add_declaration(struct arena *arena, const struct script_tokens *tokens, struct script_names *names,
                            struct script_declaration found)
{
  size_t before = script_token_before(tokens, found.first), local = script_token_before(tokens, before);
  if (script_token_kind(tokens, before) == TOKEN_ASSIGN && script_token_kind(tokens, local) == TOKEN_NAME) {
    found.local = local;
    size_t word = script_token_before(tokens, local);
    found.first = script_token_kind(tokens, word) == TOKEN_LOCAL ? word : local;
  }
  size_t id = script_entry(tokens, found.open, word_next("id", NULL)),
         clause = script_entry(tokens, found.open, word_next("clause", NULL));
  if (script_token_kind(tokens, id) == TOKEN_STRING) found.id = id;
  if (script_token_kind(tokens, clause) == TOKEN_STRING) found.clause = clause;
  names->declarations =
      arena_grow(arena, names->declarations, names->declaration_count, &names->declaration_capacity, sizeof *names->declarations);
  names->declarations[names->declaration_count++] = found;
}

/* `奖励 "名称" {`, `奖励("名称") {`, `政策 {`; a name that is still without its { } counts, too. */
static void find_declarations(struct arena *arena, const struct script_tokens *tokens, struct script_names *names)
{
  for (size_t i = 0; i < tokens->count; i++) {
    if (names->items[i].role != NAME_WORD) continue;
    const struct word *word = word_find(script_token_string(arena, tokens, i));
    struct script_declaration found = {
      .word = word, .first = i, .local = NOWHERE, .name = NOWHERE, .id = NOWHERE, .clause = NOWHERE
    };
    if (!word || word->group != WORD_DECLARATION || !word->call) continue;
    size_t next = script_token_after(tokens, i);
    bool bracket = script_token_kind(tokens, next) == TOKEN_PAREN_OPEN;
    if (bracket) next = script_token_after(tokens, next);
    if (script_token_kind(tokens, next) == TOKEN_STRING) found.name = found.last = next, next = script_token_after(tokens, next);
    if (bracket && script_token_kind(tokens, next) == TOKEN_PAREN_CLOSE)
      found.last = next, next = script_token_after(tokens, next);
    found.open = script_token_kind(tokens, next) == TOKEN_BRACE_OPEN ? next : NOWHERE;
    if (found.open == NOWHERE && found.name == NOWHERE) continue;
    if (found.open != NOWHERE) found.last = tokens->items[next].partner != NOWHERE ? tokens->items[next].partner : next;
    add_declaration(arena, tokens, names, found);
  }
}

/* Texts that are the id of a declaration, and parameters, get the place where they are declared. */
static void link_texts(const struct script_tokens *tokens, struct script_names *names, size_t *parameters, size_t *ids)
{
  for (size_t i = names->declaration_count; i-- > 0;) {
    const struct script_declaration *declared = &names->declarations[i];
    bool parameter = declared->name != NOWHERE && names->items[declared->name].role == NAME_PARAMETER;
    if (parameter) parameters[names->items[declared->name].symbol] = declared->name + 1;
    else if (declared->id != NOWHERE && declared->name != NOWHERE) ids[names->items[declared->id].symbol] = declared->id + 1;
  }
  for (size_t i = 0; i < tokens->count; i++) {
    struct script_name *name = &names->items[i];
    size_t id = script_token_kind(tokens, i) == TOKEN_STRING ? ids[name->symbol] : 0;
    size_t parameter = name->role == NAME_PARAMETER ? parameters[name->symbol] : 0;
    if (name->role == NAME_NONE && id) name->role = NAME_ID;
    if (parameter || (id && name->role == NAME_ID)) name->definition = (parameter ? parameter : id) - 1;
  }
}

struct script_names script_names_read(struct arena *arena, const struct script_tokens *tokens)
{
  struct arena scratch = { 0 };
  struct script_names names = { .items = arena_array(arena, tokens->count + 1, sizeof *names.items) };
  for (size_t i = 0; i < tokens->count; i++) names.items[i].definition = NOWHERE;
  number_symbols(&scratch, tokens, &names);
  struct name_reader reader = { .scratch = &scratch, .tokens = tokens, .names = &names };
  reader.seen = arena_array(&scratch, names.symbols + 1, sizeof *reader.seen);
  for (size_t i = 0; i < tokens->count; i++) {
    settle_locals(&reader, i);
    switch (script_token_kind(tokens, i)) {
    case TOKEN_LOCAL: read_local(&reader, i); break;
    case TOKEN_FUNCTION: read_function(&reader, i); break;
    case TOKEN_FOR: read_loop(&reader, i); break;
    case TOKEN_NAME:
    case TOKEN_STRING: name_role_of(&reader, i); break;
    default: break;
    }
  }
  find_declarations(arena, tokens, &names);
  link_texts(tokens, &names, arena_array(&scratch, names.symbols + 1, sizeof(size_t)),
             arena_array(&scratch, names.symbols + 1, sizeof(size_t)));
  arena_free(&scratch);
  return names;
}

bool script_names_same(const struct script_names *names, size_t a, size_t b)
{
  const struct script_name *one = &names->items[a], *other = &names->items[b];
  bool renamed = one->role == NAME_LOCAL || one->role == NAME_PARAMETER || one->role == NAME_ID;
  return renamed && one->role == other->role && one->symbol == other->symbol && one->definition == other->definition;
}

size_t script_locals_at(const struct script_tokens *tokens, const struct script_names *names, size_t index, size_t *definitions,
                        size_t most)
{
  size_t count = 0;
  for (size_t i = index == NOWHERE || index > tokens->count ? tokens->count : index; i-- > 0 && count < most;) {
    const struct script_name *name = &names->items[i];
    if (name->role != NAME_LOCAL || name->definition != i) continue;
    size_t block = tokens->items[i].inside; /* of an argument its brackets, before the block of the function */
    if (script_token_kind(tokens, block) == TOKEN_PAREN_OPEN) block = tokens->items[block].inside;
    size_t end = block == NOWHERE || tokens->items[block].partner == NOWHERE ? tokens->count : tokens->items[block].partner;
    bool hidden = end < index;
    for (size_t k = 0; k < count && !hidden; k++) hidden = names->items[definitions[k]].symbol == name->symbol;
    if (!hidden) definitions[count++] = i;
  }
  return count;
}
