#!/bin/sh
# Libraries and headers of Debian for arm64, unpacked below FOLDER/sysroot: nothing is installed, and apt's own state stays as it is.
#   arm64.sh FOLDER
set -eu

folder=$1
packages='liblua5.4-dev liblua5.4-0 libcsv-dev libcsv3 libutf8proc-dev libutf8proc2 libzip-dev libzip4 libexpat1-dev libexpat1
  libxlsxwriter-dev libxlsxwriter4 zlib1g-dev zlib1g libcjson-dev libcjson1 libssl-dev libssl3 libreadline-dev libreadline8 libtinfo6
  libbz2-1.0 libminizip1 libc6'
command -v aarch64-linux-gnu-gcc > /dev/null || { echo 'needed: gcc-aarch64-linux-gnu (Debian), and qemu-user-static to try the program' >&2; exit 1; }
[ ! -e "$folder/sysroot.done" ] || exit 0
mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial" "$folder/debs" "$folder/sysroot"
: > "$folder/apt/status"
state=$(cd "$folder/apt" && pwd)
apt() {
  apt-get -qq -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o Dir::State="$state" -o Dir::State::status="$state/status" \
    -o Dir::Cache="$state/cache" -o APT::Sandbox::User=root "$@"
}
apt update
(cd "$folder/debs" && apt download $packages)
for package in "$folder"/debs/*.deb; do dpkg-deb -x "$package" "$folder/sysroot"; done
# Links that are absolute lead out of it: the linker would take archives instead.
root=$(cd "$folder/sysroot" && pwd)
find "$root" -type l -lname '/*' | while read -r link; do ln -sf "$root$(readlink "$link")" "$link"; done
: > "$folder/sysroot.done"
