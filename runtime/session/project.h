/* Project: the `.huiqi.json` in a script's folder or the nearest above, which says over which list its figures are told:
 *
 *   { "list": "名单.csv", "with": { "服务记录": "记录.csv" }, "year": 2022, "text": "原文.txt" }
 *
 * also `on` (a day), `history` and `decisions` (files), `only` (ids of measures), and `map` ({ "营收": "营业收入" }: a heading of
 * the list and the field that it is, as --map says it). Files are named as seen from its folder; a sheet of a workbook is
 * `名单.xlsx#表名`, as in commands. `text` is the policy as it was published, in UTF-8. Without a list there are cases, and no
 * figures. */
#ifndef SESSION_PROJECT_H
#define SESSION_PROJECT_H

#include "session/session_options.h"

struct project {
  const char *path; /* of the .huiqi.json */
  const char *text; /* NULL: none is named */
  struct session_options options;
};

/* The path of a script's project; NULL: it has none. `script` is a whole path. */
const char *project_find(struct arena *arena, const char *script);
/* `options`: those that it adds to. False with a fault when it is not written like this. */
bool project_read(struct arena *arena, const char *path, const struct session_options *options, struct project *project,
                  struct fault *fault);
/* The published text that a script's project names; empty where there is none. */
struct slice project_policy_text(struct arena *arena, const char *script, const struct session_options *options);

#endif
