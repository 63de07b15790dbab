"""A database as a whole: checking it against itself, repairing it, and the metrics of a run.

Imports compiler and below. Start with `whole_database.py`.
"""
