-- The server's program: where it is, what to say where it is not, and what to do when it ends by itself.
local M = {}

local trust = require("nova_ls.trust")

-- So many ends within so many seconds, and it is not started again by itself.
local ENDS, WITHIN = 5, 180

local IS_WINDOWS = vim.fn.has("win32") == 1
local NAME = IS_WINDOWS and "nova-ls.exe" or "nova-ls"

--- What the server says that it does.
M.status = ""

local function say(message, level)
  vim.schedule(function()
    vim.notify("nova-ls: " .. message, level)
  end)
end

local SCRIPTS = IS_WINDOWS and "/Scripts/" or "/bin/"

-- Where a workspace may have a server of its own.
local function in_workspace(folder)
  return folder and { folder .. "/.venv" .. SCRIPTS .. NAME, folder .. "/venv" .. SCRIPTS .. NAME } or {}
end

-- The first of some programs that can be run.
local function runnable(programs)
  for _, program in ipairs(programs) do
    if vim.fn.executable(program) == 1 then
      return program
    end
  end
end

--- What the workspace has and is not started, since the workspace is not trusted; nil: nothing.
function M.passed_over(folder)
  local own = runnable(in_workspace(folder))
  return own and not trust.has(folder) and own or nil
end

--- The places where a server may be, the workspace's own first, if that is trusted.
function M.candidates(folder)
  local home, env = vim.loop.os_homedir(), vim.env
  local share = env.XDG_DATA_HOME or home .. "/.local/share"
  local scripts = SCRIPTS
  local found = {}
  local function add(place, inner)
    if place and place ~= "" then
      table.insert(found, place .. (inner or "/") .. NAME)
    end
  end
  if folder and trust.has(folder) then
    vim.list_extend(found, in_workspace(folder))
  end
  add(env.VIRTUAL_ENV, scripts)
  table.insert(found, NAME) -- on the PATH
  add(env.PIPX_BIN_DIR)
  add(env.UV_TOOL_BIN_DIR)
  add(env.XDG_BIN_HOME)
  add(home .. "/.local/bin")
  add(env.PIPX_HOME and env.PIPX_HOME .. "/venvs/nova-ls", scripts)
  add(share .. "/pipx/venvs/nova-ls", scripts)
  add(home .. "/.local/pipx/venvs/nova-ls", scripts)
  add(share .. "/uv/tools/nova-ls", scripts)
  return found
end

--- The first of these that can be run.
function M.find(folder)
  return runnable(M.candidates(folder))
end

local has_told = false

-- The workspaces whose own servers were said not to be started.
local told_untrusted = {}

-- The program that was started last.
local started

local function tell_missing(program)
  if has_told then
    return
  end
  has_told = true
  local what = program and "`" .. program .. "` (the cmd of require('nova_ls').setup) was not found"
    or "the language server was not found: install it with `pipx install nova-ls` or `uv tool install nova-ls`"
  say(what .. "; `:checkhealth nova_ls` says where it was looked for", vim.log.levels.ERROR)
end

local function tell_untrusted(folder, program)
  if not told_untrusted[folder] then
    told_untrusted[folder] = true
    say(("`%s` is not started, for its workspace is not trusted: `:NovaTrust` trusts it"):format(program), vim.log.levels.WARN)
  end
end

--- The command that starts the server for a workspace; nil: there is none, which was said once.
function M.command(given, folder)
  if given then
    if vim.fn.executable(given[1]) == 1 then
      started = given[1]
      return given
    end
    tell_missing(given[1])
    return nil
  end
  local found, own = M.find(folder), M.passed_over(folder)
  if own then
    tell_untrusted(folder, own)
  end
  if found then
    started = found
    return { found }
  elseif not own then
    tell_missing()
  end
end

--- The handler of `nova/status`.
function M.note_status(_, said)
  M.status = said.state == "checking" and ("checking %d of %d"):format(said.checked, said.modules) or said.state
  vim.schedule(function()
    vim.cmd("redrawstatus")
    vim.cmd("silent doautocmd <nomodeline> User NovaStatus")
  end)
end

local ends = {}

-- The clients whose servers have answered.
local begun = {}

--- Called when a server has answered for the first time.
function M.note_begin(client)
  begun[client.id] = true
  has_told = false
  -- Those that Neovim asks for it does not bring up to date when another file has changed: they are sent instead.
  client.server_capabilities.diagnosticProvider = nil
end

--- What a program that does not run says of that: its last line; nil: it runs.
local function last_words(program)
  local said = vim.fn.system({ program, "--version" })
  if vim.v.shell_error == 0 then
    return nil
  end
  local lines = vim.split(vim.trim(said), "\n", { plain = true })
  return lines[#lines]
end

local function tell_broken(program, words)
  if not has_told then
    has_told = true
    say(("`%s` does not start: %s; `:checkhealth nova_ls` says more"):format(program, words), vim.log.levels.ERROR)
  end
end

--- The buffers whose files are Nova's.
local function buffers()
  local types = require("nova_ls").options.filetypes
  return vim.tbl_filter(function(buffer)
    return vim.api.nvim_buf_is_loaded(buffer) and vim.tbl_contains(types, vim.bo[buffer].filetype)
  end, vim.api.nvim_list_bufs())
end

local function start_again()
  for _, buffer in ipairs(buffers()) do
    require("nova_ls").start(buffer)
  end
end

local function note_exit(code, signal, id)
  M.status = ""
  local is_wanted = code == 0 and (signal == 0 or signal == 15)
  if is_wanted or vim.v.exiting ~= vim.NIL then
    return
  end
  local words = not begun[id] and started and last_words(started)
  if words then
    tell_broken(started, words)
    return
  end
  local now = os.time()
  ends = vim.tbl_filter(function(time)
    return now - time < WITHIN
  end, ends)
  table.insert(ends, now)
  if #ends < ENDS then
    vim.defer_fn(start_again, 100)
  else
    say(
      ("the server has ended %d times in %d minutes and is not started again by itself; `:NovaRestart` starts it, `:NovaLog` shows its log"):format(
        ENDS,
        WITHIN / 60
      ),
      vim.log.levels.ERROR
    )
  end
end

--- Called when a server's process has ended, where not everything may be called.
function M.note_exit(code, signal, id)
  vim.schedule(function()
    note_exit(code, signal, id)
  end)
end

--- End all servers and start anew.
function M.restart()
  ends = {}
  has_told = false
  local clients = require("nova_ls.root").clients()
  for _, client in ipairs(clients) do
    vim.lsp.stop_client(client.id)
  end
  vim.wait(5000, function()
    return #require("nova_ls.root").clients() == 0
  end, 20)
  start_again()
end

--- Trust the workspace of the buffer in front, and start its server.
function M.trust()
  local folder = require("nova_ls.root").of_buffer(0)
  if folder then
    trust.add(folder)
    M.restart()
  else
    say("this buffer is in no workspace", vim.log.levels.WARN)
  end
end

return M
