"""Exhaustiveness and redundancy of pattern matches.

The branches of a match are the rows of a matrix of patterns, one column a scrutinee. The matrix is taken apart as a
compiler of decision trees would: the first row that still applies chooses a column, the rows are sorted by the
constructor that they want there, and each constructor's rows are looked at by themselves. Where no row is left, the way
there describes values that nothing matches; a row that was never reached is redundant.

Source: Luc Maranget, "Compiling Pattern Matching to Good Decision Trees" (ML Workshop 2008), section 4 for
the matrices, and "Warnings for pattern matching" (JFP 17, 2007) for what the answers mean. The outcomes are those of the
PureScript compiler, which are cruder in places, and on purpose:

- A number, character, string or array pattern never covers anything, and a branch that has one as (a part of) a
  scrutinee's own pattern, not below a constructor, is redundant only behind branches that cover everything.
- A guarded branch covers its patterns if one of its right-hand sides surely holds: all its guards are `true`,
  `otherwise`, or bind a pattern that always matches.
- A match with far too many cases is given up on (IncompleteExhaustivityCheck).

Each question to the environment becomes a dependency, so none is asked about branches of variables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from nova_ls.base.diagnostic import Diagnostic, Related
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.base.slotted import value
from nova_ls.names.problems.matches import OverlappingPattern
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.tree import LiteralKind
from nova_ls.types.core.environment import Environment
from nova_ls.types.core.interface import ConstructorInterface, DataInterface
from nova_ls.types.core.problems.classes import Case
from nova_ls.types.core.type import RECORD

MAX_SHOWN: Final = 5
"""As many missing cases are told."""

_MAX_WORK: Final = 50_000
"""Rows looked at, all in all, before the check is given up."""


@value
class Coverage:
    """What a match leaves out, and what it holds in vain.

    `missing`: a few cases, each with one entry a scrutinee; () if all is covered. `more`: there are others.
    `redundant`: indexes of branches. `incomplete`: the check was given up; the rest says nothing then.
    """

    missing: tuple[tuple[Case, ...], ...]
    more: bool
    redundant: tuple[int, ...]
    incomplete: bool


COVERED: Final = Coverage((), False, (), False)


def check_branches(
    branches: Sequence[r.Branch], scrutinees: int, environment: Environment
) -> Coverage:
    """The coverage of a `case`, or of the equations of a function with `scrutinees` parameters.

    A branch with too few or too many patterns (which is reported elsewhere) is filled up or cut. Where it is not known what a
    pattern or a guard means, none is called redundant: what is behind it may be reached.
    """
    found = _coverage_of(branches, scrutinees, environment)
    if found.redundant and any(map(_is_unknown, branches)):
        return replace(found, redundant=())
    return found


def _is_unknown(branch: r.Branch) -> bool:
    return any(map(_has_error, branch.patterns)) or any(
        isinstance(_condition(guard), r.Error) for body in branch.bodies for guard in body.guards
    )


def _coverage_of(
    branches: Sequence[r.Branch], scrutinees: int, environment: Environment
) -> Coverage:
    first = branches[0] if branches else None
    if first is not None and _matches_all(first):
        if len(branches) == 1:
            return COVERED
        return Coverage((), False, tuple(range(1, len(branches))), False)
    rows: list[_Row] = []
    own_literals: set[int] = set()
    for index, branch in enumerate(branches):
        if any(_has_own_literal(pattern) for pattern in branch.patterns):
            own_literals.add(index)
        row = _Row(index, branch.patterns[:scrutinees], _surely_holds(branch.bodies, environment))
        row.patterns += [None] * (scrutinees - len(row.patterns))
        rows.append(row)
    return _Check(environment).run(rows, scrutinees, own_literals)


def check_patterns(patterns: Sequence[r.Pattern], environment: Environment) -> Coverage:
    """The coverage of patterns without alternatives: of a lambda, a `let` or a bind."""
    for pattern in patterns:
        if not _is_variable(pattern):
            row = _Row(0, patterns, True)
            return _Check(environment).run([row], len(patterns), set())
    return COVERED


def overlapping_pattern(branches: Sequence[r.Branch], coverage: Coverage) -> Diagnostic | None:
    """One warning for all redundant branches of a match, at the first of them."""
    if not coverage.redundant:
        return None
    spans = [(branches[index].start, branches[index].end) for index in coverage.redundant]
    related = tuple([Related(None, *span, "never reached either") for span in spans[1:]])
    return Diagnostic(OverlappingPattern(len(spans)), *spans[0], related)


# ---------------------------------------------------------------------------- the matrix


_Head: TypeAlias = ElementKey | bool


class _Row:
    """What is left of a branch: one pattern a column, None where it matches anything.

    `covers`: a value that matches the patterns surely takes this branch.
    """

    __slots__ = ("covers", "index", "patterns")

    def __init__(self, index: int, patterns: Sequence[r.Pattern | None], covers: bool) -> None:
        self.index = index
        self.covers = covers
        self.patterns = [self._simplified(pattern) for pattern in patterns]

    def _simplified(self, pattern: r.Pattern | None) -> r.Pattern | None:
        """The pattern below names and annotations; None where it matches, or may match, anything."""
        while isinstance(pattern, _AROUND):
            pattern = pattern.pattern
        if isinstance(pattern, r.PatternConstructor | r.PatternRecord):
            return pattern
        if isinstance(pattern, r.PatternLiteral):
            if pattern.kind is LiteralKind.BOOLEAN:
                return pattern
            self.covers = False
        elif isinstance(pattern, r.PatternArray):
            self.covers = False
        return None

    def replaced(self, column: int, parts: Sequence[r.Pattern | None]) -> _Row:
        """The row with the pattern of a column replaced by those of its parts, which are put at the end."""
        row = _Row(self.index, parts, self.covers)
        row.patterns = self.patterns[:column] + self.patterns[column + 1 :] + row.patterns
        return row


class _Split:
    """A column taken apart: its number, and the numbers of the columns that its parts became.

    `heads`: the constructor that stands there; several: any of them, whatever their arguments.
    `labels`: of a record instead.
    """

    __slots__ = ("column", "heads", "labels", "parent", "parts")

    def __init__(self, column: int, part: _Part, parts: list[int], parent: _Split | None) -> None:
        self.column = column
        self.heads = part.heads
        self.labels = part.labels
        self.parts = parts
        self.parent = parent


@dataclass(slots=True)
class _Part:
    """One way to go on after a split: the rows that are left there, with `width` new columns."""

    heads: Sequence[_Head]
    labels: Sequence[str]
    width: int
    rows: list[_Row]


class _Check:
    """One match while it is looked at. Numbers of columns are never used twice."""

    __slots__ = ("_columns", "_environment", "_last_covering", "_missing", "_reached")

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._columns = 0
        self._reached: set[int] = set()
        self._last_covering = -1
        self._missing: list[tuple[Case, ...]] = []

    def run(self, rows: list[_Row], scrutinees: int, own_literals: set[int]) -> Coverage:
        """`own_literals`: branches that have a literal as a scrutinee's own pattern."""
        self._columns = scrutinees
        work = 0
        pending: list[tuple[list[_Row], list[int], _Split | None]] = [
            (rows, list(range(scrutinees)), None)
        ]
        while pending:
            rows_here, numbers, path = pending.pop()
            work += len(rows_here) + 1
            if work > _MAX_WORK:
                return Coverage((), False, (), True)
            position, column = self._first_choice(rows_here)
            if position == len(rows_here):
                if len(self._missing) <= MAX_SHOWN:
                    self._missing += _cases(path, scrutinees, self._environment)
            elif column >= 0:
                rest = numbers[:column] + numbers[column + 1 :]
                # Last in, first out: the constructors are looked at in their order.
                parts = _split(rows_here[position:], column, self._environment)
                if parts is None:
                    return COVERED  # The match has a mistake of another kind, reported elsewhere.
                for part in reversed(parts):
                    new = list(range(self._columns, self._columns + part.width))
                    self._columns += part.width
                    split = _Split(numbers[column], part, new, path)
                    pending.append((part.rows, rest + new, split))
        return self._coverage(rows, own_literals)

    def _first_choice(self, rows: list[_Row]) -> tuple[int, int]:
        """The first row that wants something, and in which column. Column -1: a row before takes everything.

        The row is len(rows) where no row takes everything nor wants anything. Rows passed on the way are reached.
        """
        for position, row in enumerate(rows):
            column = _first_refutable(row)
            if column >= 0:
                return position, column
            self._reached.add(row.index)
            if row.covers:
                self._last_covering = max(self._last_covering, row.index)
                return position, -1
        return len(rows), -1

    def _coverage(self, rows: list[_Row], own_literals: set[int]) -> Coverage:
        missing = self._missing
        covered_at = len(rows) if missing else self._last_covering
        redundant = [
            row.index
            for row in rows
            if row.index not in self._reached
            and (row.index not in own_literals or row.index > covered_at)
        ]
        shown = tuple(missing[:MAX_SHOWN])
        return Coverage(shown, len(missing) > MAX_SHOWN, tuple(redundant), False)


