" A project's .purs files are left to whoever handles PureScript, unless the user says otherwise.
autocmd BufRead,BufNewFile *.nova,*.nv setfiletype nova
autocmd BufRead,BufNewFile *.purs if get(g:, 'nova_ls_purescript', 0) | setlocal filetype=nova | endif
