" Nova: keywords, names by their first letter, literals, comments.
if exists('b:current_syntax')
  finish
endif

" Names first: what is defined below wins over them where both begin.
syntax match novaType "\<\u[[:alnum:]_']*\>"
syntax match novaOperator "[-!#$%&*+./<=>?@\\^|~:∷→←⇒⇐∀]\+"
syntax match novaNumber "\<\d[0-9_]*\(\.\d[0-9_]*\)\?\([eE][-+]\?\d\+\)\?\>\|\<0x\x\+\>"
" The declaration's name, in its signature and in its equations.
syntax match novaFunction "^[a-z_][[:alnum:]_']*"
" Words of the server:
syntax keyword novaControl ado case do else if in let of then where
syntax keyword novaKeyword class data derive forall foreign import infix infixl infixr instance module newtype type
syntax keyword novaBoolean false true
" End of the words.
" A keyword wins wherever it begins: what depends on one is looked for behind it.
syntax match novaForeignName "\(^foreign\s\+import\s\+\)\@<=\(data\>\)\@![a-z_][[:alnum:]_']*"
syntax match novaImportWord "\(^\(import\|infix[lr]\?\)\>.*\)\@<=\<\(as\|hiding\)\>"
syntax match novaImportWord "\(^\s*)\s*\)\@<=as\>"
syntax match novaRoleWord "\(^type\s\+\)\@<=role\>"
syntax match novaRoleWord "\(^type\s\+role\>.*\)\@<=\<\(nominal\|representational\|phantom\)\>"
syntax match novaHole "?[a-z_][[:alnum:]_']*"
syntax match novaEscape contained "\\\(x\x\{1,6}\|.\)"
syntax region novaString start=+"+ skip=+\\"+ end=+"+ contains=novaEscape
syntax region novaString start=+"""+ end=+"""+
syntax match novaCharacter "'\([^'\\]\|\\[^']\+\|\\'\)'"
syntax match novaComment "--.*$" contains=@Spell
syntax match novaDocumentation "--\s*|.*$" contains=@Spell
" Block comments do not nest.
syntax region novaComment start="{-" end="-}" contains=@Spell

highlight default link novaControl Conditional
highlight default link novaKeyword Keyword
highlight default link novaImportWord Keyword
highlight default link novaRoleWord Keyword
highlight default link novaBoolean Boolean
highlight default link novaType Type
highlight default link novaOperator Operator
highlight default link novaNumber Number
highlight default link novaFunction Function
highlight default link novaForeignName Function
highlight default link novaHole Special
highlight default link novaEscape SpecialChar
highlight default link novaString String
highlight default link novaCharacter Character
highlight default link novaComment Comment
highlight default link novaDocumentation SpecialComment

syntax sync minlines=200
let b:current_syntax = 'nova'
