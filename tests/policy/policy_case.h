/* What the tests of the policy room share: a script loaded from text, and its findings held against marks and sentences. */
#ifndef TESTS_POLICY_CASE_H
#define TESTS_POLICY_CASE_H

#include "lexicon_case.h"
#include "policy/load.h"

#define POLICY "政策 { 编号 = \"T1\", 名称 = \"测试\", 地区 = \"650100\", 有效期 = { \"2022-01-01\", \"2024-12-31\" } }\n"
/* Around what stands in a measure's conditions. */
#define AWARD       "奖励 \"甲\" { 编号 = \"T-1\", 条款 = \"一\", 条件 = { "
#define AWARD_CLOSE " }, 金额 = 万元(1) }"

struct loading {
  struct arena arena;
  struct faults faults;
  struct model *model;
};

static inline void load_with(struct loading *loading, const char *source, const struct load_options *options)
{
  *loading = (struct loading){ .model = NULL };
  struct script_text text = { .path = "t.lua", .text = slice_of(source) };
  loading->model = model_load(&loading->arena, &text, 1, options, &loading->faults);
}

static inline void load_text(struct loading *loading, const char *source, enum language language)
{
  struct load_options options = { .language = language };
  load_with(loading, source, &options);
}

/* The findings' sentences in a language, a line each, without their places. */
static inline const char *sentences(struct loading *loading, enum language language)
{
  struct buffer out = { 0 };
  for (size_t i = 0; i < loading->faults.count; i++) {
    struct fault fault = loading->faults.items[i];
    fault_at(&fault, NULL, 0, 0);
    if (i) buffer_char(&out, '\n');
    format_fault(&out, language, &fault);
  }
  const char *said = arena_copy(&loading->arena, out.at ? out.at : "", out.length);
  buffer_free(&out);
  return said;
}

static inline const char *node_text_of(struct arena *arena, const struct node *node)
{
  struct buffer out = { 0 };
  format_node(&out, LANGUAGE_CHINESE, node);
  const char *said = arena_copy(arena, out.at, out.length);
  buffer_free(&out);
  return said;
}

/* A script with a mistake at each mark, and what is said about it. */
struct finding_case {
  const char *name, *source, *chinese, *english;
};

static inline void expect_finding(const struct finding_case *row, const char *before, const char *after, enum language language)
{
  struct loading loading;
  char source[4096];
  snprintf(source, sizeof source, "%s%s%s", before, row->source, after);
  struct marked marked = unmark(source);
  load_text(&loading, marked.source, language);
  cr_expect_str_eq(sentences(&loading, language), language == LANGUAGE_ENGLISH ? row->english : row->chinese, "%s: %s", row->name,
                   sentences(&loading, language));
  cr_expect_eq(loading.faults.count, (size_t)marked.count, "%s: %zu findings", row->name, loading.faults.count);
  for (size_t i = 0; i < loading.faults.count && i < (size_t)marked.count; i++) {
    const struct fault *fault = &loading.faults.items[i];
    cr_expect_str_eq(fault->file, "t.lua", "%s", row->name);
    cr_expect(fault->line == marked.places[i].line && fault->column == marked.places[i].column, "%s: at %d:%d instead of %d:%d",
              row->name, fault->line, fault->column, marked.places[i].line, marked.places[i].column);
    cr_expect(*message_code(fault->message), "%s: no code", row->name);
  }
  cr_expect_null(loading.model, "%s: loaded all the same", row->name);
  arena_free(&loading.arena);
}

static inline void expect_findings(const struct finding_case *rows, size_t count, const char *before, const char *after)
{
  for (size_t i = 0; i < count; i++) {
    expect_finding(&rows[i], before, after, LANGUAGE_CHINESE);
    expect_finding(&rows[i], before, after, LANGUAGE_ENGLISH);
  }
}

/* Scripts that load without any finding. */
static inline void expect_loads(const char *name, const char *source)
{
  struct loading loading;
  load_text(&loading, source, LANGUAGE_CHINESE);
  cr_expect(loading.model && !loading.faults.count, "%s: %s", name, sentences(&loading, LANGUAGE_CHINESE));
  arena_free(&loading.arena);
}

#endif
