/* Progress: only where somebody looks, not at once, not too often. */
#include "write/progress.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

Test(write_progress, lines)
{
  static const struct {
    const char *path;
    uint64_t position, size, rows;
    int64_t elapsed;
    size_t width;
    const char *line;
  } cases[] = {
    { "判断", 0, 100, 0, 2000, 45, "判断 [>                     ]   0%  还要 0:00" },
    { "判断", 50, 100, 0, 2000, 45, "判断 [===========>          ]  50%  还要 0:02" },
    { "判断", 25, 100, 0, 60000, 45, "判断 [=====>                ]  25%  还要 3:00" },
    { "判断", 100, 100, 0, 2000, 45, "判断 [======================] 100%  还要 0:00" },
    { "判断", 200, 100, 0, 2000, 45, "判断 [======================] 100%  还要 0:00" },
    { "判断", 1, 10000, 0, 2000, 23, "判断   0%  还要 5:33:18" },
    { "判断", 50, 100, 0, 2000, 20, "判断  50%  还要 0:02" },
    { "判断", 50, 100, 0, 2000, 8, "判断  5…" },
    { "读取", 50, 0, 0, 2000, 40, "读取  已过 0:02" },
    { "判断", 50, 100, 2500000, 2000, 60, "判断 [===========>          ]  50%  1250000 行/秒  还要 0:02" },
    { "-", 50, 0, 30, 2000, 60, "-  15 行/秒  已过 0:02" },
  };
  struct buffer out = { 0 };
  for (size_t i = 0; i < COUNT(cases); i++) {
    const struct progress_place place = { PROGRESS_JUDGING, cases[i].path, cases[i].position, cases[i].size, cases[i].rows };
    buffer_reset(&out);
    progress_line(&out, LANGUAGE_CHINESE, &place, cases[i].elapsed, cases[i].width);
    cr_expect(slice_is(buffer_view(&out), cases[i].line), "row %zu:\n%s\n%.*s", i, cases[i].line, (int)out.length, out.at);
  }
  buffer_free(&out);
}

/* A terminal: what is written to the result can be read from `*master`. */
static int open_terminal(int *master)
{
  *master = posix_openpt(O_RDWR | O_NOCTTY);
  cr_assert(*master >= 0 && grantpt(*master) == 0 && unlockpt(*master) == 0);
  int terminal = open(ptsname(*master), O_RDWR | O_NOCTTY);
  struct winsize size = { .ws_row = 24, .ws_col = 60 };
  cr_assert_eq(ioctl(terminal, TIOCSWINSZ, &size), 0);
  cr_assert_eq(fcntl(*master, F_SETFL, O_NONBLOCK), 0);
  return terminal;
}

static size_t read_all(int descriptor, char *text, size_t capacity)
{
  ssize_t length = read(descriptor, text, capacity - 1);
  text[length > 0 ? length : 0] = '\0';
  return length > 0 ? (size_t)length : 0;
}

static void tell(struct progress *progress, uint64_t position, uint64_t size)
{
  const struct progress_place place = { PROGRESS_JUDGING, "判断", position, size, 0 };
  progress_update(progress, &place);
}

Test(write_progress, a_short_run_shows_nothing)
{
  char text[256];
  int master, terminal = open_terminal(&master);
  struct progress progress = progress_on(terminal, LANGUAGE_CHINESE);
  for (uint64_t i = 0; i < 1000; i++) tell(&progress, i, 1000);
  progress_update(&progress, NULL);
  cr_expect_eq(read_all(master, text, sizeof text), 0, "%s", text);
}

Test(write_progress, a_long_run_draws_one_line_and_clears_it)
{
  char text[256];
  int master, terminal = open_terminal(&master);
  struct progress progress = progress_on(terminal, LANGUAGE_CHINESE);
  progress.pace.begun -= 5000;
  for (uint64_t i = 0; i < 1000; i++) tell(&progress, 500, 1000);
  cr_assert_gt(read_all(master, text, sizeof text), 0);
  cr_expect_eq(strncmp(text, "\r判断 [", 9), 0, "%s", text);
  cr_expect_eq(strchr(text + 1, '\r'), NULL, "drawn once: %s", text);
  cr_expect_not_null(strstr(text, " 50%  还要 0:05\033[K"), "%s", text);
  progress_update(&progress, NULL);
  read_all(master, text, sizeof text);
  cr_expect_str_eq(text, "\r\033[K");
}

Test(write_progress, no_terminal_no_line)
{
  char text[256];
  int ends[2];
  cr_assert_eq(pipe(ends), 0);
  struct progress progress = progress_on(ends[1], LANGUAGE_CHINESE);
  progress.pace.begun -= 5000;
  tell(&progress, 1, 2);
  progress_update(&progress, NULL);
  close(ends[1]);
  cr_expect_eq(read_all(ends[0], text, sizeof text), 0, "%s", text);
}

Test(write_progress, a_pace_is_kept)
{
  struct pace pace = pace_begin(300, 200);
  int64_t elapsed;
  cr_expect_not(pace_due(&pace, NULL));
  pace.begun -= 300;
  cr_expect(pace_due(&pace, &elapsed));
  cr_expect_geq(elapsed, 300);
  cr_expect_not(pace_due(&pace, NULL));
  pace.told -= 200;
  cr_expect(pace_due(&pace, NULL));
}
