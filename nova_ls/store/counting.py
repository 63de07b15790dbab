"""Counters and histograms that lose nothing between threads, in Prometheus' terms: families of samples, and their text format.

The Prometheus client has the same, but imports a web server with it, which takes longer than `initialize` may take.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import NamedTuple


class Sample(NamedTuple):
    """One value of a family; a histogram has one for each bucket, a sum and a count."""

    name: str
    labels: Mapping[str, str]
    value: float


class Metric:
    """A family of samples. `type`: counter, gauge or histogram."""

    __slots__ = ("documentation", "name", "samples", "type")

    def __init__(self, name: str, documentation: str, type: str) -> None:
        self.name = name
        self.documentation = documentation
        self.type = type
        self.samples: list[Sample] = []

    def add_sample(self, name: str, labels: Mapping[str, str], value: float) -> None:
        """Add a value."""
        self.samples.append(Sample(name, labels, value))


def gauge(name: str, text: str, values: Mapping[str, float] | float, label: str = "") -> Metric:
    """A family of values that may go up and down: one, or one for each value of a label."""
    metric = Metric(name, text, "gauge")
    if isinstance(values, Mapping):
        for word, value in values.items():
            metric.add_sample(name, {label: word}, value)
    else:
        metric.add_sample(name, {}, values)
    return metric


class Counter:
    """A number that grows."""

    __slots__ = ("_lock", "_value")

    def __init__(self) -> None:
        self._lock = Lock()
        self._value = 0.0

    def inc(self, amount: float = 1) -> None:
        """Count so much."""
        with self._lock:
            self._value += amount

    @property
    def value(self) -> float:
        """What was counted so far."""
        return self._value


class Histogram:
    """How often values fell between bounds. `bounds`: upper ones, sorted."""

    __slots__ = ("_bounds", "_counts", "_lock", "_sum")

    def __init__(self, bounds: Sequence[float]) -> None:
        self._lock = Lock()
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        """Count a value."""
        with self._lock:
            self._counts[bisect_left(self._bounds, value)] += 1
            self._sum += value

    def samples(self, name: str) -> Iterator[Sample]:
        """Of each bound how many values did not exceed it."""
        below = 0
        for bound, count in zip((*self._bounds, math.inf), self._counts, strict=True):
            below += count
            yield Sample(f"{name}_bucket", {"le": _number(bound)}, below)
        yield Sample(f"{name}_count", {}, below)
        yield Sample(f"{name}_sum", {}, self._sum)


class MetricsRegistry:
    """What is counted together, by name."""

    def __init__(self) -> None:
        self._counters: dict[str, tuple[str, str, dict[str, Counter]]] = {}
        self._histograms: dict[str, tuple[str, Histogram]] = {}

    def counter(self, name: str, text: str) -> Counter:
        """A new counter."""
        counter = Counter()
        self._counters[name] = (text, "", {"": counter})
        return counter

    def counters(
        self, name: str, text: str, label: str, values: Iterable[str]
    ) -> dict[str, Counter]:
        """A new counter for each value of a label."""
        found = {value: Counter() for value in values}
        self._counters[name] = (text, label, found)
        return found

    def histogram(self, name: str, text: str, bounds: Sequence[float]) -> Histogram:
        """A new histogram."""
        histogram = Histogram(bounds)
        self._histograms[name] = (text, histogram)
        return histogram

    def collect(self) -> Iterator[Metric]:
        """What was counted so far."""
        for name, (text, label, counters) in self._counters.items():
            metric = Metric(name, text, "counter")
            for value, counter in counters.items():
                metric.add_sample(f"{name}_total", {label: value} if label else {}, counter.value)
            yield metric
        for name, (text, histogram) in self._histograms.items():
            metric = Metric(name, text, "histogram")
            metric.samples += histogram.samples(name)
            yield metric


def exposition(metrics: Iterable[Metric]) -> str:
    """Prometheus' text format, version 0.0.4."""
    return "".join(line for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    name = f"{metric.name}_total" if metric.type == "counter" else metric.name
    text = metric.documentation.replace("\\", r"\\").replace("\n", r"\n")
    yield f"# HELP {name} {text}\n"
    yield f"# TYPE {name} {metric.type}\n"
    for sample in metric.samples:
        labels = ",".join(f'{key}="{_escaped(value)}"' for key, value in sample.labels.items())
        where = f"{{{labels}}}" if labels else ""
        yield f"{sample.name}{where} {_number(sample.value)}\n"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return "+Inf" if value == math.inf else repr(float(value))
