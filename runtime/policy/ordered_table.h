/* Ordered table: tables as scripts write them, which remember the order and the places of their entries.
 *
 * Lua visits keys in another order in each process, and forgets that a key was written with nil. So each table constructor is
 * wrapped (syntax/rewrite), and its table gets a metatable of its own:
 *     { order = { key, … }, places = { key = position in order, … } or nil, length = …, site = what the rewriter noted,
 *       __newindex = …, __len = … }
 * A key that is removed leaves its position; one that comes again goes to the end. Positions given up hold a mark.
 *
 * Lua's own length of a list with holes depends on how its hash happens to lie. `length` is what the constructor gave, and goes
 * up when the item behind it comes, down when the last is found to be gone: the same in each run. */
#ifndef POLICY_ORDERED_TABLE_H
#define POLICY_ORDERED_TABLE_H

#include "policy/args.h"

/* _T(n, {…}) */
int ordered_table_table_made(lua_State *L);
/* pairs(t), in the order of insertion; ipairs(t); table.insert(t, [position,] value), which Lua's own writes past the order. */
int ordered_table_pairs(lua_State *L);
int ordered_table_ipairs(lua_State *L);
int ordered_table_insert(lua_State *L);
/* table.sort(t, [before]): equal items stay in their order, where Lua's own takes a pivot by the clock. */
int ordered_table_sort(lua_State *L);

/* The order of the table at `index` onto the stack; false when it has none. */
bool ordered_table_push(lua_State *L, int index);
/* Key and value of its entry `at` onto the stack, just above `order`; false when the entry was removed. */
bool ordered_table_push_entry(lua_State *L, int index, int order, lua_Integer at);

/* A table that cannot be written to, empty, left on the stack; its place there. Its entries stand in a table behind it:
 *     { sealed = { … }, length = …, __index = the same, __newindex = a finding } */
int ordered_table_push_sealed(lua_State *L, lua_Integer length);
/* Gives it an entry; places on the stack. */
void ordered_table_seal_entry(lua_State *L, int table, int key, int value);

#endif
