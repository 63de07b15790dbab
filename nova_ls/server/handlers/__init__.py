"""One file per request or notification of the client.

Imports the other rooms of the server and `features`. Start with `registration.py`, which says what each has to tell of itself; `loading.py` lists them.
"""
