"""Completion: what is offered at a cursor.

Imports the other features' helpers and below. Start with `completion.py`, then `spot.py` (what kind of place the cursor is at) and `ranking.py`.
"""
