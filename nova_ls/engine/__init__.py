"""Incremental computation: units, the facts they asked for, invalidation, revalidation with early cutoff.

Imports nothing of this project and knows no Nova: units and facts are hashable values of the caller. Start with `engine.py`.
"""
