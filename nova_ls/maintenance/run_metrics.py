"""The metrics of a run: what a server or a check counts while it works, live and as kept beside its database.

They are kept in Prometheus' text format, so that they need no schema of their own. A run keeps them at its end, and now and then at a commit.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from nova_ls.base.slotted import entity
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.program import Program
from nova_ls.store.counting import Metric, exposition, gauge

SECONDS: Final = 10.0
"""Between two writes of a run's metrics."""

_FILE: Final = "metrics-{}.prom"
PERCENTS: Final = (50, 95, 99)


def live_metrics(program: Program, baseline: Baseline) -> list[Metric]:
    """All that a program and its database have counted so far."""
    results = Metric("nova_ls_results", "Units that were made fresh, by what it took", "counter")
    for action, count in program.engine.trace.counts.items():
        results.add_sample("nova_ls_results_total", {"action": action.value}, count)
    layers = (baseline.layer, baseline.batch)
    depths = gauge(
        "nova_ls_layer_depth",
        "Layers to look in",
        {layer.name: layer.depth for layer in layers},
        "layer",
    )
    elements = gauge(
        "nova_ls_layer_elements",
        "Elements that a layer has in memory",
        {layer.name: len(layer.written()) for layer in layers},
        "layer",
    )
    registries = (baseline.database.metrics.registry, program.world.metrics.registry)
    counted = [metric for registry in registries for metric in registry.collect()]
    return [*counted, results, depths, elements]


# ---------------------------------------------------------------------------- kept beside a database


class MetricsWriter:
    """Writes the metrics of one run beside its database, in `folder`. A folder that cannot be written to is not an error."""

    def __init__(
        self,
        folder: Path,
        run: str,
        collect: Callable[[], list[Metric]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = folder / _FILE.format(run)
        self._collect = collect
        self._clock = clock
        self._last = -math.inf

    def keep(self) -> None:
        """Write them if that was not done a moment ago."""
        if self._clock() - self._last >= SECONDS:
            self.keep_now()

    def keep_now(self) -> None:
        """Write the metrics as they are now."""
        self._last = self._clock()
        text = exposition(self._collect())
        beside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        try:
            beside.write_text(text, "utf-8")
            beside.replace(self._path)
        except OSError:
            return  # They are for people; nothing relies on them.


@entity
class Run:
    """`name`: `server` or `check`; `time`: when its metrics were written, in seconds since the epoch."""

    name: str
    time: float
    metrics: tuple[Metric, ...]


def read_runs(folder: Path) -> list[Run]:
    """The metrics of the last run of each name, the latest first; files that cannot be parsed are left out."""
    # Its web server comes with it, and only commands read files of metrics.
    from prometheus_client.parser import text_string_to_metric_families

    found = []
    for path in folder.glob(_FILE.format("*")):
        try:
            text = path.read_text("utf-8")
            run = path.stem.partition("-")[2]
            metrics = tuple(map(_family, text_string_to_metric_families(text)))
            found.append(Run(run, path.stat().st_mtime, metrics))
        except (OSError, ValueError):
            continue
    return sorted(found, key=lambda run: run.time, reverse=True)


def _family(read: Any) -> Metric:
    metric = Metric(read.name, read.documentation, read.type)
    for sample in read.samples:
        metric.add_sample(sample.name, sample.labels, sample.value)
    return metric


def with_runs(runs: Iterable[Run]) -> Iterator[Metric]:
    """The metrics of some runs, told apart by a label."""
    merged: dict[str, Metric] = {}
    for run in runs:
        for metric in run.metrics:
            one = merged.get(metric.name)
            if one is None:
                one = merged[metric.name] = Metric(metric.name, metric.documentation, metric.type)
            for sample in metric.samples:
                one.add_sample(sample.name, {**sample.labels, "run": run.name}, sample.value)
    yield from merged.values()


# ---------------------------------------------------------------------------- as plain data


def metrics_as_data(metrics: Iterable[Metric]) -> dict[str, Any]:
    """The same as plain data: counts by label, percentiles of latencies (in µs) and of sizes."""
    found: dict[str, Any] = {}
    for metric in metrics:
        name = metric.name.removeprefix("nova_ls_")
        if metric.type == "histogram":
            found[name.replace("_seconds", "_us")] = _percentiles(
                metric, 1e6 if name.endswith("_seconds") else 1
            )
            continue
        values = {tuple(sample.labels.values()): sample.value for sample in metric.samples}
        if () in values:
            found[name] = int(values[()])
        else:
            found[name] = {label: int(value) for (label,), value in values.items() if value}
    return found


def _percentiles(metric: Metric, unit: float) -> dict[str, float]:
    buckets = [
        (float(sample.labels["le"]), sample.value)
        for sample in metric.samples
        if sample.name.endswith("_bucket")
    ]
    count = buckets[-1][1] if buckets else 0
    data: dict[str, float] = {"count": int(count)}
    for percent in PERCENTS:
        data[f"p{percent}"] = round(_quantile(buckets, count * percent / 100) * unit, 1)
    return data


def _quantile(buckets: list[tuple[float, float]], wanted: float) -> float:
    """The bound that so many values do not exceed; 0 if there are none."""
    below = 0.0
    for bound, count in buckets:
        if count and count >= wanted:
            return below if math.isinf(bound) else bound
        below = bound
    return 0.0
