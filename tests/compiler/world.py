"""A workspace on disk with an editor beside it, for tests: texts go in, everything a person could see comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from nova_ls.base.diagnostic import Severity
from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.lines import Encoding
from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.checked_library import CheckedLibrary
from nova_ls.compiler.model import units
from nova_ls.compiler.model.units import Unit
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.diagnostics import render
from nova_ls.engine.event_trace import Action
from nova_ls.store import Access, ArtifactKind, Database, Index, open_database, open_in_memory
from nova_ls.store.keyvalue import KeyValue
from nova_ls.store.node import node_row
from nova_ls.store.rocks import RocksKeyValue, RocksLocation
from nova_ls.store.stored import StoredDatabase
from nova_ls.types.codec.type_codec import encode_diagnostics
from nova_ls.types.core.interface import ValueInterface
from nova_ls.types.core.type import HAS_ERRORS
from nova_ls.types.render.render_type import render_type
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.source_file import TextChange
from nova_ls.workspace.workspace import Workspace

_IMPORTED = "Prelude Data.Maybe Data.Array Data.Tuple Effect.Console Safe.Coerce Type.Proxy"
_OFFERED = (
    "Data.Int Data.Map Data.Map.Internal Data.NaturalTransformation Data.Semiring Data.Unfoldable"
)


@cache
def library_database(modules: str = _IMPORTED) -> StoredDatabase:
    """A database that knows some of the standard library's modules, and nothing else; never written again."""
    database = open_in_memory()
    workspace = Workspace(None, Baseline(database, None, LIBRARY))
    imports = "".join(f"import {name}\n" for name in modules.split())
    path = Path("/library/Everything.nova")
    workspace.open_document(path, f"module Everything where\n{imports}", 1)
    settle(workspace)
    workspace.close_document(path)
    settle(workspace)
    workspace.commit("the library")
    return database


def copy_of_library() -> StoredDatabase:
    """A database of one's own that knows these modules."""
    copied = RocksKeyValue(None, RocksLocation.MEMORY)
    _copy_library(copied)
    return StoredDatabase(copied, Access.MEMORY)


def over_library() -> Workspace:
    """A workspace of no folder over a database that knows the library; all such workspaces share it: they must not commit."""
    return Workspace(None, Baseline(library_database(f"{_IMPORTED} {_OFFERED}"), None, LIBRARY))


def put_library(folder: Path) -> None:
    """Let the database in a folder, which is not there yet, know these modules."""
    database = open_database(folder).database
    _copy_library(database.store)
    database.close()


def _copy_library(target: KeyValue) -> None:
    rows = library_database().store
    target.write({index: dict(rows.scan(index)) for index in Index})


def lose(database: StoredDatabase, kind: ArtifactKind, key: bytes, is_damaged: bool) -> None:
    """Let a row of the database be gone, or still there and not be read."""
    if is_damaged:
        database.repair_rows(
            [(Index.ARTIFACTS, node_row(kind, key), b"what a bad disk gives back")]
        )
    else:
        database.delete_artifact(kind, key)


def settle(workspace: Workspace) -> None:
    for _ in workspace.settle():
        pass


def checked_library(id: bytes = b"library") -> CheckedLibrary:
    """The modules of the standard library that tests import, for the layer below a workspace's own."""
    return CheckedLibrary(library_database(), LIBRARY, id)


def open_world(
    root: Path | None, database: Database, below: CheckedLibrary | None = None
) -> Workspace:
    """A workspace as a client opens it: every file of its folder taken in, nothing checked yet."""
    workspace = Workspace(root, Baseline(database, root, LIBRARY, checked_library=below))
    workspace.scan()
    return workspace


def fresh(texts: Mapping[Path, str]) -> Workspace:
    """A from-scratch check of some texts."""
    return _checked(texts, library_database())


def fresh_from_nothing(texts: Mapping[Path, str]) -> Workspace:
    """A from-scratch check that checks the library too, for texts which may be in its way."""
    return _checked(texts, open_in_memory())


def _checked(texts: Mapping[Path, str], database: Database) -> Workspace:
    workspace = Workspace(None, Baseline(database, None, LIBRARY))
    for path in sorted(texts):
        workspace.open_document(path, texts[path], 1)
    settle(workspace)
    return workspace


def change(workspace: Workspace, path: Path, start: int, end: int, text: str) -> None:
    """Replace code points start..end of an open document, as an editor would."""
    source = workspace.files[path].source
    first = source.position_at(start, Encoding.UTF16)
    last = source.position_at(end, Encoding.UTF16)
    edit = TextChange(((first.line, first.column), (last.line, last.column)), text)
    workspace.change_document(path, [edit], 1, Encoding.UTF16)


def retype(workspace: Workspace, path: Path, old: str, new: str) -> None:
    """Replace the only occurrence of `old` in an open document."""
    text = workspace.files[path].source.text
    assert text.count(old) == 1, (old, text.count(old))
    start = text.index(old)
    change(workspace, path, start, start + len(old), new)


# ---------------------------------------------------------------------------- what ran


class Did(NamedTuple):
    """The typed units that were computed, and those that were found, as `kind Module.name`."""

    ran: list[str]
    found: list[str]


def settle_and_trace(workspace: Workspace) -> Did:
    """Settle, and tell what had to be typed for it."""
    trace = workspace.program.engine.trace
    trace.clear()
    settle(workspace)
    return Did(
        sorted(_named(u) for u, action in trace.events() if _is_typed(u) and action is Action.RAN),
        sorted(
            _named(u) for u, action in trace.events() if _is_typed(u) and action is Action.FOUND
        ),
    )


