-- Nova has PureScript's syntax; what another plugin has set for it stays where this one says nothing.
if vim.g.nova_ls_purescript ~= 0 then
  vim.cmd("runtime! ftplugin/nova.lua")
end
