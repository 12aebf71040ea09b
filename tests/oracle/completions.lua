-- What is not known, filled in: small lists with holes, judged by the program once, and by plain models for every way in which the
-- holes may turn out.
--
-- A model (the other files of this folder) draws a world: a script, a list in which some cells are open, and a function that says what
-- each measure pays each company when nothing is open. An open cell has the values that it may have; where these are all that matter
-- the ends of what the program says must be the least and the most of the completions, elsewhere they must enclose them. What the
-- program is certain of must be so in every completion, always.
--   HUIQI=build/huiqi MODEL_ROUNDS=1000 MODEL_SEED=1 MODEL=budget build/plain-lua tests/oracle/completions.lua
local common = dofile "tests/oracle/common.lua"
local ROUNDS = tonumber(os.getenv "MODEL_ROUNDS" or "") or 40
local SEED = tonumber(os.getenv "MODEL_SEED" or "") or 20221231
local ONLY = os.getenv "MODEL"
local MOST = 1500 -- completions of one world; of more, as many are drawn
local names = { "budget", "choice", "population", "records", "amounts" }

-- Holes of a row or of a record: cells are { text = …, value = … } or { text = …, domain = { … } }.
local function holes_of(world)
  local holes, count = {}, 1
  local function look(rows)
    for _, row in ipairs(rows) do
      for field, cell in pairs(row.cells) do row[field] = cell.value end
      for _, field in ipairs(row.order) do
        local domain = row.cells[field].domain
        if domain then
          holes[#holes + 1] = { row = row, field = field, domain = domain }
          count = count * #domain
        end
      end
    end
  end
  look(world.rows)
  for _, rows in pairs(world.tables or {}) do look(rows) end
  return holes, count
end

local function each_completion(world, visit)
  local holes, count = holes_of(world)
  local drawn = count > MOST
  for number = 0, (drawn and MOST or count) - 1 do
    local rest = number
    for _, hole in ipairs(holes) do
      local size = #hole.domain
      hole.row[hole.field] = hole.domain[(drawn and common.chance(size) or rest % size) + 1]
      rest = rest // size
    end
    visit()
  end
  return not drawn
end

-- What each measure pays each row in all completions: the least, the most, and whether it is ever undefined; and all rows together. A
-- row that repeats an earlier code is paid nothing.
local function widen(ends, fen)
  if fen == nil then ends.undefined = true
  else ends.low, ends.high = math.min(ends.low or fen, fen), math.max(ends.high or fen, fen) end
end
local function look_at(world, rows, bounds, sums, first)
  return each_completion({ rows = rows, tables = world.tables }, function()
    for _, measure in ipairs(world.measures) do
      local paid, sum = measure.pays(rows), 0
      for i, row in ipairs(rows) do
        widen(bounds[measure.id][first + i], paid[i])
        sum = sum and paid[i] and (row.repeats and sum or sum + paid[i])
      end
      widen(sums[measure.id], sum)
    end
  end)
end
-- Where no row matters to another, each is completed by itself.
local function bounds_of(world)
  local bounds, sums, whole = {}, {}, true
  for _, measure in ipairs(world.measures) do
    bounds[measure.id], sums[measure.id] = {}, {}
    for i in ipairs(world.rows) do bounds[measure.id][i] = {} end
  end
  if not world.apart then return bounds, sums, look_at(world, world.rows, bounds, sums, 0) end
  for i, row in ipairs(world.rows) do
    local own = {}
    for _, measure in ipairs(world.measures) do own[measure.id] = {} end
    whole = look_at(world, { row }, bounds, own, i - 1) and whole
    for id, sum in pairs(own) do
      local all = sums[id]
      all.undefined = all.undefined or sum.undefined
      if sum.low then all.low, all.high = (all.low or 0) + sum.low, (all.high or 0) + sum.high end
    end
  end
  return bounds, sums, whole
end

-- Files
local function table_text(columns, rows)
  local lines = { table.concat(columns, ",") }
  for _, row in ipairs(rows) do
    local cells = {}
    for i, column in ipairs(columns) do cells[i] = row.cells[column] and row.cells[column].text or row[column] or "" end
    lines[#lines + 1] = table.concat(cells, ",")
  end
  return table.concat(lines, "\n") .. "\n"
end

local function write_world(world)
  local words = "--year 2022"
  common.write_file("script.lua", world.script .. "\n")
  common.write_file("list.csv", table_text(world.columns, world.rows))
  for name, rows in pairs(world.tables or {}) do
    common.write_file(name .. ".csv", table_text(world.table_columns[name], rows))
    words = words .. string.format(" --with %s=%s/%s.csv", name, common.folder, name)
  end
  if world.decisions then
    common.write_file("decisions.csv", world.decisions)
    words = words .. string.format(" --decisions %s/decisions.csv", common.folder)
  end
  return string.format("%s --threads %d --block-bytes %d", words, common.between(1, 3), common.one_of { 64, 1000, 1000000 })
end

-- What the program says of an open amount: its ends, nil where it tells none.
local function ends_of(sentence)
  local low, high = sentence:match "金额在([%d.,]+[亿万]?元)至([%d.,]+[亿万]?元)之间"
  if low then return common.fen_of(low), common.fen_of(high) end
end

local totals = {}
local function compare_row(model, exact, bounded, at, said, whole, fail, repeats)
  local outcome, total = said["结果"], totals[model]
  if repeats then -- of a code that repeats an earlier one nothing is granted
    if outcome == "符合" then fail "granted" end
    exact = false
  end
  if outcome == "符合" then
    local fen = common.fen_of(said["金额（元）"])
    if at.undefined or at.low ~= fen or at.high ~= fen then fail("certain of " .. common.digits(fen)) end
  elseif outcome == "不符合" then
    if (at.undefined and not bounded) or (at.high or 0) > 0 then fail "certain of nothing" end
  else
    local low, high = ends_of(said["说明"])
    if low and at.low and (low > at.low or high < at.high) then fail(string.format("between %s and %s", common.digits(low), common.digits(high))) end
    local agree = whole and not at.undefined
    local certain = agree and at.low == at.high
    local tight = agree and not certain and low == at.low and high == at.high
    if certain and exact then fail "open, though all completions agree" end
    if agree and exact and low and not tight then fail(string.format("between %s and %s, not as near as can be", common.digits(low), common.digits(high))) end
    if agree then total[certain and "coarse" or "open"] = total[certain and "coarse" or "open"] + 1 end
    if tight then total.tight = total.tight + 1 end
  end
  total.rows = total.rows + 1
end

local function compare_total(measure, sums, said, fail)
  local least, most = common.fen_of(said["至少（元）"]), common.fen_of(said["至多（元）"])
  if sums.undefined or not sums.low then return end
  if (least or 0) > sums.low or (most and most < sums.high) then
    fail(string.format("together %s to %s, the completions %s to %s", said["至少（元）"], said["至多（元）"], common.digits(sums.low),
                       common.digits(sums.high)))
  end
end

local function play(model, draw, seed)
  common.seed(seed)
  local world = draw(common)
  local status = common.run(write_world(world))
  local function fail(measure, row, text)
    error(string.format("%s, MODEL_SEED=%d: %s %s: %s\nsee %s", model, seed - 1, measure, row, text, common.folder), 0)
  end
  if status > 1 then fail("status", status, "see said") end
  local bounds, sums, whole = bounds_of(world)
  local said, by = common.read_rows(common.folder .. "/out/results.csv"), {}
  for _, row in ipairs(said) do
    local id = row["措施编号"]
    by[id] = by[id] or {}
    table.insert(by[id], row)
  end
  for _, measure in ipairs(world.measures) do
    for i, row in ipairs(world.rows) do
      local at, found = bounds[measure.id][i], by[measure.id] and by[measure.id][i]
      local function differ(text)
        fail(measure.id, row.code, string.format("the program is %s (%s); the completions give %s to %s%s", text,
          found and found["说明"] or "silent", at.low and common.digits(at.low) or "nothing", at.high and common.digits(at.high) or "nothing",
          at.undefined and ", or nothing that is defined" or ""))
      end
      if not found or found["对象代码"] ~= row.code then differ "silent" end
      local exact = measure.exact
      if type(exact) == "function" then exact = exact(row) end
      compare_row(model, exact, measure.bounded, at, found, whole, differ, row.repeats)
    end
  end
  local summary = {}
  for _, row in ipairs(common.read_rows(common.folder .. "/out/summary.csv") or {}) do summary[row["措施编号"]] = row end
  for _, measure in ipairs(world.measures) do
    if summary[measure.id] then compare_total(measure, sums[measure.id], summary[measure.id], function(text) fail(measure.id, "total", text) end) end
  end
  if world.check then world.check(function(text) fail("check", "", text) end) end
  totals[model].worlds = totals[model].worlds + 1
end

os.execute("mkdir -p " .. common.folder)
local all = 0
for _, name in ipairs(names) do
  if not ONLY or ONLY == name then
    totals[name] = { worlds = 0, rows = 0, open = 0, coarse = 0, tight = 0 }
    local draw = dofile("tests/oracle/" .. name .. ".lua")
    for round = 1, ROUNDS do play(name, draw, SEED + round) end
    local total = totals[name]
    all = all + total.rows
    print(string.format("completions of %s: %d worlds, %d outcomes; open %d, of these %d with ends as near as can be, and %d that need not be open",
                        name, total.worlds, total.rows, total.open + total.coarse, total.tight, total.coarse))
  end
end
