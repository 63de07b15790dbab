"""Inference of expressions, patterns, bindings and `do` blocks, one file per form.

Imports solve and below. Start with `infer_core.py`; `infer_table.py` says which function infers which form.
"""
