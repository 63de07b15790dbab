-- Told to a headless Neovim by test_library.py: a definition in the library is opened, and served by the server that is running.
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

local clients = vim.lsp.get_clients or vim.lsp.get_active_clients

local function request(method, line, character)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = line, character = character },
  }
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 30000) or {}) do
    return answer.result
  end
end

vim.cmd("silent edit " .. vim.fn.fnameescape(vim.env.NOVA_FILE))
wait("client", function()
  return #clients() == 1
end)
local target = request("textDocument/definition", 5, 9)
vim.cmd("silent edit " .. vim.fn.fnameescape(vim.uri_to_fname(target.uri)))
wait("attached", function()
  return #vim.lsp.buf_get_clients(0) == 1
end)
local hover = request("textDocument/hover", target.range.start.line, target.range.start.character)
tell("hover", (hover.contents.value:gsub("\n", " ")))
tell("servers", #clients())
vim.cmd("qall!")
