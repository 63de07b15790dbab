"""Types, kinds, inference, constraint solving, deriving, exhaustiveness: pure functions from resolved trees to results.

Imports names, syntax and base. Its rooms are layered (see the contract in `pyproject.toml`). Start with `core/type.py`, then
`check/check_values.py`.
"""
