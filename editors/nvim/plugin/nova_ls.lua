-- Neovim 0.11 and later start servers by themselves; older ones are served by ftplugin/nova.lua.
if vim.lsp.enable and not vim.g.nova_ls_disable then
  vim.lsp.enable("nova_ls")
end

local function command(name, description, nargs, action)
  vim.api.nvim_create_user_command(name, action, { nargs = nargs, desc = description })
end

command("NovaHistory", "The versions of a Nova declaration", "?", function(given)
  require("nova_ls.history").history(given.args)
end)
command("NovaDiff", "What has changed since the last save, or since a state", "?", function(given)
  require("nova_ls.reports").diff(given.args)
end)
command("NovaStats", "What nova-ls has done", 0, function()
  require("nova_ls.reports").stats()
end)
command("NovaRestart", "End nova-ls and start it anew", 0, function()
  require("nova_ls.server").restart()
end)
command("NovaTrust", "Trust the workspace: its own server may be started, and its code run", 0, function()
  require("nova_ls.server").trust()
end)
command("NovaLog", "What nova-ls wrote to its log", 0, function()
  local log = vim.lsp.log and vim.lsp.log.get_filename and vim.lsp.log.get_filename() or vim.lsp.get_log_path()
  vim.cmd("tabedit " .. vim.fn.fnameescape(log))
end)

-- What code lenses and code actions open.
vim.lsp.commands["nova.history"] = function(given, context)
  require("nova_ls.history").open(given.arguments[1], context and context.bufnr)
end

-- What code lenses with numbers of references open.
vim.lsp.commands["nova.showReferences"] = function(given, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local items = vim.lsp.util.locations_to_items(given.arguments[3], client.offset_encoding)
  vim.fn.setqflist({}, " ", { title = "References", items = items })
  vim.cmd("botright copen")
end
