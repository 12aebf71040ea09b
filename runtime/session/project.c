/* The file of a project. */
#include "session/project.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/json_value.h"

static bool read_file(struct arena *arena, const char *path, struct slice *text)
{
  enum { MOST = 4 << 20, PIECE = 1 << 14 };
  struct buffer read = { 0 };
  FILE *file = path ? fopen(path, "rb") : NULL;
  size_t got = file ? 1 : 0;
  while (got && read.length < MOST) {
    buffer_reserve(&read, PIECE);
    got = fread(read.at + read.length, 1, PIECE, file);
    read.length += got;
  }
  if (file) fclose(file);
  *text = buffer_take(arena, &read);
  return file != NULL;
}

const char *project_find(struct arena *arena, const char *script)
{
  struct stat about;
  size_t length = script[0] == '/' ? strlen(script) : 0;
  while (length > 0) {
    while (length > 0 && script[length - 1] != '/') length--;
    const char *path = arena_printf(arena, "%.*s.huiqi.json", (int)length, script);
    if (stat(path, &about) == 0 && S_ISREG(about.st_mode)) return path;
    if (length > 0) length--;
  }
  return NULL;
}

static const char *below(struct arena *arena, const char *project, const char *path)
{
  const char *slash = strrchr(project, '/');
  return !path || path[0] == '/' ? path : arena_printf(arena, "%.*s%s", (int)(slash + 1 - project), project, path);
}

/* A text, or several. */
static struct texts take_texts(struct arena *arena, const struct json_value *value)
{
  const struct json_value *item = json_is(value, JSON_ARRAY) ? value->first : value;
  struct texts texts = { .items = arena_array(arena, value ? value->count + 1 : 1, sizeof *texts.items) };
  for (; item; item = json_is(value, JSON_ARRAY) ? item->next : NULL)
    if (json_string_of(item)) texts.items[texts.count++] = item->text;
  return texts;
}

static struct texts take_paths(struct arena *arena, const char *project, const struct json_value *value)
{
  struct texts paths = take_texts(arena, value);
  for (size_t i = 0; i < paths.count; i++) paths.items[i] = below(arena, project, paths.items[i]);
  return paths;
}

static void take_tables(struct arena *arena, const char *project, const struct json_value *with, struct session_options *options)
{
  options->with = arena_array(arena, with ? with->count + 1 : 1, sizeof *options->with);
  options->with_count = 0;
  for (const struct json_value *item = json_is(with, JSON_OBJECT) ? with->first : NULL; item; item = item->next)
    if (json_string_of(item))
      options->with[options->with_count++] = (struct named_file){ item->key, below(arena, project, item->text) };
}

/* `{ "营收": "营业收入" }`: what --map says of the list. */
static void take_maps(struct arena *arena, const struct json_value *map, struct session_options *options)
{
  struct heading_map *maps = arena_array(arena, map ? map->count + 1 : 1, sizeof *maps);
  options->maps = maps, options->map_count = 0;
  for (const struct json_value *item = map ? map->first : NULL; item; item = item->next)
    if (json_string_of(item)) maps[options->map_count++] = (struct heading_map){ item->key, item->text };
}

bool project_read(struct arena *arena, const char *path, const struct session_options *options, struct project *project,
                  struct fault *fault)
{
  struct slice text;
  struct session_options *named = &project->options;
  const struct json_value *root = read_file(arena, path, &text) ? json_read(arena, text) : NULL;
  const char *on = json_member_string(root, "on");
  const struct json_value *map = json_member(root, "map");
  *project = (struct project){ .path = path, .options = *options };
  named->list = below(arena, path, json_member_string(root, "list"));
  named->decisions = below(arena, path, json_member_string(root, "decisions"));
  project->text = below(arena, path, json_member_string(root, "text"));
  take_tables(arena, path, json_member(root, "with"), named);
  take_maps(arena, map, named);
  named->history = take_paths(arena, path, json_member(root, "history"));
  named->only = take_texts(arena, json_member(root, "only"));
  named->year = (int)json_integer_of(json_member(root, "year"), 1900, 9998, 0);
  named->on_given = on && date_parse(slice_of(on), &named->on);
  bool listed = named->list || !json_member(root, "list");
  bool sound = json_is(root, JSON_OBJECT) && listed && (!on || named->on_given) && (!map || json_is(map, JSON_OBJECT));
  return sound || fault_set(fault, FAULT_FILE, MSG_PROJECT_FILE, path, NULL);
}

struct slice project_policy_text(struct arena *arena, const char *script, const struct session_options *options)
{
  struct project project;
  struct fault fault;
  struct slice text = SLICE("");
  const char *path = project_find(arena, script);
  bool named = path && project_read(arena, path, options, &project, &fault) && read_file(arena, project.text, &text);
  return named && utf8_valid_prefix(text) == text.length ? text : SLICE("");
}
