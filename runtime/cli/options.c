/* Reading the command line: a table of options. */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct reading {
  struct arena *arena;
  struct options *options;
  struct fault *fault;
};

static bool refuse(struct reading *reading, enum message message, const char *a, const char *b)
{
  return fault_set(reading->fault, FAULT_USAGE, message, a, b, NULL);
}

static void add_text(struct reading *reading, struct texts *texts, const char *text)
{
  texts->items = arena_grow(reading->arena, texts->items, texts->count, &texts->capacity, sizeof *texts->items);
  texts->items[texts->count++] = text;
}

/* `NAME=REST` in two. */
static bool split(struct reading *reading, const char *option, const char *value, const char **name, const char **rest)
{
  const char *equals = strchr(value, '=');
  if (!equals || equals == value) return refuse(reading, MSG_OPTION_NEEDS_PAIR, option, value);
  *name = arena_copy(reading->arena, value, (size_t)(equals - value));
  *rest = equals + 1;
  return true;
}

static bool take_list(struct reading *reading, const char *value)
{
  reading->options->list = value;
  return true;
}

static bool take_with(struct reading *reading, const char *value)
{
  struct options *options = reading->options;
  struct named_file file;
  if (!split(reading, "--with", value, &file.name, &file.path)) return false;
  options->with = arena_grow(reading->arena, options->with, options->with_count, &options->with_capacity, sizeof file);
  options->with[options->with_count++] = file;
  return true;
}

static bool take_history(struct reading *reading, const char *value)
{
  add_text(reading, &reading->options->history, value);
  return true;
}

static bool take_year(struct reading *reading, const char *value)
{
  char *end;
  long year = strtol(value, &end, 10);
  if (*end || year < 1900 || year > 9998) return refuse(reading, MSG_OPTION_YEAR, value, NULL);
  reading->options->earlier_year = reading->options->year;
  reading->options->year = (int)year;
  return true;
}

static bool take_on(struct reading *reading, const char *value)
{
  if (!date_parse(slice_of(value), &reading->options->on)) return refuse(reading, MSG_OPTION_DATE, value, NULL);
  reading->options->on_given = true;
  return true;
}

static bool take_only(struct reading *reading, const char *value)
{
  for (const char *at = value; *at;) {
    size_t length = strcspn(at, ",");
    if (length) add_text(reading, &reading->options->only, arena_copy(reading->arena, at, length));
    at += length + (at[length] == ',');
  }
  return true;
}

static bool take_set(struct reading *reading, const char *value)
{
  struct options *options = reading->options;
  struct setting setting = { 0 };
  if (!split(reading, "--set", value, &setting.name, &setting.value)) return false;
  options->settings =
      arena_grow(reading->arena, options->settings, options->setting_count, &options->setting_capacity, sizeof setting);
  options->settings[options->setting_count++] = setting;
  return true;
}

static bool take_params(struct reading *reading, const char *value)
{
  return add_text(reading, &reading->options->params, value), true;
}

static bool take_map(struct reading *reading, const char *value)
{
  struct options *options = reading->options;
  struct heading_map map;
  if (!split(reading, "--map", value, &map.heading, &map.field)) return false;
  options->maps = arena_grow(reading->arena, options->maps, options->map_count, &options->map_capacity, sizeof map);
  options->maps[options->map_count++] = map;
  return true;
}

static bool take_decisions(struct reading *reading, const char *value)
{
  reading->options->decisions = value;
  return true;
}

static bool take_output(struct reading *reading, const char *value)
{
  reading->options->output = value;
  return true;
}

static bool take_template(struct reading *reading, const char *value)
{
  reading->options->template = value;
  return true;
}

#define TEXT_OPTION(member)                                                                                                      \
  static bool take_##member(struct reading *reading, const char *value)                                                          \
  {                                                                                                                              \
    reading->options->member = value;                                                                                            \
    return true;                                                                                                                 \
  }
TEXT_OPTION(title)
TEXT_OPTION(id)
TEXT_OPTION(region)
TEXT_OPTION(period)
#undef TEXT_OPTION

static bool take_all(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->all = true;
  return true;
}

static bool take_suggest(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->suggest = true;
  return true;
}

static bool take_dossier(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->dossier = true;
  return true;
}

static bool take_markdown(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->markdown = true;
  return true;
}

static bool take_json(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->json = true;
  return true;
}

static bool take_timings(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->timings = true;
  return true;
}

static bool take_explain(struct reading *reading, const char *value)
{
  if (value && (value[0] < '1' || value[0] > '3' || value[1])) return refuse(reading, MSG_OPTION_DEPTH, value, NULL);
  reading->options->explain = value ? value[0] - '0' : 2;
  return true;
}

static bool take_size(struct reading *reading, const char *option, const char *value, long most, size_t *into)
{
  char *end;
  long number = strtol(value, &end, 10);
  if (*end || end == value || number < 1 || number > most) return refuse(reading, MSG_OPTION_NUMBER, option, value);
  *into = (size_t)number;
  return true;
}

