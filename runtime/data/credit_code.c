/* The check character of unified social credit codes (GB 32100-2015), for cells and for the fast way of columns. */
#include "data/column.h"

enum { CODE_LENGTH = 18, MODULUS = 31 };

static const char characters[MODULUS + 1] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* Position among the characters plus one; 0 for what is none of them. */
static const uint8_t positions[256] = {
  ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,  ['6'] = 7,  ['7'] = 8,
  ['8'] = 9,  ['9'] = 10, ['A'] = 11, ['B'] = 12, ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
  ['G'] = 17, ['H'] = 18, ['J'] = 19, ['K'] = 20, ['L'] = 21, ['M'] = 22, ['N'] = 23, ['P'] = 24,
  ['Q'] = 25, ['R'] = 26, ['T'] = 27, ['U'] = 28, ['W'] = 29, ['X'] = 30, ['Y'] = 31,
};

/* Powers of 3 modulo 31. */
static const uint8_t weights[CODE_LENGTH - 1] = { 1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28 };

char credit_code_check(struct slice code)
{
  uint32_t sum = 0;
  if (code.length != CODE_LENGTH) return 0;
  for (size_t i = 0; i < CODE_LENGTH - 1; i++) {
    uint32_t position = positions[(unsigned char)code.at[i]];
    if (!position) return 0;
    sum += (position - 1) * weights[i];
  }
  return positions[(unsigned char)code.at[CODE_LENGTH - 1]] ? characters[(MODULUS - sum % MODULUS) % MODULUS] : 0;
}

bool credit_code_valid(struct slice code)
{
  return code.length == CODE_LENGTH && credit_code_check(code) == code.at[CODE_LENGTH - 1];
}
