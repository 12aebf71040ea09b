/* Amount: amounts, counts and rates as people write them in cells, headings and on the command line.
 *
 * All texts here are NFKC and trimmed (unicode_cell). A unit that stands with the figure wins over the unit of its column. What
 * is not written in a known way is refused and never guessed; `wrong` is then the message that says so. */
#ifndef DATA_AMOUNT_H
#define DATA_AMOUNT_H

#include "base/decimal.h"
#include "base/fault.h"

/* Fen of the unit of money that the text is (`万元`), 0 if it is none. */
int64_t money_unit(struct slice text);
/* `万元`: the shortest name with 元 of a unit in fen. */
void money_unit_name(struct buffer *out, int64_t fen);
/* What counts are counted in: 人, 项, 家 … */
bool is_count_unit(struct slice text);
/* Length of the one that a text begins with; 0: none. */
size_t count_unit_length(struct slice text);
/* `9.165E+17`: what a spreadsheet makes of long figures and codes. */
bool is_scientific(struct slice text);

/* `1,234.5`, `￥1,234.5`, `-5`, `500万元`, `1.2亿`, to the fen; `unit` is fen per unit where the text has no unit of its own. */
bool money_read(struct slice text, int64_t unit, int64_t *fen, enum message *wrong);
/* `12`, `1,234`, `12人`, `5.0`: whole and not negative. */
bool count_read(struct slice text, int64_t *count, enum message *wrong);
/* `0.05`, `5%`, `85分`; with a unit of money the figure is in 元. `unit` (fen, or 0) and `percent` apply where the text has
 * no unit of its own. */
bool number_read(struct slice text, int64_t unit, bool percent, struct ratio *number, enum message *wrong);

#endif
