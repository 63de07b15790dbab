"""Counting what a database does, at a cost that the hot path does not notice.

Latencies go to buckets four to an octave (a percentile is at most 19 % off): one list increment
instead of the lock and the labels that a metrics library takes per observation. Counts of threads that collide may
lose an increment; they are for people.
"""

from __future__ import annotations

from typing import Final

from nova_ls.store.kind import ArtifactKind

_BUCKETS: Final = 4 * 48


class Histogram:
    """How often each latency (or size) was seen, in buckets of a fixed relative width."""

    __slots__ = ("_buckets", "count", "total")

    def __init__(self) -> None:
        self._buckets = [0] * _BUCKETS
        self.count = 0
        self.total = 0

    def observe(self, value: int) -> None:
        """Count one value, 0 or above: nanoseconds or a number of things."""
        octave = value.bit_length()
        if octave > 3:
            bucket = 4 * octave + ((value >> (octave - 3)) & 3) - 8
            self._buckets[bucket if bucket < _BUCKETS else -1] += 1
        else:
            self._buckets[value] += 1
        self.count += 1
        self.total += value

    def percentile(self, percent: float) -> int:
        """A value that `percent` of those seen do not exceed (rounded up to its bucket); 0 if none."""
        wanted = self.count * percent / 100
        seen = 0
        for bucket, count in enumerate(self._buckets):
            seen += count
            if count and seen >= wanted:
                return _upper_bound(bucket)
        return 0

    def buckets(self) -> list[tuple[int, int]]:
        """`(upper bound, how many values are not above it)` of every bucket in use: cumulative."""
        found = []
        seen = 0
        for bucket, count in enumerate(self._buckets):
            if count:
                seen += count
                found.append((_upper_bound(bucket), seen))
        return found


class Metrics:
    """The counters of one database since it was opened."""

    __slots__ = (
        "commit_latency",
        "damaged",
        "hits",
        "invalidation_latency",
        "invalidation_size",
        "misses",
        "other_schema",
        "read_latency",
        "transactions",
        "transactions_failed",
        "transactions_retried",
        "written_rows",
    )

    def __init__(self) -> None:
        self.hits = [0] * (max(ArtifactKind) + 1)
        self.misses = [0] * (max(ArtifactKind) + 1)
        self.damaged = 0
        self.other_schema = 0
        self.read_latency = Histogram()  # of reads that memory did not answer
        self.commit_latency = Histogram()
        self.invalidation_latency = Histogram()
        self.invalidation_size = Histogram()
        self.transactions = 0
        self.transactions_failed = 0
        self.transactions_retried = 0  # that came directly behind a failed write
        self.written_rows = 0

    def summary(self) -> dict[str, object]:
        """All counters as plain data, latencies in microseconds."""
        return {
            "hits": {
                kind.name.lower(): self.hits[kind] for kind in ArtifactKind if self.hits[kind]
            },
            "misses": {
                kind.name.lower(): self.misses[kind] for kind in ArtifactKind if self.misses[kind]
            },
            "damaged": self.damaged,
            "other_schema": self.other_schema,
            "transactions": self.transactions,
            "transactions_failed": self.transactions_failed,
            "transactions_retried": self.transactions_retried,
            "written_rows": self.written_rows,
            "read_us": _percentiles(self.read_latency),
            "commit_us": _percentiles(self.commit_latency),
            "invalidation_us": _percentiles(self.invalidation_latency),
            "invalidation_size": {
                "count": self.invalidation_size.count,
                "p50": self.invalidation_size.percentile(50),
                "p95": self.invalidation_size.percentile(95),
            },
        }


def _percentiles(latency: Histogram) -> dict[str, float]:
    return {
        "count": latency.count,
        "p50": latency.percentile(50) / 1000,
        "p95": latency.percentile(95) / 1000,
        "p99": latency.percentile(99) / 1000,
    }


def _upper_bound(bucket: int) -> int:
    """The largest value that falls into a bucket."""
    if bucket < 8:
        return bucket
    octave, quarter = divmod(bucket + 8, 4)
    return ((5 + quarter) << (octave - 3)) - 1
