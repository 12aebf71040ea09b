/* Elements of XML parts, for xlsx.c. */
#include "decode/xml.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { CHUNK_BYTES = 64 * 1024, LEAST_BYTES = 4096, TAG_BYTES = 1 << 20, DEPTH = 64 };

struct xml {
  struct part *part;
  struct xml_events events;
  XML_Parser parser;
  char *bytes; /* of the part, CHUNK_BYTES; those from `begin` to `end` are not parsed yet */
  size_t begin, end;
  uint64_t fed;
  unsigned depth;
  bool ended, closed; /* the part has no more bytes, and the parser knows */
  bool refused, paused;
  bool opaque; /* what stands between tags may not be plain text in UTF-8 */
  struct fault fault;
};

static const char *local(const char *name)
{
  const char *colon = strchr(name, ':');
  return colon ? colon + 1 : name;
}

void xml_refuse(struct xml *markup, enum message message, const char *what)
{
  if (!markup->refused) fault_set(&markup->fault, FAULT_FILE, message, what, NULL);
  markup->refused = true;
  XML_StopParser(markup->parser, XML_FALSE);
}

void xml_pause(struct xml *markup)
{
  if (!markup->refused && !markup->paused) XML_StopParser(markup->parser, XML_TRUE);
  markup->paused = true;
}

static void XMLCALL on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
  struct xml *markup = user;
  if (++markup->depth > DEPTH) {
    xml_refuse(markup, MSG_WORKBOOK_BROKEN, local(name));
    return;
  }
  markup->events.start(markup->events.context, local(name), (const char *const *)attributes);
}

static void XMLCALL on_end(void *user, const XML_Char *name)
{
  struct xml *markup = user;
  markup->depth--;
  if (!markup->refused) markup->events.end(markup->events.context, local(name));
}

static void XMLCALL on_text(void *user, const XML_Char *text, int length)
{
  const struct xml *markup = user;
  markup->events.text(markup->events.context, text, (size_t)length);
}

static void XMLCALL on_document_type(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public,
                                     int internal)
{
  struct xml *markup = user;
  (void)name, (void)system, (void)public, (void)internal;
  xml_refuse(markup, MSG_WORKBOOK_ENTITIES, NULL);
}

static void XMLCALL on_declaration(void *user, const XML_Char *version, const XML_Char *encoding, int standalone)
{
  struct xml *markup = user;
  (void)version, (void)standalone;
  markup->opaque |= encoding && strcasecmp(encoding, "UTF-8") != 0;
}

static void XMLCALL on_cdata(void *user)
{
  ((struct xml *)user)->opaque = true;
}

struct xml *xml_open(struct arena *arena, struct part *part, const struct xml_events *events)
{
  static const XML_Memory_Handling_Suite memory = { memory_alloc, memory_resize, memory_free };
  struct xml *markup = arena_alloc(arena, sizeof *markup);
  *markup = (struct xml){ .part = part, .events = *events };
  markup->bytes = memory_alloc(CHUNK_BYTES);
  markup->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
  XML_SetUserData(markup->parser, markup);
  XML_SetElementHandler(markup->parser, on_start, on_end);
  if (events->text) XML_SetCharacterDataHandler(markup->parser, on_text);
  XML_SetStartDoctypeDeclHandler(markup->parser, on_document_type);
  XML_SetXmlDeclHandler(markup->parser, on_declaration);
  XML_SetStartCdataSectionHandler(markup->parser, on_cdata);
  return markup;
}

static bool broken(struct fault *fault)
{
  return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BROKEN, "XML", NULL);
}

bool xml_ahead(struct xml *markup, struct slice *bytes, struct fault *fault)
{
  size_t left = markup->end - markup->begin, got;
  if (left < LEAST_BYTES && !markup->ended) {
    memmove(markup->bytes, markup->bytes + markup->begin, left);
    if (!part_read(markup->part, markup->bytes + left, CHUNK_BYTES - left, &got, fault)) return false;
    markup->begin = 0;
    markup->end = left + got;
    markup->ended = got == 0;
  }
  *bytes = (struct slice){ markup->bytes + markup->begin, markup->end - markup->begin };
  return true;
}

void xml_skip(struct xml *markup, size_t length)
{
  markup->begin += length;
}

bool xml_between_tags(const struct xml *markup, unsigned depth)
{
  return markup->depth == depth && !markup->opaque && !markup->paused &&
         (uint64_t)XML_GetCurrentByteIndex(markup->parser) == markup->fed;
}

unsigned xml_depth(const struct xml *markup)
{
  return markup->depth;
}

/* On from a pause, or `length` bytes on. */
static enum XML_Status parse(struct xml *markup, size_t length)
{
  const char *at = markup->bytes + markup->begin;
  bool resumed = markup->paused;
  markup->paused = false;
  if (resumed) return XML_ResumeParser(markup->parser);
  if (markup->closed) return XML_STATUS_OK;
  markup->begin += length;
  markup->fed += length;
  markup->closed = markup->ended && markup->begin == markup->end;
  return XML_Parse(markup->parser, at, (int)length, markup->closed);
}

bool xml_parse(struct xml *markup, size_t length, bool *more, struct fault *fault)
{
  enum XML_Status status = parse(markup, length);
  *more = false;
  if (markup->refused) {
    *fault = markup->fault;
    return false;
  }
  if (status == XML_STATUS_ERROR) return broken(fault);
  if (!markup->paused && markup->fed - (uint64_t)XML_GetCurrentByteIndex(markup->parser) > TAG_BYTES)
    return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BOMB, "XML", NULL);
  *more = !markup->closed || markup->paused;
  return true;
}

bool xml_step(struct xml *markup, bool *more, struct fault *fault)
{
  struct slice bytes = { "", 0 };
  return (markup->paused || xml_ahead(markup, &bytes, fault)) && xml_parse(markup, bytes.length, more, fault);
}

double xml_progress(const struct xml *markup)
{
  return part_progress(markup->part);
}

void xml_close(struct xml *markup)
{
  XML_ParserFree(markup->parser);
  memory_free(markup->bytes);
  part_close(markup->part);
}

bool xml_read(struct package *package, const char *name, enum part_limit limit, const struct xml_events *events,
              struct fault *fault)
{
  struct arena arena = { 0 };
  struct part *part = part_open(&arena, package, name, limit, fault);
  bool read = part != NULL, more = read;
  struct xml *markup = part ? xml_open(&arena, part, events) : NULL;
  while (read && more) read = xml_step(markup, &more, fault);
  if (markup) xml_close(markup);
  arena_free(&arena);
  return read;
}

const char *attribute(const char *const *attributes, const char *name)
{
  for (; *attributes; attributes += 2)
    if (strcmp(local(attributes[0]), name) == 0) return attributes[1];
  return NULL;
}

bool attribute_true(const char *const *attributes, const char *name)
{
  const char *value = attribute(attributes, name);
  return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}
