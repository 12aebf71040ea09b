/* What is written inside { }, for help: the keys of measures, and what fields are asked. */
#include <string.h>

#include "policy/builtins.h"

const struct word word_entries[] = {
#define COMPARISON(name, chinese, english, payload, make, argument, other, usage, help, help_english)                            \
  { WORD_ASKED, chinese, english, NULL, usage, { help, help_english }, 0 },
#include "policy/comparisons.def"
#undef COMPARISON
#define KEY(kinds, chinese, english, read, usage, help, help_english)                                                            \
  { WORD_ENTRY, chinese, english, NULL, usage, { help, help_english }, 0 },
#define SHARED_KEY(kinds, chinese, english, read)
#include "policy/measure_keys.def"
#undef SHARED_KEY
#undef KEY
};
const size_t word_entry_count = sizeof word_entries / sizeof *word_entries;

const struct word *word_entry_find(const char *name)
{
  for (size_t i = 0; i < word_entry_count; i++)
    if (strcmp(word_entries[i].chinese, name) == 0 || strcmp(word_entries[i].english, name) == 0) return &word_entries[i];
  return NULL;
}