def _split(rows: list[_Row], column: int, environment: Environment) -> list[_Part] | None:
    """The rows by what they want in a column; the first one wants something.

    None where they want unknown constructors or things of different types.
    """
    pattern = rows[0].patterns[column]
    if isinstance(pattern, r.PatternRecord):
        return [_split_record(rows, column)]
    siblings: Sequence[_Head] | None = _BOOLEANS
    if isinstance(pattern, r.PatternConstructor):
        siblings = _constructors(pattern.key, environment)
    if siblings is None:
        return None
    by_head: dict[_Head, list[_Row]] = {}
    arities: dict[_Head, int] = {}
    others: list[_Row] = []
    for row in rows:
        pattern = row.patterns[column]
        if pattern is None:
            for known, group in by_head.items():
                group.append(row.replaced(column, (None,) * arities[known]))
            others.append(row.replaced(column, ()))
            continue
        head, arguments = _head(pattern)
        if head not in arities:
            if head not in siblings:
                return None
            arity = arities[head] = _arity(head, environment)
            if arity < 0:
                return None
            by_head[head] = [_widened(other, arity) for other in others]
        arity = arities[head]
        filled = (*arguments[:arity], *([None] * (arity - len(arguments))))
        by_head[head].append(row.replaced(column, filled))
    absent = [head for head in siblings if head not in by_head]
    parts: list[_Part] = []
    for head in siblings:
        if head in by_head:
            parts.append(_Part((head,), (), arities[head], by_head[head]))
        elif head is absent[0]:
            parts.append(_Part(absent, (), 0, others))
    return parts


