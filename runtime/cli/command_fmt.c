/* huiqi fmt: scripts laid out anew, each in its place. */
#include "cli/command.h"
#include "decode/digest.h"
#include "session/editor_format.h"
#include "session/scripts.h"
#include "write/atomic_file.h"

static bool has_digest(const char *mark, struct slice text, const char *wanted)
{
  char digest[65];
  struct digest *whole = digest_new();
  digest_add(whole, mark, strlen(mark));
  digest_add(whole, text.at, text.length);
  digest_hex(whole, digest);
  digest_free(whole);
  return strcmp(digest, wanted) == 0;
}

/* A file that is not UTF-8 would be another one afterwards, and not by white space: it is left alone. */
static bool lay_out(struct arena *arena, const struct script_text *script, bool *changed, struct fault *fault)
{
  struct slice laid;
  bool marked = has_digest("\xEF\xBB\xBF", script->text, script->digest);
  bool plain = marked || has_digest("", script->text, script->digest);
  if (!plain || !script_format(arena, script->text, &laid))
    return fault_set(fault, FAULT_SCRIPT, MSG_FMT_UNREAD, NULL), fault_at(fault, script->path, 0, 0);
  *changed = !slice_equal(laid, script->text);
  if (!*changed) return true;
  struct buffer out = { 0 };
  if (marked) buffer_text(&out, "\xEF\xBB\xBF");
  buffer_slice(&out, laid);
  bool written = atomic_file_open(script->path, out.at, out.length, fault);
  buffer_free(&out);
  return written;
}

int command_fmt(struct arena *arena, const struct options *options)
{
  struct script_text *scripts;
  struct fault fault;
  size_t count, changed = 0;
  int status = COMMAND_DONE;
  if (!options->scripts.count)
    return fault_set(&fault, FAULT_USAGE, MSG_NEEDS_SCRIPT, NULL), fault_print(options->language, &fault);
  if (!scripts_read(arena, &options->scripts, options->inputs.limits, &scripts, &count, &fault))
    return fault_print(options->language, &fault);
  for (size_t i = 0; i < count; i++) {
    bool other = false;
    int failed = lay_out(arena, &scripts[i], &other, &fault) ? COMMAND_DONE : fault_print(options->language, &fault);
    changed += other;
    if (failed > status) status = failed;
    if (other) terminal_printf(stdout, "%s\n", scripts[i].path);
  }
  message_print(options->language, MSG_FMT_DONE, INTEGER(count), INTEGER(changed), NULL);
  return status;
}
