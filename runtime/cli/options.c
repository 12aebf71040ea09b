/* Reading the command line: a table of options. */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "decode/unicode.h"

struct option_input {
  struct arena *arena;
  struct options *options;
  struct fault *fault;
};

static bool refuse(struct option_input *reading, enum message message, const char *a, const char *b)
{
  return fault_set(reading->fault, FAULT_USAGE, message, a, b, NULL);
}

static void add_text(struct option_input *reading, struct texts *texts, const char *text)
{
  texts->items = arena_grow(reading->arena, texts->items, texts->count, &texts->capacity, sizeof *texts->items);
  texts->items[texts->count++] = text;
}

/* `NAME=REST` in two. */
static bool split(struct option_input *reading, const char *option, const char *value, const char **name, const char **rest)
{
  const char *equals = strchr(value, '=');
  if (!equals || equals == value) return refuse(reading, MSG_OPTION_NEEDS_PAIR, option, value);
  *name = arena_copy(reading->arena, value, (size_t)(equals - value));
  *rest = equals + 1;
  return true;
}

static bool take_list(struct option_input *reading, const char *value)
{
  if (reading->options->earlier_list) return refuse(reading, MSG_THREE_LISTS, NULL, NULL);
  reading->options->earlier_list = reading->options->inputs.list;
  reading->options->inputs.list = value;
  return true;
}

static bool take_text(struct option_input *reading, const char *value)
{
  reading->options->text = value;
  return true;
}

static bool take_with(struct option_input *reading, const char *value)
{
  struct options *options = reading->options;
  struct named_file file;
  if (!split(reading, "--with", value, &file.name, &file.path)) return false;
  options->inputs.with =
      arena_grow(reading->arena, options->inputs.with, options->inputs.with_count, &options->inputs.with_capacity, sizeof file);
  options->inputs.with[options->inputs.with_count++] = file;
  return true;
}

static bool take_history(struct option_input *reading, const char *value)
{
  add_text(reading, &reading->options->inputs.history, value);
  return true;
}

static bool take_year(struct option_input *reading, const char *value)
{
  char *end;
  long year = strtol(value, &end, 10);
  if (*end || year < 1900 || year > 9998) return refuse(reading, MSG_OPTION_YEAR, value, NULL);
  reading->options->earlier_year = reading->options->inputs.year;
  reading->options->inputs.year = (int)year;
  return true;
}

static bool take_on(struct option_input *reading, const char *value)
{
  if (!date_parse(slice_of(value), &reading->options->inputs.on)) return refuse(reading, MSG_OPTION_DATE, value, NULL);
  reading->options->inputs.on_given = true;
  return true;
}

static bool take_only(struct option_input *reading, const char *value)
{
  for (const char *at = value; *at;) {
    size_t length = strcspn(at, ",");
    if (length) add_text(reading, &reading->options->inputs.only, arena_copy(reading->arena, at, length));
    at += length + (at[length] == ',');
  }
  return true;
}

/* `开户行,账号`, also with full-width commas. */
static bool take_carry(struct option_input *reading, const char *value)
{
  const char *wide = "，";
  for (const char *at = value; *at;) {
    const char *far = strstr(at, wide);
    size_t near = strcspn(at, ","), length = far && (size_t)(far - at) < near ? (size_t)(far - at) : near;
    if (length) add_text(reading, &reading->options->inputs.carried, arena_copy(reading->arena, at, length));
    at += length;
    at += *at == ',' ? 1 : *at ? strlen(wide) : 0;
  }
  return true;
}

static bool take_set(struct option_input *reading, const char *value)
{
  struct options *options = reading->options;
  struct setting setting = { 0 };
  if (!split(reading, "--set", value, &setting.name, &setting.value)) return false;
  options->inputs.settings = arena_grow(reading->arena, options->inputs.settings, options->inputs.setting_count,
                                        &options->inputs.setting_capacity, sizeof setting);
  options->inputs.settings[options->inputs.setting_count++] = setting;
  return true;
}

