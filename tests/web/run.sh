#!/bin/sh
# The page and its engine: the cases from outside in the engine under node, workbooks the same as the program's, what the engine
# exports to its Worker, and the page in Chromium. `make test-web` builds what this needs.
set -eu
cd "$(dirname "$0")/../.."
work=$PWD/build/web/test program=$PWD/build/huiqi
rm -rf "$work"
mkdir -p "$work"
# node's pipes may take less than they are given: what is said goes through a file, both streams through one where they are one.
cat > "$work/huiqi" <<END
#!/bin/sh
said=\$(mktemp)
engine() { node --no-experimental-fetch $PWD/build/web/huiqi.js "\$@"; }
if [ /proc/self/fd/1 -ef /proc/self/fd/2 ]; then engine "\$@" > "\$said" 2>&1; else engine "\$@" > "\$said"; fi
status=\$?
cat "\$said"
rm "\$said"
exit \$status
END
chmod +x "$work/huiqi"

# Cases that ask for a terminal, signals, threads, limits of the system, or files that node cannot hold.
apart=$(sed '/^#/d' tests/web/apart.txt)
cases=
for file in tests/cases/*.case; do
  name=$(basename "$file" .case)
  case " $(echo $apart) " in *" $name "*) ;; *) cases="$cases $file" ;; esac
done
HUIQI=$work/huiqi sh tests/run-cases.sh $cases

sample=scripts/xinjiang/urumqi/2022-hnte
for engine in "$program" "$work/huiqi"; do
  to=$work/$(basename "$(dirname "$engine")")
  mkdir -p "$to"
  "$engine" run $sample.lua --list $sample.sample.csv --with 服务记录=$sample.services.csv --year 2022 -o "$to/book.xlsx" > /dev/null 2>&1 || [ $? -eq 1 ]
  mkdir "$to/book" && (cd "$to/book" && unzip -q ../book.xlsx && rm -r docProps)
done
diff -r "$work/build/book" "$work/test/book"
echo 'workbooks are the same, cell by cell'

mkdir "$work/prompt"
node tests/web/engine.mjs "$program" build/web "$work/prompt"

node build/web/npm/node_modules/prettier/bin/prettier.cjs --config runtime/web/package.json --check runtime/web/page/*.js runtime/web/*.mjs tests/web/*.mjs tests/web/walks/*.mjs
build/generate companies --rows 12000 --seed 7 --flaws > "$work/companies.csv"
build/generate companies --rows 150000 --seed 7 > "$work/many.csv"
node tests/web/walk.mjs "$PWD/build/web/huiqi.html" "$work"
firefox=$(command -v firefox-esr || command -v firefox || true)
if [ -n "$firefox" ]; then node tests/web/firefox.mjs "$PWD/build/web/huiqi.html" "$firefox"; else echo 'no Firefox here: the page was not opened in it'; fi

# What was downloaded is what the program writes of the same files, which lie in /desk there (whose name makes a column wider).
mkdir "$work/desk" "$work/page" "$work/native"
cp $sample.lua "$work/desk/2022-hnte.lua"
cp $sample.sample.csv "$work/desk/样例名单.csv"
cp $sample.services.csv "$work/desk/样例服务记录.csv"
(cd "$work/desk" && "$program" run 2022-hnte.lua --list 样例名单.csv --with 服务记录=样例服务记录.csv --year 2022 --all -o ../native.xlsx > /dev/null 2>&1) || [ $? -eq 1 ]
for book in page native; do (cd "$work/$book" && unzip -q ../$book.xlsx && rm -r docProps && find . -type f -exec sed -i -e 's#/desk/##g' -e 's#<cols>.*</cols>##' {} +); done
diff -r "$work/native" "$work/page"
echo 'the workbook of the page is the same, cell by cell'
