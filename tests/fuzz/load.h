/* Any bytes as a script behind a policy, loaded with a small budget. */
#ifndef FUZZ_LOAD_H
#define FUZZ_LOAD_H

#include <stdint.h>

#include "policy/load.h"

enum { FUZZ_SCRIPT_BYTES = 4096 };

/* The model, or NULL with findings. */
static inline struct model *fuzz_load(struct arena *arena, const uint8_t *data, size_t size, struct faults *faults)
{
  static const char policy[] = "政策 { 编号 = \"F\", 名称 = \"f\", 地区 = \"650100\", 有效期 = { \"2022-01-01\" } }\n";
  const struct load_options options = { .memory_limit = 8u << 20, .instruction_limit = 400000 };
  struct buffer text = { 0 };
  buffer_text(&text, policy);
  buffer_bytes(&text, (const char *)data, size);
  const struct script_text script = { .path = "fuzz.lua", .text = buffer_take(arena, &text) };
  return model_load(arena, &script, 1, &options, faults);
}

#endif
