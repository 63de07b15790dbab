"""Code of workspaces that runs because somebody asked: evaluations of comments, and the queue in which jobs wait for an evaluator process.

Imports what sessions import, and `evaluation`. Start with `evaluations.py`.
"""
