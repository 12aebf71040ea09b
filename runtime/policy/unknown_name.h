/* Unknown name: what a name that nothing defines was meant to be. The likeliest cause is told, with the text to write. */
#ifndef POLICY_UNKNOWN_NAME_H
#define POLICY_UNKNOWN_NAME_H

#include "policy/args.h"

/* A finding about the name at the place that runs; pushes the error value. */
int unknown_name(lua_State *L, const char *name);
/* The module of the standard library that calls itself so: 高企 is hnte. Its file, or NULL. */
const struct stdlib_file *module_called(const char *chinese);
/* What scripts say for `name` in everyday words, by stdlib/synonyms.txt: the first word that `fits`, or NULL. */
const char *synonym_find(struct arena *arena, const char *name, bool (*fits)(void *context, const char *word), void *context);

#endif
