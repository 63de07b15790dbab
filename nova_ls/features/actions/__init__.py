"""Code actions: one file each, pure over a snapshot.

Imports the other features and below. Start with `code_action.py` (what an action is), then `quick_fixes.py`, which collects those that fix a diagnostic.
"""
