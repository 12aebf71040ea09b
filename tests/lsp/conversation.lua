-- A conversation of more than 200 messages with `huiqi lsp`: a shipped script is opened, changed at places with Chinese and 𠮷
-- in them, and asked about after each change. Every position in every answer is put back into the text of that moment by the
-- plainest way there is (character by character from the beginning of the text) and must mean what the answer says.
-- Run with Lua 5.4; HUIQI names the program, LSP_FOLDER a folder to write into.

local huiqi = os.getenv "HUIQI" or "build/huiqi"
local folder = os.getenv "LSP_FOLDER" or "/tmp"
local script = "scripts/xinjiang/urumqi/2022-hnte.lua"

-- JSON, as much as is needed.

local function encode(value)
  if type(value) == "string" then
    return '"' .. value:gsub('[%c"\\]', function(c) return ("\\u%04x"):format(c:byte()) end) .. '"'
  elseif type(value) ~= "table" then
    return tostring(value)
  end
  local parts = {}
  for _, item in ipairs(value) do parts[#parts + 1] = encode(item) end
  if #value > 0 or value.array then return "[" .. table.concat(parts, ",") .. "]" end
  for key, item in pairs(value) do parts[#parts + 1] = encode(key) .. ":" .. encode(item) end
  return "{" .. table.concat(parts, ",") .. "}"
end

local escapes = { n = "\n", t = "\t", r = "\r", b = "\b", f = "\f" }
local function decode(text, at)
  at = text:find("%S", at)
  local first = text:sub(at, at)
  if first == '"' then
    local stop = at
    repeat
      stop = text:find('["\\]', stop + 1)
      local escaped = text:sub(stop, stop) == "\\"
      if escaped then stop = stop + 1 end
    until not escaped
    local inner = text:sub(at + 1, stop - 1)
    inner = inner:gsub("\\u(%x%x%x%x)", function(hex) return utf8.char(tonumber(hex, 16)) end)
    return inner:gsub("\\(.)", function(c) return escapes[c] or c end), stop + 1
  elseif first == "[" or first == "{" then
    local result, key = {}, nil
    at = text:find("%S", at + 1)
    while not text:find("^[%]}]", at) do
      if first == "{" then
        key, at = decode(text, at)
        at = text:find(":", at, true) + 1
      else
        key = #result + 1
      end
      result[key], at = decode(text, at)
      at = text:find("[^%s,]", at)
    end
    return result, at + 1
  end
  local word = text:match("^[%w.+-]+", at)
  return tonumber(word) or (word == "true" and true) or nil, at + #word
end

-- Positions: by walking over the text.

local function position_of(text, offset) -- bytes before it
  local line, unit = 0, 0
  for at, code in utf8.codes(text) do
    if at > offset then break end
    if code == 10 then line, unit = line + 1, 0 else unit = unit + (code > 0xFFFF and 2 or 1) end
  end
  return { line = line, character = unit }
end

local function offset_of(text, position)
  local line, unit = 0, 0
  for at, code in utf8.codes(text) do
    if line == position.line and unit == position.character then return at - 1 end
    if code == 10 then line, unit = line + 1, 0 else unit = unit + (code > 0xFFFF and 2 or 1) end
  end
  if line == position.line and unit == position.character then return #text end
end

-- The conversation.

local messages, asked, count = {}, {}, 0
local here = os.getenv "PWD" .. "/" .. script
local uri = "file://" .. here
local file <close> = assert(io.open(script))
local text = file:read "a"
local version, texts = 1, {}

local function send(message)
  message.jsonrpc = "2.0"
  local body = encode(message)
  messages[#messages + 1] = ("Content-Length: %d\r\n\r\n%s"):format(#body, body)
  count = count + 1
end

local function ask(method, params, about)
  local id = #asked + 1
  asked[id] = { method = method, text = text, about = about }
  params.textDocument = { uri = uri }
  send { id = id, method = "textDocument/" .. method, params = params }
end

local function change(first, last, with) -- bytes before, and up to
  version = version + 1
  local range = { start = position_of(text, first), ["end"] = position_of(text, last) }
  text = text:sub(1, first) .. with .. text:sub(last + 1)
  texts[version] = text
  send { method = "textDocument/didChange",
    params = { textDocument = { uri = uri, version = version }, contentChanges = { { range = range, text = with } } } }
end

local function place(needle, nth)
  local at = 0
  for _ = 1, nth or 1 do at = assert(text:find(needle, at + 1, true), needle) end
  return at - 1
end

local function about(needle, nth, into)
  local at = place(needle, nth)
  return { position = position_of(text, at) }, { name = into or needle, offset = at }
end

send { id = 0, method = "initialize", params = { capabilities = { array = nil, general = { positionEncodings = { "utf-16" } } } } }
send { method = "initialized", params = {} }
texts[1] = text
send { method = "textDocument/didOpen", params = { textDocument = { uri = uri, languageId = "huiqi", version = 1, text = text } } }

local names = { "有效高企", "科技型中小企业", "三数不合", "新增按首次", "有专精特新称号" }
local fields = { "科技创新领军企业", "上市日期", "迁入日期", "专精特新 {" }
for round = 1, 18 do
  -- A comment with 𠮷 before a measure moves all that is behind it in bytes, units and lines, each differently.
  local at = place("奖励 \"", round % 3 + 1)
  local added = ("-- 𠮷%d 备注：第%d次\n"):format(round, round)
  change(at, at, added)
  local name = names[round % #names + 1]
  ask("definition", about(name, 2))
  local position, what = about(name, 2)
  position.context = { includeDeclaration = true }
  ask("references", position, what)
  ask("hover", about(fields[round % #fields + 1]))
  ask("documentSymbol", {})
  ask("semanticTokens/full", {})
  ask("completion", (about("参数.", round % 4 + 1)))
  local renamed = about("参数.首次认定奖励标准")
  renamed.position = position_of(text, place("参数.首次认定奖励标准") + #"参数.")
  renamed.newName = "标准𠮷"
  ask("rename", renamed, { name = "首次认定奖励标准" })
  -- A mistake behind a 𠮷 on its line, found and taken back.
  local slip = place("科技创新领军企业, 上市")
  change(slip, slip, "𠮷𠮷, ")
  ask("codeAction", { range = { start = position_of(text, slip), ["end"] = position_of(text, slip) }, context = { diagnostics = { array = true } } })
  change(slip, slip + #"𠮷𠮷, ", "")
  ask("foldingRange", {})
  if round % 2 == 0 then change(place(added), place(added) + #added, "") end
end
send { id = "end", method = "shutdown" }
send { method = "exit" }

local input <close> = assert(io.open(folder .. "/conversation.in", "wb"))
input:write(table.concat(messages))
input:close()
os.execute(("%s lsp < %s/conversation.in > %s/conversation.out"):format(huiqi, folder, folder))
local output <close> = assert(io.open(folder .. "/conversation.out", "rb"))
local answers = output:read "a"

-- Every position of every answer.

local positions, wrong = 0, 0
local function complain(...)
  wrong = wrong + 1
  if wrong < 10 then print("lsp:", ...) end
end

local function part(of, range, why)
  positions = positions + 2
  local first, last = offset_of(of, range.start), offset_of(of, range["end"])
  if not first or not last or first > last then
    complain(why, "no such place", encode(range))
    return "", 0, 0
  end
  return of:sub(first + 1, last), first, last
end

local checks = {}

function checks.definition(answer, question)
  local found = part(question.text, answer.range, "definition")
  if found ~= question.about.name then complain("definition", question.about.name, found) end
end

function checks.references(answer, question)
  if #answer < 2 then complain("references", question.about.name, #answer) end
  for _, place in ipairs(answer) do
    local found = part(question.text, place.range, "references")
    if found ~= question.about.name then complain("references", question.about.name, found) end
  end
end

function checks.hover(answer, question)
  local _, first, last = part(question.text, answer.range, "hover")
  if question.about.offset < first or question.about.offset > last then complain("hover", first, last) end
end

function checks.documentSymbol(answer, question)
  for _, symbol in ipairs(answer) do
    local whole = part(question.text, symbol.range, "symbol")
    local name = part(question.text, symbol.selectionRange, "symbol")
    if not whole:find(name, 1, true) or not name:find(symbol.name, 1, true) then complain("symbol", symbol.name, name) end
    checks.documentSymbol(symbol.children or {}, question)
  end
end

checks["semanticTokens/full"] = function(answer, question)
  local line, unit = 0, 0
  for i = 1, #answer.data, 5 * 16 do -- one in sixteen, after adding up the distances
    for k = i, math.min(i + 5 * 16 - 5, #answer.data), 5 do
      unit = answer.data[k] == 0 and unit + answer.data[k + 1] or answer.data[k + 1]
      line = line + answer.data[k]
      if k == i then
        local range = { start = { line = line, character = unit }, ["end"] = { line = line, character = unit + answer.data[k + 2] } }
        local token = part(question.text, range, "token")
        if token == "" or token:find "^%s" or (token:find "%s$") then complain("token", token) end
      end
    end
  end
end

function checks.completion(answer, question)
  if #answer == 0 then complain("completion", "nothing") end
  for _, item in ipairs { answer[1] } do part(question.text, item.textEdit.range, "completion") end
end

function checks.rename(answer, question)
  local edits = answer.changes[uri]
  if #edits ~= 2 then complain("rename", #edits) end
  for _, edit in ipairs(edits) do
    local found = part(question.text, edit.range, "rename")
    if found ~= question.about.name then complain("rename", found) end
  end
end

function checks.codeAction(answer, question)
  for _, action in ipairs(answer) do
    for _, edit in ipairs(action.edit.changes[uri]) do part(question.text, edit.range, "fix") end
  end
end

function checks.foldingRange(answer, question)
  local _, lines = question.text:gsub("\n", "")
  for _, fold in ipairs(answer) do
    positions = positions + 2
    if fold.startLine >= fold.endLine or fold.endLine > lines then complain("fold", fold.startLine, fold.endLine) end
  end
end

local function published(params)
  for _, finding in ipairs(params.diagnostics) do
    local found = part(texts[params.version], finding.range, "finding")
    local name = finding.message:match "不认识的名字“(.-)”"
    if name and name ~= found then complain("finding", finding.message, found) end
    if found == "" then complain("finding", finding.message, "is nowhere") end
  end
  return #params.diagnostics
end

local at, answered, findings = 1, 0, 0
while at <= #answers do
  local _, stop, length = answers:find("^Content%-Length: (%d+)\r\n\r\n", at)
  local message = decode(answers:sub(stop + 1, stop + length), 1)
  at = stop + length + 1
  if message.method then
    findings = findings + published(message.params)
  elseif math.type(message.id) and message.id > 0 then
    local question = asked[message.id]
    answered = answered + 1
    if not message.result then complain(question.method, "no answer", encode(message.error or {}))
    else checks[question.method](message.result, question) end
  end
end
if answered ~= #asked then complain("answers", answered, #asked) end
if findings < 18 then complain("findings", findings) end
print(("lsp: %d messages, %d positions in their answers, %d wrong"):format(count, positions, wrong))
os.exit(wrong == 0 and count >= 200)
