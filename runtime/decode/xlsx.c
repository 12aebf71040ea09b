/* The parts of a workbook beside its sheets, for grid.c, which reads a sheet, and data/list_reader.c. */
#include "decode/xlsx.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "decode/sheet_rows.h"

/* Each sheet is looked for among the relations, and each may be opened when none has headings: more are no list. */
enum { MOST_SHEETS = 4096 };

struct sheet_path sheet_path(struct arena *arena, const char *path)
{
  struct stat about;
  struct sheet_path whole = { path, NULL };
  if (stat(path, &about) == 0) return whole;
  for (const char *mark = path + strlen(path); mark > path; mark--) {
    if (*mark != '#') continue;
    const char *file = arena_copy(arena, path, (size_t)(mark - path));
    if (stat(file, &about) == 0) return (struct sheet_path){ file, mark[1] ? mark + 1 : NULL };
  }
  return whole;
}

/* Names of parts */

/* `xl/` and `worksheets/sheet1.xml` or `/xl/worksheets/sheet1.xml` */
static const char *part_name(struct arena *arena, const char *base, const char *target)
{
  if (*target == '/') return target + 1;
  const char *slash = strrchr(base, '/');
  size_t length = slash ? (size_t)(slash - base) : 0;
  for (; strncmp(target, "../", 3) == 0; target += 3) {
    while (length && base[length - 1] != '/') length--;
    if (length) length--;
  }
  while (strncmp(target, "./", 2) == 0) target += 2;
  return length ? arena_printf(arena, "%.*s/%s", (int)length, base, target) : target;
}

static const char *relations_name(struct arena *arena, const char *part)
{
  const char *slash = strrchr(part, '/'), *name = slash ? slash + 1 : part;
  return arena_printf(arena, "%.*s_rels/%s.rels", (int)(name - part), part, name);
}

/* Relations: which part is what */

struct relation {
  const char *id, *type, *target;
};

struct relations {
  struct arena *arena;
  const char *base;
  struct relation *items;
  size_t count, capacity;
};

static void relation_start(void *context, const char *name, const char *const *attributes)
{
  struct relations *relations = context;
  const char *id = attribute(attributes, "Id"), *type = attribute(attributes, "Type"), *target = attribute(attributes, "Target");
  if (strcmp(name, "Relationship") != 0 || !id || !type || !target) return;
  const char *slash = strrchr(type, '/');
  relations->items =
      arena_grow(relations->arena, relations->items, relations->count, &relations->capacity, sizeof *relations->items);
  relations->items[relations->count++] =
      (struct relation){ arena_string(relations->arena, id), arena_string(relations->arena, slash ? slash + 1 : type),
                         part_name(relations->arena, relations->base, arena_string(relations->arena, target)) };
}

static void ignore_end(void *context, const char *name)
{
  (void)context, (void)name;
}

static bool relations_read(struct relations *relations, struct package *package, const char *part, struct fault *fault)
{
  struct xml_events events = { relations, relation_start, ignore_end, NULL };
  return xml_read(package, relations_name(relations->arena, part), PART_SMALL, &events, fault);
}

static const char *related_part(const struct relations *relations, const char *type)
{
  for (size_t i = 0; i < relations->count; i++)
    if (strcmp(relations->items[i].type, type) == 0) return relations->items[i].target;
  return NULL;
}

/* The list of sheets */

static void sheets_start(void *context, const char *name, const char *const *attributes)
{
  struct xlsx *xlsx = context;
  if (strcmp(name, "workbookPr") == 0) xlsx->dates_1904 = attribute_true(attributes, "date1904");
  if (strcmp(name, "sheet") != 0) return;
  const char *title = attribute(attributes, "name"), *id = attribute(attributes, "id"), *state = attribute(attributes, "state");
  if (!title || !id) return;
  xlsx->sheets = arena_grow(xlsx->arena, xlsx->sheets, xlsx->sheet_count, &xlsx->sheet_capacity, sizeof *xlsx->sheets);
  xlsx->sheets[xlsx->sheet_count++] = (struct sheet_entry){ arena_string(xlsx->arena, title), arena_string(xlsx->arena, id), NULL,
                                                            state && strcmp(state, "visible") != 0 };
}

