#!/bin/sh
# The whole way of an office: template, filled in with LibreOffice, run, workbook, read back cell by cell; and the page of the run in
# Chromium. `make test-office` installs what this needs. Pictures and the printed page stay in build/office, to be looked at.
set -eu
cd "$(dirname "$0")/../.."
huiqi=$PWD/build/huiqi work=$PWD/build/office urumqi=$PWD/scripts/xinjiang/urumqi
script=$urumqi/2022-hnte.lua list=$urumqi/2022-hnte.sample.csv services=$urumqi/2022-hnte.services.csv
python=${PYTHON:-/usr/bin/python3}
rm -rf "$work/desk" "$work/page"
mkdir -p "$work/desk"
cd "$work/desk"

office=
stop() {
  [ -z "$office" ] || kill "$office" 2>/dev/null || :
}
trap stop EXIT
trap 'exit 130' INT TERM

# Status 1 says that the list has data problems, as the sample has on purpose.
run() {
  "$huiqi" run "$script" --year 2022 "$@" > /dev/null 2> said.txt || [ $? -eq 1 ] || { cat said.txt; exit 1; }
}

pipe=huiqi-$$
soffice --headless --norestore "-env:UserInstallation=file://$work/desk/profile" "--accept=pipe,name=$pipe;urp;" > office.txt 2>&1 &
office=$!
"$huiqi" fields "$script" --template empty.xlsx
"$python" "$work/../../tests/office/officer.py" $pipe fill empty.xlsx filled.xlsx 企业="$list" 服务记录+="$services"
run --list "$list" --with 服务记录="$services" -o from-csv
run --list filled.xlsx -o from-xlsx
run --list filled.xlsx -o book.xlsx
cmp from-csv/results.csv from-xlsx/results.csv
diff -r from-csv/lists from-xlsx/lists
# A date that does not exist stays text in the sheet; so the problems are the same but for the file, the line where the example
# stands above it, and units in the template's headings.
for from in from-csv from-xlsx; do cut -d, -f3- $from/problems.csv | sed 's/^\([^,]*\)（[^）]*）/\1/' > $from.txt; done
diff from-csv.txt from-xlsx.txt
"$python" "$work/../../tests/office/officer.py" $pipe compare book.xlsx from-xlsx
run --list filled.xlsx --into copy.xlsx
"$python" "$work/../../tests/office/officer.py" $pipe copied filled.xlsx copy.xlsx 企业 from-xlsx
stop
office=
for book in empty book copy; do
  soffice --headless --norestore "-env:UserInstallation=file://$work/desk/profile" --convert-to pdf $book.xlsx > /dev/null 2>&1
  pdftoppm -r 60 -png $book.pdf $book
done

run --list filled.xlsx --all --explain=3 -o explained
# What goes around the payment, from the same workbook: LibreOffice opens it, and the sums are those of the results.
paid=$(sed 1d from-csv/summary.csv | awk -F, '{ sum += $6 } END { printf "%d", sum }')
for kind in 公示表 拨付表; do
  "$huiqi" documents explained --kind $kind -o $kind.xlsx 2> /dev/null
  soffice --headless --norestore "-env:UserInstallation=file://$work/desk/profile" --convert-to pdf $kind.xlsx > /dev/null 2>&1
  pdftotext -layout $kind.pdf - | tr -d ', ' | grep -q "$paid" || { echo "$kind: $paid is not in it"; exit 1; }
  pdftoppm -r 60 -png $kind.pdf $kind
done
echo "documents: $paid in each"
"$huiqi" report "$script" --list filled.xlsx --year 2022 --explain=3 -o report.html 2> /dev/null || [ $? -eq 1 ]
NODE_PATH=$work/node_modules node "$work/../../tests/office/page.js" report.html explained/results.csv "$work/page"
pages=$(pdfinfo "$work/page/page.pdf" | sed -n 's/^Pages: *//p')
pdfinfo "$work/page/page.pdf" | grep -q 'Page size:.*A4' || { echo "not on A4"; exit 1; }
pdftotext -layout "$work/page/page.pdf" - | grep -q '应兑现资金' || { echo "nothing to read on paper"; exit 1; }
pdftoppm -r 60 -png "$work/page/page.pdf" "$work/page/paper"
echo "printed: $pages pages of A4; look at $work/page"
