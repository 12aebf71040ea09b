/* What a workbook says of its run as a whole, for command_run. */
#include "write/overview.h"

#include <string.h>

#include "data/region.h"
#include "write/company_lines.h"
#include "write/xlsx_export.h"

enum { LINES = 16, TOTALS = 2 };

struct overview {
  struct arena *arena;
  struct bound_overview bound;
  struct bound_record lines[LINES];
  struct bound_total totals[TOTALS];
};

static const char *word(enum message message)
{
  return message_name(message, LANGUAGE_CHINESE);
}

static void add_line(struct overview *overview, enum message name, struct buffer *text)
{
  overview->lines[overview->bound.line_count++] = (struct bound_record){ word(name), buffer_take(overview->arena, text) };
}

static void add_count(struct overview *overview, enum message name, uint64_t count)
{
  struct buffer text = { 0 };
  buffer_integer(&text, (int64_t)count);
  add_line(overview, name, &text);
}

static bool is_told(const struct bound_overview *overview, const char *title)
{
  for (size_t i = 0; i < overview->title_count; i++)
    if (strcmp(overview->titles[i], title) == 0) return true;
  return false;
}

static bool has_region(const struct policy *policy, int32_t code)
{
  for (size_t i = 0; i < policy->region_count; i++)
    if (policy->regions[i] == code) return true;
  return false;
}

static void add_regions(struct overview *overview, const struct plan *plan)
{
  struct buffer regions = { 0 }, region = { 0 };
  for (size_t i = 0; i < plan->model->policy_count; i++) {
    const struct policy *policy = plan->model->policies[i];
    for (size_t k = 0; policy_covers(policy, plan->as_of.year) && k < policy->region_count; k++) {
      bool told = false;
      for (size_t before = 0; before < i; before++)
        told |= policy_covers(plan->model->policies[before], plan->as_of.year) &&
                has_region(plan->model->policies[before], policy->regions[k]);
      if (told) continue;
      buffer_reset(&region);
      format_region(&region, plan->model->regions, policy->regions[k]);
      buffer_char(&region, 0);
      format_item(&regions, LANGUAGE_CHINESE, region.at);
    }
  }
  if (regions.length) add_line(overview, MSG_HEADING_DISTRICT, &regions);
  buffer_free(&regions);
  buffer_free(&region);
}

static void add_titles(struct overview *overview, const struct plan *plan)
{
  const char **titles = arena_array(overview->arena, plan->model->policy_count + 1, sizeof *titles);
  overview->bound.titles = titles;
  for (size_t i = 0; i < plan->model->policy_count; i++) {
    const struct policy *policy = plan->model->policies[i];
    if (policy_covers(policy, plan->as_of.year) && !is_told(&overview->bound, policy->name))
      titles[overview->bound.title_count++] = policy->name;
  }
}

static void add_lines(struct overview *overview, const struct manifest *manifest, const struct results *results)
{
  struct buffer text = { 0 };
  add_titles(overview, manifest->plan);
  add_regions(overview, manifest->plan);
  add_count(overview, MSG_RECORD_YEAR, (uint64_t)manifest->plan->as_of.year);
  date_write(&text, manifest->plan->as_of.on);
  add_line(overview, MSG_RECORD_AS_OF, &text);
  for (size_t i = 0; i < manifest->count; i++)
    if (strcmp(manifest->files[i].role, word(MSG_RECORD_LIST)) == 0) {
      buffer_text(&text, manifest->files[i].path);
      add_line(overview, MSG_RECORD_LIST, &text);
      break;
    }
  add_count(overview, MSG_RECORD_COMPANIES, results_rows(results));
  add_count(overview, MSG_RECORD_PROBLEMS, results_problems(results));
  buffer_printf(&text, "huiqi %s", manifest->version);
  add_line(overview, MSG_RECORD_PROGRAM, &text);
}

static struct slice money(struct overview *overview, bool known, int64_t fen)
{
  struct buffer text = { 0 };
  if (known) money_write(&text, fen);
  return buffer_take(overview->arena, &text);
}

static void add_total(struct overview *overview, enum message name, const struct results_total *total)
{
  const struct bounds *bounds = &total->bounds;
  overview->totals[overview->bound.total_count++] =
      (struct bound_total){ .name = word(name),
                            .amount = money(overview, !total->overflowed, total->amount),
                            .least = money(overview, !bounds->overflowed, bounds->least),
                            .most = money(overview, !bounds->overflowed && !bounds->open, bounds->most) };
}

static bool bind_companies(struct overview *overview, struct output *output, const struct results *results, struct fault *fault)
{
  struct company_lines *lines = results_companies(results);
  struct bound_companies *companies = arena_alloc(overview->arena, sizeof *companies);
  *companies = (struct bound_companies){ .path = company_lines_path(lines, fault), .kept = COMPANY_MISSING };
  companies->contents = company_contents(overview->arena, company_lines_layout(lines), &companies->count);
  output_bind(output, &overview->bound, companies);
  return companies->path != NULL;
}

bool overview_bind(struct output *output, const struct manifest *manifest, const struct results *results,
                   const char *const *notices, size_t count, struct fault *fault)
{
  if (!results_companies(results)) return true;
  struct overview *overview = arena_alloc(manifest->arena, sizeof *overview);
  *overview = (struct overview){ .arena = manifest->arena, .bound = { .notices = notices, .notice_count = count } };
  overview->bound.lines = overview->lines;
  overview->bound.totals = overview->totals;
  add_lines(overview, manifest, results);
  const struct results_total granted = results_granted(results), owed = results_owed(results);
  add_total(overview, MSG_WORKBOOK_TOTAL, &granted);
  if (owed.any) add_total(overview, MSG_WORKBOOK_TOTAL_OWED, &owed);
  return bind_companies(overview, output, results, fault);
}
