"""Statistics of a database: what it holds, and what the last server and the last check did with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Final

from nova_ls.compiler.archive.log_names import MODULE
from nova_ls.history.declaration import family
from nova_ls.log.branches import branches
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import decode_entry
from nova_ls.log.reading import read_heads
from nova_ls.log.rows import COMMIT, ENTRY, MOVEMENT
from nova_ls.maintenance.run_metrics import Run, metrics_as_data, with_runs
from nova_ls.store import Index
from nova_ls.store.counting import Metric, exposition, gauge
from nova_ls.store.purge import bytes_by_kind
from nova_ls.store.stored import StoredDatabase


@dataclass(frozen=True, slots=True)
class Stats:
    """`declarations`, `units`, `failed`: at the head of `branch`, packages and standard library included.

    Sizes are in bytes; `log_payload` is that of all entries. `runs`: the latest first.
    """

    access: str
    revision: int
    size: int
    branch: str
    branches: int
    declarations: int
    units: int
    failed: int
    entries: int
    commits: int
    movements: int
    log_payload: int
    kinds: dict[str, int]
    indexes: dict[str, int]
    runs: tuple[Run, ...]

    @property
    def per_declaration(self) -> int:
        """Bytes on disk for each declaration; 0 without declarations."""
        return self.size // self.declarations if self.declarations else 0

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        data: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        data["bytes_per_declaration"] = self.per_declaration
        data["runs"] = {
            run.name: {"time": run.time, **metrics_as_data(run.metrics)} for run in self.runs
        }
        return data


def collect_stats(log: DeclarationLog, branch: str, runs: Iterable[Run] = ()) -> Stats:
    """Read everything that has to be counted; some ten thousand rows a second."""
    database = log.database
    heads = {u: h.entry for u, h in read_heads(database, branch) if h.entry is not None}
    current = set(heads.values())
    entries = failed = payload = 0
    for key, data in database.scan_rows(Index.LOG, ENTRY):
        entry = decode_entry(key[len(ENTRY) :], data)
        entries += 1
        if entry is not None:
            payload += len(data) + sum(part.size for part in entry.parts.values())
            failed += entry.failed and entry.id in current
    sizes = database.store.sizes() if isinstance(database, StoredDatabase) else {}
    return Stats(
        database.access.value,
        database.revision,
        sum(sizes.values()),
        branch,
        len(branches(log)),
        len({family(unit) for unit in heads if unit.kind != MODULE}),
        len(heads),
        failed,
        entries,
        sum(1 for _ in database.scan_rows(Index.LOG, COMMIT)),
        sum(1 for _ in database.scan_rows(Index.LOG, MOVEMENT)),
        payload,
        {kind.name.lower(): size for kind, size in bytes_by_kind(database).items()},
        {index.value: size for index, size in sizes.items()},
        tuple(runs),
    )


# ---------------------------------------------------------------------------- Prometheus

_GAUGES: Final = (
    ("revision", "Revision of the database"),
    ("size", "Bytes of all rows"),
    ("declarations", "Declarations at the head of the branch"),
    ("units", "Units at the head of the branch"),
    ("failed", "Units at the head of the branch that do not type"),
    ("entries", "Entries of the log"),
    ("commits", "Commits of the log"),
    ("log_payload", "Bytes of all entries"),
)


def prometheus(stats: Stats) -> str:
    """The text format of Prometheus; what runs counted is labelled with their names."""
    return exposition([*_gauges(stats), *with_runs(stats.runs)])


def _gauges(stats: Stats) -> Iterator[Metric]:
    for name, text in _GAUGES:
        yield gauge(f"nova_ls_{name}", text, getattr(stats, name))
    yield gauge("nova_ls_kind_bytes", "Bytes of artifacts by kind", stats.kinds, "kind")
    yield gauge("nova_ls_index_bytes", "Bytes of rows by index", stats.indexes, "index")
    times = {run.name: run.time for run in stats.runs}
    yield gauge("nova_ls_run_time_seconds", "When a run's metrics were written", times, "run")
