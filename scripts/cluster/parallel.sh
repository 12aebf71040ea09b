#!/bin/sh
# 在一台多核机器上用 GNU parallel 分开测算，再合成（Debian、Ubuntu：apt install parallel）。
#
#   sh parallel.sh 部分数 结果文件夹 脚本… --list 名单.csv --year 年度 [run 的其他选项]
#   sh parallel.sh 16 结果 2022-hnte.lua --list 名单.csv --with 服务记录=记录.csv --year 2022
#
# 结果和一次算完逐字节相同（run.json 里的秒数除外）。中途停了，再运行一次同样的命令：已经算好的部分不再算。
set -eu
parts=$1 output=$2
shift 2
HUIQI=${HUIQI:-huiqi}
# 各部分放在结果旁边；合成以后删去。
state=$output.部分
mkdir -p "$state"

# 每一部分只用一个线程：几部分同时算，已经把处理器用满了。
# --joblog 和 --resume-failed：没有算成的、还没有算的才算；--halt：有一部分算不成，别的也不必再开始。
export HUIQI
seq "$parts" | parallel -q --joblog "$state/记录" --resume-failed --halt soon,fail=1 \
  "$HUIQI" run "$@" --threads 1 --part "{}/$parts" --state "$state/{}"

# 部分的先后不论；少一部分、混进别的测算的部分，merge 会说出是哪一个，什么也不写。
# 状态 1 说的是名单有数据问题（见 problems.csv），结果是写好的。
status=0
set --
for part in $(seq "$parts"); do set -- "$@" "$state/$part"; done
"$HUIQI" merge "$@" -o "$output" || status=$?
[ "$status" -gt 1 ] || rm -r "$state"
exit "$status"
