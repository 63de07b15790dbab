"""Running what a workspace holds: its modules linked in this process, or written out for Elixir, with the foreign files that stand beside them.

May import what the workspace may. Start with `running.py`.
"""
