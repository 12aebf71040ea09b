/* What commands share: diagnostics and notices on the terminal, scripts opened. */
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "session/scripts.h"
#include "write/atomic_file.h"
#include "write/output.h"

static const struct script_text *script_of(const struct fault *fault, const struct script_text *scripts, size_t count)
{
  for (size_t i = 0; fault->file && i < count; i++)
    if (strcmp(scripts[i].path, fault->file) == 0) return &scripts[i];
  return NULL;
}

static void format_severity(struct buffer *out, const struct terminal *terminal, enum language language, enum fault_kind kind)
{
  enum style style = kind == FAULT_NONE ? STYLE_OPEN : STYLE_BAD;
  style_begin(out, terminal, style);
  format_words(out, language, kind == FAULT_NONE ? MSG_SEVERITY_WARNING : MSG_SEVERITY_ERROR);
  style_end(out, terminal, style);
  format_words(out, language, MSG_COLON);
}

void faults_print(FILE *to, enum language language, const struct faults *faults, const struct script_text *scripts, size_t count)
{
  const struct terminal terminal = terminal_of(fileno(to));
  struct buffer out = { 0 };
  for (size_t i = 0; i < faults->count; i++) {
    const struct fault *fault = &faults->items[i];
    const struct script_text *text = script_of(fault, scripts, count);
    if (i) buffer_char(&out, '\n');
    format_source_place(&out, fault);
    format_severity(&out, &terminal, language, fault->kind);
    format_sentence(&out, language, fault);
    if (*message_code(fault->message)) buffer_printf(&out, " [%s]", message_code(fault->message));
    buffer_char(&out, '\n');
    if (!text || !fault->line) continue;
    struct script shown = { .path = text->path, .source = text->text };
    rewrite_show(&out, &shown, (struct source_place){ fault->line, fault->column },
                 (struct source_place){ fault->end_line, fault->end_column });
  }
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
}

int fault_print(enum language language, const struct fault *fault)
{
  struct buffer out = { 0 };
  format_fault(&out, language, fault);
  terminal_printf(stderr, "huiqi: %.*s\n", (int)out.length, out.at);
  buffer_free(&out);
  return fault->kind == FAULT_FILE ? COMMAND_FILES : COMMAND_WRONG;
}

static void message_line(FILE *to, enum language language, enum message message, va_list list)
{
  struct slice arguments[MESSAGE_ARGUMENTS];
  struct buffer out = { 0 };
  int count = 0;
  for (const char *text; count < MESSAGE_ARGUMENTS && (text = va_arg(list, const char *));) arguments[count++] = slice_of(text);
  format_message(&out, language, message, arguments, count);
  terminal_line(to, buffer_view(&out));
  buffer_free(&out);
}

void notice(enum language language, enum message message, ...)
{
  va_list list;
  va_start(list, message);
  message_line(stderr, language, message, list);
  va_end(list);
}

void message_print(enum language language, enum message message, ...)
{
  va_list list;
  va_start(list, message);
  message_line(stdout, language, message, list);
  va_end(list);
}

int write_text(const struct options *options, const char *path, struct buffer *text)
{
  struct fault fault;
  int status = COMMAND_DONE;
  if (!path) terminal_write(stdout, buffer_view(text));
  else if (!atomic_file_open(path, text->at, text->length, &fault)) status = fault_print(options->language, &fault);
  buffer_free(text);
  return status;
}

void notice_print(void *context, enum language language, enum message message, const char *a, const char *b, const char *c)
{
  (void)context;
  notice(language, message, a, b, c, NULL);
}

/* Ends the program as when memory runs out: nothing is written, and why is said. */
void workload_over(const struct workload *workload, enum message message)
{
  struct arena arena = { 0 };
  struct fault fault;
  const char *megabytes = arena_printf(&arena, "%llu", (unsigned long long)(workload->bytes_limit >> 20));
  output_abort_all();
  fflush(stdout);
  fault_set(&fault, FAULT_SCRIPT, message, workload->measure ? workload->measure : "", megabytes, NULL);
  if (workload->path) fault_at(&fault, workload->path, workload->line, workload->column);
  fault_print(workload->language, &fault);
  fflush(stderr);
  _exit(COMMAND_WRONG);
}

bool run_context_given(const struct options *options, struct fault *fault)
{
  enum message message = options->scripts.count ? MSG_NEEDS_LIST : MSG_NEEDS_SCRIPT;
  return (options->scripts.count && options->inputs.list) || fault_set(fault, FAULT_USAGE, message, NULL);
}

bool session_load(struct huiqi *session, const struct huiqi_scripts *scripts, const struct options *options, FILE *to,
                  int *status)
{
  struct fault fault;
  const struct script_text *texts;
  size_t count;
  enum huiqi_status loaded = huiqi_load(session, scripts, &fault);
  if (loaded == HUIQI_CANNOT) return *status = fault_print(options->language, &fault), false;
  const struct faults *findings = huiqi_findings(session, &texts, &count);
  faults_print(to, options->language, findings, texts, count);
  if (loaded == HUIQI_WRONG) *status = COMMAND_WRONG;
  return loaded == HUIQI_DONE;
}

int scripts_each(struct arena *arena, const struct options *options, enum message one, size_t *count, script_visit *visit,
                 void *context)
{
  struct script_text *scripts;
  struct fault fault;
  int worst = COMMAND_DONE;
  *count = 0;
  if (!options->scripts.count)
    return fault_set(&fault, FAULT_USAGE, MSG_NEEDS_SCRIPT, NULL), fault_print(options->language, &fault);
  if (!scripts_read(arena, &options->scripts, options->inputs.limits, &scripts, count, &fault))
    return *count = 0, fault_print(options->language, &fault);
  if (one != NO_MESSAGE && *count != 1)
    return *count = 0, fault_set(&fault, FAULT_USAGE, one, NULL), fault_print(options->language, &fault);
  struct huiqi *session = huiqi_open(&options->inputs);
  for (size_t i = 0; i < *count; i++) {
    int status = COMMAND_WRONG;
    struct test_suite book;
    const struct huiqi_scripts script = { .texts = &scripts[i], .text_count = 1, .bare = true };
    if (session_load(session, &script, options, stderr, &status)) {
      status =
          cases_judge(session, arena, &book, &fault) ? visit(context, session, &book) : fault_print(options->language, &fault);
      cases_close(&book);
    }
    if (status > worst) worst = status;
  }
  huiqi_close(session);
  return worst;
}

void matches_print(struct buffer *out, enum language language, const char *who, const struct matches *matches)
{
  enum { LISTED = 20 };
  message_text(out, language, MSG_EXPLAIN_SEVERAL, who, INTEGER(matches->count), NULL);
  buffer_char(out, '\n');
  for (size_t i = 0; i < matches->count && i < LISTED; i++) {
    const struct match *match = &matches->items[i];
    const char *object = match->object ? match->object->name : NULL;
    terminal_entry(out, "  %.*s  %.*s%s%s%s", (int)match->code.length, match->code.at, (int)match->name.length, match->name.at,
                   object ? "（" : "", object ? object : "", object ? "）" : "");
  }
  if (matches->count > LISTED) buffer_text(out, "  …\n");
}
