#!/bin/sh
# The editor server under neovim without a window: it is attached, says what is wrong, helps, and leaves.
# HUIQI names the program; neovim is no part of `make test` (Debian: neovim).
set -eu
command -v nvim > /dev/null || { echo 'lsp: no neovim here, nothing tried'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '政策 { 编号 = "T", 名称 = "𠮷", 地区 = "650100", 有效期 = { "2022-01-01" } }\n奖励 "𠮷" { 编号 = "T-1", 条款 = "一", 条件 = { 规模以尚 }, 金额 = 万元(1) }\n' > "$work/t.lua"
cat > "$work/try.lua" << 'END'
local id = vim.lsp.start_client({ name = "huiqi", cmd = { os.getenv "HUIQI", "lsp" }, root_dir = os.getenv "WORK" })
vim.cmd("edit " .. os.getenv "WORK" .. "/t.lua")
vim.lsp.buf_attach_client(0, id)
vim.wait(5000, function() return #vim.diagnostic.get(0) > 0 end)
local found = vim.diagnostic.get(0)[1]
local line = found and vim.api.nvim_buf_get_lines(0, found.lnum, found.lnum + 1, false)[1] or ""
local wrong = found and line:sub(found.col + 1, found.end_col) or "nothing"
local answers = vim.lsp.buf_request_sync(0, "textDocument/hover",
  { textDocument = { uri = vim.uri_from_bufnr(0) }, position = { line = 1, character = 10 } }, 5000)
local hover = answers and answers[id] and answers[id].result and answers[id].result.contents.value or "nothing"
io.stdout:write(("neovim: finding at '%s', help '%s'\n"):format(wrong, hover:match "[^\n]*"))
vim.cmd(wrong == "规模以尚" and hover:find "编号" and "qall!" or "cquit")
END
WORK=$work nvim --headless --clean -u NONE -c "luafile $work/try.lua"
