#!/bin/sh
# The program is built as SECURITY.md says: position independent, nothing of it writable and executable, addresses of libraries
# resolved before it begins and read-only from then on, stacks and copies checked; a user's CFLAGS and LDFLAGS take none of it away.
#   sh tests/architecture/hardening.sh build/huiqi
set -eu
program=$1
cd "$(dirname "$0")/../.."
wrong=0
expect() {
  if ! readelf "$1" "$program" | grep -qE "$2"; then
    echo "$program: $3" >&2
    wrong=1
  fi
}
expect -hW 'Type: +DYN' 'is not position independent (-fPIE -pie)'
expect -lW 'GNU_RELRO' 'has no read-only relocations (-z relro)'
expect -dW 'BIND_NOW|Flags:.*NOW' 'resolves addresses late (-z now)'
expect -lW 'GNU_STACK.* RW ' 'has an executable stack'
expect -sW '__stack_chk_fail' 'has no stack protector'
expect -sW '__(memcpy|snprintf|vsnprintf)_chk' 'was built without _FORTIFY_SOURCE'
if readelf -dW "$program" | grep -qE 'RPATH|RUNPATH|TEXTREL'; then
  echo "$program: has a path for libraries, or relocations in its text" >&2
  wrong=1
fi
for flag in -fPIE -pie -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2 relro,-z,now,-z,noexecstack; do
  if ! make -n -B V=1 CFLAGS=-O1 LDFLAGS=-L. build/huiqi 2> /dev/null | grep -q -- "$flag"; then
    echo "a user's CFLAGS remove $flag" >&2
    wrong=1
  fi
done
[ "$wrong" = 0 ] && echo 'hardening: as promised'
exit "$wrong"
