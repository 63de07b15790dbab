-- Which workspaces may have programs of their own started, and run their code: those that `:NovaTrust` was said in.
local M = {}

local function list()
  return vim.fn.stdpath("data") .. "/nova_ls_trusted"
end

-- A folder by the name that no link hides.
local function real(folder)
  return vim.loop.fs_realpath(vim.fn.expand(folder)) or folder
end

local function lies_in(folder, other)
  other = other:gsub("/$", "")
  return folder == other or vim.startswith(folder, other .. "/")
end

--- Whether a workspace is trusted: it was said so, or it lies in a folder that `setup` names.
function M.has(folder)
  local this = real(folder)
  for _, given in ipairs(require("nova_ls").options.trusted) do
    if lies_in(this, real(given)) then
      return true
    end
  end
  local path = list()
  return vim.fn.filereadable(path) == 1 and vim.tbl_contains(vim.fn.readfile(path), this)
end

--- Trust a workspace from now on.
function M.add(folder)
  if not M.has(folder) then
    vim.fn.mkdir(vim.fn.stdpath("data"), "p")
    vim.fn.writefile({ real(folder) }, list(), "a")
  end
end

return M
