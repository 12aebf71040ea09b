/* The JSON writer, for run.json and the HTML report. */
#include "write/json.h"

struct json json_into(struct buffer *out, bool indented)
{
  return (struct json){ .out = out, .indented = indented };
}

static void new_line(const struct json *json)
{
  if (!json->indented) return;
  buffer_char(json->out, '\n');
  for (int i = 0; i < json->depth; i++) buffer_text(json->out, "  ");
}

/* What stands before an entry: nothing behind its key, else a comma and a new line. */
static void begin_entry(struct json *json)
{
  if (!json->after_key) {
    if (json->filled) buffer_char(json->out, ',');
    if (json->depth) new_line(json);
  }
  json->after_key = false;
  json->filled = true;
}

static void open_group(struct json *json, char bracket)
{
  begin_entry(json);
  buffer_char(json->out, bracket);
  json->depth++;
  json->filled = false;
}

static void close_group(struct json *json, char bracket)
{
  json->depth--;
  if (json->filled) new_line(json);
  buffer_char(json->out, bracket);
  /* The group itself is an entry of what is around it. */
  json->filled = true;
}

void json_object(struct json *json)
{
  open_group(json, '{');
}

void json_object_end(struct json *json)
{
  close_group(json, '}');
}

void json_array(struct json *json)
{
  open_group(json, '[');
}

void json_array_end(struct json *json)
{
  close_group(json, ']');
}

static void put_escape(struct buffer *out, unsigned char c)
{
  static const char hex[] = "0123456789abcdef";
  static const char letters[128] = {
    ['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't'
  };
  buffer_char(out, '\\');
  if (letters[c]) {
    buffer_char(out, letters[c]);
    return;
  }
  buffer_text(out, "u00");
  buffer_char(out, hex[c >> 4]);
  buffer_char(out, hex[c & 15]);
}

/* Well-formed UTF-8 with what JSON wants escaped. */
static void put_valid(struct buffer *out, struct slice text)
{
  size_t plain = 0;
  for (size_t i = 0; i < text.length; i++) {
    unsigned char c = (unsigned char)text.at[i];
    bool ends_element = c == '/' && i > 0 && text.at[i - 1] == '<';
    if (c >= ' ' && c != '"' && c != '\\' && c != 0x7F && !ends_element) continue;
    buffer_bytes(out, text.at + plain, i - plain);
    if (ends_element) buffer_text(out, "\\/");
    else put_escape(out, c);
    plain = i + 1;
  }
  buffer_bytes(out, text.at + plain, text.length - plain);
}

static void put_string(struct buffer *out, struct slice text)
{
  buffer_char(out, '"');
  while (text.length) {
    size_t valid = utf8_valid_prefix(text);
    put_valid(out, (struct slice){ text.at, valid });
    if (valid == text.length) break;
    buffer_printf(out, "\\\\x%02x", (unsigned)(unsigned char)text.at[valid]);
    text = (struct slice){ text.at + valid + 1, text.length - valid - 1 };
  }
  buffer_char(out, '"');
}

void json_key(struct json *json, const char *key)
{
  begin_entry(json);
  put_string(json->out, slice_of(key));
  buffer_text(json->out, json->indented ? ": " : ":");
  json->after_key = true;
}

void json_string(struct json *json, struct slice text)
{
  begin_entry(json);
  put_string(json->out, text);
}

void json_text(struct json *json, const char *text)
{
  json_string(json, slice_of(text));
}

void json_integer(struct json *json, int64_t value)
{
  begin_entry(json);
  buffer_integer(json->out, value);
}

void json_boolean(struct json *json, bool value)
{
  json_raw(json, value ? SLICE("true") : SLICE("false"));
}

void json_null(struct json *json)
{
  json_raw(json, SLICE("null"));
}

void json_raw(struct json *json, struct slice bytes)
{
  begin_entry(json);
  buffer_slice(json->out, bytes);
}

void json_entry(struct json *json, const char *key, const char *text)
{
  json_key(json, key);
  json_text(json, text ? text : "");
}