static bool take_params(struct option_input *reading, const char *value)
{
  return add_text(reading, &reading->options->inputs.params, value), true;
}

static bool take_map(struct option_input *reading, const char *value)
{
  struct options *options = reading->options;
  struct heading_map map;
  if (!split(reading, "--map", value, &map.heading, &map.field)) return false;
  options->inputs.maps =
      arena_grow(reading->arena, options->inputs.maps, options->inputs.map_count, &options->inputs.map_capacity, sizeof map);
  options->inputs.maps[options->inputs.map_count++] = map;
  return true;
}

static bool take_decisions(struct option_input *reading, const char *value)
{
  reading->options->inputs.decisions = value;
  return true;
}

static bool take_output(struct option_input *reading, const char *value)
{
  reading->options->output = value;
  return true;
}

static bool take_template(struct option_input *reading, const char *value)
{
  reading->options->template = value;
  return true;
}

#define TEXT_OPTION(member)                                                                                                      \
  static bool take_##member(struct option_input *reading, const char *value)                                                     \
  {                                                                                                                              \
    reading->options->member = value;                                                                                            \
    return true;                                                                                                                 \
  }
TEXT_OPTION(title)
TEXT_OPTION(id)
TEXT_OPTION(region)
TEXT_OPTION(period)
TEXT_OPTION(parameter)
TEXT_OPTION(total)
TEXT_OPTION(step)
TEXT_OPTION(total_end)
TEXT_OPTION(into)
TEXT_OPTION(state)
TEXT_OPTION(kind)
TEXT_OPTION(publication)
TEXT_OPTION(contact)
TEXT_OPTION(batch)
TEXT_OPTION(until)
TEXT_OPTION(company)
#undef TEXT_OPTION

static bool take_all(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->all = true;
  return true;
}

/* What editors say of every server; there is no other way. */
static bool take_stdio(struct option_input *reading, const char *value)
{
  (void)reading, (void)value;
  return true;
}

static bool take_overwrite(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->overwrite = true;
  return true;
}

static bool take_suggest(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->suggest = true;
  return true;
}

static bool take_mutate(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->mutate = true;
  return true;
}

static bool take_fix(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->fix = true;
  return true;
}

static bool take_yes(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->yes = true;
  return true;
}

static bool take_report(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->report = true;
  return true;
}

static bool take_markdown(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->markdown = true;
  return true;
}

static bool take_json(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->json = true;
  return true;
}

static bool take_timings(struct option_input *reading, const char *value)
{
  if (value && strcmp(value, "json")) return refuse(reading, MSG_TIMINGS_WRONG, value, NULL);
  reading->options->timings = true;
  reading->options->timings_json = value != NULL;
  return true;
}

static bool take_explain(struct option_input *reading, const char *value)
{
  if (value && (value[0] < '1' || value[0] > '3' || value[1])) return refuse(reading, MSG_OPTION_DEPTH, value, NULL);
  reading->options->explain = value ? value[0] - '0' : 2;
  reading->options->inputs.records = reading->options->explain >= 3;
  return true;
}

static bool take_size(struct option_input *reading, const char *option, const char *value, long most, size_t *into)
{
  char *end;
  long number = strtol(value, &end, 10);
  if (*end || end == value || number < 1 || number > most) return refuse(reading, MSG_OPTION_NUMBER, option, value);
  *into = (size_t)number;
  return true;
}

static bool take_part(struct option_input *reading, const char *value)
{
  struct partition *part = &reading->options->part;
  char *end, *last;
  long number = strtol(value, &end, 10), count = *end == '/' ? strtol(end + 1, &last, 10) : 0;
  bool right = value[0] >= '0' && value[0] <= '9' && *end == '/' && end[1] >= '0' && end[1] <= '9' && !*last;
  if (!right || number < 1 || number > count || count > PARTS_MOST)
    return refuse(reading, MSG_PART_WRONG, value, INTEGER(PARTS_MOST));
  *part = (struct partition){ (size_t)number, (size_t)count };
  return true;
}

