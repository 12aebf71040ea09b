-- The oracle: random scripts and lists, judged by the program and by the few pages below, which share nothing with it.
--
-- A condition or an amount is a table with two functions: `text` is how a script writes it, `of` what it comes to for a row. What is
-- not known is nil, what has not happened NEVER. Numbers are exact fractions. Outcomes and amounts must be the same for every company
-- and measure; the first difference is printed with its seed, and its files stay in build/oracle.
--   HUIQI=build/huiqi MODEL_ROUNDS=1000 MODEL_SEED=1 build/plain-lua tests/oracle/oracle.lua

local common = dofile "tests/oracle/common.lua"
local ROUNDS = tonumber(os.getenv "MODEL_ROUNDS" or "") or 40
local SEED = tonumber(os.getenv "MODEL_SEED" or "") or 20221231
local FOLDER = common.folder
local YEAR, NEVER = 2022, setmetatable({}, { __tostring = function() return "never" end })
local chance, one_of, between = common.chance, common.one_of, common.between
local times, fraction, whole, plus, minus = common.times, common.fraction, common.whole, common.plus, common.minus
local product, quotient, compare = common.product, common.quotient, common.compare
local digits, money_text, write_file = common.digits, common.money_text, common.write_file

-- Fields: how a cell is written and what it is.
local function random_fen() return one_of { 0, 1, 49, 50, 99, 100, 10000, 1000000, 123456789, between(0, 2000) * 1000, between(0, 99999999) } end
local function random_day(first, last)
  return string.format("%04d-%02d-%02d", between(first, last), between(1, 12), between(1, 28))
end
local kinds = {
  money = { draw = random_fen, cell = digits, broken = "一些" },
  count = { draw = function() return one_of { 0, 1, 2, 5, 10, between(0, 300) } end, cell = tostring, broken = "几个" },
  truth = { draw = function() return chance(2) == 1 end, cell = function(v) return v and "是" or "否" end, broken = "大概" },
  choice = { draw = function() return one_of { "无", "雏鹰", "瞪羚", "独角兽培育" } end, cell = tostring, broken = "老鹰" },
  text = { draw = function() return one_of { "甲镇", "乙街道", "丙园区" } end, cell = tostring },
  date = { draw = function() return random_day(2018, 2023) end, cell = tostring, broken = "2022-02-30" },
  region = { draw = function() return one_of { "650102", "650103", "650104", "650104", "620102", "110105" } end, cell = tostring, broken = "65" },
}
local fields = {
  { "行政区划代码", "region" }, { "营业收入", "money" }, { "研发费用", "money" }, { "资产总额", "money" }, { "职工总数", "count" },
  { "有效发明专利数", "count" }, { "规模以上", "truth" }, { "科技型企业", "truth" }, { "近五年国家科技奖励", "truth", optional = true },
  { "培育类别", "choice" }, { "所属镇街", "text" }, { "成立日期", "date" }, { "高企认定日期", "date", event = true },
  { "上市日期", "date", event = true }, { "迁出地行政区划代码", "region", event = true },
}
local by_kind = {}
for _, field in ipairs(fields) do
  field.name, field.kind = field[1], field[2]
  by_kind[field.kind] = by_kind[field.kind] or {}
  table.insert(by_kind[field.kind], field)
end

-- A cell: its text, and what it means. `blank` for 已填.
local function random_cell(field, lacking)
  local kind, drawn = kinds[field.kind], chance(12)
  if lacking then
    if field.optional then return nil, false end
    return nil
  end
  if drawn == 0 then
    local meaning
    if field.event then meaning = NEVER elseif field.optional then meaning = false end
    return one_of { "", "-", "无数据" }, meaning, true
  end
  if drawn == 1 then return one_of { "?", "未知", "不详" } end
  if drawn == 2 and kind.broken then return kind.broken end
  local value = kind.draw()
  return kind.cell(value), value
end

-- Three answers: true, false and nil.
local function all_of(answers, count)
  local open = false
  for i = 1, count do
    if answers[i] == false then return false end
    open = open or answers[i] == nil
  end
  if not open then return true end
end
local function no(answer) if answer ~= nil then return not answer end end

-- Values: amounts of money (in fen) and numbers.
local function field_value(field)
  return { text = field.name, of = function(row)
    local value = row[field.name]
    if value ~= nil then return whole(value) end
  end }
