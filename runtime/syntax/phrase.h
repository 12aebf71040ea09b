/* Phrase: an item in which conditions are joined or compared as in prose or in a spreadsheet, put into the words of scripts:
 * `甲 或 乙`, `营业收入 不低于 万元(5000)`, `研发费用 / 营业收入 >= 3%`, `IF(甲 > 5, 乙, 丙)`.
 *
 * The whole item is one mistake with one text to write instead; what else was found within it is part of that. It is an edit and
 * a piece of the message, never run: what was meant is for the author to confirm. Shared by operand.c and table_constructor.c. */
#ifndef SYNTAX_PHRASE_H
#define SYNTAX_PHRASE_H

#include "syntax/statement.h"

/* At a word that stands between two values without a comma: true when it joins or compares conditions (or the value before it
 * negates them). There is a finding then, and the reader stands behind the item. */
bool phrase_take(struct reader *reader);
/* At `if` where a value begins, or behind 如果 with no bracket: true when what follows is a choice between two values; as before.
 */
bool phrase_take_choice(struct reader *reader);
/* At `(` behind a name: true when it is a function of spreadsheets; as before. */
bool phrase_take_call(struct reader *reader);
/* The comparison that `said` is in prose (`不低于`), as scripts write it; NULL: none. */
const char *comparison_word(struct slice said, enum language language);
/* Is it a word of scripts behind which conditions stand in braces: 任一, 全部, 非, in either language? */
bool is_group_word(struct slice word);
/* The item under way in the words of scripts, NULL when it is not understood. `at` is its first sign or joining word. */
const char *phrase_string(struct reader *reader);
/* The finding at `site` is about the whole item under way: gets the edit and swallows what else was found there. */
void phrase_attach(struct reader *reader, struct source_place site);

#endif
