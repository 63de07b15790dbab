"""The instances of the whole program by class, and the questions asked about them.

An instance is told from others by the outermost constructors of its head. A look-up asks with such constructors in its turn, and
meets the instances that do not differ from it anywhere. When an instance comes, goes or changes, exactly the look-ups that
met it, or would meet it now, have another answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final, NamedTuple, TypeAlias

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


_ANY: Final = None
"""The outermost constructor of what may have any."""


class _Class:
    """The instances of one class, and the answers given about them; both also by the first of their heads."""

    __slots__ = ("_answers_by_first", "_rows_by_first", "answers", "chains", "rows")

    def __init__(self) -> None:
        self.rows: dict[ElementKey, Row] = {}
        self.chains: dict[ElementKey, dict[ElementKey, None]] = {}  # those of more than one
        self.answers: dict[Heads, tuple[bytes, tuple[InstanceInterface, ...]]] = {}
        self._rows_by_first: dict[ElementKey | None, dict[ElementKey, Row]] = {}
        self._answers_by_first: dict[ElementKey | None, dict[Heads, None]] = {}

    def put(self, row: Row) -> Row | None:
        """Take in an instance; what stood in its place."""
        before = self.rows.get(row.key)
        if before is not None:
            self.pop(row.key)
        self.rows[row.key] = row
        self._rows_by_first.setdefault(_first(row.heads), {})[row.key] = row
        if row.number or row.chain in self.chains:
            members = self.chains.setdefault(row.chain, {})
            members.update((one.key, None) for one in self.rows.values() if one.chain is row.chain)
        return before

    def pop(self, key: ElementKey) -> Row | None:
        """Take out an instance."""
        row = self.rows.pop(key, None)
        if row is not None:
            del self._rows_by_first[_first(row.heads)][key]
            self.chains.get(row.chain, {}).pop(key, None)
        return row

    def rows_like(self, heads: Heads) -> Iterable[Row]:
        """The instances that may be compatible with some heads: those whose first one is."""
        first = _first(heads)
        if first is _ANY:
            return self.rows.values()
        by_first = self._rows_by_first
        return chain(by_first.get(first, _NONE).values(), by_first.get(_ANY, _NONE).values())

    def remember(self, heads: Heads, answer: tuple[bytes, tuple[InstanceInterface, ...]]) -> None:
        """Keep an answer."""
        self.answers[heads] = answer
        self._answers_by_first.setdefault(_first(heads), {})[heads] = None

    def forget(self, heads: Heads) -> None:
        """An answer does not hold any more."""
        del self.answers[heads], self._answers_by_first[_first(heads)][heads]

    def asked_like(self, heads: Heads) -> list[Heads]:
        """The questions that were answered and may concern an instance of some heads."""
        first = _first(heads)
        if first is _ANY:
            return list(self.answers)
        by_first = self._answers_by_first
        return [*by_first.get(first, ()), *by_first.get(_ANY, ())]


class Instances:
    """The table of a program's instances.

    `load` gives the interface of an instance.
    """

    __slots__ = ("_by_module", "_classes", "_load")

    def __init__(self, load: Callable[[ElementKey], Scheme | None]) -> None:
        self._classes: dict[ElementKey, _Class] = {}
        self._by_module: dict[str, dict[ElementKey, Row]] = {}
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
            answer = self._match(table, heads)
            table.remember(heads, answer)
        return answer

    def digest(self, class_key: ElementKey, heads: Heads) -> bytes:
        """The digest alone; nothing is loaded for it."""
        table = self._classes.get(class_key)
        return _digest(() if table is None else _compatible_rows(table, heads))

    def _match(self, table: _Class, heads: Heads) -> tuple[bytes, tuple[InstanceInterface, ...]]:
        found = _compatible_rows(table, heads)
        return _digest(found), tuple(self._instances(found))

    def _instances(self, rows: Iterable[Row]) -> Iterator[InstanceInterface]:
        for row in rows:
            scheme = self._load(row.key)
            if scheme is not None and isinstance(scheme.interface, InstanceInterface):
                yield scheme.interface

    def rows_in(self, namespace: str) -> list[Row]:
        """The instances that a module declares, sorted."""
        rows = self._by_module.get(namespace, _NONE)
        return [rows[key] for key in sorted(rows)]

    def has_chains(self, class_key: ElementKey) -> bool:
        """Whether some instance of a class may be met through another one of its chain."""
        table = self._classes.get(class_key)
        return table is not None and bool(table.chains)

    def keep_answers(self, is_asked: Callable[[Fact], bool]) -> None:
        """Forget the answers that nobody relies on any more."""
        for class_key, table in self._classes.items():
            for heads in list(table.answers):
                if not is_asked(InstancesFact(class_key, heads)):
                    table.forget(heads)

    # ------------------------------------------------------------------ changes

    def put(self, row: Row) -> list[Fact]:
        """An instance came or changed; the look-ups that have another answer now."""
        table = self._classes.get(row.class_key)
        if table is None:
            table = self._classes[row.class_key] = _Class()
        elif table.rows.get(row.key) == row:
            return []
        before = table.put(row)
        self._by_module.setdefault(row.key.namespace, {})[row.key] = row
        touched = [row] if before is None else [row, before]
        return self._reconsider(row.class_key, table, touched)

    def delete(self, class_key: ElementKey, key: ElementKey) -> list[Fact]:
        """An instance went; the look-ups that have another answer now."""
        table = self._classes.get(class_key)
        row = table.pop(key) if table is not None else None
        if table is None or row is None:
            return []
        own = self._by_module[key.namespace]
        if own.get(key) is row:
            del own[key]
        return self._reconsider(class_key, table, [row])

    def _reconsider(
        self, class_key: ElementKey, table: _Class, touched: Sequence[Row]
    ) -> list[Fact]:
        facts: list[Fact] = []
        for asked in self._concerned(table, touched):
            if _digest(_compatible_rows(table, asked)) != table.answers[asked][0]:
                facts.append(InstancesFact(class_key, asked))
                table.forget(asked)
        return facts

    @staticmethod
    def _concerned(table: _Class, touched: Sequence[Row]) -> Iterable[Heads]:
        """The questions whose answers instances that came or went may be in: a chain is given whole, so that one is met through another."""
        concerned: dict[Heads, None] = {}
        for row in touched:
            chained = [table.rows[key] for key in table.chains.get(row.chain, _NONE)]
            for one in (row, *chained):
                for asked in table.asked_like(one.heads):
                    if _compatible(asked, one.heads):
                        concerned[asked] = None
        return concerned


def _compatible_rows(table: _Class, heads: Heads) -> list[Row]:
    """The instances that could match, chains whole and in order."""
    found = [row for row in table.rows_like(heads) if _compatible(heads, row.heads)]
    if table.chains:
        keys = {row.key: None for row in found}
        for row in found:
            keys.update(table.chains.get(row.chain, _NONE))
        found = [table.rows[key] for key in keys]
    found.sort(key=_order)
    return found


def _digest(rows: Iterable[Row]) -> bytes:
    return hashlib.sha256(b"".join([row.hash for row in rows])).digest()


def _order(row: Row) -> tuple[ElementKey, int]:
    return (row.chain, row.number)


def _compatible(left: Heads, right: Heads) -> bool:
    """Whether no argument has two different outermost constructors."""
    for one, other in zip(left, right, strict=False):
        if one is not other and one is not None and other is not None:
            return False
    return True


def _first(heads: Heads) -> ElementKey | None:
    return heads[0] if heads else _ANY


_NONE: Final[dict[Any, Any]] = {}
