"""nova-ls fsck: every planted fault is found, and repaired from the sources."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_ls.base.element_bytes import encode_element
from nova_ls.base.keys import Space, element_key
from nova_ls.compiler.archive.graph_nodes import unit_node
from nova_ls.compiler.model.units import KINDS
from nova_ls.log import DeclarationLog, LogUnit
from nova_ls.log.reading import read_tip
from nova_ls.log.rows import branch_row, changes_prefix, entry_row, head_row, part_row
from nova_ls.store import ArtifactKind, GraphNode, Index, make_record, open_database
from nova_ls.store.artifact_record import encode_record
from nova_ls.store.keyvalue import RowChanges
from nova_ls.store.node import encode_nodes, node_row, reverse_prefix
from nova_ls.store.stored import StoredDatabase
from nova_ls.workspace.open_workspace import MEMORY, open_workspace
from tests.cli.pantry import Pantry, make_pantry
from tests.compiler.law.comparison import assert_same_view
from tests.compiler.world import View, settle, view

TOTAL = LogUnit("values", "Pantry.Cost.totalCost")
KEY = encode_element(element_key("Pantry.Cost", Space.VALUE, "totalCost"))
SCHEME = node_row(ArtifactKind.SCHEME, KEY)


MODULES = {
    "Pantry.Measure": """module Pantry.Measure where

data Measure = Gram | Kilogram

inBase :: Measure -> Int
inBase Gram = 1
inBase Kilogram = 1000
""",
    "Pantry.Quantity": """module Pantry.Quantity where

import Pantry.Measure (Measure, inBase)

type Quantity = { amount :: Int, measure :: Measure }

class Covers a where
  isCovered :: a -> Int

instance coversMeasure :: Covers Measure where
  isCovered measure = inBase measure

covers :: Quantity -> Quantity -> Int
covers available wanted = first (isCovered available.measure) (isCovered wanted.measure)

first a _ = a
""",
    "Pantry.Cost": """module Pantry.Cost where

import Pantry.Measure (inBase)
import Pantry.Quantity (Quantity)

totalCost :: Quantity -> Int
totalCost quantity = inBase quantity.measure
""",
    "Pantry.Stock": """module Pantry.Stock where

import Pantry.Quantity (Quantity, covers)

isEnough :: Quantity -> Int
isEnough quantity = covers quantity quantity
""",
}
"""Modules that a fault is planted in: without the library, which is not what faults are planted in."""


def _entry(database: StoredDatabase) -> bytes:
    found = DeclarationLog(database).head(TOTAL)
    assert found is not None
    return found


def wrong_payload(database: StoredDatabase) -> RowChanges:
    return {Index.LOG: {part_row(_entry(database), "asts"): b"something else"}}


def wrong_entry(database: StoredDatabase) -> RowChanges:
    return {Index.LOG: {entry_row(_entry(database)): b"x" * 99}}


def wrong_artifact(database: StoredDatabase) -> RowChanges:
    data = database.store.get(Index.ARTIFACTS, SCHEME)
    assert data is not None
    return {Index.ARTIFACTS: {SCHEME: data[:-1] + bytes([data[-1] ^ 1])}}


def wrong_schema(database: StoredDatabase) -> RowChanges:
    record = make_record(b"from the future", 1, 999)
    return {Index.ARTIFACTS: {SCHEME: encode_record(record)}}


def dangling_head(database: StoredDatabase) -> RowChanges:
    return {Index.LOG: {entry_row(_entry(database)): None}}


def half_commit(database: StoredDatabase) -> RowChanges:
    tip = read_tip(database, "main")
    assert tip is not None
    key, _ = next(iter(database.scan_rows(Index.LOG, changes_prefix(tip))))
    return {Index.LOG: {key: None}}


def branch_into_nothing(database: StoredDatabase) -> RowChanges:
    return {Index.HEADS: {branch_row("main"): b"\1" * 32}}


def head_of_no_commit(database: StoredDatabase) -> RowChanges:
    key = head_row("main", TOTAL)
    data = database.get_row(Index.HEADS, key)
    assert data is not None
    return {Index.HEADS: {key: data.replace(data[40:60], b"\2" * 20)}}


def one_sided_edge(database: StoredDatabase) -> RowChanges:
    """The reverse rows of one unit's edges are gone."""
    row, _ = next(iter(database.store.scan(Index.REVERSE)))
    return {Index.REVERSE: {row: None}}


def edge_from_nowhere(database: StoredDatabase) -> RowChanges:
    row, _ = next(iter(database.store.scan(Index.FORWARD)))
    return {Index.FORWARD: {row: None}}


def edge_gone_on_both_sides(database: StoredDatabase) -> RowChanges:
    """That a caller relies on `covers`."""
    covers = GraphNode(
        ArtifactKind.SCHEME, encode_element(element_key("Pantry.Quantity", Space.VALUE, "covers"))
    )
    user = next(n for n in database.get_dependents(covers) if n.key.startswith(b"Pantry.Stock"))
    left = tuple(node_row(*n) for n in database.get_dependencies(user) if n != covers)
    row = node_row(*user)
    return {
        Index.FORWARD: {row: encode_nodes(left)},
        Index.REVERSE: {reverse_prefix(node_row(*covers)) + row: None},
    }


def no_place(*keys: bytes) -> Callable[[StoredDatabase], RowChanges]:
    """Rows that say where a module lies are gone, with their index rows."""

    def fault(database: StoredDatabase) -> RowChanges:
        with database.transaction() as transaction:
            for key in keys:
                assert transaction.has_artifact(ArtifactKind.MODULE_PLACE, key)
                transaction.delete_artifact(ArtifactKind.MODULE_PLACE, key)
        return {}

    return fault


