"""What changed for those who use a workspace's modules, and which version bump that asks for.

The rules are written down in docs/versioning.md. They know no subtyping: another type is another type, however much
more general. A change is as large as the largest of its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import IntEnum
from typing import Final

from nova_ls.base.keys import ElementKey, Space
from nova_ls.base.slotted import value
from nova_ls.history.comparison.compared_state import ComparedState, show_both
from nova_ls.history.declaration import WORDS
from nova_ls.names.modules.exports import Exports
from nova_ls.types.core.interface import (
    ClassInterface,
    DataInterface,
    InstanceInterface,
    OperatorInterface,
    ValueInterface,
)
from nova_ls.types.core.same_interface import same_interface
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import Constrained, Forall, KindApp, Row, Type, TypeApp, TypeCon


class Bump(IntEnum):
    """Which number of a version has to grow."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The word that people read."""
        return self.name.lower()


@value
class ApiChange:
    """One thing that users of a module can notice. `old`, `new`: its declarations; None: there was, or is, none."""

    module: str
    key: ElementKey
    name: str
    bump: Bump
    reason: str
    old: str | None
    new: str | None

    @property
    def word(self) -> str:
        """What kind of element changed."""
        return WORDS[self.key.space]


_LISTED: Final = (
    Space.VALUE,
    Space.TYPE,
    Space.CLASS,
    Space.VALUE_OPERATOR,
    Space.TYPE_OPERATOR,
)


def api_changes(old: ComparedState, new: ComparedState) -> list[ApiChange]:
    """Everything that changed in the exported interface, by module and name."""
    found: list[ApiChange] = []
    for module in sorted({*old.state.modules, *new.state.modules}):
        found += _module(module, old, new)
    found += _instances(old, new)
    return sorted(found, key=lambda change: (change.module, change.key.space, change.name))


def _module(module: str, old: ComparedState, new: ComparedState) -> Iterator[ApiChange]:
    before, after = old.exports(module), new.exports(module)
    for space in _LISTED:
        names_before = before.tables[space] if before is not None else {}
        names_after = after.tables[space] if after is not None else {}
        for name in sorted({*names_before, *names_after}):
            was, now = names_before.get(name), names_after.get(name)
            if was is None and now is not None:
                reason = "added" if before is not None else "added, with its module"
                yield ApiChange(module, now, name, Bump.MINOR, reason, None, new.show(now))
            elif was is not None and now is None:
                reason = "removed" if after is not None else "removed, with its module"
                yield ApiChange(module, was, name, Bump.MAJOR, reason, old.show(was), None)
            elif was is not None and now is not None:
                assert before is not None and after is not None
                yield from _same_name(module, name, was, now, _Exported(before, after), old, new)


_Change = Callable[[Bump, str], ApiChange]
"""What makes the change of the element under consideration, of a size and a reason."""


@value
class _Exported:
    before: Exports
    after: Exports


def _same_name(
    module: str,
    name: str,
    was: ElementKey,
    now: ElementKey,
    exported: _Exported,
    old: ComparedState,
    new: ComparedState,
) -> Iterator[ApiChange]:
    """A name that was exported and still is; it may mean another element now."""

    def change(bump: Bump, reason: str) -> ApiChange:
        return ApiChange(module, now, name, bump, reason, *show_both(was, old, now, new))

    if was is not now and was.space in (Space.TYPE, Space.CLASS):
        yield change(Bump.MAJOR, f"means another {WORDS[now.space]} now")
        return
    if was is now and not (was in old.declarations or now in new.declarations):
        if was.space is Space.VALUE and old.owner(was) is was:
            return  # Nothing of it changed. Members are seen with their class.
    one, other = old.find(was), new.find(now)
    if one is None or other is None:
        if was is not now:
            yield change(Bump.MAJOR, "means something else now")
    elif isinstance(one, DataInterface) and isinstance(other, DataInterface):
        yield from _data(change, name, (one, other), exported, (old, new))
    elif not same_interface(one, other):
        yield change(Bump.MAJOR, _what_changed(one, other, now))
    elif isinstance(one, OperatorInterface) and isinstance(other, OperatorInterface):
        # Its target may be exported under no other name.
        value, another = old.find(one.target), new.find(other.target)
        if isinstance(value, ValueInterface) and isinstance(another, ValueInterface):
            if not same_interface(value, another):
                yield change(Bump.MAJOR, "type changed")


def _what_changed(one: object, other: object, key: ElementKey) -> str:
    if isinstance(one, ClassInterface) and isinstance(other, ClassInterface):
        return _what_changed_of_class(one, other)
    words = {Space.VALUE: "type changed", Space.TYPE: "definition changed"}
    return words.get(key.space, "fixity or target changed")


def _what_changed_of_class(one: ClassInterface, other: ClassInterface) -> str:
    was, now = {k.name for k, _ in one.members}, {k.name for k, _ in other.members}
    if now - was:
        return f"member added: {', '.join(sorted(now - was))}"
    if was - now:
        return f"member removed: {', '.join(sorted(was - now))}"
    for word, part in (
        ("functional dependencies", {"dependencies": other.dependencies}),
        ("superclasses", {"superclasses": other.superclasses}),
        ("members", {"members": other.members}),
    ):
        if same_interface(replace(one, **part), other):
            return f"{word} changed"
    return "class changed"


