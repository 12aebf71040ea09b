#!/bin/sh
# Any split gives the same bytes: random flawed lists, policies, options and numbers of parts; the merged files are those of one run,
# byte for byte (but for the seconds in run.json), what is said on the terminal too, and the exit status.
#
#     sh tests/split/splits.sh [ROUNDS [SEED]]
#
# A round that differs is named by its seed, and its files stay.
set -eu
cd "$(dirname "$0")/../.."
HUIQI=${HUIQI:-$PWD/build/huiqi}
GENERATE=${GENERATE:-$PWD/build/generate}
rounds=${1:-6}
seed=${2:-1}
place=$(mktemp -d "${TMPDIR:-/tmp}/huiqi-splits-XXXXXX")
trap 'rm -rf "$place"' EXIT
trap 'exit 130' INT TERM
ln -s "$PWD/scripts" "$place/scripts"
cd "$place"
LC_ALL=C.UTF-8
export LC_ALL

U=scripts/xinjiang/urumqi
cat > policies <<END
2022 $U/2022-hnte.lua
2023 $U/2022-hnte.lua
2022 $U/2020-innovation.lua
2024 scripts/gansu/lanzhou/chengguan-2024.lua
2024 scripts/chongqing/wanzhou/2023-double.lua
2024 scripts/jiangsu/nantong/haimen-2022.lua
2024 scripts/xinjiang scripts/gansu scripts/chongqing scripts/jiangsu
2024 mixed.lua
2024 mixed.lua
2024 budgets.lua
2024 budgets.lua
2025 scripts/examples
END
# What needs the whole list: budgets in order and in proportion, ranks, means, a limit over measures, records of other companies.
cat > mixed.lua <<'END'
政策 { 编号 = "M", 名称 = "合", 地区 = "650100", 有效期 = { "2021-01-01", "2026-12-31" } }
表 "合同" { 列 "卖方代码" { 类型 = "统一社会信用代码" }, 列 "买方代码" { 类型 = "统一社会信用代码" }, 列 "项目" { 类型 = "文字" },
  链接 = { 卖方 = "卖方代码", 买方 = "买方代码" } }
奖励 "名次" { 编号 = "M-1", 条款 = "一", 条件 = { 名单.名次(营业收入) {} { 至多 = 20 } }, 金额 = 万元(10) }
奖励 "均值" { 编号 = "M-2", 条款 = "二", 条件 = { 职工总数 { 超过 = 名单.平均(职工总数) {} } }, 金额 = 研发费用 * 百分之(1), 封顶 = 万元(5), 预算 = 万元(60) }
奖励 "先到" { 编号 = "M-3", 条款 = "三", 条件 = { 高企认定日期 { 不早于 = "2019-01-01" } }, 金额 = 万元(3), 预算 = { 总额 = 万元(40), 次序 = 高企认定日期, 不足 = "给余额" } }
奖励 "一次" { 编号 = "M-4", 条款 = "四", 条件 = { 规模以上 }, 金额 = 万元(2), 一次性 = true }
券 "券" { 编号 = "M-5", 条款 = "五", 对象 = 服务记录.服务机构, 金额 = 元(500) * 计数(服务记录.客户) { 不重复 = true, 条件 = { 客户 { 高企认定次数 { 至少 = 1 } } } }, 预算 = 万元(1) }
奖励 "记录" { 编号 = "M-6", 条款 = "六", 条件 = { 合计(服务记录.合同金额) {} { 至少 = 万元(5) } }, 金额 = 合计(服务记录.合同金额) {} * 百分之(10) }
总限 "合计" { 编号 = "M-9", 条款 = "九", 措施 = { "M-2", "M-4", "M-6" }, 至多 = 万元(6) }
目标 "家数" { 编号 = "M-7", 条款 = "七", 年度 = 2024, 实际 = 家数 { 规模以上 }, 至少 = 100, 分解 = 所属镇街 }
奖励 "摊" { 编号 = "M-10", 条款 = "十", 金额 = 研发费用 * 百分之(1), 预算 = 万元(60) }
奖励 "采购" { 编号 = "M-8", 条款 = "八", 金额 = 元(100) * 计数(合同.项目) { 经由 = 卖方, 条件 = { 买方 { 规模以上 } } } }
END

# The same without what keeps a part from finishing rows.
sed '/名单/d; /M-8/d; /^表/,/链接/d; s/"M-2", //' mixed.lua > budgets.lua

# Numbers of a round: `draw N` is one of 0 to N-1.
draw() { state=$(((state * 1103515245 + 12345) % 2147483648)); drawn=$((state / 65536 % $1)); }

