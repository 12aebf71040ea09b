#!/bin/sh
# Holds the code to the way of the data: a file includes its own room, rooms before it and base; foreign libraries stay behind their
# doors; functions and files stay short. Prints every breach with its place.
set -eu
cd "$(dirname "$0")/../.."

find runtime tests -name '*.[ch]' | LC_ALL=C sort | LC_ALL=C xargs awk -v longest_function=80 -v longest_file=500 '
  BEGIN {
    count = split("base decode data syntax model policy evaluate explain write cli", names, " ")
    for (i = 1; i <= count; i++) rank[names[i]] = i
    door["utf8proc.h"] = "^runtime/decode/unicode\\.c$"
    door["zip.h"] = "^runtime/decode/zip_package\\.c$"
    door["expat.h"] = "^runtime/decode/xml\\.c$"
    door["bzlib.h"] = "^runtime/write/packed\\.c$"
    door["xlsxwriter.h"] = "^runtime/write/xlsx_writer\\.c$"
    door["csv.h"] = "^runtime/decode/csv_reader\\.c$"
    door["lua.h"] = door["lauxlib.h"] = door["lualib.h"] = "^runtime/(policy/[^/]*|evaluate/call\\.c)$"
  }

  function breach(line, text) {
    printf "%s:%d: %s\n", FILENAME, line, text
    breaches++
  }

  # A long file is two things; which two takes thought, so this is a remark.
  function end_of_file() {
    if (file != "" && lines > longest_file) printf "%s: %d lines, more than %d\n", file, lines, longest_file
  }

  FNR == 1 {
    end_of_file()
    file = FILENAME
    runtime = file ~ /^runtime\//
    split(file, path, "/")
    room = runtime ? path[2] : ""
    if (runtime && !(room in rank)) breach(1, "the folder " room " is not one of the rooms")
    start = 0
  }
  { lines = FNR }

  runtime && match($0, /^#include "[a-z_]+\//) {
    other = substr($0, 11, RLENGTH - 11)
    if (!(other in rank)) breach(FNR, "there is no room " other)
    else if (rank[other] > rank[room]) breach(FNR, "room " room " must not include from " other ", which comes after it")
  }

  runtime && /^#include "/ && !/^#include "[a-z_]+\// { breach(FNR, "includes name the room: \"room/file.h\"") }

  /^#include </ {
    header = $2
    gsub(/[<>]/, "", header)
    if (runtime && header in door && file !~ door[header]) breach(FNR, "<" header "> may not be included here")
  }

  # clang-format puts the braces of a function, and of nothing else but types, into the first column.
  /^\{$/ { start = FNR }
  /^\}$/ {
    if (start && FNR - start - 1 > longest_function) breach(start, "a function of more than " longest_function " lines")
    if (start && runtime) sizes[++functions] = FNR - start - 1
    start = 0
  }

  END {
    end_of_file()
    small = 0
    for (i = 1; i <= functions; i++) small += sizes[i] <= 40
    if (functions && small < functions * 0.95) {
      printf "only %d of %d functions have at most 40 lines; 95 %% should\n", small, functions
      breaches++
    }
    if (breaches) exit 1
    printf "architecture: %d functions in order\n", functions
  }'
