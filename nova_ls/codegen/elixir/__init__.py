"""The Elixir back end: core to source text, which Elixir compiles. Pure, as all of code generation is; `workspace/programs/elixir.py` writes and runs files.

`spell.py` has names and literals, `expression.py` what is inside of functions, `declaration.py` the functions that a declaration becomes. `runtime.ex` goes along with
each program. Start with `declaration.py`.
"""
