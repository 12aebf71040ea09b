/* Terminal: what people read in a window of 80 columns, where a Chinese character takes two.
 *
 * A table is collected first and laid out when all its cells are known. Texts from lists, scripts, options and errors may hold
 * anything: nothing reaches stdout or stderr but through terminal_write, which shows as text (`\x1b`, `\u202e`) what would steer
 * a terminal; tests/architecture holds that. Colours only repeat what the words say. */
#ifndef WRITE_TERMINAL_H
#define WRITE_TERMINAL_H

#include <stdio.h>

#include "base/fault.h"

struct terminal {
  size_t width; /* columns */
  bool colour;
};

enum style { STYLE_PLAIN, STYLE_STRONG, STYLE_FAINT, STYLE_GOOD, STYLE_BAD, STYLE_OPEN };

/* Colour only on a terminal that has it and unless NO_COLOR is set; the width is the terminal's, else COLUMNS, else 80. */
struct terminal terminal_of(int descriptor);

/* The one way to stdout and stderr. Line ends in `text` are meant; where a name is part of a line, its own are shown (in tables,
 * paragraphs and arguments of messages). Styles begun and ended in `text` become colours if the terminal has them. */
void terminal_write(FILE *to, struct slice text);
/* The same and a line end. */
void terminal_line(FILE *to, struct slice text);
void terminal_printf(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A style in a buffer is a mark that is part of no text (a byte that UTF-8 does not have), until terminal_write. */
/* What terminal_write sends. */
void format_styled(struct buffer *out, struct slice text, bool colour);
void style_begin(struct buffer *out, const struct terminal *terminal, enum style style);
void style_end(struct buffer *out, const struct terminal *terminal, enum style style);

/* The text, as people are shown it, in at most `width` columns; what was longer ends in `…`. */
void terminal_cut(struct buffer *out, struct slice text, size_t width);
/* The whole of it, on one line. */
void terminal_name(struct buffer *out, struct slice text);
/* A line and its end: line ends in its parts are shown as spaces. */
void terminal_entry(struct buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Length in bytes of the first line when the text is broken at `width` columns: at a space, or beside a wide character. At least
 * one character. Spaces around the break go with neither line. */
size_t terminal_break(struct slice text, size_t width);

enum fit { FIT_WHOLE, FIT_CUT, FIT_WRAP }; /* when the table is too wide for the terminal */

struct table_column {
  enum message heading; /* NO_MESSAGE: no column has headings */
  bool right;
  enum fit fit;
};

struct text_table;

/* `columns` is borrowed. */
struct text_table *text_table_new(struct arena *arena, const struct table_column *columns, size_t count, enum language language);
/* The next cell, row by row; the text is borrowed until the table is written. */
void text_table_add(struct text_table *table, struct slice text, enum style style);
/* Every line begins with `indent` spaces; two spaces between columns. */
void text_table_write(struct buffer *out, const struct text_table *table, const struct terminal *terminal, size_t indent);

#endif
