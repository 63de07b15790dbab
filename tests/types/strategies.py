"""Hypothesis strategies for types, interfaces and diagnostics, and structural equality of types."""

from __future__ import annotations

from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from nova_ls.base.diagnostic import Diagnostic, Problem, Related
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.resolve.element_references import References
from nova_ls.syntax.tree import Associativity
from nova_ls.types.core import interface as i
from nova_ls.types.core import type as t
from nova_ls.types.core.environment import Annotations
from nova_ls.types.core.problems import PROBLEMS

names = st.sampled_from(["a", "b", "c", "f", "m", "r", "x", "élan", "\ud83d"])
namespaces = st.sampled_from(["Prim", "Data.Maybe", "Main"])
keys = st.builds(element_key, namespaces, st.sampled_from(list(Space)), names)
offsets = st.integers(0, 1 << 20)
type_cons = st.sampled_from([t.INT, t.STRING, t.TYPE, t.FUNCTION, t.ARRAY, t.RECORD]) | st.builds(
    t.type_con, keys
)


def _kind_of_variable(number: int, kind: t.Type) -> t.UnificationVar:
    return t.UnificationVar(number, 1, kind)


leaves = st.one_of(
    type_cons,
    st.builds(t.TypeVar, names),
    st.builds(t.TypeString, st.text()),
    st.builds(t.TypeInt, st.integers()),
    st.just(t.ERROR),
    st.just(t.EMPTY_ROW),
    st.builds(t.Skolem, names, offsets, type_cons, st.integers(0, 9)),
    st.builds(_kind_of_variable, offsets, type_cons),
)


def constraints_of(parts: st.SearchStrategy[t.Type]) -> st.SearchStrategy[t.Constraint]:
    some = st.lists(parts, max_size=2).map(tuple)
    return st.builds(t.Constraint, keys, some, some)


def rows_of(parts: st.SearchStrategy[t.Type]) -> st.SearchStrategy[t.Row]:
    def row(items: list[tuple[str, t.Type]], tail: t.Type | None) -> t.Row:
        return t.Row(tuple(sorted(items, key=lambda item: item[0])), tail)

    tails = st.none() | parts.filter(lambda type: not isinstance(type, t.Row))
    return st.builds(row, st.lists(st.tuples(names, parts), max_size=4), tails)


def _grow(parts: st.SearchStrategy[t.Type]) -> st.SearchStrategy[t.Type]:
    return st.one_of(
        st.builds(t.TypeApp, parts, parts),
        st.builds(t.function, parts, parts),
        st.builds(t.KindApp, parts, parts),
        st.builds(t.Forall, names, parts, parts, st.booleans()),
        st.builds(t.Constrained, constraints_of(parts), parts),
        rows_of(parts),
        rows_of(parts).map(t.record),
    )


types: st.SearchStrategy[t.Type] = st.recursive(leaves, _grow, max_leaves=12)
constraints = constraints_of(types)
tuples_of_types = st.lists(types, max_size=3).map(tuple)
parameters = st.lists(st.builds(i.Parameter, names, types), max_size=3).map(tuple)
tuples_of_names = st.lists(names, max_size=2).map(tuple)
tuples_of_constraints = st.lists(constraints, max_size=2).map(tuple)
indexes = st.lists(st.integers(0, 4), max_size=3).map(tuple)

interfaces: st.SearchStrategy[i.Interface] = st.one_of(
    st.builds(i.ValueInterface, types, st.sampled_from(i.ValueOrigin), st.none() | keys),
    st.builds(i.ConstructorInterface, keys, st.integers(0, 9), types, tuples_of_types),
    st.builds(
        i.DataInterface,
        types,
        tuples_of_names,
        parameters,
        st.lists(st.sampled_from(i.Role), max_size=3).map(tuple),
        st.lists(keys, max_size=3).map(tuple),
        st.booleans(),
    ),
    st.builds(i.SynonymInterface, types, tuples_of_names, parameters, types),
    st.builds(
        i.ClassInterface,
        types,
        tuples_of_names,
        parameters,
        tuples_of_constraints,
        st.lists(st.tuples(keys, types), max_size=3).map(tuple),
        st.lists(st.tuples(indexes, indexes), max_size=2).map(tuple),
        st.booleans(),
    ),
    st.builds(
        i.InstanceInterface,
        keys,
        keys,
        parameters,
        tuples_of_constraints,
        tuples_of_types,
        tuples_of_types,
        keys,
        st.integers(0, 9),
        st.booleans(),
    ),
    st.builds(i.OperatorInterface, st.sampled_from(Associativity), st.integers(0, 9), keys),
)

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), keys, types, constraints),
    lambda parts: st.lists(parts, max_size=3).map(tuple),
    max_leaves=6,
)

_BY_FIELD: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(),
    int: st.integers(),
    bool: st.booleans(),
    type(None): st.none(),
    Space: st.sampled_from(Space),
    ElementKey: keys,
    t.Type: types,
    t.Constraint: constraints,
    Any: st.none() | st.booleans() | st.tuples(keys, st.just(())),  # a case that a match misses
}


def _field(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _BY_FIELD:
        return _BY_FIELD[hint]
    parts = get_args(hint)
    if get_origin(hint) is not tuple:
        return st.one_of(*map(_field, parts))
    if parts[-1] is Ellipsis:
        return st.lists(_field(parts[0]), min_size=1, max_size=3).map(tuple)
    return st.tuples(*map(_field, parts))


@st.composite
def problems_of(draw: st.DrawFn, kind: type[Problem]) -> Problem:
    """Problems of one code, with any fields of the right types."""
    hints = get_type_hints(kind)
    return kind(*[draw(_field(hints[field])) for field in kind.fields])


diagnostics = st.builds(
    Diagnostic,
    st.sampled_from(sorted(PROBLEMS)).flatmap(lambda code: problems_of(PROBLEMS[code])),
    offsets,
    offsets,
    st.lists(st.builds(Related, st.none() | keys, offsets, offsets, st.text()), max_size=2).map(
        tuple
    ),
)


@st.composite
def annotation_lists(draw: st.DrawFn) -> Annotations:
    spans = draw(st.lists(st.tuples(offsets, offsets, types), max_size=8))
    evidence = draw(st.lists(st.tuples(offsets, offsets, values), max_size=3))
    return Annotations(
        [start for start, _, _ in spans],
        [end for _, end, _ in spans],
        [type for _, _, type in spans],
        evidence,
    )


@st.composite
def references(draw: st.DrawFn) -> References:
    found = draw(st.lists(st.tuples(offsets, offsets, offsets | keys), max_size=8))
    return References(
        [start for start, _, _ in found],
        [end for _, end, _ in found],
        [target for _, _, target in found],
    )


def structure(value: Any) -> Any:
    """A value of nested tuples that is equal exactly where the structures are equal."""
    match value:
        case t.UnificationVar() if value.solution is not None:
            return structure(value.solution)
        case ElementKey() | Enum() | None:
            return value
        case bool() | int() | str() | float():
            return (type(value).__name__, value)
        case tuple() | list():
            return tuple(structure(item) for item in value)
        case _:
            slots = [slot for slot in type(value).__slots__ if slot not in ("flags", "solution")]
            return (type(value), *[structure(getattr(value, slot)) for slot in slots])
