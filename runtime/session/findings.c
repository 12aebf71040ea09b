/* Findings that a script silences. */
#include "session/findings.h"

#include <string.h>

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

/* A reason is whatever stands behind the code and its colon. */
static bool has_reason(const char *at, const char *end)
{
  while (at < end && (*at == ' ' || *at == ':' || *at == '\r')) at++;
  if (end - at >= 3 && memcmp(at, "：", 3) == 0) at += 3;
  while (at < end && (*at == ' ' || *at == '\r')) at++;
  return at < end;
}

static void read_silence(struct arena *arena, struct silences *silences, size_t script, int line, struct slice text)
{
  static const char *const words[] = { "不查", "ignore" };
  const char *comment = memmem(text.at, text.length, "--", 2), *end = text.at + text.length;
  for (size_t w = 0; comment && w < 2; w++) {
    const char *word = memmem(comment, (size_t)(end - comment), words[w], strlen(words[w]));
    if (!word) continue;
    const char *code = word + strlen(words[w]);
    while (code < end && *code == ' ') code++;
    const char *after = code + (code < end);
    while (after < end && is_digit(*after)) after++;
    if (after - code < 2 || (*code != 'K' && *code != 'W')) continue;
    silences->items = arena_grow(arena, silences->items, silences->count, &silences->capacity, sizeof *silences->items);
    silences->items[silences->count++] =
        (struct silence){ arena_copy(arena, code, (size_t)(after - code)), script, line, has_reason(after, end), false };
    return;
  }
}

static bool is_comment(struct slice text)
{
  size_t at = 0;
  while (at < text.length && (text.at[at] == ' ' || text.at[at] == '\t')) at++;
  return at + 1 < text.length && text.at[at] == '-' && text.at[at + 1] == '-';
}

void silences_read(struct arena *arena, const struct script_text *scripts, size_t count, struct silences *silences)
{
  for (size_t i = 0; i < count; i++) {
    int line = 0;
    for (size_t at = 0; at < scripts[i].text.length;) read_silence(arena, silences, i, ++line, slice_line(scripts[i].text, &at));
  }
}

/* The first line of the comment right above a line, or the line itself. */
static int comment_above(struct slice text, int line)
{
  int number = 0, first = line;
  for (size_t at = 0; number + 1 < line && at < text.length;) {
    bool comment = is_comment(slice_line(text, &at));
    number++;
    if (!comment) first = line;
    else if (first == line) first = number;
  }
  return first;
}

bool silences_cover(struct silences *silences, const struct script_text *scripts, const struct fault *fault)
{
  bool silenced = false;
  for (size_t i = 0; fault->file && i < silences->count; i++) {
    struct silence *silence = &silences->items[i];
    const struct script_text *script = &scripts[silence->script];
    if (strcmp(script->path, fault->file) != 0 || strcmp(silence->code, message_code(fault->message)) != 0) continue;
    if (silence->line > fault->line || silence->line < comment_above(script->text, fault->line)) continue;
    silence->used = true;
    silenced |= silence->reasoned;
  }
  return silenced;
}

/* Found only when the other script, the text of the policy or a list is there too. */
static bool is_across(const char *code)
{
  static const enum message across[] = { MSG_CHECK_TWO_DOCUMENTS, MSG_CHECK_TEXT_MISSING, MSG_CHECK_CROWDED,
                                         MSG_CHECK_NEAR_CLIFF };
  for (size_t i = 0; i < sizeof across / sizeof *across; i++)
    if (strcmp(code, message_code(across[i])) == 0) return true;
  return false;
}

void silences_check(struct arena *arena, const struct silences *silences, const struct script_text *scripts, struct faults *found)
{
  for (size_t i = 0; i < silences->count; i++) {
    const struct silence *silence = &silences->items[i];
    if ((silence->used && silence->reasoned) || (!silence->used && is_across(silence->code))) continue;
    struct fault *fault = faults_add(arena, found);
    fault_set(fault, FAULT_NONE, silence->used ? MSG_CHECK_SILENCE_REASON : MSG_CHECK_SILENCE_UNUSED, silence->code, NULL);
    fault_at(fault, scripts[silence->script].path, silence->line, 0);
  }
}

bool finding_is_advice(const struct fault *fault)
{
  return fault->message == MSG_CHECK_COMPETITION || fault->message == MSG_CHECK_NEAR_CLIFF;
}
