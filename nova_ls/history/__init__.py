"""The history of a workspace: versions of declarations, named states, blame, checkout, dumps.

Imports workspace and below; no LSP types. Start with `history.py`, then `state.py`; what differs between two states is in `comparison/`.
"""
