/* A clause in a published text. */
#include "session/clause_text.h"

#include <criterion/criterion.h>

static const char text[] = "某市办法\r\n\r\n一、总则\r\n　　三类企业。\r\n二、措施\r\n（一）首次认定。给10万元。\r\n  1. "
                           "分年。\r\n（十二）迁入。\r\n三、附则\r\n"
                           "（一）解释。\n第五条 另行。\n（一）不属于三。\n";

Test(session_clause_text, clauses)
{
  static const struct {
    const char *clause, *found;
  } cases[] = {
    { "一", "一、总则\r\n　　三类企业。" },
    { "二（一）", "（一）首次认定。给10万元。\r\n  1. 分年。" },
    { "二（十二）", "（十二）迁入。" },
    { "三（一）", "（一）解释。\n第五条 另行。" },
    { "第五条", "第五条 另行。\n（一）不属于三。" },
    { "二（二）", "" },
    { "一（一）", "" },
    { "四", "" },
    { "", "" },
    { "（", "" },
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct slice found = clause_text_find(slice_of(text), slice_of(cases[i].clause));
    cr_assert(slice_is(found, cases[i].found), "%s: '%.*s'", cases[i].clause, (int)found.length, found.at);
  }
}
