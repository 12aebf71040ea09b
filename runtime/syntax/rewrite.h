/* Rewrite: a script as staff write it, turned into Lua 5.4 that stock liblua loads.
 *
 * Stock Lua takes ASCII names only, keeps quiet about a key given twice, and knows lines but no columns. So a script's tokens are
 * rewritten before it is loaded (never inside strings; comments are dropped):
 *  - names are put in NFKC; a name with characters outside ASCII becomes `_u_` + hex of its UTF-8 (so do labels); after `.` it
 *    becomes ["…"], as a table key ["…"] =, `function 甲.乙()` an assignment; `甲:乙()` is an error that says what to write;
 *  - full-width punctuation and digits become their half-width twins;
 *  - every table constructor becomes a call `_T(n,{…})` (with parentheses added when it is a call's argument: `f{…}` ->
 *    `f(_T(n,{…}))`); n is the index in `tables`, where its keys and their places are kept;
 *  - the condition of `if`, `elseif`, `while` and `until` becomes `_C(…)`, so that a field as a truth value is caught; it is
 * called with what the condition gives (perhaps nothing) and its first result decides;
 *  - so does what stands behind `not` and before `and`; what stands before `or` becomes `_O(…)`;
 *  - `a == b` becomes `_E(a,b)` and `a ~= b` `not _E(a,b)`: of a field and a text Lua would quietly say that they differ;
 *  - every token that can be the place of an error stands on a line of its own in the rewritten code, so that Lua's line gives
 *    line and column in the source: `places`. Commas, `=` and closing brackets stay with the token before.
 *
 * Lua gives a call the line where its prefix begins and an arithmetic sign its own, but the fetching of a variable or member, a
 * comparison and an assignment get the line of the last token read. Hence the parentheses in the rewritten code: `(甲)` before a
 * sign, `(乙` … `)` after one, the last bracket on a line that stands for the sign. An error is thus placed: of a call, where
 * what is called begins; of a sign, at the sign; of an unknown name, at the name; of a member that is not there or of indexing
 * nothing, at the member's name or at `[`; of an assignment, at the last name on its left side (where one value goes to one
 * target).
 *
 * Rejected: a parser of our own (Lua's own is the one that counts), a patched Lua (not stock). */
#ifndef SYNTAX_REWRITE_H
#define SYNTAX_REWRITE_H

#include "base/fault.h"

struct source_place {
  int line, column; /* from 1; columns in characters */
};

struct table_entry {
  /* The string that Lua has for key: of `name =` (in NFKC) and of `["name"] =` (as it stands). NULL for a positional entry, a
   * computed key, one written with escapes, and a number. */
  const char *key;
  const char *number; /* of `[650100] =`, in decimal; else NULL */
  bool positional;
  bool may_expand;           /* a positional entry that is a call or `...`, standing last: may give any number of values */
  bool call;                 /* it is a call */
  struct source_place site;  /* where the key, or the value if positional, begins */
  struct source_place value; /* where the value begins */
};

struct table_site {
  struct source_place open, close;
  struct table_entry *entries;
  size_t count, capacity;
};

struct script {
  const char *path;
  struct slice source;
  struct slice code;
  struct source_place *places; /* places[i] is where line i + 1 of `code` stands in the source */
  size_t place_count, place_capacity;
  struct table_site *tables;
  size_t table_count, table_capacity;
  /* The only thing wrong is that it ends inside a block, bracket, long string or comment, or where a value must follow: a prompt
   * asks for more. Not after an open quote, which a further line cannot close. */
  bool incomplete;
};

struct rewrite_options {
  enum language language;           /* of the arguments of findings */
  bool (*is_key)(const char *name); /* what names an entry of a declaration, so that a forgotten = is seen; NULL: not known */
  bool
      typed; /* at a prompt: a line at its beginning goes on what is open, it is no declaration before which a brace is missing */
};

/* False when anything is wrong; then `code` is empty, unless all that was found are slips of which it is plain what was meant: it
 * can then be run to find what else is wrong. Every finding is added to `faults` with path, line and column, in the order of the
 * source, one for each mistake (at most a hundred). `path` and `source` are borrowed for as long as the script lives. A
 * byte-order mark and a first line that begins with # are skipped. Some 40 tables or 50 brackets may stand inside one another. */
bool rewrite_script(struct arena *arena, const char *path, struct slice source, const struct rewrite_options *options,
                    struct script *script, struct faults *faults);
/* Where line `line` of the rewritten code stands in the source; {0, 0} when out of range. */
struct source_place rewrite_site(const struct script *script, int line);
/* A name as it stands in the rewritten code, for defining globals: ASCII identifiers as they are, others `_u_` + hex of their
 * NFKC. */
const char *rewrite_encode(struct arena *arena, const char *name);
/* `_u_e890a5` -> its original name; any other name as it is. */
const char *rewrite_name(struct arena *arena, const char *name);
/* A message of Lua's (without its `chunk:line:`) with rewritten names turned back and our own helpers (`_T`, `_C`) and lines of
 * the rewritten code taken out. */
const char *rewrite_restore(struct arena *arena, const char *message);
/* Offset of a place in the source, SIZE_MAX when there is no such line. */
size_t source_offset(struct slice source, struct source_place place);
/* Bytes of the word, number, string or sign that `text` begins with; else of one character. */
size_t source_word_length(struct slice text);
/* The source line with carets from `place` to `end` ({0, 0}: under the word), aligned for double-width text; nothing when there
 * is no such line. A tab is shown as one space; of a line wider than 76 columns the part around the carets is shown. "  12 | 条件
 * = { 营业收人 { 至少 = 万元(500) } },\n     |          ^^^^^^^^\n" */
void rewrite_show(struct buffer *out, const struct script *script, struct source_place place, struct source_place end);

#endif
