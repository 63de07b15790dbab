-- Neovim 0.11 starts servers by itself; older ones are served by ftplugin/nova.lua.
if vim.lsp.enable and not vim.g.nova_ls_disable then
  vim.lsp.enable("nova_ls")
end
