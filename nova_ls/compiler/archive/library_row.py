"""The row that names what the standard library was that the modules of a database were committed over."""

from __future__ import annotations

from typing import Final

from nova_ls.store import Index, Reader, Transaction

_ROW: Final = b"compiler:library"

OWN_PRELUDE: Final = b"own prelude"
"""In place of a library's id: nothing was shared, and nothing is to be, since the workspace has a Prelude of its own."""


def library_id(reader: Reader) -> bytes | None:
    """Names the content of the library, checked below or together with the modules; empty where none is to be shared; None: nothing was committed."""
    return reader.get_row(Index.META, _ROW)


def put_library_id(transaction: Transaction, id: bytes) -> None:
    """From now on all modules hold over this library."""
    if library_id(transaction) != id:
        transaction.put_row(Index.META, _ROW, id)