def _data(
    change: _Change,
    name: str,
    interfaces: tuple[DataInterface, DataInterface],
    exported: _Exported,
    states: tuple[ComparedState, ComparedState],
) -> Iterator[ApiChange]:
    """A data type: kind, roles, and as much of its constructors as is exported."""
    one, other = interfaces
    was = set(exported.before.constructors.get(name, ()))
    now = set(exported.after.constructors.get(name, ()))
    if not same_type(one.kind, other.kind):
        yield change(Bump.MAJOR, "kind changed")
    elif one.roles != other.roles:
        roles = (" ".join(map(str, each.roles)) for each in interfaces)
        yield change(Bump.MAJOR, f"roles changed: {' -> '.join(roles)}")
    elif was and one.is_newtype != other.is_newtype:
        yield change(Bump.MAJOR, "newtype and data are not the same")
    elif was - now:
        there = {key.name for key in other.constructors}
        word = "constructors exported no longer" if was - now <= there else "constructor removed"
        yield change(Bump.MAJOR, f"{word}: {', '.join(sorted(was - now))}")
    elif was and now - was:
        added = ", ".join(sorted(now - was))
        yield change(Bump.MAJOR, f"constructor added: {added} (matches no longer cover the type)")
    elif now - was:
        yield change(Bump.MINOR, "constructors exported")
    else:
        yield from _constructors(change, interfaces, was, states)


def _constructors(
    change: _Change,
    interfaces: tuple[DataInterface, DataInterface],
    names: set[str],
    states: tuple[ComparedState, ComparedState],
) -> Iterator[ApiChange]:
    after = {key.name: key for key in interfaces[1].constructors}
    for key in interfaces[0].constructors:
        if key.name in names and key.name in after:
            one, other = states[0].find(key), states[1].find(after[key.name])
            if one is not None and other is not None and not same_interface(one, other):
                yield change(Bump.MAJOR, f"constructor changed: {key.name}")
                return


# ---------------------------------------------------------------------------- instances


def _instances(old: ComparedState, new: ComparedState) -> Iterator[ApiChange]:
    keys = {k for k in (*old.declarations, *new.declarations) if k.space is Space.INSTANCE}
    renamed = _renamed(keys, old, new)
    for key in sorted(keys - renamed):
        one, other = _instance(old, key), _instance(new, key)
        module, name = key.namespace, key.name
        if one is None and other is not None:
            yield ApiChange(module, key, name, Bump.MINOR, "added", None, new.show(key))
        elif one is not None and other is None:
            yield ApiChange(module, key, name, Bump.MAJOR, "removed", old.show(key), None)
        elif one is not None and other is not None and not _same_instance(one, other):
            shown = old.show(key), new.show(key)
            yield ApiChange(module, key, name, Bump.MAJOR, "instance changed", *shown)


def _renamed(keys: set[ElementKey], old: ComparedState, new: ComparedState) -> set[ElementKey]:
    """Instances that a module has under another name, as when a variable of the head has another: they are not named in code."""
    renamed: set[ElementKey] = set()
    gone = [key for key in sorted(keys) if _instance(new, key) is None]
    for key in sorted(keys):
        other = _instance(new, key)
        if other is None or _instance(old, key) is not None:
            continue
        for was in gone:
            one = _instance(old, was)
            is_same = one is not None and was not in renamed and _same_instance(one, other)
            if is_same and was.namespace == key.namespace:
                renamed |= {was, key}
                break
    return renamed


def _same_instance(one: InstanceInterface, other: InstanceInterface) -> bool:
    """Whatever they are called, and the first of their chains."""
    is_first = one.chain is one.key, other.chain is other.key
    same = replace(other, chain=one.chain) if is_first[0] == is_first[1] else other
    return same_interface(one, same)


def _instance(state: ComparedState, key: ElementKey) -> InstanceInterface | None:
    """An instance that can be seen from outside: its class and its types are exported, or not the workspace's."""
    interface = state.find(key) if key in state.declarations else None
    if not isinstance(interface, InstanceInterface):
        return None
    named = {interface.class_key, *_constructors_in(interface.arguments)}
    own = {key for key in named if key.namespace in state.state.modules}
    return interface if own <= state.exported else None


def _constructors_in(types: tuple[Type, ...]) -> Iterator[ElementKey]:
    pending = list(types)
    while pending:
        type = pending.pop()
        match type:
            case TypeCon(key=key):
                yield key
            case TypeApp() | KindApp():
                pending += (type.function, type.argument)
            case Forall(body=body) | Constrained(body=body):
                pending.append(body)
            case Row(fields=fields, tail=tail):
                pending += [field for _, field in fields]
                if tail is not None:
                    pending.append(tail)
            case _:
                pass
