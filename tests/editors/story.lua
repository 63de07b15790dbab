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
out:close()
vim.cmd("qall!")