end
local function percent(p) return { text = string.format("百分之(%s)", p), ratio = fraction(math.tointeger(p * 10) or 0, 1000) } end
local function two(a, b, sign, with)
  return { text = string.format("(%s %s %s)", a.text, sign, b.text), of = function(row)
    local x, y = a.of(row), b.of(row)
    if x and y then return with(x, y) end
  end }
end
local function scaled(value, rate)
  return { text = string.format("%s * %s", value.text, rate.text), of = function(row)
    local x = value.of(row)
    if x then return product(x, rate.ratio) end
  end }
end

-- Conditions
local comparisons = {
  { "至少", function(c) return c >= 0 end }, { "低于", function(c) return c < 0 end }, { "超过", function(c) return c > 0 end },
  { "至多", function(c) return c <= 0 end }, { "等于", function(c) return c == 0 end },
}
local function compared(value, bounds)
  local texts = {}
  for i, bound in ipairs(bounds) do texts[i] = string.format("%s = %s", bound.word[1], bound.text) end
  return { text = string.format("%s { %s }", value.text, table.concat(texts, ", ")), of = function(row)
    local x = value.of(row)
    if not x then return nil end
    for _, bound in ipairs(bounds) do
      if not bound.word[2](compare(x, bound.value)) then return false end
    end
    return true
  end }
end
local function random_bounds(write, draw)
  local bounds = {}
  local drawn = draw()
  bounds[1] = { word = one_of(comparisons), text = write(drawn), value = drawn }
  if chance(3) == 0 and (bounds[1].word[1] == "至少" or bounds[1].word[1] == "超过") then
    local upper = plus(drawn, draw())
    bounds[2] = { word = comparisons[4], text = write(upper), value = upper }
  end
  return bounds
end

local function money_condition()
  local a, b = field_value(one_of(by_kind.money)), field_value(one_of(by_kind.money))
  local value = chance(2) == 0 and a or two(a, b, one_of { "+", "-" }, nil)
  if value ~= a then
    local sum = value.text:find(" + ", 1, true)
    value = two(a, b, sum and "+" or "-", sum and plus or minus)
  end
  return compared(value, random_bounds(function(v) return money_text(v.num) end, function() return whole(random_fen() + 1) end))
end
local function count_condition()
  return compared(field_value(one_of(by_kind.count)), random_bounds(function(v) return tostring(v.num) end, function() return whole(between(1, 100)) end))
end
local function share_condition()
  local a, b = field_value(one_of(by_kind.money)), field_value(one_of(by_kind.money))
  local value = two(a, b, "/", function(x, y) if y.num ~= 0 then return quotient(x, y) end end)
  local rate = between(1, 120)
  return compared(value, { { word = one_of(comparisons), text = string.format("百分之(%d)", rate), value = fraction(rate, 100) } })
end
local function truth_condition()
  local field = one_of(by_kind.truth)
  return { text = field.name, of = function(row) return row[field.name] end }
