/* Clauses of a published text, by their labels at the beginning of lines. */
#include "session/clause_text.h"

enum label { LABEL_NONE, LABEL_NUMBER, LABEL_DIGIT, LABEL_BRACKET, LABEL_ARTICLE }; /* 三、 · 1. · （一） · 第五条 */

static struct slice skip_space(struct slice line)
{
  for (;;) {
    size_t skipped = slice_starts(line, "　") ? strlen("　") : line.length && strchr(" \t\r", line.at[0]) && line.at[0] ? 1 : 0;
    if (!skipped) return line;
    line = (struct slice){ line.at + skipped, line.length - skipped };
  }
}

/* Bytes of the numerals that the text begins with. */
static size_t numerals(struct slice text)
{
  static const char *const signs[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "〇" };
  size_t at = 0, before;
  do {
    before = at;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
      if (slice_starts((struct slice){ text.at + at, text.length - at }, signs[i])) at += strlen(signs[i]);
    if (at < text.length && text.at[at] >= '0' && text.at[at] <= '9') at++;
  } while (at > before);
  return at;
}

static enum label label_of(struct slice line)
{
  size_t skip = slice_starts(line, "（") ? strlen("（") : slice_starts(line, "第") ? strlen("第") : 0;
  struct slice number = { line.at + skip, line.length - skip };
  size_t length = numerals(number);
  struct slice behind = { number.at + length, number.length - length };
  if (!length) return LABEL_NONE;
  if (slice_starts(line, "（")) return slice_starts(behind, "）") ? LABEL_BRACKET : LABEL_NONE;
  if (slice_starts(line, "第")) return slice_starts(behind, "条") ? LABEL_ARTICLE : LABEL_NONE;
  if (!slice_starts(behind, "、") && !slice_starts(behind, "．") && !slice_starts(behind, ".")) return LABEL_NONE;
  return number.at[0] >= '0' && number.at[0] <= '9' ? LABEL_DIGIT : LABEL_NUMBER;
}

/* The label that the clause begins with: 三 of 三（一）. */
static struct slice first_label(struct slice clause)
{
  const char *bracket = clause.length > strlen("（") ? memmem(clause.at + 1, clause.length - 1, "（", strlen("（")) : NULL;
  return (struct slice){ clause.at, bracket ? (size_t)(bracket - clause.at) : clause.length };
}

static bool begins_with(struct slice line, struct slice label)
{
  struct slice behind = { line.at + label.length, line.length - label.length };
  bool same = line.length >= label.length && memcmp(line.at, label.at, label.length) == 0;
  return same && label_of(line) != LABEL_NONE && !numerals(behind);
}

struct slice clause_text_find(struct slice text, struct slice clause)
{
  unsigned levels = 0; /* labels of the clause: what ends it */
  size_t at = 0, begin = 0;
  while (clause.length) {
    struct slice label = first_label(clause), line = { text.at, 0 };
    clause = (struct slice){ clause.at + label.length, clause.length - label.length };
    bool found = false;
    while (!found && at < text.length) {
      begin = at;
      line = skip_space(slice_line(text, &at));
      if (levels & 1u << label_of(line)) return SLICE("");
      found = begins_with(line, label);
    }
    if (!found) return SLICE("");
    levels |= 1u << label_of(line);
  }
  size_t end = at;
  while (at < text.length && !(levels & 1u << label_of(skip_space(slice_line(text, &at))))) end = at;
  return levels ? slice_trim((struct slice){ text.at + begin, end - begin }) : SLICE("");
}
