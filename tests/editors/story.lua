-- Told to a Neovim by test_nvim.py: history, code lenses and code actions, marks through formatting; and what Neovim itself has to say of all that.
tell("filetype", vim.bo.filetype)
local found = await_errors(1)
tell("diagnostic", found.code or found.user_data.lsp.code, found.lnum, found.col)
local hover = ask_at("textDocument/hover", 6, 9)
tell("hover", hover.contents.value)
local target = ask_at("textDocument/definition", 6, 9)
tell("definition", vim.uri_to_fname(target.uri), target.range.start.line)
settle() -- what is on disk is a version from then on
vim.api.nvim_buf_set_text(0, 9, 8, 9, 12, { '"fine"' })
await_errors(0)
-- Formatting: the line that is not as usual becomes so, and a mark below it stays where it is.
vim.api.nvim_buf_set_lines(0, 6, 7, true, { "total  =   helper  3" })
vim.api.nvim_buf_set_mark(0, "a", 10, 2, {})
format()
tell("formatted", vim.api.nvim_buf_get_lines(0, 6, 7, true)[1], unpack(vim.api.nvim_buf_get_mark(0, "a")))
vim.cmd("silent write")
tell("saved", vim.bo.modified and "no" or "yes")

-- History: two versions, one beside the text of now, and the first one back by an edit that undo takes back.
local function lines()
  return vim.api.nvim_buf_get_lines(0, 0, -1, false)
end

local main = vim.api.nvim_get_current_buf()
settle()
vim.api.nvim_buf_set_text(main, 9, 9, 9, 13, { "better" })
vim.cmd("silent write")
settle()
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
local noise = vim.tbl_filter(function(line)
  -- That a text has changed since it was asked about is how an answer goes that nobody needs any more; Neovim 0.12 writes it down.
  return not line:find("%[START%]") and not line:find("code = -32801", 1, true)
end, vim.fn.filereadable(log) == 1 and vim.fn.readfile(log) or {})
tell("log", table.concat(noise, " "))
tell("messages", vim.fn.execute("messages"), unpack(said))
