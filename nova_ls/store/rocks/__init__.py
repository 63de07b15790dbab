"""Rows in RocksDB: open files, their settings, long writes, waiting for the disk. Nobody else knows RocksDB.

Imports the rows of `keyvalue.py` and what may go wrong with them. Start with `rocks.py`, then `long_write.py`.
"""

from nova_ls.store.rocks.rocks import MARK, RocksKeyValue
from nova_ls.store.rocks.rocks_options import RocksLocation

__all__ = ["MARK", "RocksKeyValue", "RocksLocation"]
