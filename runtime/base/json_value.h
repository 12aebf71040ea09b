/* JSON that is read: values in an arena, from cJSON's. The only way in (tests/architecture).
 *
 * What is not there, or of another kind, reads as nothing: a reader asks for what it wants and says itself what is wrong. */
#ifndef BASE_JSON_VALUE_H
#define BASE_JSON_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

enum json_kind { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json_value {
  enum json_kind kind;
  const char *key;  /* in an object; else NULL */
  const char *text; /* of a string, up to a character 0 */
  double number;
  const struct json_value *first, *next; /* of an array or object; the neighbour in one */
  size_t count;
};

/* NULL when it is not one JSON value (cJSON reads a thousand levels). */
const struct json_value *json_read(struct arena *arena, struct slice text);

/* All take NULL. The entry of an object, NULL: there is none. */
const struct json_value *json_member(const struct json_value *object, const char *key);
bool json_is(const struct json_value *value, enum json_kind kind);
/* A string, else NULL. */
const char *json_string_of(const struct json_value *value);
const char *json_member_string(const struct json_value *object, const char *key);
/* A whole number within `least` and `most`, else `otherwise`. */
int64_t json_integer_of(const struct json_value *value, int64_t least, int64_t most, int64_t otherwise);

#endif
