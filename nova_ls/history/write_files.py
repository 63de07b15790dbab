"""Writing files as they were."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from nova_ls.base.whole_file import write_whole
from nova_ls.compiler.model.source import Source
from nova_ls.history.declaration import StoredDeclaration
from nova_ls.history.declaration_names import DeclarationNames, declaration_in
from nova_ls.history.history import History
from nova_ls.history.restoring_edit import restoring_edit
from nova_ls.history.state import State
from nova_ls.log.log_error import LogError
from nova_ls.workspace.discovery import is_source
from nova_ls.workspace.read_source import BOM, Unreadable, read_source


def own_work(root: Path, old: State, new: State) -> list[str]:
    """The paths whose files are neither as one state has them nor as the other does: changing states would lose them.

    A checkout that was interrupted leaves some files as they were and others as they are to be; giving it again goes on.
    """
    before, after = _texts(old), _texts(new)
    found: list[str] = []
    for path in sorted({*before, *after}):
        there = _read(_place(root, path))
        if there is not None and there not in (before.get(path), after.get(path)):
            found.append(path)
    return found


def write_state(root: Path, old: State, new: State) -> list[str]:
    """Make the files of one state those of another; the paths written or removed, relative to the root.

    `LogError` where a text is no longer kept, and then nothing was written, or where a file cannot be written. Each file
    is at any time as it was or as it is to be.
    """
    texts: dict[str, str] = {}
    for path, text in _texts(new).items():
        if text is None:
            raise LogError(f"the text of {path} is no longer kept")
        texts[path] = text
    gone = sorted({module.path for module in old.modules.values()} - texts.keys())
    places = {path: _place(root, path) for path in (*texts, *gone)}
    changed = [path for path, text in sorted(texts.items()) if _write(places[path], text)]
    for path in gone:
        with _said(places[path]):
            places[path].unlink(missing_ok=True)
        changed.append(path)
    for folder in {places[path].parent for path in changed}:
        _sync(folder)
    return changed


def restore_declarations(
    history: History, state: State, names: list[str]
) -> Iterator[tuple[str, str]]:
    """Put declarations, or whole modules, back as they were in a state; the paths and names that changed."""
    known = DeclarationNames(history.log, history.branch)
    now = history.head().modules
    for name in names:
        if name in state.modules:
            text = state.text_of_module(name)
            if text is None:
                raise LogError(f"the text of {name} is no longer kept")
            path = (now[name] if name in now else state.modules[name]).path
            if _write(_place(history.root, path), text):
                yield path, name
        else:
            yield from _restore(history, declaration_in(state, name, known))


def _restore(history: History, declaration: StoredDeclaration) -> Iterator[tuple[str, str]]:
    name = declaration.key.namespace
    module = history.head().modules.get(name)
    if module is None:
        raise LogError(f"there is no module {name} any more; check it out as a whole")
    file = _place(history.root, module.path)
    text = read_source(file)
    if isinstance(text, Unreadable):
        raise LogError(f"{module.path} cannot be read; check {name} out as a whole")
    edit = restoring_edit(Source(text), declaration)
    if edit is not None:
        _write(file, text[: edit.start] + edit.text + text[edit.end :])
        yield module.path, declaration.name


def _texts(state: State) -> dict[str, str | None]:
    """The texts of a state's files by path; None for those that are no longer kept."""
    return {module.path: state.text_of_module(name) for name, module in state.modules.items()}


def _place(root: Path, path: str) -> Path:
    """Where a file of a state is written: a source below the root, whatever a dump or a database from elsewhere says."""
    place = Path(os.path.normpath(root / path))
    if not place.is_relative_to(root) or not is_source(place):
        raise LogError(f"{path} is not a source file of this workspace")
    return place


def _read(file: Path) -> str | None:
    """The text of a file, whatever bytes it has; None where there is none."""
    if not file.is_file():
        return None
    return file.read_bytes().decode("utf-8", "surrogateescape").removeprefix(BOM)


def _write(file: Path, text: str) -> bool:
    """Write a file if it has another text; whether it had. At no time is half of it there."""
    with _said(file):
        mark = ""
        if file.is_file():
            mark = BOM if file.read_bytes().startswith(BOM.encode()) else ""
            if _read(file) == text:
                return False
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, (mark + text).encode("utf-8", "surrogatepass"))
    return True


def _sync(folder: Path) -> None:
    """Let the names in a folder outlive a power failure: what is written to the database next tells that they are there."""
    with suppress(OSError):  # Not every system can.
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def _said(file: Path) -> Iterator[None]:
    """An operating system error is shown to the user as it is."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LogError(
            f"{file} cannot be written: {reason}; no text is lost, the command can be given again"
        ) from error
