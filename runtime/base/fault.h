/* Fault: the one error value, and the one table of everything the program says.
 *
 * A fallible function returns bool and fills a `struct fault` (last argument). The fault carries the message's name and its
 * arguments, not a sentence: it is put into the reader's language where it is shown. The one who knows more (the file, the
 * line) adds it and passes it on. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/text.h"

enum language { LANGUAGE_CHINESE, LANGUAGE_ENGLISH };

/* Every sentence the program says, in both languages: base/messages.def. `%1` to `%9` stand for arguments;
 * `%(3 … %)` is left out when argument 3 is empty. */
enum message {
#define MESSAGE(name, code, chinese, english) MSG_##name,
#include "base/messages.def"
#undef MESSAGE
  MESSAGE_COUNT,
  NO_MESSAGE = MESSAGE_COUNT
};

/* In the order of the exit status that each leads to. */
enum fault_kind { FAULT_NONE, FAULT_DATA = 1, FAULT_SCRIPT = 2, FAULT_USAGE = 2, FAULT_FILE = 3 };

enum { FAULT_ARGUMENTS = 6, FAULT_TEXT_BYTES = 1536 };

/* Bytes from `begin` up to `end` of the script in which a finding stands become `text`. */
struct source_edit {
  size_t begin, end;
  const char *text;
};

/* What mends a finding: edits in the order of the source, which do not overlap. Certain: nothing else can have been meant, and
 * `check --fix` makes it; others are for an editor to offer. */
struct fix {
  const struct source_edit *edits;
  size_t edit_count;
  bool certain;
};

/* `line` and `column` count from 1, columns in characters; 0 means unknown. The end is just behind what the finding is about.
 * Texts that do not fit are cut at a character. */
struct fault {
  enum fault_kind kind;
  enum message message;
  const char *file; /* borrowed: must outlive the fault */
  int line, column, end_line, end_column;
  const struct fix *fixes; /* the likeliest first; of findings in scripts, in the arena of the load */
  size_t fix_count;
  int argument_count;
  size_t argument_end[FAULT_ARGUMENTS]; /* argument i ends here in `text` and begins where the one before ends */
  char text[FAULT_TEXT_BYTES];
};

/* Fills `fault` with a message and its arguments (C strings, the list closed by NULL). Returns false, so that a failing
 * function can `return fault_set(fault, FAULT_FILE, MSG_CANNOT_OPEN, path, NULL);`. */
bool fault_set(struct fault *fault, enum fault_kind kind, enum message message, ...) __attribute__((sentinel));
bool fault_set_list(struct fault *fault, enum fault_kind kind, enum message message, va_list arguments);
/* One more argument. */
void fault_add(struct fault *fault, const char *text);
bool fault_at(struct fault *fault, const char *file, int line, int column);

/* Faults found in one go, in the order found. */
struct faults {
  struct fault *items;
  size_t count, capacity;
};

/* Room for one more; the caller fills it with fault_set and fault_at. */
struct fault *faults_add(struct arena *arena, struct faults *faults);

/* A message with its arguments in a language, appended. */
void format_message(struct buffer *out, enum language language, enum message message, const struct slice *arguments, int count);
/* The same with C strings, the list closed by NULL. */
void message_text(struct buffer *out, enum language language, enum message message, ...) __attribute__((sentinel));

/* Arguments of several kinds, put together one after the other, then said: that empties them. Begins at { 0 }. */
enum { MESSAGE_ARGUMENTS = 9 };
#define NO_MONEY INT64_MIN /* an empty argument */
struct arguments {
  struct buffer text;
  size_t ends[MESSAGE_ARGUMENTS];
  int count;
};

void argument_money(struct arguments *arguments, int64_t fen);
void argument_integer(struct arguments *arguments, int64_t number);
void argument_text(struct arguments *arguments, const char *text);
/* Behind what was appended to `text` by hand. */
void argument_end(struct arguments *arguments);
void arguments_say(struct buffer *out, enum language language, enum message message, struct arguments *arguments);

/* The same with amounts in fen alone. */
void message_money(struct buffer *out, enum language language, enum message message, const int64_t *fen, int count);
const char *message_string(struct arena *arena, enum language language, enum message message, ...) __attribute__((sentinel));
const char *message_code(enum message message);
/* As it stands in the table: for messages without arguments. */
const char *message_name(enum message message, enum language language);
void format_words(struct buffer *out, enum language language, enum message message);
/* One more item, behind a comma of lists where something stands before it. */
void format_item(struct buffer *list, enum language language, const char *text);
/* What stands before and behind the one argument of a message, for an argument that is written in its place. */
void format_words_before(struct buffer *out, enum language language, enum message message);
void format_words_after(struct buffer *out, enum language language, enum message message);

/* A whole number as an argument of a message; it lives as long as the block around the call. */
#define INTEGER(number) integer_string((char[INTEGER_BYTES]){ 0 }, (int64_t)(number))
enum { INTEGER_BYTES = 21 };
const char *integer_string(char *room, int64_t number);

/* `file:line:column: sentence`, without a line end; its two parts. */
void format_source_place(struct buffer *out, const struct fault *fault);
void format_sentence(struct buffer *out, enum language language, const struct fault *fault);
void format_fault(struct buffer *out, enum language language, const struct fault *fault);

#endif
