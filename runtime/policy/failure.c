/* Lua's messages taken apart, for the protected door: `attempt to call a nil value (local '标准')` becomes a finding that names
 * 标准 and says what to look for. What no row knows is shown as Lua said it. */
#include "policy/failure.h"

#include <stdlib.h>
#include <string.h>

/* Reads on behind `text`; false, with the reader where it was, when something else stands there. */
static bool take(const char **at, const char *text)
{
  size_t length = strlen(text);
  if (strncmp(*at, text, length) != 0) return false;
  *at += length;
  return true;
}

/* What stands before `end`, behind which the reader is then. */
static const char *take_until(struct arena *arena, const char **at, const char *end)
{
  const char *found = strstr(*at, end);
  if (!found) return NULL;
  const char *text = arena_copy(arena, *at, (size_t)(found - *at));
  *at = found + strlen(end);
  return text;
}

static const char *type_string(enum language language, const char *type)
{
  static const struct {
    const char *type;
    enum message name;
  } types[] = {
    { "nil", MSG_VALUE_NIL },           { "no value", MSG_VALUE_NIL },  { "number", MSG_TYPE_NUMBER },
    { "string", MSG_TYPE_TEXT },        { "boolean", MSG_VALUE_TRUTH }, { "table", MSG_VALUE_TABLE },
    { "function", MSG_VALUE_FUNCTION }, { "integer", MSG_VALUE_WHOLE }, { "huiqi", MSG_VALUE_EXPRESSION },
  };
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strcmp(types[i].type, type) == 0) return message_name(types[i].name, language);
  return type;
}

/* ` (local '标准')` -> “标准”; what has no name is `这个值`. */
static const char *subject_string(struct builder *builder, const char *rest)
{
  const char *open = strchr(rest, '\'');
  const char *name = open ? (open++, take_until(builder->arena, &open, "'")) : NULL;
  if (!name || !*name || strcmp(name, "?") == 0) return message_name(MSG_VALUE_HERE, builder->language);
  return message_string(builder->arena, builder->language, MSG_QUOTED, name, NULL);
}

/* `attempt to … a nil value (local '标准')` */
static bool refuse_operand(struct builder *builder, const char *at)
{
  static const struct {
    const char *said;
    enum message message;
  } rows[] = {
    { "attempt to call a ", MSG_LUA_CALL },
    { "attempt to index a ", MSG_LUA_INDEX },
    { "attempt to concatenate a ", MSG_LUA_CONCAT },
    { "attempt to get length of a ", MSG_LUA_LENGTH },
    { "attempt to perform arithmetic on a ", MSG_LUA_ARITHMETIC },
    { "attempt to perform bitwise operation on a ", MSG_LUA_ARITHMETIC },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (!take(&at, rows[i].said)) continue;
    const char *type = take_until(builder->arena, &at, " value");
    if (!type) return false;
    if (strstr(at, "for iterator")) {
      builder_error(builder, MSG_LUA_ITERATOR, NULL);
      return true;
    }
    builder_error(builder, rows[i].message, subject_string(builder, at), type_string(builder->language, type), NULL);
    return true;
  }
  return false;
}

/* `attempt to compare number with nil`, `attempt to compare two table values` */
static bool refuse_comparison(struct builder *builder, const char *at)
{
  if (!take(&at, "attempt to compare ")) return false;
  bool alike = take(&at, "two ");
  const char *a = take_until(builder->arena, &at, alike ? " values" : " with ");
  if (!a) return false;
  builder_error(builder, MSG_LUA_COMPARE, type_string(builder->language, a), type_string(builder->language, alike ? a : at),
                NULL);
  return true;
}

/* `bad argument #1 to 'max' (number expected, got nil)`; of a method, Lua does not count what stands before the colon. */
static bool refuse_argument(struct builder *builder, const char *at)
{
  struct arena *arena = builder->arena;
  if (!take(&at, "bad argument #")) return false;
  const char *number = take_until(arena, &at, " to '"), *function = number ? take_until(arena, &at, "' (") : NULL;
  if (!function) return false;
  const char *rest = at, *wanted = take_until(arena, &rest, " expected, got "),
             *got = wanted ? take_until(arena, &rest, ")") : NULL;
  if (got)
    builder_error(builder, MSG_LUA_ARGUMENT, function, number, type_string(builder->language, wanted),
                  type_string(builder->language, got), NULL);
  else
    builder_error(builder, MSG_LUA_ARGUMENT_OTHER, function, number, arena_copy(arena, at, strlen(at) ? strlen(at) - 1 : 0),
                  NULL);
  return true;
}

