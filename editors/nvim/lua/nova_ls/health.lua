-- :checkhealth nova_ls
local M = {}

local root = require("nova_ls.root")
local server = require("nova_ls.server")

local health = vim.health or require("health")
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local info = health.info or health.report_info
local warn = health.warn or health.report_warn
local error = health.error or health.report_error

local function check_program(options)
  local command = options.cmd or { server.find(vim.fn.getcwd()) }
  local own = server.passed_over(vim.fn.getcwd())
  if own and not options.cmd then
    warn("`" .. own .. "` is not started, for its workspace is not trusted", { ":NovaTrust in one of its buffers" })
  end
  if #command == 0 then
    error("the server was not found", { "pipx install nova-ls", "uv tool install nova-ls", "or set `cmd` in require('nova_ls').setup" })
    info("looked for: " .. table.concat(server.candidates(vim.fn.getcwd()), ", "))
    return
  end
  local version = vim.fn.system({ command[1], "--version" })
  if vim.v.shell_error ~= 0 then
    error("`" .. command[1] .. "` does not run: " .. vim.trim(version), { "its Python must be 3.11 or later: install it anew" })
    return
  end
  ok(vim.trim(version) .. " at " .. vim.fn.exepath(command[1]))
  for _, line in ipairs(vim.split(vim.trim(vim.fn.system({ command[1], "doctor" })), "\n", { plain = true })) do
    info(line)
  end
end

local function check_buffers(options)
  local clients = root.clients()
  if #clients == 0 then
    warn("no server is running", { "open a file of type " .. table.concat(options.filetypes, " or ") .. " (`:set filetype?` tells a buffer's)" })
  end
  for _, client in ipairs(clients) do
    ok("a server runs for " .. (client.config.root_dir or "files in no workspace") .. ": " .. server.status)
  end
end

function M.check()
  local options = require("nova_ls").options
  start("nova-ls: the program")
  check_program(options)
  start("nova-ls: this Neovim")
  if vim.lsp.enable then
    ok("vim.lsp.enable starts the server")
  else
    info("this Neovim is older than 0.11: ftplugin/nova.lua starts the server")
  end
  if vim.g.nova_ls_disable then
    warn("g:nova_ls_disable is set: no server is started")
  end
  check_buffers(options)
end

return M
