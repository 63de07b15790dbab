"""nova-ls dump and restore: what was checked in one checkout is found in another."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.pantry import Pantry, copy_pantry, make_pantry
from tests.cli.test_branch import typed


@pytest.fixture
def elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Pantry:
    return make_pantry(copy_pantry(tmp_path / "elsewhere"), capsys, monkeypatch)


def dumped(pantry: Pantry) -> Path:
    path = pantry.root.parent / "pantry.dump"
    assert " entries, " in pantry.call("dump", str(path), "-C", str(pantry.root))
    return path


def test_nothing_is_typed_again_in_another_checkout(pantry: Pantry, elsewhere: Pantry) -> None:
    path = dumped(pantry)
    assert elsewhere.call("restore", str(path)).endswith(" entries restored\n")
    assert elsewhere.call("diff", status=0) == ""
    assert elsewhere.call("fsck") == ""
    assert typed(elsewhere.root) == []
    assert elsewhere.data("log")[0]["message"] == "restore pantry.dump"


def test_only_what_differs_is_typed(pantry: Pantry, elsewhere: Pantry) -> None:
    path = dumped(pantry)
    elsewhere.call("restore", str(path))
    elsewhere.edit("Pantry.Cost", "foldMap \\part ->", "foldMap  \\part ->")
    assert typed(elsewhere.root) == ["values totalCost"]


def test_restoring_again_changes_nothing(pantry: Pantry, elsewhere: Pantry) -> None:
    path = dumped(pantry)
    elsewhere.call("restore", str(path))
    elsewhere.call("restore", str(path))
    assert len(elsewhere.data("log")) == 1


def test_a_dump_is_a_state_to_compare_with(pantry: Pantry) -> None:
    path = dumped(pantry)
    pantry.edit("Pantry.Cost", "-- | Money, in cents.", "-- | Money.")
    arguments = ("-C", str(pantry.root), "--name-only")
    assert pantry.call("diff", str(path), *arguments) == "Pantry.Cost.Cents\n"


def test_what_is_not_a_dump_is_refused(pantry: Pantry) -> None:
    path = dumped(pantry)
    data = path.read_bytes()
    for name, content, reason in (
        ("damaged", data[:-1] + bytes([data[-1] ^ 1]), "its checksum does not hold"),
        ("newer", data[:14] + b"\0\7" + data[16:], "is a dump of version 7"),
        ("other", b"something else", "is not a dump of a workspace"),
    ):
        other = path.with_name(name)
        other.write_bytes(content)
        pantry.call("restore", str(other), "-C", str(pantry.root), status=2)
        assert reason in pantry.errors
    pantry.call("restore", "missing", status=2)
    assert "missing cannot be read" in pantry.errors
