"""Strongly connected components, and the groups and cycles made of them."""

from hypothesis import given
from hypothesis import strategies as st

from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.modules.binding_groups import (
    binding_groups,
    class_cycles,
    components,
    cyclic_components,
    type_cycles,
)
from nova_ls.names.modules.module_graph import order_modules
from nova_ls.names.problems.modules import CycleInKindDeclaration, CycleInTypeSynonym


@st.composite
def graphs(draw: st.DrawFn) -> list[list[int]]:
    size = draw(st.integers(0, 9))
    if not size:
        return []
    return draw(st.lists(st.lists(st.integers(0, size - 1)), min_size=size, max_size=size))


def reachable(edges: list[list[int]], start: int) -> set[int]:
    seen: set[int] = set()
    pending = list(edges[start])
    while pending:
        node = pending.pop()
        if node not in seen:
            seen.add(node)
            pending += edges[node]
    return seen


@given(graphs())
def test_components_are_the_classes_of_mutual_reachability_in_order_of_dependency(
    edges: list[list[int]],
) -> None:
    found = components(edges)
    reach = [reachable(edges, node) | {node} for node in range(len(edges))]
    assert sorted(node for group in found for node in group) == list(range(len(edges)))
    place = {node: number for number, group in enumerate(found) for node in group}
    for a in range(len(edges)):
        for b in range(len(edges)):
            assert (place[a] == place[b]) == (b in reach[a] and a in reach[b])
        for target in edges[a]:
            assert place[target] <= place[a]


@given(graphs())
def test_cyclic_components_are_those_whose_nodes_reach_themselves(edges: list[list[int]]) -> None:
    nodes = {node for group in cyclic_components(edges) for node in group}
    assert nodes == {node for node in range(len(edges)) if node in reachable(edges, node)}


def test_a_long_path_needs_no_recursion() -> None:
    edges = [[node + 1] for node in range(50_000)] + [[]]
    assert len(components(edges)) == 50_001


def value(name: str) -> ElementKey:
    return element_key("M", Space.VALUE, name)


def type_(name: str) -> ElementKey:
    return element_key("M", Space.TYPE, name)


A, B, C = value("a"), value("b"), value("c")
S, T, U = type_("S"), type_("T"), type_("U")


def test_what_refers_to_one_another_is_a_group_and_comes_after_what_it_needs() -> None:
    assert binding_groups({A: [B], B: [A, C], C: []}) == [(C,), (A, B)]
    assert binding_groups({A: [], B: [A, C]}) == [(A,), (B,)]


def test_a_class_may_not_be_its_own_superclass() -> None:
    first, second = (element_key("M", Space.CLASS, name) for name in "CD")
    assert class_cycles({first: [second], second: []}) == []
    assert [c.keys for c in class_cycles({first: [second], second: [first]})] == [(first, second)]


def test_recursive_types_are_not_a_cycle() -> None:
    assert type_cycles({S: [S, T], T: [S], U: [T]}, {}, set()) == []


def test_synonyms_may_not_be_recursive_even_through_one_another() -> None:
    cycles = type_cycles({S: [T], T: [S], U: [U]}, {}, {S, T})
    assert [(c.problem, c.keys) for c in cycles] == [(CycleInTypeSynonym, (S, T))]
    assert type_cycles({S: [T], T: [S]}, {}, {S}) == []


def test_a_kind_signature_may_not_name_itself() -> None:
    assert type_cycles({S: [], T: [S]}, {T: [S]}, set()) == []
    cycles = type_cycles({S: []}, {S: [S]}, set())
    assert [(c.problem, c.keys) for c in cycles] == [(CycleInKindDeclaration, (S,))]


def test_modules_come_after_their_imports_and_cycles_are_found() -> None:
    order = order_modules({"A": ["B", "C"], "B": ["C"], "C": [], "D": ["E"], "E": ["D", "Gone"]})
    assert order.order.index("C") < order.order.index("B") < order.order.index("A")
    assert order.cycles == (("D", "E"),)
