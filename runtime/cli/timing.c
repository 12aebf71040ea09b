/* Stages of a run, and what each measure's conditions and amounts cost. */
#include "cli/timing.h"

#include <string.h>

#include "write/json.h"
#include "write/terminal.h"

static struct slice milliseconds(struct arena *arena, double seconds)
{
  return slice_of(arena_printf(arena, "%.1f", seconds * 1e3));
}

static void stages(struct buffer *out, struct arena *arena, const struct terminal *terminal, const struct timings *timings,
                   enum language language)
{
  static const enum message names[TIMING_STAGES] = { MSG_TIMING_READ,  MSG_TIMING_SPLIT, MSG_TIMING_DECODE,
                                                     MSG_TIMING_JUDGE, MSG_TIMING_WAIT,  MSG_TIMING_MERGE };
  static const struct table_column columns[] = { { MSG_TIMING_STAGE, false, FIT_WHOLE },
                                                 { MSG_TIMING_TABLES, true, FIT_WHOLE },
                                                 { MSG_TIMING_COMPANIES, true, FIT_WHOLE },
                                                 { MSG_TIMING_OBJECTS, true, FIT_WHOLE } };
  struct text_table *table = text_table_new(arena, columns, 4, language);
  for (int i = 0; i < TIMING_STAGES; i++) {
    text_table_add(table, slice_of(message_name(names[i], language)), STYLE_PLAIN);
    text_table_add(table, milliseconds(arena, timings->tables[i]), STYLE_PLAIN);
    text_table_add(table, milliseconds(arena, timings->companies[i]), STYLE_PLAIN);
    text_table_add(table, milliseconds(arena, timings->objects[i]), STYLE_PLAIN);
  }
  text_table_write(out, table, terminal, 2);
}

/* Steps that a measure's expressions rest on. */
static void reach(const struct program *program, uint32_t slot, uint8_t *reached)
{
  if (slot == NO_SLOT || reached[slot]) return;
  reached[slot] = 1;
  for (size_t i = 0; i < program->steps[slot].input_count; i++) reach(program, program->steps[slot].inputs[i], reached);
}

static uint8_t *steps_of(struct arena *arena, const struct program *program, const struct planned *planned)
{
  uint8_t *reached = arena_array(arena, program->step_count, 1);
  reach(program, planned->condition, reached);
  reach(program, planned->amount, reached);
  reach(program, planned->cap, reached);
  return reached;
}

/* What the conditions and amounts of a measure took. */
struct measure_time {
  size_t steps;
  double seconds;
};

/* Of each measure of the companies; NULL: nothing was measured. A step that several share is paid by each in equal parts. */
static struct measure_time *measure_times(struct arena *arena, const struct plan *plan, const struct timings *timings)
{
  const struct planned_subjects *companies = &plan->subjects[0];
  const struct program *program = companies->program;
  if (!timings->steps || timings->step_count != program->step_count) return NULL;
  struct measure_time *times = arena_array(arena, companies->count + 1, sizeof *times);
  uint8_t **steps = arena_array(arena, companies->count, sizeof *steps);
  uint32_t *users = arena_array(arena, program->step_count, sizeof *users);
  for (size_t i = 0; i < companies->count; i++) {
    steps[i] = steps_of(arena, program, &companies->measures[i]);
    for (size_t k = 0; k < program->step_count; k++) users[k] += steps[i][k];
  }
  for (size_t i = 0; i < companies->count; i++)
    for (size_t k = 0; k < program->step_count; k++)
      if (steps[i][k]) times[i].seconds += timings->steps[k] / users[k], times[i].steps++;
  return times;
}

static void measures(struct buffer *out, struct arena *arena, const struct terminal *terminal, const struct plan *plan,
                     const struct timings *timings, enum language language)
{
  static const struct table_column columns[] = { { MSG_HEADING_MEASURE, false, FIT_WHOLE },
                                                 { MSG_MODEL_NAME, false, FIT_CUT },
                                                 { MSG_TIMING_STEPS, true, FIT_WHOLE },
                                                 { MSG_TIMING_MEASURE, true, FIT_WHOLE } };
  const struct planned_subjects *companies = &plan->subjects[0];
  const struct measure_time *times = measure_times(arena, plan, timings);
  if (!times) return;
  struct text_table *table = text_table_new(arena, columns, 4, language);
  for (size_t i = 0; i < companies->count; i++) {
    text_table_add(table, slice_of(companies->measures[i].measure->id), STYLE_PLAIN);
    text_table_add(table, slice_of(companies->measures[i].measure->name), STYLE_PLAIN);
    text_table_add(table, slice_of(arena_printf(arena, "%zu", times[i].steps)), STYLE_PLAIN);
    text_table_add(table, milliseconds(arena, times[i].seconds), STYLE_PLAIN);
  }
  if (companies->count) text_table_write(out, table, terminal, 2);
}

void timing_print(FILE *to, const struct plan *plan, const struct timings *timings, double seconds, enum language language)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct terminal terminal = terminal_of(fileno(to));
  buffer_char(&out, '\n');
  message_text(&out, language, MSG_TIMING_TOTAL, arena_printf(&arena, "%.0f", seconds * 1e3), NULL);
  buffer_char(&out, '\n');
  stages(&out, &arena, &terminal, timings, language);
  buffer_char(&out, '\n');
  measures(&out, &arena, &terminal, plan, timings, language);
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
  arena_free(&arena);
}

static void json_seconds(struct json *json, const char *key, double seconds)
{
  char text[32];
  snprintf(text, sizeof text, "%.6f", seconds);
  json_key(json, key);
  json_raw(json, slice_of(text));
}

static void json_stages(struct json *json, const char *key, const double *stages)
{
  static const char *const names[TIMING_STAGES] = { "read", "split", "decode", "judge", "wait", "merge" };
  json_key(json, key);
  json_object(json);
  for (int i = 0; i < TIMING_STAGES; i++) json_seconds(json, names[i], stages[i]);
  json_object_end(json);
}

void timing_print_json(FILE *to, const struct plan *plan, const struct timings *timings, double seconds, uint64_t rows)
{
  struct arena arena = { 0 };
  struct buffer out = { 0 };
  struct json json = json_into(&out, false);
  const struct planned_subjects *companies = &plan->subjects[0];
  const struct measure_time *times = measure_times(&arena, plan, timings);
  json_object(&json);
  json_seconds(&json, "seconds", seconds);
  json_key(&json, "companies"), json_integer(&json, (int64_t)rows);
  json_key(&json, "stages");
  json_object(&json);
  json_stages(&json, "tables", timings->tables);
  json_stages(&json, "companies", timings->companies);
  json_stages(&json, "objects", timings->objects);
  json_object_end(&json);
  json_key(&json, "measures");
  json_array(&json);
  for (size_t i = 0; times && i < companies->count; i++) {
    json_object(&json);
    json_entry(&json, "id", companies->measures[i].measure->id);
    json_key(&json, "steps"), json_integer(&json, (int64_t)times[i].steps);
    json_seconds(&json, "seconds", times[i].seconds);
    json_object_end(&json);
  }
  json_array_end(&json);
  json_object_end(&json);
  buffer_char(&out, '\n');
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
  arena_free(&arena);
}
