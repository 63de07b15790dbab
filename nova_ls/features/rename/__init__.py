"""Renaming: whole or refused, never in part. rename.py is the entry."""