def _head(pattern: r.Pattern) -> tuple[_Head, Sequence[r.Pattern]]:
    """Constructor and arguments of a pattern; a record has no constructor of a data type's."""
    if isinstance(pattern, r.PatternConstructor):
        return pattern.key, pattern.arguments
    if isinstance(pattern, r.PatternLiteral):
        return bool(pattern.value), ()
    return RECORD.key, ()


def _widened(row: _Row, width: int) -> _Row:
    wide = _Row(row.index, (), row.covers)
    wide.patterns = row.patterns + [None] * width
    return wide


def _split_record(rows: list[_Row], column: int) -> _Part:
    """All records are alike: their labels become columns."""
    labels: dict[str, None] = {}
    fields_of_rows: list[dict[str, r.Pattern]] = []
    for row in rows:
        pattern = row.patterns[column]
        fields: dict[str, r.Pattern] = {}
        if isinstance(pattern, r.PatternRecord):
            fields = {field.label: field.pattern for field in pattern.fields}
        fields_of_rows.append(fields)
        labels.update(dict.fromkeys(fields))
    split = [
        row.replaced(column, [fields.get(label) for label in labels])
        for row, fields in zip(rows, fields_of_rows, strict=True)
    ]
    return _Part((), tuple(labels), len(labels), split)


_BOOLEANS: Final[Sequence[_Head]] = (False, True)


def _constructors(key: ElementKey, environment: Environment) -> Sequence[_Head] | None:
    """All constructors of the type of one of them."""
    constructor = environment.interface(key)
    if not isinstance(constructor, ConstructorInterface):
        return None
    owner = environment.interface(constructor.owner)
    return owner.constructors if isinstance(owner, DataInterface) else None


def _arity(head: _Head, environment: Environment) -> int:
    """How many fields a constructor has; -1 where nobody knows."""
    if isinstance(head, bool):
        return 0
    constructor = environment.interface(head)
    return len(constructor.fields) if isinstance(constructor, ConstructorInterface) else -1


