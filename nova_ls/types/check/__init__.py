"""Checking whole declarations: values and binding groups, types, instances.

Imports every other room that computes types. Start with `check_values.py`.
"""
