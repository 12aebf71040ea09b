-- What the oracles share, and the program does not: chance, exact fractions, files, and results as they are read back.
local common = {}

common.huiqi = os.getenv "HUIQI" or "build/huiqi"
common.folder = os.getenv "MODEL_FOLDER" or "build/oracle"

-- Chance: the same on every machine (math.random is another in other versions).
local state
function common.seed(seed) state = seed * 2654435761 + 12345 end
function common.chance(n)
  state = (state * 6364136223846793005 + 1442695040888963407)
  return (state >> 33) % n
end
function common.one_of(list) return list[common.chance(#list) + 1] end
function common.between(low, high) return low + common.chance(high - low + 1) end

-- Exact fractions. Numbers are kept so small that 64 bits do; where they would not, the model stops.
local function gcd(a, b) while b ~= 0 do a, b = b, a % b end return a end
local function times(a, b)
  assert(math.abs(a * 1.0 * b) < 9e18, "the model's numbers grew too large")
  return a * b
end
local function fraction(num, den)
  if den < 0 then num, den = -num, -den end
  local shared = gcd(math.abs(num), den)
  if shared == 0 then shared = 1 end
  return { num = num // shared, den = den // shared }
end
common.times, common.fraction = times, fraction
function common.whole(n) return { num = n, den = 1 } end
function common.plus(a, b) return fraction(times(a.num, b.den) + times(b.num, a.den), times(a.den, b.den)) end
function common.minus(a, b) return common.plus(a, { num = -b.num, den = b.den }) end
function common.product(a, b) return fraction(times(a.num, b.num), times(a.den, b.den)) end
function common.quotient(a, b) return fraction(times(a.num, b.den), times(a.den, b.num)) end
function common.compare(a, b)
  local left, right = times(a.num, b.den), times(b.num, a.den)
  return left < right and -1 or left > right and 1 or 0
end
-- To the fen, half away from zero.
function common.nearest(value)
  local half = (2 * math.abs(value.num) + value.den) // (2 * value.den)
  return value.num < 0 and -half or half
end

-- Money: as a list has it, as a script has it, and read from a sentence.
function common.digits(fen) return fen % 100 == 0 and tostring(fen // 100) or string.format("%d.%02d", fen // 100, fen % 100) end
function common.money_text(fen) return string.format("元(%s)", common.digits(fen)) end
function common.fen_of(text)
  local units = { ["元"] = 100, ["万元"] = 1000000, ["亿元"] = 10000000000, [""] = 100 }
  local figure, unit = text:gsub(",", ""):match("^([%d.]+)(.*)$")
  if not figure then return nil end
  local front, rest = figure:match("^(%d+)%.?(%d*)$")
  local fen, worth = tonumber(front) * units[unit], units[unit]
  for digit in rest:gmatch("%d") do
    worth = worth // 10
    fen = fen + tonumber(digit) * worth
  end
  return fen
end

-- Files
function common.write_file(name, text)
  local file = assert(io.open(common.folder .. "/" .. name, "w"))
  file:write(text)
  file:close()
end
local function cells_of(line)
  local cells, at = {}, 1
  while true do
    local cell
    if line:sub(at, at) == '"' then
      local stop = at + 1
      while line:sub(stop, stop) ~= '"' or line:sub(stop + 1, stop + 1) == '"' do
        stop = stop + (line:sub(stop, stop) == '"' and 2 or 1)
      end
      cell, at = line:sub(at + 1, stop - 1):gsub('""', '"'), stop + 1
    else
      local stop = line:find(",", at, true) or #line + 1
      cell, at = line:sub(at, stop - 1), stop
    end
    cells[#cells + 1] = cell
    if line:sub(at, at) ~= "," then return cells end
    at = at + 1
  end
end
-- A file of results: its rows, each by heading; nil when there is none.
function common.read_rows(path)
  local file, headings, rows = io.open(path), nil, {}
  if not file then return nil end
  for line in file:lines() do
    local cells = cells_of((line:gsub("\r$", ""):gsub("^\xEF\xBB\xBF", "")))
    if not headings then headings = cells
    else
      local row = {}
      for i, heading in ipairs(headings) do row[heading] = cells[i] end
      rows[#rows + 1] = row
    end
  end
  file:close()
  return rows
end
function common.run(words)
  local command = string.format("%s run %s/script.lua --list %s/list.csv --all -o %s/out %s > %s/said 2>&1", common.huiqi, common.folder,
                                common.folder, common.folder, words, common.folder)
  local _, _, status = os.execute(command)
  return status
end

return common
