/* Lines of a prompt, run in the state of a load. */
#include "policy/prompt_state.h"

#include <string.h>

#include "policy/declare.h"
#include "policy/environment.h"
#include "policy/prompt.h"
#include "policy/state.h"
#include "syntax/token.h"

const char prompt_path[] = "输入";

static const char environment_key[] = "huiqi.prompt";

struct prompt_state *prompt_state_new(struct arena *arena, const struct prompt_word *words, size_t count,
                                      const volatile sig_atomic_t *stop)
{
  struct prompt_state *prompt = arena_alloc(arena, sizeof *prompt);
  *prompt = (struct prompt_state){ .arena = arena, .words = words, .word_count = count, .stop = stop };
  return prompt;
}

void prompt_state_close(struct prompt_state *prompt)
{
  if (prompt->loader) state_close(prompt->loader);
  prompt->loader = NULL;
}

size_t prompt_names(const struct prompt_state *prompt, const char *const **names)
{
  *names = prompt->names;
  return prompt->name_count;
}

/* Names that stay */

static void keep_name(struct prompt_state *prompt, const char *name)
{
  for (size_t i = 0; i < prompt->name_count; i++)
    if (strcmp(prompt->names[i], name) == 0) return;
  prompt->names = arena_grow(prompt->arena, prompt->names, prompt->name_count, &prompt->name_capacity, sizeof *prompt->names);
  prompt->names[prompt->name_count++] = arena_string(prompt->arena, name);
}

/* huiqi_keep("甲", 甲): written behind scripts and lines for each of their top-level locals. */
static int keep(lua_State *L)
{
  struct loader *loader = loader_of(L);
  const char *name = luaL_checkstring(L, 1);
  keep_name(loader->prompt, name);
  lua_getfield(L, LUA_REGISTRYINDEX, environment_key);
  lua_pushstring(L, rewrite_encode(loader->arena, name));
  lua_pushvalue(L, 2);
  lua_rawset(L, -3);
  return 0;
}

static struct token_stream tokens_of(struct arena *scratch, struct slice text)
{
  struct script *script = arena_alloc(scratch, sizeof *script);
  struct faults *faults = arena_alloc(scratch, sizeof *faults);
  *script = (struct script){ .path = prompt_path, .source = text };
  struct token_stream reading = { .arena = scratch, .scratch = scratch, .script = script, .faults = faults };
  tokens_read(&reading);
  return reading;
}

/* How a token changes the depth of blocks; what `while` and `for` open is counted at their `do`. */
static int block_step(enum token_kind kind)
{
  if (kind == TOKEN_FUNCTION || kind == TOKEN_DO || kind == TOKEN_IF || kind == TOKEN_REPEAT) return 1;
  return kind == TOKEN_END_BLOCK || kind == TOKEN_UNTIL ? -1 : 0;
}

static const char *name_at(struct arena *scratch, const struct token_stream *reading, size_t at)
{
  const struct token *token = &reading->tokens[at];
  return token->kind == TOKEN_NAME ? arena_copy(scratch, token->text.at, token->text.length) : NULL;
}

/* The names of one `local`, or of a local function. */
static void local_names(struct arena *scratch, const struct token_stream *reading, size_t at, struct buffer *calls)
{
  bool function = reading->tokens[at + 1].kind == TOKEN_FUNCTION;
  for (size_t i = at + 1 + function;; i += 2) {
    const char *name = name_at(scratch, reading, i);
    if (!name) return;
    buffer_printf(calls, " huiqi_keep(\"%s\", %s)", name, name);
    if (function || reading->tokens[i + 1].kind != TOKEN_COMMA) return;
  }
}

