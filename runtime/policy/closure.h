/* Closure: a Lua function frozen in one state and made anew in another. Private to policy/. */
#ifndef POLICY_CLOSURE_H
#define POLICY_CLOSURE_H

#include "base/pointer_map.h"
#include "policy/args.h"
#include "model/user_function.h"

/* Freezes the function at `index` with everything that it uses; NULL after a finding. */
const struct closure_value *closure_capture(lua_State *L, int index);
/* Of its code and values. */
uint64_t closure_value_hash(const struct closure_value *captured);
/* 2022-12-31 as functions have it: 20221231. */
int64_t closure_value_day(date day);

/* The other state, which keeps on its stack what was pushed. */
struct closure_push {
  lua_State *L;
  struct arena *arena;
  struct pointer_map pushed; /* a frozen table or function -> its place on the stack */
  struct watched {
    int function, upvalue, original; /* places on the stack; the upvalue's number */
  } * watched;
  size_t watched_count, watched_capacity;
};

/* Pushes the value; tables that come with it cannot be written to. */
void closure_value_push(struct closure_push *push, const struct closure_value *captured);
/* Has none of the functions with the upvalues `first` to `end` - 1 of `watched` written to what it was frozen with? */
bool closure_value_kept(const struct closure_push *push, size_t first, size_t end);

#endif
