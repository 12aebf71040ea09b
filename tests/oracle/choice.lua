-- 择一 依 = a column in which the company names the measure that it wants; beside it, what a policy asks of all its measures.
local function draw(common)
  local chance, one_of, between = common.chance, common.one_of, common.between
  local columns = { "统一社会信用代码", "企业名称", "行政区划代码", "选择", "规模以上", "科技型企业", "研发机构", "失信被执行人" }
  local truths = { "规模以上", "科技型企业", "研发机构" }
  local members, fenced = between(2, 4), chance(2) == 0
  local policy = fenced and ', 条件 = { 非 { 失信被执行人 } }' or ""
  local texts, measures = {
    string.format('政策 { 编号 = "T", 名称 = "试", 地区 = "650102", 有效期 = { "2018-01-01", "2032-12-31" }%s }', policy),
    '表 "企业" { 列 "选择" { 类型 = "文字" } }',
  }, {}
  local wanted = {}
  for i = 1, members do
    local field, free, fen = one_of { truths[1], truths[2], truths[3], false }, chance(4) == 0, between(1, 5000)
    texts[#texts + 1] = string.format('local 甲%d = 奖励 "补助 %s" { 编号 = "T-%d", 条款 = "%d", %s%s金额 = %s }', i, ({ "Ａ", "乙", "丙（一）", "丁" })[i], i, i,
      field and "条件 = { " .. field .. " }, " or "", free and "不限条件 = true, " or "", common.money_text(fen))
    wanted[i] = { "T-" .. i, ({ "补助 A", " 补助 乙 ", "补助 丙(一)", "　补助 丁" })[i] }
    local function holds(row)
      local answer = not field or row[field]
      if fenced and not free then answer = answer and not row["失信被执行人"] end
      return answer
    end
    measures[i] = { id = "T-" .. i, exact = true, fen = fen, holds = holds, number = i }
  end
  local names = {}
  for i = 1, members do names[i] = "甲" .. i end
  texts[#texts + 1] = string.format('择一 "由企业选" { 编号 = "T-9", 条款 = "九", 措施 = { %s }, 依 = 选择 }', table.concat(names, ", "))

  local rows = {}
  for i = 1, between(3, 9) do
    local row = { cells = {}, order = { "选择", "规模以上", "科技型企业", "研发机构", "失信被执行人" }, code = string.format("91650104MC%07dX", i) }
    row.cells["统一社会信用代码"] = { text = row.code }
    row.cells["企业名称"], row.cells["行政区划代码"] = { text = "企业" .. i }, { text = "650102" }
    for k = 2, 5 do
      local open, yes = chance(4) == 0, chance(3) > 0
      if row.order[k] == "失信被执行人" then yes = not yes end
      row.cells[row.order[k]] = open and { text = "", domain = { true, false } } or { text = yes and "是" or "否", value = yes }
    end
    local drawn = chance(4)
    if drawn == 0 then
      -- Blank: of those that hold one, whichever; the number says which.
      local domain = {}
      for k = 1, ({ 1, 2, 6, 12 })[members] do domain[k] = k end
      row.cells["选择"] = { text = one_of { "", "未知", "-" }, domain = domain }
    elseif drawn == 1 and chance(3) == 0 then row.cells["选择"] = { text = "别的", value = "none" }
    else
      local named = between(1, members)
      row.cells["选择"] = { text = one_of(wanted[named]), value = "T-" .. named }
    end
    rows[i] = row
  end
  for _, measure in ipairs(measures) do
    function measure.pays(list)
      local paid = {}
      for i, row in ipairs(list) do
        local holding = {}
        for _, other in ipairs(measures) do if other.holds(row) then holding[#holding + 1] = other end end
        local chosen = row["选择"]
        if type(chosen) == "number" then chosen = #holding > 0 and holding[(chosen - 1) % #holding + 1].id end
        paid[i] = chosen == measure.id and measure.holds(row) and measure.fen or 0
      end
      return paid
    end
  end
  return { script = table.concat(texts, "\n"), columns = columns, rows = rows, measures = measures, apart = true }
end
return draw
