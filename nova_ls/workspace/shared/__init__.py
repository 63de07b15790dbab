"""What was found out about packages, shared by all workspaces: a module whose text and whose imports' texts were checked before is taken from the user's cache folder.

Imports what stands below `workspace`. Start with `shared_packages.py` (taking and putting), then `closure_keys.py` (when two modules are the same), `content_id.py` and
`shelf.py` (the folder).
"""
