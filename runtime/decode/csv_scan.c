/* The byte scanner under csv_reader.c: bit masks of 64 bytes, and what can be read off them. */
#include "decode/csv_scan.h"

#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { WORD = 64 };

struct scan_masks scan_64_plain(const char *at, char separator)
{
  struct scan_masks masks = { 0 };
  for (int i = 0; i < WORD; i++) {
    bool end = at[i] == '\n' || at[i] == '\r';
    masks.end |= (uint64_t)end << i;
    masks.mark |= (uint64_t)(end || at[i] == separator) << i;
    masks.quote |= (uint64_t)(at[i] == '"') << i;
  }
  return masks;
}

#ifdef __SSE2__
/* Sixteen bytes of a word; compilers at -O2 leave a loop of four alone, so there is none. */
struct part {
  __m128i mark, end, quote;
};

static inline struct part part_of(const char *at, char separator)
{
  __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
  __m128i lf = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n')), cr = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\r'));
  __m128i end = _mm_or_si128(lf, cr), mark = _mm_or_si128(end, _mm_cmpeq_epi8(bytes, _mm_set1_epi8(separator)));
  return (struct part){ mark, end, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')) };
}

static inline uint64_t joined(__m128i a, __m128i b, __m128i c, __m128i d)
{
  uint64_t low = (uint32_t)_mm_movemask_epi8(a) | (uint32_t)_mm_movemask_epi8(b) << 16;
  uint64_t high = (uint32_t)_mm_movemask_epi8(c) | (uint32_t)_mm_movemask_epi8(d) << 16;
  return low | high << 32;
}

static inline struct scan_masks masks_of(const char *at, char separator)
{
  struct part a = part_of(at, separator), b = part_of(at + 16, separator);
  struct part c = part_of(at + 32, separator), d = part_of(at + 48, separator);
  return (struct scan_masks){ joined(a.mark, b.mark, c.mark, d.mark), joined(a.end, b.end, c.end, d.end),
                              joined(a.quote, b.quote, c.quote, d.quote) };
}
#else
static inline struct scan_masks masks_of(const char *at, char separator)
{
  return scan_64_plain(at, separator);
}
#endif

struct scan_masks scan_64(const char *at, char separator)
{
  return masks_of(at, separator);
}

static inline uint32_t lowest(uint64_t mask)
{
  return (uint32_t)__builtin_ctzll(mask);
}

/* How many bits are set in byte 0, in bytes 0 and 1, … in all bytes of a mask, a byte each. __builtin_popcountll is a call where
 * the machine is not known to have the instruction, and gives only the last. */
static inline uint64_t running_counts(uint64_t mask)
{
  mask -= mask >> 1 & 0x5555555555555555;
  mask = (mask & 0x3333333333333333) + (mask >> 2 & 0x3333333333333333);
  mask = (mask + (mask >> 4)) & 0x0F0F0F0F0F0F0F0F;
  return mask * 0x0101010101010101;
}

static inline uint32_t ones(uint64_t mask)
{
  return (uint32_t)(running_counts(mask) >> 56);
}

/* The last, partial word: what lies beyond the text matches nothing. */
static struct scan_masks masks_of_rest(struct slice text, size_t at, char separator)
{
  char word[WORD] = { 0 };
  memcpy(word, text.at + at, text.length - at);
  struct scan_masks masks = masks_of(word, separator);
  uint64_t inside = (UINT64_C(1) << (text.length - at)) - 1;
  return (struct scan_masks){ masks.mark & inside, masks.end & inside, masks.quote & inside };
}

static inline struct scan_masks masks_at(struct slice text, size_t at, char separator)
{
  return text.length - at >= WORD ? masks_of(text.at + at, separator) : masks_of_rest(text, at, separator);
}

/* Row b: which bits are set in the byte b, ascending; the rest of a row is never looked at. */
#define BELOW_0(...)                                                                                                             \
  {                                                                                                                              \
    __VA_ARGS__                                                                                                                  \
  }
