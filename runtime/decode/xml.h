/* XML: an XML part as a stream of elements. The only includer of <expat.h>.
 *
 * Expat reads every encoding that a workbook may use, and is well kept. What no workbook has is refused: a document type (so that
 * entities, and with them the "billion laughs", cannot be declared at all), elements nested without end, and a single tag of more
 * than a megabyte. Names come without their prefix: producers differ in that, and no two kinds of element that matter share one.
 */
#ifndef DECODE_XML_H
#define DECODE_XML_H

#include "decode/zip_package.h"

struct xml;

struct xml_events {
  void *context;
  void (*start)(void *context, const char *name, const char *const *attributes);
  void (*end)(void *context, const char *name);
  void (*text)(void *context, const char *text, size_t length); /* NULL: not asked for */
};

/* Takes the part over. */
struct xml *xml_open(struct arena *arena, struct part *part, const struct xml_events *events);
/* Reads on; *more is false at the end. False when the part is broken or an event was refused. */
bool xml_step(struct xml *markup, bool *more, struct fault *fault);
/* For one who reads what is plainest himself, many times as fast: bytes of the part that were not parsed yet, more than a few
 * unless the part ends. */
bool xml_ahead(struct xml *markup, struct slice *bytes, struct fault *fault);
/* So many of them are read; the parser does not see them. Whole elements only. */
void xml_skip(struct xml *markup, size_t length);
/* So many are parsed, or what a pause has left; *more as above. */
bool xml_parse(struct xml *markup, size_t length, bool *more, struct fault *fault);
/* Whether an element that begins here is a child of one at that depth, plainly: nothing is open but tags, and the text is UTF-8.
 */
bool xml_between_tags(const struct xml *markup, unsigned depth);
/* From within an event: elements that are open. */
unsigned xml_depth(const struct xml *markup);
/* From within an event: nothing more is read, and xml_step fails with this message. */
void xml_refuse(struct xml *markup, enum message message, const char *what);
/* From within an event: xml_step returns as soon as the event is over, and goes on from there when called again. */
void xml_pause(struct xml *markup);
double xml_progress(const struct xml *markup);
void xml_close(struct xml *markup);

/* A whole part at once. */
bool xml_read(struct package *package, const char *name, enum part_limit limit, const struct xml_events *events,
              struct fault *fault);

/* The value of an attribute, NULL when it is not there. */
const char *attribute(const char *const *attributes, const char *name);
bool attribute_true(const char *const *attributes, const char *name);

#endif