/* Charts have sheets of their own, which hold no cells. */
static void find_parts(struct xlsx *xlsx, const struct relations *relations)
{
  size_t kept = 0;
  for (size_t i = 0; i < xlsx->sheet_count; i++) {
    struct sheet_entry sheet = xlsx->sheets[i];
    for (size_t k = 0; k < relations->count; k++)
      if (strcmp(relations->items[k].id, sheet.relation) == 0 && strcmp(relations->items[k].type, "worksheet") == 0)
        sheet.part = relations->items[k].target;
    if (sheet.part) xlsx->sheets[kept++] = sheet;
  }
  xlsx->sheet_count = kept;
}

/* Names compare as Excel does, without regard to the case of ASCII letters. */
static bool choose_sheet(struct xlsx *xlsx, const char *name, struct fault *fault)
{
  struct buffer names = { 0 };
  for (size_t i = 0; i < xlsx->sheet_count && !xlsx->sheet; i++) {
    const struct sheet_entry *sheet = &xlsx->sheets[i];
    if (name ? strcasecmp(sheet->name, name) == 0 : !sheet->hidden) xlsx->sheet = sheet;
    buffer_printf(&names, "%s“%s”", i ? "、" : "", sheet->name);
  }
  if (!xlsx->sheet && !name && xlsx->sheet_count) xlsx->sheet = &xlsx->sheets[0];
  buffer_char(&names, 0);
  if (!xlsx->sheet) fault_set(fault, FAULT_FILE, MSG_WORKBOOK_NO_SHEET, name ? name : "", names.at, NULL);
  buffer_free(&names);
  return xlsx->sheet != NULL;
}

/* Formats */

struct formats {
  struct xlsx *xlsx;
  struct coded_format {
    unsigned number;
    size_t place; /* of two with one number the later counts */
    struct number_format display;
  } * coded;
  unsigned *numbers; /* of the formats of cells */
  size_t coded_count, coded_capacity, number_count, number_capacity;
  bool cells; /* within cellXfs */
};

static unsigned number_of(const char *text)
{
  return text ? (unsigned)strtoul(text, NULL, 10) : 0;
}

static int coded_order(const void *a, const void *b)
{
  const struct coded_format *x = a, *y = b;
  if (x->number != y->number) return x->number < y->number ? -1 : 1;
  return (x->place > y->place) - (x->place < y->place);
}

static struct number_format format_of(const struct formats *formats, unsigned number)
{
  struct number_format display;
  size_t low = 0, high = formats->coded_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (formats->coded[middle].number <= number) low = middle + 1;
    else high = middle;
  }
  if (low && formats->coded[low - 1].number == number) return formats->coded[low - 1].display;
  number_format_built_in(number, &display);
  return display;
}

static void formats_start(void *context, const char *name, const char *const *attributes)
{
  struct formats *formats = context;
  struct xlsx *xlsx = formats->xlsx;
  const char *code = attribute(attributes, "formatCode");
  if (strcmp(name, "numFmt") == 0 && code) {
    formats->coded =
        arena_grow(xlsx->arena, formats->coded, formats->coded_count, &formats->coded_capacity, sizeof *formats->coded);
    size_t place = formats->coded_count++;
    formats->coded[place] = (struct coded_format){ number_of(attribute(attributes, "numFmtId")), place,
                                                   number_format_parse(xlsx->arena, slice_of(code)) };
  }
  if (strcmp(name, "cellXfs") == 0) formats->cells = true;
  if (strcmp(name, "xf") != 0 || !formats->cells) return;
  formats->numbers =
      arena_grow(xlsx->arena, formats->numbers, formats->number_count, &formats->number_capacity, sizeof *formats->numbers);
  formats->numbers[formats->number_count++] = number_of(attribute(attributes, "numFmtId"));
}

static void formats_end(void *context, const char *name)
{
  struct formats *formats = context;
  if (strcmp(name, "cellXfs") == 0) formats->cells = false;
}

