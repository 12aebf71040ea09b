/* Lines, positions and tokens: compared with the plainest second computation there is. */
#include "session/editor_text.h"

#include <criterion/criterion.h>

#include "tests/chance.h"

static struct arena arena;

static void leave(void)
{
  arena_free(&arena);
}

TestSuite(session_editor_text, .fini = leave);

/* By decoding every character from the beginning. */
static struct text_position plain_position(struct slice text, size_t offset)
{
  struct text_position position = { 0, 0, 0 };
  for (size_t at = 0, length; at < offset; at += length) {
    length = utf8_length((unsigned char)text.at[at]);
    position.byte += length;
    position.utf16 += length == 4 ? 2 : 1;
    bool pair = text.at[at] == '\r' && at + 1 < text.length && text.at[at + 1] == '\n';
    if ((text.at[at] == '\n' || text.at[at] == '\r') && !pair) position = (struct text_position){ position.line + 1, 0, 0 };
  }
  return position;
}

static void check_positions(struct slice text)
{
  struct text_lines lines = text_lines_of(&arena, text);
  for (size_t at = 0, length = 1; at <= text.length; at += length) {
    struct text_position plain = plain_position(text, at), found = text_position_of(&lines, at);
    cr_assert(plain.line == found.line && plain.byte == found.byte && plain.utf16 == found.utf16, "byte %zu of '%.*s'", at,
              (int)text.length, text.at);
    bool inside_pair = at && at < text.length && text.at[at - 1] == '\r' && text.at[at] == '\n';
    cr_assert(inside_pair || text_offset_of(&lines, found.line, found.utf16, true) == at);
    cr_assert(inside_pair || text_offset_of(&lines, found.line, found.byte, false) == at);
    length = at < text.length ? utf8_length((unsigned char)text.at[at]) : 1;
  }
}

Test(session_editor_text, positions_of_random_texts)
{
  static const char *const parts[] = { "a", "企", "𠮷", "é", "\n", "\r\n", "\r", "＝", "\"", "--", " ", "{", "0", "，" };
  for (int round = 0; round < 400; round++) {
    struct buffer text = { 0 };
    int length = (int)draw((size_t)(2000 / (1 + round % 40)));
    while (length-- > 0) buffer_text(&text, parts[draw(sizeof parts / sizeof *parts)]);
    check_positions(buffer_take(&arena, &text));
  }
}

Test(session_editor_text, beyond_lines_and_inside_characters)
{
  struct slice text = SLICE("甲𠮷乙\n\n丙");
  struct text_lines lines = text_lines_of(&arena, text);
  cr_assert_eq(text_offset_of(&lines, 0, 99, true), 10, "the end of the line, before its end");
  cr_assert_eq(text_offset_of(&lines, 0, 2, true), 3, "in the middle of 𠮷: its beginning");
  cr_assert_eq(text_offset_of(&lines, 0, 3, true), 7);
  cr_assert_eq(text_offset_of(&lines, 1, 5, true), 11);
  cr_assert_eq(text_offset_of(&lines, 9, 0, true), text.length);
  cr_assert_eq(text_position_of(&lines, 999).line, 2);
}

/* Each token has the bytes that it is made of, comments too. */
static void check_tokens(const char *written, const char *const *expected)
{
  struct script_tokens tokens = script_tokens_read(&arena, slice_of(written));
  size_t i = 0;
  for (; expected[i] && i < tokens.count; i++) {
    struct text_span at = tokens.items[i].at;
    cr_assert(slice_is((struct slice){ written + at.begin, at.end - at.begin }, expected[i]), "%zu: %.*s, not %s", i,
              (int)(at.end - at.begin), written + at.begin, expected[i]);
  }
  cr_assert(!expected[i] && i == tokens.count, "%zu tokens of %s", tokens.count, written);
}

Test(session_editor_text, tokens)
{
  check_tokens("\xEF\xBB\xBF-- 说明 𠮷\r\n甲𠮷 ＝ “文字”，-- 尾\n--[[长\n注]] x",
               (const char *const[]){ "-- 说明 𠮷", "甲𠮷", "＝", "“文字”", "，", "-- 尾", "--[[长\n注]]", "x", NULL });
  check_tokens("a=[==[\n]]]==]b\n\r\n--[==[ ]] ]==]\n'甲\\'乙'",
               (const char *const[]){ "a", "=", "[==[\n]]]==]", "b", "--[==[ ]] ]==]", "'甲\\'乙'", NULL });
  check_tokens("－－ 全角\n万元（１０）", (const char *const[]){ "－－ 全角", "万元", "（", "１０", "）", NULL });
}

Test(session_editor_text, what_closes_what)
{
  const char *text = "if 甲 then f({ 1 }) else local 函 = function() return ( end end }";
  struct script_tokens tokens = script_tokens_read(&arena, slice_of(text));
  for (size_t i = 0; i < tokens.count; i++) {
    size_t partner = tokens.items[i].partner;
    cr_assert(partner == NOWHERE || partner < tokens.count);
    if (tokens.items[i].kind == TOKEN_THEN) cr_assert_eq(tokens.items[partner].kind, TOKEN_ELSE);
    if (tokens.items[i].kind == TOKEN_ELSE) cr_assert_eq(tokens.items[partner].kind, TOKEN_END_BLOCK);
    if (tokens.items[i].kind == TOKEN_FUNCTION) cr_assert_eq(tokens.items[partner].kind, TOKEN_END_BLOCK);
  }
  cr_assert_eq(tokens.items[tokens.count - 1].partner, NOWHERE, "a brace too many");
}
