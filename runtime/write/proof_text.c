/* Proofs on the terminal and as JSON. */
#include "write/proof_text.h"

#include <string.h>
#include <unistd.h>

#include "write/difference_text.h"
#include "write/entity_text.h"
#include "write/json.h"
#include "write/terminal.h"

struct proof_page {
  struct arena *arena;
  enum language language;
  struct terminal terminal;
  struct buffer *out;
};

static const char *measure_string(struct arena *arena, const struct proof *proof)
{
  return arena_printf(arena, "%s %s", proof->after->id, proof->after->name);
}

static void print_class(struct proof_page *page, const struct proof_class *found)
{
  struct buffer line = { 0 };
  if (found->where && *found->where) buffer_text(&line, found->where);
  else format_words(&line, page->language, found->where ? MSG_PROOF_ALWAYS : MSG_PROOF_SOMETIMES);
  format_words(&line, page->language, MSG_COLON);
  buffer_printf(&line, "%s → %s", found->before, found->after);
  buffer_char(&line, 0);
  paragraph_print(page->out, &page->terminal, "  ", 4, line.at);
  if (!*found->witness) {
    buffer_free(&line);
    return;
  }
  buffer_reset(&line);
  message_text(&line, page->language, MSG_PROOF_WITNESS, found->witness, NULL);
  buffer_char(&line, 0);
  paragraph_print(page->out, &page->terminal, "    ", 6, line.at);
  buffer_free(&line);
}

static void print_proof(struct proof_page *page, const struct proof *proof)
{
  const char *measure = measure_string(page->arena, proof);
  if (proof->kind == PROOF_OPEN) {
    struct buffer line = { 0 };
    message_text(&line, page->language, MSG_PROOF_OPEN, measure, proof->reason, NULL);
    buffer_char(&line, 0);
    paragraph_print(page->out, &page->terminal, "", 2, line.at);
    buffer_free(&line);
    return;
  }
  struct buffer heading = { 0 };
  message_text(&heading, page->language, MSG_PROOF_DIFFERENT, measure, NULL);
  if (proof->reason) buffer_text(&heading, proof->reason);
  buffer_char(&heading, 0);
  paragraph_print(page->out, &page->terminal, "", 2, heading.at);
  buffer_free(&heading);
  for (size_t i = 0; i < proof->class_count; i++) print_class(page, &proof->classes[i]);
  if (!proof->more) return;
  buffer_text(page->out, "  ");
  message_text(page->out, page->language, MSG_PROOF_MORE_CLASSES, INTEGER(proof->more), NULL);
  buffer_char(page->out, '\n');
}

static void print_year(struct proof_page *page, const struct proofs *proofs)
{
  struct buffer same = { 0 }, day = { 0 };
  size_t count = 0;
  date_write(&day, proofs->as_of.on);
  buffer_char(&day, 0);
  buffer_char(page->out, '\n');
  message_text(page->out, page->language, MSG_PROOF_HEADING, INTEGER(proofs->as_of.year), day.at, NULL);
  buffer_text(page->out, "\n");
  for (size_t i = 0; i < proofs->count; i++) {
    if (proofs->items[i].kind != PROOF_SAME) print_proof(page, &proofs->items[i]);
    else buffer_printf(&same, "%s%s", count++ ? message_name(MSG_LIST_COMMA, page->language) : "", proofs->items[i].after->id);
  }
  if (count) {
    struct buffer line = { 0 };
    buffer_char(&same, 0);
    message_text(&line, page->language, MSG_PROOF_SAME, same.at, INTEGER(count), NULL);
    buffer_char(&line, 0);
    paragraph_print(page->out, &page->terminal, "", 2, line.at);
    buffer_free(&line);
  }
  buffer_free(&same);
  buffer_free(&day);
}

void proofs_print(FILE *to, struct arena *arena, enum language language, const struct rule_changes *rules,
                  const struct proofs *years, size_t count)
{
  struct buffer out = { 0 };
  struct proof_page page = { arena, language, terminal_of(fileno(to)), &out };
  rule_changes_print(&out, arena, language, &page.terminal, rules);
  for (size_t i = 0; i < count; i++) print_year(&page, &years[i]);
  terminal_write(to, buffer_view(&out));
  buffer_free(&out);
}

static void class_json(struct json *json, const struct proof_class *found)
{
  json_object(json);
  if (found->where) json_entry(json, "where", found->where);
  json_entry(json, "before", found->before);
  json_entry(json, "after", found->after);
  json_entry(json, "witness", found->witness);
  json_object_end(json);
}

static void proof_json(struct json *json, const struct proof *proof)
{
  static const char *const kinds[] = { [PROOF_SAME] = "same", [PROOF_DIFFERENT] = "different", [PROOF_OPEN] = "open" };
  json_object(json);
  json_entry(json, "id", proof->after->id);
  json_entry(json, "result", kinds[proof->kind]);
  if (proof->reason) json_entry(json, "reason", proof->reason);
  json_key(json, "cells"), json_integer(json, (int64_t)proof->witnesses);
  json_key(json, "classes"), json_array(json);
  for (size_t i = 0; i < proof->class_count; i++) class_json(json, &proof->classes[i]);
  json_array_end(json);
  json_key(json, "more"), json_integer(json, (int64_t)proof->more);
  json_object_end(json);
}

void proofs_json(struct buffer *out, const struct proofs *years, size_t count)
{
  struct json json = json_into(out, true);
  json_array(&json);
  for (size_t i = 0; i < count; i++) {
    json_object(&json);
    json_key(&json, "year"), json_integer(&json, years[i].as_of.year);
    json_key(&json, "measures"), json_array(&json);
    for (size_t k = 0; k < years[i].count; k++) proof_json(&json, &years[i].items[k]);
    json_array_end(&json);
    json_object_end(&json);
  }
  json_array_end(&json);
}
