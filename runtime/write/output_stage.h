/* Output stage: where on the disk an output is made, and how it takes its place.
 *
 * Apart from output.c, which only writes files into the folder `work`: here is all that knows of DIR, its parent, locks, hidden
 * folders and renames. Everything is relative to open descriptors, so nothing changes when a folder further up is renamed. */
#ifndef WRITE_OUTPUT_STAGE_H
#define WRITE_OUTPUT_STAGE_H

#include "base/fault.h"
#include "write/owned.h"

struct output_stage {
  const char *shown;     /* DIR as the user wrote it */
  const char *name;      /* of DIR within `around`; "." when DIR itself is `around` */
  const char *prefix;    /* of the names of hidden folders */
  const char *lock_name; /* within `around` */
  char *hidden;          /* name of the hidden folder within `around` */
  int around;            /* the folder in which the hidden one lies: DIR's parent, or DIR */
  int work;              /* the hidden folder */
  int lock;
  bool inside; /* the hidden folder lies in DIR */
  bool file;   /* DIR is to be a file, FOLDER_BOOK of the hidden folder */
  bool locked;
  struct owned owned; /* files of DIR that an earlier run wrote */
};

/* The files that are to take their place, as names within the hidden folder. */
struct site_files {
  const char *const *names;
  size_t count;
};

/* Finds DIR, locks it, repairs what a killed run left, and refuses what cannot work, also files of others
 * with the names of ours. `site` may be released after a failure. */
bool site_open(struct arena *arena, struct output_stage *site, const char *directory, struct fault *fault);
/* Whether results for this name go into one workbook: it ends in .xlsx and is no folder. */
bool site_is_workbook(const char *name);
bool site_make_hidden(struct output_stage *site, struct fault *fault);
/* With `file`: that one into its place. Otherwise all files into DIR; no other file of ours stays there. After a failure DIR is
 * as it was, unless files had to be renamed one by one. */
bool site_settle(const struct output_stage *site, const struct site_files *files, struct fault *fault);
/* Whether DIR has a file of this name that no run wrote. */
bool site_has_foreign(const struct output_stage *site, const char *name);
/* Whether `work` still bears the hidden name: what is in it has not taken its place. */
bool site_is_hidden(const struct output_stage *site);
void site_release(struct output_stage *site);

/* FAULT_FILE with the sentence that suits the errno. Returns false. */
bool site_failed(struct fault *fault, const char *path, int reason);
/* Closes what is open, and leaves -1. */
void site_close(int *descriptor);
/* To the disk. Some file systems cannot be asked to, and say so with EINVAL; that is no failure. */
bool site_sync(int descriptor);

#endif
