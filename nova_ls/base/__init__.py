"""Words that every other package shares: element keys, diagnostics, lines and columns, times, versions of encodings.

Imports nothing of this project. Start with `keys.py`, then `diagnostic.py`.
"""
