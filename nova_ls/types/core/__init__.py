"""Types and what every later room needs of them: the type tree, unification variables and their solver, substitution, synonyms, interfaces.

Imports names and below. Start with `type.py`, then `solver.py`.
"""
