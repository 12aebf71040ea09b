/* Shares worked out from the two figures they are made of. */
#include "write/slots.h"

#include <criterion/criterion.h>

Test(write_slots, shares)
{
  static const struct {
    const char *part, *whole, *said; /* NULL: not worked out */
  } cases[] = {
    { "210万元", "5,000万元", "4.2%（210万元 ÷ 5,000万元）" },
    { "1元", "3元", "约33.3%（1元 ÷ 3元）" },
    { "2元", "3元", "约66.7%（2元 ÷ 3元）" },
    { "18", "237", "约7.6%（18 ÷ 237）" },
    { "1", "2000", "约0.1%（1 ÷ 2000）" },
    { "0元", "1亿元", "0.0%（0元 ÷ 1亿元）" },
    { "1.2亿元", "6,000万元", "200.0%（1.2亿元 ÷ 6,000万元）" },
    { "33,333.33元", "100,000元", "约33.3%（33,333.33元 ÷ 100,000元）" },
    { "1元", "0元", NULL },
    { "未知", "3元", NULL },
    { "-1元", "3元", NULL },
    { "约1.5", "3", NULL },
    { "1.5", "3", NULL },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct buffer out = { 0 };
    bool worked = format_gap_share(&out, slice_of(cases[i].part), slice_of(cases[i].whole));
    cr_expect_eq(worked, cases[i].said != NULL, "%s ÷ %s", cases[i].part, cases[i].whole);
    if (cases[i].said) cr_expect(slice_is(buffer_view(&out), cases[i].said), "%.*s", (int)out.length, out.at);
    buffer_free(&out);
  }
}
