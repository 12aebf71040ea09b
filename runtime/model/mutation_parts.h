/* Looking for what can be said otherwise: what mutation.c (declarations) and mutation_node.c (expressions) share. */
#ifndef MODEL_MUTATION_PARTS_H
#define MODEL_MUTATION_PARTS_H

#include "base/pointer_map.h"
#include "model/mutation.h"

struct region_group {
  const struct node *first; /* the codes that all have */
  struct mutation mutation;
  struct region_group *next;
};

struct mutation_search {
  struct arena *arena;
  struct model *model;
  const char *path;
  enum language language;
  struct mutations *out;
  struct pointer_map visited;
  const struct measure *measure; /* that is gone through, */
  enum message key;              /* and what of it: 金额, 封顶; NO_MESSAGE: conditions */
  struct region_group *regions;
};

/* The bytes are copied. */
void mutation_patch(struct mutation_search *finding, struct mutation *mutation, const void *at, const void *bytes, size_t size);
/* A member of a structure of the model, and what it is to be. */
#define MUTATION_PATCH(finding, mutation, member, value)                                                                         \
  do {                                                                                                                           \
    __typeof__(member) changed_ = (value);                                                                                       \
    mutation_patch(finding, mutation, &(member), (const void *)&changed_, sizeof changed_);                                      \
  } while (0)

void mutation_add(struct mutation_search *finding, const struct mutation *mutation);
/* `封顶 = 5万元` */
const char *mutation_key_words(const struct mutation_search *finding, enum message key, const char *value);
/* The expression, with the key that it belongs to. */
const char *mutation_words(const struct mutation_search *finding, const struct node *node);
bool mutation_is_of_script(const struct mutation_search *finding, const char *path);
bool mutation_is_written(const struct mutation_search *finding, const struct node *node);
/* A list without `many` of its items. */
void *mutation_list_without(struct arena *arena, const void *items, size_t count, size_t size, size_t at, size_t many);
/* Is it a constant that can be moved? */
bool mutation_is_figure(const struct node *constant);
/* By one in the last place that is written; a yes or no to the other, once. */
bool mutation_constant_moved(const struct node *constant, bool up, struct ratio *moved);
/* All of an expression, once. `context`: the condition that it is part of; NULL: none. */
void mutations_in(struct mutation_search *finding, const struct node *node, const struct node *context);

#endif
