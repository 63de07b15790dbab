"""Values and instances that need themselves before they can be evaluated."""

from nova_ls.base.keys import Space, element_key
from nova_ls.names.modules.eager import Eager, EvaluationCycle, find_circles

A, B, C = (element_key("M", Space.VALUE, name) for name in "abc")
FIRST, SECOND = (element_key("M", Space.INSTANCE, name) for name in "ij")
PLUS = element_key("M", Space.VALUE_OPERATOR, "+")


def test_each_value_of_a_cycle_is_told_once() -> None:
    eager = {
        A: Eager((B,), ((B, 4, 5),), (B,)),
        B: Eager((A,), ((A, 4, 5),), (A,)),
        C: Eager((A,), ((A, 4, 5),), (A,)),
    }
    uses = {A: [B], B: [A], C: [A]}
    assert find_circles(eager, uses) == [
        EvaluationCycle(A, None, (A, B)),
        EvaluationCycle(B, None, (A, B)),
    ]


def test_what_is_withheld_counts_in_a_recursive_group_only() -> None:
    eager = {A: Eager((), ((B, 4, 5), (C, 6, 7)))}
    assert find_circles(eager, {A: [B, C], B: [], C: [A]}) == [EvaluationCycle(A, (6, 7), (A, C))]
    assert find_circles(eager, {A: [B, C], B: [], C: []}) == []


def test_a_group_is_recursive_through_operators() -> None:
    eager = {A: Eager((), ((B, 4, 5),))}
    assert find_circles(eager, {A: [PLUS], PLUS: [B], B: [A]}) == [
        EvaluationCycle(A, (4, 5), (A, B))
    ]


def test_where_a_cycle_is_told_the_rest_of_its_group_is_not() -> None:
    eager = {A: Eager((A,), (), (A,)), B: Eager((), ((C, 4, 5),))}
    assert find_circles(eager, {A: [A, B], B: [C], C: [A]}) == [EvaluationCycle(A, None, (A,))]


def test_instances_count_by_their_evidence() -> None:
    eager = {FIRST: Eager(needed=(A,)), A: Eager(needed=(SECOND,)), SECOND: Eager(needed=(FIRST,))}
    found = find_circles(eager, {A: []})
    assert {circle.key for circle in found} == {FIRST, SECOND, A}
    assert {circle.ring for circle in found} == {tuple(sorted((FIRST, SECOND, A)))}


def test_values_alone_make_no_cycle_by_what_they_need() -> None:
    assert find_circles({A: Eager(needed=(B,)), B: Eager(needed=(A,))}, {}) == []
