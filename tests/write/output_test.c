/* Output: together or not at all, whatever lies in the way and whenever the run ends. */
#include "write/output.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/write/own_folder.h"
#include "write/owned.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

TestSuite(write_output, .init = enter, .fini = leave);

static void shell(const char *command)
{
  cr_assert_eq(system(command), 0, "%s", command);
}

static const char *said(const char *command)
{
  static char text[4096];
  FILE *pipe = popen(command, "r");
  text[fread(text, 1, sizeof text - 1, pipe)] = '\0';
  pclose(pipe);
  return text;
}

/* Every file under the folder with its first line, in order: `./out/run.json=1 …`. */
static const char *tree(const char *folder)
{
  return said(arena_printf(&arena,
                           "cd '%s' && find . ! -type d | LC_ALL=C sort | while IFS= read -r file; do "
                           "printf '%%s=%%s ' \"$file\" \"$(head -n 1 \"$file\")\"; done",
                           folder));
}

static void put(struct output *output, const char *name, const char *text)
{
  struct output_file *file = output_file(output, name, &fault);
  cr_assert(file, "%s", name);
  cr_assert(output_bytes(file, text, strlen(text)));
}

static void list_file(void *context, const char *name, const char *digest)
{
  format_owned(context, name, digest);
  buffer_char(context, '\n');
}

/* A text, and below it what makes the files ours. */
static void put_manifest(struct output *output, const char *text)
{
  struct buffer said_buffer = { 0 };
  buffer_printf(&said_buffer, "%s\n\"program\": \"huiqi\"\n", text);
  output_each(output, list_file, &said_buffer);
  buffer_char(&said_buffer, 0);
  put(output, "run.json", said_buffer.at);
  buffer_free(&said_buffer);
}

static struct output *open_with_files(const char *directory, const char *text)
{
  struct output *output = output_open(&arena, directory, &fault);
  if (!output) return NULL;
  put(output, "results.csv", text);
  put(output, "lists/U22-3.csv", text);
  put_manifest(output, text);
  return output;
}

static const char *why(void);

/* Its files are `old`; some of them a later run has no more. */
static void earlier_run(const char *directory)
{
  struct output *output = output_open(&arena, directory, &fault);
  cr_assert(output, "%s", why());
  static const char *const names[] = { "results.csv", "pending.csv", "lists/U1.csv", "lists/U22-3.csv" };
  for (size_t i = 0; i < COUNT(names); i++) put(output, names[i], "old");
  put_manifest(output, "old");
  cr_assert(output_commit(output, &fault), "%s", why());
}

#define WRITTEN(text) "./lists/U22-3.csv=" text " ./results.csv=" text " ./run.json=" text " "

#define EARLIER "./lists/U1.csv=old ./lists/U22-3.csv=old ./pending.csv=old ./results.csv=old ./run.json=old "

static const char *why(void)
{
  struct buffer said_buffer = { 0 };
  format_fault(&said_buffer, LANGUAGE_ENGLISH, &fault);
  const char *text = arena_copy(&arena, said_buffer.at, said_buffer.length);
  buffer_free(&said_buffer);
  return text;
}

Test(write_output, what_stands_at_the_place)
{
  static const struct {
    const char *name, *before, *directory, *folder, *after;
  } cases[] = {
    { "nothing", "true", "a", "a", WRITTEN("new") },
    { "nothing, slash at the end", "true", "b/", "b", WRITTEN("new") },
    { "nothing, nested", "mkdir -p c/d", "c/d/e", "c/d/e", WRITTEN("new") },
    { "nothing, through ..", "mkdir -p f/g", "f/g/../h", "f/h", WRITTEN("new") },
    { "an empty folder", "mkdir i", "i", "i", WRITTEN("new") },
    { "an earlier run", NULL, "j///", "j", WRITTEN("new") },
    { "a link to a folder", "mkdir k; echo mine > k/notes; ln -s k l", "l", "k",
      "./lists/U22-3.csv=new ./notes=mine "
      "./results.csv=new ./run.json=new " },
    { "the user's files",
      "mkdir -p m/sub m/lists; echo mine | tee m/notes m/.dot m/sub/results.csv m/lists/a.txt > m/lists/a.csv", "m", "m",
      "./.dot=mine ./lists/U22-3.csv=new ./lists/a.csv=mine ./lists/a.txt=mine ./notes=mine ./results.csv=new ./run.json=new "
      "./sub/results.csv=mine " },
    { "a Chinese name", "mkdir 结果", "结果", "结果", WRITTEN("new") },
    { "a name with a space and a quote", "mkdir 'n \"n'", "n \"n", "n \"n", WRITTEN("new") },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    if (cases[i].before) shell(cases[i].before);
    else earlier_run(cases[i].directory);
    struct output *output = open_with_files(cases[i].directory, "new");
    cr_assert(output, "%s: %s", cases[i].name, why());
    cr_assert(output_commit(output, &fault), "%s: %s", cases[i].name, why());
    cr_expect_str_eq(tree(cases[i].folder), cases[i].after, "%s: %s", cases[i].name, tree(cases[i].folder));
  }
  cr_expect_str_eq(said("find . -name '.*huiqi*'"), "", "nothing hidden stays");
}

