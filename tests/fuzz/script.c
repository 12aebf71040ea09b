/* Any bytes as a script, loaded with a small budget: a model, or findings, and nothing else. */
#include <stdint.h>
#include <stdlib.h>

#include "policy/function_state.h"
#include "load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct arena arena = { 0 };
  struct faults faults = { 0 };
  if (size > FUZZ_SCRIPT_BYTES) return -1;
  struct model *model = fuzz_load(&arena, data, size, &faults);
  size_t errors = 0;
  for (size_t i = 0; i < faults.count; i++) errors += faults.items[i].kind != FAULT_NONE;
  if (!model != (errors > 0)) abort();
  arena_free(&arena);
  return 0;
}
