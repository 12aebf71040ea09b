/* Any bytes as a script, rewritten for Lua: what is good has code, places stay inside the source, findings have places. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "policy/words.h"
#include "syntax/rewrite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct arena arena = { 0 };
  struct script script;
  struct faults faults = { 0 };
  struct slice source = { arena_copy(&arena, (const char *)data, size), size };
  bool good = rewrite_script(&arena, "fuzz.lua", source,
                             &(struct rewrite_options){ size % 2 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE, word_is_key, false },
                             &script, &faults);
  if (good != (faults.count == 0) || (good && !script.code.at)) abort();
  for (int line = 1; script.code.at && line <= (int)script.place_count; line++)
    if (rewrite_site(&script, line).line < 0) abort();
  struct buffer shown = { 0 };
  for (size_t i = 0; i < faults.count; i++) {
    if (faults.items[i].line < 1 || faults.items[i].column < 1) abort();
    rewrite_show(&shown, &script, (struct source_place){ faults.items[i].line, faults.items[i].column },
                 (struct source_place){ 0, 0 });
  }
  buffer_free(&shown);
  arena_free(&arena);
  return 0;
}
