"""Writing files as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nova_ls.compiler.source import Source
from nova_ls.log.errors import LogError
from nova_ls.workspace.history.declaration import declarations
from nova_ls.workspace.history.history import History
from nova_ls.workspace.history.names import Named, Names
from nova_ls.workspace.history.restoring import restoring_edit
from nova_ls.workspace.history.state import State
from nova_ls.workspace.read_source import BOM


def write_state(root: Path, old: State, new: State) -> list[str]:
    """Make the files of one state those of another; the paths written or removed, relative to the root.

    `LogError` where a text is no longer kept; then nothing was written.
    """
    before = {module.path for module in old.modules.values()}
    texts: dict[str, str] = {}
    for name, module in new.modules.items():
        text = new.text_of_module(name)
        if text is None:
            raise LogError(f"the text of {name} is no longer kept")
        texts[module.path] = text
    changed: list[str] = []
    for path, text in sorted(texts.items()):
        file = root / path
        if _write(file, text):
            changed.append(path)
    for path in sorted(before - texts.keys()):
        (root / path).unlink(missing_ok=True)
        changed.append(path)
    return changed


def restore_declarations(
    history: History, state: State, names: list[str]
) -> Iterator[tuple[str, str]]:
    """Put declarations, or whole modules, back as they were in a state; the paths and names that changed."""
    known = Names(history.log, history.branch)
    for name in names:
        if name in state.modules:
            text = state.text_of_module(name)
            if text is None:
                raise LogError(f"the text of {name} is no longer kept")
            path = state.modules[name].path
            if _write(history.root / path, text):
                yield path, name
        else:
            yield from _restore(history, state, known.find(name))


def _restore(history: History, state: State, named: Named) -> Iterator[tuple[str, str]]:
    found = declarations(state, named.units)
    declaration = next((d for key, d in found.items() if key.name == named.element), None)
    if declaration is None:
        raise LogError(f"there is no {named.name} in {state.label}")
    module = history.head().modules.get(named.module)
    if module is None:
        raise LogError(f"there is no module {named.module} any more; check it out as a whole")
    file = history.root / module.path
    text = file.read_bytes().decode("utf-8").removeprefix(BOM)
    edit = restoring_edit(Source(text), declaration)
    if edit is not None:
        _write(file, text[: edit.start] + edit.text + text[edit.end :])
        yield module.path, named.name


def _write(file: Path, text: str) -> bool:
    """Write a file if it has another text; whether it had."""
    mark = ""
    if file.is_file():
        there = file.read_bytes().decode("utf-8", "replace")
        mark = BOM if there.startswith(BOM) else ""
        if there.removeprefix(BOM) == text:
            return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((mark + text).encode("utf-8", "surrogatepass"))
    return True
