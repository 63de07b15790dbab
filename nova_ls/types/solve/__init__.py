"""The constraint solver: from a wanted constraint to evidence, by givens, instances and the compiler's own classes.

Imports instances and below. Start with `entail.py`; each built-in class has its own `entail_*.py`.
"""
