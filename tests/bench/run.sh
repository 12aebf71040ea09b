#!/bin/sh
# What huiqi takes beside other ways to do the same work, in one sitting: interleaved runs, medians, ratios. Each way must give the
# same results. `make bench`, or: sh tests/bench/run.sh [companies] [runs] [largest list of the last table]
set -eu
cd "$(dirname "$0")/../.."
companies=${1:-1000000}
runs=${2:-5}
largest=${3:-10000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/huiqi-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT
script=scripts/xinjiang/urumqi/2022-hnte.lua
five=U22-1,U22-2,U22-6,U22-8,U22-14
list=$work/list.csv
records=$work/records.csv

build/generate companies --rows "$companies" --seed 1 > "$list"
build/generate services --clients "$companies" --rows $((companies * 2)) --seed 1 > "$records"
echo "$companies companies, $((companies * 2)) records, $(($(cat "$list" "$records" | wc -c) / 1000000)) MB; $(getconf _NPROCESSORS_ONLN) processors; $runs runs each"

# A way: its name and its command; results go to $work/NAME.csv where there are any.
ways=
way() { ways="$ways $1"; printf '%s\n' "$2" > "$work/$1.way"; }
huiqi="build/huiqi run $script --list $list --with 服务记录=$records --year 2022"
way huiqi-1 "$huiqi --only $five --threads 1 -o $work/out1 && cp $work/out1/results.csv $work/huiqi-1.csv"
way whole-u22 "$huiqi --threads 1 -o $work/out4"
way huiqi-2 "$huiqi --only $five --threads 2 -o $work/out2 && cp $work/out2/results.csv $work/huiqi-2.csv"
way whole-u22-2 "$huiqi --threads 2 -o $work/out4"
# The same lists as databases and office programs write them.
sed 's/,/","/g; s/^/"/; s/$/"/' "$list" > "$work/quoted.list"
sed 's/,/","/g; s/^/"/; s/$/"/' "$records" > "$work/quoted.records"
for encoding in GB18030 UTF-16; do
  name=$(echo $encoding | tr -d - | tr A-Z a-z)
  iconv -f UTF-8 -t $encoding "$list" > "$work/$name.list"
  iconv -f UTF-8 -t $encoding "$records" > "$work/$name.records"
done
for form in quoted gb18030 utf16; do
  for threads in 1 2; do
    way $form-$threads "build/huiqi run $script --list $work/$form.list --with 服务记录=$work/$form.records --year 2022 --only $five --threads $threads -o $work/out1 && cp $work/out1/results.csv $work/$form-$threads.csv"
  done
done
way explained "$huiqi --only $five --threads 1 --explain -o $work/out3"
# For the five policies: a quarter of the companies in each district.
mixed=$work/mixed.list
awk -F, -v OFS=, 'NR > 1 && NR % 4 { $3 = NR % 4 == 1 ? 620102 : NR % 4 == 2 ? 500101 : 320614 } 1' "$list" > "$mixed"
all="--list $mixed --with 服务记录=$records --year 2024 --threads 1"
policies=$(find scripts -path scripts/examples -prune -o -name '*.lua' -print | LC_ALL=C sort | paste -sd ' ' -)
for policy in $policies; do
  way "$(basename "$policy" .lua)" "build/huiqi run $policy $all -o $work/out5"
done
way five-policies "build/huiqi run $policies $all -o $work/out6"
# Three awards with two ranks and a mean of the whole list, which is read once more for them; and the same without.
ranked() {
  printf '政策 { 编号 = "N", 名称 = "名单", 地区 = "650100", 有效期 = { "2022-01-01", "2024-12-31" } }\n'
  printf '奖励 "甲" { 编号 = "N-1", 条款 = "一", 条件 = { 规模以上, 营业收入 { 至少 = 万元(2000) }%s }, 金额 = 万元(10) }\n' "$1"
  printf '奖励 "乙" { 编号 = "N-2", 条款 = "一", 条件 = { 研发费用 { 至少 = 万元(1000) }%s }, 金额 = 万元(5) }\n' "$2"
  printf '奖励 "丙" { 编号 = "N-3", 条款 = "一", 条件 = { 职工总数 { 至少 = 600 }%s }, 金额 = 万元(1) }\n' "$3"
}
ranked '' '' '' > "$work/unranked.lua"
ranked ', 名单.名次(营业收入) {} { 至多 = 20000 }' ', 名单.名次(研发费用) {} { 至多 = 20000 }' \
  ', 职工总数 { 超过 = 名单.平均(职工总数) {} }' > "$work/ranked.lua"
for threads in 1 2; do
  way unranked-$threads "build/huiqi run $work/unranked.lua --list $list --year 2022 --threads $threads -o $work/out8"
  way ranked-$threads "build/huiqi run $work/ranked.lua --list $list --year 2022 --threads $threads -o $work/out9"
done
# The largest policy that anybody means: 2,000 measures of 200 conditions each.
build/generate policy --rows 2000 --columns 200 > "$work/large.lua"
head -n 101 "$list" > "$work/short.list"
way large-policy "build/huiqi run $work/large.lua --list $work/short.list --year 2022 --limits 8 --threads 1 -o $work/out7"
way large-checked "build/huiqi check $work/large.lua --limits 8"
way by-hand "build/bench-reference $list $records > $work/by-hand.csv"
way libcsv "build/bench-libcsv $list $records"
command -v gawk > /dev/null && way awk "LC_ALL=C gawk -f tests/bench/awk.awk $list $records > $work/awk.csv"
command -v sqlite3 > /dev/null && way sqlite "sqlite3 $work/db -cmd '.import --csv $list list' -cmd '.import --csv $records records' < tests/bench/sqlite.sql > $work/sqlite.csv; rm -f $work/db"
for python in python3 /usr/bin/python3; do
  "$python" -c 'import pandas' 2> /dev/null || continue
  way pandas "$python tests/bench/pandas_run.py $list $records $work/pandas.csv"
  break
done
if node -e 'require.resolve("@duckdb/node-api")' 2> /dev/null; then
  way duckdb-1 "node tests/bench/duckdb.mjs $list $records $work/duckdb-1.csv 1"
  way duckdb-2 "node tests/bench/duckdb.mjs $list $records $work/duckdb-2.csv 2"
fi

# Wall seconds, processor seconds and peak memory, appended to NAME.times. Each begins without the results of the run before, whose
# removal is not what is measured. Status 1 of huiqi says that rows had data problems.
measure() {
  rm -rf "$work"/out? "$work/$1.csv"
  status=0
  /usr/bin/time -o "$work/time" -f '%e %U %S %M' sh -c "$(cat "$work/$1.way")" > /dev/null 2> "$work/said" || status=$?
  case $status-$(cat "$work/$1.way") in
  0-* | 1-build/huiqi*) ;;
  *) echo "$1 failed with status $status:"; cat "$work/said"; exit 1 ;;
  esac
  awk 'NF == 4 { print $1, $2 + $3, $4 / 1024 }' "$work/time" >> "$work/$1.times"
}
for way in $ways; do measure "$way"; : > "$work/$way.times"; done # once to warm up
run=0
while [ $run -lt "$runs" ]; do
  for way in $ways; do measure "$way"; done
  run=$((run + 1))
