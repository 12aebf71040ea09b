/* The parts of declare.c: what each kind of declaration does with its table. Private to policy/. */
#ifndef POLICY_DECLARATION_H
#define POLICY_DECLARATION_H

#include "policy/args.h"

/* A measure while its table is read. */
struct measure_reading {
  struct measure *measure;
  const struct node *const *conditions;
  size_t condition_count;
  bool tops_up_itself;
  bool region_given, interruption_given;
  const int32_t *regions;
  size_t region_count;
};

/* A member of a set of measures: 甲, or "U22-1" */
struct measure_reference {
  struct measure *measure; /* NULL: by its id */
  const char *id;
};

/* The value on top of the stack; false after a finding or for an error value. */
bool read_measure_reference(lua_State *L, struct measure_reference *reference);
/* When all scripts are read: the measure of an id. False after a finding, or the notice `absent` where its script is not run. */
bool resolve_measure_reference(struct loader *loader, struct measure_reference *reference, enum message absent);
/* { 甲, "X-3" }; empty after a finding. */
struct measure_set read_measure_set(lua_State *L, int index);

/* When all scripts are read: who stands in the sets of measures. */
void measure_sets_conclude(struct loader *loader);

/* The second call of 参数, 择一 and of the words for measures. */
int parameter_finish(lua_State *L, struct unfinished_declaration *pending);
/* A value given from outside. False after a finding: it has not the parameter's unit. */
bool parameter_set(struct loader *loader, const struct setting *setting, struct parameter *parameter);
int exclusive_group_finish(lua_State *L, struct unfinished_declaration *pending);
/* When all scripts are read: members by id, and who stands in which relation. */
void exclusive_groups_conclude(struct loader *loader);
int assertion_finish(lua_State *L, struct unfinished_declaration *pending);
int joint_limit_finish(lua_State *L, struct unfinished_declaration *pending);
void joint_limits_conclude(struct loader *loader);
int measure_finish(lua_State *L, struct unfinished_declaration *pending, enum measure_kind kind);

/* The entry's key by either name, NULL if there is none of that name. */
/* The conditions of a policy, once what they ask of is declared. */
void policy_conditions_read(lua_State *L, struct policy *policy);
/* An amount of money; a finding for anything else. */
const struct node *read_money(lua_State *L, int value);
/* What other measures give it asks of the same kind of object (entitlement.c). */
void measure_check_entitlements(struct loader *loader, const struct measure *measure);
/* What was put to a measure after its own table is checked as that was. */
void measure_check_late(struct loader *loader, const struct measure *measure);
/* The first call of a declaration with a name. */
int pending_push(lua_State *L, const char *word);
/* An entry that has to be there. */
void declaration_require(struct builder *builder, bool present, const char *what, const char *key);
/* A text that is read and left aside. */
void declaration_note(lua_State *L, int value, void *context);

/* An amount of money, after a finding an error. */
const struct node *read_money(lua_State *L, int value);
/* 预算: a volume, or a table of its own. */
void measure_budget(lua_State *L, int value, void *context);
/* 分担 */
void measure_cost_share(lua_State *L, int value, void *context);
/* Parts of an amount: 分期, 中断. */
void measure_instalments(lua_State *L, int value, void *context);
void measure_interruption(lua_State *L, int value, void *context);

/* Entries of 目标. */
void target_actual(lua_State *L, int value, void *context);
void target_goal(lua_State *L, int value, void *context);
void target_exceed(lua_State *L, int value, void *context);
void target_breakdown(lua_State *L, int value, void *context);
void target_years(lua_State *L, int value, void *context);

#endif
