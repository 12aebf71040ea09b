/* An budget over a list of claims: in proportion, to the fen, by largest remainder, ties by code, summing exactly. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "../chance.h"
#include "evaluate/rule_budget.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

enum { MOST = 40 };

Test(evaluate_envelope, shares)
{
  static const struct {
    const char *name;
    int64_t volume;
    size_t count;
    int64_t fen[5], share[5];
  } cases[] = {
    { "no claims", 100, 0, { 0 }, { 0 } },
    { "one claim that fits", 100, 1, { 100 }, { 100 } },
    { "one claim that does not", 100, 1, { 101 }, { 100 } },
    { "all fit", 100, 3, { 30, 30, 40 }, { 30, 30, 40 } },
    { "in proportion", 100, 3, { 100, 200, 100 }, { 25, 50, 25 } },
    { "largest remainders first", 100, 3, { 100, 100, 101 }, { 33, 33, 34 } },
    { "ties by code", 100, 3, { 100, 100, 100 }, { 34, 33, 33 } },
    { "fewer fen than claims", 2, 5, { 7, 7, 7, 7, 7 }, { 1, 1, 0, 0, 0 } },
    { "nothing to share out", 0, 3, { 5, 6, 7 }, { 0, 0, 0 } },
    { "claims of nothing get nothing", 10, 3, { 0, 100, 0 }, { 0, 10, 0 } },
    { "nobody claims anything", 10, 2, { 0, 0 }, { 0, 0 } },
    { "as large as figures go",
      INT64_MAX,
      3,
      { INT64_MAX, INT64_MAX, INT64_MAX },
      { 3074457345618258603, 3074457345618258602, 3074457345618258602 } },
    { "a large one and a small one", 1000, 2, { INT64_MAX, 1 }, { 1000, 0 } },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    static const char *const codes[] = { "A", "B", "C", "D", "E" };
    struct arena scratch = { 0 };
    struct claim claims[5];
    for (size_t k = 0; k < cases[i].count; k++) claims[k] = (struct claim){ slice_of(codes[k]), cases[i].fen[k], -1 };
    budget_share(&scratch, claims, cases[i].count, cases[i].volume);
    for (size_t k = 0; k < cases[i].count; k++)
      cr_expect_eq(claims[k].share, cases[i].share[k], "%s: %s gets %lld", cases[i].name, codes[k], (long long)claims[k].share);
    arena_free(&scratch);
  }
}

static void draw_claims(struct claim *claims, size_t count, char codes[][8])
{
  uint64_t most = (uint64_t[]){ 5, 1000, 1000000, (uint64_t)INT64_MAX }[draw(4)];
  for (size_t i = 0; i < count; i++) {
    snprintf(codes[i], 8, "%06u", (unsigned)(i * 7919 % 997));
    claims[i] = (struct claim){ slice_of(codes[i]), (int64_t)draw(most), -1 };
  }
}

/* The plain way: whole parts, then one fen at a time to the largest remainder that has none yet. */
static void share_plainly(const struct claim *claims, size_t count, int64_t volume, int64_t *share)
{
  __int128 total = 0;
  int64_t left = volume;
  bool given[MOST] = { false };
  for (size_t i = 0; i < count; i++) total += claims[i].fen;
  for (size_t i = 0; i < count; i++)
    share[i] = total > volume ? (int64_t)((__int128)claims[i].fen * volume / total) : claims[i].fen;
  for (size_t i = 0; i < count; i++) left -= share[i];
  for (; total > volume && left > 0; left--) {
    size_t best = SIZE_MAX;
    __int128 most = -1;
    for (size_t i = 0; i < count; i++) {
      __int128 rest = (__int128)claims[i].fen * volume % total;
      bool better = rest > most || (rest == most && slice_compare(claims[i].code, claims[best].code) < 0);
      if (!given[i] && better) best = i, most = rest;
    }
    given[best] = true;
    share[best]++;
  }
}

Test(evaluate_envelope, sums_exactly_whatever_the_order)
{
  for (int round = 0; round < 4000; round++) {
    struct arena scratch = { 0 };
    struct claim claims[MOST], turned[MOST];
    char codes[MOST][8];
    int64_t expected[MOST];
    size_t count = 1 + (size_t)draw(MOST);
    draw_claims(claims, count, codes);
    __int128 total = 0, shared = 0;
    for (size_t i = 0; i < count; i++) total += claims[i].fen;
    int64_t volume = (int64_t)draw(total > INT64_MAX / 2 ? (uint64_t)INT64_MAX : (uint64_t)total * 2 + 1);
    share_plainly(claims, count, volume, expected);
    for (size_t i = 0; i < count; i++) turned[i] = claims[(i * 7 + 3) % count];
    bool permuted = count % 7 != 0;
    budget_share(&scratch, claims, count, volume);
    budget_share(&scratch, turned, count, volume);
    for (size_t i = 0; i < count; i++) {
      shared += claims[i].share;
      cr_assert_eq(claims[i].share, expected[i], "round %d: claim %zu", round, i);
      if (permuted) cr_assert_eq(turned[i].share, claims[(i * 7 + 3) % count].share, "round %d: turned, claim %zu", round, i);
      cr_assert(claims[i].share >= 0 && claims[i].share <= claims[i].fen, "round %d: claim %zu", round, i);
    }
    cr_assert(shared == (total < volume ? total : volume), "round %d: the sum", round);
    arena_free(&scratch);
  }
}
