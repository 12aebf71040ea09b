/* What a name of a script means, in Markdown. */
#include "session/clause_text.h"
#include "session/editor_parts.h"

struct hovering {
  struct editor_script *script;
  struct arena *arena;
  const struct model *model;
  struct buffer out;
  size_t index;
  struct slice published;
};

static enum language language_of(const struct hovering *hovering)
{
  return hovering->script->language;
}

static const char *text_at(const struct hovering *hovering, size_t index)
{
  return script_token_string(hovering->arena, &hovering->script->tokens, index);
}

static void say_word(struct hovering *hovering, const struct word *word)
{
  struct buffer *out = &hovering->out;
  if (out->length) buffer_text(out, "\n\n---\n\n");
  buffer_text(out, "**");
  format_word_head(out, word, language_of(hovering));
  buffer_printf(out, "**\n\n%s\n\n```lua\n%s\n```", word->help[language_of(hovering)], word->usage);
}

static void say_field(struct hovering *hovering, const struct field *field)
{
  struct buffer *out = &hovering->out;
  enum language language = language_of(hovering);
  buffer_printf(out, "**%s%s%s**\n\n", field->name, field->english ? " / " : "", field->english ? field->english : "");
  buffer_text(out, field_type_name(field, language == LANGUAGE_ENGLISH));
  if (field->unit) buffer_printf(out, " %s", field->unit);
  for (size_t i = 0; i < field->choice_count; i++) {
    format_words(out, language, i ? MSG_LIST_COMMA : MSG_COLON);
    buffer_text(out, field->choices[i]);
  }
  struct buffer notes = { 0 };
  format_field_notes(&notes, field, MSG_LIST_COMMA, language);
  if (notes.length) buffer_printf(out, "\n\n%.*s", (int)notes.length, notes.at);
  if (field->help) buffer_printf(out, "\n\n%s", field->help);
  buffer_free(&notes);
}

/* A table or a link: its columns. */
static void say_table(struct hovering *hovering, const struct table *table)
{
  buffer_printf(&hovering->out, "**%s%s%s**\n\n", table->kind.name, table->kind.english ? " / " : "",
                table->kind.english ? table->kind.english : "");
  for (size_t i = 0; i < table->kind.field_count; i++)
    format_item(&hovering->out, language_of(hovering), table->kind.fields[i].name);
}

static void say_parameter(struct hovering *hovering)
{
  const char *name = text_at(hovering, hovering->index);
  for (size_t p = 0; p < hovering->model->policy_count; p++)
    for (size_t i = 0; i < hovering->model->policies[p]->parameter_count; i++) {
      const struct parameter *parameter = hovering->model->policies[p]->parameters[i];
      if (strcmp(parameter->name, name) != 0) continue;
      buffer_printf(&hovering->out, "**%s%s**\n", name, parameter->set ? " *" : "");
      for (size_t k = 0; k < parameter->count; k++) {
        buffer_text(&hovering->out, "\n- ");
        date_write(&hovering->out, parameter->values[k].from);
        format_words(&hovering->out, language_of(hovering), MSG_COLON);
        format_parameter_value(&hovering->out, language_of(hovering), parameter, parameter->values[k].value);
      }
      if (parameter->help) buffer_printf(&hovering->out, "\n\n%s", parameter->help);
      return;
    }
}

static void say_declaration(struct hovering *hovering, const struct script_declaration *declared)
{
  enum language language = language_of(hovering);
  buffer_printf(&hovering->out, "**%s%s%s**", language == LANGUAGE_ENGLISH ? declared->word->english : declared->word->chinese,
                declared->name == NOWHERE ? "" : " ", text_at(hovering, declared->name));
  if (declared->id != NOWHERE) buffer_printf(&hovering->out, "\n\n%s", text_at(hovering, declared->id));
  if (declared->clause != NOWHERE)
    buffer_printf(&hovering->out, "%s%s", declared->id != NOWHERE ? "  " : "\n\n", text_at(hovering, declared->clause));
}

/* The first line of where it is declared. */
static void say_local(struct hovering *hovering)
{
  const struct editor_script *script = hovering->script;
  size_t definition = script->names.items[hovering->index].definition;
  const char *module = script_module_of(script, hovering->arena, hovering->index);
  for (size_t i = 0; i < script->names.declaration_count; i++)
    if (script->names.declarations[i].local == definition) {
      say_declaration(hovering, &script->names.declarations[i]);
      return;
    }
  size_t line = text_position_of(&script->lines, script->tokens.items[definition].at.begin).line;
  size_t end = line + 1 < script->lines.count ? script->lines.starts[line + 1] : script->text.length;
  struct slice text = { script->text.at + script->lines.starts[line], end - script->lines.starts[line] };
  text = slice_trim(text);
  buffer_printf(&hovering->out, "```lua\n%.*s\n```", (int)text.length, text.at);
  for (const struct word *word = words; module && word < words + word_count; word++)
    if (word->group == WORD_LIBRARY && strcmp(word->of, module) == 0)
      buffer_printf(&hovering->out, "\n- `%s` %s", word->chinese, word->help[language_of(hovering)]);
}

