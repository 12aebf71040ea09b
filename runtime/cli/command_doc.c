/* huiqi doc: scripts as readable pages. */
#include "cli/command.h"
#include "decode/unicode.h"
#include "write/policy_markdown.h"

int command_doc(struct arena *arena, const struct options *options)
{
  struct fault fault;
  struct buffer out = { 0 };
  int status = COMMAND_WRONG;
  if (!options->scripts.count)
    return fault_set(&fault, FAULT_USAGE, MSG_NEEDS_SCRIPT, NULL), fault_print(options->language, &fault);
  (void)arena;
  struct huiqi *session = huiqi_open(&options->inputs);
  if (!session_load(session, &(struct huiqi_scripts){ .paths = &options->scripts }, options, stderr, &status))
    return huiqi_close(session), status;
  const struct model *model = huiqi_model(session);
  for (size_t i = 0; i < model->policy_count; i++) {
    if (i) buffer_text(&out, "\n---\n\n");
    policy_markdown(&out, options->language, model, model->policies[i]);
  }
  struct buffer shown = { 0 };
  format_visible(&shown, buffer_view(&out)); /* a file for reading, too */
  status = write_text(options, options->output, &shown);
  buffer_free(&out);
  huiqi_close(session);
  return status;
}
