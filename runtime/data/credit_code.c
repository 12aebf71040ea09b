/* The check character of unified social credit codes (GB 32100-2015), for cells and for the fast way of columns. */
#include "data/column.h"

enum { CODE_LENGTH = 18, MODULUS = 31 };

static const char characters[MODULUS + 1] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* Position among the characters, on top of a multiple of the modulus that is far above what all positions can add up to; 0 for
 * what is none of them: so one sum over the characters says both what they call for and whether each is one. */
enum { BASE = MODULUS * 1024 };
#define AT(position) (BASE + (position))
static const uint16_t positions[256] = {
  ['0'] = AT(0),  ['1'] = AT(1),  ['2'] = AT(2),  ['3'] = AT(3),  ['4'] = AT(4),  ['5'] = AT(5),  ['6'] = AT(6),  ['7'] = AT(7),
  ['8'] = AT(8),  ['9'] = AT(9),  ['A'] = AT(10), ['B'] = AT(11), ['C'] = AT(12), ['D'] = AT(13), ['E'] = AT(14), ['F'] = AT(15),
  ['G'] = AT(16), ['H'] = AT(17), ['J'] = AT(18), ['K'] = AT(19), ['L'] = AT(20), ['M'] = AT(21), ['N'] = AT(22), ['P'] = AT(23),
  ['Q'] = AT(24), ['R'] = AT(25), ['T'] = AT(26), ['U'] = AT(27), ['W'] = AT(28), ['X'] = AT(29), ['Y'] = AT(30),
};

/* Powers of 3 modulo 31, and what they add up to. */
enum { WEIGHTS = 1 + 3 + 9 + 27 + 19 + 26 + 16 + 17 + 20 + 29 + 25 + 13 + 8 + 24 + 10 + 30 + 28 };

#define TERM(i, weight) positions[(unsigned char)at[i]] * UINT32_C(weight)

/* Written out: a hundred bytes of code that every code of every list goes through. */
char credit_code_check(struct slice code)
{
  const char *at = code.at;
  if (code.length != CODE_LENGTH) return 0;
  uint32_t sum = TERM(0, 1) + TERM(1, 3) + TERM(2, 9) + TERM(3, 27) + TERM(4, 19) + TERM(5, 26) + TERM(6, 16) + TERM(7, 17) +
                 TERM(8, 20) + TERM(9, 29) + TERM(10, 25) + TERM(11, 13) + TERM(12, 8) + TERM(13, 24) + TERM(14, 10) +
                 TERM(15, 30) + TERM(16, 28);
  bool plain = sum >= (uint32_t)BASE * WEIGHTS && positions[(unsigned char)at[CODE_LENGTH - 1]];
  return plain ? characters[(MODULUS - sum % MODULUS) % MODULUS] : 0;
}

bool credit_code_valid(struct slice code)
{
  char check = credit_code_check(code);
  return check && check == code.at[CODE_LENGTH - 1];
}
