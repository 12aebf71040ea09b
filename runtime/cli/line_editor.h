/* Line editor: what is typed at the prompt. On a terminal GNU readline edits it (several lines, history between sessions,
 * completion); otherwise lines are read as they come. */
#ifndef CLI_LINE_EDITOR_H
#define CLI_LINE_EDITOR_H

#include <signal.h>

#include "base/text.h"

/* Set while Ctrl-C has asked for the answer under way to end; cleared by line_read. */
extern volatile sig_atomic_t line_interrupted;

/* The next completion of a word behind the text that stands before it in the line, NULL after the last; `state` is 0 at the first
 * call for a word. Each is for free(). */
typedef char *(*line_completer)(struct slice before, const char *word, int state);

/* `history` is a file in the user's home, or NULL. */
void line_open(const char *history, line_completer completer);
/* The line without its end, in `line`; false at the end of input. An interrupted line is empty. */
bool line_read(const char *prompt, struct buffer *line);
/* A whole entry, perhaps of several lines, for the history. */
void line_remember(struct slice entry);
bool line_interactive(void);
void line_close(void);

#endif
