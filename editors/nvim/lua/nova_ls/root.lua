-- Which workspace a file belongs to. The standard library and packages belong to whoever uses them: no server is started for them.
local M = {}

M.markers = { "nova.toml", "spago.yaml", "spago.dhall", "bower.json", ".git" }

local OTHERS = { "/nova_ls/stdlib/", "/.spago/", "/bower_components/", "/node_modules/" }

--- Whether a file is the standard library's or a package's, which are read and not written.
function M.is_library(path)
  path = path:gsub("\\", "/")
  for _, part in ipairs(OTHERS) do
    if path:find(part, 1, true) then
      return true
    end
  end
  return false
end

--- The nearest folder above a file that holds a marker; nil: the file is in no workspace.
function M.of(path)
  local folder = vim.fn.fnamemodify(path, ":p:h")
  while folder ~= "" do
    for _, marker in ipairs(M.markers) do
      if vim.loop.fs_stat(folder .. "/" .. marker) then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ":h")
    if parent == folder then
      return nil
    end
    folder = parent
  end
end

--- The clients of nova-ls, the newest first.
function M.clients()
  local all = vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients()
  local found = vim.tbl_filter(function(client)
    return client.name == "nova_ls"
  end, all)
  table.sort(found, function(one, other)
    return one.id > other.id
  end)
  return found
end

--- The workspace of a buffer: for the library the one that one came from, else the one of the newest server.
function M.of_buffer(buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  if not M.is_library(path) then
    return M.of(path)
  end
  local before = vim.fn.bufnr("#")
  local newest
  for _, client in ipairs(M.clients()) do
    newest = newest or client
    if before > 0 and vim.lsp.buf_is_attached(before, client.id) then
      newest = client
      break
    end
  end
  return newest and newest.config.root_dir or nil
end

return M
