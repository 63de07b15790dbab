-- What Neovim 0.11 maps by itself, for older ones; what the user has mapped stays.
local M = {}

-- What a chosen completion brings along, such as its import.
local function add_edits(client_id)
  local user_data = vim.v.completed_item.user_data
  local item = type(user_data) == "table" and vim.tbl_get(user_data, "nvim", "lsp", "completion_item")
  local client = vim.lsp.get_client_by_id(client_id)
  if not item or not client then
    return
  end
  local buffer = vim.api.nvim_get_current_buf()
  local function apply(edits)
    if type(edits) == "table" then
      vim.lsp.util.apply_text_edits(edits, buffer, client.offset_encoding)
    end
  end
  if item.additionalTextEdits then
    apply(item.additionalTextEdits)
  elseif item.data then
    client.request("completionItem/resolve", item, function(_, resolved)
      apply(resolved and resolved.additionalTextEdits)
    end, buffer)
  end
end

function M.map(buffer, client_id)
  vim.api.nvim_create_autocmd("CompleteDone", {
    group = vim.api.nvim_create_augroup("nova_ls_completion_" .. buffer, {}),
    buffer = buffer,
    callback = function()
      add_edits(client_id)
    end,
  })
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
