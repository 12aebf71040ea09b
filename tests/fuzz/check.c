/* Any bytes as a script: what can be known of it without data, its page, and its difference from itself, of which there is none.
 */
#include <stdint.h>
#include <stdlib.h>

#include "explain/check.h"
#include "explain/model_diff.h"
#include "policy/load.h"
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
  static const char policy[] =
      "政策 { 编号 = \"F\", 名称 = \"f\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n";
  struct arena arena = { 0 };
  struct faults faults = { 0 };
  struct buffer text = { 0 };
  struct load_options options = { .memory_limit = 8u << 20, .instruction_limit = 400000 };
  if (size > 4096) return -1;
  buffer_text(&text, policy);
  buffer_bytes(&text, (const char *)data, size);
  struct script_text script = { .path = "fuzz.lua", .text = buffer_view(&text) };
  struct model *model = model_load(&arena, &script, 1, &options, &faults);
  if (model) look_at(&arena, model);
  buffer_free(&text);
  arena_free(&arena);
  return 0;
}
