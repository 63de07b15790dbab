"""Instance heads: checking them, finding overlaps, matching a constraint against them.

Imports core, relate and kinds. Start with `match_instance.py`.
"""
