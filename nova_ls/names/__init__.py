"""From trees to resolved trees: item tables, scopes, imports and exports, operators, binding groups, lints of names.

Imports syntax and base. Start with `module_items.py` (what a module declares), `scope.py`, then `resolve_element.py`.
"""
