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
