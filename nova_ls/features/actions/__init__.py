"""Code actions: one file each, pure over a snapshot; `quick_fixes.py` collects those that mend a diagnostic."""
