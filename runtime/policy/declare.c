/* What scripts declare: the policy, and the two calls of every other declaration. Their tables are read in parameter.c,
 * measure.c, exclusive_group.c, joint_limit.c and dictionary.c. */
#include "policy/declare.h"

#include <string.h>

#include "policy/declaration.h"
#include "policy/dictionary.h"
#include "policy/source_advice.h"
#include "policy/words.h"

#define KEYS(array) (array), sizeof(array) / sizeof *(array)

/* 政策 { … } */

static void policy_id(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->id = read_text(L, value);
}

static void policy_name(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->name = read_text(L, value);
}

static void policy_status(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->status = read_text(L, value);
}

static void policy_number(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->number = read_text(L, value);
}

static void policy_publication(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->publication = read_text(L, value);
}

static void policy_contact(lua_State *L, int value, void *context)
{
  ((struct policy *)context)->contact = read_text(L, value);
}

static void policy_region(lua_State *L, int value, void *context)
{
  struct policy *policy = context;
  policy->region_count = read_regions(L, value, &policy->regions);
}

static void policy_period(lua_State *L, int value, void *context)
{
  struct policy *policy = context;
  struct builder *builder = &loader_of(L)->builder;
  const char *const *texts;
  const struct source_place *sites, before = builder->site;
  size_t refusals = builder->refusals, count = read_texts(L, value, &texts, &sites);
  date days[2] = { 0 };
  for (size_t i = 0; i < count && i < 2; i++) {
    builder->site = sites[i];
    bool one = count == 1 && refuse_joined_days(loader_of(L), texts[i]);
    if (!one && !date_parse(slice_of(texts[i]), &days[i])) builder_error(builder, MSG_NO_SUCH_DAY, texts[i], NULL);
  }
  builder->site = before;
  if (count > 2) builder_error(builder, MSG_PERIOD_EXPECTED, NULL);
  if (refusals != builder->refusals) return;
  policy->from = days[0];
  policy->to = days[1];
  policy->open_ended = count == 1;
  if (count == 2 && days[1] < days[0]) builder_error(builder, MSG_PERIOD_BACKWARDS, texts[0], texts[1], NULL);
}

/* `奖励、清单` behind the colon of a clause. */
static unsigned clause_kinds(struct builder *builder, struct slice said)
{
  unsigned kinds = 0;
  while (said.length) {
    size_t length = 0;
    while (length < said.length && !slice_starts((struct slice){ said.at + length, said.length - length }, "、")) length++;
    struct slice word = slice_trim((struct slice){ said.at, length });
    enum measure_kind kind = measure_kind_find(word);
    if (kind == MEASURE_KINDS) builder_error(builder, MSG_CLAUSE_KIND, arena_copy(builder->arena, word.at, word.length), NULL);
    else kinds |= 1u << kind;
    size_t step = length < said.length ? length + strlen("、") : length;
    said = (struct slice){ said.at + step, said.length - step };
  }
  return kinds;
}

/* `"三（一）"`, or with what it states: `"三（一）：奖励、清单"`. */
static void policy_clauses(lua_State *L, int value, void *context)
{
  struct policy *policy = context;
  struct builder *builder = &loader_of(L)->builder;
  const char *const *texts;
  const struct source_place *sites, before = builder->site;
  policy->clause_count = read_texts(L, value, &texts, &sites);
  const char **clauses = arena_array(builder->arena, policy->clause_count, sizeof *clauses);
  unsigned *kinds = arena_array(builder->arena, policy->clause_count, sizeof *kinds);
  for (size_t i = 0; i < policy->clause_count; i++) {
    const char *colon = strstr(texts[i], "：");
    builder->site = sites[i];
    clauses[i] = colon ? arena_copy(builder->arena, texts[i], (size_t)(colon - texts[i])) : texts[i];
    if (colon) kinds[i] = clause_kinds(builder, slice_of(colon + strlen("：")));
  }
  builder->site = before;
  policy->clauses = clauses;
  policy->clause_kinds = kinds;
}

/* 条件: of every measure that judges companies. The policy stands before the columns that the script declares, so what is in { }
 * is a function (syntax/table_constructor), called for the first measure. */
static void policy_conditions(lua_State *L, int value, void *context)
{
  struct policy *policy = context;
  lua_pushvalue(L, value);
  lua_rawsetp(L, LUA_REGISTRYINDEX, policy);
}

void policy_conditions_read(lua_State *L, struct policy *policy)
{
  struct builder *builder = &loader_of(L)->builder;
  const char *path = builder->path;
  struct source_place site = builder->site;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, policy) != LUA_TNIL) {
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, policy);
    if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1)) lua_call(L, 0, 1);
    builder->path = policy->path;
    builder->site = policy->site;
    policy->condition_count = read_conditions(L, lua_gettop(L), &policy->conditions);
    for (size_t i = 0; i < policy->condition_count; i++)
      if (policy->conditions[i]->tables & ~1u) builder_error(builder, MSG_ROW_OUTSIDE_AGGREGATE, NULL);
  }
  lua_pop(L, 1);
  builder->path = path;
  builder->site = site;
}

void declaration_note(lua_State *L, int value, void *context)
{
  (void)context;
  read_text(L, value);
}

static const struct key policy_keys[] = {
#define POLICY_KEY(chinese, english, read, ...) { chinese, english, read },
#include "policy/words.def"
};

