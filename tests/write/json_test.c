/* JSON: every string comes out as valid JSON, every nesting with its commas. */
#include "write/json.h"

#include <criterion/criterion.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

Test(write_json, strings)
{
  static const struct {
    struct slice text;
    const char *written;
  } cases[] = {
    { SLICE(""), "\"\"" },
    { SLICE("天山区"), "\"天山区\"" },
    { SLICE("a\"b\\c"), "\"a\\\"b\\\\c\"" },
    { SLICE("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"" },
    { SLICE("a\0b\x1F\x7F"), "\"a\\u0000b\\u001f\\u007f\"" },
    { SLICE("</script>"), "\"<\\/script>\"" },
    { SLICE("a/b"), "\"a/b\"" },
    { SLICE("a\xFF"), "\"a\\\\xff\"" },
    { SLICE("\xE5\xA4"), "\"\\\\xe5\\\\xa4\"" },
    { SLICE("\xFF\"\xED\xA0\x80"), "\"\\\\xff\\\"\\\\xed\\\\xa0\\\\x80\"" },
    { SLICE("𠮷"), "\"𠮷\"" },
  };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT(cases); i++) {
    buffer_reset(&out);
    struct json json = json_into(&out, false);
    json_string(&json, cases[i].text);
    cr_expect(slice_is(buffer_view(&out), cases[i].written), "row %zu: %.*s", i, (int)out.length, out.at);
  }
  buffer_free(&out);
}

static void write_sample(struct json *json)
{
  json_object(json);
  json_key(json, "版本");
  json_text(json, "0.1");
  json_key(json, "empty");
  json_array(json);
  json_array_end(json);
  json_key(json, "none");
  json_object(json);
  json_object_end(json);
  json_key(json, "rows");
  json_array(json);
  json_integer(json, INT64_MIN);
  json_array(json);
  json_boolean(json, true);
  json_null(json);
  json_array_end(json);
  json_raw(json, SLICE("0.25"));
  json_array_end(json);
  json_key(json, "last");
  json_boolean(json, false);
  json_object_end(json);
}

Test(write_json, nesting)
{
  static const struct {
    bool indented;
    const char *written;
  } cases[] = {
    { false, "{\"版本\":\"0.1\",\"empty\":[],\"none\":{},\"rows\":[-9223372036854775808,[true,null],0.25],\"last\":false}" },
    { true, "{\n"
            "  \"版本\": \"0.1\",\n"
            "  \"empty\": [],\n"
            "  \"none\": {},\n"
            "  \"rows\": [\n"
            "    -9223372036854775808,\n"
            "    [\n"
            "      true,\n"
            "      null\n"
            "    ],\n"
            "    0.25\n"
            "  ],\n"
            "  \"last\": false\n"
            "}" },
  };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT(cases); i++) {
    buffer_reset(&out);
    struct json json = json_into(&out, cases[i].indented);
    write_sample(&json);
    cr_expect(slice_is(buffer_view(&out), cases[i].written), "%.*s", (int)out.length, out.at);
  }
  buffer_free(&out);
}