/* Calls that keep the top-level locals of a text; nothing where it ends in a return, behind which nothing can stand. */
void prompt_keep_calls(struct slice text, struct buffer *calls)
{
  struct arena scratch = { 0 };
  struct token_stream reading = tokens_of(&scratch, text);
  int depth = 0;
  bool returns = false;
  for (size_t i = 0; i < reading.count && reading.tokens[i].kind != TOKEN_END; i++) {
    enum token_kind kind = reading.tokens[i].kind;
    if (kind == TOKEN_LOCAL && !depth) local_names(&scratch, &reading, i, calls);
    returns |= kind == TOKEN_RETURN && !depth;
    depth += block_step(kind);
  }
  if (returns) calls->length = 0;
  arena_free(&scratch);
}

bool prompt_keeps(struct slice text)
{
  struct buffer calls = { 0 };
  prompt_keep_calls(text, &calls);
  bool keeps = calls.length > 0;
  buffer_free(&calls);
  return keeps;
}

/* The environment */

static int open_environment(lua_State *L)
{
  struct loader *loader = loader_of(L);
  environment_push(L);
  for (size_t i = 0; i < loader->prompt->word_count; i++) prompt_word_set(L, lua_gettop(L), i);
  lua_setfield(L, LUA_REGISTRYINDEX, environment_key);
  lua_getfield(L, LUA_REGISTRYINDEX, "huiqi.globals");
  lua_pushcfunction(L, keep);
  lua_setfield(L, -2, "huiqi_keep");
  return 0;
}

bool prompt_begin(struct loader *loader, struct prompt_state *prompt)
{
  loader->prompt = prompt;
  prompt->loader = loader;
  loader->budget.stop = prompt->stop;
  lua_pushcfunction(loader->lua, open_environment);
  return lua_pcall(loader->lua, 0, 0, 0) == LUA_OK;
}

bool prompt_enter(lua_State *L)
{
  struct prompt_state *prompt = loader_of(L)->prompt;
  if (!prompt || !prompt->entering) return false;
  prompt->entering = false;
  lua_getfield(L, LUA_REGISTRYINDEX, environment_key);
  return true;
}

/* Lines */

static bool begins_statement(enum token_kind kind)
{
  switch (kind) {
  case TOKEN_LOCAL:
  case TOKEN_IF:
  case TOKEN_FOR:
  case TOKEN_WHILE:
  case TOKEN_REPEAT:
  case TOKEN_DO:
  case TOKEN_RETURN:
  case TOKEN_GOTO:
  case TOKEN_BREAK:
  case TOKEN_LABEL: return true;
  default: return false;
  }
}

static int bracket_step(enum token_kind kind)
{
  if (kind == TOKEN_PAREN_OPEN || kind == TOKEN_BRACE_OPEN || kind == TOKEN_BRACKET_OPEN) return 1;
  return kind == TOKEN_PAREN_CLOSE || kind == TOKEN_BRACE_CLOSE || kind == TOKEN_BRACKET_CLOSE ? -1 : 0;
}

enum threshold_kind { LINE_EMPTY, LINE_EXPRESSION, LINE_STATEMENTS };

/* An assignment, a semicolon or a keyword makes statements. */
static enum threshold_kind kind_of_line(struct slice text)
{
  struct arena scratch = { 0 };
  struct token_stream reading = tokens_of(&scratch, text);
  enum threshold_kind kind = reading.tokens[0].kind == TOKEN_END && !reading.faults->count ? LINE_EMPTY : LINE_EXPRESSION;
  if (begins_statement(reading.tokens[0].kind)) kind = LINE_STATEMENTS;
  if (reading.tokens[0].kind == TOKEN_FUNCTION && reading.tokens[1].kind == TOKEN_NAME) kind = LINE_STATEMENTS;
  int depth = 0;
  for (size_t i = 0; kind == LINE_EXPRESSION && i < reading.count && reading.tokens[i].kind != TOKEN_END; i++) {
    enum token_kind here = reading.tokens[i].kind;
    if (!depth && (here == TOKEN_ASSIGN || here == TOKEN_SEMICOLON)) kind = LINE_STATEMENTS;
    depth += bracket_step(here) + block_step(here);
  }
  arena_free(&scratch);
  return kind;
}

