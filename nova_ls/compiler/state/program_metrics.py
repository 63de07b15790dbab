"""Counting what a program does: how far changes reach, and why units are looked at again."""

from __future__ import annotations

from typing import Final

from prometheus_client import CollectorRegistry

from nova_ls.compiler.facts import Fact
from nova_ls.compiler.facts.fact import KINDS
from nova_ls.store.store_metrics import SIZES, counter, histogram

OWN_TEXT: Final = "own text"


class ProgramMetrics:
    """The counters of one program since it was made."""

    __slots__ = ("_reasons", "invalidation_latency", "invalidation_size", "registry")

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.invalidation_latency = histogram(
            self.registry,
            "invalidation_seconds",
            "Walks from changed facts to all units they reach",
        )
        self.invalidation_size = histogram(
            self.registry, "invalidation_size", "Units that such a walk reached", SIZES
        )
        reasons = counter(
            self.registry, "revalidations", "Units that ran or were found anew", "reason"
        )
        self._reasons = {
            word: reasons.labels(word)
            for word in (OWN_TEXT, *dict.fromkeys(kind.reason for kind in KINDS.values()))
        }

    def revalidated(self, cause: Fact | None) -> None:
        """Count a unit that had to run: for a fact that has another answer, or (None) for its own text."""
        self._reasons[OWN_TEXT if cause is None else cause.reason].inc()
