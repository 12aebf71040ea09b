-- Records of a company: sums, the greatest of each group, extremes, means and counts, by the first link or the one that is named.
local function draw(common)
  local chance, one_of, between, whole = common.chance, common.one_of, common.between, common.whole
  local columns = { "统一社会信用代码", "企业名称", "行政区划代码", "规模以上" }
  local holes, rows, records = 0, {}, {}
  local openness = one_of { 0, 4, 8, 16 }
  local function opens()
    local open = openness > 0 and holes < 5 and chance(openness) == 0
    if open then holes = holes + 1 end
    return open
  end
  local function truth()
    if opens() then return { text = "", domain = { true, false } } end
    local yes = chance(3) > 0
    return { text = yes and "是" or "否", value = yes }
  end
  for i = 1, between(1, 4) do
    local row = { cells = {}, order = { "规模以上" }, code = string.format("91650104MC%07dX", i) }
    row.cells["统一社会信用代码"], row.cells["企业名称"] = { text = row.code, value = row.code }, { text = "企业" .. i }
    row.cells["行政区划代码"], row.cells["规模以上"] = { text = "650102" }, truth()
    rows[i] = row
  end
  for i = 1, between(0, 7) do
    local record = { cells = {}, order = { "类别", "成交额", "验收" } }
    for _, link in ipairs { "卖方代码", "买方代码" } do
      local row = one_of(rows)
      record.cells[link] = { text = row.code, value = row }
    end
    local name, fen = one_of { "甲类", "乙类" }, one_of { 1, 100, 300, 333, between(0, 1000) }
    record.cells["类别"] = opens() and { text = "", domain = { "甲类", "乙类", "丙类", "丁类" .. i } } or { text = name, value = name }
    record.cells["成交额"] = opens() and { text = "", domain = { 0, 1, 150, 10 ^ 9 // 1 } } or { text = common.digits(fen), value = fen }
    record.cells["验收"] = truth()
    records[i] = record
  end
  local texts, measures = {
    '政策 { 编号 = "T", 名称 = "试", 地区 = "650102", 有效期 = { "2018-01-01", "2032-12-31" } }',
    '表 "撮合" { 列 "卖方代码" { 类型 = "统一社会信用代码" }, 列 "买方代码" { 类型 = "统一社会信用代码" }, 列 "类别" { 类型 = "文字" },'
      .. ' 列 "成交额" { 类型 = "金额" }, 列 "验收" { 类型 = "是否" }, 链接 = { 卖方 = "卖方代码", 买方 = "买方代码" } }',
  }, {}
  for number = 1, 8 do
    local word = one_of { "合计", "合计", "每组", "每组", "最大", "最小", "平均", "计数", "户数" }
    local asked, peer, through, keys = chance(2) == 0, chance(3) == 0, chance(3) == 0, {}
    local own = through and "买方" or "卖方"
    local conditions = {}
    if asked then conditions[#conditions + 1] = "撮合.验收" end
    if peer then conditions[#conditions + 1] = "买方 { 规模以上 }" end
    if #conditions > 0 then keys[#keys + 1] = "条件 = { " .. table.concat(conditions, ", ") .. " }" end
    if through then keys[#keys + 1] = "经由 = 买方" end
    if word == "每组" then keys[#keys + 1] = "每组 = 撮合.类别" end
    if word == "户数" then keys[#keys + 1] = "不重复 = true" end
    local factor = one_of { 1, 1, 3 }
    local figure = factor == 1 and "撮合.成交额" or "撮合.成交额 * 分数(1, 3)"
    local counted = word == "计数" or word == "户数"
    local value = string.format("%s(%s) { %s }", word == "每组" and "合计" or word == "户数" and "计数" or word,
      word == "计数" and "撮合" or word == "户数" and "撮合.买方" or figure, table.concat(keys, ", "))
    local measure = { id = "T-" .. number }
    local bound = chance(3) == 0 and between(0, counted and 3 or 500)
    local body = counted and "金额 = 元(5) * " .. value or "金额 = " .. value
    if bound then
      body = string.format("条件 = { %s { 至少 = %s } }, 金额 = 元(3)", value, counted and tostring(bound) or common.money_text(bound))
    end
    texts[#texts + 1] = string.format('奖励 "措施%d" { 编号 = "%s", 条款 = "%d", %s }', number, measure.id, number, body)
    local function value_of(row)
      local sum, count, most, least, groups, peers, peer_count = 0, 0, nil, nil, {}, {}, 0
      for _, record in ipairs(records) do
        local mine = record.cells[own .. "代码"].value == row
        if mine and (not asked or record["验收"]) and (not peer or record.cells["买方代码"].value["规模以上"]) then
          local fen, name, other = record["成交额"], record["类别"], record.cells["买方代码"].value
          sum, count = sum + fen, count + 1
          most, least = math.max(most or fen, fen), math.min(least or fen, fen)
          groups[name] = math.max(groups[name] or fen, fen)
          if not peers[other] then peers[other], peer_count = true, peer_count + 1 end
        end
      end
      if word == "计数" then return whole(count) end
      if word == "户数" then return whole(peer_count) end
      if word == "合计" then return common.fraction(sum, factor) end
      if word == "每组" then
        local together = 0
        for _, fen in pairs(groups) do together = together + fen end
        return common.fraction(together, factor)
      end
      if count == 0 then return nil end
      if word == "平均" then return common.fraction(sum, count * factor) end
      return common.fraction(word == "最大" and most or least, factor)
    end
    function measure.pays(list)
      local paid = {}
      for i, row in ipairs(list) do
        local found = value_of(row)
        if not found then paid[i] = 0
        elseif bound then paid[i] = common.compare(found, whole(bound)) >= 0 and 300 or 0
        else paid[i] = common.nearest(counted and common.product(whole(500), found) or found) end
      end
      return paid
    end
    measures[number] = measure
  end
  return { script = table.concat(texts, "\n"), columns = columns, rows = rows, measures = measures, tables = { ["撮合"] = records },
           table_columns = { ["撮合"] = { "卖方代码", "买方代码", "类别", "成交额", "验收" } } }
end
return draw