def all_edges_of(kind: str, space: Space, name: str) -> Callable[[StoredDatabase], RowChanges]:
    def fault(database: StoredDatabase) -> RowChanges:
        node = unit_node(KINDS[kind](element_key("Pantry.Quantity", space, name)))
        row, edges = node_row(*node), database.get_dependencies(node)
        assert edges
        reverse = {reverse_prefix(node_row(*each)) + row: None for each in edges}
        return {Index.FORWARD: {row: None}, Index.REVERSE: reverse}

    return fault


PLANTED: dict[str, tuple[Callable[[StoredDatabase], RowChanges], str]] = {
    "payload": (wrong_payload, "wrong hash"),
    "entry": (wrong_entry, "wrong hash"),
    "artifact": (wrong_artifact, "wrong hash"),
    "schema": (wrong_schema, "wrong schema version"),
    "head": (dangling_head, "dangling reference"),
    "half commit": (half_commit, "half commit"),
    "branch": (branch_into_nothing, "dangling reference"),
    "head of no commit": (head_of_no_commit, "dangling reference"),
    "one-sided edge": (one_sided_edge, "one-sided edge"),
    "edge from nowhere": (edge_from_nowhere, "missing edge"),
    "edge gone on both sides": (edge_gone_on_both_sides, "missing edge"),
    "edges of a value": (all_edges_of("values", Space.VALUE, "covers"), "missing edge"),
    "module's file": (no_place(b"\0Pantry.Quantity"), "dangling reference"),
    "file's module": (no_place(b"src/Pantry/Quantity.nova"), "dangling reference"),
    "place on both sides": (
        no_place(b"\0Pantry.Quantity", b"src/Pantry/Quantity.nova"),
        "dangling reference",
    ),
    "edges of a type": (all_edges_of("types", Space.TYPE, "Quantity"), "missing edge"),
}


def write_modules(root: Path) -> Path:
    (root / "src" / "Pantry").mkdir(parents=True)
    (root / "nova.toml").write_text('[project]\nname = "pantry"\nsources = ["src/**/*.nova"]\n')
    for name, text in MODULES.items():
        (root / "src" / name.replace(".", "/")).with_suffix(".nova").write_text(text)
    return root


@pytest.fixture
def small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Pantry:
    """The modules, checked."""
    pantry = make_pantry(write_modules(tmp_path / "small"), capsys, monkeypatch)
    pantry.check()
    return pantry


def plant(root: Path, fault: Callable[[StoredDatabase], RowChanges]) -> None:
    database = open_database(root / ".nova").database
    try:
        database.store.write(fault(database))
    finally:
        database.close()


def test_a_database_as_it_should_be_has_no_faults(pantry: Pantry) -> None:
    assert pantry.call("fsck") == ""
    assert pantry.data("fsck") == {"repaired": [], "faults": []}


def other_type(text: str) -> str:
    """`covers` with a type that its callers do not expect."""
    return text.replace("covers :: ", "covers :: Int -> ").replace("covers avail", "covers _ avail")


def shown(root: Path, database: Path | str) -> View:
    """All that a check of a folder shows: diagnostics, exports, schemes, the type of every expression."""
    workspace = open_workspace(root, database).workspace
    try:
        workspace.scan()
        settle(workspace)
        return view(workspace)
    finally:
        workspace.close()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> tuple[View, View]:
    """From-scratch checks of the modules as they are, and with `covers` changed."""
    root = write_modules(tmp_path_factory.mktemp("fresh") / "small")
    before = shown(root, MEMORY)
    path = root / "src" / "Pantry" / "Quantity.nova"
    path.write_text(other_type(path.read_text("utf-8")), "utf-8")
    after = shown(root, MEMORY)
    assert any(after.diagnostics.values())
    return before, after


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_and_repaired(
    small: Pantry, fresh: tuple[View, View], name: str
) -> None:
    fault, word = PLANTED[name]
    plant(small.root, fault)
    found = small.data("fsck", status=1)["faults"]
    assert any(word in each["kind"] for each in found), found
    assert "fsck --repair" in small.call("fsck", status=1) + small.errors
    repaired = small.data("fsck", "--repair", status=0)
    assert repaired["repaired"] != []
    small.call("fsck", status=0)
    small.check()
    small.call("fsck", status=0)
    assert small.call("diff", status=0) == ""
    assert_same_view(shown(small.root, small.root / ".nova"), fresh[0])
    path = small.path("Pantry.Quantity")
    path.write_text(other_type(path.read_text("utf-8")), "utf-8")
    assert_same_view(shown(small.root, small.root / ".nova"), fresh[1])


@pytest.mark.parametrize("is_repaired", [True, False], ids=["repaired", "as it is"])
def test_a_module_whose_places_are_lost_goes_with_its_file(
    small: Pantry, is_repaired: bool
) -> None:
    plant(small.root, no_place(b"\0Pantry.Stock", b"src/Pantry/Stock.nova"))
    if is_repaired:
        small.call("fsck", "--repair")
    small.path("Pantry.Stock").unlink()
    assert "Pantry.Stock" in small.call("diff", status=None)
    small.check()
    assert small.call("diff", status=0) == ""
    assert "Pantry.Stock" not in small.call("diff", "--format", "json", status=0)
    small.call("fsck", status=0)


def test_what_was_repaired_is_reported(pantry: Pantry) -> None:
    plant(pantry.root, wrong_payload)
    assert pantry.call("fsck", "--repair").startswith("repaired wrong hash: entry ")
