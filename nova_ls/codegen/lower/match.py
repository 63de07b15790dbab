"""Matching: rows of patterns become a tree of tests.

The tree is made in two steps. First the tests: the first pattern of the first row that asks for anything decides what is looked at, every
row goes to the outcomes under which it may still match, and a row that asks for nothing more is a leaf. Then the code: a row that is the leaf
of several branches is put behind them all, as the body of a `Join`, unless it is small.

Nothing is evaluated twice by this, and values are strict, so that the order of tests changes nothing; guards are tried in the order of rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from nova_ls.base.keys import ElementKey
from nova_ls.base.slotted import entity
from nova_ls.codegen import core as c
from nova_ls.codegen.lower.context import Context
from nova_ls.codegen.unsupported import Unsupported
from nova_ls.names.resolve import resolved as r
from nova_ls.types.core.interface import ConstructorInterface, DataInterface

OnFail: TypeAlias = Callable[[], c.Core]


@dataclass(slots=True, eq=False)
class MatchRow:
    """Patterns, one for each subject, and what is done where they match.

    `body` is told what to do where its guards fail; `falls`: they may. `is_small`: its code may stand in several places.
    """

    patterns: Sequence[r.Pattern]
    body: Callable[[OnFail], c.Core]
    falls: bool = False
    is_small: bool = False
    uses: int = 0
    binders: list[r.Binder] = field(default_factory=list)
    label: str = ""
    names: tuple[str, ...] = ()


@entity
class _Pending:
    """A row on its way: what its patterns still ask for, and what its variables stand for."""

    row: MatchRow
    asks: dict[str, r.Pattern]
    bound: list[tuple[r.Binder, str]]

    def without(self, subject: str) -> _Pending:
        asks = dict(self.asks)
        asks.pop(subject, None)
        return _Pending(self.row, asks, list(self.bound))


@entity
class _Leaf:
    pending: _Pending
    rest: _Tree


@entity
class _Parts:
    """Names for parts of a subject, and what is done with them."""

    parts: list[tuple[str, c.Core]]
    then: _Tree


@entity
class _Tests:
    subject: str
    test: c.Discriminant
    arms: list[tuple[int | float | str | bool, _Tree]]
    otherwise: _Tree
    is_whole: bool


_Tree: TypeAlias = _Leaf | _Parts | _Tests | None


def match(context: Context, subjects: Sequence[str], rows: Sequence[MatchRow], line: int) -> c.Core:
    """The code of rows over subjects, which are local names; where none matches, it fails at the line."""
    return match_or(context, subjects, rows, lambda: c.Fail(line))


def match_or(
    context: Context, subjects: Sequence[str], rows: Sequence[MatchRow], on_fail: OnFail
) -> c.Core:
    """The same, with something to do where no row matches; that must be small."""
    matcher = _Matcher(context, on_fail)
    tree = matcher.tests([matcher.start(subjects, row) for row in rows])
    shared = [row for row in rows if row.uses > 1 and not row.is_small and not row.falls]
    for row in shared:
        row.label = context.fresh("join")
    code = matcher.code(tree)
    for row in reversed(shared):
        code = c.Join(row.label, row.names, matcher.shared_body(row), code)
    return code


class _Matcher:
    """One match."""

    __slots__ = ("context", "on_fail")

    def __init__(self, context: Context, on_fail: OnFail) -> None:
        self.context = context
        self.on_fail = on_fail

    # ------------------------------------------------------------------ tests

    def start(self, subjects: Sequence[str], row: MatchRow) -> _Pending:
        """A row before any test."""
        pending = _Pending(row, {}, [])
        for subject, pattern in zip(subjects, row.patterns, strict=True):
            self._ask(pending, subject, pattern)
        return pending

    def _ask(self, pending: _Pending, subject: str, pattern: r.Pattern) -> None:
        """What is left of a pattern once its variables are bound and its newtypes are gone."""
        while True:
            if isinstance(pattern, r.PatternVariable):
                pending.bound.append((pattern.binder, subject))
                return
            if isinstance(pattern, r.PatternWildcard):
                return
            if isinstance(pattern, r.PatternAs):
                pending.bound.append((pattern.binder, subject))
                pattern = pattern.pattern
            elif isinstance(pattern, r.PatternTyped):
                pattern = pattern.pattern
            elif isinstance(pattern, r.PatternConstructor):
                if self.context.constructor(pattern.key).tag is not None:
                    break
                pattern = pattern.arguments[0]
            elif isinstance(pattern, r.PatternError):
                raise Unsupported("a pattern in it is wrong")
            else:
                break
        pending.asks[subject] = pattern

    def tests(self, rows: list[_Pending]) -> _Tree:
        """The tree of tests for rows that may still match."""
        if not rows:
            return None
        first = rows[0]
        if not first.asks:
            first.row.uses += 1
            rest = self.tests(rows[1:]) if first.row.falls else None
            return _Leaf(first, rest)
        subject, pattern = next(iter(first.asks.items()))
        if isinstance(pattern, r.PatternRecord):
            return self._record(rows, subject)
        if isinstance(pattern, r.PatternConstructor):
            return self._constructors(rows, subject, pattern.key)
        if isinstance(pattern, r.PatternArray):
            return self._arrays(rows, subject)
        return self._literals(rows, subject)

    def _record(self, rows: list[_Pending], subject: str) -> _Tree:
        names: dict[str, str] = {}
        parts: list[tuple[str, c.Core]] = []
        following: list[_Pending] = []
        for pending in rows:
            pattern = pending.asks.get(subject)
            if not isinstance(pattern, r.PatternRecord):
                following.append(pending)
                continue
            next = pending.without(subject)
            for each in pattern.fields:
                inner = self._instantiated(each.pattern)
                if isinstance(inner, r.PatternWildcard):
                    continue
                name = names.get(each.label)
                if name is None:
                    name = names[each.label] = self._name(inner)
                    line = self.context.line(each.start)
                    parts.append((name, c.Get(c.Local(subject), each.label, line)))
                self._ask(next, name, inner)
            following.append(next)
        return _Parts(parts, self.tests(following))

    def _constructors(self, rows: list[_Pending], subject: str, key: ElementKey) -> _Tree:
        order: dict[ElementKey, None] = {}
        for pending in rows:
            pattern = pending.asks.get(subject)
            if isinstance(pattern, r.PatternConstructor):
                order[pattern.key] = None
        arms: list[tuple[int | float | str | bool, _Tree]] = []
        for each in order:
            tag = self.context.constructor(each).tag
            assert tag is not None
            arms.append((tag, self._arm(rows, subject, each)))
        if len(arms) == 1 and self.context.constructor(key).is_only:
            return arms[0][1]
        is_whole = len(arms) == self._count(key)
        others = [] if is_whole else [each for each in rows if subject not in each.asks]
        return _Tests(subject, c.Discriminant.TAG, arms, self.tests(others), is_whole)

    def _arm(self, rows: list[_Pending], subject: str, key: ElementKey) -> _Tree:
        names: dict[int, str] = {}
        following: list[_Pending] = []
        for pending in rows:
            pattern = pending.asks.get(subject)
            if not isinstance(pattern, r.PatternConstructor):
                following.append(pending)
            elif pattern.key is key:
                next = pending.without(subject)
                self._ask_parts(next, pattern.arguments, names)
                following.append(next)
        parts: list[tuple[str, c.Core]] = [
            (names[index], c.Field(c.Local(subject), index)) for index in sorted(names)
        ]
        tree = self.tests(following)
        return _Parts(parts, tree) if parts else tree

    def _ask_parts(
        self, pending: _Pending, patterns: Sequence[r.Pattern], names: dict[int, str]
    ) -> None:
        """What patterns ask of the parts of a subject, which get names where they are looked at."""
        for index, pattern in enumerate(patterns):
            inner = self._instantiated(pattern)
            if isinstance(inner, r.PatternWildcard):
                continue
            name = names.get(index)
            if name is None:
                name = names[index] = self._name(inner)
            self._ask(pending, name, inner)

    def _arrays(self, rows: list[_Pending], subject: str) -> _Tree:
        order: dict[int, None] = {}
        for pending in rows:
            pattern = pending.asks.get(subject)
            if isinstance(pattern, r.PatternArray):
                order[len(pattern.items)] = None
        arms: list[tuple[int | float | str | bool, _Tree]] = []
        for length in order:
            names: dict[int, str] = {}
            following: list[_Pending] = []
            for pending in rows:
                pattern = pending.asks.get(subject)
                if not isinstance(pattern, r.PatternArray):
                    following.append(pending)
                elif len(pattern.items) == length:
                    next = pending.without(subject)
                    self._ask_parts(next, pattern.items, names)
                    following.append(next)
            parts: list[tuple[str, c.Core]] = [
                (names[index], c.Item(c.Local(subject), index)) for index in sorted(names)
            ]
            tree = self.tests(following)
            arms.append((length, _Parts(parts, tree) if parts else tree))
        others = [each for each in rows if subject not in each.asks]
        return _Tests(subject, c.Discriminant.LENGTH, arms, self.tests(others), False)

    def _literals(self, rows: list[_Pending], subject: str) -> _Tree:
        order: dict[tuple[type, int | float | str | bool], None] = {}
        for pending in rows:
            pattern = pending.asks.get(subject)
            if isinstance(pattern, r.PatternLiteral):
                order[(pattern.value.__class__, pattern.value)] = None
        arms: list[tuple[int | float | str | bool, _Tree]] = []
        for kind, value in order:
            following: list[_Pending] = []
            for pending in rows:
                pattern = pending.asks.get(subject)
                if not isinstance(pattern, r.PatternLiteral):
                    following.append(pending)
                elif pattern.value == value and pattern.value.__class__ is kind:
                    following.append(pending.without(subject))
            arms.append((value, self.tests(following)))
        is_whole = len(arms) == 2 and all(isinstance(value, bool) for value, _ in arms)
        others = [] if is_whole else [each for each in rows if subject not in each.asks]
        return _Tests(subject, c.Discriminant.LITERAL, arms, self.tests(others), is_whole)

    def _count(self, key: ElementKey) -> int:
        interface = self.context.environment.interface(key)
        assert isinstance(interface, ConstructorInterface)
        owner = self.context.environment.interface(interface.owner)
        assert isinstance(owner, DataInterface)
        return len(owner.constructors)

    def _instantiated(self, pattern: r.Pattern) -> r.Pattern:
        if any(self.context.trail.wanted_at(pattern)):
            raise Unsupported("a pattern in it takes a constrained field apart")
        return pattern

    def _name(self, pattern: r.Pattern) -> str:
        if isinstance(pattern, r.PatternVariable | r.PatternAs):
            return self.context.fresh(pattern.binder.name)
        return self.context.fresh("_")

    # ------------------------------------------------------------------ code

    def code(self, tree: _Tree) -> c.Core:
        """The code of a tree."""
        if tree is None:
            return self.on_fail()
        if isinstance(tree, _Parts):
            body = self.code(tree.then)
            for name, part in reversed(tree.parts):
                body = c.Let(name, part, body)
            return body
        if isinstance(tree, _Tests):
            arms = tuple([(key, self.code(arm)) for key, arm in tree.arms])
            otherwise = None if tree.is_whole else self.code(tree.otherwise)
            return c.Switch(tree.subject, tree.test, arms, otherwise)
        return self._leaf(tree)

    def _leaf(self, leaf: _Leaf) -> c.Core:
        row, bound = leaf.pending.row, leaf.pending.bound
        if row.label:
            if not row.binders and bound:
                row.binders = [binder for binder, _ in bound]
                row.names = tuple([self.context.fresh(binder.name) for binder in row.binders])
            subjects = dict(bound)
            arguments: list[c.Core] = [c.Local(subjects[binder]) for binder in row.binders]
            return c.Jump(row.label, tuple(arguments))
        for binder, subject in bound:
            self.context.locals[binder] = c.Local(subject)
        return row.body(lambda: self.code(leaf.rest))

    def shared_body(self, row: MatchRow) -> c.Core:
        """The body that several leaves jump to."""
        for binder, name in zip(row.binders, row.names, strict=True):
            self.context.locals[binder] = c.Local(name)
        return row.body(self.on_fail)
