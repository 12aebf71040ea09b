/* What the files session/editor… share. */
#ifndef SESSION_EDITOR_PARTS_H
#define SESSION_EDITOR_PARTS_H

#include "session/editor.h"

/* The bytes of a name; of a text without its quotes. */
struct text_span script_name_span(const struct editor_script *script, size_t index);

bool script_declares_measure(const struct script_declaration *declared);

/* What stands in a { }: the entries of a word, comparisons of a value, or a list that is the value of a key. */
struct brace_subject {
  enum {
    BRACE_UNKNOWN,
    BRACE_KEYS,  /* of `word` (by its Chinese name, as struct word has it), or of measures of a kind */
    BRACE_VALUE, /* comparisons; of `field` where that is known */
    BRACE_LIST,  /* the value of the key `key` in the { } `outer`; or conditions (`key` NULL) */
  } kind;
  const char *word; /* NULL: measures */
  enum measure_kind measure;
  const struct field *field;
  const char *key; /* in Chinese */
  size_t outer;
};
struct brace_subject brace_subject_of(const struct editor_script *script, const struct model *model, struct arena *arena,
                                      size_t brace);
/* The field that a name (`营业收入`, `服务记录.合同金额`) stands for, or NULL; a table where it is one (by `table`, -1: none). */
const struct field *script_field_at(const struct editor_script *script, const struct model *model, struct arena *arena,
                                    size_t index, int *table);
/* The module that a local name stands for (`hnte`), or NULL. */
const char *script_module_of(const struct editor_script *script, struct arena *arena, size_t index);
/* Does a key of this Chinese name stand in the { }? Of measures: in those of the kind. */
bool brace_takes_key(const struct brace_subject *subject, const struct word *key);
/* Does the comparison fit what is compared? */
bool comparison_fits(const struct word *comparison, const struct field *field);

#endif
