"""One LSP feature, one file, one public function over a `Snapshot`.

Imports history, workspace and below, and LSP types. Read `hover.py` first: the others are built alike; `cursor.py` finds what is under the cursor.
"""
