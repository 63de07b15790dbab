"""What is known of a workspace: its modules, what their units came to, what is to be committed.

Imports archive and below. Start with `module.py`, then `world.py` and `answers.py`.
"""