static bool take_threads(struct option_input *reading, const char *value)
{
  return take_size(reading, "--threads", value, 64, &reading->options->inputs.threads);
}

static bool take_block(struct option_input *reading, const char *value)
{
  return take_size(reading, "--block-bytes", value, 1L << 30, &reading->options->inputs.block_bytes);
}

static bool take_limits(struct option_input *reading, const char *value)
{
  return take_size(reading, "--limits", value, LIMITS_MOST, &reading->options->inputs.limits);
}

static bool take_language(struct option_input *reading, const char *value)
{
  if (strcmp(value, "zh") && strcmp(value, "en")) return refuse(reading, MSG_OPTION_LANGUAGE, value, NULL);
  reading->options->language = strcmp(value, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE;
  return true;
}

static bool take_help(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->help = true;
  return true;
}

static bool take_version(struct option_input *reading, const char *value)
{
  (void)value;
  reading->options->version = true;
  return true;
}

enum {
  EVERY = ~0,
  JUDGES = OPTION_RUN | OPTION_REPORT | OPTION_EXPLAIN | OPTION_DIFF | OPTION_WATCH | OPTION_REPL | OPTION_SOLVE,
  LISTS = JUDGES | OPTION_CHECK,
  KEEPS = OPTION_DOCUMENTS | OPTION_DOC | OPTION_FIELDS | OPTION_TEST | OPTION_COVERAGE | OPTION_NEW, /* files that are there */
  LOADS = LISTS | OPTION_DOC | OPTION_FIELDS | OPTION_TEST | OPTION_COVERAGE,
  WRITES = OPTION_RUN | OPTION_MERGE | OPTION_REPORT | OPTION_EXPLAIN | OPTION_DIFF | OPTION_DOC | OPTION_DOCUMENTS |
           OPTION_TEST | OPTION_COVERAGE
};

const struct option option_table[] = {
  { "--list", WANTS_VALUE, take_list, LISTS, MSG_USAGE_FILE, MSG_OPTION_HELP_LIST },
  { "--text", WANTS_VALUE, take_text, OPTION_CHECK, MSG_USAGE_FILE, MSG_OPTION_HELP_TEXT },
  { "--with", WANTS_VALUE, take_with, LISTS, MSG_USAGE_TABLE_FILE, MSG_OPTION_HELP_WITH },
  { "--year", WANTS_VALUE, take_year, JUDGES, MSG_USAGE_YEAR, MSG_OPTION_HELP_YEAR },
  { "--on", WANTS_VALUE, take_on, JUDGES | OPTION_CHECK | OPTION_LSP, MSG_USAGE_DATE, MSG_OPTION_HELP_ON },
  { "--history", WANTS_VALUE, take_history, JUDGES, MSG_USAGE_FILE, MSG_OPTION_HELP_HISTORY },
  { "--decisions", WANTS_VALUE, take_decisions, JUDGES, MSG_USAGE_FILE, MSG_OPTION_HELP_DECISIONS },
  { "--only", WANTS_VALUE, take_only, JUDGES | OPTION_DOCUMENTS, MSG_USAGE_IDS, MSG_OPTION_HELP_ONLY },
  { "--set", WANTS_VALUE, take_set, LOADS, MSG_USAGE_PARAMETER_VALUE, MSG_OPTION_HELP_SET },
  { "--params", WANTS_VALUE, take_params, LOADS, MSG_USAGE_FILE, MSG_OPTION_HELP_PARAMS },
  { "--map", WANTS_VALUE, take_map, LISTS, MSG_USAGE_HEADING_FIELD, MSG_OPTION_HELP_MAP },
  { "--carry", WANTS_VALUE, take_carry, OPTION_RUN, MSG_USAGE_HEADINGS, MSG_OPTION_HELP_CARRY },
  { "--into", WANTS_VALUE, take_into, OPTION_RUN, MSG_USAGE_FILE, MSG_OPTION_HELP_INTO },
  { "--part", WANTS_VALUE, take_part, OPTION_RUN, MSG_USAGE_PART, MSG_OPTION_HELP_PART },
  { "--state", WANTS_VALUE, take_state, OPTION_RUN, MSG_USAGE_FOLDER, MSG_OPTION_HELP_STATE },
  { "--all", WANTS_NONE, take_all, OPTION_RUN, NO_MESSAGE, MSG_OPTION_HELP_ALL },
  { "--explain", MAY_HAVE_VALUE, take_explain, OPTION_RUN | OPTION_REPORT | OPTION_EXPLAIN, MSG_USAGE_DEPTH,
    MSG_OPTION_HELP_EXPLAIN },
  { "--dossier", WANTS_NONE, take_report, OPTION_EXPLAIN, NO_MESSAGE, MSG_OPTION_HELP_DOSSIER },
  { "--markdown", WANTS_NONE, take_markdown, OPTION_EXPLAIN, NO_MESSAGE, MSG_OPTION_HELP_MARKDOWN },
  { "--json", WANTS_NONE, take_json, OPTION_CHECK | OPTION_EXPLAIN | OPTION_DIFF | OPTION_SOLVE, NO_MESSAGE,
    MSG_OPTION_HELP_JSON },
  { "--fix", WANTS_NONE, take_fix, OPTION_CHECK, NO_MESSAGE, MSG_OPTION_HELP_FIX },
  { "--yes", WANTS_NONE, take_yes, OPTION_CHECK, NO_MESSAGE, MSG_OPTION_HELP_YES },
  { "--suggest", WANTS_NONE, take_suggest, OPTION_TEST, NO_MESSAGE, MSG_OPTION_HELP_SUGGEST },
  { "--mutate", WANTS_NONE, take_mutate, OPTION_TEST, NO_MESSAGE, MSG_OPTION_HELP_MUTATE },
  { "-o", WANTS_VALUE, take_output, WRITES, MSG_USAGE_FILE, MSG_OPTION_HELP_OUTPUT },
  { "--template", WANTS_VALUE, take_template, OPTION_FIELDS | OPTION_DOCUMENTS, MSG_USAGE_FILE, MSG_OPTION_HELP_TEMPLATE },
  { "--kind", WANTS_VALUE, take_kind, OPTION_DOCUMENTS, MSG_USAGE_DOCUMENT, MSG_OPTION_HELP_KIND },
  { "--days", WANTS_VALUE, take_publication, OPTION_DOCUMENTS, MSG_USAGE_DAYS, MSG_OPTION_HELP_DAYS },
  { "--contact", WANTS_VALUE, take_contact, OPTION_DOCUMENTS, MSG_USAGE_TEXT, MSG_OPTION_HELP_CONTACT },
  { "--batch", WANTS_VALUE, take_batch, OPTION_DOCUMENTS, MSG_USAGE_TEXT, MSG_OPTION_HELP_BATCH },
  { "--company", WANTS_VALUE, take_company, OPTION_DOCUMENTS, MSG_USAGE_NAME, MSG_OPTION_HELP_COMPANY },
  { "--until", WANTS_VALUE, take_until, OPTION_DOCUMENTS, MSG_USAGE_DATE, MSG_OPTION_HELP_UNTIL },
  { "--overwrite", WANTS_NONE, take_overwrite, KEEPS | OPTION_RUN, NO_MESSAGE, MSG_OPTION_HELP_OVERWRITE },
  { "--title", WANTS_VALUE, take_title, OPTION_NEW, MSG_USAGE_NAME, MSG_OPTION_HELP_TITLE },
  { "--id", WANTS_VALUE, take_id, OPTION_NEW, MSG_USAGE_ID, MSG_OPTION_HELP_ID },
  { "--region", WANTS_VALUE, take_region, OPTION_NEW, MSG_USAGE_REGION, MSG_OPTION_HELP_REGION },
  { "--period", WANTS_VALUE, take_period, OPTION_NEW, MSG_USAGE_PERIOD, MSG_OPTION_HELP_PERIOD },
  { "--for", WANTS_VALUE, take_parameter, OPTION_SOLVE, MSG_USAGE_PARAMETER, MSG_OPTION_HELP_FOR },
  { "--total", WANTS_LIMIT, take_total, OPTION_SOLVE, MSG_USAGE_LIMIT, MSG_OPTION_HELP_TOTAL },
  { "--step", WANTS_VALUE, take_step, OPTION_SOLVE, MSG_USAGE_STEP, MSG_OPTION_HELP_STEP },
  { "--of", WANTS_VALUE, take_total_end, OPTION_SOLVE, MSG_USAGE_END, MSG_OPTION_HELP_OF },
  { "--threads", WANTS_VALUE, take_threads, LISTS | OPTION_REPLAY | OPTION_MERGE, MSG_USAGE_NUMBER, MSG_OPTION_HELP_THREADS },
  { "--block-bytes", WANTS_VALUE, take_block, LISTS | OPTION_REPLAY, MSG_USAGE_NUMBER, MSG_OPTION_HELP_BLOCK_BYTES },
  { "--stdio", WANTS_NONE, take_stdio, OPTION_LSP, NO_MESSAGE, MSG_OPTION_HELP_STDIO },
  { "--timings", MAY_HAVE_VALUE, take_timings, OPTION_RUN | OPTION_REPORT | OPTION_MERGE, MSG_USAGE_TIMINGS,
    MSG_OPTION_HELP_TIMINGS },
  { "--limits", WANTS_VALUE, take_limits, LOADS | OPTION_REPLAY | OPTION_LSP | OPTION_FMT, MSG_USAGE_NUMBER,
    MSG_OPTION_HELP_LIMITS },
  { "--lang", WANTS_VALUE, take_language, EVERY, MSG_USAGE_LANGUAGE, MSG_OPTION_HELP_LANG },
  { "--help", WANTS_NONE, take_help, EVERY, NO_MESSAGE, MSG_OPTION_HELP_HELP },
  { "-h", WANTS_NONE, take_help, EVERY, NO_MESSAGE, NO_MESSAGE },
  { "--version", WANTS_NONE, take_version, EVERY, NO_MESSAGE, MSG_OPTION_HELP_VERSION },
};
enum { OPTION_COUNT = sizeof option_table / sizeof *option_table };
_Static_assert(OPTION_COUNT <= 64, "options are noted in the bits of `given`");
const size_t option_count = OPTION_COUNT;

void format_option_name(struct buffer *out, const struct option *option, enum language language)
{
  const char *value = option->value == NO_MESSAGE ? NULL : message_name(option->value, language);
  bool optional = option->wants == MAY_HAVE_VALUE;
  buffer_text(out, option->name);
  if (value) buffer_printf(out, "%s%s%s", optional ? "[=" : " ", value, optional ? "]" : "");
}

void format_option_help(struct buffer *out, enum command_option command, enum language language)
{
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    enum { WIDTH = 20 };
    struct buffer shown = { 0 };
    if (!(option_table[i].commands & (int)command) || option_table[i].help == NO_MESSAGE) continue;
    format_option_name(&shown, &option_table[i], language);
    size_t width = display_width(buffer_view(&shown));
    buffer_printf(out, "\n  %.*s%*s %s", (int)shown.length, shown.at, width < WIDTH ? (int)(WIDTH - width) : 0, "",
                  message_name(option_table[i].help, language));
    buffer_free(&shown);
  }
}

