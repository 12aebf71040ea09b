/* Number formats: what a number in a sheet means, by the number format under which people see it.
 *
 * A sheet keeps dates, percentages and amounts all as bare numbers; only the format tells 44682 from 2022-05-01. So a cell is
 * given in the notation that a person reads there, but with all of its digits: `2022-05-01`, `5%`, `500万元`, `$500` (which no
 * column takes for 元), `0111` for a format of zeros. Other words that a format writes (`0"人"`) are decoration and left out.
 * Formats that show a number divided (`0!.0,"万元"`, `0,,`) are the exception: what is seen and what is kept differ by powers of
 * ten, and nobody knows which of them was meant; they are UNCLEAR.
 */
#ifndef DECODE_NUMBER_FORMAT_H
#define DECODE_NUMBER_FORMAT_H

#include "base/text.h"

enum number_format_kind { DISPLAY_PLAIN, DISPLAY_DATE, DISPLAY_TIME, DISPLAY_PERCENT, DISPLAY_PADDED, DISPLAY_UNCLEAR };

struct number_format {
  enum number_format_kind kind;
  unsigned digits;            /* DISPLAY_PADDED: zeros in front up to so many */
  struct slice before, after; /* what the format writes around the number */
  struct slice code;          /* DISPLAY_UNCLEAR: the format itself */
};

/* A format by its number, where it is one of those that every workbook has; false for others. */
bool number_format_built_in(unsigned number, struct number_format *display);
struct number_format number_format_parse(struct arena *arena, struct slice code);

/* Appends the number (as it stands in the file: `44682`, `1.5E-2`) as the format shows it, in full. False when the result is to
 * be read with care: UNCLEAR formats, which are appended as `12345678 [0!.0,"万元"]`. */
bool number_format_number(struct buffer *out, const struct number_format *display, struct slice number, bool dates_1904);

/* The number in plain decimal notation with the 15 digits that a spreadsheet keeps; integers of more digits, whose last ones are
 * lost or may be, stay as they are written. */
void number_plain(struct buffer *out, struct slice number);

#endif
