/* User function: the escape hatch 计算 { 字段…, 说明 = "…", function(…) … end }: a condition or an amount as a Lua function.
 *
 * The function is frozen when the script is loaded: its code, and the plain values around it that it uses, copied. So each thread
 * can have it in a state of its own (policy/function_state.h), and nothing that one row does can reach another. Rejected: one
 * state behind a lock (serial), the loading state (the script's own tables could be written to), running the script again for
 * each thread (a thread would have a model of its own).
 *
 * What a function is given, by the type of the input: money in whole fen; a count or number as Lua's integer, or float if it is a
 * fraction; a date as the integer 20221231; yes/no and conditions as true or false; choices, texts, codes and regions as text.
 * An unknown input makes the result unknown, and one of an event that never happened makes it that, without a call; an input
 * written 可缺(…) is given as nil when unknown and as false when it never happened. */
#ifndef POLICY_USER_FUNCTION_H
#define POLICY_USER_FUNCTION_H

#include "model/node.h"

enum { COMPUTED_INPUTS = 32 };

/* A value that a function uses, frozen. */
enum closure_value_kind {
  CAPTURED_NIL,
  CAPTURED_FLAG,
  CAPTURED_WHOLE,
  CAPTURED_DECIMAL,
  CAPTURED_TEXT,
  CAPTURED_TABLE,
  CAPTURED_FUNCTION,
  CAPTURED_GLOBALS, /* what names mean */
  CAPTURED_LIBRARY  /* a function or table of the library, by its name in `text` */
};

struct closure_value {
  enum closure_value_kind kind;
  bool flag;
  int64_t whole; /* of a function a hash of what is written */
  double decimal;
  struct slice text;                  /* a text; of a function its code, as lua_dump wrote it */
  const struct closure_value **items; /* of a table key, value, key, value in order; of a function its upvalues */
  size_t item_count;
};

struct user_function {
  const struct closure_value *function;
  size_t input_count;
  const bool *optional; /* of each input: written 可缺(…) */
  uint64_t identity;    /* equal for functions of the same code and values */
  struct source_place site;
  const char *path;
};

/* The computed node that calls for it, itself included, counts' conditions too; NULL: none. */
const struct node *node_computed(const struct node *node, const struct user_function *wanted);
/* Does the expression call a function of a script for its own value (not within a count)? */
bool node_computes(const struct node *node);

#endif
