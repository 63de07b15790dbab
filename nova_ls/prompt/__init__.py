"""The prompt: lines that are read, evaluated and kept, in a scratch module that is edited like any open document.

`prompt_session.py` takes one input after the other and says what came of it, wherever the lines come from: a terminal (`terminal.py`, which alone knows
prompt_toolkit) or a pipe (`piped.py`). `read_input.py` tells what an input is and whether it goes on; `look.py` asks the editor's features about
what is being typed. It imports features and what lies below them. Start with `prompt_session.py`.
"""
