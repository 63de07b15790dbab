"""Matching: does an instance head (or a given constraint) cover a wanted type?

Three answers. MATCH: yes, and this is what the head's variables stand for. APART: never, whatever unknowns and
rigid variables turn out to be. UNKNOWN: not as it stands, but more knowledge could make it match; in an instance
chain this stops the search. Matching is one-sided: it never solves a unification variable.

Wanted types are zonked. Heads hold TypeVars for the instance's parameters; the heads of given constraints hold
skolems and no TypeVars.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from nova_ls.types.core.type import (
    KindApp,
    Row,
    Skolem,
    Type,
    TypeApp,
    TypeCon,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    parts,
)
from nova_ls.types.relate.unify import align_rows

MATCH: Final = 0
UNKNOWN: Final = 1
APART: Final = 2
# Invariant: the answers are ordered, so that `max` combines two of them: APART wins over UNKNOWN over MATCH.

Pair: TypeAlias = tuple[Type, Type]

Bindings: TypeAlias = dict[str, list[Type]]
"""What each variable of a head was matched with; several types where it occurs several times."""


def match_type(wanted: Type, head: Type, bindings: Bindings) -> int:
    """Match one argument; adds to `bindings` (also where the answer is not MATCH)."""
    answer = MATCH
    while True:
        head_class = head.__class__
        if head_class is TypeVar:
            name = head.name  # type: ignore[union-attr]
            if name in bindings:
                bindings[name].append(wanted)
            else:
                bindings[name] = [wanted]
            return answer
        if head is wanted:
            return answer
        if head_class is not wanted.__class__ or (
            head_class is not TypeApp and head_class is not KindApp
        ):
            break
        inner = match_type(wanted.argument, head.argument, bindings)  # type: ignore[union-attr]
        if inner > answer:
            if inner == APART:
                return APART
            answer = inner
        wanted, head = wanted.function, head.function  # type: ignore[union-attr]
    inner = _match_leaf(wanted, head, bindings)
    return inner if inner > answer else answer


def _match_leaf(wanted: Type, head: Type, bindings: Bindings) -> int:
    """`wanted` is not `head`, and they are not two applications."""
    if isinstance(wanted, UnificationVar):
        return UNKNOWN
    if isinstance(wanted, Skolem):
        # Skolems are compared by number: a given's skolem may have been copied.
        return MATCH if isinstance(head, Skolem) and head.number == wanted.number else UNKNOWN
    if isinstance(wanted, TypeCon):
        return MATCH if isinstance(head, TypeCon) and head.key is wanted.key else APART
    if isinstance(wanted, TypeString):
        return MATCH if isinstance(head, TypeString) and head.value == wanted.value else APART
    if isinstance(wanted, TypeInt):
        return MATCH if isinstance(head, TypeInt) and head.value == wanted.value else APART
    if isinstance(wanted, Row) and isinstance(head, Row):
        return _match_rows(wanted, head, bindings)
    return APART


def _match_rows(wanted: Row, head: Row, bindings: Bindings) -> int:
    if not wanted.fields or not head.fields:
        # An empty row matches an empty row only; no row variable is bound by a row without fields in the head.
        closed = wanted.tail is None and head.tail is None
        return MATCH if closed and len(wanted.fields) == len(head.fields) else APART
    common, wanted_rest, head_rest = align_rows(wanted.fields, head.fields)
    answer = MATCH
    for _, wanted_field, head_field in common:
        answer = max(answer, match_type(wanted_field, head_field, bindings))
    return max(answer, _match_tails(wanted_rest, wanted.tail, head_rest, head.tail, bindings))


def _match_tails(
    wanted_rest: list[tuple[str, Type]],
    wanted_tail: Type | None,
    head_rest: list[tuple[str, Type]],
    head_tail: Type | None,
    bindings: Bindings,
) -> int:
    if not wanted_rest and not head_rest and _same_tail(wanted_tail, head_tail):
        return MATCH
    if not wanted_rest and isinstance(wanted_tail, UnificationVar):
        return UNKNOWN
    if not head_rest and isinstance(head_tail, TypeVar):
        bindings.setdefault(head_tail.name, []).append(Row(tuple(wanted_rest), wanted_tail))
        return MATCH
    return APART


def _same_tail(left: Type | None, right: Type | None) -> bool:
    if left is right:
        return True
    return isinstance(left, Skolem) and isinstance(right, Skolem) and left.number == right.number


def verify_bindings(bindings: Bindings) -> int:
    """Could all the types that one variable was matched with be equal?"""
    answer = MATCH
    for types in bindings.values():
        for index, type in enumerate(types):
            for other in types[index + 1 :]:
                answer = max(answer, compare_types(type, other))
                if answer == APART:
                    return APART
    return answer


def compare_types(left: Type, right: Type, equal: set[Pair] | None = None) -> int:
    """MATCH: equal. UNKNOWN: could become equal. APART: never equal.

    `equal`: pairs found to match, so that parts which a type shares with itself are walked once.
    """
    answer = MATCH
    if equal is None:
        equal = set()
    while left is not right:
        if isinstance(left, (UnificationVar, Skolem)) or isinstance(
            right, (UnificationVar, Skolem)
        ):
            return max(answer, _compare_variables(left, right))
        if left.__class__ is not right.__class__:
            return APART
        if isinstance(left, (TypeApp, KindApp)):
            pair = left.argument, right.argument  # type: ignore[union-attr]
            if pair not in equal:
                inner = compare_types(*pair, equal)
                if inner == APART:
                    return APART
                if inner == MATCH:
                    equal.add(pair)
                answer = max(answer, inner)
            left, right = left.function, right.function  # type: ignore[union-attr]
            continue
        return max(answer, _compare_leaves(left, right, equal))
    return answer


def _compare_variables(left: Type, right: Type) -> int:
    """At least one of the two is a unification variable or a skolem, and they are not the same object."""
    if isinstance(left, Skolem) and isinstance(right, Skolem) and left.number == right.number:
        return MATCH
    if isinstance(left, UnificationVar):
        return APART if occurs(left, right) else UNKNOWN
    if isinstance(right, UnificationVar):
        return APART if occurs(right, left) else UNKNOWN
    if isinstance(left, Skolem):
        return APART if occurs(left, right) else UNKNOWN
    return APART if occurs(right, left) else UNKNOWN


def _compare_leaves(left: Type, right: Type, equal: set[Pair]) -> int:
    if isinstance(left, TypeCon) and isinstance(right, TypeCon):
        return MATCH if left.key is right.key else APART
    if isinstance(left, TypeString) and isinstance(right, TypeString):
        return MATCH if left.value == right.value else APART
    if isinstance(left, TypeInt) and isinstance(right, TypeInt):
        return MATCH if left.value == right.value else APART
    if isinstance(left, TypeVar) and isinstance(right, TypeVar):
        return MATCH if left.name == right.name else APART
    if isinstance(left, Row) and isinstance(right, Row):
        return _compare_rows(left, right, equal)
    return APART


def _compare_rows(left: Row, right: Row, equal: set[Pair]) -> int:
    common, left_rest, right_rest = align_rows(left.fields, right.fields)
    answer = MATCH
    for _, one, other in common:
        answer = max(answer, compare_types(one, other, equal))
    return max(answer, _compare_tails(left_rest, left.tail, right_rest, right.tail))


def _compare_tails(
    left_rest: list[tuple[str, Type]],
    left_tail: Type | None,
    right_rest: list[tuple[str, Type]],
    right_tail: Type | None,
) -> int:
    if not left_rest and not right_rest:
        if left_tail is right_tail or _same_tail(left_tail, right_tail):
            return MATCH
        if isinstance(left_tail, UnificationVar) or isinstance(right_tail, UnificationVar):
            return UNKNOWN
    if not left_rest and isinstance(left_tail, Skolem):
        return UNKNOWN
    if not right_rest and isinstance(right_tail, Skolem):
        return UNKNOWN
    return APART


def occurs(variable: Type, type: Type) -> bool:
    """Does a unification variable or skolem occur in a zonked type?"""
    pending = [type]
    while pending:
        item = pending.pop()
        if item is variable:
            return True
        if not item.flags & variable.flags:
            continue
        if isinstance(item, Skolem):
            if isinstance(variable, Skolem) and variable.number == item.number:
                return True
        else:
            pending.extend(parts(item))
    return False
