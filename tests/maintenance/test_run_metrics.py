"""What a run counts, kept beside its database and shown as plain data."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from nova_ls.maintenance.run_metrics import (
    MetricsWriter,
    metrics_as_data,
    read_runs,
    with_runs,
)
from nova_ls.store.counting import Metric, exposition
from nova_ls.store.store_metrics import Metrics
from nova_ls.workspace.open_workspace import MEMORY, open_workspace


def test_percentiles_are_the_bounds_of_their_buckets() -> None:
    metrics = Metrics()
    for microseconds in range(1, 101):
        metrics.read_latency.observe(microseconds * 1e-6)
    found = metrics_as_data(metrics.registry.collect())
    assert found["read_us"] == {"count": 100, "p50": 50, "p95": 100, "p99": 100}
    assert found["write_us"] == {"count": 0, "p50": 0, "p95": 0, "p99": 0}


def test_what_is_beyond_the_last_bucket_counts_as_its_bound() -> None:
    metrics = Metrics()
    metrics.commit_latency.observe(60.0)
    assert metrics_as_data(metrics.registry.collect())["write_us"]["p50"] == 5e6


def test_the_reasons_of_revalidations_and_the_reach_of_changes_are_counted() -> None:
    workspace = open_workspace(None, MEMORY).workspace
    try:
        path = Path("/nowhere/M.nova")
        text = "module M where\n\nx = 1\n\ny :: Int\ny = x\n"
        workspace.open_document(path, text, 1)
        for _ in workspace.settle():
            pass
        before = metrics_as_data(workspace.metrics())
        workspace.open_document(path, text.replace("x = 1", 'x = "1"'), 2)
        for _ in workspace.settle():
            pass
        after = metrics_as_data(workspace.metrics())
    finally:
        workspace.close()
    assert before["revalidations"]["own text"] > 0
    assert "interface" not in before["revalidations"]
    assert after["revalidations"]["interface"] == 1  # That of `x`, for `y`.
    assert after["invalidation_size"]["count"] > before["invalidation_size"]["count"]
    assert after["layer_depth"] == {"baseline": 2, "batch": 3}  # Over the library.
    assert after["layer_elements"]["batch"] > 0


def test_figures_are_kept_and_read_again(tmp_path: Path) -> None:
    metrics = Metrics()
    now = [0.0]
    keeper = MetricsWriter(
        tmp_path, "server", lambda: list(metrics.registry.collect()), lambda: now[0]
    )
    metrics.transactions.inc()
    keeper.keep()
    metrics.transactions.inc()
    keeper.keep()  # too soon
    (run,) = read_runs(tmp_path)
    assert run.name == "server"
    assert metrics_as_data(run.metrics)["transactions"] == 1
    now[0] += 60
    keeper.keep()
    (run,) = read_runs(tmp_path)
    assert metrics_as_data(run.metrics) == metrics_as_data(metrics.registry.collect())
    assert metrics_as_data(run.metrics)["transactions"] == 2


def test_a_folder_that_cannot_be_written_to_and_files_that_are_none_are_passed_over(
    tmp_path: Path,
) -> None:
    MetricsWriter(tmp_path / "missing", "server", list).keep_now()
    (tmp_path / "metrics-server.prom").write_bytes(b"\xff\xfe{{{ nonsense\n")
    (tmp_path / "metrics-check.prom").write_text("nova_ls_x{ 1\n")
    assert read_runs(tmp_path) == []


def _samples(metrics: Metrics) -> list[Metric]:
    return list(metrics.registry.collect())


def test_runs_are_told_apart_by_a_label(tmp_path: Path) -> None:
    for name in ("server", "check"):
        metrics = Metrics()
        metrics.written_rows.inc(len(name))
        MetricsWriter(tmp_path, name, partial(_samples, metrics)).keep_now()
    text = exposition(with_runs(read_runs(tmp_path)))
    families = {family.name: family for family in text_string_to_metric_families(text)}
    samples = families["nova_ls_written_rows"].samples
    assert {s.labels["run"]: s.value for s in samples} == {"server": 6, "check": 5}
    assert text.count("# TYPE nova_ls_written_rows_total counter") == 1
