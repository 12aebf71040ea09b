/* Elements of XML parts, for xlsx.c. */
#include "decode/xml.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK_BYTES = 64 * 1024, TAG_BYTES = 1 << 20, DEPTH = 64 };

struct xml {
  struct part *part;
  struct xml_events events;
  XML_Parser parser;
  uint64_t fed;
  unsigned depth;
  bool ended, refused, paused;
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

struct xml *xml_open(struct arena *arena, struct part *part, const struct xml_events *events)
{
  static const XML_Memory_Handling_Suite memory = { memory_alloc, memory_resize, memory_free };
  struct xml *markup = arena_alloc(arena, sizeof *markup);
  *markup = (struct xml){ .part = part, .events = *events };
  markup->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
  XML_SetUserData(markup->parser, markup);
  XML_SetElementHandler(markup->parser, on_start, on_end);
  if (events->text) XML_SetCharacterDataHandler(markup->parser, on_text);
  XML_SetStartDoctypeDeclHandler(markup->parser, on_document_type);
  return markup;
}

static bool broken(struct fault *fault)
{
  return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BROKEN, "XML", NULL);
}

/* Feeds the next piece of the part. */
static bool feed(struct xml *markup, enum XML_Status *status, struct fault *fault)
{
  size_t got;
  void *into = XML_GetBuffer(markup->parser, CHUNK_BYTES);
  if (!into) return broken(fault);
  if (!part_read(markup->part, into, CHUNK_BYTES, &got, fault)) return false;
  markup->fed += got;
  markup->ended = got == 0;
  *status = XML_ParseBuffer(markup->parser, (int)got, markup->ended);
  return true;
}

bool xml_step(struct xml *markup, bool *more, struct fault *fault)
{
  enum XML_Status status = XML_STATUS_OK;
  bool resumed = markup->paused;
  *more = false;
  markup->paused = false;
  if (resumed) status = XML_ResumeParser(markup->parser);
  else if (markup->ended) return true;
  else if (!feed(markup, &status, fault)) return false;
  if (markup->refused) {
    *fault = markup->fault;
    return false;
  }
  if (status == XML_STATUS_ERROR) return broken(fault);
  if (!markup->paused && markup->fed - (uint64_t)XML_GetCurrentByteIndex(markup->parser) > TAG_BYTES)
    return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_BOMB, "XML", NULL);
  *more = !markup->ended || markup->paused;
  return true;
}

double xml_progress(const struct xml *markup)
{
  return part_progress(markup->part);
}

void xml_close(struct xml *markup)
{
  XML_ParserFree(markup->parser);
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
