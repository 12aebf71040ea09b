-- Amounts of one company: rates by steps of a base, blanks that mean something, another measure's entitlement, an amount that the
-- authority sets between two ends, and who bears how much of what is paid.
local function draw(common)
  local chance, one_of, between, whole = common.chance, common.one_of, common.between, common.whole
  local columns = { "统一社会信用代码", "企业名称", "行政区划代码", "投入", "基期", "规模以上" }
  local blank = chance(2) == 0 and between(0, 500) or nil
  local rows, decisions = {}, { "措施编号,对象代码,结果,金额（元）,依据" }
  local decided = {}
  local function opens()
    local open = chance(5) == 0
    return open
  end
  local function money(field)
    local domain = { -10 ^ 9 // 1, -1, 0, 1, 149, 150, 300, 333, 1000, 10 ^ 9 // 1 }
    if field == "基期" and blank and chance(3) == 0 then return { text = one_of { "", "-", "无数据" }, value = blank } end
    if opens() then return { text = field == "基期" and "未知" or "", domain = domain } end
    local fen = one_of { 0, 1, 100, 150, 300, 999, between(0, 2000), -between(0, 100) }
    return { text = (fen < 0 and "-" or "") .. common.digits(math.abs(fen)), value = fen }
  end
  for i = 1, between(1, 9) do
    local row = { cells = {}, order = { "投入", "基期", "规模以上", "核定" }, code = string.format("91650104MC%07dX", i) }
    if i > 1 and chance(6) == 0 then row.code, row.repeats = rows[i - 1].code, true end
    row.cells["统一社会信用代码"], row.cells["企业名称"] = { text = row.code }, { text = "企业" .. i }
    row.cells["行政区划代码"], row.cells["投入"], row.cells["基期"] = { text = "650102" }, money "投入", money "基期"
    row.cells["核定"] = { text = "", domain = { 0, 1 } } -- what the authority may set: an end of the range
    local yes = chance(4) > 0
    row.cells["规模以上"] = opens() and { text = "", domain = { true, false } } or { text = yes and "是" or "否", value = yes }
    rows[i] = row
  end
  local texts, measures, shares = {
    '政策 { 编号 = "T", 名称 = "试", 地区 = "650102", 有效期 = { "2018-01-01", "2032-12-31" } }',
    string.format('表 "企业" { 列 "投入" { 类型 = "金额" }, 列 "基期" { 类型 = "金额"%s } }',
                  blank and ", 空白 = " .. common.money_text(blank) or ""),
  }, {}, {}
  local function rate() local p = one_of { 0, 1, 5, 10, 33, 50 } return common.fraction(p, 100), p == 0 and "0" or string.format("百分之(%d)", p) end

  -- A value: its text, and what it comes to; nil: not defined.
  local function progressive()
    local based, steps, parts, bound = chance(2) == 0, {}, {}, 0
    for i = 1, between(1, 4) do
      local share, text = rate()
      bound = bound + between(1, 60)
      steps[i] = { to = bound, rate = share }
      parts[i] = string.format("{ 至多 = %s, 取 = %s }", based and string.format("百分之(%d)", bound) or common.money_text(bound * 10), text)
    end
    local share, text = rate()
    steps[#steps + 1], parts[#parts + 1] = { rate = share }, string.format("{ 取 = %s }", text)
    return { text = string.format("累进(投入%s) { %s }", based and ", 基期" or "", table.concat(parts, ", ")), of = function(row)
      if based and row["基期"] <= 0 then return nil end
      local sum, from, x = whole(0), whole(0), whole(math.max(row["投入"], 0))
      for _, step in ipairs(steps) do
        local upper = step.to and (based and common.fraction(row["基期"] * step.to, 100) or whole(step.to * 10)) or x
        local reached = common.compare(x, upper) < 0 and x or upper
        if common.compare(reached, from) > 0 then sum = common.plus(sum, common.product(common.minus(reached, from), step.rate)) end
        from = upper
      end
      return sum
    end }
  end
  local function plain()
    local field, p = one_of { "投入", "基期" }, one_of { 3, 10, 33, 100 }
    return { text = string.format("%s * 百分之(%d)", field, p), of = function(row) return common.fraction(row[field] * p, 100) end }
  end
  local function conditioned()
    if chance(2) == 0 then return "条件 = { 规模以上 }, ", function(row) return row["规模以上"] end end
    return "", function() return true end
  end
  -- What a measure gives: rounded to its unit, and capped.
  local function award(number, value, cap)
    local asked, holds = conditioned()
    local unit = one_of { { "分", 1 }, { "角", 10 }, { "元", 100 } }
    local text = string.format('%s金额 = %s, 取整 = "%s"%s', asked, value.text, unit[1], cap and ", 封顶 = " .. common.money_text(cap) or "")
    local function gives(row)
      if not holds(row) then return 0 end
      local found = value.of(row)
      if not found then return nil end
      local fen = math.max(common.nearest(common.fraction(found.num, common.times(found.den, unit[2]))) * unit[2], 0)
      return cap and math.min(fen, cap) or fen
    end
    return text, gives
  end
  -- Levels that bear it: to the fen, the largest remainders first, of equals the one written first.
  local function borne(id)
    if chance(2) == 0 then return "" end
    local levels, left, parts, given = between(1, 4), whole(1), {}, {}
    for i = 1, levels do
      local last = i == levels
      local share = last and left or common.fraction(between(0, 100 // levels), 100)
      left = common.minus(left, share)
      given[i] = { name = "级" .. i, share = share }
      parts[i] = string.format("级%d = %s", i, last and "余款" or string.format("分数(%d, %d)", share.num, share.den))
    end
    shares[id] = given
    return string.format(", 分担 = { %s }", table.concat(parts, ", "))
  end
  local function add(number, text, gives, kind)
    local measure = { id = "T-" .. number }
    texts[#texts + 1] = string.format('local 甲%d = %s "措施%d" { 编号 = "%s", 条款 = "%d", %s%s }', number, kind or "奖励", number, measure.id, number, text,
                                      kind and "" or borne(measure.id))
    function measure.pays(list)
      local paid = {}
      for i, row in ipairs(list) do paid[i] = gives(row) end
      return paid
    end
    measures[#measures + 1] = measure
    return measure
  end
  local entitled = {}
  for number = 1, 3 do
    local text, gives = award(number, progressive(), chance(2) == 0 and between(1, 300) or nil)
    entitled[number] = gives
    add(number, text, gives)
  end
  for number = 4, 5 do
    local text, gives = award(number, plain(), chance(2) == 0 and between(1, 300) or nil)
    entitled[number] = gives
    add(number, text, gives)
  end
  for number = 6, 7 do
    local of, p = between(1, 5), one_of { 10, 20, 50, 100 }
    local text, gives = award(number, { text = string.format("甲%d.应得 * 百分之(%d)", of, p), of = function(row)
      local fen = entitled[of](row)
      return fen and common.fraction(fen * p, 100)
    end })
    add(number, text, gives).bounded = true -- by the other's cap, also where that is not defined
  end
  -- Between two ends, the upper of which may hang on the data, under a cap; some decided by hand.
  local asked, holds = conditioned()
  local least, most, cap = between(0, 200), chance(2) == 0 and plain() or nil, chance(2) == 0 and between(200, 400) or nil
  if not most then
    local fen = least + between(1, 300)
    most = { text = common.money_text(fen), of = function() return whole(fen) end }
  end
  local function ends(row)
    local upper = common.nearest(most.of(row))
    if cap then upper = math.min(upper, cap) end
    return math.min(least, math.max(upper, 0)), math.max(upper, 0)
  end
  for _, row in ipairs(rows) do
    if not decided[row.code] and chance(3) == 0 then
      local fen = between(0, 600)
      decided[row.code] = fen
      decisions[#decisions + 1] = string.format("T-8,%s,符合,%s,纪要", row.code, common.digits(fen))
    end
  end
  local text = string.format("%s金额 = 区间(%s, %s)%s", asked, common.money_text(least), most.text, cap and ", 封顶 = " .. common.money_text(cap) or "")
  add(8, text, function(row) return 0 end, "酌定")
  measures[#measures] = nil
  local function known(row) return not row.cells["投入"].domain and not row.cells["基期"].domain and not row.cells["规模以上"].domain end

  local function check(fail)
    local expected, found = {}, {}
    local place = {}
    for _, said in ipairs(common.read_rows(common.folder .. "/out/results.csv")) do
      local id, fen = said["措施编号"], common.fen_of(said["金额（元）"])
      place[id] = (place[id] or 0) + 1
      local row = rows[place[id]]
      if id == "T-8" and known(row) and not row.repeats then
        local low, high = ends(row)
        local by_hand = decided[row.code]
        local applied = by_hand and by_hand >= low and by_hand <= high
        if applied then
          if (fen or 0) ~= by_hand or (by_hand > 0 and said["结果"] ~= "符合") then fail(row.code .. ": decided " .. common.digits(by_hand) .. " within the range: " .. said["说明"]) end
        elseif not holds(row) or high == 0 then
          if said["结果"] ~= "不符合" then fail(row.code .. " is to be refused: " .. said["说明"]) end
        elseif said["结果"] ~= "符合" or fen then fail(row.code .. " is to be set by the authority: " .. said["说明"])
        else
          local from, to = said["说明"]:match "([%d.,]+[亿万]?元)至([%d.,]+[亿万]?元)之间，待主管部门核定"
          if from and (common.fen_of(from) ~= low or common.fen_of(to) ~= high) then fail(row.code .. ": " .. said["说明"]) end
        end
      end
      if shares[id] and said["结果"] == "符合" then
        local left, given = fen, {}
        for i, level in ipairs(shares[id]) do
          local product = fen * level.share.num
          given[i] = { fen = product // level.share.den, rest = common.fraction(product % level.share.den, level.share.den), i = i }
          left = left - given[i].fen
        end
        local order = { table.unpack(given) }
        table.sort(order, function(a, b)
          local way = common.compare(a.rest, b.rest)
          if way ~= 0 then return way > 0 end
          return a.i < b.i
        end)
        for i = 1, left do order[i].fen = order[i].fen + 1 end
        for i, part in ipairs(given) do
          expected[#expected + 1] = table.concat({ id, said["对象代码"], shares[id][i].name, common.digits(part.fen) }, " ")
        end
      end
    end
    for _, line in ipairs(common.read_rows(common.folder .. "/out/shares.csv") or {}) do
      found[#found + 1] = table.concat({ line["措施编号"], line["对象代码"], line["层级"], line["金额（元）"] }, " ")
    end
    if table.concat(expected, "\n") ~= table.concat(found, "\n") then
      fail("shares are\n" .. table.concat(found, "\n") .. "\nand should be\n" .. table.concat(expected, "\n"))
    end
  end
  return { script = table.concat(texts, "\n"), columns = columns, rows = rows, measures = measures, apart = true, check = check,
           decisions = #decisions > 1 and table.concat(decisions, "\n") .. "\n" or nil }
end
return draw