done

results() { tr -d '\r"' < "$1" | awk -F, '$1 == "2022" && $2 ~ /^U22-/ { print $2 "," $5 "," $7 "," $8 }' | LC_ALL=C sort; }
results "$work/huiqi-1.csv" > "$work/expected"
for file in "$work"/*.csv; do
  case $file in "$list" | "$records") continue ;; esac
  results "$file" > "$work/found"
  cmp -s "$work/expected" "$work/found" && continue
  echo "$(basename "$file" .csv) gives other results:"
  diff "$work/expected" "$work/found" | head -5
  exit 1
done
echo "all give the same $(wc -l < "$work/expected") results"
echo

column() { awk -v c="$2" '{ print $c }' "$work/$1.times" | sort -n | awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
base=$(column huiqi-1 1)
printf '%-16s %8s %10s %9s %16s\n' way 'wall s' 'cpu s' 'peak MiB' 'wall / huiqi-1'
for way in $ways; do
  wall=$(column "$way" 1)
  printf '%-16s %8.2f %10.2f %9.0f %16.2f\n' "$way" "$wall" "$(column "$way" 2)" "$(column "$way" 3)" "$(echo "$wall $base" | awk '{ print $1 / $2 }')"
done

# Medians of pairs that ran one after the other: the machine's speed is another from minute to minute.
pairs() { paste "$work/$1.times" "$work/$2.times" | awk -v c="$3" '{ print $c / $(c + 3) }' | sort -n |
  awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'; }
echo
printf 'two threads / one: %.2f; every cell quoted / plain %.2f (processor time %.2f), GB18030 / UTF-8 %.2f (%.2f), UTF-16 / UTF-8 %.2f (%.2f)\n' \
  "$(pairs huiqi-2 huiqi-1 1)" "$(pairs quoted-1 huiqi-1 1)" "$(pairs quoted-1 huiqi-1 2)" "$(pairs gb18030-1 huiqi-1 1)" \
  "$(pairs gb18030-1 huiqi-1 2)" "$(pairs utf16-1 huiqi-1 1)" "$(pairs utf16-1 huiqi-1 2)"
printf 'all of U22 / the five measures: one thread %.2f (processor time %.2f), two threads %.2f\n' \
  "$(pairs whole-u22 huiqi-1 1)" "$(pairs whole-u22 huiqi-1 2)" "$(pairs whole-u22-2 huiqi-2 1)"
printf 'two ranks and a mean / without them: one thread %.2f (processor time %.2f), two threads %.2f\n' \
  "$(pairs ranked-1 unranked-1 1)" "$(pairs ranked-1 unranked-1 2)" "$(pairs ranked-2 unranked-2 1)"

echo
echo 'where the five measures, and all of U22, spend their time (one thread):'
for measures in "--only $five" ''; do
  $huiqi $measures --threads 1 -o "$work/out1" --timings 2>&1 > /dev/null | sed -n '/^总计/,$p'
done

# Memory is bounded by the companies and by the records that pass their own condition; here all records do.
rm -f "$list" "$records" "$mixed" "$work"/*.list "$work"/*.records
rm -rf "$work"/out? "$work"/*.csv
echo
printf '%s\n%10s %8s %8s %10s\n' 'cost by size (five measures, one thread):' companies 'wall s' 'peak MiB' 'bound MiB'
for size in 10000 100000 1000000 10000000; do
  [ "$size" -le "$largest" ] || continue
  if [ "$(df -Pm "$work" | awk 'NR == 2 { print $4 }')" -lt $((size / 1500 + 100)) ]; then
    echo "$size companies: left out, too little room in $work"
    continue
  fi
  build/generate companies --rows "$size" --seed 1 > "$list"
  build/generate services --clients "$size" --rows $((size * 2)) --seed 1 > "$records"
  /usr/bin/time -o "$work/time" -f '%e %M' $huiqi --only $five --threads 1 -o "$work/out1" > /dev/null 2>&1 || [ $? -eq 1 ]
  tail -1 "$work/time" | awk -v n="$size" '{ printf "%10d %8.2f %8.0f %10.0f\n", n, $1, $2 / 1024, 64 + (n * 32 + n * 2 * 16) / 1048576 }'
done
