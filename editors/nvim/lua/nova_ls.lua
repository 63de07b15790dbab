-- Starting nova-ls for Nova buffers, in every Neovim from 0.7 on.
local M = {}

M.root_markers = { "nova.toml", "spago.yaml", "spago.dhall", "bower.json", ".git" }

--- What the user may change with `setup`.
M.options = {
  cmd = { "nova-ls" },
  filetypes = { "nova" },
  settings = { nova = {} },
}

-- The commands that the server may put into code lenses, and plugin/nova_ls.lua defines.
local known = { commands = { "nova.showReferences" } }

function M.setup(options)
  M.options = vim.tbl_deep_extend("force", M.options, options or {})
end

--- The configuration as `vim.lsp.enable` takes it (0.11 and later).
function M.config()
  return {
    cmd = M.options.cmd,
    filetypes = M.options.filetypes,
    root_dir = function(buffer, start)
      start(M.root_for(vim.api.nvim_buf_get_name(buffer)))
    end,
    settings = M.options.settings,
    init_options = known,
  }
end

--- The nearest folder above a file that holds a marker; nil: the file is in no workspace.
function M.root_of(path)
  local folder = vim.fn.fnamemodify(path, ":p:h")
  while folder ~= "" do
    for _, marker in ipairs(M.root_markers) do
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

local function running()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()
end

--- The root of a running server that serves a file of the library or of a package; nil: none does.
local function root_of_server(path)
  local params = { textDocument = { uri = vim.uri_from_fname(vim.fn.fnamemodify(path, ":p")) } }
  for _, client in ipairs(running()) do
    if client.name == "nova_ls" then
      local answer
      if vim.fn.has("nvim-0.11") == 1 then
        answer = client:request_sync("nova/serves", params, 1000)
      else
        answer = client.request_sync("nova/serves", params, 1000, 0)
      end
      if answer and answer.result == true then
        return client.config.root_dir
      end
    end
  end
end

--- Where a file belongs: to the server that serves it already, or else to the nearest folder with a marker.
function M.root_for(path)
  return root_of_server(path) or M.root_of(path)
end

-- Clients by root, for Neovim 0.7, which does not find a running one by itself.
local clients = {}

local function start_0_7(config, buffer)
  local key = config.root_dir or ""
  local id = clients[key]
  if not id or not vim.lsp.get_client_by_id(id) then
    -- It does not say that it can be asked for settings, and sends none.
    config.on_init = function(client)
      client.notify("workspace/didChangeConfiguration", { settings = config.settings })
    end
    id = vim.lsp.start_client(config)
    clients[key] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
  return id
end

--- Attach the server to a buffer, and start it first where none is running for the buffer's workspace.
function M.start(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  local root = M.root_for(vim.api.nvim_buf_get_name(buffer))
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  local config = {
    name = "nova_ls",
    cmd = M.options.cmd,
    root_dir = root,
    settings = M.options.settings,
    init_options = known,
    capabilities = capabilities,
    workspace_folders = root and { { uri = vim.uri_from_fname(root), name = root } } or nil,
  }
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  return start_0_7(config, buffer)
end

return M
