/* What mends a finding, completed at the end of a load and made by `check --fix`: the texts that messages tell to write, put
 * where the findings stand. */
#include "syntax/fix.h"

#include <stdlib.h>
#include <string.h>

/* Messages that name in an argument what to write. `%s` in `text` is that argument. */
static const struct mend {
  enum message message;
  int argument; /* from 1; 0: none */
  enum { MEND_WORD, MEND_BEFORE, MEND_BEHIND } where;
  bool certain;
  const char *text;
} mends[] = {
  { MSG_LEX_COMMA, 0, MEND_BEFORE, true, "," },
  { MSG_LEX_STRAY, 0, MEND_WORD, false, "" },
  { MSG_LEX_EXTRA_COMMA, 0, MEND_WORD, false, "" },
  { MSG_LEX_ASSIGN, 0, MEND_WORD, true, "==" },
  { MSG_LEX_THEN, 2, MEND_BEFORE, true, " %s" },
  { MSG_KEY_WITHOUT_EQUALS, 0, MEND_BEHIND, true, " =" },
  { MSG_CHOICE_UNQUOTED, 1, MEND_WORD, true, "\"%s\"" },
  { MSG_PARAMETER_BARE, 1, MEND_WORD, true, "参数.%s" },
  { MSG_NUMBER_IN_WORDS, 2, MEND_WORD, true, "%s" },
  { MSG_GROWN_TOGETHER, 2, MEND_WORD, true, "%s" },
  { MSG_SYNONYM, 2, MEND_WORD, true, "%s" },
  { MSG_SYNONYM_KEY, 3, MEND_WORD, true, "%s" },
  { MSG_COLUMN_BARE, 2, MEND_WORD, true, "%s" },
  { MSG_TEXT_UNQUOTED, 1, MEND_WORD, true, "\"%s\"" },
  { MSG_AMOUNT_QUOTED, 2, MEND_WORD, true, "%s" },
  { MSG_TARGET_YEAR, 2, MEND_WORD, true, "%s" },
  { MSG_UNKNOWN_NAME, 2, MEND_WORD, false, "%s" },
  { MSG_UNKNOWN_KEY, 3, MEND_WORD, false, "%s" },
  { MSG_UNKNOWN_MEMBER, 2, MEND_WORD, false, "%s" },
  { MSG_UNKNOWN_COLUMN, 3, MEND_WORD, false, "%s" },
  { MSG_UNKNOWN_PARAMETER, 2, MEND_WORD, false, "%s" },
};

void fault_add_fix(struct arena *arena, struct fault *fault, bool certain, struct source_edit edit)
{
  struct fix *fixes = arena_array(arena, fault->fix_count + 1, sizeof *fixes);
  if (fault->fix_count) memcpy(fixes, fault->fixes, fault->fix_count * sizeof *fixes);
  struct source_edit *kept = arena_alloc(arena, sizeof *kept);
  *kept = edit;
  kept->text = arena_string(arena, edit.text);
  fixes[fault->fix_count++] = (struct fix){ kept, 1, certain };
  fault->fixes = fixes;
}

static const char *argument_string(struct arena *arena, const struct fault *fault, int argument)
{
  if (!argument) return "";
  if (argument > fault->argument_count) return NULL;
  size_t begin = argument > 1 ? fault->argument_end[argument - 2] : 0, end = fault->argument_end[argument - 1];
  return end > begin ? arena_copy(arena, fault->text + begin, end - begin) : NULL;
}

static void add_mend(struct arena *arena, struct slice source, const struct mend *mend, size_t begin, size_t end,
                     struct fault *fault)
{
  size_t next = end;
  const char *argument = argument_string(arena, fault, mend->argument), *hole = strstr(mend->text, "%s");
  if (!argument) return;
  const char *text =
      hole ? arena_printf(arena, "%.*s%s%s", (int)(hole - mend->text), mend->text, argument, hole + 2) : mend->text;
  while (mend->where == MEND_BEHIND && next < source.length && source.at[next] == ' ') next++;
  if (mend->where == MEND_BEHIND && (next == source.length || strchr(",;}\r\n", source.at[next]))) return; /* no value follows */
  if (mend->where == MEND_BEFORE) end = begin;
  if (mend->where == MEND_BEHIND) begin = end;
  fault_add_fix(arena, fault, mend->certain, (struct source_edit){ begin, end, text });
}

void fault_complete(struct arena *arena, struct slice source, struct fault *fault)
{
  size_t begin = source_offset(source, (struct source_place){ fault->line, fault->column });
  if (begin == SIZE_MAX) return;
  struct slice rest = { source.at + begin, source.length - begin };
  if (!fault->end_line) {
    size_t length = rest.length && *rest.at != '\n' && *rest.at != '\r' ? source_word_length(rest) : 0;
    fault->end_line = fault->line;
    fault->end_column = fault->column + (int)utf8_count((struct slice){ rest.at, length });
  }
  size_t end = source_offset(source, (struct source_place){ fault->end_line, fault->end_column });
  for (size_t i = 0; !fault->fix_count && i < sizeof mends / sizeof *mends; i++)
    if (mends[i].message == fault->message) add_mend(arena, source, &mends[i], begin, end, fault);
}

static bool overlaps(const struct source_edit *edits, size_t count, const struct fix *fix)
{
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < fix->edit_count; k++)
      if (fix->edits[k].begin <= edits[i].end && edits[i].begin <= fix->edits[k].end) return true;
  return false;
}

static int compare_edits(const void *left, const void *right)
{
  const struct source_edit *a = left, *b = right;
  return a->begin < b->begin ? -1 : a->begin > b->begin;
}

static struct slice make_edits(struct arena *arena, struct slice source, const struct source_edit *edits, size_t count)
{
  struct buffer out = { 0 };
  size_t at = 0;
  for (size_t i = 0; i < count; i++) {
    buffer_bytes(&out, source.at + at, edits[i].begin - at);
    buffer_text(&out, edits[i].text);
    at = edits[i].end;
  }
  buffer_bytes(&out, source.at + at, source.length - at);
  struct slice result = slice_copy(arena, buffer_view(&out));
  buffer_free(&out);
  return result;
}

struct slice fixes_apply(struct arena *arena, struct slice source, const char *path, const struct faults *faults, size_t *made)
{
  struct source_edit *edits = NULL;
  size_t count = 0, capacity = 0;
  *made = 0;
  for (size_t i = 0; i < faults->count; i++) {
    const struct fault *fault = &faults->items[i];
    if (!fault->fix_count || !fault->fixes[0].certain || !fault->file || strcmp(fault->file, path) != 0) continue;
    if (overlaps(edits, count, &fault->fixes[0])) continue;
    ++*made;
    for (size_t k = 0; k < fault->fixes[0].edit_count; k++) {
      edits = arena_grow(arena, edits, count, &capacity, sizeof *edits);
      edits[count++] = fault->fixes[0].edits[k];
    }
  }
  if (count) qsort(edits, count, sizeof *edits, compare_edits);
  return make_edits(arena, source, edits, count);
}