def _is_typed(unit: Unit) -> bool:
    return isinstance(unit, units.TypedUnit)


def _named(unit: Unit) -> str:
    return f"{unit.tag} {unit.module}.{unit.key.name}"


# ---------------------------------------------------------------------------- what can be seen


class View(NamedTuple):
    """All that a workspace shows of its own modules, in plain values that can be compared and read."""

    diagnostics: dict[str, list[Any]]
    exports: dict[str, list[str]]
    schemes: dict[str, str]
    hovers: dict[str, list[Any]]


def view(workspace: Workspace) -> View:
    """What a settled workspace shows. Looking changes nothing: a module that its record stands in for stays so."""
    diagnostics: dict[str, list[Any]] = {}
    exports: dict[str, list[str]] = {}
    schemes: dict[str, str] = {}
    hovers: dict[str, list[Any]] = {}
    for file in workspace.files.values():
        if file.origin is ModuleOrigin.WORKSPACE:
            diagnostics[file.path.name] = _diagnostics(workspace, file)
    for module in _own_modules(workspace):
        exports[module.name] = _exports(module)
        for key in workspace.program.table.list_namespace(module.name):
            scheme = workspace.program.table.get_scheme(key)
            assert scheme is not None
            schemes[repr(key)] = scheme.hash.hex()[:12] + " " + _shown(scheme.interface)
            ast = workspace.program.table.get_ast(key)
            if ast is not None:
                notes, names = ast.annotations, ast.references
                hovers[repr(key)] = [
                    *(
                        (s, e, render_type(t))
                        for s, e, t in zip(notes.starts, notes.ends, notes.types, strict=True)
                    ),
                    *(
                        (s, e, repr(t))
                        for s, e, t in zip(names.starts, names.ends, names.targets, strict=True)
                    ),
                ]
    return View(diagnostics, exports, schemes, hovers)


def has_errors(workspace: Workspace) -> bool:
    """Whether anything is reported to be wrong, in any file."""
    return any(
        each.severity is Severity.ERROR
        for file in workspace.files.values()
        for _, each in workspace.diagnostics(file)
    )


def types_in_error(workspace: Workspace) -> list[str]:
    """The workspace's elements whose types are not known, and the places of their bodies of which nothing is."""
    found: list[str] = []
    table = workspace.program.table
    for module in _own_modules(workspace):
        for key in table.list_namespace(module.name):
            scheme, ast = table.get_scheme(key), table.get_ast(key)
            interface = None if scheme is None else scheme.interface
            if isinstance(interface, ValueInterface) and interface.type.flags & HAS_ERRORS:
                found.append(repr(key))
            if ast is not None:
                notes = ast.annotations
                found += [
                    f"{key!r} {start}-{end}"
                    for start, end, type in zip(notes.starts, notes.ends, notes.types, strict=True)
                    if type.flags & HAS_ERRORS
                ]
    return found


def _own_modules(workspace: Workspace) -> list[Module]:
    return [m for m in workspace.program.modules.values() if m.origin is ModuleOrigin.WORKSPACE]


def references(workspace: Workspace) -> dict[str, list[Any]]:
    """Where each element is mentioned. All modules are expanded for that: references need their units."""
    modules = _own_modules(workspace)
    for module in modules:
        if module.is_restored:
            workspace.program.world.expand(module)
    settle(workspace)
    table = workspace.program.table
    keys = [key for module in modules for key in table.list_namespace(module.name)]
    return {repr(key): _references(workspace, key) for key in keys}


def _exports(module: Module) -> list[str]:
    exports = module.exports
    assert exports is not None
    named = [
        f"{space.name} {name} = {key!r}"
        for space in Space
        for name, key in exports.tables[space].items()
    ]
    constructors = [f"{name}({' '.join(names)})" for name, names in exports.constructors.items()]
    return [*sorted(named), *sorted(constructors), f"{module.declaration_count} declarations"]


def _diagnostics(workspace: Workspace, file: Any) -> list[Any]:
    source = file.source
    found = []
    for chunk, diagnostic in workspace.diagnostics(file):
        offset = source.offset_of(chunk)
        place = source.position_in(chunk, diagnostic.start, Encoding.UTF16)
        end = source.position_at(diagnostic.end + offset, Encoding.UTF16)
        related = [
            (r.element, r.start + (offset if r.element is None else 0), r.label)
            for r in diagnostic.related
        ]
        arguments = encode_diagnostics([replace(diagnostic, start=0, end=0, related=())])
        if diagnostic.code == "DuplicateModule":
            arguments = b""  # A path: where the workspace lies does not matter.
        message = render(diagnostic).replace(str(file.path.parent), "")
        shown = (diagnostic.code, int(diagnostic.severity), message, repr(related), arguments.hex())
        found.append((tuple(place), tuple(end), *shown))
    return sorted(found)


def _references(workspace: Workspace, key: ElementKey) -> list[Any]:
    snapshot = workspace.snapshot(Encoding.UTF16)
    found = set()
    for place in snapshot.references_to(key):
        if place.module.origin is ModuleOrigin.WORKSPACE:
            offset = place.module.source.offset_of(place.chunk)
            found.add((place.module.name, place.start + offset, place.end + offset))
    return sorted(found)


def _shown(interface: object) -> str:
    type_ = getattr(interface, "type", None)
    return f"{type(interface).__name__} {render_type(type_) if type_ is not None else ''}"


def assert_nothing_ran(workspace: Workspace) -> None:
    """Settle, and see that everything was known."""
    assert settle_and_trace(workspace).ran == []
