/* SHA-256. */
#include "decode/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "base/arena.h"

static void *crypto_take(size_t size, const char *file, int line)
{
  (void)file, (void)line;
  return memory_alloc(size);
}

static void *crypto_resize(void *block, size_t size, const char *file, int line)
{
  (void)file, (void)line;
  return memory_resize(block, size);
}

static void crypto_give(void *block, const char *file, int line)
{
  (void)file, (void)line;
  memory_free(block);
}

void digest_ready(void)
{
  CRYPTO_set_mem_functions(crypto_take, crypto_resize, crypto_give);
}

/* A context of OpenSSL by a name of our own. */
static EVP_MD_CTX *context_of(const struct digest *digest)
{
  return (EVP_MD_CTX *)(uintptr_t)digest;
}

struct digest *digest_new(void)
{
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  if (context && EVP_DigestInit_ex(context, EVP_sha256(), NULL)) return (struct digest *)(void *)context;
  EVP_MD_CTX_free(context);
  return NULL;
}

void digest_add(struct digest *digest, const char *bytes, size_t length)
{
  if (digest) EVP_DigestUpdate(context_of(digest), bytes, length);
}

void digest_hex(const struct digest *digest, char hex[65])
{
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  EVP_MD_CTX *copy = digest ? EVP_MD_CTX_new() : NULL;
  hex[0] = 0;
  if (copy && EVP_MD_CTX_copy_ex(copy, context_of(digest)) && EVP_DigestFinal_ex(copy, bytes, &length))
    for (unsigned i = 0; i < length && i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
  EVP_MD_CTX_free(copy);
}

void digest_free(struct digest *digest)
{
  EVP_MD_CTX_free(context_of(digest));
}

bool digest_file(int file, char hex[65])
{
  char block[64 * 1024];
  struct digest *digest = digest_new();
  ssize_t got = 1;
  for (off_t at = 0; digest && got > 0; at += got) {
    got = pread(file, block, sizeof block, at);
    if (got > 0) digest_add(digest, block, (size_t)got);
  }
  digest_hex(digest, hex);
  digest_free(digest);
  return got == 0 && *hex;
}
