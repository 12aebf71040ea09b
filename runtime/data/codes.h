/* Codes: an index from a unified social credit code to a number.
 *
 * A list may have millions of companies, so an entry takes 12 bytes for the code (18 digits and letters in base 36 fit 94
 * bits) and 4 for the number, in 64 parts that grow by a half one at a time. What is not 18 digits and letters is kept as text beside. */
#ifndef DATA_CODES_H
#define DATA_CODES_H

#include "base/text.h"

enum { CODES_NONE = -1 };

struct codes;

struct codes *codes_new(void);
void codes_free(struct codes *codes);
/* The code's number, CODES_NONE if it is not there. Safe from several threads while nobody puts. */
int64_t codes_find(const struct codes *codes, struct slice code);
/* The number of a code that is there already, else `number` (0 to 2^32 - 1) after putting it in; *fresh tells which. */
int64_t codes_put(struct codes *codes, struct slice code, uint32_t number, bool *fresh);
size_t codes_count(const struct codes *codes);

#endif
