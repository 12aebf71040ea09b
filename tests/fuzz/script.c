/* Any bytes as a script, loaded with a small budget: a model, or findings, and nothing else. */
#include <stdint.h>
#include <stdlib.h>

#include "policy/function_state.h"
#include "policy/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  static const char policy[] = "政策 { 编号 = \"F\", 名称 = \"f\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }\n";
  struct arena arena = { 0 };
  struct faults faults = { 0 };
  struct buffer text = { 0 };
  struct load_options options = { .memory_limit = 8u << 20, .instruction_limit = 400000 };
  if (size > 4096) return -1;
  buffer_text(&text, policy);
  buffer_bytes(&text, (const char *)data, size);
  struct script_text script = { .path = "fuzz.lua", .text = buffer_view(&text) };
  struct model *model = model_load(&arena, &script, 1, &options, &faults);
  size_t errors = 0;
  for (size_t i = 0; i < faults.count; i++) errors += faults.items[i].kind != FAULT_NONE;
  if (!model != (errors > 0)) abort();
  buffer_free(&text);
  arena_free(&arena);
  return 0;
}
