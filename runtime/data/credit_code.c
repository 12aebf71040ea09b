/* The check character of unified social credit codes (GB 32100-2015), for cells and for the fast way of columns. */
#include "data/column.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

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

bool credit_code_placeholder(struct slice code)
{
  if (code.length != CODE_LENGTH) return false;
  int step = (code.at[1] - code.at[0] + 10) % 10;
  bool running = step == 0 || step == 1 || step == 9;
  for (size_t i = 1; i < CODE_LENGTH && running; i++) {
    bool digit = code.at[i] >= '0' && code.at[i] <= '9';
    running = code.at[i] == code.at[i - 1] ? step == 0 : step && digit && (code.at[i] - code.at[i - 1] + 10) % 10 == step;
  }
  return running;
}

#ifdef __SSE2__
/* Positions of sixteen characters, by what they are above '0'; *none has bits where there is none. I, O, S, V and Z are left out:
 * letters behind each of them come one earlier. */
static inline __m128i positions_of(__m128i above, __m128i *none)
{
  enum { A = 'A' - '0', I = 'I' - '0', O = 'O' - '0', S = 'S' - '0', V = 'V' - '0', Y = 'Y' - '0', DIGITS = 10 };
  __m128i letter = _mm_cmpgt_epi8(above, _mm_set1_epi8(DIGITS - 1));
  __m128i after_i = _mm_cmpgt_epi8(above, _mm_set1_epi8(I)), after_o = _mm_cmpgt_epi8(above, _mm_set1_epi8(O));
  __m128i after_s = _mm_cmpgt_epi8(above, _mm_set1_epi8(S)), after_v = _mm_cmpgt_epi8(above, _mm_set1_epi8(V));
  __m128i left_out = _mm_or_si128(_mm_cmpeq_epi8(above, _mm_set1_epi8(I)), _mm_cmpeq_epi8(above, _mm_set1_epi8(O)));
  left_out = _mm_or_si128(left_out, _mm_cmpeq_epi8(above, _mm_set1_epi8(S)));
  left_out = _mm_or_si128(left_out, _mm_cmpeq_epi8(above, _mm_set1_epi8(V)));
  __m128i between = _mm_and_si128(letter, _mm_cmplt_epi8(above, _mm_set1_epi8(A)));
  __m128i outside = _mm_or_si128(_mm_cmpgt_epi8(above, _mm_set1_epi8(Y)), _mm_cmplt_epi8(above, _mm_setzero_si128()));
  *none = _mm_or_si128(_mm_or_si128(left_out, between), outside);
  __m128i position = _mm_sub_epi8(above, _mm_and_si128(letter, _mm_set1_epi8(A - DIGITS)));
  return _mm_add_epi8(_mm_add_epi8(position, _mm_add_epi8(after_i, after_o)), _mm_add_epi8(after_s, after_v));
}

/* All eighteen, each by its weight (the check character's is 1), must come to a multiple of the modulus. */
bool credit_code_valid(struct slice code)
{
  if (code.length != CODE_LENGTH) return false;
  __m128i none, zero = _mm_setzero_si128();
  __m128i at = positions_of(_mm_sub_epi8(_mm_loadu_si128((const __m128i *)(const void *)code.at), _mm_set1_epi8('0')), &none);
  __m128i first = _mm_madd_epi16(_mm_unpacklo_epi8(at, zero), _mm_setr_epi16(1, 3, 9, 27, 19, 26, 16, 17));
  __m128i second = _mm_madd_epi16(_mm_unpackhi_epi8(at, zero), _mm_setr_epi16(20, 29, 25, 13, 8, 24, 10, 30));
  __m128i sums = _mm_add_epi32(first, second);
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, _MM_SHUFFLE(1, 0, 3, 2)));
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, _MM_SHUFFLE(2, 3, 0, 1)));
  uint32_t last = positions[(unsigned char)code.at[16]], check = positions[(unsigned char)code.at[17]];
  uint32_t sum = (uint32_t)_mm_cvtsi128_si32(sums) + last * 28 + check;
  return !_mm_movemask_epi8(none) && last && check && sum % MODULUS == 0;
}
#else
bool credit_code_valid(struct slice code)
{
  char check = credit_code_check(code);
  return check && check == code.at[CODE_LENGTH - 1];
}
#endif
