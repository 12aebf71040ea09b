/* What commands share: scripts from disk, findings on the terminal. */
#include <errno.h>
#include <string.h>

#include "cli/command.h"
#include "cli/files_below.h"
#include "cli/parameters.h"
#include "decode/source.h"

enum { SCRIPT_BYTES = 1024 * 1024 };

struct gathering {
  struct arena *arena;
  struct script_text *scripts;
  size_t count, capacity;
  struct fault *fault;
  size_t most;       /* bytes of a script */
  const char *named; /* on the command line */
};

static bool read_script(struct gathering *gathering, const char *path)
{
  struct buffer text = { 0 };
  size_t got = 1;
  struct source *source = source_open(gathering->arena, path, true, gathering->fault);
  bool read = source != NULL;
  while (read && got && text.length <= gathering->most) {
    buffer_reserve(&text, 64 * 1024);
    read = source_read(source, text.at + text.length, 64 * 1024, &got, gathering->fault);
    if (read) text.length += got;
  }
  if (read && text.length > gathering->most) {
    read = fault_set(gathering->fault, FAULT_FILE, MSG_SCRIPT_TOO_LONG, path,
                     arena_printf(gathering->arena, "%zu", gathering->most), NULL);
  }
  char digest[65] = "";
  if (source) source_digest(source, digest), source_close(source);
  if (read) {
    gathering->scripts =
        arena_grow(gathering->arena, gathering->scripts, gathering->count, &gathering->capacity, sizeof *gathering->scripts);
    struct script_text *script = &gathering->scripts[gathering->count++];
    *script = (struct script_text){ .path = arena_string(gathering->arena, path),
                                    .text = slice_copy(gathering->arena, buffer_view(&text)) };
    memcpy(script->digest, digest, sizeof digest);
  }
  buffer_free(&text);
  return read;
}

/* What the command line names is a script, whatever its name, and may be a pipe: `huiqi check <(…)`. */
static bool take_file(void *context, const char *path, const struct stat *about)
{
  struct gathering *gathering = context;
  bool named = path == gathering->named, script = named || slice_ends(slice_of(path), ".lua");
  if ((!about && script) || (about && S_ISDIR(about->st_mode)))
    return fault_set(gathering->fault, FAULT_FILE, MSG_CANNOT_OPEN, path, strerror(errno), NULL);
  if (!script) return true;
  if (!named && !S_ISREG(about->st_mode)) return fault_set(gathering->fault, FAULT_FILE, MSG_FILE_IS_SPECIAL, path, NULL);
  return read_script(gathering, path);
}

bool scripts_read(struct arena *arena, const struct options *options, struct script_text **scripts, size_t *count,
                  struct fault *fault)
{
  const struct texts *paths = &options->scripts;
  struct gathering gathering = { .arena = arena, .fault = fault };
  gathering.most = (options->limits ? options->limits : 1) * SCRIPT_BYTES;
  for (size_t i = 0; i < paths->count; i++)
    if (!files_below(arena, gathering.named = paths->items[i], take_file, &gathering)) return false;
  *scripts = gathering.scripts;
  *count = gathering.count;
  return true;
}

static const struct script_text *script_of(const struct fault *fault, const struct script_text *scripts, size_t count)
{
  for (size_t i = 0; fault->file && i < count; i++)
    if (strcmp(scripts[i].path, fault->file) == 0) return &scripts[i];
  return NULL;
}

void faults_print(FILE *to, struct arena *arena, enum language language, const struct faults *faults,
                  const struct script_text *scripts, size_t count)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < faults->count; i++) {
    const struct fault *fault = &faults->items[i];
    const struct script_text *text = script_of(fault, scripts, count);
    format_fault(&out, language, fault);
    if (*message_code(fault->message)) buffer_printf(&out, " [%s]", message_code(fault->message));
    buffer_char(&out, '\n');
    if (!text || !fault->line) continue;
    struct script shown = { .path = text->path, .source = text->text };
    rewrite_show(&out, &shown, fault->line, fault->column);
  }
  (void)arena;
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

void notice(enum language language, enum message message, ...)
{
  struct slice arguments[9];
  struct buffer out = { 0 };
  int count = 0;
  va_list list;
  va_start(list, message);
  for (const char *text; count < 9 && (text = va_arg(list, const char *));) arguments[count++] = slice_of(text);
  va_end(list);
  format_message(&out, language, message, arguments, count);
  terminal_line(stderr, buffer_view(&out));
  buffer_free(&out);
}

/* A list that a budget has read twice is reported of once. What was kept from standard input has a name that says nothing. */
void notify(void *context, enum message message, const char *path, const char *a, const char *b)
{
  struct notifier *notifier = context;
  struct buffer said = { 0 };
  bool known = false;
  message_text(&said, notifier->language, message, strncmp(path, "/proc/self/fd/", 14) == 0 ? "-" : path, a, b, NULL);
  buffer_char(&said, 0);
  for (size_t i = 0; i < notifier->said.count; i++) known |= strcmp(notifier->said.items[i], said.at) == 0;
  if (!known) {
    struct texts *all = &notifier->said;
    all->items = arena_grow(notifier->arena, all->items, all->count, &all->capacity, sizeof *all->items);
    all->items[all->count++] = arena_string(notifier->arena, said.at);
    terminal_printf(stderr, "%s\n", said.at);
  }
  buffer_free(&said);
}

struct model *model_open(struct arena *arena, const struct options *options, struct script_text **scripts, size_t *count,
                         int *status)
{
  struct fault fault;
  struct faults faults = { 0 };
  if (!scripts_read(arena, options, scripts, count, &fault)) {
    *status = fault_print(options->language, &fault);
    return NULL;
  }
  struct load_options load;
  if (!parameters_read(arena, options, *scripts, *count, true, &load, &fault)) {
    *status = fault_print(options->language, &fault);
    return NULL;
  }
  struct model *model = model_load(arena, *scripts, *count, &load, &faults);
  faults_print(stderr, arena, options->language, &faults, *scripts, *count);
  *status = COMMAND_WRONG;
  return model;
}
