/* Arguments: what the Lua side of policy/ shares: the loader, values that scripts hold, and how arguments are read.
 *
 * Private to policy/. Each function that takes a `lua_State *` may not return (a Lua error jumps); but a mistake of a script does
 * not raise: it is added to the findings and an error value stands in for the result, which silences whatever is built
 * on it. So one load collects all findings. */
#ifndef POLICY_ARGS_H
#define POLICY_ARGS_H

#include <lauxlib.h>
#include <lua.h>
#include <signal.h>

#include "model/node.h"
#include "policy/load.h"
#include "model/model.h"

struct place {
  const char *path; /* NULL: no script is running */
  struct source_place site;
  bool standard; /* the call itself stands in the standard library; the place is its caller's, in a script given */
};

/* What a load may spend. Memory is that of Lua and of the arena together; instructions are Lua's, and a share for each block of
 * memory, since its own functions run without any. The processor's time is the last resort (functions of Lua's library that take
 * long over a long text): no script that does work comes near it, so it decides nothing for honest ones. */
struct work_budget {
  const volatile sig_atomic_t *stop; /* not 0: somebody wants the script to end; NULL: nobody can */
  size_t memory, memory_limit, arena_before;
  uint64_t instructions, instruction_limit;
  size_t seconds;
  double seconds_end;
  enum message spent;   /* what has run out; 0: nothing */
  struct place refused; /* where memory was last asked for in vain */
  bool refused_deep;    /* in a function that has called itself again and again */
};

/* A condition and whether anything read it. */
struct condition_use {
  struct condition_use *next;
  const struct node *node;
  const char *path;
  struct source_place site;
  bool used;
};

struct loader {
  struct arena *arena;
  struct model *model;
  struct faults *faults;
  struct builder builder;
  lua_State *lua;
  struct policy *policy;   /* of the script being run; NULL in stdlib or before 政策 */
  struct script **scripts; /* index = chunk number */
  size_t script_count, script_capacity;
  bool *standard;              /* by chunk number: of the standard library */
  int running;                 /* chunk number of the script given; modules of the standard library are made for each anew */
  bool within_standard;        /* the code that made the latest call is of the standard library */
  size_t refusals_before;      /* when the script given began to run */
  const void *exact_metatable; /* of fractions, by address (exact.h) */
  bool overflowed;             /* a function stopped because a fraction did not fit (exact.h) */
  int depth;                   /* tables inside one another that are being read */
  struct work_budget budget;
  size_t weight_limit;            /* of the model's expressions */
  struct condition_use *asked;    /* conditions made by the scripts given, the latest first */
  struct choice_reading *choices; /* in order */
  struct limit_reading *limits;
  struct unfinished_declaration *pendings; /* declarations that wait for their table */
  const struct load_options *options;
  struct regions *regions;
  struct prompt_state *prompt; /* kept open for a prompt, or NULL */
};

/* What a script can hold besides Lua's own values. */
enum handle_kind {
  HANDLE_EXPRESSION,
  HANDLE_TABLE,   /* a related table */
  HANDLE_OBJECT,  /* 服务记录.服务机构 */
  HANDLE_LINK,    /* 服务记录.客户 */
  HANDLE_PENDING, /* 奖励 "名" before its table */
  HANDLE_MEASURE,
  HANDLE_COLUMN,     /* 列 "…" {…} */
  HANDLE_PARAMETERS, /* 参数: called and indexed */
  HANDLE_COMPUTED,   /* 计算 { … } without 结果: a condition or an amount, as it is used */
  HANDLE_OPTIONAL,   /* 可缺(…), an input of 计算 */
  HANDLE_MARK,       /* 其余, 进一: a word that means something in one place only */
  HANDLE_REQUEST,    /* a word of the prompt, called */
  HANDLE_KINDS
};

struct word;
struct request;

struct handle {
  enum handle_kind kind;
  const struct node *node;
  bool asked;                   /* a finished condition: calling it again is a forgotten comma */
  struct condition_use *record; /* of a condition made by a script given; else NULL */
  int table, member;
  struct measure *measure;
  struct field *field;
  struct unfinished_declaration *pending;
  struct request *request;
  const struct word *word; /* of a mark */
};

struct unfinished_declaration {
  struct unfinished_declaration *next;
  const struct word *word;
  const char *name;
  struct source_place site;
  const char *path;
  bool done;
  bool stray;             /* a column that no table has taken yet */
  size_t refusals_before; /* when the name was given: the table came after */
};

