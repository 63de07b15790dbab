"""The instances of the whole program by class, and the questions asked about them.

An instance is told from others by the outermost constructors of its head. A look-up asks with such constructors in its turn, and
meets the instances that do not differ from it anywhere. When an instance comes, goes or changes, exactly the look-ups that
met it, or would meet it now, have another answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.outcome import Scheme
from nova_ls.compiler.units import INSTANCES, Fact
from nova_ls.types.interface import ClassInterface, InstanceInterface
from nova_ls.types.type import Type, TypeCon, spine

Heads: TypeAlias = tuple[ElementKey | None, ...]


def heads_of(arguments: Sequence[Type]) -> Heads:
    """The outermost constructor of each argument; None for variables, rows and literals."""
    heads: list[ElementKey | None] = []
    for argument in arguments:
        head = spine(argument)[0]
        heads.append(head.key if isinstance(head, TypeCon) else None)
    return tuple(heads)


class _Class:
    """The instances of one class, and the answers given about them."""

    __slots__ = ("answers", "rows")

    def __init__(self) -> None:
        self.rows: dict[ElementKey, tuple[Heads, Scheme]] = {}
        self.answers: dict[Heads, tuple[bytes, tuple[InstanceInterface, ...]]] = {}


class Instances:
    """The table of a program's instances.

    `ensure` is called before a class is asked about: it brings the heads of its instances up to date.
    `class_of` gives a class's interface: functional dependencies decide which arguments may be unknown.
    """

    __slots__ = ("_class_of", "_classes", "_ensure")

    def __init__(
        self,
        ensure: Callable[[ElementKey], None],
        class_of: Callable[[ElementKey], ClassInterface | None],
    ) -> None:
        self._classes: dict[ElementKey, _Class] = {}
        self._ensure = ensure
        self._class_of = class_of

    def matching(
        self, class_key: ElementKey, heads: Heads
    ) -> tuple[bytes, tuple[InstanceInterface, ...]]:
        """A digest of the answer and the instances that could match, by key, chains in order."""
        self._ensure(class_key)
        table = self._classes.get(class_key)
        if table is None:
            table = self._classes[class_key] = _Class()
        answer = table.answers.get(heads)
        if answer is None:
            answer = table.answers[heads] = self._match(class_key, table, heads)
        return answer

    def _match(
        self, class_key: ElementKey, table: _Class, heads: Heads
    ) -> tuple[bytes, tuple[InstanceInterface, ...]]:
        found: dict[ElementKey, Scheme] = {}
        chains: set[ElementKey] = set()
        for key, (others, scheme) in table.rows.items():
            if _compatible(heads, others):
                found[key] = scheme
                chains.add(_instance(scheme).chain)
        for key, (_, scheme) in table.rows.items():
            if key not in found and _instance(scheme).chain in chains:
                found[key] = scheme
        ordered = sorted(found, key=lambda key: _order(found[key]))
        digest = hashlib.sha256(b"".join(found[key].hash for key in ordered)).digest()
        return digest, tuple(_instance(found[key]) for key in ordered)

    def of_class(self, class_key: ElementKey) -> list[ElementKey]:
        """All instances of a class, sorted."""
        self._ensure(class_key)
        table = self._classes.get(class_key)
        return sorted(table.rows) if table is not None else []

    # ------------------------------------------------------------------ changes

    def put(self, scheme: Scheme) -> list[Fact]:
        """An instance came or changed; the look-ups that have another answer now."""
        instance = _instance(scheme)
        table = self._classes.setdefault(instance.class_key, _Class())
        before = table.rows.get(instance.key)
        heads = heads_of(instance.arguments)
        if before is not None and before[1].hash == scheme.hash:
            return []
        table.rows[instance.key] = (heads, scheme)
        changed = [heads] if before is None else [heads, before[0]]
        return self._reconsider(instance.class_key, table, changed)

    def delete(self, class_key: ElementKey, key: ElementKey) -> list[Fact]:
        """An instance went; the look-ups that have another answer now."""
        table = self._classes.get(class_key)
        row = table.rows.pop(key, None) if table is not None else None
        if table is None or row is None:
            return []
        return self._reconsider(class_key, table, [row[0]])

    def _reconsider(self, class_key: ElementKey, table: _Class, heads: Iterable[Heads]) -> list[Fact]:
        touched = list(heads)
        facts: list[Fact] = []
        for asked in list(table.answers):
            # A chain is given whole, so an instance may be met through another of its chain: compare the answers.
            before = table.answers.pop(asked)
            if any(_compatible(asked, other) for other in touched) or len(before[1]) > 0:
                after = self._match(class_key, table, asked)
                if after[0] == before[0]:
                    table.answers[asked] = before
                else:
                    facts.append((INSTANCES, class_key, asked))
            else:
                table.answers[asked] = before
        return facts


def _instance(scheme: Scheme) -> InstanceInterface:
    interface = scheme.interface
    assert isinstance(interface, InstanceInterface)
    return interface


def _order(scheme: Scheme) -> tuple[ElementKey, int]:
    instance = _instance(scheme)
    return (instance.chain, instance.index)


def _compatible(left: Heads, right: Heads) -> bool:
    """Whether no argument has two different outermost constructors."""
    for one, other in zip(left, right, strict=False):
        if one is not other and one is not None and other is not None:
            return False
    return True
