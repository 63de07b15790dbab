-- What Neovim 0.11 maps by itself, for older ones; what the user has mapped stays.
local M = {}

function M.map(buffer)
  vim.bo[buffer].omnifunc = "v:lua.vim.lsp.omnifunc"
  if vim.lsp.tagfunc then
    vim.bo[buffer].tagfunc = "v:lua.vim.lsp.tagfunc"
  end
  if vim.g.nova_ls_keymaps == 0 then
    return
  end
  local actions = {
    K = vim.lsp.buf.hover,
    gd = vim.lsp.buf.definition,
    grn = vim.lsp.buf.rename,
    gra = vim.lsp.buf.code_action,
    grr = vim.lsp.buf.references,
    gri = vim.lsp.buf.implementation,
    gO = vim.lsp.buf.document_symbol,
  }
  for key, action in pairs(actions) do
    if vim.fn.maparg(key, "n") == "" then
      vim.keymap.set("n", key, function()
        action()
      end, { buffer = buffer, desc = "nova-ls" })
    end
  end
end

return M
