/* Chance: numbers that are the same in every run (xorshift, Marsaglia 2003). Each test file has a sequence of its own. */
#ifndef CHANCE_H
#define CHANCE_H

#include <stddef.h>
#include <stdint.h>

static uint64_t chance_state = 88172645463325252u;

static inline uint64_t chance(void)
{
  chance_state ^= chance_state << 13;
  chance_state ^= chance_state >> 7;
  chance_state ^= chance_state << 17;
  return chance_state;
}

/* 0 to `below` - 1. */
static inline size_t draw(size_t below)
{
  return (size_t)(chance() % below);
}

#endif
