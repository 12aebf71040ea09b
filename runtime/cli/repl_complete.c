/* Completion by context. What stands before the word is looked at from its end: is a quote open, behind which key; a dot; whose
 * braces are open; else the command at the beginning. Nothing is parsed: what is typed is not finished. */
#include "cli/repl_complete.h"

#include <string.h>

#include "cli/help.h"
#include "decode/unicode.h"
#include "policy/words.h"
#include "session/editor_parts.h"

struct completing {
  struct repl *repl;
  struct arena *arena;
  struct slice before;
  const char *word;
  bool english; /* a letter was typed */
  struct texts *out;
};

/* What is offered begins with the word and is shown as it is; each once. */
static void offer_always(struct completing *completing, const char *name)
{
  struct texts *out = completing->out;
  struct buffer shown = { 0 };
  format_visible(&shown, slice_of(name));
  bool fits = slice_is(buffer_view(&shown), name);
  buffer_free(&shown);
  for (size_t i = 0; fits && i < out->count; i++) fits = strcmp(out->items[i], name) != 0;
  if (!fits) return;
  out->items = arena_grow(completing->arena, out->items, out->count, &out->capacity, sizeof *out->items);
  out->items[out->count++] = arena_string(completing->arena, name);
}

static void offer(struct completing *completing, const char *name)
{
  if (name && strncmp(name, completing->word, strlen(completing->word)) == 0) offer_always(completing, name);
}

/* The English name only to whom types letters: nobody wants both. */
static void offer_both(struct completing *completing, const char *chinese, const char *english)
{
  offer(completing, chinese);
  if (completing->english) offer(completing, english);
}

/* What there is */

static void offer_fields(struct completing *completing, const struct table_kind *kind)
{
  for (size_t i = 0; i < kind->field_count; i++) offer_both(completing, kind->fields[i].name, kind->fields[i].english);
}

static void offer_measures(struct completing *completing)
{
  const struct model *model = huiqi_model(completing->repl->session);
  for (size_t i = 0; i < model->measure_count; i++) offer(completing, model->measures[i]->id);
  for (size_t i = 0; i < model->measure_count; i++) offer(completing, model->measures[i]->name);
}

static void offer_parameters(struct completing *completing)
{
  const struct model *model = huiqi_model(completing->repl->session);
  for (size_t p = 0; p < model->policy_count; p++)
    for (size_t i = 0; i < model->policies[p]->parameter_count; i++) offer(completing, model->policies[p]->parameters[i]->name);
}

enum { COMPANY_BYTES = 3 }; /* one Chinese character, or three letters */

/* Names that contain the word, wherever. */
static void offer_companies(struct completing *completing)
{
  struct repl *repl = completing->repl;
  struct matches found = { 0 };
  struct fault fault;
  if (strlen(completing->word) < COMPANY_BYTES || !repl->options.inputs.list) return;
  if (!huiqi_find(repl->session, slice_of(completing->word), &found, &fault)) return;
  size_t count = found.count < MATCHES_MAX ? found.count : MATCHES_MAX;
  for (size_t i = 0; i < count; i++)
    if (found.items[i].name.length)
      offer_always(completing, arena_copy(completing->arena, found.items[i].name.at, found.items[i].name.length));
}

static void offer_group(struct completing *completing, enum word_group group, const char *of)
{
  for (size_t i = 0; i < word_count; i++) {
    const char *whose = words[i].of ? words[i].of : "";
    if (words[i].group == group && (!of || strcmp(whose, of) == 0)) offer_both(completing, words[i].chinese, words[i].english);
  }
}

static void take_help_name(void *context, const struct help_entry *entry)
{
  offer_both(context, entry->name, entry->other);
}

static void offer_help_names(struct completing *completing)
{
  help_each(&(struct help_walk){ completing->arena, LANGUAGE_CHINESE, take_help_name, completing });
  offer_measures(completing);
}

