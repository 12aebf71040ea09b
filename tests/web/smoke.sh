#!/bin/sh
# The page's engine under node, briefly: a run and a conversation with the editor server are those of the program, byte for byte.
# Part of `make test` where the engine has been built (make build/web/huiqi.js) and is not older than the program.
set -eu
cd "$(dirname "$0")/../.."
engine=build/web/huiqi.js program=${HUIQI:-$PWD/build/huiqi} sample=scripts/xinjiang/urumqi/2022-hnte
skip() { echo "web: the engine's smoke was skipped: $1"; exit 0; }
[ -e $engine ] || skip "it is not built here (make $engine needs emscripten)"
newer=$(find runtime stdlib \( -name '*.[ch]' -o -name '*.def' -o -name '*.lua' -o -name '*.txt' \) -newer $engine | head -1)
[ -z "$newer" ] || skip "it is older than $newer (make $engine)"
command -v node > /dev/null || skip 'there is no node here'
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { printf 'Content-Length: %d\r\n\r\n%s' "$(printf %s "$1" | wc -c)" "$1"; }
mkdir "$work/desk"
cp $sample.lua "$work/desk/t.lua"
cp $sample.sample.csv "$work/desk/list.csv"
cp $sample.services.csv "$work/desk/services.csv"
printf '{ "list": "list.csv", "with": { "服务记录": "services.csv" }, "year": 2022 }' > "$work/desk/.huiqi.json"
document="\"textDocument\":{\"uri\":\"file://$work/desk/t.lua\"}"
{
  say '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}}'
  say "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file://$work/desk/t.lua\",\"languageId\":\"huiqi\",\"version\":1,\"text\":\"$(sed 's/[\\"]/\\&/g; s/\t/\\t/g; s/$/\\n/' $sample.lua | tr -d '\n')\"}}}"
  say "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"huiqi/summary\",\"params\":{$document}}"
  say "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"huiqi/rows\",\"params\":{$document,\"measure\":\"U22-3\",\"sort\":\"name\"}}"
  say "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"huiqi/company\",\"params\":{$document,\"code\":\"91650103MA2LAFT51R\",\"set\":{\"高企认定次数\":\"1\"}}}"
  say '{"jsonrpc":"2.0","id":4,"method":"shutdown"}'
  say '{"jsonrpc":"2.0","method":"exit"}'
} > "$work/messages"
both() {
  for name in program engine; do
    if [ $name = program ]; then set -- "$program" "$@"; else shift; set -- node --no-experimental-fetch "$PWD/$engine" "$@"; fi
    (cd "$work/desk" && "$@" < "$work/messages" > "$work/$name.out" 2> "$work/$name.err") || [ $? -eq 1 ] || { cat "$work/$name.err"; exit 1; }
    [ ! -d "$work/desk/out" ] || mv "$work/desk/out" "$work/$name.results"
    if [ $name = engine ]; then break; fi
  done
  cmp "$work/program.out" "$work/engine.out"
}
both run t.lua --list list.csv --with 服务记录=services.csv --year 2022 --all -o out
for file in results.csv pending.csv problems.csv summary.csv targets.csv; do cmp "$work/program.results/$file" "$work/engine.results/$file"; done
both lsp
grep -q '"total":{"sure":1022000000' "$work/engine.out"
echo 'web: a run and a conversation in the engine under node are those of the program'
