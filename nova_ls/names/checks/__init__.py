"""What is wrong or unneeded though every name is known: unused names and imports, what exports need beside them.

Imports resolve and below.
"""
