-- 名单: places and figures of the whole list, over those that meet a condition, within groups.
local function draw(common)
  local chance, one_of, between, whole = common.chance, common.one_of, common.between, common.whole
  local columns = { "统一社会信用代码", "企业名称", "行政区划代码", "得分", "营业收入", "规模以上", "失信被执行人", "行业", "上市日期" }
  local holes = 0
  local function cell_of(field, open)
    open = open and holes < 4
    if open then holes = holes + 1 end
    if field == "得分" then
      -- Every half between 0 and 5: what stands between two known ones, and equal to each.
      local domain = {}
      for k = -1, 9 do domain[#domain + 1] = k end
      if open then return { text = "", domain = domain } end
      local value = between(0, 4) * 2
      return { text = tostring(value // 2), value = value }
    elseif field == "营业收入" then
      if open then return { text = "", domain = { -10 ^ 9 // 1, 0, 100, 150, 200, 10 ^ 9 // 1 } } end
      local fen = one_of { 100, 200, 300, 1000, between(0, 500) }
      return { text = common.digits(fen), value = fen }
    elseif field == "上市日期" then
      local drawn = between(0, 4) * 2
      if open then return { text = "未知", domain = { false, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9 } } end
      if chance(4) == 0 then return { text = "", value = false } end
      return { text = string.format("2022-03-%02d", drawn + 1), value = drawn }
    elseif field == "行业" then
      if open then return { text = "", domain = { "甲业", "乙业", "丙业" } } end
      local name = one_of { "甲业", "甲业", "乙业" }
      return { text = name, value = name }
    elseif field == "行政区划代码" then
      if open then return { text = "650100", domain = { true, false } } end
      local inside = chance(6) > 0
      return { text = inside and "650102" or "650103", value = inside }
    end
    if open then return { text = "", domain = { true, false } } end
    local yes = chance(4) > 0
    if field == "失信被执行人" then yes = not yes end
    return { text = yes and "是" or "否", value = yes }
  end
  local rows, openness = {}, one_of { 0, 8, 15, 30 }
  for i = 1, between(1, 6) do
    local row = { cells = {}, order = { "行政区划代码", "得分", "营业收入", "规模以上", "失信被执行人", "行业", "上市日期" },
                  code = string.format("91650104MC%07dX", i) }
    row.cells["统一社会信用代码"], row.cells["企业名称"] = { text = row.code }, { text = "企业" .. i }
    for _, field in ipairs(row.order) do row.cells[field] = cell_of(field, openness > 0 and chance(openness) == 0) end
    rows[i] = row
  end
  local fenced = chance(3) == 0
  local texts, measures = {
    string.format('政策 { 编号 = "T", 名称 = "试", 地区 = "650102", 有效期 = { "2018-01-01", "2032-12-31" }%s }',
                  fenced and ", 条件 = { 非 { 失信被执行人 } }" or ""),
    '表 "企业" { 列 "得分" { 类型 = "数值" }, 列 "行业" { 类型 = "文字" } }',
  }, {}
  for number = 1, 8 do
    local word = one_of { "名次", "名次", "分位", "分位", "平均", "最大", "最小", "合计", "家数" }
    local place = word == "名次" or word == "分位"
    local field = place and one_of { "得分", "营业收入", "上市日期" } or "营业收入"
    local asked, by, smallest, tie = chance(2) == 0, chance(2) == 0, place and chance(3) == 0, place and field ~= "营业收入" and chance(3) == 0
    local anywhere, free = chance(3) == 0, fenced and chance(3) == 0
    local nested, keys = not asked and chance(4) == 0, {}
    if asked then keys[#keys + 1] = "条件 = { 规模以上 }" end
    if nested then keys[#keys + 1] = "条件 = { 名单.名次(得分) { 按 = 行业 } { 至多 = 2 } }" end
    if by then keys[#keys + 1] = "按 = 行业" end
    if tie then keys[#keys + 1] = "同分 = { 营业收入 }" end
    if smallest then keys[#keys + 1] = "小者在前 = true" end
    local value = string.format("名单.%s%s { %s }", word, word == "家数" and "" or "(" .. field .. ")", table.concat(keys, ", "))
    local function scoped(row) return (anywhere or row["行政区划代码"]) and (not fenced or free or not row["失信被执行人"]) end
    -- Within the first two of its branch of industry, by 得分.
    local function leads(row, list)
      local better = 0
      for _, other in ipairs(list) do
        if scoped(other) and other["行业"] == row["行业"] and other["得分"] > row["得分"] then better = better + 1 end
      end
      return better < 2
    end
    local function member(row, list)
      return (anywhere or row["行政区划代码"]) and (not fenced or free or not row["失信被执行人"]) and (not asked or row["规模以上"])
        and (word == "家数" or row[field] ~= false) and (not nested or leads(row, list))
    end
    -- The value for a row: a fraction; nil where there is none; false where it is not defined.
    local function value_of(list, own)
      local peers = {}
      for _, row in ipairs(list) do if member(row, list) and (not by or row["行业"] == own["行业"]) then peers[#peers + 1] = row end end
      if place then
        if not member(own, list) then return nil end
        local rank = 1
        for _, row in ipairs(peers) do
          local a, b = row[field], own[field]
          local better
          if a ~= b then better = (a < b) == smallest elseif tie then better = row["营业收入"] > own["营业收入"] end
          if better then rank = rank + 1 end
        end
        return word == "名次" and whole(rank) or common.fraction(rank, #peers)
      end
      if word == "家数" then return whole(#peers) end
      local sum, most, least = 0, nil, nil
      for _, row in ipairs(peers) do
        sum = sum + row[field]
        most, least = math.max(most or row[field], row[field]), math.min(least or row[field], row[field])
      end
      if word == "合计" then return whole(sum) end
      if #peers == 0 then return false end
      return word == "最大" and whole(most) or word == "最小" and whole(least) or common.fraction(sum, #peers)
    end
    local money = not place and word ~= "家数"
    local measure = { id = "T-" .. number }
    local bound = chance(2) == 0 and (money and between(0, 400) or word == "分位" and between(1, 99) or between(1, 5)) or nil
    local relation = one_of { { "至少", function(c) return c >= 0 end }, { "至多", function(c) return c <= 0 end }, { "超过", function(c) return c > 0 end },
                              { "等于", function(c) return c == 0 end } }
    local body
    if bound then
      local right = money and common.money_text(bound) or word == "分位" and string.format("百分之(%d)", bound) or tostring(bound)
      body = string.format("条件 = { %s { %s = %s } }, 金额 = 元(3)", value, relation[1], right)
    else body = "金额 = " .. (money and value or "元(7) * " .. value) end
    texts[#texts + 1] = string.format('奖励 "措施%d" { 编号 = "%s", 条款 = "%d", %s%s%s }', number, measure.id, number, body,
      anywhere and ', 地区 = "不限"' or "", free and ", 不限条件 = true" or "")
    function measure.pays(list)
      local paid = {}
      for i, row in ipairs(list) do
        local found = value_of(list, row)
        if not scoped(row) or found == nil then paid[i] = 0
        elseif found == false then paid[i] = nil
        elseif bound then
          local right = word == "分位" and common.fraction(bound, 100) or whole(bound)
          paid[i] = relation[2](common.compare(found, right)) and 300 or 0
        else paid[i] = math.max(common.nearest(money and found or common.product(whole(700), found)), 0) end
      end
      return paid
    end
    -- A company of unknown group has no value; of an open figure the values drawn are not all that matter.
    function measure.exact(row) return place and not bound and not tie and not nested and field ~= "营业收入" and (not by or row.cells["行业"].value) end
    measures[number] = measure
  end
  return { script = table.concat(texts, "\n"), columns = columns, rows = rows, measures = measures }
end
return draw
