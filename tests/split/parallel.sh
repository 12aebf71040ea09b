#!/bin/sh
# scripts/cluster/parallel.sh with GNU parallel, in 2, 7 and 64 parts: the bytes of one run; and once more after a part was lost.
set -eu
cd "$(dirname "$0")/../.."
HUIQI=${HUIQI:-$PWD/build/huiqi}
GENERATE=${GENERATE:-$PWD/build/generate}
export HUIQI
place=$(mktemp -d "${TMPDIR:-/tmp}/huiqi-parallel-XXXXXX")
trap 'rm -rf "$place"' EXIT
trap 'exit 130' INT TERM
cp -R scripts/cluster scripts/xinjiang "$place"
cd "$place"
"$GENERATE" companies --rows 20000 --seed 3 --flaws > '名 单.csv'
"$GENERATE" services --clients 20000 --rows 40000 --seed 3 --flaws > records.csv
set -- xinjiang/urumqi/2022-hnte.lua --list '名 单.csv' --with 服务记录=records.csv --year 2022 --all
"$HUIQI" run "$@" -o once > once.out 2> once.err || [ $? -eq 1 ]
sed -i 's/"seconds": .*/"seconds":/' once/run.json
for parts in 2 7 64; do
  sh cluster/parallel.sh $parts "多 份" "$@" > parts.out 2> parts.err || [ $? -eq 1 ] || { cat parts.err; exit 1; }
  [ ! -e "多 份.部分" ]
  sed -i 's/"seconds": .*/"seconds":/' "多 份/run.json"
  diff -r once "多 份"
  rm -r "多 份"
  echo "parallel: $parts parts, the bytes of one run"
done
