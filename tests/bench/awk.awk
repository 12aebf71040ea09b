# The five measures in awk: first the list, then the records. 29 February plus three years is 28 February.
BEGIN { FS = OFS = ","; MONEY["U22-1"] = 100000; MONEY["U22-2"] = 50000; MONEY["U22-6"] = 3000000; MONEY["U22-8"] = 200000 }
function end(day) { return (substr(day, 1, 4) + 3) (substr(day, 5) == "-02-29" ? "-02-28" : substr(day, 5)) }
function covers(from, day) { return from != "" && from <= day && day < end(from) }
function say(id, code, name, result, money) { print 2022, id, "", "", code, name, result, money }
FNR == 1 { file++; next }
{ sub(/\r$/, "") }
file == 1 {
  code = $1; latest[code] = $20; before[code] = $22
  if ($3 !~ /^6501/) next
  if ($20 ~ /^2022/ && $21 == 1) say("U22-1", code, $2, "符合", MONEY["U22-1"])
  if ($20 ~ /^2022/ && $21 >= 2) say("U22-2", code, $2, "符合", MONEY["U22-2"])
  if ($26 == "是" && $27 ~ /^2022/) say("U22-6", code, $2, "符合", MONEY["U22-6"])
  if ($28 ~ /^2022/ && $30 == "整体迁入" && $29 != "" && $29 !~ /^65/ && $20 != "") {
    if (covers($20, $28) || covers($22, $28)) say("U22-8", code, $2, "符合", MONEY["U22-8"])
    else if ($20 > $28 && $22 == "" && $21 != 1) say("U22-8", code, $2, "待核实", "")
  }
  next
}
$5 ~ /^2022/ && ($4 in latest) && (covers(latest[$4], $5) || covers(before[$4], $5)) && !(($1, $4) in served) {
  served[$1, $4]; label[$1] = $2; clients[$1]++
}
END { for (p in clients) say("U22-14", p, label[p], "符合", clients[p] > 20 ? 100000 : clients[p] * 5000) }
