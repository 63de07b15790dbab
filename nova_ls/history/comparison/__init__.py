"""What differs between two states of a workspace's declarations, and whether it breaks those who use them. Start at `compare.py`."""
