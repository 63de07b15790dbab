"""What modules declare, import and export: items, scopes, exports, fixities, binding groups.

Imports syntax and base. Start with `items.py` (one chunk), then `module_items.py` (a module) and `scope.py`.
"""
