"""What can go wrong with a database, as a person should read it."""

from __future__ import annotations


class StoreError(Exception):
    """A read or a write failed; nothing was half written and the database stays usable.

    The message is one line, fit to be shown.
    """


class StoreDamaged(StoreError):
    """Bytes on disk are not what was written."""


class StoreLocked(StoreError):
    """Another process is writing to this database."""


class StoreUnwritable(StoreError):
    """The folder cannot hold a database: it is not writable, or not a folder."""


class StoreNewer(StoreError):
    """A newer nova-ls wrote this database in a format unknown here."""