static bool read_formats(struct xlsx *xlsx, const char *part, struct fault *fault)
{
  struct formats formats = { .xlsx = xlsx };
  struct xml_events events = { &formats, formats_start, formats_end, NULL };
  if (!part || !package_has(xlsx->package, part)) return true;
  if (!xml_read(xlsx->package, part, PART_SMALL, &events, fault)) return false;
  if (formats.coded_count) qsort(formats.coded, formats.coded_count, sizeof *formats.coded, coded_order);
  xlsx->display_count = formats.number_count;
  xlsx->displays = arena_array(xlsx->arena, formats.number_count, sizeof *xlsx->displays);
  for (size_t i = 0; i < formats.number_count; i++) xlsx->displays[i] = format_of(&formats, formats.numbers[i]);
  return true;
}

/* Shared strings */

struct string_reading {
  struct xlsx *xlsx;
  bool text, phonetic; /* within t; within rPh, which says how the text is read */
};

static void strings_start(void *context, const char *name, const char *const *attributes)
{
  struct string_reading *reading = context;
  (void)attributes;
  if (strcmp(name, "rPh") == 0) reading->phonetic = true;
  if (strcmp(name, "t") == 0) reading->text = !reading->phonetic;
}

static void strings_text(void *context, const char *text, size_t length)
{
  struct string_reading *reading = context;
  if (reading->text) buffer_bytes(&reading->xlsx->strings, text, length);
}

static void strings_end(void *context, const char *name)
{
  struct string_reading *reading = context;
  struct xlsx *xlsx = reading->xlsx;
  if (strcmp(name, "t") == 0) reading->text = false;
  if (strcmp(name, "rPh") == 0) reading->phonetic = false;
  if (strcmp(name, "si") != 0) return;
  if (xlsx->string_count == xlsx->string_capacity) {
    xlsx->string_capacity = xlsx->string_capacity ? xlsx->string_capacity * 2 : 1024;
    xlsx->string_ends = memory_resize(xlsx->string_ends, xlsx->string_capacity * sizeof *xlsx->string_ends);
  }
  xlsx->string_ends[xlsx->string_count++] = xlsx->strings.length;
}

static bool read_strings(struct xlsx *xlsx, const char *part, struct fault *fault)
{
  struct string_reading reading = { .xlsx = xlsx };
  struct xml_events events = { &reading, strings_start, strings_end, strings_text };
  return !part || !package_has(xlsx->package, part) || xml_read(xlsx->package, part, PART_STRINGS, &events, fault);
}

/* The whole */

/* What an archive is that is no .xlsx. */
static bool other_format(const struct xlsx *xlsx, struct fault *fault)
{
  static const struct {
    const char *part, *what;
  } others[] = { { "xl/workbook.bin", ".xlsb" },
                 { "content.xml", ".ods" },
                 { "word/document.xml", ".docx" },
                 { "ppt/presentation.xml", ".pptx" },
                 { "Index/Document.iwa", ".numbers" } };
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    if (package_has(xlsx->package, others[i].part)) return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_OTHER, others[i].what, NULL);
  return fault_set(fault, FAULT_FILE, MSG_FILE_IS_ARCHIVE, xlsx->path, "zip", NULL);
}

static bool load_contents(struct xlsx *xlsx, struct relations *relations, struct fault *fault)
{
  struct relations top = { .arena = xlsx->arena, .base = "" };
  struct xml_events events = { xlsx, sheets_start, ignore_end, NULL };
  if (!package_has(xlsx->package, "_rels/.rels") || package_has(xlsx->package, "xl/workbook.bin"))
    return other_format(xlsx, fault);
  if (!relations_read(&top, xlsx->package, "", fault)) return false;
  relations->base = related_part(&top, "officeDocument");
  if (!relations->base || !package_has(xlsx->package, relations_name(xlsx->arena, relations->base)))
    return other_format(xlsx, fault);
  if (!xml_read(xlsx->package, relations->base, PART_SMALL, &events, fault)) return false;
  if (!relations_read(relations, xlsx->package, relations->base, fault)) return false;
  if (!xlsx->sheet_count) return other_format(xlsx, fault);
  if (xlsx->sheet_count > MOST_SHEETS || relations->count > 2 * MOST_SHEETS)
    return fault_set(fault, FAULT_FILE, MSG_WORKBOOK_SHEETS, arena_printf(xlsx->arena, "%d", MOST_SHEETS), NULL);
  find_parts(xlsx, relations);
  return true;
}

