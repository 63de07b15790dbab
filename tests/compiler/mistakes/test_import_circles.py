"""Modules that import themselves or each other in a circle: what they export is as if it were found anew each time."""

from __future__ import annotations

from pathlib import Path

from nova_ls.base.keys import Space
from nova_ls.compiler.baseline import Baseline
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import change, copy_of_library, fresh, over_library, settle, view

SOURCE = "module Source where\n\ndata Colour = Red\n\nother :: Int\nother = 1\n"
SELF = "module Self (module M) where\n\nimport Source as M\nimport Self as M\n"


def test_a_module_that_imports_itself_keeps_no_name_because_it_had_it() -> None:
    source, itself = Path("/Source.nova"), Path("/Self.nova")
    workspace = over_library()
    workspace.open_document(source, SOURCE, 1)
    workspace.open_document(itself, SELF, 1)
    settle(workspace)
    at = SOURCE.index("data")
    change(workspace, source, at, at + len("data Colour = Red\n\n"), "")
    settle(workspace)
    exports = workspace.program.modules["Self"].exports
    assert exports is not None
    assert exports.get(Space.TYPE, "Colour") is None
    assert exports.get(Space.VALUE, "other") is not None
    texts = {path: workspace.files[path].source.text for path in (source, itself)}
    assert view(workspace) == view(fresh(texts))


CIRCLE = {
    "Source": SOURCE,
    "Left": "module Left (module Right, module Source) where\n\nimport Source\nimport Right\n",
    "Right": "module Right (module Left) where\n\nimport Left\n",
    "Use": "module Use where\n\nimport Right\n\nf :: Colour -> Int\nf Red = other\n",
}
LESS = CIRCLE | {"Source": SOURCE.replace("data Colour = Red\n\n", "")}


def test_a_name_that_has_gone_does_not_stay_in_a_circle_of_exports() -> None:
    workspace = over_library()
    for name, text in CIRCLE.items():
        workspace.open_document(Path(f"/{name}.nova"), text, 1)
    settle(workspace)
    source = Path("/Source.nova")
    change(workspace, source, 0, len(SOURCE), LESS["Source"])
    settle(workspace)
    wanted = fresh({Path(f"/{name}.nova"): text for name, text in LESS.items()})
    assert view(workspace) == view(wanted)
    change(workspace, source, 0, len(LESS["Source"]), SOURCE)
    settle(workspace)
    wanted = fresh({Path(f"/{name}.nova"): text for name, text in CIRCLE.items()})
    assert view(workspace) == view(wanted)


def test_a_name_that_goes_between_two_starts_does_not_stay_in_a_circle(tmp_path: Path) -> None:
    def opened() -> Workspace:
        workspace = Workspace(tmp_path, Baseline(database, tmp_path, LIBRARY))
        workspace.scan()
        settle(workspace)
        return workspace

    database = copy_of_library()
    for name, text in CIRCLE.items():
        (tmp_path / f"{name}.nova").write_text(text)
    opened().commit("all of it")
    (tmp_path / "Source.nova").write_text(LESS["Source"])
    wanted = fresh({tmp_path / f"{name}.nova": text for name, text in LESS.items()})
    assert view(opened()) == view(wanted)
