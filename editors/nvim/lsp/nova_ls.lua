-- The configuration for Neovim 0.11 and later: `vim.lsp.enable("nova_ls")`.
return require("nova_ls").config()
