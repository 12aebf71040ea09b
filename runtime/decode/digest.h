/* Digest: SHA-256 of bytes as they pass. The only includer of OpenSSL; the page's engine has its own (web/sha256.c). */
#ifndef DECODE_DIGEST_H
#define DECODE_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

struct digest;

/* Once, before anything is opened: the library is given memory that never fails, for without it crashes, or leaves digests out.
 */
void digest_ready(void);
/* NULL where the algorithm is missing; the others then do nothing. */
struct digest *digest_new(void);
void digest_add(struct digest *digest, const char *bytes, size_t length);
/* Of all bytes so far, 64 hex digits; "" without a digest. */
void digest_hex(const struct digest *digest, char hex[65]);
void digest_free(struct digest *digest);
/* Of an open file from its begin; false when it cannot be read. */
bool digest_file(int file, char hex[65]);

#endif
