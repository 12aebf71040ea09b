/* Region: the administrative divisions of GB/T 2260, six digits: two for the province, two for the prefecture, two for the
 * county.
 *
 * The list is stdlib/regions.txt, which the program carries inside itself: a line `650102 天山区` each, ascending; lines that
 * begin with # are for the reader. It also holds abolished codes, because lists of companies still have them, with what has taken
 * their place (`320684 海门市 → 320614`), and the codes of development zones that statistics uses. Whether one code lies in
 * another is in the digits and needs no list. Rejected: names in scripts (`城关区` is eleven places), a Lua table (4,000 entries
 * at every start). */
#ifndef DATA_REGION_H
#define DATA_REGION_H

#include "base/text.h"

/* stdlib/regions.txt, made into C when the program is built. */
extern const char stdlib_regions_txt[];
extern const size_t stdlib_regions_txt_length;

struct regions;

/* Keeps a copy of `text`; takes well under a millisecond. Lines that are no `code name` are left out. */
struct regions *regions_load(struct arena *arena, const char *text, size_t length);
size_t regions_count(const struct regions *regions);

/* Appends the six digits of a code that was read (never negative). */
void region_code_write(struct buffer *out, int32_t code);
bool region_exists(const struct regions *regions, int32_t code);
/* What a code stands for today. */
enum region_standing {
  REGION_NONE,      /* there is and was no such code */
  REGION_IN_FORCE,  /* itself */
  REGION_SUCCEEDED, /* abolished; one other has taken its place */
  REGION_DISSOLVED  /* abolished; several have, or none */
};
/* *now is the code in force, 0 where that is not one; *successors (may be NULL) those of an abolished one as written: `130102
 * 130104`, or `-`. */
enum region_standing region_today(const struct regions *regions, int32_t code, int32_t *now, const char **successors);
/* A bit for each code below 1,000,000 that is in force: for reading columns. */
const uint64_t *regions_in_force(const struct regions *regions);
/* `天山区`; NULL if there is no such code. Lives as long as `regions`. */
const char *region_name(const struct regions *regions, int32_t code);
/* The next code in force behind `code`; 0: there is none. */
int32_t region_next(const struct regions *regions, int32_t code);
/* Is it a level that only fills the code (市辖区)? */
bool region_is_filler(const struct regions *regions, int32_t code);
/* The division in which one lies, fillers left out; 0: it is a province. */
int32_t region_parent(const struct regions *regions, int32_t code);
/* Appends `新疆维吾尔自治区乌鲁木齐市天山区`. Levels that only fill the code (市辖区, 县, 自治区直辖县级行政区划) are left out
 * between two others. Appends the digits if there is no such code. */
void format_region(struct buffer *out, const struct regions *regions, int32_t code);
/* The code of a full name, or of a name that only one division in force bears (or, where none does, one abolished); else 0. Never
 * one that is abolished. */
int32_t region_find(const struct regions *regions, struct slice name);
/* All that bear a name, `620102 甘肃省兰州市城关区、…`, where they are more than one; else NULL. */
const char *region_bearers(struct arena *arena, const struct regions *regions, struct slice name);
/* For a message about `text`, which is no known code or name: `650102 新疆维吾尔自治区乌鲁木齐市天山区`, the division that was
 * most likely meant, or NULL. */
const char *region_nearest(struct arena *arena, const struct regions *regions, struct slice text);

/* How many digits say something: 650000 → 2, 650100 → 4, 650102 → 6, 659000 → 4. */
int32_t region_prefix_length(int32_t code);

/* COARSER: `code` is a larger division that contains `asked`, so that nothing can be said. */
enum region_relation { REGION_OUTSIDE, REGION_INSIDE, REGION_COARSER };
enum region_relation region_within(int32_t code, int32_t asked);

#endif
