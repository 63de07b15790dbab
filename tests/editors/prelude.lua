-- What every story told to a Neovim begins with: it opens a file as a user would and gives the story, which waits while Neovim goes on, these words.
-- NOVA_FILE: the file; NOVA_SCRIPT: the story; NOVA_STORY: where `tell` writes.
local out = assert(io.open(vim.env.NOVA_STORY, "w"))

--- Write a line of words.
function tell(...)
  out:write((table.concat(vim.tbl_map(tostring, { ... }), "\t"):gsub("\n", " ")), "\n")
  out:flush()
end

-- All that a user is told.
said = {}
vim.notify = function(message)
  table.insert(said, message)
end

-- Without a terminal it would be among the errors.
vim.o.showmode = false
vim.o.shortmess = vim.o.shortmess .. "c"

local running

--- Let Neovim go on until a condition holds; its value. An error if it never does.
function wait(what, condition, seconds)
  local ends = vim.loop.now() + 1000 * (seconds or 60)
  while true do
    local value = condition()
    if value then
      return value
    elseif vim.loop.now() > ends then
      error(("waited in vain for %s; %d errors, clients %s, said %s"):format(what, #errors(), #clients(), vim.inspect(said)))
    end
    vim.defer_fn(function()
      coroutine.resume(running)
    end, 20)
    coroutine.yield()
  end
end

function pause(seconds)
  local ends = vim.loop.now() + 1000 * seconds
  wait("the end of a pause", function()
    return vim.loop.now() > ends
  end, seconds + 10)
end

--- What the plugin has said: Neovim itself has a word of its own when a server ends.
function ours()
  return vim.tbl_filter(function(one)
    return vim.startswith(one, "nova-ls")
  end, said)
end

function clients()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()
end

--- Whether the buffer in front is served.
function served()
  local client = clients()[1]
  return client and client.server_capabilities and vim.lsp.buf_is_attached(0, client.id)
end

--- The answer of the server of the buffer in front.
function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 30000) or {}) do
    return answer.result
  end
end

--- The answer about a place, whose numbers begin with 0.
function ask_at(method, line, character)
  return ask(method, {
    textDocument = vim.lsp.util.make_text_document_params(),
    position = { line = line, character = character },
  })
end

--- Wait until the server has done all there is to do.
function settle()
  wait("the server to have settled", function()
    local stats = served() and ask("nova/stats", vim.empty_dict())
    return stats and stats.settled
  end)
end

function errors()
  return vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })
end

--- Wait until the buffer in front has so many errors, the first of which says what is expected, if anything is; the first of them.
function await_errors(count, expected)
  wait(("%d errors (%s)"):format(count, expected or "any"), function()
    local found = errors()
    return #found == count and (not expected or found[1].message:find(expected, 1, true))
  end)
  return errors()[1]
end

function text_of(number)
  return vim.api.nvim_buf_get_lines(0, number - 1, number, false)[1]
end

--- The first line that has a text in it, and its number.
function line_with(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    if line:find(text, 1, true) then
      return line, number
    end
  end
end

--- Keys as a user types them.
function keys(typed)
  vim.api.nvim_input(typed)
end

--- Format the buffer in front.
function format()
  if vim.lsp.buf.format then
    vim.lsp.buf.format({ timeout_ms = 30000 })
  else
    vim.lsp.buf.formatting_sync(nil, 30000)
  end
end

--- Choose the first of the code actions at the cursor whose title begins so.
function choose(beginning)
  vim.ui.select = function(items, options, chosen)
    for _, item in ipairs(items) do
      if vim.startswith(options.format_item(item), beginning) then
        return chosen(item)
      end
    end
    tell("not offered", beginning)
  end
  vim.lsp.buf.code_action()
end

--- Keep what a terminal shows, as soon as it shows all that is expected, where Neovim runs in one (NOVA_TERMINAL: its socket of tmux; NOVA_PICTURES: the folder).
function look(name, ...)
  if not vim.env.NOVA_TERMINAL then
    return
  end
  local expected = { ... }
  vim.cmd("redraw!")
  wait("a terminal that shows " .. table.concat(expected, ", "), function()
    local screen = vim.fn.system({ "tmux", "-S", vim.env.NOVA_TERMINAL, "capture-pane", "-p" })
    vim.fn.writefile(vim.split(screen, "\n"), ("%s/%s.txt"):format(vim.env.NOVA_PICTURES, name))
    return #vim.tbl_filter(function(one)
      return not screen:find(one, 1, true)
    end, expected) == 0
  end)
end

running = coroutine.create(function()
  local fine, problem = xpcall(function()
    vim.cmd("silent edit " .. vim.fn.fnameescape(vim.env.NOVA_FILE))
    -- Not `dofile`, through which nothing can wait.
    assert(loadfile(vim.env.NOVA_SCRIPT))()
  end, debug.traceback)
  tell(fine and "ended" or "problem", fine and "" or problem)
  vim.cmd("qall!")
end)
vim.schedule(function()
  coroutine.resume(running)
end)
