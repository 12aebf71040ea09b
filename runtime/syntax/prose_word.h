/* Words of prose where a sign or nothing belongs: `研发费用 乘以 5%`, `研发费用的5%`, `按 研发费用`, `最高 50万元`. */
#ifndef SYNTAX_PROSE_WORD_H
#define SYNTAX_PROSE_WORD_H

#include "syntax/statement.h"

/* No further than that is looked ahead: so much no item has that a person wrote, and a script of many unclosed brackets is read
 * in time that grows with its length. */
enum { ITEM_TOKENS = 1000 };

/* Where a comma is missing before the current token: true when that or the word before it is such a word. There is a finding
 * then, and the value goes on. */
bool prose_word_take(struct reader *reader);
/* Where a value begins: `条件 = (甲, 乙)`, `条件 = [甲, 乙]` get a finding, and are read on as if they stood in braces. */
void list_in_brackets(struct reader *reader);
/* Behind 参数: true when a name in brackets or quotes follows, for which scripts write a dot; as before. */
bool parameter_spelled(struct reader *reader);

#endif
