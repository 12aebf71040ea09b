/* JSON that is read: what is there, what is not, and what is none. */
#include "base/json_value.h"

#include <criterion/criterion.h>

Test(base_json_value, members_and_kinds)
{
  struct arena arena = { 0 };
  const struct json_value *root =
      json_read(&arena, slice_of("{\"a\":\"企\\ud842\\udfb7\",\"n\":3,\"l\":[true,null,{}],\"e\":1e99} \n"));
  cr_assert(json_is(root, JSON_OBJECT));
  cr_assert_str_eq(json_member_string(root, "a"), "企𠮷");
  cr_assert_eq(json_integer_of(json_member(root, "n"), 0, 10, -1), 3);
  cr_assert_eq(json_integer_of(json_member(root, "e"), 0, 10, -1), -1, "out of range");
  cr_assert_eq(json_integer_of(json_member(root, "a"), 0, 10, -1), -1, "of another kind");
  cr_assert_eq(json_member(root, "l")->count, 3);
  cr_assert(json_is(json_member(root, "l")->first, JSON_TRUE));
  cr_assert_null(json_member(json_member(root, "l"), "a"));
  cr_assert_null(json_member_string(NULL, "a"));
  arena_free(&arena);
}

Test(base_json_value, no_json)
{
  static const char *const texts[] = { "", "{", "{} x", "[1,]", "\"", "{\"a\":}", "nul" };
  struct arena arena = { 0 };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) cr_assert_null(json_read(&arena, slice_of(texts[i])), "%s", texts[i]);
  arena_free(&arena);
}
