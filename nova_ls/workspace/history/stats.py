"""Figures of a database: what it holds, and what was asked of it since it was opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Final

from nova_ls.compiler.units import MODULE
from nova_ls.log.branches import branches
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import decode_entry
from nova_ls.log.reading import read_heads
from nova_ls.log.rows import COMMIT, ENTRY, MOVEMENT
from nova_ls.store import ArtifactKind, Histogram, Index, Metrics
from nova_ls.store.maintenance import bytes_by_kind
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.history.declaration import family


@dataclass(frozen=True, slots=True)
class Stats:
    """`declarations`, `units`, `failed`: at the head of `branch`, packages and standard library included.

    Sizes are in bytes; `log_payload` is that of all entries, `metrics` what `Metrics.summary` says.
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
    metrics: dict[str, object]
    counters: Metrics

    @property
    def per_declaration(self) -> int:
        return self.size // max(self.declarations, 1)

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        data = {name: value for name, value in _fields(self).items() if name != "counters"}
        data["bytes_per_declaration"] = self.per_declaration
        return data


def _fields(stats: Stats) -> dict[str, Any]:
    return {field.name: getattr(stats, field.name) for field in fields(stats)}


def collect_stats(log: DeclarationLog, branch: str) -> Stats:
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
        database.metrics.summary(),
        database.metrics,
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
_COUNTERS: Final = (
    ("transactions", "Transactions"),
    ("transactions_failed", "Transactions that failed"),
    ("transactions_retried", "Transactions directly behind a failed one"),
    ("written_rows", "Rows written"),
    ("damaged", "Records that were not what was written"),
    ("other_schema", "Records of another schema version"),
)
_LATENCIES: Final = (
    ("read_latency", "Seconds of reads that memory did not answer"),
    ("commit_latency", "Seconds of transactions"),
    ("invalidation_latency", "Seconds of walks along dependencies"),
)


def prometheus(stats: Stats) -> str:
    """The text format of Prometheus, version 0.0.4."""
    return "\n".join(_lines(stats)) + "\n"


def _lines(stats: Stats) -> Iterator[str]:
    for name, text in _GAUGES:
        yield from _metric(name, "gauge", text)
        yield f"nova_ls_{name} {getattr(stats, name)}"
    yield from _metric("kind_bytes", "gauge", "Bytes of artifacts by kind")
    for word, size in stats.kinds.items():
        yield f'nova_ls_kind_bytes{{kind="{word}"}} {size}'
    metrics = stats.counters
    for name, text in _COUNTERS:
        yield from _metric(f"{name}_total", "counter", text)
        yield f"nova_ls_{name}_total {getattr(metrics, name)}"
    for name, counts in (("hits", metrics.hits), ("misses", metrics.misses)):
        yield from _metric(f"{name}_total", "counter", f"Artifact {name} by kind")
        for kind in ArtifactKind:
            yield f'nova_ls_{name}_total{{kind="{kind.name.lower()}"}} {counts[kind]}'
    for name, text in _LATENCIES:
        yield from _histogram(f"{name}_seconds", text, getattr(metrics, name), 1e-9)
    yield from _histogram(
        "invalidation_size", "Nodes reached by a change", metrics.invalidation_size, 1
    )


def _metric(name: str, kind: str, text: str) -> Iterator[str]:
    yield f"# HELP nova_ls_{name} {text}."
    yield f"# TYPE nova_ls_{name} {kind}"


def _histogram(name: str, text: str, histogram: Histogram, unit: float) -> Iterator[str]:
    yield from _metric(name, "histogram", text)
    for bound, count in histogram.buckets():
        yield f'nova_ls_{name}_bucket{{le="{bound * unit:.9g}"}} {count}'
    yield f'nova_ls_{name}_bucket{{le="+Inf"}} {histogram.count}'
    yield f"nova_ls_{name}_sum {histogram.total * unit:.9g}"
    yield f"nova_ls_{name}_count {histogram.count}"
