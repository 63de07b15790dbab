"""The language server: messages, open workspaces, and one handler per request. Knows no types of Nova.

Imports features and below, pygls and lsprotocol. Start with `server.py`; its rooms are `rpc`, `sessions`, `translate` and `handlers`.
"""