Test(write_output, the_link_stays_a_link)
{
  shell("mkdir real; ln -s real link");
  cr_assert(output_commit(open_with_files("link", "1"), &fault));
  cr_expect_str_eq(said("readlink link"), "real\n");
}

Test(write_output, the_folder_keeps_its_permissions)
{
  shell("mkdir -m 2750 out");
  cr_assert(output_commit(open_with_files("out", "1"), &fault));
  cr_expect_str_eq(said("stat -c %a out"), "2750\n");
}

Test(write_output, the_working_directory_stays_the_same)
{
  shell("mkdir out; echo mine > out/notes");
  cr_assert_eq(chdir("out"), 0);
  const char *before = arena_string(&arena, said("stat -c %i ."));
  cr_assert(output_commit(open_with_files(".", "1"), &fault), "%s", why());
  cr_expect_str_eq(said("stat -c %i ."), before);
  cr_expect_str_eq(tree("."), "./lists/U22-3.csv=1 ./notes=mine ./results.csv=1 ./run.json=1 ");
  cr_assert(output_commit(open_with_files(".", "2"), &fault), "%s", why());
  cr_expect_str_eq(tree("."), "./lists/U22-3.csv=2 ./notes=mine ./results.csv=2 ./run.json=2 ");
}

Test(write_output, refused_places)
{
  static const struct {
    const char *name, *before, *directory;
    enum message message;
  } cases[] = {
    { "no folder around it", "true", "none/out", MSG_OUTPUT_PARENT },
    { "a file around it", "touch a", "a/out", MSG_OUTPUT_PARENT },
    { "a file", "touch b", "b", MSG_OUTPUT_NOT_FOLDER },
    { "a file, with a slash", "touch c", "c/", MSG_OUTPUT_NOT_FOLDER },
    { "a link to a file", "touch d; ln -s d e", "e", MSG_OUTPUT_NOT_FOLDER },
    { "a link to nothing", "ln -s nothing f", "f", MSG_OUTPUT_NOT_FOLDER },
    { "a link to itself", "ln -s g g", "g", MSG_OUTPUT_NOT_FOLDER },
    { "no name", "true", "", MSG_OUTPUT_FAILED },
    { "a folder with a result's name", "mkdir -p h/results.csv", "h", MSG_OUTPUT_OBSTACLE },
    { "a file named lists", "mkdir i; touch i/lists", "i", MSG_OUTPUT_OBSTACLE },
    { "somebody's results.csv", "mkdir j; echo mine > j/results.csv", "j", MSG_OUTPUT_FOREIGN },
    { "somebody's run.json", "mkdir k; echo '{}' > k/run.json", "k", MSG_OUTPUT_FOREIGN },
    { "somebody's summary.csv beside a run.json of ours",
      "mkdir l; echo mine > l/summary.csv; echo '\"program\": \"huiqi\"' > l/run.json", "l", MSG_OUTPUT_FOREIGN },
    { "a link with a result's name", "mkdir m; ln -s nothing m/targets.csv", "m", MSG_OUTPUT_FOREIGN },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    shell(cases[i].before);
    cr_expect_null(output_open(&arena, cases[i].directory, &fault), "%s", cases[i].name);
    cr_expect_eq(fault.kind, FAULT_FILE, "%s", cases[i].name);
    cr_expect_eq(fault.message, cases[i].message, "%s: %s", cases[i].name, why());
  }
  cr_expect_str_eq(said("find . -name '.*huiqi*'"), "", "nothing hidden stays");
}

