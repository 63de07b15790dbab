"""Laws of matching, and of covering sets."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nova_ls.types.core.covering import closure, covering_sets, determined_arguments
from nova_ls.types.core.same_type import same_type
from nova_ls.types.core.substitute import substitute
from nova_ls.types.core.type import (
    ARRAY,
    INT,
    RECORD,
    STRING,
    TYPE,
    Skolem,
    Type,
    TypeApp,
    TypeInt,
    TypeString,
    TypeVar,
    UnificationVar,
    row,
)
from nova_ls.types.instances.match_instance import APART, MATCH, UNKNOWN, compare_types, match_type

_names = ["a", "b", "c"]
_atoms = st.sampled_from([INT, STRING, ARRAY, TypeString("x"), TypeInt(1)])


def _grown(parts: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    fields = st.dictionaries(st.sampled_from("xyz"), parts, min_size=1, max_size=3)
    records = fields.map(lambda each: TypeApp(RECORD, row(tuple(sorted(each.items())), None)))
    return st.builds(TypeApp, parts, parts) | records


closed = st.recursive(_atoms, _grown, max_leaves=6)
heads = st.recursive(_atoms | st.builds(TypeVar, st.sampled_from(_names)), _grown, max_leaves=6)
unknowns = st.recursive(
    _atoms
    | st.sampled_from([UnificationVar(number, 0, TYPE) for number in range(3)])
    | st.sampled_from([Skolem(name, ord(name), TYPE, 0) for name in _names]),
    _grown,
    max_leaves=6,
)


@given(heads, st.fixed_dictionaries(dict.fromkeys(_names, closed)))
def test_an_instance_of_a_head_matches_it_and_tells_how(
    head: Type, mapping: dict[str, Type]
) -> None:
    bindings: dict[str, list[Type]] = {}
    assert match_type(substitute(head, mapping), head, bindings) == MATCH
    for name, types in bindings.items():
        assert all(same_type(type, mapping[name]) for type in types)


@given(closed, closed)
def test_closed_types_are_equal_or_apart(left: Type, right: Type) -> None:
    answer = compare_types(left, right)
    assert answer == (MATCH if same_type(left, right) else APART)
    assert match_type(left, right, {}) == answer


@given(unknowns, unknowns)
def test_comparison_is_symmetric(left: Type, right: Type) -> None:
    assert compare_types(left, right) == compare_types(right, left)
    assert compare_types(left, left) == MATCH


def test_an_unknown_may_become_anything_but_what_holds_it() -> None:
    unknown = UnificationVar(1, 0, TYPE)
    assert compare_types(unknown, INT) == UNKNOWN
    assert compare_types(unknown, TypeApp(ARRAY, unknown)) == APART
    assert match_type(unknown, INT, {}) == UNKNOWN


_positions = st.lists(st.integers(0, 4), min_size=1, max_size=3, unique=True).map(tuple)


@given(st.lists(st.tuples(_positions, _positions), max_size=5))
def test_covering_sets_determine_everything_and_none_could_be_smaller(
    dependencies: list[tuple[tuple[int, ...], tuple[int, ...]]],
) -> None:
    sets = covering_sets(5, dependencies)
    assert sets
    for each in sets:
        assert closure(each, dependencies) == set(range(5))
        for position in each:
            assert closure(each - {position}, dependencies) != set(range(5))
    assert determined_arguments(5, dependencies) == set(range(5)).difference(*sets)
