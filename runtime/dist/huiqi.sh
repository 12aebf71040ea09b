#!/bin/sh
# The program with libraries and a loader of its own: whatever this system has of them is not asked for.
here=$(dirname "$(readlink -f "$0")")/lib
# Where the C library finds how to read GB18030 and UTF-16.
GCONV_PATH=$here/gconv
export GCONV_PATH
exec "$here/ld.so" --library-path "$here" "$here/huiqi" "$@"
