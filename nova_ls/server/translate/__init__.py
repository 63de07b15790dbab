"""Between the protocol's words and ours: positions, locations, markup, edits, the declaration that a request means.

Imports sessions and rpc. Start with `place.py` and `location.py`.
"""
