" Nova: keywords, names by their first letter, literals, comments.
if exists('b:current_syntax')
  finish
endif

syntax keyword novaKeyword ado case class data derive do else forall foreign if import in infix infixl infixr
syntax keyword novaKeyword instance let module newtype of then type where as hiding
syntax keyword novaBoolean true false
syntax match novaType "\<\u[[:alnum:]_']*\>"
syntax match novaOperator "[-!#$%&*+./<=>?@\\^|~:∷→←⇒⇐∀]\+"
syntax match novaNumber "\<\d[0-9_]*\(\.\d[0-9_]*\)\?\([eE][-+]\?\d\+\)\?\>\|\<0x\x\+\>"
syntax match novaSignature "^\s*\zs[a-z_][[:alnum:]_']*\ze\s*\(::\|∷\)"
syntax match novaHole "?[a-z_][[:alnum:]_']*"
syntax match novaEscape contained "\\\(x\x\{1,6}\|.\)"
syntax region novaString start=+"+ skip=+\\"+ end=+"+ contains=novaEscape
syntax region novaString start=+"""+ end=+"""+
syntax match novaCharacter "'\([^'\\]\|\\[^']\+\)'"
syntax match novaComment "--.*$" contains=@Spell
syntax match novaDocumentation "-- |.*$" contains=@Spell
syntax region novaComment start="{-" end="-}" contains=novaComment,@Spell

highlight default link novaKeyword Keyword
highlight default link novaBoolean Boolean
highlight default link novaType Type
highlight default link novaOperator Operator
highlight default link novaNumber Number
highlight default link novaSignature Function
highlight default link novaHole Special
highlight default link novaEscape SpecialChar
highlight default link novaString String
highlight default link novaCharacter Character
highlight default link novaComment Comment
highlight default link novaDocumentation SpecialComment

syntax sync minlines=200
let b:current_syntax = 'nova'
