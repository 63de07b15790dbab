"""The instances of the whole program by class, and the questions asked about them.

An instance is told from others by the outermost constructors of its head. A look-up asks with such constructors in its turn, and
meets the instances that do not differ from it anywhere. When an instance comes, goes or changes, exactly the look-ups that
met it, or would meet it now, have another answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.compiler.facts import Fact, InstancesFact
from nova_ls.compiler.model.outcome import Scheme
from nova_ls.types.core.interface import InstanceInterface
from nova_ls.types.core.type import Type, head_constructor

Heads: TypeAlias = tuple[ElementKey | None, ...]


def heads_of(arguments: Sequence[Type]) -> Heads:
    """The outermost constructor of each argument; None for variables, rows and literals."""
    return tuple([head_constructor(argument) for argument in arguments])


class Row(NamedTuple):
    """What tells one instance from others without looking into it."""

    key: ElementKey
    class_key: ElementKey
    heads: Heads
    chain: ElementKey
    number: int  # in its chain
    hash: bytes


def row_of(scheme: Scheme) -> Row:
    """The row of an instance's interface."""
    instance = scheme.interface
    assert isinstance(instance, InstanceInterface)
    return Row(
        instance.key,
        instance.class_key,
        heads_of(instance.arguments),
        instance.chain,
        instance.index,
        scheme.hash,
    )


class _Class:
    """The instances of one class, and the answers given about them."""

    __slots__ = ("answers", "chains", "rows")

    def __init__(self) -> None:
        self.rows: dict[ElementKey, Row] = {}
        self.chains: set[ElementKey] = set()  # those of more than one instance
        self.answers: dict[Heads, tuple[bytes, tuple[InstanceInterface, ...]]] = {}


class Instances:
    """The table of a program's instances.

    `load` gives the interface of an instance.
    """

    __slots__ = ("_classes", "_load")

    def __init__(self, load: Callable[[ElementKey], Scheme | None]) -> None:
        self._classes: dict[ElementKey, _Class] = {}
        self._load = load

    def of_class(self, class_key: ElementKey) -> Iterator[Row]:
        """What tells the instances of a class from each other."""
        known = self._classes.get(class_key)
        if known is not None:
            yield from known.rows.values()

    def matching(
        self, class_key: ElementKey, heads: Heads
    ) -> tuple[bytes, tuple[InstanceInterface, ...]]:
        """A digest of the answer and the instances that could match, by key, chains in order.

        The heads of the class's instances have to be up to date (`Answers.instances` sees to that).
        """
        table = self._classes.get(class_key)
        if table is None:
            table = self._classes[class_key] = _Class()
        answer = table.answers.get(heads)
        if answer is None:
            answer = table.answers[heads] = self._match(table, heads)
        return answer

    def _match(self, table: _Class, heads: Heads) -> tuple[bytes, tuple[InstanceInterface, ...]]:
        found = [row for row in table.rows.values() if _compatible(heads, row.heads)]
        chains = {row.chain for row in found if row.number > 0 or row.chain in table.chains}
        if chains:
            found = [r for r in table.rows.values() if r.chain in chains or r in found]
        found.sort(key=_order)
        digest = hashlib.sha256(b"".join(row.hash for row in found)).digest()
        return digest, tuple(self._instances(found))

    def _instances(self, rows: Iterable[Row]) -> Iterator[InstanceInterface]:
        for row in rows:
            scheme = self._load(row.key)
            if scheme is not None and isinstance(scheme.interface, InstanceInterface):
                yield scheme.interface

    def rows_in(self, namespace: str) -> list[Row]:
        """The instances that a module declares, sorted."""
        tables = self._classes.values()
        return sorted(
            (
                row
                for table in tables
                for row in table.rows.values()
                if row.key.namespace == namespace
            ),
            key=lambda row: row.key,
        )

    def has_chains(self, class_key: ElementKey) -> bool:
        """Whether some instance of a class may be met through another one of its chain."""
        table = self._classes.get(class_key)
        return table is not None and bool(table.chains)

    # ------------------------------------------------------------------ changes

    def put(self, row: Row) -> list[Fact]:
        """An instance came or changed; the look-ups that have another answer now."""
        table = self._classes.setdefault(row.class_key, _Class())
        before = table.rows.get(row.key)
        if before == row:
            return []
        table.rows[row.key] = row
        if row.number:
            table.chains.add(row.chain)
        touched = [row.heads] if before is None else [row.heads, before.heads]
        return self._reconsider(row.class_key, table, touched)

    def delete(self, class_key: ElementKey, key: ElementKey) -> list[Fact]:
        """An instance went; the look-ups that have another answer now."""
        table = self._classes.get(class_key)
        row = table.rows.pop(key, None) if table is not None else None
        if table is None or row is None:
            return []
        return self._reconsider(class_key, table, [row.heads])

    def _reconsider(
        self, class_key: ElementKey, table: _Class, touched: Sequence[Heads]
    ) -> list[Fact]:
        facts: list[Fact] = []
        for asked in list(table.answers):
            # A chain is given whole, so that an instance of one may be met through another.
            if table.chains or any(_compatible(asked, heads) for heads in touched):
                before = table.answers.pop(asked)
                after = self._match(table, asked)
                if after[0] == before[0]:
                    table.answers[asked] = before
                else:
                    facts.append(InstancesFact(class_key, asked))
        return facts


def _order(row: Row) -> tuple[ElementKey, int]:
    return (row.chain, row.number)


def _compatible(left: Heads, right: Heads) -> bool:
    """Whether no argument has two different outermost constructors."""
    for one, other in zip(left, right, strict=False):
        if one is not other and one is not None and other is not None:
            return False
    return True
