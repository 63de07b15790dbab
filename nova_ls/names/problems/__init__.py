"""What the phase of names reports, and what is said of names later: classes by theme, without types in their fields.

Imports base only. Start with `scope.py`.
"""