Test(write_output, names_of_files)
{
  static const char *const refused[] = { "other.csv",
                                         "lists/../run.json.csv",
                                         "lists/a/b.csv",
                                         "lists/.csv",
                                         "lists/.a.csv",
                                         "lists/a\nb.csv",
                                         "../results.csv",
                                         "/results.csv",
                                         "lists/a\x7f.csv",
                                         "lists/a",
                                         "" };
  struct output *output = output_open(&arena, "out", &fault);
  cr_assert(output);
  for (size_t i = 0; i < COUNT(refused); i++) {
    cr_expect_null(output_file(output, refused[i], &fault), "%s", refused[i]);
    cr_expect_eq(fault.kind, FAULT_SCRIPT, "%s", refused[i]);
  }
  put(output, "lists/高企培育.csv", "1");
  cr_expect_null(output_file(output, "lists/高企培育.csv", &fault), "twice");
  output_abort(output);
  cr_expect_str_eq(said("find . -mindepth 1"), "");
}

Test(write_output, a_name_that_is_too_long)
{
  char name[300] = "lists/";
  memset(name + 6, 'a', 270);
  memcpy(name + 276, ".csv", 5);
  struct output *output = output_open(&arena, "out", &fault);
  cr_expect_null(output_file(output, name, &fault));
  output_abort(output);
}

Test(write_output, abort_leaves_no_trace)
{
  earlier_run("out");
  struct output *first = open_with_files("out", "new"), *second = open_with_files("other", "new");
  cr_assert(first && second);
  output_abort(first);
  cr_expect_str_eq(tree("out"), EARLIER);
  output_abort_all();
  cr_expect_str_eq(
      tree("."),
      "./out/lists/U1.csv=old ./out/lists/U22-3.csv=old ./out/pending.csv=old ./out/results.csv=old ./out/run.json=old ");
  cr_expect_str_eq(said("ls -A"), "out\n");
}

Test(write_output, abort_all_inside_the_working_directory)
{
  cr_assert(open_with_files(".", "new"));
  output_abort_all();
  cr_expect_str_eq(said("find . -mindepth 1"), "");
}

Test(write_output, two_runs_at_once)
{
  struct output *first = open_with_files("out", "1");
  cr_expect_null(output_open(&arena, "out/", &fault));
  cr_expect_eq(fault.message, MSG_OUTPUT_BUSY, "%s", why());
  struct output *elsewhere = open_with_files("elsewhere", "2");
  cr_assert(elsewhere, "%s", why());
  cr_assert(output_commit(first, &fault));
  cr_assert(output_commit(elsewhere, &fault));
  struct output *second = open_with_files("out", "3");
  cr_assert(second, "%s", why());
  cr_assert(output_commit(second, &fault));
  cr_expect_str_eq(tree("out"), WRITTEN("3"));
}

/* A child that is killed with its files open. */
static void kill_a_run(const char *directory)
{
  pid_t child = fork();
  if (child == 0) {
    open_with_files(directory, "half");
    raise(SIGKILL);
  }
  int status;
  waitpid(child, &status, 0);
  cr_assert(WIFSIGNALED(status));
}

Test(write_output, leftovers_of_a_killed_run)
{
  static const struct {
    const char *name, *before, *directory;
  } cases[] = {
    { "new folder", "true", "a" },
    { "existing folder", NULL, "b" },
    { "working directory", "true", "." },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    if (cases[i].before) shell(cases[i].before);
    else earlier_run(cases[i].directory);
    kill_a_run(cases[i].directory);
    cr_expect_str_neq(said("find . -name '.*huiqi-[0-9a-z]*'"), "", "%s", cases[i].name);
    cr_assert(output_commit(open_with_files(cases[i].directory, "new"), &fault), "%s: %s", cases[i].name, why());
    cr_expect_str_eq(said("find . -name '.*huiqi*'"), "", "%s", cases[i].name);
  }
}