void declaration_require(struct builder *builder, bool present, const char *what, const char *key)
{
  const struct word *row = builder->language == LANGUAGE_ENGLISH ? word_next(key, NULL) : NULL;
  if (!present) builder_error(builder, MSG_MISSING_KEY, word_string(builder, what), row ? row->english : key, NULL);
}

int declare_policy(lua_State *L)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  if (!lua_istable(L, 1)) {
    builder_error(builder, MSG_DECLARATION_NEEDS_TABLE, word_string(builder, "政策"), describe(L, 1), NULL);
    return push_error(L);
  }
  if (loader->policy) builder_error(builder, MSG_SECOND_POLICY, loader->policy->name ? loader->policy->name : "", NULL);
  struct policy *policy = arena_alloc(loader->arena, sizeof *policy);
  policy->path = builder->path;
  policy->site = builder->site;
  read_keys(L, 1, "政策", KEYS(policy_keys), policy);
  if (loader->refusals_before == builder->refusals) {
    declaration_require(builder, policy->id, "政策", "编号");
    declaration_require(builder, policy->name, "政策", "名称");
    declaration_require(builder, policy->region_count > 0, "政策", "地区");
    declaration_require(builder, policy->from || policy->to, "政策", "有效期");
  }
  struct model *model = loader->model;
  model->policies =
      arena_grow(loader->arena, model->policies, model->policy_count, &model->policy_capacity, sizeof(struct policy *));
  model->policies[model->policy_count++] = policy;
  loader->policy = policy;
  return 0;
}

/* Declarations with a name come in two calls: the name, then the table. */

int pending_push(lua_State *L, const char *word)
{
  struct loader *loader = loader_of(L);
  struct builder *builder = builder_here(L);
  if (lua_type(L, 1) != LUA_TSTRING) {
    if (!is_error(L, 1)) builder_error(builder, MSG_DECLARATION_NEEDS_NAME, word_string(builder, word), describe(L, 1), NULL);
    return push_error(L);
  }
  struct unfinished_declaration *pending = arena_alloc(loader->arena, sizeof *pending);
  *pending = (struct unfinished_declaration){ .next = loader->pendings,
                                              .word = word_find(word),
                                              .name = read_text(L, 1),
                                              .site = builder->site,
                                              .path = builder->path,
                                              .refusals_before = builder->refusals };
  loader->pendings = pending;
  handle_push(L, HANDLE_PENDING)->pending = pending;
  return 1;
}

#define MEASURE_KIND(kind, english, chinese, traits, usage, help, help_english)                                                  \
  int declare_##english(lua_State *L)                                                                                            \
  {                                                                                                                              \
    return pending_push(L, chinese);                                                                                             \
  }
#include "model/measure_kinds.def"
#undef MEASURE_KIND

int declare_parameter(lua_State *L)
{
  return pending_push(L, "参数");
}

int declare_one_of(lua_State *L)
{
  return pending_push(L, "择一");
}

int declare_joint_limit(lua_State *L)
{
  return pending_push(L, "总限");
}

int declare_assertion(lua_State *L)
{
  return pending_push(L, "断言");
}

int declare_table(lua_State *L)
{
  return pending_push(L, "表");
}

int declare_column(lua_State *L)
{
  return pending_push(L, "列");
}

int declare_finish(lua_State *L, struct unfinished_declaration *pending)
{
  struct builder *builder = builder_here(L);
  const char *word = pending->word->chinese;
  pending->done = true;
  if (!lua_istable(L, 2)) {
    builder_error(builder, MSG_DECLARATION_NEEDS_TABLE, word_string(builder, word), describe(L, 2), NULL);
    return push_error(L);
  }
  builder->site = pending->site;
  enum measure_kind kind = measure_kind_find(slice_of(word));
  if (kind != MEASURE_KINDS) return measure_finish(L, pending, kind);
  if (strcmp(word, "参数") == 0) return parameter_finish(L, pending);
  if (strcmp(word, "择一") == 0) return exclusive_group_finish(L, pending);
  if (strcmp(word, "总限") == 0) return joint_limit_finish(L, pending);
  if (strcmp(word, "断言") == 0) return assertion_finish(L, pending);
  if (strcmp(word, "表") == 0) return dictionary_table(L, pending->name);
  int results = dictionary_column(L, pending->name);
  struct handle *column = handle_at(L, -1);
  if (column && column->kind == HANDLE_COLUMN) column->pending = pending, pending->stray = true;
  return results;
}

/* Declarations of which only the name was given, and columns that stand in no table. */
static void conclude_one(struct loader *loader, const struct unfinished_declaration *pending)
{
  bool stray = pending->stray && !loader->builder.refusals; /* else its table was refused, perhaps */
  if (pending->done && !stray) return;
  loader->builder.path = pending->path;
  loader->builder.site = pending->site;
  if (stray) builder_error(&loader->builder, MSG_COLUMN_STRAY, pending->name, NULL);
  else
    builder_error(&loader->builder, MSG_DECLARATION_UNFINISHED, word_string(&loader->builder, pending->word->chinese),
                  pending->name, NULL);
}

void declare_conclude(struct loader *loader)
{
  exclusive_groups_conclude(loader);
  joint_limits_conclude(loader);
  measure_sets_conclude(loader);
  for (struct unfinished_declaration *pending = loader->pendings; pending; pending = pending->next) conclude_one(loader, pending);
}
