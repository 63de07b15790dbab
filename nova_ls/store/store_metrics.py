"""Counting what a database does.

Measured: 0.2 µs for an increment, 0.5 µs for an observation, where a read that memory does not answer takes tens of them. Each database has
a registry of its own.
"""

from __future__ import annotations

from typing import Final

from nova_ls.store.counting import Counter, Histogram, MetricsRegistry
from nova_ls.store.kind import ArtifactKind

SECONDS: Final = tuple(
    digit * 10.0**power for power in range(-6, 1) for digit in (1, 2, 5)
)  # 1 µs to 5 s
SIZES: Final = tuple(2**power for power in range(15))

PREFIX: Final = "nova_ls_"


def histogram(
    registry: MetricsRegistry, name: str, text: str, bounds: tuple[float, ...] = SECONDS
) -> Histogram:
    """A histogram with this project's prefix; `bounds`: upper ones."""
    return registry.histogram(PREFIX + name, text, bounds)


class Metrics:
    """The counters of one database since it was opened."""

    __slots__ = (
        "closure_latency",
        "closure_size",
        "commit_latency",
        "damaged",
        "hits",
        "misses",
        "other_schema",
        "read_latency",
        "registry",
        "transactions",
        "transactions_failed",
        "transactions_retried",
        "written_rows",
    )

    def __init__(self) -> None:
        self.registry = MetricsRegistry()
        self.hits = self._by_kind("artifact_hits", "Artifacts that were there")
        self.misses = self._by_kind("artifact_misses", "Artifacts that were not there")
        self.damaged = self._counter("damaged", "Records that were not what was written")
        self.other_schema = self._counter("other_schema", "Records of another schema version")
        self.transactions = self._counter("transactions", "Transactions that were written")
        self.transactions_failed = self._counter(
            "transactions_failed", "Transactions that were given up"
        )
        self.transactions_retried = self._counter(
            "transactions_retried", "Transactions directly behind a write that failed"
        )
        self.written_rows = self._counter("written_rows", "Rows written")
        self.read_latency = histogram(
            self.registry,
            "read_seconds",
            "Reads that memory did not answer, of one row or of many at once",
        )
        self.commit_latency = histogram(self.registry, "write_seconds", "Writes of transactions")
        self.closure_latency = histogram(
            self.registry,
            "closure_seconds",
            "Walks from changed artifacts to all that rely on them",
        )
        self.closure_size = histogram(
            self.registry, "closure_size", "Artifacts that such a walk reached", SIZES
        )

    def _counter(self, name: str, text: str) -> Counter:
        return self.registry.counter(PREFIX + name, text)

    def _by_kind(self, name: str, text: str) -> dict[ArtifactKind, Counter]:
        kinds = {kind.name.lower(): kind for kind in ArtifactKind}
        found = self.registry.counters(PREFIX + name, text, "kind", kinds)
        return {kinds[word]: counter for word, counter in found.items()}