/* What needs no parts taken out. */
static bool refuse_plain(struct builder *builder, const char *message)
{
  static const struct {
    const char *within;
    enum message message;
  } rows[] = {
    { "string slice too long", MSG_MEMORY_BUDGET },
    { "stack overflow", MSG_LUA_DEEP },
    { "invalid order function", MSG_LUA_ORDER },
    { "non-closable value", MSG_LUA_CLOSE },
    { "invalid conversion", MSG_LUA_FORMAT },
    { "in table for 'concat'", MSG_LUA_JOIN },
    { "'for' ", MSG_LUA_LOOP },
    { "attempt to perform 'n//0'", MSG_LUA_ZERO },
    { "attempt to perform 'n%%0'", MSG_LUA_ZERO },
    { "divide by zero", MSG_LUA_ZERO },
    { "no integer representation", MSG_LUA_WHOLE },
    { "index is n", MSG_LUA_KEY }, /* nil */
    { "index is N", MSG_LUA_KEY }, /* NaN */
    { "resulting string too large", MSG_MEMORY_BUDGET },
    { "string length overflow", MSG_MEMORY_BUDGET },
    { "too many results to unpack", MSG_MEMORY_BUDGET },
    { "assertion failed!", MSG_LUA_ASSERT },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (!strstr(message, rows[i].within)) continue;
    builder_error(builder, rows[i].message, NULL);
    return true;
  }
  return false;
}

/* `#3:17: message` -> message, and the place of the line in the rewritten code, if the chunk is one of a script given. */
static const char *strip_place(struct loader *loader, const char *message, const struct script **script, int *line)
{
  *line = 0;
  if (message[0] != '#') return message;
  char *end;
  long chunk = strtol(message + 1, &end, 10);
  if (*end != ':' || chunk < 0 || (size_t)chunk >= loader->script_count) return message;
  long found = strtol(end + 1, &end, 10);
  if (*end != ':') return message;
  *script = loader->standard[chunk] ? NULL : loader->scripts[chunk];
  *line = (int)found;
  return end[1] == ' ' ? end + 2 : end + 1;
}

static void report_message(struct builder *builder, const char *message)
{
  if (refuse_operand(builder, message) || refuse_comparison(builder, message) || refuse_argument(builder, message)) return;
  if (!refuse_plain(builder, message)) builder_error(builder, MSG_LUA_ERROR, message, NULL);
}

int failure_running(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = &loader->builder;
  struct place place = place_running(L);
  const struct script *script = NULL;
  int line;
  builder->path = place.path;
  builder->site = place.site;
  if (loader->budget.spent || loader->overflowed) return 0;
  if (lua_type(L, 1) != LUA_TSTRING) {
    builder_error(builder, MSG_LUA_ERROR, describe(L, 1), NULL);
    return 0;
  }
  const char *said = strip_place(loader, lua_tostring(L, 1), &script, &line);
  if (script) builder->path = script->path, builder->site = rewrite_site(script, line);
  report_message(builder, rewrite_restore(builder->arena, said));
  return 0;
}

void failure_stopped(struct loader *loader, int status)
{
  struct builder *builder = &loader->builder;
  const struct work_budget *budget = &loader->budget;
  enum message message = budget->spent;
  if (status == LUA_ERRMEM && budget->refused.path) {
    builder->path = budget->refused.path;
    builder->site = budget->refused.site;
  }
  if (!message) message = status == LUA_ERRMEM && !budget->refused_deep ? MSG_MEMORY_BUDGET : MSG_LUA_DEEP;
  builder_error(builder, message, NULL);
}

/* `'end' expected (to close 'if' at line 3) near <eof>` -> “end”, <eof> */
static bool refuse_expected(struct builder *builder, const char *said)
{
  const char *wanted = take_until(builder->arena, &said, " expected ");
  const char *near = wanted ? strstr(said, "near ") : NULL;
  if (!near) return false;
  if (strcmp(wanted, "<eof>") == 0) builder_error(builder, MSG_SYNTAX_UNEXPECTED, near + 5, NULL);
  else builder_error(builder, MSG_SYNTAX_EXPECTED, wanted, near + 5, NULL);
  return true;
}

static bool refuse_syntax(struct builder *builder, const char *said)
{
  const char *at = said;
  if (take(&at, "unexpected symbol near ") || take(&at, "syntax error near ")) {
    builder_error(builder, MSG_SYNTAX_UNEXPECTED, at, NULL);
  } else if (take(&at, "attempt to assign to const variable ")) {
    builder_error(builder, MSG_SYNTAX_CONST, at, NULL);
  } else if (take(&at, "too many local variables")) {
    builder_error(builder, MSG_SYNTAX_LOCALS, NULL);
  } else if (take(&at, "break outside")) {
    builder_error(builder, MSG_SYNTAX_BREAK, NULL);
  } else {
    return refuse_expected(builder, said);
  }
  return true;
}

/* `label 'a' already defined on line 16` counts lines of the rewritten code. */
static const char *without_line(struct arena *arena, const char *said)
{
  const char *line = strstr(said, " line ");
  if (!line || line - said < 3) return said;
  return arena_copy(arena, said, (size_t)(line - said - 3)); /* also ` at` or ` on` */
}

void failure_reading(struct loader *loader, struct script *script, const char *message)
{
  const struct script *found = NULL;
  int line;
  const char *said = rewrite_restore(loader->arena, strip_place(loader, message, &found, &line));
  loader->builder.path = script->path;
  loader->builder.site = rewrite_site(script, line);
  if (!refuse_syntax(&loader->builder, said))
    builder_error(&loader->builder, MSG_SYNTAX, without_line(loader->arena, said), NULL);
}
