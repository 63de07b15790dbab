"""Why a chunk stays as it is."""

from __future__ import annotations


class Unwritable(Exception):
    """A chunk cannot be written anew from its tree and tokens; the argument says where they do not agree, or what stands in the way."""
