"""What one edit makes the engine do: the step from the texts checked last to those on disk, taken once more and watched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nova_ls.compiler.edit_trace import EditTrace, EditWatch
from nova_ls.compiler.state.module import ModuleOrigin
from nova_ls.history.history import History
from nova_ls.history.state import State, state_of_branch
from nova_ls.log.follow import checked_branch
from nova_ls.log.log_error import LogError
from nova_ls.workspace.read_source import Unreadable, read_source


def trace_edit(history: History, paths: Sequence[Path]) -> EditTrace:
    """Check the texts that some files had when they were checked last, then edit them to what they are now."""
    checked = state_of_branch(history.log, checked_branch(history.database))
    edits = {path: _texts(history, checked, path) for path in paths}
    before_edit = history.texts() | {path: old for path, (old, _) in edits.items()}
    program = history.uncommitted(before_edit).program
    for module in list(program.modules.values()):
        if module.origin is ModuleOrigin.WORKSPACE and module.is_restored:
            program.world.expand(module)  # so that every unit has questions to tell reasons from
    for _ in program.settle():
        pass
    watch = EditWatch(program)
    for path, (_, new) in edits.items():
        edited = program.world.paths.get(path)
        if edited is not None:
            program.update(edited, edited.source.replace(new))
    watch.edited()
    for _ in program.settle():
        pass
    return watch.stop()


def _texts(history: History, checked: State, path: Path) -> tuple[str, str]:
    new = read_source(path)
    if isinstance(new, Unreadable):
        raise LogError(f"{path} cannot be read")
    for name, module in checked.modules.items():
        if history.root / module.path == path:
            old = checked.text_of_module(name)
            if old is not None:
                return old, new
    raise LogError(f"{path} was not checked before")
