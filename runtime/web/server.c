/* The editor server in the page's Worker, which cannot wait for a stream: messages come as calls, answers go out as calls. The
 * instance stays, and with it the list that it has read. */
#include <emscripten.h>

#include "cli/lsp.h"
#include "decode/digest.h"
#include "write/progress.h"

static struct arena arena;
static struct options options;
static struct notifier notifier;
static struct progress progress; /* of the message that is answered */
static struct lsp_loop *loop;

EM_JS(void, page_answer, (const char *at, size_t length), { Module.answered(UTF8ToString(at, length)); });

static bool send_to_page(struct slice message)
{
  page_answer(message.at, message.length);
  return true;
}

/* `language`: as --lang takes it. */
EMSCRIPTEN_KEEPALIVE bool server_open(char *language)
{
  char command[] = "lsp", option[] = "--lang", *words[] = { command, option, language };
  struct fault fault;
  digest_ready();
  if (!options_read(&arena, 3, words, &options, &fault)) return false;
  notifier = (struct notifier){ .arena = &arena, .language = options.language, .show = notice_print };
  options.inputs.notifier = &notifier;
  options.inputs.progress = (struct progress_hook){ progress_update, &progress };
  loop = lsp_open(&arena, &options, send_to_page);
  return true;
}

EMSCRIPTEN_KEEPALIVE bool server_take(const char *at, size_t length)
{
  progress = progress_begin(options.language);
  return lsp_take(loop, (struct slice){ at, length });
}