static void offer_all(struct completing *completing)
{
  struct repl *repl = completing->repl;
  const struct model *model = huiqi_model(repl->session);
  const char *const *kept;
  size_t kept_count = prompt_names(huiqi_prompt(repl->session), &kept);
  for (size_t i = 0; i < repl_command_count && !completing->before.length; i++)
    offer_both(completing, repl_commands[i].word.chinese, repl_commands[i].word.english);
  offer_fields(completing, &model->tables[0].kind);
  for (size_t i = 0; i < word_names; i++) offer_both(completing, words[i].chinese, words[i].english);
  for (size_t i = 0; i < kept_count; i++) offer(completing, kept[i]);
  for (size_t i = 1; i < model->table_count; i++)
    offer_both(completing, model->tables[i].kind.name, model->tables[i].kind.english);
  offer_measures(completing);
  offer_companies(completing);
}

/* Behind a dot: the members of what stands before it */

static bool offer_members(struct completing *completing, const char *owner)
{
  const struct model *model = huiqi_model(completing->repl->session);
  size_t before = completing->out->count, length = strlen(owner);
  if (word_find(owner) == word_find("parameter")) return offer_parameters(completing), true;
  for (size_t i = 1; i < model->table_count; i++) {
    const struct table *table = &model->tables[i];
    bool named = strcmp(table->kind.name, owner) == 0 || (table->kind.english && strcmp(table->kind.english, owner) == 0);
    if (!named) continue;
    offer_fields(completing, &table->kind);
    for (size_t k = 0; k < table->link_count; k++) offer_both(completing, table->links[k].name, table->links[k].english);
  }
  for (size_t i = 0; i < word_count; i++) {
    const char *const names[] = { words[i].chinese, words[i].english };
    bool member = words[i].group == WORD_MEMBER || words[i].group == WORD_LIBRARY;
    for (int k = 0; member && k < 2; k++)
      if (names[k] && strncmp(names[k], owner, length) == 0 && names[k][length] == '.') offer(completing, names[k] + length + 1);
  }
  return completing->out->count > before;
}

/* What stands before, from its end */

static bool parts_names(char c)
{
  return strchr(" \t\n\"'(){}[],;=+*/<>.", c) != NULL;
}

/* The name that the text ends with, spaces behind it apart. */
static const char *last_name(struct completing *completing, struct slice text)
{
  text = slice_trim(text);
  size_t begin = text.length;
  while (begin && !parts_names(text.at[begin - 1])) begin--;
  return arena_copy(completing->arena, text.at + begin, text.length - begin);
}

/* Where the innermost brace that is open begins; SIZE_MAX: none is. */
static size_t open_brace(struct slice text)
{
  size_t closed = 0;
  for (size_t at = text.length; at--;) {
    if (text.at[at] == '}') closed++;
    if (text.at[at] == '{' && !closed--) return at;
  }
  return SIZE_MAX;
}

static bool quote_is_open(struct slice text)
{
  bool open = false;
  for (size_t i = 0; i < text.length; i++) open ^= text.at[i] == '"';
  return open;
}

static const struct field *field_before(struct completing *completing, struct slice text)
{
  return field_find(&huiqi_model(completing->repl->session)->tables[0].kind, slice_of(last_name(completing, text)));
}

/* `所有制 { 是 = "`, `所有制 { 属于 = { "民营", "` : choices; `取整 = "`: values of the key; `引用 "`: modules. */
static void complete_text(struct completing *completing)
{
  struct slice text = completing->before;
  while (text.length && text.at[text.length - 1] != '"') text.length--;
  text.length -= text.length > 0;
  struct slice key = slice_trim(text);
  if (key.length && key.at[key.length - 1] == '=') key.length--;
  const char *name = last_name(completing, key);
  size_t offered = completing->out->count;
  offer_group(completing, WORD_VALUE, *name ? name : "-");
  for (size_t i = 0; i < word_count; i++)
    if (words[i].group == WORD_LIBRARY && word_find(name) == word_find("use")) offer(completing, words[i].of);
  if (completing->out->count > offered) return;
  for (size_t brace; (brace = open_brace(text)) != SIZE_MAX;) {
    text.length = brace;
    const struct field *field = field_before(completing, text);
    for (size_t i = 0; field && i < field->choice_count; i++) offer(completing, field->choices[i]);
    if (field) return;
  }
  offer_measures(completing);
}

