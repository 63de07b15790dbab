-- What one does all day, told to a Neovim by test_day.py: each step as a user does it.
settle()
tell("started", #errors())

-- An error comes and goes while one types.
vim.api.nvim_win_set_cursor(0, { 36, 43 })
keys("i: true")
tell("error", (await_errors(1, "Expected `Measure`").message:gsub("\n.*", "")))
look("error", "E:1")
keys("<BS><BS><BS><BS><BS><BS><Esc>")
await_errors(0)
tell("mended", text_of(36))

tell("hover", ask_at("textDocument/hover", 54, 20).contents.value)

-- Into the library, which is read and not written, and which starts no server.
local quantity = vim.api.nvim_get_current_buf()
vim.api.nvim_win_set_cursor(0, { 39, 37 })
vim.lsp.buf.definition()
wait("the library", function()
  return vim.api.nvim_get_current_buf() ~= quantity and served()
end)
tell("library", (vim.fn.expand("%:t:r")), vim.bo.readonly and "read-only" or "writable", #clients())
look("library", "data Maybe a = Nothing | Just a")
vim.api.nvim_set_current_buf(quantity)

-- A name that is not in scope comes with its import; another one is imported by a quick fix.
vim.api.nvim_buf_set_lines(0, 51, 51, true, { "", "some :: Quantity -> Boolean", "some q = " })
vim.api.nvim_win_set_cursor(0, { 54, 8 })
keys("AisJus<C-x><C-o>")
wait("the completion", function()
  return vim.fn.pumvisible() == 1 or text_of(54):find("isJust", 1, true)
end)
look("completion", "isJust :: Maybe a -> Boolean")
-- Older ones take a lone completion in as it is, and it is done with the next key.
local menu = vim.fn.pumvisible() == 1
if menu then
  keys("<C-y> (Just q)<Esc>") -- in one go: the import is there however fast one types
else
  keys(" ")
  wait("the import", function()
    return line_with("isJust)")
  end)
  keys("(Just q)<Esc>")
end
wait("the line and its import", function()
  return line_with("(Just q)") and line_with("isJust)") and vim.fn.mode() == "n"
end)
tell("imported", (line_with("import Data.Maybe")), (line_with("some q =")))
await_errors(0)

vim.api.nvim_buf_set_lines(0, 51, 51, true, { "", "all :: Array Int -> Int", "all numbers = foldl (+) 0 numbers" })
await_errors(1)
vim.api.nvim_win_set_cursor(0, { 54, 16 })
choose("Import")
wait("the fix", function()
  return line_with("foldl)")
end)
tell("fixed", (line_with("foldl)")))
await_errors(0)

-- Renamed wherever it is used.
local _, number = line_with("covers ::")
vim.api.nvim_win_set_cursor(0, { number, 1 })
vim.lsp.buf.rename("suffices")
wait("the new name", function()
  return line_with("suffices ::")
end)
vim.cmd("silent wall")
local stock = vim.fn.expand("%:h") .. "/Stock." .. vim.fn.expand("%:e")
vim.cmd("silent edit " .. vim.fn.fnameescape(stock))
tell("renamed", vim.trim((line_with("unless (there"))))
vim.api.nvim_set_current_buf(quantity)
settle()
await_errors(0)

-- Formatted and saved.
vim.api.nvim_buf_set_lines(0, select(2, line_with("scale factor number")) - 1, select(2, line_with("scale factor number")), true, {
  "  scale   factor number  =  factor * number",
})
format()
tell("formatted", vim.trim((line_with("factor * number"))))
vim.cmd("silent write")
settle()
tell("saved", vim.bo.modified and "no" or "yes", #errors())

-- The versions of the declaration that was renamed.
vim.api.nvim_win_set_cursor(0, { select(2, line_with("suffices ::")), 1 })
vim.cmd("NovaHistory")
wait("the history", function()
  return line_with("difference")
end)
tell("history", text_of(1), vim.api.nvim_buf_line_count(0) - 2)
look("history", "Pantry.Quantity.suffices", "r restore")
tell("servers", #clients())
