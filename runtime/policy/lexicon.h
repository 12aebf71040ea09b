/* Lexicon: a script as staff write it, turned into Lua 5.4 that stock liblua loads.
 *
 * Stock Lua takes ASCII names only, keeps quiet about a key given twice, and knows lines but no columns. So a script's tokens are
 * rewritten before it is loaded (never inside strings or comments):
 *  - names are put in NFKC; a name with characters outside ASCII becomes `_u_` + hex of its UTF-8; after `.` it becomes ["…"], as
 * a table key ["…"] =, `function 甲.乙()` an assignment, `goto`/`:名` an error that says what to write;
 *  - full-width punctuation and digits become their half-width twins;
 *  - every table constructor becomes a call `_T(n,{…})` (with parentheses added when it is a call's argument: `f{…}` ->
 * `f(_T(n,{…}))`), and the keys of table n with their places are kept in `tables`;
 *  - the condition of `if`, `elseif`, `while` and `until` becomes `_C(…)`, so that a field as a truth value is caught;
 *  - every token that can be the place of an error stands on a line of its own in the rewritten code (closing brackets, commas
 *    and semicolons stay with the token before), so that Lua's line gives line and column in the source: `places`.
 * Rejected: a parser of our own (Lua's own is the one that counts), a patched Lua (not stock). */
#ifndef POLICY_LEXICON_H
#define POLICY_LEXICON_H

#include "base/fault.h"

struct site {
  int line, column; /* from 1; columns in characters */
};

struct table_entry {
  const char *key; /* in NFKC for `name =` and `["name"] =`; NULL for a positional entry or a computed key */
  bool positional;
  bool may_expand;   /* a positional entry that is a call or `...`, standing last: may give any number of values */
  struct site site;  /* where the key, or the value if positional, begins */
  struct site value; /* where the value begins */
};

struct table_site {
  struct site open, close;
  struct table_entry *entries;
  size_t count, capacity;
};

struct script {
  const char *path;
  struct slice source;
  struct slice code;
  struct site *places; /* places[i] is where line i + 1 of `code` stands in the source */
  size_t place_count;
  struct table_site *tables;
  size_t table_count, table_capacity;
  bool incomplete; /* the only thing wrong is that it ends inside a block, bracket or string: a prompt asks for more */
};

/* False when anything is wrong; every finding is added to `faults` with path, line and column. */
bool lexicon_rewrite(struct arena *arena, const char *path, struct slice source, struct script *script, struct faults *faults);
/* Where line `line` of the rewritten code stands in the source; {0, 0} when out of range. */
struct site lexicon_site(const struct script *script, int line);
/* `_u_e890a5` -> its original name; any other name as it is. */
const char *lexicon_name(struct arena *arena, const char *name);
/* A message of Lua's with rewritten names turned back and our own helpers (`_T`, `_C`) taken out. */
const char *lexicon_restore(struct arena *arena, const char *message);
/* The source line with a caret under the column, aligned for double-width text:
 *     "  12 | 条件 = { 营业收人 { 至少 = 万元(500) } },\n     |          ^^^^^^^^\n" */
void lexicon_show(struct buffer *out, const struct script *script, int line, int column);

#endif
