"""Dumps of a workspace: what a stranger may hand us is restored whole or refused in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nova_ls.engine.event_trace import Action
from nova_ls.history import state_dump as dumps
from nova_ls.store.dump_file import DumpFormat, DumpRefused, read_dump, write_dump
from nova_ls.workspace.open_workspace import open_workspace
from nova_ls.workspace.workspace import Workspace

FORM = DumpFormat(
    b"nova-ls state\n", 2, "workspace", frozenset(("schema", "entries", "artifacts", "edges"))
)
TEXTS = {
    "A.nova": "module A where\n\ndata T = T\n\nf :: T -> T\nf x = x\n",
    "B.nova": "module B where\n\nimport A\n\ng = f T\n",
}


def checkout(root: Path) -> Workspace:
    root.mkdir()
    (root / "nova.toml").write_text("[project]\n")
    for name, text in TEXTS.items():
        (root / name).write_text(text)
    return open_workspace(root, root / ".nova").workspace


def check(workspace: Workspace) -> int:
    """Check everything; how many elements were typed for it."""
    workspace.scan()
    for _ in workspace.settle():
        pass
    workspace.commit("checked")
    return workspace.program.tally[Action.RAN]


@pytest.fixture
def dumped(tmp_path: Path) -> Path:
    workspace = checkout(tmp_path / "one")
    assert check(workspace) > 0
    path = tmp_path / "dump"
    assert dumps.dump(workspace.baseline, path) > 0
    workspace.close()
    return path


def test_another_checkout_types_nothing(dumped: Path, tmp_path: Path) -> None:
    workspace = checkout(tmp_path / "two")
    assert dumps.restore(workspace.baseline, dumps.read_dump(dumped), None, "restored") is not None
    assert check(workspace) == 0
    assert dumps.restore(workspace.baseline, dumps.read_dump(dumped), None, "restored") is None
    workspace.close()


def changed(path: Path, **fields: Any) -> Path:
    write_dump(path, FORM, {**read_dump(path, FORM), **fields})
    return path


def test_results_of_another_version_are_refused_and_nothing_is_written(
    dumped: Path, tmp_path: Path
) -> None:
    workspace = checkout(tmp_path / "two")
    revision = workspace.baseline.database.revision
    other = dumps.read_dump(changed(dumped, schema=1))
    with pytest.raises(DumpRefused, match="the dump's results are of version 1, those of this"):
        dumps.restore(workspace.baseline, other, None, "restored")
    assert workspace.baseline.database.revision == revision
    workspace.close()


def test_an_entry_with_another_payload_is_refused(dumped: Path) -> None:
    entries = read_dump(dumped, FORM)["entries"]
    name, part = next(iter(entries[0][2].items()))
    entries[0][2][name] = part + b"?"
    with pytest.raises(DumpRefused, match="an entry is not what its id stands for"):
        dumps.read_dump(changed(dumped, entries=entries))


VALUES = st.recursive(
    st.none() | st.integers(0, 300) | st.text(max_size=3) | st.binary(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(FORM.fields), VALUES)))
def test_whatever_a_dump_holds_is_read_or_refused(dumped: Path, fields: dict[str, object]) -> None:
    whole = dumped.read_bytes()
    try:
        dumps.read_dump(changed(dumped, **fields))
    except DumpRefused:
        assert fields
    finally:
        dumped.write_bytes(whole)
