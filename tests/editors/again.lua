-- The editor again, after the end of everything: what was found out once is there.
settle()
local stats = ask("nova/stats", vim.empty_dict())
tell("again", stats.typed, #errors())
