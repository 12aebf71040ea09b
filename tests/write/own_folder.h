/* Each test in a folder of its own, which is also the working directory. */
#ifndef TESTS_OWN_FOLDER_H
#define TESTS_OWN_FOLDER_H

#include <criterion/criterion.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fault.h"

static struct arena arena;
static struct fault fault;
static char root[] = "/tmp/huiqi-write-XXXXXX";

static void enter(void)
{
  cr_assert(mkdtemp(root));
  cr_assert_eq(chdir(root), 0);
}

static void leave(void)
{
  cr_assert_eq(chdir("/"), 0);
  cr_assert_eq(system(arena_printf(&arena, "chmod -R u+rwx %s; rm -rf %s", root, root)), 0);
  arena_free(&arena);
}

#endif
