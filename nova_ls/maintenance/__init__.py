"""Looking after a database as a whole: checking it against itself, mending it, counting what a run did with it.

Imports compiler/ and the memory; knows nothing of workspaces. Start at `whole_database.py`.
"""
