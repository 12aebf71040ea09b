/* Editor: what an editor asks about a script, as data: findings, outline, folds, the meaning of a name, where it is declared and
 * used, what may be written at a place, colours, and how it is laid out. `huiqi lsp` speaks JSON about it; a page may do the
 * same.
 *
 * A script is a text under a name, with its tokens and names (they are there whatever is written) and its model, loaded when it
 * is asked for. While the text does not load, the last model that did answers questions about fields, tables and parameters, so
 * that completion does not go away with the first unfinished line. Loading is bounded as everywhere (policy/state); what follows
 * it by a workload, which leaves by `over` (session_options) and loses that one answer.
 *
 * Everything is in bytes of the text; session/editor_text knows lines and UTF-16. Answers live in the arena that is given, and
 * until the text is changed. Nothing is written, and no file is read.
 *
 * Rejected: a syntax tree of our own (what is asked stands in tokens, brackets and names; the tree that counts is the model), and
 * keeping tokens between two texts (a script of 400 lines is cut into tokens in less than a millisecond). */
#ifndef SESSION_EDITOR_H
#define SESSION_EDITOR_H

#include "policy/load.h"
#include "session/editor_names.h"

struct editor_model; /* a load, with its arena */

struct editor_script {
  const char *path;
  enum language language;
  struct arena arena; /* of the text and what follows from it alone */
  struct slice text;
  struct text_lines lines;
  struct script_tokens tokens;
  struct script_names names;
  struct editor_model *loaded, *good; /* of this text, NULL until asked; the last that had a model (perhaps the same) */
  const struct load_options *load;    /* borrowed */
};

void editor_script_open(struct editor_script *script, const char *path, enum language language, const struct load_options *load);
/* The text is copied. */
void editor_script_set(struct editor_script *script, struct slice text);
void editor_script_close(struct editor_script *script);

/* Findings of loading and checking, those that are silenced left out. */
enum editor_severity { EDITOR_ERROR, EDITOR_WARNING, EDITOR_ADVICE };
struct editor_finding {
  struct text_span at;
  enum editor_severity severity;
  const char *code, *message;
  const struct fix *fixes;
  size_t fix_count;
};
struct editor_findings {
  struct editor_finding *items;
  size_t count;
};
struct editor_findings editor_findings_of(struct editor_script *script, struct arena *arena, date today);
/* The model of this text, else the last good one, else the dictionary alone. */
const struct model *editor_model_of(struct editor_script *script);

/* What is declared: policies, clauses with their measures, parameters, tables, functions. */
struct editor_symbol {
  enum editor_symbol_kind { SYMBOL_POLICY, SYMBOL_CLAUSE, SYMBOL_MEASURE, SYMBOL_PARAMETER, SYMBOL_TABLE, SYMBOL_FUNCTION } kind;
  const char *name, *detail;
  struct text_span at, name_at;
  size_t depth; /* 1: stands in the clause before it */
};
struct editor_outline {
  struct editor_symbol *items;
  size_t count, capacity;
};
struct editor_outline editor_outline_of(struct editor_script *script, struct arena *arena);

/* Where the value of a parameter from a day on stands: behind `["2022-01-01"] =`. False: nowhere in this script. */
bool editor_parameter_value(const struct editor_script *script, struct arena *arena, const char *name, date from,
                            struct text_span *at);

struct editor_fold {
  size_t first, last; /* lines from 0 */
  bool comment;
};
struct editor_folds {
  struct editor_fold *items;
  size_t count, capacity;
};
struct editor_folds editor_folds_of(const struct editor_script *script, struct arena *arena);

/* What each token is, for colours; in order, none over more than one line. */
enum editor_colour {
  COLOUR_KEYWORD,
  COLOUR_COMMENT,
  COLOUR_STRING,
  COLOUR_NUMBER,
  COLOUR_FUNCTION, /* a word of the language */
  COLOUR_PROPERTY, /* a key or comparison */
  COLOUR_VARIABLE, /* a local name */
  COLOUR_FIELD,    /* a field, table or link */
  COLOUR_PARAMETER,
  COLOUR_NAMESPACE, /* a module of the library */
  COLOUR_ID,
  COLOUR_DECLARATION,
  EDITOR_COLOURS
};
struct editor_colours {
  struct coloured {
    struct text_span at;
    enum editor_colour colour;
    bool declares;
  } * items;
  size_t count, capacity;
};
struct editor_colours editor_colours_of(struct editor_script *script, struct arena *arena);

/* Places of a name: its declaration first when `declaration`. */
struct text_spans {
  struct text_span *items;
  size_t count, capacity;
};
bool editor_definition(struct editor_script *script, size_t offset, struct text_span *found);
struct text_spans editor_references(struct editor_script *script, struct arena *arena, size_t offset, bool declaration);
/* What of the text is renamed; false: nothing there can be. */
bool editor_rename_at(struct editor_script *script, size_t offset, struct text_span *found);
/* The edits of a rename are the references with the text; false with a fault when it cannot be such a name. */
bool editor_rename_fits(struct editor_script *script, size_t offset, const char *name, struct fault *fault);

/* In Markdown; NULL: there is nothing to say. `published`: the policy's text, of which a clause is shown; it may be empty. */
const char *editor_hover(struct editor_script *script, struct arena *arena, size_t offset, struct slice published,
                         struct text_span *at);

enum editor_item_kind { ITEM_WORD, ITEM_KEY, ITEM_FIELD, ITEM_TABLE, ITEM_LOCAL, ITEM_PARAMETER, ITEM_TEXT, ITEM_MODULE };
struct editor_item {
  enum editor_item_kind kind;
  const char *label, *insert, *detail, *help; /* `detail`: unit or type; `help` may be NULL */
};
struct editor_items {
  struct editor_item *items;
  size_t count, capacity;
  struct text_span at; /* what they take the place of */
};
struct editor_items editor_complete(struct editor_script *script, struct arena *arena, size_t offset);

#endif
