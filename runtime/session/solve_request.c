/* Reading what 求解 is asked. Amounts need their unit, as values of parameters do. */
#include "session/solve_request.h"

#include <string.h>

#include "data/amount.h"
#include "data/record.h"
#include "decode/unicode.h"

static struct slice rest_of(struct slice text, const char *start)
{
  size_t length = strlen(start);
  return slice_trim((struct slice){ text.at + length, text.length - length });
}

/* 参数.名称 */
static struct slice without_word(struct slice name)
{
  static const char *const words[] = { "参数.", "parameter." };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (slice_starts(name, words[i])) return rest_of(name, words[i]);
  return name;
}

/* 名称, or 编号.名称 of one policy. */
static bool is_named(struct arena *arena, const struct parameter *parameter, struct slice name)
{
  if (slice_is(name, parameter->name)) return true;
  return parameter->policy->id && slice_is(name, arena_printf(arena, "%s.%s", parameter->policy->id, parameter->name));
}

bool solve_parameter_read(struct arena *arena, const struct model *model, const char *name, struct parameter_set *set,
                          struct solution *solution, struct fault *fault)
{
  struct slice wanted = without_word(unicode_cell(arena, slice_of(name), NULL));
  struct nearest nearest = { .wanted = wanted, .distance = SIZE_MAX };
  size_t capacity = 0;
  *set = (struct parameter_set){ NULL, 0 };
  for (size_t i = 0; i < model->policy_count; i++)
    for (size_t k = 0; k < model->policies[i]->parameter_count; k++) {
      struct parameter *parameter = model->policies[i]->parameters[k];
      nearest_offer(&nearest, parameter->name);
      if (!is_named(arena, parameter, wanted)) continue;
      set->items = arena_grow(arena, set->items, set->count, &capacity, sizeof(struct parameter *));
      set->items[set->count++] = parameter;
    }
  if (!set->count)
    return fault_set(fault, FAULT_USAGE, MSG_UNKNOWN_PARAMETER, arena_copy(arena, wanted.at, wanted.length),
                     nearest.best ? nearest.best : "", NULL);
  solution->parameter = set->items[0];
  enum value_type type = solution->parameter->type;
  for (size_t i = 1; i < set->count; i++)
    if (set->items[i]->type != type || parameter_is_rate(set->items[i]) != parameter_is_rate(solution->parameter))
      return fault_set(fault, FAULT_USAGE, MSG_SOLVE_TYPES, solution->parameter->name, solution->parameter->policy->id, NULL);
  if (type == TYPE_MONEY || type == TYPE_NUMBER || type == TYPE_DATE) return true;
  return fault_set(fault, FAULT_USAGE, MSG_SOLVE_KIND, solution->parameter->name, NULL);
}

/* The unit must stand with the figure: which one is meant is not guessed. */
static bool amount_with_unit(struct slice text, int64_t *fen)
{
  int64_t other;
  enum message wrong;
  if (slice_is(text, "百元")) return *fen = 100 * FEN_YUAN, true;
  if (money_unit(text)) return *fen = money_unit(text), true;
  bool read = money_read(text, FEN_YUAN, fen, &wrong) && money_read(text, FEN_WAN, &other, &wrong);
  return read && *fen == other && *fen > 0;
}

static bool read_limit(struct arena *arena, const char *given, struct solution *solution, struct fault *fault)
{
  static const struct {
    const char *word;
    bool at_least;
  } words[] = { { "至多", false }, { "不超过", false }, { "at_most", false },
                { "至少", true },  { "不低于", true },  { "at_least", true } };
  struct slice text = unicode_cell(arena, slice_of(given), NULL);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!slice_starts(text, words[i].word)) continue;
    solution->at_least = words[i].at_least;
    if (amount_with_unit(rest_of(text, words[i].word), &solution->limit)) return true;
  }
  return fault_set(fault, FAULT_USAGE, MSG_SOLVE_LIMIT, given, NULL);
}

static bool read_end(const char *given, struct solution *solution, struct fault *fault)
{
  static const char *const names[][2] = { { "已定", "certain" }, { "至少", "least" }, { "至多", "most" } };
  solution->end = solution->at_least ? TOTAL_LEAST : TOTAL_MOST;
  for (int i = 0; given && i < 3; i++)
    if (!strcmp(given, names[i][0]) || !strcmp(given, names[i][1])) return solution->end = (enum total_end)i, true;
  return !given || fault_set(fault, FAULT_USAGE, MSG_SOLVE_END, given, NULL);
}

static struct ratio default_step(const struct parameter *parameter)
{
  if (parameter->type == TYPE_MONEY) return ratio_whole(100 * FEN_YUAN);
  return parameter->type == TYPE_NUMBER && parameter_is_rate(parameter) ? (struct ratio){ 1, 1000 } : ratio_whole(1);
}

/* `0.1个百分点`, `0.1%`; of days and numbers a number. */
static bool read_number_step(struct slice text, const struct parameter *parameter, struct ratio *step)
{
  static const char points[] = "个百分点", days[] = "天";
  enum message wrong;
  bool rate = parameter_is_rate(parameter), in_points = slice_ends(text, points);
  if (in_points) text = slice_trim((struct slice){ text.at, text.length - strlen(points) });
  if (parameter->type == TYPE_DATE && slice_ends(text, days)) text.length -= strlen(days);
  if (in_points && !rate) return false;
  if (!number_read(slice_trim(text), 0, in_points, step, &wrong) || step->num <= 0) return false;
  return rate ? step->num < step->den : parameter->type == TYPE_NUMBER || step->den == 1; /* `1` is 1% or the whole */
}

static bool read_step(struct arena *arena, const char *given, struct solution *solution, struct fault *fault)
{
  const struct parameter *parameter = solution->parameter;
  solution->step = default_step(parameter);
  if (!given) return true;
  struct slice text = unicode_cell(arena, slice_of(given), NULL);
  int64_t fen;
  bool money = parameter->type == TYPE_MONEY;
  if (money && amount_with_unit(text, &fen)) return solution->step = ratio_whole(fen), true;
  if (!money && read_number_step(text, parameter, &solution->step)) return true;
  return fault_set(fault, FAULT_USAGE, MSG_SOLVE_STEP, given, parameter->name, NULL);
}

bool solve_request_read(struct arena *arena, const struct solve_request *request, struct solution *solution, struct fault *fault)
{
  return read_limit(arena, request->limit, solution, fault) && read_end(request->end, solution, fault) &&
         read_step(arena, request->step, solution, fault);
}