#define BELOW_1(...) BELOW_0(__VA_ARGS__), BELOW_0(0, __VA_ARGS__)
#define BELOW_2(...) BELOW_1(__VA_ARGS__), BELOW_1(1, __VA_ARGS__)
#define BELOW_3(...) BELOW_2(__VA_ARGS__), BELOW_2(2, __VA_ARGS__)
#define BELOW_4(...) BELOW_3(__VA_ARGS__), BELOW_3(3, __VA_ARGS__)
#define BELOW_5(...) BELOW_4(__VA_ARGS__), BELOW_4(4, __VA_ARGS__)
#define BELOW_6(...) BELOW_5(__VA_ARGS__), BELOW_5(5, __VA_ARGS__)
#define BELOW_7(...) BELOW_6(__VA_ARGS__), BELOW_6(6, __VA_ARGS__)
static const _Alignas(16) uint16_t bits_of[256][8] = { { 0 },      BELOW_0(0), BELOW_1(1), BELOW_2(2), BELOW_3(3),
                                                       BELOW_4(4), BELOW_5(5), BELOW_6(6), BELOW_7(7) };

/* The places of the bits of byte `i` of a mask; `before` counts the marks of the bytes before it. All eight are written, however
 * few are set: cheaper than a branch for each. (The two additions leave one vector to be made from `base`.) */
static inline void add_byte(uint16_t *out, uint64_t mask, uint64_t before, size_t base, unsigned i)
{
  const uint16_t *places = bits_of[mask >> 8 * i & 0xFF];
  out += before >> 8 * i & 0xFF;
#ifdef __SSE2__
  __m128i offsets = _mm_add_epi16(_mm_load_si128((const __m128i *)(const void *)places), _mm_set1_epi16((short)(8 * i)));
  _mm_storeu_si128((__m128i *)(void *)out, _mm_add_epi16(offsets, _mm_set1_epi16((short)base)));
#else
  for (unsigned k = 0; k < 8; k++) out[k] = (uint16_t)(base + 8 * i + places[k]);
#endif
}

static inline void add_marks(struct scan_index *index, uint64_t mask, size_t base)
{
  uint16_t *out = index->marks + index->mark_count;
  uint64_t counts = running_counts(mask), before = counts << 8;
  add_byte(out, mask, before, base, 0);
  add_byte(out, mask, before, base, 1);
  add_byte(out, mask, before, base, 2);
  add_byte(out, mask, before, base, 3);
  add_byte(out, mask, before, base, 4);
  add_byte(out, mask, before, base, 5);
  add_byte(out, mask, before, base, 6);
  add_byte(out, mask, before, base, 7);
  index->mark_count += counts >> 56;
}

static inline void add_ends(struct scan_index *index, struct scan_masks masks)
{
  for (uint64_t end = masks.end; end; end &= end - 1) {
    uint64_t before = (end & (0 - end)) - 1;
    index->ends[index->end_count++] = (uint16_t)(index->mark_count + ones(masks.mark & before));
  }
}

/* Quotes */

/* What the bytes before a word leave open, each in bit 0 but `inside`, which is all bits or none. */
struct quote_state {
  uint64_t inside;       /* the last byte is inside quotes */
  uint64_t behind_mark;  /* it is a mark outside quotes, or there is none */
  uint64_t behind_close; /* it closes a quoted cell, unless a quote follows */
};

/* In each bit whether the number of bits up to it is odd. */
static inline uint64_t running_parity(uint64_t mask)
{
  for (int shift = 1; shift < WORD; shift *= 2) mask ^= mask << shift;
  return mask;
}

/* What quotes do to the marks of a word. */
struct quote_masks {
  uint64_t inside, irregular, doubled;
};

/* A quote that opens stands behind a mark, one that closes before a mark, and where one opens behind one that closes the two are
 * a doubled quote. All else is irregular (as is the end of a text behind a quote: its record has no line end and is taken alone
 * anyway), and so is a quote that is the separator. */
static inline struct quote_masks quotes_follow(struct quote_state *state, struct scan_masks masks)
{
  uint64_t inside = running_parity(masks.quote) ^ state->inside, mark = masks.mark & ~inside;
  uint64_t opens = masks.quote & inside, closes = masks.quote & ~inside;
  uint64_t behind_mark = mark << 1 | state->behind_mark, behind_close = closes << 1 | state->behind_close;
  uint64_t irregular = (opens & ~(behind_mark | behind_close)) | (behind_close & ~(mark | opens)) | (masks.quote & masks.mark);
  *state = (struct quote_state){ 0 - (inside >> 63), mark >> 63, closes >> 63 };
  return (struct quote_masks){ inside, irregular, opens & behind_close };
}

static inline bool concerns_quotes(const struct quote_state *state, struct scan_masks masks)
{
  return (masks.quote | state->inside | state->behind_close) != 0;
}

/* The bits below the lowest. */
static inline uint64_t bits_below(uint64_t mask)
{
  return mask ? (mask & (0 - mask)) - 1 : UINT64_MAX;
}

