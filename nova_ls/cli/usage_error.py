"""What every subcommand says when it was called wrongly."""

from __future__ import annotations


class UsageError(Exception):
    """A mistake of the user's, in one line that says what to do; exit status 2."""
