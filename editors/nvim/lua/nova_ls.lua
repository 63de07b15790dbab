-- nova-ls for Nova and PureScript buffers, in every Neovim from 0.7 on.
local M = {}

local root = require("nova_ls.root")
local server = require("nova_ls.server")

--- What the user may change with `setup`. `cmd` nil: the server is looked for (lua/nova_ls/server.lua).
--- `trusted`: folders in which all workspaces are trusted, beside those that `:NovaTrust` was said in.
M.options = {
  cmd = nil,
  trusted = {},
  filetypes = vim.g.nova_ls_purescript == 0 and { "nova" } or { "nova", "purescript" },
  settings = { nova = {} },
}

function M.setup(options)
  M.options = vim.tbl_deep_extend("force", M.options, options or {})
end

--- What the server does, as it says itself; "" where none runs. For a status line.
function M.status()
  return server.status
end

local function capabilities()
  local made = vim.lsp.protocol.make_client_capabilities()
  local item = made.textDocument.completion.completionItem
  if item.resolveSupport then
    -- An import that is asked for later Neovim drops where one types on before it has come.
    item.resolveSupport.properties = vim.tbl_filter(function(property)
      return property ~= "additionalTextEdits"
    end, item.resolveSupport.properties)
  end
  made.experimental = { novaStatus = true }
  return made
end

-- What the server is told at the start: the commands that it may put into code lenses, and plugin/nova_ls.lua defines; and whether code may run.
local function init_options(folder)
  local is_untrusted = folder and server.passed_over(folder) ~= nil
  return { commands = { "nova.showReferences" }, trusted = not is_untrusted }
end

--- The parts of a configuration that all versions take.
local function common(folder)
  return {
    name = "nova_ls",
    settings = M.options.settings,
    init_options = init_options(folder),
    capabilities = capabilities(),
    handlers = { ["nova/status"] = server.note_status },
    on_init = server.note_begin,
    on_exit = server.note_exit,
  }
end

--- The configuration as `vim.lsp.enable` takes it (0.11 and later).
function M.config()
  local config = common()
  config.filetypes = M.options.filetypes
  config.before_init = function(params, resolved)
    params.initializationOptions = vim.tbl_extend("force", params.initializationOptions or {}, init_options(resolved.root_dir))
  end
  config.root_dir = function(buffer, on_dir)
    if server.command(M.options.cmd, root.of_buffer(buffer)) then
      on_dir(root.of_buffer(buffer))
    end
  end
  config.cmd = function(dispatchers, resolved)
    local folder = resolved and resolved.root_dir or nil
    return vim.lsp.rpc.start(server.command(M.options.cmd, folder), dispatchers, { cwd = folder })
  end
  return config
end

-- Clients by root, for Neovim 0.7, which does not find a running one by itself.
local clients = {}

local function start_0_7(config, buffer)
  local key = config.root_dir or ""
  local id = clients[key]
  if not id or not vim.lsp.get_client_by_id(id) then
    -- It does not say that it can be asked for settings, and sends none.
    config.on_init = function(client)
      server.note_begin(client)
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
  local folder = root.of_buffer(buffer)
  local command = server.command(M.options.cmd, folder)
  if not command then
    return nil
  end
  local config = common(folder)
  config.cmd = command
  config.cmd_cwd = folder
  config.root_dir = folder
  config.workspace_folders = folder and { { uri = vim.uri_from_fname(folder), name = folder } } or nil
  if not vim.lsp.enable then
    config.on_attach = function(client, attached)
      require("nova_ls.keys").map(attached, client.id)
    end
  end
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  return start_0_7(config, buffer)
end

return M