def _first_refutable(row: _Row) -> int:
    """The first column in which the row wants something; -1: it matches anything."""
    for column, pattern in enumerate(row.patterns):
        if pattern is not None:
            return column
    return -1


# ---------------------------------------------------------------------------- the missing cases


_ANYTHING: Final[list[Case]] = [None]


def _cases(
    path: _Split | None, scrutinees: int, environment: Environment
) -> list[tuple[Case, ...]]:
    """The first few values that a way through the tree stands for."""
    # Innermost first, so the parts of a column are known before the column itself.
    alternatives: dict[int, list[Case]] = {}
    while path is not None:
        parts = _product([alternatives.get(part, _ANYTHING) for part in path.parts])
        if path.labels:
            labels = path.labels
            found: list[Case] = [("{}", tuple(zip(labels, each, strict=True))) for each in parts]
        else:
            found = []
            for head in path.heads[: MAX_SHOWN + 1]:
                if isinstance(head, bool):
                    found.append(head)
                elif path.parts:
                    found += [(head, arguments) for arguments in parts]
                else:
                    found.append((head, (None,) * _arity(head, environment)))
        alternatives[path.column] = found or _ANYTHING
        path = path.parent
    return _product([alternatives.get(column, _ANYTHING) for column in range(scrutinees)])


def _product(alternatives: Sequence[list[Case]]) -> list[tuple[Case, ...]]:
    """The first few of all combinations."""
    combinations: list[tuple[Case, ...]] = [()]
    for each in alternatives:
        combinations = [(*combination, case) for combination in combinations for case in each]
        del combinations[MAX_SHOWN + 1 :]
    return combinations


# ---------------------------------------------------------------------------- single patterns and guards


_OTHERWISE: Final = frozenset(
    element_key(module, Space.VALUE, "otherwise") for module in ("Data.Boolean", "Prelude")
)


def _matches_all(branch: r.Branch) -> bool:
    """Seen at a glance that the branch takes everything."""
    if len(branch.bodies) != 1 or branch.bodies[0].guards:
        return False
    return all(_is_variable(pattern) for pattern in branch.patterns)


_AROUND: Final = (r.PatternAs, r.PatternTyped)
_PLAIN: Final = (r.PatternVariable, r.PatternWildcard, r.PatternError)


def _is_variable(pattern: r.Pattern) -> bool:
    while isinstance(pattern, _AROUND):
        pattern = pattern.pattern
    return isinstance(pattern, _PLAIN)


def _has_error(pattern: r.Pattern) -> bool:
    """Whether some part of a pattern means nothing that is known."""
    pending: list[r.Pattern] = [pattern]
    while pending:
        match pending.pop():
            case r.PatternError():
                return True
            case r.PatternAs(pattern=inner) | r.PatternTyped(pattern=inner):
                pending.append(inner)
            case r.PatternConstructor(arguments=parts) | r.PatternArray(items=parts):
                pending += parts
            case r.PatternRecord(fields=fields):
                pending += [field.pattern for field in fields]
    return False


def _has_own_literal(pattern: r.Pattern) -> bool:
    """A pattern that never covers anything, not below a constructor."""
    while isinstance(pattern, _AROUND):
        pattern = pattern.pattern
    if isinstance(pattern, r.PatternRecord):
        return any(_has_own_literal(field.pattern) for field in pattern.fields)
    if isinstance(pattern, r.PatternLiteral):
        return pattern.kind is not LiteralKind.BOOLEAN
    return isinstance(pattern, r.PatternArray)


def _surely_holds(bodies: Sequence[r.GuardedBody], environment: Environment) -> bool:
    """One of the right-hand sides is taken, whatever the value of the guards' variables."""
    return any(all(_guard_holds(guard, environment) for guard in body.guards) for body in bodies)


def _guard_holds(guard: r.Guard, environment: Environment) -> bool:
    if guard.pattern is not None:
        return not check_patterns((guard.pattern,), environment).missing
    condition = _condition(guard)
    if isinstance(condition, r.Literal):
        return condition.value is True
    if isinstance(condition, r.Error):
        return True  # `otherwise` may be meant.
    return isinstance(condition, r.Global) and condition.key in _OTHERWISE


def _condition(guard: r.Guard) -> r.Expression:
    condition = guard.expression
    while isinstance(condition, r.Typed):
        condition = condition.expression
    return condition
