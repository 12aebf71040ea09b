/* The check character of a code, against the sum as the standard writes it. */
#include <criterion/criterion.h>
#include <string.h>

#include "data/column.h"

static const char characters[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static char plain_check(const char *code)
{
  unsigned sum = 0, weight = 1;
  for (int i = 0; i < 18; i++)
    if (!code[i] || !strchr(characters, code[i])) return 0;
  for (int i = 0; i < 17; i++, weight = weight * 3 % 31) sum += weight * (unsigned)(strchr(characters, code[i]) - characters);
  return characters[(31 - sum % 31) % 31];
}

/* Every byte at every place, in codes of few and of many points. */
Test(data_credit_code, agrees_with_the_standard)
{
  static const char *const codes[] = { "91650103MA0001B4HJ", "000000000000000000", "YYYYYYYYYYYYYYYYYY", "91650106MA2YN994JK",
                                       "0123456789ABCDEFGH" };
  for (size_t c = 0; c < sizeof codes / sizeof *codes; c++)
    for (int place = 0; place < 18; place++)
      for (int byte = 0; byte < 256; byte++) {
        char code[18];
        memcpy(code, codes[c], 18);
        code[place] = (char)byte;
        char check = plain_check(code);
        cr_assert_eq(credit_code_check((struct slice){ code, 18 }), check, "%s with %d at %d", codes[c], byte, place);
        cr_assert_eq(credit_code_valid((struct slice){ code, 18 }), check && check == code[17], "%s with %d at %d", codes[c],
                     byte, place);
      }
}

Test(data_credit_code, lengths)
{
  const char *code = "91650103MA0001B4HJ91650103MA0001B4HJ";
  for (size_t length = 0; length <= strlen(code); length++) {
    cr_expect_eq(credit_code_check((struct slice){ code, length }), length == 18 ? 'J' : 0, "%zu", length);
    cr_expect_eq(credit_code_valid((struct slice){ code, length }), length == 18, "%zu", length);
  }
}
