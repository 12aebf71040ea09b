/* Editor names: what each name of a script is, and where it is declared: local names by the scopes of Lua, parameters, and ids of
 * measures, which are texts. Made from the tokens alone, so that it is there while a script does not load. */
#ifndef SESSION_EDITOR_NAMES_H
#define SESSION_EDITOR_NAMES_H

#include "policy/words.h"
#include "session/editor_text.h"

enum name_role {
  NAME_NONE,      /* no name, or a text that is none */
  NAME_WORD,      /* of the language, a field, a table: declared in no script */
  NAME_LOCAL,     /* also arguments of functions and names of loops */
  NAME_KEY,       /* before = in { } */
  NAME_MEMBER,    /* behind a dot */
  NAME_PARAMETER, /* behind 参数., in 参数["…"], and the text that declares it */
  NAME_ID,        /* a text: the id of a measure, of a 择一 or 总限 */
};

struct script_name {
  enum name_role role;
  size_t symbol;     /* the same for the same text */
  size_t definition; /* the token that declares it, perhaps this one; NOWHERE: none of this script */
};

/* `奖励 "名称" { 编号 = …, 条款 = … }`; tokens that are not there are NOWHERE. */
struct script_declaration {
  const struct word *word;
  size_t first;                   /* `local`, or the word */
  size_t local, name, id, clause; /* the local name and three texts */
  size_t open, last;              /* its { and its last token */
};

struct script_names {
  struct script_name *items; /* one for each token */
  size_t symbols;
  struct script_declaration *declarations; /* in order */
  size_t declaration_count, declaration_capacity;
};

struct script_names script_names_read(struct arena *arena, const struct script_tokens *tokens);
/* Are two tokens the same thing: same declaration, or the same text where there is none? False for what cannot be renamed. */
bool script_names_same(const struct script_names *names, size_t a, size_t b);
/* Local names that can be seen at a token, innermost first, each once; how many (at most `most`). */
size_t script_locals_at(const struct script_tokens *tokens, const struct script_names *names, size_t index, size_t *definitions,
                        size_t most);
/* `key =`, in either language, in this { }, not deeper: the token behind the =; NOWHERE: it is not there. */
size_t script_entry(const struct script_tokens *tokens, size_t open, const struct word *key);
/* A name before = in { }. */
bool script_is_key(const struct script_tokens *tokens, size_t index);
/* A C string. */
const char *script_token_string(struct arena *arena, const struct script_tokens *tokens, size_t index);

#endif
