/* What scripts may declare: one C function per word (rows of words.c). */
#ifndef POLICY_DECLARE_H
#define POLICY_DECLARE_H

#include "policy/args.h"

int declare_policy(lua_State *L);
int declare_parameter(lua_State *L);
#define MEASURE_KIND(kind, english, chinese, traits, usage, help, help_english) int declare_##english(lua_State *L);
#include "model/measure_kinds.def"
#undef MEASURE_KIND
int declare_joint_limit(lua_State *L);
int declare_assertion(lua_State *L);
/* Does a measure of the kind take the key (in Chinese)? */
bool measure_takes_key(enum measure_kind kind, const char *chinese);
/* A member of a measure's value: 甲.应得. */
int measure_index(lua_State *L, const struct measure *measure);
int declare_one_of(lua_State *L);
int declare_table(lua_State *L);
int declare_column(lua_State *L);
int declare_use(lua_State *L);

/* The second call of a declaration: `奖励 "名"` then `{ … }`. */
int declare_finish(lua_State *L, struct unfinished_declaration *pending);
/* `参数.名称` */
int declare_parameter_index(lua_State *L);
/* What waits for another script: 择一 by id, two measures with one id, declarations without their table. */
void declare_conclude(struct loader *loader);

#endif
