"""From text to trees: chunks, tokens, layout, one tree per chunk. Parsing never fails; trees have error nodes.

Imports base. Start with `chunks.py` (splitting a text), `lexer.py`, `layout.py`, then `parser.py`; `tree.py` has the nodes.
"""
