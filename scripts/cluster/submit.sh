#!/bin/sh
# 把一次测算分成几部分交给 Slurm：一个数组作业算各部分，一个依赖它的作业合成结果。
#
#   sh submit.sh 部分数 结果文件夹 脚本… --list 名单.csv --year 年度 [run 的其他选项]
#   sh submit.sh 64 结果 2022-hnte.lua --list 名单.csv --with 服务记录=记录.csv --year 2022
#
# 打印合成作业的编号；squeue -j 编号 看它，结果文件夹出现就是算完了。各部分留在 结果文件夹.部分，看过结果再删。
# 某一部分失败：改好以后 scontrol requeue 数组作业_序号，合成作业照旧等着。
set -eu
parts=$1 output=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
STATE=$output.部分
mkdir -p "$STATE"
export STATE
# 从提交时所在的文件夹算起的相对路径，在作业里一样有效：Slurm 的作业在提交时的文件夹里运行。
array=$(sbatch --parsable --export=ALL --array="1-$parts" --output="$STATE/%a.log" "$here/part.sbatch" "$@")
sbatch --parsable --export=ALL --dependency="afterok:${array%%;*}" --output="$STATE/merge.log" "$here/merge.sbatch" "$output"
