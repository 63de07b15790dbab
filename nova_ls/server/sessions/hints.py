"""Finding out, with nothing else to do, what else there is to say of what is wrong in open documents (features/hints.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nova_ls.base.diagnostic import Problem
from nova_ls.base.lines import Encoding
from nova_ls.features.hints import has_hint, hint
from nova_ls.workspace.source_file import File
from nova_ls.workspace.workspace import Workspace


def find_hints(
    workspace: Workspace, encoding: Encoding, tell: Callable[[File], None]
) -> Iterator[None]:
    """Set `hints` of the workspace, in small steps; tells of each document whose messages are others now.

    What was found before stays until something else is: nobody sees a message flicker.
    """
    wanted = {
        file: [one.problem for _, one in workspace.diagnostics(file) if has_hint(one.problem)]
        for file in workspace.files.values()
        if file.document is not None
    }
    found: dict[Problem, str] = {}
    if any(wanted.values()):
        exported, modules = workspace.exported_names, workspace.program.modules
        while exported.read_next(modules):
            yield
        exported.take_in(modules)
        snapshot = workspace.snapshot(encoding)
        for file, problems in wanted.items():
            for problem in problems:
                if file.module is not None and problem not in found:
                    found[problem] = hint(snapshot, file.module, problem)
                    yield
    before, workspace.hints = workspace.hints, found
    for file, problems in wanted.items():
        if any(before.get(each, "") != found.get(each, "") for each in problems):
            tell(file)
            yield