bool options_belong(const struct options *options, enum command_option command, const char *name, struct fault *fault)
{
  for (size_t i = 0; i < OPTION_COUNT; i++)
    if (options->given & UINT64_C(1) << i && !(option_table[i].commands & (int)command))
      return fault_set(fault, FAULT_USAGE, MSG_OPTION_OTHER, option_table[i].name, name, NULL);
  return true;
}

/* Where the results go and how fast. */
static bool changes_results(size_t option)
{
  static const char *const none[] = { "-o",        "--into",        "--overwrite", "--part",  "--state",
                                      "--threads", "--block-bytes", "--timings",   "--limits" };
  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    if (strcmp(option_table[option].name, none[i]) == 0) return false;
  return true;
}

static bool unknown(struct option_input *reading, const char *word)
{
  struct nearest nearest = { .wanted = slice_of(word), .distance = SIZE_MAX };
  for (size_t i = 0; i < OPTION_COUNT; i++) nearest_offer(&nearest, option_table[i].name);
  return refuse(reading, MSG_OPTION_UNKNOWN, word, nearest.best ? nearest.best : "");
}

static bool take_option(struct option_input *reading, int count, char **words, int *at)
{
  const char *word = words[*at], *equals = strchr(word, '=');
  size_t length = equals && word[1] == '-' ? (size_t)(equals - word) : strlen(word);
  const char *name = arena_copy(reading->arena, word, length);
  for (size_t i = 0; i < OPTION_COUNT; i++) {
    int first = *at;
    if (strcmp(option_table[i].name, name)) continue;
    const char *value = word[length] == '=' ? word + length + 1 : NULL;
    bool wants = option_table[i].wants == WANTS_VALUE || option_table[i].wants == WANTS_LIMIT;
    if (!value && wants) value = *at + 1 < count ? words[++*at] : NULL;
    if (!value && wants) return refuse(reading, MSG_OPTION_NEEDS_VALUE, name, NULL);
    if (value && option_table[i].wants == WANTS_NONE) return refuse(reading, MSG_OPTION_TAKES_NO_VALUE, name, NULL);
    if (option_table[i].wants == WANTS_LIMIT && !strpbrk(value, "0123456789") && *at + 1 < count && words[*at + 1][0] != '-')
      value = arena_printf(reading->arena, "%s %s", value, words[++*at]);
    reading->options->given |= UINT64_C(1) << i;
    for (int k = first; changes_results(i) && k <= *at; k++) add_text(reading, &reading->options->words, words[k]);
    return option_table[i].take(reading, value);
  }
  return unknown(reading, name);
}

