"""The command line: one file per subcommand, and the table that names them."""
