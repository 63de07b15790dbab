"""What is wrong or unneeded though every name is known: unused names and imports, what exports need beside them.

Imports resolve and below. Start with `usage.py`, then `lint_imports.py` and `lint_declarations.py`.
"""
