"""Why something cannot be renamed."""

from __future__ import annotations


class RenameRefused(Exception):
    """One line for a person."""
