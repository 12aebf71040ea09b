/* The progress line, for the commands that read long lists. */
#include "write/progress.h"

#include <inttypes.h>
#include <time.h>
#include <unistd.h>

#include "decode/unicode.h"
#include "write/terminal.h"

enum { FIRST_AFTER = 1000, REDRAW_AFTER = 100, LONGEST_BAR = 40, SHORTEST_BAR = 5 };

static int64_t now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

struct progress progress_on(int descriptor, const char *label)
{
  bool seen = isatty(descriptor);
  return (struct progress){
    .label = label, .descriptor = seen ? descriptor : -1, .width = seen ? terminal_of(descriptor).width : 0, .begun = now()
  };
}

struct progress progress_begin(const char *label)
{
  return progress_on(STDERR_FILENO, label);
}

/* `=====>    `; no block characters, which some Chinese terminals draw two columns wide. */
static void put_bar(struct buffer *out, size_t length, double share)
{
  size_t full = (size_t)(share * (double)length);
  buffer_char(out, '[');
  for (size_t i = 0; i < length; i++) buffer_char(out, i < full ? '=' : i == full ? '>' : ' ');
  buffer_char(out, ']');
}

static void put_time(struct buffer *out, int64_t seconds)
{
  if (seconds >= 3600) buffer_printf(out, "%" PRId64 ":", seconds / 3600);
  buffer_printf(out, seconds >= 3600 ? "%02" PRId64 ":%02" PRId64 : "%" PRId64 ":%02" PRId64, seconds / 60 % 60, seconds % 60);
}

/* ` 45%  0:12`: the share done and the time that is left; without a known end, the time that has passed. */
static void put_figures(struct buffer *out, double share, int64_t elapsed)
{
  int64_t left = elapsed;
  if (share >= 0) {
    buffer_printf(out, " %3d%%", (int)(share * 100));
    left = share > 0 ? (int64_t)((double)elapsed * (1 - share) / share) : 0;
  }
  buffer_text(out, "  ");
  put_time(out, (left + 999) / 1000);
}

void progress_line(struct buffer *out, const char *label, uint64_t position, uint64_t size, int64_t elapsed, size_t width)
{
  double share = size ? (double)(position < size ? position : size) / (double)size : -1;
  struct buffer figures = { 0 }, line = { 0 };
  put_figures(&figures, share, elapsed);
  size_t taken = display_width(slice_of(label)) + figures.length + 3;
  size_t bar = width > taken ? width - taken : 0;
  buffer_text(&line, label);
  if (share >= 0 && bar >= SHORTEST_BAR) {
    buffer_char(&line, ' ');
    put_bar(&line, bar < LONGEST_BAR ? bar : LONGEST_BAR, share);
  }
  buffer_slice(&line, buffer_view(&figures));
  terminal_cut(out, buffer_view(&line), width);
  buffer_free(&figures);
  buffer_free(&line);
}

/* A terminal that takes nothing more is no reason to fail. */
static void send(int descriptor, const struct buffer *text)
{
  ssize_t written = write(descriptor, text->at, text->length);
  (void)written;
}

void progress_update(struct progress *progress, uint64_t position, uint64_t size)
{
  if (progress->descriptor < 0) return;
  int64_t time = now();
  if (time - progress->begun < FIRST_AFTER || time - progress->drawn < REDRAW_AFTER) return;
  struct buffer text = { 0 };
  buffer_char(&text, '\r');
  /* The last column stays free: a terminal would go to the next line. */
  progress_line(&text, progress->label, position, size, time - progress->begun, progress->width - 1);
  buffer_text(&text, "\033[K");
  send(progress->descriptor, &text);
  buffer_free(&text);
  progress->drawn = time;
}

void progress_end(struct progress *progress)
{
  struct buffer text = { 0 };
  if (progress->descriptor < 0 || !progress->drawn) return;
  buffer_text(&text, "\r\033[K");
  send(progress->descriptor, &text);
  buffer_free(&text);
  progress->drawn = 0;
}