Test(write_output, what_a_killed_run_had_on_its_way_goes_back)
{
  earlier_run("before");
  cr_assert(output_commit(open_with_files("out", "new"), &fault), "%s", why());
  shell("mv before .out.huiqi-abc123; mkdir .out.huiqi-abc123/sub .out.huiqi-other;"
        "echo mine | tee .out.huiqi-abc123/notes .out.huiqi-abc123/lists/a.csv > .out.huiqi-abc123/sub/x");
  output_abort(output_open(&arena, "out", &fault));
  cr_expect_str_eq(tree("."), "./out/lists/U22-3.csv=new ./out/lists/a.csv=mine ./out/notes=mine ./out/results.csv=new "
                              "./out/run.json=new ./out/sub/x=mine ");
  cr_expect_str_eq(said("ls -d .out*"), ".out.huiqi-other\n");
}

Test(write_output, what_cannot_go_back_stays_where_it_is)
{
  shell("mkdir -p out .out.huiqi-abc123; echo newer > out/notes; echo mine | tee .out.huiqi-abc123/a > .out.huiqi-abc123/notes");
  cr_assert(output_commit(open_with_files("out", "1"), &fault), "%s", why());
  cr_expect_str_eq(tree("."), "./.out.huiqi-abc123/notes=mine ./out/a=mine ./out/lists/U22-3.csv=1 ./out/notes=newer "
                              "./out/results.csv=1 ./out/run.json=1 ");
}

/* Puts another file behind the descriptor that the output has open. */
static void redirect(const char *name, const char *device)
{
  for (int i = 3; i < 64; i++) {
    char link[64], target[512] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", i);
    if (readlink(link, target, sizeof target - 1) <= 0 || !strstr(target, name)) continue;
    int other = open(device, O_WRONLY);
    cr_assert_geq(dup2(other, i), 0);
    close(other);
    return;
  }
  cr_assert_fail("%s is not open", name);
}

Test(write_output, a_full_disk)
{
  static const size_t lengths[] = { 1, 64 * 1024, 64 * 1024 + 1, 1000 * 1000 };
  char *bytes = arena_alloc(&arena, 1000 * 1000);
  earlier_run("out");
  for (size_t i = 0; i < COUNT(lengths); i++) {
    struct output *output = output_open(&arena, "out", &fault);
    struct output_file *file = output_file(output, "results.csv", &fault);
    redirect("results.csv", "/dev/full");
    output_bytes(file, bytes, lengths[i]);
    output_bytes(file, bytes, lengths[i]);
    cr_expect(!output_commit(output, &fault), "%zu bytes", lengths[i]);
    cr_expect_eq(fault.kind, FAULT_FILE);
    cr_expect_eq(fault.message, MSG_OUTPUT_FULL, "%s", why());
    cr_expect(strstr(why(), "out/results.csv"), "%s", why());
    cr_expect_str_eq(tree("out"), EARLIER, "%zu bytes", lengths[i]);
  }
}

Test(write_output, a_file_that_may_not_grow)
{
  struct rlimit limit = { 200 * 1000, 200 * 1000 };
  char *bytes = arena_alloc(&arena, 50 * 1000);
  signal(SIGXFSZ, SIG_IGN);
  struct output *output = output_open(&arena, "out", &fault);
  struct output_file *file = output_file(output, "results.csv", &fault);
  cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
  size_t written = 0;
  while (written < 100 && output_bytes(file, bytes, 50 * 1000)) written++;
  cr_expect_lt(written, 10, "the writer is told soon");
  cr_expect(!output_commit(output, &fault));
  cr_expect_eq(fault.message, MSG_OUTPUT_FAILED, "%s", why());
  cr_expect_str_eq(said("find . -mindepth 1"), "");
}

