"""The coverage of pattern matches, against examples and against trying out all values."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nova_ls.base.diagnostic import Diagnostic
from nova_ls.base.keys import ElementKey, Space, element_key
from nova_ls.names.resolve import resolved as r
from nova_ls.syntax.tree import LiteralKind
from nova_ls.types.codec.type_codec import decode_diagnostics, encode_diagnostics
from nova_ls.types.core import type as t
from nova_ls.types.core.interface import ConstructorInterface, DataInterface, Interface
from nova_ls.types.core.problems.classes import NoInstanceFound
from nova_ls.types.infer import exhaustive
from nova_ls.types.infer.exhaustive import check_branches, check_patterns, overlapping_pattern
from nova_ls.types.infer.infer_coverage import PARTIAL_CONSTRAINT
from tests.examples import examples
from tests.types.test_entail import World


class Types(World):
    """An environment of the data types `name -> ((constructor, arity), …)`; records what was asked."""

    def __init__(self, **types: tuple[tuple[str, int], ...]) -> None:
        super().__init__()
        self.asked: list[ElementKey] = []
        for name, constructors in types.items():
            owner = element_key("Main", Space.TYPE, name)
            keys = tuple(con(each) for each, _ in constructors)
            self.interfaces[owner] = DataInterface(t.TYPE, (), (), (), keys, False)
            for index, (key, (_, arity)) in enumerate(zip(keys, constructors, strict=True)):
                fields = (t.INT,) * arity
                self.interfaces[key] = ConstructorInterface(owner, index, t.INT, fields)

    def interface(self, key: ElementKey) -> Interface | None:
        self.asked.append(key)
        return super().interface(key)


def con(name: str) -> ElementKey:
    return element_key("Main", Space.CONSTRUCTOR, name)


TYPES = {
    "Maybe": (("Nothing", 0), ("Just", 1)),
    "Rgb": (("R", 0), ("G", 0), ("B", 0)),
    "Pair": (("P", 2),),
}
ANY = r.PatternWildcard(0, 0)


def p(name: str, *arguments: r.Pattern) -> r.PatternConstructor:
    return r.PatternConstructor(0, 0, con(name), 0, 0, arguments)


def number(value: int) -> r.PatternLiteral:
    return r.PatternLiteral(0, 0, value, LiteralKind.INT)


def boolean(value: bool) -> r.PatternLiteral:
    return r.PatternLiteral(0, 0, value, LiteralKind.BOOLEAN)


def record(**fields: r.Pattern) -> r.PatternRecord:
    return r.PatternRecord(
        0, 0, tuple(r.PatternField(0, 0, label, each) for label, each in fields.items())
    )


def otherwise() -> r.Global:
    return r.Global(0, 0, element_key("Data.Boolean", Space.VALUE, "otherwise"))


def guarded(*guards: r.Guard) -> r.GuardedBody:
    return r.GuardedBody(0, 0, guards, r.Error(0, 0, ()))


def condition(expression: r.Expression) -> r.Guard:
    return r.Guard(0, 0, None, expression)


def branch(*patterns: r.Pattern, bodies: tuple[r.GuardedBody, ...] = ()) -> r.Branch:
    return r.Branch(0, 0, patterns, bodies or (guarded(),))


def check(*branches: r.Branch) -> tuple[list[tuple[str, ...]], list[int]]:
    """Missing cases as text, redundant branches as numbers."""
    coverage = check_branches(branches, len(branches[0].patterns), Types(**TYPES))
    assert not coverage.incomplete
    return [tuple(map(show, case)) for case in coverage.missing], list(coverage.redundant)


def show(case: Any) -> str:
    match case:
        case None:
            return "_"
        case bool():
            return str(case)
        case ("{}", fields):
            return "{" + " ".join(f"{label}={show(each)}" for label, each in fields) + "}"
        case _:
            key, arguments = case
            return str(key.name) + "".join(f"({show(each)})" for each in arguments)


def test_all_constructors_cover_a_type() -> None:
    assert check(branch(p("Nothing")), branch(p("Just", ANY))) == ([], [])


def test_what_is_missing_is_told_in_the_order_of_the_constructors() -> None:
    assert check(branch(p("G"))) == ([("R",), ("B",)], [])
    assert check(branch(p("Just", p("R")))) == (
        [("Nothing",), ("Just(G)",), ("Just(B)",)],
        [],
    )


def test_several_scrutinees() -> None:
    assert check(
        branch(p("R"), p("Nothing")), branch(ANY, p("Just", ANY)), branch(p("G"), ANY)
    ) == ([("B", "Nothing")], [])


def test_a_branch_behind_its_like_is_redundant() -> None:
    assert check(branch(p("R")), branch(p("R")), branch(ANY), branch(p("B"))) == ([], [1, 3])


def test_everything_behind_a_variable_is_redundant() -> None:
    assert check(branch(ANY), branch(p("R")), branch(number(1))) == ([], [1, 2])


def test_records_are_taken_apart_by_label() -> None:
    assert check(branch(record(a=p("R"))), branch(record(b=p("Nothing")))) == (
        [("{a=G b=Just(_)}",), ("{a=B b=Just(_)}",)],
        [],
    )
    assert check(branch(record(a=ANY))) == ([], [])


def test_literals_and_arrays_never_cover() -> None:
    assert check(branch(number(1))) == ([("_",)], [])
    assert check(branch(r.PatternArray(0, 0, ()))) == ([("_",)], [])
    assert check(branch(number(1)), branch(number(1)), branch(ANY)) == ([], [])
    assert check(branch(p("Just", number(1))), branch(p("Nothing"))) == ([("Just(_)",)], [])


def test_a_literal_branch_is_redundant_only_behind_full_coverage() -> None:
    just, nothing = branch(p("Just", ANY), ANY), branch(p("Nothing"), ANY)
    one = branch(p("Nothing"), number(1))
    assert check(nothing, one, just) == ([], [])
    assert check(nothing, just, one) == ([], [2])


def test_booleans_are_a_type_of_two_constructors() -> None:
    assert check(branch(boolean(True))) == ([("False",)], [])
    assert check(branch(boolean(True)), branch(boolean(False)), branch(ANY)) == ([], [2])


def test_guards_cover_only_if_one_surely_holds() -> None:
    unsure = r.Local(0, 0, r.Binder(0, 0, "x"))
    assert check(branch(ANY, bodies=(guarded(condition(unsure)),))) == ([("_",)], [])
    both = (guarded(condition(unsure)), guarded(condition(otherwise())))
    assert check(branch(ANY, bodies=both)) == ([], [])
    sure = r.Guard(0, 0, p("P", ANY, ANY), unsure)
    assert check(branch(ANY, bodies=(guarded(sure),))) == ([], [])
    maybe = r.Guard(0, 0, p("Just", ANY), unsure)
    assert check(branch(ANY, bodies=(guarded(maybe),))) == ([("_",)], [])


def test_names_and_annotations_are_looked_through() -> None:
    named = r.PatternAs(0, 0, r.Binder(0, 0, "x"), p("Just", ANY))
    typed = r.PatternTyped(0, 0, p("Nothing"), r.TypeError(0, 0))
    assert check(branch(named), branch(typed)) == ([], [])


def test_single_patterns() -> None:
    environment = Types(**TYPES)
    assert check_patterns((p("P", ANY, ANY), ANY), environment).missing == ()
    assert check_patterns((p("Just", ANY), ANY), environment).missing == (
        ((con("Nothing"), ()), None),
    )


def test_variables_ask_the_environment_nothing() -> None:
    environment = Types(**TYPES)
    check_branches((branch(ANY),), 1, environment)
    check_patterns((ANY, ANY), environment)
    assert environment.asked == []


def test_an_unknown_constructor_makes_no_noise() -> None:
    assert check(branch(p("Unheard", ANY))) == ([], [])
    assert check(branch(p("R")), branch(p("Just", ANY)), branch(ANY)) == ([], [])


def test_redundant_branches_give_one_warning() -> None:
    branches = (branch(ANY), branch(p("R")), branch(p("G")))
    warning = overlapping_pattern(branches, check_branches(branches, 1, Types(**TYPES)))
    assert warning is not None
    assert (warning.code, len(warning.related)) == ("OverlappingPattern", 1)


def test_a_match_on_hundreds_of_constructors_is_quick() -> None:
    environment = Types(Big=tuple((f"C{number}", 1) for number in range(400)))
    branches = [branch(p(f"C{number}", ANY)) for number in range(399)]
    coverage = check_branches(branches, 1, environment)
    assert [tuple(map(show, case)) for case in coverage.missing] == [("C399(_)",)]


def test_wide_matches_do_not_explode() -> None:
    environment = Types(**TYPES)
    width = 12
    rows = [
        branch(*[p("R") if column == row else ANY for column in range(width)])
        for row in range(width)
    ]
    coverage = check_branches([*rows, branch(*[ANY] * width)], width, environment)
    assert (coverage.missing, coverage.redundant) == ((), ())


def test_a_hopeless_match_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exhaustive, "_MAX_WORK", 20)
    branches = [branch(p("R"), p(name)) for name in "RGB"] * 5
    assert check_branches(branches, 2, Types(**TYPES)).incomplete


# The name of a constructor, and values of its fields.
Value = tuple[Any, ...]

SHAPES: dict[str, dict[str, tuple[str, ...]]] = {
    "Maybe": {"Nothing": (), "Just": ("Rgb",)},
    "Rgb": {"R": (), "G": (), "B": ()},
}


def values(type: str) -> Iterator[Value]:
    for name, fields in SHAPES[type].items():
        for arguments in itertools.product(*[list(values(field)) for field in fields]):
            yield (name, *arguments)


def patterns(type: str) -> st.SearchStrategy[r.Pattern]:
    constructors = [
        st.builds(p, st.just(name), *[patterns(field) for field in fields])
        for name, fields in SHAPES[type].items()
    ]
    return st.one_of(st.just(ANY), *constructors)


def matches(pattern: Any, value: Value) -> bool:
    if pattern is ANY:
        return True
    return pattern.key.name == value[0] and all(map(matches, pattern.arguments, value[1:]))


ROWS = st.lists(
    st.tuples(patterns("Maybe"), patterns("Rgb"), patterns("Maybe")), min_size=1, max_size=7
)


@given(ROWS)
@settings(max_examples=examples(200))
def test_the_answers_are_those_of_trying_out_all_values(rows: list[tuple[r.Pattern, ...]]) -> None:
    inputs = list(itertools.product(values("Maybe"), values("Rgb"), values("Maybe")))
    first = {
        each: next((i for i, row in enumerate(rows) if all(map(matches, row, each))), None)
        for each in inputs
    }
    coverage = check_branches([branch(*row) for row in rows], 3, Types(**TYPES))
    assert bool(coverage.missing) == (None in first.values())
    assert set(coverage.redundant) == set(range(len(rows))) - set(first.values())
    for case in coverage.missing:
        assert any(first[each] is None and all(map(fits, case, each)) for each in inputs)


def fits(case: Any, value: Value) -> bool:
    return case is None or (case[0].name == value[0] and all(map(fits, case[1], value[1:])))


@pytest.mark.parametrize("count", [1, 3])
def test_cases_survive_the_codec(count: int) -> None:
    coverage = check_branches([branch(*[p("Just", p("G"))] * count)], count, Types(**TYPES))
    missing = (coverage.missing, coverage.more)
    made = Diagnostic(NoInstanceFound(PARTIAL_CONSTRAINT, missing=missing), 0, 0)
    problem = decode_diagnostics(encode_diagnostics([made]))[0].problem
    assert isinstance(problem, NoInstanceFound)
    assert problem.missing == missing