end
local function member_condition()
  local field = one_of { by_kind.choice[1], by_kind.text[1] }
  local kind, wanted, member = kinds[field.kind], {}, {}
  for _ = 1, between(1, 2) do
    local value = kind.draw()
    if not member[value] then wanted[#wanted + 1], member[value] = string.format("%q", value), true end
  end
  local negative = chance(3) == 0
  return { text = string.format("%s { %s = { %s } }", field.name, negative and "不属于" or "属于", table.concat(wanted, ", ")), of = function(row)
    local value = row[field.name]
    if value ~= nil then return (member[value] or false) ~= negative end
  end }
end
local function region_condition()
  local field, area, negative = one_of(by_kind.region), one_of { "650100", "650104", "650000", "620000" }, chance(3) == 0
  local prefix = area:gsub("0+$", "")
  if #prefix % 2 == 1 then prefix = prefix .. "0" end
  return { text = string.format("%s { %s = %q }", field.name, negative and "不属于" or "属于", area), of = function(row)
    local value = row[field.name]
    if value == NEVER then return false end
    if value ~= nil then return (value:sub(1, #prefix) == prefix) ~= negative end
  end }
end
local function day_condition()
  local field, day = one_of(by_kind.date), random_day(2018, 2023)
  local words = {
    ["早于"] = function(v) return v < day end, ["晚于"] = function(v) return v > day end,
    ["不早于"] = function(v) return v >= day end, ["不晚于"] = function(v) return v <= day end,
  }
  local word = one_of { "早于", "晚于", "不早于", "不晚于", "在" }
  local holds = words[word] or function(v) return v:sub(1, 4) == tostring(YEAR) end
  return { text = string.format("%s { %s = %s }", field.name, word, word == "在" and "年度" or string.format("%q", day)), of = function(row)
    local value = row[field.name]
    if value == NEVER then return false end
    if value ~= nil then return holds(value) end
  end }
end
local function never_condition()
  local field = one_of { by_kind.date[2], by_kind.date[3] }
  return { text = string.format("未发生(%s)", field.name), of = function(row)
    if row[field.name] ~= nil then return row[field.name] == NEVER end
  end }
end
local function filled_condition()
  local field = one_of { by_kind.money[1], by_kind.date[1], by_kind.choice[1], by_kind.count[1] }
  return { text = string.format("已填(%s)", field.name), of = function(row)
    return row[field.name] ~= nil -- whether it is known: a cell that cannot be read is not
  end }
end

local random_condition
local function random_group(depth)
  local members, texts = {}, {}
  for i = 1, between(2, 3) do
    members[i] = random_condition(depth - 1)
    texts[i] = members[i].text
  end
  local function answers(row, turn)
    local list = {}
    for i, member in ipairs(members) do list[i] = member.of(row) if turn then list[i] = no(list[i]) end end
    return list
  end
  local inner, drawn = table.concat(texts, ", "), chance(4)
  if drawn == 0 then return { text = string.format("全部 { %s }", inner), of = function(row) return all_of(answers(row), #members) end } end
  if drawn == 1 then return { text = string.format("任一 { %s }", inner), of = function(row) return no(all_of(answers(row, true), #members)) end } end
  if drawn == 2 then return { text = string.format("非 { %s }", texts[1]), of = function(row) return no(members[1].of(row)) end } end
  local most = between(0, #members - 1)
  return { text = string.format("差几项 { %s } { 至多 = %d }", inner, most), of = function(row)
    local fails = 0 -- what fails for certain: that is how the word is defined
    for _, member in ipairs(members) do fails = fails + (member.of(row) == false and 1 or 0) end
    return fails <= most
  end }
end
-- 名单: over all companies of the policy's region that meet a condition, from what is known of each; of a code that is repeated the
-- first row counts. `open` is one that may be among them.
local function in_region(row)
  local region = row["行政区划代码"]
  if region ~= nil then return region:sub(1, 4) == "6501" end
end
local function population(terms)
  local options = {}
  if terms.condition then options[#options + 1] = string.format("条件 = { %s }", terms.condition.text) end
  if terms.by then options[#options + 1] = "按 = " .. terms.by.name end
  if terms.tie then options[#options + 1] = string.format("同分 = { %s }", terms.tie.name) end
  if terms.smallest then options[#options + 1] = "小者在前 = true" end
  local function seen(row) -- no: nil; else what is known
    local answer = all_of({ in_region(row), not terms.condition or terms.condition.of(row) }, 2)
    if not terms.condition then answer = in_region(row) end
    local value, by = terms.value and row[terms.value.name], terms.by and row[terms.by.name]
    if answer == false or value == NEVER then return nil end
    local valued, grouped = not terms.value or value ~= nil, not terms.by or by ~= nil
    local lacking = not valued and terms.value.event
    return { value = value, by = by, valued = valued, grouped = grouped, member = answer == true and not lacking,
             certain = answer == true and valued and grouped, tie = terms.tie and row[terms.tie.name] }
  end
  local function others(row, own, visit)
    for _, other in ipairs(row.list) do
      local found = not other.repeats and other ~= row and seen(other)
      if found and (not found.grouped or not terms.by or found.by == own.by) then visit(found) end
    end
  end
  return "{ " .. table.concat(options, ", ") .. " }", seen, others
end
local function random_terms(value)
  return { value = value, condition = chance(2) == 0 and one_of { truth_condition, member_condition, count_condition }() or nil,
           by = chance(2) == 0 and one_of { by_kind.choice[1], by_kind.text[1] } or nil }
end
local function interval_condition(text, word, bound, ends)
  return { text = string.format("%s { %s = %d }", text, word[1], bound), of = function(row)
    local low, high, perhaps = ends(row)
    if low == false then return false end
    if not low then return nil end
    local some, all = false, not perhaps
    for number = low, high do
      local holds = word[2](number < bound and -1 or number > bound and 1 or 0)
      some, all = some or holds, all and holds
    end
    if all then return true elseif not some then return false end
  end }
end
local function rank_condition()
  local terms = random_terms(one_of { by_kind.money[1], by_kind.money[2], by_kind.date[1], by_kind.date[3] })
  terms.tie = chance(3) == 0 and by_kind.money[3] or nil
  terms.smallest = chance(3) == 0
  local options, seen, others = population(terms)
  local function before(own, other) -- true, false, nil
    if not own.valued or not other.valued then return nil end
    if own.value ~= other.value then return (other.value < own.value) == (terms.smallest or false) end
    if not terms.tie then return false end
    if own.tie ~= nil and other.tie ~= nil then return other.tie > own.tie end
  end
  return interval_condition(string.format("名单.名次(%s) %s", terms.value.name, options), one_of(comparisons), between(1, 12), function(row)
    row = row.first or row
    local own = seen(row)
    if not own then return false end
    if not own.grouped then return nil end
    local low, high = 1, 1
    others(row, own, function(other)
      local answer = before(own, other)
      if answer ~= false then high = high + 1 end
      if answer and other.certain then low = low + 1 end
    end)
    return low, high, not own.member
  end)
end
local function companies_condition()
  local terms = random_terms(nil)
  local options, seen, others = population(terms)
  return interval_condition(string.format("名单.家数 %s", options), one_of(comparisons), between(1, 20), function(row)
    local by = terms.by and row[terms.by.name]
    if terms.by and by == nil then return nil end
    local low, high = 0, 0
    others({ list = row.list }, { by = by }, function(other)
      high = high + 1
      if other.certain then low = low + 1 end
    end)
    return low, high
  end)
end
local function mean_condition()
  local terms = random_terms(one_of(by_kind.money))
  local options, seen, others = population(terms)
  local own_field, word = one_of(by_kind.money), one_of { comparisons[1], comparisons[2], comparisons[3], comparisons[4] }
  return { text = string.format("%s { %s = 名单.平均(%s) %s }", own_field.name, word[1], terms.value.name, options), of = function(row)
    local by, value = terms.by and row[terms.by.name], row[own_field.name]
    if terms.by and by == nil or value == nil then return nil end
    local sum, count, possible, unknown = 0, 0, {}, false
    others({ list = row.list }, { by = by }, function(other)
      if not other.valued then unknown = true
      elseif other.certain then sum, count = sum + other.value, count + 1
      else possible[#possible + 1] = other.value end
    end)
    if unknown or count == 0 then return nil end
    local some, all = false, true
    local function try(total, number)
      local holds = word[2](compare(whole(value), fraction(total, number)))
      some, all = some or holds, all and holds
    end
    for turn = 1, 2 do
      table.sort(possible, turn == 1 and function(a, b) return a < b end or function(a, b) return a > b end)
      local total, number = sum, count
      try(total, number)
      for _, other in ipairs(possible) do
        total, number = total + other, number + 1
        try(total, number)
      end
    end
    if all then return true elseif not some then return false end
  end }
end
local leaves = { money_condition, count_condition, share_condition, truth_condition, member_condition, region_condition, day_condition,
                 never_condition, filled_condition, rank_condition, companies_condition, mean_condition }
function random_condition(depth)
  if depth > 0 and chance(3) == 0 then return random_group(depth) end
  return one_of(leaves)()
end

-- Amounts: the least and the greatest that they can come to, nil where there is no such end, and whether none may fit.
local function least(a, b) return compare(a, b) <= 0 and a or b end
local function greatest(a, b) return compare(a, b) >= 0 and a or b end
local function constant_amount()
  local value = whole(random_fen() + 1)
  return { text = money_text(value.num), of = function() return value, value end }
end
local function rated_amount()
  local value = scaled(field_value(one_of(by_kind.money)), percent(one_of { 0.1, 0.3, 1, 3, 5, 33, 50, 100 }))
  return { text = value.text, of = function(row)
    local known = value.of(row)
    return known, known
  end }
end
local function headcount_amount()
  local field, each = one_of(by_kind.count), whole(random_fen() // 1000 + 1)
  return { text = string.format("%s * %s", money_text(each.num), field.name), of = function(row)
    local count = row[field.name]
    if count ~= nil then return product(each, whole(count)), product(each, whole(count)) end
    return whole(0) -- there are no fewer than none
  end }
end
local function ends_of(possible, none)
  if none then return nil, nil, none end -- nothing can be said of what perhaps is none
  local low, high = possible[1], possible[1]
  for _, value in ipairs(possible) do low, high = least(low, value), greatest(high, value) end
  return low, high
end
local function tiers_amount()
  local field, bound, rows, texts = one_of(by_kind.money), 0, {}, {}
  for i = 1, between(1, 3) do
    bound = bound + random_fen() + 1
    rows[i] = { most = bound, fen = whole(random_fen() + i * 7) }
    texts[i] = string.format("{ 至多 = %s, 取 = %s }", money_text(bound), money_text(rows[i].fen.num))
  end
  local rest = chance(3) > 0
  if rest then
    rows[#rows + 1] = { fen = whole(random_fen() + 77) }
    texts[#texts + 1] = string.format("{ 取 = %s }", money_text(rows[#rows].fen.num))
  end
  return { text = string.format("分档(%s) { %s }", field.name, table.concat(texts, ", ")), of = function(row)
    local value, possible = row[field.name], {}
    for _, tier in ipairs(rows) do
      if value == nil then possible[#possible + 1] = tier.fen
      elseif not tier.most or value <= tier.most then return tier.fen, tier.fen end
    end
    return ends_of(possible, value == nil and not rest and "perhaps" or value ~= nil)
  end }
end
local function cases_amount()
  local cases, texts = {}, {}
  for i = 1, between(1, 3) do
    cases[i] = { condition = random_condition(1), fen = whole(random_fen() + i * 11) }
    texts[i] = string.format("{ %s, %s }", cases[i].condition.text, money_text(cases[i].fen.num))
  end
  if chance(2) == 0 then
    cases[#cases + 1] = { condition = { of = function() return true end }, fen = whole(random_fen() + 5) }
    texts[#texts + 1] = string.format("{ 其余, %s }", money_text(cases[#cases].fen.num))
  end
  return { text = string.format("分情况 { %s }", table.concat(texts, ", ")), of = function(row)
    local possible = {}
    for _, case in ipairs(cases) do
      local answer = case.condition.of(row)
      if answer ~= false then possible[#possible + 1] = case.fen end
      if answer then return ends_of(possible) end
    end
    return ends_of(possible, #possible == 0 or "perhaps")
  end }
end
-- 累进: of each step the part of the figure that lies in it, at its rate; where the figure is not known, from 0 on.
local function progressive_amount()
  local field, steps, texts, bound = one_of(by_kind.money), {}, {}, 0
  for i = 1, between(1, 4) do
    local mille = i == 1 and one_of { 1, 5, 20 } or one_of { 0, 1, 3, 5, 20, 100 }
    steps[i] = { from = bound, rate = fraction(mille, 1000), text = mille == 0 and "0" or string.format("千分之(%d)", mille) }
    bound = bound + random_fen() + 1
    steps[i].to = bound
    texts[i] = string.format("{ 至多 = %s, 取 = %s }", money_text(bound), steps[i].text)
  end
  steps[#steps].to, texts[#texts] = nil, string.format("{ 取 = %s }", steps[#steps].text)
  return { text = string.format("累进(%s) { %s }", field.name, table.concat(texts, ", ")), of = function(row)
    local value, sum = row[field.name], whole(0)
    for _, step in ipairs(steps) do
      local upper = step.to and math.min(step.to, value or step.to) or value
      if not upper then
        if step.rate.num > 0 or #steps == 1 then return whole(0) end
      elseif upper > step.from then sum = plus(sum, product(whole(upper - step.from), step.rate)) end
    end
    if value == nil then return whole(0), sum end
    return sum, sum
  end }
end
local function steps_amount()
  local field, step, each = one_of(by_kind.money), random_fen() + 1, random_fen() // 1000 + 1
  return { text = string.format("%s * 每满(%s, %s)", money_text(each), field.name, money_text(step)), of = function(row)
    local value = row[field.name]
    if value == nil then return whole(0) end
    local sum = whole(times(each, value // step))
    return sum, sum
  end }
end
-- Months, counted one by one: the day of the month stays, or is the last there is.
local function month_after(day, count)
  local year, month, within = tonumber(day:sub(1, 4)), tonumber(day:sub(6, 7)) - 1 + count, tonumber(day:sub(9, 10))
  year, month = year + month // 12, month % 12 + 1
  local leap = year % 4 == 0 and (year % 100 ~= 0 or year % 400 == 0)
  local last = ({ 31, leap and 29 or 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 })[month]
  return string.format("%04d-%02d-%02d", year, month, math.min(within, last))
end
local function months_from(from, to, begun)
  local count = 0
  while month_after(from, count + 1) <= to do count = count + 1 end
  if begun and month_after(from, count) < to then count = count + 1 end
  return count
end
local function months_amount()
  local field, day, each = one_of(by_kind.date), string.format("%04d-%02d-%02d", between(2018, 2024), between(1, 12), between(28, 31)), random_fen() // 1000 + 1
  if day:sub(6) > "02-28" and day:sub(6, 7) == "02" or not day:find(month_after(day, 0), 1, true) then day = "2022-01-31" end
  local begun, term = chance(2) == 0, chance(2) == 0 and between(1, 60)
  local text = term and string.format("当年月数(%s, %s + 月(%d))", field.name, field.name, term)
      or string.format("月数(%s, %q%s)", field.name, day, begun and ", 进一" or "")
  return { text = string.format("%s * %s", money_text(each), text), of = function(row)
    local from = row[field.name]
    if from == NEVER then return nil, nil, true end
    if from == nil and field.event then return nil, nil, "perhaps" end
    if from == nil then return whole(0) end
    local count
    if term then
      local stop, new_year = month_after(from, term), tostring(YEAR + 1) .. "-01-01"
      count = months_from(from, stop < new_year and stop or new_year) - months_from(from, tostring(YEAR) .. "-01-01")
    else
      count = months_from(from, day, begun and from < day)
    end
    local sum = whole(times(each, math.max(count, 0)))
    return sum, sum
  end }
end
local random_amount
local function extreme_amount(depth)
  local a, b, upward = random_amount(depth - 1), random_amount(depth - 1), chance(2) == 0
  local near = upward and greatest or least
  return { text = string.format("%s(%s, %s)", upward and "取大" or "取小", a.text, b.text), of = function(row)
    local low, high, none = a.of(row)
    local other_low, other_high, other_none = b.of(row)
    if none ~= true and other_none ~= true and (none or other_none) then return nil, nil, "perhaps" end
    local either_low, either_high = low or other_low, high or other_high
    local both_low, both_high = low and other_low and near(low, other_low), high and other_high and near(high, other_high)
    if upward then both_low = both_low or either_low else both_high = both_high or either_high end
    return both_low, both_high, none == true or other_none == true or none or other_none
  end }
end
local function sum_amount()
  local a, b = rated_amount(), one_of { constant_amount, rated_amount }()
  return { text = string.format("(%s + %s)", a.text, b.text), of = function(row)
    local low, high = a.of(row)
    local other_low, other_high = b.of(row)
    return low and other_low and plus(low, other_low), high and other_high and plus(high, other_high)
  end }
end
function random_amount(depth)
  local drawn = chance(depth > 0 and 11 or 4)
  if drawn == 0 then return constant_amount() end
  if drawn <= 3 then return rated_amount() end
  if drawn == 4 then return extreme_amount(depth) end
  if drawn == 7 then return headcount_amount() end
  if drawn == 8 then return progressive_amount() end
  if drawn == 9 then return steps_amount() end
  if drawn == 10 then return months_amount() end
  return sum_amount()
end

-- Rounding of an amount (at least 0) to a unit, in fen.
local units = { ["分"] = 1, ["角"] = 10, ["元"] = 100, ["百元"] = 10000, ["万元"] = 1000000 }
local function round(value, unit, way)
  local divisor = times(value.den, unit)
  local down, rest = value.num // divisor, value.num % divisor
  local up = way == "进一" and rest > 0 or way == "四舍五入" and rest * 2 >= divisor or way == "五舍六入" and rest * 2 > divisor
  return (down + (up and 1 or 0)) * unit
end

-- A measure: its text, and what it comes to for a row before anything between companies or measures.
local function random_measure(number)
  local measure = { id = "T-" .. number, conditions = {}, unit = "分", way = "四舍五入" }
  local parts = { string.format("编号 = %q, 条款 = \"%d\"", measure.id, number) }
  local texts = {}
  for i = 1, between(1, 3) do
    measure.conditions[i] = random_condition(2)
    texts[i] = measure.conditions[i].text
  end
  parts[#parts + 1] = string.format("条件 = { %s }", table.concat(texts, ", "))
  local drawn = chance(6)
  measure.amount = drawn == 0 and tiers_amount() or drawn == 1 and cases_amount() or random_amount(2)
  parts[#parts + 1] = "金额 = " .. measure.amount.text
  if chance(3) == 0 then
    measure.unit, measure.way = one_of { "分", "角", "元", "百元", "万元" }, one_of { "四舍五入", "进一", "舍去", "五舍六入" }
    parts[#parts + 1] = string.format("取整 = %q, 舍入 = %q", measure.unit, measure.way)
  end
  if chance(4) == 0 then
    measure.cap = chance(2) == 0 and constant_amount() or rated_amount()
    parts[#parts + 1] = "封顶 = " .. measure.cap.text
  end
  measure.once = chance(4) == 0
  if measure.once then parts[#parts + 1] = "一次性 = true" end
  measure.text = string.format("local 措施%d = 奖励 \"措施%d\" { %s }", number, number, table.concat(parts, ", "))
  return measure
end

local function judge(measure, row, history)
  local region = row["行政区划代码"]
  local answers = { nil }
  if region ~= nil then answers[1] = region:sub(1, 4) == "6501" end
  for i, condition in ipairs(measure.conditions) do answers[i + 1] = condition.of(row) end
  local answer = all_of(answers, #measure.conditions + 1)
  if answer == false then return "不符合" end
  local low, high, none = measure.amount.of(row)
  if none == true then return "不符合" end
  local function ended(value, without) return value and round(value, units[measure.unit], measure.way) or without end
  local least_fen, most_fen = math.max(ended(low, 0), 0), math.max(ended(high, math.maxinteger), 0)
  if measure.cap then
    local cap_low, cap_high = measure.cap.of(row)
    least_fen = math.min(least_fen, cap_low and math.max(cap_low.num // cap_low.den, 0) or 0)
    most_fen = math.min(most_fen, cap_high and math.max(cap_high.num // cap_high.den, 0) or math.maxinteger)
  end
  if most_fen == 0 then return "不符合" end -- nothing is given
  local granted = measure.once and history[measure.id .. row.code]
  if granted == true then return "不符合" end
  if granted == "unknown" or answer == nil or none or least_fen < most_fen then return "待核实" end
  return "符合", least_fen
end

-- Only the greatest of a group; while one is open, those that it could still turn are not compared.
local function choose(group, outcomes)
  local best, open
  for _, measure in ipairs(group) do
    local own = outcomes[measure.id]
    open = open or own.outcome == "待核实"
    if own.outcome == "符合" and (not best or own.fen > best.fen) then best = own end
  end
  for _, measure in ipairs(group) do
    local own = outcomes[measure.id]
    if open and own.outcome ~= "不符合" then own.loose = true
    elseif own.outcome == "符合" and own ~= best then own.outcome, own.fen = "不符合", nil end
  end
end

-- In proportion, to the fen, the greatest remainders first and of equals the first in the list.
local function share_out(budget, claims)
  local sum, given, left = 0, {}, budget
  for _, own in ipairs(claims) do sum = sum + own.fen end
  if sum <= budget then return end
  for i, own in ipairs(claims) do
    local scaled_up = times(own.fen, budget)
    given[i] = { own = own, place = i, rest = scaled_up % sum }
    own.fen = scaled_up // sum
    left = left - own.fen
  end
  table.sort(given, function(a, b) if a.rest ~= b.rest then return a.rest > b.rest end return a.place < b.place end)
  for i = 1, left do given[i].own.fen = given[i].own.fen + 1 end
  for _, own in ipairs(claims) do
    if own.fen == 0 then own.outcome, own.fen = "不符合", nil end -- nothing is left for it
  end
end

-- One round: files, run, comparison.
local function random_list(rows, history_lines, history, measures)
  local lacking, header, lines, list = {}, { "统一社会信用代码", "企业名称" }, {}, {}
  for _, field in ipairs(fields) do
    lacking[field.name] = field.name ~= "行政区划代码" and chance(10) == 0
    if not lacking[field.name] then header[#header + 1] = field.name .. (field.kind == "money" and one_of { "", "", "（万元）" } or "") end
  end
  local unit = {}
  for _, heading in ipairs(header) do if heading:find("（万元）", 1, true) then unit[heading:gsub("（万元）", "")] = true end end
  lines[1] = table.concat(header, ",")
  for i = 1, rows do
    local row = { code = string.format("91650104MC%07dX", i), blank = {} }
    row.list = list
    if i > 1 and chance(25) == 0 then row.code, row.repeats, row.first = list[i - 1].code, true, list[i - 1].first or list[i - 1] end
    local cells = { row.code, "企业" .. i }
    for _, field in ipairs(fields) do
      local cell, value, blank = random_cell(field, lacking[field.name])
      if unit[field.name] and value then cell = tostring(value // 100) .. "元" .. "" if value % 100 ~= 0 then cell = digits(value) .. "元" end end
      row[field.name], row.blank[field.name] = value, blank and not lacking[field.name]
      if cell then cells[#cells + 1] = cell end
    end
    lines[i + 1], list[i] = table.concat(cells, ","), row
    for _, measure in ipairs(measures) do
      if measure.once and chance(5) == 0 then
        local year, result = one_of { "2020", "2021", "2022", "去年" }, one_of { "符合", "符合", "不符合", "待核实" }
        history_lines[#history_lines + 1] = table.concat({ year, measure.id, row.code, result, "1" }, ",")
        local before = history[measure.id .. row.code]
        if year == "去年" then history[measure.id .. row.code] = before or "unknown"
        elseif result == "符合" and year ~= "2022" then history[measure.id .. row.code] = true end
      end
    end
  end
  return list, table.concat(lines, "\n") .. "\n"
end

local function read_results(path)
  local found, rows = {}, common.read_rows(path)
  for _, row in ipairs(rows) do
    local id, amount = row["措施编号"], row["金额（元）"]
    found[id] = found[id] or {}
    table.insert(found[id], { code = row["对象代码"], outcome = row["结果"], fen = common.fen_of(amount) })
  end
  return found
end

local compared_count = 0
local function differ(seed, measure, row, own, found)
  error(string.format("seed %d, %s, %s: the model says %s %s, the program %s %s\n%s\nsee %s", seed, measure.id, row.code, own.outcome,
                      own.fen and digits(own.fen) or "", found and found.outcome or "nothing", found and found.fen and digits(found.fen) or "",
                      measure.text, FOLDER), 0)
end

local function play(seed)
  common.seed(seed)
  local measures, texts, history, history_lines = {}, {}, {}, { "年度,措施编号,对象代码,结果,金额（元）" }
  texts[1] = '政策 { 编号 = "T", 名称 = "试", 地区 = "650100", 有效期 = { "2020-01-01", "2024-12-31" } }'
  for i = 1, 12 do measures[i] = random_measure(i) end
  for i = 10, 11 do -- two with a budget
    measures[i].budget = random_fen() * between(1, 20) + 1
    measures[i].text = measures[i].text:gsub(" }$", string.format(", 预算 = %s }", money_text(measures[i].budget)))
  end
  for i, measure in ipairs(measures) do texts[i + 1] = measure.text end
  local group = { measures[1], measures[2], measures[3] }
  texts[#texts + 1] = '择一 "就高" { 编号 = "T-X", 条款 = "20", 措施 = { 措施1, 措施2, 措施3 } }'
  local list, list_text = random_list(between(1, 50), history_lines, history, measures)
  write_file("script.lua", table.concat(texts, "\n") .. "\n")
  write_file("list.csv", list_text)
  write_file("history.csv", table.concat(history_lines, "\n") .. "\n")
  local status = common.run(string.format("--history %s/history.csv --year %d --threads %d --block-bytes %d", FOLDER, YEAR, between(1, 3),
                                           one_of { 64, 1000, 1000000 }))
  if status > 1 then error(string.format("seed %d: status %d, see %s/said", seed, status, FOLDER), 0) end
  local found = read_results(FOLDER .. "/out/results.csv")

  local claims, open = {}, {}
  for i, row in ipairs(list) do
    row.outcomes = {}
    for _, measure in ipairs(measures) do
      local outcome, fen = judge(measure, row, history)
      row.outcomes[measure.id] = { outcome = outcome, fen = fen }
    end
    choose(group, row.outcomes)
    for _, measure in ipairs(measures) do
      local own = row.outcomes[measure.id]
      if row.repeats and own.outcome == "符合" then own.outcome, own.fen = "待核实", nil end
      if measure.budget then
        claims[measure.id] = claims[measure.id] or {}
        if own.outcome == "符合" then table.insert(claims[measure.id], own) end
        if own.outcome == "待核实" and not row.repeats then open[measure.id] = true end
      end
    end
  end
  for _, measure in ipairs(measures) do
    if measure.budget and not open[measure.id] then share_out(measure.budget, claims[measure.id] or {}) end
    for i, row in ipairs(list) do
      local own, theirs = row.outcomes[measure.id], found[measure.id] and found[measure.id][i]
      local loose = own.loose or (measure.budget and open[measure.id] and own.outcome == "符合")
      if not theirs or theirs.code ~= row.code then differ(seed, measure, row, own, theirs) end
      if not loose then
        if theirs.outcome ~= own.outcome or theirs.fen ~= own.fen then differ(seed, measure, row, own, theirs) end
        compared_count = compared_count + 1
      end
    end
  end
end

os.execute("mkdir -p " .. FOLDER)
for round_number = 1, ROUNDS do play(SEED + round_number) end
print(string.format("oracle: %d outcomes of %d scripts alike", compared_count, ROUNDS))