struct loader *loader_of(lua_State *L);
/* load.c: rewrites and keeps a script; its number, or -1 after findings that leave nothing to run. */
int script_add(struct loader *loader, const char *path, struct slice text, bool standard);
/* Sets the builder's place to the script line that is running (the caller's, when it is the standard library that runs). Raises
 * an error when the budget is spent. */
struct builder *builder_here(lua_State *L);
/* The same place, without touching the builder. */
struct place place_running(lua_State *L);
/* state.c: raises an error when the budget is spent. */
void work_budget_check(lua_State *L);
/* The same after `work` instructions more: for functions of C, during which none are counted. */
void work_charge(lua_State *L, uint64_t work);
/* `=#<number>`, as chunks are named -> the number; -1 for anything else. */
long chunk_number(const char *source);

struct handle *handle_push(lua_State *L, enum handle_kind kind);
int push_node(lua_State *L, const struct node *node, bool asked);
int push_error(lua_State *L);
/* NULL when the value is no handle. */
struct handle *handle_at(lua_State *L, int index);
bool is_error(lua_State *L, int index);
/* Is it the mark (其余, 进一)? */
bool is_mark(lua_State *L, int index, const char *chinese);
/* What a Lua value is, for messages: `文字"abc"`, `数 5`, `空值 nil`… Never an address. */
const char *describe(lua_State *L, int index);
const char *number_string(lua_State *L, int index);
/* The same of an expression or another handle, without quotes around it. */
const char *handle_string(struct loader *loader, const struct handle *handle);
/* A word of the language, given by its Chinese name, in the reader's language; anything else as it is. */
const char *word_string(const struct builder *builder, const char *chinese);
/* A name as it is compared: NFKC without space. */
const char *plain_name(struct arena *arena, const char *name);

/* Expressions: a handle, or a plain number. Findings for anything else. Never NULL. */
const struct node *read_node(lua_State *L, int index);
/* A condition; a yes/no field counts as one. `index` may hold a list, then all of it. */
const struct node *read_condition(lua_State *L, int index);
/* A list of conditions, or a single one. */
size_t read_conditions(lua_State *L, int index, const struct node *const **conditions);
/* What HANDLE_COMPUTED stands for where a value of the type is wanted. */
const struct node *read_computed(lua_State *L, const struct handle *handle, enum value_type type);
/* A date: an expression, or text in any notation of dates. */
const struct node *read_date(lua_State *L, int index);
/* NULL after a finding. */
const char *read_text(lua_State *L, int index);
/* One text or a list of texts, and where each stands (`sites` may be NULL). What is no text is a finding and left out, an empty
 * list a finding. */
size_t read_texts(lua_State *L, int index, const char *const **texts, const struct source_place **sites);
size_t read_regions(lua_State *L, int index, const int32_t **codes);
bool read_flag(lua_State *L, int index);
/* False after a finding: the call (of `what`, as messages name it) has more than `most` arguments behind the first `before`. Lua
 * drops what a function does not ask for, and 万元(1,000) would be 1 万元. */
bool arguments_fit(lua_State *L, const char *what, int before, int most);
/* A word as scripts call it: its C function behind that check. */
void word_push(lua_State *L, const struct word *word);
/* The word that a function of Lua is, or NULL. */
const struct word *word_at(lua_State *L, int index);

/* One entry of a table as written in the script, in order. */
struct entry {
  const char *key; /* NULL: positional */
  struct source_place site, value;
};

/* order.c: walks a table's entries in the order of insertion; the value is on top of the stack while `visit` runs. */
void each_entry(lua_State *L, int index, void (*visit)(lua_State *L, const struct entry *entry, void *context), void *context);
/* Where the table's opening brace stands, or the builder's place. */
struct source_place table_place(lua_State *L, int index);

/* Keyed options: which key (a row of words) each entry has; unknown, positional and repeated entries are findings. */
struct key {
  const char *chinese, *english;
  void (*take)(lua_State *L, int value, void *context); /* value's index; the builder stands at the value */
};
void read_keys(lua_State *L, int index, const char *what, const struct key *keys, size_t count, void *context);
/* The row that a key names in either language, or NULL. */
const struct key *key_find(const struct key *keys, size_t count, const char *name);

#endif
