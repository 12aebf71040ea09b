/* Headings and the names of fields, for the readers of lists (cli, table) and the check of scripts. */
#include "data/field.h"

#include <string.h>

#include "data/amount.h"
#include "decode/unicode.h"

static char lower(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool name_equal(struct slice a, struct slice b)
{
  if (a.length != b.length) return false;
  for (size_t i = 0; i < a.length; i++)
    if (lower(a.at[i]) != lower(b.at[i])) return false;
  return true;
}

static struct slice slice_between(struct slice text, size_t begin, size_t end)
{
  return (struct slice){ text.at + begin, end - begin };
}

/* NFKC has made full-width brackets half-width; these two kinds it leaves. */
static const struct {
  const char *open, *close;
} brackets[] = { { "(", ")" }, { "[", "]" }, { "【", "】" }, { "〔", "〕" } };

/* A bracket group: text from `begin` to `end`, what is inside from `inner` to `inner_end`. */
struct group {
  size_t begin, inner, inner_end, end;
};

/* The next innermost group that opens at or after `from`. */
static bool group_find(struct slice text, size_t from, struct group *group)
{
  const char *close = NULL;
  for (size_t at = from; at < text.length; at++) {
    struct slice rest = slice_between(text, at, text.length);
    for (size_t kind = 0; kind < sizeof brackets / sizeof brackets[0]; kind++) {
      if (!slice_starts(rest, brackets[kind].open)) continue;
      close = brackets[kind].close;
      *group = (struct group){ .begin = at, .inner = at + strlen(brackets[kind].open) };
    }
    if (!close || at < group->inner || !slice_starts(rest, close)) continue;
    group->inner_end = at;
    group->end = at + strlen(close);
    return true;
  }
  return false;
}

static bool skip_prefix(struct slice *text, const char *prefix)
{
  if (!slice_starts(*text, prefix)) return false;
  *text = slice_between(*text, strlen(prefix), text->length);
  return true;
}

/* Takes over a unit; false if it is none, or contradicts one taken before. */
static bool heading_take_unit(struct heading *heading, struct slice inner)
{
  if (skip_prefix(&inner, "单位")) skip_prefix(&inner, ":");
  skip_prefix(&inner, "人民币");
  if (slice_is(inner, "%")) {
    if (heading->unit) return false;
    heading->percent = true;
    return true;
  }
  if (is_count_unit(inner) || slice_is(inner, "分")) {
    heading->counted = true;
    return true;
  }
  int64_t unit = money_unit(inner);
  if (!unit) return false;
  if (heading->percent || (heading->unit && heading->unit != unit)) return false;
  heading->unit = unit;
  return true;
}

static struct slice cut_out(struct arena *arena, struct slice text, const struct group *group)
{
  char *copy = arena_copy(arena, text.at, text.length);
  memmove(copy + group->begin, copy + group->end, text.length - group->end);
  return (struct slice){ copy, text.length - (group->end - group->begin) };
}

/* Stars on either side. */
static struct slice without_stars(struct slice text)
{
  while (text.length && text.at[0] == '*') text = slice_between(text, 1, text.length);
  while (slice_ends(text, "*")) text.length--;
  return text;
}

static bool is_mark(struct slice inner)
{
  bool stars = inner.length > 0;
  inner = without_stars(inner);
  return (stars && !inner.length) || slice_is(inner, "必填") || slice_is(inner, "必填项") || slice_is(inner, "选填");
}

/* `营业收入/万元`, `营业收入:万元`; and `营业收入` over `万元` in one cell, of which `line` is the last line. */
static void take_unit_behind(struct heading *heading, struct slice line)
{
  static const char *const signs[] = { "/", ":" };
  struct slice name = heading->name;
  for (size_t i = 0; i < 2; i++) {
    const char *sign = memrchr(name.at, signs[i][0], name.length);
    if (!sign || sign == name.at) continue;
    if (!heading_take_unit(heading, slice_between(name, (size_t)(sign - name.at) + 1, name.length))) continue;
    heading->name.length = (size_t)(sign - name.at);
    return;
  }
  bool below = line.length && line.length < name.length &&
               memcmp(name.at + name.length - line.length, line.at, line.length) == 0 && heading_take_unit(heading, line);
  if (below) heading->name.length -= line.length;
}

static struct slice last_line(struct arena *arena, struct slice raw)
{
  const char *end = raw.length ? memrchr(raw.at, '\n', raw.length) : NULL;
  return end ? unicode_heading(arena, slice_between(raw, (size_t)(end - raw.at) + 1, raw.length)) : (struct slice){ "", 0 };
}

struct heading heading_parse(struct arena *arena, struct slice raw)
{
  struct heading heading = { .text = unicode_shown(arena, raw), .name = without_stars(unicode_heading(arena, raw)) };
  struct group group;
  for (size_t from = 0; group_find(heading.name, from, &group);) {
    struct slice inner = slice_between(heading.name, group.inner, group.inner_end);
    if (is_mark(inner) || heading_take_unit(&heading, without_stars(inner))) {
      heading.name = cut_out(arena, heading.name, &group);
      from = group.begin;
    } else {
      from = group.end;
    }
  }
  take_unit_behind(&heading, last_line(arena, heading.text));
  heading.name = without_stars(heading.name);
  return heading;
}

bool is_unit_text(struct arena *arena, struct slice raw)
{
  struct heading unit = { 0 }, bracketed = heading_parse(arena, raw);
  bool whole = !bracketed.name.length && (bracketed.unit || bracketed.percent || bracketed.counted);
  return whole || heading_take_unit(&unit, unicode_heading(arena, raw));
}

int64_t unit_stated(struct arena *arena, struct slice raw)
{
  static const char word[] = "单位";
  struct slice text = unicode_heading(arena, raw);
  for (const char *at = text.at; (at = memmem(at, text.length - (size_t)(at - text.at), word, sizeof word - 1));) {
    at += sizeof word - 1;
    struct slice rest = slice_between(text, (size_t)(at - text.at), text.length);
    (void)(skip_prefix(&rest, ":") || skip_prefix(&rest, "为"));
    skip_prefix(&rest, "人民币");
    for (struct slice unit = rest; unit.length; unit.length--)
      if (money_unit(unit)) return money_unit(unit);
  }
  return 0;
}

bool heading_fits(const struct heading *heading, const struct field *field)
{
  if (field->kind == FIELD_COUNT) return !heading->unit && !heading->percent;
  return field->kind != FIELD_MONEY || (!heading->percent && !heading->counted);
}

static bool named(const char *candidate, struct slice name)
{
  return candidate && name_equal(slice_of(candidate), name);
}

static const struct field *find_alias(const struct table_kind *table, struct slice name)
{
  for (size_t i = 0; i < table->field_count; i++)
    for (size_t k = 0; k < table->fields[i].alias_count; k++)
      if (named(table->fields[i].aliases[k], name)) return &table->fields[i];
  return NULL;
}

const struct field *field_find(const struct table_kind *table, struct slice name)
{
  if (!name.length) return NULL;
  for (size_t i = 0; i < table->field_count; i++)
    if (named(table->fields[i].name, name) || named(table->fields[i].plain, name) || named(table->fields[i].english, name))
      return &table->fields[i];
  return find_alias(table, name);
}

/* The best candidate so far; more is forgiven than of words (base/text), since headings are long. Of a short name one character
 * may differ, of a longer one two or three. */
struct nearest_field {
  struct slice name; /* lower case */
  size_t limit;
  const char *best;
};

static void nearest_field_try(struct nearest_field *nearest, const char *candidate)
{
  if (!candidate) return;
  size_t distance = text_distance(nearest->name, slice_of(candidate), nearest->limit);
  if (distance > nearest->limit || distance >= utf8_count(slice_of(candidate))) return;
  nearest->best = candidate;
  nearest->limit = distance ? distance - 1 : 0;
}

static size_t limit_for(size_t characters)
{
  return characters < 4 ? 1 : characters < 9 ? 2 : 3;
}

const char *field_nearest(const struct table_kind *table, struct slice name)
{
  char folded[256];
  const char *bracket = memchr(name.at ? name.at : "", '(', name.length);
  if (bracket && bracket > name.at) name.length = (size_t)(bracket - name.at);
  size_t length = name.length < sizeof folded ? name.length : sizeof folded;
  for (size_t i = 0; i < length; i++) folded[i] = lower(name.at[i]);
  struct nearest_field nearest = { { folded, length }, limit_for(utf8_count(name)), NULL };
  for (size_t i = 0; i < table->field_count; i++) {
    const struct field *field = &table->fields[i];
    nearest_field_try(&nearest, field->name);
    nearest_field_try(&nearest, field->english);
    for (size_t k = 0; k < field->alias_count; k++) nearest_field_try(&nearest, field->aliases[k]);
  }
  return nearest.best;
}

const char *field_kind_name(enum field_kind kind, bool english)
{
  static const char *const names[FIELD_KINDS][2] = {
    [FIELD_MONEY] = { "金额", "money" },
    [FIELD_COUNT] = { "整数", "whole number" },
    [FIELD_NUMBER] = { "数值", "number" },
    [FIELD_DATE] = { "日期", "date" },
    [FIELD_YESNO] = { "是否", "yes/no" },
    [FIELD_CHOICE] = { "选项", "choice" },
    [FIELD_TEXT] = { "文字", "text" },
    [FIELD_CODE] = { "统一社会信用代码", "unified social credit code" },
    [FIELD_REGION] = { "行政区划代码", "region code" },
    [FIELD_INDUSTRY] = { "行业代码", "industry code" },
  };
  return names[kind][english];
}

void format_field_notes(struct buffer *out, const struct field *field, enum message between, enum language language)
{
  const struct {
    bool holds;
    enum message message;
    const char *argument;
  } notes[] = { { field->event, MSG_FIELD_NOTE_EVENT, "" },
                { field->optional, MSG_FIELD_NOTE_OPTIONAL, "" },
                { field->part_of, MSG_FIELD_NOTE_PART_OF, field->part_of } };
  for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
    if (!notes[i].holds) continue;
    if (out->length) format_words(out, language, between);
    message_text(out, language, notes[i].message, notes[i].argument, NULL);
  }
}

const char *field_type_name(const struct field *field, bool english)
{
  if (field->rate) return english ? "rate" : "比例";
  return field_kind_name(field->kind, english);
}