static struct xlsx *package_of(struct arena *arena, struct source *source, const char *path, struct fault *fault)
{
  struct xlsx *xlsx = arena_alloc(arena, sizeof *xlsx);
  *xlsx = (struct xlsx){ .arena = arena, .source = source, .path = path };
  xlsx->package = package_open(arena, source_archive(source), path, fault);
  return xlsx;
}

struct xlsx *xlsx_open_contents(struct arena *arena, struct source *source, const char *path, struct fault *fault)
{
  struct relations relations = { .arena = arena };
  struct xlsx *xlsx = package_of(arena, source, path, fault);
  if (xlsx->package && load_contents(xlsx, &relations, fault)) return xlsx;
  xlsx_close(xlsx);
  return NULL;
}

const char *xlsx_visible_sheet(const struct xlsx *xlsx, size_t number)
{
  return xlsx->sheets[number].hidden ? NULL : xlsx->sheets[number].name;
}

struct xlsx *xlsx_open(struct arena *arena, struct source *source, const char *path, const char *sheet, struct fault *fault)
{
  struct relations relations = { .arena = arena };
  struct xlsx *xlsx = package_of(arena, source, path, fault);
  if (xlsx->package && load_contents(xlsx, &relations, fault) && choose_sheet(xlsx, sheet, fault) &&
      read_formats(xlsx, related_part(&relations, "styles"), fault) &&
      read_strings(xlsx, related_part(&relations, "sharedStrings"), fault))
    return xlsx;
  xlsx_close(xlsx);
  return NULL;
}

const char *xlsx_sheet(const struct xlsx *xlsx)
{
  return xlsx->sheet->name;
}

const char *xlsx_part(const struct xlsx *xlsx)
{
  return xlsx->sheet->part;
}

size_t xlsx_sheets(const struct xlsx *xlsx)
{
  return xlsx->sheet_count;
}

size_t xlsx_sheet_number(const struct xlsx *xlsx)
{
  return (size_t)(xlsx->sheet - xlsx->sheets);
}

bool xlsx_choose(struct xlsx *xlsx, size_t number)
{
  if (xlsx->sheets[number].hidden) return false;
  xlsx->sheet = &xlsx->sheets[number];
  return true;
}

const char *xlsx_sheet_names(struct arena *arena, const struct xlsx *xlsx)
{
  struct buffer names = { 0 };
  for (size_t i = 0; i < xlsx->sheet_count; i++)
    if (!xlsx->sheets[i].hidden) buffer_printf(&names, "%s“%s”", names.length ? "、" : "", xlsx->sheets[i].name);
  const char *copy = arena_copy(arena, buffer_view(&names).at, names.length);
  buffer_free(&names);
  return copy;
}

size_t xlsx_other_sheets(const struct xlsx *xlsx)
{
  size_t count = 0;
  for (size_t i = 0; i < xlsx->sheet_count; i++) count += !xlsx->sheets[i].hidden && &xlsx->sheets[i] != xlsx->sheet;
  return count;
}

int xlsx_epoch(const struct xlsx *xlsx)
{
  return xlsx->dates_1904 ? 1904 : 1900;
}

void xlsx_close(struct xlsx *xlsx)
{
  grid_close(xlsx);
  if (xlsx->package) package_close(xlsx->package);
  buffer_free(&xlsx->strings);
  buffer_free(&xlsx->row);
  buffer_free(&xlsx->value);
  buffer_free(&xlsx->formula);
  buffer_free(&xlsx->spread);
  memory_free(xlsx->string_ends);
  xlsx->package = NULL;
  xlsx->string_ends = NULL;
}
