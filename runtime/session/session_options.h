/* Session options: what is read for judging, and how: the plain structure that the room session/ takes. A command line, an editor
 * and a test fill it alike; nothing in it is a command's own (no output, no format). All that it points to is borrowed. */
#ifndef SESSION_SESSION_OPTIONS_H
#define SESSION_SESSION_OPTIONS_H

#include <signal.h>

#include "base/date.h"
#include "session/notifier.h"
#include "data/list_reader.h"
#include "policy/load.h"

struct named_file { /* --with NAME=FILE */
  const char *name, *path;
};

struct session_options {
  const char *list, *decisions; /* NULL: none */
  struct named_file *with;
  size_t with_count, with_capacity;
  struct texts history, only, params;
  struct texts carried; /* headings of the list that go into payments.csv as they stand (--carry) */
  struct setting *settings;
  size_t setting_count, setting_capacity;
  struct heading_map *maps;
  size_t map_count, map_capacity;
  int year; /* 0: not given */
  bool on_given;
  date on;
  bool records;  /* reasons name the rows of related tables */
  size_t limits; /* how many times the default limits of scripts and lists; 0: once */
  size_t threads;
  size_t block_bytes;
  struct notifier *notifier;
  struct progress_hook progress;            /* hears how far reading, judging and solving are */
  const volatile sig_atomic_t *interrupted; /* not 0: an answer under way is to end; NULL: none ever is */
  /* What came after loading is over its bounds: does not return (base/workload.h). */
  void (*workload_over)(const struct workload *workload, enum message message);
  void *workload_context; /* for it: workload->context */
};

#endif
