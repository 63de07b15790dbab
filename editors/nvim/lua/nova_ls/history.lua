-- :NovaHistory: the versions of a declaration in a list; one of them beside the text as it is now; one of them put back.
local M = {}

local KEYS = "<CR> difference   r restore   q close"

local function age(time)
  local seconds = os.time() - time
  for _, unit in ipairs({
    { 31536000, "year" }, { 2592000, "month" }, { 604800, "week" }, { 86400, "day" }, { 3600, "hour" }, { 60, "minute" },
  }) do
    local count = math.floor(seconds / unit[1])
    if count > 0 then
      return count .. " " .. unit[2] .. (count > 1 and "s" or "") .. " ago"
    end
  end
  return "just now"
end

local function text_of(value)
  -- JSON's null is a value of its own here.
  return type(value) == "string" and value or ""
end

function M.client_of(buffer)
  local all = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = buffer }) or vim.lsp.get_active_clients()
  for _, client in ipairs(all) do
    if client.name == "nova_ls" and vim.lsp.buf_is_attached(buffer, client.id) then
      return client
    end
  end
end

--- Ask the server that a buffer is attached to; an error is shown in one line.
function M.ask(buffer, method, params, done)
  local client = M.client_of(buffer)
  if not client then
    vim.notify("nova-ls does not run for this buffer; `:checkhealth nova_ls` may say why", vim.log.levels.WARN)
    return
  end
  vim.lsp.buf_request(buffer, method, params, function(err, result)
    if err then
      vim.notify(err.message, vim.log.levels.WARN)
    elseif result then
      done(result, client)
    end
  end)
end

function M.scratch(name, lines, filetype)
  local buffer = vim.api.nvim_create_buf(false, true)
  pcall(vim.api.nvim_buf_set_name, buffer, name)
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].bufhidden = "wipe"
  vim.bo[buffer].modifiable = false
  -- The syntax alone: a version is not a document for the server.
  vim.bo[buffer].syntax = filetype
  return buffer
end

local function lines_of(text)
  return vim.split((text:gsub("\n$", "")), "\n", { plain = true })
end

--- Show a version and the text of now side by side.
local function difference(answer, version)
  local now = type(answer.current) == "table" and answer.current.text or ""
  local id = version.commit:sub(1, 10)
  local sides = {
    M.scratch("nova://" .. id .. "/" .. answer.name, lines_of(text_of(version.text)), "nova"),
    M.scratch("nova://now/" .. answer.name, lines_of(now), "nova"),
  }
  vim.cmd("tabnew")
  vim.bo.bufhidden = "wipe"
  for index, side in ipairs(sides) do
    if index > 1 then
      vim.cmd("rightbelow vsplit")
    end
    vim.api.nvim_win_set_buf(0, side)
    vim.cmd("diffthis")
    vim.keymap.set("n", "q", "<Cmd>tabclose<CR>", { buffer = side, nowait = true, desc = "Close the difference" })
  end
end

--- Put a version back by an edit of the buffer, which undo takes back.
local function restore(source, answer, version)
  local params = {
    name = answer.name,
    at = version.commit,
    textDocument = { uri = vim.uri_from_bufnr(source) },
  }
  M.ask(source, "nova/checkout", params, function(found, client)
    if type(found.edit) == "table" then
      vim.lsp.util.apply_workspace_edit(found.edit, client.offset_encoding or "utf-16")
    else
      vim.notify(answer.name .. " has this text already")
    end
  end)
end

local function list(source, answer)
  local lines = { answer.name, KEYS }
  for _, version in ipairs(answer.versions) do
    local by = version.author ~= "" and " by " .. version.author or ""
    table.insert(lines, version.commit:sub(1, 10) .. "  " .. version.change .. " " .. age(version.time) .. by)
  end
  vim.cmd("botright " .. math.min(#lines, 12) .. "split")
  local buffer = M.scratch("nova://history/" .. answer.name, lines, "")
  vim.api.nvim_win_set_buf(0, buffer)
  if #answer.versions > 0 then
    vim.api.nvim_win_set_cursor(0, { 3, 0 })
  end
  local function with_version(action)
    return function()
      local version = answer.versions[vim.api.nvim_win_get_cursor(0)[1] - 2]
      if version then
        action(version)
      end
    end
  end
  local function map(key, action)
    vim.keymap.set("n", key, action, { buffer = buffer, nowait = true })
  end
  map("<CR>", with_version(function(version)
    difference(answer, version)
  end))
  map("r", with_version(function(version)
    restore(source, answer, version)
  end))
  map("q", "<Cmd>close<CR>")
end

--- Open the history of what `params` of nova/history mean.
function M.open(params, buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  M.ask(buffer, "nova/history", params, function(answer)
    list(buffer, answer)
  end)
end

--- Of a name, or (no name, or an empty one) of the declaration at the cursor.
function M.history(name)
  local params = vim.lsp.util.make_position_params(0, (M.client_of(0) or {}).offset_encoding)
  if name and name ~= "" then
    params.name = name
  end
  M.open(params)
end

return M
