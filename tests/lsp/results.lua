-- What `huiqi lsp` says about results does not depend on what was asked before: after each of some random edits of a shipped
-- script (figures changed, taken back, the text broken and mended, saved; another year or day; another list, tables given or not)
-- a server that has seen them all answers as one that has just been started on that text.
-- Run with Lua 5.4; HUIQI names the program, LSP_FOLDER a folder to write into, LSP_EDITS how many edits.

local huiqi = os.getenv "HUIQI" or "build/huiqi"
local folder = (os.getenv "LSP_FOLDER" or "/tmp") .. "/lsp-results"
local source = "scripts/xinjiang/urumqi/2022-hnte"
local EDITS = tonumber(os.getenv "LSP_EDITS") or 48

local function read(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read "a"
  file:close()
  return bytes
end

local function write(path, bytes)
  local file = assert(io.open(path, "wb"))
  file:write(bytes)
  file:close()
end

local function quoted(text)
  return '"' .. text:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
end

-- The folder of an office: the script, the list, and which is which.

os.execute(("rm -rf '%s' && mkdir -p '%s'"):format(folder, folder))
local saved = read(source .. ".lua")
write(folder .. "/t.lua", saved)
local list = read(source .. ".sample.csv")
write(folder .. "/list.csv", list)
write(folder .. "/services.csv", read(source .. ".services.csv"))
local project = { with = true, when = '"year": 2022' }
local function write_project()
  local with = project.with and '"with": { "服务记录": "services.csv" }, ' or ""
  write(folder .. "/.huiqi.json", '{ "list": "list.csv", ' .. with .. project.when .. " }")
end
write_project()
local document = '"textDocument":{"uri":' .. quoted("file://" .. folder .. "/t.lua")

local asked = {
  '"huiqi/summary","params":{%s}',
  '"huiqi/diff","params":{%s,"count":5}',
  '"huiqi/rows","params":{%s,"measure":"U22-1","sort":"amount","down":true,"count":20}',
  '"huiqi/rows","params":{%s,"measure":"U22-3","find":"能源","outcome":"yes"}',
  '"huiqi/rows","params":{%s,"measure":"U22-1","lacks":"高企认定次数"}',
  '"huiqi/company","params":{%s,"code":"91650103MA2LAFT51R","set":{"高企认定次数":"1"}}',
  '"huiqi/gaps","params":{%s}',
  '"huiqi/problems","params":{%s,"count":3}',
  '"huiqi/tables","params":{%s}',
  '"huiqi/summary","params":{%s,"settings":{"再次认定奖励标准":"6万元"}}',
}

local function message(body) return ("Content-Length: %d\r\n\r\n%s"):format(#body, body) end

local function text_of(method, version, text)
  local whole = method == "didOpen" and ',"languageId":"huiqi","version":%d,"text":%s}}}' or ',"version":%d},"contentChanges":[{"text":%s}]}}'
  return message(('{"jsonrpc":"2.0","method":"textDocument/%s","params":{%s'):format(method, document) .. whole:format(version, quoted(text)))
end

local function questions(version)
  local parts = {}
  for i, question in ipairs(asked) do
    parts[i] = message(('{"jsonrpc":"2.0","id":"%d.%d","method":'):format(version, i) .. question:format(document .. "}") .. "}")
  end
  return table.concat(parts)
end

local begin = message '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{},"initializationOptions":{"diagnostics":false}}}'

-- Answers by id, taken out of `bytes`; what is not whole yet is handed back.
local function answers_of(bytes, answers)
  while true do
    local length, from = bytes:match "^Content%-Length: (%d+)\r\n\r\n()"
    if not length or #bytes - from + 1 < tonumber(length) then return bytes end
    local body = bytes:sub(from, from + length - 1)
    local id = body:match '"id":"([%d.]+)"'
    if id then answers[id] = body end
    bytes = bytes:sub(from + length)
  end
end

local function converse(text)
  local answers = {}
  write(folder .. "/messages", begin .. text)
  local pipe = assert(io.popen(("'%s' lsp < '%s/messages'"):format(huiqi, folder), "r"))
  answers_of(pipe:read "a", answers)
  pipe:close()
  return answers
end

-- A server that stays, so that files can change between questions.
local server = { answers = {}, rest = "" }
function server.open()
  write(folder .. "/answers", "")
  server.pipe = assert(io.popen(("'%s' lsp > '%s/answers'"):format(huiqi, folder), "w"))
  server.out = assert(io.open(folder .. "/answers", "rb"))
  server.pipe:write(begin)
end
function server.ask(text, last)
  local until_when = os.time() + 60
  server.pipe:write(text)
  server.pipe:flush()
  while not server.answers[last] do
    assert(os.time() < until_when, "no answer to " .. last)
    local more = server.out:read "a"
    if more == "" then os.execute "sleep 0.01" end
    server.rest = answers_of(server.rest .. more, server.answers)
  end
end

-- Edits

math.randomseed(20221231)
local function edited(text)
  local places = {}
  for from, to in text:gmatch "%f[%d]()%d+()%f[^%d]" do places[#places + 1] = { from, to } end
  local place = places[math.random(#places)]
  local number = text:sub(place[1], place[2] - 1)
  if #number >= 4 then return text end -- a year, a code, a day
  return text:sub(1, place[1] - 1) .. tostring(math.random(1, 60)) .. text:sub(place[2])
end

-- Before some questions the files are others.
local days = { '"year": 2022', '"year": 2022', '"year": 2023', '"year": 2023', '"year": 2024', '"on": "2023-06-30"', '"year": 2030' }
local function change_files(text)
  local chance = math.random(10)
  if chance == 1 then write(folder .. "/t.lua", text)
  elseif chance == 2 then write(folder .. "/list.csv", math.random(2) == 1 and list or list:sub(1, #list // 2):match "^.*\n")
  elseif chance == 3 then project.with = not project.with
  elseif chance <= 6 then project.when = days[math.random(#days)] end
  write_project()
end

local text, before = saved, saved
local compared, broken, wrong = 0, 0, 0
server.open()
for version = 1, EDITS do
  local chance = math.random(10)
  if chance == 1 then text = saved
  elseif chance == 2 then text = before
  elseif chance > 5 then before, text = text, edited(text) end
  local shown = math.random(6) == 1 and text .. "\n奖励 {" or text
  if version > 1 then change_files(shown) end
  server.ask(text_of(version == 1 and "didOpen" or "didChange", version, shown) .. questions(version), version .. "." .. #asked)
  local kept, fresh = server.answers, converse(text_of("didOpen", version, shown) .. questions(version))
  for i = 1, #asked do
    local id = version .. "." .. i
    assert(kept[id] and fresh[id], "no answer to " .. id)
    if (kept[id] .. fresh[id]):find('"fresh":false', 1, true) or fresh[id]:find("脚本有错误，还没有结果", 1, true) then
      broken = broken + 1 -- the figures are those of the last text that did, which the other has not seen
    elseif kept[id] ~= fresh[id] then
      wrong = wrong + 1
      if wrong < 4 then print(kept[id]:sub(1, 2000)) print(fresh[id]:sub(1, 2000)) end
    else
      compared = compared + 1
    end
  end
end
server.pipe:close()
print(("lsp: %d answers after %d edits are those of a fresh server, %d of texts that do not load, %d wrong"):format(compared, EDITS, broken, wrong))
os.exit(wrong == 0 and compared > EDITS)
