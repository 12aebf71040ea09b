/* JSON: a small writer into a buffer, for run.json and the figures inside the HTML report.
 *
 * It keeps count of commas, line ends and depth, so that callers only say what is there. Strings may hold any bytes: control
 * characters are escaped, bytes that are not UTF-8 become `\xNN`, and `</` is written `<\/` so that a text cannot end the script
 * element that a report puts the data into. */
#ifndef WRITE_JSON_H
#define WRITE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct json {
  struct buffer *out;
  int depth;
  bool indented; /* a line for every entry, two spaces a level */
  bool filled;   /* the innermost object or array has an entry */
  bool after_key;
};

/* `out` stays the caller's. */
struct json json_into(struct buffer *out, bool indented);

void json_object(struct json *json);
void json_object_end(struct json *json);
void json_array(struct json *json);
void json_array_end(struct json *json);
/* What follows is the entry of this name. */
void json_key(struct json *json, const char *key);

void json_string(struct json *json, struct slice text);
void json_text(struct json *json, const char *text);
/* A key with a text; NULL is an empty one. */
void json_entry(struct json *json, const char *key, const char *text);
void json_integer(struct json *json, int64_t value);
void json_boolean(struct json *json, bool value);
void json_null(struct json *json);
/* Bytes that are JSON already: a decimal, or a part made elsewhere. */
void json_raw(struct json *json, struct slice bytes);

#endif
