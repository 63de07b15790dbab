"""Several processes that check new modules side by side: workers take them in the order of their imports and hand back rows to be stored as they are.

Imports what stands below `workspace`, and its files about reading. Start with `crew.py` (the processes), then `share.py` (who checks what, and what
becomes of it), `worker.py` (the other side), `schedule.py`, `messages.py`. A server has `background.py`, with processes of `started.py`.
"""
