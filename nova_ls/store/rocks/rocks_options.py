"""How RocksDB is set: as a guest in someone's editor, with small caches, few threads and a quick opening."""

from __future__ import annotations

from enum import Enum
from typing import Final

from rocksdict import (
    BlockBasedOptions,
    Cache,
    DBCompressionType,
    DBRecoveryMode,
    Env,
    Options,
)

_BLOCK_CACHE: Final = 8 << 20
_WRITE_BUFFER: Final = 8 << 20
_WAL_LIMIT: Final = 16 << 20
_WRITE_BUFFERS: Final = 4
"""Of one index; a write waits where all of them are full, and with it everything else."""

_OPEN_FILES: Final = 256


class RocksLocation(Enum):
    """Where a RocksDB keeps its files, and with what rights."""

    DISK = "disk"
    MEMORY = "memory"
    SECONDARY = "secondary"
    READ_ONLY = "read only"  # on disk; nobody writes to it


def rocks_options(place: RocksLocation) -> Options:
    """The options of a database and of each of its column families."""
    options = Options(raw_mode=True)
    if place is RocksLocation.MEMORY:
        options.set_env(Env.mem_env())
    is_written = place in (RocksLocation.DISK, RocksLocation.MEMORY)
    options.create_if_missing(is_written)
    options.create_missing_column_families(is_written)
    options.set_write_buffer_size(_WRITE_BUFFER)
    options.set_db_write_buffer_size(_WRITE_BUFFER)
    options.set_max_write_buffer_number(_WRITE_BUFFERS)
    options.set_max_total_wal_size(_WAL_LIMIT)
    options.set_max_background_jobs(2)
    # A secondary keeps every file open, since the owner deletes files under it.
    options.set_max_open_files(-1 if place is RocksLocation.SECONDARY else _OPEN_FILES)
    options.set_max_file_opening_threads(1)
    options.set_keep_log_file_num(2)
    options.set_max_log_file_size(1 << 20)
    options.set_max_manifest_file_size(1 << 20)
    options.set_skip_stats_update_on_db_open(True)
    options.set_stats_dump_period_sec(0)
    options.set_stats_persist_period_sec(0)
    options.set_compression_type(DBCompressionType.lz4())
    # A record torn by a crash was never acknowledged; damage anywhere else must not pass for the end.
    options.set_wal_recovery_mode(DBRecoveryMode.tolerate_corrupted_tail_records())
    table = BlockBasedOptions()
    table.set_block_cache(Cache(_BLOCK_CACHE))
    table.set_bloom_filter(10, False)
    options.set_block_based_table_factory(table)
    return options
