"""Bracketing agrees with a naive recursive reference, and does not recurse over the length of a chain."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from nova_ls.names.resolve.bracket import (
    BracketConflict,
    Bracketed,
    OperatorBinding,
    bracket,
    find_conflicts,
)
from nova_ls.syntax.problems import MixedAssociativityError, NonAssociativeError
from nova_ls.syntax.tree import Associativity

LEFT, RIGHT, NONE = Associativity.LEFT, Associativity.RIGHT, Associativity.NONE

# An operand, or two trees beside their operator.
Tree = Any

bindings = st.lists(
    st.builds(OperatorBinding, st.integers(0, 3), st.sampled_from([LEFT, RIGHT, NONE])), max_size=12
)


def naive(low: int, high: int, chain: list[OperatorBinding]) -> Tree | None:
    """Split at the loosest operator of operands low..high; None where precedence does not decide."""
    if low == high:
        return low
    loosest = min(chain[i].precedence for i in range(low, high))
    places = [i for i in range(low, high) if chain[i].precedence == loosest]
    sides = {chain[i].associativity for i in places}
    if len(places) > 1 and (len(sides) > 1 or NONE in sides):
        return None
    at = places[0] if sides == {RIGHT} else places[-1]
    left, right = naive(low, at, chain), naive(at + 1, high, chain)
    return None if left is None or right is None else (left, at, right)


def run(chain: list[OperatorBinding]) -> Bracketed[Tree] | None:
    return bracket(list(range(len(chain) + 1)), chain, lambda left, i, right: (left, i, right))


@given(bindings)
def test_bracketing_agrees_with_splitting_at_the_loosest_operator(
    chain: list[OperatorBinding],
) -> None:
    result = run(chain)
    assert (None if result is None else result.tree) == naive(0, len(chain), chain)


@given(bindings)
def test_a_refused_chain_has_a_conflict_to_report(chain: list[OperatorBinding]) -> None:
    if run(chain) is None:
        assert find_conflicts(chain)


@given(bindings.filter(bool))
def test_the_top_operator_is_the_one_applied_last(chain: list[OperatorBinding]) -> None:
    result = run(chain)
    if result is not None:
        assert result.tree[1] == result.top


def test_a_chain_of_ten_thousand_operands_needs_no_recursion() -> None:
    count = 0

    def combine(left: int, index: int, right: int) -> int:
        nonlocal count
        count += 1
        return left

    for side in (LEFT, RIGHT):
        assert bracket([0] * 10_001, [OperatorBinding(5, side)] * 10_000, combine) is not None
    assert count == 20_000


def test_conflicts_name_their_operators() -> None:
    mixed = find_conflicts(
        [OperatorBinding(5, LEFT), OperatorBinding(6, LEFT), OperatorBinding(5, RIGHT)]
    )
    assert mixed == [BracketConflict(MixedAssociativityError, (0, 2))]
    missing = find_conflicts([OperatorBinding(4, NONE), OperatorBinding(4, NONE)])
    assert missing == [BracketConflict(NonAssociativeError, (0, 1))]
