-- Which workspace a file belongs to. The standard library and packages belong to the workspace that uses them: no server is started for them.
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

-- Whether a client's server serves a file, though the file is in none of its folders.
local function serves(client, path)
  local params = { textDocument = { uri = vim.uri_from_fname(vim.fn.fnamemodify(path, ":p")) } }
  local answer
  if vim.fn.has("nvim-0.11") == 1 then
    answer = client:request_sync("nova/serves", params, 1000)
  else
    answer = client.request_sync("nova/serves", params, 1000, 0)
  end
  return answer ~= nil and answer.result == true
end

--- The client that the library is read with: that of the buffer one came from, else the newest.
local function reader()
  local before, clients = vim.fn.bufnr("#"), M.clients()
  for _, client in ipairs(clients) do
    if before > 0 and vim.lsp.buf_is_attached(before, client.id) then
      return client
    end
  end
  return clients[1]
end

--- The workspace of a buffer: that of the server that serves its file already, or else the nearest folder with a marker.
function M.of_buffer(buffer)
  local path = vim.api.nvim_buf_get_name(buffer)
  if M.is_library(path) then
    local client = reader()
    return client and client.config.root_dir or nil
  end
  local folder = M.of(path)
  for _, client in ipairs(M.clients()) do
    if client.config.root_dir and (client.config.root_dir == folder or serves(client, path)) then
      return client.config.root_dir
    end
  end
  return folder
end

return M
