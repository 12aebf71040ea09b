-- What `huiqi lsp` says about results does not depend on what was asked before: after each of some random edits of a shipped
-- script (figures changed, taken back, the text broken and mended) a server that has seen them all answers as one that has just
-- been started on that text.
-- Run with Lua 5.4; HUIQI names the program, LSP_FOLDER a folder to write into.

local huiqi = os.getenv "HUIQI" or "build/huiqi"
local folder = (os.getenv "LSP_FOLDER" or "/tmp") .. "/lsp-results"
local source = "scripts/xinjiang/urumqi/2022-hnte"
local EDITS = 24

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
write(folder .. "/list.csv", read(source .. ".sample.csv"))
write(folder .. "/services.csv", read(source .. ".services.csv"))
write(folder .. "/.huiqi.json", '{ "list": "list.csv", "with": { "服务记录": "services.csv" }, "year": 2022 }')
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

local function converse(parts)
  table.insert(parts, 1, message '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{},"initializationOptions":{"diagnostics":false}}}')
  write(folder .. "/messages", table.concat(parts))
  local pipe = assert(io.popen(("'%s' lsp < '%s/messages'"):format(huiqi, folder), "r"))
  local out, answers = pipe:read "a", {}
  pipe:close()
  for body in out:gmatch "(%b{})" do
    local id = body:match '"id":"([%d.]+)"'
    if id then answers[id] = body end
  end
  return answers
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

local texts, text = {}, saved
for i = 1, EDITS do
  local chance = math.random(10)
  if chance == 1 then text = saved
  elseif chance == 2 and i > 1 then text = texts[i - 1]
  else text = edited(text) end
  texts[i] = math.random(6) == 1 and text .. "\n奖励 {" or text
end

local parts = { text_of("didOpen", 1, texts[1]), questions(1) }
for version = 2, EDITS do
  parts[#parts + 1] = text_of("didChange", version, texts[version])
  parts[#parts + 1] = questions(version)
end
local kept, compared, broken, wrong = converse(parts), 0, 0, 0
for version = 1, EDITS do
  local fresh = converse { text_of("didOpen", version, texts[version]), questions(version) }
  for i = 1, #asked do
    local id = version .. "." .. i
    assert(kept[id] and fresh[id], "no answer to " .. id)
    if kept[id]:find('"fresh":false', 1, true) then
      broken = broken + 1 -- the figures are those of the text before, which the other has not seen
    elseif kept[id] ~= fresh[id] then
      wrong = wrong + 1
      if wrong < 4 then print(kept[id]:sub(1, 2000)) print(fresh[id]:sub(1, 2000)) end
    else
      compared = compared + 1
    end
  end
end
print(("lsp: %d answers after %d edits are those of a fresh server, %d of texts that do not load, %d wrong"):format(compared, EDITS, broken, wrong))
os.exit(wrong == 0 and compared > EDITS)
