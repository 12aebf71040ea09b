#!/bin/sh
# Bad days: every system call of a run fails in turn, memory is refused at each request, signals come before each call, and a run that
# was killed is followed by another. A result folder is as it was, or new and whole; nothing unfinished is left beside it (but by
# SIGKILL, which the next run clears away).
#
#     sh tests/faults/faults.sh          a part, in seconds
#     sh tests/faults/faults.sh long     every request for memory, every call, several commands
set -u
cd "$(dirname "$0")/../.."
HUIQI=${HUIQI:-$PWD/build/huiqi}
FAULTY=${FAULTY:-$PWD/build/faulty.so}
U=$PWD/scripts/xinjiang/urumqi/2022-hnte.lua
LIST=$PWD/tests/cases/data/list.csv
long=${1:-}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
tried=0 wrong=0

say_wrong() {
  wrong=$((wrong + 1))
  echo "WRONG: $*" >&2
  sed 's/^/    /' said.txt >&2
}

# The results but for the seconds that the run took.
digest() {
  if [ -d "$1" ]; then (cd "$1" && find . -type f ! -name run.json | LC_ALL=C sort | xargs sha256sum && grep -v seconds run.json); else echo none; fi
}

run() { "$HUIQI" run "$U" --list "$LIST" --year "$1" -o out --threads "${2:-1}" > said.txt 2>&1; }

count() {
  rm -rf out
  FAULT=$1:0:5 FAULT_COUNT=count.txt LD_PRELOAD=$FAULTY "$HUIQI" run "$U" --list "$LIST" --year 2023 -o out > /dev/null 2>&1
  cat count.txt
}

run 2022; mv out old; rm -rf out
run 2023; mv out new; rm -rf out
OLD=$(digest old) NEW=$(digest new)
restore() { rm -rf out .out* ; [ "$1" = fresh ] || cp -r old out; }
before() { [ "$1" = fresh ] && echo none || echo "$OLD"; }
leftover() { find . -mindepth 1 -maxdepth 1 -name '.*' | head -3; }

# $1 kind, $2 which call, $3 errno (or minus the signal), $4 fresh or there
try() {
  tried=$((tried + 1))
  restore "$4"
  FAULT=$1:$2:$3 LD_PRELOAD=$FAULTY "$HUIQI" run "$U" --list "$LIST" --year 2023 -o out > said.txt 2>&1
  status=$?
  after=$(digest out)
  what="$1 $2 of errno $3, $4: status $status"
  case $status in
    0 | 1) [ "$after" = "$NEW" ] || say_wrong "$what, but the results are not whole" ;;
    2 | 3)
      if grep -q '结果已完整写出' said.txt; then [ "$after" = "$NEW" ] || say_wrong "$what, but the results are not whole"
      else [ "$after" = "$(before "$4")" ] || say_wrong "$what, but the folder has changed"; fi
      ;;
    129 | 130 | 143) [ "$after" = "$(before "$4")" ] || [ "$after" = "$NEW" ] || say_wrong "$what: neither as it was nor new" ;;
    137)
      [ "$after" = "$(before "$4")" ] || [ "$after" = "$NEW" ] || say_wrong "$what: neither as it was nor new"
      run 2023 || say_wrong "$what: the next run fails"
      [ "$(digest out)" = "$NEW" ] || say_wrong "$what: the next run is not whole"
      ;;
    *) say_wrong "$what" ;;
  esac
  [ -z "$(leftover)" ] || say_wrong "$what: $(leftover) is left"
}

# Every call of a kind, in a folder that is new and one that has results.
each() { # kind errno step
  total=$(count "$1") at=1
  while [ "$at" -le "$total" ]; do
    for where in fresh there; do try "$1" "$at" "$2" "$where"; done
    at=$((at + ${3:-1}))
  done
}

each open 24
each read 5
each write 28
each fsync 5
each close 5
each rename 5
each read 4
each write 4
step=5; [ "$long" ] && step=1
each any -2 $step
each any -15 $step
each any -9 $step
calls=$tried

# Memory
step=211; [ "$long" ] && step=1
for at in 3 6; do try malloc "$at" 12 there; done # of libcrypto, which must not be the one to notice
total=$(count malloc) at=1
try malloc "$total" 12 there; try malloc $((total - 8)) 12 there # of the summary, when the results have their place
while [ "$at" -le "$total" ]; do
  try malloc "$at" 12 there
  at=$((at + step))
done
# Other commands write no folder: they end with a status of their own, whatever is refused.
printf '选 金洲\n为什么\n还差什么\n如果 { 营业收入 = 万元(2100) }\n谁 { 规模以上 }\n营业收人\n总计\n' > questions.txt
step=997; [ "$long" ] && step=1
refuse() { # command: each request for memory in turn
  at=1
  while :; do
    tried=$((tried + 1))
    rm -f count.txt
    # shellcheck disable=SC2086
    FAULT=malloc:$at:12 FAULT_COUNT=count.txt LD_PRELOAD=$FAULTY "$HUIQI" $1 < questions.txt > said.txt 2>&1
    status=$?
    [ "$status" -lt 4 ] || say_wrong "$1, request $at refused: status $status"
    [ "$(cat count.txt 2> /dev/null || echo 0)" -ge "$at" ] || [ "$status" -eq 3 ] || break
    at=$((at + step))
  done
}
refuse "explain 金洲 $U --list $LIST --year 2022"
refuse "repl $U --list $LIST --year 2022"
refuse "check $U"
if [ "$long" ]; then
  step=7
  refuse "test $U"
  refuse "coverage $U"
  refuse "doc $U"
fi

# Two runs into one folder: the second is refused, the first goes on.
restore there
mkfifo pipe
"$HUIQI" run "$U" --list - --year 2023 -o out < pipe > /dev/null 2>&1 &
first=$!
exec 3> pipe
sleep 1
run 2022
[ $? -eq 3 ] && grep -q '另一个 huiqi' said.txt || say_wrong "a second run into the folder was not refused"
cat "$LIST" >&3
exec 3>&-
wait "$first" || say_wrong "the first of two runs failed"
grep -q '"year": 2023' out/run.json || say_wrong "the folder does not have the first run"

# The list becomes shorter while it is read.
restore there
{ cat "$LIST"; i=0; while [ $i -lt 60000 ]; do echo "91650102MA00000$i,甲,650102,,,,,,,,,,,,,,,,,,,,,,,,,,"; i=$((i + 1)); done; } > shrinking.csv
"$HUIQI" run "$U" --list shrinking.csv --year 2023 -o out --block-bytes 4096 > said.txt 2>&1 &
first=$!
: > shrinking.csv
wait "$first"
[ $? -lt 4 ] || say_wrong "a list that shrinks ends the program"

echo "faults: $tried tried ($calls failing calls and signals, the rest refused memory), $wrong wrong"
[ "$wrong" -eq 0 ]
