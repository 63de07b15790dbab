"""nova-ls fsck: every planted fault is found, and mended from the sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_ls.base.keys import Space, element_key
from nova_ls.log import DeclarationLog, Unit
from nova_ls.log.reading import read_tip
from nova_ls.log.rows import branch_row, changes_prefix, entry_row, head_row, part_row
from nova_ls.registry import encode_element
from nova_ls.store import ArtifactKind, Index, make_record, open_database
from nova_ls.store.keyvalue import Changes
from nova_ls.store.node import node_row
from nova_ls.store.record import encode_record
from nova_ls.store.stored import StoredDatabase
from tests.cli.pantry import Pantry

TOTAL = Unit("values", "Pantry.Cost.totalCost")
KEY = encode_element(element_key("Pantry.Cost", Space.VALUE, "totalCost"))
SCHEME = node_row(ArtifactKind.SCHEME, KEY)


def _entry(database: StoredDatabase) -> bytes:
    found = DeclarationLog(database).head(TOTAL)
    assert found is not None
    return found


def wrong_payload(database: StoredDatabase) -> Changes:
    return {Index.LOG: {part_row(_entry(database), "asts"): b"something else"}}


def wrong_entry(database: StoredDatabase) -> Changes:
    return {Index.LOG: {entry_row(_entry(database)): b"x" * 99}}


def wrong_artifact(database: StoredDatabase) -> Changes:
    data = database.store.get(Index.ARTIFACTS, SCHEME)
    assert data is not None
    return {Index.ARTIFACTS: {SCHEME: data[:-1] + b"?"}}


def wrong_schema(database: StoredDatabase) -> Changes:
    record = make_record(b"from the future", 1, 999)
    return {Index.ARTIFACTS: {SCHEME: encode_record(record)}}


def dangling_head(database: StoredDatabase) -> Changes:
    return {Index.LOG: {entry_row(_entry(database)): None}}


def half_commit(database: StoredDatabase) -> Changes:
    tip = read_tip(database, "main")
    assert tip is not None
    key, _ = next(iter(database.scan_rows(Index.LOG, changes_prefix(tip))))
    return {Index.LOG: {key: None}}


def branch_into_nothing(database: StoredDatabase) -> Changes:
    return {Index.HEADS: {branch_row("main"): b"\1" * 32}}


def head_of_no_commit(database: StoredDatabase) -> Changes:
    key = head_row("main", TOTAL)
    data = database.get_row(Index.HEADS, key)
    assert data is not None
    return {Index.HEADS: {key: data.replace(data[40:60], b"\2" * 20)}}


def one_sided_edge(database: StoredDatabase) -> Changes:
    """The reverse rows of one unit's edges are gone."""
    row, _ = next(iter(database.store.scan(Index.REVERSE)))
    return {Index.REVERSE: {row: None}}


def edge_from_nowhere(database: StoredDatabase) -> Changes:
    row, _ = next(iter(database.store.scan(Index.FORWARD)))
    return {Index.FORWARD: {row: None}}


PLANTED: dict[str, tuple[Callable[[StoredDatabase], Changes], str]] = {
    "payload": (wrong_payload, "wrong hash"),
    "entry": (wrong_entry, "wrong hash"),
    "artifact": (wrong_artifact, "wrong hash"),
    "schema": (wrong_schema, "wrong schema version"),
    "head": (dangling_head, "dangling reference"),
    "half commit": (half_commit, "half commit"),
    "branch": (branch_into_nothing, "dangling reference"),
    "head of no commit": (head_of_no_commit, "dangling reference"),
    "one-sided edge": (one_sided_edge, "edge"),
    "edge from nowhere": (edge_from_nowhere, "edge"),
}


def plant(root: Path, fault: Callable[[StoredDatabase], Changes]) -> None:
    database = open_database(root / ".nova").database
    try:
        database.store.write(fault(database))
    finally:
        database.close()


def test_a_database_as_it_should_be_has_no_faults(pantry: Pantry) -> None:
    assert pantry.call("fsck") == ""
    assert pantry.data("fsck") == {"mended": [], "faults": []}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_and_mended(pantry: Pantry, name: str) -> None:
    fault, word = PLANTED[name]
    plant(pantry.root, fault)
    found = pantry.data("fsck", status=1)["faults"]
    assert any(word in each["kind"] for each in found), found
    assert "fsck --repair" in pantry.call("fsck", status=1) + pantry.errors
    mended = pantry.data("fsck", "--repair", status=0)
    assert mended["mended"] != []
    pantry.call("fsck", status=0)
    pantry.check()
    pantry.call("fsck", status=0)
    assert pantry.call("diff", status=0) == ""


def test_what_was_mended_is_said(pantry: Pantry) -> None:
    plant(pantry.root, wrong_payload)
    assert pantry.call("fsck", "--repair").startswith("mended wrong hash: entry ")
