"""The command line: one file per subcommand, each with `HELP`, `configure` and `run`.

Imports history and below, never the server. Start with `command_line.py`, which lists the subcommands and loads the one that was asked for.
"""