/* `return` stands on a line of its own before an expression: the lines of findings count from there. */
static struct slice source_of(struct prompt_state *prompt, struct slice text, enum threshold_kind kind)
{
  struct buffer source = { 0 }, calls = { 0 };
  if (kind == LINE_EXPRESSION) buffer_text(&source, "return\n");
  buffer_slice(&source, text);
  buffer_char(&source, '\n');
  if (kind == LINE_STATEMENTS) prompt_keep_calls(text, &calls);
  if (calls.length) buffer_slice(&source, buffer_view(&calls));
  struct slice copy = slice_copy(prompt->arena, buffer_view(&source));
  buffer_free(&calls);
  buffer_free(&source);
  return copy;
}

static void shift_findings(struct faults *faults, size_t from, int lines)
{
  for (size_t i = from; i < faults->count; i++) {
    bool own = faults->items[i].file && strcmp(faults->items[i].file, prompt_path) == 0;
    if (own && faults->items[i].line > lines) faults->items[i].line -= lines;
  }
}

/* What the model had before the line, for when it fails. */
struct before {
  size_t measures, choices, limits, policies, own;
  struct policy *policy;
};

static struct before before_of(const struct loader *loader)
{
  const struct model *model = loader->model;
  struct policy *policy = loader->policy;
  return (struct before){ model->measure_count,
                          model->choice_count,
                          model->joint_limit_count,
                          model->policy_count,
                          policy ? policy->measure_count : 0,
                          policy };
}

static void take_back(struct loader *loader, const struct before *before)
{
  loader->model->measure_count = before->measures;
  loader->model->choice_count = before->choices;
  loader->model->joint_limit_count = before->limits;
  loader->model->policy_count = before->policies;
  loader->policy = before->policy;
  if (before->policy) before->policy->measure_count = before->own;
}

static size_t errors_from(const struct faults *faults, size_t from)
{
  size_t count = 0;
  for (size_t i = from; i < faults->count; i++) count += faults->items[i].kind != FAULT_NONE;
  return count;
}

static void renew_budget(struct loader *loader)
{
  loader->budget.instructions = 0;
  loader->budget.spent = (enum message)0;
  loader->budget.arena_before = arena_size(loader->arena);
  loader->budget.seconds_end = 0;
}

static void run(struct prompt_state *prompt, int number, struct prompt_results *results)
{
  struct loader *loader = prompt->loader;
  lua_State *L = loader->lua;
  int top = lua_gettop(L);
  loader->running = number;
  loader->refusals_before = loader->builder.refusals;
  prompt->entering = true;
  prompt->results = results;
  if (state_run(loader, number, LUA_MULTRET)) prompt_values(prompt, top + 1, lua_gettop(L));
  prompt->entering = false;
  lua_settop(L, top);
  declare_conclude(loader);
}

bool prompt_run(struct prompt_state *prompt, struct slice text, struct faults *faults, struct prompt_results *results,
                bool *incomplete)
{
  struct loader *loader = prompt->loader;
  size_t first = faults->count, given = results->count;
  enum threshold_kind kind = kind_of_line(text);
  *incomplete = false;
  if (kind == LINE_EMPTY) return true;
  loader->faults = loader->builder.faults = faults;
  renew_budget(loader);
  struct before before = before_of(loader);
  int number = script_add(loader, prompt_path, source_of(prompt, text, kind), false);
  const struct script *script = loader->scripts[loader->script_count - 1];
  if (script->incomplete) {
    faults->count = first;
    *incomplete = true;
    return false;
  }
  if (number >= 0 && !errors_from(faults, first)) run(prompt, number, results);
  shift_findings(faults, first, kind == LINE_EXPRESSION);
  drop_behind(faults, first, prompt_path, text);
  if (!errors_from(faults, first)) return true;
  take_back(loader, &before);
  results->count = given;
  loader->pendings = NULL;
  return false;
}
