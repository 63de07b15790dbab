"""What a result changes: one function for each kind of result, which puts it into the world and tells the engine.

Queries compute and return; nothing is changed until a function here (or in `restore/`, for results that are not computed) does so.
Imports queries, state and below. Start with `outcome.py`, then `structure.py`; `imports.py` brings what one module needs.
"""
