"""How two types relate: unification and subsumption.

Imports core. Start with `unify.py`.
"""
