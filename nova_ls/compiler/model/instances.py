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
    """The outermost constructor of each argument; None for variables, summaries and literals."""
    return tuple([head_constructor(argument) for argument in arguments])


class InstanceSummary(NamedTuple):
    """What tells one instance from others without looking into it."""

    key: ElementKey
    class_key: ElementKey
    heads: Heads
    chain: ElementKey
    number: int  # in its chain
    hash: bytes


def summary_of(scheme: Scheme) -> InstanceSummary:
    """What tells an instance from others, of its interface."""
    instance = scheme.interface
    assert isinstance(instance, InstanceInterface)
    return InstanceSummary(
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

    __slots__ = ("_answers_by_first", "_by_first", "answers", "chains", "summaries")

    def __init__(self) -> None:
        self.summaries: dict[ElementKey, InstanceSummary] = {}
        self.chains: dict[ElementKey, dict[ElementKey, None]] = {}  # those of more than one
        self.answers: dict[Heads, tuple[bytes, tuple[InstanceInterface, ...]]] = {}
        # Most heads are those of one instance, which then stands there itself.
        self._by_first: dict[
            ElementKey | None, InstanceSummary | dict[ElementKey, InstanceSummary]
        ] = {}
        self._answers_by_first: dict[ElementKey | None, dict[Heads, None]] = {}

    def put(self, summary: InstanceSummary) -> InstanceSummary | None:
        """Take in an instance; what stood in its place."""
        before = self.summaries.get(summary.key)
        if before is not None:
            self.pop(summary.key)
        self.summaries[summary.key] = summary
        first = _first(summary.heads)
        there = self._by_first.get(first)
        if there is None:
            self._by_first[first] = summary
        elif isinstance(there, dict):
            there[summary.key] = summary
        else:
            self._by_first[first] = {there.key: there, summary.key: summary}
        if summary.number or summary.chain in self.chains:
            members = self.chains.setdefault(summary.chain, {})
            members.update(
                (one.key, None) for one in self.summaries.values() if one.chain is summary.chain
            )
        return before

    def pop(self, key: ElementKey) -> InstanceSummary | None:
        """Take out an instance."""
        summary = self.summaries.pop(key, None)
        if summary is not None:
            first = _first(summary.heads)
            there = self._by_first[first]
            if isinstance(there, dict):
                del there[key]
            else:
                del self._by_first[first]
            self.chains.get(summary.chain, {}).pop(key, None)
        return summary

    def summaries_like(self, heads: Heads) -> Iterable[InstanceSummary]:
        """The instances that may be compatible with some heads: those whose first one is."""
        first = _first(heads)
        if first is _ANY:
            return self.summaries.values()
        return chain(self._with_first(first), self._with_first(_ANY))

    def _with_first(self, first: ElementKey | None) -> Iterable[InstanceSummary]:
        there = self._by_first.get(first)
        if there is None:
            return ()
        return there.values() if isinstance(there, dict) else (there,)

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
        self._by_module: dict[str, dict[ElementKey, InstanceSummary]] = {}
        self._load = load

    def of_class(self, class_key: ElementKey) -> Iterator[InstanceSummary]:
        """What tells the instances of a class from each other."""
        known = self._classes.get(class_key)
        if known is not None:
            yield from known.summaries.values()

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
        return _digest(() if table is None else _compatible_summaries(table, heads))

    def _match(self, table: _Class, heads: Heads) -> tuple[bytes, tuple[InstanceInterface, ...]]:
        found = _compatible_summaries(table, heads)
        return _digest(found), tuple(self._instances(found))

    def _instances(self, summaries: Iterable[InstanceSummary]) -> Iterator[InstanceInterface]:
        for summary in summaries:
            scheme = self._load(summary.key)
            if scheme is not None and isinstance(scheme.interface, InstanceInterface):
                yield scheme.interface

    def summaries_in(self, namespace: str) -> list[InstanceSummary]:
        """The instances that a module declares, sorted."""
        summaries = self._by_module.get(namespace, _NONE)
        return [summaries[key] for key in sorted(summaries)]

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

    def put(self, summary: InstanceSummary) -> list[Fact]:
        """An instance came or changed; the look-ups that have another answer now."""
        table = self._classes.get(summary.class_key)
        if table is None:
            table = self._classes[summary.class_key] = _Class()
        elif table.summaries.get(summary.key) == summary:
            return []
        before = table.put(summary)
        self._by_module.setdefault(summary.key.namespace, {})[summary.key] = summary
        touched = [summary] if before is None else [summary, before]
        return self._reconsider(summary.class_key, table, touched)

    def delete(self, class_key: ElementKey, key: ElementKey) -> list[Fact]:
        """An instance went; the look-ups that have another answer now."""
        table = self._classes.get(class_key)
        summary = table.pop(key) if table is not None else None
        if table is None or summary is None:
            return []
        own = self._by_module[key.namespace]
        if own.get(key) is summary:
            del own[key]
        return self._reconsider(class_key, table, [summary])

    def _reconsider(
        self, class_key: ElementKey, table: _Class, touched: Sequence[InstanceSummary]
    ) -> list[Fact]:
        facts: list[Fact] = []
        if not table.answers:
            return facts
        for asked in self._concerned(table, touched):
            if _digest(_compatible_summaries(table, asked)) != table.answers[asked][0]:
                facts.append(InstancesFact(class_key, asked))
                table.forget(asked)
        return facts

    @staticmethod
    def _concerned(table: _Class, touched: Sequence[InstanceSummary]) -> Iterable[Heads]:
        """The questions whose answers instances that came or went may be in: a chain is given whole, so that one is met through another."""
        concerned: dict[Heads, None] = {}
        for summary in touched:
            chained = [table.summaries[key] for key in table.chains.get(summary.chain, _NONE)]
            for one in (summary, *chained):
                for asked in table.asked_like(one.heads):
                    if _compatible(asked, one.heads):
                        concerned[asked] = None
        return concerned


def _compatible_summaries(table: _Class, heads: Heads) -> list[InstanceSummary]:
    """The instances that could match, chains whole and in order."""
    found = [
        summary for summary in table.summaries_like(heads) if _compatible(heads, summary.heads)
    ]
    if table.chains:
        keys = {summary.key: None for summary in found}
        for summary in found:
            keys.update(table.chains.get(summary.chain, _NONE))
        found = [table.summaries[key] for key in keys]
    found.sort(key=_order)
    return found


def _digest(summaries: Iterable[InstanceSummary]) -> bytes:
    return hashlib.sha256(b"".join([summary.hash for summary in summaries])).digest()


def _order(summary: InstanceSummary) -> tuple[ElementKey, int]:
    return (summary.chain, summary.number)


def _compatible(left: Heads, right: Heads) -> bool:
    """Whether no argument has two different outermost constructors."""
    for one, other in zip(left, right, strict=False):
        if one is not other and one is not None and other is not None:
            return False
    return True


def _first(heads: Heads) -> ElementKey | None:
    return heads[0] if heads else _ANY


_NONE: Final[dict[Any, Any]] = {}
