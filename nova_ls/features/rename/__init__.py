"""Renaming: whole or refused, never in part.

Imports the other features and below. Start with `rename.py`; `check_renaming.py` says what is refused.
"""
