/* Source advice: findings whose advice is taken from what stands in the script at their place: a field with `=` among conditions,
 * an amount in quotes, a function without its arguments. */
#ifndef POLICY_SOURCE_ADVICE_H
#define POLICY_SOURCE_ADVICE_H

#include "policy/args.h"

/* The script given at whose place the builder stands, or NULL. */
const struct script *script_here(const struct loader *loader);
/* Its source from a place on; empty when there is none. */
struct slice source_from(const struct loader *loader, struct source_place place);
/* The finding just added, at the builder's place, is mended by `text` in place of `length` bytes from `from` on. */
void mend_last(struct loader *loader, struct source_place from, size_t length, const char *text);

/* `所有制 = "民营"` among conditions; the value is on top of the stack. False when the key names no field. */
bool refuse_assigned_field(lua_State *L, const struct entry *entry);
/* `{ 其余 = 万元(5) }` of 分档, at the builder's place. False when the tier is not the rest. */
bool refuse_rest_tier(struct loader *loader);
/* `投资额 = "金额"` in 表 { … }: `kind` is its value, NULL when that is no text. False for other entries. */
bool refuse_column_key(struct loader *loader, const struct entry *entry, const char *kind);
/* `"规模以上"` where a condition is wanted, at the builder's place. False when that is no field. */
bool refuse_quoted_condition(struct loader *loader, const char *text);
/* `{ 规模以上, 取 = 万元(8) }` of 分情况, at the builder's place. The finding was added. */
void mend_case(struct loader *loader);
/* `介于 = { 甲, 乙 }` among the keys of a comparison. False for other entries. */
bool refuse_range_key(struct loader *loader, const struct entry *entry, const struct key *keys, size_t count);
/* `"2022-01-01至2024-12-31"` where a period is wanted. False when the text is not two days. */
bool refuse_joined_days(struct loader *loader, const char *text);
/* `[2022] = …`, `["2022年"] = …` of a parameter, at the builder's place; `key` NULL: it is no text. False for other entries. */
bool refuse_year_key(struct loader *loader, const char *key);
/* `"8万元"` where an amount is wanted. False when the text is none. */
bool refuse_quoted_amount(lua_State *L, int index);
/* A function of a module of the standard library that is not called. False for other values. */
bool refuse_bare_function(lua_State *L, int index);
/* `家数(规模以上)`: a word that takes { } is given something else. False for a { }. */
bool refuse_ungrouped(lua_State *L);
/* `任一(甲, 乙)`. False when the word does not take { }. */
bool refuse_called_group(lua_State *L, const char *what);
/* `酌定("名称", { … })`: the finding was added, this is its fix. */
void mend_declaration(struct loader *loader, const char *name);
/* `规模以上 { 是 = "是" }`, of a condition that is asked again: what to write instead. The finding was added. */
void mend_asked_condition(struct loader *loader);

#endif
