/* Tables of parameters, for every command that loads scripts. */
#include "session/parameters.h"

#include "session/files_below.h"
#include "session/scripts.h"
#include "data/small_table.h"
#include "write/file_columns.h"

struct gathering {
  struct arena *arena;
  struct setting *items;
  size_t count, capacity;
};

static void add(struct gathering *gathering, const struct setting *setting)
{
  gathering->items =
      arena_grow(gathering->arena, gathering->items, gathering->count, &gathering->capacity, sizeof *gathering->items);
  gathering->items[gathering->count++] = *setting;
}

static bool read_table(struct gathering *gathering, const char *path, const char *script, struct fault *fault)
{
  struct sheet sheet;
  int name, value;
  if (!sheet_read(gathering->arena, path, &sheet, fault)) return false;
  if (!sheet_require(&sheet, file_column_name(COLUMN_PARAMETER), &name, fault) ||
      !sheet_require(&sheet, file_column_name(COLUMN_VALUE), &value, fault))
    return false;
  const char *digest = arena_string(gathering->arena, sheet.digest);
  for (size_t i = 0; i < sheet.count; i++) {
    struct slice said = sheet_cell(&sheet, i, value), called = sheet_cell(&sheet, i, name);
    struct setting setting = { .script = script, .file = path, .line = sheet.rows[i].line, .digest = digest };
    setting.name = arena_copy(gathering->arena, called.at, called.length);
    setting.value = arena_copy(gathering->arena, said.at, said.length);
    if (said.length) add(gathering, &setting);
  }
  return true;
}

static struct workload *workload_new(struct arena *arena, const struct session_options *options)
{
  enum { STEPS = 400 * 1000 * 1000, BYTES = 1 << 30 };
  uint64_t factor = options->limits ? options->limits : 1;
  struct workload *workload = arena_alloc(arena, sizeof *workload);
  *workload = (struct workload){ .limit = STEPS * factor,
                                 .bytes_limit = BYTES * factor,
                                 .language = options->notifier->language,
                                 .over = options->workload_over,
                                 .context = options->workload_context };
  return workload;
}

bool parameters_read(struct arena *arena, const struct session_options *options, const struct script_text *scripts, size_t count,
                     bool beside, struct load_options *load, struct fault *fault)
{
  struct gathering gathering = { .arena = arena };
  for (size_t i = 0; beside && i < count; i++) {
    const char *path = arena_printf(arena, "%s.params.csv", script_base(arena, scripts[i].path));
    bool there;
    if (!file_beside(path, &there, fault) || (there && !read_table(&gathering, path, scripts[i].path, fault))) return false;
  }
  for (size_t i = 0; i < options->params.count; i++)
    if (!read_table(&gathering, options->params.items[i], NULL, fault)) return false;
  for (size_t i = 0; i < options->setting_count; i++) {
    struct setting setting = options->settings[i];
    setting.name = arena_string(arena, setting.name); /* a version outlives the question that it is loaded for */
    setting.value = arena_string(arena, setting.value);
    add(&gathering, &setting);
  }
  *load = load_options_times(options->limits);
  load->workload = workload_new(arena, options);
  load->settings = gathering.items;
  load->setting_count = gathering.count;
  load->language = options->notifier->language;
  return true;
}