/* `预算 = {`, `奖励 "甲" {`, `如果 {`: the name before a brace. */
static const char *name_of_braces(struct completing *completing, struct slice outside)
{
  outside = slice_trim(outside);
  if (outside.length && outside.at[outside.length - 1] == '=') outside.length--;
  if (outside.length && outside.at[outside.length - 1] == '"')
    for (outside.length--; outside.length && outside.at[--outside.length] != '"';) continue;
  return last_name(completing, outside);
}

/* Keys of the braces of a word; of a measure where it has none of its own. */
static void offer_keys(struct completing *completing, const char *name)
{
  const struct word *word = word_next(name, NULL);
  size_t offered = completing->out->count;
  bool own = false;
  for (size_t i = 0; word && i < word_count; i++)
    own |= words[i].group == WORD_KEY && words[i].of && strcmp(words[i].of, word->chinese) == 0;
  if (own) offer_group(completing, WORD_KEY, word->chinese);
  else if (word && word->group == WORD_DECLARATION) offer_group(completing, WORD_KEY, "");
  if (completing->out->count == offered || !*completing->word) offer_all(completing);
}

static bool complete_braces(struct completing *completing, size_t brace)
{
  struct slice outside = { completing->before.at, brace };
  const char *name = name_of_braces(completing, outside);
  const struct field *field = field_before(completing, outside);
  bool other;
  struct slice inside = slice_trim((struct slice){ completing->before.at + brace + 1, completing->before.length - brace - 1 });
  if (inside.length && inside.at[inside.length - 1] == '=') return false; /* a value: any name */
  for (size_t i = 0; field && i < word_count; i++)
    if (words[i].group == WORD_COMPARISON && comparison_fits(&words[i], field))
      offer_both(completing, words[i].chinese, words[i].english);
  if (field) return true;
  const struct repl_command *command = repl_command_find(slice_of(name), &other);
  if (command && command->run == repl_set_parameter) return offer_parameters(completing), true;
  if (command && (command->run == repl_create || command->run == repl_what_if))
    return offer_fields(completing, &huiqi_model(completing->repl->session)->tables[0].kind), true;
  return offer_keys(completing, name), true;
}

/* `选 恒`, `接近 U22`: what the command takes. */
static bool complete_command(struct completing *completing)
{
  static bool (*const takes_measure[])(struct repl *, const struct request *, struct fault *) = { repl_who, repl_near, repl_why,
                                                                                                  repl_lacking, repl_totals };
  struct slice before = slice_trim(completing->before);
  bool other;
  const struct repl_command *command = repl_command_find(before, &other);
  if (!command || before.length == completing->before.length) return false;
  if (command->run == repl_pick) return offer_companies(completing), true;
  if (command->run == repl_help) return offer_help_names(completing), true;
  if (command->run == repl_set_parameter) return offer_parameters(completing), true;
  for (size_t i = 0; i < sizeof takes_measure / sizeof *takes_measure; i++)
    if (command->run == takes_measure[i]) return offer_measures(completing), true;
  return false;
}

void repl_complete(struct repl *repl, struct arena *arena, struct slice before, const char *word, struct texts *out)
{
  bool letter = (*word >= 'a' && *word <= 'z') || (*word >= 'A' && *word <= 'Z') || *word == '_';
  struct completing completing = { repl, arena, before, word, letter, out };
  size_t brace = open_brace(before);
  if (quote_is_open(before)) {
    complete_text(&completing);
    return;
  }
  if (before.length && before.at[before.length - 1] == '.' &&
      offer_members(&completing, last_name(&completing, (struct slice){ before.at, before.length - 1 })))
    return;
  if (brace != SIZE_MAX && complete_braces(&completing, brace)) return;
  if (brace == SIZE_MAX && complete_command(&completing)) return;
  offer_all(&completing);
}
