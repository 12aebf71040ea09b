#!/bin/sh
# What `make dist` packs runs where there is nothing but a shell: in a folder that is a root of its own, with busybox alone.
# Results are those of the program as it was built. Needs root, busybox-static, and for arm64 qemu-user-static.
#   sh tests/dist/run.sh VERSION ARCH…
set -eu

version=$1
shift
sample=scripts/xinjiang/urumqi/2022-hnte
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
iconv -f utf8 -t gb18030 $sample.sample.csv > "$work/gb.csv"
iconv -f utf8 -t utf-16 $sample.sample.csv > "$work/utf16.csv"
judge='for list in gb utf16; do ./huiqi run '$sample'.lua --list $list.csv --with 服务记录='$sample'.services.csv --year 2022 -o /out-$list > /log 2>&1 || [ $? -eq 1 ]; done'
program=$PWD/build/huiqi
ln -s "$PWD/scripts" "$work/scripts"
for list in gb utf16; do
  (cd "$work" && "$program" run $sample.lua --list $list.csv --with 服务记录=$sample.services.csv --year 2022 -o out-$list > log 2>&1 || [ $? -eq 1 ])
done
for arch in "$@"; do
  root=$work/$arch
  mkdir -p "$root/bin" "$root/tmp" "$root/proc"
  cp /bin/busybox "$root/bin/busybox"
  for name in sh dirname readlink; do ln -s busybox "$root/bin/$name"; done
  tar -C "$root" --strip-components=1 -xf "build/dist/huiqi-$version-linux-$arch.tar.xz"
  cp "$work/gb.csv" "$work/utf16.csv" "$root"
  if [ "$arch" = arm64 ]; then
    cp /usr/bin/qemu-aarch64-static "$root/bin/qemu"
    sed -i 's/^exec /exec \/bin\/qemu /' "$root/huiqi"
  fi
  chroot "$root" /bin/sh -c "$judge"
  for list in gb utf16; do diff -r -x run.json "$work/out-$list" "$root/out-$list"; done
  echo "$arch: the same results in a root without libraries"
done
