"""The versions of one declaration: what each commit made of it."""

from __future__ import annotations

from collections.abc import Iterator

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.log_names import MODULE
from nova_ls.history.comparison.compare import ChangeKind, classify, differ
from nova_ls.history.declaration import StoredDeclaration, declarations
from nova_ls.history.declaration_names import ResolvedName
from nova_ls.history.module_layouts import Layouts
from nova_ls.history.state import State
from nova_ls.log.commit import Commit, CommitId, UnitChange
from nova_ls.log.declaration_log import DeclarationLog
from nova_ls.log.entry import EntryId
from nova_ls.log.log_unit import LogUnit
from nova_ls.types.codec.type_codec import SchemaMismatch
from nova_ls.types.core.interface import Interface
from nova_ls.types.render.render_declaration import render_declaration


@value
class DeclarationVersion:
    """What a commit made of a declaration. `declaration` None: it was removed."""

    commit: Commit
    declaration: StoredDeclaration | None
    previous: StoredDeclaration | None

    @property
    def kind(self) -> ChangeKind:
        """What the commit did; found out when it is asked for, since a count needs none of them."""
        if self.previous is None or self.declaration is None:
            return ChangeKind.ADDED if self.previous is None else ChangeKind.REMOVED
        kind = classify(self.previous, self.declaration)
        assert kind is not None
        return kind


def versions(
    log: DeclarationLog, named: ResolvedName, branch: str, layouts: Layouts | None = None
) -> Iterator[DeclarationVersion]:
    """Newest first, as far as they are kept. Commits that only had it checked again are left out.

    `layouts`: those of the log that the caller has read already.
    """
    layouts = Layouts(log) if layouts is None else layouts
    changes: dict[CommitId, list[UnitChange]] = {}
    commits: dict[CommitId, Commit] = {}
    state: dict[LogUnit, EntryId] = {}
    for unit in {*named.units, LogUnit(MODULE, named.module)}:
        head = log.head(unit, branch)
        if head is not None:
            state[unit] = head
        for version in log.history(unit, branch):
            changes.setdefault(version.commit.id, []).append(version.change)
            commits[version.commit.id] = version.commit
    before = _declaration(log, named, state, layouts)
    for commit in sorted(commits.values(), key=lambda commit: commit.time, reverse=True):
        after = before
        touched = layouts.changed_units(changes[commit.id])
        for change in changes[commit.id]:
            if change.old is None:
                state.pop(change.unit, None)
            else:
                state[change.unit] = change.old
        if touched.isdisjoint(named.units):
            continue  # Other declarations of the module.
        before = _declaration(log, named, state, layouts)
        if _differ(before, after):
            yield DeclarationVersion(commit, after, before)


def _differ(before: StoredDeclaration | None, after: StoredDeclaration | None) -> bool:
    if before is None or after is None:
        return before is not after
    return differ(before, after)


def _declaration(
    log: DeclarationLog, named: ResolvedName, state: dict[LogUnit, EntryId], layouts: Layouts
) -> StoredDeclaration | None:
    if not any(unit.kind != MODULE for unit in state):
        return None
    found = declarations(State("", state, log, layouts=layouts), state)
    return next((d for key, d in found.items() if key.name == named.element), None)


def signature(declaration: StoredDeclaration) -> str:
    """The declaration without its body; its name where its type is not known."""
    key = declaration.key

    def find(other: ElementKey) -> Interface | None:
        owned = declaration.schemes.get(other)
        return None if owned is None else owned.interface

    try:
        scheme = declaration.schemes.get(key)
        if scheme is None:
            return key.name
        return render_declaration(key, scheme.interface, find)
    except SchemaMismatch:
        return key.name
