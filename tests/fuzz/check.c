/* Any bytes as a script: what can be known of it without data, its page, and its difference from itself, of which there is none.
 */
#include <stdint.h>
#include <stdlib.h>

#include "explain/check.h"
#include "explain/model_diff.h"
#include "load.h"
#include "write/policy_markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(struct arena *arena, const struct model *model)
{
  struct check_options options = { .today = 19357 };
  struct faults found = { 0 };
  check_model(arena, model, &options, &found);
  for (size_t i = 0; i < found.count; i++)
    if (found.items[i].kind != FAULT_NONE) abort();
  for (size_t i = 0; i < model->policy_count; i++) {
    struct buffer page = { 0 };
    policy_markdown(&page, i % 2 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE, model, model->policies[i]);
    buffer_free(&page);
  }
  struct rule_changes same = { 0 };
  model_diff(arena, LANGUAGE_CHINESE, model, model, &same);
  if (same.count) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct arena arena = { 0 };
  struct faults faults = { 0 };
  if (size > FUZZ_SCRIPT_BYTES) return -1;
  struct model *model = fuzz_load(&arena, data, size, &faults);
  if (model) look_at(&arena, model);
  arena_free(&arena);
  return 0;
}
