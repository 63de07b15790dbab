"""The members of derived instances, made as core. Start with `members.py`."""
