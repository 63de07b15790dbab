"""Kinds: elaborating written types, inferring the kinds of declarations, generalising them, roles.

Imports core and relate. Start with `elaborate.py` (one written type), then `infer_kinds.py` (a group of declarations).
"""
