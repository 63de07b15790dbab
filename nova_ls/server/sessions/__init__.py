"""Open workspaces: checking between messages, publishing diagnostics, watching files and other processes.

Imports rpc. Start with `session.py`; `server_context.py` is what handlers see.
"""
