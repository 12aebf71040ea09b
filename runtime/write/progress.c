/* The progress line, for the commands that read long lists. */
#include "write/progress.h"

#include <inttypes.h>
#include <unistd.h>

#include "decode/unicode.h"
#include "write/terminal.h"

enum { FIRST_AFTER = 1000, REDRAW_AFTER = 100, LONGEST_BAR = 40, SHORTEST_BAR = 5 };

struct progress progress_on(int descriptor, enum language language)
{
  bool seen = isatty(descriptor);
  return (struct progress){ .language = language,
                            .descriptor = seen ? descriptor : -1,
                            .width = seen ? terminal_of(descriptor).width : 0,
                            .pace = pace_begin(FIRST_AFTER, REDRAW_AFTER) };
}

struct progress progress_begin(enum language language)
{
  return progress_on(STDERR_FILENO, language);
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

/* ` 45%  1,250,000 行/秒  剩 0:12`: the share done, how fast, and the time that is left; without a known end, the time that has
 * passed. */
static void put_figures(struct buffer *out, enum language language, double share, const struct progress_place *place,
                        int64_t elapsed)
{
  int64_t time = share > 0 ? (int64_t)((double)elapsed * (1 - share) / share) : share == 0 ? 0 : elapsed;
  struct buffer said = { 0 };
  put_time(&said, (time + 999) / 1000);
  buffer_char(&said, 0);
  if (share >= 0) buffer_printf(out, " %3d%%", (int)(share * 100));
  buffer_text(out, "  ");
  if (place->rows && elapsed > 0) {
    uint64_t rate = place->rows * 1000 / (uint64_t)elapsed;
    message_text(out, language, MSG_PROGRESS_RATE, INTEGER(rate), NULL);
    buffer_text(out, "  ");
  }
  message_text(out, language, share < 0 ? MSG_PROGRESS_PASSED : MSG_PROGRESS_LEFT, said.at, NULL);
  buffer_free(&said);
}

void progress_line(struct buffer *out, enum language language, const struct progress_place *place, int64_t elapsed, size_t width)
{
  uint64_t position = place->position < place->size ? place->position : place->size;
  double share = place->size ? (double)position / (double)place->size : -1;
  struct buffer figures = { 0 }, line = { 0 };
  put_figures(&figures, language, share, place, elapsed);
  size_t taken = display_width(slice_of(place->path)) + display_width(buffer_view(&figures)) + 3;
  size_t bar = width > taken ? width - taken : 0;
  buffer_text(&line, place->path);
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

static void clear(struct progress *progress)
{
  struct buffer text = { 0 };
  if (!progress->drawn) return;
  buffer_text(&text, "\r\033[K");
  send(progress->descriptor, &text);
  buffer_free(&text);
  progress->drawn = false;
}

void progress_update(void *context, const struct progress_place *place)
{
  struct progress *progress = context;
  int64_t elapsed;
  struct buffer text = { 0 };
  if (progress->descriptor < 0) return;
  if (!place) return clear(progress);
  if (!pace_due(&progress->pace, &elapsed)) return;
  buffer_char(&text, '\r');
  /* The last column stays free: a terminal would go to the next line. */
  progress_line(&text, progress->language, place, elapsed, progress->width - 1);
  buffer_text(&text, "\033[K");
  send(progress->descriptor, &text);
  buffer_free(&text);
  progress->drawn = true;
}