/* `高企.有效于` by the module, whatever the local name; `名单.名次`. */
static void say_member(struct hovering *hovering)
{
  const struct editor_script *script = hovering->script;
  size_t owner = script_token_before(&script->tokens, script_token_before(&script->tokens, hovering->index));
  const char *module = script_module_of(script, hovering->arena, owner), *name = text_at(hovering, hovering->index);
  for (const struct word *word = words + word_names; word < words + word_count; word++) {
    bool of = word->group == WORD_LIBRARY ? module && strcmp(word->of, module) == 0 : word->group == WORD_MEMBER && !module;
    const char *dot = of ? strchr(word->chinese, '.') : NULL, *english = of && word->english ? strchr(word->english, '.') : NULL;
    if ((dot && strcmp(dot + 1, name) == 0) || (english && strcmp(english + 1, name) == 0)) {
      say_word(hovering, word);
      return;
    }
  }
  if (word_find(name)) say_word(hovering, word_find(name));
}

/* A key means what it means in the { } in which it stands. */
static void say_key(struct hovering *hovering)
{
  const struct editor_script *script = hovering->script;
  size_t brace = script->tokens.items[hovering->index].inside;
  struct brace_subject subject = brace_subject_of(script, hovering->model, hovering->arena, brace);
  const char *name = text_at(hovering, hovering->index);
  for (const struct word *word = NULL; (word = word_next(name, word));)
    if (brace_takes_key(&subject, word) || (subject.kind == BRACE_VALUE && word->group == WORD_COMPARISON)) {
      say_word(hovering, word);
      return;
    }
}

static void say_name(struct hovering *hovering)
{
  const char *name = text_at(hovering, hovering->index);
  int table;
  const struct field *field = script_field_at(hovering->script, hovering->model, hovering->arena, hovering->index, &table);
  const struct word *word = field || table >= 0 ? NULL : word_find(name);
  if (field) say_field(hovering, field);
  else if (table >= 0) say_table(hovering, &hovering->model->tables[table]);
  else if (word) say_word(hovering, word);
}

/* As it was published, each line quoted. */
static void say_published(struct hovering *hovering, const char *clause)
{
  struct slice text = clause_text_find(hovering->published, slice_of(clause));
  if (text.length) buffer_text(&hovering->out, "\n\n> ");
  for (size_t i = 0; i < text.length; i++) {
    if (text.at[i] == '\n') buffer_text(&hovering->out, "\n>\n> ");
    else if (text.at[i] != '\r') buffer_char(&hovering->out, text.at[i]);
  }
  if (text.length) buffer_text(&hovering->out, "\n");
}

/* 条款 = "三（一）": what the document's list of clauses says of it, and what measures state it. */
static void say_clause(struct hovering *hovering)
{
  const char *clauses = text_at(hovering, hovering->index);
  for (size_t p = 0; p < hovering->model->policy_count; p++) {
    const struct policy *policy = hovering->model->policies[p];
    for (size_t c = 0; c < policy->clause_count; c++) {
      if (!clauses_name(clauses, policy->clauses[c])) continue;
      buffer_printf(&hovering->out, "%s**%s**", hovering->out.length ? "\n\n" : "", policy->clauses[c]);
      say_published(hovering, policy->clauses[c]);
      for (size_t m = 0; m < policy->measure_count; m++) {
        const struct measure *measure = policy->measures[m];
        if (!measure->clause || !measure_names_clause(measure, policy->clauses[c])) continue;
        buffer_printf(&hovering->out, "\n- %s %s %s", measure_kind_name(measure->kind, language_of(hovering)), measure->id,
                      measure->name);
      }
    }
  }
}

static void say_text(struct hovering *hovering)
{
  const struct editor_script *script = hovering->script;
  const struct script_name *name = &script->names.items[hovering->index];
  for (size_t i = 0; i < script->names.declaration_count; i++) {
    const struct script_declaration *declared = &script->names.declarations[i];
    if (name->role == NAME_ID && declared->id == name->definition) say_declaration(hovering, declared);
    if (declared->clause == hovering->index) say_clause(hovering);
  }
  size_t word = script_token_before(&script->tokens, hovering->index);
  if (name->role == NAME_PARAMETER) say_parameter(hovering);
  else if (script_token_kind(&script->tokens, word) == TOKEN_NAME && word_find(text_at(hovering, word)))
    say_word(hovering, word_find(text_at(hovering, word)));
}

const char *editor_hover(struct editor_script *script, struct arena *arena, size_t offset, struct slice published,
                         struct text_span *at)
{
  struct hovering hovering = {
    .script = script, .arena = arena, .index = script_token_at(&script->tokens, offset), .published = published
  };
  enum token_kind kind = script_token_kind(&script->tokens, hovering.index);
  if (kind != TOKEN_NAME && kind != TOKEN_STRING) return NULL;
  hovering.model = editor_model_of(script);
  *at = script_name_span(script, hovering.index);
  switch (script->names.items[hovering.index].role) {
  case NAME_LOCAL: say_local(&hovering); break;
  case NAME_KEY: say_key(&hovering); break;
  case NAME_MEMBER:
    say_name(&hovering);
    if (!hovering.out.length) say_member(&hovering);
    break;
  case NAME_PARAMETER:
    if (kind == TOKEN_NAME) say_parameter(&hovering);
    else say_text(&hovering);
    break;
  case NAME_WORD: say_name(&hovering); break;
  case NAME_NONE:
  case NAME_ID: say_text(&hovering); break;
  }
  const char *said = hovering.out.length ? buffer_take(arena, &hovering.out).at : NULL;
  buffer_free(&hovering.out);
  return said;
}
