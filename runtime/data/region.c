/* Codes and names of regions, for cells, conditions on a region and messages. */
#include "data/region.h"

#include <limits.h>
#include <string.h>

/* Sorted by code; `names` and `successors` point into one copy of the text. */
struct regions {
  int32_t *codes;
  const char **names;
  const char **successors; /* NULL: in force */
  uint64_t *in_force;
  size_t count;
};

enum { CODE_DIGITS = 6, CODES = 1000000 };

static const char arrow[] = " → ";

/* Six digits, or -1. */
static int32_t code_of(struct slice text)
{
  int32_t code = 0;
  if (text.length < CODE_DIGITS) return -1;
  for (size_t i = 0; i < CODE_DIGITS; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return -1;
    code = code * 10 + (text.at[i] - '0');
  }
  return code;
}

static size_t count_lines(struct slice text)
{
  size_t lines = 1;
  for (size_t i = 0; i < text.length; i++) lines += text.at[i] == '\n';
  return lines;
}

static void add_line(struct regions *regions, char *at)
{
  struct slice line = slice_of(at);
  int32_t code = code_of(line);
  bool named = line.length > CODE_DIGITS + 1 && line.at[CODE_DIGITS] == ' ';
  bool ascending = !regions->count || regions->codes[regions->count - 1] < code;
  if (code < 0 || !named || !ascending) return;
  char *succeeded = strstr(at, arrow);
  if (succeeded) *succeeded = 0;
  else regions->in_force[code / 64] |= UINT64_C(1) << code % 64;
  regions->codes[regions->count] = code;
  regions->successors[regions->count] = succeeded ? succeeded + strlen(arrow) : NULL;
  regions->names[regions->count++] = line.at + CODE_DIGITS + 1;
}

struct regions *regions_load(struct arena *arena, const char *text, size_t length)
{
  struct regions *regions = arena_alloc(arena, sizeof *regions);
  size_t lines = count_lines((struct slice){ text, length });
  char *at = arena_copy(arena, text, length), *end = at + length;
  regions->codes = arena_array(arena, lines, sizeof *regions->codes);
  regions->names = arena_array(arena, lines, sizeof *regions->names);
  regions->successors = arena_array(arena, lines, sizeof *regions->successors);
  regions->in_force = arena_array(arena, CODES / 64, sizeof *regions->in_force);
  while (at < end) {
    char *line_end = memchr(at, '\n', (size_t)(end - at));
    if (!line_end) line_end = end; /* the copy has a NUL there */
    *line_end = '\0';
    add_line(regions, at);
    at = line_end + 1;
  }
  return regions;
}

size_t regions_count(const struct regions *regions)
{
  return regions->count;
}

