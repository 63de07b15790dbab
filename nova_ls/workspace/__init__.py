"""A workspace: manifest, discovery of files, open documents, packages, and the snapshot that features read.

Imports compiler and below; no LSP types. Start with `workspace.py`, then `snapshot.py`.
"""
