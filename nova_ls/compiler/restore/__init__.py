"""Modules from their records instead of their texts, and the entries that make this possible.

Imports state and below. Start with `restored_module.py`, then `module_versions.py`.
"""
