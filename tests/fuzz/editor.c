/* Any bytes as a script in an editor: every question is answered, no place is outside of the text, and layout laid out again is
 * the same. */
#include <stdint.h>
#include <stdlib.h>

#include "session/editor.h"
#include "session/editor_format.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask_at(struct editor_script *script, struct arena *arena, size_t offset)
{
  struct text_span at;
  struct fault fault;
  struct text_position position = text_position_of(&script->lines, offset);
  struct editor_items items = editor_complete(script, arena, offset);
  if (items.at.begin > items.at.end || items.at.end > script->text.length || position.line >= script->lines.count) abort();
  editor_hover(script, arena, offset, SLICE(""), &at);
  editor_definition(script, offset, &at);
  struct text_spans spans = editor_references(script, arena, offset, true);
  for (size_t i = 0; i < spans.count; i++)
    if (spans.items[i].begin > spans.items[i].end || spans.items[i].end > script->text.length) abort();
  if (editor_rename_at(script, offset, &at)) editor_rename_fits(script, offset, "甲", &fault);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  struct arena arena = { 0 };
  struct editor_script script;
  struct slice laid, again;
  const struct load_options load = load_options_times(1);
  editor_script_open(&script, "fuzz.lua", size % 2 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE, &load);
  editor_script_set(&script, (struct slice){ arena_copy(&arena, (const char *)data, size), size });
  for (size_t offset = 0; offset <= size; offset += 1 + size / 8) ask_at(&script, &arena, offset);
  struct editor_findings findings = editor_findings_of(&script, &arena, 0);
  for (size_t i = 0; i < findings.count; i++)
    if (findings.items[i].at.end > size) abort();
  struct editor_colours colours = editor_colours_of(&script, &arena);
  for (size_t i = 1; i < colours.count; i++)
    if (colours.items[i].at.begin < colours.items[i - 1].at.end) abort();
  editor_outline_of(&script, &arena);
  editor_folds_of(&script, &arena);
  bool sound = script_format(&arena, script.text, &laid);
  if (sound && (!script_format(&arena, laid, &again) || !slice_equal(laid, again))) abort();
  editor_script_close(&script);
  arena_free(&arena);
  return 0;
}
