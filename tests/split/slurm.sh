#!/bin/sh
# The two job scripts of scripts/cluster under a real Slurm on this machine: munged, slurmctld and slurmd of Debian on the loopback,
# an array job for the parts and a job that depends on it. What comes out has the bytes of one run. `make test-slurm`.
set -eu
cd "$(dirname "$0")/../.."
HUIQI=${HUIQI:-$PWD/build/huiqi}
GENERATE=${GENERATE:-$PWD/build/generate}
parts=${1:-7}
place=$(mktemp -d "${TMPDIR:-/tmp}/huiqi-slurm-XXXXXX")
daemons=
stop() {
  for daemon in $daemons; do kill "$daemon" 2> /dev/null || true; done
  wait
  rm -rf "$place"
}
trap stop EXIT
trap 'exit 130' INT TERM
cp -R scripts/cluster scripts/xinjiang "$place"
cd "$place"

mkdir munge control node
chmod 755 . && chmod 700 munge
dd if=/dev/urandom of=munge/key bs=32 count=4 2> /dev/null
chmod 600 munge/key
node=$(hostname -s)
cat > slurm.conf <<END
ClusterName=huiqi
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=16817
SlurmdPort=16818
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$place/munge/socket
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,defer
StateSaveLocation=$place/control
SlurmdSpoolDir=$place/node
SlurmctldPidFile=$place/control.pid
SlurmdPidFile=$place/node.pid
SlurmctldLogFile=$place/control.log
SlurmdLogFile=$place/node.log
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(getconf _NPROCESSORS_ONLN) RealMemory=8192 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
SLURM_CONF=$place/slurm.conf
export SLURM_CONF HUIQI

munged --foreground --force --key-file="$place/munge/key" --socket="$place/munge/socket" --pid-file="$place/munge/pid" \
  --log-file="$place/munge/log" --seed-file="$place/munge/seed" > munge/said 2>&1 &
daemons="$daemons $!"
slurmctld -D -i > control.said 2>&1 &
daemons="$daemons $!"
slurmd -D > node.said 2>&1 &
daemons="$daemons $!"

# Waits until the command says what is wanted, a minute at most.
await() {
  for second in $(seq 120); do
    if "$@"; then return 0; fi
    sleep .5
  done
  echo "waited in vain: $*" >&2
  tail -n 20 control.log node.log control.said node.said munge/said >&2
  return 1
}
idle() { sinfo -h -o %T 2> /dev/null | grep -q '^idle'; }
await idle

U=xinjiang/urumqi/2022-hnte.lua
"$GENERATE" companies --rows 3000 --seed 5 --flaws > list.csv
"$GENERATE" services --clients 3000 --rows 6000 --seed 5 --flaws > records.csv
asked="$U --list list.csv --with 服务记录=records.csv --year 2022 --all --explain"
"$HUIQI" run $asked -o 一次 > once.out 2> once.err || [ $? -eq 1 ]
job=$(sh cluster/submit.sh "$parts" 结果 $asked)
echo "array of $parts, then job $job"
done_or_failed() { ! squeue -h -j "$job" 2> /dev/null | grep -q .; }
await done_or_failed
scontrol show job "$job" | grep -q 'JobState=COMPLETED' || { scontrol show job; tail 结果.部分/*.log; exit 1; }
[ "$(ls -d 结果.部分/[0-9]*/ | wc -l)" -eq "$parts" ]
sed -i 's/"seconds": .*/"seconds":/' 一次/run.json 结果/run.json
diff -r 一次 结果
echo "slurm: $parts parts, the bytes of one run"