static void add_inner(struct scan_index *index, uint64_t ends, size_t base)
{
  for (; ends; ends &= ends - 1) index->inner[index->inner_count++] = (uint16_t)(base + lowest(ends));
}

/* Leaves of the masks of a word what stands outside quotes, and before the first irregular one. */
static inline struct scan_masks apply_quotes(struct scan_index *index, struct quote_state *state, struct scan_masks masks,
                                             size_t base)
{
  struct quote_masks quotes = quotes_follow(state, masks);
  uint64_t regular = bits_below(quotes.irregular), outside = regular & ~quotes.inside;
  if (masks.end & quotes.inside & regular) add_inner(index, masks.end & quotes.inside & regular, base);
  index->quoted = true;
  index->doubled |= quotes.doubled != 0;
  index->irregular = quotes.irregular != 0;
  return (struct scan_masks){ masks.mark & outside, masks.end & outside, masks.quote };
}

void scan_records(struct scan_index *index, struct slice text, char separator)
{
  struct quote_state state = { .behind_mark = 1 };
  index->mark_count = 1;
  index->end_count = index->inner_count = 0;
  index->irregular = index->quoted = index->doubled = false;
  index->marks[0] = UINT16_MAX;
  for (size_t at = 0; at < text.length && !index->irregular; at += WORD) {
    if (index->mark_count > SCAN_MARKS || index->inner_count > SCAN_MARKS || at >= SCAN_BYTES) return;
    struct scan_masks masks = masks_at(text, at, separator);
    if (concerns_quotes(&state, masks)) masks = apply_quotes(index, &state, masks, at);
    else state.behind_mark = masks.mark >> 63;
    if (masks.end) add_ends(index, masks);
    add_marks(index, masks.mark, at);
  }
}

size_t scan_ends(struct slice text, char separator, bool *irregular)
{
  struct quote_state state = { .behind_mark = 1 };
  size_t length = 0;
  *irregular = false;
  for (size_t at = 0; at < text.length && !*irregular; at += WORD) {
    struct scan_masks masks = masks_at(text, at, separator);
    struct quote_masks quotes = quotes_follow(&state, masks);
    uint64_t end = masks.end & ~quotes.inside & bits_below(quotes.irregular);
    if (end) length = at + WORD - (size_t)__builtin_clzll(end);
    *irregular = quotes.irregular != 0;
  }
  return length;
}

/* The first quote or line end at or behind `at`. */
static size_t next_mark(struct slice text, size_t at)
{
  for (; at < text.length; at += WORD) {
    struct scan_masks masks = masks_at(text, at, '"');
    if (masks.mark) return at + lowest(masks.mark);
  }
  return text.length;
}

static bool ends_cell(struct slice text, size_t at, char separator)
{
  return at >= text.length || text.at[at] == separator || text.at[at] == '\n' || text.at[at] == '\r';
}

size_t scan_quoted(struct slice text, size_t at, char separator, bool *ragged)
{
  *ragged = false;
  for (at++; at < text.length; at++) {
    const char *quote = memchr(text.at + at, '"', text.length - at);
    if (!quote) return text.length + 1;
    at = (size_t)(quote - text.at);
    if (ends_cell(text, at + 1, separator)) return at + 1;
    if (text.at[at + 1] == '"') at++;
    else break;
  }
  if (at >= text.length) return text.length + 1;
  /* The cell goes on: quotes come in pairs up to its end, or nobody knows where that is. */
  *ragged = true;
  bool inside = false;
  for (at++; at < text.length; at++) {
    bool line_end = text.at[at] == '\n' || text.at[at] == '\r';
    if (text.at[at] == '"') inside = !inside;
    else if (line_end || (!inside && text.at[at] == separator)) break;
  }
  return at + (inside ? text.length + 2 : 0);
}

size_t scan_record(struct slice text, char separator, struct scan_shape *shape)
{
  size_t at = next_mark(text, 0);
  *shape = (struct scan_shape){ 0 };
  while (at < text.length && text.at[at] == '"') {
    bool opens = at == 0 || text.at[at - 1] == separator, ragged;
    shape->quoted = true;
    if (!opens) {
      at = next_mark(text, at + 1);
      continue;
    }
    size_t end = scan_quoted(text, at, separator, &ragged);
    if (end == text.length + 1) {
      shape->open = true;
      return text.length;
    }
    if (end > text.length) {
      shape->lost = true;
      return end - text.length - 2;
    }
    at = next_mark(text, end);
  }
  return at;
}
