"""What the law asks of the log: a branch's heads are the units of its modules, and give the files back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from nova_ls.compiler.archive.log_names import log_unit, module_of
from nova_ls.compiler.model import units
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.history.state import state_of_branch
from nova_ls.log.log_unit import LogUnit
from nova_ls.log.reading import read_heads
from nova_ls.workspace.workspace import Workspace
from tests.compiler.law.comparison import library_names


def assert_history(workspace: Workspace, branch: str, texts: Mapping[Path, str]) -> None:
    """What the log has of a branch that was just committed; all modules are expanded."""
    modules = [m for m in workspace.program.modules.values() if m.origin is ModuleOrigin.WORKSPACE]
    log = workspace.baseline.log
    heads = {unit for unit, head in read_heads(log.database, branch) if head.entry is not None}
    wanted = set(_units(modules))
    # What is known of the library stays, whether or not it is imported.
    library = library_names() - {module.name for module in modules}
    others = {unit for unit in heads - wanted if module_of(unit, library) is not None}
    too_many, missing = sorted(heads - wanted - others), sorted(wanted - heads)
    assert not (too_many or missing), f"heads too many: {too_many}, heads missing: {missing}"
    state = state_of_branch(log, branch)
    assert sorted(state.module_names) == sorted(module.name for module in modules)
    for module in modules:
        text = state.text_of_module(module.name)
        assert text == texts[module.path], f"{module.name} in the log: {text!r}"
        assert state.modules[module.name].path == module.path.name


def _units(modules: Iterable[Module]) -> Iterable[LogUnit]:
    for module in modules:
        yield LogUnit(units.Outline.tag, module.name)
        for unit in {**module.sources, **module.members}:
            if isinstance(unit, units.TypedUnit):
                yield log_unit(unit)
