" Where no other plugin has a syntax for PureScript, Nova's is right.
if !exists('b:current_syntax')
  runtime! syntax/nova.vim
endif
