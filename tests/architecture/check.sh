#!/bin/sh
# Holds the code to the way of the data: a file includes its own room, rooms before it and base; foreign libraries stay behind their
# doors; functions and files stay short; one name means one thing; a suite is called like its file, so that ONLY= finds it; the
# layout is what clang-format makes of it. Prints every breach with its place.
set -eu
breaches=$(mktemp)
trap 'rm -f "$breaches" "$breaches.all" "$breaches.used"' EXIT
cd "$(dirname "$0")/../.."

# runtime/web stands below the program: what a page has for a system.
find runtime tests -name '*.[ch]' ! -path 'runtime/web/*' | LC_ALL=C sort | LC_ALL=C xargs awk -v longest_function=60 -v longest_file=800 '
  BEGIN {
    count = split("base decode data syntax model policy evaluate explain write session cli", names, " ")
    for (i = 1; i <= count; i++) rank[names[i]] = i
    door["utf8proc.h"] = "^runtime/decode/unicode\\.c$"
    door["zip.h"] = "^runtime/decode/zip_package\\.c$"
    door["expat.h"] = "^runtime/decode/xml\\.c$"
    door["zlib.h"] = "^runtime/write/packed\\.c$"
    door["xlsxwriter.h"] = "^runtime/write/xlsx_writer\\.c$"
    door["cjson/cJSON.h"] = "^runtime/base/json_value\\.c$"
    door["csv.h"] = "^runtime/decode/csv_reader\\.c$"
    door["lua.h"] = door["lauxlib.h"] = door["lualib.h"] = "^runtime/(policy/[^/]*|evaluate/call\\.c)$"
  }

  function breach(line, text) {
    printf "%s:%d: %s\n", FILENAME, line, text
    breaches++
  }

  function end_of_file() {
    if (file == "" || lines <= longest_file) return
    printf "%s: %d lines, more than %d: is it two things?\n", file, lines, longest_file
    breaches++
  }

  FNR == 1 {
    end_of_file()
    file = FILENAME
    runtime = file ~ /^runtime\//
    split(file, path, "/")
    room = runtime ? path[2] : ""
    if (runtime && !(room in rank)) breach(1, "the folder " room " is not one of the rooms")
    start = 0
  }
  { lines = FNR }

  runtime && match($0, /^#include "[a-z_]+\//) {
    other = substr($0, 11, RLENGTH - 11)
    if (!(other in rank)) breach(FNR, "there is no room " other)
    else if (rank[other] > rank[room]) breach(FNR, "room " room " must not include from " other ", which comes after it")
  }

  runtime && /^#include "/ && !/^#include "[a-z_]+\// { breach(FNR, "includes name the room: \"room/file.h\"") }

  /^#include </ {
    header = $2
    gsub(/[<>]/, "", header)
    if (runtime && header in door && file !~ door[header]) breach(FNR, "<" header "> may not be included here")
  }

  # One gate: what is written to a terminal has been made visible (write/terminal.h).
  runtime && file != "runtime/write/terminal.c" && /(^|[^a-z_])(printf|fprintf|vfprintf|puts|fputs|putchar|putc|fputc|fwrite|perror)\(/ {
    breach(FNR, "writes past terminal_write")
  }

  # Who does what with a kind of node is a column of model/nodes.def.
  runtime && /case NODE_/ { breach(FNR, "a switch over kinds of nodes: nodes.def has columns for that") }

  # clang-format puts the braces of a function, and of nothing else but types, into the first column.
  /^\{$/ { start = FNR }
  /^\}$/ {
    if (start && FNR - start - 1 > (runtime ? longest_function : 80)) breach(start, "a function of more than " (runtime ? longest_function : 80) " lines")
    if (start && runtime) sizes[++functions] = FNR - start - 1
    start = 0
  }

  END {
    end_of_file()
    small = 0
    for (i = 1; i <= functions; i++) small += sizes[i] <= 40
    if (functions && small < functions * 0.95) {
      printf "only %d of %d functions have at most 40 lines; 95 %% should\n", small, functions
      breaches++
    }
    if (breaches) exit 1
    printf "architecture: %d functions in order\n", functions
  }'

# One name, one thing: a tag or a function stands in one header, and a file's name in one folder.
for header in $(find runtime -name '*.h' | LC_ALL=C sort); do
  sed -nE "s#^(struct|enum) ([a-z_0-9]+) \\{.*#\\1 \\2 $header#p" "$header"
done | awk '{ tag = $1 " " $2; if (tag in at) print "two headers define " tag ": " at[tag] ", " $3; at[tag] = $3 }' >> "$breaches"
for header in $(find runtime -name '*.h' | LC_ALL=C sort); do
  sed -nE "/^[a-z]/s#^.*[ *]([a-z_0-9]+)\\([^()]*(\\(.*)?\$#\\1 $header#p" "$header" | grep -v '^__attribute__ ' | LC_ALL=C sort -u
done | awk '{ if ($1 in at && at[$1] != $2) print "two headers declare " $1 "(): " at[$1] ", " $2; at[$1] = $2 }' >> "$breaches"
find runtime -name '*.c' | sed 's#.*/##' | LC_ALL=C sort | uniq -d | sed 's/^/two files are called /' >> "$breaches"

# What the program says stands in base/messages.def. Chinese in other code is a word of the language, or recognised in data, and
# only in these files.
words='
base/date.c base/decimal.c cli/clause_patterns.c cli/command_new.c cli/repl_solve.c data/amount.c data/cell.c data/column.c data/field.c
data/record.c data/region.c data/small_table.c decode/number_format.c evaluate/figures.c explain/check_clawback.c explain/check_history.c
explain/check_relation.c
explain/gap.c model/model.c policy/source_advice.c policy/unknown_name.c policy/target_words.c policy/words.c policy/assertion.c policy/declare.c policy/dictionary.c
explain/check_competition.c explain/check_documents.c data/text_figures.c
policy/environment.c policy/exclusive_group.c policy/budget_words.c policy/cost_share_words.c policy/instalments.c policy/joint_limit.c policy/literal_words.c policy/measure.c policy/parameter.c policy/population.c
policy/predicate.c policy/progressive.c policy/prompt.c policy/prose_name.c policy/prompt_state.c policy/user_function.c session/clause_text.c session/findings.c session/history_table.c session/solve_request.c
syntax/fix.c syntax/literal.c syntax/operand.c syntax/phrase.c syntax/prose_word.c syntax/table_constructor.c syntax/token.c write/letters.c write/slots.c'
find runtime -name '*.[ch]' | LC_ALL=C sort | LC_ALL=C xargs awk -v allowed="$(echo $words)" '
  BEGIN {
    count = split(allowed, names, " ")
    for (i = 1; i <= count; i++) may["runtime/" names[i]] = 1
  }
  FNR == 1 { comment = 0 }
  {
    line = $0
    if (comment && !match(line, /\*\//)) next
    if (comment) line = substr(line, RSTART + 2)
    gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
    comment = match(line, /\/\*/)
    if (comment) line = substr(line, 1, RSTART - 1)
    if (line !~ /"[^"]*[\344-\351][\200-\277][\200-\277]/) next
    seen[FILENAME] = 1
    if (!(FILENAME in may)) printf "%s:%d: says something in Chinese itself: base/messages.def\n", FILENAME, FNR
  }
  END {
    for (name in may)
      if (!(name in seen)) print name ": has no Chinese any more: take it from the list in tests/architecture/check.sh"
  }' >> "$breaches"

# A message that nothing says is none; some tables paste the end of the name (MSG_RULE_##name).
pasted=$(find runtime -name '*.[ch]' | xargs grep -ohE 'MSG_[A-Z_]+##' | sed 's/^MSG_//; s/##$//; s/^/^/' | sort -u | paste -sd '|' -)
sed -nE 's/^MESSAGE\(([A-Z0-9_]+),.*/\1/p' runtime/base/messages.def | LC_ALL=C sort > "$breaches.all"
find runtime -name '*.[ch]' -o -name '*.def' | LC_ALL=C sort | xargs grep -ohE 'MSG_[A-Z0-9_]+' | sed 's/^MSG_//' | LC_ALL=C sort -u > "$breaches.used"
LC_ALL=C comm -23 "$breaches.all" "$breaches.used" | grep -vE "${pasted:-^$}" | sed 's/^/messages.def: nothing says /' >> "$breaches" || true

for test in tests/*/*_test.c; do
  suite=$(basename "$(dirname "$test")")_$(basename "$test" _test.c)
  sed -nE 's/^(Test|TestSuite)\(([a-z_0-9]+).*/\2/p' "$test" | LC_ALL=C sort -u | grep -vx "$suite" |
    sed "s#^#$test: the suite is called $suite, not #" >> "$breaches" || true
done

if command -v clang-format > /dev/null; then
  find runtime tests -name '*.[ch]' -print0 | LC_ALL=C sort -z | xargs -0 clang-format --dry-run 2>&1 | grep -E '^[^ ]+: warning' |
    sed 's/: warning.*/: not as clang-format writes it/' | head -n 20 >> "$breaches" || true
fi
if [ -s "$breaches" ]; then
  cat "$breaches"
  exit 1
fi
