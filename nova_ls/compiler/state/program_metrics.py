"""Counting what a program does: how far changes reach, and why units are looked at again."""

from __future__ import annotations

from typing import Final

from nova_ls.compiler.facts import Fact
from nova_ls.compiler.facts.fact import KINDS
from nova_ls.store.counting import MetricsRegistry
from nova_ls.store.store_metrics import PREFIX, SIZES, histogram

OWN_TEXT: Final = "own text"


class ProgramMetrics:
    """The counters of one program since it was made."""

    __slots__ = ("_reasons", "invalidation_latency", "invalidation_size", "registry")

    def __init__(self) -> None:
        self.registry = MetricsRegistry()
        self.invalidation_latency = histogram(
            self.registry,
            "invalidation_seconds",
            "Walks from changed facts to all units they reach",
        )
        self.invalidation_size = histogram(
            self.registry, "invalidation_size", "Units that such a walk reached", SIZES
        )
        self._reasons = self.registry.counters(
            f"{PREFIX}revalidations",
            "Units that ran or were found anew",
            "reason",
            (OWN_TEXT, *dict.fromkeys(kind.reason for kind in KINDS.values())),
        )

    def revalidated(self, cause: Fact | None) -> None:
        """Count a unit that had to run: for a fact that has another answer, or (None) for its own text."""
        self._reasons[OWN_TEXT if cause is None else cause.reason].inc()