/* The first that is not below `code`. */
static size_t position_from(const struct regions *regions, int32_t code)
{
  size_t low = 0, high = regions->count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (regions->codes[middle] < code) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* SIZE_MAX where it is not. */
static size_t position_of(const struct regions *regions, int32_t code)
{
  size_t at = position_from(regions, code);
  return at < regions->count && regions->codes[at] == code ? at : SIZE_MAX;
}

const char *region_name(const struct regions *regions, int32_t code)
{
  size_t at = position_of(regions, code);
  return at == SIZE_MAX ? NULL : regions->names[at];
}

enum region_standing region_today(const struct regions *regions, int32_t code, int32_t *now, const char **successors)
{
  size_t at = position_of(regions, code);
  const char *written = at == SIZE_MAX ? NULL : regions->successors[at];
  *now = 0;
  if (successors) *successors = written;
  if (at == SIZE_MAX) return REGION_NONE;
  if (written && strlen(written) != CODE_DIGITS) return REGION_DISSOLVED;
  *now = written ? code_of(slice_of(written)) : code;
  return written ? REGION_SUCCEEDED : REGION_IN_FORCE;
}

int32_t region_next(const struct regions *regions, int32_t code)
{
  for (size_t at = position_from(regions, code + 1); at < regions->count; at++)
    if (!regions->successors[at]) return regions->codes[at];
  return 0;
}

const uint64_t *regions_in_force(const struct regions *regions)
{
  return regions->in_force;
}

void region_code_write(struct buffer *out, int32_t code)
{
  char digits[6];
  for (int i = 5; i >= 0; i--, code /= 10) digits[i] = (char)('0' + code % 10);
  buffer_bytes(out, digits, sizeof digits);
}

bool region_exists(const struct regions *regions, int32_t code)
{
  return region_name(regions, code) != NULL;
}

/* Digits and relations */

int32_t region_prefix_length(int32_t code)
{
  return code % 10000 == 0 ? 2 : code % 100 == 0 ? 4 : 6;
}

/* What the digits of a prefix are multiplied by in a code. */
static int32_t scale_of(int32_t prefix_length)
{
  return prefix_length == 2 ? 10000 : prefix_length == 4 ? 100 : 1;
}

static bool contains(int32_t larger, int32_t code)
{
  int32_t scale = scale_of(region_prefix_length(larger));
  return code / scale == larger / scale;
}

enum region_relation region_within(int32_t code, int32_t asked)
{
  if (contains(asked, code)) return REGION_INSIDE;
  return contains(code, asked) ? REGION_COARSER : REGION_OUTSIDE;
}

/* Full names */

static bool is_filler(const char *name)
{
  struct slice text = slice_of(name);
  return slice_is(text, "市辖区") || slice_is(text, "县") || slice_ends(text, "直辖县级行政区划");
}

bool region_is_filler(const struct regions *regions, int32_t code)
{
  const char *name = region_name(regions, code);
  return name && is_filler(name);
}

int32_t region_parent(const struct regions *regions, int32_t code)
{
  int32_t length = region_prefix_length(code), prefecture = code / 100 * 100;
  if (length > 4 && region_exists(regions, prefecture) && !region_is_filler(regions, prefecture)) return prefecture;
  return length > 2 ? code / 10000 * 10000 : 0;
}

void format_region(struct buffer *out, const struct regions *regions, int32_t code)
{
  const char *name = region_name(regions, code);
  int32_t length = region_prefix_length(code);
  if (!name) {
    buffer_printf(out, "%06d", (int)code);
    return;
  }
  const char *province = length > 2 ? region_name(regions, code / 10000 * 10000) : NULL;
  const char *prefecture = length > 4 ? region_name(regions, code / 100 * 100) : NULL;
  if (province) buffer_text(out, province);
  if (prefecture && !is_filler(prefecture)) buffer_text(out, prefecture);
  buffer_text(out, name);
}

/* How many divisions bear the name, of those in force or of those abolished; a full name is borne by one. */
static size_t bearers_of(const struct regions *regions, struct slice name, bool abolished, struct buffer *all, int32_t *found)
{
  struct buffer full = { 0 };
  size_t bearers = 0;
  buffer_reset(all);
  for (size_t i = 0; i < regions->count && name.length; i++) {
    if (!slice_ends(name, regions->names[i]) || !regions->successors[i] == abolished) continue;
    buffer_reset(&full);
    format_region(&full, regions, regions->codes[i]);
    bool same = slice_equal(buffer_view(&full), name);
    if (!same && !slice_is(name, regions->names[i])) continue;
    *found = regions->codes[i];
    buffer_printf(all, "%s%06d %.*s", bearers ? "、" : "", (int)*found, (int)full.length, full.at);
    bearers++;
    if (same) bearers = 1;
    if (same) break;
  }
  buffer_free(&full);
  return bearers;
}

static size_t bearers_sought(const struct regions *regions, struct slice name, struct buffer *all, int32_t *found)
{
  size_t bearers = bearers_of(regions, name, false, all, found);
  return bearers ? bearers : bearers_of(regions, name, true, all, found);
}

int32_t region_find(const struct regions *regions, struct slice name)
{
  struct buffer all = { 0 };
  int32_t found = 0, now = 0;
  if (bearers_sought(regions, name, &all, &found) == 1) region_today(regions, found, &now, NULL);
  buffer_free(&all);
  return now;
}

const char *region_bearers(struct arena *arena, const struct regions *regions, struct slice name)
{
  struct buffer all = { 0 };
  int32_t found;
  size_t bearers = bearers_sought(regions, name, &all, &found);
  const char *said = bearers > 1 ? arena_copy(arena, all.at, all.length) : NULL;
  buffer_free(&all);
  return said;
}

/* Guesses */

/* `乌鲁木齐` for 乌鲁木齐市, `昌吉州` for 昌吉回族自治州: the beginning of the name, and perhaps its last character. */
static bool is_short_for(struct slice text, struct slice name)
{
  const size_t character = 3;
  size_t same = 0;
  if (text.length >= name.length || text.length < 2 * character) return false;
  while (same < text.length && text.at[same] == name.at[same]) same++;
  struct slice last = { text.at + text.length - character, character };
  return same == text.length || (same >= text.length - character && same >= 2 * character &&
                                 memcmp(last.at, name.at + name.length - character, character) == 0);
}

/* How far a text is from a name: 0 the name itself, 1 a short form of it, then 2 and more for each character that differs. Names
 * of two characters differ too easily from one another for that. */
static size_t name_distance(struct slice text, const char *name)
{
  struct slice whole = slice_of(name);
  if (slice_equal(text, whole)) return 0;
  if (is_short_for(text, whole)) return 1;
  size_t characters = utf8_count(text), limit = characters > 2 ? characters / 3 : 0;
  size_t distance = text_distance(text, whole, limit);
  return distance > limit ? SIZE_MAX : distance + 1;
}

/* A name with as much of the larger divisions before it as `text` has: `乌鲁木齐市天山区`. */
static bool ends_full_name(const struct regions *regions, int32_t code, struct slice text, struct buffer *full)
{
  buffer_reset(full);
  format_region(full, regions, code);
  struct slice whole = buffer_view(full);
  return whole.length >= text.length && memcmp(whole.at + whole.length - text.length, text.at, text.length) == 0;
}

/* The larger division wins among equals, then the lower code. */
static int32_t nearest_name(const struct regions *regions, struct slice text)
{
  struct buffer full = { 0 };
  size_t best = SIZE_MAX;
  int32_t found = 0;
  for (size_t i = 0; i < regions->count; i++) {
    int32_t code = regions->codes[i];
    if (regions->successors[i]) continue;
    size_t distance = slice_ends(text, regions->names[i]) && ends_full_name(regions, code, text, &full)
                          ? 0
                          : name_distance(text, regions->names[i]);
    if (distance == SIZE_MAX) continue;
    distance = distance * 8 + (size_t)region_prefix_length(code);
    if (distance >= best) continue;
    best = distance;
    found = code;
  }
  buffer_free(&full);
  return found;
}

static size_t digits_that_differ(int32_t a, int32_t b)
{
  size_t count = 0;
  for (; a || b; a /= 10, b /= 10) count += a % 10 != b % 10;
  return count;
}

/* One digit wrong, best a late one, as neighbours in the list are the likeliest to be mixed up; else the smallest known division
 * that the code would lie in. */
static int32_t nearest_code(const struct regions *regions, int32_t code)
{
  int32_t found = 0, smallest = INT32_MAX;
  for (size_t i = 0; i < regions->count; i++) {
    int32_t other = regions->codes[i], apart = other > code ? other - code : code - other;
    if (regions->successors[i] || digits_that_differ(other, code) != 1 || apart >= smallest) continue;
    smallest = apart;
    found = other;
  }
  if (found) return found;
  if (region_exists(regions, code / 100 * 100)) return code / 100 * 100;
  return region_exists(regions, code / 10000 * 10000) ? code / 10000 * 10000 : 0;
}

const char *region_nearest(struct arena *arena, const struct regions *regions, struct slice text)
{
  bool digits = text.length == CODE_DIGITS && code_of(text) >= 0;
  int32_t code = digits ? nearest_code(regions, code_of(text)) : nearest_name(regions, text);
  if (!code || !text.length) return NULL;
  struct buffer said = { 0 };
  buffer_printf(&said, "%06d ", (int)code);
  format_region(&said, regions, code);
  return buffer_take(arena, &said).at;
}
