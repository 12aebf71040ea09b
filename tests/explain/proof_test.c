/* Proofs against lists: where two versions are said to be the same, no row of any list tells them apart; where they are said to
 * be different, some row does. */
#include "../evaluate/whole_run.h"
#include "../random_policy.h"

#include "explain/proof.h"

enum { ROWS = 500 };

static const char *const slips[][2] = {
  { "至少 = 2", "至少 = 3" },
  { "等于 = 1", "等于 = 2" },
  { "超过 = 1", "至少 = 1" },
  { "早于", "不晚于" },
  { "至少 = 元(100)", "超过 = 元(100)" },
  { "在 = 年度", "不在 = 年度" },
  { "任一", "全部" },
  { "全部", "任一" },
  { "元(10)", "元(11)" },
  { "百分之(5)", "百分之(6)" },
  { "元(7)", "元(8)" },
  { "至少 = 元(50)", "至少 = 元(25)" },
  { "规模以上", "拥有核心知识产权" },
  { "至少 = 2", "超过 = 1" },
  { "2022-07-01", "2022-06-30" },
  { "元(8)", "元(3)" },
  { "百分之(5), 封顶 = 元(7)", "百分之(5)" },
  { "百分之(5), 封顶 = 元(7)", "百分之(6), 封顶 = 元(7000)" },
  { ", 一次性 = true", "" },
  { "依次", "按比例" },
  { "至多 = 元(7)", "至多 = 元(8)" },
  { "至多 = 元(9)", "至多 = 元(900)" },
  { "措施 = { 甲0, 甲1 } }", "措施 = { 甲1, 甲0 } }" },
};

/* The script with one slip in it, at one of the places where it fits; false when there is none. */
static bool slip(const char *script, struct buffer *out)
{
  const char *const *chosen = slips[draw(COUNT(slips))], *place = NULL;
  size_t seen = 0;
  for (const char *at = script; (at = strstr(at, chosen[0])); at++)
    if (draw(++seen) == 0) place = at;
  if (!place) return false;
  buffer_printf(out, "%.*s%s%s", (int)(place - script), script, chosen[1], place + strlen(chosen[0]));
  buffer_char(out, 0);
  return true;
}

/* Any row, with what is missing. */
static void any_row(struct buffer *out, size_t number)
{
  buffer_printf(out, "X%zu,企业,%s", number, draw(8) ? "650102" : draw(2) ? "110101" : "未知");
  for (size_t i = 0; i < FIELDS; i++) {
    if (draw(6) == 0) buffer_text(out, ",未知");
    else buffer_printf(out, ",%s", grid[i].values[draw(values_of(i))]);
  }
  buffer_char(out, '\n');
}

static bool list_differs(const char *one, const char *other, const struct buffer *list)
{
  struct whole_run before = { .script = one, .list = list->at, .threads = 1 }, after = before;
  after.script = other;
  whole_run(&before);
  whole_run(&after);
  bool differ = strcmp(before.verdicts.at, after.verdicts.at) != 0;
  whole_free(&before);
  whole_free(&after);
  return differ;
}

static bool lists_differ(const char *one, const char *other)
{
  struct buffer list = { 0 };
  put_heading(&list);
  for (size_t i = 0; i < ROWS; i++) any_row(&list, i);
  buffer_char(&list, 0);
  bool differ = list_differs(one, other, &list);
  buffer_free(&list);
  return differ;
}

/* What the witness has under a heading, as a cell of a list. */
static void witness_cell(struct buffer *out, const char *witness, const char *heading)
{
  char start[64];
  snprintf(start, sizeof start, "%s ", heading);
  const char *at = strstr(witness, start), *end = at ? strstr(at, "，") : NULL;
  if (!at) return;
  at += strlen(start);
  buffer_printf(out, "\"%.*s\"", (int)(end ? (size_t)(end - at) : strlen(at)), at);
}

/* Does a list of the witness alone tell the versions apart, as is said? */
static void check_witness(const char *one, const char *other, const struct proof_class *class)
{
  struct buffer list = { 0 };
  if (strstr(class->witness, "以前")) return; /* earlier years count */
  put_heading(&list);
  buffer_text(&list, "X0,企业,");
  witness_cell(&list, class->witness, "行政区划代码");
  for (size_t i = 0; i < FIELDS; i++) buffer_char(&list, ','), witness_cell(&list, class->witness, grid[i].heading);
  buffer_text(&list, "\n");
  buffer_char(&list, 0);
  cr_expect(list_differs(one, other, &list), "does not tell apart: %s\n%s\n%s", class->witness, one, other);
  buffer_free(&list);
}

struct tallied {
  size_t pairs, same, different, open;
};

static void check_pair(const char *one, const char *other, struct tallied *tallied)
{
  struct arena arena = { 0 };
  size_t count;
  const struct model *before = whole_model(&arena, one), *after = whole_model(&arena, other);
  const struct proof *proofs = proofs_find(&arena, LANGUAGE_CHINESE, before, after, whole_occasion(2022), &count);
  enum proof_kind kind = PROOF_SAME;
  for (size_t i = 0; i < count; i++) {
    if (proofs[i].kind == PROOF_OPEN) kind = PROOF_OPEN;
    else if (proofs[i].kind == PROOF_DIFFERENT && kind == PROOF_SAME) kind = PROOF_DIFFERENT;
    if (proofs[i].kind == PROOF_DIFFERENT) cr_expect(proofs[i].class_count > 0 && *proofs[i].classes[0].witness);
    for (size_t k = 0; !proofs[i].reason && k < proofs[i].class_count; k++) check_witness(one, other, &proofs[i].classes[k]);
  }
  bool differ = lists_differ(one, other);
  cr_expect(kind != PROOF_SAME || !differ, "said to be the same:\n%s\n%s", one, other);
  tallied->pairs++;
  tallied->same += kind == PROOF_SAME;
  tallied->different += kind == PROOF_DIFFERENT;
  tallied->open += kind == PROOF_OPEN;
  arena_free(&arena);
}

Test(explain_proof, nothing_that_is_said_to_be_the_same_differs)
{
  size_t rounds = getenv("PROOF_ROUNDS") ? (size_t)atol(getenv("PROOF_ROUNDS")) : 60;
  struct tallied tallied = { 0 };
  while (tallied.pairs < rounds) {
    struct buffer script = { 0 }, other = { 0 };
    draw_script(&script, 1 + draw(3));
    buffer_char(&script, 0);
    if (slip(script.at, &other)) check_pair(script.at, other.at, &tallied);
    buffer_free(&script);
    buffer_free(&other);
  }
  cr_log_info("%zu pairs: %zu the same, %zu different, %zu open", tallied.pairs, tallied.same, tallied.different, tallied.open);
  cr_expect(tallied.open * 10 < tallied.pairs && tallied.same > 0 && tallied.different > 0);
}
