/* Sink pair: two receivers of one run, so that what both keep of a list does not cost judging it twice. The first hears first;
 * where either refuses a block, the run ends. */
#ifndef EVALUATE_SINK_PAIR_H
#define EVALUATE_SINK_PAIR_H

#include "evaluate/run.h"

struct sink_pair {
  struct sink sinks[2];
};

/* `pair` is borrowed until the run is over. */
struct sink sink_pair_of(struct sink_pair *pair);

#endif
