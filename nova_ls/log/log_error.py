"""What the log cannot do, as a person should read it."""


class LogError(Exception):
    """A name means no commit, or history that is asked for is gone. One line, fit to be shown."""
