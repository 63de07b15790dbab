autocmd BufRead,BufNewFile *.nova,*.nv setfiletype nova
autocmd BufRead,BufNewFile *.purs setfiletype purescript
