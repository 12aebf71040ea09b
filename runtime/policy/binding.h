/* Binding: what the Lua side of policy/ shares: the loader, values that scripts hold, and how arguments are read.
 *
 * Private to policy/. Each function that takes a `lua_State *` may not return (a Lua error jumps); but a mistake of a script does
 * not raise: it is added to the findings and an error value stands in for the result, which silences whatever is built
 * on it. So one load collects all findings. */
#ifndef POLICY_BINDING_H
#define POLICY_BINDING_H

#include <lauxlib.h>
#include <lua.h>

#include "policy/expression.h"
#include "policy/load.h"
#include "policy/model.h"

struct loader {
  struct arena *arena;
  struct model *model;
  struct faults *faults;
  struct builder builder;
  lua_State *lua;
  struct policy *policy;  /* of the script being run; NULL in stdlib or before 政策 */
  const struct script *running;
  struct script **scripts; /* index = chunk number */
  size_t script_count, script_capacity;
  size_t stdlib_scripts;  /* the first so many scripts... are told by `standard` */
  bool *standard;
  size_t memory_used, memory_limit;
  uint64_t instructions, instruction_limit;
  struct pending *pendings; /* declarations that wait for their table */
  const struct load_options *options;
  struct regions *regions;
};

/* What a script can hold besides Lua's own values. */
enum handle_kind {
  HANDLE_EXPRESSION,
  HANDLE_TABLE,    /* a related table */
  HANDLE_OBJECT,   /* 服务记录.服务机构 */
  HANDLE_LINK,     /* 服务记录.客户 */
  HANDLE_PENDING,  /* 奖励 "名" before its table */
  HANDLE_MEASURE,
  HANDLE_COLUMN,   /* 列 "…" {…} */
  HANDLE_PARAMETERS, /* 参数: called and indexed */
  HANDLE_KINDS
};

struct word;

struct handle {
  enum handle_kind kind;
  const struct node *node;
  bool asked; /* a finished condition: calling it again is a forgotten comma */
  int table, member;
  struct measure *measure;
  struct field *field;
  struct pending *pending;
};

struct pending {
  struct pending *next;
  const struct word *word;
  const char *name;
  struct site site;
  const char *path;
  bool done;
};

struct loader *loader_of(lua_State *L);
/* Sets the builder's place to the script line that is running (the caller's, when it is the standard library that runs). */
struct builder *builder_here(lua_State *L);

struct handle *handle_push(lua_State *L, enum handle_kind kind);
int push_node(lua_State *L, const struct node *node, bool asked);
int push_error(lua_State *L);
/* NULL when the value is no handle. */
struct handle *handle_at(lua_State *L, int index);
bool is_error(lua_State *L, int index);
/* What a Lua value is, for messages: `文字“abc”`, `表`, `空值`… */
const char *describe(lua_State *L, int index);

/* Expressions: a handle, or a plain number. Findings for anything else. Never NULL. */
const struct node *read_node(lua_State *L, int index);
/* A condition; a yes/no field counts as one. `index` may hold a list, then all of it. */
const struct node *read_condition(lua_State *L, int index);
/* A list of conditions, or a single one. */
size_t read_conditions(lua_State *L, int index, const struct node *const **conditions);
/* A date: an expression, or text in any notation of dates. */
const struct node *read_date(lua_State *L, int index);
const char *read_text(lua_State *L, int index);
/* One text or a list of texts. */
size_t read_texts(lua_State *L, int index, const char *const **texts);
size_t read_regions(lua_State *L, int index, const int32_t **codes);
bool read_flag(lua_State *L, int index);

/* One entry of a table as written in the script, in order. */
struct entry {
  const char *key; /* NULL: positional */
  struct site site, value;
};

/* Walks a table's entries in the order of insertion; the value is on top of the stack while `visit` runs. */
void each_entry(lua_State *L, int index, void (*visit)(lua_State *L, const struct entry *entry, void *context), void *context);
/* Where the table's opening brace stands, or the builder's place. */
struct site table_place(lua_State *L, int index);

/* Keyed options: which key (a row of words) each entry has; unknown, positional and repeated entries are findings. */
struct key {
  const char *chinese, *english;
  void (*take)(lua_State *L, int value, void *context); /* value's index; the builder stands at the value */
};
void read_keys(lua_State *L, int index, const char *what, const struct key *keys, size_t count, void *context);

/* The nearest of `count` names (every `stride` bytes a `const char *`), NULL when none is near. */
struct nearest {
  struct slice wanted;
  const char *best;
  size_t distance;
};
void nearest_offer(struct nearest *nearest, const char *name);
#endif
