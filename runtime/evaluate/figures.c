/* Finding a figure, for evaluate/target and evaluate/program. */
#include "evaluate/figures.h"

#include <string.h>

#include "decode/unicode.h"

static const char *const table_names[FIGURE_TABLES] = { [FIGURE_INDICATORS] = "指标", [FIGURE_TASKS] = "任务分解" };

const char *figure_table_name(enum figure_table table)
{
  return table_names[table];
}

enum figure_table figure_table_find(const char *name)
{
  int table = 0;
  while (table < FIGURE_TABLES && strcmp(table_names[table], name) != 0) table++;
  return (enum figure_table)table;
}

int32_t area_code(const struct regions *regions, struct slice area)
{
  int32_t code = 0, now;
  if (area.length != 6 && area.length != 12) return 0;
  for (size_t i = 0; i < area.length; i++) {
    if (area.at[i] < '0' || area.at[i] > '9') return 0;
    if (i < 6) code = code * 10 + (area.at[i] - '0');
  }
  return region_today(regions, code, &now, NULL) == REGION_SUCCEEDED ? now : code;
}

bool area_same(const struct regions *regions, struct slice a, struct slice b)
{
  if (slice_equal(a, b)) return true;
  int32_t first = area_code(regions, a), second = area_code(regions, b);
  if (!first) first = region_find(regions, a);
  if (!second) second = region_find(regions, b);
  return first && first == second;
}

static bool is_area(const struct figures *figures, struct slice area, int32_t code)
{
  int32_t written = area_code(figures->regions, area);
  if (written) return written == code;
  const char *name = region_name(figures->regions, code);
  return (name && slice_is(area, name)) || region_find(figures->regions, area) == code;
}

const struct figure_row *figures_indicator(const struct figures *figures, const struct node *node, int year)
{
  struct arena scratch = { 0 };
  const struct slice name = unicode_cell(&scratch, slice_of(node->text), NULL);
  const struct figure_row *found = NULL;
  for (size_t i = 0; figures && !found && i < figures->rows[FIGURE_INDICATORS].count; i++) {
    const struct figure_row *row = &figures->rows[FIGURE_INDICATORS].items[i];
    bool meant = row->year == year && slice_equal(row->name, name), here = false;
    for (size_t k = 0; meant && k < node->set_count; k++) here |= is_area(figures, row->area, node->codes[k]);
    if (here) found = row;
  }
  arena_free(&scratch);
  return found && found->known ? found : NULL;
}

const struct figure_row *figures_indicator_of(const struct figures *figures, const char *name, int year, struct slice area)
{
  struct arena scratch = { 0 };
  const struct slice asked = unicode_cell(&scratch, slice_of(name), NULL);
  const struct figure_row *found = NULL;
  for (size_t i = 0; figures && !found && i < figures->rows[FIGURE_INDICATORS].count; i++) {
    const struct figure_row *row = &figures->rows[FIGURE_INDICATORS].items[i];
    if (row->year == year && slice_equal(row->name, asked) && area_same(figures->regions, row->area, area)) found = row;
  }
  arena_free(&scratch);
  return found && found->known ? found : NULL;
}
