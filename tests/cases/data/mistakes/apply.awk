# Each mistake of mistakes.txt is made in base.lua, checked, mended by its advice, and checked again. Prints the findings, one a line,
# and what remains. `-` what stands in base.lua (\n: a line end), `+` the mistake, `=` what the advice says literally; without `=`
# there is nothing to find, with `=` alone `check --fix` must do it. NOT, MUST, STILL and LEAVES say what is wrong.
function replaced(text, old, new,    at) {
  at = index(text, old)
  if (!at) { print "NOT IN BASE: " old; return text }
  return substr(text, 1, at - 1) new substr(text, at + length(old))
}
function check(text, options,    command, line, found) {
  printf "%s", text > file
  close(file)
  command = "huiqi check " options " " file " 2>&1"
  found = ""
  while ((command | getline line) > 0)
    if (line ~ /\[[EKWR][0-9]+\]$/) found = found "  " substr(line, length(file) + 2) "\n"
  close(command)
  return found
}
function content(    line, text) {
  text = ""
  while ((getline line < file) > 0) text = text line "\n"
  close(file)
  return text
}
function finish(    found, rest, fixed) {
  if (name == "") return
  found = check(replaced(base, old, mistake))
  print name
  printf "%s", found
  rest = ""
  if (has_advice && advice != "") {
    rest = check(replaced(base, old, advice))
    printf "%s", rest == "" ? "  = " advice "\n" : "  STILL:\n" rest
  }
  if (has_advice) {
    check(replaced(base, old, mistake), "--fix --yes")
    fixed = content()
    if (fixed == replaced(base, old, mistake)) print (advice == "" ? "  NOT MENDED" : "  by hand")
    else {
      rest = check(fixed)
      printf "%s", rest == "" ? "  --fix\n" : "  --fix LEAVES:\n" rest
      if (advice == "") print "  = " part(fixed)
    }
  }
  if (!has_advice && found != "") print "  MUST BE SILENT"
  if (has_advice && found == "") print "  NOT FOUND"
}
# What stands in place of `old`, if what is before and behind is as it was.
function part(fixed,    at, tail) {
  at = index(base, old)
  tail = length(base) - at - length(old) + 1
  if (substr(fixed, 1, at - 1) != substr(base, 1, at - 1) || substr(fixed, length(fixed) - tail + 1) != substr(base, length(base) - tail + 1))
    return "(elsewhere)"
  return substr(fixed, at, length(fixed) - tail - at + 1)
}
function unfold(text) { gsub(/\\n/, "\n", text); return text }
BEGIN {
  file = "m.lua"
  while ((getline line < (folder "/base.lua")) > 0) base = base line "\n"
}
/^\[/ { finish(); name = substr($0, 2, length($0) - 2); old = mistake = advice = ""; has_advice = 0 }
/^- / { old = unfold(substr($0, 3)) }
/^\+ / { mistake = unfold(substr($0, 3)) }
/^\+$/ { mistake = "" }
/^= / { advice = unfold(substr($0, 3)); has_advice = 1 }
/^=$/ { advice = ""; has_advice = 1 }
END { finish() }
