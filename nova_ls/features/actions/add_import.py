"""A name that is not in scope is imported from a module that exports it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.state.module import Module, ModuleOrigin
from nova_ls.features.actions.code_action import ActionKind, CodeAction, Finding
from nova_ls.features.actions.import_lines import import_edit, import_lines
from nova_ls.features.actions.reference_list import WantedReference
from nova_ls.features.exporters import exporting, is_internal, reaches
from nova_ls.names.modules.exports import Exports
from nova_ls.names.problems.scope import UnknownName
from nova_ls.workspace.snapshot import Snapshot

_QUALIFIED: Final = re.compile(r"((?:[A-Z][\w']*\.)*)(.+)", re.DOTALL)


@value
class Sought:
    """A name that is not in scope, the spaces in which it may be meant, and its qualifier or ""."""

    spaces: tuple[Space, ...]
    qualifier: str
    name: str


@value
class _Candidate:
    module: str
    wanted: WantedReference
    key: ElementKey


def sought_name(finding: Finding) -> Sought | None:
    """What a diagnostic misses; None: it is of another kind."""
    problem = finding.diagnostic.problem
    if not isinstance(problem, UnknownName):
        return None
    is_qualifier = problem.space is Space.MODULE
    # Of an unknown qualifier the name behind it stands in the text only.
    written = finding.text.strip("()`") if is_qualifier else problem.name
    match = _QUALIFIED.fullmatch(written)
    if match is None:
        return None
    qualifier, name = match[1][:-1], match[2]
    if not is_qualifier:
        return Sought((problem.space,), qualifier, name)
    return Sought(_spaces_of(name), qualifier, name) if qualifier == problem.name else None


def _spaces_of(name: str) -> tuple[Space, ...]:
    if name[0].isupper():
        return Space.CONSTRUCTOR, Space.TYPE, Space.CLASS
    if name[0].isalpha() or name[0] == "_":
        return (Space.VALUE,)
    return Space.VALUE_OPERATOR, Space.TYPE_OPERATOR


def add_import(snapshot: Snapshot, finding: Finding) -> Iterator[CodeAction]:
    """One action for each module that exports what is missing, the likeliest first."""
    sought = sought_name(finding)
    if sought is None:
        return
    module = finding.module
    imported = {line.item.module for line in import_lines(module)}
    candidates = sorted(
        _candidates(snapshot, module, sought),
        key=lambda each: _rank(snapshot, each, sought, imported),
    )
    likely = [each for each in candidates if not is_internal(each.module)]
    for candidate in candidates:
        edit = import_edit(module, candidate.module, sought.qualifier, candidate.wanted)
        if edit is None:
            continue
        title = f"Import `{sought.name}` from `{candidate.module}`"
        if sought.qualifier:
            title += f" as `{sought.qualifier}`"
        is_preferred = likely == [candidate]
        yield CodeAction(title, ActionKind.QUICK_FIX, (edit,), finding, is_preferred)


def _candidates(snapshot: Snapshot, module: Module, sought: Sought) -> Iterator[_Candidate]:
    for name, meanings in exporting(snapshot, sought.name).items():
        exports = snapshot.exports(name)
        if exports is None and snapshot.exported is not None:
            exports = snapshot.exported.of_module(name)
        if exports is None or name in (module.name, "Prim"):
            continue
        for space in sought.spaces:
            key = meanings.get(space)
            if key is not None and not reaches(snapshot, name, module.name):
                yield _Candidate(name, _wanted(exports, space, sought.name), key)
                break


def _wanted(exports: Exports, space: Space, name: str) -> WantedReference:
    owner = exports.owners.get(name, "") if space is Space.CONSTRUCTOR else ""
    return WantedReference(space, name, owner)


def _rank(
    snapshot: Snapshot, candidate: _Candidate, sought: Sought, imported: set[str]
) -> tuple[object, ...]:
    """The likeliest first: public, named as the qualifier says, imported already, the workspace's own, Prelude, the one that defines it, short."""
    name = candidate.module
    module = snapshot.module(name)
    qualifier = sought.qualifier
    return (
        is_internal(name),
        bool(qualifier) and name != qualifier and not name.endswith(f".{qualifier}"),
        name not in imported,
        module is None or module.origin is not ModuleOrigin.WORKSPACE,
        name != "Prelude",
        candidate.key.namespace != name,
        name.count("."),
        name,
    )
