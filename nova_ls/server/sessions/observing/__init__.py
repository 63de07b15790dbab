"""Who looks on at sessions, and tells the client what has come of a commit.

May import what sessions may. Start with `subscriptions.py`.
"""
