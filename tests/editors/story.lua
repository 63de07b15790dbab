-- Told to a headless Neovim by test_nvim.py: open, see a diagnostic, hover, go to a definition, save.
-- Each step writes a line to the file named by NOVA_STORY.
local out = assert(io.open(vim.env.NOVA_STORY, "w"))
local function tell(...)
  out:write(table.concat({ ... }, "\t"), "\n")
  out:flush()
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    tell("timeout", what)
    vim.cmd("cquit 1")
  end
end

local function request(method, line, character)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = line, character = character },
  }
  local answers = vim.lsp.buf_request_sync(0, method, params, 30000)
  for _, answer in pairs(answers or {}) do
    return answer.result
  end
end

local function clients()
  if vim.lsp.get_clients then
    return vim.lsp.get_clients()
  end
  return vim.lsp.get_active_clients()
end

vim.cmd("edit " .. vim.fn.fnameescape(vim.env.NOVA_FILE))
tell("filetype", vim.bo.filetype)
wait("client", function()
  return #clients() == 1
end)
wait("diagnostics", function()
  return #vim.diagnostic.get(0) > 0
end)
local found = vim.diagnostic.get(0)[1]
tell("diagnostic", found.code or found.user_data.lsp.code, found.lnum, found.col)
local hover = request("textDocument/hover", 6, 9)
tell("hover", (hover.contents.value:gsub("\n", " ")))
local target = request("textDocument/definition", 6, 9)
tell("definition", vim.uri_to_fname(target.uri), target.range.start.line)
vim.api.nvim_buf_set_text(0, 9, 8, 9, 12, { '"fine"' })
wait("no diagnostics", function()
  return #vim.diagnostic.get(0) == 0
end)
vim.cmd("write")
tell("saved", vim.bo.modified and "no" or "yes")

-- History: two versions, one beside the text of now, and the first one back by an edit that undo takes back.
local function settled()
  for _, answer in pairs(vim.lsp.buf_request_sync(0, "nova/stats", vim.empty_dict(), 30000) or {}) do
    return answer.result and answer.result.settled
  end
end

local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local main = vim.api.nvim_get_current_buf()
wait("commit", settled)
vim.api.nvim_buf_set_text(main, 9, 9, 9, 13, { "better" })
vim.cmd("write")
wait("second commit", settled)
vim.api.nvim_win_set_cursor(0, { 10, 2 })
vim.cmd("NovaHistory")
wait("history", function()
  return vim.api.nvim_get_current_buf() ~= main
end)
local shown = lines()
tell("history", shown[1], #shown - 2, (shown[3]:gsub("^%x+  ", ""):gsub(" just now.*", "")))
vim.api.nvim_win_set_cursor(0, { 4, 0 })
vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes("<CR>", true, true, true), "xt", false)
tell("now", vim.wo.diff and "diff" or "no diff", lines()[#lines()])
vim.cmd("wincmd h")
tell("then", vim.wo.diff and "diff" or "no diff", lines()[#lines()])
vim.cmd("tabclose")
vim.api.nvim_feedkeys("r", "xt", false)
wait("restored", function()
  return vim.api.nvim_buf_get_lines(main, 9, 10, false)[1] ~= 'label = "better"'
end)
tell("restored", vim.api.nvim_buf_get_lines(main, 9, 10, false)[1])
vim.cmd("close")
vim.cmd("undo")
tell("undone", vim.api.nvim_buf_get_lines(main, 9, 10, false)[1])
tell("command", vim.lsp.commands["nova.history"] and "there" or "missing")
out:close()
vim.cmd("qall!")
