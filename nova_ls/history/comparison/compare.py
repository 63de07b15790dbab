"""What differs between two states of a workspace, in declarations, and whom that breaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.compiler.archive.log_names import MODULE
from nova_ls.compiler.restore.module_entry import ModuleEntry
from nova_ls.history.comparison.api_changes import ApiChange, Bump, api_changes
from nova_ls.history.comparison.compared_state import ComparedState, show_both
from nova_ls.history.declaration import StoredDeclaration, full_name
from nova_ls.history.module_layouts import recommented
from nova_ls.history.state import State
from nova_ls.log.log_unit import LogUnit
from nova_ls.types.core.same_interface import same_interface


class ChangeKind(StrEnum):
    """How a declaration differs."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    TYPE_CHANGED = "type changed"
    BODY_CHANGED = "body changed"
    COMMENT_CHANGED = "comment changed"
    LAYOUT_CHANGED = "layout changed"  # white space only
    FAILS = "no longer types"  # with its own text as it was
    FIXED = "types again"  # with its own text as it was


@value
class DeclarationChange:
    """One declaration that differs. `breaking`: for users of its module, or for `broken` callers in the workspace.

    `callers`: the names of all that used it before; `broken`: those of them that no longer type.
    `old_type`, `new_type`: the declarations without their bodies, where these differ.
    """

    kind: ChangeKind
    key: ElementKey
    old: StoredDeclaration | None
    new: StoredDeclaration | None
    old_type: str | None = None
    new_type: str | None = None
    breaking: bool = False
    reason: str = ""
    callers: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The full name of the declaration."""
        return full_name(self.key)


@value
class ModuleChange:
    """A module that came, went, or got another header. `names`: what it exports now (`+`) or no more (`-`)."""

    name: str
    kind: ChangeKind
    names: tuple[str, ...] = ()


@value
class Comparison:
    """All that differs between two states."""

    old: State
    new: State
    modules: tuple[ModuleChange, ...]
    declarations: tuple[DeclarationChange, ...]
    api: tuple[ApiChange, ...]

    @property
    def bump(self) -> Bump:
        """The version bump that all of it asks for."""
        least = Bump.PATCH if self.declarations or self.modules else Bump.NONE
        return max((change.bump for change in self.api), default=least)

    @property
    def is_breaking(self) -> bool:
        """Whether something that worked before does not any more."""
        return self.bump is Bump.MAJOR or any(
            change.breaking or change.kind is ChangeKind.FAILS for change in self.declarations
        )


def compare(old: State, new: State) -> Comparison:
    """What has to happen to `old` to become `new`."""
    units = old.units.keys() | new.units.keys()
    changed = [unit for unit in units if old.units.get(unit) != new.units.get(unit)]
    for name in [unit.name for unit in changed if unit.kind == MODULE]:
        changed += recommented(old.pieces(name), new.pieces(name))
    before, after = ComparedState(old, changed), ComparedState(new, changed)
    changes = _pair_renamed(list(_changes(before, after)))
    api = api_changes(before, after)
    changes = _with_consequences(changes, api, before, after)
    changes.sort(key=lambda change: (change.key.namespace, change.key.space, change.key.name))
    modules = _modules(old, new, changed)
    return Comparison(old, new, tuple(modules), tuple(changes), tuple(api))


def _changes(before: ComparedState, after: ComparedState) -> Iterator[DeclarationChange]:
    for key in before.declarations.keys() | after.declarations.keys():
        old, new = before.declarations.get(key), after.declarations.get(key)
        if old is None and new is not None:
            yield DeclarationChange(ChangeKind.ADDED, key, None, new, None, after.show(key))
        elif old is not None and new is None:
            yield DeclarationChange(ChangeKind.REMOVED, key, old, None, before.show(key), None)
        elif old is not None and new is not None:
            change = _change(key, old, new, before, after)
            if change is not None:
                yield change


def _change(
    key: ElementKey,
    old: StoredDeclaration,
    new: StoredDeclaration,
    before: ComparedState,
    after: ComparedState,
) -> DeclarationChange | None:
    kind = classify(old, new)
    if kind is None:
        return None
    if kind is not ChangeKind.TYPE_CHANGED:
        return DeclarationChange(kind, key, old, new)
    return DeclarationChange(kind, key, old, new, *show_both(key, before, key, after))


def classify(old: StoredDeclaration, new: StoredDeclaration) -> ChangeKind | None:
    """How two versions of a declaration differ; None: it was only checked anew, against other interfaces."""
    if not _same_interfaces(old, new):
        return ChangeKind.TYPE_CHANGED
    if old.text.strip() != new.text.strip():
        if old.tokens() != new.tokens():
            return ChangeKind.BODY_CHANGED
        is_layout = "".join(old.text.split()) == "".join(new.text.split())
        return ChangeKind.LAYOUT_CHANGED if is_layout else ChangeKind.COMMENT_CHANGED
    if old.failed != new.failed:
        return ChangeKind.FAILS if new.failed else ChangeKind.FIXED
    return None


def differ(old: StoredDeclaration, new: StoredDeclaration) -> bool:
    """Whether `classify` says that they do, without finding out how."""
    return old.text.strip() != new.text.strip() or classify(old, new) is not None


def _same_interfaces(old: StoredDeclaration, new: StoredDeclaration) -> bool:
    """Of it and of all its constructors or members; what an earlier nova-ls wrote in another form counts as the same."""
    if not (old.schemes and new.schemes) and old.entries[0].schema != new.entries[0].schema:
        return True
    if old.schemes.keys() != new.schemes.keys():
        return False
    return all(
        scheme.hash == new.schemes[key].hash
        or same_interface(scheme.interface, new.schemes[key].interface)
        for key, scheme in old.schemes.items()
    )


# ---------------------------------------------------------------------------- renamings


def _pair_renamed(changes: list[DeclarationChange]) -> list[DeclarationChange]:
    """One change for what went under one name and came under another; the same module is preferred."""
    removed: dict[tuple[Space, tuple[str, ...]], list[DeclarationChange]] = {}
    for change in changes:
        if change.kind is ChangeKind.REMOVED and change.old is not None and change.old.text:
            removed.setdefault((change.key.space, change.old.tokens()), []).append(change)
    paired: list[DeclarationChange] = []
    gone: set[ElementKey] = set()
    for change in sorted(changes, key=lambda change: change.key):
        if change.kind is ChangeKind.ADDED and change.new is not None and change.new.text:
            sources = removed.get((change.key.space, change.new.tokens()))
            if sources:
                source = _nearest(sources, change.key.namespace)
                sources.remove(source)
                gone.add(source.key)
                change = replace(
                    change, kind=ChangeKind.RENAMED, old=source.old, old_type=source.old_type
                )
        paired.append(change)
    return [c for c in paired if c.kind is not ChangeKind.REMOVED or c.key not in gone]


def _nearest(sources: list[DeclarationChange], namespace: str) -> DeclarationChange:
    return next((one for one in sources if one.key.namespace == namespace), sources[0])


# ---------------------------------------------------------------------------- consequences


def _with_consequences(
    changes: list[DeclarationChange],
    api: Iterable[ApiChange],
    before: ComparedState,
    after: ComparedState,
) -> list[DeclarationChange]:
    """Say of each change whom it concerns: the users of its module, and its callers in the workspace."""
    reasons: dict[ElementKey, str] = {}
    for each in api:
        if each.bump is Bump.MAJOR:
            reasons.setdefault(before.owner(each.key), each.reason)
    concerned = [
        change
        for change in changes
        if change.old is not None
        and change.kind in (ChangeKind.REMOVED, ChangeKind.RENAMED, ChangeKind.TYPE_CHANGED)
    ]
    keys = {key for change in concerned if change.old for key in change.old.schemes}
    users = before.users(keys)
    units = {unit for found in users.values() for unit in found}
    broken = _newly_broken(before.state, after.state, units)
    result = [_failing(change) for change in changes if change not in concerned]
    for change in concerned:
        assert change.old is not None
        own = {entry_unit(change.old), *(LogUnit(e.kind, e.name) for e in change.old.entries)}
        used_by = {u for key in change.old.schemes for u in users[key]} - own
        names = tuple(sorted({unit.name for unit in used_by}))
        fails = tuple(sorted({unit.name for unit in used_by & broken}))
        reason = reasons.get(change.old.key, "")
        change = replace(
            change, breaking=bool(reason or fails), reason=reason, callers=names, broken=fails
        )
        result.append(_failing(change))
    return result


def _failing(change: DeclarationChange) -> DeclarationChange:
    """What does not type since its own text changed breaks something, too."""
    if change.kind is ChangeKind.FAILS or change.old is None or change.new is None:
        return change
    if change.old.failed or not change.new.failed:
        return change
    return replace(change, breaking=True, reason=change.reason or str(ChangeKind.FAILS))


def entry_unit(declaration: StoredDeclaration) -> LogUnit:
    """The log unit of a declaration's first entry."""
    entry = declaration.entries[0]
    return LogUnit(entry.kind, entry.name)


