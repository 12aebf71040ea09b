/* Code index: an index from a unified social credit code to a number.
 *
 * A list may have millions of companies, so an entry takes 12 bytes for the code (18 digits and letters in base 36 fit 94
 * bits), 4 for the number and 1 for a tag by which eight entries are looked at together; in 64 parts that grow by a half, each
 * at another time, so that with what is free a code takes 24 bytes, be there many or few (growing by a quarter they would be 22,
 * and a run takes 3 % longer). What is not 18 digits and letters is kept as text beside.
 *
 * An index of millions lies outside the caches: who has many codes packs them first, and asks for the memory of those that come
 * before it is needed (code_index_prefetch). */
#ifndef DATA_CODE_INDEX_H
#define DATA_CODE_INDEX_H

#include "base/text.h"

enum { CODES_NONE = -1, CODE_BYTES = 18 };

struct codes;

/* A code as the index knows it. */
struct packed_code {
  uint32_t key[3]; /* key[2] UINT32_MAX: not 18 digits and letters, `text` is compared */
  uint32_t hash;
  struct slice text;
};

struct packed_code code_pack(struct slice code);
static inline bool code_is_plain(const uint32_t key[3])
{
  return key[2] != UINT32_MAX;
}

/* The text of a plain code again, in `out`. */
struct slice code_unpack(const uint32_t key[3], char out[static CODE_BYTES]);

struct codes *code_index_new(void);
void code_index_free(struct codes *codes);
/* The code's number, CODES_NONE if it is not there. Safe from several threads while nobody puts. */
int64_t code_index_find(const struct codes *codes, struct slice code);
/* The number of a code that is there already, else `number` (0 to 2^32 - 1) after putting it in; *fresh tells which. */
int64_t code_index_put(struct codes *codes, struct slice code, uint32_t number, bool *fresh);
/* The same of packed codes. */
void code_index_prefetch(const struct codes *codes, const struct packed_code *code);
int64_t code_index_find_packed(const struct codes *codes, const struct packed_code *code);
int64_t code_index_put_packed(struct codes *codes, const struct packed_code *code, uint32_t number, bool *fresh);
size_t code_index_count(const struct codes *codes);

#endif
