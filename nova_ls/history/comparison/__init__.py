"""What differs between two states: declarations, the exported interface, and whom a change breaks.

Imports the other modules of `history`. Start with `compare.py`; `api_changes.py` has the rules of docs/versioning.md.
"""
