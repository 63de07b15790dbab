vim.bo.commentstring = "-- %s"
vim.bo.comments = "s1fl:{-,mb:-,ex:-},:-- |,:--"
vim.bo.expandtab = true
vim.bo.shiftwidth = 2
vim.bo.softtabstop = 2
vim.bo.iskeyword = vim.bo.iskeyword .. ",'"
vim.b.undo_ftplugin = "setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< iskeyword<"

-- Without a menu Neovim takes a lone completion in, and leaves out the import that comes with it.
if vim.fn.has("nvim-0.11") == 1 and not vim.o.completeopt:find("menuone", 1, true) then
  vim.bo.completeopt = vim.o.completeopt .. ",menuone"
  vim.b.undo_ftplugin = vim.b.undo_ftplugin .. " completeopt<"
end

if require("nova_ls.root").is_library(vim.api.nvim_buf_get_name(0)) then
  vim.bo.readonly = true
  vim.bo.modifiable = false
end

if not vim.lsp.enable and not vim.g.nova_ls_disable then
  require("nova_ls").start()
end