def _newly_broken(before: State, after: State, units: Iterable[LogUnit]) -> set[LogUnit]:
    wanted = list(units)
    was, now = before.entries(wanted), after.entries(wanted)
    return {
        unit
        for unit, entry in now.items()
        if entry.failed and not (unit in was and was[unit].failed)
    }


# ---------------------------------------------------------------------------- modules


def _modules(old: State, new: State, changed: Iterable[LogUnit]) -> Iterator[ModuleChange]:
    for unit in sorted(unit for unit in changed if unit.kind == MODULE):
        before, after = old.modules.get(unit.name), new.modules.get(unit.name)
        if before is None:
            yield ModuleChange(unit.name, ChangeKind.ADDED)
        elif after is None:
            yield ModuleChange(unit.name, ChangeKind.REMOVED)
        else:
            was, now = _exported(before), _exported(after)
            names = [*(f"+{name}" for name in now - was), *(f"-{name}" for name in was - now)]
            if names or _literals(before) != _literals(after):
                listed = tuple(sorted(names, key=lambda name: (name[1:], name[0])))
                yield ModuleChange(unit.name, ChangeKind.BODY_CHANGED, listed)


def _exported(module: ModuleEntry) -> set[str]:
    return {name for table in module.exports.tables for name in table}


def _literals(module: ModuleEntry) -> list[str]:
    return [piece.strip() for piece in module.layout if isinstance(piece, str)]
