-- Neovim 0.11 starts servers by itself; older ones are served by ftplugin/nova.lua.
if vim.lsp.enable and not vim.g.nova_ls_disable then
  vim.lsp.enable("nova_ls")
end

vim.api.nvim_create_user_command("NovaHistory", function(command)
  require("nova_ls.history").history(command.args)
end, { nargs = "?", desc = "The versions of a Nova declaration" })

-- What code lenses and code actions open.
vim.lsp.commands["nova.history"] = function(command, context)
  require("nova_ls.history").open(command.arguments[1], context and context.bufnr)
end

-- What code lenses with numbers of references open.
vim.lsp.commands["nova.showReferences"] = function(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local items = vim.lsp.util.locations_to_items(command.arguments[3], client.offset_encoding)
  vim.fn.setqflist({}, " ", { title = "References", items = items })
  vim.cmd("botright copen")
end
