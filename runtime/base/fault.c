/* The error value and the table of messages, for every room. */
#include "base/fault.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"

static const struct {
  const char *code, *sentence[2];
} messages[MESSAGE_COUNT] = {
#define MESSAGE(name, code, chinese, english) [MSG_##name] = { code, { chinese, english } },
#include "base/messages.def"
#undef MESSAGE
};

static size_t text_used(const struct fault *fault)
{
  return fault->argument_count ? fault->argument_end[fault->argument_count - 1] : 0;
}

/* Copies an argument into the fault; what does not fit is cut at a character boundary. */
void fault_add(struct fault *fault, const char *text)
{
  if (fault->argument_count == FAULT_ARGUMENTS) return;
  size_t used = text_used(fault), length = strlen(text), room = FAULT_TEXT_BYTES - used;
  if (length > room) length = room;
  while (length && ((unsigned char)text[length] & 0xC0) == 0x80) length--;
  memcpy(fault->text + used, text, length);
  fault->argument_end[fault->argument_count++] = used + length;
}

bool fault_set_list(struct fault *fault, enum fault_kind kind, enum message message, va_list arguments)
{
  *fault = (struct fault){ .kind = kind, .message = message };
  for (const char *text; (text = va_arg(arguments, const char *));) fault_add(fault, text);
  return false;
}

bool fault_set(struct fault *fault, enum fault_kind kind, enum message message, ...)
{
  va_list arguments;
  va_start(arguments, message);
  fault_set_list(fault, kind, message, arguments);
  va_end(arguments);
  return false;
}

bool fault_at(struct fault *fault, const char *file, int line, int column)
{
  fault->file = file;
  fault->line = line;
  fault->column = column;
  return false;
}

struct fault *faults_add(struct arena *arena, struct faults *faults)
{
  faults->items = arena_grow(arena, faults->items, faults->count, &faults->capacity, sizeof *faults->items);
  return &faults->items[faults->count++];
}

/* `%(3…%)` is said only when argument 3 is there and not empty: returns where to go on. One may stand within another. */
static const char *skip_optional(const char *at, const struct slice *arguments, int count)
{
  int index = at[2] - '1';
  if (index < count && arguments[index].length) return at + 3;
  for (int depth = 0; *at; at++) {
    depth += at[0] == '%' && at[1] == '(';
    if (at[0] == '%' && at[1] == ')' && --depth == 0) return at + 2;
  }
  return at;
}

/* A line end in an argument would begin a line of its own, which nobody said. */
static void put_argument(struct buffer *out, struct slice text)
{
  for (const char *end; text.length && (end = memchr(text.at, '\n', text.length)) != NULL;) {
    size_t before = (size_t)(end - text.at);
    buffer_bytes(out, text.at, before);
    buffer_text(out, "\\n");
    text = (struct slice){ end + 1, text.length - before - 1 };
  }
  buffer_slice(out, text);
}

void format_message(struct buffer *out, enum language language, enum message message, const struct slice *arguments, int count)
{
  for (const char *at = messages[message].sentence[language]; *at;) {
    if (at[0] == '%' && at[1] == '(') {
      at = skip_optional(at, arguments, count);
    } else if (at[0] == '%' && at[1] == ')') {
      at += 2;
    } else if (at[0] == '%' && at[1] >= '1' && at[1] <= '9') {
      if (at[1] - '1' < count) put_argument(out, arguments[at[1] - '1']);
      at += 2;
    } else {
      buffer_char(out, *at++);
    }
  }
}

static void message_list(struct buffer *out, enum language language, enum message message, va_list list)
{
  struct slice arguments[MESSAGE_ARGUMENTS];
  int count = 0;
  for (const char *text; count < MESSAGE_ARGUMENTS && (text = va_arg(list, const char *));) arguments[count++] = slice_of(text);
  format_message(out, language, message, arguments, count);
}

void message_text(struct buffer *out, enum language language, enum message message, ...)
{
  va_list list;
  va_start(list, message);
  message_list(out, language, message, list);
  va_end(list);
}

const char *message_string(struct arena *arena, enum language language, enum message message, ...)
{
  struct buffer text = { 0 };
  va_list list;
  va_start(list, message);
  message_list(&text, language, message, list);
  va_end(list);
  return buffer_take(arena, &text).at;
}

void argument_end(struct arguments *arguments)
{
  arguments->ends[arguments->count++] = arguments->text.length;
}

void argument_money(struct arguments *arguments, int64_t fen)
{
  if (fen != NO_MONEY) format_money(&arguments->text, fen);
  argument_end(arguments);
}

void argument_integer(struct arguments *arguments, int64_t number)
{
  buffer_integer(&arguments->text, number);
  argument_end(arguments);
}

void argument_text(struct arguments *arguments, const char *text)
{
  buffer_text(&arguments->text, text);
  argument_end(arguments);
}

void arguments_say(struct buffer *out, enum language language, enum message message, struct arguments *arguments)
{
  struct slice slices[MESSAGE_ARGUMENTS];
  for (int i = 0; i < arguments->count; i++) {
    size_t begin = i ? arguments->ends[i - 1] : 0;
    slices[i] = (struct slice){ arguments->text.at + begin, arguments->ends[i] - begin };
  }
  format_message(out, language, message, slices, arguments->count);
  buffer_free(&arguments->text);
  *arguments = (struct arguments){ .count = 0 };
}

void message_money(struct buffer *out, enum language language, enum message message, const int64_t *fen, int count)
{
  struct arguments arguments = { .count = 0 };
  for (int i = 0; i < count; i++) argument_money(&arguments, fen[i]);
  arguments_say(out, language, message, &arguments);
}

const char *message_code(enum message message)
{
  return messages[message].code;
}

const char *message_name(enum message message, enum language language)
{
  return messages[message].sentence[language];
}

void format_words(struct buffer *out, enum language language, enum message message)
{
  buffer_text(out, messages[message].sentence[language]);
}

void format_item(struct buffer *list, enum language language, const char *text)
{
  if (list->length) format_words(list, language, MSG_LIST_COMMA);
  buffer_text(list, text);
}

void format_words_before(struct buffer *out, enum language language, enum message message)
{
  const char *sentence = messages[message].sentence[language];
  buffer_bytes(out, sentence, (size_t)(strstr(sentence, "%1") - sentence));
}

void format_words_after(struct buffer *out, enum language language, enum message message)
{
  buffer_text(out, strstr(messages[message].sentence[language], "%1") + 2);
}

const char *integer_string(char *room, int64_t number)
{
  snprintf(room, INTEGER_BYTES, "%" PRId64, number);
  return room;
}

void format_source_place(struct buffer *out, const struct fault *fault)
{
  if (fault->file) buffer_printf(out, "%s:", fault->file);
  if (fault->line) buffer_printf(out, "%d:", fault->line);
  if (fault->column) buffer_printf(out, "%d:", fault->column);
  if (fault->file || fault->line) buffer_char(out, ' ');
}

void format_sentence(struct buffer *out, enum language language, const struct fault *fault)
{
  struct slice arguments[FAULT_ARGUMENTS];
  for (int i = 0; i < fault->argument_count; i++) {
    size_t begin = i ? fault->argument_end[i - 1] : 0;
    arguments[i] = (struct slice){ fault->text + begin, fault->argument_end[i] - begin };
  }
  format_message(out, language, fault->message, arguments, fault->argument_count);
}

void format_fault(struct buffer *out, enum language language, const struct fault *fault)
{
  format_source_place(out, fault);
  format_sentence(out, language, fault);
}
