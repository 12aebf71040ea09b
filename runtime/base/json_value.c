/* Reading JSON. The only includer of <cjson/cJSON.h>. */
#include "base/json_value.h"

#include <cjson/cJSON.h>

static struct json_value *take_value(struct arena *arena, const cJSON *item)
{
  struct json_value *value = arena_alloc(arena, sizeof *value);
  value->key = item->string ? arena_string(arena, item->string) : NULL;
  if (cJSON_IsTrue(item)) value->kind = JSON_TRUE;
  else if (cJSON_IsFalse(item)) value->kind = JSON_FALSE;
  else if (cJSON_IsNumber(item)) value->kind = JSON_NUMBER, value->number = item->valuedouble;
  else if (cJSON_IsString(item)) value->kind = JSON_STRING, value->text = arena_string(arena, item->valuestring);
  else if (cJSON_IsArray(item)) value->kind = JSON_ARRAY;
  else if (cJSON_IsObject(item)) value->kind = JSON_OBJECT;
  const struct json_value **link = &value->first;
  const cJSON *part;
  cJSON_ArrayForEach(part, item)
  {
    struct json_value *taken = take_value(arena, part);
    *link = taken;
    link = &taken->next;
    value->count++;
  }
  return value;
}

const struct json_value *json_read(struct arena *arena, struct slice text)
{
  const char *end = NULL;
  cJSON *root = cJSON_ParseWithLengthOpts(text.at ? text.at : "", text.length, &end, false);
  struct slice rest = { end, end ? (size_t)(text.at + text.length - end) : 0 };
  const struct json_value *value = root && !slice_trim(rest).length ? take_value(arena, root) : NULL;
  cJSON_Delete(root);
  return value;
}

bool json_is(const struct json_value *value, enum json_kind kind)
{
  return value && value->kind == kind;
}

const struct json_value *json_member(const struct json_value *object, const char *key)
{
  if (!json_is(object, JSON_OBJECT)) return NULL;
  for (const struct json_value *item = object->first; item; item = item->next)
    if (item->key && strcmp(item->key, key) == 0) return item;
  return NULL;
}

const char *json_string_of(const struct json_value *value)
{
  return json_is(value, JSON_STRING) ? value->text : NULL;
}

const char *json_member_string(const struct json_value *object, const char *key)
{
  return json_string_of(json_member(object, key));
}

int64_t json_integer_of(const struct json_value *value, int64_t least, int64_t most, int64_t otherwise)
{
  if (!json_is(value, JSON_NUMBER) || !(value->number >= (double)least && value->number <= (double)most)) return otherwise;
  return (int64_t)value->number;
}
