-- :NovaDiff and :NovaStats: what the server knows as a whole, in a buffer that `q` closes.
local M = {}

local history = require("nova_ls.history")

local function show(name, lines, syntax)
  vim.cmd("botright " .. math.min(#lines + 1, 20) .. "split")
  local buffer = history.scratch("nova://" .. name, lines, syntax)
  vim.api.nvim_win_set_buf(0, buffer)
  vim.keymap.set("n", "q", "<Cmd>close<CR>", { buffer = buffer, nowait = true })
end

local function is_text(value)
  return type(value) == "string" and value ~= ""
end

function M.diff(state)
  local params = { textDocument = vim.lsp.util.make_text_document_params() }
  if is_text(state) then
    params.old = state
  end
  history.ask(0, "nova/diff", params, function(found)
    local lines = {}
    for _, one in ipairs(found.declarations) do
      table.insert(lines, one.name .. ": " .. one.change .. (is_text(one.reason) and " (" .. one.reason .. ")" or ""))
      if is_text(one.old_type) then
        table.insert(lines, "  was " .. one.old_type)
      end
      if is_text(one.new_type) then
        table.insert(lines, "  is  " .. one.new_type)
      end
    end
    if #lines == 0 then
      vim.notify("nova-ls: nothing has changed since " .. found.old)
      return
    end
    table.insert(lines, found.breaking and "Something that others rely on breaks." or "Nothing that others rely on breaks.")
    show("diff", vim.split(table.concat(lines, "\n"), "\n", { plain = true }), "")
  end)
end

function M.stats()
  history.ask(0, "nova/stats", vim.empty_dict(), function(found)
    local lines = {}
    for _, name in ipairs({ "modules", "declarations", "typed", "found", "cutOff", "settled" }) do
      table.insert(lines, ("%-12s %s"):format(name, tostring(found[name])))
    end
    for _, one in ipairs(found.workspaces) do
      table.insert(lines, "workspace    " .. one.root)
    end
    show("stats", lines, "")
  end)
end

return M
