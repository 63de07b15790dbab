"""nova-ls stats, gc and trace."""

from __future__ import annotations

import re
import sys

from prometheus_client.parser import text_string_to_metric_families

from nova_ls.cli.language_client import LanguageClient
from tests.cli.pantry import Pantry


def test_figures_for_people(pantry: Pantry) -> None:
    text = pantry.call("stats")
    assert re.search(r"declarations +\d+ \(\d+ units, 0 do not type\)", text)
    assert "by kind " in text
    assert "per declaration" in text


def test_figures_for_programs(pantry: Pantry) -> None:
    data = pantry.data("stats")
    assert data["branch"] == "main"
    assert data["commits"] == 1
    assert data["declarations"] > 100  # Those of the library are not among them.
    assert data["size"] > data["log_payload"] / 4
    assert data["bytes_per_declaration"] == data["size"] // data["declarations"]
    assert set(data["kinds"]) >= {"scheme", "typed_ast", "module_record"}


def test_figures_for_prometheus_are_in_its_format(pantry: Pantry) -> None:
    pantry.check()
    text = pantry.call("stats", "--format", "prometheus")
    families = {family.name: family for family in text_string_to_metric_families(text)}
    assert len(families) == text.count("# TYPE ")  # Each is there once.
    assert families["nova_ls_size"].type == "gauge"
    assert families["nova_ls_commits"].samples[0].value == 1
    reads = families["nova_ls_read_seconds"]
    assert reads.type == "histogram"
    assert {sample.labels["run"] for sample in reads.samples} == {"check"}


def test_what_the_last_check_did_is_shown(pantry: Pantry) -> None:
    pantry.edit("Pantry.Cost", "foldMap \\part ->", "foldMap  \\part ->")
    pantry.check()
    found = pantry.data("stats")["runs"]["check"]
    assert found["results"]["ran"] > 0
    assert found["artifact_hits"]["module_record"] > 0
    assert found["transactions"] == 1
    assert found["write_us"]["count"] == 1
    assert found["revalidations"]["own text"] > 0
    text = pantry.call("stats")
    assert re.search(r"^last check, .*\n  hits {10}[a-z_]+ \d+, ", text, re.MULTILINE)


def test_what_a_running_server_does_is_shown(pantry: Pantry) -> None:
    client = LanguageClient([sys.executable, "-m", "nova_ls"], pantry.root)
    try:
        client.initialize()
        while not client.request("nova/stats", {})["settled"]:
            pass
        found = pantry.data("stats")
        (live,) = client.request("nova/stats", {})["workspaces"]
    finally:
        client.shutdown()
    assert found["access"] == "follower"
    assert live["artifact_hits"]["module_record"] > 0
    assert live["layer_depth"] == {"baseline": 2, "batch": 3}  # Over the library.
    assert found["runs"]["server"]["artifact_hits"]["module_record"] > 0
    assert set(found["runs"]) == {"check", "server"}


def test_gc_says_what_it_would_delete_and_then_deletes_it(pantry: Pantry) -> None:
    for word in ("one", "two", "three"):
        path = pantry.path("Pantry.Cost")
        text = re.sub(r"-- \| Money.*", f"-- | Money, {word}.", path.read_text("utf-8"))
        path.write_text(text, "utf-8")
        pantry.check()
    assert pantry.call("gc", "--dry-run").startswith("Would delete 0 entries")
    said = pantry.call("gc", "--dry-run", "--keep", "now")
    before = pantry.data("stats")
    assert pantry.call("gc", "--keep", "now") == said.replace("Would delete", "Deleted")
    after = pantry.data("stats")
    assert after["entries"] < before["entries"]
    assert after["commits"] == 2  # The tip, and what is left of the first for blame.
    assert pantry.call("fsck") == ""
    assert pantry.call("diff", status=0) == ""
    assert pantry.data("blame", "Pantry.Cost.costOf")[0]["times"] == 1


def test_gc_takes_its_limits_from_the_manifest(pantry: Pantry) -> None:
    manifest = pantry.root / "nova.toml"
    text = manifest.read_text("utf-8")
    manifest.write_text(text + '\n[history]\nkeep = "10 parsecs"\n', "utf-8")
    pantry.call("gc", status=2)
    assert "`keep` must be a time" in pantry.errors


def test_a_trace_tells_what_ran_and_why(pantry: Pantry) -> None:
    pantry.edit(
        "Pantry.Quantity",
        "covers :: Quantity -> Quantity -> Boolean\ncovers available wanted =",
        "covers :: Int -> Quantity -> Quantity -> Boolean\ncovers _ available wanted =",
    )
    path = str(pantry.path("Pantry.Quantity"))
    data = pantry.data("trace", path)
    steps = {(step["kind"], step["name"]): step for step in data["steps"]}
    assert steps["values", "Pantry.Quantity.covers"]["action"] == "ran"
    reasons = [reason for step in data["steps"] for reason in step["because"]]
    assert "the interface of Pantry.Quantity.covers" in reasons
    assert ("values", "Pantry.Quantity.tidy") not in steps
    assert " ran" in pantry.call("trace", path)


def test_a_body_with_a_signature_runs_alone(pantry: Pantry) -> None:
    pantry.edit("Pantry.Quantity", "rest.amount >= 0.0", "rest.amount > 0.0")
    data = pantry.data("trace", str(pantry.path("Pantry.Quantity")))
    ran = [(step["kind"], step["name"]) for step in data["steps"] if step["action"] == "ran"]
    assert ran == [("values", "Pantry.Quantity.covers"), ("usage", "Pantry.Quantity")]
