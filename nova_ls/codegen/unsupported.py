"""What has no code (yet): said where it is asked for, with the declaration's name before it."""

from __future__ import annotations


class Unsupported(Exception):
    """A declaration that cannot be compiled; the text says why, in a clause."""