static bool take_threads(struct reading *reading, const char *value)
{
  return take_size(reading, "--threads", value, 64, &reading->options->threads);
}

static bool take_block(struct reading *reading, const char *value)
{
  return take_size(reading, "--block-bytes", value, 1L << 30, &reading->options->block_bytes);
}

static bool take_limits(struct reading *reading, const char *value)
{
  return take_size(reading, "--limits", value, 1000, &reading->options->limits);
}

static bool take_language(struct reading *reading, const char *value)
{
  if (strcmp(value, "zh") && strcmp(value, "en")) return refuse(reading, MSG_OPTION_LANGUAGE, value, NULL);
  reading->options->language = strcmp(value, "en") == 0 ? LANGUAGE_ENGLISH : LANGUAGE_CHINESE;
  return true;
}

static bool take_help(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->help = true;
  return true;
}

static bool take_version(struct reading *reading, const char *value)
{
  (void)value;
  reading->options->version = true;
  return true;
}

enum wants { WANTS_VALUE, WANTS_NONE, MAY_HAVE_VALUE };

static const struct {
  const char *name;
  enum wants wants;
  bool (*take)(struct reading *reading, const char *value);
} known[] = {
  { "--list", WANTS_VALUE, take_list },
  { "--with", WANTS_VALUE, take_with },
  { "--history", WANTS_VALUE, take_history },
  { "--year", WANTS_VALUE, take_year },
  { "--on", WANTS_VALUE, take_on },
  { "--only", WANTS_VALUE, take_only },
  { "--set", WANTS_VALUE, take_set },
  { "--params", WANTS_VALUE, take_params },
  { "--map", WANTS_VALUE, take_map },
  { "--decisions", WANTS_VALUE, take_decisions },
  { "--all", WANTS_NONE, take_all },
  { "--explain", MAY_HAVE_VALUE, take_explain },
  { "-o", WANTS_VALUE, take_output },
  { "--template", WANTS_VALUE, take_template },
  { "--title", WANTS_VALUE, take_title },
  { "--id", WANTS_VALUE, take_id },
  { "--region", WANTS_VALUE, take_region },
  { "--period", WANTS_VALUE, take_period },
  { "--threads", WANTS_VALUE, take_threads },
  { "--limits", WANTS_VALUE, take_limits },
  { "--block-bytes", WANTS_VALUE, take_block },
  { "--json", WANTS_NONE, take_json },
  { "--suggest", WANTS_NONE, take_suggest },
  { "--dossier", WANTS_NONE, take_dossier },
  { "--markdown", WANTS_NONE, take_markdown },
  { "--timings", WANTS_NONE, take_timings },
  { "--lang", WANTS_VALUE, take_language },
  { "--help", WANTS_NONE, take_help },
  { "-h", WANTS_NONE, take_help },
  { "--version", WANTS_NONE, take_version },
};

static bool unknown(struct reading *reading, const char *word)
{
  struct nearest nearest = { .wanted = slice_of(word), .distance = SIZE_MAX };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) nearest_offer(&nearest, known[i].name);
  return refuse(reading, MSG_OPTION_UNKNOWN, word, nearest.best ? nearest.best : "");
}

static bool take_option(struct reading *reading, int count, char **words, int *at)
{
  const char *word = words[*at], *equals = strchr(word, '=');
  size_t length = equals && word[1] == '-' ? (size_t)(equals - word) : strlen(word);
  const char *name = arena_copy(reading->arena, word, length);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (strcmp(known[i].name, name)) continue;
    const char *value = word[length] == '=' ? word + length + 1 : NULL;
    if (!value && known[i].wants == WANTS_VALUE) value = *at + 1 < count ? words[++*at] : NULL;
    if (!value && known[i].wants == WANTS_VALUE) return refuse(reading, MSG_OPTION_NEEDS_VALUE, name, NULL);
    if (value && known[i].wants == WANTS_NONE) return refuse(reading, MSG_OPTION_TAKES_NO_VALUE, name, NULL);
    return known[i].take(reading, value);
  }
  return unknown(reading, name);
}

bool options_read(struct arena *arena, int count, char **words, struct options *options, struct fault *fault)
{
  struct reading reading = { arena, options, fault };
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  *options = (struct options){ .threads = processors < 1 ? 1 : processors > 16 ? 16 : (size_t)processors };
  for (int i = 0; i < count; i++) /* the language counts for every message, wherever it stands */
    if (strcmp(words[i], "--lang=en") == 0 ||
        (strcmp(words[i], "--lang") == 0 && i + 1 < count && strcmp(words[i + 1], "en") == 0))
      options->language = LANGUAGE_ENGLISH;
  for (int i = 0; i < count; i++) {
    bool option = words[i][0] == '-' && words[i][1];
    if (!option) add_text(&reading, &options->scripts, words[i]);
    else if (!take_option(&reading, count, words, &i)) return false;
  }
  return true;
}
