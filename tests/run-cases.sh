#!/bin/sh
# Runs tests/cases/*.case (or the cases given) and compares what happens with what each says; tests/README.md has the format.
# A case is run by writing it anew from what really happened: it passes when that is the same text, and --update keeps it.
#   sh tests/run-cases.sh [--update] [CASE]…
# HUIQI names the program under test.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
HUIQI=${HUIQI:-$root/build/huiqi}
update=
if [ "${1:-}" = --update ]; then
  update=yes
  shift
fi
[ $# -gt 0 ] || set -- "$root"/tests/cases/*.case

if ! [ -x "$HUIQI" ]; then
  echo "no program at $HUIQI" >&2
  exit 2
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/huiqi-cases-XXXXXX")
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
mkdir "$work/bin"
ln -s "$HUIQI" "$work/bin/huiqi"

# The same on every machine and in every terminal.
PATH=$work/bin:$PATH LC_ALL=C.UTF-8 TZ=UTC TERM=dumb COLUMNS=80
export PATH LC_ALL TZ TERM COLUMNS
unset NO_COLOR

# Section N of the case becomes the file N, and line N of `index` says what it is; 0 is what stands before the first.
split_case() {
  rm -rf "$work/sections"
  mkdir "$work/sections"
  awk -v folder="$work/sections" '
    BEGIN { at = folder "/0"; printf "" > at }
    /^=== / { close(at); at = folder "/" ++count; printf "" > at; print substr($0, 5) > (folder "/index"); next }
    { print > at }' "$1"
  touch "$work/sections/index"
}

# As text: without CR at line ends and the mark at the beginning.
as_text() {
  LC_ALL=C awk '{ sub(/\r$/, "") } NR == 1 { sub(/^\357\273\277/, "") } { print }' "$1"
}

number_of() {
  awk -v name="$1" '$1 == name { print NR; exit }' "$work/sections/index"
}

# Leaves status, stdout and stderr in $work, and the files in $work/place.
run_case() {
  rm -rf "$work/place"
  cp -R "$root/tests/cases/data" "$work/place"
  ln -s "$root/scripts" "$work/place/scripts"
  input=$(number_of stdin)
  command=$(number_of command)
  if [ -z "$command" ]; then
    echo "no section command" > "$work/stderr"
    : > "$work/stdout"
    status=99
    return
  fi
  status=0
  (cd "$work/place" && exec timeout 120 sh "$work/sections/$command") \
    < "${input:+$work/sections/}${input:-/dev/null}" > "$work/stdout" 2> "$work/stderr" || status=$?
}

print_file() {
  if [ -f "$work/place/$1" ]; then
    as_text "$work/place/$1"
  else
    echo "(there is no such file)"
  fi
}

print_listing() {
  if [ -d "$work/place/$1" ]; then
    (cd "$work/place/$1" && find . ! -type d | LC_ALL=C sort | sed 's|^\./||')
  else
    echo "(there is no such folder)"
  fi
}

print_section() {
  case $2 in
    command | stdin) echo "=== $2" && cat "$work/sections/$1" ;;
    status*) echo "=== status $status" ;;
    stdout | stderr) echo "=== $2" && as_text "$work/$2" ;;
    "file "*) echo "=== $2" && print_file "${2#file }" ;;
    "files "*) echo "=== $2" && print_listing "${2#files }" ;;
    *) echo "(unknown section: $2)" ;;
  esac
}

# What a case leaves out is expected to be 0 or empty.
print_missing() {
  [ -n "$(number_of status)" ] || [ "$status" -eq 0 ] || echo "=== status $status"
  for stream in stdout stderr; do
    [ -n "$(number_of $stream)" ] || ! [ -s "$work/$stream" ] || print_section 0 $stream
  done
}

print_case() {
  cat "$work/sections/0"
  number=0
  while IFS= read -r section; do
    number=$((number + 1))
    print_section $number "$section"
  done < "$work/sections/index"
  print_missing
}

passed=0 failed=0
for case in "$@"; do
  split_case "$case"
  run_case
  print_case > "$work/actual"
  if cmp -s "$case" "$work/actual"; then
    passed=$((passed + 1))
  elif [ -n "$update" ]; then
    cp "$work/actual" "$case"
    echo "updated: ${case#"$root"/}"
  else
    failed=$((failed + 1))
    echo "FAILED: ${case#"$root"/}"
    diff -u --label expected --label actual "$case" "$work/actual" || true
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
