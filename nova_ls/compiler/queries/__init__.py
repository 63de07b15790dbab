"""What is computed of the state: the structure of a module, binding groups, types, what is said of a module as a whole.

A query asks `Answers` and returns its result; nothing here writes to a World. Imports state and below. Start with `structure.py` and `check_unit.py`; `recorder.py` notes what a query asks.
"""
