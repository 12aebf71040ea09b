-- Budgets: in proportion and in order, what does not suffice given or not, one envelope or one for each value.
local function draw(common)
  local chance, one_of, between = common.chance, common.one_of, common.between
  local columns = { "统一社会信用代码", "企业名称", "行政区划代码", "申报日期", "申请额", "规模以上", "类别" }
  local event = chance(4) == 0
  local function day(number) return string.format("2022-03-%02d", number) end
  local function cell_of(field, open)
    if field == "申报日期" then
      if event and chance(6) == 0 then return { text = "", value = 99 } end -- has not happened: the last, by code
      local domain = {}
      for number = 1, 9 do domain[number] = number end
      if event then domain[10], domain[11] = 99, 100 end -- of unknown place: after those as well that have none
      if open then return { text = event and "未知" or "", domain = domain } end
      local number = between(1, 4) * 2
      return { text = day(number), value = number }
    elseif field == "申请额" then
      if open then return { text = "", domain = { 0, 1, 700, 2500, 10 ^ 12 // 1 } } end
      local fen = one_of { 1, 100, 101, 250, 400, 999, 1000, 2500, between(1, 3000) }
      return { text = common.digits(fen), value = fen }
    elseif field == "规模以上" then
      if open then return { text = "", domain = { true, false } } end
      local yes = chance(6) > 0
      return { text = yes and "是" or "否", value = yes }
    end
    if open then return { text = "", domain = { "甲类", "乙类", "丙类" } } end
    local name = one_of { "甲类", "乙类" }
    return { text = name, value = name }
  end
  local rows, openness = {}, one_of { 0, 6, 9, 20 }
  local holes = 0
  local money_open = false
  for i = 1, between(2, 6) do
    local row = { cells = {}, order = { "申报日期", "申请额", "规模以上", "类别" }, code = string.format("91650104MC%07dX", (i * 7) % 10) }
    row.cells["统一社会信用代码"] = { text = row.code }
    row.cells["企业名称"], row.cells["行政区划代码"] = { text = "企业" .. i }, { text = "650102" }
    for _, field in ipairs(row.order) do
      local open = openness > 0 and holes < 4 and chance(openness) == 0
      row.cells[field] = cell_of(field, open)
      if open then holes = holes + 1 money_open = money_open or field == "申请额" end
    end
    rows[i] = row
  end

  -- In proportion, to the fen, largest remainders first, ties by code.
  local function share(claims, volume)
    local sum, left, given = 0, volume, {}
    for _, claim in ipairs(claims) do sum = sum + claim.fen end
    if sum <= volume then return end
    for i, claim in ipairs(claims) do
      -- claim * volume can be large: 10^12 * 10^4 fits
      local product = common.times(claim.fen, volume)
      given[i] = { claim = claim, rest = product % sum }
      claim.left = product // sum
      left = left - claim.left
    end
    table.sort(given, function(a, b) if a.rest ~= b.rest then return a.rest > b.rest end return a.claim.code < b.claim.code end)
    for i = 1, left do given[i].claim.left = given[i].claim.left + 1 end
  end
  local function serve(claims, volume, partly)
    table.sort(claims, function(a, b) if a.place ~= b.place then return a.place < b.place end return a.code < b.code end)
    for _, claim in ipairs(claims) do
      claim.left = claim.fen <= volume and claim.fen or partly and volume or 0
      volume = volume - claim.left
    end
  end
  local measures, texts = {}, {
    '政策 { 编号 = "T", 名称 = "试", 地区 = "650102", 有效期 = { "2018-01-01", "2032-12-31" } }',
    string.format('表 "企业" { 列 "申报日期" { 类型 = "日期"%s }, 列 "申请额" { 类型 = "金额" }, 列 "类别" { 类型 = "文字" } }', event and ", 事件 = true" or ""),
  }
  for number = 1, 6 do
    local measure = { id = "T-" .. number, volume = one_of { 1, 100, 500, 2000, between(0, 8000) } }
    local asked, ordered, partly, each = chance(3) > 0, chance(4) > 0, chance(2) == 0, chance(3) == 0
    local whole = not asked and chance(3) == 0 and between(1, 500) or nil
    local keys = { "总额 = " .. common.money_text(measure.volume) }
    if ordered then
      keys[#keys + 1] = "次序 = 申报日期"
      if not partly or chance(2) == 0 then keys[#keys + 1] = partly and '不足 = "给余额"' or '不足 = "不给"' end
    end
    if each then keys[#keys + 1] = "每 = 类别" end
    texts[#texts + 1] = string.format('奖励 "措施%d" { 编号 = "T-%d", 条款 = "%d", %s金额 = %s, 预算 = { %s } }', number, number, number,
      asked and "条件 = { 规模以上 }, " or "", whole and common.money_text(whole) or "申请额", table.concat(keys, ", "))
    function measure.pays(list)
      local envelopes, paid = {}, {}
      for i, row in ipairs(list) do
        paid[i] = 0
        local fen = whole or row["申请额"]
        if (not asked or row["规模以上"]) and fen > 0 then
          local name = each and row["类别"] or ""
          envelopes[name] = envelopes[name] or {}
          table.insert(envelopes[name], { i = i, fen = fen, left = fen, place = row["申报日期"], code = row.code })
        end
      end
      for _, claims in pairs(envelopes) do
        if ordered then serve(claims, measure.volume, partly) else share(claims, measure.volume) end
        for _, claim in ipairs(claims) do paid[claim.i] = claim.left end
      end
      return paid
    end
    measure.exact = ordered and not money_open -- of an open figure the values drawn are not all that matter
    measures[number] = measure
  end
  return { script = table.concat(texts, "\n"), columns = columns, rows = rows, measures = measures }
end
return draw