# Rows again far from their first, codes in lower case or gone, totals, blank lines, cells that are no data.
spoil() {
  awk -v seed="$1" -F, -v OFS=, '
    BEGIN { srand(seed) }
    NR == 1 { print; next }
    {
      if (rand() < .05) again[++kept] = $0
      if (rand() < .03) $1 = ""
      else if (rand() < .03) $1 = tolower($1)
      else if (rand() < .02) $1 = " " $1
      if (rand() < .03) $(2 + int(rand() * (NF - 2))) = rand() < .5 ? "三" : "?"
      if (rand() < .01) $0 = $0 ",多"
      print
      if (rand() < .05 && kept) print again[1 + int(rand() * kept)]
      if (rand() < .01) print ""
      if (rand() < .01) print "合计,,,1"
    }
    END { for (i = 1; i <= kept; i++) if (rand() < .6) print again[i] }'
}

# For comparison: without the name of the output, and how long it took.
plain() {
  sed "s#$1#OUT#g" "$1.out" > "$1.said"
  sed "s#$1#OUT#g" "$1.err" >> "$1.said"
  if [ -d "$1" ]; then sed -i 's/"seconds": .*/"seconds":/' "$1/run.json"; fi
}

round() {
  state=$1
  draw 9; draw "$(wc -l < policies)"
  policy=$(sed -n "$((drawn + 1))p" policies)
  year=${policy%% *} scripts=${policy#* }
  draw 700; rows=$((drawn + 5))
  "$GENERATE" companies --rows $rows --seed "$1" --flaws | spoil "$1" > list.csv
  "$GENERATE" services --clients $rows --rows $((rows * 2)) --seed "$1" --flaws > records.csv
  { echo 卖方代码,买方代码,项目
    awk -F, 'NR > 2 { print before "," $1 ",甲"; print $1 "," first ",乙" } NR == 2 { first = $1 } { before = $1 }' list.csv
  } > contracts.csv
  set -- $scripts --list list.csv --year "$year"
  draw 4; [ $drawn = 0 ] || set -- "$@" --with 服务记录=records.csv
  [ "$scripts" != mixed.lua ] || set -- "$@" --with 合同=contracts.csv
  draw 3; [ $drawn = 0 ] && set -- "$@" --all
  draw 5; [ $drawn = 4 ] || [ $drawn = 0 ] || set -- "$@" "--explain=$drawn"
  draw 4; [ $drawn = 0 ] && set -- "$@" --carry 所属镇街
  draw 3
  if [ $drawn = 0 ]; then
    "$HUIQI" run $scripts --list list.csv --year $((year - 1)) -o before > said 2>&1 || [ $? -le 2 ]
    if [ -d before ]; then
      set -- "$@" --history before/results.csv
      { echo '措施编号,对象代码,结果,金额（元）,依据'
        awk -F, 'NR > 1 && NR % 7 == 0 && !seen[$2 "," $5]++ { print $2 "," $5 "," (NR % 2 ? "符合,1200" : "不符合,") ",会议" }' before/results.csv
        echo 'M-1,91650102MA00000000,符合,,无此企业'
      } > decided.csv
      set -- "$@" --decisions decided.csv
    fi
  fi
  draw 5
  [ $drawn = 0 ] && iconv -f UTF-8 -t GB18030 list.csv > other.csv && mv other.csv list.csv
  draw 4; bytes=$((1 + 3000 * drawn * drawn))
  draw 3; threads=$((drawn + 1))
  draw 6; parts=$((drawn + 1))
  draw 8; [ $drawn = 0 ] && parts=$((parts * 9))
  set -- "$@" --block-bytes $((bytes < 300 ? 1000000 : bytes))
  rm -rf one two part-*
  status=0 merged=0 folders=
  "$HUIQI" run "$@" --threads $threads -o one > one.out 2> one.err || status=$?
  for part in $(seq "$parts"); do
    "$HUIQI" run "$@" --threads $threads --part "$part/$parts" --state "part-$part" > part.err 2>&1 || merged=$?
    folders="part-$part $folders"
  done
  [ $merged != 0 ] || "$HUIQI" merge $folders --threads $threads -o two > two.out 2> two.err || merged=$?
  command="$* --threads $threads, $parts parts"
  [ $status = $merged ] || { echo "status $status, merged $merged: $command"; return 1; }
  [ $status -lt 2 ] || return 0
  plain one
  plain two
  diff one.said two.said && diff -r one two | head -20 > differs
  [ ! -s differs ] || { cat differs; echo "differs: $command"; return 1; }
}

for number in $(seq "$rounds"); do
  if ! (round $((seed * 1000 + number))); then
    keep=$(mktemp -d "${TMPDIR:-/tmp}/huiqi-split-differs-XXXXXX")
    cp -R . "$keep"
    echo "WRONG: round $number of seed $seed; its files are in $keep" >&2
    exit 1
  fi
done
echo "splits: $rounds rounds passed"
