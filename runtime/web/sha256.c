/* SHA-256 (FIPS 180-4) for the page's engine, which has no OpenSSL: decode/digest.h once more. */
#include "decode/digest.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"

enum { BLOCK = 64, WORDS = 8, ROUNDS = 64 };

struct digest {
  uint32_t state[WORDS];
  uint64_t length;
  unsigned char block[BLOCK];
};

static const uint32_t round_constants[ROUNDS] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
  0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
  0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
  0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
  0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
  0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
};

static uint32_t turned(uint32_t word, int bits)
{
  return word >> bits | word << (32 - bits);
}

static void take_block(struct digest *digest, const unsigned char *block)
{
  uint32_t w[ROUNDS], s[WORDS];
  for (int i = 0; i < 16; i++)
    w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 | (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
  for (int i = 16; i < ROUNDS; i++) {
    uint32_t a = w[i - 15], b = w[i - 2];
    w[i] = w[i - 16] + w[i - 7] + (turned(a, 7) ^ turned(a, 18) ^ a >> 3) + (turned(b, 17) ^ turned(b, 19) ^ b >> 10);
  }
  memcpy(s, digest->state, sizeof s);
  for (int i = 0; i < ROUNDS; i++) {
    uint32_t one = s[7] + (turned(s[4], 6) ^ turned(s[4], 11) ^ turned(s[4], 25)) + ((s[4] & s[5]) ^ (~s[4] & s[6])) +
                   round_constants[i] + w[i];
    uint32_t two = (turned(s[0], 2) ^ turned(s[0], 13) ^ turned(s[0], 22)) + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, (WORDS - 1) * sizeof *s);
    s[4] += one;
    s[0] = one + two;
  }
  for (int i = 0; i < WORDS; i++) digest->state[i] += s[i];
}

void digest_ready(void)
{
}

struct digest *digest_new(void)
{
  struct digest *digest = memory_alloc(sizeof *digest);
  *digest = (struct digest){ .state = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
                                        0x5be0cd19 } };
  return digest;
}

void digest_add(struct digest *digest, const char *bytes, size_t length)
{
  if (!digest) return;
  size_t used = digest->length % BLOCK;
  digest->length += length;
  while (length) {
    size_t part = BLOCK - used < length ? BLOCK - used : length;
    memcpy(digest->block + used, bytes, part);
    bytes += part;
    length -= part;
    used += part;
    if (used < BLOCK) break;
    take_block(digest, digest->block);
    used = 0;
  }
}

/* On a copy: more may follow. */
void digest_hex(const struct digest *digest, char hex[65])
{
  static const char end[BLOCK] = { (char)0x80 };
  hex[0] = 0;
  if (!digest) return;
  struct digest copy = *digest;
  uint64_t bits = digest->length * 8;
  char length[8];
  for (int i = 0; i < 8; i++) length[i] = (char)(bits >> (56 - 8 * i));
  size_t used = digest->length % BLOCK, padding = used < BLOCK - 8 ? BLOCK - 8 - used : 2 * BLOCK - 8 - used;
  digest_add(&copy, end, padding);
  digest_add(&copy, length, sizeof length);
  for (int i = 0; i < WORDS; i++) snprintf(hex + 8 * i, 9, "%08x", (unsigned)copy.state[i]);
}

void digest_free(struct digest *digest)
{
  memory_free(digest);
}

bool digest_file(int file, char hex[65])
{
  char block[16 * 1024];
  struct digest *digest = digest_new();
  ssize_t got = 1;
  for (off_t at = 0; got > 0; at += got) {
    got = pread(file, block, sizeof block, at);
    if (got > 0) digest_add(digest, block, (size_t)got);
  }
  digest_hex(digest, hex);
  digest_free(digest);
  return got == 0;
}