Test(write_output, large_and_small_pieces_come_out_in_order)
{
  struct buffer expected = { 0 };
  struct output *output = output_open(&arena, "out", &fault);
  struct output_file *file = output_file(output, "results.csv", &fault);
  for (size_t i = 0; i < 3000; i++) {
    size_t before = expected.length, pieces = i % 500 == 7 ? 12000 : i % 17;
    for (size_t k = 0; k < pieces; k++) buffer_printf(&expected, "%zu,", i * k);
    output_bytes(file, expected.at + before, expected.length - before);
  }
  cr_assert(output_commit(output, &fault));
  char *got = arena_alloc(&arena, expected.length + 1);
  FILE *stream = fopen("out/results.csv", "rb");
  cr_assert_eq(fread(got, 1, expected.length + 1, stream), expected.length);
  fclose(stream);
  cr_expect_eq(memcmp(got, expected.at, expected.length), 0);
  buffer_free(&expected);
}

Test(write_output, folders_that_change_during_the_run)
{
  static const struct {
    const char *name, *before, *meanwhile;
    bool good;
    const char *after;
  } cases[] = {
    { "removed", NULL, "rm -r out", true, WRITTEN("new") },
    { "results made", "mkdir out", "echo mine > out/results.csv", false, "./results.csv=mine " },
    { "a list made", "mkdir out", "mkdir out/lists; echo mine > out/lists/U22-3.csv", false, "./lists/U22-3.csv=mine " },
    { "a list of their own made", "mkdir out", "mkdir out/lists; echo mine > out/lists/a.csv", true,
      "./lists/U22-3.csv=new ./lists/a.csv=mine ./results.csv=new ./run.json=new " },
    { "made", "true", "mkdir out; echo mine > out/notes", true,
      "./lists/U22-3.csv=new ./notes=mine ./results.csv=new ./run.json=new " },
    { "a file now", "mkdir out", "rmdir out; echo mine > out", false, NULL },
    { "a link now", "mkdir out", "rmdir out; ln -s /tmp out", false, NULL },
    { "hidden folder removed", NULL, "rm -r .out.huiqi-[0-9a-z]*", false, EARLIER },
    { "hidden file removed", NULL, "rm .out.huiqi-[0-9a-z]*/run.json", true, "./lists/U22-3.csv=new ./results.csv=new " },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    shell("rm -rf out .out*");
    if (cases[i].before) shell(cases[i].before);
    else earlier_run("out");
    struct output *output = open_with_files("out", "new");
    cr_assert(output, "%s: %s", cases[i].name, why());
    shell(cases[i].meanwhile);
    cr_expect_eq(output_commit(output, &fault), cases[i].good, "%s: %s", cases[i].name, why());
    if (cases[i].after) cr_expect_str_eq(tree("out"), cases[i].after, "%s: %s", cases[i].name, tree("out"));
    cr_expect_str_eq(said("ls -d .out* 2>/dev/null"), "", "%s", cases[i].name);
  }
}

Test(write_output, the_whole_place_vanishes)
{
  shell("mkdir place");
  struct output *output = open_with_files("place/out", "new");
  shell("rm -r place");
  cr_expect(!output_commit(output, &fault));
  cr_expect_eq(fault.kind, FAULT_FILE);
}

/* For root every folder is open, so these become somebody else. */
static void become_nobody(void)
{
  if (geteuid() != 0) return;
  cr_assert_eq(chown(root, 65534, 65534), 0);
  cr_assert_eq(setresgid(65534, 65534, 65534), 0);
  cr_assert_eq(setresuid(65534, 65534, 65534), 0);
  /* The leak checker of sanitizer builds looks into the process from outside. */
  cr_assert_eq(prctl(PR_SET_DUMPABLE, 1), 0);
}

Test(write_output, places_that_may_not_be_written)
{
  become_nobody();
  static const struct {
    const char *name, *directory;
    mode_t parent, folder; /* 0: is not there */
    bool good;
  } cases[] = {
    { "closed parent", "a/out", 0555, 0, false },
    { "closed folder", "b/out", 0755, 0555, false },
    { "closed parent, open folder", "c/out", 0555, 0755, true },
    { "unreadable parent, open folder", "d/out", 0311, 0755, true },
  };
  for (size_t i = 0; i < COUNT(cases); i++) {
    const char *parent = arena_copy(&arena, cases[i].directory, 1);
    cr_assert_eq(mkdir(parent, 0755), 0);
    if (cases[i].folder) cr_assert_eq(mkdir(cases[i].directory, cases[i].folder), 0);
    cr_assert_eq(chmod(parent, cases[i].parent), 0);
    struct output *output = open_with_files(cases[i].directory, "new");
    cr_expect_eq(output && output_commit(output, &fault), cases[i].good, "%s: %s", cases[i].name, why());
    if (!cases[i].good) cr_expect_eq(fault.message, MSG_OUTPUT_FORBIDDEN, "%s: %s", cases[i].name, why());
    if (cases[i].good) cr_expect_str_eq(tree(cases[i].directory), WRITTEN("new"), "%s", cases[i].name);
    cr_assert_eq(chmod(parent, 0777), 0);
  }
}

