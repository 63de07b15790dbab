"""One file per request or notification of the client.

Imports the other rooms of the server and `features`. `all_handlers.py` lists them.
"""
