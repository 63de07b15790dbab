"""What a database keeps of a program, and where: outcomes in the log, module records, edges between units.

Imports model and the memory (store, log). Start with `archive.py`.
"""