/* A folder without write permission cannot get another parent: what moved goes back. */
Test(write_output, an_entry_that_cannot_move)
{
  become_nobody();
  cr_assert_eq(mkdir("out", 0755), 0);
  cr_assert_eq(mkdir("out/closed", 0555), 0);
  cr_assert_eq(mkdir("out/open", 0755), 0);
  fclose(fopen("out/notes", "w"));
  struct output *output = open_with_files("out", "new");
  cr_assert(output, "%s", why());
  cr_expect(!output_commit(output, &fault));
  cr_expect_str_eq(said("find . -mindepth 1 | LC_ALL=C sort"), "./out\n./out/closed\n./out/notes\n./out/open\n");
}

/* A kernel or file system that cannot exchange two folders. */
static void forbid_exchange(void)
{
  struct sock_filter steps[] = {
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 0, 3),
    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[4])),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, RENAME_EXCHANGE, 0, 1),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { COUNT(steps), steps };
  cr_assert_eq(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), 0);
  cr_assert_eq(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), 0);
}

Test(write_output, where_folders_cannot_be_exchanged)
{
  earlier_run("out");
  shell("echo mine | tee out/lists/a.csv > out/notes");
  const char *folder = arena_string(&arena, said("stat -c %i out"));
  struct output *output = open_with_files("out", "new");
  forbid_exchange();
  cr_assert(output_commit(output, &fault), "%s", why());
  cr_expect_str_eq(said("stat -c %i out"), folder);
  cr_expect_str_eq(tree("."), "./out/lists/U22-3.csv=new ./out/lists/a.csv=mine ./out/notes=mine ./out/results.csv=new "
                              "./out/run.json=new ");
}

Test(write_output, what_was_changed_since_is_not_ours)
{
  static const char *const changes[] = { "echo mine > out/results.csv", "echo mine >> out/pending.csv", "rm out/run.json" };
  for (size_t i = 0; i < COUNT(changes); i++) {
    shell("rm -rf out");
    earlier_run("out");
    shell(changes[i]);
    const char *before = arena_string(&arena, tree("out"));
    cr_expect_null(open_with_files("out", "new"), "%s", changes[i]);
    cr_expect_eq(fault.message, MSG_OUTPUT_FOREIGN, "%s: %s", changes[i], why());
    cr_expect_str_eq(tree("out"), before, "%s", changes[i]);
  }
  /* A list that was changed is in the way of the list of the same name only. */
  shell("rm -rf out");
  earlier_run("out");
  shell("echo mine > out/lists/U1.csv");
  cr_assert(output_commit(open_with_files("out", "new"), &fault), "%s", why());
  cr_expect_str_eq(tree("out"), "./lists/U1.csv=mine ./lists/U22-3.csv=new ./results.csv=new ./run.json=new ");
  shell("echo mine > out/lists/U22-3.csv");
  struct output *output = output_open(&arena, "out", &fault);
  cr_assert(output, "%s", why());
  cr_expect_null(output_file(output, "lists/U22-3.csv", &fault));
  cr_expect_eq(fault.message, MSG_OUTPUT_FOREIGN);
  output_abort(output);
}

Test(write_output, many_outputs_leave_no_descriptor_open)
{
  struct rlimit limit = { 40, 40 };
  cr_assert_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
  for (int i = 0; i < 60; i++) {
    struct output *output = open_with_files("out", "new");
    cr_assert(output, "%d: %s", i, why());
    if (i % 2) output_abort(output);
    else cr_assert(output_commit(output, &fault), "%d: %s", i, why());
    cr_assert_null(output_open(&arena, "none/out", &fault));
  }
}
