-- Told to a headless Neovim by test_nvim.py: open, see a diagnostic, hover, go to a definition, format, save; history, code
-- lenses and code actions; and what Neovim itself has to say of all that.
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

vim.cmd("silent edit " .. vim.fn.fnameescape(vim.env.NOVA_FILE))
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
-- Formatting: the line that is not as usual becomes so, and a mark below it stays where it is.
vim.api.nvim_buf_set_lines(0, 6, 7, true, { "total  =   helper  3" })
vim.api.nvim_buf_set_mark(0, "a", 10, 2, {})
if vim.lsp.buf.format then
  vim.lsp.buf.format({ timeout_ms = 30000 })
else
  vim.lsp.buf.formatting_sync(nil, 30000)
end
tell("formatted", vim.api.nvim_buf_get_lines(0, 6, 7, true)[1], unpack(vim.api.nvim_buf_get_mark(0, "a")))
vim.cmd("silent write")
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
vim.cmd("silent write")
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
vim.cmd("silent undo")
tell("undone", vim.api.nvim_buf_get_lines(main, 9, 10, false)[1])

-- The same by a code lens and by code actions.
local function list_of(opener)
  vim.api.nvim_set_current_win(vim.fn.bufwinid(main))
  vim.api.nvim_win_set_cursor(0, { 9, 0 })
  opener()
  wait("the list", function()
    return vim.api.nvim_get_current_buf() ~= main
  end)
  local name = lines()[1]
  vim.cmd("close")
  return name
end

local function choose(beginning)
  vim.ui.select = function(items, options, chosen)
    for _, item in ipairs(items) do
      if vim.startswith(options.format_item(item), beginning) then
        return chosen(item)
      end
    end
    tell("not offered", beginning)
  end
  vim.lsp.buf.code_action()
end

if vim.lsp.codelens.enable then
  vim.lsp.codelens.enable(true)
else
  vim.lsp.codelens.refresh()
end
local lens
wait("lenses", function()
  vim.cmd("redraw!")
  for _, found in ipairs(vim.lsp.codelens.get(vim.lsp.codelens.enable and { bufnr = main } or main)) do
    found = found.lens or found
    if found.range.start.line == 8 and found.command then
      lens = found.command.title
    end
  end
  return lens
end)
tell("lens", (lens:gsub(" just now.*", "")), list_of(vim.lsp.codelens.run))
tell("action", list_of(function()
  choose("History of `label`")
end))
choose("Restore `label` as of")
wait("restored by an action", function()
  return vim.api.nvim_buf_get_lines(main, 9, 10, false)[1] ~= 'label = "better"'
end)
tell("restored", vim.api.nvim_buf_get_lines(main, 9, 10, false)[1])
vim.cmd("silent undo")
tell("undone", vim.api.nvim_buf_get_lines(main, 9, 10, false)[1])

-- Nothing that Neovim warns of, and no noise in its log of language servers.
local log = vim.lsp.log and vim.lsp.log.get_filename and vim.lsp.log.get_filename() or vim.lsp.get_log_path()
tell("log", (table.concat(vim.fn.filereadable(log) == 1 and vim.fn.readfile(log) or {}, " "):gsub("%[START%]%S*", "")))
tell("messages", (vim.fn.execute("messages"):gsub("\n", " ")))
out:close()
vim.cmd("qall!")
