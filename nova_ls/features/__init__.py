"""One LSP feature, one file, one public function over a `Snapshot`.

Imports history, workspace and below, and LSP types. Start with `hover.py`: the others are built alike; `cursor_context.py` finds what is under the cursor.
"""
