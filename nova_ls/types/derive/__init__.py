"""Deriving: instances whose members follow from the shape of a data type.

The head of an instance whose last argument the derivation determines is completed in `instances/complete_head.py`. `check_derivation.py`, the place to start, checks that
a derivation is possible: it wants what the members would need. Members themselves are for a code generator.

Imports solve and below.
"""
