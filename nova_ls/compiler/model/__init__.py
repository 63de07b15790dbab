"""What the compiler computes with: sources cut into chunks, units of work, their outcomes.

Imports facts and the language. Start with `units.py`, then `source.py` and `outcome.py`.
"""