/* `huiqi help --kind` asks about the option; in `huiqi help cap --lang en` it says in which language. */
static bool is_asked_about(const struct options *options, int count, char **words, int at)
{
  if (!options->scripts.count || strcmp(options->scripts.items[0], "help") != 0) return false;
  if (strcmp(words[at], "--lang") == 0) return at + 1 == count || (strcmp(words[at + 1], "zh") && strcmp(words[at + 1], "en"));
  return strncmp(words[at], "--lang=", strlen("--lang=")) != 0;
}

bool options_read(struct arena *arena, int count, char **words, struct options *options, struct fault *fault)
{
  struct option_input reading = { arena, options, fault };
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  *options = (struct options){ .inputs.threads = processors < 1 ? 1 : processors > 16 ? 16 : (size_t)processors };
  for (int i = 0; i < count; i++) /* the language counts for every message, wherever it stands */
    if (strcmp(words[i], "--lang=en") == 0 ||
        (strcmp(words[i], "--lang") == 0 && i + 1 < count && strcmp(words[i + 1], "en") == 0))
      options->language = LANGUAGE_ENGLISH;
  for (int i = 0; i < count; i++) {
    bool option = words[i][0] == '-' && words[i][1] && !is_asked_about(options, count, words, i);
    if (!option) add_text(&reading, &options->scripts, words[i]), add_text(&reading, &options->words, words[i]);
    else if (!take_option(&reading, count, words, &i)) return false;
  }
  return true;
}

bool options_recorded(struct arena *arena, const char *const *words, size_t count, struct options *options)
{
  char **own = arena_array(arena, count, sizeof *own);
  struct fault ignored;
  for (size_t i = 0; i < count; i++) own[i] = arena_string(arena, words[i]);
  bool read = options_read(arena, (int)count, own, options, &ignored) && options->words.count == count &&
              options->scripts.count && strcmp(options->scripts.items[0], "run") == 0 &&
              options_belong(options, OPTION_RUN, "run", &ignored);
  if (!read) return false;
  options->scripts.items++;
  options->scripts.count--;
  return true;
}
