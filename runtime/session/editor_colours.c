/* What each token of a script is, for colours. */
#include "session/editor_parts.h"

static enum editor_colour colour_of_word(const char *name)
{
  const struct word *word = word_find(name);
  return word->group == WORD_DECLARATION && word->call ? COLOUR_DECLARATION : COLOUR_FUNCTION;
}

/* EDITOR_COLOURS: none, a name that means nothing. */
static enum editor_colour colour_of_name(const struct editor_script *script, const struct model *model, struct arena *arena,
                                         size_t index)
{
  int table;
  const char *name = script_token_string(arena, &script->tokens, index);
  const struct field *field = script_field_at(script, model, arena, index, &table);
  switch (script->names.items[index].role) {
  case NAME_LOCAL: return script_module_of(script, arena, index) ? COLOUR_NAMESPACE : COLOUR_VARIABLE;
  case NAME_KEY: return COLOUR_PROPERTY;
  case NAME_PARAMETER: return COLOUR_PARAMETER;
  case NAME_ID: return COLOUR_ID;
  case NAME_MEMBER: return field ? COLOUR_FIELD : COLOUR_FUNCTION;
  case NAME_NONE:
  case NAME_WORD: break;
  }
  if (field || table >= 0) return COLOUR_FIELD;
  if (word_find(name)) return colour_of_word(name);
  for (size_t t = 0; t < model->table_count; t++)
    for (size_t i = 0; i < model->tables[t].link_count; i++)
      if (strcmp(model->tables[t].links[i].name, name) == 0) return COLOUR_FIELD;
  return EDITOR_COLOURS;
}

static enum editor_colour colour_of(const struct editor_script *script, const struct model *model, struct arena *arena,
                                    size_t index)
{
  const struct script_token *token = &script->tokens.items[index];
  if (token->comment) return COLOUR_COMMENT;
  if (token->kind == TOKEN_STRING && script->names.items[index].role == NAME_PARAMETER) return COLOUR_PARAMETER;
  if (token->kind == TOKEN_NAME) return colour_of_name(script, model, arena, index);
  if (token->kind == TOKEN_NUMBER) return COLOUR_NUMBER;
  if (token->kind == TOKEN_STRING) return script->names.items[index].role == NAME_ID ? COLOUR_ID : COLOUR_STRING;
  return token->kind >= TOKEN_AND && token->kind <= TOKEN_WHILE ? COLOUR_KEYWORD : EDITOR_COLOURS;
}

static void add_coloured(struct arena *arena, struct editor_colours *colours, struct text_span at, enum editor_colour colour,
                         bool declares)
{
  if (at.begin >= at.end) return;
  colours->items = arena_grow(arena, colours->items, colours->count, &colours->capacity, sizeof *colours->items);
  colours->items[colours->count++] = (struct coloured){ at, colour, declares };
}

struct editor_colours editor_colours_of(struct editor_script *script, struct arena *arena)
{
  struct editor_colours colours = { 0 };
  struct arena scratch = { 0 };
  const struct model *model = editor_model_of(script);
  for (size_t i = 0; i < script->tokens.count; i++) {
    struct arena_mark mark = arena_mark(&scratch);
    enum editor_colour colour = colour_of(script, model, &scratch, i);
    struct text_span at = script->tokens.items[i].at, line = at;
    bool declares = script->names.items[i].definition == i;
    arena_rewind(&scratch, mark);
    if (colour == EDITOR_COLOURS) continue;
    for (size_t end = at.begin; end < at.end; end++) { /* a piece for each line */
      if (!is_line_end((unsigned char)script->text.at[end])) continue;
      add_coloured(arena, &colours, (struct text_span){ line.begin, end }, colour, declares);
      line.begin = end + 1;
    }
    add_coloured(arena, &colours, line, colour, declares);
  }
  arena_free(&scratch);
  return colours;
}
