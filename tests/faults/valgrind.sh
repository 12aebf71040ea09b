#!/bin/sh
# The commands under valgrind: no memory is read that was not written, none is lost.
set -eu
cd "$(dirname "$0")/../.."
HUIQI=${HUIQI:-$PWD/build/huiqi}
command -v valgrind > /dev/null || { echo 'valgrind is not installed: left out'; exit 0; }
U=scripts/xinjiang/urumqi
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
count=0
try() {
  count=$((count + 1))
  status=0
  valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,indirect "$HUIQI" "$@" > "$place/said" 2>&1 || status=$?
  [ "$status" -ne 99 ] || { tail -30 "$place/said"; echo "valgrind: huiqi $*"; exit 1; }
}
try run scripts --list $U/2022-hnte.sample.csv --with 服务记录=$U/2022-hnte.services.csv --year 2022 --explain=3 --all -o "$place/out" --threads 2
try run $U/2022-hnte.lua --list tests/cases/data/list.csv --year 2022
try check scripts --list $U/2022-hnte.sample.csv
try test scripts
try coverage scripts
try fields
try explain 91650102MA0000001M $U/2022-hnte.lua --list tests/cases/data/list.csv --year 2022
try doc $U/2022-hnte.lua
try test $U/2022-hnte.lua --suggest
echo "valgrind: $count commands clean"
