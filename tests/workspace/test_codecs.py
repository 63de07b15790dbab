"""When an encoding changes, what the former version wrote is made anew, once, and no error is shown."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECK = """
import sys
from nova_ls.base import codecs
codecs.TYPES = codecs.Codec("types", codecs.TYPES.version + int(sys.argv[1]))
if sys.argv[3:] == ["blind"]:
    from nova_ls.compiler.queries import check_unit
    check_unit._diagnostics = lambda kind, resolved, checked: {}
from nova_ls.engine.event_trace import Action
from nova_ls.store.database_check import check_database
from nova_ls.workspace.open_workspace import open_workspace
from pathlib import Path
root = Path(sys.argv[2])
workspace = open_workspace(root, root / ".nova").workspace
workspace.scan()
for _ in workspace.settle():
    pass
workspace.commit("checked")
wrong = [d.code for file in workspace.files.values() for _, d in workspace.diagnostics(file)]
database = workspace.baseline.database
print(workspace.program.tally[Action.RAN], wrong, check_database(database))
"""


def check(root: Path, newer: int, *flags: str) -> str:
    """How much is typed, diagnostics, faults. `blind`: by a checker that sees no mistakes."""
    arguments = [sys.executable, "-c", CHECK, str(newer), str(root), *flags]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.slow
def test_a_raised_version_has_all_typed_again_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "nova.toml").write_text("[project]\n")
    (tmp_path / "A.nova").write_text("module A where\n\ndata T = T\n\nf :: T -> T\nf x = x\n")
    (tmp_path / "B.nova").write_text("module B where\nimport A\n\ng :: T -> T\ng x = f x\n")
    first = check(tmp_path, 0)
    assert first.endswith(" [] []")
    assert not first.startswith("0 ")
    assert check(tmp_path, 0) == "0 [] []"
    assert check(tmp_path, 1) == first
    assert check(tmp_path, 1) == "0 [] []"


@pytest.mark.slow
def test_verdicts_of_a_former_version_are_not_believed_and_its_history_is_kept(
    tmp_path: Path,
) -> None:
    (tmp_path / "nova.toml").write_text("[project]\n")
    (tmp_path / "A.nova").write_text("module A where\n\nf :: Int\nf = 1\n")
    first = check(tmp_path, -1, "blind")
    (tmp_path / "A.nova").write_text('module A where\n\nf :: Int\nf = "one"\n')
    assert check(tmp_path, -1, "blind").endswith(" [] []")
    assert check(tmp_path, -1, "blind") == "0 [] []"
    again = check(tmp_path, 0)
    assert again == first.replace("[] []", "['TypesDoNotUnify'] []")
    assert check(tmp_path, 0) == "0 ['TypesDoNotUnify'] []"
    # Both texts, and the other verdict on the second one.
    assert versions(tmp_path, "A.f").count("commit ") == 3
    # The former text is found in the history, and typed by today's checker.
    (tmp_path / "A.nova").write_text("module A where\n\nf :: Int\nf = 1\n")
    assert check(tmp_path, 0) == "1 [] []"


def versions(root: Path, name: str) -> str:
    """What `nova-ls log` shows of a declaration."""
    arguments = [sys.executable, "-m", "nova_ls", "-C", str(root), "log", name]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
