"""Why the key of a module suffices: what its imports' texts decide is all that it asks, but for instances."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nova_ls.compiler.baseline import Baseline
from nova_ls.compiler.facts import ExportsFact, Fact, InterfaceFact
from nova_ls.names.modules.prim import PRIM_EXPORTS
from nova_ls.workspace.discovery import LIBRARY
from nova_ls.workspace.workspace import Workspace
from tests.compiler.world import library_database


def test_nobody_asks_of_what_lies_outside_of_their_imports() -> None:
    """But for instances, which are compared: what a module was told is decided by the texts that its key is made of."""
    workspace = Workspace(None, Baseline(library_database(), None, LIBRARY))
    archive = workspace.baseline.archive
    imports = {name: record_imports(workspace, name) for name in archive.module_names()}
    for name in imports:
        record = archive.rows.of_module(name)
        assert record is not None
        facts, _ = archive.outcomes.facts.unpack(record.asked)
        outside = {module for fact in facts for module in modules_of(fact)} - closure(name, imports)
        assert outside <= PRIM_EXPORTS.keys(), name


def record_imports(workspace: Workspace, name: str) -> list[str]:
    record = workspace.baseline.archive.rows.of_module(name)
    return [] if record is None else [imported for imported, _ in record.imports]


def closure(name: str, imports: Mapping[str, list[str]]) -> set[str]:
    found, pending = {name}, [name]
    while pending:
        for other in imports.get(pending.pop(), ()):
            if other not in found:
                found.add(other)
                pending.append(other)
    return found


def modules_of(fact: Fact) -> Iterator[str]:
    """The modules that a question is about."""
    if isinstance(fact, InterfaceFact):
        yield fact.key.namespace
    elif isinstance(fact, ExportsFact):
        yield fact.module
    else:
        owner = fact.scope_owner()
        if owner is not None:
            yield owner
