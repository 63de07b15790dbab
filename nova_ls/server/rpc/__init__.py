"""Messages: framing, transport, JSON-RPC, deferred responses, the `initialize` exchange, what the client can do.

Imports no other room of the server. Start with `protocol.py`.
"""
