"""Where two types differ: the parts worth showing when both as a whole are too much to compare by eye."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.type import RECORD, Row, Type, TypeApp, spine
from nova_ls.types.render.render_type import render_label

_MAX_DEPTH: Final = 8


@dataclass(slots=True)
class Difference:
    """`unequal`: path of labels, expected, actual. `missing`, `extra`: fields of only one side, with their paths."""

    unequal: list[tuple[str, Type, Type]] = field(default_factory=list)
    missing: list[tuple[str, Type]] = field(default_factory=list)
    extra: list[tuple[str, Type]] = field(default_factory=list)

    @property
    def is_by_label(self) -> bool:
        """Some record or row was taken apart."""
        return bool(self.missing or self.extra or any(path for path, _, _ in self.unequal))


def difference(expected: Type, actual: Type) -> Difference:
    """Descend into records label by label, and into applications of one head while a single argument differs."""
    result = Difference()
    _compare(expected, actual, "", _MAX_DEPTH, result)
    return result


def _compare(expected: Type, actual: Type, path: str, depth: int, result: Difference) -> None:
    while depth > 0:
        depth -= 1
        if isinstance(expected, Row) and isinstance(actual, Row):
            if expected.fields or actual.fields:
                _compare_rows(expected, actual, path, depth, result)
                return
            break
        pair = _opt_differing_argument(expected, actual)
        if pair is None:
            break
        expected, actual = pair
    result.unequal.append((path, expected, actual))


def _opt_differing_argument(expected: Type, actual: Type) -> tuple[Type, Type] | None:
    if not (isinstance(expected, TypeApp) and isinstance(actual, TypeApp)):
        return None
    if expected.function is RECORD and actual.function is RECORD:
        return expected.argument, actual.argument
    head, _, arguments = spine(expected)
    other_head, _, other_arguments = spine(actual)
    if len(arguments) != len(other_arguments) or not same_type(head, other_head):
        return None
    pairs = zip(arguments, other_arguments, strict=True)
    differing = [(left, right) for left, right in pairs if not same_type(left, right)]
    return differing[0] if len(differing) == 1 else None


def _compare_rows(expected: Row, actual: Row, path: str, depth: int, result: Difference) -> None:
    wanted = dict(reversed(expected.fields))
    given = dict(reversed(actual.fields))
    for label in sorted(wanted.keys() | given.keys()):
        place = f"{path}.{render_label(label)}" if path else render_label(label)
        if label not in given:
            result.missing.append((place, wanted[label]))
        elif label not in wanted:
            result.extra.append((place, given[label]))
        elif not same_type(wanted[label], given[label]):
            _compare(wanted[label], given[label], place, depth, result)
